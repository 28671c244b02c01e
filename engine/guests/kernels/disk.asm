         TITLE 'DISK: A KERNEL THAT KEEPS ITS DISK BUSY'
*
*        Formats 80 records of 1,024 bytes on cylinder 1 of its disk (191), each with a counter. Then adds one to the counter of
*        a record at random, COUNT times: reads the record, and writes it back. At the end it reads all of them: register 1 has
*        the sum of all counters, register 2 how many operations the disk has done.
*
KERNEL   START 0
         USING KERNEL,0
         DC    X'0000000000000200'
         ORG   KERNEL+X'68'
         DC    X'00020000',A(X'BAD')
         ORG   KERNEL+X'78'
         DC    A(0),A(ENDED)
         ORG   KERNEL+X'200'
         SR    2,2
*        FORMAT, RECORD BY RECORD: EACH IS WRITTEN BEHIND THE ONE BEFORE
         SR    8,8
FORMAT   BAL   14,PLACE
         MVC   COUNTS(5),SEARCH
         IC    3,SEARCH+4
         BCTR  3,0
         STC   3,SEARCH+4
         LA    3,FORMATS
         BAL   14,START
         LA    8,1(,8)
         C     8,RECORDS
         BL    FORMAT
*        UPDATES OF RECORDS AT RANDOM
         L     9,SEED
         L     10,COUNT
UPDATE   M     8,FACTOR
         LA    9,1(,9)
         LR    7,9
         SRL   7,8
         SR    6,6
         D     6,RECORDS
         LR    8,6
         BAL   14,PLACE
         LA    3,READS
         BAL   14,START
         L     3,BUFFER
         LA    3,1(,3)
         ST    3,BUFFER
         LA    3,WRITES
         BAL   14,START
         BCT   10,UPDATE
*        THE SUM OF ALL
         SR    1,1
         SR    8,8
TOTAL    BAL   14,PLACE
         LA    3,READS
         BAL   14,START
         A     1,BUFFER
         LA    8,1(,8)
         C     8,RECORDS
         BL    TOTAL
         LPSW  STOP
*        WHERE RECORD R8 IS: HEAD R8/8, RECORD R8 MOD 8 + 1
PLACE    LR    3,8
         SRL   3,3
         STC   3,SEEK+5
         LA    3,7
         NR    3,8
         LA    3,1(,3)
         STC   3,SEARCH+4
         BR    14
*        DOES THE CHANNEL PROGRAM AT R3
START    ST    3,72
         LA    4,X'191'
         SIO   0(4)
         BNZ   BAD
         LPSW  WAIT
ENDED    CLC   68(2),GOOD
         BNE   BAD
         LA    2,1(,2)
         BR    14
BAD      LPSW  FAULT
         DS    0D
WAIT     DC    X'FE02000000000000'
STOP     DC    X'0002000000000000'
FAULT    DC    X'0002000000000BAD'
FORMATS  CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEARCH,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'1D',COUNTS,X'80',8
         CCW   0,ZEROS,0,1024
READS    CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEARCH,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',BUFFER,0,1024
WRITES   CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEARCH,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'05',BUFFER,0,1024
RECORDS  DC    F'80'
COUNT    DC    F'200'
SEED     DC    F'370'
FACTOR   DC    F'1664525'
GOOD     DC    X'0C00'
SEEK     DC    X'000000010000'            BIN, CYLINDER, HEAD
SEARCH   EQU   SEEK+2                     CYLINDER, HEAD, RECORD
         DC    X'00'
         DS    0D
COUNTS   DC    X'0000000000',X'00',AL2(1024)
         DS    0D
BUFFER   DS    1024X
ZEROS    DC    1024X'00'
         END
