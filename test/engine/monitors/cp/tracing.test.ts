import { expect, it } from "vitest";
import { answer, loaded, running, type, wait } from "./sessions.ts";

const GUEST = `
GUEST    START 0
         USING *,0
         DC    X'0002000000000BAD'
         ORG   GUEST+X'60'
         DC    A(0),A(X'240')
         DC    A(0),A(X'250')
         ORG   GUEST+X'200'
         LA    1,5
         SSM   OFF
         SVC   8
         TIO   X'009'
         B     X'220'
         ORG   GUEST+X'220'
         DC    X'0000'
         ORG   GUEST+X'240'
         LPSW  X'20'
         ORG   GUEST+X'250'
         LPSW  STOP
OFF      DC    X'00'
         DS    0D
STOP     DC    X'00020000',A(X'111')
         END
`;

/** The machine of user A, stopped before its first instruction. */
function ready() {
  const run = running(GUEST);
  return run;
}

/** What is traced from 200 on: lines between the command and the disabled wait. */
function traced(what: string): string[] {
  const run = ready();
  expect(answer(run, 0x009, `trace ${what} run`)).toEqual(["TRACE STARTED"]);
  type(run, 0x009, "store psw 0 200");
  const lines = answer(run, 0x009, "begin");
  expect(lines.at(-2)).toContain("DISABLED WAIT PSW '00020000 00000111'");
  return lines.slice(0, -2);
}

it.each<[string, string[]]>([
  ["svc", ["*** 00020A SVC 08 ==> 000240"]],
  ["program", ["*** 000222 PROG 0001 ==> 000250"]],
  [
    "priv",
    [
      "... 000204 SSM   80000254 00",
      "... 000240 LPSW  82000020 00000008 4000020A",
      "... 000250 LPSW  82000258 00020000 00000111",
    ],
  ],
  ["sio", ["I/O 00020A TIO   9D000009 CONS 009 CC 0"]],
  [
    "branch",
    [
      "*** 00020A SVC 08 ==> 000240",
      "... 000240 LPSW  82000020 00000008 4000020A",
      "00020E BC    47F00220     ==> 000220 CC 0",
      "*** 000222 PROG 0001 ==> 000250",
      "... 000250 LPSW  82000258 00020000 00000111",
    ],
  ],
])("traces %s", (what, lines) => {
  expect(traced(what)).toEqual(lines);
});

it("traces instructions one by one, and stops behind each", () => {
  const run = ready();
  type(run, 0x009, "trace instruct", "store psw 0 200", "begin");
  expect(run.terminal(0x009).text).toMatch(/\n000200 LA {4}41100005 {5}CC 0\nCP\n$/);
  expect(answer(run, 0x009, "d g1")).toEqual(["GPR  1 =  00000005"]);
  expect(answer(run, 0x009, "begin")[0]).toMatch(/^000204 SSM {3}80000254/);
  expect(answer(run, 0x009, "trace end")).toEqual(["TRACE ENDED"]);
  type(run, 0x009, "begin");
  expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000111'");
});

it("tells of channel programs, CSWs and interruptions of I/O and the interrupt key", () => {
  const run = loaded();
  type(
    run,
    0x009,
    "store 200 9c000009 82000220",
    "store 300 09000400 20000002 l48 300 l400 c1c2c3c4",
    "store 220 fe020000 0 l58 20000 1 l78 20000 2",
    "trace ccw i/o csw run",
    "begin 200",
  );
  const { text } = run.terminal(0x009);
  expect(text).toContain(
    "I/O 000200 SIO   9C000009 CONS 009 CC 0\n    CAW 00000300\n    CCW 000300 09000400 20000002\n",
  );
  expect(text).toContain("AB\n");
  expect(text).toContain("*** 000000 I/O 009 ==> 000002\nCSW V 009 00000308 0C000000\n");
  type(run, 0x009, "trace external run", "store psw 1020000 0", "external");
  expect(run.terminal(0x009).text).toContain("*** 000000 EXT 0040 ==> 000001\n");
});

it("does not let a loop that is traced fill CP", () => {
  const run = loaded();
  type(run, 0x009, "store 200 47f00200", "trace branch run", "begin 200");
  wait(run, 5_000_000);
  expect(run.cp.state.terminals[0x009].output.length).toBeLessThan(100);
  expect(run.terminal(0x009).text).toContain("000200 BC    47F00200     ==> 000200 CC 0\n");
});

it.each([
  ["trace", "OPERAND MISSING OR INVALID"],
  ["trace run", "OPERAND MISSING OR INVALID"],
  ["trace nothing", "INVALID OPERAND - NOTHING"],
  ["adstop", "OPERAND MISSING OR INVALID"],
  ["adstop 201", "INVALID HEXLOC - 201"],
  ["adstop 40000", "HEXLOC 40000 EXCEEDS STORAGE"],
])("refuses %s", (line, message) => {
  expect(answer(loaded(), 0x009, line)).toEqual([message]);
});

it("stops before an instruction, and leaves it as it was", () => {
  const run = ready();
  type(run, 0x009, "adstop 204", "store psw 0 200", "begin");
  expect(run.terminal(0x009).text).toMatch(/\nADSTOP AT 000204\nCP\n$/);
  expect(answer(run, 0x009, "d 204 psw g1")).toEqual([
    "000204  80000254",
    "PSW =  00000000 00000204",
    "GPR  1 =  00000005",
  ]);
  type(run, 0x009, "begin");
  expect(run.terminal(0x009).text).toContain("DISABLED WAIT PSW '00020000 00000111'");
  type(run, 0x009, "adstop 208", "adstop off");
  expect(answer(run, 0x009, "d 208")).toEqual(["000208  0A089D00"]);
});

it("watches a range of storage by PER, and registers", () => {
  const run = loaded();
  // LA 1,1(,1); ST 1,400; ST 1,500; B 200
  type(run, 0x009, "store 200 41110001 50100400 50100500 47f00200", "per store range 500-503", "begin 200");
  expect(run.terminal(0x009).text).toMatch(/PER STARTED\nbegin 200\n000208 ST {4}50100500 {5}CC 0\nCP\n$/);
  expect(answer(run, 0x009, "begin")).toEqual(["000208 ST    50100500     CC 0", "CP"]);
  expect(answer(run, 0x009, "d g1 400")).toEqual(["GPR  1 =  00000002", "000400  00000002"]);
  expect(answer(run, 0x009, "per g1 run")).toEqual(["PER STARTED"]);
  expect(answer(run, 0x009, "per end")).toEqual(["PER ENDED"]);
  type(run, 0x009, "per branch range 20c-20f", "begin");
  expect(run.terminal(0x009).text).toMatch(/00020C BC {4}47F00200 {5}==> 000200 CC 0\nCP\n$/);
  expect(answer(run, 0x009, "per nothing")).toEqual(["INVALID OPERAND - NOTHING"]);
  expect(answer(run, 0x009, "per store range 5-4")).toEqual(["INVALID OPERAND - 5-4"]);
});
