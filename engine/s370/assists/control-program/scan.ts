/**
 * Blocks of channels, control units and devices, found by tables of halfwords of which bit 0 one means that there is none: SCNVU
 * and SCNRU.
 */
import { leave } from "../real-blocks.ts";
import type { ControlProgramCall, ControlProgramFunction } from "./call.ts";

function indexAt(call: ControlProgramCall, address: number): number {
  const index = call.halfword(address);
  return index & 0x8000 ? leave() : index;
}

function foundBlocks(call: ControlProgramCall, channel: number, controlUnit: number, device: number): number {
  call.setGr(6, channel);
  call.setGr(7, controlUnit);
  call.setGr(8, device);
  call.setConditionCode(0);
  return call.returnAddress;
}

/** SCNVU. General register 1: device. First operand: table of channels. Second: addresses of channels', units' and devices' blocks. */
export const findVirtualBlocks: ControlProgramFunction = (call) => {
  const { first, second } = call;
  const address = call.gr(1);
  const channel = call.word(second) + indexAt(call, first + 2 * ((address >>> 8) & 15));
  const controlUnit = call.word(second + 4) + indexAt(call, channel + 8 + 2 * ((address >>> 4) & 15));
  const device = call.word(second + 8) + indexAt(call, controlUnit + 8 + 2 * (address & 15));
  return foundBlocks(call, channel, controlUnit, device);
};

/** SCNRU. First operand: device. Second: addresses of the table of channels, and of channels', units' and devices' blocks. */
export const findRealBlocks: ControlProgramFunction = (call) => {
  const { first: address, second } = call;
  const channel = call.word(second + 4) + indexAt(call, call.word(second) + 2 * ((address >>> 8) & 15));
  // A control unit has 8 addresses, or all 16 of an even index.
  const units = channel + 0x20;
  const narrow = call.halfword(units + 2 * ((address >>> 3) & 31));
  const unitIndex = narrow & 0x8000 ? indexAt(call, units + 4 * ((address >>> 4) & 15)) : narrow;
  const unit = call.word(second + 8) + unitIndex;
  // Devices' indices count doublewords.
  const device = call.word(second + 12) + 8 * indexAt(call, unit + 0x28 + 2 * (address & 15));
  const primary = call.byte(unit + 5) & 0x40 ? call.word(unit + 0x10) : unit;
  call.setGr(15, 0);
  return foundBlocks(call, channel, primary, device);
};
