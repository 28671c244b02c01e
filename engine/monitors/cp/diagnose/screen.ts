/** DIAGNOSE X'58': lines of a display at once (GC20-1807, "DIAGNOSE Code X'58' -- 3270 Virtual Console Interface"). */
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const DISPLAY = 0x19;
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

function display(vm: Vm, rx: number, ry: number): void {
  let place = vm.gr(rx) & 0xffffff;
  vm.requireBoundary(place, 8);
  const { consoles } = vm.cp;
  const writes: { line: number; bytes: Uint8Array; waits: boolean; clears: boolean }[] = [];
  let chained = false;
  for (let n = 0; ; n++, place += 8) {
    const high = vm.host.load32(vm.absoluteOrException(place));
    const low = vm.host.load32(vm.absoluteOrException(place + 4));
    const [flags, control, count] = [low >>> 24, (low >>> 16) & 0xff, low & 0xffff];
    const last = chained ? writes.at(-1) : undefined;
    if ((last === undefined && high >>> 24 !== DISPLAY) || count > MOST_BYTES || n === MOST_CCWS)
      vm.reflect(SPECIFICATION);
    const clears = last?.clears ?? (control === CLEAR || control === ERASE);
    const bytes = clears ? new Uint8Array() : bytesAt(vm, high & 0xffffff, count);
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
      "Writes lines of the display that is the user's terminal: Rx address of a CCW X'19', Ry virtual address of the console.",
    run: display,
  },
];
