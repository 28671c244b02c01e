* Counts, and sets its system mask in every round.
*
TRAPPING START 0
         DC    X'00000000',A(BEGIN)
         ORG   TRAPPING+X'200'
BEGIN    BALR  R12,0
         USING *,R12
LOOP     LA    R5,1(R5)
         SSM   NOBODY
         B     LOOP
NOBODY   DC    X'00'
         END   BEGIN
