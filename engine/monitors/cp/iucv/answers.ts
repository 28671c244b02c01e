/** What a target does with messages: DESCRIBE, RECEIVE, REPLY and REJECT (SC19-6203-2, "Using IUCV Functions"). */
import { type Area, type AreaFault, areaFault, FAULT_CODES, moveArea, storeArea } from "../areas.ts";
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { describeMessage, flagsOf, messageTold, textLength, wasReceived } from "./interruptions.ts";
import { isNegative, nextUntold } from "./messages.ts";
import { DONE, NOT_FOUND, type Outcome, refused } from "./outcome.ts";
import {
  IPADANAX,
  IPADANPX,
  IPADPRMD,
  IPADRCAX,
  IPADRCPX,
  IPADRJCT,
  IPADRPAX,
  IPADRPLE,
  IPADRPPX,
  IPADSNAX,
  IPADSNPX,
  IPFGMCL,
  IPFGMID,
  IPFGPID,
  IPPRTY,
  IPRMDATA,
  type ParameterList,
  searchOf,
} from "./parameter-list.ts";
import { byTarget, communicator, complete, find, isOutcome, purgedAway } from "./queues.ts";
import type { IucvMessage, IucvState } from "./state.ts";

/** With these a list that a function has filled in names its message for the next one. */
const IDENTIFIED = IPFGMID | IPFGPID | IPFGMCL;

/** Bits of the audit trail for what is wrong with a buffer. */
type AuditBits = Readonly<Record<AreaFault, number>>;
const SEND_BUFFER: AuditBits = { addressing: IPADSNAX, protection: IPADSNPX };
const RECEIVE_BUFFER: AuditBits = { addressing: IPADRCAX, protection: IPADRCPX };
const ANSWER_BUFFER: AuditBits = { addressing: IPADANAX, protection: IPADANPX };
const REPLY_BUFFER: AuditBits = { addressing: IPADRPAX, protection: IPADRPPX };

export function describe(cp: Cp, _vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const found = nextUntold(iucv);
  if (isOutcome(found)) return found;
  describeMessage(found, list);
  list.flags |= IDENTIFIED;
  messageTold(cp, iucv, found);
  return DONE;
}

/** A buffer of the invoker's: what is wrong with it is a program interruption, and noted. */
function requireOwn(vm: Vm, message: IucvMessage, area: Area, store: boolean, bits: AuditBits): void {
  const fault = areaFault(vm, area, vm.key(), store);
  if (fault === undefined) return;
  message.audit |= bits[fault];
  vm.reflect(FAULT_CODES[fault]);
}

/** A buffer of the source's: what is wrong with it ends the message. */
function refuseTheirs(
  cp: Cp,
  message: IucvMessage,
  source: Vm,
  area: Area,
  store: boolean,
  bits: AuditBits,
): Outcome | undefined {
  const fault = areaFault(source, area, message.key, store);
  if (fault === undefined) return undefined;
  message.audit |= bits[fault];
  complete(cp, message);
  return refused(fault);
}

export function receive(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const search = searchOf(vm, list, list.targetClass);
  const queue = [...iucv.send, ...iucv.receive.filter(({ purged }) => purged)];
  const message = find(iucv, queue, search, byTarget, ({ received }) => received === 0);
  if (isOutcome(message)) return message;
  if (message.purged) return purgedAway(cp, message);
  const { text } = message;
  if (text.kind === "list") {
    identify(message, list);
    list.data = text.bytes;
    wasReceived(cp, iucv, message);
    return DONE;
  }
  const { address, length } = list.buffer;
  if (isNegative(length)) return refused("negativeLength");
  const left = textLength(message) - message.received;
  const own = { address, length: Math.min(left, length) };
  requireOwn(vm, message, own, true, RECEIVE_BUFFER);
  if (text.kind === "held")
    storeArea(vm, address, text.bytes.subarray(message.received, message.received + own.length));
  else {
    const source = communicator(cp, message.from)?.vm;
    if (source === undefined) return NOT_FOUND;
    const theirs = { address: text.address + message.received, length: own.length };
    const refusal = refuseTheirs(cp, message, source, theirs, false, SEND_BUFFER);
    if (refusal !== undefined) return refusal;
    const here = { vm, address };
    moveArea(message, { vm: source, address: theirs.address }, here, here, own.length);
  }
  message.received += own.length;
  message.told = true;
  identify(message, list);
  list.buffer = { address: address + own.length, length: Math.abs(length - left) };
  if (own.length < left) {
    list.flags |= IDENTIFIED;
    return refused("tooShort");
  }
  wasReceived(cp, iucv, message);
  return DONE;
}

/** Says which message a function has found. */
function identify(message: IucvMessage, list: ParameterList): void {
  list.path = message.to.path;
  list.flags = flagsOf(message);
  list.message = message.id;
  list.targetClass = message.targetClass;
  list.answerLength = message.oneWay ? 0 : message.answer.length;
}

export function reply(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const search = { path: list.path, id: list.message, class: list.targetClass };
  const message = find(iucv, iucv.receive, search, byTarget);
  if (isOutcome(message)) return message;
  if (message.purged) return purgedAway(cp, message);
  const urgent = (list.flags & IPPRTY) !== 0;
  if (urgent && !iucv.paths[message.to.path]?.priority) return refused("noPriority");
  const source = communicator(cp, message.from);
  if (source === undefined) return NOT_FOUND;
  if ((list.flags & IPRMDATA) !== 0) {
    const isTaken = source.iucv.paths[message.from.path]?.takesParameterData === true;
    if (isTaken) message.reply = list.data;
    else message.audit |= IPADPRMD;
    message.urgent = urgent;
    complete(cp, message);
    return isTaken ? DONE : refused("noParameterData");
  }
  const { address, length } = list.answer;
  if (isNegative(length)) return refused("negativeLength");
  const { answer } = message;
  const own = { address, length: Math.min(length, answer.length) };
  requireOwn(vm, message, own, false, REPLY_BUFFER);
  const theirs = { address: answer.address, length: own.length };
  const refusal = refuseTheirs(cp, message, source.vm, theirs, true, ANSWER_BUFFER);
  if (refusal !== undefined) return refusal;
  const here = { vm, address };
  if (!moveArea(message, here, { vm: source.vm, address: answer.address }, here, own.length)) {
    // There is no paging space for what the source would have it put into: no fault of the target's, which does not wait for it.
    message.audit |= IPADANAX;
    complete(cp, message);
    return refused("addressing");
  }
  message.residual = Math.abs(answer.length - length);
  message.urgent = urgent;
  list.answer = { address: address + own.length, length: message.residual };
  const isTooLong = length > answer.length;
  if (isTooLong) message.audit |= IPADRPLE;
  complete(cp, message);
  return isTooLong ? refused("tooShort") : DONE;
}

export function reject(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const search = searchOf(vm, list, list.targetClass);
  const message = find(iucv, [...iucv.send, ...iucv.receive], search, byTarget);
  if (isOutcome(message)) return message;
  if (message.purged) return purgedAway(cp, message);
  list.path = message.to.path;
  list.message = message.id;
  list.targetClass = message.targetClass;
  message.audit |= IPADRJCT;
  complete(cp, message);
  return DONE;
}
