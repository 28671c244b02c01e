         TITLE 'CP-EXITS: WHAT CP IS CALLED FOR, OVER AND OVER'
GUEST    START 0
         USING GUEST,0
         DC    X'0000000000000200'
         ORG   GUEST+X'60'
         DC    X'00000000',A(RETURN)     SVC NEW
         DC    X'00000000',A(RETURN)     PROGRAM NEW
         ORG   GUEST+X'200'
         LA    1,X'191'
         LA    7,X'800'
         L     5,COUNT
*SETUP*
LOOP     DS    0H
*EXIT*
         BCT   5,LOOP
         LPSW  STOP
RETURN   BCT   5,LOOP
         LPSW  STOP
         DS    0D
STOP     DC    X'0002000000000000'
ON       DC    X'0000000000',AL3(AFTER)
COUNT    DC    F'50000'
         DS    0D
FAR      DC    X'7FFFFFFFFFFFF000'
TIME     DC    D'0'
ZERO     DC    F'0'
WORD     DC    F'0'
OFF      DC    X'00'
AFTER    EQU   LOOP+4
         END
