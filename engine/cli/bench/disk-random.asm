         TITLE 'DISK-RANDOM: RECORDS HERE AND THERE ON A DISK'
DISKRAN  START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   DISKRAN+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   DISKRAN+X'78'
         DC    A(0,TAKEN)
         ORG   DISKRAN+X'200'
BEGIN    BALR  12,0
         USING *,12
         LA    11,2048
         LA    11,2048(11)
         USING DATA,11                  X'1000' AND UP
         L     2,READS
         SR    5,5
         L     3,SEED
         LA    1,X'120'
*        THE NEXT OF A SERIES OF NUMBERS SAYS WHICH RECORD
LOOP     LR    9,3
         M     8,FACTOR
         LR    3,9
         A     3,MORE
         LR    9,3
         SRL   9,8
         SR    8,8
         D     8,BLOCKS                 R8: NUMBER OF THE RECORD
         LR    7,8
         SR    6,6
         D     6,PERCYL                 R7: CYLINDER
         STH   7,CYL
         LR    7,6
         SR    6,6
         D     6,PERTRACK               R7: HEAD
         STH   7,HEAD
         LA    6,1(6)
         STC   6,RECORD
         LA    0,CCWS
         ST    0,72
         SIO   0(1)
         BNZ   FAIL
         LPSW  WAIT
TAKEN    CLC   68(4),ENDED
         BNE   FAIL
         X     5,DATA
         BCT   2,LOOP
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
         CCW   X'06',DATA,0,4096
ENDED    DC    X'0C000000'
READS    DC    F'60000'
SEED     DC    F'1'
FACTOR   DC    F'1103515245'
MORE     DC    F'12345'
BLOCKS   DC    F'21600'
PERCYL   DC    F'120'
PERTRACK DC    F'4'
SEEKS    DC    H'0'
CYL      DC    H'0'
HEAD     DC    H'0'
RECORD   DC    X'01'
RESULT   DS    0F
SUM      DC    F'0'
DATA     EQU   X'1000'
         END   BEGIN
