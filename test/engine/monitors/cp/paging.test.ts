/** Virtual machines that are larger than real storage, singly and together. */
import { describe, expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { hex } from "../support.ts";
import { ownDisk } from "./packs.ts";
import { cpMachine, type Options } from "./support.ts";

/**
 * Goes through `pages` pages from 4 on, `rounds` times, in an order that jumps about: adds to a word of each, and sums up what was there. The sum is in
 * register 7, the seed in its disabled wait.
 */
function walker(pages: number, rounds: number, seed: number): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         L     2,=F'${seed}'
         L     6,=F'${rounds * pages}'
         SR    7,7
LOOP     LR    3,2
         M     2,=F'1103515245'
         LR    2,3
         A     2,=F'12345'
         N     2,=X'7FFFFFFF'
         LR    4,2
         SRL   4,8
         SR    5,5
         LR    5,4
         SR    4,4
         D     4,=F'${pages}'
         LA    4,4(4)
         SLL   4,12
         L     8,X'10'(4)
         AR    7,8
         AR    8,2
         ST    8,X'10'(4)
         BCT   6,LOOP
         LPSW  DONE
         LTORG
         DS    0D
DONE     DC    X'000200000000${seed.toString(16).padStart(4, "0").toUpperCase()}'
         END
`;
}

/** What a walker has as its result. */
function walk(pages: number, rounds: number, seed: number): number {
  const words = new Int32Array(pages + 4);
  let random = seed;
  let sum = 0;
  for (let n = 0; n < rounds * pages; n++) {
    random = (Number((BigInt(random) * 1103515245n) & 0xffffffffn) + 12345) & 0x7fffffff;
    const page = 4 + ((random >>> 8) % pages);
    sum = (sum + words[page]) | 0;
    words[page] = (words[page] + random) | 0;
  }
  return sum >>> 0;
}

const drives = (): Options["more"] => [
  [0x150, ownDisk("PAGE01", "3350")],
  [0x151, ownDisk("PAGE02", "3330")],
];

/** What a walker's sum came to: its register 7. */
function result({ machine, vm }: ReturnType<typeof cpMachine>, userid: string): number {
  return Number.parseInt(hex(machine.read(vm(userid).block + at.GPRS + 4 * 7, 4)), 16);
}

/** Runs until all virtual machines have stopped. */
function runToEnd(run: ReturnType<typeof cpMachine>, most = 400_000_000): void {
  for (let ticks = 0; ticks < most; ticks += 2_000_000) {
    run.machine.run({ ticks: run.machine.now + 2_000_000 });
    const { tasks } = run.cp.state;
    if (
      run.cp.vms.length > 0 &&
      run.cp.vms.every(({ state }) => state.stopped) &&
      tasks.every(({ kind }) => kind !== "prepare")
    )
      return;
  }
  throw new Error("it does not come to its end");
}

/** Frames and slots belong to whom they should. */
function checkFrames({ cp }: ReturnType<typeof cpMachine>): void {
  const { storage } = cp.state;
  const free = new Set(storage.freeList);
  expect(free.size).toBe(storage.freeList.length);
  storage.frames.forEach((use, frame) => {
    const isFree = use === undefined || (use.kind === "page" && use.state === "free");
    expect(free.has(frame)).toBe(isFree);
    if (use?.kind === "page" && use.state === "resident") expect(cp.vm(use.vm).state.pages.frame[use.page]).toBe(frame);
  });
  for (const { state } of cp.vms) {
    expect(state.pages.resident).toBe(state.pages.frame.filter((frame) => frame !== 0).length);
    state.pages.frame.forEach((frame, page) => {
      if (frame !== 0) expect(storage.frames[frame]).toMatchObject({ vm: state.id, page, state: "resident" });
    });
  }
}

describe("paging", () => {
  it("runs a virtual machine that is larger than real storage", () => {
    const run = cpMachine([walker(56, 20, 7)], { storageSize: 0x30000, more: drives() });
    runToEnd(run);
    expect(result(run, "A")).toBe(walk(56, 20, 7));
    expect(run.cp.state.storage.counts.writes).toBeGreaterThan(100);
    checkFrames(run);
  });

  it("runs virtual machines that are together four times as large as real storage", () => {
    const seeds = [1, 22, 333, 4444];
    const run = cpMachine(
      seeds.map((seed) => walker(56, 12, seed)),
      { storageSize: 0x40000, more: drives() },
    );
    runToEnd(run);
    seeds.forEach((seed, i) => {
      expect([i, result(run, "ABCD"[i])]).toEqual([i, walk(56, 12, seed)]);
    });
    checkFrames(run);
  });

  it("goes on alike from snapshots in the middle of it", () => {
    const make = () => cpMachine([walker(56, 6, 5), walker(56, 6, 9)], { storageSize: 0x30000, more: drives() });
    const whole = make();
    runToEnd(whole);
    const run = make();
    for (let n = 0; n < 12; n++) {
      run.machine.run({ ticks: run.machine.now + 313_131 });
      const saved = run.machine.snapshot();
      run.machine.run({ ticks: run.machine.now + 500_000 });
      run.machine.restore(saved);
    }
    runToEnd(run);
    for (const userid of ["A", "B"]) expect(result(run, userid)).toBe(result(whole, userid));
    expect(run.cp.state.storage.counts).toEqual(whole.cp.state.storage.counts);
    checkFrames(run);
  });
});
