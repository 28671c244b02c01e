/** What makes CP work and what that costs: the trace, CP's own state, INDICATE and accounting cards tell the same. */
import { beforeAll, describe, expect, it } from "vitest";
import { type ExitCost, sumOf } from "../../../../engine/monitors/cp/dispatch/exits.ts";
import { answers } from "./spooling.ts";
import { type CpMachine, cpMachine } from "./support.ts";
import { READS, readsDisk, twoDisks, twoUsers, twoUsersGuest } from "./two-users.ts";

const DIRECTORY = twoUsers((userid) => [`ACCOUNT 1 BIN-${userid}`]);

/** Goes through more pages than there is storage, with calls and masks; prints two lines, punches three cards, reads a disk five times. */
const MIXED = `${twoUsersGuest("SVC")}
         LA    9,2
ROUND    LA    3,150
         L     4,=X'00010000'
PAGE     L     5,0(4)
         LA    5,1(5)
         ST    5,0(4)
         A     4,=F'4096'
         SSM   OFF
         STOSM MASK,X'00'
         SVC   7
BACK     BCT   3,PAGE
         BCT   9,ROUND${readsDisk(5)}
         LA    1,LINES
         ST    1,72
         SIO   X'00E'
PRINTS   TIO   X'00E'
         BC    2,PRINTS
         LA    1,CARDS
         ST    1,72
         SIO   X'00D'
PUNCHES  TIO   X'00D'
         BC    2,PUNCHES
         LPSW  DONE
SVC      B     BACK
OFF      DC    X'00'
MASK     DC    X'00'
         LTORG
         DS    0D
DONE     DC    X'000200000000DEAD'${READS}
LINES    CCW   9,TEXT,X'60',10
         CCW   X'0B',0,X'60',1
         CCW   1,TEXT,X'20',10
CARDS    CCW   1,TEXT,X'60',10
         CCW   1,TEXT,X'60',10
         CCW   1,TEXT,X'20',10
SEEK     DC    X'000000010000'
TEXT     DC    CL10'SOME WORDS'
         END
`;

/** Two of them on a machine with too little storage, run to their ends. */
function mixed(): CpMachine {
  const run = cpMachine([MIXED, MIXED], {
    source: DIRECTORY,
    storageSize: 0x80000,
    accounting: true,
    more: twoDisks(),
  });
  return run;
}

function toEnd(run: CpMachine): void {
  for (let i = 0; i < 200; i++) {
    run.machine.run({ ticks: run.machine.now + 1_000_000 });
    if (run.cp.vms.length === 3 && run.cp.vms.every(({ state }) => state.stopped)) return;
  }
  throw new Error("the virtual machines do not end");
}

/** Crossings from a world to CP in the trace, by cause: count, instructions, and the ticks until CP went on to somebody. */
function traced({ machine }: CpMachine, world: string): Record<string, ExitCost> {
  const { totals, last } = machine.trace;
  const costs: Record<string, ExitCost> = {};
  for (const { from, to, cause, count, executed, ticks } of totals) {
    if (from !== world || to !== "monitor") continue;
    const isOpen = last?.from === from && last.to === to && last.cause === cause;
    const modelled = ticks + (isOpen ? machine.now - last.tick : 0);
    const known = costs[cause.label];
    costs[cause.label] = {
      count: count + (known?.count ?? 0),
      executed: executed + (known?.executed ?? 0),
      modelled: modelled + (known?.modelled ?? 0),
    };
  }
  return costs;
}

/** All ticks that the trace has as charged. */
function allModelled({ machine }: CpMachine): number {
  return machine.trace.totals.reduce((sum, { modelled }) => sum + modelled, 0);
}

/** What CP knows itself, of all machines and its own. */
function allOfCp({ cp }: CpMachine): number {
  const { exits } = cp.state;
  const users = cp.vms.reduce((sum, { state }) => sum + sumOf(state.exits).modelled, 0);
  return users + sumOf(exits.system).modelled + sumOf(exits.departed).modelled;
}

