* The way of SSM and LPSW through the minimal monitor, in machine code:
* entry, time, the virtual PSW, the instruction, the way out. It works on
* the same control blocks as the TypeScript monitor; its instruction
* counts are what the table of modelled costs is held against.
*
* Program new PSW: EC mode, everything disabled, address PROGRAM.
* What it does not handle (other instructions and interruptions, the end
* of a slice, waits, an odd virtual PSW) ends in a disabled wait whose
* address says so.
*
PGMOLD   EQU   X'28'              real program old PSW
TIMER    EQU   X'50'              interval timer
PGMLEN   EQU   X'8D'              length of the instruction, in bytes
PGMCODE  EQU   X'8E'              program-interruption code
SAVER12  EQU   X'200'             the monitor's own words (layout.ts)
CURRENT  EQU   X'204'
CLOCK    EQU   X'210'
TIMERB   EQU   X'214'
SLICEEND EQU   X'218'
RUNPSW   EQU   X'220'
VPSW     EQU   0                  offsets in a control block
GPRS     EQU   X'08'
VCRS     EQU   X'68'
STATE    EQU   X'B0'
PENDING  EQU   X'B1'
PAGE0    EQU   X'B8'
PAGETAB  EQU   X'600'
*
HANDLERS START X'900'
PROGRAM  ST    R12,SAVER12        no register is free before this
         L     R12,CURRENT
         STM   R0,R15,GPRS(R12)
         MVC   GPRS+48(4,R12),SAVER12
         BALR  R11,0
BASE     EQU   *
         USING BASE,R11
* How long the guest ran, off its own timer too.
         L     R1,TIMERB
         L     R2,TIMER
         SR    R1,R2
         BZ    TIMED
         ST    R2,TIMERB
         L     R3,CLOCK
         ALR   R3,R1
         ST    R3,CLOCK
         L     R4,PAGE0(R12)
         L     R5,TIMER(R4)
         LR    R6,R5
         SR    R6,R1
         ST    R6,TIMER(R4)
         LTR   R5,R5              was past zero before?
         BM    TIMED
         LTR   R6,R6
         BNM   TIMED
         OI    PENDING(R12),X'80'
TIMED    CLC   PGMCODE(2),PRIVOP
         BNE   OTHER
* Condition code, program mask and address: into the virtual PSW.
         L     R1,PGMOLD
         L     R2,PGMOLD+4
         SRL   R1,8
         N     R1,SIXBITS
         TM    VPSW+1(R12),X'08'
         BO    STEPEC
         SLL   R1,24
         OR    R1,R2
         ST    R1,VPSW+4(R12)
         B     STEPPED
STEPEC   SLL   R1,8
         L     R3,VPSW(R12)
         N     R3,NOTCC
         OR    R3,R1
         ST    R3,VPSW(R12)
         ST    R2,VPSW+4(R12)
STEPPED  TM    VPSW+1(R12),X'01'
         BO    OTHER              virtual problem state: to be reflected
* The instruction.
         SR    R3,R3
         IC    R3,PGMLEN
         LR    R5,R2
         SR    R5,R3
         BAL   R10,TRANSL
         SR    R7,R7
         IC    R7,0(R4)
         AR    R7,R7
         LH    R7,OPTABLE(R7)
* Its operand, D2(B2).
         LH    R8,2(R4)
         LR    R9,R8
         N     R9,TWELVE
         SRL   R8,12
         N     R8,FOUR
         BZ    NOBASE
         SLL   R8,2
         A     R9,GPRS(R8,R12)
NOBASE   LA    R5,0(R9)
         BC    15,0(R7,R11)
*
SSM      TM    VCRS(R12),X'40'    SSM suppressed?
         BO    OTHER
         BAL   R10,TRANSL
         TM    VPSW+1(R12),X'F0'  a key to be checked?
         BNZ   OTHER
         MVC   VPSW(1,R12),0(R4)
         B     SETTLE
