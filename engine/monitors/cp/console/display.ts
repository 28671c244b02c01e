/** 3277 displays as terminals: output area, input area, and where the user is (GC20-1820, "Using a 3270 Display"). */
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest, RealDevice } from "../io/state.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import type { Consoles } from "./consoles.ts";
import { type DisplayTerminal, newDisplay } from "./display-state.ts";
import { type Action, OUTPUT_COLUMNS, OUTPUT_ROWS, readStream, updateStream } from "./display-stream.ts";
import type { ScreenWrite, TerminalDriver } from "./driver.ts";
import { FullScreens, leaveFullScreen, screenIsIdle } from "./full-screen.ts";
import type { Terminal } from "./state.ts";

const WRITE = 0x01;
const ERASE_WRITE = 0x05;
const READ_MODIFIED = 0x06;
const SUPPRESS_LENGTH = 0x20;

const ATTENTION = 0x80000000;
const DEVICE_END = 0x04000000;
const UNIT_CHECK = 0x02000000;

const START_FIELD = 0x1d;
const BLANK = 0x40;
const CCW = 8;
/** Bytes that READ MODIFIED may bring: a screen, and a few orders. */
const MOST_READ = 2048;
/** Microseconds after which a full screen gives way to what comes. */
const PATIENCE = 60_000_000;
/** Lines that have been typed ahead of CP. */
const TYPED_AHEAD = 16;
const INTERRUPT_KEY = 0x40;

export class Displays implements TerminalDriver {
  readonly types = ["3277"];
  readonly #cp: Cp;
  readonly #consoles: Consoles;
  readonly #fullScreens: FullScreens;

  constructor(cp: Cp, consoles: Consoles) {
    this.#cp = cp;
    this.#consoles = consoles;
    this.#fullScreens = new FullScreens(cp, consoles);
    cp.io.handle("display write", (request, device, csw) => this.#written(request, device, csw));
    cp.io.handle("display read", (request, device, csw) => this.#read(request, device, csw));
    for (const type of this.types) cp.io.handleAttention(type, (device, csw) => this.#attention(device, csw));
    for (const { address, type } of cp.configuration.devices)
      if (this.types.includes(type)) cp.timers.handle(patience(address), () => this.#patienceEnds(address));
  }

  begin(terminal: Terminal): void {
    terminal.display = newDisplay();
    terminal.output = [];
    this.#cp.timers.cancel(patience(terminal.address));
  }

  look(terminal: Terminal): void {
    const { display } = terminal;
    if (display === undefined || terminal.doing !== "nothing" || terminal.notReady) return;
    // It is a virtual machine's device, once CP has said so.
    if (terminal.dialed !== undefined && terminal.output.length === 0) return;
    if (this.#fullScreens.keeps(terminal)) return;
    if (terminal.attention) return this.#startRead(terminal);
    const changed: DisplayTerminal = { ...display, rows: [...display.rows] };
    this.#take(terminal, changed);
    changed.isHidden = this.#consoles.isSecret(terminal);
    const status = this.#status(terminal, changed);
    const isStale =
      changed.erase ||
      changed.isLocked ||
      changed.shown < changed.rows.length ||
      changed.input !== undefined ||
      changed.alarm ||
      changed.isHidden !== display.isHidden ||
      status !== display.status;
    if (isStale) this.#write(terminal, changed, status);
    else terminal.display = changed;
  }

  show(terminal: Terminal, writes: readonly ScreenWrite[]): boolean {
    const { display } = terminal;
    if (display === undefined) return false;
    if (writes.some(({ waits }) => waits) && display.rows.length > 0) {
      // The user clears the screen when it has been read, or time does.
      if (!display.isFull) this.#cp.timers.set(patience(terminal.address), this.#cp.host.microseconds() + PATIENCE);
      display.isFull = true;
      this.#consoles.poke(terminal);
      throw new Wait(cleared(terminal.address));
    }
    leaveFullScreen(display);
    for (const { line, bytes, clears } of writes) {
      if (clears) display.rows = [];
      else place(display.rows, line, bytes);
    }
    display.erase = true;
    display.shown = 0;
    display.isOpen = false;
    display.isProgram = true;
    this.#consoles.poke(terminal);
    return true;
  }

  writeScreen(vm: Vm, terminal: Terminal, key: string, data: Uint8Array, erases: boolean): boolean {
    return this.#fullScreens.write(vm, terminal, key, data, erases);
  }

  readScreen(vm: Vm, terminal: Terminal, key: string, most: number, modified: boolean): Uint8Array | undefined {
    return this.#fullScreens.read(vm, terminal, key, most, modified);
  }

  /** Lines into rows, as long as there are rows for them. */
  #take(terminal: Terminal, display: DisplayTerminal): void {
    const { address, output } = terminal;
    const keepsScreen = display.isProgram && this.#isUndisturbed(terminal);
    for (; display.taken < output.length; display.taken++) {
      const { bytes, returns, alarm, from } = output[display.taken];
      if (keepsScreen && from === undefined) return;
      const last = display.isOpen ? (display.rows.pop() ?? new Uint8Array()) : new Uint8Array();
      const whole = Uint8Array.from([...last, ...bytes]);
      const count = Math.max(1, Math.ceil(whole.length / OUTPUT_COLUMNS));
      if (display.rows.length + count > OUTPUT_ROWS && display.rows.length > 0) {
        if (display.isOpen) display.rows.push(last);
        if (!display.isFull) this.#cp.timers.set(patience(address), this.#cp.host.microseconds() + PATIENCE);
        display.isFull = true;
        return;
      }
      display.shown = Math.min(display.shown, display.rows.length);
      for (let i = 0; i < count; i++) display.rows.push(whole.subarray(i * OUTPUT_COLUMNS, (i + 1) * OUTPUT_COLUMNS));
      display.isOpen = !returns && bytes.length > 0;
      if (bytes.length === 0 && !returns) display.rows.pop();
      display.alarm ||= alarm === true;
    }
  }

  /** TERMINAL BREAKIN GUESTCTL: CP's lines wait while the user is with his program. */
  #isUndisturbed({ vm }: Terminal): boolean {
    const console = vm === 0 ? undefined : this.#cp.state.vms[vm]?.console;
    return console !== undefined && console.settings.breakIn === "GUESTCTL" && !console.inCp;
  }

  #status({ vm }: Terminal, { isHeld, isFull, isRefused }: DisplayTerminal): string {
    if (isHeld) return "HOLDING";
    if (isFull) return "MORE...";
    if (isRefused) return "NOT ACCEPTED";
    const state = vm === 0 ? undefined : this.#cp.state.vms[vm];
    if (state === undefined || state.console.inCp || state.console.asked !== undefined) return "CP READ";
    return state.console.reading ? "VM READ" : "RUNNING";
  }

  #write(terminal: Terminal, display: DisplayTerminal, status: string): void {
    const { host, free, io } = this.#cp;
    const { rows, erase: whole, isHidden, alarm } = display;
    const input = whole || isHidden !== terminal.display?.isHidden ? (display.input ?? "") : display.input;
    const first = whole ? 0 : display.shown;
    const data = updateStream({ first, rows, whole, input, isHidden, status, alarm });
    const length = CCW + data.length;
    const program = free.get(length);
    host.store32(program, (((whole ? ERASE_WRITE : WRITE) << 24) | (program + CCW)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | data.length) >>> 0);
    host.storeBytes(program + CCW, data);
    // From here on nothing waits.
    const shown = rows.length;
    terminal.display = { ...display, shown, status, erase: false, isLocked: false, input: undefined, alarm: false };
    terminal.doing = "writing";
    io.start(terminal.address, { kind: "display write", program, key: 0, vm: 0, data: length });
  }

  #written(request: IoRequest, { address }: RealDevice, { low }: Csw): void {
    // `#write` asked for so much.
    this.#cp.free.release(request.program, request.data as number);
    const terminal = this.#terminal(address);
    if (terminal?.display === undefined) return;
    const { display } = terminal;
    this.#idle(terminal);
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    if ((low & UNIT_CHECK) !== 0) {
      display.erase = true;
      this.#consoles.lost(terminal);
    } else {
      const { taken } = display;
      display.taken = 0;
      for (let i = 0; i < taken; i++) this.#consoles.written(terminal);
    }
    this.#consoles.poke(terminal);
  }

