* How many primes are there below 500? Register 5 will say, and PRIMES.
*
PROGRAM  START 0
         DC    X'80000000',A(BEGIN)     PSW to start with: I/O may interrupt
         ORG   PROGRAM+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         SSM   NOBODY                   interruptions off
         SR    R5,R5                    primes found
         LA    R2,2                     candidate
NEXT     LA    R3,2                     divisor
TRY      LR    R1,R3
         MR    R0,R3                    the divisor's square
         CR    R1,R2
         BH    PRIME                    beyond the candidate: it is prime
         SR    R0,R0
         LR    R1,R2
         DR    R0,R3                    R0 gets the remainder
         LTR   R0,R0
         BZ    NOT
         LA    R3,1(R3)
         B     TRY
PRIME    LA    R5,1(R5)
NOT      LA    R2,1(R2)
         C     R2,LIMIT
         BL    NEXT
         ST    R5,PRIMES
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000000'      wait, and nobody may interrupt
LIMIT    DC    F'500'
PRIMES   DC    F'0'
NOBODY   DC    X'00'
         END   BEGIN
