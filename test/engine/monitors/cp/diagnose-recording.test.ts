/** Error recording, and the DIAGNOSE codes by which programs read it: X'1C', X'2C', X'30', X'48'; SVC 76. */
import { describe, expect, it } from "vitest";
import { formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { CountKeyDataDisk, DiskPack, decodeEbcdic, diskType } from "../../../../engine/s370/index.ts";
import { type Call, diagnosing, finish, outcomes, PRIVILEGED, SPECIFICATION, supervisorCalls } from "./diagnosing.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

/** Pages of a cylinder of a 3330. */
const PAGES = 57;
const FIRST = 3;
const AREAS: Options["areas"] = { "error recording": { volume: "VMRES", first: FIRST, count: 2 } };
const BUFFER = 0x4000;

const place = (cylinder: number, page: number, volume = 0): number => (cylinder << 16) | (page << 8) | volume;

function residence(): CountKeyDataDisk {
  return ownDisk("VMRES", "3330", [["TEMP", 6, 403]]);
}

function diagnoses(calls: readonly Call[], disk = residence(), options: Options = {}, data = ""): CpMachine {
  const run = cpMachine([diagnosing(calls, data)], { areas: AREAS, more: [[0x150, disk]], ...options });
  finish(run);
  return run;
}

/** Some time for what CP writes of itself. */
function rest(run: CpMachine): void {
  run.machine.run({ ticks: run.machine.now + 5_000_000 });
}

/** Bytes of the buffer, of the pages that X'30' has read. */
function page(run: CpMachine): { header: string; records: Uint8Array[] } {
  const bytes = Uint8Array.from(Buffer.from(run.storage("A", BUFFER, 4096), "hex"));
  const view = new DataView(bytes.buffer);
  const records: Uint8Array[] = [];
  for (let at = 8; at < view.getUint16(4); ) {
    const length = view.getUint16(at);
    records.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + ((length + 3) & ~3);
  }
  return { header: Buffer.from(bytes.subarray(0, 8)).toString("hex"), records };
}

const READ_FIRST: Call = { code: 0x30, rx: place(FIRST, 2), ry: BUFFER };

it("tells where the cylinders are by X'2C'", () => {
  const calls: Call[] = [1, 2, 4, 6].map((rx) => ({ code: 0x2c, rx, ry: -1 }));
  const run = diagnoses(calls);
  expect(outcomes(run, calls).map(({ rx, ry }) => [rx, ry])).toEqual([
    [place(FIRST, 1), 2],
    [place(FIRST, 2), 0xffffffff],
    [4, 0],
    [place(FIRST, 2), 0],
  ]);
});

it("has no cylinders where none were generated", () => {
  const calls: Call[] = [
    { code: 0x2c, rx: 1, ry: -1 },
    { code: 0x2c, rx: 6, ry: -1 },
    READ_FIRST,
    { code: 0x1c, rx: 2 },
  ];
  const run = diagnoses(calls, residence(), { areas: {} });
  run.machine.operate("machine-check");
  rest(run);
  const [area, first, read, clear] = outcomes(run, calls);
  expect([area.rx, area.ry, first.rx, first.ry, read.cc, clear.interruption]).toEqual([0, 0, 0, 0, 3, undefined]);
  expect(run.cp.state.recording).toMatchObject({ pending: [], lost: 0 });
});

it("reads pages by X'30', and tells which are none", () => {
  const calls: Call[] = [
    READ_FIRST,
    { code: 0x30, rx: place(FIRST + 1, PAGES), ry: BUFFER },
    { code: 0x30, rx: place(FIRST, PAGES + 1), ry: BUFFER },
    { code: 0x30, rx: place(FIRST, 0), ry: BUFFER },
    { code: 0x30, rx: place(FIRST - 1, 1), ry: BUFFER },
    { code: 0x30, rx: place(FIRST + 2, 1), ry: BUFFER },
    { code: 0x30, rx: place(FIRST, 2, 1), ry: BUFFER },
    { code: 0x30, rx: place(FIRST, 2), ry: BUFFER + 8 },
    { code: 0x30, rx: place(FIRST, 2), ry: 0xff0000 },
  ];
  const run = diagnoses(calls);
  expect(outcomes(run, calls).map(({ cc, interruption }) => cc ?? `program ${interruption}`)).toEqual([
    0,
    0,
    1,
    3,
    3,
    3,
    3,
    "program 6",
    "program 5",
  ]);
  expect(page(run).header).toBe(`000439000008${"4000"}`);
});

it("tells by X'30' of a page that cannot be read", () => {
  const disk = diskType("3330");
  if (disk === undefined) throw new Error("there is no 3330");
  const sound = formatPack(disk, { volume: "VMRES", allocations: [{ type: "TEMP", first: 6, last: 403 }] });
  const drive = new CountKeyDataDisk(disk);
  // The first track of the cylinders has lost its records.
  const bad = FIRST * disk.heads;
  drive.mount(new DiskPack({ ...sound, read: (n) => (n === bad ? sound.read(n).slice(0, 29) : sound.read(n)) }));
  const calls: Call[] = [READ_FIRST, { code: 0x30, rx: place(FIRST, 4), ry: BUFFER }];
  const run = diagnoses(calls, drive);
  expect(outcomes(run, calls).map(({ cc }) => cc)).toEqual([2, 0]);
  rest(run);
  // That error is recorded itself, in the first page that can be written.
  const again = diagnoses([{ code: 0x30, rx: place(FIRST, 4), ry: BUFFER }], drive);
  const [record] = page(again).records;
  expect(record[0]).toBe(0x30);
  const field = (at: number, length: number): string => Buffer.from(record.subarray(at, at + length)).toString("hex");
  // The search failed: its CCW, unit check, the drive and its type, ten retries, the volume, no record found.
  expect([field(0x20, 1), field(0x2c, 2), field(0x31, 3), field(0x34, 4), field(0x39, 3), field(0x3c, 2)]).toEqual([
    "31",
    "0e40",
    "000150",
    "04100000",
    "000150",
    "000a",
  ]);
  expect(decodeEbcdic(record.subarray(0x40, 0x46))).toBe("VMRES ");
  expect(field(0x48, 2)).toBe("0008");
});

it("refuses what has another meaning for nobody, and other classes", () => {
  const calls: Call[] = [
    { code: 0x1c, rx: 0 },
    { code: 0x1c, rx: 3 },
    { code: 0x2c, rx: 0 },
    { code: 0x2c, rx: 3 },
    { code: 0x2c, rx: 8 },
    { code: 0x48, rx: 0 },
    { code: 0x48, rx: 12 },
  ];
  expect(outcomes(diagnoses(calls), calls).map(({ interruption }) => interruption)).toEqual(
    calls.map(() => SPECIFICATION),
  );
  const others: Call[] = [{ code: 0x1c, rx: 2 }, { code: 0x2c, rx: 1 }, READ_FIRST];
  const general = diagnoses(others, residence(), { source: "USER A PASS 256K 1M ABDG\nCONSOLE 009 3215" });
  expect(outcomes(general, others).map(({ interruption }) => interruption)).toEqual(others.map(() => PRIVILEGED));
  const engineer = diagnoses(others, residence(), { source: "USER A PASS 256K 1M EG\nCONSOLE 009 3215" });
  expect(outcomes(engineer, others).map(({ interruption }) => interruption)).toEqual([
    PRIVILEGED,
    undefined,
    undefined,
  ]);
});

describe("records", () => {
  it("of machine checks stay, whatever CP does, until they are erased", () => {
    const disk = residence();
    const run = diagnoses([] as Call[], disk);
    for (let n = 0; n < 3; n++) {
      run.machine.operate("machine-check");
      rest(run);
    }
    const again = diagnoses([READ_FIRST], disk);
    const { header, records } = page(again);
    expect(header.slice(0, 8)).toBe("00030200");
    expect(header.slice(12)).toBe("8000");
    expect(records.map((record) => [record[0], record.length])).toEqual([1, 2, 3].map(() => [0x10, 0x148]));
    // The old PSW is that of CP's wait.
    expect(Buffer.from(records[0].subarray(0x28, 0x2c)).toString("hex")).toBe("030e0000");
    const cleared = diagnoses([{ code: 0x1c, rx: 1 }, READ_FIRST], disk);
    expect(page(cleared)).toEqual({ header: "0003020000084000", records: [] });
    const last = diagnoses([READ_FIRST], disk);
    expect(page(last).records).toEqual([]);
  });

  it("are on the disk when CP has ended", () => {
    const disk = residence();
    const run = cpMachine([], {
      areas: AREAS,
      more: [[0x150, disk]],
      operatorTerminal: 0x01f,
      source: "USER OPERATOR PASS 256K 1M ABCDEFG\nCONSOLE 009 3215",
    });
    run.machine.run({ ticks: 3_000_000 });
    run.machine.input(0x01f, "shutdown");
    run.machine.run({ ticks: run.machine.now + 20_000 });
    for (let n = 0; n < 5; n++) {
      run.machine.operate("machine-check");
      run.machine.run({ ticks: run.machine.now + 10 });
    }
    for (let n = 0; n < 100 && !run.cp.state.shutDown; n++) run.machine.run({ ticks: run.machine.now + 100_000 });
    expect(run.cp.state.shutDown).toBe(true);
    expect(run.cp.state.recording.pending).toEqual([]);
    expect(page(diagnoses([READ_FIRST], disk)).records).toHaveLength(5);
  });

  it("tell whose a machine check was", () => {
    const disk = residence();
    const loop =
      "GUEST    START 0\n         DC    X'0000000000000200'\n         ORG   GUEST+X'200'\n         BC    15,X'200'\n         END\n";
    const run = cpMachine([loop], { areas: AREAS, more: [[0x150, disk]] });
    run.machine.run({ ticks: 3_000_000 });
    run.machine.operate("machine-check");
    rest(run);
    const [record] = page(diagnoses([READ_FIRST], disk)).records;
    expect(decodeEbcdic(record.subarray(0x18, 0x20))).toBe("A       ");
  });

  it("of channel checks have the limited channel logout", () => {
    const disk = residence();
    const run = cpMachine([diagnosing([READ_FIRST])], { areas: AREAS, more: [[0x150, disk]] });
    while (run.cp.volumes.owned.length === 0) run.machine.run({ ticks: run.machine.now + 100 });
    // Channel-control checks, until all tries have failed.
    for (let n = 0; n < 5000 && run.cp.state.recording.pending.length === 0; n++) {
      run.machine.operate("channel-check", 0x40150);
      run.machine.run({ ticks: run.machine.now + 100 });
    }
    finish(run);
    rest(run);
    const [record] = page(diagnoses([READ_FIRST], disk)).records;
    expect(record).toHaveLength(0x50);
    expect(record[0]).toBe(0x20);
    const field = (at: number, length: number): string => Buffer.from(record.subarray(at, at + length)).toString("hex");
    // Channel status, the logout, the drive.
    expect([field(0x3d, 1), field(0x40, 1), field(0x49, 3)]).toEqual(["04", "04", "000150"]);
  });

  it("go on in the next page where one is full, and are lost where all are", () => {
    const disk = ownDisk("VMRES", "3330", [["TEMP", 6, 403]]);
    const record = "RECORD   DC    X'10',2000X'AB'";
    const calls: Call[] = Array.from({ length: 6 }, () => ({ code: 0x48, rx: 4, r0: -2001, r1: 0x1000 }));
    const run = diagnoses(
      calls,
      disk,
      { areas: { "error recording": { volume: "VMRES", first: FIRST, count: 1 } } },
      record,
    );
    rest(run);
    const at = (n: number): Call => ({ code: 0x30, rx: place(FIRST, n), ry: BUFFER });
    const counts = [2, 3, 4, 5].map((n) => page(diagnoses([at(n)], disk)).records.length);
    expect(counts).toEqual([2, 2, 2, 0]);
    expect(page(diagnoses([at(2)], disk)).header.slice(12, 14)).toBe("a0");
    // All of a cylinder.
    const many: Call[] = Array.from({ length: 40 }, () => calls[0]);
    for (let n = 0; n < 3; n++)
      rest(
        diagnoses(many, disk, { areas: { "error recording": { volume: "VMRES", first: FIRST, count: 1 } } }, record),
      );
    const full = cpMachine([diagnosing(many, record)], {
      areas: { "error recording": { volume: "VMRES", first: FIRST, count: 1 } },
      more: [[0x150, disk]],
      operatorTerminal: 0x01f,
      source: "USER OPERATOR PASS 256K 1M ABCDEFG\nCONSOLE 009 3215\nUSER A PASS 256K 1M ABCDEFG\nCONSOLE 009 3215",
    });
    finish(full);
    rest(full);
    expect(full.cp.state.recording.lost).toBeGreaterThan(30);
    expect(full.terminal(0x01f).text.match(/ERROR RECORDING AREA FULL/g)).toHaveLength(1);
    // Erasing makes room.
    const erased = diagnoses([{ code: 0x1c, rx: 2 }, calls[0], { ...READ_FIRST }], disk, {}, record);
    rest(erased);
    expect(page(diagnoses([READ_FIRST], disk)).records).toHaveLength(1);
  });

  it("are erased wholly, though CP ends meanwhile", () => {
    const disk = residence();
    const run = diagnoses([], disk);
    run.machine.operate("machine-check");
    rest(run);
    let interrupted = 0;
    for (const ticks of [50_000, 150_000, 400_000, 900_000]) {
      const drive = copyOf(disk);
      const erasing = cpMachine([diagnosing([{ code: 0x1c, rx: 2 }])], { areas: AREAS, more: [[0x150, drive]] });
      for (let n = 0; n < 200 && erasing.cp.state.recording.clearing === undefined; n++)
        erasing.machine.run({ ticks: erasing.machine.now + 20_000 });
      erasing.machine.run({ ticks: erasing.machine.now + ticks });
      if (erasing.cp.state.recording.clearing !== undefined) interrupted++;
      // The next record comes to the beginning, or behind the one that is still there; never behind what is half gone.
      const next = diagnoses([], drive);
      next.machine.operate("machine-check");
      rest(next);
      rest(next);
      const { header, records } = page(diagnoses([READ_FIRST], drive));
      expect(header.slice(12)).toBe("8000");
      expect(records.length).toBeGreaterThan(0);
      expect(records.every((record) => record[0] === 0x10 && record.length === 0x148)).toBe(true);
    }
    expect(interrupted).toBeGreaterThan(1);
  });
});

describe("SVC 76", () => {
  const record =
    "RECORD   DC    X'30660000',X'00001100',16X'00',CL8'OS',8X'11',8X'22',X'00000191',X'0000000000000191',64X'33'";
  const svc = (length: number, address = 0x1000): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    X'00020000',A(X'76')
         ORG   GUEST+X'200'
         L     0,LENGTH
         L     1,ADDRESS
         LA    15,77
         SVC   76
         ST    15,X'900'
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000DEAD'
LENGTH   DC    F'${length}'
ADDRESS  DC    A(${address})
         ORG   GUEST+X'1000'
${record}
         END
`;
  const DIRECTORY = "USER A PASS 256K 1M G\nCONSOLE 009 3215\nMDISK 191 3330 10 5 VMRES MW";

  it("has a record written, with the real address of the device and the userid", () => {
    const disk = residence();
    const run = cpMachine([svc(-128)], { areas: AREAS, more: [[0x150, disk]], source: DIRECTORY });
    finish(run);
    expect(run.terminal(0x009).text).toContain("0000DEAD");
    expect(run.storage("A", 0x900, 4)).toBe("00000000");
    rest(run);
    const [written] = page(diagnoses([READ_FIRST], disk)).records;
    expect(written).toHaveLength(128);
    expect(decodeEbcdic(written.subarray(0x18, 0x20))).toBe("A       ");
    expect(Buffer.from(written.subarray(0x30, 0x3c)).toString("hex")).toBe("000001500000000000000150".slice(0, 24));
  });

  it.each([
    ["register 0 is not the complement of a length", svc(4)],
    ["the record is too short", svc(-8)],
    ["the record is too long", svc(-5000)],
    ["the record is of no class", svc(-128, 0x1004)],
    ["the record is not in storage", svc(-128, 0xff0000)],
  ])("comes to the virtual machine where %s", (_name, source) => {
    const run = cpMachine([source], { areas: AREAS, more: [[0x150, residence()]], source: DIRECTORY });
    finish(run);
    expect(run.terminal(0x009).text).toContain("00000076");
  });

  it("is asked for by X'48', for CP or for the program itself", () => {
    const disk = residence();
    const calls: Call[] = [
      { code: 0x48, rx: 4, r0: -128, r1: 0x1000, r15: 77 },
      { code: 0x48, rx: 4, r0: 4, r1: 0x1000, r15: 77 },
      { code: 0x48, rx: 8, r0: -128, r1: 0x1000, r15: 77 },
      { code: 0x48, rx: 4, r0: -128, r1: 0xff0000 },
    ];
    const run = diagnoses(calls, disk, {}, record);
    rest(run);
    expect(supervisorCalls(run)).toBe(2);
    const results = outcomes(run, calls);
    expect(results.map(({ r15 }) => r15)).toEqual([0, 77, 77, 0]);
    expect(results[3].interruption).toBe(5);
    expect(page(diagnoses([READ_FIRST], disk)).records).toHaveLength(1);
  });
});

/** Another drive, whose pack is like this one's. */
function copyOf(disk: CountKeyDataDisk): CountKeyDataDisk {
  const { pack } = disk;
  if (pack === undefined) throw new Error("there is no pack");
  const type = diskType("3330");
  if (type === undefined) throw new Error("there is no 3330");
  const drive = new CountKeyDataDisk(type);
  const tracks = new Map(Array.from({ length: 6 * type.heads }, (_, n) => [n, pack.track(n).slice()]));
  drive.mount(new DiskPack({ ...pack.base, read: (n) => tracks.get(n) ?? pack.base.read(n) }));
  return drive;
}
