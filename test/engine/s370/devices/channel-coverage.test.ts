/**
 * What the stand-alone cases about channels show: each I/O instruction with each of its condition codes, and each bit of
 * channel status (GA22-7000, "Condition-Code Settings for I/O States and Functions", "Channel-Status Word"). The table names
 * one case for each. "both": Hercules, running the same program, does the same there. "manual": it has no such thing, and the
 * case says what the manual says.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { DeviceCase, DeviceRecording } from "../../../vectors/device-case.ts";
import { outcomeHere } from "./case-replay.ts";

type Witness = "both" | "manual";

const NOT_THERE =
  "a device that is not there, on a channel that is, and a channel that is not: condition code 3 of each instruction";

const TABLE: Readonly<Record<string, readonly [witness: Witness, name: string]>> = {
  "SIO 0": ["both", "a read of as much as there is"],
  "SIO 1": ["manual", "START I/O with a count of zero"],
  "SIO 2": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "SIO 3": ["both", NOT_THERE],
  "SIOF 0": ["both", "SIOF starts as SIO does: a read, a command of zeros, a device that is not there"],
  "SIOF 1": ["manual", "SIOF starts as SIO does: a read, a command of zeros, a device that is not there"],
  "SIOF 2": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "SIOF 3": ["both", NOT_THERE],
  "RIO 0": ["manual", "suspended in a chain, told by PCI; RIO goes on when the flag is gone"],
  "RIO 3": ["manual", NOT_THERE],
  "TIO 0": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "TIO 1": ["both", "an ending is pending: TCH, STIDC, HIO, HDV, and TIO takes it"],
  "TIO 2": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "TIO 3": ["both", NOT_THERE],
  "CLRIO 0": ["both", "an ending is pending: CLRIO takes it"],
  "CLRIO 1": ["both", "an ending is pending: CLRIO takes it"],
  "CLRIO 2": ["both", "an operation goes on at a byte multiplexer: CLRIO is TIO without block multiplexing"],
  "CLRIO 3": ["both", NOT_THERE],
  "HIO 0": ["both", "an ending is pending: TCH, STIDC, HIO, HDV, and TIO takes it"],
  "HIO 1": ["manual", "an operation goes on at a byte multiplexer: HIO ends it"],
  "HIO 2": ["manual", "HIO while a block is read on a selector: it ends the read, and channel end comes apart from it"],
  "HIO 3": ["both", NOT_THERE],
  "HDV 0": ["both", "an ending is pending: TCH, STIDC, HIO, HDV, and TIO takes it"],
  "HDV 1": ["manual", "an operation goes on at a byte multiplexer: HDV ends it"],
  "HDV 2": ["manual", "HDV while a block is read on a selector: it ends the read, and channel end comes apart from it"],
  "HDV 3": ["both", NOT_THERE],
  "TCH 0": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "TCH 1": ["both", "an ending is pending: TCH, STIDC, HIO, HDV, and TIO takes it"],
  "TCH 2": ["manual", "a selector channel serves one device until channel end"],
  "TCH 3": ["both", NOT_THERE],
  "STIDC 0": ["both", "an operation goes on at a byte multiplexer: TIO, SIO, SIOF, TCH, STIDC"],
  "STIDC 2": ["manual", "a selector channel serves one device until channel end"],
  "STIDC 3": ["both", NOT_THERE],
  "CLRCH 0": ["manual", "an operation goes on, an ending is pending: CLRCH resets the channel"],
  "CLRCH 3": ["manual", NOT_THERE],
  "program-controlled interruption": ["both", "PCI in the first of two commands"],
  "incorrect length": ["both", "a read of less is of incorrect length"],
  "program check": ["both", "command chaining to a count of zero"],
  "protection check": ["both", "a read into a block of another key"],
  "channel-data check": ["manual", "channel-data check: a chain ends with it, and the channel says where"],
  "channel-control check": ["manual", "channel-control check: a chain ends with it, and the channel says where"],
  "interface-control check": ["manual", "interface-control check: a chain ends with it, and the channel says where"],
  "chaining check": ["manual", "chaining check: a 3350 whose bytes are chained one by one"],
};

const STATUS = [
  [0x80, "program-controlled interruption"],
  [0x40, "incorrect length"],
  [0x20, "program check"],
  [0x10, "protection check"],
  [0x08, "channel-data check"],
  [0x04, "channel-control check"],
  [0x02, "interface-control check"],
  [0x01, "chaining check"],
] as const;

/** Instructions that Hercules takes for START I/O and TEST CHANNEL. */
const OURS: ReadonlySet<string> = new Set(["RIO", "CLRCH"]);

