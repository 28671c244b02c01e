/** Terminals: real consoles at which users sit, and what CP says to them. */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest, RealDevice } from "../io/state.ts";
import type { Vm } from "../vm.ts";
import type { Terminal } from "./state.ts";

const WRITE_CARRIER_RETURN = 0x09;
const READ_INQUIRY = 0x0a;
const SUPPRESS_LENGTH = 0x20;
/** Bytes of a line that is read. */
const LONGEST_LINE = 130;
const ATTENTION = 0x80000000;

export class Consoles {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.io.handle("terminal write", (request) => this.#release(request));
    cp.io.handle("terminal read", (request, device, csw) => this.#read(request, device, csw));
    for (const type of ["3215", "1052"])
      cp.io.handleAttention(type, (device, csw) => {
        if ((csw.low & ATTENTION) !== 0) this.#startRead(device.address);
      });
  }

  /** Once, when CP is loaded: its consoles are terminals. */
  start(): void {
    for (const { address, type } of Object.values(this.#cp.state.io.devices))
      if (type === "3215" || type === "1052") this.#cp.state.terminals[address] = { address, vm: 0 };
  }

  /** The terminal of a virtual machine's user; undefined while disconnected. */
  of(vm: Vm): Terminal | undefined {
    return Object.values(this.#cp.state.terminals).find((terminal) => terminal.vm === vm.id);
  }

  /** A line for a virtual machine's user. Dropped while disconnected. */
  message(vm: Vm, text: string): void {
    const terminal = this.of(vm);
    if (terminal !== undefined) this.write(terminal, text);
  }

  write(terminal: Terminal, text: string): void {
    const bytes = encodeEbcdic(text);
    const { host, free, io } = this.#cp;
    const length = 8 + bytes.length;
    const program = free.get(length);
    host.store32(program, ((WRITE_CARRIER_RETURN << 24) | (program + 8)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | bytes.length) >>> 0);
    host.storeBytes(program + 8, bytes);
    io.start(terminal.address, { kind: "terminal write", program, key: 0, vm: 0, data: length });
  }

  /** The user is in CP: the next line is a command. */
  cpRead(vm: Vm): void {
    this.message(vm, "CP READ");
  }

  checkStop(vm: Vm): void {
    vm.state.stopped = true;
    this.message(vm, "CP ENTERED; CHECK STOP");
  }

  #startRead(address: number): void {
    const { host, free, io } = this.#cp;
    const length = 8 + LONGEST_LINE;
    const program = free.get(length);
    host.store32(program, ((READ_INQUIRY << 24) | (program + 8)) >>> 0);
    host.store32(program + 4, ((SUPPRESS_LENGTH << 24) | LONGEST_LINE) >>> 0);
    io.start(address, { kind: "terminal read", program, key: 0, vm: 0, data: length });
  }

  #read(request: IoRequest, device: RealDevice, csw: Csw): void {
    const count = LONGEST_LINE - (csw.low & 0xffff);
    const line = decodeEbcdic(this.#cp.host.loadBytes(request.program + 8, count));
    this.#release(request);
    const terminal = this.#cp.state.terminals[device.address];
    if (terminal !== undefined) this.#cp.tasks.add("line", { terminal: device.address, line }, terminal.vm);
  }

  #release(request: IoRequest): void {
    // `data` is the length that was asked for.
    this.#cp.free.release(request.program, request.data as number);
  }
}
