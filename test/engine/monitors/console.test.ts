/** The guest's console at 009: channel programs in the guest's storage, carried out by a real console. */
import { describe, expect, test } from "vitest";
import { bothEnds, guest, hex, onBareMachine, program, type Ran, stored, underMonitor } from "./support.ts";

/** Starts the channel program at CCWS, waits for the interruption, stops with what SIO said in R2 (as X'20000000' for condition code 2). */
const performs = (ccws: string, more = ""): string =>
  guest(
    `
         LA    R1,CCWS
         ST    R1,X'48'
         SIO   X'009'
         BALR  R2,0
         N     R2,CC
         BC    7,DONE
         LPSW  WAITING
DONE     LPSW  STOPPED
         DS    0D
WAITING  DC    X'8002000000000000'
STOPPED  DC    X'0002000000000000'
CC       DC    X'30000000'
CCWS     DS    0D
${ccws}
${more}
`,
    "         ORG   TEST+X'78'\nIONEW    DC    X'00020000',A(0)",
  );

const ccw = (command: string, address: string, flags: string, count: number): string =>
  `         DC    X'${command}',AL3(${address}),X'${flags}00',H'${count}'`;

/** Says the same on the bare machine and under the monitor: console text, and CSW. */
function same(source: string, typed: readonly string[] = []): { text: string; csw: string; ran: Ran } {
  const bare = onBareMachine(source);
  const ran = underMonitor([source]);
  for (const line of typed) {
    bare.input(0x009, line);
    ran.machine.input(0x009, line);
  }
  bare.run({ ticks: 100_000 });
  ran.machine.run({ ticks: 100_000 });
  const text = ran.monitor.console("a").text;
  expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
  expect(text).toBe(bare.channels.devices.get(0x009) === undefined ? "" : consoleText(bare));
  expect(stored(ran, 0x200, 0xe00)).toBe(hex(bare.read(0x200, 0xe00)));
  return { text, csw: stored(ran, 0x40, 8), ran };
}

function consoleText(machine: ReturnType<typeof onBareMachine>): string {
  // The only device there is a console.
  return (machine.channels.devices.get(0x009) as unknown as { text: string }).text;
}

describe("a guest's channel program", () => {
  test("writes a line; channel end and device end arrive as an interruption with the guest's CCW address", () => {
    const source = performs(ccw("09", "TEXT", "20", 5), "TEXT     DC    C'HELLO'");
    const { text, csw } = same(source);
    expect(text).toBe("HELLO\n");
    const end = (program(source).symbols.get("CCWS")?.value ?? 0) + 8;
    expect(csw).toBe("00" + end.toString(16).toUpperCase().padStart(6, "0") + "0C000000");
  });

  test("chains commands and data, and transfers in channel", () => {
    const { text } = same(
      performs(
        [
          ccw("01", "TEXT", "80", 2),
          ccw("00", "TEXT+2", "40", 1),
          ccw("08", "MORE", "00", 1),
          ccw("09", "TEXT", "00", 1),
        ].join("\n"),
        `TEXT     DC    C'ABC'\n         DS    0D\nMORE     DS    0D\n${ccw("09", "TEXT", "20", 3)}`,
      ),
    );
    expect(text).toBe("ABCABC\n");
  });

  test("writes from an area that crosses pages, which lie apart in real storage", () => {
    const source = performs(ccw("09", "LONG", "20", 4600), "         ORG   TEST+X'FF0'\nLONG     DC    4600C'X'");
    const ran = underMonitor([source, source]);
    ran.machine.run({ ticks: 200_000 });
    const [first, second] = [0x1000, 0x2000].map((address) => ran.monitor.realAddress("a", address) ?? 0);
    expect(second - first).not.toBe(0x1000);
    expect(ran.monitor.console("a").text).toBe("X".repeat(4600) + "\n");
    expect(ran.monitor.console("b").text).toBe("X".repeat(4600) + "\n");
  });

  test("is not started while attention is pending: START I/O tells of that first", () => {
    const source = performs(ccw("0A", "AREA", "20", 100), "AREA     EQU   X'FFE'");
    const ran = underMonitor([source, source]);
    ran.machine.input(0x009, "ABCD");
    ran.machine.run({ ticks: 100_000 });
    // Attention is waiting, so the SIO is told of that first.
    expect(ran.monitor.guestState("a").gr[2]).toBe(0x10000000);
    expect(stored(ran, 0x44, 2)).toBe("9000");
  });

  test("reads a line typed later into an area that crosses pages, with the residual count of the whole", () => {
    const source = performs(ccw("0A", "AREA", "20", 100), "AREA     EQU   X'FFE'");
    const ran = underMonitor([source, source]);
    ran.machine.run({ ticks: 5000 });
    expect(ran.monitor.console("a").reading).toBe(true);
    ran.machine.input(0x009, "ABCD");
    ran.machine.run({ ticks: 100_000 });
    expect(stored(ran, 0xffe, 4)).toBe("C1C2C3C4");
    expect(stored(ran, 0x44, 4)).toBe("0C000060");
    expect(ran.monitor.guestState("b").state).toBe("waiting");
  });

  test("is refused by the real channel where its CAW, first CCW or data address is wrong", () => {
    for (const wrong of [
      ccw("08", "CCWS", "00", 1),
      ccw("09", "CCWS", "20", 0),
      ccw("09", "X'FFFFF0'", "20", 5),
      ccw("FF", "CCWS", "20", 5),
    ]) {
      const { ran } = same(performs(wrong));
      expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
    }
  });

  test("that the monitor has no room for stops its guest, and says so", () => {
    const ran = underMonitor([performs(Array.from({ length: 70 }, () => ccw("03", "CCWS", "60", 1)).join("\n"))]);
    ran.machine.run({ ticks: 100_000 });
    expect(ran.monitor.guestState("a")).toMatchObject({ state: "check-stop", why: expect.stringContaining("64 CCWs") });
  });
});

