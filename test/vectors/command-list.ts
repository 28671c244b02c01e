/** Cases that give a device one command after the other, each in an operation of its own, with what it reads in an area of its own. */
import type { DeviceCase } from "./device-case.ts";

/** A command. What goes out, or how much may come in; neither where it has no data. */
export interface GivenCommand {
  /** Two hexadecimal digits. */
  readonly code: string;
  readonly out?: string;
  readonly in?: number;
  /** The next command is chained to it: both are one operation, of which the last command says how it ends. */
  readonly chains?: boolean;
  /** Incorrect length is not suppressed. */
  readonly exact?: boolean;
  /** How it ends here where it ends otherwise there: unit status and what is left of the count ("0C 0000"). */
  readonly ends?: string;
  /** The same for one that is refused, or immediate: unit status, condition code 1, and sense bytes ("02", "80"). */
  readonly stored?: readonly [status: string, sense?: string];
  /** What has been read here where it is something else there. */
  readonly holds?: string;
  /** The stage to which the program comes behind it; then it awaits an interruption. */
  readonly stage?: number;
}

const ORIGIN = 0x1000;
const AREA = 0x8000;
/** Bytes of IO, STAGE, AWAIT and DONE. */
const SIZES = { io: 12, stage: 4, await: 4, done: 4 };
const SENSE_ASKED = 24;
/** Of tapes: bytes come from the last one on. */
const READ_BACKWARD = "0C";

/** The case. `senseBytes`: how many the device has here. What the commands say is `expected` comes to what the case says. */
export function commandList(
  { device, senseBytes, commands, ...given }: Omit<DeviceCase, "source" | "areas"> & {
    readonly device: string;
    readonly senseBytes: number;
    readonly commands: readonly GivenCommand[];
  },
): DeviceCase {
  const statements: string[] = [];
  const constants: string[] = [];
  const areas: (readonly [string, number])[] = [];
  const expected: Record<string, string> = { ...given.expected };
  const stages = commands.filter(({ stage }) => stage !== undefined).length;
  const starts = commands.filter((_, at) => !commands[at - 1]?.chains).length;
  const first = ORIGIN + SIZES.io * starts + (SIZES.stage + SIZES.await) * stages + SIZES.done;
  let area = AREA;
  let slots = 0;
  const ccws = commands.map(({ code, out, in: most, chains, exact, ends, stored, holds, stage }, at) => {
    if (!commands[at - 1]?.chains) {
      statements.push(`         IO    X'${device}',C${at}`);
      slots++;
    }
    const key = `slot ${slots}`;
    const next = (Math.ceil(first / 8) * 8 + 8 * (at + 1)).toString(16).toUpperCase().padStart(6, "0");
    if (ends !== undefined) expected[key] = `io ${device} cc 0 csw 00 ${next} ${ends.replace(" ", " 00 ")}`;
    if (stored !== undefined) {
      const left = (SENSE_ASKED - senseBytes).toString(16).toUpperCase().padStart(4, "0");
      const sense = stored[1] === undefined ? "" : ` sense ${stored[1].padEnd(48, "0")} left ${left}`;
      expected[key] = `io ${device} cc 1 csw 00 000000 ${stored[0]} 00 0000${sense}`;
    }
    if (stage !== undefined) {
      statements.push(`         STAGE ${stage}`, "         AWAIT");
      slots++;
    }
    const flags = ((exact ? 0 : 0x20) | (chains ? 0x40 : 0)).toString(16).padStart(2, "0");
    if (most !== undefined) {
      const name = area.toString(16).toUpperCase();
      const from = code === READ_BACKWARD ? (area + most - 1).toString(16).toUpperCase() : name;
      areas.push([name, most]);
      if (holds !== undefined) expected[name] = holds.padEnd(2 * most, "0");
      area += Math.ceil(most / 16) * 16;
      return `C${at}`.padEnd(8) + ` CCW   X'${code}',X'${from}',X'${flags}',${most}`;
    }
    for (let from = 0; out !== undefined && from < out.length; from += 40)
      constants.push(`${(from === 0 ? `D${at}` : "").padEnd(8)} DC    X'${out.slice(from, from + 40)}'`);
    return `C${at}`.padEnd(8) + ` CCW   X'${code}',${out === undefined ? 0 : `D${at}`},X'${flags}',${out === undefined ? 1 : out.length / 2}`;
  });
  return {
    ...given,
    source: `\n${[...statements, "         DONE", ...ccws, ...constants].join("\n")}\n`,
    ...(areas.length > 0 && { areas }),
    ...(Object.keys(expected).length > 0 && { expected }),
  };
}
