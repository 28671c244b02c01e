         TITLE 'CRC32: CHECK BYTES OF 4,096 BYTES, BY TABLE'
CRC32    START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   CRC32+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   CRC32+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         LA    10,TABLE
*                                       THE TABLE
         SR    4,4
ENTRY    LR    3,4
         LA    5,8
BIT      LR    6,3
         SRL   3,1
         N     6,ONE
         BZ    EVEN
         X     3,POLY
EVEN     BCT   5,BIT
         LR    6,4
         SLL   6,2
         ST    3,0(6,10)
         LA    4,1(4)
         C     4,BYTES
         BL    ENTRY
*                                       WHAT IS TO BE CHECKED
         L     5,ADATA
         L     4,LENGTH
         L     7,SEED
FILL     M     6,FACTOR
         AL    7,ADDEND
         LR    6,7
         SRL   6,24
         STC   6,0(5)
         LA    5,1(5)
         BCT   4,FILL
*                                       AND THAT, COUNT TIMES
         L     0,ONES
AGAIN    L     5,ADATA
         L     4,LENGTH
BYTE     IC    3,0(5)
         XR    3,0
         N     3,LAST
         SLL   3,2
         SRL   0,8
         X     0,TABLE(3)
         LA    5,1(5)
         BCT   4,BYTE
         BCT   2,AGAIN
         X     0,ONES
         ST    0,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
ADATA    DC    A(X'1000')
LENGTH   DC    F'4096'
BYTES    DC    F'256'
ONE      DC    F'1'
POLY     DC    X'EDB88320'
ONES     DC    X'FFFFFFFF'
LAST     DC    X'000000FF'
SEED     DC    F'1'
FACTOR   DC    F'1103515245'
ADDEND   DC    F'12345'
RESULT   DC    XL4'0'
TABLE    DS    256F
         END   BEGIN
