/** What a storage control remembers from command to command of a channel program (GA26-1592, "Command Chaining"). */
import {
  MASK_ALL_SEEKS,
  MASK_ALL_WRITES,
  MASK_CYLINDER_AND_HEAD,
  MASK_NO_FORMAT_WRITES,
  MASK_NO_HOME_ADDRESS,
  MASK_NO_SEEKS,
  MASK_NO_WRITES,
  MASK_SEEKS,
  MASK_WRITES,
  SEEK_CYLINDER,
  SEEK_HEAD,
} from "./commands.ts";

/**
 * What the last command has found or written, and a write therefore may follow: the home address, the count area of a
 * search for an equal identifier, the key of a search for an equal key, or a record.
 */
export type Found = "nothing" | "home address" | "identifier" | "key" | "record";

/** Kinds of writes that the file mask tells apart. */
export type WriteKind = "home address" | "format" | "update";

/** What a chain has come to. Plain data, replaced and not changed. */
export interface Chain {
  /** As SET FILE MASK has given it, or zero. */
  readonly mask: number;
  readonly maskIsSet: boolean;
  /** SPACE COUNT has been executed: READ IPL and writes may not follow. */
  readonly spaced: boolean;
}

/** The state in which a channel program begins. */
export const CHAIN_BEGINS: Chain = { mask: 0, maskIsSet: false, spaced: false };

/** Whether the file mask permits a write. */
export function permitsWrite({ mask }: Chain, kind: WriteKind): boolean {
  switch (mask & MASK_WRITES) {
    case MASK_ALL_WRITES:
      return true;
    case MASK_NO_HOME_ADDRESS:
      return kind !== "home address";
    case MASK_NO_FORMAT_WRITES:
      return kind === "update";
    case MASK_NO_WRITES:
      return false;
    default:
      return false;
  }
}

/** Whether the file mask permits SEEK, SEEK CYLINDER, SEEK HEAD or RECALIBRATE. */
export function permitsSeek({ mask }: Chain, code: number): boolean {
  const seeks = mask & MASK_SEEKS;
  if (seeks === MASK_ALL_SEEKS) return true;
  if (code === SEEK_HEAD) return seeks !== MASK_NO_SEEKS;
  return code === SEEK_CYLINDER && seeks === MASK_CYLINDER_AND_HEAD;
}

/** Whether the file mask permits to go on with the next head. */
export function permitsNextHead({ mask }: Chain): boolean {
  return (mask & MASK_SEEKS) !== MASK_NO_SEEKS;
}
