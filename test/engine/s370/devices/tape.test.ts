/** Tape drives by their manuals: each command, each ending, sense bytes, times. */
import { describe, expect, it } from "vitest";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3410 } from "../../../../engine/s370/devices/tape/tape-3410.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import {
  CHANNEL_END,
  CONTROL_UNIT_END,
  DEVICE_END,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../../../../engine/s370/index.ts";
import { block, tapeFile } from "../../../vectors/tape-files.ts";
import {
  BACKSPACE_BLOCK,
  BACKSPACE_FILE,
  DATA_SECURITY_ERASE,
  DIAGNOSTIC_MODE_SET,
  ERASE_GAP,
  FORWARD_SPACE_BLOCK,
  FORWARD_SPACE_FILE,
  LOOP_WRITE_TO_READ,
  MODE_800,
  MODE_1600,
  MODE_6250,
  NOP,
  READ,
  READ_BACKWARD,
  REQUEST_TRACK_IN_ERROR,
  REWIND,
  REWIND_UNLOAD,
  SENSE,
  WRITE,
  WRITE_TAPE_MARK,
} from "./tape-commands.ts";
import { TapeBench, TWO_FILES } from "./tape-support.ts";

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
