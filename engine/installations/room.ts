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

/** Card reader, card punch and printer: real ones, that all users share by way of CP's spool. */
export const ROOM_UNITS = {
  reader: { address: 0x00c, type: "3505" },
  punch: { address: 0x00d, type: "3525" },
  printer: { address: 0x00e, type: "1403" },
} as const;

/** Bytes of real storage. */
export const ROOM_STORAGE = 0x200000;

export const ROOM_VOLUMES = ["USERS1", "VMRES"] as const;
export type RoomVolume = (typeof ROOM_VOLUMES)[number];

/** The drives of its volumes. */
export const ROOM_DRIVES: Readonly<Record<RoomVolume, { readonly address: number; readonly type: "3330" | "3350" }>> = {
  USERS1: { address: 0x330, type: "3330" },
  VMRES: { address: 0x350, type: "3350" },
};

/** Cylinders of VMRES where systems are saved; 1 and 2 are for checkpoint and warm start, 4 is for error records. */
export const SAVED_CYLINDERS: readonly number[] = [3];

/** How CP's own volume is formatted. */
export const ROOM_VOLUME = {
  cylinders: 41,
  allocations: [
    { type: "TEMP", first: 5, last: 38 },
    { type: "DRCT", first: 39, last: 40 },
  ],
} as const;

/** What CP is generated with: statements of `generation.ts`. */
export const ROOM_GENERATION = `OWNED VMRES
CHECKPOINT VMRES 1 1
WARM VMRES 2 1
ERROR VMRES 4 1
OPERATOR OPERATOR 01F
* PAGE 0 AND THE NUCLEUS, WHICH IS SHARED.
SYSTEM CMS SIZE 256K ON VMRES ${SAVED_CYLINDERS[0]} 0 PAGES 0-0,16-31 SHARED 1
`;

/** The machine as `tae cp run --config` takes it. */
export const ROOM_CONFIGURATION = `MAINSIZE ${ROOM_STORAGE >> 20}
${ROOM_TERMINALS.map(({ address, type }) => `${deviceText(address)} ${type}\n`).join("")}${unitText("reader", "eof")}${unitText("punch", "cards.txt ascii")}${unitText("printer", "paper.txt")}${ROOM_VOLUMES.map(
  (volume) => {
    const { address, type } = ROOM_DRIVES[volume];
    return `${deviceText(address)} ${type} ${imageName(volume)}\n`;
  },
).join("")}`;

/** The file of a volume's image. */
export function imageName(volume: RoomVolume): string {
  return `${volume.toLowerCase()}.cckd`;
}

function unitText(unit: keyof typeof ROOM_UNITS, operands: string): string {
  const { address, type } = ROOM_UNITS[unit];
  return `${deviceText(address)} ${type} ${operands}\n`;
}

function deviceText(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}

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
