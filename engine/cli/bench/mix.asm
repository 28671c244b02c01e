         TITLE 'MIX: FIXED-POINT INSTRUCTIONS IN A LOOP'
MIX      START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   MIX+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   MIX+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    5,5
AGAIN    L     6,INNER
LOOP     L     3,X
         A     3,Y
         ST    3,X
         LR    4,3
         AR    5,4
         N     5,MASK
         C     5,LIMIT
         BCT   6,LOOP
         BCT   2,AGAIN
         ST    5,SUM
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
INNER    DC    F'10000'
Y        DC    X'12345677'
MASK     DC    X'7FFFFFFF'
LIMIT    DC    X'40000000'
RESULT   DS    0XL8
X        DC    F'1'
SUM      DC    F'0'
         END   BEGIN
