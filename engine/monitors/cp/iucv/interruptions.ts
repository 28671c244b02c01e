/** The external interruption of IUCV: what is pending, which masks let in, and its forty bytes (SC19-6203-2, "IUCV External Interrupt Formats"). */
import type { Cp } from "../cp.ts";
import { IPNORPY, IPPRTY, IPRMDATA, ParameterList } from "./parameter-list.ts";
import { complete, enqueue, forget, isPriority, isUrgent } from "./queues.ts";
import type { IucvMessage, IucvState } from "./state.ts";

/** SET MASK: messages, replies, and what is about paths. */
const MESSAGES = 0x80;
const PRIORITY_MESSAGES = 0x40;
const REPLIES = 0x20;
const PRIORITY_REPLIES = 0x10;
const CONTROL = 0x08;

/** Interruptions about messages. */
export const PRIORITY_COMPLETE = 6;
export const MESSAGE_COMPLETE = 7;
export const PRIORITY_PENDING = 8;
export const MESSAGE_PENDING = 9;

/** What is told next, and what becomes of it when it has been told. */
interface News {
  readonly bytes: Uint8Array;
  told(): void;
}

/** The interruption that comes first of those that the masks let in: about paths, replies, messages; priority before others. */
export function nextInterruption(cp: Cp, iucv: IucvState): News | undefined {
  const { mask, controlMask, control } = iucv;
  if ((mask & CONTROL) !== 0) {
    // Bit 0 of the control mask is for type 1.
    const index = control.findIndex(({ type }) => ((controlMask << (type - 1)) & 0x80) !== 0);
    if (index >= 0) return { bytes: control[index].bytes, told: () => control.splice(index, 1) };
  }
  const reply = iucv.reply.find((each) => (mask & (isUrgent(each) ? PRIORITY_REPLIES : REPLIES)) !== 0);
  if (reply !== undefined) {
    const list = new ParameterList();
    describeCompletion(reply, list);
    list.type = isUrgent(reply) ? PRIORITY_COMPLETE : MESSAGE_COMPLETE;
    return { bytes: list.bytes, told: () => completed(cp, iucv, reply) };
  }
  const message = iucv.send.find(
    (each) => !each.told && (mask & (isPriority(each) ? PRIORITY_MESSAGES : MESSAGES)) !== 0,
  );
  if (message === undefined) return undefined;
  const list = new ParameterList();
  describeMessage(message, list);
  list.type = isPriority(message) ? PRIORITY_PENDING : MESSAGE_PENDING;
  return { bytes: list.bytes, told: () => messageTold(cp, iucv, message) };
}

export function flagsOf({ oneWay, priority, text }: IucvMessage): number {
  return (oneWay ? IPNORPY : 0) | (priority ? IPPRTY : 0) | (text.kind === "list" ? IPRMDATA : 0);
}

/** What its target is told of a message. */
export function describeMessage(message: IucvMessage, list: ParameterList): void {
  const { text } = message;
  list.path = message.to.path;
  list.flags = flagsOf(message);
  list.message = message.id;
  list.targetClass = message.targetClass;
  if (text.kind === "list") list.data = text.bytes;
  else list.bufferLength = textLength(message) - message.received;
  list.answerLength = message.oneWay ? 0 : message.answer.length;
}

export function textLength({ text }: IucvMessage): number {
  return text.kind === "area" ? text.length : text.bytes.length;
}

/** The target knows of a message now. What has come in the list is received thereby. */
export function messageTold(cp: Cp, iucv: IucvState, message: IucvMessage): void {
  message.told = true;
  if (message.text.kind === "list") wasReceived(cp, iucv, message);
}

/** The target has all of a message: a one-way one is complete, another one waits for its reply. */
export function wasReceived(cp: Cp, iucv: IucvState, message: IucvMessage): void {
  message.moving = undefined;
  message.told = true;
  if (message.oneWay) return complete(cp, message);
  iucv.send = iucv.send.filter((each) => each !== message);
  enqueue(iucv.receive, message, isPriority);
}

/** What its source is told of the end of a message. */
export function describeCompletion(message: IucvMessage, list: ParameterList): void {
  const { oneWay, priority, reply } = message;
  list.path = message.from.path;
  list.flags = (oneWay ? IPNORPY : 0) | (priority ? IPPRTY : 0) | (reply === undefined ? 0 : IPRMDATA);
  list.message = message.id;
  list.audit = message.audit;
  if (reply !== undefined) list.data = reply;
  list.sourceClass = message.sourceClass;
  list.tag = message.tag;
  list.answerLength = message.residual;
}

/** Its source knows of the end of a message: it exists no longer. */
export function completed(cp: Cp, iucv: IucvState, message: IucvMessage): void {
  iucv.reply = iucv.reply.filter((each) => each !== message);
  forget(cp, message);
}
