/** Attacks on storage: keys, frames, places for pages, pages that are released. */
import { type Attack, execute, guest, stubborn } from "../programs.ts";

export const STORAGE: readonly Attack[] = [
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
    sees: "DMKPGT400I SYSTEM TEMP SPACE FULL; WAITING",
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
    name: "storage printed page by page, with little paging space",
    tries: "to have what CP does later, for a virtual printer, take places for it",
    size: "16M",
    lastTemporary: 5,
    source: stubborn(`
AGAIN    DS    0H${execute("00E", "LINE")}
         L     3,LINE
         A     3,=F'4096'
         ST    3,LINE
         B     AGAIN
         DS    0D
LINE     CCW   9,X'2000',X'20',4`),
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
