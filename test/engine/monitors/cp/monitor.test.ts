/** MONITOR: what is collected on a tape or in a spool file, read back and compared with what CP knows. */
import { describe, expect, it } from "vitest";
import { sumByCause } from "../../../../engine/monitors/cp/dispatch/exits.ts";
import { readGeneration } from "../../../../engine/monitors/cp/generation.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import { counted, type MonitorRecord, number, recordsOf, text, time } from "./monitor-tape.ts";
import { answers, settle } from "./spooling.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";
import { READS, readsDisk, twoDisks, twoUsers, twoUsersGuest } from "./two-users.ts";

const SECOND = 1_000_000;
const TAPE = 0x181;

const DIRECTORY = twoUsers(() => []);

/** Masks and calls twenty times, reads a disk three times, and stops; "begin" has it do that again. */
const WORK = `${twoUsersGuest("BACK")}
ROUND    LA    3,20
LOOP     SSM   OFF
         STOSM MASK,X'00'
         SVC   7
BACK     BCT   3,LOOP${readsDisk(3)}
         LPSW  STOP
         DS    0D
STOP     DC    X'00020000',A(ROUND)
OFF      DC    X'00'
MASK     DC    X'00'
         DS    0D${READS}
SEEK     DC    X'000000020000'
         END
`;

interface Monitored {
  readonly run: CpMachine;
  readonly drive: ReturnType<typeof tape3420>;
}

function machine(options: Options = {}, source = WORK): Monitored {
  const drive = tape3420();
  const run = cpMachine([source, source], {
    source: DIRECTORY,
    operatorTerminal: 0x01f,
    more: [...twoDisks(), [TAPE, drive]],
    ...options,
  });
  run.machine.input(TAPE, "mount scratch MONTAPE");
  settle(run);
  return { run, drive };
}

/** A command of the operator's. */
function command({ run }: Monitored, ...lines: readonly string[]): string[] {
  return answers(run, 0x01f, ...lines);
}

/** Blocks of each file on the tape: tape marks end them. */
function files({ drive }: Monitored): Uint8Array[][] {
  const found: Uint8Array[][] = [[]];
  for (const block of drive.reel?.contents() ?? []) {
    if (block === null) found.push([]);
    else found[found.length - 1].push(block);
  }
  return found;
}

/** The records of a tape that has been stopped. */
function taped(monitored: Monitored): MonitorRecord[] {
  const { run } = monitored;
  for (let i = 0; i < 100 && run.cp.state.monitoring.session !== undefined; i++) settle(run, SECOND / 4);
  expect(run.cp.state.monitoring.session).toBeUndefined();
  settle(run, SECOND / 4);
  const [first, ...others] = files(monitored);
  expect(others).toEqual([[], []]);
  return recordsOf(first);
}

const of = (records: readonly MonitorRecord[], number: number, code: number): MonitorRecord[] =>
  records.filter((each) => each.class === number && each.code === code);

