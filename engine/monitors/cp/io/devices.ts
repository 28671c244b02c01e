/** Virtual devices as they come and go: by the directory at logon, by LINK, ATTACH and DEFINE, by DETACH and logoff. Disks are here; other kinds add theirs. */

import { asErrorMessage } from "../commands/commands.ts";
import { dropped } from "../commands/dial.ts";
import type { Cp } from "../cp.ts";
import {
  type DiskAccess,
  decideLink,
  deviceAddress,
  grantedAccess,
  type LinkDecision,
  type LinkHolder,
  type LinkRequest,
  type Minidisk,
  passwordFor,
} from "../directory/index.ts";
import type { VirtualDevice as Statement } from "../directory/types.ts";
import { isSpooled } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import { adapterOf } from "./adapters.ts";
import { releaseChannels } from "./channels.ts";
import { dedicatedOf } from "./dedicated.ts";
import { driveType, halfOffset, headsOf, type MinidiskData, minidiskOf } from "./minidisk-data.ts";
import type { RealDevice, VirtualDevice } from "./state.ts";

/** Makes a device of a statement of the directory. */
export type DeviceMaker = (vm: Vm, statement: Statement) => void;

export class Devices {
  readonly #cp: Cp;
  readonly #makers = new Map<Statement["kind"], DeviceMaker[]>();

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.tasks.handle("device message", ({ vm, data }) => {
      // What `#say` has put there.
      cp.consoles.message(cp.vm(vm), data as string);
    });
    this.handle("minidisk", (vm, statement) => {
      if (statement.kind === "minidisk") this.#own(vm, statement);
    });
    this.handle("link", (vm, statement) => {
      if (statement.kind !== "link") return;
      const { userid, of, mode, address } = statement;
      const decision = this.link(vm, { userid: vm.userid, owner: userid, of, as: address, mode, byDirectory: true });
      if (decision.outcome === "refused") this.say(vm, decision.message);
    });
  }

  /** Says who makes devices of statements of a kind: all who do look at each. */
  handle(kind: Statement["kind"], maker: DeviceMaker): void {
    this.#makers.set(kind, [...(this.#makers.get(kind) ?? []), maker]);
  }

  /** Throws `Wait` until it is known which volume is where. */
  ready(): void {
    this.#cp.volumes.ready();
  }

  /** At logon: all that the directory gives a virtual machine. After {@link ready}. */
  define(vm: Vm): void {
    for (const statement of vm.state.directory.devices)
      for (const make of this.#makers.get(statement.kind) ?? []) make(vm, statement);
  }

  /** Adds a device, idle. */
  add(vm: Vm, device: Pick<VirtualDevice, "address" | "kind" | "type" | "data">): VirtualDevice {
    const added: VirtualDevice = { ...device, busy: false, pending: undefined, sense: new Uint8Array(0) };
    vm.state.devices[device.address] = added;
    return added;
  }

  /** Takes a device away; what goes on there is forgotten. */
  remove(vm: Vm, device: VirtualDevice): void {
    // A file that it writes is closed first.
    if (isSpooled(device)) this.#cp.spool.detach(device);
    this.#cp.channels.reset(vm, device);
    if (adapterOf(device) !== undefined) this.#cp.adapters.uncouple(vm, device);
    const real = dedicatedOf(device) === undefined ? undefined : this.realOf(vm, device);
    if (real !== undefined) {
      this.#cp.dedicated.detach(real);
      dropped(this.#cp, real.address);
    }
    delete vm.state.devices[device.address];
  }

  /** At logoff: all of them. */
  removeAll(vm: Vm): void {
    releaseChannels(vm);
    for (const device of Object.values(vm.state.devices)) this.remove(vm, device);
  }

  /** The real device behind a virtual one, if there is one of its own, or on which its cylinders are; of a console its terminal. */
  realOf(vm: Vm, device: VirtualDevice): RealDevice | undefined {
    const disk = minidiskOf(device);
    if (disk !== undefined) return this.#cp.io.device(disk.real);
    const dedicated = dedicatedOf(device);
    if (dedicated !== undefined) return this.#cp.io.device(dedicated.real);
    const terminal = device.kind === "console" ? this.#cp.consoles.of(vm) : undefined;
    return terminal === undefined ? undefined : this.#cp.io.device(terminal.address);
  }

  /** A message that LOGON ends with. */
  say(vm: Vm, message: string): void {
    const text = asErrorMessage(vm, message);
    // The user comes to a terminal after all this.
    if (text !== "") this.#cp.tasks.add("device message", text, vm.id);
  }

  // Minidisks.

  /** The virtual devices that have a minidisk now. */
  holders(owner: string, of: number): LinkHolder[] {
    return this.#cp.vms.flatMap((vm) =>
      Object.values(vm.state.devices).flatMap((device) => {
        const disk = minidiskOf(device);
        return disk?.owner === owner && disk.of === of ? [{ userid: vm.userid, access: disk.access }] : [];
      }),
    );
  }

  /** The owner's own access at logon (GC20-1801, "MDISK Control Statement"). */
  #own(vm: Vm, minidisk: Minidisk): void {
    const holders = this.holders(vm.userid, minidisk.address);
    const access = grantedAccess(minidisk.mode, holders);
    if (access === undefined) {
      const decision = decideLink(
        this.#cp.users.current,
        { userid: vm.userid, owner: vm.userid, of: minidisk.address, as: minidisk.address },
        holders,
      );
      if (decision.outcome === "refused") this.say(vm, decision.message);
      return;
    }
    const refused = this.addMinidisk(vm, minidisk.address, minidisk, vm.userid, access);
    if (refused !== undefined) this.say(vm, refused);
  }

  /** Makes a link where it may be. Where the volume is not there, the decision is a refusal that says so. */
  link(vm: Vm, request: LinkRequest): LinkDecision {
    const owner = request.owner.toUpperCase();
    const decision = decideLink(this.#cp.users.current, request, this.holders(owner, request.of));
    if (decision.outcome !== "linked") return decision;
    const refused = this.addMinidisk(vm, request.as, decision.minidisk, owner, decision.access);
    if (refused !== undefined) return { outcome: "refused", message: refused };
    if (isProtected(decision.minidisk, request)) this.#cp.journal.linked(vm, owner, request.of);
    return decision;
  }

  /** Returns why not, where the volume is not mounted or another device is on the drive. */
  addMinidisk(vm: Vm, address: number, minidisk: Minidisk, owner: string, access: DiskAccess): string | undefined {
    const disk = `${owner} ${deviceAddress(minidisk.address)}`;
    const real = this.volume(minidisk.volume);
    if (real === undefined) return `DMKLNK108E ${disk} NOT LINKED; VOLID ${minidisk.volume} NOT MOUNTED`;
    if (real.type !== driveType(minidisk.type)) return `DMKLNK109E ${disk} NOT LINKED; INVALID DEVICE TYPE`;
    const data: MinidiskData = {
      real: real.address,
      start: minidisk.start,
      cylinders: minidisk.cylinders,
      heads: headsOf(minidisk.half === undefined ? real.type : "2311"),
      headOffset: halfOffset(minidisk.half),
      half: minidisk.half !== undefined,
      access,
      owner,
      of: minidisk.address,
      reserve: minidisk.reserve,
      temporary: false,
      volume: minidisk.volume,
      arm: { cylinder: minidisk.start, head: halfOffset(minidisk.half) },
    };
    this.add(vm, { address, kind: "minidisk", type: minidisk.type, data });
    return undefined;
  }

  /** The drive on which a volume is mounted. */
  volume(serial: string): RealDevice | undefined {
    return Object.values(this.#cp.state.io.devices).find(
      ({ volume, offline, attachedAs }) => volume === serial && offline !== true && attachedAs === undefined,
    );
  }
}

/** Whether it is another user's, and one that not everybody gets in this way. */
function isProtected({ passwords }: Minidisk, { owner, userid, mode = "R" }: LinkRequest): boolean {
  return owner.toUpperCase() !== userid && passwords[passwordFor(mode)] !== "ALL";
}
