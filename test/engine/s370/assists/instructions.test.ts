/** What the virtual-machine assist does with each instruction, and what it leaves. */
import { describe, expect, test } from "vitest";
import type { AssistFunction } from "../../../../engine/s370/index.ts";
import { AT, type Given, type Run, run } from "./hypervisor.ts";

/** The labels that statements here may have. */
const LABELLED = /^(MASK|OLD|NEW|TARGET|VALUES) /;

/** The virtual machine's program. SVC 76 is never assisted: with it, it ends. */
const guest = (...lines: string[]): string =>
  ["G CSECT", " USING G,0", ...lines.map((line) => (LABELLED.test(line) ? line : ` ${line}`)), " END"].join("\n");
const at800 = (...lines: string[]): string => guest("ORG G+X'800'", ...lines);

const ACTIVE = 0x8000_0000;

function expectDone(name: AssistFunction, given: Given): Run {
  const result = run(given);
  expect(result.machine.assistCounts[name]).toEqual({ tried: 1, done: 1 });
  expect(result.left()).toBe(0);
  expect(result.machine.pswHex).toBe("000A0000000000F1");
  return result;
}

function expectLeft(name: AssistFunction, given: Given): Run {
  const result = run(given);
  expect(result.machine.assistCounts[name]).toEqual({ tried: 1, done: 0 });
  expect(result.left()).toBe(1);
  return result;
}

/** The function is not active at all. */
function expectInactive(name: AssistFunction, given: Given): Run {
  const result = run(given);
  expect(result.machine.assistCounts[name]).toEqual({ tried: 0, done: 0 });
  expect(result.left()).toBe(1);
  return result;
}

describe("without", () => {
  const given = { guest: at800("SSM MASK", "SVC 76", "MASK DC X'02'") };

  test("the feature, all is left", () => {
    expectInactive("SSM", { ...given, features: {} });
  });
  test("bit 0 of control register 6, all is left", () => {
    expectInactive("SSM", { ...given, controls: 0 });
  });
  test("virtual supervisor state, all is left", () => {
    expectInactive("SSM", { ...given, controls: ACTIVE | 0x4000_0000 });
  });
  test("an instruction of its own, all is left", () => {
    const result = run({ guest: at800("STPT X'900'", "SVC 76") });
    expect(result.left()).toBe(1);
  });
});

describe("SSM", () => {
  const lines = ["SSM MASK", "SVC 76"];

  test("puts the mask into the virtual PSW, and goes on", () => {
    const result = expectDone("SSM", { guest: at800(...lines, "MASK DC X'03'") });
    expect(result.virtualPsw()).toBe("0308000000000806");
  });
  test("is left where virtual control register 0 suppresses it", () => {
    expectLeft("SSM", { guest: at800(...lines, "MASK DC X'03'"), controlRegisters: { 0: 0x4000_0000 } });
  });
  test.each(["07", "43", "80", "20", "10", "08"])("is left with X'%s' in EC mode", (mask) => {
    const result = expectLeft("SSM", { guest: at800(...lines, `MASK DC X'${mask}'`) });
    expect(result.word(AT.virtualPsw)).toBe("00080000");
  });
  test("takes all eight bits in BC mode", () => {
    const result = expectDone("SSM", { guest: at800(...lines, "MASK DC X'FF'"), psw: "0000000000000800" });
    expect(result.virtualPsw()).toBe("FF00000000000806");
  });
  test("is left where it would let a pending interruption in", () => {
    expectLeft("SSM", { guest: at800(...lines, "MASK DC X'01'"), isPending: true });
  });
  test("may disable, and leave enabled, while one is pending", () => {
    expectDone("SSM", { guest: at800(...lines, "MASK DC X'02'"), psw: "0308000000000800", isPending: true });
  });
  test("gives the real program interruption of its operand", () => {
    const result = run({ guest: at800("L 2,=A(X'3000')", "SSM 0(2)", "SVC 76") });
    expect([result.machine.pswHex, result.word(0x8c), result.word(0x90)]).toEqual([
      "000A0000000000F0",
      "00040011",
      "00003000",
    ]);
  });
});

