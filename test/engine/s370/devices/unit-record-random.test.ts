/** Unit-record devices under commands, data and orders at random: always a whole status, and the same again after going back. */
import { describe, expect, test } from "vitest";
import { CHANNEL_END, DEVICE_END, type Device, UNIT_CHECK } from "../../../../engine/s370/channel/device.ts";
import { Console3215, consoleKey } from "../../../../engine/s370/devices/console.ts";
import { LinePrinter } from "../../../../engine/s370/devices/printer.ts";
import { CardPunch } from "../../../../engine/s370/devices/punch.ts";
import { CardReadPunch } from "../../../../engine/s370/devices/read-punch.ts";
import { CardReader } from "../../../../engine/s370/devices/reader.ts";
import { Random } from "../../../vectors/random.ts";
import { Bench, deckOf, hex } from "./unit-record-support.ts";

const COMMANDS = 4000;
const SEED = 3215;

const shelf = {
  "a.deck": deckOf("ONE", "TWO", "THREE"),
  "b.txt": "FOUR\n\tFIVE\nSIX",
  "c.bin": Uint8Array.from({ length: 480 }, (_, i) => i & 0x3f),
};
const loads = ["load a.deck", "load b.txt", "load c.bin binary", "empty", "end-of-file", "ready", "not-ready"];
const keys = [...(["request", "cancel", "ready", "not-ready"] as const).map(consoleKey), "a line"];

const devices: readonly (readonly [string, () => Device, readonly string[]])[] = [
  ["3215", () => new Console3215(), keys],
  ["3505", () => new CardReader("3505"), loads],
  ["2540R", () => new CardReader("2540R", { endOfFile: true }), loads],
  ["2501", () => new CardReader("2501"), loads],
  ["3525", () => new CardPunch("3525"), ["ready", "not-ready"]],
  ["3525 that reads", () => new CardReadPunch(), loads],
  ["2540P", () => new CardPunch("2540P"), ["ready", "not-ready"]],
  ["1403", () => new LinePrinter("1403"), ["ready", "not-ready", "restore", "tape 40 1=1 9=20 12=30", "ready"]],
  ["3211", () => new LinePrinter("3211"), ["ready", "not-ready", "restore", "ready"]],
];

/** What a device does with what chance brings; everything that it said. */
function play(bench: Bench<Device>, random: Random, orders: readonly string[], steps: number): string[] {
  const said: string[] = [];
  for (let i = 0; i < steps; i++) {
    if (random.below(20) === 0) {
      const order = orders[random.below(orders.length)];
      try {
        bench.device.operate?.(order);
        said.push(order);
      } catch (error) {
        // Only what an operator is told: there is nothing to read.
        expect(error).toBeInstanceOf(RangeError);
      }
      continue;
    }
    const code = random.below(256);
    const data = Uint8Array.from({ length: random.below(200) }, () => random.below(256));
    const answer = bench.device.begin({ code, chained: random.below(2) === 0, chains: false });
    said.push(`${code} ${answer.kind}`);
    if (answer.kind === "waiting") {
      bench.device.halt?.();
      continue;
    }
    const ending = answer.kind === "output" ? bench.device.accept?.(data.subarray(0, answer.most)) : answer;
    if (ending === undefined || !("status" in ending)) throw new Error(`${code}: no status`);
    const later = "later" in ending ? ending.later : undefined;
    const status = ending.status | (later?.status ?? 0);
    said.push(`${status} ${later?.ticks ?? 0} ${answer.kind === "input" ? hex(answer.data) : ""}`);
    if (answer.kind === "refused") expect(status).toBe(UNIT_CHECK);
    else expect(status & (CHANNEL_END | DEVICE_END)).toBe(CHANNEL_END | DEVICE_END);
    if (status & UNIT_CHECK) {
      const sensed = bench.device.begin({ code: 0x04, chained: false, chains: false });
      if (sensed.kind !== "input") throw new Error("no sense bytes");
      expect(sensed.data[0]).not.toBe(0);
      said.push(hex(sensed.data));
    }
  }
  return said;
}

describe("at random", () => {
  test.each(devices)("%s", (_type, make, orders) => {
    const bench = new Bench(make(), shelf);
    const random = new Random(SEED);
    play(bench, random, orders, COMMANDS);
    const saved = bench.device.save();
    const kept = JSON.stringify(saved);
    const first = play(bench, new Random(1), orders, COMMANDS);
    const ended = JSON.stringify(bench.device.save());
    bench.device.restore(saved);
    expect(play(bench, new Random(1), orders, COMMANDS)).toEqual(first);
    expect(JSON.stringify(bench.device.save())).toBe(ended);
    const another = new Bench(make(), shelf);
    another.device.restore(JSON.parse(kept, revived));
    expect(play(another, new Random(1), orders, COMMANDS)).toEqual(first);
  });
});

/** Byte arrays are objects of numbers in JSON. */
function revived(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !("0" in value)) return value;
  return Uint8Array.from(Object.values(value));
}
