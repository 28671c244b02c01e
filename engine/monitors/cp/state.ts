/**
 * What CP knows, as plain data: it goes into the machine's snapshots whole, and comes back from them. What the hardware reads lies in real storage
 * instead (see `layout.ts`). Each part of CP declares its own state beside its code; here they come together.
 */
import { type AccountingState, initialAccounting } from "./console/accounting-state.ts";
import { initialJournal, type JournalState } from "./console/journal.ts";
import type { TerminalsState, VmConsole } from "./console/state.ts";
import type { Directory, DirectoryUser } from "./directory/index.ts";
import { initialUsers, type UsersState } from "./directory/online-state.ts";
import { type ExitCost, type ExitsState, initialExits } from "./dispatch/exits.ts";
import { initialSchedule, type ScheduleState, type VmSchedule } from "./dispatch/state.ts";
import type { TimerRequest, VmTime } from "./dispatch/time.ts";
import { initialWaits, type WaitsState } from "./dispatch/waits.ts";
import type { VmWork } from "./dispatch/work.ts";
import { type DumpingState, initialDumping } from "./dumping/state.ts";
import { initialRealIo, type RealIoState, type VmDevices } from "./io/state.ts";
import type { MessageSource } from "./iucv/message-service.ts";
import type { IucvState, IucvSystemState } from "./iucv/state.ts";
import { initialMonitoring, type MonitoringState } from "./monitoring/state.ts";
import { initialOperatorMessages, type OperatorMessages } from "./operator-messages.ts";
import type { ProgramEvent, Watch } from "./program-events.ts";
import { initialRecording, type RecordingState } from "./recording/state.ts";
import { initialSpool, type SpoolState } from "./spool/state.ts";
import type { ShadowState } from "./storage/shadow.ts";
import { initialStorage, type StorageState, type VmPages } from "./storage/state.ts";
import type { Task } from "./tasks.ts";
import type { VmcfState } from "./vmcf/state.ts";

/** A virtual machine: its VMBLOK, but for what lies in real storage at `block`. */
export interface VmState {
  /** 1, 2, …; not used again after logoff. */
  readonly id: number;
  readonly userid: string;
  /** What the directory said at logon. */
  readonly directory: DirectoryUser;
  /** Real address of its VMBLOK. */
  readonly block: number;
  /** Bytes of virtual storage, a multiple of 4,096. */
  size: number;
  /** Privilege classes that hold at present. */
  classes: string;
  /** Not running because its user is in CP (CP READ), or has not loaded anything yet. */
  stopped: boolean;
  /** What it waits for (see `wait.ts`); it is not run until that has come. */
  waitingFor: string | undefined;
  /** In a virtual wait in which nothing can be let in at present. */
  waiting: boolean;
  /** Its messages with others, where it is authorized. */
  vmcf: VmcfState | undefined;
  /** Its communications by IUCV, once it has declared a buffer. */
  iucv: IucvState | undefined;
  /** What CP watches it for. */
  watch: Watch | undefined;
  /** A program event that it has not been told of yet; the instruction is done. */
  event: (ProgramEvent & { readonly lengthCode: number }) | undefined;
  /** Its PSW asks for dynamic address translation. */
  translates: boolean;
  /** Its shadow tables, once it has needed any. */
  shadow: ShadowState | undefined;
  /** It runs by its own tables, without shadow tables: SET STBYPASS VR is in force. */
  bypassing: boolean;
  /** Control registers under which it runs have changed in its VMBLOK. */
  reload: boolean;
  /** External interruptions that are pending, by code, each once. */
  external: number[];
  /** Options in force: SET and the directory's OPTION. */
  readonly options: VmOptions;
  readonly time: VmTime;
  pages: VmPages;
  readonly devices: VmDevices;
  readonly console: VmConsole;
  readonly schedule: VmSchedule;
  /** How often it was left, and what that cost, by the trace's causes ("SSM", "SVC 8", "page fault", "I/O 350", …): what INDICATE tells. */
  readonly exits: Record<string, ExitCost>;
  /** What it has done with its devices. */
  readonly work: VmWork;
}

