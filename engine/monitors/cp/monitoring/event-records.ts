/** Classes RESPONSE, SCHEDULE and INSTSIM: what happens to users, as it happens (GC20-1807, "VM Monitor Tape Format and Content"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { Fields } from "./record.ts";
import { workingSets } from "./system-records.ts";

/** Codes of class 1. */
export const READ_ISSUED = 0;
export const OUTPUT_LINE = 1;
export const INPUT_LINE = 2;
export const SLEEP = 3;
export const LOGON = 4;
export const LOGOFF = 5;

/** Codes of class 2. */
export const DROPPED = 2;
export const QUEUED = 3;
export const ELIGIBLE = 4;

/** Bytes of a terminal's line that are kept. */
const MOST_OF_LINE = 128;
/** Address of a terminal where there is none. */
const NO_TERMINAL = 0xffff;

/** Class 1: userid and the terminal's address. */
export function terminalEvent(cp: Cp, vm: Vm): Uint8Array {
  return new Fields().text(vm.userid).half(cp.consoles.of(vm)?.address ?? NO_TERMINAL).bytes;
}

/** The same, with a line: its length in a byte, and what there is of it. */
export function terminalLine(cp: Cp, vm: Vm, text: string): Uint8Array {
  const line = encodeEbcdic(text).subarray(0, MOST_OF_LINE);
  return new Fields().raw(terminalEvent(cp, vm)).byte(line.length).raw(line).bytes;
}

/** What records of class 2 have in common. `queue`: 1 or 2. */
function schedule(cp: Cp, vm: Vm, queue: number): Fields {
  const { scheduler, storage } = cp;
  return new Fields()
    .text(vm.userid)
    .word(storage.pageable, workingSets(cp), scheduler.count("Q1"), scheduler.count("Q2"))
    .half(scheduler.count("E1"), scheduler.count("E2"), vm.state.schedule.workingSet)
    .byte(queue, 0);
}

export function queued(cp: Cp, vm: Vm, queue: number): Uint8Array {
  return schedule(cp, vm, queue).bytes;
}

export function eligible(cp: Cp, vm: Vm, queue: number): Uint8Array {
  const { time, schedule: own } = vm.state;
  return schedule(cp, vm, queue).time(time.overhead, time.virtual).half(own.priority).bytes;
}

export function dropped(cp: Cp, vm: Vm, queue: number): Uint8Array {
  const { time, schedule: own, pages, work } = vm.state;
  return schedule(cp, vm, queue)
    .time(time.overhead, time.virtual)
    .half(own.priority, pages.reads - own.readsBefore, own.residentAtReads, pages.resident, own.stolen)
    .word(work.sios, work.cardsPunched, work.linesPrinted, work.cardsRead)
    .byte(0).bytes;
}

/** Class 5: the instruction, where it is, and CP's time for the user before it. */
export function simulated(vm: Vm, address: number, instruction: number): Uint8Array {
  return new Fields().text(vm.userid).word(instruction, address).time(vm.state.time.overhead).bytes;
}
