/** What each kind of exit takes: a loop that CP is called in once or twice each time, beside the same loop on the bare machine. */
import { type Benchmark, type CpFigure, measured, text } from "./cp-machine.ts";

interface Exit {
  readonly name: string;
  readonly what: string;
  /** What the loop does; register 5 counts, and 1 has the disk's address, 7 that of a block of storage. */
  readonly body: string;
  /** Done once before. */
  readonly setup?: string;
  /** Whether a bare machine has it. */
  readonly bare?: boolean;
}

const EXITS: readonly Exit[] = [
  { name: "SSM", what: "system mask set to the same", body: "SSM   OFF" },
  { name: "STNSM", what: "system mask stored", body: "STNSM WORD,X'FF'" },
  { name: "LPSW", what: "PSW loaded", body: "LPSW  ON" },
  { name: "STCTL", what: "one control register stored", body: "STCTL 0,0,WORD" },
  { name: "LCTL", what: "one control register loaded", body: "LCTL  9,9,ZERO" },
  { name: "ISK", what: "storage key inserted", body: "ISK   3,7" },
  { name: "SSK", what: "storage key set", body: "SSK   3,7", setup: "SR    3,3" },
  { name: "STPT", what: "processor timer stored", body: "STPT  TIME" },
  { name: "SPT", what: "processor timer set", body: "SPT   FAR" },
  { name: "SCKC", what: "clock comparator set", body: "SCKC  FAR" },
  { name: "STIDP", what: "processor identified", body: "STIDP TIME" },
  { name: "PTLB", what: "translation-lookaside buffer purged", body: "PTLB" },
  { name: "TIO", what: "disk tested", body: "TIO   0(1)" },
  { name: "SVC", what: "supervisor call passed on", body: "SVC   1" },
  { name: "program", what: "operation exception passed on", body: "DC    X'0000'" },
  { name: "DIAGNOSE C", what: "pseudo timer", body: "DC    X'8377000C'", bare: false },
  {
    name: "page",
    what: "page given back (DIAGNOSE 10) and touched: two exits",
    setup: "LA    8,X'10'\n         SLL   8,12\n         LR    9,8",
    body: "DC    X'83890010'\n         ST    5,0(,8)",
    bare: false,
  },
];

/** Measures all of them, so often. */
export function exitFigures(rounds: number): CpFigure[] {
  const frame = text("cp-exits.asm");
  return EXITS.map((exit) => measured(benchmarkOf(frame, exit), rounds));
}

function benchmarkOf(frame: string, { name, what, body, setup = "", bare = true }: Exit): Benchmark {
  const line = (given: string): string => (given === "" ? "" : `         ${given}`);
  const source = frame.replace("*SETUP*", line(setup)).replace("*EXIT*", line(body));
  return { name, what, source, guests: 1, storage: 2 << 20, bare };
}