describe("STNSM and STOSM", () => {
  test("store the old mask and change it", () => {
    const lines = ["STOSM OLD,3", "STNSM OLD+1,X'FD'", "SVC 76", "OLD DC X'FFFF',X'0000'"];
    const result = run({ guest: at800(...lines) });
    expect(result.virtualPsw()).toBe("010800000000080A");
    expect(result.guestWord(0x808)).toBe("0A4C0003");
    expect(result.machine.assistCounts.STOSM.done).toBe(1);
    expect(result.machine.assistCounts.STNSM.done).toBe(1);
  });
  test("are left where DAT or PER would change", () => {
    expectLeft("STOSM", { guest: at800("STOSM X'900',4", "SVC 76") });
    expectLeft("STOSM", { guest: at800("STOSM X'900',X'40'", "SVC 76") });
    expectDone("STNSM", { guest: at800("STNSM X'900',0", "SVC 76"), psw: "0308000000000800" });
  });
  test("are left where virtual control register 6 has System/360 only", () => {
    expectInactive("STOSM", { guest: at800("STOSM X'900',3", "SVC 76"), controls: ACTIVE | 0x1000_0000 });
  });
  test("STOSM is left where it would let a pending interruption in; nothing has been stored", () => {
    const result = expectLeft("STOSM", { guest: at800("STOSM X'900',3", "SVC 76"), isPending: true });
    expect(result.guestWord(0x900)).toBe("00000000");
  });
});

describe("LPSW", () => {
  const lines = ["LPSW NEW", "ORG G+X'820'", "SVC 76", "ORG G+X'840'"];
  const loading = (psw: string): string => at800(...lines, `NEW DC X'${psw}'`);

  test("brings in the virtual PSW and goes on by it", () => {
    const result = expectDone("LPSW", { guest: loading("03E8350000000820") });
    expect(result.virtualPsw()).toBe("03E8350000000822");
    expect(result.machine.psw.key).toBe(0);
    expect(result.word(0x20)).toBe("04E93500");
  });
  test("brings in one of BC mode", () => {
    const result = expectDone("LPSW", { guest: loading("FE20123465000820"), psw: "0000000000000800" });
    expect(result.virtualPsw()).toBe("FE20000025000822");
  });
  test("notes virtual problem state in control register 6", () => {
    const result = run({
      guest: at800(...lines, "NEW DC X'0009000000000824'", "ORG G+X'824'", "SSM X'824'", "SVC 76"),
    });
    expect(result.left()).toBe(1);
    expect(result.machine.cr(6)).toBe(ACTIVE + 0x4000_0000 + AT.micblok);
    expect(result.machine.assistCounts.SSM.tried).toBe(0);
  });
  test.each([
    ["a wait state", "000A000000000820"],
    ["another control mode", "0000000000000820"],
    ["translation", "0408000000000820"],
    ["program events", "4008000000000820"],
    ["bit 0", "8008000000000820"],
    ["bit 17", "0008400000000820"],
    ["bit 24", "0008008000000820"],
    ["bit 39", "0008000001000820"],
  ])("is left with %s", (_what, psw) => {
    const result = expectLeft("LPSW", { guest: at800("LPSW NEW", "SVC 76", "DS 0D", `NEW DC X'${psw}'`) });
    expect(result.word(AT.virtualPsw)).toBe("00080000");
  });
  test("is left where it would let a pending interruption in", () => {
    expectLeft("LPSW", { guest: at800("LPSW NEW", "SVC 76", "DS 0D", "NEW DC X'0208000000000820'"), isPending: true });
  });
  test("is left on a word boundary", () => {
    expectLeft("LPSW", { guest: at800("LA 2,4", "LPSW 0(2)", "SVC 76") });
  });
});

