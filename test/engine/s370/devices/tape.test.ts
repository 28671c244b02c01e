/** Tape drives by their manuals: each command, each ending, sense bytes, times, what the operator does. */
import { describe, expect, it } from "vitest";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3410 } from "../../../../engine/s370/devices/tape/tape-3410.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import type { TapeDrive } from "../../../../engine/s370/devices/tape/tape-drive.ts";
import { TapeLibrary } from "../../../../engine/s370/devices/tape/tape-library.ts";
import {
  CHANNEL_END,
  CONTROL_UNIT_END,
  DEVICE_END,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../../../../engine/s370/index.ts";
import { block, tapeFile } from "../../../vectors/tape-files.ts";
import { TapeBench, TWO_FILES } from "./tape-support.ts";

const WRITE = 0x01;
const READ = 0x02;
const NOP = 0x03;
const SENSE = 0x04;
const REWIND = 0x07;
const DIAGNOSTIC_MODE_SET = 0x0b;
const READ_BACKWARD = 0x0c;
const REWIND_UNLOAD = 0x0f;
const ERASE_GAP = 0x17;
const REQUEST_TRACK_IN_ERROR = 0x1b;
const WRITE_TAPE_MARK = 0x1f;
const BACKSPACE_BLOCK = 0x27;
const BACKSPACE_FILE = 0x2f;
const FORWARD_SPACE_BLOCK = 0x37;
const FORWARD_SPACE_FILE = 0x3f;
const LOOP_WRITE_TO_READ = 0x8b;
const DATA_SECURITY_ERASE = 0x97;
const MODE_1600 = 0xc3;
const MODE_800 = 0xcb;
const MODE_6250 = 0xd3;

const ENDED = CHANNEL_END | DEVICE_END;

describe.each([
  ["3420", () => tape3420()],
  ["2401", () => tape2401()],
  ["2415", () => tape2401({ type: "2415" })],
  ["2420", () => tape2401({ type: "2420" })],
  ["3410", () => tape3410()],
])("a %s", (type, make) => {
  function mounted(order = "mount two.aws ring"): TapeBench {
    const bench = new TapeBench(make());
    bench.drive.operate(order);
    return bench;
  }

  it("reads blocks, tape marks with unit exception, and no further", () => {
    const bench = mounted();
    const read = Array.from({ length: 8 }, () => bench.give(READ));
    expect(read.slice(0, 7).map(({ data }) => data)).toEqual(TWO_FILES.map((each) => each ?? new Uint8Array(0)));
    expect(read.map(({ status }) => status)).toEqual([
      ENDED,
      ENDED,
      ENDED,
      ENDED | UNIT_EXCEPTION,
      ENDED,
      ENDED | UNIT_EXCEPTION,
      ENDED | UNIT_EXCEPTION,
      ENDED | UNIT_CHECK,
    ]);
    const [byte0, , , , byte4] = bench.sense();
    expect([byte0, byte4]).toEqual([0x10, 0x42]);
    // It stands where it stood, and sense bytes say no more of it.
    expect(bench.sense()[0]).toBe(0);
    expect(bench.give(READ_BACKWARD).status).toBe(ENDED | UNIT_EXCEPTION);
  });

  it("reads backward, the last byte first", () => {
    const bench = mounted();
    bench.give(FORWARD_SPACE_FILE);
    expect(bench.give(READ_BACKWARD)).toMatchObject({ status: ENDED | UNIT_EXCEPTION, data: new Uint8Array(0) });
    expect(bench.give(READ_BACKWARD).data).toEqual(block(3, 8).reverse());
    expect(bench.sense()[3] & 0x02).toBe(0x02);
    expect(bench.give(READ).data).toEqual(block(3, 8));
    expect(bench.sense()[3] & 0x02).toBe(0);
  });

  it("comes to the load point going backward: unit check", () => {
    const bench = mounted();
    const late = CONTROL_UNIT_END | DEVICE_END | UNIT_CHECK;
    expect(bench.give(READ_BACKWARD).status).toBe(ENDED | UNIT_CHECK);
    expect([...bench.sense().subarray(0, 2)]).toEqual([0, 0x48]);
    for (const code of [BACKSPACE_BLOCK, BACKSPACE_FILE])
      expect(bench.give(code)).toMatchObject({ initial: CHANNEL_END, status: late });
    bench.give(READ);
    expect(bench.give(BACKSPACE_FILE)).toMatchObject({ initial: CHANNEL_END, status: late });
    expect([...bench.sense().subarray(0, 2)]).toEqual([0, 0x48]);
  });

  it("spaces over blocks, and over tape marks with unit exception", () => {
    const bench = mounted();
    const forward = Array.from({ length: 7 }, () => bench.give(FORWARD_SPACE_BLOCK));
    const over = CONTROL_UNIT_END | DEVICE_END | UNIT_EXCEPTION;
    const statuses = [DEVICE_END, DEVICE_END, DEVICE_END, over, DEVICE_END, over, over];
    expect(forward.map(({ status }) => status)).toEqual(statuses);
    expect(forward.every(({ initial }) => initial === CHANNEL_END)).toBe(true);
    expect(bench.give(FORWARD_SPACE_BLOCK).status).toBe(CONTROL_UNIT_END | DEVICE_END | UNIT_CHECK);
    expect(bench.sense()[0]).toBe(0x10);
    const backward = Array.from({ length: 7 }, () => bench.give(BACKSPACE_BLOCK).status);
    expect(backward).toEqual(statuses.reverse());
  });

  it("spaces over files, to behind their tape marks or before them, and no exception", () => {
    const bench = mounted();
    expect(bench.give(FORWARD_SPACE_FILE)).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    expect(bench.give(READ).data).toEqual(block(4, 12));
    expect(bench.give(BACKSPACE_FILE)).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    expect(bench.give(READ).status).toBe(ENDED | UNIT_EXCEPTION);
    expect(bench.give(READ).data).toEqual(block(4, 12));
  });

  it("writes blocks and tape marks", () => {
    const bench = mounted("mount scratch");
    expect(bench.give(WRITE, block(1, 100)).status).toBe(ENDED);
    expect(bench.sense()[1] & 0x04).toBe(0x04);
    expect(bench.give(WRITE_TAPE_MARK)).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    expect(bench.give(WRITE, block(2, 200_000)).status).toBe(ENDED);
    expect([...(bench.drive.reel?.contents() ?? [])]).toEqual([block(1, 100), null, block(2, 200_000)]);
    bench.give(REWIND);
    expect(bench.sense()[1] & 0x04).toBe(0);
  });

  it("says that a write has had no data: word count zero", () => {
    const bench = mounted();
    expect(bench.give(WRITE).status).toBe(ENDED | UNIT_CHECK);
    expect(bench.sense()[0]).toBe(0x02);
    expect(bench.drive.reel?.changed).toBe(false);
  });

  it("writes nothing without a ring: command reject", () => {
    const bench = mounted("mount two.aws");
    for (const code of [WRITE, WRITE_TAPE_MARK, ERASE_GAP]) {
      expect(bench.give(code, block(1, 1))).toMatchObject({ initial: UNIT_CHECK });
      expect([...bench.sense().subarray(0, 2)]).toEqual([0x80, 0x4a]);
    }
    expect(bench.drive.reel?.changed).toBe(false);
  });

  it("rejects commands that it does not have, and takes NO-OPERATION without forgetting why", () => {
    const bench = mounted();
    for (const code of [0x05, 0x06, 0x0d, 0x43, 0x4b, 0xe4, 0xd4, 0xf4, 0xff]) {
      expect(bench.give(code)).toMatchObject({ initial: UNIT_CHECK });
      expect(bench.give(NOP)).toMatchObject({ initial: ENDED, status: ENDED });
      expect(bench.sense()[0]).toBe(0x80);
    }
  });

  it("is not ready without a tape: intervention required, for everything but SENSE", () => {
    const bench = new TapeBench(make());
    for (const code of [WRITE, READ, NOP, REWIND, READ_BACKWARD, REWIND_UNLOAD, WRITE_TAPE_MARK, MODE_1600, 0x37]) {
      expect(bench.give(code)).toMatchObject({ initial: UNIT_CHECK });
      expect([...bench.sense().subarray(0, 2)]).toEqual([0x40, 0x22]);
    }
    expect(bench.give(SENSE).status).toBe(ENDED);
  });

  it("rewinds, and from the load point at once", () => {
    const bench = mounted();
    expect(bench.give(REWIND)).toMatchObject({ initial: ENDED, status: ENDED });
    bench.give(READ);
    expect(bench.give(REWIND)).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    expect(bench.give(READ).data).toEqual(block(1, 16));
  });

  it("rewinds and unloads: unit check with control unit end, and not ready until it is loaded again", () => {
    const bench = mounted();
    bench.give(READ);
    const late = CONTROL_UNIT_END | DEVICE_END | UNIT_CHECK;
    expect(bench.give(REWIND_UNLOAD)).toMatchObject({ initial: CHANNEL_END, status: late });
    expect([...bench.sense().subarray(0, 2)]).toEqual([0x40, 0x20]);
    expect(bench.give(READ)).toMatchObject({ initial: UNIT_CHECK });
    expect(bench.presented).toEqual([DEVICE_END]);
    bench.drive.operate("ready");
    expect(bench.presented).toEqual([DEVICE_END, DEVICE_END]);
    expect(bench.give(READ).data).toEqual(block(1, 16));
  });

  it("erases a gap: what lay behind is gone, and the tape is longer", () => {
    const bench = mounted();
    bench.give(READ);
    expect(bench.give(ERASE_GAP)).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    bench.give(WRITE, block(9, 4));
    expect([...(bench.drive.reel?.contents() ?? [])]).toEqual([block(1, 16), block(9, 4)]);
    expect(bench.drive.reel?.totals.erased).toBe(3.75);
  });

  it("says that the end of the tape is near: unit exception with everything that writes, behind the marker", () => {
    // 5 feet between the markers: 60 inches.
    const bench = mounted("mount scratch feet 40");
    const inch = type === "3420" ? 6250 : 1600;
    const long = block(1, 20 * inch);
    expect(bench.give(WRITE, long).status).toBe(ENDED);
    expect(bench.give(WRITE, long).status).toBe(ENDED);
    expect(bench.sense()[4]).toBe(0);
    expect(bench.give(WRITE, long).status).toBe(ENDED | UNIT_EXCEPTION);
    expect(bench.give(WRITE_TAPE_MARK).status).toBe(CONTROL_UNIT_END | DEVICE_END | UNIT_EXCEPTION);
    expect(bench.give(ERASE_GAP).status).toBe(CONTROL_UNIT_END | DEVICE_END | UNIT_EXCEPTION);
    expect(bench.sense()[4]).toBe(type.startsWith("34") ? 0x20 : 0);
    // Reading there is nothing special.
    bench.give(BACKSPACE_BLOCK);
    expect(bench.give(READ_BACKWARD).status).toBe(ENDED);
    expect(bench.give(READ).status).toBe(ENDED);
    // Behind the marker are 25 feet, and no more.
    for (let i = 0; i < 14; i++) expect(bench.give(WRITE, long).status).toBe(ENDED | UNIT_EXCEPTION);
    expect(bench.give(WRITE, long).status).toBe(ENDED | UNIT_CHECK);
    expect(bench.sense()[0]).toBe(0x50);
    expect(bench.give(READ)).toMatchObject({ initial: UNIT_CHECK });
  });

  it("takes REQUEST TRACK IN ERROR and its byte", () => {
    expect(mounted().give(REQUEST_TRACK_IN_ERROR, block(1, 1)).status).toBe(ENDED);
  });

  it("says of a block that cannot be read: data check, and goes on behind it", () => {
    const image = tapeFile(
      TWO_FILES.map((each) => each && new Uint8Array(5000)),
      { compression: "zlib" },
    );
    image[20] ^= 0x10;
    const bench = new TapeBench(make(), { "bad.het": image });
    bench.drive.operate("mount bad.het");
    expect(bench.give(READ)).toMatchObject({ status: ENDED | UNIT_CHECK, data: new Uint8Array(0) });
    const [byte0, , , byte3] = bench.sense();
    expect([byte0, byte3 & 0xc0]).toEqual([0x08, 0xc0]);
    expect(bench.give(READ)).toMatchObject({ status: ENDED, data: new Uint8Array(5000) });
  });

  it("writes nothing where the operator has changed the reel before the data came", () => {
    for (const orders of [["unmount"], ["reset"], ["unmount", "mount two.aws"]]) {
      const bench = mounted();
      expect(bench.drive.begin({ code: WRITE, chained: false, chains: false }).kind).toBe("output");
      for (const order of orders) bench.drive.operate(order);
      expect(bench.drive.accept(block(1, 5))).toEqual({ status: ENDED | UNIT_CHECK });
      expect(bench.drive.reel?.changed ?? false).toBe(false);
    }
  });

  it("leaves an image as it is, read backward", () => {
    const image = Buffer.from(tapeFile(TWO_FILES));
    const before = Uint8Array.from(image);
    const bench = new TapeBench(make(), { "two.aws": image });
    bench.drive.operate("mount two.aws");
    for (const code of [FORWARD_SPACE_FILE, READ_BACKWARD, READ_BACKWARD, READ_BACKWARD]) bench.give(code);
    expect(Uint8Array.from(image)).toEqual(before);
  });

  it("goes on from each of its states", () => {
    const bench = mounted();
    const states = [bench.drive.save()];
    const program = [
      READ,
      WRITE,
      READ_BACKWARD,
      WRITE_TAPE_MARK,
      BACKSPACE_FILE,
      ERASE_GAP,
      0xff,
      MODE_800,
      REWIND,
      READ,
    ];
    const run = (from: number) =>
      program.slice(from).map((code) => [bench.give(code, block(5, 9)), [...bench.sense()]]);
    const ends = program.map((code) => {
      const end = [bench.give(code, block(5, 9)), [...bench.sense()]];
      states.push(bench.drive.save());
      return end;
    });
    for (const from of [8, 0, 5, 2]) {
      bench.drive.restore(states[from]);
      expect(run(from)).toEqual(ends.slice(from));
    }
    bench.drive.operate("unmount");
    expect(bench.give(READ)).toMatchObject({ initial: UNIT_CHECK });
    bench.drive.restore(states[1]);
    expect(run(1)).toEqual(ends.slice(1));
  });

  it("forgets errors and modes at a system reset, and keeps its tape where it is", () => {
    const bench = mounted();
    bench.give(READ);
    bench.give(0xff);
    bench.drive.reset();
    expect(bench.sense()[0]).toBe(0);
    expect(bench.give(READ).data).toEqual(block(2, 32));
  });
});

describe("a 3420", () => {
  function mounted(order = "mount two.aws ring", model = "8"): TapeBench {
    const bench = new TapeBench(tape3420({ model }));
    bench.drive.operate(order);
    return bench;
  }

  it("has 24 sense bytes, which say what it is", () => {
    const codes = ["3", "5", "7", "4", "6", "8"].map((model) => mounted(undefined, model).sense()[6]);
    expect(codes).toEqual([0x21, 0x22, 0x23, 0x39, 0x3a, 0x3b]);
    const single = new TapeBench(tape3420({ model: "7", dualDensity: false }));
    expect(single.sense().length).toBe(24);
    expect([...single.sense().subarray(4, 8)]).toEqual([0, 0xc0, 0x03, 0]);
  });

  it("erases all to the end-of-tape marker, where ERASE GAP is before it in the chain", () => {
    const bench = mounted();
    expect(bench.give(DATA_SECURITY_ERASE)).toMatchObject({ initial: UNIT_CHECK });
    expect(bench.sense()[0]).toBe(0x80);
    bench.give(READ);
    const [gap, rest] = bench.chain(ERASE_GAP, DATA_SECURITY_ERASE);
    expect(gap).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    expect(rest).toMatchObject({ initial: CHANNEL_END, status: DEVICE_END });
    // 2,365 feet at 200 inches a second.
    expect(rest.ticks / 1_000_000).toBeCloseTo((2365 * 12) / 200, 0);
    expect(bench.sense()[4]).toBe(0x20);
    expect([...(bench.drive.reel?.contents() ?? [])]).toEqual([block(1, 16)]);
    bench.give(ERASE_GAP);
    expect(bench.give(DATA_SECURITY_ERASE)).toMatchObject({ initial: UNIT_CHECK });
    const protectedOne = mounted("mount two.aws");
    expect(protectedOne.chain(ERASE_GAP, DATA_SECURITY_ERASE).map(({ initial }) => initial)).toEqual([2, 2]);
  });

  it("loops what is to be written back to reading, and moves no tape", () => {
    const bench = mounted();
    expect(bench.give(LOOP_WRITE_TO_READ, block(1, 80)).status).toBe(ENDED);
    expect(bench.sense()[4]).toBe(0x04);
    expect(bench.give(READ).data).toEqual(block(1, 16));
    expect(bench.give(DIAGNOSTIC_MODE_SET)).toMatchObject({ initial: ENDED });
  });

  it("writes in the density of the last MODE SET 2, from the load point on", () => {
    const bench = mounted("mount scratch");
    expect(bench.give(MODE_1600)).toMatchObject({ initial: ENDED });
    const write = bench.give(WRITE, block(1, 80));
    expect(write.perByte).toBeCloseTo(1_000_000 / (1600 * 200));
    expect(bench.drive.reel?.density).toBe(1600);
    expect(bench.sense()[3] & 0x04).toBe(0x04);
    expect(bench.sense()[6]).toBe(0x2b);
    bench.give(MODE_6250);
    expect(bench.give(WRITE, block(1, 80)).perByte).toBeCloseTo(1_000_000 / (1600 * 200));
    bench.give(REWIND);
    expect(bench.give(WRITE, block(1, 80)).perByte).toBeCloseTo(1_000_000 / (6250 * 200));
    // It has no 800.
    bench.give(REWIND);
    bench.give(MODE_800);
    bench.give(WRITE, block(1, 80));
    expect(bench.drive.reel?.density).toBe(6250);
  });

  it("cannot read a density that it does not have: not capable", () => {
    const bench = mounted("mount two.aws density 6250", "7");
    expect(bench.give(READ).status).toBe(ENDED | UNIT_CHECK);
    expect([...bench.sense().subarray(0, 2)]).toEqual([0, 0x4b]);
    expect(bench.give(FORWARD_SPACE_BLOCK)).toMatchObject({
      initial: CHANNEL_END,
      status: CONTROL_UNIT_END | DEVICE_END | UNIT_CHECK,
    });
    expect(bench.sense()[1] & 0x01).toBe(0x01);
    expect(mounted("mount two.aws density 800", "7").give(READ).status).toBe(ENDED);
  });

  it("takes its time", () => {
    const bench = mounted("mount scratch", "7");
    bench.give(WRITE, block(1, 16_000));
    const second = bench.give(WRITE, block(1, 16_000));
    // GC20-1730: 2.0 ms until the first byte; 320 KB a second.
    expect(second.ticks).toBe(2_000);
    expect(second.perByte).toBeCloseTo(1_000_000 / 320_000);
    // 10 inches of data and a gap of 0.6.
    expect(bench.give(BACKSPACE_BLOCK).ticks).toBe(2_000 + Math.ceil((10.6 / 200) * 1_000_000));
    bench.give(FORWARD_SPACE_BLOCK);
    expect(bench.give(REWIND).ticks).toBe(2_000 + Math.ceil((21.2 / 640) * 1_000_000));
  });

  it("is of a model that there is", () => {
    expect(() => tape3420({ model: "9" })).toThrow(
      new RangeError("there is no 3420 model 9: it is one of 3, 4, 5, 6, 7, 8"),
    );
    expect(() => tape3420({ model: "8", sevenTrack: true })).toThrow(
      new RangeError("a 3420 model 8 has no seven-track head"),
    );
  });
});

describe("a 2401", () => {
  it("has six sense bytes, and not what came after it", () => {
    const bench = new TapeBench(tape2401({ model: "3" }));
    bench.drive.operate("mount two.aws ring");
    expect([...bench.sense()]).toEqual([0, 0x48, 0x03, 0, 0, 0]);
    for (const code of [LOOP_WRITE_TO_READ, DATA_SECURITY_ERASE, DIAGNOSTIC_MODE_SET, MODE_6250]) {
      expect(bench.give(code)).toMatchObject({ initial: UNIT_CHECK });
      expect(bench.sense()[0]).toBe(0x80);
    }
    // 800 bits per inch at 112.5 inches a second: 90,000 bytes.
    expect(bench.give(READ).perByte).toBeCloseTo(1_000_000 / 90_000);
  });
});

describe("other units", () => {
  it("a 3410 has nine sense bytes, with its model and its densities", () => {
    for (const [make, unit] of [
      [() => tape3410({ type: "3411", model: "1" }), 0x21],
      [() => tape3410({ model: "2", dualDensity: false }), 0x02],
      [() => tape3410({ model: "3", sevenTrack: true }), 0x83],
    ] as const) {
      const bench = new TapeBench(make());
      bench.drive.operate("mount scratch density 800");
      expect([...bench.sense()].slice(5)).toEqual([0x40, unit, 0, 0]);
    }
  });

  it("transfer as fast as they move tape", () => {
    const rate = (drive: TapeDrive): number => {
      const bench = new TapeBench(drive);
      bench.drive.operate("mount two.aws");
      return Math.round(1_000_000 / bench.give(READ).perByte);
    };
    expect(["1", "2", "3"].map((model) => rate(tape3410({ model })))).toEqual([20_000, 40_000, 80_000]);
    expect(["5", "7"].map((model) => rate(tape2401({ type: "2420", model })))).toEqual([160_000, 320_000]);
    expect(["1", "6"].map((model) => rate(tape2401({ type: "2415", model })))).toEqual([15_000, 30_000]);
  });

  it("have the models that there are", () => {
    expect(() => tape2401({ type: "2420", model: "6" })).toThrow("there is no 2420 model 6: it is one of 5, 7");
    expect(() => tape2401({ type: "2420", sevenTrack: true })).toThrow("a 2420 model 7 has no seven-track head");
    expect(() => tape3410({ model: "4" })).toThrow("there is no 3410 model 4: it is one of 1, 2, 3");
  });
});

describe("seven tracks", () => {
  const ODD = 0xb3;
  const ODD_CONVERTER = 0x93;
  const EVEN_TRANSLATOR = 0xab;
  const ODD_TRANSLATOR = 0xbb;
  const HELLO = Uint8Array.of(0xc8, 0xc5, 0xd3, 0xd3, 0xd6, 0x40, 0xf0, 0xf9, 0x4b, 0x61);

  function scratch(): TapeBench {
    const bench = new TapeBench(tape2401({ model: "3", sevenTrack: true }));
    bench.drive.operate("mount scratch");
    return bench;
  }

  it("keeps the low six bits of each byte", () => {
    const bench = scratch();
    expect(bench.sense()[1]).toBe(0x58);
    bench.give(ODD);
    bench.give(WRITE, Uint8Array.of(0xff, 0x41, 0x00));
    expect(bench.give(READ_BACKWARD).data).toEqual(Uint8Array.of(0x00, 0x01, 0x3f));
    expect(bench.give(READ).data).toEqual(Uint8Array.of(0x3f, 0x01, 0x00));
  });

  it("converts three bytes to four characters, and back", () => {
    const bench = scratch();
    bench.give(ODD_CONVERTER);
    for (const length of [1, 2, 3, 4, 30, 100]) bench.give(WRITE, block(11, length));
    bench.give(REWIND);
    for (const length of [1, 2, 3, 4, 30, 100]) {
      const read = bench.give(READ);
      expect(read).toMatchObject({ status: ENDED, data: block(11, length) });
      expect(read.perByte).toBeCloseTo((4 / 3) * (1_000_000 / 90_000));
    }
    expect(bench.give(READ_BACKWARD)).toMatchObject({ initial: UNIT_CHECK });
    expect(bench.sense()[0]).toBe(0x80);
    bench.give(REWIND);
    bench.give(ODD);
    expect(bench.give(READ).data).toEqual(Uint8Array.of(0xb0 >> 2, 0));
  });

  it("finds bits that fill no byte: data converter check", () => {
    const bench = scratch();
    bench.give(ODD);
    bench.give(WRITE, Uint8Array.of(1, 2, 3));
    bench.give(REWIND);
    bench.give(ODD_CONVERTER);
    expect(bench.give(READ)).toMatchObject({ status: ENDED | UNIT_CHECK, data: Uint8Array.of(0x04, 0x20) });
    expect(bench.sense()[0]).toBe(0x09);
  });

  it("translates EBCDIC to the older machines' code, and back", () => {
    for (const mode of [EVEN_TRANSLATOR, ODD_TRANSLATOR]) {
      const bench = scratch();
      bench.give(mode);
      bench.give(WRITE, HELLO);
      expect(bench.give(READ_BACKWARD).data).toEqual(HELLO.slice().reverse());
      const [written] = bench.drive.reel?.contents() ?? [];
      const blank = mode === EVEN_TRANSLATOR ? 0o20 : 0o00;
      expect(written).toEqual(Uint8Array.of(0o70, 0o65, 0o43, 0o43, 0o46, blank, 0o12, 0o11, 0o73, 0o21));
    }
  });

  it("has characters for 64 bytes, each its own", () => {
    const bench = scratch();
    bench.give(ODD);
    bench.give(
      WRITE,
      Uint8Array.from({ length: 64 }, (_, i) => i),
    );
    bench.give(REWIND);
    bench.give(ODD_TRANSLATOR);
    const bytes = bench.give(READ).data ?? new Uint8Array(0);
    expect(new Set(bytes).size).toBe(64);
    bench.give(WRITE, bytes);
    expect(bench.give(READ_BACKWARD).data).toEqual(bytes.slice().reverse());
  });

  it("writes 200, 556 or 800 characters to the inch", () => {
    for (const [mode, density] of [
      [0x33, 200],
      [0x73, 556],
      [0xb3, 800],
    ]) {
      const bench = scratch();
      bench.give(mode);
      expect(bench.give(WRITE, block(1, 9)).perByte).toBeCloseTo(1_000_000 / (density * 112.5));
    }
  });
});

describe("the operator", () => {
  const bench = () => new TapeBench(tape3420());

  it("puts on a reel, with its ring or without, and takes it off", () => {
    const { drive, presented } = bench();
    drive.operate("mount two.aws");
    expect([drive.ready, drive.reel?.ring, presented]).toEqual([true, false, [DEVICE_END]]);
    drive.operate("unmount");
    expect([drive.ready, drive.reel]).toEqual([false, undefined]);
    drive.operate("mount two.aws ring");
    expect(drive.reel?.ring).toBe(true);
  });

  it("presses reset and start: the tape stays where it is", () => {
    const { drive, ...rest } = Object.assign(bench(), {});
    expect(rest.presented).toEqual([]);
    const at = new TapeBench(drive);
    drive.operate("mount two.aws");
    at.give(READ);
    drive.operate("reset");
    expect(at.give(READ)).toMatchObject({ initial: UNIT_CHECK });
    drive.operate("ready");
    expect(at.give(READ).data).toEqual(block(2, 32));
  });

  it("puts a reel that was written on one drive on another", () => {
    const library = new TapeLibrary();
    const first = new TapeBench(tape3420({ library }));
    const second = new TapeBench(tape2401({ library }));
    first.drive.operate("mount scratch WORK1");
    first.give(MODE_1600);
    first.give(WRITE, block(3, 70));
    expect(() => second.drive.operate("mount WORK1")).toThrow(new RangeError("WORK1 is on another drive"));
    first.drive.operate("unmount");
    expect([...library.written.keys()]).toEqual(["WORK1"]);
    second.drive.operate("mount WORK1");
    expect(second.give(READ).data).toEqual(block(3, 70));
    second.drive.operate("unmount");
    second.drive.operate("mount WORK1 ring");
    second.give(READ);
    second.give(WRITE, block(4, 7));
    second.give(REWIND_UNLOAD);
    second.drive.operate("mount WORK1");
    expect([...(second.drive.reel?.contents() ?? [])]).toEqual([block(3, 70), block(4, 7)]);
    expect(() => first.drive.operate("mount scratch WORK1")).toThrow(new RangeError("WORK1 is on another drive"));
    const states = [first.drive.save(), second.drive.save()];
    second.drive.operate("unmount");
    expect(() => first.drive.operate("mount scratch WORK1")).toThrow("WORK1 has been written on");
    first.drive.operate("mount WORK1");
    first.drive.restore(states[0]);
    second.drive.restore(states[1]);
    expect([first.drive.reel, second.give(READ).data]).toEqual([undefined, block(3, 70)]);
  });

  it("mounts a flat file as blocks of a length", () => {
    const flat = new TapeBench(tape3420(), { deck: block(1, 200) });
    flat.drive.operate("mount deck blocks 80");
    expect(flat.give(READ).data).toEqual(block(1, 200).subarray(0, 80));
  });

  it("mounts a damaged image only when asked, and reads it up to the damage", () => {
    const image = tapeFile(TWO_FILES).subarray(0, 50);
    const damaged = new TapeBench(tape3420(), { "bad.aws": image });
    expect(() => damaged.drive.operate("mount bad.aws ring")).toThrow(
      "bad.aws, byte 22: a chunk of 32 bytes, of which the image has 22",
    );
    expect(damaged.drive.ready).toBe(false);
    damaged.drive.operate("mount bad.aws ring damaged");
    expect(damaged.give(READ).data).toEqual(block(1, 16));
    expect(damaged.give(READ).status).toBe(ENDED | UNIT_CHECK);
    expect(damaged.give(WRITE, block(1, 1))).toMatchObject({ initial: UNIT_CHECK });
  });

  it("is told what cannot be done", () => {
    const { drive } = bench();
    const says = (order: string) => {
      try {
        drive.operate(order);
      } catch (error) {
        if (error instanceof RangeError) return error.message;
        throw error;
      }
      return "done";
    };
    expect(says("mount none.aws")).toBe("there is no tape none.aws");
    expect(says("unmount")).toBe("no tape is on the 3420 model 8 tape");
    expect(says("ready")).toBe("no tape is on the 3420 model 8 tape");
    expect(says("reset")).toBe("no tape is on the 3420 model 8 tape");
    expect(says("mount two.aws wring")).toContain('"wring" is nothing that a tape is mounted with');
    expect(says("mount two.aws feet long")).toBe('"feet" is followed by a number, not by long');
    expect(says("mount two.aws density 1000")).toBe(
      "no tape is written with 1000 bits per inch: 200, 556, 800, 1600 or 6250",
    );
    expect(says("mount")).toContain("mount what?");
    expect(says("eject")).toContain('the 3420 model 8 tape has no order "eject"');
    expect(says("mount two.aws")).toBe("done");
    expect(says("mount scratch")).toBe("two.aws is on the 3420 model 8 tape: unmount it first");
    expect(says("ready")).toBe("the 3420 model 8 tape is ready already");
  });
});
