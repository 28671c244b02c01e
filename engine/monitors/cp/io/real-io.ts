/** CP's own input and output: a queue of channel programs for each real device (IOBLOKs on RDEVBLOKs). */
import type { Cp } from "../cp.ts";
import * as at from "../layout.ts";
import type { Csw, IoRequest, RealDevice } from "./state.ts";

/** Told when a channel program has ended: the CSW, and, after a unit check, the sense bytes. */
export type IoHandler = (request: IoRequest, device: RealDevice, csw: Csw, sense: Uint8Array | undefined) => void;
/** Told of status that no channel program has asked for: attention, device end. */
export type AttentionHandler = (device: RealDevice, csw: Csw) => void;

const UNIT_CHECK = 0x02000000;
const ENDED = 0x0c000000;
const SENSE_BYTES = 24;

export class RealIo {
  readonly #cp: Cp;
  readonly #handlers = new Map<string, IoHandler>();
  readonly #attention = new Map<string, AttentionHandler>();

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Says who is told of the end of requests of a kind. */
  handle(kind: string, handler: IoHandler): void {
    this.#handlers.set(kind, handler);
  }

  /** Says who is told of attention by devices of a machine type. */
  handleAttention(type: string, handler: AttentionHandler): void {
    this.#attention.set(type, handler);
  }

  device(address: number): RealDevice | undefined {
    return this.#cp.state.io.devices[address];
  }

  /** Queues a channel program. */
  start(address: number, request: IoRequest): void {
    const device = this.device(address);
    if (device === undefined) throw new Error(`there is no real device ${address.toString(16)}`);
    device.queue.push(request);
    this.#go(device);
  }

  #go(device: RealDevice): void {
    const [request] = device.queue;
    if (request === undefined || device.active) return;
    const { host } = this.#cp;
    host.store32(at.CAW, ((request.key << 24) | request.program) >>> 0);
    const code = host.sio(device.address);
    if (code === 0) device.active = true;
    else if (code === 1) this.#ended(device, { high: host.load32(at.CSW), low: host.load32(at.CSW + 4) });
    else if (code === 3) this.#finish(device, { high: 0, low: 0 }, undefined);
    // Busy: the interruption that ends the other operation starts it again.
  }

  /** An I/O interruption of the real machine. */
  interruption(address: number): void {
    const { host } = this.#cp;
    const device = this.device(address);
    if (device === undefined) return;
    const csw = { high: host.load32(at.CSW), low: host.load32(at.CSW + 4) };
    if (device.active) this.#ended(device, csw);
    else this.#attention.get(device.type)?.(device, csw);
    for (const other of Object.values(this.#cp.state.io.devices)) this.#go(other);
  }

  #ended(device: RealDevice, csw: Csw): void {
    device.active = false;
    if ((csw.low & UNIT_CHECK) === 0) {
      this.#finish(device, csw, undefined);
      return;
    }
    this.#finish(device, csw, this.#sense(device));
  }

  #sense(_device: RealDevice): Uint8Array {
    return new Uint8Array(SENSE_BYTES);
  }

  #finish(device: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
    const request = device.queue.shift();
    if (request !== undefined) this.#handlers.get(request.kind)?.(request, device, csw, sense);
    void ENDED;
  }
}
