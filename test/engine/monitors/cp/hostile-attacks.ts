/** Attacks by hand: each names what it tries, how, and what its own user sees of it. */
import {
  type Attack,
  channelProgram,
  commands,
  ENDED,
  each,
  execute,
  guest,
  LOOP,
  start,
  stubborn,
  translated,
} from "./hostile-programs.ts";
import { roomAttacks } from "./hostile-room-attacks.ts";

const PSWS: readonly Attack[] = [
  {
    name: "disabled wait",
    tries: "to stop the processor for everybody",
    source: guest(""),
    sees: ENDED,
  },
  {
    name: "malformed program new PSW",
    tries: "to have the processor interrupt itself for ever",
    source: guest(
      "         LPSW  BAD\n         DS    0D\nBAD      DC    X'FFFFFFFFFFFFFFFF'\n         ORG   GUEST+X'68'\n         DC    X'00080000FF000001'\n         ORG   GUEST+X'300'",
    ),
    sees: "DMKDSP453W CP ENTERED; PROGRAM INTERRUPT LOOP",
  },
  {
    name: "program checks without end",
    tries: "to keep CP in reflecting",
    source: guest("LOST     DC    X'0000'", { program: "LOST" }),
    sees: "",
  },
  {
    name: "PSW beyond storage",
    tries: "to execute what is not its own",
    source: guest("         LPSW  FAR\n         DS    0D\nFAR      DC    X'0000000000FFFFFE'", {
      program: "X'FFFFFE'",
    }),
    sees: "",
  },
  {
    name: "odd PSW",
    tries: "to execute from odd addresses",
    source: guest("         LPSW  ODD\n         DS    0D\nODD      DC    X'0000000000000201'", { program: "X'201'" }),
    sees: "",
  },
  {
    name: "LPSW of itself",
    tries: "to have CP load one PSW for ever",
    source: guest("LOOP     LPSW  SAME\n         DS    0D\nSAME     DC    X'00000000',A(LOOP)"),
    sees: "",
  },
  {
    name: "SVC loop",
    tries: "to have CP swap PSWs for ever",
    source: guest("LOOP     SVC   255", { supervisor: "LOOP" }),
    sees: "",
  },
  {
    name: "EXECUTE of EXECUTE",
    tries: "to have the processor chase its tail",
    source: guest("LOOP     EX    0,LOOP", { program: "LOOP" }),
    sees: "",
  },
  {
    name: "disabled loop",
    tries: "to keep the processor",
    source: guest("LOOP     B     LOOP"),
    sees: "",
  },
  {
    name: "enabled wait for nothing",
    tries: "to wait for what never comes",
    source: guest("         LPSW  WAIT\n         DS    0D\nWAIT     DC    X'FF02000000000000'", { external: "BEGIN" }),
    sees: "",
  },
  {
    name: "every system mask in both modes",
    tries: "PSWs with every first byte",
    source: stubborn(`
         LA    3,0
MASKS    STC   3,BASIC
         STC   3,EXTENDED
         LA    5,AFTER1
         ST    5,BASIC+4
         LPSW  BASIC
AFTER1   LA    5,AFTER2
         ST    5,EXTENDED+4
         LPSW  EXTENDED
AFTER2   LPSW  BACK
BACKAT   LA    3,1(,3)
         C     3,=F'256'
         BL    MASKS
         B     DONE
         DS    0D
BASIC    DC    X'0000000000000000'
EXTENDED DC    X'0008000000000000'
BACK     DC    X'00000000',A(BACKAT)`),
    sees: "",
  },
  {
    name: "SSM, STOSM and STNSM without end",
    tries: "to spend CP's time on masks",
    source: stubborn(`
         SSM   ONES
         STOSM MASK,X'FF'
         STNSM MASK,X'00'
${LOOP}
ONES     DC    X'FF'
MASK     DC    X'00'`),
    sees: "",
  },
];

