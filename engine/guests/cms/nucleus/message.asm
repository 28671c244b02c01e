*
* MESSAGES.  BEHIND $ STANDS WHAT IS PUT IN:  T THE WORD (8) AT R2, U THAT AT R3, L THE TEXT (24) AT R2, F THE FILE (8, 8, 2) AT R2,
* M THE CHARACTER AT R2, D R3 AS A NUMBER, A AS A DEVICE ADDRESS, P AS A STORAGE ADDRESS; N THE PROGRAM'S NAME.
*
MESSAGES SYSTEM
*        TYPES THE MESSAGE AT 1: LENGTH (1), TEXT
MESSAGE  ENTER
         LA    1,0(1)
         SR    4,4
         IC    4,0(1)
         LA    5,1(1)
         LA    6,MSGLINE
MSGNEXT  CLI   0(5),C'$'
         BE    MSGPUT
         MVC   0(1,6),0(5)
         LA    6,1(6)
MSGSTEP  LA    5,1(5)
         BCT   4,MSGNEXT
         LA    1,MSGLINE
         LR    0,6
         SR    0,1
         CALL  CONWRT
         EXIT
MSGPUT   LA    5,1(5)
         BCTR  4,0
         LR    7,2
         LA    8,8
         CLI   0(5),C'T'
         BE    MSGWORD
         CLI   0(5),C'F'
         BE    MSGFILE
         CLI   0(5),C'L'
         BE    MSGLONG
         CLI   0(5),C'M'
         BE    MSGCHAR
         LA    7,PRGNAME
         CLI   0(5),C'N'
         BE    MSGWORD
         LR    7,3
         CLI   0(5),C'U'
         BE    MSGWORD
         CLI   0(5),C'D'
         BE    MSGNUM
         CLI   0(5),C'A'
         BE    MSGADDR
         ST    3,FL
         UNPK  FL+8(7),FL+1(4)
         TR    FL+8(6),HEXTAB-X'F0'
         MVC   0(6,6),FL+8
         LA    6,6(6)
         B     MSGSTEP
MSGADDR  ST    3,FL
         UNPK  FL+8(5),FL+2(3)
         TR    FL+8(4),HEXTAB-X'F0'
         MVC   0(3,6),FL+9
         LA    6,3(6)
         B     MSGSTEP
MSGNUM   CVD   3,DWORD
         MVC   FL(12),=X'402020202020202020202120'
         LA    1,FL+11
         EDMK  FL(12),DWORD+2
         LTR   3,3
         BNM   MSGNUM2
         BCTR  1,0
         MVI   0(1),C'-'
MSGNUM2  LA    9,FL+12
         SR    9,1
         LR    7,1
         BCTR  9,0
         EX    9,MSGMOVE
         LA    6,1(6,9)
         B     MSGSTEP
MSGCHAR  MVC   0(1,6),0(7)
         LA    6,1(6)
         B     MSGSTEP
MSGLONG  LA    8,24
MSGWORD  LA    9,MSGSTEP
*        8 BYTES AT 7, WITHOUT TRAILING BLANKS
MSGTRIM  LR    10,8
MSGTRIMN LR    1,10
         AR    1,7
         BCTR  1,0
         CLI   0(1),C' '
         BH    MSGTRIMD
         BCT   10,MSGTRIMN
         BR    9
MSGTRIMD BCTR  10,0
         EX    10,MSGMOVE
         LA    6,1(6,10)
         BR    9
MSGMOVE  MVC   0(0,6),0(7)
MSGFILE  BAL   9,MSGTRIM
         MVI   0(6),C' '
         LA    6,1(6)
         LA    7,8(7)
         BAL   9,MSGTRIM
         LA    7,8(7)
         CLI   0(7),C' '
         BNH   MSGSTEP
         MVI   0(6),C' '
         LA    6,1(6)
         LA    8,2
         BAL   9,MSGTRIM
         B     MSGSTEP
HEXTAB   DC    C'0123456789ABCDEF'
         LTORG
         END
