/** SET STBYPASS: virtual machines that translate, with shadow tables and without. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { setLines } from "../../../../engine/monitors/cp/commands/query.ts";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { ownSegmentTable } from "../../../../engine/monitors/cp/storage/shadow.ts";
import type { Vm } from "../../../../engine/monitors/cp/vm.ts";
import { consoleKey } from "../../../../engine/s370/index.ts";
import { state as words } from "../../../../engine/s370/state.ts";
import { LONG } from "../../s370/long.ts";
import { hex } from "../support.ts";
import { onBareMachine, underCp } from "./compare.ts";
import { commands, guest } from "./hostile/programs.ts";
import { hasRunInAssignedStorage } from "./random-programs.ts";
import { randomTranslation } from "./random-translation.ts";
import { type CpMachine, cpMachine, type Options, users } from "./support.ts";

const ASSISTS = { virtualMachine: true, intervalTimer: true, shadowBypass: true };
const OPTIONS = "OPTION ECMODE REALTIMER VIRT=REAL";
/** A V=R machine without assists, with its shadow tables, and without these. */
const PLAIN: Options = { source: users(OPTIONS), virtualReal: 0x40000 };
const SHADOWED: Options = { ...PLAIN, assists: ASSISTS };
const BYPASSED: Options = { ...SHADOWED, bypass: "virtual=real" };
/** Segment 0 is one-to-one, without the assist. */
const KEPT: Options = { bypass: 0x10000 };
const COUNT = LONG ? 5_000 : 40;

/** The program of `tae bench cp-shadow`, a hundredth of its rounds. */
const ROUNDS = 200;
const KERNEL = readFileSync(new URL("../../../../engine/cli/bench/cp-shadow.asm", import.meta.url), "utf8").replace(
  "F'20000'",
  `F'${ROUNDS}'`,
);

/** How often CP was entered for A, by cause; what is not the program's doing left out. */
function exits({ vm }: CpMachine): Record<string, number> {
  const all = Object.entries(vm("A").state.exits).map(([cause, { count }]): [string, number] => [cause, count]);
  return Object.fromEntries(all.filter(([cause]) => !/^I\/O |timer/.test(cause)));
}

function ended(options: Options): CpMachine {
  const run = cpMachine([KERNEL], options);
  run.machine.run({ ticks: 3_000_000 });
  expect(run.vm("A").state.stopped).toBe(true);
  return run;
}

/** What SET STBYPASS does. */
function set(vm: Vm, to: Options["bypass"]): void {
  vm.state.options.shadowBypass = to;
  vm.cp.shadow.stolen(vm);
}

/** Runs until A has the processor, and its own tables. */
function untilBypassing({ machine, vm }: CpMachine): void {
  const isThere = (): boolean => vm("A").state.translates && vm("A").state.bypassing;
  for (let n = 0; n < 100_000 && !isThere(); n++) machine.run({ ticks: machine.now + 50 });
  expect(isThere()).toBe(true);
}

it(`ends ${COUNT} random programs that translate as on the bare machine`, () => {
  const ways: readonly Options[] = [
    SHADOWED,
    BYPASSED,
    { ...BYPASSED, executor: "translator" },
    KEPT,
    { ...KEPT, assists: ASSISTS },
  ];
  let compared = 0;
  for (let seed = 1; seed <= COUNT; seed++) {
    const image = randomTranslation(seed);
    const bare = onBareMachine(image, 100_000);
    if (bare === undefined || hasRunInAssignedStorage(bare.storage)) continue;
    compared++;
    for (const [n, way] of ways.entries()) {
      const { console: _, ...end } = underCp(image, way);
      expect(end, `program ${seed}, way ${n}`).toEqual(bare);
    }
  }
  expect(compared).toBeGreaterThan(0.9 * COUNT);
});

