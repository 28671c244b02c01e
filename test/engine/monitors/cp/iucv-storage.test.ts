/** IUCV and storage: exceptions, keys, paging, and snapshots. */
import { describe, expect, it } from "vitest";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { type Fields, guest, ROOM, result, type Step, TEXT } from "./iucv-guest.ts";
import { DECLARE, EVERYBODY, pair, pairOf, programs, run, wait } from "./iucv-pair.ts";
import { ownDisk } from "./packs.ts";
import { cpMachine, users } from "./support.ts";

const OPERATION = 1;
const PROTECTION = 4;
const ADDRESSING = 5;
const SPECIFICATION = 6;

/** Bytes of a virtual machine here. */
const SIZE = 0x40000;

const FUNCTIONS = [
  "describe",
  "send",
  "receive",
  "reply",
  "testCompletion",
  "reject",
  "purge",
  "accept",
  "connect",
  "quiesce",
  "resume",
  "sever",
  "setMask",
  "setControlMask",
] as const;

/** Sets the storage key of a block, and the PSW's. */
const setKey = (block: number, value: number): Step => ({
  code: `         L     4,=A(${block})\n         LA    5,${value * 16}\n         SSK   5,4`,
});
let keys = 0;
const pswKey = (value: number): Step => {
  const name = `K${++keys}`;
  return {
    code: `         LPSW  P${name}\n         DS    0D\nP${name}      DC    X'00${value.toString(16).toUpperCase()}80000',A(${name})\n${name}      DS    0H`,
  };
};

describe("program interruptions", () => {
  it("are operation exceptions before a buffer is declared", () => {
    const machine = run([guest([...FUNCTIONS, "testMessage", "retrieve"].map((iucv) => ({ iucv }) as Step))]);
    FUNCTIONS.forEach((_, step) => {
      expect(result(machine, "A", step).exception).toBe(OPERATION);
    });
    expect([14, 15].map((step) => result(machine, "A", step).exception)).toEqual([OPERATION, OPERATION]);
  });

  it("are operation exceptions in the problem state", () => {
    const machine = run([
      guest([
        DECLARE,
        { code: "         LPSW  PROBLEM\n         DS    0D\nPROBLEM  DC    X'00090000',A(USER)\nUSER     DS    0H" },
        { iucv: "query" },
        { iucv: "describe" },
        { code: "         SVC   9" },
      ]),
    ]);
    expect([2, 3].map((step) => result(machine, "A", step).exception)).toEqual([OPERATION, OPERATION]);
  });

  it("are specification exceptions for codes that are none, and for lists that are not on a doubleword", () => {
    const machine = run([
      guest([
        DECLARE,
        { iucv: 18 },
        { iucv: 999 },
        ...FUNCTIONS.map((iucv): Step => ({ iucv, at: 0x3804 })),
        { iucv: "declare", at: 0x3804 },
      ]),
    ]);
    for (let step = 1; step <= FUNCTIONS.length + 3; step++)
      expect(result(machine, "A", step).exception).toBe(SPECIFICATION);
  });

  it("are specification exceptions for a message id without the rest", () => {
    const searches = ["receive", "reject", "testCompletion"] as const;
    const flags = [4, 5, 6];
    const machine = run([
      guest([
        DECLARE,
        ...searches.flatMap((iucv) => flags.map((each): Step => ({ iucv, fields: { flags: each } }))),
        // PURGE needs a path in any case.
        ...[0, 1, 4, 5, 6].map((each): Step => ({ iucv: "purge", fields: { flags: each } })),
      ]),
    ]);
    for (let step = 1; step <= 14; step++) expect(result(machine, "A", step).exception).toBe(SPECIFICATION);
  });

  it("are addressing exceptions for lists and buffers that are not in storage", () => {
    const machine = run([
      guest([
        { iucv: "declare", fields: { buffer: [SIZE - 32, 0] } },
        { iucv: "declare", fields: { buffer: [0xffffff00, 0] } },
        DECLARE,
        ...FUNCTIONS.map((iucv): Step => ({ iucv, at: SIZE - 32 })),
      ]),
    ]);
    expect([0, 1, 2].map((step) => result(machine, "A", step).exception)).toEqual([ADDRESSING, ADDRESSING, 0]);
    FUNCTIONS.forEach((_, step) => {
      expect(result(machine, "A", step + 3).exception).toBe(ADDRESSING);
    });
  });

  it("are protection exceptions for lists under another key", () => {
    const machine = run([
      guest([
        DECLARE,
        setKey(0x3800, 5),
        setKey(0x2000, 6),
        pswKey(6),
        ...FUNCTIONS.map((iucv): Step => ({ iucv, at: 0x3800 })),
        pswKey(0),
      ]),
    ]);
    FUNCTIONS.forEach((_, step) => {
      expect(result(machine, "A", step + 4).exception).toBe(PROTECTION);
    });
  });
});

