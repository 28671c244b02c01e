/**
 * Where the minimal monitor keeps things in real storage. Everything it knows of a run lies here, so a snapshot of storage is a snapshot of it.
 *
 *     X'0000'  assigned storage of the real machine
 *     X'0200'  the monitor's own words (below)
 *     X'0800'  entry points: addresses in the real new PSWs
 *     X'1000'  one control block a guest, 4 KiB each
 *     …        page frames, dealt to the guests in turn
 */

/** Real assigned locations, EC mode (GA22-7000, "Assigned Storage Locations"). Old and new PSWs lie X'40' apart. */
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
export const MONITOR_CLASS = 0x94;
export const MONITOR_CODE = 0x9c;
export const IO_ADDRESS = 0xba;

/** Register 12 of whoever was interrupted, until its control block is addressed through register 12. */
export const SAVED_R12 = 0x200;
/** Control block of the guest that has the processor; 0 while the processor waits. */
export const CURRENT = 0x204;
/** Control block whose control and floating-point registers are in the processor; 0 at the start. */
export const LOADED = 0x208;
/** Control block of the guest that had the processor last: the next one in turn is looked at first. */
export const LAST = 0x20c;
/** Timer units since the start, as of the last look at the interval timer. */
export const CLOCK = 0x210;
/** What the interval timer held at that look. */
export const TIMER_BASE = 0x214;
/** Value of the clock at which the slice ends. */
export const SLICE_END = 0x218;
/** Timer units of a slice. */
export const SLICE = 0x21c;
/** The PSW that is loaded to run a guest, or to wait. */
export const RUN_PSW = 0x220;

/** Entry points of the monitor. */
export const ENTRY_START = 0x800;
export const ENTRY_EXTERNAL = 0x810;
export const ENTRY_SVC = 0x820;
export const ENTRY_PROGRAM = 0x830;
export const ENTRY_MACHINE_CHECK = 0x840;
export const ENTRY_IO = 0x850;

export const BLOCKS = 0x1000;
export const BLOCK_SIZE = 0x1000;

/** Offsets in a control block. */
export const VPSW = 0x00;
export const GPRS = 0x08;
export const FPRS = 0x48;
/** The guest's control registers, as its program sees them. */
export const VCRS = 0x68;
/** Control registers 0 and 1 of the real processor while the guest runs: translation format, segment table. */
export const REAL_CRS = 0xa8;
/** One of the STATE_ values. */
export const STATE = 0xb0;
/** PENDING_ bits. */
export const PENDING = 0xb1;
/** Device address of the real console behind the guest's 009. */
export const DEVICE = 0xb2;
/** Next control block in the ring. */
export const NEXT = 0xb4;
/** Real address of the guest's page 0. */
export const PAGE_ZERO = 0xb8;
/** Value of the clock at which the guest's timer was last brought up to date; used while it waits. */
export const SINCE = 0xbc;
/** Channel-status word of a pending I/O interruption. */
export const PENDING_CSW = 0xc0;
/** X'80' while a channel program of the guest's is being executed. */
export const BUSY = 0xc8;
/** One of the STOP_ values, for a guest in check-stop. */
export const STOP = 0xca;
/** First halfword of the instruction for which there is no handler. */
export const STOP_OPERATION = 0xcc;
export const SEGMENT_TABLE = 0x140;
/** The translated channel program: up to 64 CCWs. */
export const CCWS = 0x200;
/** CCW for CCW, the guest address where it came from. */
export const CCW_ORIGINS = 0x400;
export const MAX_CCWS = 64;
/** 256 halfwords: 1 MiB. */
export const PAGE_TABLE = 0x600;
/** Indirect-data-address words of the translated channel program. */
export const IDAWS = 0x800;
export const MAX_IDAWS = 512;

export const STATE_RUNNING = 0;
export const STATE_WAITING = 1;
export const STATE_DISABLED_WAIT = 2;
export const STATE_CHECK_STOP = 3;

export const PENDING_TIMER = 0x80;
export const PENDING_IO = 0x40;
export const PENDING_ATTENTION = 0x20;

export const STOP_NEW_PSW = 1;
export const STOP_TRANSLATION = 2;
export const STOP_UNSUPPORTED = 3;
export const STOP_CHANNEL_PROGRAM = 4;
export const STOP_HANDLER = 5;

/** The guest's console, as the guest addresses it. */
export const VIRTUAL_CONSOLE = 0x009;