describe("a kernel with two address spaces", () => {
  const FAULTS = 2 * ROUNDS;
  const EACH_ROUND = { STOSM: ROUNDS, STNSM: ROUNDS, LRA: FAULTS, IPTE: FAULTS, PTLB: FAULTS, LCTL: FAULTS + 1 };

  it("ends as on the bare machine", () => {
    const bare = onBareMachine(KERNEL);
    expect(bare?.psw).toBe("0002000000000000");
    for (const way of [PLAIN, SHADOWED, BYPASSED, KEPT]) {
      const { console: _, ...end } = underCp(KERNEL, way);
      expect(end).toEqual(bare);
    }
  });

  it("is CP's affair with shadow tables", () => {
    expect(exits(ended(PLAIN))).toMatchObject({ ...EACH_ROUND, LPSW: FAULTS + 2 });
    const { LPSW, LRA, ...others } = exits(ended(SHADOWED));
    expect([LPSW, LRA]).toEqual([2, undefined]);
    expect(others).toMatchObject({ STOSM: ROUNDS, PTLB: FAULTS, LCTL: FAULTS + 1, "segment fault": 2_401 });
  });

  it("is not, without them", () => {
    const run = ended(BYPASSED);
    // The first and the last instruction, and the control registers before there is translation.
    expect(exits(run)).toEqual({ LPSW: 2, LCTL: 1 });
    const { assistCounts } = run.machine;
    const done = (name: keyof typeof assistCounts): number => assistCounts[name].done;
    expect([
      done("bypass STOSM"),
      done("bypass STNSM"),
      done("bypass LRA"),
      done("bypass IPTE"),
      done("bypass PTLB"),
      done("bypass LCTL"),
      done("bypass page fault"),
    ]).toEqual([ROUNDS, ROUNDS, FAULTS, FAULTS, FAULTS, FAULTS, FAULTS]);
    expect(run.vm("A").state.shadow).toBeUndefined();
    const { time } = run.vm("A").state;
    expect(time.overhead).toBeLessThan(ended(SHADOWED).vm("A").state.time.overhead / 50);
  });

  it("faults less where what is one-to-one is kept", () => {
    const all = exits(ended({}))["segment fault"];
    expect(exits(ended(KEPT))["segment fault"]).toBeLessThan(all - FAULTS);
  });
});

