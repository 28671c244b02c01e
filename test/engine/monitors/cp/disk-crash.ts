/**
 * Disks when CP is cut off: A changes the directory for ever, B and C write records on their minidisks; what the disks have at an instant must lead to a whole directory,
 * the last that A has been told of or the next, and to whole records, all of those among them that their writers have been told of.
 */
import { readDirectory } from "../../../../engine/monitors/cp/directory/index.ts";
import { writeDirectory } from "../../../../engine/monitors/cp/directory/object/index.ts";
import { CountKeyDataDisk, DiskPack } from "../../../../engine/s370/index.ts";
import { mountedDisk, putRecords } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

/** Where the programs keep the number of what they have been told last. */
const COUNT = 0x800;
/** Records of a minidisk, on tracks of eight. */
const RECORDS = 32;
const ON_TRACK = 8;
const BYTES = 512;
/** Cylinder of B's minidisk on VMRES, and of C's on USERS1. */
const B_CYLINDER = 50;
const C_CYLINDER = 7;

const DIRECTORY = `DIRECTORY 350 3350 VMRES
USER OPERATOR OPER 256K 1M ABCDEFG
 CONSOLE 009 3215
USER A PASS 256K 1M BG
 CONSOLE 009 3215
USER B PASS 256K 1M G
 CONSOLE 009 3215
 MDISK 191 3350 ${B_CYLINDER} 1 VMRES MR
USER C PASS 256K 1M G
 CONSOLE 009 3215
 MDISK 191 3330 ${C_CYLINDER} 1 USERS1 MR
USER D PASS 256K 1M G
 CONSOLE 009 3215
 MDISK 191 3330 1 1 USERS1 MR P00000 P00000 P00000
`;

/** Gives D's minidisk passwords P00001, P00002, … */
const CHANGING = `
CHANGER  START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   CHANGER+X'200'
         SR    12,12
NEXT     LA    12,1(,12)
         CVD   12,WORK
         UNPK  READ+1(5),WORK+5(3)
         OI    READ+5,X'F0'
         MVC   WRITE,READ
         MVC   MULTIPLE,READ
         LA    2,LIST
         LA    4,END-LIST
         DIAG  2,4,X'84'
         BNZ   WRONG
         ST    12,COUNT
         B     NEXT
WRONG    LPSW  STOP
         DS    0D
STOP     DC    X'0002000000000BAD'
WORK     DS    D
LIST     DC    CL8'D',CL8'PASS',CL8'MDISK',C'191MR '
READ     DC    CL8'P00000'
WRITE    DS    CL8
MULTIPLE DS    CL8
END      EQU   *
         ORG   CHANGER+X'${COUNT.toString(16)}'
COUNT    DC    F'0'
         END
`;

/** Writes record after record, each full of its number. */
const WRITING = `
WRITER   START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   WRITER+X'48'
         DC    A(PROGRAM)
         ORG   WRITER+X'78'
         DC    X'00000000',A(ENDED)
         ORG   WRITER+X'200'
         SR    12,12
NEXT     LA    12,1(,12)
         ST    12,DATA
         MVC   DATA+4(252),DATA
         MVC   DATA+256(256),DATA
         LR    2,12
         N     2,=F'${RECORDS - 1}'
         LR    3,2
         SRL   3,3
         STC   3,SEEK+5
         STC   3,SEARCH+3
         N     2,=F'${ON_TRACK - 1}'
         LA    2,1(,2)
         STC   2,SEARCH+4
         SIO   X'191'
         BNZ   WRONG
         LPSW  WAIT
ENDED    TM    X'44',X'04'
         BZ    MORE
         CLI   X'44',X'0C'
         BNE   WRONG
         ST    12,COUNT
         B     NEXT
MORE     LPSW  WAIT
WRONG    LPSW  STOP
         DS    0D
WAIT     DC    X'FE02000000000000'
STOP     DC    X'0002000000000BAD'
PROGRAM  CCW   7,SEEK,X'40',6
         CCW   X'31',SEARCH,X'40',5
         CCW   8,PROGRAM+8,0,1
         CCW   5,DATA,0,${BYTES}
SEEK     DC    XL6'00'
SEARCH   DC    XL5'00'
         LTORG
         ORG   WRITER+X'${COUNT.toString(16)}'
COUNT    DC    F'0'
DATA     DS    CL${BYTES}
         END
`;

/** Where the reading program puts the records. */
const READ_AT = 0x8000;

/** Reads all records of its minidisk. */
const READING = `
READER   START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   READER+X'48'
         DC    A(PROGRAM)
         ORG   READER+X'78'
         DC    X'00000000',A(ENDED)
         ORG   READER+X'200'
         SIO   X'191'
         LPSW  WAIT
ENDED    TM    X'44',X'04'
         BZ    MORE
         MVC   STATUS,X'44'
         LPSW  STOP
MORE     LPSW  WAIT
         DS    0D
WAIT     DC    X'FE02000000000000'
STOP     DC    X'0002000000000111'
PROGRAM  DS    0D
${Array.from({ length: RECORDS / ON_TRACK }, (_, head) => {
  const last = head === RECORDS / ON_TRACK - 1;
  const reads = Array.from({ length: ON_TRACK }, (_, i) => {
    const flags = last && i === ON_TRACK - 1 ? "0" : "X'40'";
    return `         CCW   6,X'${(READ_AT + (head * ON_TRACK + i) * BYTES).toString(16)}',${flags},${BYTES}`;
  });
  return `         CCW   7,SEEK${head},X'40',6
