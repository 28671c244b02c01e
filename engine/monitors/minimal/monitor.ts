/** The minimal trap-and-emulate monitor: the way in, what is done there, the way out. */
import type { Monitor } from "../../machine/monitor.ts";
import { findInstruction, type Host } from "../../s370/index.ts";
import { costs } from "../costs.ts";
import { addressOf, conditionAndMask, stepped } from "../psw.ts";
import { type Handler, HandlerEnded } from "../types.ts";
import { ioInterruption } from "./channel.ts";
import { dispatch, ringAfter } from "./dispatch.ts";
import { ADDRESSING, Guest, PRIVILEGED_OPERATION } from "./guest.ts";
import { trappedInstruction } from "./instructions.ts";
import * as at from "./layout.ts";
import { reflectProgram, reflectSvc, stop } from "./reflect.ts";
import { controlBlock, MONITOR_PSW, newPsws } from "./setup.ts";
import { type BuiltIn, builtIns } from "./simulate.ts";
import { account } from "./time.ts";

const SEGMENT_TRANSLATION = 0x10;
const PAGE_TRANSLATION = 0x11;

/** The interval timer's greatest value. */
const LONGEST = 0x7fff_ffff;

/** What decides how the monitor works; fixed for a run. */
export interface Behaviour {
  /** Worlds' names, in the order of the control blocks. */
  readonly worlds: readonly string[];
  /** Handlers that take the place of the monitor's own, by mnemonic. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Mnemonics for which the monitor has no handler of its own. */
  readonly without: ReadonlySet<string>;
  readonly handlerState: { save(): unknown; restore(data: unknown): void } | undefined;
}

interface SavedState {
  readonly messages: Readonly<Record<string, string>>;
  readonly handlers: unknown;
}

export class TrapAndEmulate implements Monitor<Host> {
  readonly entryPoints: ReadonlySet<number> = new Set(newPsws.map(([, entry]) => entry));
  readonly #behaviour: Behaviour;
  /** What a failed handler had to say, by world: the one thing that does not lie in real storage. */
  #messages: Record<string, string> = {};

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  save(): unknown {
    const saved: SavedState = { messages: { ...this.#messages }, handlers: this.#behaviour.handlerState?.save() };
    return saved;
  }

  restore(data: unknown): void {
    // It is what `save` returned.
    const saved = data as SavedState;
    this.#messages = { ...saved.messages };
    this.#behaviour.handlerState?.restore(saved.handlers);
  }

  start(host: Host): void {
    // First of all: the timer must not pass zero before the first slice is armed: that would ask for an interruption.
    host.store32(at.INTERVAL_TIMER, LONGEST);
    host.store32(at.TIMER_BASE, LONGEST);
    for (const [old, entry] of newPsws) {
      host.store32(old + at.NEW_PSW, MONITOR_PSW);
      host.store32(old + at.NEW_PSW + 4, entry);
    }
    this.#leave(host);
  }

  entered(host: Host, address: number): void {
    host.charge(costs.crossing);
    const block = host.load32(at.CURRENT);
    if (block === 0) {
      account(host, undefined);
      if (address === at.ENTRY_IO) this.#io(host);
      return this.#leave(host);
    }
    host.stm(0, 15, block + at.GPRS);
    const guest = new Guest(host, block);
    account(host, guest);
    switch (address) {
      case at.ENTRY_PROGRAM:
        return this.#program(guest);
      case at.ENTRY_SVC: {
        step(guest, at.SVC_OLD);
        reflectSvc(guest, host.load16(at.SVC_CODE), lengthCode(host, at.SVC_LENGTH));
        return this.#leave(host);
      }
      case at.ENTRY_EXTERNAL:
        step(guest, at.EXTERNAL_OLD);
        return this.#leave(host);
      case at.ENTRY_IO:
        step(guest, at.IO_OLD);
        this.#io(host);
        return this.#leave(host);
      default:
        throw new Error(`The machine checked: the monitor was entered at X'${address.toString(16).toUpperCase()}'.`);
    }
  }

  #leave(host: Host, lengthCode = 0): void {
    dispatch(host, (block) => this.#world(block), lengthCode);
  }

  #io(host: Host): void {
    ioInterruption(host, ringAfter(host, controlBlock(0)));
  }

  #world(block: number): string {
    return this.#behaviour.worlds[(block - at.BLOCKS) / at.BLOCK_SIZE];
  }

