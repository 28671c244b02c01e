/** IUCV: buffers, paths, and what is told of them. */
import { describe, expect, it } from "vitest";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { hex } from "../support.ts";
import { guest, interruptions, result, type Step } from "./iucv-guest.ts";
import { DECLARE, pair, run, wait } from "./iucv-pair.ts";
import { users } from "./support.ts";

const user = (text: string): string => hex(encodeEbcdic(text.padEnd(16)));
const connect = (to: string, more = {}): Step => ({ iucv: "connect", fields: { to, ...more } });
/** Condition code and IPRCODE. */
const ended = ({ cc, list }: { cc: number | undefined; list: { code: number } }) => [cc, list.code];

/** A directory entry. */
const entry = (userid: string, option: string, ...statements: string[]): string =>
  [`USER ${userid} PASS 256K 1M ABCDEFG`, option.startsWith("OPTION") ? `${option} ECMODE` : `OPTION ECMODE\n${option}`]
    .concat(statements, "CONSOLE 009 3215")
    .join("\n");

describe("DECLARE BUFFER, QUERY and RETRIEVE BUFFER", () => {
  it("tell how much there may be, with or without a buffer", () => {
    const machine = run([guest([{ iucv: "query" }, DECLARE, { iucv: "query" }])]);
    for (const step of [0, 2]) {
      const { cc, list } = result(machine, "A", step);
      expect(cc).toBe(0);
      // Register 0: bytes of the buffer; register 1: MAXCONN.
      expect([list.path, list.limit, list.message]).toEqual([0, 0, 8]);
      expect(list.flags * 256 + list.code).toBe(40);
    }
  });

  it("allow four paths where the directory says nothing", () => {
    const machine = run([guest([{ iucv: "query" }])], { source: users() });
    expect(result(machine, "A", 0).list.message).toBe(4);
  });

  it("refuse a second buffer, until the first is given up", () => {
    const machine = run([guest([DECLARE, DECLARE, { iucv: "retrieve" }, DECLARE])]);
    expect([0, 1, 2, 3].map((step) => ended(result(machine, "A", step)))).toEqual([
      [0, 0],
      [1, 19],
      [0, 0],
      [0, 0],
    ]);
  });

  it("end what others have with it", () => {
    const { bNews, b } = pair([{ iucv: "retrieve" }], [wait(), { iucv: "send" }, { iucv: "sever" }]);
    expect(bNews.map(({ code }) => code)).toEqual([3]);
    expect(ended(b(1))).toEqual([1, 1]);
    expect(b(2).cc).toBe(0);
  });
});

