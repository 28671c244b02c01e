/** The panel of a virtual machine: it is loaded, started, stopped, looked into, traced. */
import { type CommandCase, same, says } from "./command-case.ts";
import type { Room } from "./command-room.ts";

/** Ends in a disabled wait: by supervisor call, program interruption, external interruption or attention; else it goes on. */
const GUEST = `
GUEST    START 0
         USING *,0
         DC    X'00020000',A(X'BAD')
         ORG   GUEST+X'58'
         DC    X'00020000',A(X'EEE')
         DC    X'00020000',A(X'5C5')
         DC    X'00020000',A(X'999')
         DC    X'00020000',A(0)
         DC    X'00020000',A(X'AAA')
         ORG   GUEST+X'200'
         LA    1,5
         ST    1,X'400'
         SSM   OFF
         B     *+4
         SVC   8
         ORG   GUEST+X'240'
         LPSW  WAITS
OFF      DC    X'00'
         DS    0D
WAITS    DC    X'FF020000',A(X'240')
         END
`;
const AT_200 = ["store psw 0 200"];
/** Waits, enabled for everything. */
const WAITS = ["store psw 0 240", "begin"];

const stopped = ({ vm }: Room): boolean => vm("SMITH").state.stopped;
const address = ({ vm }: Room): string => vm("SMITH").instructionAddress().toString(16);
const disabled = (code: string): string => `DMKDSP450W CP ENTERED; DISABLED WAIT PSW '00020000 00000${code}'`;
const IPL_ERROR = [/^DMKVMI232E IPL UNIT ERROR; CSW [\dA-F]{8} [\dA-F]{8}$/, "CP"];

