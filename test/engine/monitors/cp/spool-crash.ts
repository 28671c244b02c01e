/**
 * Spooling that is cut off: three machines write, read and purge files for ever; what the disk has at an instant must lead to whole files, and to all whose CLOSE
 * has been answered.
 */
import { firstRecord, nextPage, recordAt } from "../../../../engine/monitors/cp/spool/pages.ts";
import type { SpoolFile } from "../../../../engine/monitors/cp/spool/state.ts";
import { CountKeyDataDisk, DiskPack, decodeEbcdic, diskType } from "../../../../engine/s370/index.ts";
import { SPOOLERS, spoolDisk } from "./spooling.ts";
import { type CpMachine, cpMachine } from "./support.ts";

/** Where the programs keep the number of the last file that has been closed, read to its end, purged. */
const COUNT = 0x800;

/** Cards of a file by its number: one to 128, up to four pages. */
const cardsOf = (number: number): number => ((number * 37) & 127) + 1;

/** What all programs have: register 12 the number, RUN a channel program at X'900' on the device in register 11, COMMAND a command of CP's. */
const COMMON = `
         LPSW  STOP
DIGITS   CVD   12,WORK
         UNPK  NUMBER,WORK+5(3)
         OI    NUMBER+4,X'F0'
         BR    14
RUN      ST    1,72
AGAIN    SIO   0(11)
         BC    6,AGAIN
ENDED    TIO   0(11)
         BC    2,ENDED
         BR    14
         DS    0D
STOP     DC    X'000200000000DEAD'
WORK     DS    D
NUMBER   DS    CL5
`;

/** Writes file after file at a device: as many records as its number says, each "FILE nnnnn CARD nnn"; then \`after\`. */
const writing = (device: string, command: string, after: string): string => `
WRITER   START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   WRITER+X'200'
         LA    11,X'${device}'
         SR    12,12
FILE     LA    12,1(,12)
         BAL   14,DIGITS
         MVC   CARD+5(5),NUMBER
         MVC   NAME+1(5),NUMBER
         LR    2,12
         MH    2,=H'37'
         N     2,=F'127'
         LA    2,1(,2)
         SR    3,3
NEXT     LA    3,1(,3)
         CVD   3,WORK
         UNPK  CARD+16(3),WORK+6(2)
         OI    CARD+18,X'F0'
         LA    1,WRITE
         BAL   14,RUN
         BCT   2,NEXT
         LA    5,CLOSE
         LA    6,L'CLOSE
         DIAG  5,6,8
         ST    12,COUNT
${after}
         B     FILE
         DS    0D
WRITE    CCW   ${command},CARD,X'20',80
CARD     DC    CL80'FILE 00000 CARD 000'
CLOSE    DC    C'CLOSE ${device} NAME F00000'
NAME     EQU   CLOSE+15
${COMMON}
         LTORG
         ORG   WRITER+X'${COUNT.toString(16)}'
COUNT    DC    F'0'
PURGED   DC    F'0'
         END
`;

/** Reads file after file to its end. */
const READING = `
READER   START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   READER+X'200'
         LA    11,X'00C'
         SR    12,12
NEXT     LA    1,READ
         ST    1,72
         SIO   0(11)
         BC    4,STORED
         BC    2,NEXT
ENDED    TIO   0(11)
         BC    2,ENDED
         B     NEXT
STORED   TM    68,X'01'
         BZ    NEXT
         LA    12,1(,12)
         ST    12,COUNT
         B     NEXT
         DS    0D
READ     CCW   2,X'1000',X'20',80
         ORG   READER+X'${COUNT.toString(16)}'
COUNT    DC    F'0'
         END
`;

/** A punches to B's reader, C prints, and purges what it has printed after each fourth file. */
const PROGRAMS = [
  writing("00D", "1", ""),
  READING,
  writing(
    "00E",
    "9",
    `         TM    COUNT+3,X'03'
         BNZ   FILE
         LA    5,PURGE
         LA    6,L'PURGE
         ST    12,PURGED
         DIAG  5,6,8
         B     FILE
PURGE    DC    C'PURGE PRINTER ALL'
         DS    0H`,
  ),
];

/** What the programs have been told at an instant. */
export interface Told {
  readonly closed: number;
  readonly read: number;
  readonly printed: number;
  readonly purged: number;
}

