/** Interruptions reach the guest's own supervisor by the guest's own masks. */
import { describe, expect, test } from "vitest";
import { bothEnds, guest, stored, underMonitor } from "./support.ts";

/** A supervisor that starts a program in problem state at X'400' and keeps the old PSW and code of what ends it. */
const supervisor = (problem: string, mode: "BC" | "EC") => {
  const ec = mode === "EC" ? "8" : "0";
  return guest(
    `
         LPSW  USER
         DS    0D
USER     DC    X'00${ec === "8" ? "E" : "6"}10000',A(X'400')
STOPPED  DC    X'000${ec === "8" ? "A" : "2"}000000000000'
         ORG   TEST+X'300'
         MVC   X'E80'(8),X'28'
         MVC   X'E88'(16),X'84'
         LPSW  STOPPED
         ORG   TEST+X'340'
         MVC   X'E80'(8),X'20'
         MVC   X'E88'(16),X'84'
         LPSW  STOPPED
         ORG   TEST+X'400'
${problem}
`
      .replace("X'00E10000'", "X'000D0000'")
      .replace("X'00610000'", "X'00050000'"),
    `
         ORG   TEST+X'60'
SVCNEW   DC    X'000${ec}0000',A(X'340')
PGMNEW   DC    X'000${ec}0000',A(X'300')`,
  );
};

describe.each(["BC", "EC"] as const)("a guest's program in problem state, %s mode", (mode) => {
  const traps: Readonly<Record<string, string>> = {
    "a supervisor call": "         SVC   X'47'",
    "a privileged instruction": "         SSM   X'400'",
    "a privileged instruction that nobody has": "         DIAG  0,0,X'44'",
    "START I/O": "         SIO   X'009'",
    "an invalid operation code": "         DC    X'0000'",
    "a store beyond storage": "         L     R1,FAR\n         ST    R1,0(R1)\nFAR      DC    X'00345678'",
    "a long instruction that ends beyond storage":
      "         L     R1,FAR\n         MVC   0(16,R1),0\nFAR      DC    X'0000FFF8'",
    "a branch beyond storage": "         L     R1,FAR\n         BR    R1\nFAR      DC    X'00345678'",
    "a branch to an odd address": "         LA    R1,1\n         BR    R1",
    "EXECUTE of a SVC": "         LA    R1,5\n         EX    R1,TARGET\nTARGET   SVC   0",
    "EXECUTE of EXECUTE": "TARGET   EX    R1,TARGET",
    "a fixed-point divide": "         DR    R2,R4",
    "a specification exception": "         DR    R1,R4",
  };
  test.each(Object.entries(traps))("%s reaches the guest's supervisor as on the bare machine", (_name, problem) => {
    const { bare, guest: virtual, ran } = bothEnds(supervisor(problem, mode));
    expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
    expect(virtual).toEqual(bare);
  });
});

test("a program in virtual problem state cannot touch the monitor's simulation", () => {
  const ran = underMonitor([supervisor("         SSM   X'400'", "BC")]);
  ran.machine.run({ ticks: 20_000 });
  expect(stored(ran, 0xe80, 8)).toBe("0005000280000404");
});

