/** READ DIRECT and WRITE DIRECT (GA22-7000, "Control Instructions"): Hercules has neither, so the manual alone decides. */
import { expect, test } from "vitest";
import { state } from "../../../engine/s370/state.ts";
import { machineWith } from "./program.ts";

/** Code at X'200'; a program interruption leads to X'E03'. What is on the lines afterwards, signals before the byte. */
function run(code: string, { psw = "0008000000000200", linesIn = 0 } = {}) {
  const made = machineWith(`
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'60'
         DC    X'000A000000000E02'
         DC    X'000A000000000E03'
         ORG   X'200'
${code}
         SVC   0
         DS    0D
BYTE     DC    X'A5'
AREA     DC    X'FF'
         LTORG
         END
`);
  const { words } = made.machine.processor;
  words[state.directIn.index] = linesIn;
  made.machine.run({ ticks: 100 });
  return {
    ended: made.machine.psw.address,
    code: Number.parseInt(made.word(0x8c).slice(4), 16),
    lines: words[state.directOut.index],
    area: made.machine.read(made.at("AREA"), 1)[0],
    conditionCode: Number.parseInt(made.word(0x20).slice(4, 5), 16) & 3,
  };
}

test("WRITE DIRECT: the byte stays on the lines, with the signals of the immediate field", () => {
  expect(run("         WRD   BYTE,X'81'")).toMatchObject({ ended: 0xe02, lines: 0x81a5 });
});

test("READ DIRECT: its own signals, and the byte that is on the lines goes to storage", () => {
  const ran = run("         WRD   BYTE,X'81'\n         RDD   AREA,2", { linesIn: 0x3c });
  expect(ran).toMatchObject({ ended: 0xe02, lines: 0x02a5, area: 0x3c });
});

test.each(["RDD", "WRD"])("%s leaves the condition code", (mnemonic) => {
  expect(run(`         ${mnemonic}   AREA,1`, { psw: "0008200000000200" }).conditionCode).toBe(2);
});

test.each(["RDD", "WRD"])("%s is privileged", (mnemonic) => {
  const ran = run(`         ${mnemonic}   AREA,1`, { psw: "0009000000000200", linesIn: 0x3c });
  expect(ran).toMatchObject({ ended: 0xe03, code: 2, lines: 0, area: 0xff });
});

test.each([
  ["RDD", "what may not be stored into", "X'30'", 4],
  ["WRD", "what may not be fetched", "X'38'", 4],
])("%s of %s gives no signal", (mnemonic, _what, key, code) => {
  const protecting = `         LA    1,${key}\n         L     2,=A(X'1000')\n         SSK   1,2\n         SPKA  X'10'`;
  expect(run(`${protecting}\n         ${mnemonic}   0(2),1`)).toMatchObject({ ended: 0xe03, code, lines: 0 });
});

test.each(["RDD", "WRD"])("%s of what is not there gives no signal", (mnemonic) => {
  const ran = run(`         L     2,=A(X'800000')\n         ${mnemonic}   0(2),1`);
  expect(ran).toMatchObject({ ended: 0xe03, code: 5, lines: 0 });
});
