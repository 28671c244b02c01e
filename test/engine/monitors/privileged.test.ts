/** Each privileged instruction under the monitor does to the guest what it does to the bare machine. */
import { describe, expect, test } from "vitest";
import { builtIns } from "../../../engine/monitors/index.ts";
import { instructions } from "../../../engine/s370/index.ts";
import { bothEnds, guest, stored, underMonitor } from "./support.ts";

const STOP = `
         LPSW  STOPPED
         DS    0D
STOPPED  DC    X'0002000000000000'
`;

/** A program interruption goes on at its own address, so that a program may make several. */
const PROGRAM_GOES_ON = `
         ORG   TEST+X'68'
PGMNEW   DC    X'00000000',A(X'F00')
         ORG   TEST+X'F00'
         MVC   X'F80'(8),X'28'
         MVI   X'F88',X'FF'
         LPSW  X'28'
`;

const EC = "         LPSW  ECPSW\n         DS    0D\nECPSW    DC    X'00080000',A(ECGO)\nECGO     DS    0H\n";
const EC_STOP = "         LPSW  ECSTOP\n         DS    0D\nECSTOP   DC    X'000A000000000000'\n";

const programs: Readonly<Record<string, string>> = {
  "SSM in BC mode": guest(`         SSM   MASK\n         STOSM X'E80',0\n${STOP}MASK     DC    X'A2'`),
  "SSM, suppressed by control register 0": guest(
    `         LCTL  R0,R0,CR0\n         SSM   CR0\n${STOP}CR0      DC    X'400000E0'`,
    PROGRAM_GOES_ON,
  ),
  "STOSM and STNSM": guest(
    `         STOSM X'E80',X'F0'\n         STNSM X'E81',X'3C'\n         STNSM X'E82',X'FF'\n${STOP}`,
  ),
  "LPSW keeps every field": guest(`
         LPSW  NEXT
         DS    0D
NEXT     DC    X'A0740000',X'2A000300'
         ORG   TEST+X'300'
         BALR  R1,0
         STOSM X'E80',0
${STOP}`),
  "LPSW off a doubleword": guest(`         LPSW  4(R1)\n${STOP}`, PROGRAM_GOES_ON),
  "LPSW of a malformed EC-mode PSW": guest(
    `         LPSW  BAD\n         DS    0D\nBAD      DC    X'00080001000002F0'\n`,
    "         ORG   TEST+X'68'\nPGMNEW   DC    X'00020000',A(X'E00')",
  ),
  "SSM of bits that EC mode forbids": guest(
    `${EC}         SSM   BAD\n${EC_STOP}BAD      DC    X'10'`,
    "         ORG   TEST+X'68'\nPGMNEW   DC    X'00020000',A(X'E00')",
  ),
  "LPSW to an odd address": guest(
    `         LPSW  ODD\n         DS    0D\nODD      DC    X'0000000000000301'\n`,
    "         ORG   TEST+X'68'\nPGMNEW   DC    X'00020000',A(X'E00')",
  ),
  "LCTL and STCTL, wrapping": guest(`
         STCTL R0,R15,X'E00'
         LCTL  R14,R1,VALUES
         STCTL R13,R2,X'E40'
${STOP}VALUES   DC    A(1,2,X'E0',X'1000')`),
  "LCTL off a word": guest(`         LCTL  R0,R1,2(R2)\n${STOP}`, PROGRAM_GOES_ON),
  "SSK and ISK": guest(`
         LA    R1,X'5F8'
         L     R2,=X'00003000'
         SSK   R1,R2
         SR    R3,R3
         ISK   R3,R2
         L     R2,=X'00003810'
         ISK   R4,R2
${STOP}`),
  "ISK in EC mode shows reference and change": guest(`
${EC}         L     R2,=X'00004000'
         SSK   R2,R2
         SR    R3,R3
         ISK   R3,R2
         ST    R2,X'F00'(R2)
         SR    R4,R4
         L     R5,=X'00004800'
         ISK   R4,R5
         RRB   0(R5)
         BALR  R6,0
         ISK   R7,R5
${EC_STOP}`),
  "SSK off its boundary, and beyond storage": guest(
    `
         L     R2,=X'00003008'
         SSK   R1,R2
         L     R2,FAR
         SSK   R1,R2
         ISK   R1,R2
${STOP}FAR      DC    X'00020000'`,
    PROGRAM_GOES_ON,
  ),
  "a storage key keeps the guest from its own storage": guest(
    `
         LA    R1,X'30'
         L     R2,=X'00003000'
         SSK   R1,R2
         SPKA  X'40'
         ST    R1,0(R2)
         STOSM 4(R2),0
         L     R3,0(R2)
         LR    R4,R2
         IPK
         LR    R5,R2
         SPKA  X'30'
         ST    R1,8(R4)
         SPKA  0
${STOP}`,
    PROGRAM_GOES_ON,
  ),
  "fetch protection": guest(
    `
         LA    R1,X'38'
         L     R2,=X'00003000'
         SSK   R1,R2
         SPKA  X'40'
         L     R3,0(R2)
         SSM   0(R2)
         SPKA  0
${STOP}`,
    PROGRAM_GOES_ON,
  ),
  "LRA through tables of the guest's own": guest(
    `
         L     R2,=X'00800000'
         ST    R2,X'E00'
         MVC   X'E04'(4),=X'00003000'
         LCTL  R0,R1,X'E00'
         L     R2,=X'00003000'
         MVC   0(8,R2),=X'F000304000000001'
         MVC   X'40'(4,R2),=X'00500008'
         LRA   R4,X'123'
         BALR  R5,0
         LA    R6,16
         L     R3,=X'00001000'
         LRA   R7,X'123'(R6,R3)
         BALR  R8,0
         L     R3,=X'00010000'
         LRA   R9,0(R3)
         BALR  R10,0
${STOP}`,
  ),
  "LRA with a format that there is not": guest(`         LRA   R4,X'123'\n${STOP}`, PROGRAM_GOES_ON),
  PTLB: guest(`         PTLB\n${STOP}`),
  STAP: guest(`         MVI   X'E80',X'FF'\n         STAP  X'E80'\n         STAP  1(R2)\n${STOP}`, PROGRAM_GOES_ON),
  "STIDC, HDV and CLRIO": guest(`
         STIDC 0
         BALR  R4,0
         STIDC X'100'
         BALR  R5,0
         HDV   X'009'
         BALR  R6,0
         CLRIO X'009'
         BALR  R7,0
         CLRIO X'00A'
         BALR  R8,0
${STOP}`),
  "SCK off a doubleword": guest(`         SCK   4(R2)\n${STOP}`, PROGRAM_GOES_ON),
  "STIDP off a doubleword": guest(`         STIDP 4(R2)\n${STOP}`, PROGRAM_GOES_ON),
  "an operand beyond storage": guest(
    `         L     R1,FAR\n         SSM   0(R1)\n         STIDP 0(R1)\n${STOP}FAR      DC    X'00FFFFF8'`,
    PROGRAM_GOES_ON,
  ),
  "DIAGNOSE of an unknown code": guest(`         DIAG  R1,R2,X'FFC'\n${STOP}`, PROGRAM_GOES_ON),
  "a privileged instruction under EXECUTE": guest(`
         LA    R1,X'54'
         EX    R1,TARGET
         EX    0,TARGET
${STOP}TARGET   STOSM X'E80',X'02'`),
  "an instruction that crosses a page": guest(`
         B     X'FFE'
         ORG   TEST+X'FFE'
         STOSM X'E80',X'02'
         LPSW  X'E88'
         ORG   TEST+X'E88'
         DC    X'0002000000000000'`),
};

