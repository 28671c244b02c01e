import { beforeAll, describe, expect, it } from "vitest";
import { answers, channelPrograms, punching, rerun, settle, spooling } from "./spooling.ts";

/** A punches a card and prints a line each time that it runs; B, at 020, and C are logged on and do nothing. */
const BOTH = channelPrograms(
  [
    ["00D", "CARD"],
    ["00E", "LINE"],
  ],
  `         DS    0D
CARD     CCW   1,TEXT,X'20',20
LINE     CCW   9,TEXT,X'20',20
TEXT     DC    CL20'SOMETHING'`,
);

function start() {
  const run = spooling([BOTH]);
  answers(run, 0x020, "logon b pass");
  const a = (...lines: string[]): string[] => answers(run, 0x009, "set emsg on", ...lines);
  const b = (...lines: string[]): string[] => answers(run, 0x020, "set emsg on", ...lines);
  /** A's files by what is said of them. */
  const files = () => Object.values(run.cp.state.spool.files).sort((x, y) => x.order - y.order);
  return { ...run, a, b, files };
}

/** With five files of A's in B's reader: 1 of class A, 3 of B, 5 of A … */
function withFiles() {
  const run = start();
  run.a("spool punch to b");
  for (const name of ["one", "two", "three", "four"]) {
    run.a(
      `spool punch class ${name === "two" || name === "four" ? "b" : "a"}`,
      `close punch name ${name} data`,
      "close prt",
    );
    rerun(run);
  }
  run.a("close punch purge", "close prt purge");
  return run;
}

describe("SPOOL", () => {
  it("says where files go", () => {
    const run = start();
    expect(run.a("spool 00d to b", "close 00d")).toEqual(["PUN FILE 0001  TO   B        COPY 01    NOHOLD"]);
    rerun(run);
    expect(run.a("spool 00d for c copy 5 hold", "close 00d")).toEqual(["PUN FILE 0003  FOR  C        COPY 05    HOLD"]);
    rerun(run);
    expect(run.a("spool 00d off nohold copy 01 class 7", "close 00d")).toEqual([
      "PUN FILE 0004  FOR  A        COPY 01    NOHOLD",
    ]);
    rerun(run);
    expect(run.a("spool punch *", "close 00d")).toEqual([
      "PUN FILE 0005  FROM A        COPY 01    NOHOLD",
      "PUN FILE 0005  TO   A        COPY 01    NOHOLD",
    ]);
    expect(
      run
        .files()
        .map(({ owner, queue, class: of, copies, userHold, distribution }) => [
          owner,
          queue,
          of,
          copies,
          userHold,
          distribution,
        ]),
    ).toEqual([
      ["B", "reader", "A", 1, false, "BIN-B"],
      ["C", "punch", "A", 5, true, "BIN-C"],
      ["A", "punch", "7", 1, false, "BIN-A"],
      ["A", "reader", "7", 1, false, "BIN-A"],
    ]);
  });

  it("with CONT keeps a file open for more", () => {
    const run = start();
    expect(run.a("spool prt cont", "close prt")).toEqual([]);
    rerun(run);
    expect(run.a("spool prt nocont close")).toEqual(["PRT FILE 0002  FOR  A        COPY 01    NOHOLD"]);
    expect(run.files()).toEqual([expect.objectContaining({ records: 2, queue: "printer" })]);
  });

  it("with CONT, HOLD and NOEOF says how readers read", () => {
    const run = start();
    expect(run.a("spool reader cont hold noeof class k")).toEqual([]);
    expect(run.vm("A").state.devices[0x00c].data).toMatchObject({
      continuous: true,
      hold: true,
      eof: false,
      class: "K",
    });
    expect(run.a("spool 00c nocont nohold eof class *")).toEqual([]);
    expect(run.vm("A").state.devices[0x01c].data).toMatchObject({ continuous: true, class: "K" });
  });

  it("of the console makes a printed file of what is shown", () => {
    const run = start();
    run.a("spool console start", "msg * hello", "spool console stop class c close");
    expect(run.files()).toEqual([expect.objectContaining({ device: "CON", class: "C", queue: "printer", owner: "A" })]);
    expect(run.files()[0].records).toBeGreaterThan(0);
  });

  it("says what is wrong", () => {
    const { a } = start();
    expect(a("spool")).toEqual(["DMKCSP026E OPERAND MISSING OR INVALID"]);
    expect(a("spool punch")).toEqual(["DMKCSP026E OPERAND MISSING OR INVALID"]);
    expect(a("spool xyz cont")).toEqual(["DMKCSP022E VADDR MISSING OR INVALID"]);
    expect(a("spool 0ff cont")).toEqual(["DMKCSP040E DEV 0FF DOES NOT EXIST"]);
    expect(a("spool punch class ab")).toEqual(["DMKCSP028E CLASS MISSING OR INVALID"]);
    expect(a("spool punch copy 100")).toEqual(["DMKCSP030E COPIES MISSING OR INVALID"]);
    expect(a("spool punch to nobody")).toEqual(["DMKCSP053E NOBODY NOT IN CP DIRECTORY"]);
    expect(a("spool punch hold nohold")).toEqual(["DMKCSP013E CONFLICTING OPTION - NOHOLD"]);
    expect(a("spool reader copy 2")).toEqual(["DMKCSP003E INVALID OPTION - COPY"]);
    expect(a("spool punch eof")).toEqual(["DMKCSP003E INVALID OPTION - EOF"]);
  });
});

