/** What attackers have to attack with: their directory entries, and real devices. */
import { createHash } from "node:crypto";
import type { CpConfiguration } from "../../../../../engine/monitors/cp/cp.ts";
import { tape3420 } from "../../../../../engine/s370/devices/tape/tape-3420.ts";
import { CardPunch, type CountKeyDataDisk, type Device, Display3277 } from "../../../../../engine/s370/index.ts";
import { mountedDisk, putRecords, trackOf } from "../disks.ts";
import { ownDisk } from "../packs.ts";
import { RECORD, RECORDS, SHARED, SHARED_PAGES } from "./witness.ts";

/** Userids of attackers. */
export const ATTACKERS: readonly string[] = [..."ABCDEF"];

const UNIT_RECORD = ["SPOOL 00C 2540 READER *", "SPOOL 00D 2540 PUNCH A", "SPOOL 00E 1403 A"];

/** First cylinder of the minidisks of one cylinder each: those of A, B, C, the witness's, those of D, E, F. */
const DISKS = 20;
const WITNESS_PLACE = 3;
/** Where the shared system is saved. */
const SYSTEM = 12;
/** Where error records go. */
const ERRORS: CpConfiguration["areas"] = { "error recording": { volume: "VMRES", first: 13, count: 2 } };

/** Displays: one for DIAL, and B's terminal, where there are any. */
export const DIALED = 0x0c0;
export const DISPLAY = 0x0c1;

export interface RoomOptions {
  /** Privilege classes of attackers. */
  readonly classes: string;
  /** Their storage. */
  readonly size: string;
  /** Last cylinder of the volume for pages and spooling, of which the first is 5. */
  readonly lastTemporary: number;
  /**
   * Each has a disk, a tape drive and a punch to itself, lines for displays, an adapter, and is authorized for IUCV; A is in the V=R area, B at a display; everybody
   * can have a shared segment, and the witness has it.
   */
  readonly rich: boolean;
}

export interface Room {
  readonly disk: CountKeyDataDisk;
  readonly devices: readonly (readonly [address: number, device: Device])[];
  readonly source: string;
  readonly configuration: Partial<CpConfiguration>;
}

function entry(userid: string, place: number, { classes, size, rich }: RoomOptions): string {
  const n = ATTACKERS.indexOf(userid) + 1;
  const isAttacker = n > 0;
  const option = rich && userid === "A" ? "OPTION ECMODE VIRT=REAL" : "OPTION ECMODE";
  return [
    `USER ${userid} PASS ${isAttacker ? size : "256K"} 16M ${isAttacker ? classes : "G"}`,
    rich ? `${option} MAXCONN 8` : option,
    ...(rich && isAttacker ? ["IUCV ANY", "IUCV ALLOW"] : []),
    "CONSOLE 009 3215",
    ...UNIT_RECORD,
    ...(rich ? ["SPECIAL 500 CTCA"] : []),
    ...(rich && isAttacker
      ? [`DEDICATE 291 14${n}`, `DEDICATE 181 48${n}`, `DEDICATE 20D 0A${n}`, "SPECIAL 0B0 3270", "SPECIAL 0B1 3270"]
      : []),
    `MDISK 191 3350 ${DISKS + place} 1 VMRES W READ`,
  ].join("\n");
}

/** Records for everybody's minidisk. */
function formatDisks(disk: CountKeyDataDisk): void {
  for (let place = 0; place <= ATTACKERS.length; place++)
    putRecords(
      disk,
      { cylinder: DISKS + place, head: 0, counted: 0 },
      Array.from({ length: RECORDS }, (_, i) => ({ record: i + 1, data: new Uint8Array(RECORD).fill(place) })),
    );
}

/** Bytes of the V=R area. */
export const VIRTUAL_REAL = 0x40000;

/** Devices and directory of a CP with attackers A to F, the witness W and the operator. */
export function roomFor(options: RoomOptions): Room {
  const disk = ownDisk("VMRES", "3350", [
    ["TEMP", 5, options.lastTemporary],
    ["PERM", 11, 30],
  ]);
  formatDisks(disk);
  const source = [
    ...ATTACKERS.map((userid, i) => entry(userid, i < WITNESS_PLACE ? i : i + 1, options)),
    entry("W", WITNESS_PLACE, options),
    "USER OPERATOR PASS 256K 16M ABCDEFG\nCONSOLE 009 3215",
    ...(options.rich ? ["USER SAVER PASS 512K 16M E\nCONSOLE 009 3215"] : []),
  ].join("\n");
  const main = [0x350, disk] as const;
  if (!options.rich) return { disk, source, devices: [main], configuration: { areas: ERRORS } };
  const own = ATTACKERS.flatMap((_, i): (readonly [number, Device])[] => [
    [0x141 + i, mountedDisk("3340", `OWN${i}`, 0x141 + i, 3)],
    [0x481 + i, tape3420()],
    [0x0a1 + i, new CardPunch("3525")],
  ]);
  return {
    disk,
    source,
    devices: [main, ...own, [DIALED, new Display3277({ numericLock: false })], [DISPLAY, new Display3277({})]],
    configuration: {
      areas: ERRORS,
      virtualReal: VIRTUAL_REAL,
      systems: [
        { name: SHARED, size: 0, volume: "VMRES", cylinder: SYSTEM, page: 0, pages: [SHARED_PAGES], shared: [6] },
      ],
    },
  };
}

/** What no attacker can get at: the pack's label, what is saved, the witness's cylinder but for its records, what nobody has. */
export function untouchable(disk: CountKeyDataDisk): string {
  const heads = disk.pack?.geometry.heads ?? 0;
  const hash = createHash("sha256");
  for (const cylinder of [0, SYSTEM, DISKS - 1, DISKS + WITNESS_PLACE, DISKS + ATTACKERS.length + 1])
    for (let head = 0; head < heads; head++)
      if (cylinder !== DISKS + WITNESS_PLACE || head > 0) hash.update(trackOf(disk, cylinder, head));
  return hash.digest("hex");
}
