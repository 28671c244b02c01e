import { describe, expect, it } from "vitest";
import { answer, loaded, running, type, wait } from "./sessions.ts";

const OPERATOR = 0x009;
const SMITH = 0x01f;

/** CP with the operator and SMITH, of class G, at their terminals. */
function two() {
  const run = loaded();
  type(run, SMITH, "logon smith secret");
  return run;
}

describe("QUERY", () => {
  it.each<[string, (string | RegExp)[]]>([
    [
      "query time",
      [
        /^TIME IS \d\d:\d\d:\d\d GMT \w+DAY \d\d\/\d\d\/\d\d$/,
        /^CONNECT= 00:00:0\d VIRTCPU= 000:00\.00 TOTCPU= 000:00\.\d\d$/,
      ],
    ],
    ["q users", ["002 USERS, 000 DIALED, 000 NET"]],
    ["q n", ["OPERATOR - 009, SMITH    - 01F"]],
    ["q operator", ["OPERATOR - 009"]],
    ["q users smith", ["SMITH    - 01F"]],
    ["q jones", ["JONES NOT LOGGED ON"]],
    ["q", ["OPERAND MISSING OR INVALID"]],
    ["q priority smith", ["PRIORITY NOT LOGGED ON"]],
    ["q logmsg", ["THERE IS NO LOGMSG DATA"]],
    [
      "q set",
      [
        "MSG ON , WNG ON , EMSG TEXT, ACNT OFF, RUN OFF",
        "LINEDIT ON , TIMER ON , ISAM OFF, ECMODE OFF",
        /^ASSIST .*, PAGEX OFF, AUTOPOLL OFF$/,
        "IMSG ON , SMSG OFF, AFFINITY NONE, NOTRANS OFF",
        "STBYPASS OFF",
      ],
    ],
    [
      "q term",
      [
        'LINEND #  , LINEDEL ¢  , CHARDEL @  , ESCAPE "',
        "LINESIZE 130, MASK OFF, ATTN ON , APL OFF, TEXT OFF, MODE VM",
        "BREAKIN IMMED",
      ],
    ],
    ["q pf3", ["PF03 UNDEFINED"]],
    ["q pf25", ["INVALID OPTION - PF25"]],
    ["q v storage", ["STORAGE = 00256K"]],
    ["q v chan", ["CHANNELS = SEL"]],
    ["q v 00e", ["DEV 00E DOES NOT EXIST"]],
    ["q v tapes", ["NO TAPES"]],
    ["q v xyz", ["INVALID OPTION - XYZ"]],
    ["q cpuid", [/^CPUID = FF[\dA-F]{14}$/]],
    ["q files", ["FILES:  NO RDR,  NO PRT,  NO PUN"]],
    ["q rdr", ["NO RDR FILES"]],
  ])("%s", (line, lines) => {
    const said = answer(two(), SMITH, line);
    expect(said).toHaveLength(lines.length);
    lines.forEach((expected, i) => {
      if (typeof expected === "string") expect(said[i]).toBe(expected);
      else expect(said[i]).toMatch(expected);
    });
  });

  it("tells of consoles, and counts of 24 function keys", () => {
    const run = two();
    expect(answer(run, SMITH, "q v")?.slice(0, 3)).toEqual([
      "STORAGE = 00256K",
      "CHANNELS = SEL",
      "CONS 009 ON CONS 01F  TERM STOP",
    ]);
    expect(answer(run, SMITH, "q pf")).toHaveLength(24);
  });
});

