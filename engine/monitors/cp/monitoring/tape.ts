/** The monitor's tape: rewound, written block by block, and at the end two tape marks, rewind and unload (GC20-1807, "The MONITOR Command"). */
import { address3 } from "../commands/operands.ts";
import type { Cp } from "../cp.ts";
import type { Csw, RealDevice } from "../io/state.ts";
import * as status from "../io/status.ts";
import { systemOperator, tellOperator } from "../operator-messages.ts";
import type { MonitorSession, MonitorTape } from "./state.ts";

const KIND = "monitor tape";

const WRITE = 0x01;
const REWIND = 0x07;
const REWIND_UNLOAD = 0x0f;
const WRITE_TAPE_MARK = 0x1f;

const CHAIN_COMMAND = 0x40;
const SUPPRESS_LENGTH = 0x20;

/** Bytes of storage for channel programs. */
const AREA = 64;

const FAILED = (status.ERRORS & ~status.UNIT_EXCEPTION) >>> 0;

/** What a tape needs of the monitor. */
interface Owner {
  readonly session: MonitorSession | undefined;
  poke(): void;
  written(session: MonitorSession): void;
  ended(session: MonitorSession): void;
  stop(by: string): void;
  abandon(): void;
}

/** Set Mode commands of nine-track drives, by bits an inch. */
export const MODES: Readonly<Record<string, number | undefined>> = { "800": 0xcb, "1600": 0xc3, "6250": 0xd3 };

export class MonitorTapes {
  readonly #cp: Cp;
  readonly #owner: Owner;

  constructor(cp: Cp, owner: Owner) {
    this.#cp = cp;
    this.#owner = owner;
    cp.io.handle(KIND, (request, device, csw) => this.#ended(String(request.data), device, csw));
  }

  /** Absolute address of storage for channel programs. Throws `Wait` until there is a frame. */
  programArea(): number {
    return this.#cp.free.get(AREA);
  }

  release({ program, address }: MonitorTape): void {
    this.#cp.free.release(program, AREA);
    const device = this.#cp.io.device(address);
    if (device !== undefined) delete device.owner;
  }

  /** First of all. */
  rewind(tape: MonitorTape): void {
    this.#start(tape, "rewind", [[REWIND, 0, 1]]);
  }

  /** Has the first full buffer written; at the end, what ends a tape. */
  write(session: MonitorSession, tape: MonitorTape): void {
    if (!tape.ready || session.writing || tape.closing) return;
    const first = session.full.at(0);
    if (first !== undefined) {
      session.writing = true;
      const mode = tape.begun || tape.mode === undefined ? [] : [[tape.mode, 0, 1] as const];
      tape.begun = true;
      this.#start(tape, "write", [...mode, [WRITE, session.buffers[first.buffer], first.used]]);
    } else if (session.stopping !== undefined) {
      tape.closing = true;
      this.#start(tape, "close", [
        [WRITE_TAPE_MARK, 0, 1],
        [WRITE_TAPE_MARK, 0, 1],
        [REWIND_UNLOAD, 0, 1],
      ]);
    }
  }

  #start(
    { address, program }: MonitorTape,
    data: string,
    commands: readonly (readonly [command: number, address: number, count: number])[],
  ): void {
    const { host, io } = this.#cp;
    commands.forEach(([command, place, count], i) => {
      const flags = SUPPRESS_LENGTH | (i + 1 < commands.length ? CHAIN_COMMAND : 0);
      host.store32(program + 8 * i, ((command << 24) | place) >>> 0);
      host.store32(program + 8 * i + 4, ((flags << 24) | count) >>> 0);
    });
    io.start(address, { kind: KIND, program, key: 0, vm: 0, data });
  }

  #ended(what: string, device: RealDevice, csw: Csw): void {
    const owner = this.#owner;
    const { session } = owner;
    if (session?.output.kind !== "tape" || session.output.address !== device.address) return;
    const { output } = session;
    if (what === "close") return owner.ended(session);
    if (csw.low === 0 || (csw.low & FAILED) !== 0) {
      this.#tell(session, `TAPE ${address3(device.address)} ERROR`);
      output.ready = true;
      return owner.abandon();
    }
    if (what === "rewind") {
      output.ready = true;
      return owner.poke();
    }
    owner.written(session);
    if ((csw.low & status.UNIT_EXCEPTION) === 0 || session.stopping !== undefined) return;
    this.#tell(session, `TAPE ${address3(device.address)} END OF TAPE`);
    owner.stop(session.by);
  }

  /** To who has started it, and the operator. The text is this system's own. */
  #tell({ by }: MonitorSession, why: string): void {
    const text = `MONITOR STOPPED; ${why}`;
    const vm = this.#cp.user(by);
    if (vm !== undefined && vm !== systemOperator(this.#cp)) this.#cp.consoles.message(vm, text);
    tellOperator(this.#cp, text);
  }
}