describe("SVC", () => {
  const page0 = ["ORG G+X'60'", "DC X'03F83A0000000900'", "ORG G+X'800'"];
  const handler = ["ORG G+X'900'", "SVC 76"];

  test("swaps PSWs in the virtual machine's page 0", () => {
    const result = run({ guest: guest(...page0, "SPM 1", "SVC 5", ...handler), psw: "0178000000000800" });
    expect(result.machine.assistCounts.SVC).toEqual({ tried: 2, done: 1 });
    expect([result.guestWord(0x20), result.guestWord(0x24), result.guestWord(0x88)]).toEqual([
      "01780000",
      "00000804",
      "00020005",
    ]);
    expect(result.virtualPsw()).toBe("03F83A0000000902");
    expect(result.machine.processor.storageKey(0x1_0000) & 6).toBe(6);
  });
  test("of EXECUTE has a length of two halfwords", () => {
    const result = run({ guest: guest(...page0, "EX 0,TARGET", "TARGET SVC 9", ...handler) });
    expect(result.guestWord(0x88)).toBe("00040009");
  });
  test("stores code and length in a BC-mode PSW", () => {
    const text = guest(
      "ORG G+X'60'",
      "DC X'0000000000000900'",
      "ORG G+X'800'",
      "CLI X'800',X'95'",
      "SVC 7",
      ...handler,
    );
    const result = run({ guest: text, psw: "FF50000003000800" });
    expect([result.guestWord(0x20), result.guestWord(0x24)]).toEqual(["FF500007", "43000806"]);
  });
  test("is assisted in virtual problem state too", () => {
    const result = run({
      guest: guest(...page0, "SVC 5", ...handler),
      psw: "0009000000000800",
      controls: ACTIVE | 0x4000_0000,
    });
    expect(result.machine.assistCounts.SVC.done).toBe(1);
    expect(result.machine.cr(6)).toBe(ACTIVE + AT.micblok);
  });
  test("is left where bit 4 of control register 6 is one, or a pending interruption would get in", () => {
    expect(run({ guest: guest(...page0, "SVC 5"), controls: ACTIVE | 0x0800_0000 }).word(0x88)).toBe("00020005");
    const pending = run({ guest: guest(...page0, "SVC 5"), isPending: true });
    expect([pending.word(0x88), pending.machine.assistCounts.SVC.done]).toEqual(["00020005", 0]);
  });
});

describe("keys", () => {
  test("IPK and SPKA are about the virtual PSW's", () => {
    const result = run({ guest: at800("SPKA X'70'", "IPK", "SVC 76") });
    expect(result.machine.gr(2)).toBe(0x70);
    expect(result.virtualPsw()).toBe("007800000000080A");
  });
  test("ISK joins the virtual key and what the frame's key has recorded", () => {
    const swap = { 2: 0x0000_3050 };
    const lines = ["L 3,=A(X'2800')", "ISK 4,3", "L 5,=A(X'2000')", "ST 5,0(,5)", "ISK 6,5", "SVC 76"];
    const result = run({ guest: at800(...lines), swap });
    expect([result.machine.gr(4), result.machine.gr(6)]).toEqual([0x50, 0x36]);
  });
  test("ISK shows five bits in BC mode, and a page that is not in storage", () => {
    const result = run({
      guest: at800("L 3,=A(X'3000')", "ISK 4,3", "SVC 76"),
      swap: { 3: 0x9e00 },
      psw: "0000000000000800",
    });
    expect([result.machine.gr(4), result.left()]).toEqual([0x98, 0]);
  });
  test("SSK sets both keys, and keeps what was recorded", () => {
    const lines = ["L 5,=A(X'2800')", "ST 5,0(,5)", "LA 6,X'44'", "SSK 6,5", "ISK 7,5", "SVC 76"];
    const result = run({ guest: at800(...lines), swap: { 2: 0x0800_1020 } });
    expect(result.word(AT.swapTable + 16)).toBe("0B001044");
    expect(result.machine.processor.storageKey(0x1_2800)).toBe(0x40);
    expect(result.machine.gr(7)).toBe(0x44);
  });
  test("SSK is left where the page is not in storage", () => {
    expectLeft("SSK", { guest: at800("L 3,=A(X'3000')", "SSK 4,3", "SVC 76") });
  });
  test("RRB resets what the virtual machine sees", () => {
    const lines = ["L 5,=A(X'2000')", "ST 5,0(,5)", "RRB 0(5)", "RRB 0(5)", "SVC 76"];
    const result = run({ guest: at800(...lines) });
    // Both then only changed; the backup bits have it all.
    expect(result.machine.assistCounts.RRB).toEqual({ tried: 2, done: 2 });
    expect(result.word(0x20)).toBe("04091000");
    expect(result.word(AT.swapTable + 16)).toBe("0C000000");
    expect(result.machine.processor.storageKey(0x1_2000)).toBe(0x02);
  });
  test.each(["ISK 4,3", "SSK 4,3", "RRB 0(3)"])("%s is left beyond the page table", (instruction) => {
    const result = run({ guest: at800("L 3,=A(X'5000')", instruction, "SVC 76") });
    expect(result.left()).toBe(1);
  });
  test.each(["ISK 4,3", "SSK 4,3", "RRB 0(3)"])("%s is left where control register 6 says so", (instruction) => {
    const result = run({ guest: at800("L 3,=A(X'2000')", instruction, "SVC 76"), controls: ACTIVE | 0x2000_0000 });
    expect(result.left()).toBe(1);
  });
});

