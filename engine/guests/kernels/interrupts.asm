         TITLE 'INTERRUPTS: A KERNEL THAT DOES LITTLE ELSE'
*
*        Waits for its interval timer, writes a character to the console (009) at each of its interruptions, and counts both
*        kinds; after COUNT of them it stops: register 1 has the timer's, register 2 the console's.
*
KERNEL   START 0
         USING KERNEL,0
         DC    X'0000000000000200'
         ORG   KERNEL+X'58'
         DC    A(0),A(TIMER)
         ORG   KERNEL+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   KERNEL+X'78'
         DC    A(0),A(DEVICE)
         ORG   KERNEL+X'200'
         SR    1,1
         SR    2,2
         LA    3,CHANNEL
         ST    3,72
NEXT     MVC   80(4),PERIOD
         LPSW  WAIT
TIMER    LA    1,1(,1)
         LA    4,X'009'
         SIO   0(4)
         BNZ   BAD
         LPSW  WAITIO
DEVICE   CLI   X'44',X'0C'
         BNE   BAD
         LA    2,1(,2)
         C     2,COUNT
         BL    NEXT
         LPSW  STOP
BAD      LPSW  FAULT
         DS    0D
WAIT     DC    X'0102000000000000'
WAITIO   DC    X'8002000000000000'
STOP     DC    X'0002000000000000'
FAULT    DC    X'0002000000000BAD'
CHANNEL  CCW   X'01',DOT,X'20',1
PERIOD   DC    F'384'                     5 MILLISECONDS
COUNT    DC    F'100'
DOT      DC    C'.'
         END
