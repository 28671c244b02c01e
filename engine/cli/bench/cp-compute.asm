         TITLE 'CP-COMPUTE: NOTHING FOR CP TO DO'
GUEST    START 0
         USING GUEST,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         L     5,COUNT
LOOP     L     1,DATA
         A     1,DATA+4
         ST    1,DATA
         X     1,DATA+8
         SRL   1,3
         AR    2,1
         BCT   5,LOOP
         LPSW  STOP
         DS    0D
STOP     DC    X'0002000000000000'
COUNT    DC    F'200000000'
DATA     DC    4F'12345'
         END
