         TITLE 'TAPE-COPY: A TAPE FILE TO ANOTHER TAPE'
TAPECOPY START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   TAPECOPY+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   TAPECOPY+X'78'
         DC    A(0,TAKEN)
         ORG   TAPECOPY+X'200'
BEGIN    BALR  12,0
         USING *,12
         LA    11,2048
         LA    11,2048(11)
         USING DATA,11                  X'1000' AND UP
         SR    5,5
LOOP     LA    0,READS
         LA    1,X'180'
         BAL   14,DOES
         TM    STATUS,1                 TAPE MARK
         BO    MARK
         L     3,MOST
         LH    4,70
         N     4,HALF
         SR    3,4
         STH   3,WRITES+6
         X     5,DATA
         LA    0,WRITES
         LA    1,X'181'
         BAL   14,DOES
         B     LOOP
MARK     LA    0,MARKS
         LA    1,X'181'
         BAL   14,DOES
         ST    5,SUM
         LPSW  DONE
*        STARTS A CHANNEL PROGRAM AND WAITS FOR DEVICE END
DOES     ST    0,72
         MVI   STATUS,0
         SIO   0(1)
         BZ    WAITS
         BC    1,FAIL
         TM    68,X'10'                 BUSY: IT STILL GOES ON
         BO    DOES
         B     TAKEN
WAITS    LPSW  WAIT
TAKEN    OC    STATUS,68
         TM    STATUS,X'02'
         BO    FAIL
         TM    STATUS,X'04'
         BCR   1,14
         LPSW  WAIT
FAIL     LPSW  BAD
         DS    0D
DONE     DC    X'000A0000',A(0)
BAD      DC    X'000A0000',A(X'BAD7A9E')
WAIT     DC    X'FE02000000000000'
READS    CCW   X'02',DATA,X'20',32768
WRITES   CCW   X'01',DATA,X'20',1
MARKS    CCW   X'1F',0,X'60',1
         CCW   X'07',0,X'20',1
MOST     DC    F'32768'
HALF     DC    X'0000FFFF'
STATUS   DC    X'00'
RESULT   DS    0F
SUM      DC    F'0'
DATA     EQU   X'1000'
         END   BEGIN
