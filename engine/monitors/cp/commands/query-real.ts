/**
 * QUERY of the real machine: its devices, its storage, its processor (GC20-1806, "QUERY"). What is told of terminals, unit-record devices, temporary disks and the
 * processor is worded from memory.
 */
import type { Cp } from "../cp.ts";
import { notePageWait } from "../dispatch/paging-load.ts";
import { sortOf } from "../io/dedicated.ts";
import { isDiskType, isTapeType } from "../io/device-codes.ts";
import { minidiskOf } from "../io/minidisk-data.ts";
import type { RealDevice } from "../io/state.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { realDevice } from "./devices-real.ts";
import { address3, hexadecimal, isWord } from "./operands.ts";
import { requireProcessor } from "./set-system.ts";
import { subcommand } from "./subcommands.ts";

const USERS_A_LINE = 4;

function name({ type, address }: RealDevice): string {
  return `${sortOf(type)} ${address3(address)}`;
}

/** How many virtual devices there are on a disk. */
function users(cp: Cp, real: RealDevice): number {
  return cp.vms
    .flatMap((vm) => Object.values(vm.state.devices))
    .filter((device) => minidiskOf(device)?.real === real.address).length;
}

/** What is told of a real device. */
function line(cp: Cp, real: RealDevice): string {
  const { owner, attachedAs, volume, offline, address } = real;
  if (offline === true) return `${name(real)} OFFLINE`;
  if (attachedAs !== undefined) return `${name(real)} ATTACHED TO ${owner} ${address3(attachedAs)}`;
  const terminal = cp.state.terminals[address];
  if (terminal !== undefined && terminal.vm !== 0) return `${name(real)} LOGON AS ${cp.vm(terminal.vm).userid}`;
  if (terminal !== undefined) return `${name(real)} ${terminal.enabled ? "ENABLED" : "DISABLED"}`;
  const spooled = cp.spool.real.device(address);
  if (spooled !== undefined) return cp.spool.real.line(spooled);
  if (volume === undefined) return `${name(real)} FREE`;
  const isOwned = cp.volumes.owned.some(({ device }) => device === address);
  const count = String(users(cp, real)).padStart(3, "0");
  return `${name(real)} CP ${isOwned ? "OWNED " : "SYSTEM"} ${volume.padEnd(6)}   ${count}`;
}

type Sort = (type: string) => boolean;

const isConsole: Sort = (type) => sortOf(type) === "CONS";
const isDisplay: Sort = (type) => sortOf(type) === "GRAF";
const isUnitRecord: Sort = (type) => ["RDR", "PUN", "PRT"].includes(sortOf(type));

const isFree = (text: string): boolean => / (FREE|ENABLED|DISABLED)$/.test(text);

/** Which lines an operand asks for. */
function isWanted(which: string | undefined, text: string, volume: string | undefined): boolean {
  if (which === undefined || isWord(which, "ALL")) return true;
  if (isWord(which, "FREE", 4)) return isFree(text);
  if (isWord(which, "OFFLINE", 3)) return / OFFLINE$/.test(text);
  if (isWord(which, "ATTACHED", 3)) return / ATTACHED /.test(text);
  if (isWord(which, "ACTIVE", 3)) return !isFree(text) && !/ OFFLINE$/.test(text);
  if (volume === undefined) throw failed("CQP", 3, `INVALID OPTION - ${which.toUpperCase()}`);
  return volume === which.toUpperCase();
}

function devices(cp: Cp, issuer: Issuer, isIt: Sort, what: string, [which]: readonly string[]): void {
  const lines = Object.values(cp.state.io.devices)
    .filter(({ type }) => isIt(type))
    .map((real) => ({ real, text: line(cp, real) }))
    .filter(({ real, text }) => isWanted(which, text, isIt === isDiskType ? (real.volume ?? "") : undefined));
  if (lines.length === 0) issuer.say(`NO ${what}`);
  for (const { text } of lines) issuer.say(text);
}

function storageLine(cp: Cp): string {
  return `STORAGE = ${String(cp.configuration.storageSize / 1024).padStart(5, "0")}K`;
}

function everything(cp: Cp, issuer: Issuer): void {
  issuer.say(storageLine(cp));
  for (const real of Object.values(cp.state.io.devices)) issuer.say(line(cp, real));
}

/** QUERY SYSTEM: who has disks on a drive. */
function system(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const real = realDevice(cp, "CQP", word);
  if (!isDiskType(real.type)) throw failed("CQP", 6, `INVALID DEVICE TYPE - ${address3(real.address)}`);
  if (real.attachedAs !== undefined) return issuer.say(line(cp, real));
  const found = cp.vms.flatMap((vm) =>
    Object.values(vm.state.devices).flatMap((device) => {
      const disk = minidiskOf(device);
      return disk?.real === real.address ? [`${vm.userid.padEnd(8)} ${address3(device.address)} ${disk.access}`] : [];
    }),
  );
  if (found.length === 0) issuer.say(line(cp, real));
  for (let i = 0; i < found.length; i += USERS_A_LINE) issuer.say(found.slice(i, i + USERS_A_LINE).join(", "));
}

