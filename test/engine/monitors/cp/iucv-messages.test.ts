/** IUCV: messages, replies, and what is told of them. */
import { describe, expect, it } from "vitest";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { type Fields, guest, interruptions, ROOM, result, type Step, type StepResult, TEXT } from "./iucv-guest.ts";
import { DECLARE, EVERYBODY, pair, programs, run, wait } from "./iucv-pair.ts";
import { cpMachine } from "./support.ts";

const ebcdic = (text: string): string => hex(encodeEbcdic(text));
const send = (fields: Fields = {}): Step => ({
  iucv: "send",
  fields: { class: 0x11, sourceClass: 0x22, tag: 0x33, ...fields },
});
const receive = (fields: Fields = {}): Step => ({ iucv: "receive", fields: { buffer: [ROOM, 16], ...fields } });
const reply = (fields: Fields = {}): Step => ({
  iucv: "reply",
  fields: { message: 1, class: 0x11, answer: [TEXT, 6], ...fields },
});
const ended = ({ cc, list }: StepResult) => [cc, list.code];

// IPFLAGS1.
const DATA = 0x80;
const PRIORITY = 0x20;
const ONE_WAY = 0x10;
/** Message id, path id and class are given. */
const ALL = 0x07;

const QUESTION = { [TEXT]: "C'QUESTION?'" };
const ANSWER = { [TEXT]: "C'ANSWER'" };

