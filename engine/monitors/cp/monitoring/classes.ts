/** Classes of MONITOR CALL (GC20-1807, "The MONITOR Command"). */

export const PERFORM = 0;
export const RESPONSE = 1;
export const SCHEDULE = 2;
export const USER = 4;
export const INSTSIM = 5;
export const DASTAP = 6;
export const SEEKS = 7;
export const SYSPROF = 8;

/** What MONITOR ENABLE calls them, with the letters that suffice. */
export const CLASSES: readonly { readonly number: number; readonly keyword: string; readonly shortest: number }[] = [
  { number: PERFORM, keyword: "PERFORM", shortest: 4 },
  { number: RESPONSE, keyword: "RESPONSE", shortest: 4 },
  { number: SCHEDULE, keyword: "SCHEDULE", shortest: 3 },
  { number: USER, keyword: "USER", shortest: 4 },
  { number: INSTSIM, keyword: "INSTSIM", shortest: 4 },
  { number: DASTAP, keyword: "DASTAP", shortest: 3 },
  { number: SEEKS, keyword: "SEEKS", shortest: 4 },
  { number: SYSPROF, keyword: "SYSPROF", shortest: 3 },
];

/** What is collected where nobody has said it: what SYSMON says unless told otherwise. */
export const USUAL_CLASSES: readonly number[] = [PERFORM, USER, DASTAP];

/** The mask of control register 8 that lets MONITOR CALLs of these classes interrupt. */
export function maskOf(classes: readonly number[]): number {
  return classes.reduce((mask, number) => mask | (0x8000 >>> number), 0);
}
