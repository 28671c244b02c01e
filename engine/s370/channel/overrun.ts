/**
 * Overruns of data chaining (GA22-7000, "Chaining Check"): the bytes of a device that cannot wait go on coming while the
 * channel fetches the CCW that says where they are to be put.
 */
import type { Answer } from "./device.ts";
import type { Operation } from "./unit.ts";

/**
 * Ticks that the fetch of a data-chained CCW, or of TRANSFER IN CHANNEL before it, takes. Storages of the time need a
 * microsecond or less for a doubleword; as much again is for the processor and other channels being first. So areas of
 * three bytes and more can be chained for ever at the rate of a 3350, of two bytes at that of a 3330.
 */
export const FETCH_TICKS = 2;

/**
 * Bytes that the channel keeps until then, as many as channels of System/360 buffered (GA22-7000, "Channel
 * Prefetching"): on its own, no single fetch is too late for any device, and a few short areas are not either.
 */
export const BUFFERED_BYTES = 16;

/**
 * Notes that `bytes` have come since the last CCW of this operation was fetched, and that `fetches` words have been fetched
 * now. Returns whether more bytes have come meanwhile than the channel can keep.
 */
export function fallsBehind(
  operation: Operation,
  answer: Extract<Answer, { kind: "input" }>,
  { bytes, fetches }: { readonly bytes: number; readonly fetches: number },
): boolean {
  const { perByte = 0, paced = false } = answer;
  if (!paced) return false;
  operation.behind = Math.max(0, operation.behind - bytes * perByte) + fetches * FETCH_TICKS;
  return operation.behind > BUFFERED_BYTES * perByte;
}
