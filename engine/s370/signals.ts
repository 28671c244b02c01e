/** SIGNAL PROCESSOR, as the only processor sends it to itself (GA22-7000, "CPU Signaling and Response"). */
import { EMERGENCY_SIGNAL, EXTERNAL_CALL } from "./external.ts";
import type { Processor } from "./processor.ts";
import { state } from "./state.ts";

/** Order codes. */
const SENSE = 1;
const ORDER_EXTERNAL_CALL = 2;
const ORDER_EMERGENCY_SIGNAL = 3;
const START = 4;
export const STOP = 5;
export const RESTART_ORDER = 6;
export const INITIAL_PROGRAM_RESET = 7;
export const PROGRAM_RESET = 8;
export const STOP_AND_STORE_STATUS = 9;
export const INITIAL_CPU_RESET = 11;
export const CPU_RESET = 12;

/** Status bits. */
const EXTERNAL_CALL_PENDING = 0x80;
const INVALID_ORDER = 0x02;

/** No status, and no such processor: what {@link signalProcessor} answers beside a status word. */
export const ACCEPTED = -1;
export const NOT_OPERATIONAL = -2;

/** Gives an order to the processor at `address`. What stops or resets it happens when SIGNAL PROCESSOR has ended. */
export function signalProcessor(processor: Processor, address: number, order: number): number {
  if (address !== 0) return NOT_OPERATIONAL;
  const { external, words } = processor;
  switch (order) {
    case SENSE:
      return external.isRequested(EXTERNAL_CALL) ? EXTERNAL_CALL_PENDING : ACCEPTED;
    case ORDER_EXTERNAL_CALL:
      if (external.isRequested(EXTERNAL_CALL)) return EXTERNAL_CALL_PENDING;
      external.request(EXTERNAL_CALL);
      return ACCEPTED;
    case ORDER_EMERGENCY_SIGNAL:
      external.request(EMERGENCY_SIGNAL);
      return ACCEPTED;
    case START:
      return ACCEPTED;
    case STOP:
    case RESTART_ORDER:
    case INITIAL_PROGRAM_RESET:
    case PROGRAM_RESET:
    case STOP_AND_STORE_STATUS:
    case INITIAL_CPU_RESET:
    case CPU_RESET:
      words[state.pendingOrder.index] = order;
      return ACCEPTED;
    default:
      return INVALID_ORDER;
  }
}