const INTERRUPTIONS: readonly Attack[] = [
  {
    name: "monitor calls without end",
    tries: "to pass monitor events to somebody else",
    source: stubborn(
      "         LCTL  8,8,ONES\n         MC    1(0),1\n         MC    X'FFF',15\n         B     BEGIN\nONES     DC    F'-1'",
    ),
    sees: "",
  },
  {
    name: "program events at every instruction",
    tries: "to have the processor record events of CP's",
    source: stubborn(
      `
         LCTL  9,11,EVENTS
         LPSW  PER
GO       LA    3,1(,3)
         ST    3,KEPT
         B     GO
         DS    0D
PER      DC    X'40080000',A(GO)
EVENTS   DC    X'F000FFFF',F'0',X'00FFFFFF'
KEPT     DC    F'0'`,
      { mode: "00080000" },
    ),
    sees: "",
  },
  {
    name: "program events of what CP simulates",
    tries: "to mix events with simulated instructions and their exceptions",
    source: stubborn(
      `
         LCTL  9,11,EVENTS
         LPSW  PER
GO       STCTL 0,15,KEPT
         SSK   3,3
         LPSW  KEPT
         SVC   1
         DC    X'0000'
         B     GO
         DS    0D
PER      DC    X'40080000',A(GO)
EVENTS   DC    X'F000FFFF',F'0',X'00FFFFFF'
         DS    0D
KEPT     DS    16F`,
      { mode: "40080000" },
    ),
    sees: "",
  },
  {
    name: "interval timer at every instruction",
    tries: "to be interrupted all the time",
    source: stubborn(
      `
         LCTL  0,0,MASKS
LOOP     XC    80(4),80
         SSM   ONES
         LA    3,1(,3)
         SSM   ZERO
         B     LOOP
         DS    0F
MASKS    DC    X'000000E0'
ONES     DC    X'01'
ZERO     DC    X'00'`,
    ),
    sees: "",
  },
  {
    name: "CPU timer that is always due",
    tries: "external interruptions without end",
    source: guest(
      "         SPT   ZERO\n         LCTL  0,0,MASKS\nLOOP     SSM   ONES\n         B     LOOP\n         DS    0D\nZERO     DC    XL8'00'\nMASKS    DC    X'00000400'\nONES     DC    X'01'",
      { external: "LOOP", mode: "01080000", first: "00080000" },
    ),
    sees: "",
  },
  {
    name: "clock comparator that is always due",
    tries: "external interruptions without end",
    source: guest(
      "         SCKC  ZERO\n         LCTL  0,0,MASKS\nLOOP     SSM   ONES\n         B     LOOP\n         DS    0D\nZERO     DC    XL8'00'\nMASKS    DC    X'00000800'\nONES     DC    X'01'",
      { external: "LOOP", mode: "01080000" },
    ),
    sees: "",
  },
  {
    name: "clock comparator a moment ahead, over and over",
    tries: "to fill CP's queue of timers",
    source: stubborn(
      "         STCK  NOW\n         AL    3,NOW+4\n         ST    3,NOW+4\n         SCKC  NOW\n         SPT   NOW\n         SCK   NOW\n         B     BEGIN\n         DS    0D\nNOW      DC    D'0'",
    ),
    sees: "",
  },
  {
    name: "all control registers all ones",
    tries: "to mask, translate and record with nonsense",
    source: stubborn(
      "         LCTL  0,15,ONES\n         STCTL 0,15,ONES\n         LPSW  ALL\nGO       LA    3,1(,3)\n         B     GO\n         DS    0D\nALL      DC    X'47080000',A(GO)\nONES     DC    16F'-1'",
    ),
    sees: "",
  },
  {
    name: "assist control register of its own",
    tries: "to point the processor's assist at real storage",
    source: stubborn(
      "         LCTL  6,6,ASSIST\n         SSM   ASSIST\n         LPSW  BACK\nGO       SVC   1\n         B     GO\n         DS    0D\nBACK     DC    X'00000000',A(GO)\nASSIST   DC    X'FF000200'",
    ),
    sees: "",
  },
  {
    name: "instructions of multiprocessors and assists",
    tries: "SPX, SIGP, STAP, WRD, RDD, E6xx",
    source: stubborn(`
         DC    X'B2100300',X'B2110300',X'B2120300',X'AE010001',X'84000300',X'85000300'
         DC    X'E60003000300',X'E60103000300',X'E6FF03000300',X'B2FF0000',X'B2290011',X'B22A0011',X'E50103000300'
         B     BEGIN`),
    sees: "",
  },
];

