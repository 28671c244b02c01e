* The test system: a clock. It sets its interval timer to five
* milliseconds, waits, and prints the time when it is interrupted.
*
CLOCK    START 0
         DC    X'00000000',A(BEGIN)     PSW to start with, at location 0
         ORG   CLOCK+X'48'
CAW      DC    A(PRINT)                 where the channel finds its program
         ORG   CLOCK+X'50'
TIMER    DC    F'383'                   goes below zero after 384 counts
         ORG   CLOCK+X'58'
         DC    X'00000000',A(PASSED)    external new PSW: the timer
         DC    X'00020000',A(X'E2')     SVC: stop, we expect none
         DC    X'00020000',A(X'E3')     program
         DC    X'00020000',A(X'E4')     machine check
         DC    X'00000000',A(PRINTED)   I/O: the console has finished
*
         ORG   CLOCK+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         USING CLOCK,R0                 low storage needs no base
         SR    R5,R5                    milliseconds since the start
IDLE     LPSW  ALARM                    wait for the timer
*
PASSED   L     R1,TIMER                 it went on counting: add to what it
         A     R1,PERIOD                shows, and no time is lost
         ST    R1,TIMER
         LA    R5,5(R5)
         CVD   R5,DECIMAL               the time, in characters
         UNPK  FIGURE,DECIMAL
         OI    FIGURE+L'FIGURE-1,X'F0'
         SIO   X'009'                   print it
         BNZ   STUCK
         LPSW  WAIT                     wait for the console
*
PRINTED  B     IDLE
*
STUCK    LPSW  STOP                     no console: nothing to be done
*
         DS    0D                       PSWs and CCWs on doublewords
ALARM    DC    X'01020000',A(0)         wait; the timer may interrupt
WAIT     DC    X'80020000',A(0)         wait; I/O may interrupt
STOP     DC    X'00020000',A(X'EE')
PRINT    DC    X'09',AL3(LINE),X'2000',AL2(L'LINE)
DECIMAL  DS    D
PERIOD   DC    F'384'                   76,800 counts a second: 5 ms
LINE     DS    0CL15
         DC    C'CLOCK '
FIGURE   DC    CL6' '
         DC    C' MS'
         END   BEGIN
