* A small supervisor and its one program, both inside a virtual machine.
*
SUPER    START 0
         DC    X'00000000',A(BEGIN)     PSW to start with: supervisor state
         ORG   SUPER+X'50'
TIMER    DC    X'7FFFFFFF'              far off
         ORG   SUPER+X'58'
         DC    X'00020000',A(X'E1')     external new PSW: stop
         DC    X'00000000',A(CALLED)    SVC
         DC    X'00000000',A(REFUSED)   program
         DC    X'00020000',A(X'E4')     machine check
         DC    X'00020000',A(X'E5')     I/O
*
         ORG   SUPER+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         USING SUPER,R0
         SSM   INPUT                    I/O may interrupt, the timer not
         STOSM OLDMASK,X'01'            now the timer too; what was it?
         LA    R1,X'30'
         LA    R2,2048
         SSK   R1,R2                    storage key 3 for bytes 2048-4095
         LPSW  USER                     start the program
*
CALLED   LH    R5,X'22'                 SVC: which one? (in the old PSW)
         LPSW  X'20'                    go on where it called
*
REFUSED  LH    R6,X'2A'                 program interruption: its code
         LPSW  DONE
*
         DS    0D
USER     DC    X'FF310000',A(PROBLEM)   key 3, problem state
DONE     DC    X'0002000000000000'
INPUT    DC    X'FE'
OLDMASK  DC    X'00'
*
         ORG   SUPER+2048
PROBLEM  BALR  R11,0                    the program
         USING *,R11
         ST    R11,WORD                 its own storage: allowed
         SVC   1                        a service, please
         SSM   NOBODY                   a supervisor's instruction
         SVC   2                        never reached
WORD     DC    F'0'
NOBODY   DC    X'00'
         END   BEGIN
