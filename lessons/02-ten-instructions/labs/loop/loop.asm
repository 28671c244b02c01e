* A loop: the sum of a table, and how many of its words are negative.
*
LOOP     START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   LOOP+X'68'
         DC    X'0002000000000E03'      program new PSW: wait for ever
         ORG   LOOP+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         LA    R3,TABLE                 R3: where we are
         LA    R4,10                    R4: how many are left
         SR    R5,R5                    R5: the sum
         SR    R6,R6                    R6: the negative ones
*
NEXT     L     R1,0(R3)                 the word that R3 points at
         AR    R5,R1
         LTR   R1,R1                    less than zero?
         BNM   PLUS
         LA    R6,1(R6)
PLUS     LA    R3,4(R3)                 four bytes on
         BCT   R4,NEXT                  R4 less one; if not zero, again
*
         STM   R5,R6,SUM                R5 and R6, side by side
         LPSW  DONE
*
         DS    0D
DONE     DC    X'0002000000000000'
TABLE    DC    F'12,-7,30,0,-1,8,100,-50,3,5'
SUM      DC    2F'0'
         END   BEGIN
