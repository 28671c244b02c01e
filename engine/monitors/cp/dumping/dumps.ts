/**
 * Dumps of CP: at the operator's PSW RESTART, real storage goes into a spool file for the reader of who looks after the system, and CP ends as by SHUTDOWN (GC20-1806,
 * "System Termination"). The next start finds the file as it finds all others.
 */

import { type Command, failed } from "../commands/commands.ts";
import { isWord } from "../commands/operands.ts";
import { subcommand } from "../commands/subcommands.ts";
import type { Cp } from "../cp.ts";
import { symbolTable } from "../diagnose/symbols.ts";
import { findUser } from "../directory/index.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";
import { tellOperator } from "../operator-messages.ts";
import { closeOutput } from "../spool/close.ts";
import { idleWriter, type SpoolOutput } from "../spool/state.ts";
import { writeRecords } from "./record-file.ts";
import { INFORMATION, informationRecord, KEYS, keyRecords, LOW_BYTES, PAGES, SYMBOLS } from "./records.ts";
import type { Dump } from "./state.ts";

/** PSW RESTART (GC20-1808, "CP Abend Codes"). */
const RESTARTED = "PSA002";
const CLASS = "A";

export class Dumps {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("system dump", () => this.#write());
    cp.commands.add(dumpCommands);
  }

  /** The operator has pressed PSW RESTART. Nothing else is done for virtual machines from here on. */
  restarted(): void {
    const cp = this.#cp;
    if (cp.state.dumping.current !== undefined || cp.state.shutDown) return;
    for (const vm of cp.vms) vm.state.stopped = true;
    tellOperator(cp, `DMKDMP908I SYSTEM FAILURE; CODE ${RESTARTED}`);
    cp.state.dumping.current = this.#begin(RESTARTED);
    cp.tasks.first("system dump", undefined);
  }

  /** Userid that gets dumps (SYSDUMP of SYSOPR). */
  get owner(): string {
    const { dumpUser, operator } = this.#cp.configuration;
    return dumpUser ?? operator ?? "OPERATOR";
  }

  #begin(code: string): Dump {
    const { host, configuration, state } = this.#cp;
    const { storageSize } = configuration;
    const frames = Array.from({ length: storageSize / PAGE }, (_, frame) => frame).filter((frame) => {
      const use = state.storage.frames[frame];
      return state.dumping.unit.all || frame * PAGE < at.FRAMES || use?.kind === "cp" || use?.kind === "block";
    });
    const words = (place: number, count: number): number[] =>
      Array.from({ length: count }, (_, i) => host.load32(place + 4 * i));
    const running = host.load32(at.RUNNING_USER);
    const registers = {
      general: running === 0 ? new Array<number>(16).fill(0) : words(running + at.GPRS, 16),
      control: words(at.OWN_CRS, 16),
      floating: running === 0 ? new Array<number>(8).fill(0) : words(running + at.FPRS, 8),
    };
    const information = informationRecord(
      host,
      registers,
      { size: storageSize, low: host.loadBytes(0, LOW_BYTES) },
      code,
      frames,
    );
    return {
      output: this.#output(),
      code,
      information,
      keys: keyRecords(host, storageSize),
      frames,
      written: 0,
      stored: 0,
      isCut: false,
    };
  }

  #output(): SpoolOutput {
    return {
      class: CLASS,
      continuous: false,
      hold: false,
      copies: 1,
      destination: { kind: "to", userid: this.owner },
      tag: "",
      writer: idleWriter(),
    };
  }

  /** Block by block, from where it has come to. Throws `Wait`. What there is no room for is left out. */
  #write(): void {
    const cp = this.#cp;
    const dump = cp.state.dumping.current;
    if (dump === undefined) return;
    cp.spool.ready();
    if (this.#writeAll(dump)) this.#close(dump);
    else tellOperator(cp, "SYSTEM DUMP FAILURE; NO SPACE AVAILABLE");
    cp.state.dumping.current = undefined;
    cp.tasks.add("shutdown", undefined);
  }

  /** False: nothing could be written. */
  #writeAll(dump: Dump): boolean {
    const cp = this.#cp;
    const made = {
      origin: "SYSTEM",
      device: "PUN",
      queue: "punch",
      class: CLASS,
      recordSize: PAGE,
      distribution: findUser(cp.users.current, this.owner)?.distribution ?? this.owner,
      content: "dump",
    } as const;
    const result = writeRecords(cp, dump, {
      made,
      records: PAGES + dump.frames.length,
      record: (record) => this.#record(dump, record),
      has: () => dump.output.writer.open?.file.blocks.length ?? 0,
    });
    if (result === "cut") tellOperator(cp, "SYSTEM DUMP FAILURE; NO SPACE AVAILABLE");
    return result !== "none";
  }

  #record({ information, keys, frames }: Dump, record: number): Uint8Array {
    if (record === SYMBOLS) return symbolTable();
    if (record === INFORMATION) return information;
    if (record < PAGES) return keys.subarray((record - KEYS) * PAGE, (record - KEYS + 1) * PAGE);
    return this.#cp.host.loadBytes(frames[record - PAGES] * PAGE, PAGE);
  }

  #close({ output, code }: Dump): void {
    closeOutput(this.#cp, output, { force: true, name: "CPDUMP", type: code });
  }
}

const dumpCommands: readonly Command[] = [
  subcommand(
    "SET",
    3,
    ["DUMP", 4],
    {
      classes: "AB",
      format: "AUTO [CP|ALL]",
      purpose: "Says what a dump of CP has: what is CP's own, or all of real storage. It goes to disk.",
    },
    (cp, _issuer, [unit, what]) => {
      if (unit === undefined) throw failed("CFS", 26, "OPERAND MISSING OR INVALID");
      const isAll = isWord(what, "ALL");
      if (!isWord(unit, "AUTO")) throw failed("CFS", 3, `INVALID OPTION - ${unit.toUpperCase()}`);
      if (what !== undefined && !isAll && !isWord(what, "CP"))
        throw failed("CFS", 3, `INVALID OPTION - ${what.toUpperCase()}`);
      cp.state.dumping.unit.all = isAll;
    },
  ),
  subcommand(
    "QUERY",
    1,
    ["DUMP", 4],
    { classes: "AB", format: "", purpose: "Tells what a dump of CP will have." },
    (cp, issuer) => issuer.say(`DUMP UNIT AUTO ${cp.state.dumping.unit.all ? "ALL" : "CP"}`),
  ),
];
