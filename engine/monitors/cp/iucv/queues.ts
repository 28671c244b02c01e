/**
 * Where messages are (SC19-6203-2, "Message Queues"): in the send queue of their target, then, two-way ones, in its receive queue, at the end in the reply queue of their
 * source.
 */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { CODES, NOT_FOUND, type Outcome, refused } from "./outcome.ts";
import type { Search } from "./parameter-list.ts";
import type { IucvMessage, IucvState, PathEnd } from "./state.ts";

/** Of a virtual machine that is there and has a buffer. */
export function communicator(cp: Cp, end: PathEnd): { readonly vm: Vm; readonly iucv: IucvState } | undefined {
  const iucv = cp.state.vms[end.vm]?.iucv;
  return iucv && { vm: cp.vm(end.vm), iucv };
}

/** Puts a message behind those that come before it. */
export function enqueue(queue: IucvMessage[], message: IucvMessage, isFirst: (each: IucvMessage) => boolean): void {
  const before = isFirst(message) ? queue.findIndex((each) => !isFirst(each)) : -1;
  if (before < 0) queue.push(message);
  else queue.splice(before, 0, message);
}

export const isPriority = ({ priority }: IucvMessage): boolean => priority;
/** Of a reply: its own priority, or the message's. */
export const isUrgent = ({ urgent, priority }: IucvMessage): boolean => urgent || priority;

/** Takes a message out of the queues of its target. */
export function takeFromTarget(cp: Cp, message: IucvMessage): void {
  const target = communicator(cp, message.to)?.iucv;
  if (target === undefined) return;
  target.send = target.send.filter((each) => each !== message);
  target.receive = target.receive.filter((each) => each !== message);
}

/** A message has ended: its source is to be told. Takes it from its target. */
export function complete(cp: Cp, message: IucvMessage): void {
  takeFromTarget(cp, message);
  message.moving = undefined;
  const source = communicator(cp, message.from);
  if (source === undefined || source.iucv.paths[message.from.path] === undefined) return forget(cp, message);
  enqueue(source.iucv.reply, message, isUrgent);
  cp.iucv.arrived(source.vm);
}

/** A message exists no longer: its path has room for another. It must not be in a queue any more. */
export function forget(cp: Cp, message: IucvMessage): void {
  // What CP sends is counted at the end of its target.
  const { path, vm } = message.from.vm === 0 ? message.to : message.from;
  const end = cp.state.vms[vm]?.iucv?.paths[path];
  if (end !== undefined) end.onTheWay--;
}

/** The message that a search finds in queues, each with the end by which the searcher knows it; or how the function ends without one. */
export function find(
  iucv: IucvState,
  queue: readonly IucvMessage[],
  search: Search,
  identityOf: (message: IucvMessage) => { readonly path: number; readonly class: number },
  isEligible: (message: IucvMessage) => boolean = () => true,
): IucvMessage | Outcome {
  if (search.path !== undefined && iucv.paths[search.path] === undefined) return refused("invalidPath");
  const fits = (message: IucvMessage): boolean => {
    const identity = identityOf(message);
    return (
      (search.path === undefined || search.path === identity.path) &&
      (search.class === undefined || search.class === identity.class)
    );
  };
  if (search.id === undefined) return queue.find((each) => !each.purged && isEligible(each) && fits(each)) ?? NOT_FOUND;
  const found = queue.find(({ id }) => id === search.id);
  if (found === undefined) return NOT_FOUND;
  return fits(found) ? found : refused("otherMessage");
}

export function isOutcome(found: IucvMessage | Outcome): found is Outcome {
  return "conditionCode" in found;
}

/** How its target and its source know a message. */
export const byTarget = ({ to, targetClass }: IucvMessage) => ({ path: to.path, class: targetClass });
export const bySource = ({ from, sourceClass }: IucvMessage) => ({ path: from.path, class: sourceClass });

/** The target finds that a message has been purged: it is gone for good. */
export function purgedAway(cp: Cp, message: IucvMessage): Outcome {
  takeFromTarget(cp, message);
  forget(cp, message);
  return { conditionCode: 1, code: CODES.purged };
}
