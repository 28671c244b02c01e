/** IUCV and VMCF where somebody means harm, or goes away at the wrong time. */
import { describe, expect, it } from "vitest";
import type { NamedSystem } from "../../../../engine/monitors/cp/storage/saved-systems.ts";
import { BUFFER, guest, interruptions, ROOM, result, type Step, TEXT } from "./iucv-guest.ts";
import { DECLARE, EVERYBODY, programs, run, wait } from "./iucv-pair.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const PROTECTION = 4;

describe("segments that are shared", () => {
  const SHARED = 0x60000;
  const NAME = 0x8800;
  const SYSTEMS: readonly NamedSystem[] = [
    { name: "SEG", size: 0, volume: "VMRES", cylinder: 6, page: 10, pages: [[0x60, 0x62]], shared: [6] },
  ];
  const command = (text: string): Step => ({
    code: `         LA    4,COMMAND\n         LA    5,${text.length}\n         DC    X'83450008'\n         B     PAST\nCOMMAND  DC    C'${text}'\nPAST     DS    0H`,
  });
  const load: Step = { code: `         L     2,=A(${NAME})\n         SR    3,3\n         DC    X'83230064'` };
  const name = { [NAME]: "CL8'SEG'" };

  it("are stored into for nobody", () => {
    const machine = cpMachine(
      [
        guest(
          [
            { code: `         L     2,=A(${SHARED})\n         MVC   0(8,2),=CL8'ORIGINAL'` },
            command("SAVESYS SEG"),
            load,
            // Neither a buffer for interruptions nor one for messages may be there.
            { iucv: "declare", fields: { buffer: [SHARED, 0] } },
            DECLARE,
            { vmcf: 0, fields: { data: [SHARED, 80] } },
            wait(),
            { iucv: "accept" },
            wait(),
            { iucv: "receive", fields: { buffer: [SHARED, 8] } },
            { iucv: "receive", fields: { buffer: [ROOM, 8] } },
            { iucv: "reply", fields: { message: 1, answer: [ROOM, 8] } },
            { code: `         L     2,=A(${SHARED})\n         LM    6,7,0(2)` },
          ],
          name,
        ),
        guest(
          [
            { spin: 1_500_000 },
            load,
            DECLARE,
            { iucv: "connect", fields: { to: "A" } },
            wait(),
            // What it sends it may have from there; what it is answered is not put there.
            { iucv: "send", fields: { buffer: [SHARED, 8], answer: [SHARED + 8, 8] } },
            wait(),
            { code: `         L     2,=A(${SHARED})\n         LM    6,9,0(2)` },
          ],
          name,
        ),
      ],
      {
        source: EVERYBODY.replaceAll("256K", "512K"),
        systems: SYSTEMS,
        more: [
          [
            0x150,
            ownDisk("VMRES", "3350", [
              ["PERM", 0, 19],
              ["TEMP", 20, 554],
            ]),
          ],
        ],
      },
    );
    machine.machine.run({ ticks: 30_000_000 });
    expect([3, 4, 9, 10, 11].map((step) => result(machine, "A", step).exception)).toEqual([
      PROTECTION,
      0,
      PROTECTION,
      0,
      0,
    ]);
    expect(result(machine, "A", 5).code).toBe(6);
    expect(result(machine, "A", 11).list.code).toBe(6);
    expect(interruptions(machine, "B").map(({ code, audit }) => [code, audit])).toEqual([
      [2, 0],
      [7, 0x108000],
    ]);
    const original = [0xd6d9c9c7, 0xc9d5c1d3];
    for (const userid of ["A", "B"]) expect([6, 7].map((n) => machine.vm(userid).gr(n))).toEqual(original);
    expect([8, 9].map((n) => machine.vm("B").gr(n))).toEqual([0, 0]);
    expect(machine.terminal(0x009).text).not.toContain("SHARED PAGE");
  });
});

