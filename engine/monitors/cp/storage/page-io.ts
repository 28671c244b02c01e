/** Pages between frames and disks of CP's: one channel program each (SY20-0886, "DMKPAG"). */
import type { Cp } from "../cp.ts";
import type { Csw } from "../io/state.ts";
import { PAGE } from "../layout.ts";
import { pageGeometry, pageOf, pagePlace, volumeOf } from "./page-geometry.ts";
import type { PageTransfer } from "./state.ts";

const SEEK = 0x07;
const SEARCH_ID_EQUAL = 0x31;
const TRANSFER_IN_CHANNEL = 0x08;
const WRITE_DATA = 0x05;
const READ_DATA = 0x06;
const COMMAND_CHAINING = 0x40;

/** Bytes of a channel program with its seek address. */
const PROGRAM_BYTES = 64;
const SEEK_ADDRESS = 32;
/** The search argument lies in the seek address, behind its bin number. */
const SEARCH_ARGUMENT = 34;

/** A CSW with both ends of an operation and nothing that went wrong; status-modifier, attention and PCI do not matter. */
const ENDED = 0x0c000000;
const WRONG = 0x037f0000;

/** How often a transfer is tried again. */
const RETRIES = 10;

/** Told when a transfer has ended; `failed`: after all retries. */
export type TransferHandler = (transfer: PageTransfer, failed: boolean) => void;

/** Whether an operation has ended as it should. */
export function isGood(csw: Csw): boolean {
  return (csw.low & ENDED) === ENDED && (csw.low & WRONG) === 0;
}

export class PageIo {
  readonly #cp: Cp;
  readonly #handlers = new Map<string, TransferHandler>();

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.io.handle("page", (request, _device, csw) => {
      // What `transfer` put there.
      this.#ended(request.program, request.data as PageTransfer, csw);
    });
  }

  /** Once, when CP is loaded: storage for channel programs, so that writing pages never has to wait for storage. */
  start(): void {
    const frame = this.#cp.storage.take();
    for (let at = 0; at < PAGE; at += PROGRAM_BYTES) this.#cp.state.storage.programs.push(frame + at);
  }

  /** Says who is told of the end of transfers of a kind. */
  handle(kind: string, handler: TransferHandler): void {
    this.#handlers.set(kind, handler);
  }

  /** Reads or writes a page. The frame must not be used for anything else until the end. */
  transfer(transfer: PageTransfer): void {
    const { host, io, state } = this.#cp;
    const program = state.storage.programs.pop();
    if (program === undefined) {
      state.storage.waitingTransfers.push(transfer);
      return;
    }
    const { slot, address, write } = transfer;
    const volume = state.storage.volumes[volumeOf(slot)];
    const geometry = pageGeometry(volume.type);
    if (geometry === undefined) throw new RangeError(`CP cannot own a ${volume.type}`);
    const { cylinder, head, record } = pagePlace(geometry, pageOf(slot));
    const ccw = (place: number, code: number, data: number, flags: number, count: number): void => {
      host.store32(program + place, ((code << 24) | data) >>> 0);
      host.store32(program + place + 4, ((flags << 24) | count) >>> 0);
    };
    ccw(0, SEEK, program + SEEK_ADDRESS, COMMAND_CHAINING, 6);
    ccw(8, SEARCH_ID_EQUAL, program + SEARCH_ARGUMENT, COMMAND_CHAINING, 5);
    ccw(16, TRANSFER_IN_CHANNEL, program + 8, 0, 1);
    ccw(24, write ? WRITE_DATA : READ_DATA, address, 0, PAGE);
    host.store32(program + SEEK_ADDRESS, cylinder);
    host.store32(program + SEEK_ADDRESS + 4, (head << 16) | (record << 8));
    io.start(volume.device, { kind: "page", program, key: 0, vm: 0, data: transfer, retries: RETRIES });
  }

  #ended(program: number, transfer: PageTransfer, csw: Csw): void {
    const { storage } = this.#cp.state;
    storage.programs.push(program);
    this.#handlers.get(transfer.kind)?.(transfer, !isGood(csw));
    const next = storage.waitingTransfers.shift();
    if (next !== undefined) this.transfer(next);
  }
}
