/** Benchmarks of CP: what virtual machines take, in host time and in modelled ticks, beside the same programs on the bare machine. */
import { readFileSync } from "node:fs";
import { buildCms } from "../../guests/cms/build.ts";
import { CmsDisk } from "../../guests/cms/disk.ts";
import { geometryOf } from "../../guests/cms/geometry.ts";
import { costs } from "../../monitors/costs.ts";
import { ControlProgram } from "../../monitors/cp/control-program.ts";
import { readDirectory } from "../../monitors/cp/directory/index.ts";
import { sumOf } from "../../monitors/cp/dispatch/exits.ts";
import { formatPack } from "../../monitors/cp/storage/format.ts";
import { assemble } from "../../s370/assembler/index.ts";
import { blankPack, Console3215, CountKeyDataDisk, DiskPack, diskType, System370 } from "../../s370/index.ts";
import { median } from "./measure.ts";

/** One run. */
interface Took {
  /** Seconds of the processor. */
  readonly seconds: number;
  readonly ticks: number;
}

/** What a benchmark comes to: medians. */
export interface CpFigure {
  readonly name: string;
  readonly what: string;
  readonly seconds: number;
  /** The same program on the bare machine, where that can be. */
  readonly bareSeconds?: number;
  /** Ticks of the virtual machines' own, and what CP's work for them was charged. */
  readonly ticks?: number;
  readonly overhead?: number;
  readonly bareTicks?: number;
  /** How often CP was entered for them, and what one such exit takes beyond the bare machine's time: nanoseconds, ticks. */
  readonly exits?: number;
  readonly exitNanoseconds?: number;
  readonly exitTicks?: number;
}

interface Benchmark {
  readonly name: string;
  readonly what: string;
  /** File of the guest's program. */
  readonly program: string;
  readonly guests: number;
  /** Bytes of real storage. */
  readonly storage: number;
  /** Whether the bare machine runs the same program, once for each guest. */
  readonly bare: boolean;
  readonly assisted?: boolean;
  /** How often the program's loop is done, where not as often as it says. */
  readonly count?: number;
}

