* A small multiprogramming kernel with address spaces of its own.
*
* It is loaded at X'1000' by IPL, goes to EC mode, and shares its
* processor among three processes, which run in the problem state with
* DAT on. Each has a segment table of its own: page X'10000' is the
* program, which all share, and page X'11000' is the process's own.
* A and B count and sleep in turn; C lists what is in the reader.
*
* SVC 1  writes a line: R1 is its address, R0 its length
* SVC 2  reads a card to R1; R15 is 0, or 4 behind the last one
* SVC 3  sleeps R1 milliseconds
         PRINT NOGEN
PROCESS  START X'1000'
         USING PROCESS,12
EXTOLD   EQU   X'18'
SVCOLD   EQU   X'20'
PROGOLD  EQU   X'28'
IOOLD    EQU   X'38'
CSWUNIT  EQU   X'44'
CAW      EQU   X'48'
EXTNEW   EQU   X'58'
SVCCODE  EQU   X'8B'
IOADDR   EQU   X'BA'
RUNPSW   EQU   X'1F0'
SAVE     EQU   X'200'
CONSOLE  EQU   9
READER   EQU   12
* Unit status.
DEVEND   EQU   X'04'
BUSY     EQU   X'10'
UNITCHK  EQU   X'02'
UNITEXC  EQU   X'01'
* What a process waits for.
READY    EQU   0
WCONSOLE EQU   1                  until the console is free
WLINE    EQU   2                  until its line is written
WCARD    EQU   3                  until its card is read
WSLEEP   EQU   4                  until its time has come
WREADER  EQU   5                  until there are cards, or that time
ENDED    EQU   6
*
         LA    12,1
         SLL   12,12
         MVC   EXTNEW(40,0),NEWPSWS
         LPSW  ECPSW
SETUP    LCTL  0,0,CR0
         B     DISPATCH
*
* Interruptions. What ran is kept in its block, unless all waited.
*
SVCINT   STM   0,15,SAVE(0)
         LA    12,1
         SLL   12,12
         L     11,CURRENT
         USING PCB,11
         MVC   PREGS,SAVE(0)
         MVC   PPSW,SVCOLD(0)
         LCTL  1,1,PCR1
         CLI   SVCCODE(0),1
         BE    WRITE
         CLI   SVCCODE(0),2
         BE    READ
         CLI   SVCCODE(0),3
         BE    SLEEP
KILL     MVI   PSTATE,ENDED
         B     DISPATCH
*
PROGINT  STM   0,15,SAVE(0)
         LA    12,1
         SLL   12,12
         TM    PROGOLD+1(0),X'01'
         BZ    BROKEN
         L     11,CURRENT
         B     KILL
BROKEN   LPSW  BADPSW
*
EXTINT   STM   0,15,SAVE(0)
         LA    12,1
         SLL   12,12
         LA    2,EXTOLD
         BAL   14,KEEP
         B     DISPATCH
*
IOINT    STM   0,15,SAVE(0)
         LA    12,1
         SLL   12,12
         LA    2,IOOLD
         BAL   14,KEEP
         LH    1,IOADDR(0)
         CH    1,HCONSOLE
         BE    WRITTEN
         CH    1,HREADER
         BE    CARD
         B     DISPATCH
*
KEEP     CLI   IDLE,0
         MVI   IDLE,0
         BNER  14
         L     11,CURRENT
         MVC   PREGS,SAVE(0)
         MVC   PPSW,0(2)
         BR    14
*
* SVC 1. The channel wants a real address: LRA gives it.
*
WRITE    CLI   CONBUSY,0
         BNE   LATER
         L     1,PREGS+4
         LRA   1,0(1)
         BC    7,KILL
         ST    1,CONCCW
         MVI   CONCCW,X'09'
         MVC   CONCCW+6(2),PREGS+2
         LA    2,CONCCW
         LA    3,CONSOLE
WSIO     ST    2,CAW(0)
         SIO   0(3)
         BC    6,WSIO
         BC    1,KILL
         MVI   CONBUSY,1
         MVI   PSTATE,WLINE
         B     DISPATCH
LATER    MVI   PSTATE,WCONSOLE
AGAIN    L     1,PPSW+4
         BCTR  1,0
         BCTR  1,0
         ST    1,PPSW+4
         B     DISPATCH
*
* The console has written a line: whoever waits for it goes on.
*
WRITTEN  TM    CSWUNIT(0),DEVEND
         BZ    DISPATCH
         MVI   CONBUSY,0
         LA    11,PCBS
         LA    5,PROCESSES
