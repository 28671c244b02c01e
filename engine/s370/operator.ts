/** What the operator can do (GA22-7000, "Operator Facilities" and "Resets"), and SIGNAL PROCESSOR with it. */
import { INTERRUPT_KEY } from "./external.ts";
import { CHECK_STOP, LOADING, OPERATING, RESTART, STOPPED } from "./interruptions.ts";
import { machineCheck, saveRegisters } from "./machine-check.ts";
import type { Processor } from "./processor.ts";
import {
  CPU_RESET,
  INITIAL_CPU_RESET,
  INITIAL_PROGRAM_RESET,
  PROGRAM_RESET,
  RESTART_ORDER,
  STOP,
  STOP_AND_STORE_STATUS,
} from "./signals.ts";
import { state } from "./state.ts";

/** The device number of inputs that are the operator's: see {@link operate}. */
export const OPERATOR = -1;

/** Absolute locations of store status, beside those of a machine check. */
const CURRENT_PSW = 256;
const PREFIX = 264;

/** Assigned storage location of the I/O address in EC mode, and the BC-mode PSW's place for it. */
const IO_ADDRESS = 0xba;
const IPL_PSW_CODE = 0x02;

// --- Resets

/** Ends what goes on: pending interruptions and the lookaside buffer's contents are gone, the processor is stopped. */
export function cpuReset(processor: Processor): void {
  processor.external.reset();
  processor.words[state.pendingOrder.index] = 0;
  processor.purgeTlb();
  processor.operatingState = STOPPED;
}

/** CPU reset, and PSW, prefix, clock comparator, CPU timer and control registers at their initial values. */
export function initialCpuReset(processor: Processor): void {
  cpuReset(processor);
  processor.initialize();
}

/** CPU reset and I/O-system reset. */
export function programReset(processor: Processor): void {
  cpuReset(processor);
  processor.channels.reset();
}

/** Initial CPU reset and I/O-system reset. */
export function initialProgramReset(processor: Processor): void {
  initialCpuReset(processor);
  processor.channels.reset();
}

/** Initial program reset, and registers, storage and storage keys zero. The time-of-day clock goes on. */
export function clearReset(processor: Processor): void {
  const { storage, words } = processor;
  initialProgramReset(processor);
  words.fill(0, state.generalRegisters.index, state.generalRegisters.index + 16);
  words.fill(0, state.floatingPointRegisters.index, state.floatingPointRegisters.index + 8);
  storage.write(0, new Uint8Array(storage.size));
  processor.keys.fill(0);
  processor.noteTimer();
  processor.restored();
}

// --- Functions

/** Store status: registers, clocks, PSW and prefix, at absolute addresses. */
export function storeStatus(processor: Processor): void {
  const { storage, words } = processor;
  const put = (address: number, word: number): void => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, word);
    storage.write(address, bytes);
  };
  saveRegisters(processor, put);
  const [left, right] = processor.psw();
  put(CURRENT_PSW, left);
  put(CURRENT_PSW + 4, right);
  put(PREFIX, words[state.prefix.index]);
}

/** Restart: an interruption, whether the processor runs or is stopped. Nothing but a reset ends the check-stop state. */
export function restart(processor: Processor): void {
  if (processor.operatingState === CHECK_STOP) return;
  processor.operatingState = OPERATING;
  processor.interrupt(RESTART, 0);
}

export function stop(processor: Processor): void {
  if (processor.operatingState === OPERATING) processor.operatingState = STOPPED;
}

export function start(processor: Processor): void {
  if (processor.operatingState === STOPPED) processor.operatingState = OPERATING;
}

/**
 * Initial program loading, after its reset: from a device, which reads 24 bytes to location 0 and goes on with the
 * channel program there; or, without one, of what has been put into storage. The PSW at location 0 then starts.
 */
