/** INDICATE: how loaded the system is, and who loads it (GC20-1807, "The INDICATE Command"). */
import type { Cp } from "../cp.ts";
import { type ExitCost, sumOf } from "../dispatch/exits.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, hexDigits, issuerVm, isWord, loggedOn } from "./operands.ts";

const MICROSECONDS_A_SECOND = 1_000_000;
const USERS_A_LINE = 4;

function digits(value: number, count: number): string {
  return String(Math.min(10 ** count - 1, Math.round(value))).padStart(count, "0");
}

/** INDICATE LOAD. What is shown is of all the time since CP was loaded. */
function load(cp: Cp): string {
  const { state, scheduler, storage, vms } = cp;
  const time = cp.host.microseconds() - state.startedAt;
  const queued = vms.filter((vm) => vm.state.schedule.list.startsWith("Q"));
  const eligible = scheduler.count("E1") + scheduler.count("E2");
  const wanted = queued.reduce((sum, vm) => sum + (vm.state.schedule.workingSet || cp.storage.residentPages(vm)), 0);
  const busy = time === 0 ? 0 : (100 * (time - state.idleTime)) / time;
  const ratio = queued.length === 0 ? 1 : (queued.length + eligible) / queued.length;
  return [
    `CPU-${digits(Math.max(0, Math.min(100, busy)), 3)}%`,
    "APU-000%",
    `Q1-${digits(scheduler.count("Q1"), 2)}`,
    `Q2-${digits(scheduler.count("Q2"), 2)}`,
    `STORAGE-${digits((100 * wanted) / Math.max(1, storage.pageable), 3)}%`,
    `RATIO-${ratio.toFixed(1).padStart(4, "0")}`,
  ].join(" ");
}

function minutes(microseconds: number): string {
  const seconds = Math.floor(microseconds / MICROSECONDS_A_SECOND);
  return `${digits(Math.floor(seconds / 60), 3)}:${digits(seconds % 60, 2)}`;
}

function user(issuer: Issuer, vm: Vm): void {
  const { time, work } = vm.state;
  const { resident, workingSet, reads, writes, disk, drum } = vm.cp.storage.user(vm);
  issuer.say(
    `PAGES: RES-${digits(resident, 4)} WS-${digits(workingSet, 4)} READS=${digits(reads, 6)} WRITES=${digits(writes, 6)} DISK-${digits(disk, 4)} DRUM-${digits(drum, 4)}`,
  );
  issuer.say(
    `VTIME=${minutes(time.virtual)} TTIME=${minutes(time.virtual + time.overhead)} SIO=${digits(work.sios, 6)} RDR-${digits(work.cardsRead, 6)} PRT-${digits(work.linesPrinted, 6)} PCH-${digits(work.cardsPunched, 6)}`,
  );
}

/** What it does: runs, waits for a page, for I/O, idles. */
function status(vm: Vm): string {
  const { state } = vm;
  if (state.waitingFor?.startsWith("page")) return "PG";
  if (state.waitingFor !== undefined) return "RC";
  if (state.waiting) return Object.values(state.devices).some(({ busy }) => busy) ? "IO" : "PS";
  return state.stopped ? "--" : "RU";
}

function queues(cp: Cp, issuer: Issuer): void {
  const order = ["Q1", "Q2", "E1", "E2"];
  const listed = cp.vms
    .filter(({ state }) => order.includes(state.schedule.list))
    .sort((a, b) => order.indexOf(a.state.schedule.list) - order.indexOf(b.state.schedule.list))
    .map((vm) => {
      const { list, workingSet } = vm.state.schedule;
      const pages = `${hexDigits(cp.storage.residentPages(vm), 3)}/${hexDigits(workingSet, 3)}`;
      return `${vm.userid.padEnd(8)} ${list} ${status(vm)} ${pages}`;
    });
  lines(issuer, listed);
}

/** Those who wait for I/O, and where. */
function inputOutput(cp: Cp, issuer: Issuer): void {
  const waiting = cp.vms.flatMap((vm) => {
    const device = Object.values(vm.state.devices).find(({ busy }) => busy);
    return device === undefined || !vm.state.waiting ? [] : [`${vm.userid.padEnd(8)} ${address3(device.address)}`];
  });
  lines(issuer, waiting);
}

function paging(cp: Cp, issuer: Issuer, [which]: readonly string[]): void {
  if (which !== undefined && !isWord(which, "WAIT") && !isWord(which, "ALL"))
    throw failed("THI", 3, `INVALID OPTION - ${which.toUpperCase()}`);
  const listed = cp.vms
    .filter((vm) => isWord(which, "ALL") || vm.state.waitingFor?.startsWith("page"))
    .map((vm) => {
      const { drum, disk } = cp.storage.user(vm);
      return `${vm.userid.padEnd(8)} ${hexDigits(drum, 3)}:${hexDigits(disk, 3)}`;
    });
  lines(issuer, listed);
}

function lines(issuer: Issuer, listed: readonly string[]): void {
  if (listed.length === 0) issuer.say("NO USERS IN LIST");
  for (let i = 0; i < listed.length; i += USERS_A_LINE) issuer.say(listed.slice(i, i + USERS_A_LINE).join(", "));
}

/**
 * EXITS (this system's own): why CP was entered for the user, how often, the ticks charged for CP's work and the instructions that the user's machine
 * executed before. The trace's own record, summed up.
 */
function exits(issuer: Issuer, vm: Vm): void {
  const causes = Object.entries(vm.state.exits).sort(([, a], [, b]) => b.modelled - a.modelled || b.count - a.count);
  for (const [cause, cost] of causes) issuer.say(exitLine(cause, cost));
  issuer.say(exitLine("TOTAL", sumOf(vm.state.exits)));
}

function exitLine(cause: string, { count, modelled, executed }: ExitCost): string {
  const columns = [count, modelled, executed].map((value) => String(value).padStart(12));
  return `${cause.padEnd(18)}${columns.join("")}`;
}

function indicate(cp: Cp, issuer: Issuer, [what, ...operands]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const isAnalyst = vm.state.classes.includes("E");
  if (what === undefined || isWord(what, "LOAD", 1)) return issuer.say(load(cp));
  const [userid] = operands;
  const about = (): Vm => {
    if (userid === undefined || userid === "*") return vm;
    if (!isAnalyst) throw failed("THI", 3, `INVALID OPTION - ${userid.toUpperCase()}`);
    return loggedOn(cp, "THI", userid);
  };
  if (isWord(what, "USER", 1)) return user(issuer, about());
  if (isWord(what, "EXITS", 2)) return exits(issuer, about());
  if (isAnalyst && isWord(what, "QUEUES", 1)) return queues(cp, issuer);
  if (isAnalyst && isWord(what, "I/O", 1)) return inputOutput(cp, issuer);
  if (isAnalyst && isWord(what, "PAGING", 1)) return paging(cp, issuer, operands);
  throw failed("THI", 3, `INVALID OPTION - ${what.toUpperCase()}`);
}

export const indications: readonly Command[] = [
  {
    name: "INDICATE",
    shortest: 3,
    classes: "EG",
    format: "[Load | User [userid|*] | EXits [userid|*] | Queues | I/O | Paging [WAIT|ALL]]",
    purpose:
      "Tells how loaded the system is, who is in which queue, what a user has used and what made CP work for him.",
    run: indicate,
  },
];
