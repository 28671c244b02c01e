/** CP's parts, and what they have in common. */
import type { Host } from "../../s370/index.ts";
import { Commands } from "./commands/commands.ts";
import { addCommands } from "./commands/index.ts";
import { Accounting } from "./console/accounting.ts";
import { Consoles } from "./console/consoles.ts";
import { Journal, type Journaling } from "./console/journal.ts";
import { Sessions } from "./console/sessions.ts";
import { TraceTable } from "./console/trace-table.ts";
import { Tracing } from "./console/tracing.ts";
import { Diagnoses } from "./diagnose/diagnoses.ts";
import { addDiagnoses } from "./diagnose/index.ts";
import type { Directory } from "./directory/index.ts";
import { UserDirectory } from "./directory/online.ts";
import { chargeForCpAssist } from "./dispatch/cp-assist.ts";
import { Scheduler } from "./dispatch/scheduler.ts";
import { Storms } from "./dispatch/storms.ts";
import { Timers } from "./dispatch/timers.ts";
import { Dumps } from "./dumping/dumps.ts";
import { VirtualDumps } from "./dumping/virtual-dumps.ts";
import { Adapters } from "./io/adapters.ts";
import { DedicatedDevices } from "./io/dedicated.ts";
import { Devices } from "./io/devices.ts";
import { Loading } from "./io/loading.ts";
import { Minidisks } from "./io/minidisks.ts";
import { PseudoTimers } from "./io/pseudo-timer.ts";
import { RealIo } from "./io/real-io.ts";
import { TemporaryDisks } from "./io/temporary-disks.ts";
import { VirtualChannels } from "./io/virtual-channels.ts";
import { Ipl } from "./ipl.ts";
import { Iucv } from "./iucv/iucv.ts";
import { Monitoring } from "./monitoring/monitoring.ts";
import { handleOperatorMessages } from "./operator-messages.ts";
import { isWatched, type ProgramEvent } from "./program-events.ts";
import { ErrorRecorder } from "./recording/recorder.ts";
import type { SpoolStart } from "./spool/checkpoint.ts";
import { Spool } from "./spool/spooling.ts";
import { type CpState, initialState, type VmState } from "./state.ts";
import { DasdBlocks } from "./storage/dasd.ts";
import { FreeStorage } from "./storage/free-storage.ts";
import { type PageImage, PageImages } from "./storage/page-images.ts";
import { PageIo } from "./storage/page-io.ts";
import { type NamedSystem, SavedSystems } from "./storage/saved-systems.ts";
import { Segments } from "./storage/segments.ts";
import { ShadowTables } from "./storage/shadow.ts";
import { VirtualStorage } from "./storage/virtual-storage.ts";
import { type AreaName, Volumes } from "./storage/volumes.ts";
import { Tasks } from "./tasks.ts";
import { Vm } from "./vm.ts";
import { Vmcf } from "./vmcf/vmcf.ts";