describe("masks", () => {
  /** Lets the timer run out with the given PSW, then opens up in two steps. */
  const timed = (mask: string, control: string) =>
    guest(
      `
         LCTL  R0,R0,CONTROL
         MVC   X'50'(4),SOON
         SSM   MASK
         L     R1,COUNT
         BCT   R1,*
         LA    R2,1
         SSM   ALL
         LA    R2,2
         LCTL  R0,R0,OPEN
         LA    R2,3
         DC    X'0000'
         DS    0F
SOON     DC    F'10'
COUNT    DC    F'6000'
CONTROL  DC    X'${control}'
OPEN     DC    X'000000E0'
MASK     DC    X'${mask}'
ALL      DC    X'FF'`,
      "         ORG   TEST+X'58'\nEXTNEW   DC    X'00020000',A(X'E00')",
    );

  test.each([
    ["enabled: at once", "FF", "000000E0", 0],
    ["external mask off: when SSM opens it", "FE", "000000E0", 1],
    ["control register 0 bit 24 off: when LCTL opens it", "FF", "00000060", 2],
  ])("timer, %s", (_name, mask, control, register) => {
    const ran = underMonitor([timed(mask, control)]);
    ran.machine.run({ ticks: 60_000 });
    expect(ran.monitor.guestState("a").gr[2]).toBe(register);
    expect(stored(ran, 0x18, 4)).toMatch(/^..000080$/);
  });

  test("attention waits for the channel mask, then comes after the external interruption", () => {
    const program = guest(
      `
         L     R1,COUNT
         BCT   R1,*
         SSM   ALL
         LA    R2,1
         DC    X'0000'
         DS    0F
COUNT    DC    F'6000'
ALL      DC    X'81'
         ORG   TEST+X'300'
         LPSW  STOPPED
         DS    0D
STOPPED  DC    X'0002000000000000'`,
      `
         ORG   TEST+X'50'
         DC    F'10'
         DC    F'0'
EXTNEW   DC    X'80000000',A(X'280')
         ORG   TEST+X'78'
IONEW    DC    X'00000000',A(X'300')`,
    );
    const ran = underMonitor([program]);
    ran.machine.input(ran.monitor.consoleAddress("a"), "HELLO");
    ran.machine.run({ ticks: 60_000 });
    expect(ran.monitor.guestState("a").gr[2]).toBe(0);
    // The timer was taken first; its new PSW let the attention in before it executed anything.
    expect(stored(ran, 0x18, 4)).toBe("81000080");
    expect(stored(ran, 0x38, 8)).toBe("8000000900000280");
  });

  test("in EC mode, channel 0 has its mask in control register 2, and codes go to their own places", () => {
    const program = guest(
      `
         LCTL  R2,R2,ZERO
         LPSW  OPEN
         DS    0D
OPEN     DC    X'02080000',A(GO)
ZERO     DC    F'0'
COUNT    DC    F'6000'
ALL      DC    F'-1'
GO       L     R1,COUNT
         BCT   R1,*
         LA    R3,1
         LCTL  R2,R2,ALL
         LA    R3,2
         DC    X'0000'`,
      "         ORG   TEST+X'78'\nIONEW    DC    X'000A0000',A(X'E04')",
    );
    const ran = underMonitor([program]);
    ran.machine.input(ran.monitor.consoleAddress("a"), "HELLO");
    ran.machine.run({ ticks: 60_000 });
    expect(ran.monitor.guestState("a")).toMatchObject({ state: "disabled-wait", psw: "000A000000000E04" });
    expect(ran.monitor.guestState("a").gr[3]).toBe(1);
    expect(stored(ran, 0xba, 2)).toBe("0009");
  });
});

describe("the guest's interval timer", () => {
  const waits = (units: number) =>
    guest(
      `
         MVC   X'50'(4),UNITS
         LPSW  WAITING
         DS    0D
WAITING  DC    X'0102000000000000'
UNITS    DC    F'${units}'`,
      "         ORG   TEST+X'58'\nEXTNEW   DC    X'00020000',A(X'E00')",
    );

  /** Tick at which the guest's wait ends. */
  function ends(sources: readonly string[]): number {
    const ran = underMonitor(sources);
    do ran.machine.run({ ticks: ran.machine.now + 200 });
    while (ran.monitor.guestState("a").state !== "disabled-wait" && ran.machine.now < 500_000);
    return ran.machine.now;
  }

  const counter = guest("LOOP     LA    R1,1(R1)\n         B     LOOP\n");

  test("counts 76,800 units a second while the guest waits and nobody else runs", () => {
    const tick = ends([waits(7680)]);
    expect(tick).toBeGreaterThan(100_000);
    expect(tick).toBeLessThan(101_000);
  });

  test("counts on while another guest runs", () => {
    const tick = ends([waits(7680), counter]);
    expect(tick).toBeGreaterThan(99_000);
    expect(tick).toBeLessThan(102_000);
  });

  test("counts while the guest runs, and can be read there", () => {
    const ran = underMonitor([
      guest(`
         MVC   X'50'(4),UNITS
         L     R1,COUNT
         BCT   R1,*
         SSM   ZERO
         L     R2,X'50'
         DC    X'0000'
         DS    0F
UNITS    DC    F'100000'
COUNT    DC    F'50000'
ZERO     DC    F'0'`),
    ]);
    ran.machine.run({ ticks: 100_000 });
    const elapsed = 100_000 - ran.monitor.guestState("a").gr[2];
    // 50,000 instructions, and 25 slices' ends.
    expect(elapsed).toBeGreaterThan(3840);
    expect(elapsed).toBeLessThan(4300);
  });
});