const INSTRUCTION = /^\S*\s+(SIO|SIOF|RIO|TIO|CLRIO|HIO|HDV|TCH|STIDC|CLRCH)\s/;

/** The instruction of each slot of results, in the order of the program's statements; of an AWAIT, none. */
function instructionsOf(source: string): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  let last = "";
  for (const line of source.split("\n")) {
    const [, asked] = /^\S*\s+ASK\s+(\w+),/.exec(line) ?? [];
    if (asked) found.push(asked);
    else if (/^\S*\s+(BEGIN|IO)\s/.test(line) || /\sBAL\s+14,IO(SUB|BEGIN)\b/.test(line)) found.push("SIO");
    else if (/^\S*\s+AWAIT\b/.test(line)) found.push(undefined);
    else if (/\sBAL\s+14,IOASKED\b/.test(line)) found.push(last);
    else last = INSTRUCTION.exec(line)?.[1] ?? last;
  }
  return found;
}

/** What a case shows, and whether the recorded result is the same. */
function shownBy(device: DeviceCase, recorded: DeviceRecording["cases"][string]): (readonly [string, Witness])[] {
  const instructions = instructionsOf(device.source);
  const slots = outcomeHere(device, recorded)
    .slots.map((text, at) => ({ text, key: `slot ${at + 1}`, there: recorded.outcome.slots[at] }))
    .filter(({ text }) => !text.startsWith("other"));
  const isReplaced = Object.keys(device.there?.patches ?? {}).length > 0;
  if (slots.length !== instructions.length)
    throw new Error(`${device.name}: ${slots.length} results of ${instructions.length} statements`);
  return slots.flatMap(({ text, key, there }, at) => {
    const [, code, channel] = /cc (\d) csw \w\w \w{6} \w\w (\w\w)/.exec(text) ?? [];
    const instruction = instructions[at];
    // Also where all cases let Hercules start what START I/O refuses here.
    const isTold =
      (device.expected?.[key] !== undefined && device.expected[key] !== there) || !there?.includes(`cc ${code}`);
    const witness: Witness =
      isTold || isReplaced || (instruction !== undefined && OURS.has(instruction)) ? "manual" : "both";
    const bits = STATUS.filter(([bit]) => Number.parseInt(channel, 16) & bit).map(([, name]) => name);
    return [...(instruction ? [`${instruction} ${code}`] : []), ...bits].map((what) => [what, witness] as const);
  });
}

describe("cases about channels", async () => {
  const vectors = new URL("../../../vectors/", import.meta.url);
  const topics = readdirSync(vectors).flatMap((name) => /^device-cases-(channel[\w-]*)\.ts$/.exec(name)?.[1] ?? []);
  const shown = new Map<string, Set<string>>();
  for (const topic of topics) {
    const { cases }: { cases: readonly DeviceCase[] } = await import(new URL(`device-cases-${topic}.ts`, vectors).href);
    const recording = JSON.parse(
      gunzipSync(readFileSync(new URL(`devices-${topic}.json.gz`, vectors))).toString(),
    ) as DeviceRecording;
    for (const device of cases)
      for (const [what, witness] of shownBy(device, recording.cases[device.name]))
        shown.set(what, (shown.get(what) ?? new Set()).add(`${witness}: ${device.name}`));
  }

  test.each(Object.entries(TABLE))("%s: %s", (what, [witness, name]) => {
    const found = shown.get(what) ?? new Set();
    expect([...found]).toContain(`${witness}: ${name}`);
    if (witness === "manual") expect([...found].filter((each) => each.startsWith("both"))).toEqual([]);
  });

  test("show nothing that the table does not have", () => {
    expect([...shown.keys()].sort()).toEqual(Object.keys(TABLE).sort());
  });
});
