         TITLE 'CP-DISK: A RECORD AFTER THE OTHER, FROM A DISK OF ONE''S OWN'
GUEST    START 0
         USING GUEST,0
         DC    X'0000000000000200'
         ORG   GUEST+X'78'
         DC    A(0,TAKEN)
         ORG   GUEST+X'200'
         L     5,COUNT
         LA    1,X'191'
         LA    0,CCWS
         ST    0,72
LOOP     SIO   0(1)
         BNZ   FAIL
         LPSW  WAIT
TAKEN    CLC   68(2),ENDED
         BNE   FAIL
         BCT   5,LOOP
         LPSW  STOP
FAIL     LPSW  BAD
         DS    0D
STOP     DC    X'0002000000000000'
BAD      DC    X'000200000000DEAD'
WAIT     DC    X'FE02000000000000'
CCWS     CCW   X'07',SEEK,X'40',6
         CCW   X'31',SEEK+2,X'40',5
         CCW   X'08',*-8,0,0
         CCW   X'06',X'1800',0,4096
COUNT    DC    F'20000'
ENDED    DC    X'0C00'
SEEK     DC    X'00000002000001'
         END
