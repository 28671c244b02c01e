/** DIAGNOSE X'50' and X'74', which keep images on volumes of CP's; X'38', X'40' and X'78'. */
import { describe, expect, it } from "vitest";
import * as at from "../../../../engine/monitors/cp/layout.ts";
import { formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import type { PageImage } from "../../../../engine/monitors/cp/storage/page-images.ts";
import { CountKeyDataDisk, DiskPack, diskType, encodeEbcdic } from "../../../../engine/s370/index.ts";
import {
  ADDRESSING,
  type Call,
  diagnosing,
  finish,
  outcomes,
  PRIVILEGED,
  PROTECTION,
  SPECIFICATION,
} from "./diagnosing.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const IMAGES: readonly PageImage[] = [
  { kind: "3800", name: "LIB1", volume: "VMRES", cylinder: 4, page: 3, pages: 70 },
  { kind: "3800", name: "LIB2", volume: "VMPAGE", cylinder: 4, page: 0, pages: 3 },
  { kind: "3800", name: "LIB3", volume: "OTHER", cylinder: 4, page: 0, pages: 3 },
  { kind: "3800", name: "LIB4", volume: "VMRES", cylinder: 403, page: 56, pages: 3 },
  { kind: "370X", name: "NCP1", volume: "VMRES", cylinder: 7, page: 0, pages: 3 },
  { kind: "370X", name: "NCP2", volume: "VMPAGE", cylinder: 7, page: 0, pages: 3 },
  { kind: "370X", name: "NCP3", volume: "OTHER", cylinder: 7, page: 0, pages: 3 },
];

const residence = (): CountKeyDataDisk => ownDisk("VMRES", "3330", [["TEMP", 10, 403]]);

function run(calls: readonly Call[], disk = residence(), data = "", options: Options = {}): CpMachine {
  const machine = cpMachine([diagnosing(calls, data)], {
    images: IMAGES,
    owned: ["VMRES", "VMPAGE"],
    more: [
      [0x150, disk],
      [0x151, ownDisk("OTHER", "3330")],
    ],
    ...options,
  });
  finish(machine);
  return machine;
}

const half = (name: string, from: number): number =>
  Number.parseInt(Buffer.from(encodeEbcdic(name.padEnd(8).slice(from, from + 4))).toString("hex"), 16);
const named = (name: string): Pick<Call, "rx" | "rx1"> => ({ rx: half(name, 0), rx1: half(name, 4) });
const SAVE = 0x04000000;