describe("a partner who is forced off", () => {
  const LENGTH = 0x28000;
  const fill: Step = {
    code: "         L     4,=A(65536)\n         L     5,=F'40'\nFILL     ST    5,0(,4)\n         A     4,=F'4096'\n         BCT   5,FILL",
  };
  const [receiver, sender] = programs(
    [wait(), { iucv: "receive", fields: { buffer: [0x10000, LENGTH] } }, { iucv: "sever" }],
    [fill, { iucv: "send", fields: { buffer: [0x10000, LENGTH], flags: 0x10 } }, wait()],
  );

  /** Both, until they wait for pages of the message; then somebody is forced. */
  function forced(userid: string, after: number): { machine: CpMachine; waitedFor: string } {
    const machine = cpMachine([receiver, sender], {
      source: EVERYBODY,
      storageSize: 0x30000,
      more: [[0x350, ownDisk("VMPAGE")]],
    });
    const { machine: real } = machine;
    real.input(0x01f, "logon h pass");
    real.run({ ticks: after });
    const waitedFor = machine.vm("A").state.waitingFor ?? "";
    real.input(0x01f, `force ${userid}`);
    real.run({ ticks: 60_000_000 });
    return { machine, waitedFor };
  }

  it("leaves nothing behind, whatever had come", () => {
    const waits: string[] = [];
    for (let after = 1_000_000; after < 4_000_000; after += 250_000) {
      const { machine, waitedFor } = forced("b", after);
      waits.push(waitedFor);
      expect(machine.cp.user("B")).toBeUndefined();
      const { iucv, waitingFor } = machine.vm("A").state;
      expect(waitingFor).toBeUndefined();
      for (const path of Object.values(iucv?.paths ?? {})) expect(path.status).toBe("severed");
      expect([iucv?.send ?? [], iucv?.receive ?? [], iucv?.reply ?? []]).toEqual([[], [], []]);
    }
    for (let after = 1_000_000; after < 4_000_000; after += 500_000) {
      const { machine } = forced("a", after);
      expect(machine.cp.user("A")).toBeUndefined();
      for (const { state } of machine.cp.vms) {
        expect(state.waitingFor).toBeUndefined();
        for (const path of Object.values(state.iucv?.paths ?? {})) expect(path.status).toBe("severed");
      }
    }
    // It has waited for a page of the one who went away.
    expect(waits.some((each) => each.startsWith("page 2"))).toBe(true);
  });
});

describe("a partner who has taken all the paging space there is for him", () => {
  const TAKEN = [0x78000, 0x2000] as const;
  const ANSWER = [0x7a000, 0x2000] as const;
  const OWN = [0x10000, 0x2000] as const;
  const untilFull: Step = { spin: 4_000_000 };
  const dirty: Step = {
    code: "         L     4,=A(X'10000')\n         L     5,=F'2'\nDIRTY    ST    5,0(,4)\n         A     4,=F'4096'\n         BCT   5,DIRTY",
  };
  const hog: Step = {
    code: "         L     4,=A(X'10000')\n         L     5,=F'100'\nFILL     ST    5,0(,4)\n         A     4,=F'4096'\n         BCT   5,FILL",
  };
  const room = {
    source: EVERYBODY.replaceAll("256K", "512K"),
    storageSize: 0x30000,
    more: [[0x150, ownDisk("PAGE01", "3330", [["TEMP", 1, 2]])]],
  } as const;

  /** Until B waits, and A has come to its end. */
  function full(guests: readonly string[]): CpMachine {
    const machine = cpMachine(guests, room);
    machine.machine.run({ ticks: 40_000_000 });
    expect(machine.vm("B").state.waitingFor).toBe("paging space");
    expect(machine.vm("A").state.waitingFor).toBeUndefined();
    return machine;
  }

  it("is not waited for by who receives from pages of his that are none yet, and answers into them: IUCV", () => {
    const machine = full(
      programs(
        [
          dirty,
          wait(),
          untilFull,
          { iucv: "receive", fields: { buffer: OWN } },
          { code: "         L     4,=A(X'10000')\n         L     6,0(,4)" },
          { iucv: "reply", fields: { message: 1, answer: OWN } },
        ],
        [{ iucv: "send", fields: { buffer: TAKEN, answer: ANSWER } }, hog],
      ),
    );
    expect(result(machine, "A", 6).cc).toBe(0);
    expect(machine.vm("A").gr(6)).toBe(0);
    expect(result(machine, "A", 8).list.code).toBe(7);
    const [ended] = machine.vm("B").state.iucv?.reply ?? [];
    // IPADANAX: its answer could not be put where he wanted it.
    expect(ended.audit).toBe(0x0800);
  });

  it("is not waited for by who receives from pages of his that are none yet, and answers into them: VMCF", () => {
    const machine = full([
      guest([
        { vmcf: 0, fields: { data: [BUFFER, 80] } },
        dirty,
        wait(),
        untilFull,
        { vmcf: 5, fields: { user: "B", id: 7, data: OWN } },
        { code: "         L     4,=A(X'10000')\n         L     6,0(,4)" },
        { vmcf: 7, fields: { user: "B", id: 7, data: OWN } },
      ]),
      guest([
        { vmcf: 0, fields: { data: [BUFFER, 80] } },
        { vmcf: 3, fields: { user: "A", id: 7, data: TAKEN, reply: ANSWER } },
        hog,
      ]),
    ]);
    expect(result(machine, "A", 4).code).toBe(0);
    expect(machine.vm("A").gr(6)).toBe(0);
    // Something is wrong with the other's buffer; he is told which.
    expect(result(machine, "A", 6).code).toBe(19);
    const { news = [] } = machine.vm("B").state.vmcf ?? {};
    expect(news.map((each) => each.kind === "response" && each.header[1])).toEqual([1]);
  });
});

