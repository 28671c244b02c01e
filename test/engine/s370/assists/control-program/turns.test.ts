/** A small dispatcher in machine code runs two virtual machines in turns, by the assist and, where that is off, by itself. */
import { expect, test } from "vitest";
import { assemble } from "../../../../../engine/s370/assembler/index.ts";
import { System370 } from "../../../../../engine/s370/index.ts";
import { expectSame } from "../../executors.ts";

const TURNS = 200;
/** Where each virtual machine counts in register 2, and adds up in register 3. */
const [VM1, VM2] = [0x2000, 0x2200];
const REGISTERS = 0xb0;

/** Two virtual machines whose page 0 is frame 4, or 5: each turn ends with an SVC. */
const SOURCE = `
P        CSECT
         USING P,0
VMSEG    EQU   X'10'
VMTMOUTQ EQU   X'78'
VMPSW    EQU   X'A8'
VMGPRS   EQU   X'B0'
RUNPSW   EQU   X'330'
RUNUSER  EQU   X'338'
CPSTATUS EQU   X'348'
         ORG   P+X'60'
         DC    X'00080000',A(SVCINT)
         ORG   P+X'68'
         DC    X'000A0000',A(X'F0')
         ORG   P+X'338'
         DC    A(SYSTEM)
         ORG   P+X'37C'
         DC    A(SYSTEM)
         ORG   P+X'3D4'
         DC    X'00800000'
         ORG   P+X'3EC'
         DC    A(SYSTEM)
         ORG   P+X'800'
* The virtual machine that ran: its registers and PSW are saved, and the other is the next.
SVCINT   STM   0,15,TEMP
         L     11,RUNUSER
         STPT  VMTMOUTQ(11)
         MVC   VMGPRS(64,11),TEMP
         SR    1,1
         IC    1,X'22'
         SLL   1,24
         O     1,X'24'
         ST    1,VMPSW+4(11)
         L     2,ANCHOR
         L     3,0(,2)
         ST    3,ANCHOR
         ST    2,0(,3)
         LA    4,ANCHOR
         ST    4,0(,2)
         L     1,COUNT
         BCT   1,MORE
         LPSW  DONE
MORE     ST    1,COUNT
START    L     11,RUNUSER
         DC    X'E60D',S(ENTRIES,EXITS0)
READY    DC    X'E607',S(LIST,EXITS1)
* Without the assist.
         L     11,ANCHOR
         ST    11,RUNUSER
         MVI   CPSTATUS,X'40'
         LCTL  0,0,X'3D4'
         LCTL  1,1,VMSEG(11)
         L     1,VMPSW+4(,11)
         LR    2,1
         SRL   2,16
         N     2,=X'00003F00'
         O     2,=X'070D0000'
         N     1,=X'00FFFFFF'
         STM   1,2,TEMP
         MVC   RUNPSW(4),TEMP+4
         MVC   RUNPSW+4(4),TEMP
         SPT   VMTMOUTQ(11)
         LM    0,15,VMGPRS(11)
         LPSW  RUNPSW
TEMP     DS    16F
COUNT    DC    F'${TURNS}'
ENTRIES  DC    F'0'
EXITS0   DC    A(READY,9),8A(0)
EXITS1   DC    8A(0)
LIST     DC    A(LIST,LIST,LIST,LIST),F'80000000,0',A(ANCHOR),A(0,0),9F'0'
ANCHOR   DC    A(VM1)
         DS    0D
DONE     DC    X'000A0000',A(X'F1')
         LTORG
         ORG   P+X'2000'
VM1      DC    A(VM2)
         ORG   VM1+VMSEG
         DC    A(SEG1)
         ORG   VM1+X'59'
         DC    X'08'
         ORG   VM1+VMTMOUTQ
         DC    X'0100000000000000',X'0200000000000000'
         ORG   VM1+VMPSW+4
         DC    X'00000400'
         ORG   VM1+X'184'
         DC    A(0)
         ORG   P+X'2200'
VM2      DC    A(ANCHOR)
         ORG   VM2+VMSEG
         DC    A(SEG2)
         ORG   VM2+X'59'
         DC    X'08'
         ORG   VM2+VMTMOUTQ
         DC    X'0100000000000000',X'0200000000000000'
         ORG   VM2+VMPSW+4
         DC    X'00000500'
         ORG   VM2+X'184'
         DC    A(0)
         ORG   P+X'2400'
SYSTEM   DC    512X'00'
         ORG   P+X'3000'
SEG1     DC    X'F0003040'
         ORG   P+X'3040'
         DC    X'0040'
         ORG   P+X'3080'
SEG2     DC    X'F00030C0'
         ORG   P+X'30C0'
         DC    X'0050'
         ORG   P+X'4400'
* A loop of both: a condition code is carried from turn to turn.
         LA    2,1(,2)
         ALR   3,2
         SVC   1
         BC    15,X'400'
         ORG   P+X'5500'
         LA    2,1(,2)
         SLR   3,2
         SVC   2
         BC    15,X'500'
         ORG
         END
`;

function run(controls: number, way: Omit<ConstructorParameters<typeof System370>[0], "storageSize">): System370 {
  const { errors, segments } = assemble(SOURCE);
  expect(errors).toEqual([]);
  const made = new System370({ storageSize: 0x1_0000, assists: { controlProgram: 20 }, ...way });
  for (const { address, bytes } of segments) made.write(address, bytes);
  made.setCr(6, controls);
  // VMBLOKs have that for control register 6, too.
  for (const vmblok of [VM1, VM2]) made.write(vmblok + 0x17c, new Uint8Array([controls >>> 24]));
  const start = made.read(0x800, 0x100);
  const at = 0x800 + Buffer.from(start).indexOf("58b00338e60d", 0, "hex");
  made.setPsw(`0008000000${at.toString(16).padStart(6, "0").toUpperCase()}`);
  made.run({ ticks: 100_000 });
  expect(made.pswHex).toBe("000A0000000000F1");
  return made;
}

const ACTIVE = 0x0200_0000;
const word = (of: System370, address: number): number => Buffer.from(of.read(address, 4)).readInt32BE();
/** What the virtual machines have come to: registers 2 and 3, PSW, of both. */
const results = (of: System370): number[] =>
  [VM1, VM2].flatMap((vmblok) => [REGISTERS + 8, REGISTERS + 12, REGISTERS - 4].map((at) => word(of, vmblok + at)));

test("the same happens with the assist and without it, in fewer instructions with it", () => {
  const assisted = run(ACTIVE, { executor: "interpreter" });
  const alone = run(0, { executor: "interpreter" });
  expect(results(assisted)).toEqual(results(alone));
  expect(results(assisted)[0] + results(assisted)[3]).toBe(TURNS);
  const { DSP0, DSP1 } = assisted.assistCounts;
  expect([DSP0, DSP1]).toEqual([
    { tried: TURNS, done: TURNS },
    { tried: TURNS, done: TURNS },
  ]);
  expect(alone.assistCounts.DSP1.tried).toBe(0);
  expect(alone.instructions - assisted.instructions).toBeGreaterThan(10 * TURNS);
});

test("every executor does the same", () => {
  for (const controls of [ACTIVE, 0]) {
    const interpreted = run(controls, { executor: "interpreter" });
    for (const way of [{ executor: "cold" }, { executor: "translator" }, { executor: "translator", hot: 0 }] as const)
      expectSame(interpreted, run(controls, way), JSON.stringify(way));
  }
});
