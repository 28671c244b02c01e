         TITLE 'SIEVE: PRIMES UP TO 8,191'
SIEVE    START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   SIEVE+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   SIEVE+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         L     11,AFLAGS
         SR    10,10                    CROSSED OUT
         SR    1,1                      PRIMES IN ALL
AGAIN    LR    4,11                     ALL NUMBERS STAND:
         L     5,SIZE
         L     7,PAD
         MVCL  4,6                      X'01' THROUGHOUT
         LR    5,11
         AL    5,MOST
         SR    8,8
         LA    3,2
EACH     LA    9,0(3,11)
         CLI   0(9),1
         BNE   NEXT
         LA    8,1(8)
         LR    4,3
         AR    9,3
         CR    9,5
         BH    NEXT
MARK     STC   10,0(9)
         BXLE  9,4,MARK
NEXT     LA    3,1(3)
         C     3,MOST
         BNH   EACH
         ALR   1,8
         BCT   2,AGAIN
         ST    1,TOTAL
         ST    8,PRIMES
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
AFLAGS   DC    A(X'1000')
SIZE     DC    F'8192'
MOST     DC    F'8191'
PAD      DC    X'01000000'
RESULT   DS    0XL8
PRIMES   DC    F'0'
TOTAL    DC    F'0'
         END   BEGIN
