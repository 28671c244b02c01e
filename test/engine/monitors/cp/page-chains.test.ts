/** Pages that go together by one channel program. */
import { describe, expect, it } from "vitest";
import { formatPack } from "../../../../engine/monitors/cp/storage/format.ts";
import { slotOf } from "../../../../engine/monitors/cp/storage/page-geometry.ts";
import { CountKeyDataDisk, DiskPack, diskType } from "../../../../engine/s370/index.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

interface Transfers extends CpMachine {
  /** Writes, or reads, these pages of the volume, all wanted at once. Returns milliseconds until the last one has come. */
  readonly transfer: (pages: readonly number[], write: boolean) => number;
  /** Pages in the order in which they came, and those that failed. */
  readonly order: number[];
  readonly failed: number[];
  /** What is in the frame of the page at a place of the list. */
  readonly bytes: (place: number) => number;
}

function transfers(disk: CountKeyDataDisk): Transfers {
  const made = cpMachine([], {
    source: "USER OPERATOR PASS 256K 16M ABCDEFG\nCONSOLE 009 3215",
    more: [[0x150, disk]],
  });
  const { machine, cp } = made;
  machine.run({ ticks: 500_000 });
  const frames = Array.from({ length: 24 }, () => cp.storage.take());
  const order: number[] = [];
  const failed: number[] = [];
  cp.pageIo.handle("test", ({ slot }, isFailed) => {
    order.push(slot);
    if (isFailed) failed.push(slot);
  });
  return {
    ...made,
    order,
    failed,
    bytes: (place) => cp.host.load8(frames[place]),
    transfer: (pages, write) => {
      const begin = machine.now;
      const expected = order.length + pages.length;
      pages.forEach((page, i) => {
        if (write) cp.host.storeBytes(frames[i], new Uint8Array(4096).fill(i + 1));
        else cp.host.storeBytes(frames[i], new Uint8Array(4096));
        cp.pageIo.transfer({ kind: "test", slot: slotOf(0, page), address: frames[i], write });
      });
      cp.tasks.run();
      for (let n = 0; n < 30_000 && order.length < expected; n++) machine.run({ ticks: machine.now + 100 });
      expect(order.length).toBe(expected);
      return (machine.now - begin) / 1000;
    },
  };
}

/** Pages of a cylinder of a 3350, four to a track, and of the track. */
const CYLINDER = 120;

describe("pages of one cylinder", () => {
  it("come with each turn of the disk, not one with each", () => {
    const run = transfers(ownDisk("PAGE01", "3350"));
    run.transfer([10 * CYLINDER], true);
    // 16.7 milliseconds a turn.
    const pages = Array.from({ length: 12 }, (_, i) => 10 * CYLINDER + i);
    expect(run.transfer(pages, true)).toBeLessThan(6 * 16.7);
    expect(run.transfer(pages, false)).toBeLessThan(6 * 16.7);
    expect(pages.map((_, i) => run.bytes(i))).toEqual(pages.map((_, i) => i + 1));
  });

  it("come in the order of their places on the track, whatever the track", () => {
    const run = transfers(ownDisk("PAGE01", "3350"));
    const base = 10 * CYLINDER;
    // Places 2, 1, 3, 0 of four tracks.
    run.transfer([base + 2, base + 5, base + 11, base + 12], true);
    expect(run.order.map((slot) => slot - base)).toEqual([12, 5, 2, 11]);
  });

  it("go to the drive as one request, and leave those of others for the next", () => {
    const run = transfers(ownDisk("PAGE01", "3350"));
    const { cp } = run;
    const pages = [0, 1, 2, 150].map((page) => 20 * CYLINDER + page);
    const frame = cp.storage.take();
    for (const page of pages) cp.pageIo.transfer({ kind: "test", slot: slotOf(0, page), address: frame, write: true });
    cp.tasks.run();
    expect(cp.state.io.devices[0x150].queue).toHaveLength(1);
    expect(cp.state.storage.waitingTransfers).toHaveLength(1);
  });
});

describe("the arm", () => {
  it("goes one way, and does not stay where there is more and more to do", () => {
    const run = transfers(ownDisk("PAGE01", "3350"));
    const { cp, machine } = run;
    const frame = cp.storage.take();
    const want = (page: number): void =>
      cp.pageIo.transfer({ kind: "test", slot: slotOf(0, page), address: frame, write: true });
    // Whoever is there has always one more.
    let more = 0;
    cp.pageIo.handle("greedy", () => {
      if (more++ < 40) greedy();
    });
    const greedy = (): void =>
      cp.pageIo.transfer({ kind: "greedy", slot: slotOf(0, 30 * CYLINDER + more), address: frame, write: true });
    greedy();
    for (const cylinder of [50, 10, 40]) want(cylinder * CYLINDER);
    cp.tasks.run();
    for (let n = 0; n < 30_000 && run.order.length < 3; n++) machine.run({ ticks: machine.now + 100 });
    expect(run.order).toEqual([10, 40, 50].map((cylinder) => cylinder * CYLINDER));
    expect(more).toBeLessThan(10);
  });
});

describe("an error among them", () => {
  /** A pack on which one page's track has no records. */
  function damaged(page: number): CountKeyDataDisk {
    const disk = diskType("3350");
    if (disk === undefined) throw new Error("there is no 3350");
    const sound = formatPack(disk, { volume: "PAGE01", allocations: [{ type: "TEMP", first: 1, last: 554 }] });
    const bad = Math.floor(page / 4);
    const drive = new CountKeyDataDisk(disk);
    drive.mount(
      new DiskPack({
        ...sound,
        read: (number) => (number === bad ? sound.read(number).slice(0, 29).fill(0xff, 21) : sound.read(number)),
      }),
    );
    return drive;
  }

  it("is that page's alone: the others come", () => {
    const base = 10 * CYLINDER;
    const run = transfers(damaged(base + 4));
    const pages = [0, 1, 5, 8, 12].map((page) => base + page);
    run.transfer(pages, true);
    expect(run.failed).toEqual([base + 5]);
    expect(run.order.toSorted()).toEqual(pages.toSorted());
    // The operator hears of that page once.
    expect(run.terminal(0x009).text.match(/DASD 150 ERROR/g)).toHaveLength(1);
    run.transfer(
      [0, 1, 8, 12].map((page) => base + page),
      false,
    );
    expect([0, 1, 2, 3].map(run.bytes)).toEqual([1, 2, 4, 5]);
  });

  it("does not change the order of what is written to one place", () => {
    const base = 10 * CYLINDER;
    const run = transfers(damaged(base));
    run.transfer([base + 9, base + 1, base + 9], true);
    expect(run.failed).toEqual([base + 1]);
    run.transfer([base + 9], false);
    expect(run.bytes(0)).toBe(3);
  });
});
