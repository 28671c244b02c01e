import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sumOf } from "../../../../engine/monitors/cp/dispatch/exits.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { hex, program } from "../support.ts";
import { cpMachine } from "./support.ts";

const HYPERVISOR = readFileSync(new URL("../../../../engine/guests/kernels/hypervisor.asm", import.meta.url), "utf8");
const GUEST_AT = 0x20000;

/** Sums by calls of its own supervisor, which masks and unmasks around each. */
const GUEST = `
GUEST    START 0
         USING GUEST,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    A(0),A(CALL)
         DC    A(0),A(CHECK)
         ORG   GUEST+X'200'
         LPSW  USER
PROGRAM  LA    9,100
LOOP     SVC   5
         BCT   9,LOOP
         SSM   ON                         PRIVILEGED: A PROGRAM CHECK HERE
         SVC   6
CALL     SSM   OFF
         CLI   X'23',6
         BE    END
         AR    8,9
         SSM   ON
         LPSW  X'20'
CHECK    LA    7,1(,7)
         LPSW  X'28'
END      ST    8,SUM
         ST    7,CHECKS
         LPSW  DONE
         DS    0D
USER     DC    X'00010000',A(PROGRAM)
DONE     DC    X'0002000000000E0D'
SUM      DC    F'0'
CHECKS   DC    F'0'
ON       DC    X'FF'
OFF      DC    X'00'
         END
`;

/** Hypervisor and guest, as they lie in storage. */
function image(): Uint8Array {
  const bytes = new Uint8Array(GUEST_AT + 0x10000);
  for (const segment of program(HYPERVISOR).segments) bytes.set(segment.bytes, segment.address);
  for (const segment of program(GUEST).segments) bytes.set(segment.bytes, GUEST_AT + segment.address);
  return bytes;
}

const sumAt = GUEST_AT + (program(GUEST).symbols.get("SUM")?.value ?? 0);

it("runs a guest under a hypervisor in machine code on the bare machine", () => {
  const machine = new System370({ storageSize: 0x40000 });
  machine.write(0, image());
  machine.setPsw("0008000000000200");
  expect(machine.run({ ticks: 1_000_000 })).toBe("disabled-wait");
  expect(machine.pswHex).toBe("000A000000000000");
  expect(machine.gr(1)).toBe(0xe0d);
  expect(hex(machine.read(sumAt, 8))).toBe("000013BA00000001");
});

it("runs the same under CP: a guest of a guest, with and without assists", () => {
  const traps: number[] = [];
  for (const assists of [{}, { virtualMachine: true }]) {
    const run = cpMachine([image()], { assists });
    run.machine.run({ ticks: 3_000_000 });
    expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '000A0000 00000000'");
    expect(run.storage("A", sumAt, 8)).toBe("000013BA00000001");
    traps.push(sumOf(run.vm("A").state.exits).count);
  }
  expect(traps[0]).toBeGreaterThan(400);
  // Each of its ways in and out changes address translation, which the assist leaves to CP.
  expect(traps[1]).toBe(traps[0]);
});