describe("CLOSE", () => {
  it("names files, and can purge them", () => {
    const run = start();
    expect(run.a("close 00e name sys1.maclib.data hold dist here")).toEqual([
      "PRT FILE 0002  FOR  A        COPY 01    HOLD",
    ]);
    expect(run.files()[0]).toMatchObject({ name: "SYS1.MACLIB.", type: "DATA", distribution: "HERE", userHold: true });
    expect(run.a("close punch purge")).toEqual([]);
    expect(run.files()).toHaveLength(1);
    settle(run);
    expect(run.cp.spool.space().used).toBe(1);
    // There is nothing left to close.
    expect(run.a("close punch")).toEqual([]);
    expect(run.a("close punch name")).toEqual(["DMKCSQ029E FILENAME MISSING OR INVALID"]);
    expect(run.a("close reader purge")).toEqual(["DMKCSQ003E INVALID OPTION - PURGE"]);
  });
});

describe("files", () => {
  let run: ReturnType<typeof withFiles>;
  beforeAll(() => {
    run = withFiles();
  });

  it("are counted and listed by QUERY", () => {
    expect(run.b("query files")).toEqual(["FILES: 004 RDR,  NO PRT,  NO PUN"]);
    expect(run.a("query files")).toEqual(["FILES:  NO RDR, 004 PRT,  NO PUN"]);
    expect(run.b("query reader")).toEqual([
      "ORIGINID FILE CLASS RECDS  CPY HOLD",
      "A        0001 A PUN 000001 01  NONE",
      "A        0003 B PUN 000001 01  NONE",
      "A        0005 A PUN 000001 01  NONE",
      "A        0007 B PUN 000001 01  NONE",
    ]);
    const [heading, line] = run.b("query rdr 0003");
    expect(heading).toBe("ORIGINID FILE CLASS RECDS  CPY HOLD DATE  TIME     NAME         TYPE         DIST");
    expect(line).toMatch(/^A {8}0003 B PUN 000001 01 {2}NONE \d\d\/\d\d \d\d:\d\d:\d\d TWO {10}DATA {9}BIN-B$/);
    expect(run.b("query rdr class b")).toHaveLength(3);
    expect(run.b("query punch")).toEqual(["NO PUN FILES"]);
    expect(run.b("query rdr 0099")).toEqual(["DMKCQH042E SPOOLID 0099 DOES NOT EXIST"]);
    expect(run.b("query prt system all")[0]).toMatch(/^OWNERID {2}FILE/);
  });

  it("are changed by CHANGE, by identification, class or all", () => {
    expect(run.b("change reader 3 class z hold name new name")).toEqual(["0001 FILE CHANGED"]);
    expect(run.files().find(({ id }) => id === 3)).toMatchObject({
      class: "Z",
      userHold: true,
      name: "NEW",
      type: "NAME",
    });
    expect(run.b("change reader class a dist there")).toEqual(["0002 FILES CHANGED"]);
    expect(run.b("change reader all nohold")).toEqual(["0004 FILES CHANGED"]);
    expect(run.a("change prt all copy 7 class p")).toEqual(["0004 FILES CHANGED"]);
    expect(
      run
        .files()
        .filter(({ queue }) => queue === "printer")
        .map(({ copies }) => copies),
    ).toEqual([7, 7, 7, 7]);
    expect(run.b("change reader 99 hold")).toEqual(["DMKCSU042E SPOOLID 0099 DOES NOT EXIST"]);
    expect(run.b("change reader 3 copy 2")).toEqual(["DMKCSU003E INVALID OPTION - COPY"]);
    // The operator's hold is another one.
    expect(run.a("change b reader 3 hold")).toEqual(["0001 FILE CHANGED"]);
    expect(run.b("query reader")[2]).toBe("A        0003 Z PUN 000001 01  SYS");
    expect(run.a("change b reader 3 nohold class b")).toEqual(["0001 FILE CHANGED"]);
  });

  it("are put in order by ORDER", () => {
    expect(run.b("order reader 7 class b")).toEqual(["0002 FILES ORDERED"]);
    const ids = () =>
      run
        .files()
        .filter(({ queue }) => queue === "reader")
        .map(({ id }) => id);
    expect(ids()).toEqual([7, 3, 1, 5]);
    expect(run.b("order reader 5 1")).toEqual(["0002 FILES ORDERED"]);
    expect(ids()).toEqual([5, 1, 7, 3]);
    expect(run.b("order punch all")).toEqual(["NO FILES ORDERED"]);
  });

  it("are given to others, and taken back, by TRANSFER", () => {
    expect(run.b("transfer 5 to a")).toEqual(["0001 FILE TRANSFERRED"]);
    expect(run.terminal(0x009).text).toContain("PUN FILE 0005  FROM A        COPY 01    NOHOLD");
    expect(run.a("query files")).toEqual(["FILES: 001 RDR, 004 PRT,  NO PUN"]);
    expect(run.a("transfer reader all from b").at(-1)).toBe("0003 FILES TRANSFERRED");
    expect(run.a("transfer class b to b")).toEqual(["0002 FILES TRANSFERRED"]);
    expect(run.b("transfer all from a")).toEqual(["NO FILES TRANSFERRED"]);
    expect(run.b("transfer all")).toEqual(["DMKCSV026E OPERAND MISSING OR INVALID"]);
  });

  it("carry tags", () => {
    expect(run.a("tag dev punch nodeid userid 50", "tag query dev punch")).toEqual(["NODEID USERID 50"]);
    expect(run.a("tag file 5 other", "tag query file 5")).toEqual(["OTHER"]);
    expect(run.a("tag query file 99")).toEqual(["DMKCST042E SPOOLID 0099 DOES NOT EXIST"]);
    expect(run.a("tag dev reader x")).toEqual(["DMKCST006E INVALID DEVICE TYPE - READER"]);
  });

  it("survive a restart as they are then", () => {
    const before = Object.values(run.cp.state.spool.files);
    settle(run);
    const after = spooling([], { spoolStart: "checkpoint" }, run.disk);
    expect(Object.values(after.cp.state.spool.files)).toEqual(before);
  });

  it("are purged by PURGE", () => {
    expect(run.a("purge prt 2 4")).toEqual(["0002 FILES PURGED"]);
    expect(run.a("purge prt class x")).toEqual(["NO FILES PURGED"]);
    expect(run.a("purge all")).toEqual(["0004 FILES PURGED"]);
    expect(run.a("purge b reader all")).toEqual(["0002 FILES PURGED"]);
    settle(run);
    expect(run.files()).toEqual([]);
    expect(run.cp.spool.space().used).toBe(0);
    expect(run.a("purge reader")).toEqual(["DMKCSV027E SPOOLID MISSING OR INVALID"]);
  });
});

describe("a warm start", () => {
  it("knows what SHUTDOWN has left: files, holds, what devices were told", () => {
    const run = start();
    run.a("hold c printer", "spool punch cont");
    // The shutdown closes what is open.
    run.machine.input(0x009, "shutdown");
    settle(run);
    const warm = spooling([punching("X")], { spoolStart: "warm" }, run.disk);
    expect(Object.values(warm.cp.state.spool.files).map(({ id, queue }) => [id, queue])).toEqual([
      [1, "punch"],
      [2, "printer"],
    ]);
    expect(warm.cp.state.spool.holds).toEqual([{ userid: "C", queue: "printer" }]);
    // What SHUTDOWN has left is good for one start.
    const second = spooling([], { spoolStart: "warm" }, run.disk);
    expect(second.terminal(0x009).text).toContain("DMKWRM920I NO WARM START DATA; CKPT START FOR RETRY");
    expect(Object.values(second.cp.state.spool.files)).toHaveLength(2);
    expect(second.cp.state.spool.holds).toEqual([]);
  });
});
