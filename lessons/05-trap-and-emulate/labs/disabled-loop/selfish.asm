* Turns every interruption off, and loops. For ever.
*
SELFISH  START 0
         DC    X'FF000000',A(BEGIN)     PSW to start with: all enabled
         ORG   SELFISH+X'50'
         DC    X'7FFFFFFF'              interval timer: far off
         ORG   SELFISH+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         SSM   NOBODY                   no interruptions of any kind
LOOP     LA    R5,1(R5)                 count
         B     LOOP
NOBODY   DC    X'00'
         END   BEGIN
