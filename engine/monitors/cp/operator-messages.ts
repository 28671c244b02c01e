/**
 * What CP tells the system operator about what others do. However much that is, it does not fill storage: what is said again is counted, and what comes while many lines
 * wait at the operator's terminal is only counted too.
 */
import { timeOfDay } from "./commands/time.ts";
import type { Cp } from "./cp.ts";
import type { Vm } from "./vm.ts";

/** Lines that wait at the operator's terminal, at most, for another to be added. */
const MUCH = 48;
/** Microseconds after which the operator is told what has only been counted, if there is room then. */
const PAUSE = 1_000_000;
const COUNTED = "operator messages";

/** What the operator has not been told. */
export interface OperatorMessages {
  /** What was said last, while it may be waiting; and how often more. */
  last: string;
  again: number;
  /** Messages for which there was no room. */
  lost: number;
}

export function initialOperatorMessages(): OperatorMessages {
  return { last: "", again: 0, lost: 0 };
}

/** The system operator, if logged on. */
export function systemOperator(cp: Cp): Vm | undefined {
  return cp.user(cp.configuration.operator ?? "OPERATOR");
}

/** A message for the system operator, with the time. */
export function tellOperator(cp: Cp, text: string): void {
  const operator = systemOperator(cp);
  if (operator === undefined) return;
  const waiting = cp.consoles.of(operator)?.output.length ?? 0;
  const { operatorMessages: counted } = cp.state;
  if (waiting > 0 && text === counted.last && counted.lost === 0) counted.again++;
  else if (waiting >= MUCH) counted.lost++;
  else {
    sayCounted(cp, operator);
    cp.state.operatorMessages.last = text;
    cp.consoles.message(operator, `${timeOfDay(cp)} ${text}`);
    return;
  }
  later(cp);
}

/** Once, when CP is made. */
export function handleOperatorMessages(cp: Cp): void {
  cp.timers.handle(COUNTED, () => {
    const operator = systemOperator(cp);
    if (operator === undefined) return;
    if ((cp.consoles.of(operator)?.output.length ?? 0) >= MUCH) later(cp);
    else sayCounted(cp, operator);
  });
}

function later(cp: Cp): void {
  if (!cp.state.timers.some(({ kind }) => kind === COUNTED)) cp.timers.set(COUNTED, cp.host.microseconds() + PAUSE);
}

function sayCounted(cp: Cp, operator: Vm): void {
  const { operatorMessages: counted } = cp.state;
  if (counted.again > 0) cp.consoles.message(operator, `${timeOfDay(cp)} LAST MESSAGE REPEATED ${counted.again} TIMES`);
  if (counted.lost > 0) cp.consoles.message(operator, `${timeOfDay(cp)} ${counted.lost} MESSAGES NOT SHOWN`);
  cp.state.operatorMessages = initialOperatorMessages();
}