describe("a two-way message", () => {
  it("goes with its text one way and a reply the other", () => {
    const { machine, a, b, aNews, bNews } = pair(
      [wait(), receive(), reply()],
      [send({ buffer: [TEXT, 9], answer: [ROOM, 16] }), wait()],
      { aStorage: ANSWER, bStorage: QUESTION },
    );
    expect([a(1), a(2), b(0)].map(ended)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(b(0).list.message).toBe(1);
    const [message] = aNews;
    expect([message.code, message.path, message.flags, message.message, message.third]).toEqual([9, 0, 0, 1, 0x11]);
    expect([message.buffer[1], message.answer[1]]).toEqual([9, 16]);
    expect(machine.storage("A", ROOM, 10)).toBe(`${ebcdic("QUESTION?")}00`);
    // Seven bytes of the receiver's buffer are left.
    expect(a(1).list).toMatchObject({ message: 1, third: 0x11, flags: 0, buffer: [ROOM + 9, 7] });
    expect(a(1).list.answer[1]).toBe(16);
    expect(a(2).list.answer).toEqual([TEXT + 6, 10]);
    const [end] = bNews;
    expect([end.code, end.message, end.audit, end.sourceClass, end.tag]).toEqual([7, 1, 0, 0x22, 0x33]);
    expect(end.answer[1]).toBe(10);
    expect(machine.storage("B", ROOM, 7)).toBe(`${ebcdic("ANSWER")}00`);
  });

  it("may have no text, and a reply of nothing", () => {
    const { a, bNews } = pair([wait(), receive(), reply({ answer: [0, 0] })], [send(), wait()]);
    expect([a(1), a(2)].map(ended)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(a(1).list.buffer).toEqual([ROOM, 16]);
    expect(bNews.map(({ code, audit }) => [code, audit])).toEqual([[7, 0]]);
  });

  it("has a reply that is too long cut off", () => {
    const { machine, a, bNews } = pair([wait(), receive(), reply()], [send({ answer: [ROOM, 4] }), wait()], {
      aStorage: ANSWER,
    });
    expect(ended(a(2))).toEqual([1, 5]);
    expect(a(2).list.answer).toEqual([TEXT + 4, 2]);
    expect(machine.storage("B", ROOM, 5)).toBe(`${ebcdic("ANSW")}00`);
    expect([bNews[0].audit, bNews[0].answer[1]]).toEqual([0x800000, 2]);
  });

  it("is received in pieces", () => {
    const { machine, a } = pair(
      [
        wait(),
        receive({ buffer: [ROOM, 4] }),
        // Without its name it is not found: it has been begun.
        receive({ buffer: [ROOM + 16, 4] }),
        receive({ flags: ALL, message: 1, class: 0x11, buffer: [ROOM + 4, 3] }),
        receive({ flags: ALL, message: 1, class: 0x11, buffer: [ROOM + 7, 3] }),
        receive({ flags: ALL, message: 1, class: 0x11 }),
      ],
      [send({ buffer: [TEXT, 9] })],
      { bStorage: QUESTION },
    );
    expect([1, 2, 3, 4, 5].map((step) => ended(a(step)))).toEqual([
      [1, 5],
      [2, 0],
      [1, 5],
      [0, 0],
      [2, 0],
    ]);
    // What a RECEIVE has left is ready for the next one.
    expect(a(1).list).toMatchObject({ flags: ALL, message: 1, third: 0x11, buffer: [ROOM + 4, 5] });
    expect(a(4).list.buffer).toEqual([ROOM + 9, 1]);
    expect(machine.storage("A", ROOM, 10)).toBe(`${ebcdic("QUESTION?")}00`);
  });
});

it("is complete when it is received, if it goes one way", () => {
  const { a, aNews, bNews } = pair(
    [wait(), receive(), reply()],
    [send({ flags: ONE_WAY, buffer: [TEXT, 9], answer: [1, 2] }), wait()],
    {
      bStorage: QUESTION,
    },
  );
  expect([aNews[0].flags, aNews[0].answer[1]]).toEqual([ONE_WAY, 0]);
  expect(ended(a(1))).toEqual([0, 0]);
  expect(a(1).list.flags).toBe(ONE_WAY);
  // Nobody waits for a reply.
  expect(ended(a(2))).toEqual([2, 0]);
  expect(bNews.map(({ code, flags }) => [code, flags])).toEqual([[7, ONE_WAY]]);
});

describe("data in the parameter list", () => {
  it("comes with the interruption, and so may its reply", () => {
    const { machine, a, aNews, bNews } = pair(
      [wait(), reply({ flags: DATA, data: "BACK YOU" })],
      [send({ flags: DATA, data: "TO YOU!!" }), wait()],
    );
    expect(aNews[0].flags).toBe(DATA);
    expect(hex(aNews[0].bytes.subarray(12, 20))).toBe(ebcdic("TO YOU!!"));
    expect(ended(a(1))).toEqual([0, 0]);
    expect([bNews[0].code, bNews[0].flags]).toEqual([7, DATA]);
    expect(hex(bNews[0].bytes.subarray(12, 20))).toBe(ebcdic("BACK YOU"));
    expect(machine.vm("A").state.iucv).toMatchObject({ send: [], receive: [], reply: [] });
  });

  it("is complete when it has been told, if it goes one way", () => {
    const { bNews } = pair([wait()], [send({ flags: DATA | ONE_WAY, data: "TO YOU!!" }), wait()]);
    expect(bNews.map(({ code }) => code)).toEqual([7]);
  });

  it("comes by DESCRIBE or RECEIVE too", () => {
    const { a } = pair(
      [{ spin: 100_000 }, { iucv: "describe" }, receive(), { iucv: "describe" }],
      [send({ flags: DATA, data: "ONE" }), send({ flags: DATA | ONE_WAY, data: "TWO" })],
    );
    expect([1, 2, 3].map((step) => ended(a(step)))).toEqual([
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
    expect([1, 2].map((step) => hex(a(step).list.bytes.subarray(12, 20)))).toEqual([
      ebcdic("ONE     "),
      ebcdic("TWO     "),
    ]);
    expect(a(2).list.flags).toBe(DATA | ONE_WAY);
  });

  it("is for those who have said that they take it", () => {
    const { b } = pair([wait(0)], [send({ flags: DATA })], { accept: 0 });
    expect(ended(b(0))).toEqual([1, 21]);
    const { a, bNews } = pair([wait(), receive(), reply({ flags: DATA })], [send(), wait()], { offer: 0 });
    expect(ended(a(2))).toEqual([1, 21]);
    expect(bNews.map(({ code, audit }) => [code, audit])).toEqual([[7, 0x020000]]);
  });
});

describe("priority", () => {
  it("goes before, in messages and in replies", () => {
    const { aNews, bNews } = pair(
      [
        { spin: 200_000 },
        wait(4),
        ...[1, 2, 3, 4].map(() => receive()),
        reply({ message: 1 }),
        reply({ message: 3 }),
        reply({ message: 2, flags: PRIORITY }),
        reply({ message: 4 }),
      ],
      [send(), send(), send({ flags: PRIORITY }), send({ flags: PRIORITY }), { spin: 1_000_000 }, wait(4)],
    );
    expect(aNews.map(({ code, message }) => [code, message])).toEqual([
      [8, 3],
      [8, 4],
      [9, 1],
      [9, 2],
    ]);
    expect(bNews.map(({ code, message }) => [code, message])).toEqual([
      [6, 3],
      [6, 2],
      [6, 4],
      [7, 1],
    ]);
  });

  it("comes behind what is about paths", () => {
    const { aNews } = pair([{ spin: 200_000 }, wait(3)], [send({ flags: PRIORITY }), send(), { iucv: "quiesce" }]);
    expect(aNews.map(({ code }) => code)).toEqual([4, 8, 9]);
  });

  it("is for paths that have it", () => {
    const { a, b } = pair([wait(), receive(), reply({ flags: PRIORITY })], [send({ flags: PRIORITY }), send()], {
      offer: 0,
    });
    expect(ended(b(0))).toEqual([1, 4]);
    expect(ended(a(2))).toEqual([1, 4]);
  });
});

describe("limits", () => {
  it("hold until a message’s source has heard of its end", () => {
    const { b } = pair(
      [wait(2), receive(), { spin: 300_000 }],
      [send({ flags: ONE_WAY }), send({ flags: ONE_WAY }), send(), { spin: 200_000 }, send(), wait(), send(), send()],
      { limit: 2 },
    );
    expect([0, 1, 2, 4, 6, 7].map((step) => ended(b(step)))).toEqual([
      [0, 0],
      [0, 0],
      [1, 3],
      [1, 3],
      [0, 0],
      [1, 3],
    ]);
  });

  it("are ten where nobody says anything else", () => {
    const machine = run(
      [
        guest([
          DECLARE,
          { iucv: "connect", fields: { to: "A" } },
          wait(),
          { iucv: "accept", fields: { path: 1 } },
          ...Array.from({ length: 11 }, () => send()),
        ]),
      ],
      { source: "USER A PASS 256K 1M G\nOPTION ECMODE\nCONSOLE 009 3215" },
    );
    expect(Array.from({ length: 11 }, (_, i) => result(machine, "A", 4 + i).list.code)).toEqual([
      ...Array(10).fill(0),
      3,
    ]);
  });
});

describe("SEND, RECEIVE and REPLY are refused", () => {
  it("for lengths below zero", () => {
    const { a, b } = pair(
      [wait(), receive({ buffer: [ROOM, 0x80000000] }), receive(), reply({ answer: [0, 0xffffffff] })],
      [send({ buffer: [TEXT, 0x80000000] }), send({ answer: [TEXT, 0xffffffff] }), send()],
    );
    expect([b(0), b(1), a(1), a(3)].map(ended)).toEqual([
      [1, 10],
      [1, 10],
      [1, 10],
      [1, 10],
    ]);
  });

  it("for paths that are not there", () => {
    const { a, b } = pair(
      [wait(), receive({ flags: 2, path: 5 }), reply({ path: 5 }), { iucv: "reject", fields: { flags: 2, path: 5 } }],
      [
        send({ path: 5 }),
        { iucv: "purge", fields: { flags: 2, path: 5 } },
        { iucv: "testCompletion", fields: { flags: 2, path: 5 } },
        send(),
      ],
    );
    for (const step of [a(1), a(2), a(3), b(0), b(1), b(2)]) expect(ended(step)).toEqual([1, 1]);
  });

  it("for another class, and for messages that are not there", () => {
    const { a } = pair(
      [
        wait(),
        receive({ flags: ALL, message: 1, class: 0x99 }),
        receive({ flags: ALL, message: 7, class: 0x11 }),
        receive({ flags: 1, class: 0x99 }),
        receive({ flags: 1, class: 0x11 }),
        reply({ class: 0x99 }),
        reply({ message: 7 }),
        { iucv: "reject", fields: { flags: ALL, message: 1, class: 0x99 } },
      ],
      [send()],
    );
    expect([1, 2, 3, 4, 5, 6, 7].map((step) => ended(a(step)))).toEqual([
      [1, 8],
      [2, 0],
      [2, 0],
      [0, 0],
      [1, 8],
      [2, 0],
      [1, 8],
    ]);
  });
});

describe("messages are chosen", () => {
  it("by path and by class", () => {
    const { a } = pair(
      [
        { spin: 300_000 },
        receive({ flags: 1, class: 2 }),
        receive({ flags: 3, path: 0, class: 3 }),
        receive({ flags: 2, path: 0 }),
        receive(),
      ],
      [1, 2, 3].map((each) => send({ class: each })),
    );
    expect([1, 2, 3].map((step) => a(step).list.third)).toEqual([2, 3, 1]);
    expect(ended(a(4))).toEqual([2, 0]);
  });
});

describe("REJECT", () => {
  it("ends a message, received or not", () => {
    const { a, bNews } = pair(
      [
        wait(2),
        { iucv: "reject" },
        receive(),
        { iucv: "reject", fields: { flags: ALL, message: 2, class: 0x11 } },
        { iucv: "reject" },
      ],
      [send(), send(), wait(2)],
    );
    expect([1, 3, 4].map((step) => ended(a(step)))).toEqual([
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
    expect(a(1).list).toMatchObject({ message: 1, third: 0x11 });
    expect(bNews.map(({ code, message, audit }) => [code, message, audit])).toEqual([
      [7, 1, 0x040000],
      [7, 2, 0x040000],
    ]);
  });
});

describe("PURGE", () => {
  const purge = (fields: Fields = {}): Step => ({ iucv: "purge", fields: { flags: 2, ...fields } });

  it("takes a message back that nobody has seen", () => {
    const { machine, b } = pair([{ spin: 200_000 }, { open: true }, { spin: 10 }], [send(), purge(), purge()]);
    expect([b(1), b(2)].map(ended)).toEqual([
      [0, 0],
      [2, 0],
    ]);
    expect(b(1).list).toMatchObject({ message: 1, sourceClass: 0x22, tag: 0x33, audit: 0 });
    // A has heard of the connection alone.
    expect(interruptions(machine, "A").map(({ code }) => code)).toEqual([1]);
    expect(machine.vm("B").state.iucv?.paths[0].onTheWay).toBe(0);
  });

  it("is found out by who has received it, or a part", () => {
    const { machine, a, b } = pair(
      [
        wait(2),
        receive(),
        receive({ buffer: [ROOM, 1] }),
        { spin: 300_000 },
        reply(),
        reply(),
        receive({ flags: ALL, message: 2, class: 0x11 }),
        receive({ flags: ALL, message: 2, class: 0x11 }),
      ],
      [send(), send({ buffer: [TEXT, 9] }), { spin: 200_000 }, purge(), purge(), purge()],
    );
    expect([3, 4, 5].map((step) => ended(b(step)))).toEqual([
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
    expect([4, 5, 6, 7].map((step) => ended(a(step)))).toEqual([
      [1, 9],
      [2, 0],
      [1, 9],
      [2, 0],
    ]);
    expect(machine.vm("B").state.iucv?.paths[0].onTheWay).toBe(0);
  });

  it("takes a completed one away, with its audit trail", () => {
    const { b } = pair(
      [wait(), { iucv: "reject" }],
      [
        send(),
        { spin: 300_000 },
        purge({ flags: ALL, message: 1, sourceClass: 0x99 }),
        purge({ flags: ALL, message: 1, sourceClass: 0x22 }),
        { iucv: "testCompletion" },
      ],
    );
    expect([2, 3, 4].map((step) => ended(b(step)))).toEqual([
      [1, 8],
      [0, 0],
      [2, 0],
    ]);
    expect(b(3).list.audit).toBe(0x040000);
  });
});

describe("TEST COMPLETION", () => {
  it("tells of an end in place of the interruption", () => {
    const { b, bNews } = pair(
      [wait(2), receive(), reply({ flags: DATA, data: "DONE" }), { iucv: "reject" }],
      [
        send(),
        send(),
        { spin: 400_000 },
        { iucv: "testCompletion", fields: { flags: 1, sourceClass: 0x99 } },
        { iucv: "testCompletion", fields: { flags: ALL, message: 1, sourceClass: 0x99 } },
        { iucv: "testCompletion", fields: { flags: 3, sourceClass: 0x22 } },
        { iucv: "testCompletion" },
        { iucv: "testCompletion" },
        { open: true },
        { spin: 10 },
      ],
    );
    expect([3, 4, 5, 6, 7].map((step) => ended(b(step)))).toEqual([
      [2, 0],
      [1, 8],
      [0, 0],
      // A nonzero audit trail.
      [3, 0],
      [2, 0],
    ]);
    expect(b(5).list).toMatchObject({ message: 1, flags: DATA, tag: 0x33 });
    expect(hex(b(5).list.bytes.subarray(12, 20))).toBe(ebcdic("DONE    "));
    expect(b(6).list).toMatchObject({ message: 2, audit: 0x040000 });
    expect(bNews).toEqual([]);
  });
});

describe("DESCRIBE", () => {
  it("tells of each message once, priority first, and takes the interruption's place", () => {
    const { a, aNews } = pair(
      [
        { spin: 300_000 },
        { iucv: "describe" },
        { iucv: "describe" },
        { iucv: "describe" },
        { open: true },
        { spin: 10 },
      ],
      [send({ buffer: [TEXT, 9], answer: [ROOM, 3] }), send({ flags: PRIORITY | ONE_WAY })],
    );
    expect([1, 2, 3].map((step) => ended(a(step)))).toEqual([
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
    expect(a(1).list).toMatchObject({ message: 2, flags: ALL | PRIORITY | ONE_WAY });
    expect(a(2).list).toMatchObject({ message: 1, flags: ALL, third: 0x11 });
    expect([a(2).list.buffer[1], a(2).list.answer[1]]).toEqual([9, 3]);
    expect(aNews).toEqual([]);
  });
});

describe("TEST MESSAGE", () => {
  it("says what is there", () => {
    const { a, b } = pair(
      [{ spin: 300_000 }, { iucv: "testMessage" }, receive(), reply(), send()],
      [send(), { spin: 600_000 }, { iucv: "testMessage" }, receive(), { iucv: "testMessage" }],
    );
    expect(a(1).cc).toBe(1);
    expect([b(2).cc, b(4).cc]).toEqual([3, 2]);
  });

  it("rests until something comes", () => {
    const { machine, a, b } = pair(
      [{ iucv: "testMessage" }, receive(), reply({ answer: [0, 0] })],
      [{ spin: 300_000 }, send(), { iucv: "testMessage" }],
    );
    expect([a(0).cc, b(2).cc]).toEqual([1, 2]);
    // Nobody has spent time on it.
    expect(machine.vm("A").state.time.virtual).toBeLessThan(1000);
  });

  it("goes on resting after an interruption of another kind", () => {
    const machine = run([
      guest([
        DECLARE,
        { iucv: "setMask", fields: { mask: 0x08 } },
        { open: true },
        { iucv: "testMessage" },
        { code: "         MVC   X'380'(4),COUNT" },
      ]),
      guest([DECLARE, { iucv: "connect", fields: { to: "A" } }, { spin: 200_000 }, { iucv: "sever" }]),
    ]);
    expect(interruptions(machine, "A").map(({ code }) => code)).toEqual([1, 3]);
    expect(result(machine, "A", 3).cc).toBeUndefined();
    expect(machine.vm("A").state).toMatchObject({ waiting: true, stopped: false });
  });
});

describe("masks of SET MASK", () => {
  for (const [kind, mask, expected] of [
    ["messages", 0x80, [9]],
    ["priority messages", 0x40, [8]],
    ["replies", 0x20, [7]],
    ["priority replies", 0x10, [6]],
  ] as const)
    it(`let ${kind} in alone`, () => {
      const machine = run([
        guest([
          DECLARE,
          { iucv: "connect", fields: { to: "A", flags: PRIORITY } },
          wait(),
          { iucv: "accept", fields: { path: 1, flags: PRIORITY } },
          wait(),
          { iucv: "setMask", fields: { mask: 0 } },
          send(),
          send({ flags: PRIORITY }),
          send(),
          send({ flags: PRIORITY }),
          { iucv: "reject" },
          { iucv: "reject", fields: { flags: ALL, path: 1, message: 1, class: 0x11 } },
          { iucv: "setMask", fields: { mask } },
          { open: true },
          { spin: 20 },
        ]),
      ]);
      expect(
        interruptions(machine, "A")
          .slice(2)
          .map(({ code }) => code),
      ).toEqual(expected);
    });
});

it("is told by its name where exits are counted, in the trace and by CP", () => {
  const machine = cpMachine(programs([], [send({ buffer: [TEXT, 8], flags: ONE_WAY })]), { source: EVERYBODY });
  machine.machine.trace.recording = true;
  machine.machine.run({ ticks: 30_000_000 });
  const { exits } = machine.vm("B").state;
  // DECLARE BUFFER, CONNECT, SEND.
  expect(exits.IUCV.count).toBe(3);
  expect(exits["program 1"]).toBeUndefined();
  const traced = machine.machine.trace.totals.filter(({ cause, from }) => cause.label === "IUCV" && from === "B");
  expect(traced.map(({ count, cause }) => [count, cause.kind])).toEqual([[3, "program:1"]]);
});