WNEXT    CLI   PSTATE,WLINE
         BE    WGOES
         CLI   PSTATE,WCONSOLE
         BNE   WOTHER
WGOES    MVI   PSTATE,READY
WOTHER   L     11,PNEXT
         BCT   5,WNEXT
         B     DISPATCH
*
* SVC 2. An empty reader says unit check, and device end when cards
* come; it is looked at every now and then besides.
*
READ     L     1,PREGS+4
         LRA   1,0(1)
         BC    7,KILL
         ST    1,RDRCCW
         MVI   RDRCCW,X'02'
         LA    2,RDRCCW
         LA    3,READER
         ST    2,CAW(0)
         MVI   PSTATE,WCARD
         SIO   0(3)
         BC    8,DISPATCH
         BC    4,RSTATUS
         MVI   PSTATE,READY
         BC    2,AGAIN
         B     KILL
RSTATUS  TM    CSWUNIT(0),BUSY
         BZ    CARDSAYS
         MVI   PSTATE,READY
         B     AGAIN
*
* The reader says something. C is the one process that reads.
*
CARD     LA    11,PCBC
CARDSAYS CLI   PSTATE,WREADER
         BE    CARDSIN
         CLI   PSTATE,WCARD
         BNE   DISPATCH
         TM    CSWUNIT(0),UNITCHK
         BO    EMPTY
         LA    15,4
         TM    CSWUNIT(0),UNITEXC
         BO    CARDEND
         TM    CSWUNIT(0),DEVEND
         BZ    DISPATCH
         SR    15,15
CARDEND  ST    15,PREGS+60
CARDSIN  MVI   PSTATE,READY
         B     DISPATCH
EMPTY    L     3,POLL
         BAL   14,ALARM
         MVI   PSTATE,WREADER
         B     AGAIN
*
* SVC 3.
*
SLEEP    L     3,PREGS+4
         BAL   14,ALARM
         MVI   PSTATE,WSLEEP
         B     DISPATCH
*
* In R3 milliseconds its time has come. A microsecond is 4096 of the
* clock's units.
*
ALARM    MH    3,HTHOUSND
         SR    2,2
         SLDL  2,12
         STCK  NOW
         AL    3,NOW+4
         BC    12,ALARMED
         AL    2,FONE
ALARMED  AL    2,NOW
         STM   2,3,PWAKE
         BR    14
*
* Whose turn it is: the next in the ring that is ready.
*
DISPATCH STCK  NOW
         MVC   EARLIEST,NEVER
         LA    11,PCBS
         LA    5,PROCESSES
TIMES    CLI   PSTATE,WSLEEP
         BE    SLEEPS
         CLI   PSTATE,WREADER
         BNE   TIMED
SLEEPS   CLC   PWAKE,NOW
         BH    STILL
         MVI   PSTATE,READY
         B     TIMED
STILL    CLC   PWAKE,EARLIEST
         BNL   TIMED
         MVC   EARLIEST,PWAKE
TIMED    L     11,PNEXT
         BCT   5,TIMES
         SCKC  EARLIEST
         L     11,CURRENT
         LA    5,PROCESSES
CHOOSE   L     11,PNEXT
         CLI   PSTATE,READY
         BE    RUN
         BCT   5,CHOOSE
         SPT   FOREVER
         MVI   IDLE,1
         LPSW  WAITPSW
RUN      ST    11,CURRENT
         SPT   SLICE
         LCTL  1,1,PCR1
         PTLB
         MVC   RUNPSW(8,0),PPSW
         LM    0,15,PREGS
         LPSW  RUNPSW(0)
         DROP  11
*
NEVER    DC    0D'0',8X'FF'
FOREVER  DC    X'7FFFFFFFFFFFFFFF'
* Two milliseconds.
SLICE    DC    F'0',A(2000*4096)
NOW      DC    D'0'
EARLIEST DC    D'0'
NEWPSWS  DC    A(KERNEL,EXTINT,KERNEL,SVCINT,KERNEL,PROGINT)
         DC    A(KERNEL,BROKEN,KERNEL,IOINT)
ECPSW    DC    A(KERNEL,SETUP)
WAITPSW  DC    X'030A000000000000'
BADPSW   DC    X'000A000000000BAD'
KERNEL   EQU   X'00080000'
USER     EQU   X'07090000'
CONCCW   DC    D'0'
         ORG   CONCCW+4
         DC    X'20'
         ORG