describe("simulated as on the bare machine", () => {
  test.each(Object.entries(programs))("%s", (_name, source) => {
    const { bare, guest: virtual, ran } = bothEnds(source);
    expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
    expect(virtual).toEqual(bare);
  });
});

test("every privileged instruction of the machine has a handler", () => {
  const privileged = instructions.filter((instruction) => instruction.privileged).map(({ mnemonic }) => mnemonic);
  expect(privileged.filter((mnemonic) => builtIns[mnemonic] === undefined)).toEqual([]);
});

test("SCK finds the clock's switch secure: condition code 1", () => {
  const ran = underMonitor([guest(`         SCK   X'E80'\n         BALR  R4,0\n${STOP}`)]);
  ran.machine.run({ ticks: 10_000 });
  expect((ran.monitor.guestState("a").gr[4] >>> 28) & 3).toBe(1);
});

test.each(["SCKC", "STPT", "SPX", "SIGP", "IPTE", "ISKE", "TPROT", "WRD"])(
  "%s belongs to a facility that a guest does not have",
  (mnemonic) => {
    const operands: Readonly<Record<string, string>> = {
      SIGP: "R1,R2,1",
      IPTE: "R1,R2",
      ISKE: "R1,R2",
      TPROT: "0,0",
      WRD: "0,0",
    };
    const code = `         ${mnemonic.padEnd(5)} ${operands[mnemonic] ?? "X'E80'"}\n${STOP}`;
    const ran = underMonitor([guest(code, PROGRAM_GOES_ON)]);
    ran.machine.run({ ticks: 10_000 });
    expect(stored(ran, 0xf82, 2)).toBe("0001");
    expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
  },
);

test("STIDP tells a guest that its processor is a virtual one, by version code FF", () => {
  const ran = underMonitor([guest(`         STIDP X'E80'\n${STOP}`)]);
  ran.machine.run({ ticks: 10_000 });
  expect(stored(ran, 0xe80, 8)).toBe("FF00037031580000");
});

test("DIAGNOSE X'00' stores who the monitor is, X'44' gives the rest of the slice away", () => {
  const asks = guest(`
         LA    R1,X'E80'
         LA    R2,12
         DIAG  R1,R2,0
         LA    R3,100
YIELD    DIAG  0,0,X'44'
         BCT   R3,YIELD
${STOP}`);
  const counts = guest("LOOP     LA    R1,1(R1)\n         B     LOOP\n");
  const ran = underMonitor([asks, counts]);
  ran.machine.run({ ticks: 10_000 });
  expect(stored(ran, 0xe80, 12)).toBe("E3D9C1D7C5D4E4D300000000");
  const { gr } = ran.monitor.guestState("a");
  expect(gr[2]).toBe(4);
  expect(gr[3]).toBeGreaterThan(90);
  expect(ran.monitor.guestState("b").gr[1]).toBeGreaterThan(2000);
});