const BENCHMARKS: readonly Benchmark[] = [
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

const LOADING = "cp-ipl";

/** All of them, in order. */
export const cpNames: readonly string[] = [...BENCHMARKS.map(({ name }) => name), LOADING];

const folder = new URL("./", import.meta.url);
const text = (url: URL): string => readFileSync(url, "utf8");

/** Runs one so often. */
export function cpFigure(name: string, rounds: number): CpFigure {
  if (name === LOADING) return loading(rounds);
  const benchmark = BENCHMARKS.find((each) => each.name === name);
  if (benchmark === undefined) throw new RangeError(`there is no benchmark ${name}`);
  const under: (Took & { overhead: number; exits: number })[] = [];
  const bare: Took[] = [];
  for (let round = 0; round < rounds; round++) {
    under.push(underCp(benchmark));
    if (benchmark.bare) bare.push(onBareMachine(benchmark));
  }
  const { seconds, ticks, overhead, exits } = median(under, (took) => took.seconds);
  const figure = { name, what: benchmark.what, seconds, ticks, overhead, exits };
  if (bare.length === 0) return figure;
  const alone = median(bare, (took) => took.seconds);
  return {
    ...figure,
    bareSeconds: alone.seconds * benchmark.guests,
    bareTicks: alone.ticks * benchmark.guests,
    exitNanoseconds: ((seconds - alone.seconds * benchmark.guests) * 1e9) / exits,
    exitTicks: overhead / exits,
  };
}

function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function segmentsOf({ program, count }: Benchmark): { readonly address: number; readonly bytes: Uint8Array }[] {
  const given = text(new URL(`${program}.asm`, folder));
  const source = count === undefined ? given : given.replace(/(?<=^COUNT +DC +F')\d+/m, `${count}`);
  const { errors, segments } = assemble(source);
  if (errors.length > 0) throw new Error(`${program}: ${errors[0].message}`);
  return [...segments];
}

/** A 3350 of whole pages, all of them for spooling and paging; its first cylinders also serve as minidisks. */
function pagePack(): CountKeyDataDisk {
  const type = diskType("3350");
  if (type === undefined) throw new Error("there is no 3350");
  const drive = new CountKeyDataDisk(type);
  drive.mount(
    new DiskPack(formatPack(type, { volume: "VMRES", allocations: [{ type: "TEMP", first: 20, last: 120 }] })),
  );
  return drive;
}

function users(count: number): string {
  const entries = Array.from({ length: count }, (_, n) => [
    `USER U${n} PASS 2M 16M ABCDEFG`,
    "OPTION ECMODE REALTIMER",
    "CONSOLE 009 3215",
    "MDISK 191 3350 0 10 VMRES MW",
  ]);
  return ["DIRECTORY 350 3350 VMRES", ...entries.flat()].join("\n");
}

function underCp(benchmark: Benchmark): Took & { overhead: number; exits: number } {
  const { program, guests, storage, assisted } = benchmark;
  const machine = new System370({ storageSize: storage, assists: { virtualMachine: assisted === true } });
  machine.channels.fastDevices = true;
  machine.attach(0x01f, new Console3215());
  machine.attach(0x350, pagePack());
  const segments = segmentsOf(benchmark);
  const control = new ControlProgram({
    storageSize: storage,
    directory: readDirectory("BENCH DIRECT", users(guests)).directory,
    devices: [
      { address: 0x01f, type: "3215" },
      { address: 0x350, type: "3350" },
    ],
    prepared: Array.from({ length: guests }, (_, n) => ({ userid: `U${n}`, segments })),
  });
  machine.install(control, costs);
  const { cp } = control;
  const mine = () => cp.vms.filter(({ userid }) => userid.startsWith("U"));
  const seconds = timed(() => {
    do machine.run({ ticks: machine.now + 100_000 });
    while (mine().length < guests || mine().some(({ state }) => !state.stopped));
  });
  const vms = mine();
  if (vms.some((vm) => vm.instructionAddress() !== 0)) throw new Error(`${program}: a guest ended where it should not`);
  const sum = (of: (vm: (typeof vms)[number]) => number): number => vms.reduce((total, vm) => total + of(vm), 0);
  return {
    seconds,
    ticks: sum(({ state }) => state.time.virtual),
    overhead: sum(({ state }) => state.time.overhead),
    exits: sum(({ state }) => sumOf(state.exits).count),
  };
}

function onBareMachine(benchmark: Benchmark): Took {
  const machine = new System370({ storageSize: 2 << 20 });
  machine.channels.fastDevices = true;
  if (benchmark.program === "cp-disk") machine.attach(0x191, pagePack());
  for (const { address, bytes } of segmentsOf(benchmark)) machine.write(address, bytes);
  machine.setPsw("0000000000000200");
  const seconds = timed(() => machine.run({}));
  return { seconds, ticks: machine.now - machine.waited };
}

/** From IPL of the CMS-style system to its ready prompt. */
function loading(rounds: number): CpFigure {
  const took = Array.from({ length: rounds }, () => loadCms());
  const { seconds, ticks } = median(took, (each) => each.seconds);
  return { name: LOADING, what: "IPL of the CMS-style system, to its ready prompt", seconds, ticks };
}

function loadCms(): Took {
  const type = diskType("3330");
  if (type === undefined) throw new Error("there is no 3330");
  const pack = new DiskPack(blankPack(type, { volume: "CMSVOL" }));
  const cms = buildCms((path) => text(new URL(`../../guests/cms/${path}`, import.meta.url)));
  new CmsDisk(geometryOf("3330", 10), "CMSSYS").install(cms).close().writeTo(pack, 1);
  new CmsDisk(geometryOf("3330", 5), "OWN191").close().writeTo(pack, 20);
  const drive = new CountKeyDataDisk(type);
  drive.mount(pack);
  const terminal = new Console3215();
  const machine = new System370({ storageSize: 4 << 20 });
  machine.channels.fastDevices = true;
  machine.attach(0x009, terminal);
  machine.attach(0x01f, new Console3215());
  machine.attach(0x330, drive);
  machine.attach(0x350, pagePack());
  const directory = [
    "DIRECTORY 350 3350 VMRES",
    "USER OPERATOR OPER 256K 1M ABCDEFG",
    "CONSOLE 009 3215",
    "USER A PASS 512K 16M G",
    "OPTION ECMODE",
    "CONSOLE 009 3215",
    "MDISK 190 3330 1 10 CMSVOL RR",
    "MDISK 191 3330 20 5 CMSVOL MR",
  ].join("\n");
  const control = new ControlProgram({
    storageSize: 4 << 20,
    directory: readDirectory("BENCH DIRECT", directory).directory,
    devices: [0x009, 0x01f]
      .map((address) => ({ address, type: "3215" }))
      .concat([
        { address: 0x330, type: "3330" },
        { address: 0x350, type: "3350" },
      ]),
    operatorTerminal: 0x01f,
  });
  machine.install(control, costs);
  const until = (words: RegExp): void => {
    for (let slice = 0; slice < 2_000 && !words.test(terminal.text); slice++)
      machine.run({ ticks: machine.now + 10_000 });
    if (!words.test(terminal.text)) throw new Error(`the terminal never showed ${words}: ${terminal.text}`);
  };
  until(/ONLINE/);
  machine.input(0x009, "logon a pass");
  until(/LOGON AT/);
  const began = machine.now;
  machine.input(0x009, "ipl 190");
  const seconds = timed(() => {
    // It reads a first line before it says that it is ready.
    until(/VERSION/);
    machine.input(0x009, "set rdymsg smsg");
    until(/R;/);
  });
  return { seconds, ticks: machine.now - began };
}
