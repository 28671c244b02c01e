/** Commands of those who run the system (GC20-1806). */
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import type { Vm } from "../vm.ts";
import { addressesOf } from "./addresses.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { accounting, logOff } from "./logging-on.ts";
import { address3, hexadecimal, hexDigits, issuerVm, isWord, loggedOn } from "./operands.ts";
import { timeOfDay } from "./time.ts";

function acnt(cp: Cp, _issuer: Issuer, operands: readonly string[]): void {
  if (operands.length === 0) throw failed("CPV", 20, "USERID MISSING OR INVALID");
  const all = isWord(operands[0], "ALL");
  for (const vm of all ? cp.vms : operands.map((userid) => loggedOn(cp, "CPV", userid))) {
    if (vm.state.options.accounting) cp.consoles.message(vm, accounting(vm));
    if (cp.configuration.accounting === true) cp.accounting.session(vm);
    cp.accounting.accounted(vm);
  }
}

/** LOCK and UNLOCK: a user's pages stay in storage. */
function pages(cp: Cp, [userid, first, last]: readonly string[]): { vm: Vm; pages: readonly number[] } {
  const vm = loggedOn(cp, "CPV", userid);
  const [from, to] = [first, last].map((word) => hexadecimal(word, 3));
  if (from === undefined) throw failed("CPV", 33, `HEXLOC MISSING OR INVALID - ${first ?? ""}`.trimEnd());
  const end = last === undefined ? from : to;
  if (end === undefined || end < from || end >= vm.state.size / PAGE)
    throw failed("CPV", 9, `INVALID RANGE - ${[first, last].filter((word) => word !== undefined).join(" ")}`);
  return { vm, pages: Array.from({ length: end + 1 - from }, (_, i) => from + i) };
}

/** More than this at once could keep everybody else from running. */
const MOST_LOCKED = 256;

/** What MAP tells has the heading of z/VM's. */
function lock(cp: Cp, issuer: Issuer, words: readonly string[]): void {
  const maps = isWord(words[3], "MAP");
  if (words.length > (maps ? 4 : 3)) throw failed("CPV", 3, `INVALID OPTION - ${words[3].toUpperCase()}`);
  const { vm, pages: list } = pages(cp, words.slice(0, 3));
  const room = cp.storage.pageable / 2;
  const isTooMuch = list.length > MOST_LOCKED || vm.state.console.locked.length + list.length > room;
  if (isTooMuch) throw failed("CPV", 93, "STORAGE NOT AVAILABLE");
  cp.storage.hold(vm, list[0], list[list.length - 1]);
  vm.state.console.locked = [...new Set([...vm.state.console.locked, ...list])];
  const page = (number: number): string => hexDigits(number, 3).padStart("VIRTPAGE".length);
  if (maps) issuer.say("VIRTPAGE REALPAGE");
  if (maps) for (const each of list) issuer.say(`${page(each)} ${page(vm.state.pages.frame[each])}`);
  issuer.say("LOCK COMPLETE");
}

function unlock(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  if (isWord(operands[0], "VIRT=REAL")) {
    if (!cp.storage.unlockVirtualReal()) throw failed("CPV", 93, "VIRT=REAL AREA NOT AVAILABLE");
    return issuer.say("UNLOCK COMPLETE");
  }
  const { vm, pages: list } = pages(cp, operands);
  cp.storage.letGo(vm, list[0], list[list.length - 1]);
  vm.state.console.locked = vm.state.console.locked.filter((page) => !list.includes(page));
  issuer.say("UNLOCK COMPLETE");
}

function shutdown(cp: Cp): void {
  for (const vm of cp.vms) {
    vm.state.stopped = true;
    cp.consoles.message(vm, `${timeOfDay(cp)}  SYSTEM SHUTDOWN STARTED`);
  }
  cp.tasks.add("shutdown", undefined);
}

/** Registers what SHUTDOWN leaves to be done. Whatever waits in between is done again from where it was. */
export function handleShutdown(cp: Cp): void {
  cp.tasks.handle("shutdown", () => {
    cp.monitoring.shutdown();
    for (const vm of cp.vms) logOff(cp, vm);
    cp.spool.shutdown();
    cp.recording.settle();
    for (const terminal of Object.values(cp.state.terminals)) {
      terminal.enabled = false;
      if (terminal.display !== undefined) continue;
      cp.consoles.write(terminal, "DMKCKP960I SYSTEM WARM START DATA SAVED");
      cp.consoles.write(terminal, "DMKCPI961W SYSTEM SHUTDOWN COMPLETE");
    }
    cp.state.shutDown = true;
  });
}

function enable(cp: Cp, issuer: Issuer, words: readonly string[], value: boolean): void {
  const all = isWord(words[0], "ALL");
  const { terminals } = cp.state;
  const isThere = (address: number): boolean => terminals[address] !== undefined;
  const addresses = all
    ? Object.values(terminals).map(({ address }) => address)
    : words.flatMap((word) => addressesOf("CPV", word, isThere, [21, "RADDR MISSING OR INVALID"]));
  if (addresses.length === 0) throw failed("CPV", 21, "RADDR MISSING OR INVALID");
  for (const address of addresses) {
    const terminal = terminals[address];
    if (terminal === undefined) throw failed("CPV", 40, `DEV ${address3(address)} DOES NOT EXIST`);
    const begins = value && !terminal.enabled && terminal.vm === 0;
    terminal.enabled = value;
    if (begins) cp.consoles.begin(terminal);
  }
  issuer.say("COMMAND COMPLETE");
}

export const operatorCommands: readonly Command[] = [
  {
    name: "*",
    shortest: 1,
    classes: "ANY",
    format: "text",
    purpose: "Does nothing: the line is a comment.",
    run: () => {},
  },
  {
    name: "ACNT",
    shortest: 4,
    classes: "A",
    format: "userid … | ALL",
    purpose: "Closes the account of users: tells them what they have used, and counts from zero.",
    run: acnt,
  },
  {
    name: "LOCK",
    shortest: 4,
    classes: "A",
    format: "userid firstpage [lastpage [MAP]]",
    purpose: "Keeps a user's pages in real storage.",
    run: lock,
  },
  {
    name: "UNLOCK",
    shortest: 6,
    classes: "A",
    format: "userid firstpage [lastpage] | VIRT=REAL",
    purpose: "Lets pages be taken out of real storage again, or the V=R area be used for anything.",
    run: unlock,
  },
  {
    name: "ENABLE",
    shortest: 2,
    classes: "AB",
    format: "raddr|raddr-raddr … | ALL",
    purpose: "Lets users log on at terminals.",
    run: (cp, issuer, words) => enable(cp, issuer, words, true),
  },
  {
    name: "DISABLE",
    shortest: 4,
    classes: "AB",
    format: "raddr|raddr-raddr … | ALL",
    purpose: "Lets nobody log on at terminals any more; who is there may stay.",
    run: (cp, issuer, words) => enable(cp, issuer, words, false),
  },
  {
    name: "SHUTDOWN",
    shortest: 8,
    classes: "A",
    format: "",
    purpose: "Ends all virtual machines and CP itself, in order.",
    run: (cp, issuer) => {
      issuerVm(issuer);
      shutdown(cp);
    },
  },
];
