/** Loading CP: new PSWs, real storage, real devices, and the operator's logon. */
import type { Cp } from "./cp.ts";
import * as at from "./layout.ts";

/** EC mode, supervisor state, no translation, nothing enabled. */
const CP_PSW = 0x00080000;

const NEW_PSWS: readonly (readonly [old: number, entry: number])[] = [
  [at.EXTERNAL_OLD, at.ENTRY_EXTERNAL],
  [at.SVC_OLD, at.ENTRY_SVC],
  [at.PROGRAM_OLD, at.ENTRY_PROGRAM],
  [at.MACHINE_CHECK_OLD, at.ENTRY_MACHINE_CHECK],
  [at.IO_OLD, at.ENTRY_IO],
];

export function start(cp: Cp): void {
  const { host, state, configuration } = cp;
  for (const [old, entry] of NEW_PSWS) {
    host.store32(old + at.NEW_PSW, CP_PSW);
    host.store32(old + at.NEW_PSW + 4, entry);
  }
  host.store32(at.RUNNING_USER, 0);
  host.store32(at.LOADED, 0);
  OWN_CONTROL_REGISTERS.forEach((value, n) => {
    host.store32(at.OWN_CRS + 4 * n, value);
  });
  host.lctl(0, 15, at.OWN_CRS);
  state.startedAt = state.enteredAt = state.dispatchedAt = host.microseconds();
  host.setCpuTimer(2 ** 50);
  cp.timers.arm();
  cp.storage.start(configuration.storageSize);
  for (const { address, type } of configuration.devices)
    state.io.devices[address] = { address, type, queue: [], active: false };
  cp.consoles.start();
}

/**
 * Control registers under which CP and its virtual machines run: pages of 4 KiB, segments of 64 KiB, block multiplexing, interruptions by clock comparator, CPU timer and
 * the interrupt key; every channel enabled; no monitor calls.
 */
export const OWN_CONTROL_REGISTERS: readonly number[] = [
  0x80800c40, 0, 0xffffffff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc2000000, 0x200,
];
