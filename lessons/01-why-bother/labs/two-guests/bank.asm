* The bank. An operating system of one page: nobody has told it that it
* is not alone. Interruptions are off while it posts, as they must be:
* half a posting is worse than none.
*
BANK     START 0
         DC    X'00000000',A(BEGIN)     PSW to start with, at location 0
         ORG   BANK+X'48'
CAW      DC    A(PRINT)                 where the channel finds its program
         ORG   BANK+X'58'
         DC    X'00020000',A(X'E1')     external new PSW: stop, we expect none
         DC    X'00020000',A(X'E2')     SVC
         DC    X'00020000',A(X'E3')     program
         DC    X'00020000',A(X'E4')     machine check
         DC    X'00000000',A(PRINTED)   I/O: the console has finished
*
         ORG   BANK+X'200'
BEGIN    BALR  R12,0
         USING *,R12
*
ROUND    SSM   NOBODY                   interruptions off
         LA    R3,ENTRIES
         LA    R4,64
POST     LH    R1,0(R3)                 account
         SLL   R1,2
         L     R5,BALANCES(R1)
         AH    R5,2(R3)                 amount
         ST    R5,BALANCES(R1)
         L     R6,TOTAL
         AH    R6,2(R3)
         ST    R6,TOTAL
         LA    R3,4(R3)                 next entry
         BCT   R4,POST
*
         CVD   R6,DECIMAL               the total, in characters
         UNPK  FIGURE,DECIMAL
         OI    FIGURE+L'FIGURE-1,X'F0'
         SIO   X'009'                   print it
         BNZ   STUCK
         LPSW  WAIT                     nothing to do until it is printed
*
PRINTED  NI    X'39',X'FD'              I/O old PSW: wait no longer,
         LPSW  X'38'                    and go on where it says
*
STUCK    LPSW  STOP                     no console: nothing to be done
*
         DS    0D                       PSWs and CCWs on doublewords
WAIT     DC    X'80020000',A(ROUND)     wait; I/O may interrupt
STOP     DC    X'00020000',A(X'EE')
PRINT    DC    X'09',AL3(LINE),X'2000',AL2(L'LINE)
DECIMAL  DS    D
BALANCES DC    8F'0'
TOTAL    DC    F'0'
NOBODY   DC    X'00'                    the system mask that lets nobody in
LINE     DS    0CL26
         DC    C'POSTED 64. TOTAL '
FIGURE   DC    CL9' '
         DS    0H
* Account, amount; four entries a line.
ENTRIES  EQU   *
         DC    H'5,3463,4,-1238,4,3216,4,2210'
         DC    H'2,3948,5,1974,7,1019,2,998'
         DC    H'1,3549,3,788,5,3732,7,-107'
         DC    H'6,817,6,3310,7,3921,0,3768'
         DC    H'2,4485,2,2022,6,3656,6,3954'
         DC    H'4,-849,0,694,1,2760,0,-1410'
         DC    H'3,4159,2,2992,2,2406,7,2950'
         DC    H'5,3617,3,-1779,4,1015,2,3077'
         DC    H'0,552,2,1371,3,4289,7,1910'
         DC    H'2,4148,6,-855,1,2884,6,2093'
         DC    H'1,802,0,-595,7,3313,2,-1694'
         DC    H'5,556,5,2996,3,2659,6,4467'
         DC    H'7,2906,0,1875,2,3179,6,2436'
         DC    H'2,4419,3,4059,7,1936,1,-523'
         DC    H'3,-1971,5,-870,3,2373,3,4298'
         DC    H'4,2206,5,494,1,-840,4,3914'
         END   BEGIN
