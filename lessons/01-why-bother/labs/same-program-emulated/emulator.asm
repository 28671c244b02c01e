* A System/370 made of System/370 instructions. It knows the thirteen
* instructions that the program uses; any other stops it.
* The emulated machine: 16 registers at REGS, its storage from X'2000'
* on, its instruction address in R10, its system mask in MASK, its
* condition code in CC as one of BC's mask bits: 8, 4, 2, 1 for 0 to 3.
* Left out: the first byte that BALR stores, exceptions, interruptions.
*
* R10 instruction address   R4  first operand's register, times four
* R11 emulated storage      R5  second operand's register, times four,
* R12 base                      or the address of the operand
*
EMULATOR START X'200'
         BALR  R12,0
         USING *,R12
BASE     EQU   *
         LA    R11,1
         SLL   R11,13                   X'2000': too large for LA alone
         L     R10,4(R11)               the PSW at its location 0
*
FETCH    C     R10,SIZE                 inside its storage?
         BNL   STUCK
         LA    R1,0(R10,R11)            the instruction is here
         SR    R2,R2
         IC    R2,0(R1)                 operation code
         SR    R3,R3
         IC    R3,1(R1)                 R1 and R2, or R1 and X
         LR    R4,R3
         SRL   R4,4
         SLL   R4,2
         LR    R5,R3
         N     R5,LAST4
         SLL   R5,2
         AR    R2,R2
         LH    R7,TABLE(R2)             where its routine is, from base
         CLI   0(R1),X'40'              two bytes, or four?
         BL    SHORT
*
         LTR   R5,R5                    index register 0 is none
         BZ    NOINDEX
         L     R5,REGS(R5)
NOINDEX  LH    R6,2(R1)
         LR    R8,R6
         N     R6,LAST12                displacement
         AR    R5,R6
         SRL   R8,12
         N     R8,LAST4
         BZ    NOBASE                   base register 0 is none
         SLL   R8,2
         A     R5,REGS(R8)
NOBASE   LA    R5,0(R5)                 24 bits of it
         LA    R10,4(R10)
         B     0(R7,R12)
SHORT    LA    R10,2(R10)
         B     0(R7,R12)
*
* RR: two registers.
DOBALR   ST    R10,REGS(R4)             where it would go on
         LTR   R5,R5
         BZ    FETCH                    BALR r,0 goes nowhere
         L     R10,REGS(R5)
         B     FETCH
DOLR     L     R9,REGS(R5)
         ST    R9,REGS(R4)
         B     FETCH
DOLTR    L     R9,REGS(R5)
         ST    R9,REGS(R4)
         LTR   R9,R9
         B     SETCC
DOCR     L     R9,REGS(R4)
         C     R9,REGS(R5)
         B     SETCC
DOSR     L     R9,REGS(R4)
         S     R9,REGS(R5)
         ST    R9,REGS(R4)
         B     SETCC
DOMR     L     R7,REGS+4(R4)            the odd register of the pair
         M     R6,REGS(R5)
         B     PAIR
DODR     L     R6,REGS(R4)
         L     R7,REGS+4(R4)
         D     R6,REGS(R5)
PAIR     ST    R6,REGS(R4)
         ST    R7,REGS+4(R4)
         B     FETCH
*
* RX: a register, and the address in R5.
DOLA     ST    R5,REGS(R4)
         B     FETCH
DOBC     SRL   R4,2                     the mask
         N     R4,CC
         BZ    FETCH
         LR    R10,R5
         B     FETCH
DOC      C     R5,SIZE
         BNL   STUCK
         L     R9,REGS(R4)
         C     R9,0(R5,R11)
         B     SETCC
DOST     C     R5,SIZE
         BNL   STUCK
         L     R9,REGS(R4)
         ST    R9,0(R5,R11)
         B     FETCH
*
* S: what only a supervisor may do. Here nothing traps.
DOSSM    C     R5,SIZE
         BNL   STUCK
         IC    R9,0(R5,R11)
         STC   R9,MASK
         B     FETCH
DOLPSW   C     R5,SIZE
         BNL   STUCK
         LA    R1,0(R5,R11)
         IC    R9,0(R1)
         STC   R9,MASK
         L     R10,4(R1)
         LA    R10,0(R10)               24 bits of it
         TM    1(R1),X'02'              does it wait?
         BZ    FETCH
         LM    R0,R11,REGS              its registers, for you to see
         LPSW  DONE                     (all but R12, our base still)
*
* The condition code of the instruction just done becomes the emulated
* machine's. LA and ST leave it alone, so it can be asked three times.
SETCC    LA    R9,8
         BE    KEEP                     0: equal, zero
         LA    R9,4
         BL    KEEP                     1: low, minus
         LA    R9,2
         BH    KEEP                     2: high, plus
         LA    R9,1                     3: overflow
KEEP     ST    R9,CC
         B     FETCH
*
STUCK    LPSW  STOP                     not in the table, or no such storage
*
         DS    0D
DONE     DC    X'0002000000000000'
STOP     DC    X'00020000000000EE'
SIZE     DC    X'00001000'              4,096 bytes of emulated storage
LAST4    DC    X'0000000F'
LAST12   DC    X'00000FFF'
CC       DC    F'8'
REGS     DC    17F'0'
MASK     DC    X'00'
         DS    0H
* For each operation code, the distance of its routine from the base.
TABLE    DC    5Y(STUCK-BASE)
         DC    Y(DOBALR-BASE)           05
         DC    12Y(STUCK-BASE)
         DC    Y(DOLTR-BASE)            12
         DC    5Y(STUCK-BASE)
         DC    Y(DOLR-BASE)             18
         DC    Y(DOCR-BASE)             19
         DC    Y(STUCK-BASE)
         DC    Y(DOSR-BASE)             1B
         DC    Y(DOMR-BASE)             1C
         DC    Y(DODR-BASE)             1D
         DC    35Y(STUCK-BASE)
         DC    Y(DOLA-BASE)             41
         DC    5Y(STUCK-BASE)
         DC    Y(DOBC-BASE)             47
         DC    8Y(STUCK-BASE)
         DC    Y(DOST-BASE)             50
         DC    8Y(STUCK-BASE)
         DC    Y(DOC-BASE)              59
         DC    38Y(STUCK-BASE)
         DC    Y(DOSSM-BASE)            80
         DC    Y(STUCK-BASE)
         DC    Y(DOLPSW-BASE)           82
         DC    125Y(STUCK-BASE)
         END   EMULATOR
