import { expect, it } from "vitest";
import type { Cp } from "../../../../engine/monitors/cp/cp.ts";
import { formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { pageGeometry, slotOf } from "../../../../engine/monitors/cp/storage/page-geometry.ts";
import type { Task } from "../../../../engine/monitors/cp/tasks.ts";
import { CountKeyDataDisk, type Device, DiskPack, diskType } from "../../../../engine/s370/index.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** CP with drives; a task of each of the data does `step`, again after each wait. */
function cpWith(
  more: readonly (readonly [number, Device])[],
  step: (cp: Cp, task: Task) => void,
  data: readonly number[],
): CpMachine {
  const run = cpMachine([], { more });
  run.cp.tasks.handle("test", (task) => step(run.cp, task));
  for (const each of data) run.cp.tasks.add("test", each);
  return run;
}

/** CP with two volumes; the first step is a task, done again after each wait, and may add others by number. */
function withDisks(...steps: readonly ((cp: ReturnType<typeof cpMachine>["cp"], task: Task) => void)[]) {
  const drives = [ownDisk("VMRES", "3350"), ownDisk("PAGE01", "3330")];
  const run = cpMachine([], {
    more: [
      [0x150, drives[0]],
      [0x230, drives[1]],
    ],
    owned: ["PAGE01", "VMRES"],
  });
  run.cp.tasks.handle("test", (task) => steps[Number(task.data)](run.cp, task));
  run.cp.tasks.add("test", 0);
  return { ...run, drives };
}

it("finds its volumes by their labels", () => {
  const { cp, machine } = withDisks((cp) => cp.volumes.ready());
  machine.run({ ticks: 1_000_000 });
  expect(cp.tasks.has("test")).toBe(false);
  expect(cp.volumes.owned.map(({ index, serial, device, cylinders }) => [index, serial, device, cylinders])).toEqual([
    [0, "PAGE01", 0x230, 404],
    [1, "VMRES", 0x150, 555],
  ]);
  expect(cp.state.io.devices[0x150]).toMatchObject({ volume: "VMRES", owner: "SYSTEM" });
});

it("writes blocks where their records are, and reads them back", () => {
  const slot = slotOf(1, 121);
  let seen = "";
  const { cp, machine, drives } = withDisks(
    (cp) => {
      cp.volumes.ready();
      cp.dasd.fresh(slot);
      cp.dasd.store(slot, 4, bytes("written"));
      cp.dasd.flush(slot);
      cp.dasd.discard(slot);
      cp.tasks.add("test", 1);
    },
    (cp) => {
      seen = new TextDecoder().decode(cp.host.loadBytes(cp.dasd.block(slot) + 4, 7));
    },
  );
  machine.run({ ticks: 3_000_000 });
  expect(cp.state.tasks).toEqual([]);
  // Cylinder 1, record 2, of the first track: behind home address, record 0 and the first page.
  const track = drives[0].pack?.track(30) ?? new Uint8Array();
  const place = 5 + 16 + 8 + 4096 + 8 + 4;
  expect(new TextDecoder().decode(track.subarray(place, place + 7))).toBe("written");
  expect(seen).toBe("written");
});

it.each([
  ["2305-1", 24],
  ["2305-2", 24],
  ["2314", 32],
  ["3330", 57],
  ["3330-11", 57],
  ["3340-70", 24],
  ["3350", 120],
])("keeps on a %s %i pages a cylinder, each by itself", (type, pages) => {
  expect(pageGeometry(type)?.pagesACylinder).toBe(pages);
  // All of a cylinder, and the first of the next.
  const slots = Array.from({ length: pages + 1 }, (_, i) => slotOf(0, 3 * pages + i));
  const drive = ownDisk("VMRES", type);
  const wrong: number[] = [];
  const { cp, machine } = cpWith(
    [[0x150, drive]],
    (cp, { data }) => {
      cp.volumes.ready();
      const slot = slots[Number(data) >>> 1];
      const text = bytes(`page ${slot}`);
      if (Number(data) % 2 === 0) {
        cp.dasd.fresh(slot);
        for (const place of [0, 2040, 4096 - text.length]) cp.dasd.store(slot, place, text);
        cp.dasd.flush(slot);
        cp.dasd.discard(slot);
      } else {
        const address = cp.dasd.block(slot);
        for (const place of [0, 2040, 4096 - text.length])
          if (new TextDecoder().decode(cp.host.loadBytes(address + place, text.length)) !== `page ${slot}`)
            wrong.push(slot);
      }
    },
    [...slots.map((_, i) => 2 * i), ...slots.map((_, i) => 2 * i + 1)],
  );
  machine.run({ ticks: 60_000_000 });
  expect(cp.state.tasks).toEqual([]);
  expect(wrong).toEqual([]);
  expect(cp.state.storage.failed).toEqual([]);
  // No more blocks are kept than have a place.
  expect(Object.keys(cp.state.storage.blocks).length).toBeLessThanOrEqual(64);
});

it("says which blocks cannot be read or written, and gives zeros for them", () => {
  // Nothing is formatted but what is TEMP.
  const disk = diskType("3330");
  if (disk === undefined) throw new Error("there is no 3330");
  const drive = new CountKeyDataDisk(disk);
  const allocations = [{ type: "TEMP", first: 9, last: 9 } as const];
  drive.mount(new DiskPack(formatPack(disk, { volume: "VMRES", allocations, onlyOwn: true })));
  const [sound, bad] = [slotOf(0, 9 * 57), slotOf(0, 10 * 57)];
  const seen: (string | boolean)[] = [];
  const { cp, machine } = cpWith(
    [[0x150, drive]],
    (cp, { data }) => {
      cp.volumes.ready();
      const slot = [sound, bad, bad][Number(data)];
      if (Number(data) === 2) {
        cp.dasd.store(slot, 0, bytes("never written"));
        cp.dasd.flush(slot);
      }
      seen.push(new TextDecoder().decode(cp.host.loadBytes(cp.dasd.block(slot), 5)), cp.dasd.failed(slot));
    },
    [0, 1, 2],
  );
  machine.run({ ticks: 20_000_000 });
  const zeros = "\0".repeat(5);
  expect(seen).toEqual([zeros, false, zeros, true, "never", true]);
  expect(cp.state.tasks).toEqual([]);
});

it("has areas for a warm start on its first volume, or where it is told", () => {
  const all = [["PERM", 0, 9] as const, ["TEMP", 10, 403] as const];
  const drive = ownDisk("VMRES", "3330", all);
  const usual = cpWith([[0x150, drive]], () => {}, []);
  usual.machine.run({ ticks: 2_000_000 });
  expect(usual.cp.volumes.area("checkpoint").slice(0, 2)).toEqual([slotOf(0, 57), slotOf(0, 58)]);
  expect(usual.cp.volumes.area("warm start")).toHaveLength(57);
  const told = cpMachine([], {
    more: [[0x150, ownDisk("VMRES", "3330", all)]],
    areas: {
      checkpoint: { volume: "VMRES", first: 4, count: 2 },
      "warm start": { volume: "VMRES", first: 10, count: 1 },
    },
  });
  told.machine.run({ ticks: 2_000_000 });
  expect(told.cp.volumes.area("checkpoint")).toHaveLength(114);
  // Spool files are there.
  expect(told.cp.volumes.area("warm start")).toEqual([]);
});
