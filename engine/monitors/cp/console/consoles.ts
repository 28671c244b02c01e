/** Terminals: where users sit, what CP says to them, and what becomes of the lines that they type. */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import { INPUT_LINE, OUTPUT_LINE, READ_ISSUED, SLEEP } from "../monitoring/event-records.ts";
import type { Task } from "../tasks.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import { Displays } from "./display.ts";
import type { ScreenWrite, TerminalDriver } from "./driver.ts";
import { DEFAULT_SYMBOLS, logicalLines } from "./line-edit.ts";
import { newTerminal } from "./new-terminal.ts";
import { Passwords } from "./passwords.ts";
import { PrinterKeyboards } from "./printer-keyboard.ts";
import type { OutputLine, Terminal } from "./state.ts";
import { VirtualConsoles } from "./virtual-console.ts";

/** Lines that wait at a terminal before those who send them, other users, wait too. */
const MUCH_OUTPUT = 64;
/** Lines that a virtual machine's user may type before its program has read the first. */
const LINES_AHEAD = 16;
/** Microseconds after which a virtual machine is logged off that wants to talk to a user who is not there. */
const FORCED_LOGOFF = 15 * 60 * 1_000_000;

/** Told of each line at a virtual machine's console, whether or not anybody sees it: console spooling. */
export type ConsoleCopy = (vm: Vm, text: string) => void;

export class Consoles {
  readonly #cp: Cp;
  readonly virtual: VirtualConsoles;
  readonly passwords: Passwords;
  readonly #drivers: readonly TerminalDriver[];
  readonly #copies: ConsoleCopy[] = [];