/** Switches of SET (GC20-1820, "SET"). Parts of CP that obey one say so there. */
export interface VmOptions {
  ecMode: boolean;
  /** NOTRANS of SET, ISAM of OPTION: channel programs that change themselves. */
  isam: boolean;
  blockMultiplexer: boolean;
  assist: boolean;
  /** Assist of SVC. */
  svcAssist: boolean;
  /** Assist of the interval timer. */
  timerAssist: boolean;
  /** SET STBYPASS: of a V=R machine the shadow tables are bypassed; below so many bytes they are kept; neither. Later than VM/370: VM/SP's. */
  shadowBypass: "virtual=real" | number | undefined;
  /** SET RUN ON: CP commands do not stop the machine. */
  run: boolean;
  message: boolean;
  warning: boolean;
  informational: boolean;
  errorMessages: "on" | "off" | "code" | "text";
  special: boolean;
  /** SET MSG IUCV, WNG IUCV and SMSG IUCV: what goes to its program, where that has a path to *MSG. Later than VM/370. */
  readonly messageService: Record<MessageSource, boolean>;
  accounting: boolean;
  lineEdit: boolean;
  pageExchange: boolean;
  /** Channel programs of lines poll by themselves. */
  autoPoll: boolean;
  /** It may run on the processor that the directory names only. */
  affinity: boolean;
  /** SET CPUID: the serial number that STIDP stores, 24 bits; undefined: the directory's, or the real one. */
  processorIdentification: number | undefined;
}

export interface CpState {
  /** Virtual machines by number, in the order of logging on. */
  vms: Record<number, VmState>;
  nextVm: number;
  readonly users: UsersState;
  /** Microseconds of the time-of-day clock when CP was loaded. */
  startedAt: number;
  /** Microseconds that CP has spent on nobody's behalf, and that nobody wanted the processor. */
  systemTime: number;
  idleTime: number;
  readonly exits: ExitsState;
  readonly waits: WaitsState;
  /** Number of the virtual machine that has the processor, 0 for none; when it got it. */
  running: number;
  dispatchedAt: number;
  enteredAt: number;
  tasks: Task[];
  nextTask: number;
  timers: TimerRequest[];
  readonly storage: StorageState;
  readonly io: RealIoState;
  readonly schedule: ScheduleState;
  readonly spool: SpoolState;
  terminals: TerminalsState;
  operatorMessages: OperatorMessages;
  /** SET LOGMSG: what each user is told at logon. */
  logMessage: string[];
  /** When that was set last: microseconds of the time-of-day clock. */
  logMessageSet: number;
  readonly accounting: AccountingState;
  readonly journal: JournalState;
  readonly iucv: IucvSystemState;
  readonly recording: RecordingState;
  readonly dumping: DumpingState;
  /** MONITOR CPTRACE: the frame of CP's trace table, 0 for none yet. */
  readonly tracing: { table: number; on: boolean };
  monitoring: MonitoringState;
  /** SHUTDOWN is complete. */
  shutDown: boolean;
}

export function initialState(directory: Directory | undefined): CpState {
  return {
    vms: {},
    nextVm: 1,
    users: initialUsers(directory),
    startedAt: 0,
    systemTime: 0,
    idleTime: 0,
    exits: initialExits(),
    waits: initialWaits(),
    running: 0,
    dispatchedAt: 0,
    enteredAt: 0,
    tasks: [],
    nextTask: 1,
    timers: [],
    storage: initialStorage(),
    io: initialRealIo(),
    schedule: initialSchedule(),
    spool: initialSpool(),
    terminals: {},
    operatorMessages: initialOperatorMessages(),
    logMessage: [],
    logMessageSet: 0,
    accounting: initialAccounting(),
    journal: initialJournal(),
    iucv: { nextMessage: 1 },
    recording: initialRecording(),
    dumping: initialDumping(),
    tracing: { table: 0, on: false },
    monitoring: initialMonitoring(),
    shutDown: false,
  };
}
