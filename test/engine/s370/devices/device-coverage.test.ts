/**
 * What the stand-alone cases show of devices: of each type that configurations can name, in all its models, every command
 * that it takes is executed in a case that begins with its name, and every bit of its unit status and of its sense bytes 0
 * and 1 is on in one (test/vectors; hercules-devices.test.ts holds what each case comes to). Every other code is a command
 * reject, and no code throws or hangs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DEVICE_END, type Device, UNIT_CHECK } from "../../../../engine/s370/channel/device.ts";
import { readConfiguration } from "../../../../engine/s370/configuration.ts";
import { DEVICE_TYPES } from "../../../../engine/s370/configured-device.ts";
import { attachDevices } from "../../../../engine/s370/configured-machine.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import type { DeviceCase, DeviceOutcome, DeviceRecording } from "../../../vectors/device-case.ts";
import { imageOf } from "../../../vectors/disk-programs.ts";
import { numbered } from "../../../vectors/unit-record-programs.ts";
import { outcomeHere } from "./case-replay.ts";
import { SENSES, STATUSES, UNIT_STATUS } from "./device-senses.ts";

/** A type's statements, of each model and feature: what follows address and type. */
const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  "1052": [""],
  "3215": [""],
  "1442": ["a.deck"],
  "2501": ["a.deck"],
  "3505": ["a.deck"],
  "2540R": ["a.deck"],
  "2540P": [""],
  "3525": ["", "* read cards=a.deck"],
  "1403": [""],
  "3211": [""],
  "2305": ["2305-1.ckd", "2305-2.ckd"],
  "2311": ["2311-1.ckd"],
  "2314": ["2314-1.ckd"],
  "3330": ["3330-1.ckd", "3330-11.ckd"],
  "3340": ["3340-35.ckd", "3340-70.ckd"],
  "3350": ["3350-1.ckd"],
  "3375": ["3375-1.ckd"],
  "3380": ["3380-1.ckd"],
  "3390": ["3390-1.ckd"],
  "2401": [..."123456"].map((model) => `a.aws new model=${model}`).concat("a.aws new tracks=7"),
  "2415": [..."123456"].map((model) => `a.aws new model=${model}`).concat("a.aws new tracks=7"),
  "2420": [..."57"].map((model) => `a.aws new model=${model}`),
  "3410": [..."123"].map((model) => `a.aws new model=${model}`).concat("a.aws new tracks=7"),
  "3411": [..."123"].map((model) => `a.aws new model=${model}`).concat("a.aws new tracks=7"),
  "3420": [..."345678"].map((model) => `a.aws new model=${model}`).concat("a.aws new tracks=7 model=7"),
  "8809": ["a.aws new"],
  "3270": ["", "model=1"],
  "3277": ["", "model=1"],
  "3278": ["", "model=1"],
  CTCA: ["pair"],
  "3088": ["pair"],
};

/** Types that are other names here of a device: its cases are theirs. */
const SAME_AS: Readonly<Record<string, string>> = {
  ...{ "8809": "3420", "3270": "3277", "3278": "3277", "3088": "CTCA" },
  // The same commands, of which most have cases of theirs too.
  ...{ "3375": "3350", "3380": "3350", "3390": "3350" },
};

/** Commands that wait for somebody: a line that is typed, the adapter's other side. */
const WAITS: Readonly<Record<string, (code: number) => boolean>> = {
  "1052": (code) => code === 0x0a,
  "3215": (code) => code === 0x0a,
  CTCA: (code) => (code & 0x07) === 0x07 || (code & 0x03) === 0x02 || (code & 0x0f) === 0x0c || (code & 0x83) === 0x01,
};

const ADDRESS = 0x150;
const OTHER_SIDE = 0x151;
const SENSE = 0x04;
const NO_OPERATION = 0x03;
const SET_EXTENDED_MODE = 0xc3;
const COMMAND_REJECT = 0x80;
const CODES = Array.from({ length: 256 }, (_, code) => code);

const DECK = numbered(300);

function medium(name: string): Uint8Array | undefined {
  if (name === "a.deck") return DECK;
  const disk = /^(.*)\.ckd$/.exec(name)?.[1];
  return disk === undefined ? undefined : imageOf(disk);
}

interface Bench {
  readonly machine: System370;
  readonly device: Device;
  /** Of an adapter. */
  readonly otherSide: Device | undefined;
}

