/**
 * The privileged instructions of System/370, done to a virtual machine (GA22-7000, "Control Instructions", "Input/Output Instructions").
 * Each handler is what the processor does in supervisor state, with the control block in the processor's place.
 */
import type { Instruction } from "../types.ts";
import { haltIo, startIo, testChannel, testIo } from "./channel.ts";
import { diagnose } from "./diagnose.ts";
import { ADDRESSING, type Guest, OPERATION, SPECIAL_OPERATION, SPECIFICATION } from "./guest.ts";
import { loadRealAddress } from "./load-real-address.ts";

/** A handler of the monitor's own: it may use all of `Guest`, where a learner's has `GuestAccess`. */
export type BuiltIn = (guest: Guest, instruction: Instruction) => void;

/** SSM suppression: bit 1 of control register 0. */
const SSM_SUPPRESSION = 0x40000000;
/** Version code of a processor that is a virtual one (VM/370 stores the same). */
const VIRTUAL_VERSION = 0xff;

/** Control registers `r1` to `r3`, wrapping from 15 to 0. */
function controlRegisters({ r1, r3 }: Instruction): number[] {
  return Array.from({ length: ((r3 - r1) & 15) + 1 }, (_, i) => (r1 + i) & 15);
}

/** Real address of the 2 KiB block whose key an instruction handles. */
function keyedBlock(guest: Guest, address: number): number {
  return (guest.translate(address) ?? guest.reflect(ADDRESSING)) & ~0x7ff;
}

/** The block that R2 of SSK or ISK names. */
function blockOfRegister(guest: Guest, { r2 }: Instruction): number {
  const address = guest.gr(r2);
  if ((address & 15) !== 0) guest.reflect(SPECIFICATION);
  return keyedBlock(guest, address);
}

function storeThenChange(guest: Guest, instruction: Instruction, change: (mask: number) => number): void {
  const mask = guest.systemMask();
  guest.store8(instruction.operand, mask);
  guest.setSystemMask(change(mask));
}

const io =
  (operation: (guest: Guest, device: number) => number): BuiltIn =>
  (guest, { operand }) =>
    guest.setConditionCode(operation(guest, operand & 0xffff));

/** What belongs to a facility that a virtual machine does not have. */
const notInstalled: BuiltIn = (guest) => guest.reflect(OPERATION);

/** Channel identification: location 168 (GA22-7000, "Assigned Storage Locations"), and a byte-multiplexer channel. */
const CHANNEL_ID = 168;
const BYTE_MULTIPLEXER = 0x1000_0000;

export const builtIns: Readonly<Record<string, BuiltIn>> = {
  LPSW: (guest, { operand }) => {
    guest.requireBoundary(operand, 8);
    guest.setPsw({ high: guest.load32(operand), low: guest.load32(operand + 4) });
  },
  SSM: (guest, { operand }) => {
    if ((guest.cr(0) & SSM_SUPPRESSION) !== 0) guest.reflect(SPECIAL_OPERATION);
    guest.setSystemMask(guest.load8(operand));
  },
  STNSM: (guest, instruction) => storeThenChange(guest, instruction, (mask) => mask & instruction.i2),
  STOSM: (guest, instruction) => storeThenChange(guest, instruction, (mask) => mask | instruction.i2),
  LCTL: (guest, instruction) => {
    guest.requireBoundary(instruction.operand, 4);
    const values = controlRegisters(instruction).map((_, i) => guest.load32(instruction.operand + 4 * i));
    controlRegisters(instruction).forEach((register, i) => {
      guest.setCr(register, values[i]);
    });
  },
  STCTL: (guest, instruction) => {
    guest.requireBoundary(instruction.operand, 4);
    const registers = controlRegisters(instruction);
    guest.writable(instruction.operand, 4 * registers.length);
    registers.forEach((register, i) => {
      guest.store32(instruction.operand + 4 * i, guest.cr(register));
    });
  },
  SSK: (guest, instruction) => guest.host.ssk(blockOfRegister(guest, instruction), guest.gr(instruction.r1) & 0xfe),
  ISK: (guest, instruction) => {
    const key = guest.host.isk(blockOfRegister(guest, instruction));
    const shown = key & (guest.ecMode() ? 0xfe : 0xf8);
    guest.setGr(instruction.r1, ((guest.gr(instruction.r1) & 0xffffff00) | shown) >>> 0);
  },
  RRB: (guest, { operand }) => {
    const block = keyedBlock(guest, operand);
    const key = guest.host.isk(block);
    guest.host.ssk(block, key & 0xfa);
    guest.setConditionCode((key >>> 1) & 3);
  },
  SPKA: (guest, { operand }) => guest.setKey(operand >>> 4),
  IPK: (guest) => guest.setGr(2, ((guest.gr(2) & 0xffffff00) | (guest.key() << 4)) >>> 0),
  // The guest's translation is off, so nothing of its own can be in the buffer.
  PTLB: () => {},
  LRA: loadRealAddress,
  STIDP: (guest, { operand }) => {
    guest.requireBoundary(operand, 8);
    const [left, right] = guest.host.stidp();
    guest.store32(operand, (left & 0x00ffffff) | (VIRTUAL_VERSION << 24));
    guest.store32(operand + 4, right);
  },
  STAP: (guest, { operand }) => {
    guest.requireBoundary(operand, 2);
    guest.store16(operand, 0);
  },
  SIO: io(startIo),
  // Nothing is faster here, so a fast release is a start, as the manual allows.
  SIOF: io(startIo),
  TIO: io(testIo),
  HIO: io(haltIo),
  HDV: io(haltIo),
  // Block multiplexing is not there, so the function is that of TEST I/O.
  CLRIO: io(testIo),
  CLRCH: notInstalled,
  STIDC: (guest, { operand }) => {
    const operational = (operand & 0xff00) === 0;
    if (operational) guest.setAssigned32(CHANNEL_ID, BYTE_MULTIPLEXER);
    guest.setConditionCode(operational ? 0 : 3);
  },
  // Every guest reads the machine's own clock: its switch is in the secure position.
  SCK: (guest, { operand }) => {
    guest.requireBoundary(operand, 8);
    guest.load32(operand);
    guest.load32(operand + 4);
    guest.setConditionCode(1);
  },
  SCKC: notInstalled,
  STCKC: notInstalled,
  SPT: notInstalled,
  STPT: notInstalled,
  SPX: notInstalled,
  STPX: notInstalled,
  SIGP: notInstalled,
  IPTE: notInstalled,
  TPROT: notInstalled,
  ISKE: notInstalled,
  SSKE: notInstalled,
  RRBE: notInstalled,
  WRD: notInstalled,
  RDD: notInstalled,
  RIO: notInstalled,
  TCH: io(testChannel),
  DIAG: diagnose,
};