describe("SET", () => {
  it.each([
    ["set msg off", 0, "MSG OFF"],
    ["set wng off", 0, "WNG OFF"],
    ["set emsg on", 0, "EMSG ON"],
    ["set acnt on", 0, "ACNT ON"],
    ["set run on", 0, "RUN ON"],
    ["set linedit off", 1, "LINEDIT OFF"],
    ["set timer real", 1, "TIMER REAL"],
    ["set timer off", 1, "TIMER OFF"],
    ["set isam on", 1, "ISAM ON"],
    ["set assist on nosvc notmr", 2, "ASSIST ON  NOSVC NOTMR"],
    ["set assist off", 2, "ASSIST OFF"],
    ["set pagex on", 2, "PAGEX ON"],
    ["set imsg off", 3, "IMSG OFF"],
    ["set smsg on", 3, "SMSG ON"],
  ])("%s", (line, place, shown) => {
    const run = two();
    expect(answer(run, SMITH, line)).toEqual([]);
    expect(answer(run, SMITH, "query set")[place]).toContain(shown);
  });

  it.each([
    ["set", "OPERAND MISSING OR INVALID"],
    ["set xyz on", "INVALID OPTION - XYZ"],
    ["set msg", "OPERAND MISSING OR INVALID"],
    ["set msg maybe", "INVALID OPTION - MAYBE"],
    ["set timer never", "INVALID OPTION - NEVER"],
    ["set pf25 immed x", "INVALID OPTION - PF25"],
    ["set priority smith 1", "INVALID OPTION - PRIORITY"],
  ])("refuses %s", (line, message) => {
    expect(answer(two(), SMITH, line)).toEqual([message]);
  });

  it("shows of error messages what EMSG says", () => {
    const run = two();
    type(run, SMITH, "set emsg on");
    expect(answer(run, SMITH, "xyz")).toEqual(["DMKCFC001E ?CP: XYZ"]);
    type(run, SMITH, "set emsg code");
    expect(answer(run, SMITH, "xyz")).toEqual(["DMKCFC001E"]);
    type(run, SMITH, "set emsg off");
    expect(answer(run, SMITH, "xyz")).toEqual([]);
  });

  it("keeps messages away, not warnings", () => {
    const run = two();
    type(run, SMITH, "set msg off");
    expect(answer(run, OPERATOR, "msg smith hi")).toEqual(["SMITH NOT RECEIVING; MSG OFF"]);
    type(run, OPERATOR, "wng smith Go home.");
    expect(run.terminal(SMITH).text).toMatch(/\d\d:\d\d:\d\d {2}\* WNG FROM OPERATOR: Go home\.\n$/);
  });

  it("gives function keys lines, and characters other codes", () => {
    const run = two();
    type(run, SMITH, "set pf1 immed query time", "set pf2 delayed msg op", "set pf3 retrieve", "set input ! 5a");
    expect(answer(run, SMITH, "q pf1")).toEqual(["PF01 IMMED query time"]);
    expect(answer(run, SMITH, "q pf2")).toEqual(["PF02 DELAYED msg op"]);
    expect(answer(run, SMITH, "q pf3")).toEqual(["PF03 RETRIEVE"]);
    expect(run.vm("SMITH").state.console.inputTranslation).toEqual({ 90: 0x5a });
  });

  it("lets operators set priorities, favors and the log message", () => {
    const run = two();
    type(run, OPERATOR, "set priority smith 10", "set favored smith", "set favored smith 30", "set qdrop smith off");
    expect(run.vm("SMITH").state.schedule).toMatchObject({ priority: 10, favored: true, share: 30, keepsQueue: true });
    expect(answer(run, OPERATOR, "query priority smith")).toEqual(["SMITH PRIORITY = 10"]);
    expect(answer(run, OPERATOR, "query favored smith")).toEqual(["SMITH FAVORED 30%"]);
    type(run, OPERATOR, "set logmsg 1 The disks are full.", "set logmsg 0 Good morning.");
    expect(answer(run, SMITH, "q log")).toEqual([
      expect.stringMatching(/^LOGMSG - \d\d:\d\d:\d\d GMT MONDAY/),
      "* Good morning.",
      "* The disks are full.",
    ]);
    expect(type(run, 0x020, "logon jones word")).toMatch(
      /LOGMSG - .*\n\* Good morning\.\n\* The disks are full\.\nLOGON AT/,
    );
    type(run, OPERATOR, "set logmsg 1 null");
    expect(answer(run, SMITH, "q log").slice(1)).toEqual(["* The disks are full."]);
  });

  it("resets the machine whose mode it changes", () => {
    const run = two();
    type(run, SMITH, "store g1 5", "set ecmode on");
    expect(run.terminal(SMITH).text).toMatch(/SYSTEM RESET\nCP\n$/);
    expect(answer(run, SMITH, "q set")[1]).toContain("ECMODE ON");
  });
});

describe("TERMINAL", () => {
  it("changes the symbols of line editing", () => {
    const run = two();
    type(run, SMITH, "term chardel % linend off linesize 40 attn off mode cp");
    expect(answer(run, SMITH, "q termx%").join("")).toBe(
      'LINEND OFF, LINEDEL ¢  , CHARDEL %  , ESCAPE "LINESIZE 040, MASK OFF, ATTN OFF, APL OFF, TEXT OFF, MODE CPBREAKIN IMMED',
    );
  });

  it.each([
    ["term", "OPERAND MISSING OR INVALID"],
    ["term chardel ab", "INVALID OPERAND - AB"],
    ["term linesize 999", "INVALID OPERAND - 999"],
    ["term mode xx", "INVALID OPERAND - XX"],
    ["term foo on", "INVALID OPERAND - FOO"],
  ])("refuses %s", (line, message) => {
    expect(answer(two(), SMITH, line)).toEqual([message]);
  });
});