  #program(guest: Guest): void {
    const { host } = guest;
    const code = host.load16(at.PROGRAM_CODE);
    const ilc = lengthCode(host, at.PROGRAM_LENGTH);
    step(guest, at.PROGRAM_OLD);
    if (code === PRIVILEGED_OPERATION && !guest.problemState()) return this.#leave(host, this.#simulate(guest, ilc));
    if (code === SEGMENT_TRANSLATION || code === PAGE_TRANSLATION) {
      // The guest has no storage there: on its own machine, an addressing exception, which ends the instruction and does not nullify it.
      const psw = guest.psw();
      guest.setPsw(stepped(psw, conditionAndMask(psw), addressOf(psw) + 2 * ilc));
      reflectProgram(guest, ADDRESSING, ilc);
    } else reflectProgram(guest, code, ilc);
    this.#leave(host);
  }

  /** Returns the length code with which to settle the virtual PSW. */
  #simulate(guest: Guest, ilc: number): number {
    const { operation, instruction } = trappedInstruction(guest, guest.instructionAddress(), 2 * ilc);
    const { mnemonic } = instruction;
    const { handlers, without } = this.#behaviour;
    const handler: BuiltIn | undefined = handlers[mnemonic] ?? (without.has(mnemonic) ? undefined : builtIns[mnemonic]);
    if (handler === undefined) {
      stop(guest, at.STOP_UNSUPPORTED, operation);
      return 0;
    }
    try {
      handler(guest, instruction);
      return mnemonic === "LPSW" ? 0 : ilc;
    } catch (error) {
      if (error instanceof HandlerEnded) reflectProgram(guest, error.code, ilc);
      else {
        this.#messages[this.#world(guest.block)] = error instanceof Error ? error.message : String(error);
        stop(guest, at.STOP_HANDLER, operation);
      }
      return 0;
    }
  }

  /** Why a guest in check-stop was stopped, for people. */
  explain(world: string, reason: number, operation: number): string {
    const name =
      findInstruction(operation >>> 8, operation & 0xff)?.mnemonic ?? `X'${operation.toString(16).toUpperCase()}'`;
    switch (reason) {
      case at.STOP_NEW_PSW:
        return "The guest's program new PSW at X'68' is not valid: its own machine would interrupt itself for ever.";
      case at.STOP_TRANSLATION:
        return "The guest turned address translation on; this monitor has no shadow tables, so it stopped the guest.";
      case at.STOP_UNSUPPORTED:
        return `The guest issued ${name}, for which the monitor has no handler, so it stopped the guest.`;
      case at.STOP_CHANNEL_PROGRAM:
        return `The guest's channel program has more than ${at.MAX_CCWS} CCWs in real storage, which is as many as this monitor copies.`;
      default:
        return `The handler for ${name} failed: ${this.#messages[world] ?? "no reason was kept"}`;
    }
  }
}

/** Condition code, program mask and instruction address of the interrupted guest: from the real old PSW into the virtual PSW. */
function step(guest: Guest, oldPsw: number): void {
  const old = { high: guest.host.load32(oldPsw) >>> 0, low: guest.host.load32(oldPsw + 4) >>> 0 };
  guest.setPsw(stepped(guest.psw(), conditionAndMask(old), addressOf(old)));
}

/** Bits 13-14 of the word that EC-mode interruptions store. */
function lengthCode(host: Host, location: number): number {
  return (host.load8(location) >>> 1) & 3;
}