export const MACHINE_CASES: readonly CommandCase[] = [
  { guest: GUEST, before: AT_200, line: "BEGIN", answer: [disabled("5C5"), "CP"], effect: stopped, is: true },
  { guest: GUEST, line: "BEGIN 240", answer: [], effect: stopped, is: false },
  { line: "BEGIN xyz", answer: ["INVALID HEXLOC - XYZ"] },

  { line: "IPL 191", answer: IPL_ERROR },
  ...same(IPL_ERROR, ["IPL 191 10 CLEAR STOP", "IPL 191 NOCLEAR ATTN PARM hello", "IPL 00c"]),
  { line: "IPL 191 sideways", answer: ["INVALID OPTION - SIDEWAYS"] },
  {
    before: ["store g1 5", "store 200 1"],
    line: "IPL 191 CLEAR",
    answer: IPL_ERROR,
    effect: says("display 200"),
    is: ["000200  00000000"],
  },
  {
    before: ["store 200 1"],
    line: "IPL 191 NOCLEAR",
    answer: IPL_ERROR,
    effect: says("display 200"),
    is: ["000200  00000001"],
  },
  {
    guest: GUEST,
    before: ["store psw 0 200", "operator: msg * the system is saved by somebody of class E"],
    line: "IPL mini PARM hello",
    answer: ["MINI SYSTEM DOES NOT EXIST", "CP"],
  },
  { line: "IPL nosuch", answer: ["NOSUCH SYSTEM DOES NOT EXIST", "CP"] },

  {
    before: ["store 200 1", "store psw 0 200"],
    line: "SYSTEM CLEAR",
    answer: ["STORAGE CLEARED - SYSTEM RESET"],
    effect: says("display 200 psw"),
    is: ["000200  00000000", "PSW =  00000000 00000000"],
  },
  {
    before: ["store 200 1", "store psw 0 200"],
    line: "SYSTEM RESET",
    answer: ["SYSTEM RESET"],
    effect: says("display 200 psw"),
    is: ["000200  00000001", "PSW =  00000000 00000000"],
  },
  {
    guest: GUEST,
    line: "SYSTEM RESTART",
    answer: [disabled("BAD"), "CP"],
    effect: says("display 8-f"),
    is: ["000008  00000000 00000000"],
  },
  { line: "SYSTEM", answer: ["OPERAND MISSING OR INVALID"] },

  { guest: GUEST, before: [...WAITS, "#cp"], line: "EXTERNAL", answer: [disabled("EEE"), "CP"] },
  { guest: GUEST, before: AT_200, line: "EXTERNAL 80", answer: [disabled("5C5"), "CP"] },
  { line: "EXTERNAL 100", answer: ["INVALID OPERAND - 100"] },
  { guest: GUEST, before: [...WAITS, "#cp"], line: "ATTN", answer: [disabled("AAA"), "CP"] },
  { guest: GUEST, before: [...WAITS, "#cp"], line: "REQUEST", answer: [disabled("AAA"), "CP"] },

  { line: "SLEEP 9 SEC", answer: [], effect: sleeps, is: true },
  { line: "SLEEP 1 MIN", answer: [], effect: sleeps, is: true },
  { line: "SLEEP 1 HR", answer: [], effect: sleeps, is: true },
  { line: "SLEEP", answer: [], effect: sleeps, is: true },
  { line: "SLEEP 100", answer: ["INVALID OPTION - 100"] },

  { guest: GUEST, line: "DISPLAY 200-20f", answer: ["000200  41100005 50100400 80000244 47F00210"] },
  { guest: GUEST, line: "DISPLAY L200.8", answer: ["000200  41100005 50100400"] },
  { before: ["store s200 c1c2c3"], line: "DISPLAY T200.4", answer: [/^000200 {2}C1C2C300 +\*ABC\. +\*$/] },
  { line: "DISPLAY K0-END", answer: ["000000 TO 03FFFF  KEY = 00"] },
  { before: ["store g14 e f"], line: "DISPLAY G14 G15", answer: ["GPR 14 =  0000000E", "GPR 15 =  0000000F"] },
  {
    before: ["store y2 411"],
    line: "DISPLAY Y0-2",
    answer: ["FPR  0 =  0000000000000000", "FPR  2 =  4110000000000000"],
  },
  { line: "DISPLAY X0", answer: ["ECR  0 =  000000E0"] },
  {
    before: ["store 48 300 l40 1 2", "store psw 1020000 200"],
    line: "DISPLAY PSW CAW CSW",
    answer: ["PSW =  01020000 00000200", "CAW =  00000300", "CSW =  00000001 00000002"],
  },
  { line: "DISPLAY L200:207", answer: ["000200  00000000 00000000"] },
  { line: "DISPLAY 3fffc-END", answer: ["03FFFC  00000000"] },
  { line: "DISPLAY L200 - 207", answer: ["000200  00000000 00000000"] },
  { line: "DISPLAY", answer: ["000000  00000000"] },
  {
    line: "DISPLAY G",
    answer: [0, 4, 8, 12].map((n) => new RegExp(`^GPR ${String(n).padStart(2)} = ( [\\dA-F]{8}){4}$`)),
  },
  { line: "DISPLAY Y", answer: [0, 2, 4, 6].map((n) => new RegExp(`^FPR {2}${n} = {2}0{16}$`)) },
  { line: "DISPLAY X1-2", answer: ["ECR  1 =  00000000 FFFFFFFF"] },
  { line: "DISPLAY K1000-17ff", answer: ["001000 TO 0017FF  KEY = 00"] },
  { line: "DISPLAY G16", answer: ["INVALID REGISTER - G16"] },
  { line: "DISPLAY Z", answer: ["INVALID HEXLOC - Z"] },
  { line: "DISPLAY 40000", answer: ["HEXLOC 40000 EXCEEDS STORAGE"] },
  { line: "DISPLAY 300-200", answer: ["INVALID RANGE - 300-200"] },

  ...stored([
    ["STORE 200 1 2", "200-207", ["000200  00000001 00000002"]],
    ["STORE L200 ff", "200", ["000200  000000FF"]],
    ["STORE S201 c1c2", "200", ["000200  00C1C200"]],
    ["STORE G1 5 6", "g1-2", ["GPR  1 =  00000005 00000006"]],
    ["STORE Y2 41100000", "y2", ["FPR  2 =  4110000000000000"]],
    ["STORE X8 1", "x8", ["ECR  8 =  00000001"]],
    ["STORE PSW 240", "psw", ["PSW =  00000000 00000240"]],
    ["STORE PSW 20000 240", "psw", ["PSW =  00020000 00000240"]],
  ]),
  {
    before: ["store g1 777", "store psw 20000 240"],
    line: "STORE STATUS",
    answer: ["STORE COMPLETE"],
    effect: says("display 100-107 184"),
    is: ["000100  00020000 00000240", "000184  00000777"],
  },
  { line: "STORE 200", answer: [/^INVALID HEXDATA/] },
  { line: "STORE 40000 1", answer: ["HEXLOC 40000 EXCEEDS STORAGE"] },

  { line: "DUMP 0-END", answer: ["DUMP COMPLETE"], effect: printed, is: true },
  { line: "DUMP L200-20f * title", answer: ["DUMP COMPLETE"], effect: printed, is: true },
  { line: "DUMP T200.20", answer: ["DUMP COMPLETE"], effect: printed, is: true },
  { line: "DUMP L200:20f", answer: ["DUMP COMPLETE"], effect: printed, is: true },
  { line: "DUMP K0-fff", answer: ["DUMP COMPLETE"], effect: printed, is: true },

  // TRACE, PER, ADSTOP.
  ...same(
    [/^TRACE STARTED$/],
    ["TRACE SVC", "TRACE I/O", "TRACE PROGRAM", "TRACE EXTERNAL", "TRACE CSW", "TRACE CCW", "TRACE SIO"],
  ),
  ...traced([
    ["TRACE SVC RUN", [/^\*{3} 000212 SVC 08 ==> 0005C5$/]],
    ["TRACE PRIV RUN", [/^\.{3} 000208 SSM {3}80000244 00$/]],
    ["TRACE BRANCH TERMINAL RUN", [/^00020C BC {4}47F00210 {5}==> 000210 CC 0$/, /SVC 08/]],
    ["TRACE SVC BOTH RUN", [/SVC 08/]],
    ["TRACE SVC PRINTER RUN", []],
  ]),
  {
    guest: GUEST,
    before: ["trace instruct norun", "store psw 0 200"],
    line: "BEGIN",
    answer: [/^000200 LA {4}41100005/, "CP"],
    effect: address,
    is: "204",
  },
  { line: "TRACE INSTRUCT NORUN", answer: ["TRACE STARTED"], effect: tracedActivities, is: ["instruction"] },
  { line: "TRACE ALL", answer: ["TRACE STARTED"], effect: (room) => tracedActivities(room).length, is: 9 },
  {
    before: ["trace all"],
    line: "TRACE PROGRAM EXTERNAL OFF",
    answer: [],
    effect: (room) => tracedActivities(room).length,
    is: 7,
  },
  { before: ["trace all"], line: "TRACE END", answer: ["TRACE ENDED"], effect: tracedActivities, is: [] },
  ...same(
    ["PER STARTED"],
    ["PER BRANCH", "PER INSTRUCT RANGE 200-20f", "PER STORE PRINTER", "PER G1 TERMINAL", "PER G BOTH NORUN"],
  ),
  {
    guest: GUEST,
    before: ["per store range 400 run", "store psw 0 200"],
    line: "BEGIN",
    answer: [/^000204 ST {4}50100400/, disabled("5C5"), "CP"],
  },
  { before: ["per branch"], line: "PER END", answer: ["PER ENDED"] },
  { line: "PER G1 RUN", answer: ["PER STARTED"] },
  { guest: GUEST, line: "ADSTOP 208", answer: [], effect: says("display 208"), is: ["000208  0AB30244"] },
  {
    guest: GUEST,
    before: ["adstop 208", "store psw 0 200"],
    line: "BEGIN",
    answer: ["ADSTOP AT 000208", "CP"],
    effect: address,
    is: "208",
  },
  {
    guest: GUEST,
    before: ["adstop 208"],
    line: "ADSTOP OFF",
    answer: [],
    effect: says("display 208"),
    is: ["000208  80000244"],
  },
];

