/** VMCF: messages between virtual machines by DIAGNOSE X'68'. */
import { describe, expect, it } from "vitest";
import { decodeEbcdic, encodeEbcdic } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import {
  BUFFER,
  type Forty,
  guest,
  interruptions,
  ROOM,
  result,
  type Step,
  TEXT,
  type VmcfFields,
} from "./iucv-guest.ts";
import { wait } from "./iucv-pair.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

const vmcf =
  (code: number) =>
  (fields: VmcfFields = {}): Step => ({ vmcf: code, fields });
const authorize = (fields: VmcfFields = {}): Step => vmcf(0)({ data: [BUFFER, 80], ...fields });
const unauthorize = vmcf(1);
const send = vmcf(2);
const sendReceive = vmcf(3);
const sendX = vmcf(4);
const receive = vmcf(5);
const cancel = vmcf(6);
const reply = vmcf(7);
const quiesce = vmcf(8);
const resume = vmcf(9);
const identify = vmcf(10);
const reject = vmcf(11);

/** Bytes of a virtual machine here. */
const SIZE = 0x40000;
const PRIORITY = 0x40;
const ebcdic = (text: string): string => hex(encodeEbcdic(text));

/** A header as an interruption has stored it. */
function header({ bytes }: Forty) {
  const view = new DataView(bytes.buffer);
  return {
    status: bytes[0],
    error: bytes[1],
    function: view.getUint16(2),
    id: view.getUint32(4),
    user: decodeEbcdic(bytes.subarray(8, 16)).trimEnd(),
    data: [view.getUint32(16), view.getUint32(20)],
    reply: [view.getUint32(24), view.getUint32(28)],
    use: decodeEbcdic(bytes.subarray(32, 40)),
  };
}

interface Pair {
  readonly machine: CpMachine;
  /** Return codes of A's and B's steps, the first after AUTHORIZE. */
  readonly a: (...steps: number[]) => number[];
  readonly b: (...steps: number[]) => number[];
  readonly aNews: readonly ReturnType<typeof header>[];
  readonly bNews: readonly ReturnType<typeof header>[];
}

interface Given extends Options {
  readonly aStorage?: Readonly<Record<number, string>>;
  readonly bStorage?: Readonly<Record<number, string>>;
  /** How A is authorized. */
  readonly as?: VmcfFields;
}

function programs(a: readonly Step[], b: readonly Step[], { aStorage, bStorage, as }: Given): string[] {
  return [guest([authorize(as), ...a], aStorage), guest([authorize(), ...b], bStorage)];
}

function pairOf(machine: CpMachine): Pair {
  const codes =
    (userid: string) =>
    (...steps: number[]) =>
      steps.map((step) => result(machine, userid, step + 1).code);
  return {
    machine,
    a: codes("A"),
    b: codes("B"),
    aNews: interruptions(machine, "A").map(header),
    bNews: interruptions(machine, "B").map(header),
  };
}

/** A and B, both authorized, run to their ends; A comes first. */
function pair(a: readonly Step[], b: readonly Step[], given: Given = {}): Pair {
  const { aStorage: _, bStorage: __, as: ___, ...options } = given;
  const machine = cpMachine(programs(a, b, given), options);
  machine.machine.run({ ticks: 30_000_000 });
  return pairOf(machine);
}

const QUESTION = { [TEXT]: "C'QUESTION?'" };

describe("SEND and RECEIVE", () => {
  it("move data, and tell the source when they have", () => {
    const { machine, a, b, aNews, bNews } = pair(
      [wait(), receive({ id: 7, user: "B", data: [ROOM, 16], use: "FROMSINK" })],
      [send({ id: 7, user: "A", data: [TEXT, 9] }), wait()],
      { bStorage: QUESTION },
    );
    expect([...a(1), ...b(0)]).toEqual([0, 0]);
    expect(aNews).toEqual([
      { status: 0, error: 0, function: 2, id: 7, user: "B", data: [TEXT, 9], reply: [0, 0], use: "DOUBLEWD" },
    ]);
    expect(machine.storage("A", ROOM, 10)).toBe(`${ebcdic("QUESTION?")}00`);
    expect(bNews).toEqual([
      { status: 0x80, error: 0, function: 2, id: 7, user: "A", data: [TEXT, 0], reply: [0, 0], use: "FROMSINK" },
    ]);
  });

  it("say so where the buffer is too short", () => {
    const { machine, a, bNews } = pair(
      [wait(), receive({ id: 7, user: "B", data: [ROOM, 5] })],
      [send({ id: 7, user: "A", data: [TEXT, 9] }), wait()],
      { bStorage: QUESTION },
    );
    expect(a(1)).toEqual([16]);
    expect(machine.storage("A", ROOM, 6)).toBe(`${ebcdic("QUEST")}00`);
    expect(bNews).toMatchObject([{ error: 16, data: [TEXT, 4] }]);
  });

  it("may have no data", () => {
    const { a, bNews } = pair([wait(), receive({ id: 7, user: "B" })], [send({ id: 7, user: "A" }), wait()]);
    expect(a(1)).toEqual([0]);
    expect(bNews).toMatchObject([{ status: 0x80, error: 0 }]);
  });
});

