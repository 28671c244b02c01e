         TITLE 'MEMCPY: MVC AND MVCL OF MANY LENGTHS'
MEMCPY   START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   MEMCPY+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   MEMCPY+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    10,10                    CHECK SUM
         L     5,AFROM                  WHAT IS COPIED
         L     4,WORDS
         L     7,SEED
FILL     M     6,FACTOR
         AL    7,ADDEND
         ST    7,0(5)
         LA    5,4(5)
         BCT   4,FILL
AGAIN    L     5,AFROM
         ST    2,0(5)                   EACH TIME SOMETHING ELSE
         L     6,SHORTS                 SHORT MOVES
         LA    4,64
SHORT    MVC   0(8,6),0(5)
         MVC   8(16,6),8(5)
         MVC   24(1,6),24(5)
         MVC   25(80,6),25(5)
         MVC   105(3,6),105(5)
         MVC   108(24,6),108(5)
         MVC   132(100,6),132(5)
         MVC   232(4,6),232(5)
         MVC   236(20,6),236(5)
         LA    5,256(5)
         LA    6,256(6)
         BCT   4,SHORT
         L     5,AFROM                  LONG MOVES, OUT OF STEP
         L     6,LONGS
         LA    4,64
LONG     MVC   0(256,6),0(5)
         LA    5,256(5)
         LA    6,256(6)
         BCT   4,LONG
         LM    4,7,LONG1                VERY LONG ONES
         MVCL  4,6
         LM    4,7,LONG2
         MVCL  4,6
         LM    4,7,LONG3
         MVCL  4,6
         LM    4,7,LONG4
         MVCL  4,6
         LM    4,7,LONG5                FROM SHORT TO LONG: PADDED
         MVCL  4,6
         L     6,SHORTS
         AL    10,0(6)
         L     6,LONGS
         AL    10,0(6)
         BCT   2,AGAIN
         L     5,SHORTS                 ALL THAT HAS ARRIVED
         L     4,ARRIVED
         SR    9,9
CHECK    LR    1,9
         SLL   1,5
         SLR   1,9
         AL    1,0(5)
         LR    9,1
         LA    5,4(5)
         BCT   4,CHECK
         STM   9,10,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
COUNT    DC    F'1'
AFROM    DC    A(X'10000')
WORDS    DC    F'8192'
SHORTS   DC    A(X'20000')
LONGS    DC    A(X'24003')
LONG1    DC    A(X'28010',100,X'10004',100)
LONG2    DC    A(X'28100',1000,X'10333',1000)
LONG3    DC    A(X'29000',4096,X'11000',4096)
LONG4    DC    A(X'2A001',16000,X'12002',16000)
LONG5    DC    A(X'2F000',4000,X'17F00'),X'40',AL3(200)
ARRIVED  DC    F'16384'
SEED     DC    F'1'
FACTOR   DC    F'1103515245'
ADDEND   DC    F'12345'
RESULT   DC    XL8'0'
         END   BEGIN
