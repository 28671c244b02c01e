* What does the old PSW say when this program is stopped?
*
PREDICT  START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   PREDICT+X'28'
PGMOLD   DS    D                        program old PSW
         ORG   PREDICT+X'68'
         DC    X'0002000000000E03'      program new PSW: wait for ever
*
         ORG   PREDICT+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         LPSW  USER
*
HERE     L     R2,FEW
         L     R3,MANY
         CLR   R2,R3
         BALR  R7,0
         SLL   R7,2
         SRL   R7,30
         SSM   INPUT
         LA    R7,99
*
         DS    0D
USER     DC    X'C0310000',X'16',AL3(HERE)
FEW      DC    F'-5'
MANY     DC    F'3'
INPUT    DC    X'80'
         END   BEGIN