describe("X'74'", () => {
  it("saves a library and loads it again, though CP has ended between", () => {
    const disk = residence();
    const content = "PAGES    DC    4096X'11',4096X'22',100X'33',3996X'44'";
    const saving: Call[] = [{ code: 0x74, ...named("LIB1"), ry: 0x1000, ry1: SAVE + 0x2064 }];
    expect(outcomes(run(saving, disk, content), saving)[0]).toMatchObject({ cc: 0, ry: 0, ry1: SAVE + 0x2064 });
    const loading: Call[] = [{ code: 0x74, ...named("LIB1"), ry: 0x8000, ry1: 0x3000 }];
    const loaded = run(loading, disk);
    expect(outcomes(loaded, loading)[0]).toMatchObject({ ry: 0, ry1: 0x3000 });
    // What was not saved is zeros.
    expect(loaded.storage("A", 0x8000, 0x3000)).toBe(
      "11".repeat(4096) + "22".repeat(4096) + "33".repeat(100) + "00".repeat(3996),
    );
  });

  it("moves more pages than CP keeps in storage", () => {
    const calls: Call[] = [
      { code: 0x74, ...named("LIB1"), ry: 0, ry1: SAVE + 0x40000 },
      { code: 0x74, ...named("LIB1"), ry: 0x2000, ry1: 0x3e000 },
    ];
    const machine = run(calls, residence(), "", { storageSize: 0x60000 });
    expect(outcomes(machine, calls).map(({ ry }) => ry)).toEqual([0, 0]);
    expect(machine.storage("A", 0x2200, 16)).toBe(machine.storage("A", 0x200, 16));
  });

  it("tells what keeps it from that", () => {
    const calls: Call[] = [
      { code: 0x74, ...named("NOSUCH"), ry: 0x8000, ry1: 4096 },
      { code: 0x74, ...named("NCP1"), ry: 0x8000, ry1: 4096 },
      { code: 0x74, ...named("LIB2"), ry: 0x8000, ry1: 4096 },
      { code: 0x74, ...named("LIB3"), ry: 0x8000, ry1: 4096 },
      { code: 0x74, ...named("LIB4"), ry: 0x8000, ry1: 4096 },
      { code: 0x74, ...named("LIB1"), ry: 0x8000, ry1: 0 },
    ];
    expect(outcomes(run(calls), calls).map(({ ry, ry1 }) => [ry, ry1])).toEqual([
      [0x04, 4096],
      [0x04, 4096],
      [0x10, 4096],
      [0x0c, 4096],
      [0x14, 4096],
      [0, 0],
    ]);
    const many: Call[] = [{ code: 0x74, ...named("LIB2"), ry: 0, ry1: SAVE + 0x3010 }];
    const both: Options = {
      more: [
        [0x150, residence()],
        [0x152, ownDisk("VMPAGE", "3330", [["TEMP", 10, 403]])],
      ],
    };
    expect(outcomes(run(many, residence(), "", both), many)[0]).toMatchObject({ ry: 0x14, ry1: 0x10 });
  });

  it("tells of a page that cannot be read", () => {
    const type = diskType("3330");
    if (type === undefined) throw new Error("there is no 3330");
    const sound = formatPack(type, { volume: "VMRES", allocations: [{ type: "TEMP", first: 10, last: 403 }] });
    const drive = new CountKeyDataDisk(type);
    // The second track of the library is not formatted.
    const bad = 4 * type.heads + 2;
    drive.mount(new DiskPack({ ...sound, read: (n) => (n === bad ? sound.read(n).slice(0, 29) : sound.read(n)) }));
    const calls: Call[] = [
      { code: 0x74, ...named("LIB1"), ry: 0x8000, ry1: 0x3000 },
      { code: 0x74, ...named("LIB1"), ry: 0x8000, ry1: 0x5000 },
    ];
    expect(outcomes(run(calls, drive), calls).map(({ ry }) => ry)).toEqual([0, 0x18]);
  });

  it("refuses what is no page, no storage, no operation", () => {
    const calls: Call[] = [
      { code: 0x74, ...named("LIB1"), ry: 0x8008, ry1: 4096 },
      { code: 0x74, ...named("LIB1"), ry: 0x3f000, ry1: 4097 },
      { code: 0x74, ...named("LIB1"), ry: 0x8000, ry1: 0x08000010 },
    ];
    expect(outcomes(run(calls), calls).map(({ interruption }) => interruption)).toEqual([
      SPECIFICATION,
      ADDRESSING,
      SPECIFICATION,
    ]);
    for (const registers of [
      [15, 4],
      [2, 15],
    ] as const) {
      const machine = cpMachine([diagnosing(calls.slice(0, 1), "", registers)], { images: IMAGES });
      finish(machine);
      expect(outcomes(machine, calls.slice(0, 1))[0].interruption).toBe(SPECIFICATION);
    }
  });

  it("is given up at a system reset", () => {
    const calls: Call[] = [{ code: 0x74, ...named("LIB1"), ry: 0, ry1: SAVE + 0x40000 }];
    const machine = cpMachine([diagnosing(calls)], { images: IMAGES, more: [[0x150, residence()]] });
    const isMoving = (): boolean => machine.cp.user("A") !== undefined && machine.cp.tasks.has("move image", 1);
    for (let n = 0; n < 100 && !isMoving(); n++) machine.machine.run({ ticks: machine.machine.now + 10_000 });
    expect(machine.vm("A").id).toBe(1);
    machine.machine.run({ ticks: machine.machine.now + 200_000 });
    expect(isMoving()).toBe(true);
    machine.machine.input(0x009, "#cp system reset");
    machine.machine.run({ ticks: machine.machine.now + 100_000 });
    expect(machine.terminal(0x009).text).toContain("\nSYSTEM RESET\n");
    expect(isMoving()).toBe(false);
    expect(machine.vm("A").state.waitingFor).toBe(undefined);
  });
});

