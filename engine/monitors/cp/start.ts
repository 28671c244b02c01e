/** Loading CP: new PSWs, real storage, real devices, and the operator's logon. */
import type { Cp, PreparedMachine } from "./cp.ts";
import { findUser } from "./directory/index.ts";
import { startCpAssist } from "./dispatch/cp-assist.ts";
import * as at from "./layout.ts";
import { createVm } from "./logon.ts";

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
  state.startedAt = state.enteredAt = state.dispatchedAt = host.microseconds() - host.costs.privilegedCall;
  for (const [old, entry] of NEW_PSWS) {
    host.store32(old + at.NEW_PSW, CP_PSW);
    host.store32(old + at.NEW_PSW + 4, entry);
  }
  host.store32(at.RESTART_NEW, CP_PSW);
  host.store32(at.RESTART_NEW + 4, at.ENTRY_RESTART);
  host.store32(at.RUNNING_USER, 0);
  host.store32(at.LOADED, 0);
  at.OWN_CONTROL_REGISTERS.forEach((value, n) => {
    host.store32(at.OWN_CRS + 4 * n, value);
  });
  host.lctl(0, 15, at.OWN_CRS);
  startCpAssist(cp);
  host.setCpuTimer(2 ** 50);
  cp.timers.arm();
  cp.storage.start(configuration.storageSize);
  for (const { address, type } of configuration.devices)
    state.io.devices[address] = { address, type, queue: [], active: false };
  cp.io.begin();
  cp.pageIo.start();
  cp.volumes.start();
  cp.users.start();
  cp.consoles.start();
  cp.spool.start();
  cp.monitoring.begin();
  cp.tasks.handle("prepare", ({ data }) => {
    const machine = configuration.prepared?.[Number(data)];
    if (machine !== undefined) prepare(cp, machine);
  });
  configuration.prepared?.forEach((_, i) => {
    cp.tasks.add("prepare", i);
  });
}

/** Logs a prepared machine on and starts it by the PSW in its location 0. */
function prepare(cp: Cp, { userid, terminal, segments }: PreparedMachine): void {
  const user = findUser(cp.users.current, userid);
  if (user === undefined) throw new RangeError(`${userid} is not in the directory`);
  const vm = cp.user(userid) ?? createVm(cp, user, terminal === undefined ? undefined : cp.state.terminals[terminal]);
  for (const { address, bytes } of segments) vm.store(address, bytes);
  // Loading is CP's doing: no program has looked at these blocks yet.
  for (const { address, bytes } of segments)
    for (let block = address & ~0x7ff; block < address + bytes.length; block += 0x800) cp.storage.setKey(vm, block, 0);
  vm.setPsw({ high: vm.loadAssigned32(0), low: vm.loadAssigned32(4) });
  cp.consoles.resume(vm);
  cp.ready(vm);
}
