/** A trap handled in both ways: by the minimal monitor in TypeScript, and by machine code that does the same work on the same control blocks. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { System370 } from "../../../engine/s370/index.ts";
import { guest, program, underMonitor } from "./support.ts";

const handlers = program(
  readFileSync(new URL("../../../engine/monitors/minimal/handlers.asm", import.meta.url), "utf8"),
);

/** Where the TypeScript monitor is entered for a program interruption. */
const PROGRAM_ENTRY = 0x830;

/** The real machine at the moment of the trap, copied to one without a monitor whose program new PSW points at the machine code. */
function inMachineCode(at: System370): System370 {
  const machine = new System370({ storageSize: at.storage.size });
  machine.addConsole(0x009);
  machine.write(0, at.read(0, at.storage.size));
  for (const { address, bytes } of handlers.segments) machine.write(address, bytes);
  for (let n = 0; n < 16; n++) {
    machine.setGr(n, at.gr(n));
    machine.setCr(n, at.cr(n));
  }
  machine.setPsw("00080000" + handlers.entry.toString(16).padStart(8, "0"));
  return machine;
}

/** Runs `source` to its `nth` trap, then handles that in both ways. */
export function handleBothWays(source: string, nth: number) {
  const { machine, monitor } = underMonitor([source]);
  let traps = 0;
  machine.run({ ticks: 10_000, until: () => machine.psw.address === PROGRAM_ENTRY && ++traps === nth });
  expect(traps).toBe(nth);
  const bare = inMachineCode(machine);
  bare.run({ ticks: 1000, until: () => bare.psw.problem });
  machine.step();
  const crossing = machine.trace.crossings.at(-1);
  return { machine, monitor, bare, modelled: crossing?.modelled ?? 0, executed: bare.instructions };
}

const ssm = guest(
  `
         SSM   ALL
         LA    R1,5
         SSM   NONE
         LA    R1,6
         B     *
ALL      DC    X'FF'
NONE     DC    X'00'
`,
  "         ORG   TEST+X'50'\n         DC    F'60000'",
);

const lpsw = guest(
  `
         LA    R1,5
         CR    R1,R15
         LPSW  NEXT
         DS    0D
NEXT     DC    X'FF00000030000220'
         ORG   TEST+X'220'
         B     *
`,
  "         ORG   TEST+X'50'\n         DC    F'60000'",
);

const TIMER = "         ORG   TEST+X'50'\n         DC    F'60000'";

const sio = guest(
  `
         LA    R1,CCWS
         ST    R1,X'48'
         SIO   X'009'
         B     *
         DS    0D
CCWS     DC    X'01',AL3(TEXT),X'4000',H'3'
         DC    X'01',AL3(TEXT),X'4000',H'2'
         DC    X'09',AL3(TEXT),X'2000',H'1'
TEXT     DC    C'ABC'`,
  TIMER,
);

const oneCcw = sio.replace("X'01',AL3(TEXT),X'4000',H'3'", "X'09',AL3(TEXT),X'2000',H'3'");

const addressing = guest(
  `
         L     R1,FAR
         ST    R1,0(R1)
FAR      DC    X'00123456'`,
  `${TIMER}
         ORG   TEST+X'68'
PGMNEW   DC    X'00000000',A(X'E00')`,
);

const addressingEc = guest(
  `
         LPSW  USER
         DS    0D
USER     DC    X'000D0000',A(GO)
GO       L     R1,FAR
         ST    R1,0(R1)
FAR      DC    X'00023456'`,
  `${TIMER}
         ORG   TEST+X'68'
PGMNEW   DC    X'00080000',A(X'E00')`,
);

/** Traps that both have: what they are, the guest, and the number of the trap in it. */
export const TRAPS = [
  ["SSM that enables", ssm, 1],
  ["SSM that disables", ssm, 2],
  ["LPSW", lpsw, 1],
  ["SIO with one CCW", oneCcw, 1],
  ["SIO with three CCWs", sio, 1],
  ["an address that the guest does not have, BC mode", addressing, 1],
  ["an address that the guest does not have, EC mode", addressingEc, 2],
] as const;
