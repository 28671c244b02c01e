/**
 * Spooling: virtual readers, punches and printers, the files that they write and read, and the real devices at which those begin and end (GC20-1807, "Spooling
 * Functions"). Files are on disk; what is known of them is in `CpState.spool`, and in the checkpoint area.
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import { spoolDeviceCommands } from "../commands/spool-devices.ts";
import { spoolFileCommands } from "../commands/spool-files.ts";
import { spoolOperatorCommands } from "../commands/spool-operator.ts";
import { tagCommands } from "../commands/spool-tag.ts";
import type { Cp } from "../cp.ts";
import { spoolDiagnoses } from "../diagnose/spool.ts";
import type { SpoolDevice as DirectoryDevice } from "../directory/types.ts";
import type { Csw } from "../io/state.ts";
import { tellOperator } from "../operator-messages.ts";
import type { Vm } from "../vm.ts";
import { Wait } from "../wait.ts";
import { spoolSpace } from "./blocks.ts";
import { Checkpoint, SETTLED } from "./checkpoint.ts";
import { closedMessage, closeInput, closeOutput } from "./close.ts";
import { isHeld, matches, queued, spoolDevices, spoolId } from "./queues.ts";
import { RealSpool } from "./real-spool.ts";
import {
  idleWriter,
  type SpoolDevice,
  type SpooledConsole,
  type SpoolFile,
  type SpoolOutput,
  type SpoolQueue,
} from "./state.ts";
import { spoolDevice } from "./virtual-device.ts";
import { VirtualUnitRecord } from "./virtual-unit-record.ts";
import { type NewFile, writeRecord } from "./writer.ts";

const DEVICE_END: Csw = { high: 0, low: 0x04000000 };
/** Print a line and space one. */
const WRITE_SPACE = 0x09;
/** Bytes of a printed line, and lines of a console that may wait to be written. */
const LINE = 132;
const MOST_LINES = 4096;
/** Microseconds after which the operator is logged on, so that what was found at the start can be told. */
const UNTOLD_PAUSE = 1_000_000;
/** Class of files of consoles unless the directory says otherwise. */
const CONSOLE_CLASS = "T";

/** Lines on their way to a virtual printer. */
interface Printing {
  readonly lines: readonly string[];
  done: number;
}

export class Spool {
  readonly #cp: Cp;
  readonly checkpoint: Checkpoint;
  readonly real: RealSpool;
  readonly devices: VirtualUnitRecord;

