/**
 * Cases about all command codes of the channel-to-channel adapter, whose bits that have no name do not count (GA22-6983,
 * "Commands"): each family in a loop over its codes, on the side that gives them, with what meets it on the other.
 */
import { adapter } from "./adapter-programs.ts";
import type { DeviceCase } from "./device-case.ts";

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");

/** Codes in which bits are as a pattern says: "x0xxx011". */
function codes(pattern: string, but: readonly number[] = []): number[] {
  return Array.from({ length: 256 }, (_, code) => code).filter((code) => {
    const bits = code.toString(2).padStart(8, "0");
    return [...pattern].every((bit, at) => bit === "x" || bit === bits[at]) && !but.includes(code);
  });
}

/** Asks a side until it has status. */
const until = (side: string): string => `         LA    1,X'${side}'
         XC    64(8),64
         TIO   0(1)
         BC    11,*-4
         BALR  0,0
         BAL   14,IOASKED
`;

/** How a family's codes are given: on the first side (040), which then waits for the second, or on the second. */
type Role = "first" | "second";

/** Where what the operations have read is gathered, 8 bytes for each. */
const GATHERED = "8000";

/**
 * Two sides meet once for each code. `first` and `second`: the CCWs, of which the one that has the role gets the codes.
 * `before` and `behind`: statements around the loop; `ending`: those that ask how the second side's operation has ended.
 */
function family(
  what: string,
  given: readonly number[],
  { role, first, second, before = "", behind = "", ending = until("041"), ...more }: {
    readonly role: Role;
    readonly first: string;
    readonly second: string;
    readonly before?: string;
    readonly behind?: string;
    readonly ending?: string;
    readonly patches?: Readonly<Record<string, string>>;
  } & Pick<DeviceCase, "differs" | "expected">,
): DeviceCase {
  const steps = `${before}         LA    6,CODES
         L     7,=A(X'${GATHERED}')
LOOP     MVC   ${role === "first" ? "FIRST" : "SECOND"}(1),0(6)
         BEGIN X'040',FIRST
${until("041")}         BEGIN X'041',SECOND
${until("040")}${ending}         MVC   0(8,7),INPUT
         MVC   INPUT(8),=8X'EE'
         LA    7,8(7)
         LA    6,1(6)
         CLI   0(6),0
         BNE   LOOP
${behind}`;
  const data = `         LTORG
FIRST    CCW   ${first}
SECOND   CCW   ${second}
CODES    DC    X'${given.map(hex).join("")}'
         DC    X'00'
`;
  return adapter(what, steps, { data, areas: [[GATHERED, 8 * given.length]], ...more });
}

const READ = "X'02',INPUT,X'20',8";
const READ_BACKWARD = "X'0C',INPUT+7,X'20',8";
const WRITE = "X'01',OUTPUT,X'20',8";
const SENSE_COMMAND_BYTE = "X'14',INPUT,X'20',1";
const CONTROL = "X'07',0,X'20',1";

const halves = (given: readonly number[]): (readonly number[])[] => [given.slice(0, given.length / 2), given.slice(given.length / 2)];

/** Results of the loop, so many for each code, where they are other ones than there. `before`: slots before the loop. */
function each(codes: readonly number[], results: Readonly<Record<number, string>>, slots = 5, before = 0): Record<string, string> {
  const all = codes.map((_, at) =>
    Object.entries(results).map(([slot, text]) => [`slot ${before + slots * at + Number(slot)}`, text] as const),
  );
  return Object.fromEntries(all.flat());
}

const AT_ONCE = {
  differs: "GA22-6983, Control: channel end comes at once, and device end when the other side has sensed the command. Hercules gives both then.",
  results: { 1: "begin 040 cc 1 csw 00 000000 08 00 0000", 4: "ask 040 cc 1 csw 00 000000 04 00 0000" },
};

const CONTROLS = codes("xxxxx111");
const SENSES = codes("xxx10100");
const BACKWARD = codes("xxxx1100");
const ENDS_OF_FILE = codes("1xxxxx01");
const NO_OPERATIONS = codes("x0xxx011");
const BASIC = codes("01xxx011");
const EXTENDED = codes("11xxx011");

const NOP = `         IO    X'040',NOP
         IO    X'041',NOP
`;

/** Without a program on the other side, and what is no command in extended mode. */
const REFUSED = `         IO    X'040',EXTENDED
         IO    X'040',REFUSED
         IO    X'041',NOP
         IO    X'040',REFUSED2
`;

