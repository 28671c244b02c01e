/** Tape drives other than the 3420, and those of seven tracks, by their manuals. */
import { describe, expect, it } from "vitest";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3410 } from "../../../../engine/s370/devices/tape/tape-3410.ts";
import type { TapeDrive } from "../../../../engine/s370/devices/tape/tape-drive.ts";
import { CHANNEL_END, DEVICE_END, UNIT_CHECK } from "../../../../engine/s370/index.ts";
import { block } from "../../../vectors/tape-files.ts";
import {
  DATA_SECURITY_ERASE,
  DIAGNOSTIC_MODE_SET,
  LOOP_WRITE_TO_READ,
  MODE_6250,
  READ,
  READ_BACKWARD,
  REWIND,
  WRITE,
} from "./tape-commands.ts";
import { TapeBench } from "./tape-support.ts";

const ENDED = CHANNEL_END | DEVICE_END;

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
