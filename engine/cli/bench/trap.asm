         TITLE 'TRAP: SVC AND BACK'
TRAP     START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   TRAP+X'60'
         DC    A(0,SUPER)               SUPERVISOR-CALL NEW PSW
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   TRAP+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    5,5
         LPSW  PROBLEM
LOOP     L     6,INNER
CALL     SVC   1
         BCT   6,CALL
         BCT   2,LOOP
         SVC   2
*
SUPER    CLI   X'23',1                  LAST BYTE OF BC MODE'S CODE
         BNE   ENOUGH
         AL    5,ONE
         LPSW  X'20'
ENOUGH   ST    5,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
PROBLEM  DC    X'00010000',A(LOOP)
COUNT    DC    F'1'
INNER    DC    F'1000'
ONE      DC    F'1'
RESULT   DC    XL4'0'
         END   BEGIN
