*
* LOADS THE NUCLEUS FROM THE DISK: BLOCK 2.  BLOCK 1 HAS THE PSW AND THE CCWS THAT BRING IT TO BOOT.  THE DIRECTORY SAYS WHERE THE
* NUCLEUS LIES; ITS BLOCKS FOLLOW ONE ANOTHER.
*
         COPY  CMSMAC
         COPY  NUCON
BOOT     START X'1000'
         USING NUCON,0
BEGIN    BALR  12,0
         USING *,12
         LH    11,2                THE DEVICE, WHERE IPL LEFT IT
         LA    9,3
         LA    8,BUFFER
         LA    7,1
         BAL   14,READ             THE LABEL
         MVC   BPT(4),BUFFER+18
         LA    8,BUFFER
         LA    7,1
         BAL   14,READ
         L     6,BUFFER+4
         MVC   FIRST(4),BUFFER+24
         LA    8,BUFFER
         LA    7,1
         BAL   14,READ
         CL    6,BUFFER+4
         BH    CHOSEN
         MVC   FIRST(4),BUFFER+24
CHOSEN   LH    9,FIRST
         LH    7,COUNT
         LTR   7,7
         BZ    BAD
         L     8,=A(NUCLEUS)
NEXT     BAL   14,READ
         LTR   7,7
         BP    NEXT
         ST    11,SYSDISK
         ST    11,IPLDEV
         L     15,=A(NUCLEUS)
         BR    15
BAD      LPSW  BADPSW
*        READS UP TO 15 BLOCKS FROM 9 ON TO 8, AS MANY AS ARE LEFT ON THE TRACK; 9, 8, 7 GO ON
READ     LR    5,9
         BCTR  5,0
         SR    4,4
         LH    3,BPT
         DR    4,3
         LA    4,1(4)              RECORD
         ST    4,RECORD
         SR    4,4
         LH    3,TPC
         DR    4,3
         STH   4,SEEK+4
         STH   5,SEEK+2
         SR    15,15
         LA    3,CHAIN1            CCWS
         LA    2,ARGS              WHAT IS SEARCHED FOR
         MVC   0(8,3),SEEKCCW
READNEXT L     4,RECORD
         MVC   0(4,2),SEEK+2
         STC   4,4(2)
         ST    2,8(3)
         MVI   8(3),X'31'
         MVC   12(4,3),=X'40000005'
         LA    5,8(3)
         ST    5,16(3)
         MVI   16(3),X'08'
         ST    8,24(3)
         MVI   24(3),X'06'
         MVC   28(4,3),=X'60000320'
         LA    3,24(3)
         LA    2,8(2)
         LA    4,1(4)
         ST    4,RECORD
         LA    15,1(15)
         LA    9,1(9)
         LA    8,BLOCK(8)
         BCT   7,READMORE
         B     READGO
READMORE CH    4,BPT
         BH    READGO
         CH    15,=H'15'
         BL    READNEXT
READGO   MVI   4(3),X'20'          THE LAST ENDS THE CHAIN
         LA    5,CHAIN1
         DIAG  11,5,X'18'
         BC    7,BAD
         BR    14
BADPSW   DC    0D'0',X'0002000000BAD190'
SEEKCCW  CCW   X'07',SEEK,X'40',6
SEEK     DC    XL8'0'
BPT      DC    H'5'
TPC      DC    H'1'
FIRST    DC    H'0'
COUNT    DC    H'0'
RECORD   DC    F'0'
         LTORG
ARGS     DS    15D
CHAIN1   DS    46D
BUFFER   DS    0D
         END   BEGIN
