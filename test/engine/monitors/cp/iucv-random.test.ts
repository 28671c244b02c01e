/** IUCV under random instructions of three virtual machines at once. */
import { describe, expect, it } from "vitest";
import type { Cp } from "../../../../engine/monitors/cp/cp.ts";
import { Random } from "../../../vectors/random.ts";
import { LONG } from "../../s370/long.ts";
import { ANSWERS, NEWS, RECEIVED, STORAGE, TEXTS } from "./communication-driver.ts";
import { EVERYBODY } from "./iucv-pair.ts";
import { endsKnown, executed, letter, randomGuest, strangers } from "./iucv-random.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const PAGE = 0x1000;
/** Ticks between looks at the queues, and looks at most. */
const PART = 20_000;
const MOST_PARTS = 1000;
/** Bytes at the end of storage that a buffer may have, which goes on beyond. */
const LAST_BYTES = 8;
const USERIDS = ["A", "B", "C"];

function storageOf({ machine, vm }: CpMachine, userid: string): Uint8Array {
  const bytes = new Uint8Array(STORAGE);
  vm(userid).state.pages.frame.forEach((frame, page) => {
    if (frame !== 0) bytes.set(machine.read(frame * PAGE, PAGE), page * PAGE);
  });
  return bytes;
}

/** All messages that are on the way, each once, and each counted at its path. Returns their ids. */
function messagesOf(cp: Cp): number[] {
  const ids: number[] = [];
  const counts: Record<string, number> = {};
  for (const { state } of cp.vms) {
    const { iucv } = state;
    if (iucv === undefined) continue;
    for (const message of [...iucv.send, ...iucv.receive, ...iucv.reply]) {
      const isReply = iucv.reply.includes(message);
      expect(isReply ? message.from.vm : message.to.vm).toBe(state.id);
      // What its source has purged has ended for that one.
      if (!message.purged) ids.push(message.id);
      const end = `${message.from.vm} ${message.from.path}`;
      counts[end] = (counts[end] ?? 0) + 1;
    }
  }
  for (const { state } of cp.vms)
    for (const path of Object.values(state.iucv?.paths ?? {})) {
      expect(path.onTheWay, `path ${path.id} of ${state.userid}`).toBe(counts[`${state.id} ${path.id}`] ?? 0);
      delete counts[`${state.id} ${path.id}`];
      const other = cp.state.vms[path.other.vm]?.iucv?.paths[path.other.path];
      // A path has two ends, or has been severed at the other one.
      if (path.status !== "severed" && path.other.vm !== 0)
        expect(other?.other).toEqual({ vm: state.id, path: path.id });
    }
  // No message is of a path that is not there.
  expect(counts).toEqual({});
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

function check(seed: number, count: number, severs: boolean): { done: number; sent: number; ended: number } {
  const random = new Random(seed);
  const guests = USERIDS.map((userid) => randomGuest(random, userid, count, { severs }));
  const run = cpMachine(guests, { source: EVERYBODY.replaceAll("256K", "512K"), storageSize: 0x300000 });
  const { machine, cp } = run;
  for (let part = 0; part < MOST_PARTS && USERIDS.some((userid) => !run.vm(userid).state.stopped); part++) {
    machine.run({ ticks: machine.now + PART });
    messagesOf(cp);
  }
  const alive = new Set(messagesOf(cp));
  const known: number[] = [];
  let done = 0;
  for (const [i, userid] of USERIDS.entries()) {
    const storage = storageOf(run, userid);
    expect(run.vm(userid).state.stopped, `${userid} has come to its end`).toBe(true);
    known.push(...endsKnown(storage, count));
    done += executed(storage, count).filter(({ exception }) => exception === 0).length;
    // Its own texts are as they were, and what has come is somebody's text.
    expect(storage.subarray(TEXTS, RECEIVED).every((byte) => byte === letter(userid))).toBe(true);
    expect([strangers(storage, RECEIVED), strangers(storage, ANSWERS)]).toEqual([0, 0]);
    // Nothing has come anywhere else.
    for (const [from, to] of [
      [ANSWERS + (ANSWERS - RECEIVED), NEWS],
      [STORAGE - PAGE, STORAGE - LAST_BYTES],
    ])
      expect(storage.subarray(from, to)).toEqual(guests[i].subarray(from, to));
  }
  const sent = cp.state.iucv.nextMessage - 1;
  // Each end is told of once; who has been told of a message's end does not have it any more.
  expect(new Set(known).size).toBe(known.length);
  expect(known.filter((id) => alive.has(id) || id > sent)).toEqual([]);
  // Nothing is lost where nobody severs.
  if (!severs) expect(known.length + alive.size).toBe(sent);
  return { done, sent, ended: known.length };
}

describe("three virtual machines with random instructions", () => {
  const cases = LONG ? 100 : 5;
  for (const severs of [false, true])
    it(`lose no message, and touch nothing of one another's${severs ? ", while paths come and go" : ""}`, () => {
      const sum = { done: 0, sent: 0, ended: 0 };
      for (let seed = 1; seed <= cases; seed++) {
        const { done, sent, ended } = check(2 * seed + (severs ? 1 : 0), 400, severs);
        sum.done += done;
        sum.sent += sent;
        sum.ended += ended;
      }
      // They have had something to do with one another.
      expect(sum.done).toBeGreaterThan(1000 * cases);
      expect(sum.sent).toBeGreaterThan(10 * cases);
      expect(sum.ended).toBeGreaterThan(5 * cases);
    });
});
