/**
 * Screens that are a program's own: DIAGNOSE X'58' with the CCWs X'29' and X'2A' writes and reads a display as a program of a dedicated one would. Until CP has
 * something to say, or the user wants CP, the screen stays the program's. Later than VM/370: after VM/SP's (VM/PC User's Guide, "Full Screen Mode").
 */
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest, RealDevice } from "../io/state.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import type { Consoles } from "./consoles.ts";
import type { DisplayTerminal } from "./display-state.ts";
import { actionOf } from "./display-stream.ts";
import type { Terminal } from "./state.ts";

const WRITE = 0x01;
const READ_BUFFER = 0x02;
const ERASE_WRITE = 0x05;
const READ_MODIFIED = 0x06;
const SUPPRESS_LENGTH = 0x20;

const ATTENTION = 0x80000000;
const UNIT_CHECK = 0x02000000;

const CCW = 8;
/** Bytes of one operation at most: what a frame has behind its CCW. */
export const MOST_FULL_SCREEN = 4096 - CCW;

const OPERATION = "full screen";
const KEY = "full screen key";

/** An operation that a program's DIAGNOSE waits for. */
export interface ScreenOperation {
  /** Whose, and which: a program that has been reset asks for another. */
  readonly key: string;
  /** Once it has ended: what was read, and whether it has failed. */
  result: { readonly bytes: Uint8Array; readonly failed: boolean } | undefined;
}

/** What is waited for until nothing is written or read at a display. */
export function screenIsIdle(address: number): string {
  return `display ${address}`;
}

/** The screen is CP's again. */
export function leaveFullScreen(display: DisplayTerminal): void {
  if (!display.isFullScreen) return;
  display.isFullScreen = false;
  display.rows = [];
  display.isOpen = false;
  display.shown = 0;
  display.input = "";
  display.erase = true;
}

export class FullScreens {
  readonly #cp: Cp;
  readonly #consoles: Consoles;

  constructor(cp: Cp, consoles: Consoles) {
    this.#cp = cp;
    this.#consoles = consoles;
    cp.io.handle(OPERATION, (request, device, csw) => this.#ended(request, device, csw));
    cp.io.handle(KEY, (request, device, csw) => this.#pressed(request, device, csw));
  }

  /** Writes, on an empty screen or on the program's own. False where it is not, or the display has failed. Throws `Wait` until it is done. */
  write(vm: Vm, terminal: Terminal, key: string, data: Uint8Array, erases: boolean): boolean {
    const { display } = terminal;
    if (display === undefined || (!erases && !display.isFullScreen && display.operation === undefined)) return false;
    const { failed } = this.#perform(vm, terminal, display, key, erases ? ERASE_WRITE : WRITE, data);
    if (failed) return false;
    display.isFullScreen = true;
    display.rows = [];
    display.isOpen = false;
    display.isFull = false;
    return true;
  }

  /** Reads the program's screen: what has been modified, or all. Undefined where it is not the program's, or has failed. Throws `Wait` until it is done. */
  read(vm: Vm, terminal: Terminal, key: string, most: number, modified: boolean): Uint8Array | undefined {
    const { display } = terminal;
    if (display === undefined || (!display.isFullScreen && display.operation === undefined)) return undefined;
    const command = modified ? READ_MODIFIED : READ_BUFFER;
    const { bytes, failed } = this.#perform(vm, terminal, display, key, command, new Uint8Array(most));
    return failed ? undefined : bytes;
  }

  /** Whether a display's screen is a program's, and CP leaves it alone. Sees to a key that has been pressed there. Throws `Wait` before it has done anything. */
  keeps(terminal: Terminal): boolean {
    const { display } = terminal;
    if (display?.isFullScreen !== true) return false;
    if (this.#isDisturbed(terminal)) {
      leaveFullScreen(display);
      return false;
    }
    if (terminal.attention) {
      this.#start(terminal, KEY, READ_MODIFIED, new Uint8Array(1), "reading");
      terminal.attention = false;
    }
    return true;
  }

  /** CP has a line for it, or the user is in CP. TERMINAL BREAKIN GUESTCTL: lines of CP's wait. */
  #isDisturbed({ vm, output }: Terminal): boolean {
    const console = this.#cp.state.vms[vm]?.console;
    if (console === undefined || console.inCp || console.asked !== undefined) return true;
    return output.some(({ from }) => from !== undefined || console.settings.breakIn === "IMMED");
  }

  #perform(
    { id }: Vm,
    terminal: Terminal,
    display: DisplayTerminal,
    key: string,
    command: number,
    data: Uint8Array,
  ): NonNullable<ScreenOperation["result"]> {
    const own = `${id} ${key}`;
    const { operation } = display;
    const isOwn = operation?.key === own;
    if (isOwn && operation.result !== undefined) {
      display.operation = undefined;
      return operation.result;
    }
    const isBusy = terminal.doing !== "nothing" || (terminal.output.length > 0 && !display.isFullScreen);
    if (isOwn || isBusy) throw new Wait(screenIsIdle(terminal.address));
    this.#start(
      terminal,
      OPERATION,
      command,
      data,
      command === WRITE || command === ERASE_WRITE ? "writing" : "reading",
    );
    display.operation = { key: own, result: undefined };
    throw new Wait(screenIsIdle(terminal.address));
  }

  /** Throws `Wait` until there is storage. */
  #start(terminal: Terminal, kind: string, command: number, data: Uint8Array, doing: Terminal["doing"]): void {
    const { host, free, io } = this.#cp;
    const program = free.get(CCW + data.length);
    host.store32(program, ((command << 24) | (program + CCW)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | data.length) >>> 0);
    host.storeBytes(program + CCW, data);
    terminal.doing = doing;
    io.start(terminal.address, { kind, program, key: 0, vm: 0, data: data.length });
  }

  /** What was read, the channel program given back. */
  #taken({ program, data }: IoRequest, { low }: Csw): Uint8Array {
    // `#start` put the length there.
    const length = data as number;
    const bytes = this.#cp.host.loadBytes(program + CCW, Math.max(0, length - (low & 0xffff)));
    this.#cp.free.release(program, CCW + length);
    return bytes;
  }

  #ended(request: IoRequest, { address }: RealDevice, csw: Csw): void {
    const bytes = this.#taken(request, csw);
    const terminal = this.#idle(address, csw);
    const operation = terminal?.display?.operation;
    if (operation === undefined) return;
    operation.result = { bytes, failed: (csw.low & UNIT_CHECK) !== 0 || csw.low === 0 };
  }

  /** PA1 leads to CP; every other key is the program's. */
  #pressed(request: IoRequest, { address }: RealDevice, csw: Csw): void {
    const [aid = 0] = this.#taken(request, csw);
    const terminal = this.#idle(address, csw);
    if (terminal?.display === undefined || terminal.vm === 0) return;
    if (actionOf(aid).key === "pa1") {
      leaveFullScreen(terminal.display);
      this.#consoles.cpKey(terminal);
    } else this.#consoles.virtual.attend(this.#cp.vm(terminal.vm));
  }

  #idle(address: number, { low }: Csw): Terminal | undefined {
    const terminal = this.#cp.state.terminals[address];
    if (terminal === undefined) return undefined;
    terminal.doing = "nothing";
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    if ((low & UNIT_CHECK) !== 0 && terminal.display !== undefined) {
      leaveFullScreen(terminal.display);
      this.#consoles.lost(terminal);
    }
    this.#cp.wake(screenIsIdle(address));
    this.#consoles.poke(terminal);
    return terminal;
  }
}