describe("I/O instructions", () => {
  test("a device that is not there is not operational; a busy one is busy; TEST I/O takes the status away", () => {
    const source = guest(`
         SIO   X'00A'
         BALR  R1,0
         TIO   X'009'
         BALR  R2,0
         LA    R0,CCWS
         ST    R0,X'48'
         SIO   X'009'
         BALR  R3,0
         SIO   X'009'
         BALR  R4,0
         TCH   0
         BALR  R5,0
AGAIN    TIO   X'009'
         BC    2,AGAIN
         BALR  R6,0
         TIO   X'009'
         BALR  R7,0
         HIO   X'00A'
         BALR  R8,0
         LPSW  STOPPED
         DS    0D
STOPPED  DC    X'0002000000000000'
CCWS     DC    X'09',AL3(CCWS),X'2000',H'200'
`);
    const ran = underMonitor([source]);
    const bare = onBareMachine(source);
    ran.machine.run({ ticks: 100_000 });
    bare.run({ ticks: 100_000 });
    const codes = (gr: (n: number) => number) => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => (gr(n) >>> 28) & 3);
    const { gr } = ran.monitor.guestState("a");
    expect(codes((n) => gr[n])).toEqual([3, 0, 0, 2, 0, 1, 0, 3]);
    expect(codes((n) => bare.gr(n))).toEqual([3, 0, 0, 2, 0, 1, 0, 3]);
    expect(stored(ran, 0x44, 4)).toBe("0C000000");
  });

  test("START I/O with the last one's interruption pending finds the subchannel busy", () => {
    const source = guest(`
         MVC   X'40'(8),ONES
         LA    R0,CCWS
         ST    R0,X'48'
         SIO   X'009'
         L     R1,COUNT
         BCT   R1,*
         SIO   X'009'
         BALR  R2,0
         SIO   X'009'
         BALR  R3,0
         DC    X'0000'
         DS    0D
ONES     DC    X'FFFFFFFFFFFFFFFF'
CCWS     DC    X'09',AL3(CCWS),X'2000',H'2'
COUNT    DC    F'500'`);
    const { bare, guest: virtual, ran } = bothEnds(source);
    expect(virtual).toEqual(bare);
    expect(stored(ran, 0x40, 8)).toBe("FFFFFFFFFFFFFFFF");
    expect(virtual.gr.slice(2, 4).map((word) => (word >>> 28) & 3)).toEqual([2, 2]);
  });

  test("HALT I/O ends a read that nobody answers, with an interruption", () => {
    const source = guest(
      `
         LA    R0,CCWS
         ST    R0,X'48'
         SIO   X'009'
         HIO   X'009'
         BALR  R1,0
         LPSW  WAITING
         DS    0D
WAITING  DC    X'8002000000000000'
CCWS     DC    X'0A',AL3(AREA),X'2000',H'80'
AREA     DS    CL80`,
      "         ORG   TEST+X'78'\nIONEW    DC    X'00020000',A(X'E04')",
    );
    const ran = underMonitor([source]);
    const bare = onBareMachine(source);
    ran.machine.run({ ticks: 20_000 });
    bare.run({ ticks: 20_000 });
    expect(ran.monitor.guestState("a").gr[1]).toBe(bare.gr(1));
    expect(stored(ran, 0x40, 8)).toBe(hex(bare.read(0x40, 8)));
    expect(ran.monitor.guestState("a").psw).toBe("0002000000000E04");
    expect(ran.monitor.console("a").reading).toBe(false);
  });

  test("attention reaches the guest on whose console the line was typed, with its own device address", () => {
    const waits = guest(
      "         LPSW  WAITING\n         DS    0D\nWAITING  DC    X'8002000000000000'\n",
      "         ORG   TEST+X'78'\nIONEW    DC    X'00020000',A(X'E04')",
    );
    const ran = underMonitor([waits, waits]);
    ran.machine.run({ ticks: 5000 });
    ran.machine.input(ran.monitor.consoleAddress("b"), "HI");
    ran.machine.run({ ticks: 20_000 });
    expect(ran.monitor.guestState("a").state).toBe("waiting");
    expect(ran.monitor.guestState("b").state).toBe("disabled-wait");
    expect(stored(ran, 0x38, 4, "b")).toBe("80020009");
    expect(stored(ran, 0x44, 2, "b")).toBe("8000");
  });
});