describe("the instruction", () => {
  it("may be the target of EXECUTE", () => {
    const machine = run([
      guest([
        DECLARE,
        {
          code: [
            "         SR    0,0",
            "         EX    0,IUCV",
            "         ST    1,X'3E0'",
            "         B     BEHIND",
            "IUCV     DC    X'B2F00000'",
            "BEHIND   DS    0H",
          ].join("\n"),
        },
      ]),
    ]);
    expect(machine.storage("A", 0x3e0, 4)).toBe("00000008");
  });

  it("names real addresses, whatever is translated", () => {
    const TABLES = 0xb000;
    const pages = Array.from({ length: 16 }, (_, page) => (page === ROOM >> 12 ? 0xa : page) << 4);
    const translate: Step = {
      code: [
        "         LCTL  0,1,DATCRS",
        "         LPSW  DATON",
        "         DS    0D",
        "DATON    DC    X'04080000',A(DATGO)",
        `DATCRS   DC    X'00800002',A(${TABLES})`,
        "DATGO    DS    0H",
      ].join("\n"),
    };
    const { machine, a } = pair(
      [
        wait(),
        translate,
        { iucv: "receive", fields: { buffer: [ROOM, 8] } },
        { code: `         L     4,=A(${ROOM})\n         L     6,0(,4)` },
      ],
      [{ iucv: "send", fields: { buffer: [TEXT, 8], flags: 0x10 } }],
      {
        aStorage: {
          [TABLES]: `A(X'F0000000'+${TABLES + 64}),15X'00000001'`,
          [TABLES + 64]: pages.map((entry) => `X'${entry.toString(16).padStart(4, "0").toUpperCase()}'`).join(","),
          [0xa000]: "F'4711'",
        },
        bStorage: { [TEXT]: "C'MESSAGES'" },
      },
    );
    expect(a(2).cc).toBe(0);
    expect(machine.storage("A", ROOM, 8)).toBe(hex(encodeEbcdic("MESSAGES")));
    // Its program sees another page there.
    expect(machine.vm("A").gr(6)).toBe(4711);
  });

  it("is shown by TRACE PRIV", () => {
    const command = "TRACE PRIV RUN TERM";
    const machine = run([
      guest([
        {
          code: `         LA    4,COMMAND\n         LA    5,${command.length}\n         DC    X'83450008'\n         B     PAST\nCOMMAND  DC    C'${command}'\nPAST     DS    0H`,
        },
        DECLARE,
        { iucv: "query" },
      ]),
    ]);
    expect(machine.terminal(0x009).text).toMatch(/IUCV +B2F01000/);
    expect(result(machine, "A", 2).cc).toBe(0);
  });
});

