         TITLE 'HFP: PRODUCT OF MATRICES OF 16 BY 16 LONG NUMBERS'
HFP      START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   HFP+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   HFP+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    1,1                      PRODUCTS DONE
         L     5,MATRIXA                WHOLE NUMBERS OF 24 BITS
         LA    4,512
         L     7,SEED
FILL     M     6,FACTOR
         AL    7,ADDEND
         LR    6,7
         SRL   6,8
         O     6,WHOLE
         ST    6,NUMBER
         LD    0,NUMBER
         SD    0,MIDDLE
         STD   0,0(5)
         LA    5,8(5)
         BCT   4,FILL
AGAIN    L     3,MATRIXA
         L     5,MATRIXC
ROW      L     4,MATRIXB
         LA    8,16
COLUMN   LR    9,3
         LR    10,4
         LA    11,16
         SDR   0,0
TERM     LD    2,0(9)
         MD    2,0(10)
         ADR   0,2
         LA    9,8(9)
         LA    10,128(10)
         BCT   11,TERM
         STD   0,0(5)
         LA    5,8(5)
         LA    4,8(4)
         BCT   8,COLUMN
         LA    3,128(3)
         C     3,MATRIXB
         BL    ROW
         AL    1,ONE
         BCT   2,AGAIN
         ST    1,TIMES
         L     5,MATRIXC                THE PRODUCT'S CHECK SUM
         LA    4,512
         SR    9,9
CHECK    LR    1,9
         SLL   1,5
         SLR   1,9
         AL    1,0(5)
         LR    9,1
         LA    5,4(5)
         BCT   4,CHECK
         ST    9,SUM
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
NUMBER   DC    D'0'
MIDDLE   DC    D'8388608'
WHOLE    DC    X'46000000'
COUNT    DC    F'1'
ONE      DC    F'1'
MATRIXA  DC    A(X'1000')
MATRIXB  DC    A(X'1800')
MATRIXC  DC    A(X'2000')
SEED     DC    F'1'
FACTOR   DC    F'1103515245'
ADDEND   DC    F'12345'
RESULT   DS    0XL8
SUM      DC    F'0'
TIMES    DC    F'0'
         END   BEGIN
