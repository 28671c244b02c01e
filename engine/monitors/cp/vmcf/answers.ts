/** What a sink does with messages: RECEIVE, REPLY, REJECT (GC20-1807-7, "VMCF Subfunctions"). */
import { type Area, moveArea } from "../areas.ts";
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import {
  DESTRUCTIVE_OVERLAP,
  DONE,
  INCORRECT_LENGTH,
  INVALID_BUFFER,
  NOT_FOUND,
  NOT_SYNCHRONIZED,
  PROTOCOL_VIOLATION,
  REJECT,
  REJECTED,
  REPLY,
  SEND,
  SEND_RECEIVE,
  TRANSFER_ERROR,
} from "./codes.ts";
import { finish } from "./interruptions.ts";
import { bufferCode, dataOf, replyOf } from "./parameters.ts";
import type { Message, Parameters, VmcfState } from "./state.ts";

export function answer(cp: Cp, vm: Vm, vmcf: VmcfState, request: Parameters): number {
  const source = cp.user(request.userid);
  const message = vmcf.messages.find(({ from, id }) => from === source?.id && id === request.id);
  if (source === undefined || message === undefined) return NOT_FOUND;
  if (!message.presented) return NOT_SYNCHRONIZED;
  switch (request.function) {
    case REJECT:
      finish(cp, vm, vmcf, message, { flags: REJECTED, use: request.use });
      return DONE;
    case REPLY:
      return reply(cp, { vm, vmcf, source, message, request });
    default:
      return receive(cp, { vm, vmcf, source, message, request });
  }
}

/** A sink's request about a message of a source's. */
interface Transfer {
  readonly vm: Vm;
  readonly vmcf: VmcfState;
  readonly source: Vm;
  readonly message: Message;
  readonly request: Parameters;
}

function overlap(one: Area, other: Area): boolean {
  return one.address < other.address + other.length && other.address < one.address + one.length;
}

/**
 * Moves data between the sink's area and the source's. Returns DONE, or the code for the sink. What is wrong with the sink's own area it may put right; what is wrong with
 * the source's ends the message.
 */
function transfer(cp: Cp, { vm, vmcf, source, message }: Transfer, own: Area, theirs: Area, isReply: boolean): number {
  const code = bufferCode(vm, own, vm.key(), !isReply);
  if (code !== DONE) return code;
  const error = bufferCode(source, theirs, message.key, isReply);
  if (error !== DONE) {
    finish(cp, vm, vmcf, message, { error });
    return TRANSFER_ERROR;
  }
  if (source.id === vm.id && overlap(own, theirs)) {
    finish(cp, vm, vmcf, message, { error: DESTRUCTIVE_OVERLAP });
    return DESTRUCTIVE_OVERLAP;
  }
  const [here, there] = [
    { vm, address: own.address },
    { vm: source, address: theirs.address },
  ];
  const [from, to] = isReply ? [here, there] : [there, here];
  if (moveArea(message, from, to, here, own.length)) return DONE;
  // There is no paging space for what the source would have it put into: no fault of the sink's, which does not wait for it.
  finish(cp, vm, vmcf, message, { error: INVALID_BUFFER });
  return TRANSFER_ERROR;
}

function receive(cp: Cp, transferred: Transfer): number {
  const { vm, vmcf, message, request } = transferred;
  if (message.received) return PROTOCOL_VIOLATION;
  const count = Math.min(message.dataLength, request.dataLength);
  const own = { ...dataOf(request), length: count };
  const code = transfer(cp, transferred, own, { ...dataOf(message), length: count }, false);
  if (code !== DONE) return code;
  message.received = true;
  const error = request.dataLength < message.dataLength ? INCORRECT_LENGTH : DONE;
  if (message.function === SEND)
    finish(cp, vm, vmcf, message, { error, residual: message.dataLength - count, use: request.use });
  return error;
}

function reply(cp: Cp, transferred: Transfer): number {
  const { vm, vmcf, message, request } = transferred;
  if (message.function !== SEND_RECEIVE) return PROTOCOL_VIOLATION;
  const count = Math.min(message.replyLength, request.dataLength);
  const own = { ...dataOf(request), length: count };
  const code = transfer(cp, transferred, own, { ...replyOf(message), length: count }, true);
  if (code !== DONE) return code;
  const error = request.dataLength > message.replyLength ? INCORRECT_LENGTH : DONE;
  finish(cp, vm, vmcf, message, { error, replyResidual: message.replyLength - count, use: request.use });
  return error;
}
