/** Channel programs and the console (GA22-7000, "Input/Output Operations"). */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/** Starts CCWS and waits for interruptions; each leaves its CSW in LOG, until the last, whose place is in 2. */
function channelProgram(ccws: string, { caw = "A(CCWS)", before = "" } = {}) {
  return machineWith(`
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'68'
         DC    X'0002000000000E03'
         ORG   X'78'
         DC    A(0),A(TAKEN)
         ORG   X'200'
         LA    2,LOG
         MVC   X'48'(4),=${caw}
${before}
         SIO   9
         BALR  3,0
         LPSW  WAIT
TAKEN    MVC   0(8,2),X'40'
         LA    2,8(2)
         LPSW  WAIT
         DS    0D
WAIT     DC    X'8002000000000000'
CCWS     DS    0D
${ccws}
LOG      DS    0D
         DC    80X'EE'
         LTORG
         ORG   X'1000'
HELLO    DC    C'HELLO'
WORLD    DC    C'WORLD'
         ORG   X'2000'
INPUT    DC    40X'EE'
         END
`);
}

const ccw = (command: string, data: string, flags: string, count: number): string =>
  `         DC    X'${command}',AL3(${data}),X'${flags}',X'00',AL2(${count})`;

/** Runs to the end; condition code of SIO, and the CSWs of the interruptions. */
function outcome(made: ReturnType<typeof channelProgram>) {
  made.machine.run({ ticks: 100_000 });
  const cc = (made.machine.gr(3) >>> 28) & 3;
  const log = made.at("LOG");
  const taken = (made.machine.gr(2) - log) / 8;
  const csws = Array.from({ length: taken }, (_, i) => hexadecimal(made.machine.read(log + 8 * i, 8)));
  const after = (n: number): string => (made.at("CCWS") + 8 * n).toString(16).toUpperCase().padStart(8, "0");
  return { ...made, cc, csws, after };
}

describe("a channel program", () => {
  test("writes a line, and ends with channel end and device end", () => {
    const { cc, csws, after, text } = outcome(channelProgram(ccw("09", "HELLO", "00", 5)));
    expect(cc).toBe(0);
    expect(text()).toBe("HELLO\n");
    expect(csws).toEqual([`${after(1)}0C000000`]);
  });

  test("chains commands, in one operation with one ending", () => {
    const { text, csws, after } = outcome(
      channelProgram([ccw("01", "HELLO", "40", 5), ccw("03", "0", "60", 1), ccw("09", "WORLD", "00", 5)].join("\n")),
    );
    expect(text()).toBe("HELLOWORLD\n");
    expect(csws).toEqual([`${after(3)}0C000000`]);
  });

  test("chains data: one line from two places, the second command's code not looked at", () => {
    const { text, csws, after } = outcome(
      channelProgram([ccw("09", "HELLO", "80", 5), ccw("00", "WORLD", "00", 5)].join("\n")),
    );
    expect(text()).toBe("HELLOWORLD\n");
    expect(csws).toEqual([`${after(2)}0C000000`]);
  });

  test("goes on elsewhere by TRANSFER IN CHANNEL", () => {
    const { text, csws, after } = outcome(
      channelProgram(
        [
          ccw("01", "HELLO", "40", 5),
          "         DC    X'08',AL3(LAST),XL4'0'",
          ccw("09", "HELLO", "00", 5),
          "LAST     DS    0D",
          ccw("09", "WORLD", "00", 5),
        ].join("\n"),
      ),
    );
    expect(text()).toBe("HELLOWORLD\n");
    expect(csws).toEqual([`${after(4)}0C000000`]);
  });
});