describe("bypassing", () => {
  it("begins and ends at any time, and nobody sees it", () => {
    const bare = onBareMachine(KERNEL);
    const run = cpMachine([KERNEL], { ...SHADOWED, executor: "interpreter" });
    const { machine, vm } = run;
    const turns: Options["bypass"][] = ["virtual=real", undefined, 0x10000, "virtual=real"];
    let changes = 0;
    let before = false;
    for (let n = 0; n < 3_000 && !vm("A").state.stopped; n++) {
      // Without shadow tables CP is hardly called: an attention is what would bring a command.
      machine.input(0x020, consoleKey("request"));
      machine.run({ ticks: machine.now + 397 });
      set(vm("A"), turns[n % turns.length]);
      vm("A").state.options.assist = n % 7 !== 0;
      if (vm("A").state.bypassing !== before) changes++;
      before = vm("A").state.bypassing;
    }
    expect(changes).toBeGreaterThan(20);
    expect(vm("A").state.stopped).toBe(true);
    const { block } = vm("A");
    expect(Array.from({ length: 16 }, (_, n) => hex(machine.read(block + at.GPRS + 4 * n, 4)))).toEqual(bare?.gr);
    for (let page = 0x20; page < 0x31; page++)
      expect(run.storage("A", page << 12, 32)).toBe(
        (bare?.storage[`000${(page << 12).toString(16).toUpperCase()}`] ?? "").padEnd(64, "0"),
      );
  });

  it("is part of snapshots", () => {
    const run = cpMachine([KERNEL], BYPASSED);
    untilBypassing(run);
    const { machine } = run;
    const snapshot = machine.snapshot();
    const end = (): unknown => {
      machine.run({ ticks: 3_000_000 });
      const { state, block } = run.vm("A");
      return [machine.now, hex(machine.read(block, 0x68)), machine.assistCounts, state.exits, state.bypassing];
    };
    const first = end();
    machine.restore(snapshot);
    expect(run.vm("A").state).toMatchObject({ bypassing: true, translates: true });
    expect(end()).toEqual(first);
  });

  it("ends with what it needs", () => {
    const without: [string, Options, ((vm: Vm) => void)?][] = [
      ["the assist", { ...BYPASSED, assists: { virtualMachine: true } }],
      ["a place in the V=R area", { ...BYPASSED, source: users("OPTION ECMODE REALTIMER") }],
      [
        "SET ASSIST ON",
        BYPASSED,
        ({ state }) => {
          state.options.assist = false;
        },
      ],
      ["STBYPASS VR", BYPASSED, (vm) => set(vm, 0x10000)],
      [
        "CP's watching it",
        BYPASSED,
        ({ state }) => {
          state.watch = { events: 0, first: 0, last: 0 };
        },
      ],
    ];
    for (const [what, options, change] of without) {
      const run = cpMachine([KERNEL], options);
      if (change !== undefined) {
        untilBypassing(run);
        change(run.vm("A"));
        run.machine.input(0x020, consoleKey("request"));
      }
      run.machine.run({ ticks: run.machine.now + 20_000 });
      expect(run.vm("A").state.bypassing, what).toBe(false);
      expect(run.vm("A").state.shadow, what).toBeDefined();
    }
  });

  it("is over for a machine that is reset, and for its place when it logs off", () => {
    const run = cpMachine([KERNEL.replace(`F'${ROUNDS}'`, "F'1000000'")], BYPASSED);
    untilBypassing(run);
    const { machine, cp } = run;
    const { block } = run.vm("A");
    const typed = (line: Parameters<typeof machine.input>[1]): void => {
      machine.input(0x009, line);
      machine.run({ ticks: machine.now + 400_000 });
    };
    typed(consoleKey("request"));
    typed(consoleKey("request"));
    typed("system reset");
    expect(run.vm("A").state).toMatchObject({ stopped: true, translates: false });
    expect(hex(machine.read(block + at.REAL_CRS + 4, 4))).toBe(
      ownSegmentTable(block).toString(16).toUpperCase().padStart(8, "0"),
    );
    typed("logoff");
    expect(cp.vms.some(({ userid }) => userid === "A")).toBe(false);
    expect(cp.storage.unlockVirtualReal()).toBe(true);
  });

  it("finds in the lookaside buffer what is its own alone, and leaves nothing", () => {
    const run = cpMachine([KERNEL, KERNEL], { ...BYPASSED, storageSize: 0x400000, executor: "interpreter" });
    const { machine, vm } = run;
    const seen = { own: 0, others: 0 };
    const { index, length } = words.tlb;
    for (let n = 0; n < 6_000; n++) {
      machine.run({ ticks: machine.now + 83 });
      const who = run.cp.vms.find(
        ({ block }) => hex(machine.read(at.RUNNING_USER, 4)) === block.toString(16).padStart(8, "0").toUpperCase(),
      );
      if (who === undefined || (machine.psw.address >= at.FRAMES && !machine.processor.problem)) continue;
      const tables = [...machine.processor.words.subarray(index, index + length)].flatMap((word, i, all) =>
        i % 4 === 0 && (word & 1) !== 0 ? [all[i + 2] >>> 0] : [],
      );
      const isOwnTable = (table: number): boolean => (table & 0xffffff) < 0x40000;
      if (who.state.bypassing) {
        const allowed = [ownSegmentTable(who.block)];
        expect(tables.filter((table) => !isOwnTable(table) && !allowed.includes(table))).toEqual([]);
        seen.own += tables.filter(isOwnTable).length;
      } else {
        expect(tables.filter(isOwnTable)).toEqual([]);
        seen.others += tables.length;
      }
    }
    expect(vm("B").state.pages.virtualReal).toBe(false);
    expect(seen.own).toBeGreaterThan(100);
    expect(seen.others).toBeGreaterThan(100);
  });
});

it("is asked for by a V=R machine's user, and shown", () => {
  const run = cpMachine([guest(commands("SET STBYPASS VR"))], SHADOWED);
  run.machine.run({ ticks: 200_000 });
  expect(setLines(run.vm("A")).at(-1)).toBe("STBYPASS VR");
});