S${head}       CCW   X'31',SEEK${head}+2,X'40',5
         CCW   8,S${head},0,1
${reads.join("\n")}`;
}).join("\n")}
${Array.from({ length: RECORDS / ON_TRACK }, (_, head) => `SEEK${head}    DC    X'0000000000${`0${head}`}01'`).join("\n")}
         ORG   READER+X'${COUNT.toString(16)}'
STATUS   DC    XL2'00'
         END
`;

export interface Disks {
  readonly system: CountKeyDataDisk;
  readonly users: CountKeyDataDisk;
}

export interface Cut extends CpMachine {
  readonly disks: Disks;
}

function packOf(disk: CountKeyDataDisk): DiskPack {
  if (disk.pack === undefined) throw new Error("there is no pack");
  return disk.pack;
}

/** CP with the three machines, which go on for ever. */
export function writers(): Cut {
  const system = ownDisk("VMRES", "3350", [
    ["DRCT", 3, 4],
    ["TEMP", 5, 40],
  ]);
  writeDirectory(packOf(system), readDirectory("USER DIRECT", DIRECTORY).directory);
  const users = mountedDisk("3330", "USERS1", 0x330);
  for (const [disk, cylinder] of [
    [system, B_CYLINDER],
    [users, C_CYLINDER],
  ] as const)
    for (let head = 0; head < RECORDS / ON_TRACK; head++)
      putRecords(
        disk,
        { cylinder, head, counted: 0 },
        Array.from({ length: ON_TRACK }, (_, i) => ({ record: i + 1, data: new Uint8Array(BYTES) })),
      );
  const run = start([CHANGING, WRITING, WRITING], { system, users });
  run.machine.trace.recording = false;
  while (run.cp.user("C") === undefined) run.machine.run({ ticks: run.machine.now + 1000 });
  return { ...run, disks: { system, users } };
}

function start(programs: readonly string[], { system, users }: Disks): CpMachine {
  return cpMachine(programs, {
    directory: undefined,
    operatorTerminal: 0x01f,
    more: [
      [0x330, users],
      [0x350, system],
    ],
  });
}

/** The disks as they are at this instant, whatever becomes of the others. */
export function copies({ system, users }: Disks): Disks {
  const copy = (disk: CountKeyDataDisk): CountKeyDataDisk => {
    const before = packOf(disk);
    const pack = new DiskPack(before.base);
    pack.restore(before.save());
    const drive = new CountKeyDataDisk(before.geometry.disk);
    drive.mount(pack);
    return drive;
  };
  return { system: copy(system), users: copy(users) };
}

/** Changes a byte of C's first record. */
export function tear({ users }: Disks): void {
  const pack = packOf(users);
  const number = C_CYLINDER * pack.geometry.heads;
  const track = pack.track(number).slice();
  // Behind home address, record 0, and the record's count.
  track[5 + 16 + 8 + 100] ^= 1;
  pack.replace(number, track);
}

/** What the programs have been told at an instant: directories, records of B's and of C's. */
export type Told = readonly [directories: number, ofB: number, ofC: number];

export function told(run: CpMachine): Told {
  const count = (userid: string): number => Number.parseInt(run.storage(userid, COUNT, 4) || "0", 16);
  return [count("A"), count("B"), count("C")];
}

/** Begins anew with the disks and says what is wrong; empty: nothing. */
export function wrongAfter(disks: Disks, [directories, ofB, ofC]: Told): string[] {
  // A has a program too, so that B and C are the same ones.
  const run = start([READING.replace("SIO   X'191'", "LPSW  STOP"), READING, READING], disks);
  const hasEnded = (userid: string): boolean =>
    run.cp.user(userid) !== undefined &&
    run.storage(userid, COUNT, 2) !== "" &&
    run.storage(userid, COUNT, 2) !== "0000";
  run.machine.run({ ticks: 20_000_000, until: () => hasEnded("B") && hasEnded("C") });
  if (run.cp.state.users.failure !== undefined) return [run.cp.state.users.failure];
  if (!hasEnded("B") || !hasEnded("C")) return ["CP has not begun"];
  return [...wrongDirectory(run, directories), ...wrongRecords(run, "B", ofB), ...wrongRecords(run, "C", ofC)];
}

function wrongDirectory(run: CpMachine, directories: number): string[] {
  const device = run.cp.users.current.users.find(({ userid }) => userid === "D")?.devices[1];
  const passwords = device?.kind === "minidisk" ? Object.values(device.passwords) : [];
  const right = [directories, directories + 1].map((number) => `P${String(number).padStart(5, "0")}`);
  const isOne = passwords.length === 3 && right.some((each) => passwords.every((password) => password === each));
  return isOne ? [] : [`directory ${directories} has passwords ${passwords.join(" ")}`];
}

function wrongRecords(run: CpMachine, userid: string, written: number): string[] {
  if (run.storage(userid, COUNT, 2) !== "0C00") return [`${userid} has status ${run.storage(userid, COUNT, 2)}`];
  return Array.from({ length: RECORDS }, (_, place) => place).flatMap((place) => {
    const data = run.storage(userid, READ_AT + place * BYTES, BYTES);
    const number = Number.parseInt(data.slice(0, 8), 16);
    if (data !== data.slice(0, 8).repeat(BYTES / 4)) return [`record ${place} of ${userid} is torn`];
    const last = written - ((written - place + RECORDS) % RECORDS);
    const isRight = number === Math.max(last, 0) || (number === written + 1 && number % RECORDS === place);
    return isRight ? [] : [`record ${place} of ${userid} has ${number}; ${written} are written`];
  });
}