describe("a channel program that is wrong", () => {
  test.each([
    ["CAW with reserved bits", ccw("09", "HELLO", "00", 5), "X'01000300'"],
    ["CAW not on a doubleword", ccw("09", "HELLO", "00", 5), "X'00000304'"],
    ["TIC first", "         DC    X'08',AL3(CCWS),XL4'0'", "A(CCWS)"],
    ["count of zero", ccw("09", "HELLO", "00", 0), "A(CCWS)"],
    ["invalid command", ccw("00", "HELLO", "00", 5), "A(CCWS)"],
    ["reserved flags", ccw("09", "HELLO", "01", 5), "A(CCWS)"],
  ])("%s: SIO stores a program check's status, and only the status", (_name, ccws, caw) => {
    const made = channelProgram(ccws, { caw, before: "         MVC   X'40'(8),=8X'AA'" });
    const { cc, csws, word } = outcome(made);
    expect(cc).toBe(1);
    expect(csws).toEqual([]);
    expect(word(0x40)).toBe("AAAAAAAA");
    expect(word(0x44)).toBe("0020AAAA");
  });

  test.each([
    ["zero count", ccw("09", "WORLD", "00", 0), 2],
    ["TIC to TIC", "         DC    X'08',AL3(MORE),XL4'0'\nMORE     DC    X'08',AL3(CCWS),XL4'0'", 3],
    ["TIC to no doubleword", "         DC    X'08',AL3(CCWS+4),XL4'0'", 2],
    ["TIC beyond storage", "         DC    X'08',AL3(X'FF0000'),XL4'0'", 2],
  ])("%s when chained: a program check at the end, eight past the CCW that is wrong", (_name, second, place) => {
    const { cc, csws, after, text } = outcome(channelProgram(`${ccw("01", "HELLO", "40", 5)}\n${second}`));
    expect(cc).toBe(0);
    expect(text()).toBe("HELLO");
    expect(csws).toHaveLength(1);
    expect(csws[0].slice(0, 8)).toBe(after(place));
    expect(csws[0].slice(8, 12)).toBe("0020");
  });

  test("data beyond storage are a program check", () => {
    const { text, cc, csws, after } = outcome(channelProgram(ccw("09", "X'FFF0'", "00", 17)));
    expect(text().length).toBe("\n".length + 16);
    expect(cc).toBe(0);
    expect(csws).toEqual([`${after(1)}0C200001`]);
  });

  test("a command that the console does not have is a unit check; sense says command reject", () => {
    const made = channelProgram(ccw("02", "INPUT", "00", 5));
    const { cc, machine, word } = outcome(made);
    expect(cc).toBe(1);
    expect(word(0x44).slice(0, 4)).toBe("0200");
    machine.write(made.at("CCWS"), Uint8Array.of(0x04, 0, 0x20, 0, 0, 0, 0, 1));
    machine.setPsw("0000000000000200");
    machine.run({ ticks: 200_000 });
    expect(hexadecimal(machine.read(0x2000, 2))).toBe("80EE");
  });
});

describe("storage protection", () => {
  test.each([
    ["a write may fetch what is not fetch-protected", "09", "HELLO", 0x10, "0C00"],
    ["a write may not fetch what is", "09", "HELLO", 0x18, "0C10"],
    ["a read may not store under another key", "0A", "INPUT", 0x10, "0C10"],
    ["a read may store under its own", "0A", "INPUT", 0x20, "0C00"],
  ])("%s", (_name, command, data, key, status) => {
    const made = channelProgram(ccw(command, data, "20", 20), {
      caw: "X'20000000'",
      before: "         OC    X'49'(3),=AL3(CCWS)",
    });
    const { machine } = made;
    for (const block of [0x1000, 0x2000]) machine.processor.setStorageKey(block, key);
    machine.run({ ticks: 20 });
    if (command === "0A") machine.input(0x009, "typed");
    const { cc, csws } = outcome(made);
    expect(cc).toBe(0);
    expect(csws.map((csw) => csw.slice(8, 12))).toEqual([status]);
    const stored = hexadecimal(machine.read(0x2000, 5)) === "A3A8978584";
    expect(stored).toBe(command === "0A" && status === "0C00");
  });
});

