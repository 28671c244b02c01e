/** A program in virtual machines under CP, and the same program on the bare machine, by the clock. */
import { readFileSync } from "node:fs";
import { costs } from "../../monitors/costs.ts";
import { ControlProgram } from "../../monitors/cp/control-program.ts";
import { readDirectory } from "../../monitors/cp/directory/index.ts";
import { sumOf } from "../../monitors/cp/dispatch/exits.ts";
import type { VmOptions } from "../../monitors/cp/state.ts";
import { formatPack } from "../../monitors/cp/storage/format.ts";
import { assemble } from "../../s370/assembler/index.ts";
import { Console3215, CountKeyDataDisk, DiskPack, diskType, System370 } from "../../s370/index.ts";
import { median } from "./measure.ts";

/** One run. */
export interface Took {
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

/** A program, and the machines that it is for. */
export interface Benchmark {
  readonly name: string;
  readonly what: string;
  /** The guest's program: what it begins with lies in its location 0. */
  readonly source: string;
  readonly guests: number;
  /** Bytes of real storage. */
  readonly storage: number;
  /** Whether the bare machine can run the same program: once for each guest. */
  readonly bare: boolean;
  readonly assisted?: boolean;
  /** The guest is in the V=R area, and the processor has the shadow-table-bypass assist too. */
  readonly virtualReal?: boolean;
  /** What the guest's SET STBYPASS says. */
  readonly bypass?: VmOptions["shadowBypass"];
}

/** Runs one so often, on the bare machine in turn. */
export function measured(benchmark: Benchmark, rounds: number): CpFigure {
  const under: (Took & { overhead: number; exits: number })[] = [];
  const bare: Took[] = [];
  for (let round = 0; round < rounds; round++) {
    under.push(underCp(benchmark));
    if (benchmark.bare) bare.push(onBareMachine(benchmark));
  }
  const { name, what, guests } = benchmark;
  const { seconds, ticks, overhead, exits } = median(under, (took) => took.seconds);
  const figure = { name, what, seconds, ticks, overhead, exits, exitTicks: overhead / exits };
  if (bare.length === 0) return { ...figure, exitNanoseconds: (seconds * 1e9) / exits };
  const alone = median(bare, (took) => took.seconds);
  return {
    ...figure,
    bareSeconds: alone.seconds * guests,
    bareTicks: alone.ticks * guests,
    exitNanoseconds: ((seconds - alone.seconds * guests) * 1e9) / exits,
  };
}

/** Seconds of the processor that something takes. */
export function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The text of a file beside this one. */
export function text(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

/** A 3350 of whole pages, all of them for spooling and paging; its first cylinders also serve as minidisks. */
export function pagePack(): CountKeyDataDisk {
  const type = diskType("3350");
  if (type === undefined) throw new Error("there is no 3350");
  const drive = new CountKeyDataDisk(type);
  drive.mount(
    new DiskPack(formatPack(type, { volume: "VMRES", allocations: [{ type: "TEMP", first: 20, last: 120 }] })),
  );
  return drive;
}

function segmentsOf({ name, source }: Benchmark): { readonly address: number; readonly bytes: Uint8Array }[] {
  const { errors, segments } = assemble(source);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message}`);
  return [...segments];
}

/** Bytes of a guest's storage. */
const GUEST_SIZE = 2 << 20;

function users(count: number, virtualReal: boolean): string {
  const entries = Array.from({ length: count }, (_, n) => [
    `USER U${n} PASS 2M 16M ABCDEFG`,
    `OPTION ECMODE REALTIMER${virtualReal ? " VIRT=REAL" : ""}`,
    "CONSOLE 009 3215",
    "MDISK 191 3350 0 10 VMRES MW",
  ]);
  return ["DIRECTORY 350 3350 VMRES", ...entries.flat()].join("\n");
}

function underCp(benchmark: Benchmark): Took & { overhead: number; exits: number } {
  const { name, guests, storage, assisted = false, virtualReal = false, bypass } = benchmark;
  const machine = new System370({
    storageSize: storage,
    assists: { virtualMachine: assisted, shadowBypass: virtualReal },
  });
  machine.channels.fastDevices = true;
  machine.attach(0x01f, new Console3215());
  machine.attach(0x350, pagePack());
  const segments = segmentsOf(benchmark);
  const control = new ControlProgram({
    storageSize: storage,
    directory: readDirectory("BENCH DIRECT", users(guests, virtualReal)).directory,
    ...(virtualReal && { virtualReal: GUEST_SIZE }),
    devices: [
      { address: 0x01f, type: "3215" },
      { address: 0x350, type: "3350" },
    ],
    prepared: Array.from({ length: guests }, (_, n) => ({ userid: `U${n}`, segments })),
  });
  machine.install(control, costs);
  const { cp } = control;
  const mine = () => cp.vms.filter(({ userid }) => userid.startsWith("U"));
  while (bypass !== undefined && mine().length < guests) machine.run({ ticks: machine.now + 100 });
  for (const { state } of mine()) state.options.shadowBypass = bypass;
  const seconds = timed(() => {
    do machine.run({ ticks: machine.now + 100_000 });
    while (mine().length < guests || mine().some(({ state }) => !state.stopped));
  });
  const vms = mine();
  if (vms.some((vm) => vm.instructionAddress() !== 0)) throw new Error(`${name}: a guest ended where it should not`);
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
  machine.attach(0x191, pagePack());
  for (const { address, bytes } of segmentsOf(benchmark)) machine.write(address, bytes);
  machine.setPsw("0000000000000200");
  const seconds = timed(() => machine.run({}));
  if (machine.psw.address !== 0) throw new Error(`${benchmark.name}: the bare machine ended where it should not`);
  return { seconds, ticks: machine.now - machine.waited };
}
