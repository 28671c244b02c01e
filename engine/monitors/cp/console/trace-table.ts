/**
 * CP's internal trace table (GC20-1807, "CP Trace Table"): in real storage, sixteen bytes for each thing that CP is entered for, the last of which the pointer in location
 * X'14' is behind. MONITOR START CPTRACE makes entries, STOP CPTRACE leaves them to be looked at by DCP. An entry:
 *
 *     0      what it is: X'01' external, X'02' SVC, X'03' program, X'05' I/O interruption, X'0A' a virtual machine is run
 *     1-3    VMBLOK of the virtual machine that had the processor, or gets it; 0: none
 *     4-7    interruption code, or device address
 *     8-15   the old PSW, or that under which the machine runs
 */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import { PAGE } from "../layout.ts";

/** First byte of the table, first behind it, next entry. */
const START = 0x0c;
const END = 0x10;
const CURRENT = 0x14;
const ENTRY = 16;
const RUN_USER = 0x0a;

/** Entry points of CP: entry's code, where the old PSW lies, and the halfword that says what it was. */
const ENTRIES: Readonly<Record<number, readonly [code: number, oldPsw: number, what: number]>> = {
  [at.ENTRY_EXTERNAL]: [0x01, at.EXTERNAL_OLD, at.EXTERNAL_CODE],
  [at.ENTRY_SVC]: [0x02, at.SVC_OLD, at.SVC_CODE],
  [at.ENTRY_PROGRAM]: [0x03, at.PROGRAM_OLD, at.PROGRAM_CODE],
  [at.ENTRY_IO]: [0x05, at.IO_OLD, at.IO_ADDRESS],
};

export class TraceTable {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  get isOn(): boolean {
    return this.#cp.state.tracing.on;
  }

  /** Begins, in a table of one frame. Throws `Wait` until there is one. */
  start(): void {
    const { state, host } = this.#cp;
    if (state.tracing.table === 0) {
      state.tracing.table = this.#cp.storage.take();
      host.store32(START, state.tracing.table);
      host.store32(END, state.tracing.table + PAGE);
      host.store32(CURRENT, state.tracing.table);
    }
    state.tracing.on = true;
  }

  stop(): void {
    this.#cp.state.tracing.on = false;
  }

  /** CP has been entered at one of its entry points. */
  entered(address: number): void {
    const entry = ENTRIES[address];
    if (!this.isOn || entry === undefined) return;
    const { host } = this.#cp;
    const [code, oldPsw, what] = entry;
    this.#add(code, host.load32(at.RUNNING_USER), host.load16(what), host.load32(oldPsw), host.load32(oldPsw + 4));
  }

  /** A virtual machine is about to run under the PSW at `RUN_PSW`. */
  runs(block: number): void {
    if (!this.isOn) return;
    const { host } = this.#cp;
    this.#add(RUN_USER, block, 0, host.load32(at.RUN_PSW), host.load32(at.RUN_PSW + 4));
  }

  #add(code: number, block: number, what: number, high: number, low: number): void {
    const { host } = this.#cp;
    const place = host.load32(CURRENT);
    [((code << 24) | block) >>> 0, what, high, low].forEach((word, i) => {
      host.store32(place + 4 * i, word);
    });
    const next = place + ENTRY;
    host.store32(CURRENT, next === host.load32(END) ? host.load32(START) : next);
  }
}
