/** Attackers beside a witness: a CP in which virtual machines do their worst, and one that has work to do. */
import type { PreparedMachine } from "../../../../engine/monitors/cp/cp.ts";
import type { CountKeyDataDisk } from "../../../../engine/s370/index.ts";
import { hex, program } from "../support.ts";
import { putRecords, trackOf } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine, type Options } from "./support.ts";

/** Userids of attackers. */
export const ATTACKERS: readonly string[] = [..."ABCDEF"];

const UNIT_RECORD = ["SPOOL 00C 2540 READER *", "SPOOL 00D 2540 PUNCH A", "SPOOL 00E 1403 A"];

/** First cylinder of the minidisks of one cylinder each: those of A, B, C, the witness's, those of D, E, F. */
const DISKS = 20;
const WITNESS_PLACE = 3;

function entry(userid: string, place: number, classes = "G", size = "256K"): string {
  return [
    `USER ${userid} PASS ${size} 16M ${classes}`,
    "OPTION ECMODE",
    "CONSOLE 009 3215",
    ...UNIT_RECORD,
    `MDISK 191 3350 ${DISKS + place} 1 VMRES W READ`,
  ].join("\n");
}

/** Users: attackers of these privilege classes and with so much storage, the witness W, and the operator. */
function directory(classes: string, size: string): string {
  return [
    ...ATTACKERS.map((userid, i) => entry(userid, i < WITNESS_PLACE ? i : i + 1, classes, size)),
    entry("W", WITNESS_PLACE),
    "USER OPERATOR PASS 256K 16M ABCDEFG\nCONSOLE 009 3215",
  ].join("\n");
}

/** Terminals: A's, the operator's, the witness's. */
const TERMINAL = 0x009;
const OPERATOR = 0x01f;
const WITNESS = 0x020;

/** Records of the witness's disk that it writes, bytes of each. */
const RECORDS = 4;
const RECORD = 800;
const ITERATIONS = 1_500;

/**
 * Computes a chain of numbers; after each stretch of it writes the last on its minidisk, reads it back, punches it, and in the end says so at its console. Ends with X'600D' in its PSW, or with
 * X'0BAD' where anything was not as it should be.
 */
function witness(rounds: number): string {
  return `
WITNESS  START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   WITNESS+X'58'
         DC    X'000200000000E001',X'000200000000E002',X'000200000000E003',X'000200000000E004'
         DC    A(0),A(ENDED)
         ORG   WITNESS+X'200'
         L     7,=F'1'
         LA    10,${rounds}
ROUND    L     9,=F'${ITERATIONS}'
NEXT     M     6,=F'1103515245'
         AL    7,=F'12345'
         BCT   9,NEXT
         ST    7,LAST
         LR    8,10
         N     8,=F'${RECORDS - 1}'
         LA    8,1(,8)
         STC   8,ID+4
         MVC   BUFFER(4),LAST
         MVC   BUFFER+4(250),BUFFER
         LA    1,X'191'
         LA    2,WRITE
         BAL   14,DOIO
         XC    BUFFER(256),BUFFER
         LA    2,READ
         BAL   14,DOIO
         CLC   BUFFER(4),LAST
         BNE   FAILED
         CLC   BUFFER+200(4),LAST
         BNE   FAILED
         UNPK  CARD(9),LAST(5)
         LA    1,X'00D'
         LA    2,PUNCH
         BAL   14,DOIO
         BCT   10,ROUND
         LA    1,X'009'
         LA    2,TYPE
         BAL   14,DOIO
         LPSW  GOOD
FAILED   LPSW  BAD
DOIO     ST    2,X'48'
AGAIN    SIO   0(1)
         BC    8,WAIT
         BC    1,FAILED
         BC    2,AGAIN
         TM    X'44',X'10'
         BO    AGAIN
         MVC   STATUS(2),X'44'
         B     LOOK
WAIT     XC    STATUS(2),STATUS
WAITING  LPSW  ENABLED
ENDED    CH    1,X'3A'
         BNE   WAITING
         OC    STATUS(2),X'44'
LOOK     TM    STATUS,X'03'
         BNZ   FAILED
         CLI   STATUS+1,0
         BNE   FAILED
         TM    STATUS,X'04'
         BZ    WAITING
         BR    14
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000600D'
BAD      DC    X'0002000000000BAD'
WRITE    CCW   7,SEEK,X'40',6
         CCW   X'31',ID,X'40',5
         CCW   8,WRITE+8,0,0
         CCW   5,BUFFER,0,${RECORD}
READ     CCW   7,SEEK,X'40',6
         CCW   X'31',ID,X'40',5
         CCW   8,READ+8,0,0
         CCW   6,BUFFER,0,${RECORD}
PUNCH    CCW   1,CARD,X'20',8
TYPE     CCW   9,CARD,X'20',8
SEEK     DC    XL6'00'
ID       DC    XL5'00'
STATUS   DC    XL2'00'
LAST     DC    F'0',X'00'
CARD     DC    CL12' '
         LTORG
         ORG   WITNESS+X'800'
BUFFER   DC    ${RECORD}X'00'
         END
`;
}

