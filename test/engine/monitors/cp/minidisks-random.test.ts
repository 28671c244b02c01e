import { expect, it } from "vitest";
import { blankPack, CountKeyDataDisk, DiskPack, diskType, System370 } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { mountedDisk, putRecords, trackOf } from "./disks.ts";
import { RESULTS, randomImage, randomRecords, STORAGE } from "./random-channel-programs.ts";
import { cpMachine } from "./support.ts";

const CYLINDERS = 3;
const START = 7;
const TRACKS = 3;

interface End {
  readonly psw: string;
  readonly disk: readonly string[];
}

/** What may differ: whether the end is told at once, by condition code 1 and without address and count, and when PCIs are. */
function results(storage: Uint8Array, other: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = RESULTS; at < RESULTS + 12 * 64; at += 64) {
    const result = storage.slice(at, at + 64);
    const atOnce = result[24] === 1 || other[at + 24] === 1;
    // The status that has come in all counts for that in the CSW.
    if (atOnce) result.fill(0, 0, 8);
    else result.fill(0, 4, 6);
    result[9] &= 0x7f;
    result[24] = 0;
    lines.push(hex(result));
  }
  return lines;
}

function fill(disk: CountKeyDataDisk, seed: number, start: number): void {
  for (let cylinder = 0; cylinder < CYLINDERS; cylinder++)
    for (let head = 0; head < TRACKS; head++)
      putRecords(
        disk,
        { cylinder: start + cylinder, head, counted: cylinder },
        randomRecords(seed + 100 * cylinder + head),
      );
}

/** Tracks with the cylinder numbers of home addresses and record 0 made those of a disk that begins at 0. */
function tracks(disk: CountKeyDataDisk, start: number): string[] {
  const heads = disk.pack?.geometry.heads ?? 0;
  return Array.from({ length: CYLINDERS * heads }, (_, i) => {
    const track = trackOf(disk, start + Math.floor(i / heads), i % heads).slice();
    for (const at of [1, 5]) track[at + 1] -= start;
    return hex(track);
  });
}

const LIMIT = 3_000_000;

function bare(image: Uint8Array, type: string, seed: number): { end: End; storage: Uint8Array } {
  const machine = new System370({ storageSize: STORAGE });
  const model = diskType(type);
  if (model === undefined) throw new Error(type);
  const disk = new CountKeyDataDisk(model, 0x191);
  disk.mount(new DiskPack(blankPack(model, { cylinders: CYLINDERS })));
  fill(disk, seed, 0);
  machine.attach(0x191, disk);
  machine.channels.fastDevices = true;
  machine.write(0, image);
  machine.setPsw("0000000000000200");
  machine.run({ ticks: LIMIT });
  const storage = machine.read(0, STORAGE).slice();
  return { end: { psw: machine.pswHex, disk: tracks(disk, 0) }, storage };
}

function underCp(image: Uint8Array, type: string, seed: number): { end: End; storage: Uint8Array } {
  const model = diskType(type);
  if (model === undefined) throw new Error(type);
  const disk = mountedDisk(type, "VMRES", 0x351);
  fill(disk, seed, START);
  const source = `USER A PASS 64K 16M G\nCONSOLE 009 3215\nMDISK 191 ${type.slice(0, 4)} 7 3 VMRES MW`;
  const run = cpMachine([image], { source, more: [[0x351, disk]] });
  run.machine.channels.fastDevices = true;
  run.machine.run({ ticks: LIMIT });
  const storage = new Uint8Array(STORAGE);
  const { frame } = run.vm("A").state.pages;
  frame.forEach((each, page) => {
    storage.set(
      each === 0 ? image.subarray(page << 12, (page + 1) << 12) : run.machine.read(each << 12, 4096),
      page << 12,
    );
  });
  const { high, low } = run.vm("A").psw();
  const psw = hex(Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low));
  return { end: { psw, disk: tracks(disk, START) }, storage };
}

/** Storage but for what a clock and the results write. */
function rest(storage: Uint8Array): string[] {
  const copy = storage.slice();
  copy.fill(0, 0x38, 0x58);
  copy.fill(0, RESULTS, RESULTS + 12 * 64);
  return Array.from({ length: STORAGE / 32 }, (_, i) => hex(copy.subarray(32 * i, 32 * (i + 1))));
}

const CASES = Number(process.env.CASES ?? 320);
const FIRST = Number(process.env.FIRST ?? 1);

it.each(["3350", "3330", "3340", "2314"])(
  "does to a minidisk on a %s what a machine does to a disk of that size",
  (type) => {
    const heads = diskType(type)?.heads ?? 0;
    for (let seed = FIRST; seed < FIRST + CASES / 4; seed++) {
      const image = randomImage(seed, { cylinders: CYLINDERS, heads });
      const real = bare(image, type, seed);
      const virtual = underCp(image, type, seed);
      const expected = { ...real.end, results: results(real.storage, virtual.storage), storage: rest(real.storage) };
      const found = { ...virtual.end, results: results(virtual.storage, real.storage), storage: rest(virtual.storage) };
      expect(found, `seed ${seed}`).toEqual(expected);
    }
  },
);
