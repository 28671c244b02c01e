* One PSW, field by field. Step, and watch which field changes.
*
BITS     START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   BITS+X'68'
         DC    X'0002000000000E03'      program new PSW: wait for ever
*
         ORG   BITS+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         SR    R1,R1                    condition code 0
         LA    R1,1
         LCR   R1,R1                    minus one: condition code 1
         L     R2,MASKS
         SPM   R2                       condition code 3, program mask F
         SSM   INPUT                    system mask FE
         SPKA  X'30'                    key 3
         LPSW  USER                     everything at once
*
HERE     LA    R3,7                     in problem state now
         LTR   R3,R3                    condition code 2
         SSM   INPUT                    not for you
         LA    R3,8                     never reached
*
         DS    0D
USER     DC    X'C0510000',X'1A',AL3(HERE)
MASKS    DC    X'3F000000'
INPUT    DC    X'FE'
         END   BEGIN