describe("X'50'", () => {
  const list = (name: string, size: number, address = 0x2000, listSize = 64): string =>
    `LIST     DC    CL8'${name}',A(${address},${size},${listSize},0),X'03000000',A(65536)\n         ORG   GUEST+X'2000'\n         DC    8192X'37'`;
  const CALL: Call[] = [{ code: 0x50, rx: 0x1000, ry: -1 }];

  it("saves list and program", () => {
    const disk = residence();
    expect(outcomes(run(CALL, disk, list("NCP1", 8192)), CALL)[0].ry).toBe(0);
    // The same pages, under the other name.
    const again: Options = { images: [{ ...IMAGES[4], kind: "3800" }] };
    const loading: Call[] = [{ code: 0x74, ...named("NCP1"), ry: 0x8000, ry1: 0x3000 }];
    const loaded = run(loading, disk, "", again);
    expect(loaded.storage("A", 0x8000, 8)).toBe("D5C3D7F140404040");
    expect(loaded.storage("A", 0x9000, 0x2000)).toBe("37".repeat(8192));
  });

  it.each([
    ["the name is not in the table", list("NOSUCH", 8192), 44],
    ["the name is a printer's", list("LIB1", 8192), 44],
    ["the volume is not mounted", list("NCP2", 8192), 171],
    ["the volume is not CP's", list("NCP3", 8192), 179],
    ["there is no space", list("NCP1", 8193), 178],
    ["the list takes more pages", list("NCP1", 8192, 0x2000, 5000), 178],
  ])("tells that %s", (_name, data, code) => {
    expect(outcomes(run(CALL, residence(), data), CALL)[0].ry).toBe(code);
  });

  it("refuses what is not in storage, or not on a boundary", () => {
    const calls: Call[] = [
      { code: 0x50, rx: 0x1000 },
      { code: 0x50, rx: 0x1002 },
      { code: 0x50, rx: 0xff0000 },
    ];
    const machine = run(calls, residence(), list("NCP1", 8192, 0x3f000));
    expect(outcomes(machine, calls).map(({ interruption }) => interruption)).toEqual([
      ADDRESSING,
      SPECIFICATION,
      ADDRESSING,
    ]);
  });
});

it("gives CP's symbols by X'38', as they lie in real storage", () => {
  const calls: Call[] = [
    { code: 0x38, rx: 0x4000 },
    { code: 0x38, rx: 0x4004 },
    { code: 0x38, rx: 0xff0000 },
  ];
  const machine = run(calls);
  expect(outcomes(machine, calls).map(({ interruption }) => interruption)).toEqual([
    undefined,
    SPECIFICATION,
    ADDRESSING,
  ]);
  const table = Buffer.from(machine.storage("A", 0x4000, 4096), "hex");
  const found = new Map<string, number>();
  for (let place = 0; table.readUInt32BE(place) !== 0xffffffff; place += 12)
    found.set(table.subarray(place, place + 8).toString("hex"), table.readUInt32BE(place + 8));
  const address = (name: string): number | undefined =>
    found.get(Buffer.from(encodeEbcdic(name.padEnd(8))).toString("hex"));
  // The new PSW of program interruptions is where it is handled.
  const pointer = Buffer.from(machine.machine.read(at.PROGRAM_OLD + at.NEW_PSW + 4, 4)).readUInt32BE();
  expect(address("DMKPRGIN")).toBe(pointer);
  expect(address("RUNUSER")).toBe(at.RUNNING_USER);
});

it("refuses X'40', X'78', and other classes of users", () => {
  const calls: Call[] = [
    { code: 0x40 },
    { code: 0x78 },
    { code: 0x78, rx: 0x1000, ry: 4 },
    { code: 0x50, rx: 0x1000 },
    { code: 0x74, ry: 0x1000 },
    { code: 0x38, rx: 0x4000 },
  ];
  const general = run(calls, residence(), "", { source: "USER A PASS 256K 1M DFG\nCONSOLE 009 3215" });
  expect(outcomes(general, calls).map(({ interruption }) => interruption)).toEqual([
    SPECIFICATION,
    PROTECTION,
    PROTECTION,
    PRIVILEGED,
    PRIVILEGED,
    PRIVILEGED,
  ]);
});