  constructor(cp: Cp) {
    this.#cp = cp;
    this.virtual = new VirtualConsoles(cp);
    this.passwords = new Passwords(cp);
    this.#drivers = [new PrinterKeyboards(cp, this), new Displays(cp, this)];
    cp.tasks.handle("terminal", (task) => this.#look(task));
    cp.tasks.handle("line", (task) => this.#line(task));
    cp.timers.handle("forced logoff", ({ vm }) => cp.tasks.add("logoff", { vm, forced: true }));
    cp.timers.handle("sleep", ({ vm }) => {
      cp.monitoring.terminal(SLEEP, cp.vm(vm));
      this.awake(cp.vm(vm));
    });
  }

  /** Has each line copied. For the constructors of other parts. */
  copyTo(copy: ConsoleCopy): void {
    this.#copies.push(copy);
  }

  /** Once, when CP is loaded: its consoles and displays are terminals. */
  start(): void {
    const { state } = this.#cp;
    const { configuration, tasks } = this.#cp;
    for (const { address, type } of Object.values(state.io.devices)) {
      if (this.#driver(type) === undefined) continue;
      const terminal = newTerminal(address, type);
      state.terminals[address] = terminal;
      this.begin(terminal);
    }
    const free = Object.values(state.terminals).find(
      ({ address }) => !configuration.prepared?.some(({ terminal }) => terminal === address),
    );
    const operator = configuration.operatorTerminal ?? free?.address;
    if (operator !== undefined) tasks.add("operator", operator);
  }

  /** A terminal at which nobody is logged on: it says so. */
  begin(terminal: Terminal): void {
    terminal.vm = 0;
    terminal.logon = undefined;
    terminal.typed = [];
    this.#driver(terminal.type)?.begin?.(terminal);
    if (terminal.enabled) this.write(terminal, "VM/370 ONLINE");
  }

  // Terminals and virtual machines.

  /** The terminal of a virtual machine's user; undefined while disconnected. */
  of(vm: Vm): Terminal | undefined {
    return Object.values(this.#cp.state.terminals).find((terminal) => terminal.vm === vm.id);
  }

  /** A user sits down at a terminal, in CP. */
  connect(vm: Vm, terminal: Terminal): void {
    terminal.vm = vm.id;
    terminal.logon = undefined;
    this.#cp.timers.cancel("forced logoff", vm.id);
    this.poke(terminal);
  }

  /** The virtual machine of the user at a terminal ends: a line of his waits for nothing of its any more. */
  left(terminal: Terminal): void {
    terminal.vm = 0;
    for (const task of this.#cp.state.tasks)
      if (task.kind === "line" && task.data === terminal.address) task.waitingFor = undefined;
  }

  /** Nobody is at the virtual machine's terminal any more; returns which it was. */
  disconnect(vm: Vm): Terminal | undefined {
    const terminal = this.of(vm);
    if (terminal === undefined) return undefined;
    terminal.vm = 0;
    terminal.typed = [];
    this.passwords.typed(vm, "");
    // What its program waits to be written is written nowhere.
    for (const { from } of terminal.output) if (from !== undefined) this.virtual.written(from);
    terminal.output = terminal.output.map(({ from: _, ...line }) => line);
    if (vm.state.console.reading || vm.state.console.inCp) this.#forceLater(vm);
    return terminal;
  }

  // Output.

  /** A line for a virtual machine's user; while disconnected it is only copied. */
  message(vm: Vm, text: string): void {
    this.output(vm, { bytes: encodeEbcdic(text), returns: true });
  }

  /** A line of CP's or of its program's. Returns whether anybody sees it. */
  output(vm: Vm, line: OutputLine): boolean {
    if (line.bytes.length > 0) {
      const text = decodeEbcdic(line.bytes);
      for (const copy of this.#copies) copy(vm, text);
      this.#cp.monitoring.terminal(OUTPUT_LINE, vm, text);
    }
    const terminal = this.of(vm);
    const isHidden = line.from !== undefined && !this.#cp.spool.showsConsole(vm);
    if (terminal === undefined || isHidden) return false;
    this.#queue(terminal, line, vm.state.console.settings.lineSize);
    return true;
  }

  /** Writes lines of a screen at once. Returns false where the user has none. Throws `Wait` before anything is done. */
  show(vm: Vm, writes: readonly ScreenWrite[]): boolean {
    const terminal = this.of(vm);
    if (terminal === undefined) return false;
    return this.#driver(terminal.type)?.show?.(terminal, writes) ?? false;
  }

  /** Writes all of a user's screen for a program (see `TerminalDriver`). Throws `Wait` until it is done. */
  writeScreen(vm: Vm, key: string, data: Uint8Array, erases: boolean): boolean {
    const terminal = this.of(vm);
    if (terminal === undefined) return false;
    return this.#driver(terminal.type)?.writeScreen?.(vm, terminal, key, data, erases) ?? false;
  }

  /** Reads it. Throws `Wait` until it is done. */
  readScreen(vm: Vm, key: string, most: number, modified: boolean): Uint8Array | undefined {
    const terminal = this.of(vm);
    return terminal && this.#driver(terminal.type)?.readScreen?.(vm, terminal, key, most, modified);
  }

  /** A line at a terminal. */
  write(terminal: Terminal, text: string): void {
    this.#queue(terminal, { bytes: encodeEbcdic(text), returns: true }, 0);
  }

  /** Characters over which a password is typed. */
  mask(terminal: Terminal): void {
    this.#queue(terminal, { bytes: encodeEbcdic("XXXXXXXX"), returns: false }, 0);
  }

  /** Throws `Wait` while so many lines wait at a user's terminal that others should not add to them. */
  requireRoom(vm: Vm): void {
    const terminal = this.of(vm);
    if (terminal !== undefined && terminal.output.length >= MUCH_OUTPUT) throw new Wait(room(terminal));
  }

  /** Lets a virtual machine wait while so many lines for its user wait. */
  slowDown(vm: Vm): void {
    const terminal = this.of(vm);
    if (terminal !== undefined && terminal.output.length >= MUCH_OUTPUT) vm.state.waitingFor ??= room(terminal);
  }

  #queue(terminal: Terminal, line: OutputLine, size: number): void {
    const { bytes } = line;
    let from = 0;
    if (size > 0)
      for (; bytes.length - from > size; from += size)
        terminal.output.push({ bytes: bytes.slice(from, from + size), returns: true });
    terminal.output.push(from === 0 ? line : { ...line, bytes: bytes.slice(from) });
    this.poke(terminal);
  }

  /** Told by drivers: the first line has been written. */
  written(terminal: Terminal): void {
    const line = terminal.output.shift();
    if (line?.from !== undefined) this.virtual.written(line.from);
    if (terminal.output.length < MUCH_OUTPUT) this.#cp.wake(room(terminal));
  }

  // Where the user is.

  /** The user is in CP: the next line is a command. The machine is stopped, unless SET RUN ON lets it go on. */
  cpRead(vm: Vm): void {
    const { console, options } = vm.state;
    if (!options.run) vm.state.stopped = true;
    console.inCp = true;
    const terminal = this.of(vm);
    if (terminal === undefined) this.#forceLater(vm);
    else {
      if (terminal.display === undefined) this.write(terminal, "CP");
      this.poke(terminal);
    }
  }

  /** The machine goes on; lines are its own again. */
  resume(vm: Vm): void {
    vm.state.stopped = false;
    this.#cp.ready(vm);
    vm.state.console.inCp = false;
    this.#cp.timers.cancel("forced logoff", vm.id);
    this.changed(vm);
  }

  checkStop(vm: Vm): void {
    vm.state.stopped = true;
    this.message(vm, "CP ENTERED; CHECK STOP");
    this.cpRead(vm);
  }

  /** SLEEP ends. */
  awake(vm: Vm): void {
    const { console } = vm.state;
    if (console.sleepsUntil === undefined) return;
    console.sleepsUntil = undefined;
    this.#cp.timers.cancel("sleep", vm.id);
    if (!console.inCp) vm.state.stopped = false;
    this.#cp.ready(vm);
    this.#cp.wake(`sleep ${vm.id}`);
    this.changed(vm);
  }

  /** What is shown of a virtual machine's state may have changed; lines may be wanted. */
  changed(vm: Vm): void {
    const terminal = this.of(vm);
    if (terminal !== undefined) this.poke(terminal);
    else if (vm.state.console.reading) this.#forceLater(vm);
  }

  #forceLater(vm: Vm): void {
    this.#cp.timers.set("forced logoff", this.#cp.host.microseconds() + FORCED_LOGOFF, vm.id);
  }

  // What users do.

  /** Whether a line is awaited at a terminal. */
  readWanted({ vm, logon }: Terminal): boolean {
    const state = vm === 0 ? undefined : this.#cp.state.vms[vm];
    if (state === undefined) return logon !== undefined;
    if (state.console.asked !== undefined) return state.console.asked.answer === undefined;
    return (
      (state.console.inCp || state.console.reading || state.console.echo > 0) && state.console.sleepsUntil === undefined
    );
  }

  /** Told by drivers: a read has been started. */
  readIssued(terminal: Terminal): void {
    if (terminal.vm !== 0) this.#cp.monitoring.terminal(READ_ISSUED, this.#cp.vm(terminal.vm));
  }

  /** Whether the next line at a terminal is a password, which nobody is to see. */
  isSecret({ vm, logon }: Terminal): boolean {
    return logon !== undefined || (vm !== 0 && this.passwords.isAwaited(this.#cp.vm(vm)));
  }

  /** Told by drivers: a line has been typed. */
  typed(terminal: Terminal, text: string): void {
    const vm = terminal.vm === 0 ? undefined : this.#cp.vm(terminal.vm);
    if (vm !== undefined && this.passwords.isAwaited(vm)) return this.passwords.typed(vm, text);
    if (vm !== undefined) {
      for (const copy of this.#copies) copy(vm, text);
      this.#cp.monitoring.terminal(INPUT_LINE, vm, text);
    }
    const edits = terminal.logon === undefined && (vm === undefined || vm.state.options.lineEdit);
    if (terminal.typed.length === 0) this.#cp.tasks.add("line", terminal.address);
    terminal.typed.push(...logicalLines(text, vm?.state.console.settings ?? DEFAULT_SYMBOLS, edits));
  }

  /**
   * Told by drivers: the attention key has been pressed, and no line typed. The first press is an attention for the virtual machine, one more, or one while its
   * program waits for a line, leads to CP (GC20-1820, "TERMINAL"); with TERMINAL MODE CP each leads there.
   */
  attentionKey(terminal: Terminal): void {
    if (terminal.vm === 0) return;
    const vm = this.#cp.vm(terminal.vm);
    const { console } = vm.state;
    if (console.sleepsUntil !== undefined) return this.awake(vm);
    if (console.inCp || this.passwords.isAwaited(vm)) return;
    if (console.settings.attention && terminal.display === undefined) this.write(terminal, "!");
    if (console.settings.mode === "CP" || console.reading || this.virtual.hasAttention(vm)) this.cpRead(vm);
    else this.virtual.attend(vm);
  }

  /** Told by drivers: a key that leads to CP wherever the user is: PA1. */
  cpKey(terminal: Terminal): void {
    const vm = this.#cp.vm(terminal.vm);
    if (vm.state.console.sleepsUntil !== undefined) this.awake(vm);
    if (!vm.state.console.inCp) this.cpRead(vm);
  }

  /** Told by drivers: a terminal does nothing any more. Its user is logged off if that lasts. */
  lost(terminal: Terminal): void {
    terminal.notReady = true;
    if (terminal.vm !== 0) this.#forceLater(this.#cp.vm(terminal.vm));
  }

  /** Told by drivers: it is ready again. */
  back(terminal: Terminal): void {
    terminal.notReady = false;
    if (terminal.vm !== 0) this.#cp.timers.cancel("forced logoff", terminal.vm);
  }

  #line({ data }: Task): void {
    // What `typed` put there.
    const terminal = this.#cp.state.terminals[data as number];
    const [line] = terminal.typed;
    if (line !== undefined) this.#act(terminal, line.text, line.forCp);
    terminal.typed.shift();
    if (terminal.typed.length > 0) this.#cp.tasks.add("line", terminal.address);
    this.poke(terminal);
  }

  #act(terminal: Terminal, text: string, forCp: boolean): void {
    const { commands } = this.#cp;
    const say = (line: string): void => this.write(terminal, line);
    if (terminal.vm === 0) {
      commands.executeUnknown(terminal, text);
      return;
    }
    const vm = this.#cp.vm(terminal.vm);
    const { console } = vm.state;
    if (console.sleepsUntil !== undefined) throw new Wait(`sleep ${vm.id}`);
    if (console.echo > 0) return this.#echo(vm, text);
    const isEmpty = text.trim() === "";
    if (!forCp && !console.inCp) this.#lineFor(vm, text);
    else if (!isEmpty)
      commands.execute({ vm, terminal, hidesPasswords: true, say: (line) => this.message(vm, line) }, text);
    else if (console.inCp) say("CP");
    else this.cpRead(vm);
  }

  #echo(vm: Vm, text: string): void {
    const { console } = vm.state;
    if (text.trim().toUpperCase() === "END") console.echo = 0;
    else for (let i = 0; i < console.echo; i++) this.message(vm, text);
  }

  #lineFor(vm: Vm, text: string): void {
    const { lines } = vm.state.console;
    if (lines.length >= LINES_AHEAD) return this.message(vm, "NOT ACCEPTED");
    lines.push(text);
    this.#cp.scheduler.interactive(vm);
    this.virtual.lineCame(vm);
  }

  // Drivers.

  /** Whether everything has been written that was to be. */
  get areQuiet(): boolean {
    return Object.values(this.#cp.state.terminals).every(
      ({ doing, output }) => doing !== "writing" && output.length === 0,
    );
  }

  /** Has a terminal looked after. */
  poke(terminal: Terminal): void {
    if (terminal.poked) return;
    terminal.poked = true;
    this.#cp.tasks.add("terminal", terminal.address);
  }

  #look({ data }: Task): void {
    // What `poke` put there.
    const terminal = this.#cp.state.terminals[data as number];
    this.#driver(terminal.type)?.look(terminal);
    terminal.poked = false;
  }

  #driver(type: string): TerminalDriver | undefined {
    return this.#drivers.find(({ types }) => types.includes(type));
  }
}

function room({ address }: Terminal): string {
  return `room at terminal ${address}`;
}