describe("SEND/RECV", () => {
  it("brings a reply back, with or without RECEIVE", () => {
    for (const receives of [true, false]) {
      const { machine, a, bNews } = pair(
        [
          wait(),
          receives ? receive({ id: 9, user: "B", data: [ROOM, 16] }) : { spin: 5 },
          reply({ id: 9, user: "B", data: [TEXT, 6], use: "HEREITIS" }),
        ],
        [sendReceive({ id: 9, user: "A", data: [TEXT, 9], reply: [ROOM, 16] }), wait()],
        { aStorage: { [TEXT]: "C'ANSWER'" }, bStorage: QUESTION },
      );
      expect(a(2)).toEqual([0]);
      expect(bNews).toMatchObject([{ status: 0x80, error: 0, function: 3, reply: [ROOM, 10], use: "HEREITIS" }]);
      expect(machine.storage("B", ROOM, 7)).toBe(`${ebcdic("ANSWER")}00`);
    }
  });

  it("says so where the reply is too long", () => {
    const { machine, a, bNews } = pair(
      [wait(), reply({ id: 9, user: "B", data: [TEXT, 6] })],
      [sendReceive({ id: 9, user: "A", reply: [ROOM, 4] }), wait()],
      { aStorage: { [TEXT]: "C'ANSWER'" } },
    );
    expect(a(1)).toEqual([16]);
    expect(bNews).toMatchObject([{ error: 16, reply: [ROOM, 0] }]);
    expect(machine.storage("B", ROOM, 5)).toBe(`${ebcdic("ANSW")}00`);
  });
});

describe("SENDX and IDENTIFY", () => {
  it("come with the interruption", () => {
    const { machine, b, aNews, bNews } = pair(
      [wait(2)],
      [sendX({ id: 1, user: "A", data: [TEXT, 9] }), identify({ user: "A", use: "ITISME  " }), wait()],
      { bStorage: QUESTION },
    );
    expect(b(0, 1)).toEqual([0, 0]);
    expect(aNews).toMatchObject([
      { status: 0, function: 4, id: 1, data: [TEXT, 9] },
      { status: 0x80, function: 10, user: "B", use: "ITISME  " },
    ]);
    expect(machine.storage("A", BUFFER + 40, 9)).toBe(ebcdic("QUESTION?"));
    // Nobody answers IDENTIFY.
    expect(bNews).toMatchObject([{ status: 0x80, function: 4, id: 1 }]);
  });

  it("must find room, when they are sent and when they come", () => {
    const { b, bNews } = pair(
      [{ spin: 200_000 }, authorize({ data: [BUFFER, 48] }), wait()],
      [sendX({ id: 1, user: "A", data: [TEXT, 41] }), sendX({ id: 2, user: "A", data: [TEXT, 40] }), wait()],
    );
    expect(b(0, 1)).toEqual([7, 0]);
    expect(bNews).toMatchObject([{ id: 2, error: 7 }]);
  });
});

