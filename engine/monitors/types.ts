/** What a trap handler of the minimal monitor sees: the guest, and the instruction that trapped. */

/**
 * A privileged instruction that a guest issued in virtual supervisor state, decoded with the guest's registers.
 * Fields that the format does not have are 0.
 */
export interface Instruction {
  /** "SSM", "LPSW", … */
  readonly mnemonic: string;
  /** Guest address of the instruction; of the EXECUTE, where one gave it. */
  readonly address: number;
  /** Bytes by which the guest's instruction address was stepped: 2, 4 or 6; of the EXECUTE, where one gave it. */
  readonly length: number;
  readonly r1: number;
  readonly r2: number;
  readonly r3: number;
  readonly i2: number;
  readonly b2: number;
  readonly d2: number;
  /** D2(B2), computed from the guest's registers: 24 bits. */
  readonly operand: number;
}

/**
 * The guest that trapped. Every call is charged (see `costs.ts`). Setters change the guest's virtual PSW, which already points past the
 * instruction. An access that the guest's own machine would refuse gives the guest its program interruption and ends the handler.
 */
export interface GuestAccess {
  /** General register `n` of the guest, unsigned 32 bits. */
  gr(n: number): number;
  setGr(n: number, value: number): void;
  /** System mask of the virtual PSW: bits 0-7. */
  systemMask(): number;
  setSystemMask(value: number): void;
  /** PSW key: 0-15. */
  key(): number;
  setKey(value: number): void;
  problemState(): boolean;
  /** Whether the virtual PSW is in extended-control mode (bit 12). */
  ecMode(): boolean;
  conditionCode(): number;
  setConditionCode(value: number): void;
  /** Instruction address of the virtual PSW: that of the next instruction. */
  instructionAddress(): number;
  load8(address: number): number;
  load16(address: number): number;
  load32(address: number): number;
  store8(address: number, value: number): void;
  store16(address: number, value: number): void;
  store32(address: number, value: number): void;
  /** Real storage, the monitor's own and everyone's. */
  loadReal8(address: number): number;
  loadReal16(address: number): number;
  loadReal32(address: number): number;
  /** Gives the guest a program interruption with this code (GA22-7000, "Program Interruption") and ends the handler. */
  reflect(programInterruptionCode: number): never;
}

/** Simulates one privileged instruction. Runs to completion: what has to wait is left as a record in the guest's control block. */
export type Handler = (guest: GuestAccess, instruction: Instruction) => void;

/** Thrown by `GuestAccess` to end a handler; the monitor then looks at what the guest was given. Wrappers must let it pass or stop calling the guest. */
export class HandlerEnded extends Error {
  override readonly name = "HandlerEnded";
  /** Program-interruption code that the guest gets. */
  readonly code: number;

  constructor(code: number) {
    super(
      `The handler ended: the guest gets program interruption ${code.toString(16).toUpperCase().padStart(4, "0")}.`,
    );
    this.code = code;
  }
}
