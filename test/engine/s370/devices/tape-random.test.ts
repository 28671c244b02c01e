/** Random commands to a tape drive, against a tape that is an array: where it stands, what it reads, how it ends. */
import { describe, expect, test } from "vitest";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import { CHANNEL_END, DEVICE_END, UNIT_CHECK, UNIT_EXCEPTION } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { block, MARK, tapeFile } from "../../../vectors/tape-files.ts";
import { TapeBench } from "./tape-support.ts";

const ENDED = CHANNEL_END | DEVICE_END;
const NOTHING = new Uint8Array(0);

/** A tape as an array of blocks and marks, and a place in it. */
class Model {
  contents: (Uint8Array | null)[];
  at = 0;

  constructor(contents: readonly (Uint8Array | null)[]) {
    this.contents = [...contents];
  }

  /** Status without channel end, device end and control unit end, and data. */
  give(code: number, data: Uint8Array): { readonly status: number; readonly data?: Uint8Array } {
    switch (code) {
      case 0x01:
        return this.#put(data);
      case 0x1f:
        return this.#put(null);
      case 0x02:
        return this.#read(this.contents[this.at], 1);
      case 0x0c:
        return this.#read(this.contents[this.at - 1], -1);
      case 0x37:
        return { status: this.#read(this.contents[this.at], 1).status };
      case 0x27:
        return { status: this.#read(this.contents[this.at - 1], -1).status };
      case 0x3f:
        return this.#file(1);
      case 0x2f:
        return this.#file(-1);
      case 0x17:
        this.contents.length = this.at;
        return { status: 0 };
      default:
        this.at = 0;
        return { status: 0 };
    }
  }

  #put(data: Uint8Array | null) {
    this.contents.length = this.at;
    this.contents.push(data);
    this.at++;
    return { status: 0 };
  }

  #read(what: Uint8Array | null | undefined, step: number) {
    if (what === undefined) return { status: UNIT_CHECK, data: NOTHING };
    this.at += step;
    if (what === null) return { status: UNIT_EXCEPTION, data: NOTHING };
    return { status: 0, data: step > 0 ? what : what.slice().reverse() };
  }

  #file(step: number) {
    for (;;) {
      const { status } = this.#read(this.contents[step > 0 ? this.at : this.at - 1], step);
      if (status === UNIT_EXCEPTION) return { status: 0 };
      if (status === UNIT_CHECK) return { status };
    }
  }
}

const COMMANDS = [0x01, 0x02, 0x0c, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x17, 0x07];

describe.each([
  ["3420", () => tape3420()],
  ["2401", () => tape2401()],
])("a %s", (_type, make) => {
  test("does what 200 random programs of 60 commands say, and again from states in between", () => {
    const random = new Random(2803);
    for (let program = 0; program < 200; program++) {
      const contents = Array.from({ length: random.below(12) }, (_, i) =>
        random.chance(30) ? MARK : block(i, 1 + random.below(40)),
      );
      const options = random.pick([{}, { chunk: 7 }, { compression: "zlib" as const }]);
      const bench = new TapeBench(make(), { "t.het": tapeFile(contents, options) });
      bench.drive.operate("mount t.het ring");
      const model = new Model(contents);
      let kept = { drive: bench.drive.save(), contents: [...model.contents], at: model.at };
      for (let i = 0; i < 60; i++) {
        const code = random.pick(COMMANDS);
        const data = block(random.below(16), 1 + random.below(60));
        const expected = model.give(code, data);
        const ended = bench.give(code, data);
        const what = `program ${program}, command ${i}: ${code.toString(16)}`;
        expect(ended.status & (UNIT_CHECK | UNIT_EXCEPTION), what).toBe(expected.status);
        expect((ended.initial ?? 0) | ended.status, what).toSatisfy((status: number) => (status & ENDED) === ENDED);
        if (expected.data) expect(ended.data, what).toEqual(expected.data);
        expect(bench.drive.reel?.position, what).toBe(model.at);
        const turn = random.below(10);
        if (turn === 0) kept = { drive: bench.drive.save(), contents: [...model.contents], at: model.at };
        else if (turn === 1) {
          bench.drive.restore(kept.drive);
          model.contents = [...kept.contents];
          model.at = kept.at;
        }
      }
      expect([...(bench.drive.reel?.contents() ?? [])]).toEqual(model.contents);
    }
  });

  test("takes any command in any state", () => {
    const random = new Random(3803);
    const bench = new TapeBench(make(), { "t.aws": tapeFile([block(1, 20), MARK]) });
    for (let i = 0; i < 20_000; i++) {
      if (random.chance(2)) {
        try {
          bench.drive.operate(random.pick(["mount t.aws ring", "mount t.aws", "unmount", "ready", "reset"]));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }
      const { status, initial } = bench.give(random.below(256), block(1, random.below(30)), random.chance(50));
      if ((status & UNIT_CHECK) === 0)
        expect((initial ?? 0) | status).toSatisfy((all: number) => (all & ENDED) === ENDED);
    }
  });
});
