/**
 * Pages between frames and disks of CP's (SY20-0886, "DMKPAG"): those that are wanted of one cylinder go by one channel program, in the order in which they come by
 * under the heads; and the arm goes from cylinder to cylinder in one direction, so that nobody waits for ever.
 */
import type { Cp } from "../cp.ts";
import type { Csw, IoRequest } from "../io/state.ts";
import { UNIT_CHECK } from "../io/status.ts";
import { PAGE } from "../layout.ts";
import { type PagePlace, pageGeometry, pageOf, pagePlace, volumeOf } from "./page-geometry.ts";
import type { OwnedVolume, PageTransfer } from "./state.ts";

const SEEK = 0x07;
const SEARCH_ID_EQUAL = 0x31;
const TRANSFER_IN_CHANNEL = 0x08;
const WRITE_DATA = 0x05;
const READ_DATA = 0x06;
const COMMAND_CHAINING = 0x40;

/** Pages of one channel program, at most. */
const MOST = 12;
/** Bytes of the commands for one of them; of its seek address; of a channel program with those. */
const COMMANDS = 32;
const SEEK_ADDRESS = 8;
export const PROGRAM_BYTES = 512;
/** The search argument lies in the seek address, behind its bin number. */
const SEARCH_ARGUMENT = 2;

/** A CSW with both ends of an operation and nothing that went wrong; status-modifier, attention and PCI do not matter. */
const ENDED = 0x0c000000;
const WRONG = 0x037f0000;

/** How often a transfer is tried again that has failed. */
const RETRIES = 10;

/** Told when a transfer has ended; `failed`: after all retries. */
export type TransferHandler = (transfer: PageTransfer, failed: boolean) => void;

/** What goes by one channel program. */
interface Chain {
  readonly volume: number;
  readonly transfers: readonly PageTransfer[];
}

/** Whether an operation has ended as it should. */
export function isGood(csw: Csw): boolean {
  return (csw.low & ENDED) === ENDED && (csw.low & WRONG) === 0;
}

export class PageIo {
  readonly #cp: Cp;
  readonly #handlers = new Map<string, TransferHandler>();

