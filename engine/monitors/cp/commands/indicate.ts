/** INDICATE: how loaded the system is, and who loads it (GC20-1807, "The INDICATE Command"). */
import type { Cp } from "../cp.ts";
import { type ExitCost, sumOf } from "../dispatch/exits.ts";
import { systemLoad } from "../dispatch/load.ts";
import { isReal } from "../io/virtual-channels.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, hexDigits, issuerVm, isWord, loggedOn } from "./operands.ts";

const MICROSECONDS_A_SECOND = 1_000_000;
const USERS_A_LINE = 4;
const WAITING_A_LINE = 5;

function digits(value: number, count: number): string {
  return String(Math.min(10 ** count - 1, Math.round(value))).padStart(count, "0");
}

/** INDICATE LOAD. */
function load(cp: Cp): string {
  const { busy, q1, q2, storage, ratio } = systemLoad(cp);
  return [
    `CPU-${digits(Math.max(0, Math.min(100, 100 * busy)), 3)}%`,
    "APU-000%",
    `Q1-${digits(q1, 2)}`,
    `Q2-${digits(q2, 2)}`,
    `STORAGE-${digits(100 * storage, 3)}%`,
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

/** Whether it waits for the end of a channel program of a real device. */
function waitsForDevice({ state }: Vm): boolean {
  return state.waiting && Object.values(state.devices).some((device) => device.busy && isReal(device));
}

/** What it does: runs, waits for a page, for I/O, idles. */
function status(vm: Vm): string {
  const { state } = vm;
  if (state.waitingFor?.startsWith("page")) return "PG";
  if (state.waitingFor !== undefined) return "RC";
  if (state.waiting) return waitsForDevice(vm) ? "IO" : "PS";
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

/** Those who wait for I/O, and the real device that was started for them last. */
function inputOutput(cp: Cp, issuer: Issuer): void {
  const waiting = cp.vms
    .filter(waitsForDevice)
    .map(({ userid, state }) => `${userid.padEnd(8)} ${address3(state.work.device ?? 0)}`);
  lines(issuer, waiting, WAITING_A_LINE);
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

function lines(issuer: Issuer, listed: readonly string[], aLine = USERS_A_LINE): void {
  if (listed.length === 0) issuer.say("NO USERS IN LIST");
  for (let i = 0; i < listed.length; i += aLine) issuer.say(listed.slice(i, i + aLine).join(", "));
}

/**
 * EXITS (this system's own): why CP was entered for the user, how often, the ticks charged for CP's work and the instructions that the user's machine
 * executed before. The trace's own record, summed up.
 */
function exits(issuer: Issuer, vm: Vm): void {
  const causes = Object.entries(vm.state.exits).sort(([, a], [, b]) => b.modelled - a.modelled || b.count - a.count);
  issuer.say(columns("CAUSE", ["EXITS", "CP TICKS", "EXECUTED"]));
  for (const [cause, cost] of causes) issuer.say(exitLine(cause, cost));
  issuer.say(exitLine("TOTAL", sumOf(vm.state.exits)));
}

function exitLine(cause: string, { count, modelled, executed }: ExitCost): string {
  return columns(cause, [count, modelled, executed].map(String));
}

function columns(cause: string, values: readonly string[]): string {
  return `${cause.padEnd(18)}${values.map((value) => value.padStart(12)).join("")}`;
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