function sleeps({ vm }: Room): boolean {
  return vm("SMITH").state.console.sleepsUntil !== undefined;
}

/** Whether a printed file is open. */
function printed({ vm, wait }: Room): boolean {
  wait(20_000_000);
  const [data] = Object.values(vm("SMITH").state.devices)
    .filter(({ address }) => address === 0x00e)
    .map(({ data }) => data);
  return JSON.stringify(data).includes('"records":');
}

function tracedActivities({ vm }: Room): string[] {
  return Object.keys(vm("SMITH").state.console.trace);
}

/** STORE and what DISPLAY shows then. */
function stored(cases: readonly (readonly [line: string, where: string, shown: readonly string[]])[]): CommandCase[] {
  return cases.map(([line, where, shown]) => ({
    line,
    answer: ["STORE COMPLETE"],
    effect: says(`display ${where}`),
    is: shown,
  }));
}

/** TRACE, and what BEGIN at 200 answers. */
function traced(cases: readonly (readonly [line: string, lines: readonly RegExp[]])[]): CommandCase[] {
  return cases.map(([line, lines]) => ({
    guest: GUEST,
    before: AT_200,
    line,
    answer: ["TRACE STARTED"],
    effect: (room) => {
      const said = room.answer("smith", "begin").slice(0, -2);
      return said.length === lines.length && lines.every((each, i) => each.test(said[i])) ? "as it should" : said;
    },
    is: "as it should",
  }));
}