const STORAGE: readonly Attack[] = [
  {
    name: "all keys on all storage",
    tries: "to set keys of what is not its own",
    source: stubborn(`
         LA    3,0
         LA    5,0
KEYS     SSK   5,3
         ISK   6,3
         DC    X'B2130000'
         A     3,=F'2048'
         LA    5,16(,5)
         C     3,=A(X'1000000')
         BL    KEYS
         B     BEGIN`),
    sees: "",
  },
  {
    name: "its own page 0 protected from it",
    tries: "interruptions into storage that its key does not open",
    source: stubborn(`
         LA    5,X'F8'
         SR    3,3
         SSK   5,3
         LPSW  KEY1
GO       SVC   3
         ST    3,0
         B     GO
         DS    0D
KEY1     DC    X'00100000',A(GO)`),
    sees: "",
  },
  {
    name: "storing everywhere",
    tries: "to write over all 16 MiB",
    source: stubborn(
      "         L     3,=F'4096'\nSTORE    ST    3,0(,3)\n         MVCL  4,6\n         A     3,=F'4096'\n         B     STORE",
    ),
    sees: "",
  },
  {
    name: "MVCL of 16 MiB",
    tries: "one instruction that takes for ever",
    source: stubborn(
      "         SR    2,2\n         L     3,=X'00FFFFFF'\n         SR    4,4\n         L     5,=X'FFFFFFFF'\n         MVCL  2,4\n         CLCL  2,4\n         B     BEGIN",
    ),
    sees: "",
  },
  {
    name: "all pages, over and over, with little real storage",
    tries: "to take all frames",
    storageSize: 0x60000,
    source: guest(
      "TOUCH    L     3,=F'8192'\nNEXT     ST    3,0(,3)\n         A     3,=F'4096'\n         C     3,=A(X'40000')\n         BL    NEXT\n         B     TOUCH",
    ),
    sees: "",
  },
  {
    name: "all of 16 MiB, with little paging space",
    tries: "to take all places for pages",
    size: "16M",
    lastTemporary: 5,
    source: guest(
      "TOUCH    L     3,=F'8192'\nNEXT     ST    3,0(,3)\n         A     3,=F'4096'\n         C     3,=A(X'FFF000')\n         BL    NEXT\n         B     TOUCH",
    ),
    sees: "DMKPGT400I SYSTEM PAGING SPACE FULL; WAITING",
  },
  {
    name: "16 MiB read, with little paging space",
    tries: "to have pages of zeros take places",
    size: "16M",
    lastTemporary: 5,
    source: guest(
      "TOUCH    L     3,=F'8192'\nNEXT     L     4,0(,3)\n         A     3,=F'4096'\n         C     3,=A(X'FFF000')\n         BL    NEXT\n         B     TOUCH",
    ),
    sees: "",
  },
  {
    name: "storage filled by channel programs, with little paging space",
    tries: "to have CP take places for it",
    size: "16M",
    lastTemporary: 5,
    source: stubborn(`
AGAIN    DS    0H${execute("191", "READ")}
         L     3,READ+16
         A     3,=F'4096'
         ST    3,READ+16
         B     AGAIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   X'1A',*,X'70',8
         CCW   6,X'2000',X'A0',800
         CCW   0,X'8000',X'20',4096
ZERO     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "pages released while they are used",
    tries: "DIAGNOSE 10 of everything, and of more",
    source: stubborn(`
         LA    2,0
         L     3,=X'00FFF000'
         DC    X'83230010'
         L     2,=X'00001000'
         L     3,=X'0003F000'
         DC    X'83230010'
         DC    X'83320010'
         L     2,=X'FFFFFFFF'
         DC    X'83220010'
         B     BEGIN`),
    sees: "",
  },
];

const TRANSLATION: readonly Attack[] = [
  {
    name: "segment table that is its own page table",
    tries: "shadow tables of tables that point to themselves",
    source: translated(
      "         L     3,0(,9)\n         LRA   4,0(,3)\n         A     3,=F'4096'\n         PTLB",
      "         DC    16X'F0000800'",
      "         DC    512X'00'",
    ),
    sees: "",
  },
  {
    name: "tables in page 0",
    tries: "page tables among the PSWs",
    source: translated(
      "         ST    3,0(,3)\n         LA    3,8(,3)",
      "         DC    X'F0000000F0000000F0000000'",
      "         DC    X'00'",
      "00800CE0",
      "00000000",
    ),
    sees: "",
  },
  {
    name: "tables beyond storage",
    tries: "to have CP read its tables where there is nothing",
    source: translated(
      "         ST    3,0(,3)",
      "         DC    X'F0FFFFF8F0FFFFF8'",
      "         DC    X'00'",
      "00800CE0",
      "FFFFFFC0",
    ),
    sees: "",
  },
  {
    name: "pages beyond storage",
    tries: "to map what is not its own",
    source: translated(
      "         L     3,0(,9)\n         ST    3,0(,9)",
      "         DC    X'F0000A00'",
      "         DC    X'0000',X'0010',X'0020',13X'FFF0'",
    ),
    sees: "",
  },
  {
    name: "invalid formats of tables",
    tries: "every format in control register 0",
    source: guest(
      `
FORMATS  LCTL  0,1,TABLES
         LPSW  ON
GO       LRA   4,0
         L     4,X'C00'
NEXT     LPSW  OFF
OFFAT    L     4,TABLES
         AL    4,=X'00080000'
         ST    4,TABLES
         B     FORMATS
         DS    0D
ON       DC    X'04080000',A(GO)
OFF      DC    X'00080000',A(OFFAT)
TABLES   DC    F'0',X'00000800'`,
      { program: "OFFAT", mode: "00080000" },
    ),
    sees: "",
  },
  {
    name: "page faults without end",
    tries: "to have CP walk its tables for ever",
    source: translated(
      "         L     3,0(,10)\n         ST    3,4(,10)",
      "         DC    X'F0000A00'",
      "         DC    X'0000',X'0010',X'0020',13X'0008'",
    ),
    sees: "",
  },
  {
    name: "segment-table origins in turn",
    tries: "to have shadow tables made anew all the time",
    source: translated(
      "         L     3,0(,9)\n         LCTL  0,1,FLIP\n         L     3,0(,9)\n         LCTL  0,1,TABLES",
      "         DC    X'F0000A00'\n         ORG   GUEST+X'840'\n         DC    X'F0000A00'",
      "         DC    X'0000',X'0010',X'0020',13X'0030'",
    ),
    sees: "",
  },
  {
    name: "PTLB and IPTE without end",
    tries: "to spend CP's time on purging",
    source: translated(
      "         L     3,0(,9)\n         PTLB\n         DC    X'B2210034'\n         L     3,=F'-1'\n         DC    X'B2210033'",
      "         DC    X'F0000A00'",
      "         DC    X'0000',X'0010',X'0020',13X'0030'",
    ),
    sees: "",
  },
  {
    name: "translation that maps all to one page, and stores into the tables",
    tries: "to change tables under CP's hands",
    source: translated(
      "         MVC   X'A00'(32),X'800'\n         PTLB\n         STCTL 0,15,X'800'\n         LA    3,4(,3)",
      "         DC    16X'F0000A00'",
      "         DC    X'0000',X'0010',X'0020',13X'0000'",
    ),
    sees: "",
  },
];

const CHANNELS: readonly Attack[] = [
  {
    name: "TIC to itself",
    tries: "a channel program without end",
    source: channelProgram("191", "         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "TIC to TIC",
    tries: "transfers in channel in a ring",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,*+8,0,1\n         CCW   8,*-8,0,1"),
    sees: "",
  },
  {
    name: "a ring of commands at the disk",
    keepsDevice: true,
    tries: "a channel program that goes on for ever",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of commands at the console",
    tries: "console output without end",
    source: channelProgram("009", "         CCW   9,CCWS,X'60',4\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of no-operations at the console",
    tries: "to keep CP in one channel program",
    source: channelProgram("009", "         CCW   3,CCWS,X'60',4\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of chained data",
    tries: "a record that does not end",
    source: channelProgram("00D", "         CCW   1,CCWS,X'80',1\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of cards",
    tries: "to fill the spool by one SIO",
    source: channelProgram("00D", "         CCW   1,CCWS,X'60',80\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "CCWs beyond storage",
    tries: "to have CP read CCWs where there are none",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,X'FFFFF8',0,1"),
    sees: "",
  },
  {
    name: "channel address words of all kinds",
    tries: "CCWs at every address, with every key",
    source: stubborn(
      "         LA    3,0\nCAWS     ST    3,X'48'\n         SIO   X'191'\n         SIO   X'009'\n         SIO   X'00E'\n         AL    3,=X'01010107'\n         B     CAWS",
    ),
    sees: "",
  },
  {
    name: "data beyond storage",
    tries: "to read a record over what is not its own",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,X'3FF00',X'60',800\n         CCW   6,X'FFFF00',X'60',65535\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "counts of zero and of 65,535",
    tries: "impossible counts",
    source: channelProgram(
      "191",
      "         CCW   7,CCWS,X'60',0\n         CCW   14,X'1000',X'60',65535\n         CCW   5,X'1000',X'60',65535",
    ),
    sees: "",
  },
  {
    name: "IDALs beyond storage",
    tries: "address lists that lead anywhere",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,LIST,X'24',8000\nLIST     DC    A(X'1000'),X'00FFF800',X'FFFFFFFF',X'00000800'\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "IDALs at odd places",
    tries: "address lists that are not on a boundary, or at the end of storage",
    source: channelProgram(
      "191",
      "         CCW   7,LIST+1,X'44',6\n         CCW   6,X'3FFFC',X'64',8000\n         CCW   6,X'FFFFFC',X'24',8000\nLIST     DC    8F'-1'",
    ),
    sees: "",
  },
  {
    name: "a channel program that reads over itself",
    tries: "CCWs that CP has translated already changed",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,CCWS+16,X'60',64\n         CCW   6,CCWS,X'60',800\n         CCW   8,CCWS,0,1\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "a record over its own PSWs",
    tries: "to be interrupted into what came from the disk",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,0,X'60',256\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "CCWs changed while they are executed",
    tries: "a race against translation",
    source: stubborn(`${start("191", "CCWS")}
         MVI   CCWS,X'FF'
         MVC   CCWS+8(8),BAD
         HIO   X'191'
         MVI   CCWS,7
         MVI   CCWS+8,6
         B     BEGIN
         DS    0D
BAD      DC    X'0500000060FFFFFF'
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
SEEK     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "START I/O of every address",
    tries: "devices that are not its own",
    source: stubborn(`
         LA    5,CCWS
         ST    5,X'48'
         SR    3,3
NEXT     SIO   0(3)
         DC    X'9C013000'
         LA    3,1(,3)
         C     3,=F'65536'
         BL    NEXT
         B     BEGIN
         DS    0D
CCWS     CCW   3,0,X'20',1`),
    sees: "",
  },
  {
    name: "HALT, TEST and CLEAR I/O of every address",
    tries: "to stop others' devices and channels",
    source: stubborn(`
         SR    3,3
NEXT     HIO   0(3)
         DC    X'9E013000'
         TIO   0(3)
         DC    X'9D013000'
         TCH   0(3)
         DC    X'9F013000'
         DC    X'B2033000'
         DC    X'9C023000'
         LA    3,1(,3)
         C     3,=F'65536'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "starts and halts in turn",
    tries: "to confuse CP about what goes on",
    source: stubborn(`${start("191", "CCWS")}
         HIO   X'191'${start("009", "TYPE")}
         HIO   X'009'${start("00E", "TYPE")}
         HIO   X'00E'
         SIO   X'191'
         DC    X'9D010191'
         DC    X'9F010100'
         B     BEGIN
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   9,SEEK,X'20',6
SEEK     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "every command at every device",
    tries: "commands that nobody expects",
    source: stubborn(`
         LA    5,CCWS
         ST    5,X'48'
         SR    3,3
NEXT     STC   3,CCWS
         LA    6,DEVICES
EACH     LH    7,0(,6)
         SIO   0(7)
WAIT     TIO   0(7)
         LA    6,2(,6)
         CLI   0(6),X'FF'
         BNE   EACH
         LA    3,1(,3)
         B     NEXT
DEVICES  DC    X'00090191000C000D000EFFFF'
         DS    0D
CCWS     CCW   0,X'1000',X'20',6`),
    sees: "",
  },
];

const DISKS: readonly Attack[] = [
  {
    name: "seeks beyond the minidisk",
    tries: "to reach its neighbours",
    source: stubborn(`
         LA    3,0
SEEKS    STH   3,SEEK+2${execute("191", "CCWS")}
         LA    3,1(,3)
         B     SEEKS
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   5,BYTES,X'60',800
         CCW   X'1D',BYTES,X'20',16
SEEK     DC    XL6'00'
BYTES    DC    XL5'00',X'000008',8X'66'`),
    sees: "",
  },
  {
    name: "home addresses and record 0",
    tries: "to write what tells disks where they are",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   X'19',BYTES,X'60',5\n         CCW   X'15',BYTES,X'60',16\nSEEK     DC    XL6'00'\nBYTES    DC    16X'77'",
    ),
    sees: "",
  },
  {
    name: "a file mask, and seeks behind it",
    tries: "to unlock the arm",
    source: channelProgram(
      "191",
      "         CCW   X'1F',MASK,X'60',1\n         CCW   7,SEEK,X'60',6\n         CCW   X'0B',SEEK,X'60',6\n         CCW   X'1B',SEEK,X'60',6\n         CCW   X'13',SEEK,X'60',6\n         CCW   X'1D',BYTES,X'20',16\nSEEK     DC    X'000000010000'\nMASK     DC    X'C0'\nBYTES    DC    16X'77'",
    ),
    sees: "",
  },
  {
    name: "multitrack commands off the end",
    tries: "to go on to the next cylinder",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   X'92',X'1000',X'60',8\n         CCW   8,*-8,0,1\nSEEK     DC    X'00000000001D'",
    ),
    sees: "",
  },
  {
    name: "a seek address that a record brings",
    tries: "to change the cylinder after it has been checked",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,SEEK,X'60',6\n         CCW   7,SEEK,X'60',6\n         CCW   X'1D',SEEK,X'20',8\nSEEK     DC    XL8'00'",
    ),
    sees: "",
  },
  {
    name: "reserve and release",
    tries: "to keep a whole drive",
    source: channelProgram(
      "191",
      "         CCW   X'B4',X'1000',X'60',24\n         CCW   X'94',X'1000',X'60',24\n         CCW   X'B4',X'1000',X'20',24",
    ),
    sees: "",
  },
  {
    name: "links to everything",
    tries: "others' disks without their passwords",
    source:
      stubborn(`${commands("LINK W 191 291 W", "LINK W 191 292 MW WRONG", "LINK W 191 293 W READ", "LINK TO W 191 AS 294 MW READ", "LINK OPERATOR 191 295 W", "LINK * 191 296 MW")}
         LA    3,X'290'
WRITE    LA    1,CCWS
         ST    1,X'48'
         SIO   0(3)
WAIT     TIO   0(3)
         BC    2,WAIT
         LA    3,1(,3)
         C     3,=A(X'297')
         BL    WRITE
         B     DONE
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   X'1D',BYTES,X'20',16
SEEK     DC    X'000000000001'
BYTES    DC    X'0000000101000008',8X'66'`),
    sees: ENDED,
  },
];

