/** DIAGNOSE X'58': lines of a display at once (GC20-1807, "DIAGNOSE Code X'58' -- 3270 Virtual Console Interface"). */
import { MOST_FULL_SCREEN } from "../console/full-screen.ts";
import type { VirtualDevice } from "../io/state.ts";
import { ENDED, UNIT_CHECK } from "../io/status.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const DISPLAY = 0x19;
const WRITE_SCREEN = 0x29;
const READ_SCREEN = 0x2a;
/** Control byte of those: erase first; read what has been modified alone. */
const ERASES = 0x80;
const MODIFIED = 0x80;
const COMMAND_CHAINING = 0x40;
const DATA_CHAINING = 0x80;
/** Control byte: all lines away; the whole screen anew. */
const CLEAR = 0xff;
const ERASE = 0xfe;
/** Of other control bytes: the user is to have read what is there before; and the line with which to begin. */
const MORE = 0x80;
const LINE = 0x3f;
/** CCWs of one function: at most. */
const MOST_CCWS = 32;
/** Columns of a line, and bytes of all lines of the display's output area. */
const COLUMNS = 80;
const MOST_BYTES = 1760;

const NOT_DONE = 1;

function bytesAt(vm: Vm, address: number, count: number): Uint8Array {
  const places = Array.from({ length: count }, (_, i) => vm.absoluteOrException((address + i) & 0xffffff));
  return Uint8Array.from(places, (place) => vm.host.load8(place));
}

/** A CCW of the virtual machine's, at a real address. */
function ccwAt(vm: Vm, place: number) {
  const high = vm.host.load32(vm.absoluteOrException(place));
  const low = vm.host.load32(vm.absoluteOrException(place + 4));
  const [command, address] = [high >>> 24, high & 0xffffff];
  return { command, address, flags: low >>> 24, control: (low >>> 16) & 0xff, count: low & 0xffff };
}

/** One operation on all of the screen. */
function fullScreen(vm: Vm, place: number, device: VirtualDevice | undefined): void {
  const { consoles, channels } = vm.cp;
  const { command, address, control, count } = ccwAt(vm, place);
  const key = [place, command, control, address, count].join(" ");
  if (count === 0) vm.reflect(SPECIFICATION);
  const isDone =
    device?.kind === "console" &&
    (command === WRITE_SCREEN
      ? consoles.writeScreen(vm, key, chainedBytes(vm, place), (control & ERASES) !== 0)
      : readScreen(vm, key, address, count, (control & MODIFIED) !== 0));
  // TEST I/O tells of it.
  if (!isDone && device?.kind === "console" && !device.busy && device.pending === undefined)
    channels.present(vm, device, { high: 0, low: (ENDED | UNIT_CHECK) >>> 0 });
  vm.setConditionCode(isDone ? 0 : NOT_DONE);
}

/** The bytes of a CCW, and of those whose data are chained to it. */
function chainedBytes(vm: Vm, from: number): Uint8Array {
  const bytes: number[] = [];
  for (let place = from, n = 0; ; place += 8, n++) {
    const { address, flags, count } = ccwAt(vm, place);
    if (bytes.length + count > MOST_FULL_SCREEN || n === MOST_CCWS) vm.reflect(SPECIFICATION);
    bytes.push(...bytesAt(vm, address, count));
    if ((flags & DATA_CHAINING) === 0) return Uint8Array.from(bytes);
  }
}

function readScreen(vm: Vm, key: string, address: number, count: number, modified: boolean): boolean {
  const most = Math.min(count, MOST_FULL_SCREEN);
  // All that may wait for pages comes first.
  const places = Array.from({ length: most }, (_, i) => vm.absoluteOrException((address + i) & 0xffffff));
  const bytes = vm.cp.consoles.readScreen(vm, key, most, modified);
  bytes?.forEach((byte, i) => {
    vm.host.store8(places[i], byte);
  });
  return bytes !== undefined;
}

function display(vm: Vm, rx: number, ry: number): void {
  let place = vm.gr(rx) & 0xffffff;
  vm.requireBoundary(place, 8);
  const { command } = ccwAt(vm, place);
  if (command === WRITE_SCREEN || command === READ_SCREEN)
    return fullScreen(vm, place, vm.state.devices[vm.gr(ry) & 0xfff]);
  const { consoles } = vm.cp;
  const writes: { line: number; bytes: Uint8Array; waits: boolean; clears: boolean }[] = [];
  let chained = false;
  for (let n = 0; ; n++, place += 8) {
    const { command: code, address, flags, control, count } = ccwAt(vm, place);
    const last = chained ? writes.at(-1) : undefined;
    if ((last === undefined && code !== DISPLAY) || count > MOST_BYTES || n === MOST_CCWS) vm.reflect(SPECIFICATION);
    const clears = last?.clears ?? (control === CLEAR || control === ERASE);
    const bytes = clears ? new Uint8Array() : bytesAt(vm, address, count);
    if (last === undefined)
      writes.push({ line: control & LINE, bytes, waits: !clears && (control & MORE) !== 0, clears });
    else last.bytes = Uint8Array.from([...last.bytes, ...bytes]);
    chained = (flags & DATA_CHAINING) !== 0;
    if ((flags & (DATA_CHAINING | COMMAND_CHAINING)) === 0) break;
  }
  const isConsole = vm.state.devices[vm.gr(ry) & 0xfff]?.kind === "console";
  const fits = writes.every(({ line, bytes, clears }) => clears || COLUMNS * line + bytes.length <= MOST_BYTES);
  const isDone = isConsole && fits && consoles.show(vm, writes);
  vm.setConditionCode(isDone ? 0 : NOT_DONE);
}

export const screenDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x58,
    name: "3270 virtual console interface",
    classes: "",
    purpose:
      "Writes lines of the display that is the user's terminal: Rx address of a CCW X'19', Ry virtual address of the console. Later than VM/370: X'29' writes all of its screen, X'2A' reads it, until CP has something to say there.",
    run: display,
  },
];
