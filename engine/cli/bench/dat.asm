         TITLE 'DAT: MIX UNDER TRANSLATION, IN MORE PAGES THAN A TLB HOLDS'
DAT      START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   DAT+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   DAT+X'200'
BEGIN    BALR  12,0
         USING *,12
*                                       SEGMENTS 0-31 OF 64K, PAGES OF 4K
         L     3,SEGTAB
         L     4,FIRSTPT
         LA    5,32
SEGMENT  ST    4,0(3)
         LA    3,4(3)
         AL    4,PTBYTES
         BCT   5,SEGMENT
*                                       SEGMENT 0 LIES WHERE IT LIES
         L     3,PAGETAB
         SR    4,4
         LA    5,16
LOW      STH   4,0(3)
         LA    3,2(3)
         LA    4,16(4)
         BCT   5,LOW
*                                       PAGES FROM 1M ON LIE SCATTERED
         L     3,PAGETAB
         LA    3,512(3)
         SR    4,4
         LA    5,208
HIGH     LA    6,16(4)                  FRAME, AFTER THE FIRST 16
         SLL   6,4
         STH   6,0(3)
         LA    3,2(3)
         LA    4,77(4)
         C     4,FRAMES
         BL    IN
         S     4,FRAMES
IN       BCT   5,HIGH
         LCTL  0,1,CONTROL
         LPSW  VIRTUAL
START    L     2,COUNT
         L     10,STRIDE
         SR    5,5
AGAIN    L     1,DATA
         LA    6,200
PAGE     LA    7,8
LOOP     L     3,0(1)
         A     3,Y
         ST    3,0(1)
         LR    4,3
         AR    5,4
         N     5,MASK
         C     5,LIMIT
         BCT   7,LOOP
         ALR   1,10
         BCT   6,PAGE
         BCT   2,AGAIN
         ST    5,RESULT
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
VIRTUAL  DC    X'04080000',A(START)     EC MODE, TRANSLATION
CONTROL  DC    X'00800000'              CR0: PAGES OF 4K, SEGMENTS OF 64K
         DC    X'01',AL3(X'8000')       CR1: 32 SEGMENTS
SEGTAB   DC    A(X'8000')
PTBYTES  DC    F'32'
FIRSTPT  DC    X'F0',AL3(X'9000')
PAGETAB  DC    A(X'9000')
COUNT    DC    F'1'
DATA     DC    A(X'100000')
STRIDE   DC    F'4160'
FRAMES   DC    F'208'
Y        DC    X'12345677'
MASK     DC    X'7FFFFFFF'
LIMIT    DC    X'40000000'
RESULT   DC    XL4'0'
         END   BEGIN
