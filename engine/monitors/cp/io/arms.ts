/**
 * Arms that several minidisks share. Each user finds the arm where he has left it, as on a disk of his own: where another one has moved it meanwhile, it is put
 * back before a channel program that does not begin with a seek; and before somebody else moves it, CP looks where it is, if it does not know.
 */
import type { Cp } from "../cp.ts";
import type { MinidiskData } from "./minidisk-data.ts";
import type { IoRequest, RealDevice } from "./state.ts";
import * as status from "./status.ts";
import { homeAddressProgram, homeAddressRead, seekProgram } from "./work-area.ts";

interface Holder {
  readonly vm: number;
  readonly device: number;
}

export class Arms {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.io.prepareBy((device, request) => this.#prepare(device, request));
    cp.io.handle("arm read", (_request, device, csw) => {
      const disk = device.arm === undefined ? undefined : this.#minidisk(device.arm);
      delete device.arm;
      if (disk === undefined) return;
      const isGood = (csw.low & status.ERRORS) === 0 && (csw.low & status.CHANNEL_END) !== 0;
      const found = isGood ? homeAddressRead(cp.host, device.work ?? 0) : home(disk);
      const isOwn = found.cylinder >= disk.start && found.cylinder < disk.start + disk.cylinders;
      disk.arm = isOwn ? found : home(disk);
    });
    cp.io.handle("arm seek", ({ data }, device) => {
      // Whose the request behind it is.
      device.arm = data as Holder;
    });
  }

  #minidisk({ vm, device }: Holder): MinidiskData | undefined {
    const found = this.#cp.state.vms[vm]?.devices[device];
    // Only minidisks have this kind.
    return found?.kind === "minidisk" ? (found.data as MinidiskData) : undefined;
  }

  #prepare(device: RealDevice, request: IoRequest): IoRequest | undefined {
    const { arm, work } = device;
    if (work === undefined || request.kind === "arm read" || request.kind === "arm seek") return undefined;
    const { host } = this.#cp;
    const isIts = arm !== undefined && arm.vm === request.vm && arm.device === request.virtual;
    if (isIts) {
      this.#leaves(arm);
      return undefined;
    }
    const before = arm === undefined ? undefined : this.#minidisk(arm);
    if (before !== undefined && before.arm === undefined)
      return own("arm read", homeAddressProgram(host, work), undefined);
    delete device.arm;
    if (request.virtual === undefined) return undefined;
    const holder: Holder = { vm: request.vm, device: request.virtual };
    const disk = this.#minidisk(holder);
    if (disk === undefined) return undefined;
    if (request.needsArm === true) return own("arm seek", seekProgram(host, work, disk.arm ?? home(disk)), holder);
    device.arm = holder;
    this.#leaves(holder);
    return undefined;
  }

  /** From now on only the disk itself knows. */
  #leaves(holder: Holder): void {
    const disk = this.#minidisk(holder);
    if (disk !== undefined) disk.arm = undefined;
  }
}

/** The first track of a minidisk. */
function home({ start, headOffset }: MinidiskData): { cylinder: number; head: number } {
  return { cylinder: start, head: headOffset };
}

function own(kind: string, program: number, data: unknown): IoRequest {
  return { kind, program, key: 0, vm: 0, data };
}
