* A program that calls SUM2, which calls SQUARE: no stack anywhere.
* By convention R15 is where to go, R14 where to come back to, R13 the
* caller's save area, R1 the parameter list, R0 the result.
*
CALL     START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   CALL+X'68'
         DC    X'0002000000000E03'      program new PSW: wait for ever
         ORG   CALL+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         LA    R13,MYAREA               who I call may save here
         LA    R1,SIDES
         L     R15,=A(SUM2)
         BALR  R14,R15                  call
         ST    R0,RESULT                and here it returns
         LPSW  DONE
         DROP  R12
*
* SUM2: R0 = the sum of the squares of two words.
SUM2     STM   R14,R12,12(R13)          save what is the caller's
         LR    R12,R15
         USING SUM2,R12
         LR    R2,R13
         LA    R13,MYAREA2              my own, for whom I call
         ST    R2,4(R13)                the way back to the caller's
         L     R5,0(R1)
         L     R6,4(R1)
         LR    R1,R5
         L     R15,=A(SQUARE)
         BALR  R14,R15
         LR    R7,R0
         LR    R1,R6
         L     R15,=A(SQUARE)
         BALR  R14,R15
         AR    R0,R7
         L     R13,4(R13)               the caller's save area again
         L     R14,12(R13)
         LM    R1,R12,24(R13)           all but R0, the result
         BR    R14
         DROP  R12
*
* SQUARE: R0 = R1 times R1. It calls nobody, so it has no save area.
SQUARE   STM   R14,R12,12(R13)
         LR    R3,R1
         MR    R2,R1                    R2 and R3 together: the product
         LR    R0,R3
         L     R14,12(R13)
         LM    R1,R12,24(R13)
         BR    R14
*
         DS    0D
DONE     DC    X'0002000000000000'
SIDES    DC    F'3,4'
RESULT   DC    F'0'
MYAREA   DC    18F'0'
MYAREA2  DC    18F'0'
         LTORG
         END   BEGIN
