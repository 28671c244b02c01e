/** Shadow tables that the processor makes valid, and a virtual machine's program under all executors. */
import { describe, expect, test } from "vitest";
import { expectSame } from "../executors.ts";
import { AT, type Given, hypervisor } from "./hypervisor.ts";

const SHADOW_SEGMENTS = 0x3000;
const SHADOW_PAGES = 0x3040;

/**
 * The virtual machine translates: its page 0 is its own page 0, its pages 1 and 2 are its real pages 2 and 1, page 3 is one that
 * is not in storage, page 4 is invalid. It counts in page 1, with a system mask and an SVC in between.
 */
const KERNEL = `
G        CSECT
         USING G,0
         ORG   G+X'60'
         DC    X'04080000',A(SVC)
         ORG   G+X'800'
LOOP     L     8,=A(X'1000')
         LA    4,40
ADD      L     1,0(,8)
         AR    1,4
         ST    1,0(,8)
         STOSM X'900',3
         SVC   3
BACK     STNSM X'901',X'FC'
         SPKA  X'30'
         IPK
         SPKA  0
         BCT   4,ADD
         LRA   5,0(,8)
         L     3,=A(X'3000')
         LTR   6,6
         BNZ   TOUCH
         SVC   76
TOUCH    L     1,0(,3)
         SVC   76
SVC      LPSW  X'20'
         LTORG
         ORG   G+X'A00'
         DC    X'40000A40'
         DC    15X'00000001'
         DC    X'0000',X'0020',X'0010',X'0030',X'0008'
         END
`;

const GIVEN: Given = {
  guest: KERNEL,
  psw: "0408000000000800",
  controls: 0x8400_0000 | 0,
  controlRegisters: { 0: 0x0080_0000, 1: 0xa00 },
};

function shadowing(given: Given): ReturnType<typeof hypervisor> {
  const begun = hypervisor(given);
  const { machine } = begun;
  const put = (address: number, value: number): void =>
    machine.write(address, Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
  put(SHADOW_SEGMENTS, 0x4000_0000 | SHADOW_PAGES);
  for (let segment = 1; segment < 16; segment++) put(SHADOW_SEGMENTS + 4 * segment, 1);
  for (let page = 0; page < 8; page += 2) put(SHADOW_PAGES + 2 * page, 0x0008_0008);
  put(0x314, SHADOW_SEGMENTS);
  return begun;
}

const entries = (begun: ReturnType<typeof hypervisor>): string =>
  Buffer.from(begun.machine.read(SHADOW_PAGES, 10)).toString("hex");

describe("shadow tables", () => {
  test("become valid as pages are used, with nothing left", () => {
    const begun = shadowing(GIVEN);
    begun.machine.run({ ticks: 10_000 });
    expect(begun.machine.pswHex).toBe("000A0000000000F1");
    expect(begun.left()).toBe(0);
    expect(entries(begun)).toBe("01000120000800080008");
    expect(begun.machine.assistCounts["shadow tables"]).toEqual({ tried: 2, done: 2 });
    // The sum from 40 down, at the virtual machine's virtual X'1000': its real page 2.
    expect(begun.guestWord(0x2000)).toBe("00000334");
    expect(begun.machine.gr(5)).toBe(0x2000);
    expect(begun.machine.assistCounts.SVC.done).toBe(40);
  });
  test("are left where the page is not in storage, and the interruption is the page's", () => {
    const begun = shadowing({ ...GIVEN, guest: KERNEL.replace("LTR   6,6", "LTR   8,8") });
    begun.machine.run({ ticks: 10_000 });
    expect([begun.machine.pswHex, begun.word(0x8c), begun.word(0x90)]).toEqual([
      "000A0000000000F0",
      "00040011",
      "00003000",
    ]);
    expect(begun.machine.assistCounts["shadow tables"]).toEqual({ tried: 3, done: 2 });
  });
  test("are not touched with bit 5 of control register 6 zero", () => {
    const begun = shadowing({ ...GIVEN, controls: 0x8000_0000 | 0 });
    begun.machine.run({ ticks: 10_000 });
    expect(entries(begun)).toBe("00080008000800080008");
    expect([begun.machine.pswHex, begun.word(0x8c)]).toEqual(["000A0000000000F0", "00040011"]);
  });
  test("are not touched for a program in supervisor state", () => {
    const begun = shadowing(GIVEN);
    begun.machine.setCr(0, 0x0080_0000);
    begun.machine.setCr(1, SHADOW_SEGMENTS);
    begun.machine.setCr(6, 0x8400_0000 | AT.micblok);
    begun.machine.setPsw("0408000000000800");
    begun.machine.run({ ticks: 1 });
    expect([entries(begun), begun.word(0x8c)]).toEqual(["00080008000800080008", "00040011"]);
  });
});

describe("executors do the same, tick by tick", () => {
  const ways: Pick<Given, "executor" | "hot">[] = [
    { executor: "cold" },
    { executor: "translator", hot: 0 },
    { executor: "translator", hot: 4 },
  ];
  test.each(ways)("%o", (way) => {
    const interpreting = shadowing({ ...GIVEN, executor: "interpreter" });
    const other = shadowing({ ...GIVEN, ...way });
    for (let ticks = 1; ticks < 600; ticks += 7) {
      for (const { machine } of [interpreting, other]) machine.run({ ticks });
      expectSame(interpreting.machine, other.machine, `${JSON.stringify(way)} at ${ticks}`);
    }
    expect(interpreting.machine.assistCounts.SVC.done).toBeGreaterThan(30);
  });
  test("and a snapshot goes on alike", () => {
    const once = shadowing(GIVEN);
    once.machine.run({ ticks: 100 });
    const snapshot = once.machine.snapshot();
    once.machine.run({ ticks: 500 });
    const counts = once.machine.assistCounts;
    once.machine.restore(snapshot);
    expect(once.machine.assistCounts).not.toEqual(counts);
    once.machine.run({ ticks: 500 });
    expect(once.machine.assistCounts).toEqual(counts);
  });
});

test("what is assisted takes the instructions of a machine of its own, and no others", () => {
  const begun = shadowing(GIVEN);
  begun.machine.run({ ticks: 10_000 });
  // The hypervisor's three to dispatch and one to stop; two before 40 rounds of eleven, and five behind them.
  expect(begun.machine.instructions).toBe(3 + 1 + 2 + 40 * 11 + 5);
});
