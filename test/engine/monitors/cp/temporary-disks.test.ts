/** Temporary disks pass from one user to the next as they are. */
import { expect, it } from "vitest";
import { DISK_GUEST_BEGINS } from "./minidisk-guest.ts";
import { ownDisk } from "./packs.ts";
import { wait } from "./sessions.ts";
import { cpMachine } from "./support.ts";

const DIRECTORY = `
USER A PASS 256K 1M G
CONSOLE 009 3215
MDISK 191 3330 T-DISK 1
USER B PASS 256K 1M G
CONSOLE 009 3215
`;

/** A channel program on 191, then a command. */
const COMMON = (ccws: string): string => `
         DS    0D
ENABLED  DC    X'FE02000000000000'
STOP     DC    X'0002000000000111'
PROGRAM  CCW   7,SEEK,X'40',6
         CCW   X'31',${ccws}
SEEK     DC    X'000000000000'
R0       DC    X'0000000000'
R1       DC    X'0000000001'
         DS    0D
RECORD   DC    X'0000000001000008',C'SECRET12'
BACK     DC    8X'EE'
`;

/** Writes a record on its temporary disk and logs off. */
const LEAVING = `${DISK_GUEST_BEGINS}
         SIO   X'191'
         LPSW  ENABLED
ENDED    LA    2,LOGOFF
         LA    4,L'LOGOFF
         DIAG  2,4,X'8'
LOGOFF   DC    C'LOGOFF'
${COMMON("R0,X'40',5\n         CCW   8,PROGRAM+8,0,1\n         CCW   X'1D',RECORD,0,16")}
         END
`;

/** Tries to have a temporary disk until there is room, and reads the record. */
const COMING = `${DISK_GUEST_BEGINS}
         SR    5,5
AGAIN    LA    5,1(,5)
         LA    2,DEFINE
         LA    4,L'DEFINE
         DIAG  2,4,X'8'
         LTR   4,4
         BNZ   AGAIN
         SIO   X'191'
         LPSW  ENABLED
ENDED    MVC   X'300'(8),BACK
         ST    5,X'308'
         LPSW  STOP
DEFINE   DC    C'DEFINE T3330 AS 191 CYL 1'
${COMMON("R1,X'40',5\n         CCW   8,PROGRAM+8,0,1\n         CCW   6,BACK,0,8")}
         END
`;

it("has what its last user has left on it", () => {
  const disk = ownDisk("VMRES", "3330", [
    ["TEMP", 1, 40],
    ["TDSK", 101, 101],
  ]);
  const run = cpMachine([LEAVING, COMING], { source: DIRECTORY, more: [[0x130, disk]] });
  wait(run, 1_000_000);
  expect(run.cp.user("A")).toBeUndefined();
  expect(run.storage("B", 0x300, 8)).toBe("E2C5C3D9C5E3F1F2");
  // While A had the only cylinder there was none for B.
  expect(Number.parseInt(run.storage("B", 0x308, 4), 16)).toBeGreaterThan(1);
});