/** What a control program is made for: SYSGEN's part. */
export interface CpConfiguration {
  /** Bytes of real storage. */
  readonly storageSize: number;
  /** Who may log on, and what they have. Without it: what the directory program has written to a volume of CP's. */
  readonly directory?: Directory;
  /** Real devices: address and machine type. Consoles and displays are terminals. */
  readonly devices: readonly { readonly address: number; readonly type: string }[];
  /**
   * Volumes that CP owns, by serial number, in the order in which their pages are numbered (SYSOWN). Without it: all that Format/Allocate has
   * made, in the order of their drives' addresses.
   */
  readonly owned?: readonly string[];
  /** Cylinders in which CP keeps what a warm start needs, and error records (SYSRES). See `Volumes.area`. */
  readonly areas?: Readonly<
    Partial<Record<AreaName, { readonly volume: string; readonly first: number; readonly count: number }>>
  >;
  /** How spooling begins; with what SHUTDOWN has left, unless given, and where it has left nothing, with the checkpoint. */
  readonly spoolStart?: SpoolStart;
  /** Bytes of the V=R area, for one virtual machine whose real addresses are the machine's own; none unless given. */
  readonly virtualReal?: number;
  /** The system name table (DMKSNT). */
  readonly systems?: readonly NamedSystem[];
  /** Its entries for programs of communications controllers, and libraries of 3800 printers (NAMENCP, NAME3800). */
  readonly images?: readonly PageImage[];
  /** Userid of the system operator, logged on when CP is loaded; OPERATOR unless given. */
  readonly operator?: string;
  /** Userid that dumps of CP go to (SYSDUMP); the operator unless given. */
  readonly dumpUser?: string;
  /** Terminal of the operator; the first unless given. */
  readonly operatorTerminal?: number;
  /** Virtual machines that are logged on, and run a program, from the start. */
  readonly prepared?: readonly PreparedMachine[];
  /** SYSACNT: an accounting card is punched for each session; none unless given. */
  readonly accounting?: boolean;
  /**
   * SYSMON: monitoring that begins and ends by itself each day, in minutes of local time, into spool files for a user; classes PERFORM, USER and DASTAP
   * unless given. None unless given.
   */
  readonly automaticMonitoring?: {
    readonly userid: string;
    readonly from: number;
    readonly to: number;
    readonly classes?: readonly number[];
  };
  /** The monitor may collect what users type and read: class RESPONSE (TRACE(1) in LOCAL COPY); not unless given. */
  readonly monitorsTerminals?: boolean;
  /** SYSJRL: journaling of wrong passwords, and of links to protected minidisks; none unless given. */
  readonly journal?: Journaling;
  /** SYSJRL PSUPRS: passwords are not taken in the lines of LOGON and LINK, but asked for; unless given they may stand there. */
  readonly hidesPasswords?: boolean;
  /** Local time: its name, and seconds that are added to the time-of-day clock; GMT unless given. */
  readonly timeZone?: TimeZone;
}

export interface TimeZone {
  readonly name: string;
  readonly seconds: number;
}

/** A virtual machine that starts with a program in its storage, as after IPL. */
export interface PreparedMachine {
  /** A user of the directory. */
  readonly userid: string;
  /** Real address of its terminal; disconnected without one. */
  readonly terminal?: number;
  readonly segments: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** One control program. Its parts find one another through it; none of them keeps anything that is not in `state` or in real storage. */
export class Cp {
  readonly configuration: CpConfiguration;
  state: CpState;
  readonly tasks = new Tasks(() => this.state);
  readonly timers: Timers;
  readonly storms: Storms;
  readonly storage: VirtualStorage;
  readonly free: FreeStorage;
  readonly shadow: ShadowTables;
  readonly io: RealIo;
  readonly pageIo: PageIo;
  readonly volumes: Volumes;
  readonly dasd: DasdBlocks;
  readonly users: UserDirectory;
  readonly systems: SavedSystems;
  readonly images: PageImages;
  readonly segments: Segments;
  readonly channels: VirtualChannels;
  readonly devices: Devices;
  readonly minidisks: Minidisks;
  readonly dedicated: DedicatedDevices;
  readonly adapters: Adapters;
  readonly pseudoTimers: PseudoTimers;
  readonly temporaryDisks: TemporaryDisks;
  readonly consoles: Consoles;
  readonly sessions = new Sessions();
  readonly tracing: Tracing;
  readonly traceTable: TraceTable;
  readonly accounting: Accounting;
  readonly journal: Journal;
  readonly monitoring: Monitoring;
  readonly recording: ErrorRecorder;
  readonly dumps: Dumps;
  readonly virtualDumps: VirtualDumps;
  readonly ipl: Ipl;
  readonly loading: Loading;
  readonly commands: Commands;
  readonly diagnoses: Diagnoses;
  readonly scheduler: Scheduler;
  readonly vmcf: Vmcf;
  readonly iucv: Iucv;
  readonly spool: Spool;
  /** Told of the events that CP watches virtual machines for (see `program-events.ts`). Set once, when CP is made. */
  tracer: ((vm: Vm, event: ProgramEvent) => void) | undefined;
  #host: Host | undefined;
  #vms = new Map<number, Vm>();

