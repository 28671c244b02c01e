/** What unit-record devices have in common: commands, sense byte 0, orders of the operator. */
import { type Answer, ENDED } from "../channel/device.ts";

export const NO_OPERATION = 0x03;
export const SENSE = 0x04;

/** Sense byte 0. Bits 5-7 differ from device to device. Bus-out and equipment checks never arise here. */
export const COMMAND_REJECT = 0x80;
export const INTERVENTION_REQUIRED = 0x40;
export const EQUIPMENT_CHECK = 0x10;
export const DATA_CHECK = 0x08;

/** An immediate command that is done at once. */
export const DONE: Answer = { kind: "immediate", status: ENDED };

/** An operator's order taken apart: "load A.DECK ascii" is a word and what it is about. */
export function orderOf(text: string): { readonly word: string; readonly operands: readonly string[] } {
  const [word = "", ...operands] = text.trim().split(/\s+/);
  return { word, operands };
}

/** What an order that a device does not have throws; `orders` are those that it has. */
export function unknownOrder(name: string, text: string, orders: readonly string[]): RangeError {
  return new RangeError(`the ${name} has no order "${text}"; it takes ${orders.join(", ")}`);
}