describe("control registers", () => {
  test("STCTL stores the virtual ones", () => {
    const controlRegisters = { 14: 14, 15: 15, 0: 0x100, 1: 0x101 };
    const result = expectDone("STCTL", { guest: at800("STCTL 14,1,X'900'", "SVC 76"), controlRegisters });
    expect([0, 4, 8, 12].map((i) => result.guestWord(0x900 + i))).toEqual([
      "0000000E",
      "0000000F",
      "00000100",
      "00000101",
    ]);
  });
  test("LCTL loads the virtual ones", () => {
    const result = expectDone("LCTL", { guest: at800("LCTL 2,7,X'800'", "SVC 76") });
    expect(result.word(AT.controlRegisters + 8)).toBe("B7270800");
    expect(result.machine.cr(2)).toBe(0xffff_ffff);
  });
  test.each([
    ["bits 0-15 of register 0", "LCTL 0,0,=X'00810000'", { 0: 0x0080_0000 }],
    ["a mask of register 0 that becomes one", "LCTL 0,0,=X'00000080'", {}],
    ["register 1", "LCTL 1,1,=X'00000040'", {}],
    ["register 8", "LCTL 8,8,=X'00000040'", {}],
    ["register 9", "LCTL 9,9,=X'00000040'", {}],
    ["register 11", "LCTL 11,11,=X'00000040'", {}],
  ])("LCTL is left with %s", (_what, instruction, controlRegisters) => {
    expectLeft("LCTL", { guest: at800(instruction, "SVC 76", "LTORG"), controlRegisters });
  });
  test("LCTL takes a mask of register 0 away, and the same register 1", () => {
    const result = expectDone("LCTL", {
      guest: at800("LCTL 0,1,VALUES", "SVC 76", "DS 0F", "VALUES DC X'00800040',F'64'"),
      controlRegisters: { 0: 0x0080_00c0, 1: 64 },
    });
    expect(result.word(AT.controlRegisters)).toBe("00800040");
  });
  test("LCTL of register 2 is left only while an interruption is pending", () => {
    const text = at800("LCTL 2,2,=X'80000000'", "SVC 76", "LTORG");
    expectLeft("LCTL", { guest: text, isPending: true });
    expectDone("LCTL", { guest: text });
  });
});

describe("LRA", () => {
  // Segment table at X'1200' with one entry, page table at X'1240': pages 2, invalid, 3 (which is not in storage).
  const tables = ["ORG G+X'1200'", "DC X'20001240',X'00000001'", "ORG G+X'1240'", "DC X'0020',X'0018',X'0030',X'0016'"];
  const controlRegisters = { 0: 0x0080_0000, 1: 0x1200 };
  const translating = (address: string, controls = ACTIVE): Run =>
    run({
      guest: at800(`L 2,=X'${address}'`, "LRA 3,0(,2)", "SVC 76", "LTORG", ...tables),
      controlRegisters,
      controls,
    });

  test.each([
    ["00000123", 0x2123, 0],
    ["00002FFF", 0x3fff, 0],
    ["00001000", 0x1242, 2],
    ["00003000", 0x1246, 3],
    ["00010000", 0x1204, 1],
    ["00100000", 0x1240, 3],
  ])("of %s gives %i and condition code %i", (address, value, code) => {
    const result = translating(address);
    expect([result.machine.gr(3), (Number.parseInt(result.word(0x20), 16) >>> 12) & 3, result.left()]).toEqual([
      value,
      code,
      0,
    ]);
  });
  test("is left where a table is not in storage, or the format is none", () => {
    expectLeft("LRA", { guest: at800("LRA 3,0", "SVC 76"), controlRegisters: { 0: 0x0080_0000, 1: 0x3000 } });
    expectLeft("LRA", { guest: at800("LRA 3,0", "SVC 76"), controlRegisters: { 1: 0x1000 } });
  });
});
