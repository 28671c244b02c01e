/** Making a virtual machine of what the directory says, and ending it. */
import { newConsole } from "./console/new-terminal.ts";
import type { Terminal } from "./console/state.ts";
import type { Cp } from "./cp.ts";
import type { DirectoryUser } from "./directory/index.ts";
import { initializeAssist } from "./dispatch/assist.ts";
import { departed } from "./dispatch/exits.ts";
import { initialVmSchedule } from "./dispatch/state.ts";
import { initialTime } from "./dispatch/time.ts";
import { noWork } from "./dispatch/work.ts";
import * as at from "./layout.ts";
import { OWN_CONTROL_REGISTERS, PAGE } from "./layout.ts";

import { LOGOFF } from "./monitoring/event-records.ts";
import { loadEventControls } from "./program-events.ts";
import { tableFrames } from "./storage/page-tables.ts";
import { ownSegmentTable } from "./storage/shadow.ts";
import type { Vm } from "./vm.ts";

/** Control registers after a reset (GA22-7000, "Resets"). */
const RESET_CONTROL_REGISTERS: Readonly<Record<number, number>> = { 0: 0xe0, 2: 0xffffffff, 14: 0xc2000000, 15: 0x200 };

/** A virtual machine for a user, at a terminal or disconnected. Nothing is loaded into it yet. Throws `Wait` until there is real storage for it. */
export function createVm(cp: Cp, directory: DirectoryUser, terminal?: Terminal): Vm {
  const { state } = cp;
  cp.devices.ready();
  cp.spool.ready();
  // Its VMBLOK, its tables, and page 0 of a V=R machine with what must be left.
  cp.storage.need(6 + tableFrames(directory.storage / PAGE));
  const block = cp.storage.take();
  const { options } = directory;
  const vm = cp.add({
    id: state.nextVm++,
    userid: directory.userid,
    directory,
    block,
    size: directory.storage,
    classes: directory.classes,
    stopped: true,
    waitingFor: undefined,
    waiting: false,
    reload: true,
    vmcf: undefined,
    iucv: undefined,
    watch: undefined,
    event: undefined,
    translates: false,
    shadow: undefined,
    bypassing: false,
    external: [],
    options: {
      ecMode: options.ecMode,
      isam: options.isam,
      blockMultiplexer: options.blockMultiplexer,
      assist: true,
      svcAssist: !options.svcOff,
      timerAssist: true,
      shadowBypass: undefined,
      run: false,
      message: true,
      warning: true,
      informational: true,
      errorMessages: "text",
      special: false,
      messageService: { message: false, warning: false, special: false },
      accounting: options.accounting,
      lineEdit: true,
      pageExchange: false,
      autoPoll: false,
      affinity: options.affinity !== undefined,
      processorIdentification: options.processorIdentification,
    },
    time: initialTime(options.realTimer ? "real" : "on"),
    pages: cp.storage.define(block, directory.storage),
    devices: {},
    console: newConsole(directory, cp.host.microseconds()),
    schedule: initialVmSchedule(directory.priority),
    exits: {},
    work: noWork(),
  });
  OWN_CONTROL_REGISTERS.forEach((value, n) => {
    // What SET MODE has changed holds for all.
    const own = n === 14 ? cp.host.load32(at.OWN_CRS + 4 * n) : value;
    cp.host.store32(block + at.REAL_CRS + 4 * n, n === 1 ? ownSegmentTable(block) : own);
  });
  for (let n = 0; n < 16; n++) cp.host.store32(block + at.NO_SEGMENTS + 4 * n, 1);
  if (options.virtualEqualsReal) cp.storage.virtualReal(vm);
  initializeAssist(vm);
  resetProcessor(vm);
  for (const device of directory.devices)
    if (device.kind === "console") cp.consoles.virtual.define(vm, device.address, device.type);
    else if (device.kind === "spool") cp.spool.define(vm, device);
  if (terminal !== undefined) terminal.vm = vm.id;
  cp.devices.define(vm);
  return vm;
}

/** Ends a virtual machine: all that CP has of it is given back. */
export function endVm(cp: Cp, vm: Vm): void {
  cp.monitoring.terminal(LOGOFF, vm);
  cp.devices.removeAll(vm);
  cp.vmcf.reset(vm);
  cp.users.forget(vm.id);
  cp.consoles.passwords.typed(vm, "");
  cp.iucv.reset(vm);
  cp.tasks.drop(vm.id);
  cp.timers.drop(vm.id);
  cp.scheduler.loggedOff(vm);
  cp.shadow.release(vm);
  cp.storage.release(vm.state);
  cp.storage.free(vm.block);
  const terminal = cp.consoles.of(vm);
  if (terminal !== undefined) cp.consoles.left(terminal);
  if (cp.state.running === vm.id) cp.state.running = 0;
  if (cp.host.load32(at.LOADED) === vm.block) cp.host.store32(at.LOADED, 0);
  departed(cp.state, vm.state);
  cp.remove(vm);
}

/** System reset of a virtual machine (GC20-1820, "SYSTEM"): processor and channels; storage stays. */
export function resetSystem(vm: Vm): void {
  vm.cp.vmcf.reset(vm);
  vm.cp.iucv.reset(vm);
  resetProcessor(vm);
  vm.cp.users.forget(vm.id);
  vm.cp.images.reset(vm);
  vm.cp.channels.resetAll(vm);
}

function resetProcessor(vm: Vm): void {
  const { state } = vm;
  vm.setPsw({ high: 0, low: 0 });
  for (let n = 0; n < 16; n++) vm.setCr(n, RESET_CONTROL_REGISTERS[n] ?? 0);
  state.external = [];
  state.event = undefined;
  state.waiting = false;
  // An instruction that waits is not executed again.
  if (state.waitingFor !== undefined) state.console.commands = undefined;
  state.waitingFor = undefined;
  state.time.cpuTimer = 0;
  state.time.comparator = 0;
  vm.cp.shadow.purge(vm);
  vm.cp.shadow.pswLoaded(vm);
  loadEventControls(vm);
}
