/**
 * What the operator of a configured machine types: lines for the console, and, behind a "/", what is done at a device or
 * at the machine's own keys.
 */
import { Display3277 } from "../s370/devices/display/display.ts";
import { OPERATOR, type OperatorKey, type System370 } from "../s370/index.ts";
import { openMedium } from "./configuration-file.ts";

const KEYS: readonly OperatorKey[] = [
  "start",
  "stop",
  "restart",
  "external",
  "store-status",
  "reset",
  "reset-clear",
  "load",
  "load-clear",
];

/** How operator's lines are written. */
export const OPERATOR_LINES = `a line is typed at the console; "//…" types a "/";
"/CUU WHAT" is done at a device ("/00C load next.txt", "/181 mount a.aws ring"), "/CUU show" shows a display,
and the machine's keys are ${KEYS.map((key) => `/${key}`).join(" ")}`;

/** The device address that a word is, if it is one. */
export function parseAddress(word: string): number | undefined {
  return /^[0-9a-f]{1,4}$/i.test(word) ? Number.parseInt(word, 16) : undefined;
}

/** Whether a line is for the machine or a device: it can be typed whatever the program does. */
export function isOrder(line: string): boolean {
  return line.startsWith("/") && !line.startsWith("//");
}

/**
 * Does what a line says. `send` gives the machine an input for a device, or for its operator. Returns what there is to tell
 * the operator: why it was not done, or what was asked for. `file`: the configuration, beside which media are looked for.
 */
export function operatorLine(
  machine: System370,
  send: (device: number, text: string) => void,
  console: number | undefined,
  line: string,
  file: string,
): string | undefined {
  if (!isOrder(line)) {
    if (console === undefined) return `the machine has no console: ${OPERATOR_LINES}`;
    send(console, line.replace(/^\/\//, "/"));
    return machine.refusal;
  }
  const [word, ...rest] = line.slice(1).trim().split(/\s+/);
  const key = KEYS.find((each) => each === word);
  if (key !== undefined) return pressKey(machine, send, key, rest[0]);
  const address = parseAddress(word);
  const device = address === undefined ? undefined : machine.channels.device(address);
  if (address === undefined || device === undefined) return `${word} is no device here, and no key: ${OPERATOR_LINES}`;
  if (rest.length === 1 && rest[0] === "show" && device instanceof Display3277) return shown(device);
  // What is to be mounted comes from a file, which stands on the shelf from then on.
  for (const name of rest) {
    if (machine.shelf.has(name)) continue;
    const source = openMedium(name, file);
    if (source) machine.shelf.set(name, source);
  }
  send(address, line.slice(1).trim().slice(word.length).trim());
  return machine.refusal;
}

function pressKey(
  machine: System370,
  send: (device: number, text: string) => void,
  key: OperatorKey,
  operand: string | undefined,
): string | undefined {
  const address = operand === undefined ? undefined : parseAddress(operand);
  if (operand !== undefined && (address === undefined || machine.channels.device(address) === undefined))
    return `there is no device ${operand}`;
  send(OPERATOR, address === undefined ? key : `${key} ${address.toString(16)}`);
  return undefined;
}

/** A display's screen, as text. */
function shown({ screen: { rows, columns, cells } }: Display3277): string {
  const line = (row: number): string =>
    cells
      .slice(row * columns, (row + 1) * columns)
      .map(({ character }) => character)
      .join("")
      .trimEnd();
  return Array.from({ length: rows }, (_, row) => line(row)).join("\n");
}
