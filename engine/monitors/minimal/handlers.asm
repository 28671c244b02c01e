* The way of four traps through the minimal monitor, in machine code:
* SSM, LPSW, SIO, and an address that the guest does not have. Entry,
* time, the virtual PSW, the instruction, the way out. It works on the
* same control blocks as the TypeScript monitor; its instruction counts
* are what the table of modelled costs is held against.
*
* Program new PSW: EC mode, everything disabled, address PROGRAM.
* What it does not handle (other instructions and interruptions, the end
* of a slice, waits, an odd virtual PSW, channel programs with transfers
* or with data in several pages) ends in a disabled wait whose address
* says so.
*
PGMOLD   EQU   X'28'              real program old PSW
TIMER    EQU   X'50'              interval timer
CAW      EQU   X'48'              channel-address word
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
DEVICE   EQU   X'B2'
PAGE0    EQU   X'B8'
BUSY     EQU   X'C8'
CCWS     EQU   X'200'
ORIGINS  EQU   X'400'
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
* Condition code, program mask and address: into the virtual PSW.
TIMED    L     R1,PGMOLD
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
STEPPED  CLC   PGMCODE(2),PRIVOP
         BE    PRIVIL
         CLC   PGMCODE(2),PAGE
         BE    NOSTORE
         CLC   PGMCODE(2),SEGMENT
         BE    NOSTORE
         B     OTHER
*
PRIVIL   TM    VPSW+1(R12),X'01'
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
         B     SETTLE
*
* SIO: a copy of the channel program, with real addresses.
SIO      N     R5,HALF
         C     R5,CONSOLE
         BNE   OTHER
         TM    PENDING(R12),X'60'
         BNZ   OTHER
         CLI   BUSY(R12),0
         BNE   OTHER
         L     R7,PAGE0(R12)
         L     R7,CAW(R7)
         LA    R9,0(R7)           guest address of the CCW
         SR    R3,R3              place in the copy, times 8
CCW      C     R3,ROOM
         BNL   OTHER
         LR    R5,R9
         N     R5,SEVEN
         BNZ   OTHER
         LR    R5,R9
         BAL   R10,TRANSL
         L     R1,0(R4)
         L     R2,4(R4)
         LR    R6,R3
         SRL   R6,1
         ST    R9,ORIGINS(R6,R12)
         LR    R6,R1
         SRL   R6,24
         N     R6,FOUR
         C     R6,TIC
         BE    OTHER
         LR    R6,R2
         N     R6,IDA
         BNZ   OTHER
         LA    R5,0(R1)
         LR    R6,R5
         N     R6,TWELVE
         LR    R8,R2
         N     R8,HALF
         AR    R6,R8
         C     R6,PAGESIZE
         BH    OTHER
         BAL   R10,TRANSL
         N     R1,LEFT8
         OR    R1,R4
         LA    R6,CCWS(R3,R12)
         ST    R1,0(R6)
         ST    R2,4(R6)
         LA    R3,8(R3)
         LA    R9,8(R9)
         N     R2,CHAIN
         BNZ   CCW
         N     R7,LEFT8
         LA    R6,CCWS(R12)
         OR    R7,R6
         ST    R7,CAW
         LH    R6,DEVICE(R12)
         SIO   0(R6)
         BNZ   OTHER
         MVI   BUSY(R12),X'80'
* Condition code 0 for the guest.
         TM    VPSW+1(R12),X'08'
         BO    ZEROEC
         NI    VPSW+4(R12),X'CF'
         B     SETTLE
ZEROEC   NI    VPSW+2(R12),X'CF'
         B     SETTLE
*
* The guest has no such storage: on its own machine, an addressing
* exception, which ends the instruction and does not nullify it.
NOSTORE  SR    R3,R3
         IC    R3,PGMLEN
         L     R2,VPSW+4(R12)
         LR    R1,R2
         N     R1,LEFT8
         AR    R2,R3
         N     R2,RIGHT24
         OR    R2,R1
         ST    R2,VPSW+4(R12)
         L     R4,PAGE0(R12)
         TM    VPSW+1(R12),X'08'
         BO    NOSTOREC
         L     R1,VPSW(R12)
         N     R1,LEFT16
         O     R1,ADDRESS
         N     R2,NOTILC
         SLL   R3,29
         OR    R2,R3
         ST    R1,PGMOLD(R4)
         ST    R2,PGMOLD+4(R4)
         B     SWAP
NOSTOREC SLL   R3,16
         O     R3,ADDRESS
         ST    R3,PGMLEN-1(R4)
         MVC   PGMOLD(8,R4),VPSW(R12)
SWAP     MVC   VPSW(8,R12),PGMOLD+X'40'(R4)
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
HALF     DC    X'0000FFFF'
CONSOLE  DC    X'00000009'
ROOM     DC    F'512'
TIC      DC    X'00000008'
IDA      DC    X'04000000'
PAGESIZE DC    F'4096'
CHAIN    DC    X'C0000000'
LEFT16   DC    X'FFFF0000'
NOTILC   DC    X'3FFFFFFF'
ADDRESS  DC    X'00000005'
PRIVOP   DC    X'0002'
PAGE     DC    X'0011'
SEGMENT  DC    X'0010'
* Where each operation code's handler is, from the base on.
OPTABLE  DC    128Y(OTHER-BASE)
         DC    Y(SSM-BASE)
         DC    Y(OTHER-BASE)
         DC    Y(LPSW-BASE)
         DC    25Y(OTHER-BASE)
         DC    Y(SIO-BASE)
         DC    99Y(OTHER-BASE)
         END   PROGRAM