describe("CONNECT and ACCEPT", () => {
  it("tell both sides of one another", () => {
    const machine = run([
      guest([DECLARE, wait(), { iucv: "accept", fields: { flags: 0xa0, limit: 3, user: "FROM A" } }]),
      guest([DECLARE, connect("A", { flags: 0xa0, limit: 7, functionCode: 9, user: "FROM B" }), wait()]),
    ]);
    const [offered] = interruptions(machine, "A");
    expect([offered.code, offered.path, offered.flags, offered.limit]).toEqual([1, 0, 0xa0, 7]);
    expect(offered.bytes[6]).toBe(9);
    expect(hex(offered.bytes.subarray(8, 32))).toBe(`${hex(encodeEbcdic("B".padEnd(8)))}${user("FROM B")}`);
    const [complete] = interruptions(machine, "B");
    expect([complete.code, complete.path, complete.flags, complete.limit]).toEqual([2, 0, 0xa0, 7]);
    expect(hex(complete.bytes.subarray(16, 32))).toBe(user("FROM A"));
    expect(result(machine, "A", 2)).toMatchObject({ cc: 0, list: { limit: 3 } });
    expect(result(machine, "B", 1)).toMatchObject({ cc: 0, list: { limit: 7, path: 0, flags: 0xa0 } });
  });

  it("number the paths of each from 0, and use a number again", () => {
    const machine = run([
      guest([DECLARE, wait(3)]),
      guest([DECLARE, connect("A"), connect("A"), { iucv: "sever", fields: { path: 0 } }, connect("A"), connect("A")]),
    ]);
    expect([1, 2, 4, 5].map((step) => result(machine, "B", step).list.path)).toEqual([0, 1, 0, 2]);
  });

  it("take a virtual machine's path to itself", () => {
    const machine = run([guest([DECLARE, connect("A"), wait(), { iucv: "accept", fields: { path: 1 } }, wait()])]);
    expect(interruptions(machine, "A").map(({ code, path }) => [code, path])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  it("are refused with the codes of the manual", () => {
    const machine = run(
      [
        guest([DECLARE, wait(2), { iucv: "accept", fields: { path: 9 } }, { iucv: "accept", fields: { limit: 256 } }]),
        guest([]),
        guest([
          DECLARE,
          connect("NOBODY"),
          connect("B"),
          connect("*NOTHING"),
          connect("A", { limit: 256 }),
          connect("A"),
          connect("A"),
          connect("A"),
          { iucv: "accept", fields: { path: 0 } },
        ]),
        guest([{ spin: 300_000 }, DECLARE, connect("A"), connect("C"), connect("A")]),
      ],
      {
        source: [
          entry("A", "OPTION MAXCONN 2", "IUCV ALLOW"),
          entry("B", "IUCV ALLOW"),
          entry("C", "OPTION MAXCONN 2", "IUCV ANY"),
          entry("D", "OPTION MAXCONN 1"),
        ].join("\n"),
      },
    );
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((step) => ended(result(machine, "C", step)))).toEqual([
      [1, 11],
      [1, 12],
      [1, 16],
      [1, 18],
      [0, 0],
      [0, 0],
      [1, 13],
      // It has offered that path itself.
      [1, 1],
    ]);
    expect([2, 3].map((step) => ended(result(machine, "A", step)))).toEqual([
      [1, 1],
      [1, 18],
    ]);
    // A has no room; C has ended none of its paths either.
    expect([2, 3, 4].map((step) => ended(result(machine, "D", step)))).toEqual([
      [1, 14],
      [1, 14],
      [1, 14],
    ]);
  });

  it("need the directory's word", () => {
    const source = [
      entry("A", "OPTION MAXCONN 9", "IUCV ALLOW PRIORITY"),
      entry("B", "OPTION MAXCONN 9"),
      entry("C", "OPTION MAXCONN 9", "IUCV B"),
      entry("D", "OPTION MAXCONN 9", "IUCV ANY MSGLIMIT 5", "IUCV B PRIORITY MSGLIMIT 8"),
    ].join("\n");
    const offers = ["A", "B", "C", "D"].map((to) => connect(to, { flags: 0x20 }));
    const server = guest([
      DECLARE,
      { code: "         LPSW  FOREVER\n         DS    0D\nFOREVER  DC    X'020A0000',A(0)" },
    ]);
    const machine = run(
      [server, server, guest([DECLARE, ...offers]), guest([DECLARE, ...offers, connect("B", { limit: 6 })])],
      {
        source,
      },
    );
    const seen = (userid: string, step: number): number[] => {
      const { list } = result(machine, userid, step);
      return [list.code, list.flags, list.limit];
    };
    // Code, IPPRTY, limit. ALLOW of A's has priority; B is named; itself; D has not said anything of C.
    expect([1, 2, 3].map((step) => seen("C", step))).toEqual([
      [0, 0x20, 10],
      [0, 0, 10],
      [0, 0, 10],
    ]);
    expect(seen("C", 4)[0]).toBe(12);
    expect([1, 2, 5].map((step) => seen("D", step))).toEqual([
      [0, 0x20, 5],
      [0, 0x20, 8],
      [0, 0, 6],
    ]);
  });

  it("are not for those whom the directory does not name", () => {
    const machine = run([guest([DECLARE, wait()]), guest([DECLARE, connect("A")])], { source: users() });
    expect(ended(result(machine, "B", 1))).toEqual([1, 15]);
    expect(interruptions(machine, "A")).toEqual([]);
  });

  it("find an originator that has severed", () => {
    const machine = run([
      guest([DECLARE, wait(2), { iucv: "accept" }, { iucv: "sever" }, { iucv: "accept" }]),
      guest([
        DECLARE,
        connect("A", { user: "OFFER" }),
        { spin: 100_000 },
        { iucv: "sever", fields: { user: "OR NOT" } },
      ]),
    ]);
    const [offer, end] = interruptions(machine, "A");
    expect([offer.code, end.code, end.path]).toEqual([1, 3, 0]);
    expect(hex(end.bytes.subarray(16, 32))).toBe(user("OR NOT"));
    expect([2, 3, 4].map((step) => ended(result(machine, "A", step)))).toEqual([
      [1, 20],
      [0, 0],
      [1, 1],
    ]);
  });

  it("leave nothing of an offer that was taken back unseen", () => {
    const machine = run([
      guest([DECLARE, { spin: 600_000 }, { open: true }, { spin: 10 }]),
      guest([DECLARE, connect("A"), { iucv: "sever" }]),
    ]);
    expect(result(machine, "B", 2).cc).toBe(0);
    expect(interruptions(machine, "A")).toEqual([]);
    expect(machine.vm("A").state.iucv?.paths).toEqual({});
  });
});

describe("SEVER, QUIESCE and RESUME", () => {
  it("say so to the other side, with the user's sixteen bytes", () => {
    const { bNews, a } = pair(
      [
        { iucv: "quiesce", fields: { user: "HOLD ON" } },
        { iucv: "resume", fields: { user: "GO ON" } },
        { iucv: "sever", fields: { user: "THE END" } },
      ],
      [wait(3)],
    );
    expect(bNews.map(({ code, path }) => [code, path])).toEqual([
      [4, 0],
      [5, 0],
      [3, 0],
    ]);
    expect(bNews.map(({ bytes }) => hex(bytes.subarray(16, 32)))).toEqual(["HOLD ON", "GO ON", "THE END"].map(user));
    expect([0, 1, 2].map((step) => ended(a(step)))).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it("let nothing be sent meanwhile", () => {
    const send: Step = { iucv: "send", fields: { flags: 0x10 } };
    const { a, b } = pair(
      [{ iucv: "quiesce" }, { spin: 100_000 }, send, { iucv: "resume" }],
      [wait(), send, wait(), send],
    );
    expect([ended(b(1)), ended(b(3))]).toEqual([
      [1, 2],
      [0, 0],
    ]);
    // Who asks for quiet may still send.
    expect(ended(a(2))).toEqual([0, 0]);
  });

  it("begin a path in quiet", () => {
    const send: Step = { iucv: "send", fields: { flags: 0x10 } };
    const offered = pair([send], [wait(0)], { offer: 0x40 });
    expect(ended(offered.a(0))).toEqual([1, 2]);
    const accepted = pair([wait(0)], [send], { accept: 0x40 });
    expect(ended(accepted.b(0))).toEqual([1, 2]);
    expect(interruptions(accepted.machine, "B")[0].flags).toBe(0x40);
  });

  it("are for all paths with IPALL", () => {
    const machine = run([
      guest([DECLARE, wait(2), { iucv: "accept" }, { iucv: "accept", fields: { path: 1 } }, wait(6)]),
      guest([
        DECLARE,
        connect("A"),
        connect("A"),
        wait(2),
        { iucv: "quiesce", fields: { flags: 0x80 } },
        { spin: 100_000 },
        { iucv: "resume", fields: { flags: 0x80 } },
        { spin: 100_000 },
        { iucv: "sever", fields: { flags: 0x80 } },
        { iucv: "sever", fields: { flags: 0x80 } },
      ]),
    ]);
    expect(interruptions(machine, "A").map(({ code, path }) => [code, path])).toEqual(
      [1, 4, 5, 3].flatMap((code) => [0, 1].map((path) => [code, path])),
    );
    expect([4, 6, 8, 9].map((step) => ended(result(machine, "B", step)))).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it("need a path, a complete one to be quiet on", () => {
    const machine = run([
      guest([DECLARE, wait()]),
      guest([
        DECLARE,
        connect("A"),
        ...(["quiesce", "resume"] as const).map((iucv): Step => ({ iucv })),
        ...(["quiesce", "resume", "sever"] as const).map((iucv): Step => ({ iucv, fields: { path: 77 } })),
      ]),
    ]);
    for (const step of [2, 3, 4, 5, 6]) expect(ended(result(machine, "B", step))).toEqual([1, 1]);
  });

  it("keep few interruptions for somebody who does not look", () => {
    const many = Array.from({ length: 20 }, (_, i): Step => ({ iucv: i % 2 === 0 ? "quiesce" : "resume" }));
    const { machine } = pair([{ spin: 2_000_000 }], many);
    expect(machine.vm("A").state.iucv?.control.map(({ type }) => type)).toEqual([4, 5]);
  });
});

describe("masks", () => {
  it("keep interruptions out by their kind", () => {
    const machine = run([
      guest([
        DECLARE,
        { iucv: "setControlMask", fields: { mask: 0x7f } },
        { open: true },
        { spin: 800_000 },
        { iucv: "setMask", fields: { mask: 0xf7 } },
        { iucv: "setControlMask", fields: { mask: 0xff } },
        { spin: 10 },
        { code: "         MVC   X'380'(4),COUNT" },
        { iucv: "setMask", fields: { mask: 0x08 } },
        { spin: 10 },
      ]),
      guest([DECLARE, connect("A")]),
    ]);
    expect(machine.storage("A", 0x380, 4)).toBe("00000000");
    expect(interruptions(machine, "A").map(({ code }) => code)).toEqual([1]);
    for (const step of [1, 4, 5, 8]) expect(result(machine, "A", step).cc).toBe(0);
  });

  it("of control register 0 come before", () => {
    const machine = run([
      guest([
        DECLARE,
        { code: "         LCTL  0,0,SHUT0" },
        { open: true },
        { spin: 800_000 },
        { code: "         B     PAST\n         DS    0F\nSHUT0    DC    F'0'\nPAST     DS    0H" },
      ]),
      guest([DECLARE, connect("A")]),
    ]);
    expect(interruptions(machine, "A")).toEqual([]);
    expect(machine.vm("A").state.external).toContain(0x4000);
  });
});

it("lets nobody sever a path that has the number of an old one", () => {
  const machine = run([
    guest([DECLARE, wait(), { iucv: "accept" }, { iucv: "retrieve" }, DECLARE, wait(), { iucv: "accept" }]),
    guest([DECLARE, connect("A"), wait(2), { spin: 500_000 }, { iucv: "sever" }]),
    guest([DECLARE, { spin: 200_000 }, connect("A"), wait()]),
  ]);
  expect(result(machine, "B", 4).cc).toBe(0);
  expect(machine.vm("B").state.iucv?.paths).toEqual({});
  expect(machine.vm("A").state.iucv?.paths[0]).toMatchObject({ with: "C", status: "complete" });
  expect(interruptions(machine, "C").map(({ code }) => code)).toEqual([2]);
});

describe("an end of a virtual machine", () => {
  const forever: Step = { code: "         LPSW  FOREVER\n         DS    0D\nFOREVER  DC    X'020A0000',A(0)" };
  for (const [user, command] of [
    ["logon h pass", "force b"],
    ["logon b pass", "system reset"],
    ["logon b pass", "logoff"],
  ])
    it(`severs its paths: ${command}`, () => {
      const machine = run([
        guest([
          DECLARE,
          wait(),
          { iucv: "accept" },
          { iucv: "send", fields: { flags: 0x10 } },
          wait(3),
          { iucv: "sever" },
        ]),
        guest([DECLARE, connect("A"), wait(), { iucv: "send", fields: { flags: 0x10 } }, forever]),
      ]);
      for (const line of [user, command]) {
        machine.machine.input(0x01f, line);
        machine.machine.run({ ticks: machine.machine.now + 500_000 });
      }
      const [, , first, second] = interruptions(machine, "A");
      // What A had sent is rejected, its path severed.
      expect([first.code, second.code].sort()).toEqual([3, 7]);
      expect([first, second].find(({ code }) => code === 7)?.audit).toBe(0x040800);
      expect(result(machine, "A", 5).cc).toBe(0);
      expect(machine.vm("A").state.iucv).toMatchObject({ paths: {}, send: [], receive: [], reply: [] });
      expect(machine.cp.user("B")?.state.iucv).toBeUndefined();
    });
});
