/**
 * A guest as a lab shows it: read from outside, without cost, between two steps of the machine. What the processor holds of the guest that
 * runs (registers, condition code, instruction address) is taken from there; everything else from the control block.
 */

import { addressOf, conditionAndMask, type Psw, pswHex, stepped } from "../psw.ts";
import * as at from "./layout.ts";
import { newPsws } from "./setup.ts";

export type GuestRunState = "running" | "waiting" | "disabled-wait" | "check-stop";

/** A guest's virtual processor, as its control block has it. */
export interface GuestReading {
  /** The virtual PSW, 16 hexadecimal digits. */
  readonly psw: string;
  /** 16 general registers, unsigned. */
  readonly gr: readonly number[];
  /** 16 virtual control registers, unsigned. */
  readonly cr: readonly number[];
  /** Floating-point registers 0, 2, 4, 6: 16 hexadecimal digits each. */
  readonly fr: readonly string[];
  readonly state: GuestRunState;
  /** Where `state` is "check-stop": why, in a sentence. */
  readonly why?: { readonly reason: number; readonly operation: number };
}

/** What the view needs of the machine: it changes nothing. */
export interface Outside {
  read(address: number, length: number): Uint8Array;
  gr(n: number): number;
  fr(n: number): string;
  readonly pswHex: string;
}

const PROBLEM = 0x00010000;
const states: readonly GuestRunState[] = ["running", "waiting", "disabled-wait", "check-stop"];

const word = (machine: Outside, address: number): number => {
  const bytes = machine.read(address, 4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
};

const byte = (machine: Outside, address: number): number => machine.read(address, 1)[0];

function parse(hex: string): Psw {
  return { high: Number.parseInt(hex.slice(0, 8), 16), low: Number.parseInt(hex.slice(8), 16) };
}

/** The PSW under which the guest runs or, where the monitor is about to be called, was interrupted; undefined where it has not the processor. */
function realPswOf(machine: Outside, block: number): Psw | undefined {
  if (word(machine, at.CURRENT) !== block) return undefined;
  const now = parse(machine.pswHex);
  if ((now.high & PROBLEM) !== 0) return now;
  const old = newPsws.find(([, entry]) => entry === addressOf(now))?.[0];
  return old === undefined ? undefined : { high: word(machine, old), low: word(machine, old + 4) };
}

export function guestState(machine: Outside, block: number): GuestReading {
  let psw: Psw = { high: word(machine, block + at.VPSW), low: word(machine, block + at.VPSW + 4) };
  const real = realPswOf(machine, block);
  if (real !== undefined) psw = stepped(psw, conditionAndMask(real), addressOf(real));
  const loaded = word(machine, at.LOADED) === block;
  const stateCode = byte(machine, block + at.STATE);
  const sixteen = Array.from({ length: 16 }, (_, n) => n);
  return {
    psw: pswHex(psw),
    gr: sixteen.map((n) => (real === undefined ? word(machine, block + at.GPRS + 4 * n) : machine.gr(n))),
    cr: sixteen.map((n) => word(machine, block + at.VCRS + 4 * n)),
    fr: [0, 2, 4, 6].map((n) =>
      loaded
        ? machine.fr(n)
        : pswHex({ high: word(machine, block + at.FPRS + 4 * n), low: word(machine, block + at.FPRS + 4 * n + 4) }),
    ),
    state: states[stateCode],
    ...(stateCode === at.STATE_CHECK_STOP && {
      why: {
        reason: byte(machine, block + at.STOP),
        operation: word(machine, block + at.STOP_OPERATION) >>> 16,
      },
    }),
  };
}

/** Real address behind a guest address; undefined where the guest has no storage. */
export function realAddress(machine: Outside, block: number, address: number): number | undefined {
  if (address >>> 20 !== 0) return undefined;
  const entry = word(machine, block + at.PAGE_TABLE + 2 * (address >>> 12)) >>> 16;
  return (entry & 0x08) !== 0 ? undefined : ((entry >>> 4) << 12) | (address & 0xfff);
}

/** A guest's storage; bytes that it does not have read as zero. */
export function readGuest(machine: Outside, block: number, address: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let offset = 0; offset < length; ) {
    const piece = Math.min(length - offset, 0x1000 - ((address + offset) & 0xfff));
    const real = realAddress(machine, block, address + offset);
    if (real !== undefined) bytes.set(machine.read(real, piece), offset);
    offset += piece;
  }
  return bytes;
}
