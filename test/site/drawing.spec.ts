/** The lab's drawing and reading of text, which need no browser. */
import { expect, test } from "@playwright/test";
import type { Crossing } from "../../engine/machine/trace.ts";
import { diffLines } from "../../site/lab/data/diff.ts";
import { operationClass, statementFields } from "../../site/lab/source/statement.ts";
import { crossingNear, draw, type Frame, firstAt, tickAt, xOf } from "../../site/lab/timeline/geometry.ts";

const lanes = [
  { world: "guest-a", title: "guest A", role: "guest-a" },
  { world: "monitor", title: "monitor", role: "monitor" },
  { world: "hardware", title: "hardware", role: "hardware" },
] as const;

const frame = (from: number, to: number): Frame => ({ width: 800, height: 200, span: { from, to }, lanes });

/** A guest that traps every 100 ticks; each trap costs 20, all of them modelled. */
function traps(count: number): Crossing[] {
  const crossings: Crossing[] = [];
  for (let index = 0; index < count; index++) {
    const tick = 100 * (index + 1);
    const cause = { kind: "program:2", label: "SSM" };
    crossings.push({ tick, from: "guest-a", to: "monitor", cause, guestAddress: 0x200, executed: 80, modelled: 0 });
    const back = { kind: "dispatch", label: "LPSW" };
    crossings.push({
      tick: tick + 20,
      from: "monitor",
      to: "guest-a",
      cause: back,
      guestAddress: 0x204,
      executed: 0,
      modelled: 20,
    });
  }
  return crossings;
}

test("a crossing is labelled by what led into the monitor, and what was modelled is hatched", () => {
  const drawing = draw(frame(0, 1_000), traps(5), [], 600, "guest-a");
  expect(drawing.causes.map(({ text, index }) => [text, index])).toEqual(
    [0, 2, 4, 6, 8].map((index) => ["SSM", index]),
  );
  expect(drawing.lanes[1]?.hatched).not.toBe("");
  expect(drawing.lanes[0]?.hatched).toBe("");
  expect(drawing.aggregated).toBe(false);
});

test("labels that would lie on one another are left out", () => {
  const drawing = draw(frame(0, 10_000), traps(90), [], 10_000, "guest-a");
  const ends = drawing.causes.map(({ x, text }) => [x, x + text.length * 7]);
  for (let index = 1; index < ends.length; index++) expect(ends[index]![0]).toBeGreaterThan(ends[index - 1]![1]!);
  expect(drawing.causes.length).toBeLessThan(90);
});

test("of a hundred thousand crossings the shares of time are drawn, in a path that stays small", () => {
  const drawing = draw(frame(0, 5_000_100), traps(50_000), [], 5_000_100, "guest-a");
  expect(drawing.aggregated).toBe(true);
  expect(drawing.causes).toEqual([]);
  for (const { path } of drawing.lanes) expect(path.length).toBeLessThan(20_000);
});

test("ticks and pixels are each other's inverse, and a click near a crossing means it", () => {
  const crossings = traps(5);
  for (const tick of [0, 250, 999]) expect(tickAt(frame(0, 1_000), xOf(frame(0, 1_000), tick))).toBe(tick);
  expect(firstAt(crossings, 101)).toBe(1);
  expect(crossingNear(frame(0, 1_000), crossings, xOf(frame(0, 1_000), 302), 8)).toBe(4);
  expect(crossingNear(frame(0, 1_000), crossings, xOf(frame(0, 1_000), 360), 8)).toBeUndefined();
});

test("a statement's fields are the line again, and an attribute is no string", () => {
  const line = "LOOP     LA    R3,L'LINE(R3)          next one's";
  const fields = statementFields(line);
  expect(fields.map(({ text }) => text).join("")).toBe(line);
  expect(fields.filter(({ kind }) => kind !== "blank").map(({ text }) => text)).toEqual([
    "LOOP",
    "LA",
    "R3,L'LINE(R3)",
    "next one's",
  ]);
  expect(statementFields(" DC C'A B' remark").filter(({ kind }) => kind === "operands")).toEqual([
    { kind: "operands", text: "C'A B'" },
  ]);
  expect(statementFields("* note")).toEqual([{ kind: "comment", text: "* note" }]);
  expect(["SSM", "LA", "DC"].map((name) => operationClass(name, new Set(["SSM"])))).toEqual(["priv", "op", "dir"]);
});

test("two files are compared line by line", () => {
  expect(diffLines("a\nb\nc\n", "a\nx\nc\n")).toEqual([
    { side: "both", text: "a" },
    { side: "first", text: "b" },
    { side: "second", text: "x" },
    { side: "both", text: "c" },
  ]);
});
