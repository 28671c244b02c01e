/** Tapes on a machine: programs on a 2401 that were compared on a 3420, and snapshots amid chains that copy a tape. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../../engine/s370/assembler/index.ts";
import { readConfiguration } from "../../../../engine/s370/configuration.ts";
import { attachDevices } from "../../../../engine/s370/configured-machine.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import type { TapeDrive } from "../../../../engine/s370/devices/tape/tape-drive.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { cases } from "../../../vectors/device-cases-tape.ts";
import { Random } from "../../../vectors/random.ts";
import { block, MARK, tapeFile } from "../../../vectors/tape-files.ts";
import { outcomeHere } from "./case-replay.ts";

describe("programs on a 2401 end as they do on a 3420", () => {
  /** What only a 3803 has, what depends on density, and images that a utility has to make first. */
  const alike = cases.filter(({ made, name }) => made === undefined && !/track in error|mode sets|is near/.test(name));

  test.each(alike.map((device) => [device.name.replace("3420: ", ""), device] as const))("%s", (_name, device) => {
    const nothing = { given: 0, outcome: { psw: "", slots: [], areas: {}, outputs: {} } };
    const there = outcomeHere(device, nothing);
    const configuration = device.configuration.map((line) => line.replace("3420", "2401"));
    const here = outcomeHere({ ...device, configuration }, nothing);
    const shared = (slot: string) =>
      slot
        .replace(/sense (\w{16})\w* left \w*/, (_, sense: string) => `sense ${common(sense)}`)
        // SENSE for 24 bytes, of which a 2803 has six.
        .replace(/0012$/, "0000");
    expect(here.slots.map(shared)).toEqual(there.slots.map(shared));
    expect({ ...here, slots: [] }).toEqual({ ...there, slots: [] });
  });

  /** Sense bytes 0, 1 and 4: the 3803 has its own last ones, and another density. */
  function common(sense: string): string {
    return sense.slice(0, 4) + sense.slice(8, 10);
  }
});

test("a configuration says which unit it is, and what lies on it", () => {
  const machine = new System370({ storageSize: 0x1_0000 });
  const lines = [
    "0180 2401 old.tape model=2 tracks=7 density=556 ro",
    "0181 3420 deck model=5 blocks=80 feet=1200 ro",
    "0182 3420 - model=6",
  ];
  const media = new Map(["old.tape", "deck"].map((name) => [name, bytesOf(name, tapeFile([block(1, 160)]))]));
  const { devices } = attachDevices(machine, readConfiguration("tapes", `${lines.join("\n")}\n`), (name) =>
    media.get(name),
  );
  const drives = devices.map(({ device }) => device as TapeDrive); // As the statements have it.
  expect(drives.map(({ model }) => [model.type, model.model, model.tracks, model.speed])).toEqual([
    ["2401", "2", 7, 75],
    ["3420", "5", 9, 125],
    ["3420", "6", 9, 125],
  ]);
  expect(drives.map(({ reel }) => reel?.density)).toEqual([556, 1600, undefined]);
  expect([...(drives[1].reel?.contents() ?? [])].map((each) => each?.length)).toEqual([
    80,
    80,
    6,
    undefined,
    undefined,
  ]);
  const wrong = readConfiguration("tapes", "0180 3420 - model=9\n");
  expect(() => attachDevices(machine, wrong, () => undefined)).toThrow(
    "there is no 3420 model 9: it is one of 3, 4, 5, 6, 7, 8",
  );
});

/** Copies a file by one chain for each block: back over it, once more, with data chained in between. */
const COPY = `
COPY     START 0
         DC    A(0,BEGIN)
         ORG   COPY+X'78'
         DC    A(0,TAKEN)
         ORG   COPY+X'200'
BEGIN    BALR  12,0
         USING *,12
LOOP     LA    1,X'180'
         LA    0,READS
         BAL   14,DOES
         TM    STATUS,1
         BO    MARK
         LA    1,X'181'
         LA    0,WRITES
         BAL   14,DOES
         B     LOOP
MARK     LA    1,X'181'
         LA    0,MARKS
         BAL   14,DOES
         LPSW  DONE
DOES     ST    0,72
         MVI   STATUS,0
         SIO   0(1)
         LPSW  WAIT
TAKEN    OC    STATUS,68
         TM    STATUS,4
         BCR   1,14
         LPSW  WAIT
DONE     DC    0D'0',X'000A000000000000'
WAIT     DC    X'FE02000000000000'
READS    CCW   X'02',X'8000',X'60',64
         CCW   X'27',0,X'60',1
         CCW   X'02',X'8000',X'20',64
WRITES   CCW   X'01',X'8000',X'80',5
         CCW   0,X'8005',X'60',59
         CCW   X'1F',0,X'60',1
         CCW   X'2F',0,X'60',1
         CCW   X'27',0,X'60',1
         CCW   X'01',X'8000',X'20',64
MARKS    CCW   X'1F',0,X'60',1
         CCW   X'07',0,X'20',1
STATUS   DC    X'00'
         END
`;

const BLOCKS = Array.from({ length: 24 }, (_, i) => block(i, 64));

function copier(fast: boolean) {
  const { segments, errors } = assemble(COPY);
  expect(errors).toEqual([]);
  const machine = new System370({ storageSize: 0x1_0000 });
  machine.shelf.set("in.aws", bytesOf("in.aws", tapeFile([...BLOCKS, MARK, MARK])));
  machine.channels.fastDevices = fast;
  const [input, output] = [tape3420(), tape2401()];
  machine.attach(0x180, input);
  machine.attach(0x181, output);
  input.operate("mount in.aws");
  output.operate("mount scratch");
  machine.channels.reset();
  for (const { address, bytes } of segments) machine.write(address, bytes);
  const start = new DataView(machine.read(0, 8).buffer);
  machine.processor.loadPsw(start.getInt32(0), start.getInt32(4));
  return { machine, output };
}

function written({ reel }: TapeDrive): (Uint8Array | null)[] {
  return [...(reel?.contents() ?? [])];
}

describe.each([
  ["with their own times", false],
  ["fast", true],
])("a tape is copied, devices %s", (_name, fast) => {
  test("and the same again from each of 60 snapshots, taken amid its chains", () => {
    const random = new Random(1401);
    const { machine, output } = copier(fast);
    expect(machine.run({ ticks: 1e9 })).toBe("disabled-wait");
    const end = machine.now;
    expect(written(output)).toEqual([...BLOCKS, MARK]);

    const other = copier(fast);
    const ticks = Array.from({ length: 60 }, () => random.below(end)).sort((a, b) => a - b);
    const snapshots = ticks.map((tick) => {
      other.machine.run({ ticks: tick });
      return other.machine.snapshot();
    });
    let partly = 0;
    for (let i = 0; i < 60; i++) {
      other.machine.restore(snapshots[random.below(snapshots.length)]);
      if (written(other.output).length < BLOCKS.length) partly++;
      other.machine.run({ ticks: random.below(end) });
      if (i % 3 > 0) continue;
      expect(other.machine.run({ ticks: 1e9 })).toBe("disabled-wait");
      expect(other.machine.now).toBe(end);
      expect(written(other.output)).toEqual([...BLOCKS, MARK]);
    }
    expect(partly).toBeGreaterThan(20);
  });
});
