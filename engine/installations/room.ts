/** The room with CP as a page knows it without loading the machine: terminals, directory, lanes, and what is told of a run. */
import type { BillRow, LaneView } from "../grading/view.ts";

/** A terminal of the room. */
export interface RoomTerminal {
  /** Real address. */
  readonly address: number;
  readonly type: "3215" | "3277";
  /** For whom it stands there; anybody may log on at any of them. */
  readonly userid: string;
}

export const OPERATOR_TERMINAL = 0x01f;

export const ROOM_TERMINALS: readonly RoomTerminal[] = [
  { address: OPERATOR_TERMINAL, type: "3215", userid: "OPERATOR" },
  { address: 0x020, type: "3215", userid: "ALICE" },
  { address: 0x021, type: "3215", userid: "BOB" },
  { address: 0x0c0, type: "3277", userid: "CAROL" },
];

/** Cylinders of the pack USERS1 where minidisks begin, and how many they have. */
export const SYSTEM_DISK = { first: 1, cylinders: 10 };
export const ALICE_DISK = { first: 20, cylinders: 5 };
export const BOB_DISK = { first: 30, cylinders: 1 };
export const CAROL_DISK = { first: 40, cylinders: 5 };

/** Who may log on, and what they have: the source form of USER DIRECT. */
export const ROOM_DIRECTORY = `DIRECTORY 350 3350 VMRES
*
* THE OPERATOR IS LOGGED ON WHEN CP IS LOADED.
USER OPERATOR OPER 256K 1M ABCDEG
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
*
* OWNS THE SYSTEM DISK; NOBODY LOGS ON AS THIS USER.
USER CMSSYS NOLOG 256K 1M G
  MDISK 190 3330 ${SYSTEM_DISK.first} ${SYSTEM_DISK.cylinders} USERS1 RR ALL
*
USER ALICE WONDER 512K 1M G
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${ALICE_DISK.first} ${ALICE_DISK.cylinders} USERS1 MR
*
* THE KERNEL TRANSLATES ADDRESSES ITSELF: EC MODE.
USER BOB BUILDER 256K 1M G
  OPTION ECMODE
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${BOB_DISK.first} ${BOB_DISK.cylinders} USERS1 MR
*
USER CAROL SINGER 512K 1M EG
  CONSOLE 009 3215
  SPOOL 00C 2540 READER *
  SPOOL 00D 2540 PUNCH A
  SPOOL 00E 1403 A
  LINK CMSSYS 190 190 RR
  MDISK 191 3330 ${CAROL_DISK.first} ${CAROL_DISK.cylinders} USERS1 MR
`;

/** What ALICE finds on her disk. */
export const LETTER = `DEAR BOB,
THIS CAME FROM MY VIRTUAL PUNCH.
NO CARD WAS CUT FOR IT.`;

/** A virtual machine, in the words of CP's own record: INDICATE tells the same. */
export interface RoomUser {
  readonly userid: string;
  /** "runs", "waits", "is in CP", … */
  readonly state: string;
  /** Q1, Q2, E1, E2; blank where it is in no list. */
  readonly list: string;
  /** Virtual PSW, 16 hexadecimal digits. */
  readonly psw: string;
  /** Whether CP runs it under shadow tables. */
  readonly isShadowed: boolean;
  /** Pages of its storage that are in real storage. */
  readonly resident: number;
  /** Microseconds: of its own, and of CP's for it. */
  readonly virtual: number;
  readonly overhead: number;
  /** Exits by cause, the most costly first. Ticks are those from the exit until somebody has the processor again. */
  readonly bill: readonly BillRow[];
}

/** What is shown; it crosses from worker to page. */
export interface RoomView {
  /** Virtual time, in ticks; the picture stands still while everybody waits. */
  readonly tick: number;
  /** Microseconds since the machine was made. */
  readonly time: number;
  readonly instructions: number;
  readonly crossings: number;
  /** Who runs. */
  readonly world: string;
  readonly lanes: readonly LaneView[];
  /** Of all ticks since CP was loaded those that CP has spent for nobody, and those in which all waited. */
  readonly system: number;
  readonly idle: number;
  readonly users: readonly RoomUser[];
}

/** The lanes of the timeline: those who have machines of their own, CP, channels and devices. */
export const ROOM_LANES: readonly LaneView[] = [
  { world: "ALICE", title: "ALICE", role: "guest-a" },
  { world: "BOB", title: "BOB", role: "guest-b" },
  { world: "CAROL", title: "CAROL", role: "guest-a", letter: "C" },
  { world: "monitor", title: "CP", role: "monitor", letter: "CP" },
  { world: "hardware", title: "hardware", role: "hardware" },
];