/** CP with the three machines, which go on for ever. */
export function writers(): CpMachine & { readonly disk: CountKeyDataDisk } {
  const disk = spoolDisk();
  const run = cpMachine(PROGRAMS, { source: SPOOLERS, more: [[0x350, disk]] });
  run.machine.trace.recording = false;
  // Before the first file is closed its destination is said.
  while (run.cp.user("A") === undefined) run.machine.run({ ticks: run.machine.now + 1000 });
  const punch = run.vm("A").state.devices[0x00d];
  Object.assign(Object(punch.data), { destination: { kind: "to", userid: "B" } });
  return { ...run, disk };
}

export function told(run: CpMachine): Told {
  const word = (userid: string, at: number): number => Number.parseInt(run.storage(userid, at, 4) || "0", 16);
  return {
    closed: word("A", COUNT),
    read: word("B", COUNT),
    printed: word("C", COUNT),
    purged: word("C", COUNT + 4),
  };
}

/** A drive with the pack as it is at this instant, whatever becomes of the other. */
export function copyOf(disk: CountKeyDataDisk): CountKeyDataDisk {
  const type = diskType("3350");
  if (type === undefined || disk.pack === undefined) throw new Error("there is no pack");
  const pack = new DiskPack(disk.pack.base);
  pack.restore(disk.pack.save());
  const copy = new CountKeyDataDisk(type);
  copy.mount(pack);
  return copy;
}

/** Begins anew with a disk and says what is wrong with its files; empty: nothing. */
export function wrongAfter(disk: CountKeyDataDisk, { closed, read, printed, purged }: Told): string[] {
  const run = cpMachine([], { source: SPOOLERS, more: [[0x350, disk]], spoolStart: "checkpoint" });
  const files: string[] = [];
  const wrong: string[] = [];
  run.cp.tasks.handle("look", () => {
    run.cp.spool.ready();
    const found = Object.values(run.cp.state.spool.files).map((file) => look(run, file));
    files.push(...found);
  });
  run.cp.tasks.add("look", undefined);
  run.machine.run({ ticks: 20_000_000, until: () => !run.cp.tasks.has("look") });
  if (run.cp.tasks.has("look")) return ["CP has not begun"];
  wrong.push(...files.filter((file) => file.startsWith("wrong")));
  // One more may have been read, or purged, than its program knows.
  for (let number = read + 2; number <= closed; number++)
    if (!files.includes(`reader ${number}`)) wrong.push(`file ${number} of ${closed} is lost; ${read} are read`);
  for (let number = purged + 1; number <= printed; number++)
    if (!files.includes(`printer ${number}`))
      wrong.push(`print file ${number} of ${printed} is lost; ${purged} are purged`);
  const { blocks } = Object.values(run.cp.state.spool.files).reduce(
    (sum, file) => ({ blocks: sum.blocks + file.blocks.length }),
    { blocks: 0 },
  );
  if (run.cp.spool.space().used !== blocks)
    wrong.push(`${run.cp.spool.space().used} blocks in use, ${blocks} of files`);
  return wrong;
}

/** "reader 12" for the whole file number 12, or what is wrong with it. */
function look({ cp }: CpMachine, file: SpoolFile): string {
  const number = Number(file.name.slice(1));
  const texts: string[] = [];
  for (const [i, block] of file.blocks.entries()) {
    const page = cp.dasd.block(block);
    for (
      let at = firstRecord(i === 0), record = recordAt(cp.host, page, at);
      record;
      record = recordAt(cp.host, page, at)
    ) {
      texts.push(decodeEbcdic(record.data ?? new Uint8Array()).trimEnd());
      at = record.next;
    }
    const next = nextPage(cp.host, page);
    if (next !== (file.blocks[i + 1] ?? 0)) return `wrong: file ${number} goes on at ${next}`;
  }
  const expected = Array.from(
    { length: cardsOf(number) },
    (_, i) => `FILE ${String(number).padStart(5, "0")} CARD ${String(i + 1).padStart(3, "0")}`,
  );
  if (file.systemHold || texts.join("|") !== expected.join("|"))
    return `wrong: file ${number} has ${texts.length} records: ${texts[0]}`;
  return `${file.queue} ${number}`;
}