  constructor(cp: Cp) {
    this.#cp = cp;
    // What `#start` put there.
    cp.io.handle("page", (request, _device, csw) => this.#ended(request, request.data as Chain, csw));
    cp.tasks.handle("page I/O", () => {
      for (const volume of cp.volumes.owned) this.#go(volume);
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

  /** Reads or writes a page. The frame must not be used for anything else until the end. Transfers of the same slot are done one after another. */
  transfer(transfer: PageTransfer): void {
    this.#cp.state.storage.waitingTransfers.push(transfer);
    this.#look();
  }

  /** Has what waits started when the present piece of work is over: it may make more of it. */
  #look(): void {
    if (!this.#cp.tasks.has("page I/O")) this.#cp.tasks.add("page I/O", undefined);
  }

  #go(volume: OwnedVolume): void {
    const { storage } = this.#cp.state;
    if (volume.paging || storage.programs.length === 0) return;
    const transfers = this.#next(volume);
    if (transfers.length > 0) this.#start(volume, transfers);
  }

  /** Takes what is to be done next on a volume from the queue. */
  #next(volume: OwnedVolume): readonly PageTransfer[] {
    const { storage } = this.#cp.state;
    const wanted = storage.waitingTransfers.filter(({ slot }) => volumeOf(slot) === volume.index);
    const [first] = wanted;
    if (first === undefined) return [];
    const isWanted = ({ alone, slot }: PageTransfer): boolean => !alone && cylinderOf(volume, slot) === cylinder;
    const cylinder = nextCylinder(
      wanted.map(({ slot }) => cylinderOf(volume, slot)),
      volume.arm,
    );
    const chosen = first.alone ? [first] : wanted.filter(isWanted).slice(0, MOST);
    // Only one that has failed is left there: it is tried by itself.
    const taken = chosen.length > 0 ? chosen : [first];
    volume.arm = cylinderOf(volume, taken[0].slot);
    storage.waitingTransfers = storage.waitingTransfers.filter((transfer) => !taken.includes(transfer));
    return inRotation(volume, taken);
  }

  #start(volume: OwnedVolume, transfers: readonly PageTransfer[]): void {
    const { host, io, state } = this.#cp;
    // `#go` has looked.
    const program = state.storage.programs.pop() ?? 0;
    transfers.forEach(({ slot, address, write }, i) => {
      const commands = program + COMMANDS * i;
      const seek = program + COMMANDS * MOST + SEEK_ADDRESS * i;
      const { cylinder, head, record } = placeOf(volume, slot);
      const ccw = (place: number, code: number, data: number, flags: number, count: number): void => {
        host.store32(commands + place, ((code << 24) | data) >>> 0);
        host.store32(commands + place + 4, ((flags << 24) | count) >>> 0);
      };
      ccw(0, SEEK, seek, COMMAND_CHAINING, 6);
      ccw(8, SEARCH_ID_EQUAL, seek + SEARCH_ARGUMENT, COMMAND_CHAINING, 5);
      ccw(16, TRANSFER_IN_CHANNEL, commands + 8, 0, 1);
      ccw(24, write ? WRITE_DATA : READ_DATA, address, i < transfers.length - 1 ? COMMAND_CHAINING : 0, PAGE);
      host.store32(seek, cylinder);
      host.store32(seek + 4, (head << 16) | (record << 8));
    });
    volume.paging = true;
    const chain: Chain = { volume: volume.index, transfers };
    const request: IoRequest = { kind: "page", program, key: 0, vm: 0, data: chain };
    // Of several, the one that fails is tried again by itself.
    io.start(volume.device, transfers.length > 1 ? request : { ...request, retries: RETRIES });
  }

  #ended({ program }: IoRequest, { volume, transfers }: Chain, csw: Csw): void {
    const { storage } = this.#cp.state;
    storage.programs.push(program);
    storage.volumes[volume].paging = false;
    const isOver = isGood(csw) || transfers.length === 1;
    const done = isOver ? transfers.length : completed(program, csw);
    const rest = transfers.slice(done).map((transfer, i) => (i === 0 ? { ...transfer, alone: true } : transfer));
    storage.waitingTransfers.unshift(...rest);
    for (const transfer of transfers.slice(0, done))
      this.#handlers.get(transfer.kind)?.(transfer, isOver && !isGood(csw));
    if (storage.waitingTransfers.length > 0) this.#look();
  }
}

/** Transfers that were completed before the one that met an error; none where the channel cannot be believed. */
function completed(program: number, { high, low }: Csw): number {
  if ((low & WRONG) !== UNIT_CHECK) return 0;
  const last = (high & 0xffffff) - 8 - program;
  return last < 0 || last >= COMMANDS * MOST ? 0 : Math.floor(last / COMMANDS);
}

function placeOf(volume: OwnedVolume, slot: number): PagePlace {
  const geometry = pageGeometry(volume.type);
  if (geometry === undefined) throw new RangeError(`CP cannot own a ${volume.type}`);
  return pagePlace(geometry, pageOf(slot));
}

/** Where the arm has to be. A drum has no arm: all its cylinders are one. */
function cylinderOf({ type, pagesACylinder }: OwnedVolume, slot: number): number {
  return type === "2305" ? 0 : Math.floor(pageOf(slot) / pagesACylinder);
}

/** The first cylinder behind the arm's place, or else the first of all. */
function nextCylinder(wanted: readonly number[], arm: number): number {
  const behind = wanted.filter((cylinder) => cylinder > arm);
  return Math.min(...(behind.length > 0 ? behind : wanted));
}

/** One at each place of the track after another, round and round; those of the same place as they came. */
function inRotation(volume: OwnedVolume, transfers: readonly PageTransfer[]): readonly PageTransfer[] {
  const geometry = pageGeometry(volume.type);
  if (geometry === undefined || geometry.pattern.tracks.length > 1)
    return transfers.toSorted((a, b) => pageOf(a.slot) - pageOf(b.slot));
  const places = new Map<number, number>();
  const ranked = transfers.map((transfer) => {
    const place = pageOf(transfer.slot) % geometry.pattern.pages;
    const round = places.get(place) ?? 0;
    places.set(place, round + 1);
    return { transfer, place, round };
  });
  return ranked.sort((a, b) => a.round - b.round || a.place - b.place).map(({ transfer }) => transfer);
}
