/** Random channel programs in random storage, byte by byte as the manual has them (see model.ts). */
import { expect, test } from "vitest";
import { ENDED, STATUS_MODIFIER, UNIT_CHECK, UNIT_EXCEPTION } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { LONG } from "../long.ts";
import { type Behaviour, channel, type Outcome } from "./model.ts";
import { bench } from "./scripted.ts";

const SIZE = 0x1_0000;
const DEVICE = 0x180;
const PROGRAMS = LONG ? 100_000 : 10_000;
/** Ticks from byte to byte, which are added up exactly. At the fastest, each chaining of data is too late. */
const PACES = [0.0625, 0.125, 0.1875, 0.25, 1];
/** Commands after which the device refuses: no channel program goes on for ever. */
const COMMANDS = 40;

/** Storage in which many words are near to being CCWs, and the address of one in the CAW. */
function randomStorage(random: Random): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  for (let at = 0x1000; at < 0x1200; at += 8) {
    const kind = random.below(10);
    if (kind === 0) {
      view.setUint32(at, random.word());
      view.setUint32(at + 4, random.word());
      continue;
    }
    const address = random.chance(90)
      ? random.below(0x4000)
      : random.chance(50)
        ? random.between(SIZE - 20, SIZE + 20)
        : random.below(0x100_0000);
    if (kind === 1) {
      view.setUint32(
        at,
        (random.below(16) << 28) | 0x0800_0000 | (random.chance(90) ? 0x1000 + 8 * random.below(64) : address),
      );
      continue;
    }
    const flags =
      (random.chance(60) ? random.pick([0x40, 0x60, 0x80, 0xa0]) : 0) |
      (random.chance(20) ? 0x10 : 0) |
      (random.chance(25) ? 0x04 : 0) |
      (random.chance(2) ? 1 : 0);
    const command = random.pick([0x01, 0x02, 0x0c, 0x03, 0x04, 0x07, 0x31, random.below(256)]);
    const place = flags & 4 && random.chance(95) ? 0x1200 + 4 * random.below(128) : address;
    view.setUint32(at, (command << 24) | place);
    view.setUint8(at + 4, flags);
    view.setUint16(at + 6, random.chance(5) ? 0 : random.chance(80) ? random.between(1, 40) : random.below(0x1800));
  }
  for (let at = 0x1200; at < 0x1400; at += 4) {
    const block = 0x800 * random.below(SIZE / 0x800);
    view.setUint32(
      at,
      random.chance(3) ? random.word() : block + (random.chance(30) ? random.below(0x800) : random.pick([0, 0x7ff])),
    );
  }
  const key = random.chance(60) ? 0 : random.between(1, 3);
  const start = random.chance(97) ? 0x1000 + 8 * random.below(64) : random.below(SIZE + 64);
  view.setUint32(0x48, (key << 28) | (random.chance(2) ? 1 << random.between(24, 26) : 0) | start);
  return bytes;
}

function randomBehaviours(random: Random): Behaviour[] {
  return Array.from({ length: random.between(1, COMMANDS) }, (): Behaviour => {
    const bit = random.chance(6) ? random.pick([UNIT_CHECK, UNIT_EXCEPTION]) : random.chance(15) ? STATUS_MODIFIER : 0;
    const status = ENDED | bit;
    const length = random.chance(80) ? random.between(0, 40) : random.below(0x1800);
    switch (random.below(8)) {
      case 0:
        return { kind: "immediate", status };
      case 1:
      case 2:
      case 3:
        return { kind: "output", most: Math.max(1, length), status };
      default:
        return { kind: "input", data: Array.from({ length }, () => random.below(256)), status };
    }
  });
}

test(`${PROGRAMS.toLocaleString("en")} random channel programs end with the CSW, storage and keys that the manual gives`, () => {
  const endings = new Map<string, number>();
  const made = bench(DEVICE);
  const { machine, channels } = made;
  for (let seed = 0; seed < PROGRAMS; seed++) {
    const random = new Random(seed);
    const storage = randomStorage(random);
    const keys = Uint8Array.from({ length: SIZE / 0x800 }, () => random.pick([0x00, 0x10, 0x20, 0x38, 0x18]));
    const behaviours = randomBehaviours(random);

    channels.reset();
    channels.fastDevices = random.chance(50);
    const pace = random.chance(50) ? random.pick(PACES) : undefined;
    machine.write(0, storage);
    machine.processor.keys.set(keys);
    const device = made.at(DEVICE);
    for (const behaviour of behaviours) {
      if (behaviour.kind === "input")
        device.answers({
          kind: "input",
          data: Uint8Array.from(behaviour.data),
          status: behaviour.status,
          perByte: pace ?? 0.7,
          paced: pace !== undefined,
          before: 33,
        });
      else if (behaviour.kind === "output") {
        device.answers({ kind: "output", most: behaviour.most, perByte: 1.3 });
        device.acceptances({ status: behaviour.status });
      } else if (behaviour.kind === "immediate") device.answers({ kind: "immediate", status: behaviour.status });
    }
    device.answers({ kind: "refused", status: UNIT_CHECK });

    const cc = channels.startIo(DEVICE);
    const atOnce = made.hex(0x44, 2);
    made.settle();
    const csw =
      cc === 1
        ? atOnce
        : made
            .take()
            .replace(/^180: |(?<= .*) /g, "")
            .replaceAll(" ", "");

    const model = { storage: storage.slice(), keys: keys.slice() };
    const wanted = withoutTimer(() =>
      channel(model.storage, model.keys, behaviours, channels.fastDevices ? undefined : pace),
    );
    if (!wanted) continue;
    const ended = JSON.stringify({ seed, cc, csw: predictable(csw), accepted: device.accepted });
    expect(ended).toBe(JSON.stringify({ seed, ...wanted, csw: predictable(wanted.csw) }));
    model.storage.set(machine.read(0x40, 8), 0x40);
    model.storage.set(machine.read(80, 4), 80);
    expect(Buffer.compare(machine.read(0, SIZE), model.storage), `storage, seed ${seed}`).toBe(0);
    expect(Buffer.compare(machine.processor.keys, model.keys), `keys, seed ${seed}`).toBe(0);
    const ending = cc === 1 ? `refused ${csw}` : csw.slice(8, 12);
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  // They do not all end in the same few ways.
  expect(endings.size).toBeGreaterThan(12);
  expect(endings.get("0c01")).toBeGreaterThan(PROGRAMS / 1000);
});

/** What the model says; nothing where it cannot know: of the interval timer, which counts meanwhile. */
function withoutTimer(model: () => Outcome): Outcome | undefined {
  try {
    return model();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A CSW without what the manual leaves open: the count after a program, protection or chaining check. */
function predictable(csw: string): string {
  const isChecked = csw.length === 16 && (Number.parseInt(csw.slice(10, 12), 16) & 0x31) !== 0;
  return isChecked ? csw.slice(0, 12) : csw;
}