describe("a neighbour who asks for too much", () => {
  it("fills nobody's paths but with offers, which may be refused, and no more than there may be", () => {
    const offers = Array.from({ length: 12 }, (): Step => ({ iucv: "connect", fields: { to: "A" } }));
    const machine = run([
      guest([
        DECLARE,
        { spin: 2_000_000 },
        { iucv: "sever", fields: { flags: 0x80 } },
        { iucv: "connect", fields: { to: "C" } },
      ]),
      guest([DECLARE, ...offers]),
      guest([DECLARE]),
    ]);
    expect(offers.map((_, i) => result(machine, "B", i + 1).list.code)).toEqual([...Array(8).fill(0), 13, 13, 13, 13]);
    expect(result(machine, "A", 3).cc).toBe(0);
    expect(machine.vm("A").state.iucv?.control).toEqual([]);
  });

  it("keeps its messages to itself where they reach beyond all storage", () => {
    const machine = run([
      guest(
        [DECLARE, wait(), { iucv: "accept" }, wait(), { iucv: "receive", fields: { buffer: [ROOM, 0x7fffffff] } }],
        {
          [ROOM]: "8X'AA'",
        },
      ),
      guest([
        DECLARE,
        { iucv: "connect", fields: { to: "A" } },
        wait(),
        { iucv: "send", fields: { buffer: [TEXT, 0x7fffffff], answer: [0, 0x7fffffff] } },
        wait(),
      ]),
    ]);
    // The receiver has no room for so much; that is its own exception.
    expect(result(machine, "A", 4).exception).toBe(5);
    expect(machine.storage("A", ROOM, 8)).toBe("AAAAAAAAAAAAAAAA");
  });

  it("rests in TEST MESSAGE with everything disabled, and can be forced", () => {
    const machine = run([guest([DECLARE, { iucv: "testMessage" }]), guest([{ spin: 10 }])]);
    expect(machine.vm("A").state).toMatchObject({ waiting: true, stopped: false });
    for (const line of ["logon h pass", "force a"]) {
      machine.machine.input(0x01f, line);
      machine.machine.run({ ticks: machine.machine.now + 500_000 });
    }
    expect(machine.cp.user("A")).toBeUndefined();
  });

  it("overwrites its own PSWs alone where it has its buffer there", () => {
    const machine = run([
      guest([{ iucv: "declare", fields: { buffer: [0x40, 0] } }, wait()]),
      guest([{ spin: 200_000 }, DECLARE, { iucv: "connect", fields: { to: "A" } }, { iucv: "sever" }]),
    ]);
    expect([2, 3].map((step) => result(machine, "B", step).cc)).toEqual([0, 0]);
    expect(machine.vm("B").state.iucv?.paths).toEqual({});
  });
});