describe("buffers", () => {
  const send = (fields: Fields): Step => ({ iucv: "send", fields });
  const receive = (fields: Fields): Step => ({ iucv: "receive", fields });

  it("of the receiver are its own business, and noted", () => {
    const { a, b } = pair(
      [
        wait(),
        receive({ buffer: [SIZE - 4, 8] }),
        setKey(ROOM, 5),
        setKey(0x2000, 6),
        setKey(0x2800, 6),
        pswKey(6),
        receive({ buffer: [ROOM, 8] }),
        pswKey(0),
        receive({ buffer: [ROOM, 8] }),
        { iucv: "reply", fields: { message: 1, answer: [SIZE, 4] } },
        pswKey(6),
        { code: `         L     4,=A(${ROOM})` },
        pswKey(0),
        { code: "         LA    5,X'58'\n         L     4,=A(36864)\n         SSK   5,4" },
        pswKey(6),
        { iucv: "reply", fields: { message: 1, answer: [ROOM, 4] } },
        pswKey(0),
        { iucv: "reply", fields: { message: 1, answer: [ROOM, 4] } },
      ],
      [send({ buffer: [TEXT, 8], answer: [ROOM, 8] }), { spin: 600_000 }, { iucv: "testCompletion" }],
    );
    expect([1, 6, 8, 9, 15, 17].map((step) => a(step).exception)).toEqual([
      ADDRESSING,
      PROTECTION,
      0,
      ADDRESSING,
      PROTECTION,
      0,
    ]);
    expect(a(17).cc).toBe(0);
    expect(b(2).cc).toBe(3);
    expect(b(2).list.audit).toBe(0x00f000);
  });

  it("of the sender end the message, and say so to both", () => {
    const { a, bNews } = pair(
      [
        wait(4),
        receive({ buffer: [ROOM, 8] }),
        receive({ buffer: [ROOM, 8] }),
        receive({ buffer: [ROOM, 8] }),
        receive({ buffer: [ROOM, 8] }),
        { iucv: "reply", fields: { message: 3, answer: [TEXT, 4] } },
        { iucv: "reply", fields: { message: 4, answer: [TEXT, 4] } },
      ],
      [
        setKey(TEXT, 5),
        { code: "         LA    5,X'58'\n         L     4,=A(32768)\n         SSK   5,4" },
        setKey(ROOM, 5),
        setKey(0x2000, 6),
        setKey(0x2800, 6),
        pswKey(6),
        send({ buffer: [TEXT, 8] }),
        send({ buffer: [SIZE - 4, 8] }),
        send({ answer: [ROOM, 8] }),
        send({ answer: [0xfffffff0, 8] }),
        pswKey(0),
        wait(4),
      ],
    );
    expect([1, 2, 3, 4, 5, 6].map((step) => [a(step).cc, a(step).list.code])).toEqual([
      [1, 6],
      [1, 7],
      [0, 0],
      [0, 0],
      [1, 6],
      [1, 7],
    ]);
    expect(bNews.map(({ message, audit }) => [message, audit])).toEqual([
      [1, 0x400000],
      [2, 0x200000],
      [3, 0x100000],
      [4, 0x080000],
    ]);
  });

  it("move nothing beyond what both sides have given", () => {
    const { machine } = pair(
      [wait(), receive({ buffer: [ROOM + 1, 4] })],
      [send({ buffer: [TEXT + 1, 4], flags: 0x10 })],
      { aStorage: { [ROOM]: "6X'AA'" }, bStorage: { [TEXT]: "C'ABCDEF'" } },
    );
    expect(machine.storage("A", ROOM, 6)).toBe(`AA${hex(encodeEbcdic("BCDE"))}AA`);
  });

  it("may be one another's, of one virtual machine", () => {
    const machine = run(
      [
        guest(
          [
            DECLARE,
            { iucv: "connect", fields: { to: "A" } },
            wait(),
            { iucv: "accept", fields: { path: 1 } },
            wait(),
            send({ buffer: [TEXT, 6], flags: 0x10 }),
            receive({ buffer: [TEXT + 2, 6] }),
          ],
          { [TEXT]: "C'ABCDEF'" },
        ),
      ],
      { source: EVERYBODY },
    );
    expect(machine.storage("A", TEXT, 8)).toBe(hex(encodeEbcdic("ABABCDEF")));
  });
});