describe("exits", () => {
  let run: CpMachine;
  beforeAll(() => {
    run = mixed();
    toEnd(run);
  });

  it("are what the trace has, for each user and cause", () => {
    for (const userid of ["A", "B"]) {
      const { exits } = run.vm(userid).state;
      expect(exits).toEqual(traced(run, userid));
      expect(exits.SSM.count).toBeGreaterThanOrEqual(300);
      expect(exits["SVC 7"].count).toBeGreaterThanOrEqual(300);
      expect(exits["page fault"].count).toBeGreaterThan(100);
      expect(Object.keys(exits).some((cause) => cause.startsWith("I/O 15"))).toBe(true);
    }
    expect(run.cp.state.exits.system).toEqual({ ...traced(run, "idle"), start: expect.anything() });
  });

  it("come, with what CP does for nobody, to all that was charged", () => {
    expect(allOfCp(run)).toBe(allModelled(run));
  });

  it("are CP's time for a user, and its own time what was executed before them", () => {
    for (const userid of ["A", "B"]) {
      const { exits, time } = run.vm(userid).state;
      const { modelled, executed } = sumOf(exits);
      expect(time.overhead).toBe(modelled);
      expect(time.virtual).toBe(executed);
    }
    expect(run.cp.state.systemTime).toBe(sumOf(run.cp.state.exits.system).modelled);
    const users = run.cp.vms.reduce((sum, { state: { time } }) => sum + time.virtual + time.overhead, 0);
    const { systemTime, idleTime, dispatchedAt } = run.cp.state;
    expect(users + systemTime + idleTime).toBe(dispatchedAt - run.cp.state.startedAt);
  });

  it("are told by INDICATE", () => {
    const [heading, ...lines] = answers(run, 0x009, "indicate exits b");
    expect(heading).toMatch(/^CAUSE +EXITS +CP TICKS +EXECUTED$/);
    const { exits } = run.vm("B").state;
    const told = Object.fromEntries(
      lines.map((line) => {
        const [count, modelled, executed] = line.slice(18).trim().split(/ +/).map(Number);
        return [line.slice(0, 18).trim(), { count, modelled, executed }];
      }),
    );
    const { TOTAL, ...causes } = told;
    expect(causes).toEqual(exits);
    expect(TOTAL).toEqual(sumOf(exits));
    expect(exits).toEqual(traced(run, "B"));
  });

  it("do not change what INDICATE USER counts: channel programs, cards and lines", () => {
    expect(run.vm("A").state.work).toMatchObject({
      sios: 5,
      cardsRead: 0,
      linesPrinted: 2,
      cardsPunched: 3,
      device: 0x151,
    });
    const [pages, times] = answers(run, 0x009, "indicate user");
    const { reads, writes } = run.vm("A").state.pages;
    expect(reads).toBeGreaterThan(100);
    expect(pages).toMatch(
      new RegExp(`READS=${String(reads).padStart(6, "0")} WRITES=${String(writes).padStart(6, "0")}`),
    );
    expect(times).toMatch(/SIO=000005 RDR-000000 PRT-000002 PCH-000003$/);
  });

  it("leave waits in which pages are waited for, told apart from others", () => {
    const other = mixed();
    const told = new Set<string>();
    for (let i = 0; i < 100; i++) {
      other.machine.run({ ticks: other.machine.now + 20_000 });
      const { cp } = other;
      if (cp.vms.length < 3) continue;
      if (cp.vms.some(({ state }) => state.waitingFor?.startsWith("page"))) told.add("page");
      if (cp.state.waits.kind === "page") told.add("page wait");
    }
    expect([...told].sort()).toEqual(["page", "page wait"]);
    expect(other.cp.state.waits.times.page).toBeGreaterThan(0);
    const [a, b] = ["A", "B"].map((userid) => other.vm(userid).state);
    expect(a.schedule.stolen + b.schedule.stolen).toBeGreaterThan(0);
    expect(a.schedule.stolen + b.schedule.stolen).toBeLessThanOrEqual(other.cp.state.storage.counts.stolen);
    expect(a.schedule.residentAtReads).toBeGreaterThan(a.pages.reads - a.schedule.readsBefore);
  });

  it("stay in the sum when their user logs off", () => {
    const before = sumOf(run.vm("A").state.exits).count;
    expect(run.cp.state.exits.departed).toEqual({});
    answers(run, 0x009, "logoff");
    expect(run.cp.user("A")).toBeUndefined();
    expect(sumOf(run.cp.state.exits.departed).count).toBeGreaterThanOrEqual(before);
    expect(allOfCp(run)).toBe(allModelled(run));
  });

  it("come to what accounting cards say, each time once", () => {
    const { exits, time, pages, work } = run.vm("B").state;
    const fields = () => {
      const card = run.cp.state.accounting.cards.at(-1) ?? new Uint8Array(80);
      const view = new DataView(card.buffer);
      return [32, 36, 40, 44, 48].map((at) => view.getUint32(at));
    };
    const { modelled, executed } = sumOf(exits);
    const { reads, writes } = pages;
    expect(time.overhead).toBe(modelled);
    run.cp.accounting.session(run.vm("B"));
    const milliseconds = (ticks: number) => Math.floor(ticks / 1000);
    expect(fields()).toEqual([milliseconds(modelled + executed), milliseconds(executed), reads, writes, work.sios]);
    run.cp.accounting.session(run.vm("B"));
    expect(fields()).toEqual([0, 0, 0, 0, 0]);
  });
});

it("is the same after a snapshot in the middle", () => {
  const run = mixed();
  run.machine.run({ ticks: 3_000_000 });
  const snapshot = run.machine.snapshot();
  run.machine.run({ ticks: 9_000_000 });
  const end = structuredClone(run.cp.state.exits);
  const exits = structuredClone(run.vm("A").state.exits);
  run.machine.restore(snapshot);
  run.machine.run({ ticks: 9_000_000 });
  expect(run.cp.state.exits).toEqual(end);
  expect(run.vm("A").state.exits).toEqual(exits);
  expect(exits).toEqual(traced(run, "A"));
});
