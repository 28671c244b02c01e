/**
 * What CP keeps in real storage: what the processor and the channels read themselves, and what a machine-code CP would have to save and load at
 * each interruption. Everything else of CP's is plain data (see `state.ts`).
 *
 *     X'0000'  assigned storage of the real machine
 *     X'0200'  CP's own words (below)
 *     X'0800'  entry points: addresses in the real new PSWs
 *     X'1000'  page frames: CP's control blocks, tables and channel programs, and the virtual machines' pages
 */

/** Real assigned locations, EC mode (GA22-7000, "Assigned Storage Locations"). Old and new PSWs lie X'40' apart, but for those of restart. */
export const RESTART_NEW = 0x00;
export const RESTART_OLD = 0x08;
export const EXTERNAL_OLD = 0x18;
export const SVC_OLD = 0x20;
export const PROGRAM_OLD = 0x28;
export const MACHINE_CHECK_OLD = 0x30;
export const IO_OLD = 0x38;
export const NEW_PSW = 0x40;
export const CSW = 0x40;
export const CAW = 0x48;
export const INTERVAL_TIMER = 0x50;
export const EXTERNAL_CODE = 0x86;
export const SVC_LENGTH = 0x89;
export const SVC_CODE = 0x8a;
export const PROGRAM_LENGTH = 0x8d;
export const PROGRAM_CODE = 0x8e;
export const TRANSLATION_ADDRESS = 0x90;
export const MONITOR_CLASS = 0x94;
export const PER_CODE = 0x96;
export const PER_ADDRESS = 0x98;
export const MONITOR_CODE = 0x9c;
export const CHANNEL_ID = 0xa8;
export const LOGOUT = 0xb0;
export const MACHINE_CHECK_CODE = 0xe8;
export const IO_ADDRESS = 0xba;

/** VMBLOK of the virtual machine that has the processor; 0 while it waits or works for nobody. */
export const RUNNING_USER = 0x204;
/** VMBLOK whose floating-point and control registers are in the processor; 0 at the start. */
export const LOADED = 0x208;
/** The PSW that is loaded to run a virtual machine, or to wait. */
export const RUN_PSW = 0x210;
/** Doubleword for clocks on their way into the processor. */
export const CLOCK = 0x218;
/** Control registers 0 and 1 as the shadow-table-bypass assist has changed them last: two words that it stores (GA22-7074, "RUNCR0", "RUNCR1"). */
export const RUN_CR0 = 0x340;
/** CP's own control registers 0 to 15 while nobody's are loaded. */
export const OWN_CRS = 0x240;

/** Entry points of CP. */
export const ENTRY_RESTART = 0x800;
export const ENTRY_EXTERNAL = 0x810;
export const ENTRY_SVC = 0x820;
export const ENTRY_PROGRAM = 0x830;
export const ENTRY_MACHINE_CHECK = 0x840;
export const ENTRY_IO = 0x850;

/** First byte of the page frames. */
export const FRAMES = 0x1000;
export const PAGE = 0x1000;

/** Offsets in a VMBLOK, which takes a frame. The virtual PSW and control registers lie as the virtual-machine assist wants them. */
export const VPSW = 0x00;
export const GPRS = 0x08;
export const FPRS = 0x48;
/** The virtual control registers, as the virtual machine's program sees them. */
export const VCRS = 0x68;
/** The real control registers under which it runs. */
export const REAL_CRS = 0xa8;
/** The virtual-machine assist's control block (GA22-7074, "MICBLOK"), 32 bytes. */
export const MICBLOK = 0xf0;
/** Workspace of the assist. */
export const MICROCODE_WORK = 0x120;
/** A segment table of sixteen invalid entries. On a 64-byte boundary. */
export const NO_SEGMENTS = 0x380;
/** Segment table of the virtual machine's own storage: up to 256 entries. On a 64-byte boundary. */
export const SEGMENT_TABLE = 0x400;

/**
 * Control registers under which CP and its virtual machines run: pages of 4 KiB, segments of 64 KiB, block multiplexing, interruptions by clock comparator, CPU timer and
 * the interrupt key; every channel enabled; no monitor calls; machine checks, recovery reports among them.
 */
export const OWN_CONTROL_REGISTERS: readonly number[] = [
  0x80800c40, 0, 0xffffffff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xca000000, 0x200,
];
