/** External interruption X'4001': what is told to source and sink (GC20-1807-7, "External Interrupt Code X'4001'"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import { areaFault, moveArea, storeArea } from "../areas.ts";
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import {
  DATA_TOO_LARGE,
  DONE,
  IDENTIFY,
  PRIORITY,
  PRIORITY_MESSAGE,
  RESPONSE,
  SENDX,
  TRANSFER_ERROR,
} from "./codes.ts";
import { bufferCode, dataOf, type End, HEADER, headerOf } from "./parameters.ts";
import type { Message, News, VmcfState } from "./state.ts";

export const VMCF_INTERRUPTION = 0x4001;

/** Lines that users may have said to a program which has not heard them yet. */
const MOST_SPECIAL = 50;

/** Puts news behind those that come before them. */
export function tell(vm: Vm, vmcf: VmcfState, news: News): void {
  const before = news.priority ? vmcf.news.findIndex(({ priority }) => !priority) : -1;
  if (before < 0) vmcf.news.push(news);
  else vmcf.news.splice(before, 0, news);
  vm.cp.external(vm, VMCF_INTERRUPTION);
}

/** News that have gone out of date are not told. */
export function untell(vm: Vm, vmcf: VmcfState, isGone: (news: News) => boolean): void {
  vmcf.news = vmcf.news.filter((news) => !isGone(news));
  if (vmcf.news.length === 0) vm.state.external = vm.state.external.filter((code) => code !== VMCF_INTERRUPTION);
}

/** SMSG: a line from a user, as if SYSTEM had sent it; the user doubleword has the userid. Whether the virtual machine takes it. */
export function tellSpecial(from: Vm, to: Vm, text: string): boolean {
  const { vmcf } = to.state;
  if (vmcf === undefined || !vmcf.special || vmcf.quiesced) return false;
  if (vmcf.news.filter(({ kind }) => kind === "special").length >= MOST_SPECIAL) return false;
  const data = encodeEbcdic(text).subarray(0, vmcf.length - HEADER);
  const message = {
    ...{ flags: 0, function: SENDX, id: 0, userid: to.userid, dataAddress: 0, dataLength: data.length },
    ...{ replyAddress: 0, replyLength: 0, use: encodeEbcdic(from.userid.padEnd(8)) },
  };
  tell(to, vmcf, {
    kind: "special",
    header: Uint8Array.of(...headerOf(message, "SYSTEM", {}), ...data),
    priority: false,
  });
  return true;
}

/** Ends a message, and tells its source how. */
export function finish(cp: Cp, sink: Vm, vmcf: VmcfState, message: Message, end: End): void {
  vmcf.messages = vmcf.messages.filter((other) => other !== message);
  respond(cp, sink, message, end);
}

/** Tells the source how its message has ended. */
export function respond(cp: Cp, sink: Vm, message: Message, end: End): void {
  const source = cp.state.vms[message.from];
  if (message.function === IDENTIFY || source?.vmcf === undefined) return;
  const priority = (message.flags & PRIORITY) !== 0;
  const flags = RESPONSE | (end.flags ?? 0) | (priority ? PRIORITY_MESSAGE : 0);
  const header = headerOf(message, sink.userid, { residual: 0, replyResidual: 0, ...end, flags });
  tell(cp.vm(message.from), source.vmcf, { kind: "response", header, sink: sink.userid, id: message.id, priority });
}

/** An interruption is about to be presented: puts its header where the virtual machine wants it. Throws `Wait`; it is done again then. Returns whether there is more. */
export function present(cp: Cp, vm: Vm): boolean {
  const { vmcf } = vm.state;
  const news = vmcf?.news[0];
  if (vmcf === undefined || news === undefined) return false;
  if (news.kind === "message") {
    const message = vmcf.messages.find(({ from, id }) => from === news.from && id === news.id);
    if (message !== undefined) presentMessage(cp, vm, vmcf, message);
  } else storeHeader(vm, vmcf, news.header);
  vmcf.news = vmcf.news.filter((other) => other !== news);
  return vmcf.news.length > 0;
}

/** Where the buffer is there no more, nothing is stored. */
function storeHeader(vm: Vm, { buffer }: VmcfState, header: Uint8Array): boolean {
  const isThere = areaFault(vm, { address: buffer, length: header.length }, 0, true) === undefined;
  if (isThere) storeArea(vm, buffer, header);
  return isThere;
}

/** The sink's interruption for a message: its header, and what SENDX brings with it. */
function presentMessage(cp: Cp, vm: Vm, vmcf: VmcfState, message: Message): void {
  const source = cp.vm(message.from);
  const isIdentify = message.function === IDENTIFY;
  const flags = (isIdentify ? RESPONSE : 0) | ((message.flags & PRIORITY) !== 0 ? PRIORITY_MESSAGE : 0);
  storeHeader(vm, vmcf, headerOf(message, source.userid, { flags }));
  if (message.function === SENDX) {
    const error = moveWith(vm, vmcf, source, message);
    finish(cp, vm, vmcf, message, { error });
  } else if (isIdentify) vmcf.messages = vmcf.messages.filter((other) => other !== message);
  message.presented = true;
}

/** Moves what a SENDX message brings into the buffer behind its header. Returns the data-transfer error code. */
function moveWith(vm: Vm, vmcf: VmcfState, source: Vm, message: Message): number {
  const { dataAddress, dataLength: length } = message;
  if (length > vmcf.length - HEADER) return DATA_TOO_LARGE;
  const error = bufferCode(source, dataOf(message), message.key, false);
  if (error !== DONE) return error;
  const own = { address: vmcf.buffer + HEADER, length };
  if (areaFault(vm, own, 0, true) !== undefined) return TRANSFER_ERROR;
  const here = { vm, address: own.address };
  moveArea(message, { vm: source, address: dataAddress }, here, here, length);
  return DONE;
}
