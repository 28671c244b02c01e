/** Where the processor's state lies in linear memory (GA22-7000, "Organization"). */
import { StateLayout } from "../translator/state.ts";

const layout = new StateLayout();

export const state = {
  generalRegisters: layout.words("generalRegisters", 16),
  controlRegisters: layout.words("controlRegisters", 16),
  /** Registers 0, 2, 4 and 6, each a left and a right half. */
  floatingPointRegisters: layout.words("floatingPointRegisters", 8),
  /** Of the next instruction: 24 bits. */
  instructionAddress: layout.word("instructionAddress"),
  /** Bytes of the instruction that runs, or ran last: 2, 4 or 6; 0 after an interruption for which there is none. */
  instructionLength: layout.word("instructionLength"),
  conditionCode: layout.word("conditionCode"),
  /** PSW program mask: 4 bits. */
  programMask: layout.word("programMask"),
  /** PSW bits 0-7, as they stand. */
  systemMask: layout.word("systemMask"),
  /** PSW key: 4 bits. */
  key: layout.word("key"),
  /** PSW bits 12-15: EC mode, machine-check mask, wait, problem state. */
  modeBits: layout.word("modeBits"),
  /** EC-mode PSW bits that must be zero and are not, kept so that the old PSW shows them: bits 16-17 and 24-39. */
  reservedBits: layout.word("reservedBits"),
  /**
   * The instruction-fetch buffer: the 2 KiB of program from which instructions come (24-bit address over 2,048; -1 for
   * none), and their absolute address. It stays in force while the program stays there, whatever becomes of the
   * lookaside buffer's entry; see `Processor.forget`.
   */
  fetchPage: layout.word("fetchPage"),
  fetchReal: layout.word("fetchReal"),
  /** Prefix register: bits 8-19 of an address, the others zero. */
  prefix: layout.word("prefix"),
  /** Stopped, operating or check-stop: see `interruptions.ts`. */
  operatingState: layout.word("operatingState"),
  /** Requests for external interruptions that stay until taken: bits as in `external.ts`. */
  externalRequests: layout.word("externalRequests"),
  /** The operator's switches. Rate: 1 where the start key executes one instruction. TOD clock: 1 where it is secure. */
  rate: layout.word("rate"),
  timeOfDaySecure: layout.word("timeOfDaySecure"),
  /** Device from which initial program loading reads, in the load state. */
  loadDevice: layout.word("loadDevice"),
  /** An order of SIGNAL PROCESSOR that is carried out when that has ended; 0: none. */
  pendingOrder: layout.word("pendingOrder"),
  /** Direct control: the byte and, left of it, the signals that went out last; and the byte at the lines that come in. */
  directOut: layout.word("directOut"),
  directIn: layout.word("directIn"),
  /** What STORE CPU ID tells: version code (0) and serial number; model and length of the machine-check extended logout (0). */
  serialNumber: layout.word("serialNumber"),
  model: layout.word("model"),
  /** Time-of-day clock: its state, as STORE CLOCK's condition code tells it: 0 set, 1 not set, 3 stopped. */
  timeOfDayState: layout.word("timeOfDayState"),
  /** Left and right word of the clock's value at tick 0 while it runs, or of its value while it is stopped. */
  timeOfDayBase: layout.words("timeOfDayBase", 2),
  clockComparator: layout.words("clockComparator", 2),
  /** Left and right word of the CPU timer's value at tick 0. */
  cpuTimerBase: layout.words("cpuTimerBase", 2),
  /** Low bits of what a LRA or a translation exception leaves behind: the address that was translated. */
  translationExceptionAddress: layout.word("translationExceptionAddress"),
  /** Counts of the assists, two for each function: see `assists/counts.ts`. */
  assistCounts: layout.words("assistCounts", 2 * 64),
  /** Steps of the virtual interval timer that time has passed. */
  virtualTimerSteps: layout.word("virtualTimerSteps"),
  /** Translation-lookaside buffer: {@link TLB_ENTRIES} entries of four words. */
  tlb: layout.words("tlb", 4 * 128),
} as const;

/** Entries of the translation-lookaside buffer: direct-mapped by virtual page. */
export const TLB_ENTRIES = 128;

/** Bytes of the state, up to the place of storage keys. */
export const STATE_SIZE = layout.size;

/** Offset of storage keys in linear memory: a byte for each 2,048 bytes of storage. */
export const KEYS_AT = 0x8000;
/** Offset of storage in linear memory. */
export const STORAGE_AT = 0x10000;

/** Bits of `modeBits`. */
export const MODE_EC = 8;
export const MODE_MACHINE_CHECK = 4;
export const MODE_WAIT = 2;
export const MODE_PROBLEM = 1;
