/** DIAGNOSE functions of page images: X'50' of communications controllers, X'74' of 3800 printers (GC20-1807-7, "DIAGNOSE Instruction in a Virtual Machine"). */
import { decodeEbcdic } from "../../../s370/index.ts";
import { PAGE } from "../layout.ts";
import { ADDRESSING, SPECIFICATION } from "../program-interruptions.ts";
import { isOnVolume, load, type Stretch } from "../storage/page-images.ts";
import type { Vm } from "../vm.ts";
import type { DiagnoseFunction } from "./diagnoses.ts";

const NAME = 8;

/** X'50': the parameter list (VM/370 Data Areas and Control Block Logic, "CCPARM"). */
const PROGRAM_ADDRESS = 0x08;
const PROGRAM_SIZE = 0x0c;
const LIST_SIZE = 0x10;
const SHORTEST_LIST = 0x14;

/** X'50': what Ry gets. */
const SAVED = 0;
const NOT_IN_TABLE = 44;
const NOT_AVAILABLE = 171;
const NO_SPACE = 178;
const NOT_CPS = 179;
const PAGING_ERROR = 435;

/** X'74': what Ry gets. X'08' is for systems that a printer uses. */
const DONE = 0x00;
const NO_SYSTEM = 0x04;
const NOT_OWNED = 0x0c;
const NOT_MOUNTED = 0x10;
const TOO_MANY = 0x14;
const MOVE_FAILED = 0x18;

/** X'74': the operation, in Ry+1's first byte. */
const LOAD = 0x00;
const SAVE = 0x04;

function word(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

function requireStorage(vm: Vm, address: number, length: number): void {
  if (address + length > vm.state.size) vm.reflect(ADDRESSING);
}

/** Rx: the parameter list. What it says and the program that it describes go to the volume: the list first. */
function saveController(vm: Vm, rx: number, ry: number): void {
  const { images } = vm.cp;
  const address = vm.gr(rx) & 0xffffff;
  vm.requireBoundary(address, 4);
  const list = load(vm, address, SHORTEST_LIST);
  const image = images.find("370X", decodeEbcdic(list.subarray(0, NAME)).trimEnd());
  if (image === undefined) return vm.setGr(ry, NOT_IN_TABLE);
  const volume = images.volume(image);
  if (volume === "not owned") return vm.setGr(ry, NOT_CPS);
  if (volume === "not mounted") return vm.setGr(ry, NOT_AVAILABLE);
  const [program, size, listSize] = [PROGRAM_ADDRESS, PROGRAM_SIZE, LIST_SIZE].map((at) => word(list, at));
  const listPages = Math.ceil(Math.max(listSize, SHORTEST_LIST) / PAGE);
  if (listPages + Math.ceil(size / PAGE) > image.pages || !isOnVolume(image, volume)) return vm.setGr(ry, NO_SPACE);
  requireStorage(vm, address, Math.max(listSize, SHORTEST_LIST));
  requireStorage(vm, program, size);
  const stretches: Stretch[] = [
    { address, length: Math.max(listSize, SHORTEST_LIST), first: 0 },
    { address: program, length: size, first: listPages },
  ];
  images.move(vm, image, true, stretches, { register: ry, good: SAVED, bad: PAGING_ERROR });
}

/** Rx, Rx+1: the name. Ry: a page. Ry+1: operation and bytes. */
function moveLibrary(vm: Vm, rx: number, ry: number): void {
  if (rx === 15 || ry === 15) vm.reflect(SPECIFICATION);
  const { images } = vm.cp;
  const [address, operation, asked] = [vm.gr(ry) & 0xffffff, vm.gr(ry + 1) >>> 24, vm.gr(ry + 1) & 0xffffff];
  if (address % PAGE !== 0 || (operation !== LOAD && operation !== SAVE)) vm.reflect(SPECIFICATION);
  requireStorage(vm, address, asked);
  const name = new Uint8Array(NAME);
  const view = new DataView(name.buffer);
  view.setUint32(0, vm.gr(rx));
  view.setUint32(4, vm.gr(rx + 1));
  const image = images.find("3800", decodeEbcdic(name).trimEnd());
  if (image === undefined) return vm.setGr(ry, NO_SYSTEM);
  const volume = images.volume(image);
  if (volume === "not owned") return vm.setGr(ry, NOT_OWNED);
  if (volume === "not mounted") return vm.setGr(ry, NOT_MOUNTED);
  const most = isOnVolume(image, volume) ? image.pages * PAGE : 0;
  const length = Math.min(asked, most);
  if (asked > most) vm.setGr(ry + 1, asked - most);
  const good = asked > most ? TOO_MANY : DONE;
  images.move(vm, image, operation === SAVE, [{ address, length, first: 0 }], {
    register: ry,
    good,
    bad: MOVE_FAILED,
  });
}

export const imageDiagnoses: readonly DiagnoseFunction[] = [
  {
    code: 0x50,
    name: "Save the 370X control program image",
    classes: "ABC",
    purpose:
      "Saves a 3704 or 3705's program that the list at Rx (CCPARM) describes, as the generation's NAMENCP says. Ry: 0, 44 (no such name), 171 (volume not there), 178 (no space), 179 (not CP's volume), 435 (paging error).",
    run: saveController,
  },
  {
    code: 0x74,
    name: "Saving or loading a 3800 named system",
    classes: "ABC",
    purpose:
      "Saves or loads the system whose name is in Rx and Rx+1, as the generation's NAME3800 says: Ry a page; Ry+1 the bytes, with X'04' before them to save. Ry: X'00', X'04' (no such system), X'0C' (not CP's volume), X'10' (not mounted), X'14' (too many bytes; Ry+1 says how many), X'18' (paging error).",
    run: moveLibrary,
  },
];