  constructor(configuration: CpConfiguration) {
    this.configuration = configuration;
    this.state = initialState(configuration.directory);
    this.timers = new Timers(this);
    this.storms = new Storms(this);
    this.free = new FreeStorage(this);
    this.shadow = new ShadowTables(this);
    this.io = new RealIo(this);
    this.pageIo = new PageIo(this);
    this.storage = new VirtualStorage(this);
    this.volumes = new Volumes(this);
    this.dasd = new DasdBlocks(this);
    this.users = new UserDirectory(this);
    this.channels = new VirtualChannels(this);
    this.devices = new Devices(this);
    this.minidisks = new Minidisks(this);
    this.dedicated = new DedicatedDevices(this);
    this.adapters = new Adapters(this);
    this.pseudoTimers = new PseudoTimers(this);
    this.temporaryDisks = new TemporaryDisks(this);
    this.consoles = new Consoles(this);
    this.tracing = new Tracing(this);
    this.traceTable = new TraceTable(this);
    this.accounting = new Accounting(this);
    this.journal = new Journal(this);
    this.monitoring = new Monitoring(this);
    this.recording = new ErrorRecorder(this);
    this.ipl = new Ipl(this);
    this.systems = new SavedSystems(this);
    this.images = new PageImages(this);
    this.segments = new Segments(this);
    this.loading = new Loading(this);
    this.commands = new Commands(this);
    addCommands(this);
    this.diagnoses = new Diagnoses();
    addDiagnoses(this);
    this.scheduler = new Scheduler(this);
    this.vmcf = new Vmcf(this);
    this.iucv = new Iucv(this);
    handleOperatorMessages(this);
    this.spool = new Spool(this);
    this.dumps = new Dumps(this);
    this.virtualDumps = new VirtualDumps(this);
  }

  /** The machine that it runs on. */
  get host(): Host {
    if (this.#host === undefined) throw new Error("CP has not been loaded");
    return this.#host;
  }
  set host(host: Host) {
    this.#host = host;
  }

  get timeZone(): TimeZone {
    return this.configuration.timeZone ?? { name: "GMT", seconds: 0 };
  }

  /** A virtual machine by number. Throws where there is none. */
  vm(id: number): Vm {
    let vm = this.#vms.get(id);
    if (vm === undefined) {
      const state = this.state.vms[id];
      if (state === undefined) throw new Error(`there is no virtual machine ${id}`);
      vm = new Vm(this, state);
      this.#vms.set(id, vm);
    }
    return vm;
  }

  /** All virtual machines, in the order of logging on. */
  get vms(): readonly Vm[] {
    return Object.keys(this.state.vms).map((id) => this.vm(Number(id)));
  }

  /** The virtual machine of a user who is logged on. */
  user(userid: string): Vm | undefined {
    return this.vms.find((vm) => vm.userid === userid);
  }

  add(state: VmState): Vm {
    this.state.vms[state.id] = state;
    return this.vm(state.id);
  }

  remove(vm: Vm): void {
    delete this.state.vms[vm.id];
    this.#vms.delete(vm.id);
  }

  /** A virtual machine may have something to do again: an interruption, a command's effect. */
  ready(vm: Vm): void {
    vm.state.waiting = false;
    if (vm.id !== this.state.running) this.state.schedule.changed = true;
  }

  /** Ends a wait of whatever waits for it: virtual machines, tasks. */
  wake(what: string): void {
    for (const vm of Object.values(this.state.vms)) if (vm.waitingFor === what) vm.waitingFor = undefined;
    this.state.schedule.changed = true;
    this.tasks.wake(what);
  }

  /** An external interruption for a virtual machine: it stays pending until its masks let it in. */
  external(vm: Vm, code: number): void {
    if (vm.state.external.includes(code)) return;
    vm.state.external.push(code);
    this.ready(vm);
  }

  /** A program event of a virtual machine's: told to whoever watches it. */
  traced(vm: Vm, event: ProgramEvent): void {
    const { watch } = vm.state;
    if (watch !== undefined && isWatched(event, watch)) this.tracer?.(vm, event);
  }

  save(): unknown {
    return structuredClone(this.state);
  }

  restore(saved: unknown): void {
    // It is what `save` returned.
    this.state = structuredClone(saved as CpState);
    this.#vms.clear();
    if (this.#host !== undefined) chargeForCpAssist(this);
  }
}