export const cases: readonly DeviceCase[] = [
  ...halves(codes("xxxxxx10")).map((given) =>
    family(`reads ${hex(given[0])} to ${hex(given.at(-1) ?? 0)} are met by writes`, given, { role: "first", first: READ, second: WRITE }),
  ),
  family("reads backward are met by writes", BACKWARD, {
    role: "first",
    first: READ_BACKWARD,
    second: WRITE,
    differs: "Bytes of READ BACKWARD go into storage from the last one on (GA22-7000, Read Backward); from Hercules's adapter they do not.",
    expected: { [GATHERED]: "C8C7C6C5C4C3C2C1".repeat(BACKWARD.length) },
  }),
  ...halves(codes("xxxxxx01")).map((given) =>
    family(`writes ${hex(given[0])} to ${hex(given.at(-1) ?? 0)} meet reads`, given, { role: "second", first: READ, second: WRITE }),
  ),
  family("controls are met by sensing the command byte", CONTROLS, {
    role: "first",
    first: CONTROL,
    second: SENSE_COMMAND_BYTE,
    differs: AT_ONCE.differs,
    expected: each(CONTROLS, AT_ONCE.results),
  }),
  family("the command byte is sensed in each way", SENSES, {
    role: "second",
    first: CONTROL,
    second: SENSE_COMMAND_BYTE,
    differs: AT_ONCE.differs,
    expected: each(SENSES, AT_ONCE.results),
  }),
  family("in extended mode each end of file ends a read", ENDS_OF_FILE, {
    role: "second",
    first: READ,
    second: "X'81',0,X'20',1",
    before: `${NOP}         IO    X'040',EXTENDED
         IO    X'041',EXTENDED
`,
    ending: "",
    differs: "GA22-6983, Write End of File: it has no data, and is over at once. Hercules ends it as a write, with the next read, whose attention is lost.",
    expected: {
      ...each(ENDS_OF_FILE, { 2: "ask 041 cc 1 csw 00 000000 80 00 0000", 3: "begin 041 cc 1 csw 00 000000 0C 00 0000", 4: "ask 040 cc 1 csw 00 001198 0D 00 0008" }, 4, 4),
      [GATHERED]: "EE".repeat(8 * ENDS_OF_FILE.length),
    },
  }),
  adapter("each no-operation", NO_OPERATIONS.map((code) => `         IO    X'040',N${hex(code)}\n`).join(""), {
    data: `         LTORG\n${NO_OPERATIONS.map((code) => `N${hex(code)}      CCW   X'${hex(code)}',0,X'20',1\n`).join("")}`,
  }),
  adapter(
    "each mode set: in extended mode there is a sense byte",
    NOP + EXTENDED.map((code, at) => `         IO    X'040',M${hex(code)}
         IO    X'040',SENSE
         IO    X'040',M${hex(BASIC[at])}
         IO    X'040',SENSE
`).join(""),
    {
      data: `         LTORG\nSENSE    CCW   X'04',INPUT,X'20',1\n${[...BASIC, ...EXTENDED].map((code) => `M${hex(code)}      CCW   X'${hex(code)}',0,X'20',1\n`).join("")}`,
      differs: "GA22-6983, Basic Mode: SENSE is a command of extended mode only. Hercules has it in both.",
      expected: each(EXTENDED, { 4: `io 040 cc 1 csw 00 000000 02 00 0000 sense ${"0".repeat(48)} left 0000` }, 4, 2),
      // Of all these codes it has one each; X'E3' is something else there, which never ends.
      patches: Object.fromEntries([...BASIC.map((code) => [`M${hex(code)}`, "43"]), ...EXTENDED.map((code) => [`M${hex(code)}`, "C3"])]),
    },
  ),
  adapter("in extended mode: nobody on the other side, and a code that is none", REFUSED, {
    data: `         LTORG
REFUSED  CCW   X'03',0,X'20',1
REFUSED2 CCW   X'24',INPUT,X'20',1
`,
    differs: "GA22-6983, Sense Byte: intervention required until a program has begun on the other side; command reject. Hercules asks only whether the other side is there.",
    patches: { REFUSED2: "03" },
    expected: {
      "slot 2": `io 040 cc 1 csw 00 000000 02 00 0000 sense ${"40".padEnd(48, "0")} left 0017`,
      "slot 4": `io 040 cc 1 csw 00 000000 02 00 0000 sense ${"80".padEnd(48, "0")} left 0017`,
    },
  }),
];
