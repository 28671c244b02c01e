/** The monitor's spool file, for the reader of a virtual machine: each block is a record of it (GC20-1807, "The MONITOR Command"). */
import { timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { findUser } from "../directory/index.ts";
import { tellOperator } from "../operator-messages.ts";
import { closeOutput } from "../spool/close.ts";
import { idleWriter, type SpoolOutput } from "../spool/state.ts";
import { writeRecord } from "../spool/writer.ts";
import type { MonitorSession, MonitorSpool } from "./state.ts";

/** Class of the file unless SYSMON says otherwise. */
const CLASS = "M";
const WRITE = 0x01;
/** Bytes of a block: what a spool file's first page has room for. */
const CAPACITY = 3848;

/** What a spool file needs of the monitor. */
interface Owner {
  readonly session: MonitorSession | undefined;
  written(session: MonitorSession): void;
  ended(session: MonitorSession): void;
  stop(by: string): void;
  /** Nothing more can be written. */
  abandon(): void;
}

/** A spool file to be written for a user. */
export function newSpool(cp: Cp, userid: string): MonitorSpool {
  const output: SpoolOutput = {
    class: CLASS,
    continuous: false,
    hold: false,
    copies: 1,
    destination: { kind: "to", userid },
    tag: "",
    writer: idleWriter(),
  };
  return { kind: "spool", userid, output, begunAt: cp.host.microseconds(), blocks: 0, sampled: 0, closing: false };
}

export class MonitorSpools {
  readonly #cp: Cp;
  readonly #owner: Owner;

  constructor(cp: Cp, owner: Owner) {
    this.#cp = cp;
    this.#owner = owner;
  }

  /** Bytes of a block. */
  get capacity(): number {
    return CAPACITY;
  }

  /** Writes what is full; closes the file where that is asked for. Throws `Wait` until what it needs is there. */
  write(session: MonitorSession, spool: MonitorSpool): void {
    const cp = this.#cp;
    // What was closed has to be in its queue before anything else is written.
    if (spool.output.writer.open?.closing === true) this.#close(spool);
    while (session.full.length > 0) {
      const [{ buffer, used }] = session.full;
      const block = cp.host.loadBytes(session.buffers[buffer], used);
      if (writeRecord(cp, spool.output.writer, made(cp, spool), WRITE, block) === "full") {
        tellOperator(cp, "MONITOR STOPPED; NO SPOOL SPACE");
        this.#owner.abandon();
        break;
      }
      spool.blocks++;
      this.#owner.written(session);
      const { limit } = cp.state.monitoring;
      if (limit !== undefined && limit.action !== "sample" && spool.blocks >= limit.blocks)
        this.#atLimit(session, spool);
    }
    if (spool.closing || session.stopping !== undefined) this.#close(spool);
    if (session.stopping !== undefined && session.full.length === 0) this.#owner.ended(session);
  }

  #atLimit(session: MonitorSession, spool: MonitorSpool): void {
    if (this.#cp.state.monitoring.limit?.action === "stop") this.#owner.stop(session.by);
    else this.#close(spool);
  }

  #close(spool: MonitorSpool): void {
    const type = timeOfDay(this.#cp, spool.begunAt).replaceAll(":", "");
    closeOutput(this.#cp, spool.output, { force: true, name: "MONITOR", type });
    spool.closing = false;
    spool.blocks = 0;
    spool.sampled = 0;
    spool.begunAt = this.#cp.host.microseconds();
  }
}

function made(cp: Cp, { userid }: MonitorSpool) {
  return {
    origin: "SYSTEM",
    device: "PUN",
    content: "monitor",
    queue: "punch",
    class: CLASS,
    recordSize: CAPACITY,
    distribution: findUser(cp.users.current, userid)?.distribution ?? userid,
  } as const;
}