  constructor(cp: Cp) {
    this.#cp = cp;
    this.checkpoint = new Checkpoint(cp);
    this.real = new RealSpool(cp);
    this.devices = new VirtualUnitRecord(cp);
    // What `print` put there.
    cp.tasks.handle("spool print", ({ vm, data }) => this.#print(cp.vm(vm), data as Printing));
    cp.timers.handle("spool untold", () => {
      const { spool } = cp.state;
      for (const text of spool.untold) tellOperator(cp, text);
      spool.untold = [];
    });
    cp.tasks.handle("spool console", ({ vm }) => this.writeConsole(cp.vm(vm)));
    cp.commands.add([...spoolDeviceCommands, ...spoolFileCommands, ...tagCommands, ...spoolOperatorCommands]);
    cp.diagnoses.add(spoolDiagnoses);
    cp.consoles.copyTo((vm, text) => this.#consoleLine(vm, text));
    cp.sessions.onLogon((vm, say) => say(this.filesLine(vm.userid)));
    cp.sessions.onLogoff((vm) => this.#logoff(vm));
  }

  /** Once, when CP is loaded. */
  start(): void {
    this.real.start();
    this.checkpoint.start(this.#cp.configuration.spoolStart ?? "warm");
  }

  /** Throws `Wait` until spool files can be written and read. */
  ready(): void {
    this.checkpoint.ready();
  }

  /** SHUTDOWN: what is being written is closed, and everything is on the disk. Throws `Wait` until it is. */
  shutdown(): void {
    const { tasks } = this.#cp;
    for (const vm of this.#cp.vms) this.#logoff(vm);
    if (tasks.has("spool record") || tasks.has("spool release")) throw new Wait(SETTLED);
    this.checkpoint.close();
  }

  /** A message for the operator. While CP begins nobody is logged on: it is kept. */
  tellOperator(text: string): void {
    const { spool } = this.#cp.state;
    if (spool.ready) return tellOperator(this.#cp, text);
    spool.untold.push(text);
    this.#cp.timers.set("spool untold", this.#cp.host.microseconds() + UNTOLD_PAUSE);
  }

  /** Blocks of the spool area, and those in use. */
  space(): { blocks: number; used: number } {
    return spoolSpace(this.#cp);
  }

  // Virtual devices.

  /** A virtual machine gets a reader, punch or printer. */
  define(vm: Vm, device: Pick<DirectoryDevice, "address" | "type" | "function" | "class">): void {
    vm.state.devices[device.address] = spoolDevice(device);
  }

  /** A record for the file that a device writes. False where there is no room: the device is not ready then. Throws `Wait` before it changes anything. */
  write(vm: Vm, device: SpoolDevice, command: number, data: Uint8Array | undefined, recordSize: number): boolean {
    const { data: output } = device;
    const isPunch = output.function === "punch";
    const made = newFile(vm, output, isPunch ? "PUN" : "PRT", isPunch ? "punch" : "printer", recordSize);
    if (writeRecord(this.#cp, output.writer, made, command, data) === "written") return true;
    device.notReady = true;
    this.#full(vm, output);
    return false;
  }

  #full(vm: Vm, { writer: { open } }: SpoolOutput): void {
    const what = open === undefined ? "NO FILE OPENED" : `FILE ${spoolId(open.file)} WILL BE HELD`;
    this.#cp.consoles.message(vm, `DMKSPL430I SPOOL SPACE FULL; ${what}`);
    this.tellOperator(`DMKPGT400I SYSTEM TEMP SPACE FULL; USER ${vm.userid}`);
  }

  // Files.

  /** A file has come into a queue: whoever waits for it is told. */
  queued(file: SpoolFile): void {
    if (file.queue === "reader") this.#arrived(file);
    else this.real.wake();
  }

  #arrived(file: SpoolFile): void {
    const vm = this.#cp.user(file.owner);
    if (vm === undefined) return;
    if (vm.state.options.informational) this.#cp.consoles.message(vm, closedMessage(file, "FROM"));
    this.deviceEnds(vm, file);
  }

  /** A file can be read from now on: a reader that had nothing to read becomes ready. */
  deviceEnds(vm: Vm, file: SpoolFile): void {
    if (isHeld(file)) return;
    const reader = spoolDevices(vm.state.devices).find(
      ({ busy, notReady, data }) =>
        data.function === "reader" && notReady !== true && !busy && matches(file, data.class),
    );
    if (reader === undefined || reader.data.reading !== undefined) return;
    const others = queued(this.#cp, "reader", vm.userid).filter(
      (other) => other !== file && !other.inUse && !isHeld(other) && matches(other, reader.data.class),
    );
    if (others.length === 0) this.#cp.channels.present(vm, reader, DEVICE_END);
  }

  /** "FILES: 001 RDR,  NO PRT,  NO PUN": how many files a user has. */
  filesLine(userid: string, spoolClass?: string): string {
    const count = (queue: SpoolQueue): string => {
      const isWanted = (file: SpoolFile): boolean => spoolClass === undefined || file.class === spoolClass;
      const files = queued(this.#cp, queue, userid).filter(isWanted).length;
      return files === 0 ? " NO" : String(files).padStart(3, "0");
    };
    return `FILES: ${count("reader")} RDR, ${count("printer")} PRT, ${count("punch")} PUN`;
  }

  /** Logoff: what is being written is closed, what is being read is kept. Throws `Wait` until it is done. */
  #logoff(vm: Vm): void {
    for (const device of spoolDevices(vm.state.devices)) {
      closeOutput(this.#cp, device.data, { force: true });
      closeInput(this.#cp, device, true);
    }
    const { consoles } = this.#cp.state.spool;
    const console = consoles[vm.id];
    if (console === undefined) return;
    this.writeConsole(vm);
    closeOutput(this.#cp, console, { force: true });
    delete consoles[vm.id];
  }

  /** A device is taken away (DETACH): its file is closed. Throws `Wait` until it is. */
  detach(device: SpoolDevice): void {
    closeOutput(this.#cp, device.data, { force: true });
    closeInput(this.#cp, device, true);
  }

  // Consoles.

  /** How a virtual machine's console is spooled: changed in place. */
  console(vm: Vm): SpooledConsole {
    const { consoles } = this.#cp.state.spool;
    const entry = vm.state.directory.devices.find(({ kind }) => kind === "console");
    consoles[vm.id] ??= {
      class: entry?.kind === "console" ? entry.class : CONSOLE_CLASS,
      continuous: false,
      hold: false,
      copies: 1,
      destination: { kind: "off" },
      tag: "",
      writer: idleWriter(),
      started: false,
      terminal: true,
      lines: [],
    };
    return consoles[vm.id];
  }

  /** Whether a virtual machine's console lines are shown at its terminal: SPOOL CONSOLE NOTERM hides those of its program. */
  showsConsole(vm: Vm): boolean {
    const console = this.#cp.state.spool.consoles[vm.id];
    return console === undefined || !console.started || console.terminal;
  }

  #consoleLine(vm: Vm, text: string): void {
    const console = this.#cp.state.spool.consoles[vm.id];
    if (console === undefined || !console.started || console.lines.length >= MOST_LINES) return;
    for (let at = 0; at === 0 || at < text.length; at += LINE) console.lines.push(text.slice(at, at + LINE));
    if (!this.#cp.tasks.has("spool console", vm.id)) this.#cp.tasks.add("spool console", undefined, vm.id);
  }

  /** Writes the lines of a console that are not in its file yet. Throws `Wait` until they are. */
  writeConsole(vm: Vm): void {
    const console = this.#cp.state.spool.consoles[vm.id];
    if (console === undefined) return;
    const made = newFile(vm, console, "CON", "printer", LINE);
    for (let line = console.lines.at(0); line !== undefined; line = console.lines.at(0)) {
      const isWritten = writeRecord(this.#cp, console.writer, made, WRITE_SPACE, bytesOf(line)) === "written";
      console.lines.shift();
      if (isWritten) continue;
      console.started = false;
      console.lines = [];
      this.#full(vm, console);
    }
  }

  // What CP prints for its users: DUMP, TRACE PRINTER.

  /** Has lines printed at a virtual machine's first printer. False where it has none. */
  print(vm: Vm, lines: readonly string[]): boolean {
    if (this.#printer(vm) === undefined) return false;
    this.#cp.tasks.add("spool print", { lines, done: 0 } satisfies Printing, vm.id);
    return true;
  }

  #printer(vm: Vm): SpoolDevice | undefined {
    return spoolDevices(vm.state.devices).find(({ data }) => data.function === "printer");
  }

  #print(vm: Vm, printing: Printing): void {
    const printer = this.#printer(vm);
    for (; printer !== undefined && printing.done < printing.lines.length; printing.done++) {
      if (printer.notReady === true) return;
      this.write(vm, printer, WRITE_SPACE, bytesOf(printing.lines[printing.done].slice(0, LINE)), LINE);
    }
  }
}

function newFile(
  vm: Vm,
  output: SpoolOutput,
  device: "PRT" | "PUN" | "CON",
  queue: "printer" | "punch",
  recordSize: number,
): NewFile {
  return {
    origin: vm.userid,
    device,
    queue,
    class: output.class,
    recordSize,
    distribution: vm.state.directory.distribution,
  };
}

function bytesOf(line: string): Uint8Array {
  return line === "" ? Uint8Array.of(0x40) : encodeEbcdic(line);
}
