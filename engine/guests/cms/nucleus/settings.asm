*
* ACCESS, RELEASE, QUERY, SET, SYNONYM, SEGMENT, SAVESYS.
*
SETTINGS SYSTEM
         USING ADT,10
*
*        ACCESS CUU [MODE[/EXT]]
ACCESS   ENTER
         LR    11,1
         CLI   8(11),X'FF'
         BE    ACCNO
         LA    1,8(11)
         CALL  GETHEX
         LTR   15,15
         BNZ   ACCBAD
         LR    3,0
         MVC   FL(2),=C'A '
         CLI   16(11),X'FF'
         BE    ACCGO
         CLI   16(11),C'('
         BE    ACCGO
         MVC   FL(1),16(11)
         CLI   FL,C'A'
         BL    ACCMODE
         CLI   FL,C'Z'
         BH    ACCMODE
         CLI   17(11),C' '
         BE    ACCGO
         CLI   17(11),C'/'
         BNE   ACCMODE
         MVC   FL+1(1),18(11)
ACCGO    LR    0,3
         LA    1,FL
         CALL  MOUNT
         EXIT
ACCNO    LA    0,X'191'
         LA    1,=C'A '
         CALL  MOUNT
         EXIT
ACCBAD   LA    2,8(11)
         ERR   24,'DMSACC017E INVALID DEVICE ADDRESS ''$T''.'
ACCMODE  LA    2,16(11)
         ERR   24,'DMSACC048E INVALID MODE ''$T''.'
         LTORG
