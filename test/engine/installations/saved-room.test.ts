/** Sessions of the ready room that are saved, taken up again, and replayed. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CpSession,
  imagedPacks,
  imagesDigest,
  putTracks,
  type RoomImages,
  roomImages,
  roomPacks,
  type SavedPast,
  type SavedRoom,
  textCards,
} from "../../../engine/installations/index.ts";

const SECOND = 1_000_000;
const ALICE = 0x020;
const BOB = 0x021;

const source = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../engine/guests/${path}`, import.meta.url)), "utf8");
const sources = { cms: (path: string) => source(`cms/${path}`), kernel: source("kernels/processes.asm") };

function type(session: CpSession, address: number, ...lines: readonly string[]): void {
  for (const line of lines) {
    session.type(address, line);
    session.run(SECOND / 2);
  }
}

const text = (session: CpSession, address: number) =>
  session.consoles().find((each) => each.address === address)?.text ?? "";

let images: RoomImages;
let before: CpSession;
/** As a browser keeps it. */
let saved: SavedRoom;
let past: SavedPast;
beforeAll(() => {
  images = roomImages(roomPacks(sources));
  before = new CpSession(imagedPacks(images));
  before.run(SECOND);
  type(before, ALICE, "logon alice wonder", "ipl cms", "copyfile letter text a kept text a");
  type(before, BOB, "logon bob builder", "ipl 191");
  type(before, ALICE, "cp spool punch to bob", "punch letter text", "print letter text");
  before.loadReader({ userid: "ALICE", name: "NEWS", type: "DATA" }, textCards("GOOD NEWS\nNO NEWS"));
  // The first cards have been read.
  before.run(212_345);
  saved = structuredClone(before.save());
  past = structuredClone(before.savePast(16 * 1024 * 1024));
});

describe("a session that has been saved", () => {
  it("goes on as it would have gone on", () => {
    const after = new CpSession(imagedPacks(images), saved);
    expect(after.view()).toEqual(before.view());
    for (const session of [before, after]) type(session, ALICE, "listfile", "type kept text");
    for (const session of [before, after]) type(session, ALICE, "readcard news data", "type news data");
    expect(text(after, ALICE)).toContain("KEPT");
    expect(text(after, ALICE)).toContain("GOOD NEWS\nNO NEWS\n");
    expect(after.paper).toBe(before.paper);
    expect(after.paper).toContain("DEAR BOB,");
    expect(text(after, BOB)).toMatch(/CARD: NO CARD/);
    expect(after.digest()).toBe(before.digest());
    expect(after.inputs).toEqual(before.inputs);
  });

  it("goes back no further than to where it was taken up, and from there forward again", () => {
    const after = new CpSession(imagedPacks(images), saved);
    const { now } = after.machine;
    after.run(SECOND / 10);
    const there = after.digest();
    after.goTo(now - SECOND);
    expect(after.machine.now).toBe(now);
    after.run(SECOND / 10);
    expect(after.digest()).toBe(there);
  });

  it("goes back as far as ever where snapshots of its past are kept too, and has what happened last in its trace", () => {
    const after = new CpSession(imagedPacks(images), saved, past);
    const { now } = after.machine;
    expect(after.digest()).toBe(saved.digest);
    expect(after.trace().crossings.length).toBeGreaterThan(1_000);
    for (const tick of [now - SECOND / 2, now - 3 * SECOND, 0]) {
      for (const session of [before, after]) session.goTo(tick);
      expect(after.machine.now).toBeLessThan(tick + SECOND / 10);
      expect(after.digest()).toBe(before.digest());
    }
    after.goTo(now);
    expect(after.digest()).toBe(saved.digest);
  });

  it("has no past of another future, nor of what does not lead to it", () => {
    const other = new CpSession(imagedPacks(images));
    other.run(SECOND);
    type(other, ALICE, "logon alice wonder", "ipl cms", "listfile");
    const after = new CpSession(imagedPacks(images), structuredClone(other.save()), past);
    expect(after.digest()).toBe(other.digest());
    after.goTo(0);
    // What they have in common: up to the line that differs.
    expect(after.machine.now).toBeLessThan(SECOND);
    after.goTo(other.machine.now);
    expect(after.digest()).toBe(other.digest());
    const damaged = { ...past, machines: past.machines.map(() => ({})) };
    expect(new CpSession(imagedPacks(images), saved, damaged).digest()).toBe(saved.digest);
  });

  it("is small beside its images", () => {
    const written = Object.values(saved.tracks).flat();
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(100);
  });

  it("is refused where it is damaged", () => {
    expect(() => new CpSession(imagedPacks(images), { ...saved, machine: {} })).toThrow(/cannot be taken up again/);
    expect(() => new CpSession(imagedPacks(images), { ...saved, digest: "0" })).toThrow(/not as it was/);
    const tracks = { ...saved.tracks, USERS1: [[100_000, new Uint8Array(8)] as const] };
    expect(() => putTracks(imagedPacks(images), tracks)).toThrow(/disks cannot be used/);
  });
});

describe("its disks alone", () => {
  it("have all files, for a CP that is loaded anew", () => {
    const packs = imagedPacks(images);
    putTracks(packs, saved.tracks);
    const session = new CpSession(packs);
    session.run(SECOND);
    type(session, ALICE, "logon alice wonder", "ipl cms", "listfile");
    expect(text(session, ALICE)).toMatch(/KEPT +TEXT/);
  });
});

describe("what was typed", () => {
  it("is enough to come to the same state", () => {
    const { now } = before.machine;
    const replay = new CpSession(roomPacks(sources));
    replay.schedule(structuredClone(before.inputs), structuredClone(before.decks));
    replay.goTo(now);
    expect(replay.digest()).toBe(before.digest());
  });

  it("stands for the same packs as long as their images are the same", () => {
    expect(imagesDigest(roomImages(roomPacks(sources)))).toBe(imagesDigest(images));
  });
});
