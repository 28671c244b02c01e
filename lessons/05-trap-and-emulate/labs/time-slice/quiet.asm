* Counts. Nothing in the loop is privileged.
*
QUIET    START 0
         DC    X'00000000',A(BEGIN)
         ORG   QUIET+X'200'
BEGIN    BALR  R12,0
         USING *,R12
LOOP     LA    R5,1(R5)
         B     LOOP
         END   BEGIN
