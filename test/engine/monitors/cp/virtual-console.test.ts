import { describe, expect, it } from "vitest";
import { consoleKey } from "../../../../engine/s370/index.ts";
import { answer, running, type, wait } from "./sessions.ts";

/** A program that starts the channel program CCWS at 009, waits for its interruptions, and stops in a disabled wait; CSWs are at 300. */
function guest(ccws: string, interruptions = 1, more = ""): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'68'
         DC    X'00020000',A(BAD)
         ORG   GUEST+X'78'
         DC    A(0),A(IO)
         ORG   GUEST+X'200'
         LA    8,CSWS
         LA    9,${interruptions}
         MVC   X'48'(4),CAW
START    SIO   X'009'
         BALR  7,0
         BC    4,STORED
WAIT     LPSW  ENABLED
STORED   MVC   0(8,8),X'40'
         B     DONE
IO       MVC   0(8,8),X'40'
         LA    8,8(8)
         BCT   9,WAIT
DONE     LPSW  STOP
BAD      EQU   X'BAD'
         DS    0D
ENABLED  DC    X'FE020000',A(0)
STOP     DC    X'00020000',A(X'111')
CAW      DC    A(CCWS)
         ORG   GUEST+X'300'
CSWS     DS    8D
         ORG   GUEST+X'400'
CCWS     DS    0D
${ccws}
${more}
         END
`;
}

const run = (ccws: string, interruptions = 1, more = "") => running(guest(ccws, interruptions, more));
const csws = (ran: ReturnType<typeof run>, count = 1) => ran.storage("A", 0x300, 8 * count).match(/.{16}/g);

describe("writes", () => {
  it("write lines, with and without carrier return, chained", () => {
    const ran = run(
      "         CCW   X'01',HELLO,X'60',6\n         CCW   X'09',WORLD,X'20',5",
      1,
      "HELLO    DC    C'HELLO '\nWORLD    DC    C'WORLD'",
    );
    expect(ran.terminal(0x009).text).toContain("HELLO WORLD\n");
    expect(csws(ran)).toEqual(["000004100C000000"]);
  });

  it("take data by chaining and by indirect addresses", () => {
    const ran = run(
      "         CCW   X'09',ONE,X'A0',3\n         CCW   X'00',LIST,X'24',4",
      1,
      "ONE      DC    C'ABC'\n         DS    0F\nLIST     DC    A(GUEST+X'7FE'),A(GUEST+X'800')\n         ORG   GUEST+X'7FE'\n         DC    C'DEFG'",
    );
    expect(ran.terminal(0x009).text).toContain("ABCDEFG\n");
  });

  it("show protection and addresses that there are not, by checks", () => {
    const ran = run("         CCW   X'09',X'FFFFF0',X'20',5");
    expect(csws(ran)).toEqual(["000004080C200005"]);
  });
});

describe("reads", () => {
  const reading = "         CCW   X'0A',LINE,X'20',20";
  const more = "LINE     DC    CL20'--------------------'";

  it("wait for a line, and tell what is left of the count", () => {
    const ran = run(reading, 1, more);
    expect(ran.vm("A").state.console.reading).toBe(true);
    expect(ran.terminal(0x009).reading).toBe(true);
    expect(type(ran, 0x009, "hello")).toContain("DISABLED WAIT PSW '00020000 00000111'");
    expect(csws(ran)).toEqual(["000004080C00000F"]);
    expect(ran.storage("A", 0x408, 7)).toBe("88859393966060");
  });

  it("show incorrect length where nobody suppresses it", () => {
    const ran = run("         CCW   X'0A',LINE,X'40',20\n         CCW   X'09',LINE,X'20',5", 1, more);
    type(ran, 0x009, "hello");
    expect(csws(ran)).toEqual(["000004080C40000F"]);
  });

  it("go on into the next area by data chaining", () => {
    const ran = run("         CCW   X'0A',LINE,X'80',3\n         CCW   X'00',LINE+8,X'20',8", 1, more);
    type(ran, 0x009, "hello");
    expect(csws(ran)).toEqual(["000004100C000006"]);
    expect(ran.storage("A", 0x410, 12)).toBe("888593606060606093966060");
  });

  it("edit lines, and make several of one", () => {
    const ran = run(`${reading.replace("X'20'", "X'60'")}\n         CCW   X'0A',LINE+10,X'20',10`, 1, more);
    type(ran, 0x009, 'wrong¢ab@c"#d#xyz');
    expect(ran.storage("A", 0x410, 5)).toBe("81837B8460");
    expect(ran.storage("A", 0x41a, 4)).toBe("A7A8A960");
  });
});

it("senses why a command was refused", () => {
  const ran = run("         CCW   X'07',0,X'20',1");
  expect(csws(ran)).toEqual(["0000000002000000"]);
  const sensing = run("         CCW   X'03',0,X'60',1\n         CCW   X'07',0,X'60',1", 1);
  expect(csws(sensing)).toEqual(["0000041002000001"]);
});

it("ends a NO-OPERATION at once, a transfer in channel leads on, a second one in a row is a program check", () => {
  expect(csws(run("         CCW   X'03',0,X'20',1"))?.[0].slice(8, 12)).toBe("0C00");
  const ran = run("         CCW   X'03',0,X'60',1\n         CCW   X'08',THERE,0,1\nTHERE    CCW   X'08',CCWS,0,1");
  expect(csws(ran)).toEqual(["0000041800200000"]);
});

it("lets a channel program without end harm its own virtual machine only", () => {
  const ran = run("         CCW   X'03',0,X'60',1\n         CCW   X'08',CCWS,0,1");
  expect(ran.machine.now).toBeLessThan(1_000_000);
  expect(ran.vm("A").state.console.reading).toBe(false);
  ran.machine.input(0x009, consoleKey("request"));
  wait(ran);
  ran.machine.input(0x009, consoleKey("request"));
  wait(ran);
  expect(ran.vm("A").state.console.inCp).toBe(true);
  expect(answer(ran, 0x009, "display psw")).toEqual(["PSW =  FE020000 00000000"]);
});

it("has attention by a line that nobody reads, and by the attention key; pressed again it leads to CP", () => {
  const waits = running(`
GUEST    START 0
         USING *,0
         DC    X'FE02000000000BAD'
         ORG   GUEST+X'78'
         DC    A(0),A(IO)
         ORG   GUEST+X'200'
IO       MVC   X'300'(8),X'40'
         LPSW  0
         END
`);
  waits.machine.input(0x009, consoleKey("request"));
  wait(waits);
  expect(waits.storage("A", 0x300, 8)).toBe("0000000080000000");
  expect(waits.vm("A").state.console.inCp).toBe(false);
  type(waits, 0x009, "#cp");
  expect(waits.vm("A").state.console.inCp).toBe(true);
  type(waits, 0x009, "begin");
  expect(waits.vm("A").state.console.inCp).toBe(false);
});

it("sends channel programs on from a snapshot as if nothing had been", () => {
  const ran = run("         CCW   X'0A',LINE,X'20',20", 1, "LINE     DC    CL20' '");
  const saved = ran.machine.snapshot();
  type(ran, 0x009, "hello");
  const end = [ran.terminal(0x009).text, ran.storage("A", 0x300, 0x130), ran.machine.now];
  ran.machine.restore(saved);
  type(ran, 0x009, "hello");
  expect([ran.terminal(0x009).text, ran.storage("A", 0x300, 0x130), ran.machine.now]).toEqual(end);
});
