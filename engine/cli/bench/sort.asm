         TITLE 'SORT: SHELL''S SORT OF 1,024 WORDS'
SORT     START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   SORT+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   SORT+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         L     9,AWORDS
         L     11,SIZE
         SR    0,0                      CHECK SUM
AGAIN    SR    4,4                      WORDS TO SORT
         L     7,SEED
FILL     M     6,FACTOR
         AL    7,ADDEND
         ST    7,0(4,9)
         LA    4,4(4)
         CR    4,11
         BL    FILL
         LA    10,GAPS
GAP      L     3,0(10)
         LR    4,3
EACH     L     5,0(4,9)
         LR    6,4
SHIFT    LR    7,6
         SR    7,3
         BM    PUT
         C     5,0(7,9)
         BNL   PUT
         L     8,0(7,9)
         ST    8,0(6,9)
         LR    6,7
         B     SHIFT
PUT      ST    5,0(6,9)
         LA    4,4(4)
         CR    4,11
         BL    EACH
         LA    10,4(10)
         C     3,LAST
         BNE   GAP
         SR    4,4                      THEIR ORDER COUNTS
CHECK    LR    1,0
         SLL   1,5
         SLR   1,0
         AL    1,0(4,9)
         LR    0,1
         LA    4,4(4)
         CR    4,11
         BL    CHECK
         BCT   2,AGAIN
         ST    0,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
AWORDS   DC    A(X'1000')
SIZE     DC    F'4096'
GAPS     DC    F'2804,1204,528,228,92,40,16'
LAST     DC    F'4'
SEED     DC    F'1'
FACTOR   DC    F'1103515245'
ADDEND   DC    F'12345'
RESULT   DC    XL4'0'
         END   BEGIN