  #idle(terminal: Terminal): void {
    terminal.doing = "nothing";
    this.#cp.wake(screenIsIdle(terminal.address));
  }

  #startRead(terminal: Terminal): void {
    const { host, free, io } = this.#cp;
    const length = CCW + MOST_READ;
    const program = free.get(length);
    host.store32(program, ((READ_MODIFIED << 24) | (program + CCW)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | MOST_READ) >>> 0);
    terminal.doing = "reading";
    this.#consoles.readIssued(terminal);
    terminal.attention = false;
    io.start(terminal.address, { kind: "display read", program, key: 0, vm: 0, data: length });
  }

  #read(request: IoRequest, { address }: RealDevice, { low }: Csw): void {
    const count = Math.max(0, MOST_READ - (low & 0xffff));
    const bytes = this.#cp.host.loadBytes(request.program + CCW, count);
    // `#startRead` asked for so much.
    this.#cp.free.release(request.program, request.data as number);
    const terminal = this.#terminal(address);
    if (terminal?.display === undefined) return;
    this.#idle(terminal);
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    if ((low & UNIT_CHECK) !== 0) this.#consoles.lost(terminal);
    else if (count > 0) {
      const { action, text: typed } = readStream(bytes);
      terminal.display.isLocked = true;
      this.#done(terminal, terminal.display, action, typed);
    }
    this.#consoles.poke(terminal);
  }

  #done(terminal: Terminal, display: DisplayTerminal, action: Action, typed: string): void {
    display.isRefused = false;
    switch (action.key) {
      case "enter":
        return this.#enter(terminal, display, typed.trimEnd());
      case "pf":
        return this.#functionKey(terminal, display, action.number, typed);
      case "pa1":
        this.#clear(terminal, display, false);
        if (terminal.vm !== 0) this.#consoles.cpKey(terminal);
        return;
      case "pa2": {
        const state = terminal.vm === 0 ? undefined : this.#cp.state.vms[terminal.vm];
        if (state?.console.programAccess2 === true && state.console.settings.apl && !state.console.inCp)
          return this.#cp.external(this.#cp.vm(terminal.vm), INTERRUPT_KEY);
        return this.#clear(terminal, display, false);
      }
      case "clear":
        return this.#clear(terminal, display, true);
      case "other":
        return;
    }
  }

  #enter(terminal: Terminal, display: DisplayTerminal, text: string): void {
    if (display.isFull && text === "") {
      display.isHeld = !display.isHeld;
      const { timers, host } = this.#cp;
      if (display.isHeld) timers.cancel(patience(terminal.address));
      else timers.set(patience(terminal.address), host.microseconds() + PATIENCE);
      return;
    }
    if (terminal.typed.length >= TYPED_AHEAD || display.isFull) {
      display.isRefused = !display.isFull;
      return;
    }
    this.#line(terminal, display, text);
  }

  #line(terminal: Terminal, display: DisplayTerminal, text: string): void {
    display.input = "";
    if (!this.#consoles.isSecret(terminal)) {
      display.last = text === "" ? display.last : text;
      if (text !== "") this.#consoles.write(terminal, text);
    }
    this.#consoles.typed(terminal, text);
  }

  #functionKey(terminal: Terminal, display: DisplayTerminal, number: number, typed: string): void {
    const text = typed.trimEnd();
    const keys = terminal.vm === 0 ? undefined : this.#cp.state.vms[terminal.vm]?.console.functionKeys;
    const does = keys?.[number];
    if (does === undefined) return this.#enter(terminal, display, text);
    const [kind] = does.split(" ", 1);
    const data = does.slice(kind.length + 1);
    if (kind === "RETRIEVE") display.input = display.last;
    else if (kind === "TAB") display.input = tabbed(typed, data.split(" ").map(Number));
    // No display has a printer beside it.
    else if (kind === "COPY") display.isRefused = true;
    else if (kind === "DELAYED") display.input = data;
    else if (!display.isFull) this.#line(terminal, display, data);
  }

  /** The output area gives way to what comes. */
  #clear(terminal: Terminal, display: DisplayTerminal, clearsInput: boolean): void {
    display.rows = [];
    display.isProgram = false;
    display.isOpen = false;
    display.shown = 0;
    display.isFull = false;
    display.isHeld = false;
    display.erase = true;
    if (clearsInput) display.input = "";
    this.#cp.timers.cancel(patience(terminal.address));
    this.#cp.wake(cleared(terminal.address));
  }

  #patienceEnds(address: number): void {
    const terminal = this.#terminal(address);
    if (terminal?.display === undefined || terminal.display.isHeld) return;
    this.#clear(terminal, terminal.display, false);
    this.#consoles.poke(terminal);
  }

  #attention({ address }: RealDevice, { low }: Csw): void {
    const terminal = this.#terminal(address);
    if (terminal === undefined) return;
    if ((low & DEVICE_END) !== 0 && terminal.display !== undefined) {
      leaveFullScreen(terminal.display);
      terminal.display.erase = true;
      this.#consoles.back(terminal);
    }
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    this.#consoles.poke(terminal);
  }

  #terminal(address: number): Terminal | undefined {
    return this.#cp.state.terminals[address];
  }
}