/** QUERY TDSK: who has temporary disks, and where. */
function temporaryDisks(cp: Cp, issuer: Issuer): void {
  const found = cp.vms.flatMap((vm) =>
    Object.values(vm.state.devices).flatMap((device) => {
      const disk = minidiskOf(device);
      if (disk?.temporary !== true) return [];
      const cylinders = [disk.start, disk.start + disk.cylinders - 1].map((each) => String(each).padStart(3, "0"));
      return [`${vm.userid.padEnd(8)} ${address3(device.address)} ${disk.volume.padEnd(6)} ${cylinders.join("-")} CYL`];
    }),
  );
  if (found.length === 0) issuer.say("NO TDSK");
  for (const text of found) issuer.say(text);
}

/** Percentage of the time that is lost in page waits, what SET PAGING allows, pages a second. */
function paging(cp: Cp, issuer: Issuer): void {
  notePageWait(cp);
  const { wait, index } = cp.state.schedule.paging;
  const digits = (value: number, count: number): string => String(Math.round(value)).padStart(count, "0");
  issuer.say(`PAGING ${digits(wait, 2)}, SET ${digits(index, 2)}, RATE ${digits(cp.state.storage.rate.last, 3)}/SEC`);
}

const format = "[ALL|ACTive|FREE|OFFline|ATTached]";

const query = (
  word: string,
  letters: number,
  about: { readonly classes: string; readonly format: string; readonly purpose: string },
  run: (cp: Cp, issuer: Issuer, operands: readonly string[]) => void,
): Command => subcommand("QUERY", 1, [word, letters], about, run);

export const realQueries: readonly Command[] = [
  query(
    "DASD",
    2,
    { classes: "B", format: "[ALL|ACTive|FREE|OFFline|ATTached|volid]", purpose: "Tells whose the disks are." },
    (cp, issuer, operands) => devices(cp, issuer, isDiskType, "DASD", operands),
  ),
  query("TAPES", 2, { classes: "B", format, purpose: "Tells whose the tape drives are." }, (cp, issuer, operands) =>
    devices(cp, issuer, isTapeType, "TAPES", operands),
  ),
  query(
    "LINES",
    5,
    { classes: "B", format, purpose: "Tells who is logged on at consoles and typewriter terminals." },
    (cp, issuer, operands) => devices(cp, issuer, isConsole, "LINES", operands),
  ),
  query(
    "GRAF",
    2,
    { classes: "B", format, purpose: "Tells who is logged on at displays, or has dialed from there." },
    (cp, issuer, operands) => devices(cp, issuer, isDisplay, "GRAF", operands),
  ),
  query(
    "UR",
    2,
    { classes: "BD", format, purpose: "Tells what unit-record devices do for spooling." },
    (cp, issuer, operands) => devices(cp, issuer, isUnitRecord, "UR", operands),
  ),
  query("ALL", 3, { classes: "B", format: "", purpose: "Tells of all real devices, and of real storage." }, everything),
  query("SYSTEM", 3, { classes: "B", format: "raddr", purpose: "Tells who has disks on a real one." }, system),
  query("TDSK", 2, { classes: "B", format: "", purpose: "Tells who has temporary disks." }, temporaryDisks),
  query("STORAGE", 4, { classes: "BE", format: "", purpose: "Tells the size of real storage." }, (cp, issuer) =>
    issuer.say(storageLine(cp)),
  ),
  query("PROCESSR", 4, { classes: "ABCEG", format: "", purpose: "Tells which processors are online." }, (_cp, issuer) =>
    issuer.say("PROCESSOR 00 ONLINE"),
  ),
  query(
    "SASSIST",
    3,
    { classes: "AE", format: "[[PROC] xx]", purpose: "Tells whether the processor's assists are used." },
    (cp, issuer, which) => {
      requireProcessor(which);
      issuer.say(`SASSIST ${cp.state.schedule.assists && cp.host.assists.virtualMachine ? "ON" : "OFF"}`);
    },
  ),
  query(
    "CPASSIST",
    3,
    { classes: "AE", format: "", purpose: "Tells whether the CP assists, real or modelled, are on." },
    (cp, issuer) => issuer.say(`CPASSIST ${cp.state.schedule.cpAssist ? "ON" : "OFF"}`),
  ),
  query(
    "PAGING",
    3,
    {
      classes: "AE",
      format: "",
      purpose: "Tells how much of the time is lost in page waits, what SET PAGING allows, and how much is paged.",
    },
    paging,
  ),
  query(
    "JOURNAL",
    2,
    { classes: "A", format: "", purpose: "Tells whether LOGON, AUTOLOG and LINK are journaled." },
    (cp, issuer) => {
      const state = (kind: "logon" | "link"): string => (cp.journal.limits(kind) === undefined ? "OFF" : "ON");
      issuer.say(`JOURNAL: LOGON-${state("logon")}, LINK-${state("link")}`);
    },
  ),
  {
    name: "QUERY",
    shortest: 1,
    classes: "B",
    format: "raddr",
    purpose: "Tells whose a real device is.",
    takes: ([first]) => hexadecimal(first, 3) !== undefined && first.length === 3,
    run: (cp, issuer, [word]) => issuer.say(line(cp, realDevice(cp, "CQP", word))),
  },
];
