/** LRA of a virtual machine, and shadow tables made valid from its own tables (GA22-7074-0, chapter 2). */
import { PAGE_TRANSLATION, SEGMENT_TRANSLATION } from "../interruption-codes.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import { sizes, walk } from "../translation.ts";
import { leave } from "./real-blocks.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** What the virtual machine's own tables say of its virtual address. */
function walkVirtual(machine: VirtualMachine, address: number): ReturnType<typeof walk> {
  return walk(machine.storage, machine.controlRegister(0), machine.controlRegister(1), address);
}

export function loadRealAddress(processor: Processor, machine: VirtualMachine, r1: number, address: number): void {
  const found = walkVirtual(machine, address);
  const [value, cc] = "real" in found ? [found.real, 0] : [found.entry, untranslatedCode(found)];
  processor.words[state.generalRegisters.index + r1] = value;
  processor.words[state.conditionCode.index] = cc;
}

function untranslatedCode({ code, beyond }: { readonly code: number; readonly beyond?: boolean }): number {
  if (code !== SEGMENT_TRANSLATION && code !== PAGE_TRANSLATION) leave();
  if (beyond) return 3;
  return code === SEGMENT_TRANSLATION ? 1 : 2;
}

/** Makes the shadow table's entry for a virtual address valid; `entry`: its real address. Leaves where it is not to be. */
export function validateShadow(processor: Processor, machine: VirtualMachine, address: number, entry: number): void {
  const shadow = sizes(processor.controlRegister(0));
  const virtual = sizes(machine.controlRegister(0));
  if (!shadow || shadow.pageBits !== virtual?.pageBits || shadow.segmentBits !== virtual.segmentBits) return leave();
  if (shadow.pageBits > machine.sizes.pageBits) leave();
  const page = walkVirtual(machine, address);
  if (!("real" in page)) return leave();
  const frame = machine.translate(page.real);
  if (!("real" in frame)) return leave();
  machine.blocks.setHalfword(entry, (frame.real >>> 8) & (shadow.pageBits === 12 ? 0xfff0 : 0xfff8));
}
