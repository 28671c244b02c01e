/** VMCF under random requests of three virtual machines at once. */
import { expect, it } from "vitest";
import type { Cp } from "../../../../engine/monitors/cp/cp.ts";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { LONG } from "../../s370/long.ts";
import { program } from "../support.ts";
import { ANSWERS, AREA, driver, ENTRY, LIST, NEWS, RECEIVED, STORAGE, TABLE, TEXTS } from "./communication-driver.ts";
import { letter, strangers } from "./iucv-random.ts";
import { type CpMachine, cpMachine, users } from "./support.ts";

const USERIDS = ["A", "B", "C"];
const PAGE = 0x1000;
const BUFFER = 0xb00;
const COUNT = 400;
/** Ticks between looks at the queues, and looks at most. */
const PART = 20_000;
const MOST_PARTS = 1000;

/** Executes requests one after another: delay, address of the list, whether it is about the last message told of, the list. */
const DRIVER = driver({
  entries: COUNT + 1,
  mask: "00000001",
  buffer: BUFFER,
  words: 50,
  execute: `
         L     9,0(,7)
         BCT   9,*
         MVC   LIST(40),16(7)
         CLI   15(7),0
         BE    OWN
         MVC   LIST+4(12),LAST+4
OWN      L     1,4(,7)
         SR    15,15
         DC    X'83120068'
         ST    2,0(,7)
         ST    15,8(,7)`,
  look: `
         TM    BUFFER,X'80'
         BO    BACK`,
});

/** An address in one of the areas, or somewhere else, and a length. */
function area(random: Random, base: number): [number, number] {
  const length = random.chance(20) ? random.below(AREA) : random.below(64);
  const kind = random.below(40);
  if (kind === 0) return [STORAGE - random.below(8), 64 + length];
  if (kind === 1) return [0xfff000, length];
  if (kind === 2) return [base, 0x80000000 + length];
  return [base + random.below(AREA - length), length];
}

const CODES = [2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 6, 7, 7, 7, 7, 8, 9, 9, 9, 10, 11, 12];

function list(random: Random, code: number): Uint8Array {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  bytes[0] = random.chance(20) ? random.below(256) : 0;
  view.setUint16(2, code);
  // Nobody hears of the end of IDENTIFY: nobody shall cancel one.
  view.setUint32(4, random.below(60) + (code === 10 ? 1000 : 0));
  const userid = random.chance(95) ? random.pick(USERIDS) : random.pick(["", "NOBODY", "SYSTEM"]);
  bytes.set(encodeEbcdic(userid.padEnd(8)), 8);
  const [data, dataLength] = code === 0 ? [BUFFER, 200] : area(random, code === 5 ? RECEIVED : TEXTS);
  view.setUint32(16, data);
  view.setUint32(20, code === 4 && random.chance(80) ? dataLength % 160 : dataLength);
  const [reply, replyLength] = area(random, ANSWERS);
  view.setUint32(24, reply);
  view.setUint32(28, replyLength);
  return bytes;
}

function randomGuest(random: Random, userid: string, resets: boolean): Uint8Array {
  const storage = new Uint8Array(STORAGE);
  const view = new DataView(storage.buffer);
  for (const { address, bytes } of program(DRIVER).segments) storage.set(bytes, address);
  for (let i = 0; i <= COUNT; i++) {
    const at = TABLE + ENTRY * i;
    let code = random.pick(CODES);
    if (i === 0 || (resets && random.chance(2))) code = 0;
    else if (resets && random.chance(1)) code = 1;
    view.setUint32(at, 1 + random.below(1500));
    view.setUint32(at + 4, random.chance(2) ? random.pick([LIST + 4, STORAGE - 8, 0xfffff8]) : LIST);
    if (i === 0) view.setUint32(at + 4, LIST);
    if ([5, 7, 11].includes(code) && random.chance(80)) storage[at + 15] = 1;
    storage.set(list(random, code), at + 16);
    // The first gives everybody all there is.
    if (i === 0) storage[at + 16] = 0x60;
    if (code === 0 && i > 0) storage[at + 16] = random.pick([0, 0x40, 0x80]);
  }
  storage.fill(letter(userid), TEXTS, TEXTS + AREA);
  return storage;
}

