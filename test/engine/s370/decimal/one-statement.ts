/** One statement, assembled and run on fields given in hexadecimal. */
import { machineWith } from "../program.ts";

/** Condition code, interruption code (0 for none) and named fields after one statement; `mask` is the program mask, `before` a statement before it. */
export function after(statement: string, fields: Record<string, string>, mask = 0, before = "CR    0,0") {
  const data = Object.entries(fields).map(([name, bytes]) => `${name.padEnd(8)} DC    X'${bytes}'`);
  const { machine, at } = machineWith(`TEST     START 0
         DC    X'00000000',X'0${mask.toString(16)}000200'
         ORG   TEST+X'68'
         DC    X'000A0000',X'00000BAD'
         ORG   TEST+X'200'
         BALR  12,0
         USING *,12
         ${before}
         ${statement}
         BALR  14,0
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
${data.join("\n")}
         END
`);
  const stopped = machine.run({ ticks: 100 });
  if (stopped !== "disabled-wait") throw new Error(`${statement} does not end: ${stopped}`);
  const interrupted = machine.pswHex.endsWith("BAD");
  const old = machine.read(0x28, 8);
  return {
    cc: interrupted ? (old[4] >> 4) & 3 : (machine.gr(14) >>> 28) & 3,
    interruption: interrupted ? old[3] : 0,
    field: (name: string) =>
      Buffer.from(machine.read(at(name), fields[name].length / 2))
        .toString("hex")
        .toUpperCase(),
    register: (number: number) => machine.gr(number) >>> 0,
    at,
  };
}
