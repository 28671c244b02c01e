         TITLE 'BCT: THE EMPTY LOOP'
BCT      START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   BCT+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   BCT+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    4,4
AGAIN    L     3,INNER
LOOP     BCT   3,LOOP
         AL    4,ONE
         BCT   2,AGAIN
         STM   3,4,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
INNER    DC    F'100000'
ONE      DC    F'1'
RESULT   DC    XL8'0'                   THE LOOP'S COUNT (0); LOOPS DONE
         END   BEGIN
