/** Benchmarks of CP: what virtual machines take, in host time and in modelled ticks, beside the same programs on the bare machine. */
import { exitFigures } from "./cp-exits.ts";
import { loading } from "./cp-loading.ts";
import { type Benchmark, type CpFigure, measured, text } from "./cp-machine.ts";
import { shadowFigures } from "./cp-shadow.ts";

interface Listed extends Omit<Benchmark, "source"> {
  /** File of the guest's program. */
  readonly program: string;
  /** How often the program's loop is done, where not as often as it says. */
  readonly count?: number;
}

const BENCHMARKS: readonly Listed[] = [
  {
    name: "cp-compute",
    what: "1,400 million instructions, nothing for CP",
    program: "cp-compute",
    guests: 1,
    storage: 2 << 20,
    bare: true,
  },
  { name: "cp-trap", what: "200,000 SSM", program: "cp-trap", guests: 1, storage: 2 << 20, bare: true },
  {
    name: "cp-assist",
    what: "200,000 SSM, assisted",
    program: "cp-trap",
    guests: 1,
    storage: 2 << 20,
    bare: true,
    assisted: true,
  },
  {
    name: "cp-disk",
    what: "20,000 records of a minidisk",
    program: "cp-disk",
    guests: 1,
    storage: 2 << 20,
    bare: true,
  },
  {
    name: "cp-page",
    what: "8,960 touches of 448 pages in 1 MiB",
    program: "cp-page",
    guests: 1,
    storage: 1 << 20,
    bare: false,
  },
  {
    name: "cp-50",
    what: "50 guests at once, 4,000 SSM each",
    program: "cp-trap",
    count: 4_000,
    guests: 50,
    storage: 8 << 20,
    bare: true,
  },
];

const EXITS = "cp-exits";
const SHADOW = "cp-shadow";
const LOADING = "cp-ipl";

/** All of them, in order. */
export const cpNames: readonly string[] = [...BENCHMARKS.map(({ name }) => name), SHADOW, EXITS, LOADING];

/** Runs one so often. Throws RangeError for a name that is none of {@link cpNames}. */
export function cpFigures(name: string, rounds: number): CpFigure[] {
  if (name === SHADOW) return shadowFigures(rounds);
  if (name === EXITS) return exitFigures(rounds);
  if (name === LOADING) return [loading(name, rounds)];
  const listed = BENCHMARKS.find((each) => each.name === name);
  if (listed === undefined) throw new RangeError(`there is no benchmark ${name}`);
  return [measured({ ...listed, source: sourceOf(listed) }, rounds)];
}

function sourceOf({ program, count }: Listed): string {
  const given = text(`${program}.asm`);
  return count === undefined ? given : given.replace(/(?<=^COUNT +DC +F')\d+/m, `${count}`);
}
