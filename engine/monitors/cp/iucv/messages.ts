/** What a source does with messages: SEND, PURGE, TEST COMPLETION; and TEST MESSAGE, which is for both sides (SC19-6203-2, "Using IUCV Functions"). */
import type { Cp } from "../cp.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import { completed, describeCompletion, flagsOf } from "./interruptions.ts";
import { DONE, NOT_FOUND, type Outcome, refused } from "./outcome.ts";
import { IPADRJCT, IPFGPID, IPNORPY, IPPRTY, IPRMDATA, type ParameterList, searchOf } from "./parameter-list.ts";
import { otherSide } from "./paths.ts";
import {
  bySource,
  communicator,
  complete,
  enqueue,
  find,
  forget,
  isOutcome,
  isPriority,
  takeFromTarget,
} from "./queues.ts";
import type { IucvMessage, IucvState } from "./state.ts";

/** Lengths are signed words. */
export const isNegative = (length: number): boolean => length >= 0x80000000;

function nextMessageId(cp: Cp): number {
  const { iucv } = cp.state;
  const id = iucv.nextMessage;
  iucv.nextMessage = (id + 1) >>> 0 || 1;
  return id;
}

/** A message on its way, by what every message has. */
export function newMessage(
  cp: Cp,
  message: Pick<IucvMessage, "from" | "to" | "oneWay" | "priority" | "targetClass" | "text"> & Partial<IucvMessage>,
): IucvMessage {
  return {
    ...{ sourceClass: 0, tag: 0, key: 0, answer: { address: 0, length: 0 }, received: 0, told: false, purged: false },
    ...{ audit: 0, reply: undefined, residual: 0, urgent: false, moving: undefined },
    ...message,
    id: nextMessageId(cp),
  };
}

export function send(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const path = iucv.paths[list.path];
  if (path === undefined || path.status !== "complete") return refused("invalidPath");
  if (path.quiesced) return refused("quiesced");
  if (path.onTheWay >= path.limit) return refused("limitExceeded");
  const priority = (list.flags & IPPRTY) !== 0;
  if (priority && !path.priority) return refused("noPriority");
  const isInList = (list.flags & IPRMDATA) !== 0;
  const oneWay = (list.flags & IPNORPY) !== 0;
  const { buffer, answer } = list;
  if ((!isInList && isNegative(buffer.length)) || (!oneWay && isNegative(answer.length)))
    return refused("negativeLength");
  const target = communicator(cp, path.other);
  if (isInList && target?.iucv.paths[path.other.path]?.takesParameterData !== true) return refused("noParameterData");
  const message = newMessage(cp, {
    ...{ from: { vm: vm.id, path: path.id }, to: path.other, oneWay, priority, key: vm.key() },
    ...{ targetClass: list.targetClass, sourceClass: list.sourceClass, tag: list.tag },
    text: isInList ? { kind: "list", bytes: list.data } : { kind: "area", ...buffer },
    answer: oneWay ? { address: 0, length: 0 } : answer,
  });
  path.onTheWay++;
  list.message = message.id;
  if (target === undefined) {
    // No service listens.
    message.audit = IPADRJCT;
    complete(cp, message);
  } else {
    enqueue(target.iucv.send, message, isPriority);
    cp.iucv.arrived(target.vm);
  }
  return DONE;
}

/** The source takes a message back. A target that has had some of it finds that out when it answers. */
export function purge(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  if ((list.flags & IPFGPID) === 0) vm.reflect(SPECIFICATION);
  const search = searchOf(vm, list, list.sourceClass);
  const path = iucv.paths[list.path];
  if (path === undefined) return refused("invalidPath");
  const target = otherSide(cp, path);
  const own = [...(target?.iucv.send ?? []), ...(target?.iucv.receive ?? []), ...iucv.reply].filter(
    ({ from, purged }) => from.vm === vm.id && from.path === path.id && !purged,
  );
  const found = find(iucv, own, search, bySource);
  if (isOutcome(found)) return found;
  list.path = found.from.path;
  list.flags = flagsOf(found) & (IPNORPY | IPPRTY);
  list.message = found.id;
  list.audit = found.audit;
  list.sourceClass = found.sourceClass;
  list.tag = found.tag;
  if (iucv.reply.includes(found)) completed(cp, iucv, found);
  else if (found.received > 0 || target?.iucv.receive.includes(found)) found.purged = true;
  else {
    takeFromTarget(cp, found);
    forget(cp, found);
  }
  if (target !== undefined) cp.iucv.update(target.vm);
  return DONE;
}

export function testCompletion(cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList): Outcome {
  const found = find(iucv, iucv.reply, searchOf(vm, list, list.sourceClass), bySource);
  if (isOutcome(found)) return found;
  describeCompletion(found, list);
  completed(cp, iucv, found);
  return found.audit === 0 ? DONE : { conditionCode: 3 };
}

/** Whether messages are there, and replies; undefined: neither. */
export function testMessage({ send: messages, reply }: IucvState): Outcome | undefined {
  const conditionCode = (messages.some(({ purged }) => !purged) ? 1 : 0) | (reply.length > 0 ? 2 : 0);
  return conditionCode === 0 ? undefined : { conditionCode };
}

/** The next message that the target has not been told of; not one of those it has had. */
export function nextUntold({ send: messages }: IucvState): IucvMessage | Outcome {
  return messages.find(({ told, purged }) => !told && !purged) ?? NOT_FOUND;
}