describe("REJECT and CANCEL", () => {
  it("end messages from either side", () => {
    const { a, b, aNews, bNews } = pair(
      [wait(), reject({ id: 1, user: "B", use: "NO THANK" }), { spin: 200_000 }, { open: true }, { spin: 10 }],
      [send({ id: 1, user: "A", data: [TEXT, 9] }), wait(), send({ id: 2, user: "A" }), cancel({ id: 2, user: "A" })],
    );
    expect(a(1)).toEqual([0]);
    expect(b(2, 3)).toEqual([0, 0]);
    expect(bNews).toMatchObject([{ status: 0xc0, id: 1, use: "NO THANK" }]);
    expect(aNews.map(({ id }) => id)).toEqual([1]);
  });

  it("tell how far a message had come", () => {
    const { a, b } = pair(
      [
        wait(2),
        receive({ id: 1, user: "B" }),
        receive({ id: 2, user: "B" }),
        { spin: 300_000 },
        reply({ id: 1, user: "B" }),
        wait(),
      ],
      [
        sendReceive({ id: 1, user: "A", reply: [ROOM, 4] }),
        send({ id: 2, user: "A" }),
        { spin: 200_000 },
        cancel({ id: 1, user: "A" }),
        cancel({ id: 2, user: "A" }),
        cancel({ id: 3, user: "A" }),
        cancel({ id: 3, user: "NOBODY" }),
        sendX({ id: 4, user: "A" }),
        { spin: 400_000 },
        cancel({ id: 4, user: "A" }),
      ],
    );
    // Its reply is canceled; its end is on the way; nobody knows of it; nobody is there.
    expect(b(3, 4, 5, 6)).toEqual([11, 14, 12, 5]);
    expect(b(9)).toEqual([14]);
    expect(a(4)).toEqual([12]);
  });
});

describe("priority", () => {
  it("goes before, first come first served", () => {
    const { aNews, bNews } = pair(
      [{ spin: 300_000 }, wait(4), ...[1, 2, 3, 4].map((id) => receive({ id, user: "B" }))],
      [
        send({ id: 1, user: "A" }),
        send({ id: 2, user: "A", flags: PRIORITY }),
        send({ id: 3, user: "A" }),
        send({ id: 4, user: "A", flags: PRIORITY }),
        { spin: 800_000 },
        wait(4),
      ],
      { as: { flags: PRIORITY } },
    );
    expect(aNews.map(({ id, status }) => [id, status])).toEqual([
      [2, 0x20],
      [4, 0x20],
      [1, 0],
      [3, 0],
    ]);
    expect(bNews.map(({ id, status }) => [id, status])).toEqual([
      [2, 0xa0],
      [4, 0xa0],
      [1, 0x80],
      [3, 0x80],
    ]);
  });
});