RDRCCW   DC    X'0200000020000050'
* Pages of 4,096 bytes, segments of 65,536; clock comparator, CPU timer.
CR0      DC    X'00800C00'
CURRENT  DC    A(PCBC)
POLL     DC    F'500'
FONE     DC    F'1'
HTHOUSND DC    H'1000'
HCONSOLE DC    H'9'
HREADER  DC    H'12'
CONBUSY  DC    X'00'
IDLE     DC    X'00'
*
* The processes.
*
PROCESSES EQU  3
         DS    0D
PCBS     DC    A(USER,VWORKER),2F'0',X'000000C1',8F'0',A(X'11000'),4F'0'
         DC    A(SEGTABA,PCBB),D'0',X'00',7X'00'
PCBB     DC    A(USER,VWORKER),2F'0',X'000000C2',8F'0',A(X'11000'),4F'0'
         DC    A(SEGTABB,PCBC),D'0',X'00',7X'00'
PCBC     DC    A(USER,VLISTER),2F'0',X'000000C3',8F'0',A(X'11000'),4F'0'
         DC    A(SEGTABC,PCBS),D'0',X'00',7X'00'
*
* Segment 0 is not there; segment 1 has two pages.
*
         ORG   PROCESS+X'E00'
SEGTABA  DC    X'00000001',X'10',AL3(PAGTABA),14X'00000001'
SEGTABB  DC    X'00000001',X'10',AL3(PAGTABB),14X'00000001'
SEGTABC  DC    X'00000001',X'10',AL3(PAGTABC),14X'00000001'
PAGTABA  DC    X'0020',X'0030',2X'0008'
PAGTABB  DC    X'0020',X'0040',2X'0008'
PAGTABC  DC    X'0020',X'0050',2X'0008'
*
* The program, at X'10000' of each address space.
*
         ORG   PROCESS+X'1000'
PROGRAM  DS    0D
VWORKER  EQU   X'10000'+*-PROGRAM
         BALR  10,0
         USING *,10
         USING DATA,11
         MVC   LINE,COUNTED
         STC   2,LETTER
         MVI   BLANK,C' '
         SR    3,3
ROUND    LA    4,2000
COUNT    BCT   4,COUNT
         LA    1,250
         SVC   3
         LA    3,1(3)
         LR    5,3
         N     5,EVERY
         BNZ   ROUND
         CVD   3,DECIMAL
         UNPK  NUMBER,DECIMAL
         OI    NUMBER+L'NUMBER-1,X'F0'
         MVC   ROUNDS,ROUNDTXT
         LA    1,LINE
         LA    0,LINEEND-LINE
         SVC   1
         B     ROUND
EVERY    DC    F'63'
COUNTED  DC    C'PROCESS '
ROUNDTXT DC    C' ROUNDS'
         DROP  10
         DS    0H
*
VLISTER  EQU   X'10000'+*-PROGRAM
         BALR  10,0
         USING *,10
         MVC   LINE(L'HELLO),HELLO
         LA    1,LINE
         LA    0,L'HELLO
         SVC   1
NEXTCARD LA    1,CARDIN
         SVC   2
         LTR   15,15
         BNZ   LASTCARD
         MVC   LINE(L'CARDTXT),CARDTXT
         MVC   LINE+L'CARDTXT(80),CARDIN
         LA    1,LINE
         LA    0,L'CARDTXT+80
         SVC   1
         B     NEXTCARD
LASTCARD MVC   LINE(L'NOMORE),NOMORE
         LA    1,LINE
         LA    0,L'NOMORE
         SVC   1
         B     NEXTCARD
HELLO    DC    C'THREE PROCESSES, EACH IN AN ADDRESS SPACE OF ITS OWN'
CARDTXT  DC    C'CARD: '
NOMORE   DC    C'END OF FILE'
         DROP  10,11
*
DATA     DSECT
DECIMAL  DS    D
LINE     DS    CL8
LETTER   DS    C
BLANK    DS    C
NUMBER   DS    CL5
ROUNDS   DS    CL7
LINEEND  EQU   *
         DS    CL80
CARDIN   DS    CL80
*
PCB      DSECT
PPSW     DS    D
PREGS    DS    CL64
PCR1     DS    A
PNEXT    DS    A
PWAKE    DS    D
PSTATE   DS    X
         DS    XL7
         END   PROCESS
