/** `tae run --config … --config …`: machines in one run, with a channel-to-channel adapter between them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { put, tae, taeWith, workFolder } from "./tae.ts";

/** Starts a channel program, or does it again until it is started, and waits for its device end. */
const FRAME = `
         USING P,0
P        START 0
         ORG   P+X'78'
         DC    A(0),A(TAKEN)
         ORG   P+X'400'
BEGIN    BAL   10,WORK
         LPSW  DONE
*        R1: DEVICE, R2: CHANNEL PROGRAM
START    ST    2,72
AGAIN    SIO   0(1)
         BC    6,AGAIN
         LPSW  WAIT
TAKEN    TM    68,X'80'
         BZ    OWN
         MVI   CALLED,1
         LTR   1,1
         BZ    0(14)
OWN      CH    1,58
         BNE   MORE
         TM    68,4
         BO    0(14)
MORE     LPSW  WAIT
*        WAITS FOR AN ATTENTION THAT HAS NOT BEEN SEEN TO
CALL     CLI   CALLED,1
         BE    COMES
         SR    1,1
         BAL   14,MORE
COMES    MVI   CALLED,0
         BR    8
CALLED   DC    X'00'
DONE     DC    0D'0',X'000A000000000ABC'
WAIT     DC    X'FE02000000000000'
`;

/** Asks for lines at the console, and sends each over the adapter; an empty one is the last. */
const SENDER = `${FRAME}
WORK     LA    1,9
         LA    2,ASKS
         BAL   14,START
         LA    1,X'500'
         LA    2,SENDS
         BAL   14,START
         CLI   LINE,C' '
         BNE   NEXT
         BR    10
NEXT     MVI   LINE,C' '
         MVC   LINE+1(79),LINE
         B     WORK
ASKS     CCW   9,TEXT,X'60',4
         CCW   10,LINE,X'20',80
SENDS    CCW   7,0,X'60',1
         CCW   1,LINE,X'20',80
TEXT     DC    C'LINE'
LINE     DC    CL80' '
         END   BEGIN
`;

/** Reads what comes over the adapter, and shows it at the console and on the printer. */
const RECEIVER = `${FRAME}
*        THE OTHER SIDE'S CONTROL COMMAND CALLS
WORK     BAL   8,CALL
         LA    1,X'600'
         LA    2,TAKES
         BAL   14,START
         LA    1,9
         LA    2,SHOWS
         BAL   14,START
         LA    1,14
         LA    2,PRINTS
         BAL   14,START
         CLI   LINE,C' '
         BNE   WORK
         BR    10
TAKES    CCW   X'14',BYTE,X'60',1
         CCW   2,LINE,X'20',80
SHOWS    CCW   9,LINE,X'20',20
PRINTS   CCW   9,LINE,X'20',80
BYTE     DC    X'00'
LINE     DC    CL80' '
         END   BEGIN
`;

const folder = workFolder();
const BOTH = ["--config", "north.cnf", "--config", "south.cnf"];

beforeAll(() => {
  put(folder, {
    "sender.asm": SENDER,
    "receiver.asm": RECEIVER,
    "north.cnf": "IPL 00C\n009 3215\n00C 3505 sender.ipl eof\n500 CTCA line\n",
    "south.cnf": "IPL 00C\n009 3215\n00C 3505 receiver.ipl eof\n00E 1403 print.txt\n600 CTCA line\n",
    "lines.txt": "FIRST\nSECOND\n\n",
  });
  for (const name of ["sender", "receiver"]) {
    const { status, out, err } = tae(folder, "asm", `${name}.asm`, "-o", `${name}.ipl`);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("cards");
  }
});

describe("two machines joined by an adapter", () => {
  test("send each other what the operator types", () => {
    const { status, out, err } = tae(folder, "run", ...BOTH, "--input", "lines.txt");
    expect(err).toBe("");
    expect(status).toBe(0);
    expect(out).toMatch(/^north: LINE\nnorth: FIRST\n/);
    const shown = out.split("\n").filter((line) => line.startsWith("south: "));
    expect(shown.map((line) => line.trimEnd())).toEqual(["south: FIRST", "south: SECOND", "south:"]);
    expect(out).toMatch(/\nnorth:\nstopped: disabled-wait after [\d,]+ instructions\npsw {5}000A000000000ABC/);
    expect(out).toMatch(/\nsouth:\nstopped: disabled-wait after [\d,]+ instructions\npsw {5}000A000000000ABC/);
    expect(out).toMatch(/\nwritten print.txt\n$/);
    expect(readFileSync(join(folder, "print.txt"), "latin1").trimEnd()).toBe("FIRST\nSECOND");
  });

  test("do the same each time", () => {
    const [one, other] = [1, 2].map(() => tae(folder, "run", ...BOTH, "--input", "lines.txt").out);
    expect(one).toBe(other);
  });

  test("are told of by name in JSON", () => {
    const { out } = tae(folder, "run", ...BOTH, "--input", "lines.txt", "--json", "--dump", "400:4");
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      machine: "several",
      stopped: "disabled-wait",
      machines: {
        north: { machine: "s370", stopped: "disabled-wait", console: expect.stringContaining("SECOND") },
        south: { psw: "000A000000000ABC", storage: { 400: expect.stringMatching(/^45A0/) } },
      },
    });
    const { north, south } = report.machines;
    expect(report.instructions).toBe(north.instructions + south.instructions);
  });

  test("take orders for the machine that a line names, and after it for the same", () => {
    put(folder, {
      "rests.cnf": "009 3215\n00C 3505 receiver.ipl eof\n600 CTCA line\n00E 1403 printed.txt\n",
      "orders.txt": "@rests /load 00C\n@north ONE\n@rests /00E fold\n@west /stop\n@north\n\n",
    });
    const { out, err } = tae(folder, "run", "--config", "north.cnf", "--config", "rests.cnf", "--input", "orders.txt");
    expect(err).toContain('the 1403 printer has no order "fold"');
    expect(err).toContain("there is no machine west; there are north, rests\n");
    expect(out).toContain("\nrests: ONE ");
    expect(out).toMatch(/\nrests:\nstopped: disabled-wait/);
  });

  test("take lines from standard input", () => {
    const { out } = taeWith("LIVE\n\n", folder, "run", ...BOTH, "--input", "-");
    expect(out).toContain("south: LIVE ");
    expect(out).toMatch(/\nsouth:\nstopped: disabled-wait/);
  });
});

test.each([
  [["--ipl", "00C"], "several machines load from their devices"],
  [["sender.asm"], "several machines load from their devices"],
  [["--config", "north.cnf"], "two machines are called north: north.cnf needs another name"],
])("with %j is refused", (more, message) => {
  const { status, err } = tae(folder, "run", ...BOTH, ...more);
  expect(status).toBe(2);
  expect(err).toContain(message);
});

test("two machines cannot write the same file", () => {
  put(folder, { "also.cnf": "IPL 00C\n00C 3505 receiver.ipl\n00F 1403 print.txt\n" });
  expect(tae(folder, "run", "--config", "south.cnf", "--config", "also.cnf").err).toContain(
    "south and also would both write print.txt",
  );
  put(folder, {
    "one.cnf": "IPL 150\n150 3330 pack.cckd new=PACK\n",
    "two.cnf": "IPL 150\n151 3330 pack.cckd new=PACK\n",
  });
  expect(tae(folder, "run", "--config", "one.cnf", "--config", "two.cnf").err).toContain(
    "two.cnf:2:1: pack.cckd is on 150 of one.cnf already",
  );
});