/** A machine with the device that a statement describes. */
function machineWith(type: string, words: string): Bench {
  const machine = new System370({ storageSize: 0x1_0000 });
  const isAdapter = words === "pair";
  const statements = [ADDRESS, ...(isAdapter ? [OTHER_SIDE] : [])].map(
    (address) => `${address.toString(16)} ${type} ${words}`,
  );
  attachDevices(machine, readConfiguration(type, `${statements.join("\n")}\n`), (name) => {
    const bytes = medium(name);
    return bytes && bytesOf(name, bytes);
  });
  const device = machine.channels.device(ADDRESS);
  if (!device) throw new Error(`no ${type}`);
  const otherSide = machine.channels.device(OTHER_SIDE);
  // Without a program on its other side, and in basic mode, an adapter refuses for other reasons.
  if (otherSide)
    for (const code of [NO_OPERATION, NO_OPERATION, SET_EXTENDED_MODE])
      for (const side of [otherSide, device]) side.begin({ code, chained: false, chains: false });
  return { machine, device, otherSide };
}

/** The commands that a device takes: when nothing has been before, or chained to another one that it takes. */
function commandsOf(device: Device): Set<number> {
  const begins = device.save();
  const taken = new Set<number>();
  for (const code of CODES) {
    device.restore(begins);
    if (device.begin({ code, chained: false, chains: true }).kind !== "refused") taken.add(code);
  }
  for (const first of [...taken])
    for (const code of CODES) {
      if (taken.has(code)) continue;
      device.restore(begins);
      const { kind } = device.begin({ code: first, chained: false, chains: true });
      if (kind !== "immediate" && kind !== "input") break;
      if (device.begin({ code, chained: true, chains: false }).kind !== "refused") taken.add(code);
    }
  device.restore(begins);
  return taken;
}

const vectors = new URL("../../../vectors/", import.meta.url);

/** The types of cases that show commands, by what stands before the colon of their names: without the disk's model. */
const typeOf = ({ name }: DeviceCase): string => name.replace(/[:-].*/, "");

/** What devices have done in cases that begin with their names: commands executed, bits of sense bytes 0 and 1, unit status. */
interface Shown {
  readonly codes: Set<number>;
  readonly senses: Set<string>;
  readonly statuses: Set<string>;
}

const bitName = (byte: number, bit: number): string => `byte ${byte}, bit ${bit}`;

function sensesIn(slots: readonly string[]): string[] {
  return slots.flatMap((slot) => {
    const [, digits] = / sense (\w{4})/.exec(slot) ?? [];
    return bitsOf(digits).map((at) => bitName(at >> 3, at & 7));
  });
}

function statusesIn(slots: readonly string[]): string[] {
  return slots.flatMap((slot) => bitsOf(/ csw \w\w \w{6} (\w\w)/.exec(slot)?.[1]).map((bit) => UNIT_STATUS[bit]));
}

/** Numbers of the bits that are on, from 0 on. */
function bitsOf(digits = ""): number[] {
  const bits = [...digits].flatMap((digit) => [...Number.parseInt(digit, 16).toString(2).padStart(4, "0")]);
  return bits.flatMap((bit, at) => (bit === "1" ? [at] : []));
}

/** Results of a case that are of its device, and not of the console that it has besides. */
function resultsOf(type: string, { configuration }: DeviceCase, { slots }: DeviceOutcome): string[] {
  const names = [type, ...Object.keys(SAME_AS).filter((name) => SAME_AS[name] === type)];
  const isIts = (line: string): boolean => names.some((name) => line.slice(4).startsWith(name));
  const addresses = configuration.filter(isIts).map((line) => line.slice(0, 3));
  return slots.filter((slot) => addresses.includes(slot.split(" ")[1]));
}

async function shownInCases(): Promise<ReadonlyMap<string, Shown>> {
  const shown = new Map<string, Shown>();
  for (const file of readdirSync(vectors)) {
    const topic = /^device-cases-((?:unit-record|dasd|tape|display|ctca)[\w-]*)\.ts$/.exec(file)?.[1];
    if (topic === undefined) continue;
    const { cases }: { cases: readonly DeviceCase[] } = await import(new URL(file, vectors).href);
    const recording = JSON.parse(
      gunzipSync(readFileSync(new URL(`devices-${topic}.json.gz`, vectors))).toString(),
    ) as DeviceRecording;
    for (const device of cases) {
      const type = typeOf(device);
      const { codes, senses, statuses } = shown.get(type) ?? {
        codes: new Set(),
        senses: new Set(),
        statuses: new Set(),
      };
      shown.set(type, { codes, senses, statuses });
      const outcome = outcomeHere(device, recording.cases[device.name], (code) => codes.add(code));
      const results = resultsOf(type, device, outcome);
      for (const sense of sensesIn(results)) senses.add(sense);
      for (const status of statusesIn(results)) statuses.add(status);
    }
  }
  return shown;
}

