/** A System/370 with CP on it, and virtual machines with programs in them. */
import { ControlProgram } from "../../../../engine/monitors/cp/control-program.ts";
import type { Cp, CpConfiguration } from "../../../../engine/monitors/cp/cp.ts";
import { readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import type { VmOptions } from "../../../../engine/monitors/cp/state.ts";
import type { Vm } from "../../../../engine/monitors/cp/vm.ts";
import { costs } from "../../../../engine/monitors/index.ts";
import { type AssistFeatures, Console3215, type Device, System370 } from "../../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../../engine/s370/system.ts";
import { hex, program } from "../support.ts";

/** Directory entries of users A to H, with 256 KiB each and ECMODE. */
export function users(options = "OPTION ECMODE"): string {
  return [..."ABCDEFGH"]
    .map((userid) => [`USER ${userid} PASS 256K 16M ABCDEFG`, options, "CONSOLE 009 3215"].filter(Boolean).join("\n"))
    .join("\n");
}

export interface CpMachine {
  readonly machine: System370;
  readonly cp: Cp;
  /** The real console at an address: 009 for user A's program, 01F the operator's. */
  readonly terminal: (address: number) => Console3215;
  readonly vm: (userid: string) => Vm;
  /** A virtual machine's storage, by its real addresses, in hexadecimal; what is not in real storage is `undefined`. */
  readonly storage: (userid: string, address: number, length: number) => string;
}

/** Options of a {@link cpMachine}. */
export interface Options extends Partial<CpConfiguration> {
  /** Real storage, bytes. */
  readonly storageSize?: number;
  readonly source?: string;
  readonly executor?: ExecutorName;
  /** Assists that the processor has. */
  readonly assists?: Partial<AssistFeatures>;
  /** SET STBYPASS of all users at the start. */
  readonly bypass?: VmOptions["shadowBypass"];
  /** Devices beside consoles 009, 01F and 020. */
  readonly more?: readonly (readonly [address: number, device: Device])[];
}

/** CP with programs in the virtual machines of users A, B, …, the first of them at terminal 009. */
export function cpMachine(sources: readonly (string | Uint8Array)[], options: Options = {}): CpMachine {
  const { storageSize = 0x200000, source = users(), more = [], assists = {}, executor } = options;
  const machine = new System370({ storageSize, assists, ...(executor && { executor }) });
  machine.trace.recording = true;
  const consoles = new Map([0x009, 0x01f, 0x020].map((address) => [address, new Console3215()]));
  const devices: (readonly [number, Device])[] = [...consoles, ...more];
  for (const [address, device] of devices) machine.attach(address, device);
  const { directory } = readDirectory("TEST DIRECT", `DIRECTORY 350 3350 VMRES\n${source}`);
  const control = new ControlProgram({
    storageSize,
    directory,
    devices: devices.map(([address, { type }]) => ({ address, type })),
    prepared: sources.map((text, i) => ({
      userid: "ABCDEFGH"[i],
      segments: typeof text === "string" ? program(text).segments : [{ address: 0, bytes: text }],
      ...(i === 0 && { terminal: 0x009 }),
    })),
    ...options,
  });
  machine.install(control, costs);
  const { cp } = control;
  const vm = (userid: string): Vm => {
    const found = cp.user(userid);
    if (found === undefined) throw new Error(`${userid} is not logged on`);
    return found;
  };
  if (options.bypass !== undefined) for (const { state } of cp.vms) state.options.shadowBypass = options.bypass;
  return {
    machine,
    cp,
    vm,
    terminal: (address) => {
      const found = consoles.get(address);
      if (found === undefined) throw new Error(`there is no console ${address.toString(16)}`);
      return found;
    },
    storage: (userid, address, length) => {
      const frame = vm(userid).state.pages.frame[address >>> 12];
      return frame === 0 ? "" : hex(machine.read((frame << 12) + (address & 0xfff), length));
    },
  };
}
