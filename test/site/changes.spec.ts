/** What programs write on packs and reels, as entries of the journal: played back in order they give the same packs and reels again. */
import { expect, test } from "@playwright/test";
import {
  attachDevices,
  blankTape,
  CountKeyDataDisk,
  type DiskPack,
  diskFile,
  readConfiguration,
  System370,
  TapeDrive,
  TapeReel,
} from "../../engine/s370/room.ts";
import type { Change } from "../../site/ipl/data/journal.ts";
import { Changes } from "../../site/ipl/machine/changes.ts";

const CONFIGURATION = "180 3420 mine.aws new\n330 3330 work.cckd new=WORK\n";

/** Drives with a blank pack and a blank tape on them, as a configuration makes them. */
function drives() {
  const system = new System370({ storageSize: 65_536 });
  const { devices } = attachDevices(system, readConfiguration("test", CONFIGURATION), () => undefined);
  const disk = devices.map(({ device }) => device).find((device) => device instanceof CountKeyDataDisk);
  const tape = devices.map(({ device }) => device).find((device) => device instanceof TapeDrive);
  if (!disk?.pack || !tape?.reel) throw new Error("the drives are empty");
  return { devices, pack: disk.pack, reel: tape.reel };
}

/** Numbers that are the same in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

/** The journal as the page keeps it: what replaces a medium's entries comes in their place. */
function keep(journal: readonly Change[], changes: readonly Change[]): readonly Change[] {
  let kept = journal;
  for (const change of changes) {
    if (change.isAll) kept = kept.filter(({ name }) => name !== change.name);
    kept = [...kept, structuredClone(change)];
  }
  return kept;
}

const image = (pack: DiskPack): Buffer => Buffer.concat([...diskFile(pack, "compressed")]);
const blocks = (reel: TapeReel): unknown => [...reel.contents()].map((block) => block && [...block]);

for (const seed of [1, 2, 3]) {
  test(`entries played back give the same pack and reel, ${seed}`, () => {
    const next = chance(seed);
    const changes = new Changes(() => false);
    const { devices, pack, reel } = drives();
    changes.meet(devices, true);
    let journal: readonly Change[] = [];
    expect(changes.isPending).toBe(false);
    for (let round = 0; round < 900; round++) {
      for (let i = next(3); i >= 0; i--) {
        const number = next(40);
        // A track of another pack of the kind: one that has records, under another number.
        const track = pack.track(0).slice();
        track[1] = number >> 8;
        track[2] = round & 0xff;
        pack.replace(number, track);
      }
      const what = next(6);
      if (what === 0) reel.rewind();
      else if (what === 1) reel.space();
      else if (what === 2) reel.writeMark();
      else if (what === 3 && next(20) === 0) reel.erase(3);
      else reel.write(Uint8Array.from({ length: 1 + next(50) }, () => next(256)));
      if (next(2) === 0) continue;
      expect(changes.isPending).toBe(true);
      journal = keep(journal, changes.take());
      expect(changes.isPending).toBe(false);
    }
    journal = keep(journal, changes.take());
    expect(journal.length).toBeLessThan(900);

    const again = new Changes(() => false);
    for (const entry of journal) again.load(entry);
    const fresh = drives();
    again.meet(fresh.devices, true);
    expect(image(fresh.pack).equals(image(pack))).toBe(true);
    expect(blocks(fresh.reel)).toEqual(blocks(reel));
    expect(again.take()).toEqual([]);
    // And as files that are saved without a machine.
    const off = new TapeReel(blankTape("mine.aws"));
    again.putOn(off);
    expect(blocks(off)).toEqual(blocks(reel));
    const saved = again.packOf("work.cckd", undefined);
    expect(saved && image(saved).equals(image(pack))).toBe(true);
  });
}

test("a pack that was written on is not mounted as another kind of disk", () => {
  const changes = new Changes(() => false);
  const { devices, pack } = drives();
  changes.meet(devices, true);
  pack.replace(7, pack.track(0).slice());
  changes.take();
  const system = new System370({ storageSize: 65_536 });
  const other = readConfiguration("test", "350 3350 work.cckd new=WORK\n");
  const { devices: others } = attachDevices(system, other, () => undefined);
  expect(() => changes.meet(others, true)).toThrow(
    "work.cckd has been written on as a 3330-1 of 404 cylinders, and this is a 3350-1 of 555: give up what was written, or change the configuration",
  );
});