describe("paging", () => {
  /** More text than real storage has frames for, each page with its number. */
  const LENGTH = 0x28000;
  const fill: Step = {
    code: [
      "         L     4,=A(65536)",
      "         L     5,=F'40'",
      "FILL     ST    5,0(,4)",
      "         ST    5,4092(,4)",
      "         A     4,=F'4096'",
      "         BCT   5,FILL",
    ].join("\n"),
  };

  /** Adds up what is in the pages from an address on, in register 6. */
  const sum = (name: string, from: number): string =>
    [
      `         L     4,=A(${from})`,
      "         L     5,=F'40'",
      "         SR    6,6",
      `SUM${name}     A     6,0(,4)`,
      "         A     6,4092(,4)",
      "         A     4,=F'4096'",
      `         BCT   5,SUM${name}`,
    ].join("\n");

  it("waits for the pages of both, one after another", () => {
    const source = users("OPTION ECMODE MAXCONN 8\nIUCV ANY").replaceAll("256K", "512K");
    const { a, bNews, machine } = pair(
      [
        wait(),
        { iucv: "receive", fields: { buffer: [0x10000, LENGTH] } },
        { code: sum("A", 0x10000) },
        { iucv: "reply", fields: { message: 1, answer: [0x10000, LENGTH] } },
      ],
      [
        fill,
        { iucv: "send", fields: { buffer: [0x10000, LENGTH], answer: [0x40000, LENGTH] } },
        wait(),
        { code: sum("B", 0x40000) },
      ],
      { source, storageSize: 0x30000, more: [[0x350, ownDisk("VMPAGE")]] },
    );
    expect([a(1).cc, a(3).cc]).toEqual([0, 0]);
    expect(bNews.map(({ code, audit }) => [code, audit])).toEqual([[7, 0]]);
    // Twice 1 + 2 + … + 40, on either side.
    expect([machine.vm("A").gr(6), machine.vm("B").gr(6)]).toEqual([1640, 1640]);
    expect(machine.vm("A").state.pages.reads + machine.vm("B").state.pages.reads).toBeGreaterThan(80);
  });
});

it("goes on from a snapshot at any point as if nothing had been", () => {
  const a: Step[] = [
    wait(),
    { iucv: "receive", fields: { buffer: [ROOM, 3] } },
    { iucv: "receive", fields: { flags: 7, message: 1, buffer: [ROOM + 3, 8] } },
    { iucv: "reply", fields: { message: 1, answer: [TEXT, 3] } },
    { iucv: "testMessage" },
    { iucv: "sever" },
  ];
  const b: Step[] = [
    { iucv: "send", fields: { buffer: [TEXT, 8], answer: [ROOM, 8] } },
    wait(),
    { iucv: "send", fields: { flags: 0x80, data: "LAST ONE" } },
    wait(2),
  ];
  const whole = pair(a, b);
  const end = whole.machine.machine.now;
  const state = (of: typeof whole): string => JSON.stringify([of.aNews, of.bNews, of.machine.cp.save()]);
  const expected = state(whole);
  for (let part = 1; part < 24; part++) {
    const machine = cpMachine(programs(a, b), { source: EVERYBODY });
    machine.machine.run({ ticks: Math.floor((end * part) / 24) });
    const saved = machine.machine.snapshot();
    for (const again of [false, true]) {
      if (again) machine.machine.restore(saved);
      machine.machine.run({ ticks: 30_000_000 });
      expect(state(pairOf(machine))).toBe(expected);
    }
  }
});

it("comes to the same with the processor's assists", () => {
  const a: Step[] = [
    wait(2),
    { iucv: "receive", fields: { flags: 7, message: 1, buffer: [ROOM, 8] } },
    { open: true },
    { iucv: "reply", fields: { message: 1, answer: [TEXT, 3] } },
    { open: false },
    wait(),
  ];
  const b: Step[] = [
    { iucv: "send", fields: { buffer: [TEXT, 8], answer: [ROOM, 8] } },
    { iucv: "send", fields: { flags: 0x20 } },
    { open: true },
    { spin: 500_000 },
    { iucv: "sever" },
  ];
  const bare = pair(a, b);
  const assists = { virtualMachine: true, intervalTimer: true, shadowBypass: true };
  const assisted = pair(a, b, { assists });
  expect(assisted.aNews).toEqual(bare.aNews);
  expect(assisted.bNews).toEqual(bare.bNews);
  expect(bare.aNews.map(({ code }) => code)).toEqual([8, 9, 3]);
  expect(bare.bNews.map(({ code }) => code)).toEqual([7]);
  // The assist loads PSWs without CP.
  const loads = ({ machine }: typeof bare): number => machine.vm("A").state.exits.LPSW?.count ?? 0;
  expect(loads(assisted)).toBeLessThan(loads(bare));
});