describe("messages", () => {
  it.each([
    ["msg", "USERID MISSING OR INVALID"],
    ["msg jones hi", "JONES NOT LOGGED ON"],
    ["msg operator", "OPERAND MISSING OR INVALID"],
    ["wng operator hi", "?CP: WNG"],
    ["msg all hi", "ALL NOT LOGGED ON"],
  ])("refuse %s", (line, message) => {
    expect(answer(two(), SMITH, line)).toEqual([message]);
  });

  it("reach a user, the operator, everybody", () => {
    const run = two();
    type(run, SMITH, "m op Mount my tape, please");
    expect(run.terminal(OPERATOR).text).toMatch(/\* MSG FROM SMITH {3}: Mount my tape, please\n/);
    type(run, OPERATOR, "wng all Down at 5");
    expect(run.terminal(SMITH).text).toContain("WNG FROM OPERATOR: Down at 5\n");
    expect(run.terminal(OPERATOR).text).toContain("WNG FROM OPERATOR: Down at 5\n");
  });
});

describe("the panel", () => {
  it("resets, clears and restarts", () => {
    const run = two();
    type(run, SMITH, "store 200 1", "store psw 0 200");
    expect(answer(run, SMITH, "system reset")).toEqual(["SYSTEM RESET"]);
    expect(answer(run, SMITH, "d psw")).toEqual(["PSW =  00000000 00000000"]);
    expect(answer(run, SMITH, "d 200")).toEqual(["000200  00000001"]);
    expect(answer(run, SMITH, "system clear")).toEqual(["STORAGE CLEARED - SYSTEM RESET"]);
    expect(answer(run, SMITH, "d 200")).toEqual(["000200  00000000"]);
    type(run, SMITH, "store 0 20000 abc", "system restart");
    expect(run.terminal(SMITH).text).toContain("DISABLED WAIT PSW '00020000 00000ABC'");
    expect(answer(run, SMITH, "system foo")).toEqual(["INVALID OPERAND - FOO"]);
  });

  it("interrupts a machine that waits for it", () => {
    const waits = running(`
GUEST    START 0
         USING *,0
         DC    X'01020000000002FF'
         ORG   GUEST+X'58'
         DC    X'00020000',A(X'EEE')
         END`);
    type(waits, 0x009, "#cp external");
    expect(waits.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000EEE'");
    expect(waits.storage("A", 0x18, 4)).toBe("01020040");
    expect(answer(waits, 0x009, "external 100")).toEqual(["INVALID OPERAND - 100"]);
  });

  it("gives storage of another size", () => {
    const run = two();
    type(run, SMITH, "store 200 1", "define storage 1m");
    expect(run.terminal(SMITH).text).toMatch(/STORAGE = 01024K\nCP\n$/);
    expect(answer(run, SMITH, "d ffffc")).toEqual(["0FFFFC  00000000"]);
    expect(answer(run, SMITH, "d 200")).toEqual(["000200  00000000"]);
    expect(answer(run, SMITH, "def stor as 2m")).toEqual(["STORAGE EXCEEDS ALLOWED MAXIMUM OF 1024K"]);
    expect(answer(run, SMITH, "def stor lots")).toEqual(["STORAGE MISSING OR INVALID"]);
    expect(answer(run, SMITH, "define channels bmx")).toEqual(["CHANNELS = BMX"]);
  });
});

describe("operators", () => {
  it("see the load, users, queues, and what made CP work", () => {
    const run = two();
    expect(answer(run, SMITH, "indicate")[0]).toMatch(
      /^CPU-\d{3}% APU-000% Q1-\d\d Q2-\d\d STORAGE-\d{3}% RATIO-\d\d?\.\d$/,
    );
    expect(answer(run, SMITH, "ind user")).toEqual([
      expect.stringMatching(/^PAGES: RES-\d{4} WS-\d{4} READS=\d{6} WRITES=\d{6} DISK-\d{4} DRUM-\d{4}$/),
      expect.stringMatching(/^VTIME=\d{3}:\d\d TTIME=\d{3}:\d\d SIO=\d{6} RDR-\d{6} PRT-\d{6} PCH-\d{6}$/),
    ]);
    expect(answer(run, SMITH, "ind user operator")).toEqual(["INVALID OPTION - OPERATOR"]);
    expect(answer(run, SMITH, "ind queues")).toEqual(["INVALID OPTION - QUEUES"]);
    expect(answer(run, OPERATOR, "ind user smith")).toHaveLength(2);
    for (const what of ["queues", "i/o", "paging wait", "paging all"])
      expect(answer(run, OPERATOR, `ind ${what}`).length).toBeGreaterThan(0);
  });

  it("lock pages, and let them go", () => {
    const run = two();
    expect(answer(run, OPERATOR, "lock smith 0 3")).toEqual(["LOCK COMPLETE"]);
    expect([0, 3, 4].map((page) => run.cp.storage.isLocked(run.vm("SMITH"), page))).toEqual([true, true, false]);
    expect(answer(run, OPERATOR, "unlock smith 0 3")).toEqual(["UNLOCK COMPLETE"]);
    expect(run.cp.storage.isLocked(run.vm("SMITH"), 0)).toBe(false);
    expect(answer(run, OPERATOR, "lock smith 3 0")).toEqual(["INVALID RANGE - 3 0"]);
    expect(answer(run, OPERATOR, "lock smith 0 999")).toEqual(["INVALID RANGE - 0 999"]);
  });

  it("count from zero by ACNT", () => {
    const run = two();
    type(run, SMITH, "set acnt on");
    type(run, OPERATOR, "acnt smith");
    expect(run.terminal(SMITH).text).toMatch(/CONNECT= \d\d:\d\d:\d\d VIRTCPU= 000:00\.00 TOTCPU= 000:00\.\d\d\n$/);
  });

  it("keep users from terminals, and let them come again", () => {
    const run = loaded();
    expect(answer(run, OPERATOR, "disable 01f")).toEqual(["COMMAND COMPLETE"]);
    expect(type(run, SMITH, "logon smith secret")).toBe("logon smith secret\n");
    type(run, OPERATOR, "enable all");
    expect(type(run, SMITH, "logon smith secret")).toContain("LOGON AT");
    expect(answer(run, OPERATOR, "enable 777")).toEqual(["DEV 777 DOES NOT EXIST"]);
  });

  it("end everything by SHUTDOWN", () => {
    const run = two();
    type(run, OPERATOR, "shutdown");
    wait(run);
    expect(run.cp.vms).toEqual([]);
    expect(run.terminal(SMITH).text).toContain("LOGOFF AT");
    expect(run.terminal(OPERATOR).text).toContain("SYSTEM SHUTDOWN COMPLETE\n");
    expect(run.machine.run({ ticks: run.machine.now + 1000 })).toBe("disabled-wait");
  });
});

it("finds no command by fewer letters than it needs, and says what it did not understand", () => {
  const run = two();
  for (const line of ["mess", "dis", "sto", "term", "qu", "ind"])
    expect(answer(run, SMITH, line)).not.toContain(`?CP: ${line.toUpperCase()}`);
  for (const line of ["se", "te", "zz", "in"]) expect(answer(run, SMITH, line)).toEqual([`?CP: ${line.toUpperCase()}`]);
});

it("has a reference of every command: name, operands, classes, a sentence", () => {
  for (const { name, classes, shortest, takes, format, purpose } of loaded().cp.commands.all) {
    expect(name.slice(0, shortest).length, name).toBe(shortest);
    expect(classes, name).toMatch(/^(ANY|[A-H]*)$/);
    if (takes === undefined && (name === "SET" || name === "QUERY")) continue;
    expect(typeof format, name).toBe("string");
    expect(purpose, name).toMatch(/\.$/);
  }
});

describe("MONITOR", () => {
  it("has what CP is entered for written into a table in real storage", () => {
    const run = two();
    expect(answer(run, OPERATOR, "monitor display")).toContain("CPTRACE INACTIVE");
    expect(answer(run, OPERATOR, "monitor start cptrace")).toEqual(["COMMAND COMPLETE"]);
    type(run, SMITH, "store 0 0 204 l60 20000 111 l200 0a080000", "store psw 0 200", "begin");
    expect(answer(run, OPERATOR, "monitor stop cptrace")).toEqual(["COMMAND COMPLETE"]);
    const [start, , current] = answer(run, OPERATOR, "dcp c.12")[0].split("  ")[1].split(" ");
    const table = answer(
      run,
      OPERATOR,
      `dcp ${start.slice(2)}.${(Number.parseInt(current, 16) - Number.parseInt(start, 16)).toString(16)}`,
    );
    const codes = table.map((line) => line.slice(8, 10));
    expect(codes).toContain("05");
    // SMITH's SVC: the machine is run, its supervisor call comes.
    const svc = codes.indexOf("02");
    expect(codes[svc - 1]).toBe("0A");
    expect(table[svc].slice(8).split(" ").slice(1)).toEqual(["00000008", expect.any(String), "00000202"]);
    expect(answer(run, OPERATOR, "monitor stop cptrace")).toEqual(["CPTRACE ALREADY INACTIVE"]);
  });

  it("refuses what it does not have", () => {
    const run = two();
    expect(answer(run, OPERATOR, "monitor")).toEqual(["OPERAND MISSING OR INVALID"]);
    expect(answer(run, OPERATOR, "monitor start seeks")).toEqual(["INVALID OPERAND - SEEKS"]);
    expect(answer(run, SMITH, "monitor display")).toEqual(["?CP: MONITOR"]);
    expect(answer(run, SMITH, "dcp 0")).toEqual(["?CP: DCP"]);
  });
});
