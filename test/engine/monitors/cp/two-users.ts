/** A machine of two users, A and B, each with a disk, a reader, a punch and a printer, whose programs read the disk. */
import type { Device } from "../../../../engine/s370/index.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";

/** The directory: the operator, A and B; `statements` stand behind each one's USER statement. */
export function twoUsers(statements: (userid: string) => readonly string[]): string {
  return [
    "USER OPERATOR PASS 256K 1M ABCDEFG\nCONSOLE 009 3215",
    ...["A", "B"].flatMap((userid, i) => [
      `USER ${userid} PASS 1M 16M ABCDEFG`,
      ...statements(userid),
      `OPTION ECMODE
CONSOLE 009 3215
SPOOL 00C 2540 READER *
SPOOL 00D 2540 PUNCH A
SPOOL 00E 1403 A
MDISK 191 3350 ${10 + 10 * i} 5 USERS1 MR`,
    ]),
  ].join("\n");
}

/** CP's disk, and that of users' minidisks. */
export function twoDisks(): [number, Device][] {
  return [
    [0x150, ownDisk("VMRES", "3350", [["TEMP", 5, 60]])],
    [0x151, mountedDisk("3350", "USERS1", 0x151)],
  ];
}

/** Begins a guest, with what a SUPERVISOR CALL leads to. */
export const twoUsersGuest = (supervisor: string): string => `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    X'00000000',A(${supervisor})
         ORG   GUEST+X'200'`;

/** Reads the disk so many times, by the channel program at READ: see {@link READS}. Register 8 counts. */
export const readsDisk = (times: number): string => `
         LA    8,${times}
DISK     LA    1,READ
         ST    1,72
         SIO   X'191'
BUSY     TIO   X'191'
         BC    2,BUSY
         BC    4,ON
         BC    8,BUSY
ON       BCT   8,DISK`;

/** What that needs, by the seek address at SEEK. */
export const READS = `
READ     CCW   7,SEEK,X'40',6
         CCW   X'1A',X'800',X'20',5`;
