/** The ready room with CP: users log on, a CMS-style system and a kernel with DAT of its own run side by side, and a file goes from one to the other. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { cpReference } from "../../../engine/installations/cp-reference.ts";
import { type CpRoom, cpRoom } from "../../../engine/installations/cp-room.ts";
import { CpSession } from "../../../engine/installations/cp-session.ts";
import { OPERATOR_TERMINAL, ROOM_TERMINALS } from "../../../engine/installations/room.ts";
import { roomPacks } from "../../../engine/installations/room-packs.ts";
import { costs } from "../../../engine/monitors/costs.ts";
import { screenText } from "../../../engine/s370/index.ts";

const SECOND = 1_000_000;
const [, ALICE, BOB, CAROL] = ROOM_TERMINALS.map(({ address }) => address);

const source = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../engine/guests/${path}`, import.meta.url)), "utf8");
const sources = { cms: (path: string) => source(`cms/${path}`), kernel: source("kernels/processes.asm") };
const room = () => cpRoom(roomPacks(sources));

/** A line at a terminal, and a second in which it has its effect. */
function type({ machine }: CpRoom, address: number, ...lines: readonly string[]): void {
  for (const line of lines) {
    machine.input(address, line);
    machine.run({ ticks: machine.now + SECOND });
  }
}

function text(run: CpRoom, address: number): string {
  return run.consoles.get(address)?.text ?? "";
}

function vm(run: CpRoom, userid: string) {
  const found = run.control.cp.user(userid);
  if (found === undefined) throw new Error(`${userid} is not logged on`);
  return found;
}

describe("the room", () => {
  let run: CpRoom;
  beforeAll(() => {
    run = room();
    run.machine.run({ ticks: SECOND });
    type(run, ALICE, "logon alice wonder", "ipl cms");
    type(run, BOB, "logon bob builder", "ipl 191");
    type(run, ALICE, "cp spool punch to bob", "punch letter text");
  });

  it("has its operator logged on, who sees others come", () => {
    expect(text(run, OPERATOR_TERMINAL)).toMatch(/AUTO LOGON\s+\*\*\*\s+OPERATOR/);
    expect(text(run, OPERATOR_TERMINAL)).toMatch(/CONS 021 LOGON\s+AS BOB/);
  });

  it("sends a file from one's punch to the other's reader, which a process of the kernel lists", () => {
    expect(text(run, ALICE)).toContain("PUN FILE 0001  TO   BOB");
    expect(text(run, BOB)).toContain("THREE PROCESSES, EACH IN AN ADDRESS SPACE OF ITS OWN");
    expect(text(run, BOB)).toMatch(/CARD: DEAR BOB, +\nCARD: THIS CAME .*\nCARD: NO CARD .*\nEND OF FILE/);
  });

  it("shadows the kernel's tables, and tells what that costs", () => {
    expect(vm(run, "BOB").state.exits).toMatchObject({ PTLB: { count: expect.any(Number) }, LPSW: expect.anything() });
    expect(vm(run, "BOB").state.shadow).toBeDefined();
    type(run, OPERATOR_TERMINAL, "indicate exits bob");
    expect(text(run, OPERATOR_TERMINAL)).toMatch(/\nPTLB +\d+/);
  });

  it("has the kernel's other processes count on, each for itself", () => {
    run.machine.run({ ticks: run.machine.now + 30 * SECOND });
    expect(text(run, BOB)).toMatch(/PROCESS A 00064 ROUNDS/);
    expect(text(run, BOB)).toMatch(/PROCESS B 00064 ROUNDS/);
  });

  it("goes on as before from a snapshot in the middle", () => {
    run.machine.input(ALICE, "listfile");
    run.machine.run({ ticks: run.machine.now + 5_000 });
    const snapshot = run.machine.snapshot();
    const end = run.machine.now + SECOND;
    const there = () => {
      run.machine.run({ ticks: end });
      return [run.machine.instructions, run.machine.trace.count, text(run, ALICE), vm(run, "BOB").state.exits];
    };
    const once = structuredClone(there());
    run.machine.restore(snapshot);
    expect(there()).toEqual(once);
  });

  it("has a display as a terminal", () => {
    const display = run.displays.get(CAROL);
    if (display === undefined) throw new Error("there is no display");
    type(run, CAROL, "[enter]", "logon carol singer[enter]");
    expect(screenText(display.screen).join("\n")).toContain("LOGON AT");
  });
});