describe("return codes", () => {
  it("of buffers: 1, and 2 of functions", () => {
    const { b } = pair(
      [],
      [
        send({ user: "A", data: [SIZE - 4, 8] }),
        sendReceive({ user: "A", reply: [SIZE, 1] }),
        authorize({ data: [BUFFER + 4, 80] }),
        authorize({ data: [BUFFER, 39] }),
        authorize({ data: [SIZE - 40, 48] }),
        vmcf(12)(),
      ],
    );
    expect(b(0, 1, 2, 3, 4, 5)).toEqual([1, 1, 1, 1, 1, 2]);
  });

  it("of protocol: 3, 12 and 13", () => {
    const { a } = pair(
      [
        { spin: 200_000 },
        receive({ id: 1, user: "B" }),
        wait(2),
        receive({ id: 9, user: "B" }),
        receive({ id: 1, user: "NOBODY" }),
        reply({ id: 1, user: "B" }),
        receive({ id: 2, user: "B" }),
        receive({ id: 2, user: "B" }),
        cancel({ id: 2, user: "A" }),
      ],
      [send({ id: 1, user: "A" }), sendReceive({ id: 2, user: "A" })],
    );
    expect(a(1, 3, 4, 5, 6, 7, 8)).toEqual([13, 12, 12, 3, 0, 3, 3]);
  });

  it("of those who are not there: 4 and 5", () => {
    const { a, b } = pair(
      [unauthorize(), send({ user: "B" }), authorize({ flags: 0x80, user: "C" }), { spin: 200_000 }],
      [send({ user: "A" }), send({ user: "NOBODY" }), send({ user: "C" })],
    );
    expect(a(0, 1, 2)).toEqual([0, 4, 0]);
    expect(b(0, 1, 2)).toEqual([5, 5, 5]);
  });

  it("of too much: 8, 10, and 9 of those who are quiet", () => {
    const { a, b } = pair(
      [{ spin: 3_000_000 }, quiesce(), { spin: 200_000 }, resume(), wait(), receive({ id: 1, user: "B" })],
      [
        ...Array.from({ length: 51 }, (_, i) => send({ id: i + 1, user: "A" })),
        send({ id: 1, user: "A" }),
        { spin: 5_000_000 },
      ],
    );
    expect(b(...Array.from({ length: 52 }, (_, i) => i))).toEqual([...Array(50).fill(0), 10, 8]);
    expect(a(1, 3)).toEqual([0, 0]);
    const quiet = pair([quiesce(), { spin: 300_000 }], [send({ user: "A" }), send({ user: "A", flags: PRIORITY })]);
    expect(quiet.b(0, 1)).toEqual([9, 9]);
    const loud = pair([], [send({ user: "A", flags: PRIORITY })]);
    expect(loud.b(0)).toEqual([18]);
  });

  it("count an end that its source has not heard of", () => {
    const { b } = pair(
      [wait(2), receive({ id: 1, user: "B" }), receive({ id: 2, user: "B" })],
      [
        send({ id: 1, user: "A" }),
        send({ id: 2, user: "A" }),
        { spin: 300_000 },
        send({ id: 1, user: "A" }),
        ...Array.from({ length: 49 }, (_, i) => send({ id: i + 3, user: "A" })),
      ],
    );
    expect(b(3)).toEqual([8]);
    expect(b(...Array.from({ length: 49 }, (_, i) => i + 4))).toEqual([...Array(48).fill(0), 10]);
  });

  it("of keys: 6 for one's own, 19 where the other one's is wrong", () => {
    const key = (block: number, value: number): Step => ({
      code: `         L     4,=A(${block})\n         LA    5,X'${value.toString(16)}'\n         SSK   5,4`,
    });
    let labels = 0;
    const under = (value: number): Step => {
      const name = `K${++labels}`;
      return {
        code: `         LPSW  P${name}\n         DS    0D\nP${name}      DC    X'00${value.toString(16)}80000',A(${name})\n${name}      DS    0H`,
      };
    };
    const { a, b, bNews } = pair(
      [
        key(0x2000, 0x60),
        key(ROOM, 0x58),
        wait(4),
        under(6),
        receive({ id: 1, user: "B", data: [ROOM, 4] }),
        under(0),
        receive({ id: 1, user: "B", data: [SIZE - 2, 4] }),
        receive({ id: 1, user: "B", data: [ROOM, 4] }),
        receive({ id: 2, user: "B", data: [ROOM, 4] }),
        reply({ id: 3, user: "B", data: [TEXT, 4] }),
      ],
      [
        key(0x2000, 0x60),
        key(TEXT, 0x58),
        under(5),
        send({ id: 1, user: "A", data: [TEXT, 8] }),
        under(0),
        key(0x2000, 0x60),
        under(6),
        send({ id: 2, user: "A", data: [TEXT, 8] }),
        sendReceive({ id: 3, user: "A", reply: [TEXT, 8] }),
        sendX({ id: 4, user: "A", data: [TEXT, 8] }),
        under(0),
        wait(4),
      ],
    );
    expect(a(4, 6, 7, 8, 9)).toEqual([6, 1, 16, 19, 19]);
    expect(b(7, 8, 9)).toEqual([0, 0, 0]);
    expect(bNews.map(({ id, error }) => [id, error]).sort()).toEqual([
      [1, 16],
      [2, 6],
      [3, 6],
      [4, 6],
    ]);
  });

  it("of a virtual machine that speaks to itself: 17 where its areas overlap", () => {
    const machine = cpMachine([
      guest([
        authorize(),
        send({ id: 1, user: "A", data: [TEXT, 8] }),
        wait(),
        receive({ id: 1, user: "A", data: [TEXT + 4, 8] }),
        wait(),
        send({ id: 1, user: "A", data: [TEXT, 8] }),
        wait(),
        receive({ id: 1, user: "A", data: [TEXT + 8, 8] }),
        wait(),
      ]),
    ]);
    machine.machine.run({ ticks: 5_000_000 });
    expect([3, 7].map((step) => result(machine, "A", step).code)).toEqual([17, 0]);
    expect(interruptions(machine, "A").map((each) => header(each).error)).toEqual([0, 17, 0, 0]);
  });
});