/** A line up to the next of these columns, from 1. Blanks at its end count: one key pressed twice goes on two columns. */
function tabbed(typed: string, columns: readonly number[]): string {
  const next = columns.find((column) => column > typed.length + 1);
  return next === undefined ? typed : typed.padEnd(next - 1);
}

function cleared(address: number): string {
  return `clear screen ${address}`;
}

/** Puts bytes into rows of 80 locations from `line` on. An attribute takes one location; other orders than those for attributes are blanks. */
function place(rows: Uint8Array[], line: number, bytes: Uint8Array): void {
  let row: number[] = [];
  let locations = 0;
  let at = line;
  const end = (): void => {
    while (rows.length <= at) rows.push(new Uint8Array());
    rows[at++] = Uint8Array.from(row);
    row = [];
    locations = 0;
  };
  for (let i = 0; i < bytes.length && at < OUTPUT_ROWS; i++) {
    const isAttribute = bytes[i] === START_FIELD && i + 1 < bytes.length;
    if (isAttribute) row.push(START_FIELD, bytes[++i] | 0x40);
    else row.push(Math.max(bytes[i], BLANK));
    locations++;
    if (locations === (at === OUTPUT_ROWS - 1 ? OUTPUT_COLUMNS : OUTPUT_COLUMNS + 1)) end();
  }
  if (locations > 0 && at < OUTPUT_ROWS) end();
}

function patience(address: number): string {
  return `full screen ${address}`;
}
