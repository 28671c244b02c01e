/**
 * The message system service, *MSG (SC19-6203-2, "The Message System Service"): a program reads what would be shown to its user. SET MSG IUCV and its like say what; a path to
 * *MSG is where it goes.
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Vm } from "../vm.ts";
import { newMessage } from "./messages.ts";
import { enqueue, isPriority } from "./queues.ts";

/** Whom a program connects with. */
export const MESSAGE_SERVICE = "*MSG";

/** Where a message comes from: its target class, by MESSAGE, WARNING and SMSG. */
export const SOURCES = { message: 1, warning: 2, special: 4 } as const;

export type MessageSource = keyof typeof SOURCES;

/** Messages on the way to one program at most. */
const MOST_MESSAGES = 255;

/** Gives a line to the program of a virtual machine that has asked for such: the sender's userid, then the text. Whether it has. */
export function sayByIucv(to: Vm, source: MessageSource, from: string, text: string): boolean {
  const { iucv, options } = to.state;
  if (iucv === undefined || !options.messageService[source]) return false;
  const path = Object.values(iucv.paths).find((each) => each.with === MESSAGE_SERVICE);
  if (path === undefined || path.quiesced || path.onTheWay >= MOST_MESSAGES) return false;
  path.onTheWay++;
  const message = newMessage(to.cp, {
    ...{ from: { vm: 0, path: 0 }, to: { vm: to.id, path: path.id }, oneWay: true, priority: false },
    targetClass: SOURCES[source],
    text: { kind: "held", bytes: encodeEbcdic(from.padEnd(8) + text) },
  });
  enqueue(iucv.send, message, isPriority);
  to.cp.iucv.arrived(to);
  return true;
}
