/** Where a reel stands in inches, and how long it takes to move it (GA32-0020, "Subsystem Characteristics"). */
import type { TapeReel, Totals } from "../images/tape-reel.ts";
import { ERASED_INCHES, gapInches, LEADER_FEET, type TapeModel, TRAILER_FEET } from "./tape-models.ts";

const INCHES = 12;
const SECOND = 1_000_000;

/** Inches that a stretch of tape from the load point on takes. */
export function inchesOf(totals: Totals, model: TapeModel, density: number): number {
  const gaps = (totals.blocks + totals.marks) * gapInches(model, density);
  return totals.bytes / density + gaps + totals.marks * ERASED_INCHES + totals.erased;
}

/** Inches from the load-point marker of a reel to its end-of-tape marker. */
export function recordingInches(feet: number): number {
  return Math.max(0, feet - LEADER_FEET - TRAILER_FEET) * INCHES;
}

/** Inches from the load-point marker to where the tape ends. */
export function tapeInches(feet: number): number {
  return Math.max(0, feet - LEADER_FEET) * INCHES;
}

/** Inches before the head. */
export function headAt(reel: TapeReel, model: TapeModel, density: number): number {
  return inchesOf(reel.totals, model, density);
}

/** Ticks to move over so many inches, reading or writing. */
export function moveTicks(inches: number, { speed }: TapeModel): number {
  return Math.ceil((inches / speed) * SECOND);
}

/** Ticks to rewind so many inches. */
export function rewindTicks(inches: number, { rewindSpeed }: TapeModel): number {
  return Math.ceil((inches / rewindSpeed) * SECOND);
}

/** Ticks that a byte on tape takes under the head, a fraction as a rule. */
export function byteTicks(density: number, { speed }: TapeModel): number {
  return SECOND / (density * speed);
}
