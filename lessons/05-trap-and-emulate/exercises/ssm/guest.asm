* A supervisor that sets its system mask twice, and asks each time what
* it is now (STOSM stores it, and turns no bit on where its mask is 0).
*
MASKS    START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   MASKS+X'50'
TIMER    DC    X'7FFFFFFF'              interval timer: far off
         ORG   MASKS+X'58'
         DC    X'00020000',A(X'E1')     external new PSW: the timer
         DC    X'00020000',A(X'E2')     SVC
         DC    X'00020000',A(X'E3')     program
         DC    X'00020000',A(X'E4')     machine check
         DC    X'00020000',A(X'E5')     I/O
*
         ORG   MASKS+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         L     R7,WHERE                 a page of its own
         LPSW  START
*
GO       SSM   FIRST
         STOSM SAVED1,0
         LA    R4,40                    time for an interruption, if it is
SPIN     BCT   R4,SPIN                  let in
         SSM   0(R7)
         STOSM SAVED2,0
         LPSW  DONE
*
         DS    0D
START    DC    X'80000000',A(GO)        a trial may put another here
DONE     DC    X'0002000000000000'
WHERE    DC    A(SECOND)
FIRST    DC    X'FE'
SAVED1   DC    X'AA'
SAVED2   DC    X'AA'
*
         ORG   MASKS+X'3000'
         DC    X'5555555555555555'
SECOND   DC    X'00'
         DC    X'5555555555555555'
         END   BEGIN