describe("its session", () => {
  const bob = (session: CpSession) => {
    const found = session.view().users.find(({ userid }) => userid === "BOB");
    if (found === undefined) throw new Error("BOB is not logged on");
    return found;
  };
  let session: CpSession;
  beforeAll(() => {
    session = new CpSession(roomPacks(sources));
    session.run(SECOND);
    for (const line of ["logon bob builder", "ipl 191"]) {
      session.type(BOB, line);
      session.run(SECOND);
    }
  });

  it("bills what CP's own record says, by cause", () => {
    const { bill, virtual, overhead, isShadowed } = bob(session);
    // A machine that is stopped has nothing to add while INDICATE tells of it.
    session.type(BOB, "#cp");
    session.run(100_000);
    session.type(OPERATOR_TERMINAL, "indicate exits bob");
    session.run(100_000);
    const told = session.consoles()[0].text;
    const rows = [...told.slice(told.lastIndexOf("indicate exits bob")).matchAll(/^(\S.{17}) +(\d+) +(\d+) +\d+$/gm)];
    expect(rows.slice(0, -1).map(([, cause, count, ticks]) => [cause.trim(), Number(count), Number(ticks)])).toEqual(
      bob(session).bill.map(({ cause, count, ticks }) => [cause, count, ticks]),
    );
    const { totals } = session.machine.trace;
    const ofBob = totals.filter(({ from, to }) => from === "BOB" && to === "monitor");
    expect(bob(session).bill.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(
      ofBob.reduce((sum, { ticks }) => sum + ticks, 0),
    );
    expect(bob(session).overhead).toBe(ofBob.reduce((sum, { ticks }) => sum + ticks, 0));
    expect(bill.every(({ count }) => count > 0)).toBe(true);
    expect(bill.find(({ cause }) => cause === "PTLB")?.ticks).toBeGreaterThan(0);
    expect(virtual).toBeGreaterThan(0);
    expect(overhead).toBeGreaterThan(0);
    expect(isShadowed).toBe(true);
    session.type(BOB, "begin");
    session.run(100_000);
  });

  it("takes no time to be looked at", () => {
    const { now } = session.machine;
    session.view();
    expect(session.machine.now).toBe(now);
  });

  it("goes back a step, to a tick, and on to the same", () => {
    expect(session.toNextTrap()).toBe(true);
    const { tick } = session.view();
    const { now } = session.machine;
    const { bill } = bob(session);
    session.stepBack();
    expect(session.view().tick).toBeLessThan(tick);
    session.goTo(tick - 300_000);
    expect(bob(session).bill).not.toEqual(bill);
    expect(session.furthest).toBeGreaterThanOrEqual(tick);
    while (session.machine.now < now) session.step();
    expect(session.machine.now).toBe(now);
    expect(bob(session).bill).toEqual(bill);
  });
});

describe("the reference", () => {
  it("has every command with its format and purpose, every DIAGNOSE code, every function of IUCV", () => {
    const { charges, exits, commands, diagnoses, iucv } = cpReference();
    expect(commands.length).toBeGreaterThan(60);
    expect(commands.find(({ name }) => name === "INDICATE")).toMatchObject({ shortest: 3, classes: "EG" });
    expect(diagnoses.map(({ code }) => code)).toEqual(expect.arrayContaining([0, 8, 0x14, 0x18, 0x24, 0x58, 0x64]));
    expect(diagnoses.filter(({ purpose }) => purpose === undefined)).toEqual([]);
    expect(charges.find(({ what }) => what.startsWith("A privileged instruction"))).toMatchObject({
      ticks: costs.privilegedCall,
    });
    expect(exits.length).toBeGreaterThan(5);
    expect(iucv.map(({ code }) => code)).toEqual(Array.from({ length: 18 }, (_, code) => code));
  });
});