const SPOOLING: readonly Attack[] = [
  {
    name: "cards without end",
    tries: "to fill the spool",
    source: stubborn(
      `${execute("00D", "PUNCH")}\n${LOOP}\n         DS    0D\nPUNCH    CCW   1,0,X'60',80\n         CCW   1,80,X'60',80\n         CCW   1,160,X'60',80\n         CCW   1,240,X'20',80`,
    ),
    sees: "",
  },
  {
    name: "lines and skips without end",
    tries: "to print for ever",
    source: stubborn(
      `${execute("00E", "PRINT")}\n${LOOP}\n         DS    0D\nPRINT    CCW   X'8B',0,X'60',1\n         CCW   9,0,X'60',132\n         CCW   X'8B',0,X'60',1\n         CCW   X'FB',0,X'60',132\n         CCW   X'63',0,X'20',180`,
    ),
    sees: "",
  },
  {
    name: "files without end to itself",
    tries: "to fill the table of files",
    source: stubborn(`${commands("SPOOL PUNCH TO * CLASS Z", "SPOOL READER CLASS * HOLD")}
AGAIN    DS    0H${execute("00D", "PUNCH")}${commands("CLOSE PUNCH", "CLOSE READER")}${execute("00C", "READ")}
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'20',80
READ     CCW   2,X'1000',X'60',80
         CCW   8,READ,0,1`),
    sees: "",
  },
  {
    name: "files without end to the witness",
    tries: "to bury another user in files",
    source: stubborn(`${commands("SPOOL PUNCH TO W COPY 99")}
AGAIN    DS    0H${execute("00D", "PUNCH")}${commands("CLOSE PUNCH")}
         B     AGAIN
         DS    0D
PUNCH    CCW   1,0,X'20',80`),
    sees: "",
  },
  {
    name: "spool commands with nonsense",
    tries: "to confuse the spool's tables",
    source: stubborn(
      commands(
        "SPOOL 00D CLASS *",
        "SPOOL 00E COPY 999 TO NOSUCH",
        "SPOOL 191 CLASS A",
        "SPOOL FFF",
        "SPOOL ALL PURGE",
        "CLOSE ALL",
        "CLOSE 00D NAME",
        "PURGE W ALL",
        "PURGE ALL",
        "TRANSFER W ALL TO *",
        "TRANSFER ALL FROM W",
        "CHANGE RDR 9999 CLASS Z",
        "ORDER RDR 1 2 3 1",
        "TAG DEV 00D X",
        "TAG FILE 1 Y",
        "TAG QUERY FILE 77",
        "LOADVFCB 00E FCB FCB1",
        "SPOOL 00D CONT FOR W",
        "SPOOL CONSOLE START TO W",
      ),
    ),
    sees: ENDED,
  },
  {
    name: "console output without end, spooled",
    tries: "to fill the spool with a console",
    source: stubborn(`${commands("SPOOL CONSOLE START")}
AGAIN    DS    0H${execute("009", "TYPE")}
         B     AGAIN
         DS    0D
TYPE     CCW   1,X'200',X'60',255
         CCW   9,X'200',X'60',130
         CCW   8,TYPE,0,1`),
    sees: "",
  },
  {
    name: "DIAGNOSE 14 of every function",
    tries: "to read what is not its own",
    source: stubborn(`
         SR    5,5
NEXT     LA    2,X'C'
         LR    4,5
         DC    X'83240014'
         L     2,=F'-1'
         L     4,=F'-1'
         DC    X'83240014'
         LA    2,X'FF0'
         LA    3,X'00C'
         LR    5,5
         DC    X'83240014'
         LA    5,1(,5)
         C     5,=F'256'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
];

const NAMES = [
  "ACNT", "ADSTOP", "ATTACH", "ATTN", "AUTOLOG", "BACKSPAC", "BEGIN", "CHANGE", "CLOSE", "COUPLE", "CP", "DCP", "DEFINE", "DETACH", "DIAL", "DISABLE", "DISPLAY",
  "DMCP", "DRAIN", "DUMP", "ECHO", "ENABLE", "EXTERNAL", "FLUSH", "FORCE", "FREE", "HALT", "HOLD", "INDICATE", "IPL", "LINK", "LOADBUF", "LOADVFCB", "LOCATE",
  "LOCK", "LOGON", "MESSAGE", "MONITOR", "MSGNOH", "NETWORK", "NOTREADY", "ORDER", "PURGE", "QUERY", "QVM", "READY", "REPEAT", "REQUEST", "RESET", "REWIND",
  "SAVESYS", "SCREEN", "SET", "SHUTDOWN", "SMSG", "SPACE", "SPOOL", "SPTAPE", "START", "STCP", "STORE", "SYSTEM", "TAG", "TERMINAL", "TRACE", "TRANSFER", "UNLOCK",
  "VARY", "VMDUMP", "WARNING",
]; // biome-ignore format: a table

const COMMANDS: readonly Attack[] = [
  {
    name: "every command without operands",
    tries: "to have CP miss what is not there",
    source: stubborn(each(NAMES)),
    sees: "",
  },
  {
    name: "every command with nonsense",
    tries: "operands that mean nothing",
    source: stubborn(each(NAMES.map((name) => `${name} * FFFFFFFF -1 '' ( ) = 9999999999`))),
    sees: "",
  },
  {
    name: "every command with devices",
    tries: "operands that mean something to others",
    source: stubborn(each(NAMES.map((name) => `${name} 191 191 W 350 ALL`))),
    sees: "",
  },
  {
    name: "every privileged command from class G",
    tries: "what only operators may",
    source: stubborn(
      commands(
        "FORCE W",
        "SHUTDOWN",
        "SET FAVORED A 100",
        "SET PRIORITY A 0",
        "ATTACH 350 TO A AS 350",
        "DETACH 350 FROM W",
        "VARY OFFLINE 350",
        "LOCK A 0 3F",
        "DISABLE ALL",
        "WARNING ALL X",
        "AUTOLOG B PASS",
        "STCP 0 FFFFFFFF",
        "DCP 0-FFFF",
        "SET RESERVE A 999",
        "SET QDROP A OFF",
        "DRAIN ALL",
        "PURGE SYSTEM ALL",
        "ENABLE ALL",
        "SAVESYS X",
        "UNLOCK VIRT=REAL",
      ),
    ),
    sees: ENDED,
  },
  {
    name: "long and garbled lines",
    tries: "DIAGNOSE 8 with lines that are none",
    source: stubborn(`
         LA    2,X'200'
         LA    4,240
         DC    X'83240008'
         LA    4,241
         DC    X'83240008'
         L     4,=X'40FFFFFF'
         DC    X'83240008'
         L     4,=X'FF0000F0'
         L     5,=X'00002000'
         L     3,=X'0003FFF0'
         DC    X'83240008'
         L     2,=X'00FFFFFF'
         LA    4,8
         DC    X'83240008'
         LA    15,1
         DC    X'83FF0008'
         L     14,=X'40000008'
         DC    X'832E0008',X'83220008'
         B     BEGIN`),
    sees: "",
  },
  {
    name: "an answer over the program that asks",
    tries: "a buffer that holds the instruction itself",
    source: stubborn(`
         LA    2,LINE
         LA    3,X'0'
         L     4,=X'4000000A'
         L     5,=F'8192'
         DC    X'83240008'
         B     BEGIN
LINE     DC    C'INDICATE U'`),
    sees: "",
  },
  {
    name: "storage defined over and over",
    tries: "to leak tables and pages",
    source: stubborn(`${commands("DEFINE STORAGE 512K")}\n${LOOP}`),
    sees: "STORAGE = 00512K",
  },
  {
    name: "16 MiB of storage",
    tries: "to have more than there is",
    source: stubborn(`${commands("DEFINE STORAGE 16M")}\n${LOOP}`),
    sees: "STORAGE = 16384K",
  },
  {
    name: "devices defined and detached",
    tries: "to leak devices",
    source: stubborn(
      `${commands("DEFINE CTCA 300", "DEFINE GRAF 301", "DEFINE TIMER 0FF", "DEFINE 1403 302", "DEFINE T3350 303 2", "DEFINE 302 AS 304", "DETACH 300", "DETACH 303", "DETACH 304", "DETACH 301")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "as many devices as there are addresses",
    tries: "to fill CP's tables",
    source: stubborn(each(Array.from({ length: 60 }, (_, i) => `DEFINE CTCA ${(0x400 + 7 * i).toString(16)}`))),
    sees: ENDED,
  },
  {
    name: "its own devices detached while they work",
    tries: "to have channel programs end nowhere",
    source:
      stubborn(`${start("191", "CCWS")}${commands("DETACH 191")}${start("009", "TYPE")}${commands("DETACH 009")}${start("00D", "TYPE")}${commands("DETACH 00D", "DETACH 00C", "DETACH 00E")}
         SIO   X'191'
         SIO   X'009'
         B     DONE
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   1,SEEK,X'20',6
SEEK     DC    XL6'00'`),
    sees: ENDED,
  },
  {
    name: "LOGOFF in the middle of input and output",
    tries: "to leave channel programs behind",
    source: stubborn(`${start("191", "CCWS")}${start("009", "TYPE")}${start("00D", "TYPE")}${commands("LOGOFF")}
         SIO   X'191'
         B     BEGIN
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   1,SEEK,X'60',6
         CCW   8,TYPE,0,1
SEEK     DC    XL6'00'`),
    sees: "LOGOFF AT",
  },
  {
    name: "IPL of what is there and what is not",
    tries: "to load from anything",
    source: stubborn(commands("IPL 191", "IPL 00C", "IPL 009", "IPL FFF", "IPL NOSUCH", "IPL 191 CLEAR")),
    sees: "",
  },
  {
    name: "IPL of itself over and over",
    tries: "to load without end",
    source: stubborn(`${start("191", "0")}${commands("IPL 191 STOP")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "resets over and over",
    tries: "to reset under CP's hands",
    source: stubborn(
      `${start("191", "CCWS")}${commands("SYSTEM RESET", "EXTERNAL", "REQUEST", "ATTN", "RESET 191", "READY 00D", "NOTREADY 00D", "REWIND 191")}\n${LOOP}\n         DS    0D\nCCWS     CCW   3,0,X'60',1\n         CCW   8,CCWS,0,1`,
    ),
    sees: "",
  },
  {
    name: "storage cleared under the program",
    tries: "SYSTEM CLEAR of what executes it",
    source: stubborn(commands("SYSTEM CLEAR")),
    sees: "STORAGE CLEARED",
  },
  {
    name: "restart over and over",
    tries: "PSWs exchanged without end",
    source: stubborn(`${commands("SYSTEM RESTART")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "STORE and DISPLAY of everything",
    tries: "to see and change what is not its own",
    source: stubborn(
      commands(
        "STORE S0 FFFFFFFF",
        "STORE FFFFFC 1",
        "STORE 40000 1",
        "STORE G0 1 2 3 4 5 6 7 8 9",
        "STORE X0 FFFFFFFF",
        "STORE Y1 1",
        "STORE STATUS",
        "DISPLAY L0.100",
        "DISPLAY LFFFF00.200",
        "DISPLAY K0-FFFFFF",
        "DISPLAY T3F000.40",
        "DISPLAY G0-15",
        "DISPLAY X Y PSW CAW CSW",
        "STORE PSW FFFFFFFF FFFFFFFF",
      ),
    ),
    sees: "",
  },
  {
    name: "DUMP of everything",
    tries: "to print more than there is",
    source: stubborn(`${commands("DUMP 0-FFFFFF", "DUMP T0.3FFFF *X", "DUMP K0-3FFFF G Y X P")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "traces of everything",
    tries: "to be traced to death",
    source: stubborn(
      `${commands("TRACE ALL RUN", "TRACE SVC PRIV I/O RUN", "SPOOL CONSOLE START")}\nLOOP     SVC   7\n         SIO   X'191'\n         DC    X'0000'\n         B     LOOP`,
    ),
    sees: "",
  },
  {
    name: "traces printed",
    tries: "to fill the spool with a trace",
    source: stubborn(`${commands("TRACE ALL PRINTER")}\nLOOP     SVC   7\n         LA    3,1(,3)\n         B     LOOP`),
    sees: "",
  },
  {
    name: "an address stop at the next instruction",
    tries: "to stop in CP's hands",
    source: stubborn(`${commands("ADSTOP 200", "ADSTOP OFF", "ADSTOP 0", "ADSTOP FFFFFE", "ADSTOP 200")}\n${LOOP}`),
    sees: "ADSTOP AT",
  },
  {
    name: "SLEEP over and over",
    tries: "to hide from whoever forces it",
    source: stubborn(`${commands("SLEEP 0 SEC", "SLEEP 1 SEC", "SLEEP")}\n${LOOP}`),
    sees: "",
  },
  {
    name: "ECHO and terminal settings",
    tries: "to spoil its terminal",
    source: stubborn(
      commands(
        "TERMINAL LINEEND A CHARDEL B LINEDEL C ESCAPE D",
        "TERMINAL LINESIZE 1",
        "TERMINAL MODE VM APL ON",
        "SET PF1 IMMED LOGOFF",
        "SET INPUT A FF",
        "SET OUTPUT FF A",
        "SET EMSG CODE",
        "SET LINEDIT OFF",
        "ECHO 99",
      ),
    ),
    sees: "",
  },
  {
    name: "settings to and fro",
    tries: "to change the rules in the middle",
    source: stubborn(
      `${commands("SET ASSIST OFF", "SET ASSIST ON SVC TMR", "SET ECMODE OFF", "SET ECMODE ON", "SET TIMER REAL", "SET TIMER OFF", "SET NOTRANS ON", "SET RUN ON", "SET PAGEX ON", "SET ISAM ON")}\n         SSM   ZERO\n         SVC   1\n${LOOP}\nZERO     DC    X'00'`,
    ),
    sees: "",
  },
  {
    name: "messages without end",
    tries: "to bury another user in messages",
    source: stubborn(
      `${commands("MSG W NOISE NOISE NOISE NOISE NOISE NOISE", "SMSG W NOISE", "MSG OPERATOR NOISE", "MSG * NOISE", "MSG NOSUCH X")}\n${LOOP}`,
    ),
    sees: "",
  },
  {
    name: "disconnected and lost",
    tries: "to stay without a user",
    source: stubborn(`${commands("DISCONN")}\n${LOOP}`),
    sees: "DISCONNECT AT",
  },
  {
    name: "a chain of AUTOLOGs",
    tries: "to have everybody logged on",
    classes: "ABCDEFG",
    source: stubborn(
      commands("AUTOLOG B PASS IPL 191", "AUTOLOG C PASS IPL 191", "AUTOLOG D PASS X", "FORCE B", "FORCE C", "FORCE D"),
    ),
    sees: "AUTO LOGON STARTED",
  },
];

const DIAGNOSES: readonly Attack[] = [
  {
    name: "DIAGNOSE of every code",
    tries: "codes that are none",
    source: stubborn(`
         SR    5,5
NEXT     STH   5,CODE+2
CODE     DC    X'83670000'
         LA    5,4(,5)
         C     5,=F'1024'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "DIAGNOSE of every code with wild operands",
    tries: "addresses beyond storage, lengths without end",
    source: stubborn(`
         SR    5,5
NEXT     STH   5,CODE+2
         L     6,=F'-1'
         L     7,=F'-1'
         L     8,=F'-1'
CODE     DC    X'83670000'
         L     6,=X'0003FFFC'
         L     7,=X'7FFFFFFF'
         EX    0,CODE
         L     6,=X'00000191'
         LA    7,X'200'
         EX    0,CODE
         LA    5,4(,5)
         C     5,=F'1024'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "error records without end",
    tries: "to fill the cylinders where CP records errors",
    source: stubborn(`
         LA    1,RECORD
         L     0,=F'-4000'
         LA    2,4
         SVC   76
         DC    X'83230048'
         L     0,=F'-5000'
         SVC   76
         L     0,=F'-24'
         L     1,=X'00FFFFF0'
         SVC   76
         B     BEGIN
         DS    0D
RECORD   DC    X'3066'`),
    sees: "",
  },
  {
    name: "error records erased and read without end",
    classes: "CEFG",
    tries: "to keep CP from recording errors",
    source: stubborn(`
         LA    2,2
         DC    X'8323001C'
         LA    2,1
         DC    X'8323001C',X'8323002C'
         L     3,=X'00001000'
         DC    X'83230030',X'83230034',X'83230038'
         B     BEGIN`),
    sees: "",
  },
  {
    name: "DIAGNOSE 28 of a ring",
    keepsDevice: true,
    tries: "to have CP translate a channel program for ever",
    source: stubborn(`
         LA    2,RING
         LA    3,X'191'${start("191", "RING")}
         MVC   RING(8),ON
         DC    X'83230028'
         MVC   RING(8),AWAY
         DC    X'83230028'
         MVC   RING(8),OUT
         DC    X'83230028'
         B     BEGIN
         DS    0D
RING     CCW   3,0,X'60',1
BACK     CCW   8,RING,0,1
OTHER    CCW   3,0,X'60',1
         CCW   8,RING,0,1
ON       CCW   3,0,X'60',1
AWAY     CCW   8,OTHER,0,1
OUT      CCW   8,X'FFFFF8',0,1`),
    sees: "",
  },
  {
    name: "a screen written and read without end",
    rich: true,
    tries: "to keep a display from CP",
    source: stubborn("         B     BEGIN"),
    others: [
      stubborn(`
         LA    2,WRITE
         LA    3,9
         DC    X'83230058'
         LA    2,READ
         DC    X'83230058'
         B     BEGIN
         DS    0D
WRITE    CCW   X'29',X'400',X'20',1000
READ     CCW   X'2A',X'1000',X'20',4000
         ORG   WRITE+5
         DC    X'80'
         ORG   READ+8`),
    ],
    sees: "",
  },
  {
    name: "DIAGNOSE 20 of the console",
    tries: "to have CP wait for a line",
    source: stubborn(
      "         LA    2,X'009'\n         LA    3,READ\n         DC    X'83230020'\n         B     BEGIN\n         DS    0D\nREAD     CCW   X'0A',X'1000',X'20',100",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 20 of a ring",
    keepsDevice: true,
    tries: "to have CP wait for what never ends",
    source: stubborn(
      "         LA    2,X'191'\n         LA    3,RING\n         DC    X'83230020'\n         B     BEGIN\n         DS    0D\nRING     CCW   3,0,X'60',1\n         CCW   8,RING,0,1",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 64 of systems that do not exist",
    tries: "others' segments",
    source: stubborn(
      "         LA    2,NAME\n         SR    3,3\n         DC    X'83230064'\n         LA    3,4\n         DC    X'83230064'\n         LA    3,12\n         DC    X'83230064'\n         L     2,=F'-1'\n         DC    X'83230064'\n         B     BEGIN\nNAME     DC    CL8'NOSUCH'",
    ),
    sees: "",
  },
  {
    name: "DIAGNOSE 4 of real storage",
    tries: "to look into CP",
    source: stubborn(
      "         LA    2,0\n         LA    3,4\n         LA    4,X'F00'\n         DC    X'83240004'\n         DC    X'83240034',X'83240038',X'8324003C'",
    ),
    sees: ENDED,
  },
];

/** All of them. */
export const attacks: readonly Attack[] = [
  ...PSWS,
  ...INTERRUPTIONS,
  ...STORAGE,
  ...TRANSLATION,
  ...CHANNELS,
  ...DISKS,
  ...SPOOLING,
  ...COMMANDS,
  ...DIAGNOSES,
  ...roomAttacks,
];