function storageOf({ machine, vm }: CpMachine, userid: string): Uint8Array {
  const bytes = new Uint8Array(STORAGE);
  vm(userid).state.pages.frame.forEach((frame, page) => {
    if (frame !== 0) bytes.set(machine.read(frame * PAGE, PAGE), page * PAGE);
  });
  return bytes;
}

/** Each message that has not been told of is going to be, once; nobody has more under way than he may. */
function check(cp: Cp): void {
  const underWay: Record<number, number> = {};
  for (const { state } of cp.vms) {
    const { vmcf } = state;
    if (vmcf === undefined) continue;
    const told = vmcf.news.flatMap((news) => (news.kind === "message" ? [`${news.from} ${news.id}`] : []));
    const untold = vmcf.messages.flatMap(({ from, id, presented }) => (presented ? [] : [`${from} ${id}`]));
    expect(told.sort()).toEqual(untold.sort());
    for (const { from } of vmcf.messages) underWay[from] = (underWay[from] ?? 0) + 1;
    for (const { kind } of vmcf.news) if (kind === "response") underWay[state.id] = (underWay[state.id] ?? 0) + 1;
    expect(state.external.includes(0x4001)).toBe(vmcf.news.length > 0);
  }
  for (const count of Object.values(underWay)) expect(count).toBeLessThanOrEqual(50);
}

/** Runs one case to its end. Returns how many messages were sent, and how many of their sources have heard of the end. */
function run(seed: number, resets: boolean): { sent: number; ended: number } {
  const random = new Random(seed);
  const guests = USERIDS.map((userid) => randomGuest(random, userid, resets));
  const source = users().replaceAll("256K", "512K");
  const machine = cpMachine(guests, { source, storageSize: 0x300000 });
  const { cp, vm } = machine;
  for (let part = 0; part < MOST_PARTS && USERIDS.some((userid) => !vm(userid).state.stopped); part++) {
    machine.machine.run({ ticks: machine.machine.now + PART });
    check(cp);
  }
  const sum = { sent: 0, ended: 0 };
  let alive = 0;
  for (const userid of USERIDS) {
    expect(vm(userid).state.stopped).toBe(true);
    const storage = storageOf(machine, userid);
    expect(storage.subarray(TEXTS, RECEIVED).every((byte) => byte === letter(userid))).toBe(true);
    expect([strangers(storage, RECEIVED), strangers(storage, ANSWERS)]).toEqual([0, 0]);
    expect(storage.subarray(ANSWERS + AREA, NEWS).every((byte) => byte === 0)).toBe(true);
    const view = new DataView(storage.buffer);
    for (let i = 1; i <= COUNT; i++) {
      const at = TABLE + ENTRY * i;
      const [code, exception, subfunction] = [view.getUint32(at), view.getUint32(at + 8), view.getUint16(at + 18)];
      // A list that stands elsewhere is all zeros at most.
      if (exception !== 0) continue;
      if ([2, 3, 4].includes(subfunction) && code === 0) sum.sent++;
      if (subfunction === 6 && (code === 0 || code === 11)) sum.ended++;
    }
    for (let at = NEWS; storage.subarray(at, at + 40).some((byte) => byte !== 0); at += 40)
      if ((storage[at] & 0x80) !== 0 && storage[at + 3] !== 10) sum.ended++;
    const { vmcf } = vm(userid).state;
    alive += vmcf?.messages.filter((message) => message.function !== 10).length ?? 0;
    alive += vmcf?.news.filter(({ kind }) => kind === "response").length ?? 0;
  }
  // Nothing is lost but by who gives up himself.
  if (resets) expect(sum.ended + alive).toBeLessThanOrEqual(sum.sent);
  else expect(sum.ended + alive).toBe(sum.sent);
  return sum;
}

const CASES = LONG ? 100 : 4;
for (const resets of [false, true])
  it(`loses no message, and touches nothing of anybody's${resets ? ", while its users come and go" : ""}`, () => {
    const sum = { sent: 0, ended: 0 };
    for (let seed = 1; seed <= CASES; seed++) {
      const { sent, ended } = run(2 * seed + (resets ? 1 : 0), resets);
      sum.sent += sent;
      sum.ended += ended;
    }
    expect(sum.sent).toBeGreaterThan(20 * CASES);
    expect(sum.ended).toBeGreaterThan(10 * CASES);
  });
