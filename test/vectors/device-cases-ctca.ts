/** Cases about the channel-to-channel adapter, with both sides on one machine. */
import { adapter, WHILE } from "./adapter-programs.ts";
import type { DeviceCase } from "./device-case.ts";

/** A command of the second side for which the first one waits; then both are asked how they have ended. */
function meets(command: string): string {
  return `         BEGIN X'041',${command}
${WHILE}${WHILE}${WHILE}         ASK   TIO,X'040'
         ASK   TIO,X'041'
`;
}

/** A command of the first side, which gives the second one attention. */
function begins(command: string): string {
  return `         BEGIN X'040',${command}
${WHILE}         ASK   TIO,X'041'
`;
}

const EXTEND = `         IO    X'040',NOP
         IO    X'041',NOP
         IO    X'040',EXTENDED
         IO    X'041',EXTENDED
`;
const BACK = `         IO    X'040',BASIC
         IO    X'041',BASIC
`;

export const cases: readonly DeviceCase[] = [
  adapter(
    "a read is met by a write; what does not go with a read is refused",
    `${begins("READ")}         IO    X'041',SCB
         IO    X'041',NOP
         IO    X'041',READ
         IO    X'041',CONTROL
${meets("WRITE")}`,
  ),
  adapter(
    "a write is met by a read; what does not go with a write is refused",
    `${begins("WRITE")}         IO    X'041',SCB
         IO    X'041',NOP
         IO    X'041',WRITE
         IO    X'041',CONTROL
${meets("READ")}`,
  ),
  adapter("a short write ends a read", `${begins("READ")}${meets("WRITE4")}`),
  adapter("a short write, met by a read", `${begins("WRITE4")}${meets("READ")}`),
  adapter("a short read ends a write", `${begins("WRITE")}${meets("READ4")}`, {
    differs: `GA22-7000, "Count": what has not been taken is left. Hercules has the whole count written.`,
    expected: { "slot 4": "ask 040 cc 1 csw 00 001100 0C 00 0004" },
  }),
  adapter("nothing is outstanding", `         IO    X'041',SCB
         IO    X'040',NOP
         ASK   TIO,X'040'
         ASK   TIO,X'041'
`),
  adapter("modes, and a command byte", `${EXTEND}${begins("READ")}         IO    X'041',SCB
${meets("WRITE")}${BACK}`),
  adapter("end of file ends a read", `${EXTEND}${begins("READ")}${meets("ENDFILE")}${BACK}`, {
    differs: `GA22-6983, "Write End of File": it has no data, and is over at once. Hercules ends it as a write, and stores what was read before.`,
    expected: {
      "slot 7": "begin 041 cc 1 csw 00 000000 0C 00 0000",
      "slot 8": "ask 040 cc 1 csw 00 001138 0D 00 0008",
      "slot 9": "ask 041 cc 0 csw 00 000000 00 00 0000",
      INPUT: "EE".repeat(9),
    },
  }),
  adapter("end of file ends the next read", `${EXTEND}         IO    X'041',ENDFILE
${WHILE}         IO    X'040',READ
         IO    X'041',NOP
${BACK}`, {
    differs: `GA22-6983, "Write End of File": the read has no data. Hercules stores what was read before.`,
    expected: { "slot 6": "io 040 cc 0 csw 00 0010F0 0D 00 0008", INPUT: "EE".repeat(9) },
  }),
  adapter("control is met by sensing the command byte", `${begins("CONTROL")}${meets("SCB")}         IO    X'041',NOP
`, {
    differs: `GA22-6983, "Control": channel end comes at once, and device end when the other side has sensed the command. Hercules gives both then.`,
    expected: {
      "slot 1": "begin 040 cc 1 csw 00 000000 08 00 0000",
      "slot 4": "ask 040 cc 1 csw 00 000000 04 00 0000",
    },
  }),
];
