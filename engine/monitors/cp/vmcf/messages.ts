/** What a source does with messages: SEND, SEND/RECV, SENDX, IDENTIFY, CANCEL (GC20-1807-7, "VMCF Subfunctions"). */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import {
  DATA_TOO_LARGE,
  DONE,
  DUPLICATE,
  IDENTIFY,
  INVALID_BUFFER,
  LIMIT_EXCEEDED,
  NO_PRIORITY,
  NOT_FOUND,
  PRIORITY,
  PROTOCOL_VIOLATION,
  QUIESCED,
  REPLY_CANCELED,
  SEND_RECEIVE,
  SENDX,
  TOO_LATE,
  USER_NOT_AVAILABLE,
} from "./codes.ts";
import { tell, untell } from "./interruptions.ts";
import { bufferCode, dataOf, HEADER, replyOf } from "./parameters.ts";
import type { Parameters, VmcfState } from "./state.ts";

/** Messages that one virtual machine may have under way, those included of whose end it has not heard yet. */
const MOST_MESSAGES = 50;

function underWay(cp: Cp, vm: Vm, { news }: VmcfState): number {
  let count = news.filter(({ kind }) => kind === "response").length;
  for (const { vmcf } of Object.values(cp.state.vms))
    count += vmcf?.messages.filter(({ from }) => from === vm.id).length ?? 0;
  return count;
}

/** Whether its source has not heard of the end of a message yet. */
function hasEnded({ news }: VmcfState, { userid, id }: Parameters): boolean {
  return news.some((each) => each.kind === "response" && each.sink === userid && each.id === id);
}

export function send(cp: Cp, vm: Vm, vmcf: VmcfState, request: Parameters): number {
  // Keys count when the data are moved.
  const isStorage = (area: { address: number; length: number }): boolean => bufferCode(vm, area, 0, false) === DONE;
  if (request.function !== IDENTIFY && !isStorage(dataOf(request))) return INVALID_BUFFER;
  if (request.function === SEND_RECEIVE && !isStorage(replyOf(request))) return INVALID_BUFFER;
  const sink = cp.user(request.userid);
  const theirs = sink?.state.vmcf;
  if (sink === undefined || theirs === undefined) return USER_NOT_AVAILABLE;
  if (theirs.specific !== undefined && theirs.specific !== vm.userid) return USER_NOT_AVAILABLE;
  if (request.function === SENDX && request.dataLength > theirs.length - HEADER) return DATA_TOO_LARGE;
  const isActive = theirs.messages.some(({ from, id }) => from === vm.id && id === request.id);
  if (isActive || hasEnded(vmcf, request)) return DUPLICATE;
  if (theirs.quiesced) return QUIESCED;
  const priority = (request.flags & PRIORITY) !== 0;
  if (priority && !theirs.priority) return NO_PRIORITY;
  if (underWay(cp, vm, vmcf) >= MOST_MESSAGES) return LIMIT_EXCEEDED;
  theirs.messages.push({
    ...request,
    ...{ from: vm.id, key: vm.key(), presented: false, received: false, moving: undefined },
  });
  tell(sink, theirs, { kind: "message", from: vm.id, id: request.id, priority });
  return DONE;
}

export function cancel(cp: Cp, vm: Vm, vmcf: VmcfState, request: Parameters): number {
  const sink = cp.user(request.userid);
  const theirs = sink?.state.vmcf;
  if (sink === undefined || theirs === undefined) return USER_NOT_AVAILABLE;
  const message = theirs.messages.find(({ from, id }) => from === vm.id && id === request.id);
  if (message === undefined) {
    if (hasEnded(vmcf, request)) return TOO_LATE;
    return theirs.messages.some(({ id }) => id === request.id) ? PROTOCOL_VIOLATION : NOT_FOUND;
  }
  theirs.messages = theirs.messages.filter((other) => other !== message);
  untell(sink, theirs, (news) => news.kind === "message" && news.from === vm.id && news.id === request.id);
  return message.received ? REPLY_CANCELED : DONE;
}
