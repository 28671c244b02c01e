/** What the operator does at a tape drive. */
import { describe, expect, it } from "vitest";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import { TapeLibrary } from "../../../../engine/s370/devices/tape/tape-library.ts";
import { CHANNEL_END, DEVICE_END, UNIT_CHECK } from "../../../../engine/s370/index.ts";
import { block, tapeFile } from "../../../vectors/tape-files.ts";
import { MODE_1600, READ, REWIND_UNLOAD, WRITE } from "./tape-commands.ts";
import { TapeBench, TWO_FILES } from "./tape-support.ts";

const ENDED = CHANNEL_END | DEVICE_END;

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