describe("a sink that goes away", () => {
  it("leaves its messages to their source, with code 5", () => {
    const { bNews } = pair(
      [{ spin: 200_000 }, unauthorize()],
      [send({ id: 1, user: "A" }), send({ id: 2, user: "A" }), wait(2)],
    );
    expect(bNews.map(({ id, status, error }) => [id, status, error])).toEqual([
      [1, 0x80, 5],
      [2, 0x80, 5],
    ]);
  });

  it("or is for somebody else alone from now on", () => {
    const { machine, aNews, bNews } = pair(
      [{ spin: 200_000 }, authorize({ flags: 0x80, user: "C" }), { open: true }, { spin: 10 }],
      [send({ id: 1, user: "A" }), wait()],
    );
    expect(bNews).toMatchObject([{ id: 1, error: 5 }]);
    expect(aNews).toEqual([]);
    expect(machine.vm("A").state.vmcf).toMatchObject({ messages: [], news: [] });
  });
});

describe("SMSG", () => {
  it("comes from users", () => {
    const machine = cpMachine([guest([authorize({ flags: 0x20 }), wait()])]);
    machine.machine.run({ ticks: 1_000_000 });
    machine.vm("A").state.options.special = true;
    for (const line of ["logon b pass", "smsg a hello"]) {
      machine.machine.input(0x01f, line);
      machine.machine.run({ ticks: machine.machine.now + 500_000 });
    }
    expect(interruptions(machine, "A").map(header)).toMatchObject([{ function: 4, user: "SYSTEM", use: "B       " }]);
    expect(machine.storage("A", BUFFER + 40, 5)).toBe(ebcdic("hello"));
  });

  it("stops where nobody listens", () => {
    const machine = cpMachine([guest([authorize({ flags: 0x20 }), { spin: 100_000_000 }])]);
    machine.machine.run({ ticks: 1_000_000 });
    machine.vm("A").state.options.special = true;
    machine.machine.input(0x01f, "logon b pass");
    machine.machine.run({ ticks: machine.machine.now + 500_000 });
    for (let i = 0; i < 60; i++) {
      machine.machine.input(0x01f, "smsg a hello");
      machine.machine.run({ ticks: machine.machine.now + 100_000 });
    }
    expect(machine.vm("A").state.vmcf?.news.length).toBe(50);
    expect(machine.terminal(0x01f).text).toContain("A NOT RECEIVING");
  });
});

it("moves more data than real storage has room for", () => {
  const LENGTH = 0x28000;
  const fill: Step = {
    code: "         L     4,=A(65536)\n         L     5,=F'40'\nFILL     ST    5,4092(,4)\n         A     4,=F'4096'\n         BCT   5,FILL",
  };
  const sum: Step = {
    code: "         L     4,=A(65536)\n         L     5,=F'40'\n         SR    6,6\nSUM      A     6,4092(,4)\n         A     4,=F'4096'\n         BCT   5,SUM",
  };
  const { machine, a } = pair(
    [wait(), receive({ id: 1, user: "B", data: [0x10000, LENGTH] }), sum],
    [fill, send({ id: 1, user: "A", data: [0x10000, LENGTH] }), wait()],
    { storageSize: 0x30000, more: [[0x350, ownDisk("VMPAGE")]] },
  );
  expect(a(1)).toEqual([0]);
  expect(machine.vm("B").state.stopped).toBe(true);
  expect(machine.vm("A").gr(6)).toBe(820);
});

it("goes on from a snapshot at any point as if nothing had been", () => {
  const a = [wait(2), receive({ id: 1, user: "B", data: [ROOM, 16] }), reply({ id: 1, user: "B", data: [TEXT, 6] })];
  const b = [
    sendReceive({ id: 1, user: "A", data: [TEXT, 9], reply: [ROOM, 16] }),
    sendX({ id: 2, user: "A", data: [TEXT, 9] }),
    wait(2),
  ];
  const whole = pair(a, b, { bStorage: QUESTION });
  const state = ({ aNews, bNews, machine }: Pair): string => JSON.stringify([aNews, bNews, machine.cp.save()]);
  for (let part = 1; part < 16; part++) {
    const machine = cpMachine(programs(a, b, { bStorage: QUESTION }));
    machine.machine.run({ ticks: part * 1500 });
    const saved = machine.machine.snapshot();
    for (const again of [false, true]) {
      if (again) machine.machine.restore(saved);
      machine.machine.run({ ticks: 30_000_000 });
      expect(state(pairOf(machine))).toBe(state(whole));
    }
  }
});
