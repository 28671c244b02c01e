/** Attackers beside a witness: a CP in which virtual machines do their worst, and one that has work to do. */
import type { PreparedMachine } from "../../../../../engine/monitors/cp/cp.ts";
import { hex, program } from "../../support.ts";
import { type CpMachine, cpMachine, type Options } from "../support.ts";
import { ATTACKERS, DIALED, DISPLAY, roomFor, untouchable, VIRTUAL_REAL } from "./room.ts";
import { expected, preparedWitness, SAVER } from "./witness.ts";

/** Terminals: A's, the operator's. */
const TERMINAL = 0x009;
const OPERATOR = 0x01f;

/** A CP under attack. */
export interface Siege extends CpMachine {
  /** Runs until the witness has ended, at most so many ticks more: whether it has. */
  readonly untilWitnessEnds: (ticks: number) => boolean;
  /** What the witness has come to, "" while it runs: "600D" and its number, as a rule. */
  readonly result: () => string;
  /** What it should have come to. */
  readonly expected: string;
  /** Whether all is as it was on the disk where no attacker may write. */
  readonly isDiskWhole: () => boolean;
  /** Logs users on, who are not there, with other programs. */
  readonly replace: (programs: readonly PreparedMachine[]) => void;
  /** The operator forces users off. */
  readonly force: (userids: readonly string[]) => void;
  /** Everybody is forced off, and what they have left in the spool is purged: until that is done, or a minute has passed. */
  readonly end: () => void;
  /** Has the operator give a command. */
  readonly operator: (line: string) => void;
  readonly run: (ticks: number) => void;
}

export interface SiegeOptions extends Options {
  /** How often the witness goes round. */
  readonly rounds?: number;
  /** Privilege classes of attackers. */
  readonly classes?: string;
  /** Their storage. */
  readonly size?: string;
  /** Last cylinder of the volume for pages and spooling, of which the first is 5: 10 unless given. */
  readonly lastTemporary?: number;
  /** What they have besides: see `RoomOptions`. */
  readonly rich?: boolean;
  /** Real devices take no time. */
  readonly fast?: boolean;
}

/** Programs from address 0 on, for attackers A, B, …; A's user is at a terminal, B's at a display where there is one, the others are disconnected. */
export function prepared(programs: readonly (string | Uint8Array)[], rich = false): PreparedMachine[] {
  return programs.map((text, i) => ({
    userid: ATTACKERS[i],
    segments: typeof text === "string" ? program(text).segments : [{ address: 0, bytes: text }],
    ...(i === 0 && { terminal: TERMINAL }),
    ...(i === 1 && rich && { terminal: DISPLAY }),
  }));
}

/** CP with a witness, with attackers' programs from the start. */
export function siege(programs: readonly (string | Uint8Array)[], options: SiegeOptions = {}): Siege {
  const { rounds = 2, classes = "G", size = "256K", lastTemporary = 10, rich = false, fast = false, ...rest } = options;
  const { disk, devices, source, configuration } = roomFor({ classes, size, lastTemporary, rich });
  const all = [preparedWitness(rounds, rich), ...prepared(programs, rich)];
  const machines: PreparedMachine[] = rich ? [{ userid: "SAVER", segments: program(SAVER).segments }] : [...all];
  const { storageSize = 0x200000 } = rest;
  const cp = cpMachine([], {
    source,
    operatorTerminal: OPERATOR,
    prepared: machines,
    more: devices,
    ...configuration,
    ...rest,
    storageSize: storageSize + (rich ? VIRTUAL_REAL : 0),
  });
  cp.machine.channels.fastDevices = fast;
  const run = (ticks: number): void => {
    cp.machine.run({ ticks: cp.machine.now + ticks });
  };
  const operator = (line: string): void => {
    cp.machine.input(OPERATOR, line);
    run(400_000);
  };
  const force = (userids: readonly string[]): void => {
    for (const userid of userids) cp.machine.input(OPERATOR, `FORCE ${userid}`);
    run(400_000);
  };
  const end = (): void => {
    const isOver = (): boolean => cp.cp.vms.length === 1 && cp.cp.state.tasks.length === 0;
    const there = (): string[] => cp.cp.vms.map(({ userid }) => userid).filter((userid) => userid !== "OPERATOR");
    force(there());
    for (let tries = 1; tries < 150 && !isOver(); tries++) {
      // Some may have been logged on by others meanwhile.
      if (tries % 10 === 0) force(there());
      // Whoever is at a display where nobody is logged on goes on reading.
      if (rich && tries % 10 === 5) for (const at of [DISPLAY, DIALED]) cp.machine.input(at, "[clear]");
      run(400_000);
    }
    operator("PURGE SYSTEM ALL");
    run(400_000);
  };
  const result = (): string => {
    const found = cp.cp.user("W");
    if (found === undefined || !found.state.stopped) return "";
    const { block } = found;
    const psw = hex(cp.machine.read(block + 6, 2));
    return `${psw} ${hex(cp.machine.read(block + 8 + 4 * 7, 4))}`;
  };
  const replace = (others: readonly PreparedMachine[]): void => {
    for (const other of others) {
      machines.push(other);
      cp.cp.tasks.add("prepare", machines.length - 1);
    }
    // CP is entered.
    cp.machine.input(OPERATOR, "QUERY TIME");
  };
  if (rich) {
    // The shared segment is there before anybody else is.
    const isSaved = (): boolean => cp.cp.user("SAVER")?.psw().low === 0xd01e;
    for (let n = 0; n < 100 && !isSaved(); n++) run(100_000);
    cp.machine.input(OPERATOR, "FORCE SAVER");
    // Punches are for whom they are dedicated to, not for files.
    cp.machine.input(OPERATOR, "DRAIN ALL");
    for (const [address] of devices) if (address >> 8 === 4) cp.machine.input(address, "mount scratch feet=40");
    run(1_000_000);
    replace(all);
  }
  const before = untouchable(disk);
  return {
    ...cp,
    run,
    operator,
    force,
    end,
    result,
    isDiskWhole: () => untouchable(disk) === before,
    expected: `600D ${expected(rounds)}`,
    replace,
    untilWitnessEnds: (ticks) => {
      const end = cp.machine.now + ticks;
      while (cp.machine.now < end && result() === "") run(20_000);
      return result() !== "";
    },
  };
}