/** What the witness comes to. */
function expected(rounds: number): string {
  let value = 1;
  for (let i = 0; i < rounds * ITERATIONS; i++) value = (Math.imul(value, 1103515245) + 12345) | 0;
  return (value >>> 0).toString(16).toUpperCase().padStart(8, "0");
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

/** What no attacker can get at: the pack's label, the witness's cylinder but for its records, what nobody has. */
function untouchable(disk: CountKeyDataDisk): string {
  const heads = disk.pack?.geometry.heads ?? 0;
  const lines: string[] = [];
  for (const cylinder of [0, DISKS - 1, DISKS + WITNESS_PLACE, DISKS + ATTACKERS.length + 1])
    for (let head = 0; head < heads; head++)
      if (cylinder !== DISKS + WITNESS_PLACE || head > 0) lines.push(hex(trackOf(disk, cylinder, head)));
  return lines.join();
}

/** A CP under attack. */
export interface Siege extends CpMachine {
  /** Runs until the witness has ended, at most so many ticks more: whether it has. */
  readonly untilWitnessEnds: (ticks: number) => boolean;
  /** What the witness has come to, "" while it runs: "600D" and its number, as a rule. */
  readonly result: () => string;
  /** What it should have come to. */
  readonly expected: string;
  /** Whether all is as it was on the disk where no attacker may write. */
  readonly isDiskWhole: () => boolean;
  /** Logs users on, who are not there, with other programs. */
  readonly replace: (programs: readonly PreparedMachine[]) => void;
  /** The operator forces users off. */
  readonly force: (userids: readonly string[]) => void;
  /** Everybody is forced off, and what they have left in the spool is purged: until that is done, or a minute has passed. */
  readonly end: () => void;
  /** Has the operator give a command. */
  readonly operator: (line: string) => void;
  readonly run: (ticks: number) => void;
}

export interface SiegeOptions extends Options {
  /** How often the witness goes round. */
  readonly rounds?: number;
  /** Privilege classes of attackers. */
  readonly classes?: string;
  /** Their storage. */
  readonly size?: string;
  /** Last cylinder of the volume for pages and spooling, of which the first is 5: 10 unless given. */
  readonly lastTemporary?: number;
}

/** Programs from address 0 on, for attackers A, B, …; A's user is at a terminal, the others are disconnected. */
export function prepared(programs: readonly (string | Uint8Array)[]): PreparedMachine[] {
  return programs.map((text, i) => ({
    userid: ATTACKERS[i],
    segments: typeof text === "string" ? program(text).segments : [{ address: 0, bytes: text }],
    ...(i === 0 && { terminal: TERMINAL }),
  }));
}

const witnessPrograms = new Map<number, PreparedMachine>();

/** The witness, to begin anew. */
export function preparedWitness(rounds: number): PreparedMachine {
  const known = witnessPrograms.get(rounds);
  if (known !== undefined) return known;
  const made = { userid: "W", terminal: WITNESS, segments: program(witness(rounds)).segments };
  witnessPrograms.set(rounds, made);
  return made;
}

/** CP with a witness, with attackers' programs from the start. */
export function siege(programs: readonly (string | Uint8Array)[], options: SiegeOptions = {}): Siege {
  const { rounds = 2, classes = "G", size = "256K", lastTemporary = 10, ...rest } = options;
  const disk = ownDisk("VMRES", "3350", [
    ["TEMP", 5, lastTemporary],
    ["PERM", 11, 30],
  ]);
  formatDisks(disk);
  const before = untouchable(disk);
  const machines: PreparedMachine[] = [preparedWitness(rounds), ...prepared(programs)];
  const cp = cpMachine([], {
    source: directory(classes, size),
    operatorTerminal: OPERATOR,
    prepared: machines,
    more: [[0x350, disk]],
    ...rest,
  });
  const run = (ticks: number): void => {
    cp.machine.run({ ticks: cp.machine.now + ticks });
  };
  const operator = (line: string): void => {
    cp.machine.input(OPERATOR, line);
    run(400_000);
  };
  const force = (userids: readonly string[]): void => {
    for (const userid of userids) cp.machine.input(OPERATOR, `FORCE ${userid}`);
    run(400_000);
  };
  const end = (): void => {
    const isOver = (): boolean => cp.cp.vms.length === 1 && cp.cp.state.tasks.length === 0;
    force(cp.cp.vms.map(({ userid }) => userid).filter((userid) => userid !== "OPERATOR"));
    for (let tries = 0; tries < 150 && !isOver(); tries++) run(400_000);
    operator("PURGE SYSTEM ALL");
    run(400_000);
  };
  const result = (): string => {
    const found = cp.cp.user("W");
    if (found === undefined || !found.state.stopped) return "";
    const { block } = found;
    const psw = hex(cp.machine.read(block + 6, 2));
    return `${psw} ${hex(cp.machine.read(block + 8 + 4 * 7, 4))}`;
  };
  return {
    ...cp,
    run,
    operator,
    force,
    end,
    result,
    isDiskWhole: () => untouchable(disk) === before,
    expected: `600D ${expected(rounds)}`,
    replace: (others) => {
      for (const other of others) {
        machines.push(other);
        cp.cp.tasks.add("prepare", machines.length - 1);
      }
      // CP is entered.
      cp.machine.input(OPERATOR, "QUERY TIME");
    },
    untilWitnessEnds: (ticks) => {
      const end = cp.machine.now + ticks;
      while (cp.machine.now < end && result() === "") run(20_000);
      return result() !== "";
    },
  };
}
