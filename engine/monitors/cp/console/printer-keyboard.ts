/** Printer-keyboards as terminals: 3215, 1052 (GA24-3550, "IBM 3215 Console Printer-Keyboard"). */
import { decodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest, RealDevice } from "../io/state.ts";
import type { Consoles } from "./consoles.ts";
import type { TerminalDriver } from "./driver.ts";
import type { Terminal } from "./state.ts";

const WRITE = 0x01;
const WRITE_CARRIER_RETURN = 0x09;
const READ_INQUIRY = 0x0a;
const AUDIBLE_ALARM = 0x0b;
const COMMAND_CHAINING = 0x40;
const SUPPRESS_LENGTH = 0x20;

const ATTENTION = 0x80000000;
const BUSY = 0x10000000;
const CHANNEL_END = 0x08000000;
const DEVICE_END = 0x04000000;
const UNIT_CHECK = 0x02000000;
const UNIT_EXCEPTION = 0x01000000;

const BLANK = 0x40;
/** Bytes of a line that is read. */
const LONGEST_LINE = 130;
/** CCWs before the data. */
const CCWS = 16;
/** Lines that have been typed ahead of CP; no more is read before it has caught up. */
const TYPED_AHEAD = 16;
/** Lines that wait to be written, with which a user need not wait any longer to type one. */
const FLOOD = 16;
/** Microseconds in which a line that has been typed is read; after that nothing was typed, and the attention key alone was pressed. */
const TYPED_LINE = 2000;

export class PrinterKeyboards implements TerminalDriver {
  readonly types = ["3215", "1052"];
  readonly #cp: Cp;
  readonly #consoles: Consoles;

  constructor(cp: Cp, consoles: Consoles) {
    this.#cp = cp;
    this.#consoles = consoles;
    cp.io.handle("terminal write", (request, device, csw) => this.#written(request, device, csw));
    cp.io.handle("terminal read", (request, device, csw) => this.#read(request, device, csw));
    for (const type of this.types) cp.io.handleAttention(type, (device, csw) => this.#attention(device, csw));
    for (const { address, type } of cp.configuration.devices)
      if (this.types.includes(type)) cp.timers.handle(keyTimer(address), () => this.#keyAlone(address));
  }

  look(terminal: Terminal): void {
    const { doing, output, notReady } = terminal;
    if (notReady) return;
    if (doing === "reading" && output.length > 0 && !terminal.attention) this.#halt(terminal);
    if (doing !== "nothing") return;
    // Who wants to say something waits for what is there, but not where more and more comes.
    const isFlooded = output.length >= FLOOD && terminal.attention;
    if (output.length > 0 && !(isFlooded && this.#readWanted(terminal))) this.#write(terminal);
    else if (this.#readWanted(terminal)) this.#startRead(terminal);
  }

  #readWanted(terminal: Terminal): boolean {
    if (terminal.typed.length >= TYPED_AHEAD) return false;
    return terminal.attention || this.#consoles.readWanted(terminal);
  }

  #write(terminal: Terminal): void {
    const [{ bytes, returns, alarm }] = terminal.output;
    const { host, free, io } = this.#cp;
    // A CCW cannot have a count of 0: an empty line is a blank.
    const data = bytes.length > 0 ? bytes : Uint8Array.of(BLANK);
    const length = CCWS + data.length;
    const program = free.get(length);
    const flags = (alarm ? COMMAND_CHAINING : 0) | SUPPRESS_LENGTH;
    host.store32(program, (((returns ? WRITE_CARRIER_RETURN : WRITE) << 24) | (program + CCWS)) >>> 0);
    host.store32(program + 4, ((flags << 24) | data.length) >>> 0);
    host.store32(program + 8, (AUDIBLE_ALARM << 24) >>> 0);
    host.store32(program + 12, ((SUPPRESS_LENGTH << 24) | 1) >>> 0);
    host.storeBytes(program + CCWS, data);
    terminal.doing = "writing";
    // The alarm alone.
    const first = alarm && bytes.length === 0 && !returns ? program + 8 : program;
    const written: Written = { program, length };
    io.start(terminal.address, { kind: "terminal write", program: first, key: 0, vm: 0, data: written });
  }

  #written(request: IoRequest, { address }: RealDevice, { low }: Csw): void {
    // What `#write` put there.
    const { program, length } = request.data as Written;
    this.#cp.free.release(program, length);
    const terminal = this.#terminal(address);
    if (terminal === undefined) return;
    terminal.doing = "nothing";
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    if ((low & UNIT_CHECK) !== 0) this.#consoles.lost(terminal);
    else if ((low & CHANNEL_END) !== 0 || (low & BUSY) === 0) this.#consoles.written(terminal);
    this.#consoles.poke(terminal);
  }

  #startRead(terminal: Terminal): void {
    const { host, free, io, timers } = this.#cp;
    const length = CCWS + LONGEST_LINE;
    const program = free.get(length);
    host.store32(program, ((READ_INQUIRY << 24) | (program + CCWS)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | LONGEST_LINE) >>> 0);
    terminal.doing = "reading";
    this.#consoles.readIssued(terminal);
    if (terminal.attention) timers.set(keyTimer(terminal.address), host.microseconds() + TYPED_LINE);
    io.start(terminal.address, { kind: "terminal read", program, key: 0, vm: 0, data: length });
  }

  #read(request: IoRequest, { address }: RealDevice, { low }: Csw): void {
    const count = Math.max(0, LONGEST_LINE - (low & 0xffff));
    const line = decodeEbcdic(this.#cp.host.loadBytes(request.program + CCWS, count));
    // `#startRead` asked for so much.
    this.#cp.free.release(request.program, request.data as number);
    const terminal = this.#terminal(address);
    if (terminal === undefined) return;
    const wasHalted = terminal.doing === "halting";
    terminal.doing = "nothing";
    const hasEnded = (low & CHANNEL_END) !== 0;
    if ((low & UNIT_CHECK) !== 0) this.#consoles.lost(terminal);
    // CANCEL while a line was awaited.
    else if ((low & UNIT_EXCEPTION) !== 0) this.#consoles.attentionKey(terminal);
    else if (hasEnded && (count > 0 || !wasHalted)) this.#consoles.typed(terminal, line);
    this.#cp.timers.cancel(keyTimer(address));
    if (hasEnded) terminal.attention = false;
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    this.#consoles.poke(terminal);
  }

  #attention({ address }: RealDevice, { low }: Csw): void {
    const terminal = this.#terminal(address);
    if (terminal === undefined) return;
    if ((low & DEVICE_END) !== 0) this.#consoles.back(terminal);
    if ((low & ATTENTION) !== 0) terminal.attention = true;
    this.#consoles.poke(terminal);
  }

  /** Nothing comes: nobody has typed a line. */
  #keyAlone(address: number): void {
    const terminal = this.#terminal(address);
    if (terminal === undefined || terminal.doing !== "reading") return;
    terminal.attention = false;
    this.#consoles.attentionKey(terminal);
    if (!this.#readWanted(terminal)) this.#halt(terminal);
    this.#consoles.poke(terminal);
  }

  #halt(terminal: Terminal): void {
    terminal.doing = "halting";
    this.#cp.host.hio(terminal.address);
  }

  #terminal(address: number): Terminal | undefined {
    return this.#cp.state.terminals[address];
  }
}

/** Free storage of a channel program that writes. */
interface Written {
  readonly program: number;
  readonly length: number;
}

function keyTimer(address: number): string {
  return `attention key ${address}`;
}