*
*        RELEASE CUU OR MODE [(DET]
RELEASE  ENTER
         LR    11,1
         CLI   8(11),X'FF'
         BE    RELNO
         IC    0,8(11)
         CLI   9(11),C' '
         BE    RELLET
         LA    1,8(11)
         CALL  GETHEX
         LTR   15,15
         BNZ   RELNO
         LR    3,0
         L     10,ADTLIST
RELFIND  LTR   10,10
         BZ    RELNONE
         C     3,ADTDEV
         BE    RELDEV
         L     10,ADTNEXT
         B     RELFIND
RELDEV   IC    0,ADTMODE
RELLET   STC   0,FL
         CALL  FINDADT
         LTR   15,15
         BNZ   RELNONE
         LR    10,1
         L     3,ADTDEV
         CALL  UNMOUNT
         LA    1,16(11)
         LA    2,=CL8'DET'
         CALL  OPTION
         LTR   15,15
         BNZ   RELOK
         MVC   MSGLINE(10),=C'DETACH CUU'
         ST    3,FL
         UNPK  FL+8(5),FL+2(3)
         LA    5,RELHEX
         SH    5,=H'240'
         TR    FL+8(4),0(5)
         MVC   MSGLINE+7(3),FL+9
         LA    1,MSGLINE
         LA    0,10
         CALL  CPLINE
RELOK    EXIT  0
RELHEX   DC    C'0123456789ABCDEF'
RELNONE  LA    2,8(11)
         ERR   36,'DMSARE069E DISK ''$T'' NOT ACCESSED.'
RELNO    ERR   24,'DMSARE028E NO DEVICE SPECIFIED.'
         LTORG
*
*        SYNONYM FN [FT [FM]] [(CLEAR STD NOSTD]: RECORDS SAY NAME, SYNONYM, LETTERS THAT SUFFICE
SYNONYM  ENTER
         LR    11,1
         MVC   FL(18),SYNFID
         LA    1,8(11)
         LA    2,FL
         CALL  GETFID
         LR    7,15
         LR    1,0
         LA    2,=CL8'STD'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    SETFLAGS,ABBREV
         LR    1,0
         LA    2,=CL8'NOSTD'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         NI    SETFLAGS,X'FF'-ABBREV
         LR    1,0
         LA    2,=CL8'CLEAR'
         CALL  OPTION
         LTR   15,15
         BNZ   SYNREAD
SYNCLEAR L     1,SYNLIST
         LTR   1,1
         BZ    SYNREAD
         MVC   SYNLIST,0(1)
         LA    0,24
         CALL  RELP
         B     SYNCLEAR
SYNREAD  LTR   7,7
         BZ    SYNSHOW
         LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   SYNNF
         LR    9,1
SYNNEXT  LR    1,9
         MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         LA    2,CARDBUF
         LA    0,72
         CALL  FSREAD
         LTR   15,15
         BNZ   SYNEND
         LA    1,CARDBUF
         LA    0,72
         LA    2,PLIST
         CALL  TOKENS
         CLI   PLIST,C'*'
         BE    SYNNEXT
         CLI   PLIST,X'FF'
         BE    SYNNEXT
         CLI   PLIST+8,X'FF'
         BE    SYNNEXT
         LA    0,24
         CALL  GETP
         LTR   15,15
         BNZ   SYNEND
         MVC   4(8,1),PLIST+8
         MVC   16(8,1),PLIST
         XC    12(4,1),12(1)
         MVC   0(4,1),SYNLIST
         ST    1,SYNLIST
         LR    5,1
         LA    1,PLIST+16
         CALL  GETNUM
         LTR   15,15
         BNZ   SYNNEXT
         ST    0,12(5)
         B     SYNNEXT
SYNEND   LR    1,9
         CALL  FSCLOSE
SYNOK    EXIT  0
SYNNF    LA    2,FL
         ERR   28,'DMSSYN002E FILE ''$F'' NOT FOUND.'
SYNSHOW  CLI   8(11),X'FF'
         BNE   SYNOK
         CALL  SHOWSYN
         EXIT  0
SYNFID   DC    CL8' ',CL8'SYNONYM',CL2'* '
SHOWSYN  ENTER
         L     4,SYNLIST
         LTR   4,4
         BZ    SHOWNONE
         MSG   'SYSTEM   USER     LETTERS'
SHOWNEXT LTR   4,4
         BZ    SHOWEND
         LA    2,16(4)
         MVI   MSGLINE,C' '
         MVC   MSGLINE+1(60),MSGLINE
         MVC   MSGLINE(8),16(4)
         MVC   MSGLINE+9(8),4(4)
         LA    1,MSGLINE+18
         L     0,12(4)
         CALL  NUMLEFT
         LA    1,MSGLINE
         LA    0,40
         CALL  CONWRT
         L     4,0(4)
         B     SHOWNEXT
SHOWNONE MSG   'NO USER SYNONYMS IN EFFECT'
SHOWEND  EXIT
         LTORG
*
*        SET FUNCTION ON OR OFF
SET      ENTER
         LR    11,1
         CLI   8(11),X'FF'
         BE    SETNO
         CLI   16(11),X'FF'
         BE    SETNO
         LA    4,SETTAB
SETNXT   CLI   0(4),X'FF'
         BE    SETBAD
         CLC   0(8,4),8(11)
         BE    SETIT
         LA    4,9(4)
         B     SETNXT
SETIT    SR    5,5
         IC    5,8(4)
         CLC   16(8,11),=CL8'ON'
         BE    SETON
         CLC   16(8,11),=CL8'LMSG'
         BE    SETON
         CLC   16(8,11),=CL8'OFF'
         BE    SETOFF
         CLC   16(8,11),=CL8'SMSG'
         BE    SETOFF
         LA    2,16(11)
         ERR   24,'DMSSET029E INVALID PARAMETER ''$T''.'
SETON    EX    5,SETOI
         EXIT  0
SETOFF   X     5,=F'255'
         EX    5,SETNI
         EXIT  0
SETOI    OI    SETFLAGS,0
SETNI    NI    SETFLAGS,0
SETBAD   LA    2,8(11)
         ERR   24,'DMSSET003E INVALID OPTION ''$T''.'
SETNO    ERR   24,'DMSSET047E NO FUNCTION OR PARAMETER SPECIFIED.'
SETTAB   DC    CL8'IMPEX',AL1(IMPEX),CL8'IMPCP',AL1(IMPCP)
         DC    CL8'ABBREV',AL1(ABBREV),CL8'RDYMSG',AL1(RDYLONG)
         DC    CL8'PROTECT',AL1(PROTECT),X'FF'
         LTORG
*
*        QUERY DISK [MODE], SEARCH, SYNONYM, TIME-LIKE FUNCTIONS OF SET; WHAT IT DOES NOT KNOW IS FOR CP
QUERY    ENTER
         LR    11,1
         CLC   8(8,11),=CL8'DISK'
         BE    QDISK
         CLC   8(8,11),=CL8'SEARCH'
         BE    QSEARCH
         CLC   8(3,11),=C'SYN'
         BE    QSYN
         LA    4,SETTAB2
QNEXT    CLI   0(4),X'FF'
         BE    QCP
         CLC   0(8,4),8(11)
         BE    QSET
         LA    4,9(4)
         B     QNEXT
QSET     LA    2,8(11)
         LA    3,=CL8'OFF'
         SR    5,5
         IC    5,8(4)
         EX    5,QTM
         BZ    QSETOUT
         LA    3,=CL8'ON'
QSETOUT  MSG   '$T = $U'
         EXIT  0
QTM      TM    SETFLAGS,0
SETTAB2  DC    CL8'IMPEX',AL1(IMPEX),CL8'IMPCP',AL1(IMPCP)
         DC    CL8'ABBREV',AL1(ABBREV),CL8'RDYMSG',AL1(RDYLONG)
         DC    CL8'PROTECT',AL1(PROTECT),X'FF'
QSYN     CALL  SHOWSYN
         EXIT  0
*        AS TYPED, TO CP
QCP      LR    1,11
         CALL  CPPLIST
         EXIT
QSEARCH  L     10,ADTLIST
QSNEXT   LTR   10,10
         BZ    QOK
         BAL   9,QBLANK
         MVC   MSGLINE(6),ADTLABEL
         L     3,ADTDEV
         BAL   9,QCUU
         MVC   MSGLINE+8(3),FL+9
         MVC   MSGLINE+13(1),ADTMODE
         CLI   ADTEXT,C' '
         BE    QSACC
         MVI   MSGLINE+14,C'/'
         MVC   MSGLINE+15(1),ADTEXT
QSACC    BAL   9,QACCESS
         MVC   MSGLINE+18(3),FL+16
         LA    1,MSGLINE
         LA    0,30
         CALL  CONWRT
         L     10,ADTNEXT
         B     QSNEXT
*        A DISK'S SIZE AND WHAT IS FREE
QDISK    MVI   FL+24,0
         L     10,ADTLIST
QDNEXT   LTR   10,10
         BZ    QDEND
         CLI   16(11),X'FF'
         BE    QDTHIS
         CLI   16(11),C'*'
         BE    QDTHIS
         CLC   ADTMODE,16(11)
         BNE   QDSTEP
QDTHIS   CLI   FL+24,0
         BNE   QDLINE
         MVI   FL+24,1
         LA    1,QDHEAD
         LA    0,71
         CALL  CONWRT
QDLINE   BAL   9,QBLANK
         L     3,ADTDEV
         MVC   MSGLINE(6),ADTLABEL
         BAL   9,QCUU
         LA    1,MSGLINE+72
         L     0,MFDTOTAL
         CALL  NUMFIELD
         LA    1,MSGLINE+62
         L     0,MFDTOTAL
         S     0,MFDUSED
         CALL  NUMFIELD
         LA    1,MSGLINE+49
         L     0,MFDUSED
         CALL  NUMFIELD
         L     3,MFDUSED
         M     2,=F'100'
         D     2,MFDTOTAL
         LR    0,3
         LA    1,MSGLINE+53
         ST    2,FL+28
         LR    2,1
         CVD   0,DWORD
         UNPK  MSGLINE+50(2),DWORD
         OI    MSGLINE+51,X'F0'
         MVI   MSGLINE+49,C'-'
         LA    1,MSGLINE+39
         L     0,MFDFILES
         CALL  NUMFIELD
         LA    1,MSGLINE+25
         LH    0,ADTCYLS
         CALL  NUMFIELD
         MVC   MSGLINE+7(3),FL+9
         MVC   MSGLINE+12(1),ADTMODE
         CLI   ADTEXT,C' '
         BE    QDACC
         MVI   MSGLINE+13,C'/'
         MVC   MSGLINE+14(1),ADTEXT
QDACC    BAL   9,QACCESS
         MVC   MSGLINE+16(3),FL+16
         MVC   MSGLINE+27(4),ADTTYPE
         LA    1,MSGLINE
         LA    0,72
         CALL  CONWRT
QDSTEP   L     10,ADTNEXT
         B     QDNEXT
QDEND    CLI   FL+24,0
         BNE   QOK
         LA    2,16(11)
         ERR   36,'DMSQRY069E DISK ''$T'' NOT ACCESSED.'
QOK      EXIT  0
QBLANK   MVI   MSGLINE,C' '
         MVC   MSGLINE+1(131),MSGLINE
         BR    9
QCUU     ST    3,FL
         UNPK  FL+8(5),FL+2(3)
         TR    FL+8(4),QHEX-X'F0'
         BR    9
QACCESS  MVC   FL+16(3),=C'R/W'
         TM    ADTFLAGS,ADTRO
         BZR   9
         MVI   FL+18,C'O'
         BR    9
QHEX     DC    C'0123456789ABCDEF'
QDHEAD   DC    C'LABEL  CUU  M   STAT  CYL TYPE   FILES'
         DC    C'  BLKS USED-%      LEFT     TOTAL'
         LTORG
*
*        SEGMENT LOAD, LOADNS, FIND OR PURGE NAME: A SAVED SEGMENT BESIDE WHAT THE MACHINE HAS (LOADNS: NOT SHARED).  SAYS WHERE IT IS.
SEGMENT  ENTER
         LR    11,1
         LA    4,SEGTAB
SEGNEXT  CLI   0(4),X'FF'
         BE    SEGNO
         CLC   0(8,4),8(11)
         BE    SEGGO
         LA    4,9(4)
         B     SEGNEXT
SEGGO    SR    5,5
         IC    5,8(4)
         CLI   16(11),X'FF'
         BE    SEGNO
         MVC   FL(8),16(11)
         LR    7,5
         LA    4,FL
         DIAG  4,5,X'64'
         BC    2,SEGNONE
         LA    2,FL
         CH    7,=H'8'
         BE    SEGGONE
         LR    3,4
         LA    3,0(3)
         MSG   '$T IS AT $P'
         EXIT  0
SEGGONE  MSG   '$T PURGED'
         EXIT  0
SEGNONE  LA    2,FL
         LR    3,5
         MSG   'DMSSEG400E SEGMENT ''$T'': CP SAYS $D.'
         EXIT  28
SEGNO    ERR   24,'DMSSEG047E FUNCTION OR NAME MISSING OR INVALID.'
SEGTAB   DC    CL8'LOAD',X'00',CL8'LOADNS',X'04',CL8'PURGE',X'08'
         DC    CL8'FIND',X'0C',X'FF'
         LTORG
*
*        SAVESYS NAME: THE SYSTEM AS IT IS WHEN IT BEGINS IS SAVED BY CP; THEN IT BEGINS, AS IT WILL WHEREVER IT IS LOADED BY ITS NAME
SAVESYS  ENTER
         LR    11,1
         CLI   8(11),X'FF'
         BE    SAVENO
         MVC   MSGLINE(8),=C'SAVESYS '
         MVC   MSGLINE+8(8),8(11)
         LA    4,MSGLINE
         LA    5,16
         DIAG  4,5,X'08'
*        WHOEVER LOADS THE SAVED SYSTEM GOES ON HERE, TOO
         L     15,=V(CMSSTART)
         BR    15
SAVENO   ERR   24,'DMSSAV001E NO NAME SPECIFIED.'
         LTORG
         END
