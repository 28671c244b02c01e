/** Attacks by segment and page tables, from which CP must make shadow tables. */
import { type Attack, guest, translated } from "../programs.ts";

export const TRANSLATION: readonly Attack[] = [
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