describe("reading", () => {
  const read = (flags: string, count: number): string => ccw("0A", "INPUT", flags, count);

  test("waits for a line, which ends it", () => {
    const made = channelProgram(read("00", 5));
    made.machine.run({ ticks: 50 });
    expect(made.machine.stopped).toBe("idle");
    made.machine.input(0x009, "typed");
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(1)}0C000000`]);
    expect(hexadecimal(made.machine.read(0x2000, 6))).toBe("A3A8978584EE");
  });

  test("a line shorter than the count is of incorrect length, with what is left over in the CSW", () => {
    const made = channelProgram(read("00", 20));
    made.machine.run({ ticks: 50 });
    made.machine.input(0x009, "typed");
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(1)}0C40000F`]);
  });

  test("a longer one too, with nothing left over, and what does not fit is not stored", () => {
    const made = channelProgram(read("00", 3));
    made.machine.run({ ticks: 50 });
    made.machine.input(0x009, "typed");
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(1)}0C400000`]);
    expect(hexadecimal(made.machine.read(0x2000, 4))).toBe("A3A897EE");
  });

  test("the SLI flag says that any length is right, and lets commands chain", () => {
    const made = channelProgram(`${read("60", 20)}\n${ccw("09", "HELLO", "00", 5)}`);
    made.machine.run({ ticks: 50 });
    made.machine.input(0x009, "typed");
    const { csws, after, text } = outcome(made);
    expect(csws).toEqual([`${after(2)}0C000000`]);
    expect(text()).toBe("typed\nHELLO\n");
  });

  test("incorrect length without it ends the chain", () => {
    const made = channelProgram(`${read("40", 20)}\n${ccw("09", "HELLO", "00", 5)}`);
    made.machine.run({ ticks: 50 });
    made.machine.input(0x009, "typed");
    expect(outcome(made).text()).toBe("typed\n");
  });

  test("the skip flag reads without storing; data chaining goes on in another place", () => {
    const made = channelProgram(`${ccw("0A", "INPUT", "90", 2)}\n${ccw("00", "INPUT+8", "00", 3)}`);
    made.machine.run({ ticks: 50 });
    made.machine.input(0x009, "typed");
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(2)}0C000000`]);
    expect(hexadecimal(made.machine.read(0x2000, 12))).toBe("EEEEEEEEEEEEEEEE978584EE");
  });

  test("a line that nobody waits for gives attention, and is there for the next read", () => {
    const made = channelProgram(read("20", 20));
    made.machine.input(0x009, "early");
    const { cc, csws } = outcome(made);
    // SIO met the attention, and stored it with the busy bit.
    expect(cc).toBe(1);
    expect(csws).toEqual([]);
    expect(made.word(0x44).slice(0, 4)).toBe("9000");
  });

  test("a line typed while the console writes gives attention after the write's ending", () => {
    const made = channelProgram(ccw("09", "HELLO", "00", 5));
    made.machine.run({ ticks: 20 });
    made.machine.input(0x009, "typed");
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(1)}0C000000`, "0000000080000000"]);
  });
});

describe("TEST I/O and HALT I/O", () => {
  const condition = (instruction: string, device: string, wait: boolean): number => {
    const { machine } = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'200'
         MVC   X'48'(4),=A(CCW)
         ${wait ? "SIO   9" : "NOP   0"}
         ${instruction}   ${device}
         BALR  3,0
         LPSW  END
         DS    0D
CCW      DC    X'0A',AL3(X'800'),X'20',X'00',AL2(9)
END      DC    X'0002000000000000'
         LTORG
         END
`);
    machine.run({ ticks: 1000 });
    return (machine.gr(3) >>> 28) & 3;
  };
  test.each([
    ["TIO", "9", false, 0],
    ["TIO", "9", true, 2],
    ["TIO", "10", false, 3],
    ["HIO", "9", false, 1],
    ["HIO", "9", true, 1],
    ["HIO", "10", false, 3],
    ["SIO", "9", true, 2],
    ["SIO", "10", true, 3],
    ["TCH", "9", false, 0],
    ["TCH", "X'100'", false, 3],
  ])("%s of device %s, an operation going on: %s; condition code %i", (instruction, device, busy, expected) => {
    expect(condition(instruction, device, busy)).toBe(expected);
  });

  test("HIO ends a read that waits: zeros in the CSW's status, then an interruption with all of the count left", () => {
    const made = channelProgram(ccw("0A", "INPUT", "60", 20), { before: "         MVC   X'40'(8),=8X'AA'" });
    const { machine } = made;
    machine.run({ ticks: 50 });
    expect(machine.channels.haltIo(0x009)).toBe(1);
    expect(made.word(0x44)).toBe("0000AAAA");
    expect(machine.channels.haltIo(0x009)).toBe(0);
    const { csws, after } = outcome(made);
    expect(csws).toEqual([`${after(1)}0C000014`]);
  });

  test("TIO stores and clears what is pending, so that no interruption follows", () => {
    const { machine, word } = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'78'
         DC    X'0002000000000E05'
         ORG   X'200'
         TIO   9
         BALR  3,0
         TCH   0
         BALR  4,0
         LPSW  WAIT
         DS    0D
WAIT     DC    X'8002000000000300'
         END
`);
    machine.input(0x009, "typed");
    expect(machine.run({ ticks: 1000 })).toBe("idle");
    expect((machine.gr(3) >>> 28) & 3).toBe(1);
    expect((machine.gr(4) >>> 28) & 3).toBe(0);
    expect(word(0x44)).toBe("80000000");
  });
});