*
LPSW     LR    R6,R5
         N     R6,SEVEN
         BNZ   OTHER              not on a doubleword
         BAL   R10,TRANSL
         TM    VPSW+1(R12),X'F0'
         BNZ   OTHER
         MVC   VPSW(8,R12),0(R4)
*
* Between two instructions of the guest's.
SETTLE   CLI   STATE(R12),1
         BH    OTHER
         CLI   PENDING(R12),0
         BE    QUIET
* Timer pending: does the guest let it in?
         TM    PENDING(R12),X'7F'
         BNZ   OTHER
         TM    VPSW(R12),X'01'
         BO    OTHER              it may: to be reflected
QUIET    L     R1,VPSW(R12)
         L     R2,VPSW+4(R12)
         TM    VPSW+1(R12),X'08'
         BZ    FORMED
         LR    R3,R1
         N     R3,ECZERO
         BNZ   OTHER
         LR    R3,R2
         N     R3,LEFT8
         BNZ   OTHER
         TM    VPSW(R12),X'04'    translation?
         BO    OTHER
FORMED   TM    VPSW+1(R12),X'02'
         BO    OTHER              a wait
         L     R4,SLICEEND
         S     R4,CLOCK
         BNP   OTHER              the slice is over
         BCTR  R4,0
         TM    VPSW(R12),X'01'    the guest's own timer, if let in
         BZ    LIMIT
         TM    VCRS+3(R12),X'80'
         BZ    LIMIT
         L     R6,PAGE0(R12)
         L     R6,TIMER(R6)
         LTR   R6,R6
         BM    LIMIT
         CR    R6,R4
         BNL   LIMIT
         LR    R4,R6
LIMIT    C     R4,TIMERB
         BE    ARMED
         L     R5,TIMERB
         LR    R6,R5
         S     R6,TIMER
         ST    R4,TIMERB
         SR    R4,R6
         BNM   LATER
         SR    R4,R4
LATER    ST    R4,TIMER
* The real PSW: the guest's key, condition code, mask and address.
ARMED    LR    R3,R1
         N     R3,KEY
         O     R3,PROBLEM
         TM    VPSW+1(R12),X'08'
         BO    RUNEC
         LR    R5,R2
         SRL   R5,16
         B     RUNCC
RUNEC    LR    R5,R1
RUNCC    N     R5,CCMASK
         OR    R3,R5
         N     R2,RIGHT24
         ST    R3,RUNPSW
         ST    R2,RUNPSW+4
         LM    R0,R15,GPRS(R12)
         LPSW  RUNPSW
*
* R5: guest address; R4: real address.
TRANSL   LR    R4,R5
         SRL   R4,12
         C     R4,PAGES
         BNL   OTHER
         AR    R4,R4
         LA    R4,PAGETAB(R4,R12)
         TM    1(R4),X'08'
         BO    OTHER              the guest has no storage there
         LH    R4,0(R4)
         N     R4,FRAME
         SLL   R4,8
         LR    R6,R5
         N     R6,TWELVE
         OR    R4,R6
         BR    R10
*
OTHER    LPSW  UNKNOWN
*
         DS    0D
UNKNOWN  DC    X'000A000000BADBAD'
SIXBITS  DC    X'0000003F'
NOTCC    DC    X'FFFFC0FF'
TWELVE   DC    X'00000FFF'
FOUR     DC    X'0000000F'
SEVEN    DC    X'00000007'
ECZERO   DC    X'B800C0FF'
LEFT8    DC    X'FF000000'
KEY      DC    X'00F00000'
PROBLEM  DC    X'070D0000'
CCMASK   DC    X'00003F00'
RIGHT24  DC    X'00FFFFFF'
FRAME    DC    X'0000FFF0'
PAGES    DC    F'256'
PRIVOP   DC    X'0002'
* Where each operation code's handler is, from the base on.
OPTABLE  DC    128Y(OTHER-BASE)
         DC    Y(SSM-BASE)
         DC    Y(OTHER-BASE)
         DC    Y(LPSW-BASE)
         DC    125Y(OTHER-BASE)
         END   PROGRAM