const hex = (codes: Iterable<number>): string[] =>
  [...codes].sort((a, b) => a - b).map((code) => code.toString(16).toUpperCase().padStart(2, "0"));

describe("cases about devices", async () => {
  const shown = await shownInCases();

  test("all types that configurations can name are here", () => {
    expect(Object.keys(STATEMENTS).sort()).toEqual([...DEVICE_TYPES].sort());
    for (const table of [SENSES, STATUSES])
      expect([...Object.keys(table), ...Object.keys(SAME_AS)].sort()).toEqual([...DEVICE_TYPES].sort());
    expect([...shown.keys()].filter((type) => !DEVICE_TYPES.includes(type))).toEqual([]);
  });

  test.each(Object.entries(SENSES))("%s: every bit of its sense bytes is shown, and no other", (type, senses) => {
    const bits = Object.values(senses).map(([byte, bit]) => bitName(byte, bit));
    expect([...(shown.get(type)?.senses ?? [])].sort()).toEqual(bits.sort());
  });

  test.each(Object.entries(STATUSES))("%s: every bit of its unit status is shown, and no other", (type, statuses) => {
    expect([...(shown.get(type)?.statuses ?? [])].sort()).toEqual([...statuses].sort());
  });

  test.each(Object.entries(STATEMENTS))(
    "%s: every command that it takes is shown, and no other",
    (type, statements) => {
      const taken = new Set(statements.flatMap((words) => [...commandsOf(machineWith(type, words).device)]));
      expect(hex(taken)).toEqual(hex(shown.get(SAME_AS[type] ?? type)?.codes ?? []));
    },
  );
});

describe.each(Object.entries(STATEMENTS).flatMap(([type, all]) => all.map((words) => [type, words] as const)))(
  "%s %s",
  (type, words) => {
    test("rejects every other code", () => {
      const { device } = machineWith(type, words);
      const taken = commandsOf(device);
      const begins = device.save();
      for (const code of CODES) {
        if (taken.has(code)) continue;
        device.restore(begins);
        expect(device.begin({ code, chained: false, chains: false }), hex([code])[0]).toEqual({
          kind: "refused",
          status: UNIT_CHECK,
        });
        const sense = device.begin({ code: SENSE, chained: false, chains: false });
        expect(sense.kind === "input" && sense.data[0] & COMMAND_REJECT, hex([code])[0]).toBe(COMMAND_REJECT);
      }
    });

    test("ends every command, but what waits for somebody", () => {
      const { machine, device, otherSide } = machineWith(type, words);
      const [begins, otherBegins] = [device.save(), otherSide?.save()];
      const waiting = CODES.filter((code) => {
        machine.channels.reset();
        device.restore(begins);
        otherSide?.restore(otherBegins);
        return !ends(machine, code);
      });
      expect(hex(waiting)).toEqual(hex(CODES.filter(WAITS[SAME_AS[type] ?? type] ?? (() => false))));
    });
  },
);

/** START I/O, then a wait for the interruption, or the end where there will be none. */
const PROGRAM = 0x400;
const INTERRUPTED = 0x100;
const STORED = 0x200;

/** Whether a command by itself, with 80 bytes at 1000, comes to its device end, or is not executed. */
function ends(machine: System370, code: number): boolean {
  const storage = new DataView(new ArrayBuffer(0x500));
  const words: readonly (readonly [at: number, ...words: number[]])[] = [
    [0x48, 0x420],
    [0x78, 0x000a0000, INTERRUPTED],
    // SIO 150; BC 7 (all codes but 0) to the end; LPSW 430
    [PROGRAM, 0x9c000150, 0x47700410, 0x82000430],
    // LPSW 438
    [0x410, 0x82000438],
    [0x420, (code << 24) | 0x1000, 0x2000_0050],
    [0x430, 0xfe020000, PROGRAM, 0x000a0000, STORED],
  ];
  for (const [at, ...values] of words) for (const [i, value] of values.entries()) storage.setUint32(at + 4 * i, value);
  machine.write(0, new Uint8Array(storage.buffer));
  machine.processor.loadPsw(0, PROGRAM);
  for (;;) {
    if (machine.run({ ticks: machine.now + 400_000_000 }) !== "disabled-wait") return false;
    const [unit, channel] = machine.read(0x44, 2);
    if (unit & (DEVICE_END | UNIT_CHECK) || channel !== 0) return true;
    if (unit === 0) return false;
    // Device end comes apart from channel end; or it was attention of an adapter's other side.
    machine.processor.loadPsw(0xfe020000 | 0, PROGRAM);
  }
}
