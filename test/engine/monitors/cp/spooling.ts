/** Users with unit-record devices and programs for them, for the tests of spooling. */
import { decodeEbcdic } from "../../../../engine/s370/index.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

/** Ticks in which CP answers a line, its disk included. */
const ANSWER = 2_000_000;

/** Users A, at 009, and B, with all classes, and C of class G: each with a reader, a punch and printers. */
export const SPOOLERS = [
  ["A", "ABCDEFG"],
  ["B", "ABCDEFG"],
  ["C", "G"],
  ["OPERATOR", "ABCDEFG"],
]
  .map(([userid, classes]) =>
    [
      `USER ${userid} PASS 256K 16M ${classes}`,
      `ACCOUNT 1 BIN-${userid.slice(0, 4)}`,
      "OPTION ECMODE",
      "CONSOLE 009 3215",
      "SPOOL 00C 2540 READER *",
      "SPOOL 01C 3505 B",
      "SPOOL 00D 2540 PUNCH A",
      "SPOOL 00E 1403 A",
      "SPOOL 01E 3211 A",
    ].join("\n"),
  )
  .join("\n");

/**
 * A program that executes channel programs one after another and stops: each is a device and the label of its first CCW. Behind each its CSW is kept, from X'800' on,
 * and a word with the condition code of START I/O, 12 bytes in all. `data` begins at X'4000'.
 */
export function channelPrograms(programs: readonly (readonly [device: string, ccw: string])[], data: string): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         LA    9,X'800'
${programs
  .map(
    ([device], i) => `
         MVC   72(4),AT${i}
BUSY${i}    TIO   X'${device}'
         BC    6,BUSY${i}
         XC    64(8),64
         SIO   X'${device}'
         BALR  2,0
         ST    2,8(,9)
         BC    4,STORED${i}
         BC    1,STORED${i}
WAIT${i}    TIO   X'${device}'
         BC    2,WAIT${i}
STORED${i}  MVC   0(8,9),64
         LA    9,12(,9)`,
  )
  .join("\n")}
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000DEAD'
${programs.map(([, ccw], i) => `AT${i}      DC    A(${ccw})`).join("\n")}
         ORG   GUEST+X'4000'
${data}
         END
`;
}

/** CSWs and condition codes that such a program has kept: "0 00000218 0C000000". */
export function endings(run: CpMachine, userid: string, count: number): string[] {
  const kept = run.storage(userid, 0x800, 12 * count);
  return Array.from({ length: count }, (_, i) => {
    const [high, low, code] = [0, 8, 16].map((at) => kept.slice(24 * i + at, 24 * i + at + 8));
    return `${(Number.parseInt(code.slice(0, 2), 16) >>> 4) & 3} ${high} ${low}`;
  });
}

/** CP with a disk for spooling, and programs in the machines of A, B, …; run until they have ended. */
export function spooling(sources: readonly string[], options: Options = {}, disk = spoolDisk()) {
  const { more = [], ...rest } = options;
  const run = cpMachine(sources, { source: SPOOLERS, more: [[0x350, disk], ...more], ...rest });
  settle(run);
  return { disk, ...run };
}

export function spoolDisk(cylinders = 5) {
  return ownDisk("VMRES", "3350", [["TEMP", 5, 4 + cylinders]]);
}

export function settle(run: CpMachine, ticks = ANSWER): void {
  run.machine.run({ ticks: run.machine.now + ticks });
}

/** Types lines at a terminal, each when the one before has been answered. Returns the last one's answer, as lines. */
export function answers(run: CpMachine, terminal: number, ...lines: readonly string[]): string[] {
  let before = 0;
  for (const line of lines) {
    before = run.terminal(terminal).text.length;
    run.machine.input(terminal, line);
    settle(run);
  }
  return run.terminal(terminal).text.slice(before).split("\n").slice(1, -1);
}

/** Punches cards: each of these texts, 80 columns. */
export function punching(...cards: readonly string[]): string {
  return channelPrograms(
    [["00D", "CCWS"]],
    `         DS    0D
CCWS     DS    0D
${cards.map((_, i) => `         CCW   1,CARD${i},X'${i + 1 < cards.length ? "60" : "20"}',80`).join("\n")}
${cards.map((text, i) => `CARD${i}    DC    CL80'${text}'`).join("\n")}`,
  );
}

/** Runs the program of the user at 009 again. */
export function rerun(run: CpMachine): void {
  answers(run, 0x009, "store psw 00000000 00000200", "begin");
}

/** EBCDIC as hexadecimal, read. */
export function text(hex: string): string {
  return decodeEbcdic(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)));
}
