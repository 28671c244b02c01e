/** Program-interruption codes (GA22-7000, "Program-Interruption Conditions") and the traps that end an instruction. */

export const OPERATION = 0x01;
export const PRIVILEGED_OPERATION = 0x02;
export const EXECUTE = 0x03;
export const PROTECTION = 0x04;
export const ADDRESSING = 0x05;
export const SPECIFICATION = 0x06;
export const DATA = 0x07;
export const FIXED_POINT_OVERFLOW = 0x08;
export const FIXED_POINT_DIVIDE = 0x09;
export const DECIMAL_OVERFLOW = 0x0a;
export const DECIMAL_DIVIDE = 0x0b;
export const EXPONENT_OVERFLOW = 0x0c;
export const EXPONENT_UNDERFLOW = 0x0d;
export const SIGNIFICANCE = 0x0e;
export const FLOATING_POINT_DIVIDE = 0x0f;
export const SEGMENT_TRANSLATION = 0x10;
export const PAGE_TRANSLATION = 0x11;
export const TRANSLATION_SPECIFICATION = 0x12;
export const SPECIAL_OPERATION = 0x13;
export const MONITOR_EVENT = 0x40;
/** A bit: program events may come together with another condition. */
export const PROGRAM_EVENT = 0x80;

/** Traps that are no program interruption: SVC, with its code in the low byte. */
export const SUPERVISOR_CALL = 0x100;

/** The manual's name of each, in the wording of its section titles. */
export const programInterruptionNames: ReadonlyMap<number, string> = new Map([
  [OPERATION, "operation exception"],
  [PRIVILEGED_OPERATION, "privileged-operation exception"],
  [EXECUTE, "execute exception"],
  [PROTECTION, "protection exception"],
  [ADDRESSING, "addressing exception"],
  [SPECIFICATION, "specification exception"],
  [DATA, "data exception"],
  [FIXED_POINT_OVERFLOW, "fixed-point-overflow exception"],
  [FIXED_POINT_DIVIDE, "fixed-point-divide exception"],
  [DECIMAL_OVERFLOW, "decimal-overflow exception"],
  [DECIMAL_DIVIDE, "decimal-divide exception"],
  [EXPONENT_OVERFLOW, "exponent-overflow exception"],
  [EXPONENT_UNDERFLOW, "exponent-underflow exception"],
  [SIGNIFICANCE, "significance exception"],
  [FLOATING_POINT_DIVIDE, "floating-point-divide exception"],
  [SEGMENT_TRANSLATION, "segment-translation exception"],
  [PAGE_TRANSLATION, "page-translation exception"],
  [TRANSLATION_SPECIFICATION, "translation-specification exception"],
  [SPECIAL_OPERATION, "special-operation exception"],
  [MONITOR_EVENT, "monitor event"],
  [PROGRAM_EVENT, "program event"],
]);

/** Whether the instruction counts as not begun, so that the old PSW points to it (GA22-7000, "Types of Instruction Ending"). */
export function isNullifying(code: number): boolean {
  const condition = code & ~PROGRAM_EVENT;
  return condition === SEGMENT_TRANSLATION || condition === PAGE_TRANSLATION;
}