export function load(processor: Processor, device?: number): void {
  if (device === undefined) begin(processor);
  else {
    processor.words[state.loadDevice.index] = device;
    if (processor.channels.startIpl(device)) processor.operatingState = LOADING;
  }
}

/** Looks whether initial program loading from a device has ended. Where it ended badly, the processor stays stopped. */
export function continueLoading(processor: Processor): void {
  const device = processor.words[state.loadDevice.index];
  const ending = processor.channels.iplEnding(device);
  if (ending === "active") return;
  processor.operatingState = STOPPED;
  if (ending === "bad") return;
  // The PSW just read says by its mode where the device's address goes.
  const ec = (processor.real.word(0) & 0x0008_0000) !== 0;
  processor.real.setHalfword(ec ? IO_ADDRESS : IPL_PSW_CODE, device);
  begin(processor);
}

function begin(processor: Processor): void {
  processor.loadPsw(processor.real.word(0), processor.real.word(4));
  processor.operatingState = OPERATING;
}

// --- Orders and keys

/** Carries out what SIGNAL PROCESSOR has asked of its own processor. */
export function obeyOrder(processor: Processor): void {
  const order = processor.words[state.pendingOrder.index];
  processor.words[state.pendingOrder.index] = 0;
  switch (order) {
    case STOP:
      return stop(processor);
    case RESTART_ORDER:
      return restart(processor);
    case INITIAL_PROGRAM_RESET:
      return initialProgramReset(processor);
    case PROGRAM_RESET:
      return programReset(processor);
    case STOP_AND_STORE_STATUS:
      stop(processor);
      return storeStatus(processor);
    case INITIAL_CPU_RESET:
      return initialCpuReset(processor);
    case CPU_RESET:
      return cpuReset(processor);
  }
}

/** The operator's keys, as the text of an input. */
const keys: Readonly<Record<string, (processor: Processor, operand: string) => void>> = {
  start,
  stop,
  restart,
  external: ({ external }) => external.request(INTERRUPT_KEY),
  "store-status": (processor) => {
    if (processor.operatingState === STOPPED) storeStatus(processor);
  },
  reset: programReset,
  "reset-clear": clearReset,
  load: (processor, device) => {
    initialProgramReset(processor);
    load(processor, deviceNumber(device));
  },
  "load-clear": (processor, device) => {
    clearReset(processor);
    load(processor, deviceNumber(device));
  },
  address: (processor, address) => {
    if (processor.operatingState === STOPPED) processor.setInstructionAddress(Number.parseInt(address, 16));
  },
  "machine-check": machineCheck,
  "channel-check": ({ channels }, operand) => {
    const [check, device] = [Number.parseInt(operand.slice(0, -4), 16), Number.parseInt(operand.slice(-4), 16)];
    if (check > 0 && device >= 0) channels.fail(device, check);
  },
  rate: (processor, position) => {
    processor.stepping = position === "1";
  },
  "clock-secure": ({ words }, position) => {
    words[state.timeOfDaySecure.index] = position === "1" ? 1 : 0;
  },
};

/**
 * What {@link operate} understands. `load` and `load-clear` may have a device, `address` has an address, `channel-check`
 * (the next operation at a device fails) a channel status and four digits of device address (20180: interface-control check at 180), and the
 * switches `rate` (1: instruction step) and `clock-secure` (1: secure) have a position.
 */
export type OperatorKey =
  | "start"
  | "stop"
  | "restart"
  | "external"
  | "store-status"
  | "reset"
  | "reset-clear"
  | "load"
  | "load-clear"
  | "address"
  | "machine-check"
  | "channel-check"
  | "rate"
  | "clock-secure";

/** Does what an input of the operator's says: a key, and for some a hexadecimal operand. What is no key does nothing. */
export function operate(processor: Processor, text: string): void {
  const [key, operand = ""] = text.split(" ");
  if (Object.hasOwn(keys, key)) keys[key](processor, operand);
}

function deviceNumber(text: string): number | undefined {
  return /^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}