describe("a tape", () => {
  it("has header and trailer, samples at each interval, and two tape marks at its end", () => {
    const monitored = machine();
    const { run } = monitored;
    expect(command(monitored, "monitor enable perform user dastap")).toEqual(["COMMAND COMPLETE"]);
    expect(command(monitored, "monitor interval 30 sec")).toEqual(["COMMAND COMPLETE"]);
    expect(command(monitored, "monitor start tape 181 mode 1600")).toEqual(["COMMAND COMPLETE"]);
    expect(command(monitored, "monitor display tape")).toEqual([
      "CLS  KEYWORD",
      " 0   PERFORM  ENABLED",
      " 1   RESPONSE DISABLED",
      " 2   SCHEDULE DISABLED",
      " 4   USER     ENABLED",
      " 5   INSTSIM  DISABLED",
      " 6   DASTAP   ENABLED",
      " 7   SEEKS    DISABLED",
      " 8   SYSPROF  DISABLED",
      "CPTRACE INACTIVE",
      "TAPE 181 ACTIVE",
    ]);
    settle(run, 62 * SECOND);
    expect(run.cp.state.monitoring.session?.collected).toMatchObject({ "0 0": 2, "4 0": 6 });
    expect(command(monitored, "monitor stop tape")).toEqual(["COMMAND COMPLETE"]);
    const records = taped(monitored);
    expect(counted(records)).toEqual({ "0 97": 1, "0 98": 1, "0 0": 2, "4 0": 6, "6 0": 1, "6 1": 2, "6 2": 2 });
    const [header] = records;
    expect([header.class, header.code, text(header, 8), text(header, 32), number(header, 40, 4)]).toEqual([
      0,
      97,
      "T&E CP 1",
      "OPERATOR",
      0x8a00,
    ]);
    expect(header.data.length).toBe(0x44);
    const trailer = records.at(-1);
    expect([trailer?.class, trailer?.code, trailer && text(trailer, 0)]).toEqual([0, 98, "OPERATOR"]);
    const times = records.map((each) => each.time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(run.cp.io.device(TAPE)?.owner).toBeUndefined();
    expect(command(monitored, "monitor stop")).toEqual(["MONITOR NOT ACTIVE"]);
  });

  it("tells of users and devices what CP knows of them", () => {
    const monitored = machine();
    const { run } = monitored;
    command(monitored, "monitor interval 30", "monitor start tape 181");
    settle(run, 29 * SECOND);
    while (run.cp.state.monitoring.session?.collected["6 2"] === undefined)
      run.machine.run({ ticks: run.machine.now + 1000 });
    const { state } = run.vm("A");
    const starts = run.cp.io.device(0x151)?.starts ?? 0;
    command(monitored, "monitor stop");
    const records = taped(monitored);
    const user = of(records, 4, 0).find((record) => text(record, 0) === "A");
    if (user === undefined) throw new Error("there is no record of A");
    expect(user.data.length).toBe(72);
    // Nobody has done anything for a second when the interval is over but wait: what is known then is known now.
    expect(time(user, 16)).toBe(state.time.virtual);
    expect([24, 28, 32, 36, 40, 44].map((at) => number(user, at, 4))).toEqual([
      state.pages.reads,
      state.pages.writes,
      state.work.sios,
      0,
      0,
      0,
    ]);
    expect([62, 70].map((at) => number(user, at, 2))).toEqual([state.pages.resident, 30]);
    const [performance] = of(records, 0, 0);
    expect(performance.data.length).toBe(260);
    // SSK, ISK, SSM, LPSW, DIAGNOSE, SIO.
    const known = sumByCause(run.cp.state);
    const simulated = ["SSK", "ISK", "SSM", "LPSW", "DIAG", "SIO"].map((mnemonic) => known[mnemonic]?.count ?? 0);
    expect(simulated.map((_, i) => number(performance, 128 + 4 * i, 4))).toEqual(simulated);
    expect(simulated[2]).toBeGreaterThan(30);
    const { idle, page, io } = run.cp.state.waits.times;
    expect(idle + page + io).toBe(run.cp.state.idleTime);
    expect(time(performance, 24)).toBe(
      ["A", "B", "OPERATOR"].reduce((sum, userid) => sum + run.vm(userid).state.time.virtual, 0),
    );
    const [counts] = of(records, 6, 1);
    expect(number(counts, 0, 2)).toBe(3);
    const disks = [0, 1, 2].map((i) => [2, 4].map((at) => number(counts, 14 * i + at, 2)));
    expect(disks.map(([address]) => address)).toEqual([0x150, 0x151, TAPE]);
    expect(disks.map(([, type]) => type)).toEqual([0x0408, 0x0408, 0x0810]);
    expect(text(counts, 14 + 6, 6)).toBe("USERS1");
    expect(number(counts, 14 + 12, 4)).toBe(starts);
    const [samples] = of(records, 6, 2);
    expect(number(samples, 0, 2)).toBeGreaterThanOrEqual(13);
    expect(samples.data.length).toBe(2 + 3 * 13);
  });
});

describe("events", () => {
  it("are counted as CP counts them: simulations, queues, seeks", () => {
    const monitored = machine({}, WORK.replace("LPSW  STOP", "B     ROUND"));
    const { run } = monitored;
    const known = () => {
      const collected: Readonly<Record<string, number>> = run.cp.state.monitoring.session?.collected ?? {};
      const exits = Object.entries(sumByCause(run.cp.state));
      const simulated = exits.filter(([cause]) => /^(SSM|STOSM|SIO|TIO)$/.test(cause));
      return {
        simulations: simulated.reduce((sum, [, { count }]) => sum + count, 0),
        started: (run.cp.io.device(0x151)?.starts ?? 0) + (run.cp.io.device(0x150)?.starts ?? 0),
        sios: run.vm("A").state.work.sios + run.vm("B").state.work.sios,
        recorded: collected["5 0"] ?? 0,
        seeks: collected["7 0"] ?? 0,
      };
    };
    command(monitored, "monitor enable schedule instsim seeks dastap sysprof", "monitor start tape 181 buffs 10");
    const before = known();
    settle(run, 100_000);
    const after = known();
    expect(after.simulations - before.simulations).toBeGreaterThan(100);
    // The machine may stand between an interruption and CP's first instruction.
    expect(Math.abs(after.recorded - before.recorded - (after.simulations - before.simulations))).toBeLessThan(2);
    expect(after.seeks - before.seeks).toBe(after.started - before.started);
    expect(after.sios - before.sios).toBeGreaterThan(3);
    command(monitored, "monitor stop");
    const records = taped(monitored);
    expect(counted(records)["5 0"]).toBeGreaterThanOrEqual(after.recorded);
    const simulated = of(records, 5, 0).filter((record) => text(record, 0) === "A");
    const operations = new Set(simulated.map((record) => number(record, 8, 1)));
    expect([...operations].sort()).toEqual([0x80, 0x9c, 0x9d, 0xad]);
    const seeks = of(records, 7, 0);
    expect(new Set(seeks.map((record) => text(record, 0)))).toEqual(new Set(["A", "B"]));
    // Minidisks begin at cylinders 10 and 20; both seek their third.
    expect(new Set(seeks.map((record) => number(record, 10, 2)))).toEqual(new Set([12, 22]));
    for (const seek of seeks) expect(number(seek, 17, 1)).toBe(number(seek, 10, 2) > number(seek, 12, 2) ? 1 : 0);
  });

  it("of queues come in turn for each user: eligible, queued, dropped", () => {
    const monitored = machine();
    const { run } = monitored;
    command(monitored, "monitor enable schedule dastap sysprof", "monitor start tape 181");
    for (const line of ["begin", "query time", "begin"]) {
      run.machine.input(0x009, line);
      settle(run);
    }
    command(monitored, "monitor stop");
    const records = taped(monitored);
    const codes = records.filter((record) => record.class === 2 && text(record, 0) === "A").map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    const order = [4, 3, 2];
    codes.forEach((code, i) => {
      if (i > 0) expect(code).toBe(order[(order.indexOf(codes[i - 1]) + 1) % 3]);
    });
    const dropped = of(records, 2, 2);
    expect(dropped.every(({ data }) => data.length === 75)).toBe(true);
    // Each time that somebody leaves a queue there is a profile of the system.
    expect(of(records, 8, 2).length).toBe(dropped.length);
    const [profile] = of(records, 8, 2);
    expect([0, 2 + 3 * 4].map((at, i) => number(profile, at, i === 0 ? 2 : 4))).toEqual([3, 3]);
  });

  it("at terminals are collected only where the installation has said so", () => {
    const refusing = machine();
    expect(command(refusing, "monitor enable response")).toEqual(["INVALID OPERAND - RESPONSE"]);
    const monitored = machine({ monitorsTerminals: true });
    const { run } = monitored;
    command(monitored, "monitor enable response", "monitor start tape 181");
    run.machine.input(0x020, "logon c pass");
    settle(run);
    run.machine.input(0x009, "query time");
    settle(run);
    command(monitored, "monitor stop");
    const lines = taped(monitored).filter((record) => record.class === 1 && record.code === 2);
    expect(
      lines.map((record) => [text(record, 0), number(record, 8, 2), text(record, 11, number(record, 10, 1))]),
    ).toEqual([
      ["A", 0x009, "query time"],
      ["OPERATOR", 0x01f, "monitor stop"],
    ]);
  });
});

describe("a spool file", () => {
  it("goes to the reader of whom START names; CLOSE begins another", () => {
    const monitored = machine();
    const { run } = monitored;
    command(monitored, "monitor interval 30", "monitor enable perform user");
    expect(command(monitored, "monitor start spool to b buffs 2")).toEqual(["COMMAND COMPLETE"]);
    settle(run, 31 * SECOND);
    expect(command(monitored, "monitor close")).toEqual(["COMMAND COMPLETE"]);
    settle(run, 31 * SECOND);
    command(monitored, "monitor stop spool");
    settle(run, 5 * SECOND);
    const made = Object.values(run.cp.state.spool.files);
    expect(made).toMatchObject([
      { owner: "B", class: "M", name: "MONITOR", queue: "reader", records: 1 },
      { owner: "B", class: "M", name: "MONITOR", queue: "reader", records: 1 },
    ]);
    expect(run.cp.state.monitoring.session).toBeUndefined();
  });

  it("is closed and begun anew at each so many samples, or stopped at its limit", () => {
    const monitored = machine();
    const { run } = monitored;
    command(monitored, "monitor limit 1 sample", "monitor interval 30", "monitor start spool to b");
    settle(run, 95 * SECOND);
    expect(Object.values(run.cp.state.spool.files).length).toBe(3);
    command(monitored, "monitor stop", "monitor limit 1 stop", "monitor enable instsim", "monitor start spool to b");
    settle(run, 20 * SECOND);
    run.machine.input(0x009, "begin");
    settle(run, 20 * SECOND);
    expect(command(monitored, "monitor display")).toContain("SPOOL TO B  CLASS M  LIMIT 1 STOP");
  });

  it("is begun by itself where the system is generated so", () => {
    const { automaticMonitoring } = readGeneration("vm.system", "SYSMON B FROM 00:01 TO 00:02 USER");
    const { run } = machine({ automaticMonitoring });
    expect(run.cp.state.monitoring.session).toBeUndefined();
    settle(run, 60 * SECOND);
    expect(run.cp.state.monitoring.session?.output).toMatchObject({ kind: "spool", userid: "B" });
    expect(run.cp.monitoring.classes).toEqual([4]);
    settle(run, 60 * SECOND);
    expect(Object.values(run.cp.state.spool.files)).toMatchObject([{ owner: "B", name: "MONITOR" }]);
    const all = readGeneration("vm.system", "SYSMON B ALL").automaticMonitoring;
    expect(machine({ automaticMonitoring: all }).run.cp.state.monitoring.session).toBeDefined();
    for (const wrong of ["SYSMON", "SYSMON B", "SYSMON B FROM 8 TO 9", "SYSMON B ALL NOTHING", "TERMINALS"])
      expect(() => readGeneration("vm.system", wrong)).toThrow(/^vm\.system:1: /);
    expect(readGeneration("vm.system", "TERMINALS MONITORED")).toEqual({ monitorsTerminals: true });
  });

  it("is begun and ended by the clock", () => {
    const monitored = machine();
    const { run } = monitored;
    expect(command(monitored, "monitor time from 00:02 to 00:04", "monitor autodisk on")).toEqual(["COMMAND COMPLETE"]);
    expect(run.cp.state.monitoring.session).toBeUndefined();
    settle(run, 120 * SECOND);
    expect(run.cp.state.monitoring.session?.output).toMatchObject({ kind: "spool", userid: "OPERATOR" });
    expect(command(monitored, "monitor display").at(-3)).toBe("AUTODISK ON  TIME FROM 00:02 TO 00:04  INTERVAL 60 SEC");
    settle(run, 120 * SECOND);
    expect(run.cp.state.monitoring.session).toBeUndefined();
    expect(Object.values(run.cp.state.spool.files)).toMatchObject([{ owner: "OPERATOR", name: "MONITOR" }]);
  });
});

describe("what goes wrong", () => {
  it("stops the collection where the tape cannot be written", () => {
    const { run, drive } = machine();
    run.machine.input(TAPE, "unmount");
    settle(run);
    expect(command({ run, drive }, "monitor start tape 181")[0]).toBe("COMMAND COMPLETE");
    settle(run, 10 * SECOND);
    expect(run.terminal(0x01f).text).toContain("MONITOR STOPPED; TAPE 181 ERROR");
    expect(run.cp.state.monitoring.session).toBeUndefined();
    expect(run.cp.io.device(TAPE)?.owner).toBeUndefined();
  });

  it("suspends it while all buffers are full, and tells how often", () => {
    const monitored = machine({}, WORK.replace("LPSW  STOP", "B     ROUND"));
    const { run } = monitored;
    command(monitored, "monitor enable instsim", "monitor start tape 181 buffs 2");
    settle(run, 3 * SECOND);
    command(monitored, "monitor stop");
    const suspended = of(taped(monitored), 0, 99);
    expect(suspended.length).toBeGreaterThan(0);
    expect(suspended.map((record) => number(record, 5, 4))).toEqual(suspended.map((_, i) => i + 1));
  });

  it("is refused before it begins", () => {
    const monitored = machine();
    const said = (line: string) => command(monitored, line)[0];
    expect(said("monitor start tape 150")).toBe("INVALID DEVICE TYPE - 150");
    expect(said("monitor start tape 999")).toMatch(/999 DOES NOT EXIST/);
    expect(said("monitor start spool to nobody")).toBe("NOBODY NOT IN CP DIRECTORY");
    expect(said("monitor start tape 181 buffs 11")).toBe("INVALID OPERAND - 11");
    expect(said("monitor start tape 181 mode 556")).toBe("INVALID OPERAND - 556");
    expect(said("monitor enable sysprof")).toBe("INVALID OPERAND - SYSPROF");
    expect(said("monitor enable wrong")).toBe("INVALID OPERAND - WRONG");
    expect(said("monitor interval 29")).toBe("INVALID OPERAND - 29");
    expect(said("monitor interval")).toBe("OPERAND MISSING OR INVALID");
    expect(said("monitor close")).toBe("MONITOR NOT ACTIVE");
    expect(said("monitor seeks include 181")).toBe("INVALID DEVICE TYPE - 181");
    expect(said("monitor seeks exclude 150 151")).toBe("COMMAND COMPLETE");
    expect(said("monitor seeks display")).toBe("EXCLUDE 150 151");
    expect(said("monitor time from 10:00 to 10:00")).toBe("INVALID OPERAND - 10:00");
    expect(said("monitor start tape 181")).toBe("COMMAND COMPLETE");
    expect(said("monitor start")).toBe("MONITOR ALREADY ACTIVE");
    expect(said("attach 181 a 181")).toMatch(/181/);
    expect(monitored.run.cp.io.device(TAPE)?.owner).toBe("SYSTEM");
  });
});

it("ends with SHUTDOWN, what was collected on the tape", () => {
  const monitored = machine();
  const { run } = monitored;
  command(monitored, "monitor enable schedule", "monitor start tape 181");
  run.machine.input(0x009, "begin");
  settle(run);
  run.machine.input(0x01f, "shutdown");
  settle(run, 10 * SECOND);
  expect(run.cp.state.shutDown).toBe(true);
  const records = taped(monitored);
  expect(records.at(-1)).toMatchObject({ class: 0, code: 98 });
  expect(of(records, 2, 2).length).toBeGreaterThan(0);
});

it("goes on when who has started it logs off", () => {
  const monitored = machine();
  const { run } = monitored;
  answers(run, 0x009, "monitor enable user", "monitor interval 30", "monitor start tape 181", "logoff");
  expect(run.cp.user("A")).toBeUndefined();
  settle(run, 31 * SECOND);
  command(monitored, "monitor stop");
  const users = of(taped(monitored), 4, 0).map((record) => text(record, 0));
  expect(users.sort()).toEqual(["B", "OPERATOR"]);
});

it("is the same after a snapshot in the middle", () => {
  const monitored = machine();
  const { run } = monitored;
  command(monitored, "monitor enable perform user schedule instsim", "monitor interval 30", "monitor start tape 181");
  settle(run, 10 * SECOND);
  const snapshot = run.machine.snapshot();
  const there = () => {
    run.machine.input(0x009, "begin");
    settle(run, 40 * SECOND);
    command(monitored, "monitor stop");
    return taped(monitored);
  };
  const once = there();
  run.machine.restore(snapshot);
  expect(there()).toEqual(once);
  expect(once.length).toBeGreaterThan(8);
});
