         TITLE 'DISK-SEQ: ALL TRACKS OF A DISK, ONE AFTER THE OTHER, FIVE TIMES'
DISKSEQ  START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   DISKSEQ+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   DISKSEQ+X'78'
         DC    A(0,TAKEN)
         ORG   DISKSEQ+X'200'
BEGIN    BALR  12,0
         USING *,12
         LA    11,2048
         LA    11,2048(11)
         USING DATA,11                  X'1000' AND UP
         SR    5,5
AGAIN    L     2,TRACKS                 CYLINDERS X 30
         SR    6,6                      CYLINDER
         SR    7,7                      HEAD
         LA    10,2048(11)
         LA    10,2048(10)
         LA    9,2048(10)
         LA    9,2048(9)
         LA    8,2048(9)
         LA    8,2048(8)
         LA    1,X'120'
LOOP     STH   6,CYL
         STH   7,HEAD
         LA    0,CCWS
         ST    0,72
         SIO   0(1)
         BNZ   FAIL
         LPSW  WAIT
TAKEN    CLC   68(4),ENDED
         BNE   FAIL
         X     5,DATA
         X     5,0(10)
         X     5,0(9)
         X     5,0(8)
         LA    7,1(7)
         CH    7,HEADS
         BL    SAME
         SR    7,7
         LA    6,1(6)
SAME     BCT   2,LOOP
         L     2,PASSES
         BCTR  2,0
         ST    2,PASSES
         LTR   2,2
         BP    AGAIN
         ST    5,SUM
         LPSW  DONE
FAIL     LPSW  BAD
         DS    0D
DONE     DC    X'000A0000',A(0)
BAD      DC    X'000A0000',A(X'BADD15')
WAIT     DC    X'FE02000000000000'
CCWS     CCW   X'07',SEEKS,X'40',6
         CCW   X'31',CYL,X'40',5
         CCW   X'08',*-8,0,0
         CCW   X'06',DATA,X'40',4096
         CCW   X'06',DATA+4096,X'40',4096
         CCW   X'06',DATA+8192,X'40',4096
         CCW   X'06',DATA+12288,0,4096
ENDED    DC    X'0C000000'
TRACKS   DC    F'5400'
PASSES   DC    F'5'
HEADS    DC    H'30'
SEEKS    DC    H'0'
CYL      DC    H'0'
HEAD     DC    H'0'
RECORD   DC    X'01'
RESULT   DS    0F
SUM      DC    F'0'
DATA     EQU   X'1000'
         END   BEGIN
