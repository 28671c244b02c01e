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
         BAL   14,READ             THE LABEL
         MVC   BPT(4),18(8)
         LA    9,4
         BAL   14,READ
         L     7,4(8)
         MVC   FIRST(4),24(8)
         LA    9,5
         BAL   14,READ
         CL    7,4(8)
         BH    CHOSEN
         MVC   FIRST(4),24(8)
CHOSEN   LH    9,FIRST
         LH    7,COUNT
         LTR   7,7
         BZ    BAD
         L     8,=A(NUCLEUS)
NEXT     BAL   14,READ
         LA    9,1(9)
         LA    8,BLOCK(8)
         BCT   7,NEXT
         ST    11,SYSDISK
         ST    11,IPLDEV
         L     15,=A(NUCLEUS)
         BR    15
BAD      LPSW  BADPSW
READ     LR    5,9
         BCTR  5,0
         SR    4,4
         LH    6,BPT
         DR    4,6
         LA    4,1(4)
         STC   4,SEEK+6
         SR    4,4
         LH    6,TPC
         DR    4,6
         STH   4,SEEK+4
         STH   5,SEEK+2
         ST    8,CCWS+24
         MVI   CCWS+24,X'06'
         LA    5,CCWS
         LA    15,1
         DIAG  11,5,X'18'
         BC    7,BAD
         BR    14
BADPSW   DC    0D'0',X'0002000000BAD190'
CCWS     CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',CCWS+8,0,0
         CCW   X'06',0,X'20',800
SEEK     DC    XL8'0'
BPT      DC    H'5'
TPC      DC    H'1'
FIRST    DC    H'0'
COUNT    DC    H'0'
         LTORG
BUFFER   DS    0D
         END   BEGIN
