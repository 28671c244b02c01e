*
* EXEC STATEMENTS: ASSIGNMENTS, CONTROL WORDS, COMMANDS.
*
STATEMEN SYSTEM
         USING EXB,11
*
*        EXECUTES THE STATEMENT IN EXRAW
EXSTMT   ENTER
         L     11,EXECNOW
         L     2,EXRAWL
         LTR   2,2
         BZ    STMTEND
         CLI   EXRAW,C'*'
         BE    STMTEND
         CLI   EXBEG,0
         BNE   STMTBEG
         CALL  EXWORDS
         CALL  EXDO
STMTEND  EXIT
*        A LINE BETWEEN &BEGTYPE AND &END, AS IT STANDS
STMTBEG  CLC   EXRAW(5),=C'&&END '
         BE    STMTBEND
         LA    1,EXRAW
         L     0,EXRAWL
         CLI   EXBEG,1
         BE    STMTBTYP
         CLI   EXBEG,3
         BE    STMTBPUN
         LA    2,LINES
         CALL  STACKBOT
         EXIT
STMTBTYP CALL  CONWRT
         EXIT
STMTBPUN CALL  PUNCHREC
         EXIT
STMTBEND MVI   EXBEG,0
         EXIT
         LTORG
*
*        EXECUTES THE WORDS IN EXTOK
EXDO     ENTER
         L     10,=A(EXDO2)
         USING EXDO2,10
         L     11,EXECNOW
         CLI   EXTOK,X'FF'
         BE    DOEND
         CLI   EXTOK,C'&&'
         BNE   DOCMD
         CLC   EXTOK+8(8),=CL8'='
         BE    DOSET
         LA    3,DOTABLE
DONEXT   CLI   0(3),X'FF'
         BE    DOBAD
         CLC   EXTOK(8),0(3)
         BE    DOIT
         LA    3,12(3)
         B     DONEXT
DOIT     TM    EXCTL,EXCTLALL
         BZ    DOITGO
         LA    1,EXTOK
         CALL  EXJOIN
         CALL  CONWRT
DOITGO   L     3,8(3)
         BR    3
DOBAD    MSG   'DMSEXT072E ERROR IN EXEC STATEMENT:'
         LA    1,EXTOK
         CALL  EXJOIN
         CALL  CONWRT
         MVC   EXEXIT,=F'801'
         MVI   EXDONE,1
DOEND    EXIT  0
         DS    0F
DOTABLE  DC    CL8'&&ARGS',A(DOARGS)
         DC    CL8'&&BEGTYPE',A(DOBTYPE)
         DC    CL8'&&BEGSTAC',A(DOBSTACK)
         DC    CL8'&&BEGPUNC',A(DOBPUNCH)
         DC    CL8'&&CONTINU',A(DOEND)
         DC    CL8'&&CONTROL',A(DOCTL)
         DC    CL8'&&EMSG',A(DOTYPE)
         DC    CL8'&&END',A(DOEND)
         DC    CL8'&&ERROR',A(DOERROR)
         DC    CL8'&&EXIT',A(DOEXIT)
         DC    CL8'&&GOTO',A(DOGOTO)
         DC    CL8'&&IF',A(DOIF)
         DC    CL8'&&LOOP',A(DOLOOP)
         DC    CL8'&&PUNCH',A(DOPUNCH)
         DC    CL8'&&READ',A(DOREAD)
         DC    CL8'&&SKIP',A(DOSKIP)
         DC    CL8'&&SPACE',A(DOSPACE)
         DC    CL8'&&STACK',A(DOSTACK)
         DC    CL8'&&TYPE',A(DOTYPE)
         DC    X'FFFFFFFF'
*        A COMMAND
DOCMD    LA    1,EXTOK
         CALL  EXJOIN
         LR    4,1
         LR    5,0
         TM    EXCTL,EXCTLCMS+EXCTLALL
         BZ    DOCMDGO
         CALL  CONWRT
DOCMDGO  LR    1,4
         LR    0,5
         CALL  COMMAND
         L     11,EXECNOW
         ST    15,EXRC
         LTR   15,15
         BZ    DOEND
         TM    EXCTL,EXCTLERR+EXCTLCMS+EXCTLALL
         BZ    DOCMDERR
         TM    EXCTL,EXCTLCMS+EXCTLALL
         BNZ   DOCMDMSG
         LR    1,4                 WHICH COMMAND IT WAS
         LR    0,5
         CALL  CONWRT
DOCMDMSG L     3,EXRC
         CVD   3,DWORD
         MVC   EXOUT(16),=C'+++ R(00000) +++'
         UNPK  EXOUT+6(5),DWORD
         OI    EXOUT+10,X'F0'
         LTR   3,3
         BNM   *+8
         MVI   EXOUT+6,C'-'
         LA    1,EXOUT
         LA    0,16
         CALL  CONWRT
DOCMDERR L     3,EXERRL
         LTR   3,3
         BZ    DOEND
         CLI   EXINERR,0
         BNE   DOEND
         MVI   EXINERR,1
         MVI   EXRAW,C' '
         MVC   EXRAW+1(255),EXRAW
         MVC   EXRAW(132),EXERR
         ST    3,EXRAWL
         CALL  EXWORDS
         CALL  EXDO
         MVI   EXINERR,0
         B     DOEND
*        &NAME = ...
DOSET    LA    3,EXTOK+16
         MVC   FL(8),=CL8' '
         CLI   0(3),X'FF'
         BE    DOSETPUT
         CLC   0(8,3),=CL8'&&LITERAL'
         BE    DOSETLIT
         CLC   0(8,3),=CL8'&&CONCAT'
         BE    DOSETCAT
         CLC   0(8,3),=CL8'&&LENGTH'
         BE    DOSETLEN
         CLC   0(8,3),=CL8'&&SUBSTR'
         BE    DOSETSUB
         CLC   0(8,3),=CL8'&&DATATYP'
         BE    DOSETTYP
         MVC   FL(8),0(3)
         CLI   8(3),X'FF'
         BE    DOSETPUT
         LR    1,3
         CALL  EXNUM
         LTR   15,15
         BNZ   DOBAD
         LR    4,0
DOSETSUM LA    3,8(3)
         CLI   0(3),X'FF'
         BE    DOSETNUM
         MVC   FL+8(1),0(3)
         LA    3,8(3)
         LR    1,3
         CALL  EXNUM
         LTR   15,15
         BNZ   DOBAD
         CLI   FL+8,C'+'
         BE    DOSETADD
         CLI   FL+8,C'-'
         BNE   DOBAD
         LCR   0,0
DOSETADD AR    4,0
         B     DOSETSUM
DOSETNUM MVC   FL(16),=CL16' '
         LR    0,4
         LA    1,FL
         CALL  NUMLEFT
         B     DOSETPUT
DOSETLIT MVC   FL(8),8(3)
         B     DOSETPUT
DOSETTYP MVC   FL(8),=CL8'CHAR'
         LA    1,8(3)
         CALL  EXNUM
         LTR   15,15
         BNZ   DOSETPUT
         MVC   FL(8),=CL8'NUM'
         B     DOSETPUT
DOSETLEN SR    4,4
         LA    5,8(3)
         CLI   0(5),X'FF'
         BE    DOSETNUM
         LA    6,8
DOSETLNN CLI   0(5),C' '
         BE    DOSETNUM
         LA    4,1(4)
         LA    5,1(5)
         BCT   6,DOSETLNN
         B     DOSETNUM
DOSETCAT LA    4,FL
         LA    5,8
DOSETCTN LA    3,8(3)
         CLI   0(3),X'FF'
         BE    DOSETPUT
         LR    6,3
         LA    7,8
DOSETCTC CLI   0(6),C' '
         BE    DOSETCTN
         LTR   5,5
         BZ    DOSETPUT
         MVC   0(1,4),0(6)
         LA    4,1(4)
         BCTR  5,0
         LA    6,1(6)
         BCT   7,DOSETCTC
         B     DOSETCTN
DOSETSUB LA    1,16(3)             &SUBSTR WORD FROM [LENGTH]
         CALL  EXNUM
         LTR   15,15
         BNZ   DOBAD
         LR    4,0
         LA    5,8
         LA    1,24(3)
         CLI   0(1),X'FF'
         BE    DOSETSBG
         CALL  EXNUM
         LTR   15,15
         BNZ   DOBAD
         LR    5,0
DOSETSBG LTR   4,4
         BNP   DOBAD
         LTR   5,5
         BNP   DOSETPUT
         LA    6,FL
         LA    7,7(3,4)
DOSETSBN CH    4,=H'8'
         BH    DOSETPUT
         MVC   0(1,6),0(7)
         LA    6,1(6)
         LA    7,1(7)
         LA    4,1(4)
         BCT   5,DOSETSBN
DOSETPUT LA    1,EXTOK
         LA    2,FL
         CALL  EXSET
         B     DOEND
         LTORG
*        WHAT IS TOO FAR FROM THE FIRST BASE HAS THE SECOND
EXDO2    DS    0H
DOARGS   XC    EXNARGS,EXNARGS
         LA    3,EXTOK+8
         LA    4,EXARGS+8
         SR    5,5
DOARGSN  CLI   0(3),X'FF'
         BE    DOARGSE
         MVC   0(8,4),0(3)
         LA    3,8(3)
         LA    4,8(4)
         LA    5,1(5)
         B     DOARGSN
DOARGSE  ST    5,EXNARGS
         B     DOQUIT
DOBTYPE  MVI   EXBEG,1
         B     DOEND
DOBSTACK MVI   EXBEG,2
         B     DOEND
DOBPUNCH MVI   EXBEG,3
         B     DOEND
DOQUIT   B     DOEND
DOCTL    LA    3,EXTOK+8
DOCTLN   CLI   0(3),X'FF'
         BE    DOEND
         CLC   0(8,3),=CL8'OFF'
         BNE   *+8
         MVI   EXCTL,0
         CLC   0(8,3),=CL8'ERROR'
         BNE   *+8
         MVI   EXCTL,EXCTLERR
         CLC   0(8,3),=CL8'CMS'
         BNE   *+8
         MVI   EXCTL,EXCTLCMS+EXCTLERR
         CLC   0(8,3),=CL8'ALL'
         BNE   *+8
         MVI   EXCTL,EXCTLALL+EXCTLCMS+EXCTLERR
         LA    3,8(3)
         B     DOCTLN
DOTYPE   LA    1,EXTOK+8
         CALL  EXJOIN
         CALL  CONWRT
         B     DOEND
DOPUNCH  LA    1,EXTOK+8
         CALL  EXJOIN
         CALL  PUNCHREC
         B     DOEND
DOSTACK  LA    2,LINES
         LA    1,EXTOK+8
         CLC   0(8,1),=CL8'LIFO'
         BE    DOSTKTOP
         CLC   0(8,1),=CL8'FIFO'
         BNE   DOSTKBOT
         LA    1,8(1)
DOSTKBOT CALL  EXJOIN
         CALL  STACKBOT
         B     DOEND
DOSTKTOP LA    1,8(1)
         CALL  EXJOIN
         CALL  STACKTOP
         B     DOEND
*        THE REST OF THE LINE AS IT STANDS, VARIABLES AND ALL
DOERROR  L     4,EXRAWL
         LA    3,EXRAW
DOERRF   CLC   0(6,3),=C'&&ERROR'
         BE    DOERRG
         LA    3,1(3)
         BCT   4,DOERRF
         B     DOEND
DOERRG   LA    3,6(3)
         SH    4,=H'6'
         BNP   DOERRN
         MVC   EXERR,0(3)
DOERRN   ST    4,EXERRL
         B     DOEND
DOEXIT   SR    0,0
         LA    1,EXTOK+8
         CLI   0(1),X'FF'
         BE    DOEXITS
         CALL  EXNUM
DOEXITS  ST    0,EXEXIT
         MVI   EXDONE,1
         B     DOEND
DOREAD   LA    3,EXTOK+8
         LA    0,1
         CLI   0(3),X'FF'
         BE    DOREADN
         CLC   0(8,3),=CL8'ARGS'
         BE    DOREADA
         CLC   0(8,3),=CL8'VARS'
         BE    DOREADV
         LR    1,3
         CALL  GETNUM
         LTR   15,15
         BNZ   DOBAD
DOREADN  ST    0,EXREADN
         B     DOEND
DOREADA  BAL   9,DOREADL
         LA    3,EXOUT
         LA    4,EXARGS+8
         SR    5,5
DOREADAN CLI   0(3),X'FF'
         BE    DOARGSE
         CH    5,=H'30'
         BNL   DOARGSE
         MVC   0(8,4),0(3)
         LA    3,8(3)
         LA    4,8(4)
         LA    5,1(5)
         B     DOREADAN
*        THE VARIABLES' NAMES MUST BE READ FROM THE LINE ITSELF, FOR THEY ARE NOT TO BE REPLACED
DOREADV  MVI   UPPERSW,X'FF'
         LA    1,EXRAW
         L     0,EXRAWL
         LA    2,EXTOK
         CALL  TOKENS
         MVI   UPPERSW,0
         LA    3,EXTOK
DOREADVF CLC   0(8,3),=CL8'VARS'
         LA    3,8(3)
         BNE   DOREADVF
         BAL   9,DOREADL
         LA    4,EXOUT
DOREADVN CLI   0(3),X'FF'
         BE    DOEND
         LA    2,=CL8' '
         CLI   0(4),X'FF'
         BE    DOREADVS
         LR    2,4
         LA    4,8(4)
DOREADVS LR    1,3
         CALL  EXSET
         LA    3,8(3)
         B     DOREADVN
*        A LINE'S WORDS TO EXOUT
DOREADL  LA    1,EXRAW
         CALL  CONREAD
         LR    0,15
         LA    1,EXRAW
         LA    2,EXOUT
         CALL  TOKENS
         BR    9
         LTORG
DOSPACE  LA    4,1
         LA    1,EXTOK+8
         CLI   0(1),X'FF'
         BE    DOSPACEN
         CALL  GETNUM
         LTR   4,0
         BZ    DOEND
DOSPACEN LA    1,=C' '
         LA    0,1
         CALL  CONWRT
         BCT   4,DOSPACEN
         B     DOEND
DOSKIP   LA    0,1
         LA    1,EXTOK+8
         CLI   0(1),X'FF'
         BE    DOSKIPN
         CALL  EXNUM
DOSKIPN  A     0,EXNEXT
         B     DOJUMP
DOGOTO   LA    1,EXTOK+8
         CLC   0(8,1),=CL8'TOP'
         BE    DOTOP
         CLI   0(1),C'-'
         BE    DOLABEL
         CALL  EXNUM
         LTR   15,15
         BNZ   DONOLAB
         BCTR  0,0
DOJUMP   LTR   0,0
         BNM   DOJUMPS
DOTOP    SR    0,0
DOJUMPS  ST    0,EXNEXT
         B     DOEND
DOLABEL  CALL  EXLABEL
         LTR   15,15
         BNZ   DONOLAB
         ST    0,EXNEXT
         B     DOEND
DONOLAB  LA    2,EXTOK+8
         MSG   'DMSEXT072E ERROR IN EXEC: NO LABEL $T'
         MVC   EXEXIT,=F'802'
         MVI   EXDONE,1
         B     DOEND
DOIF     LA    1,EXTOK+8
         CALL  EXCOND
         CH    15,=H'24'
         BE    DOBAD
         LTR   15,15
         BNZ   DOEND
         LA    3,EXTOK+32          THE STATEMENT BEHIND IT
         LA    4,EXTOK
DOIFMOVE MVC   0(8,4),0(3)
         CLI   0(3),X'FF'
         BE    DOIFDO
         LA    3,8(3)
         LA    4,8(4)
         B     DOIFMOVE
DOIFDO   CALL  EXDO
         B     DOEND
*        &LOOP N M, &LOOP -LABEL M, OR A CONDITION FOR M
DOLOOP   L     5,EXLOOPN
         CH    5,=H'4'
         BNL   DOBAD
         LR    6,5
         SLL   6,4
         LA    6,EXLOOPS(6)
         MVC   0(4,6),EXNEXT
         LA    1,EXTOK+8
         CLI   0(1),C'-'
         BE    DOLOOPL
         CALL  GETNUM
         LTR   15,15
         BNZ   DOBAD
         A     0,EXLINE
         B     DOLOOPE
DOLOOPL  CALL  EXLABEL
         LTR   15,15
         BNZ   DONOLAB2
DOLOOPE  ST    0,4(6)
         MVC   12(4,6),EXLINE
         LA    1,EXTOK+16
         CLI   8(1),X'FF'
         BNE   DOLOOPC
         CALL  GETNUM
         LTR   15,15
         BNZ   DOBAD
         ST    0,8(6)
         LTR   0,0
         BNP   DOLOOPNO
DOLOOPIN LA    5,1(5)
         ST    5,EXLOOPN
         B     DOEND
DOLOOPC  MVC   8(4,6),=F'-1'
         CALL  EXCOND
         CH    15,=H'24'
         BE    DOBAD
         LTR   15,15
         BNZ   DOLOOPIN
DOLOOPNO L     0,4(6)              NOT EVEN ONCE
         AH    0,=H'1'
         ST    0,EXNEXT
         B     DOEND
DONOLAB2 LA    2,EXTOK+8
         MSG   'DMSEXT072E ERROR IN EXEC: NO LABEL $T'
         MVC   EXEXIT,=F'802'
         MVI   EXDONE,1
         B     DOEND
         DROP  10
         LTORG
*
*        THE LINE WHOSE LABEL IS THE WORD AT 1, FROM HERE ON, THEN FROM THE TOP: NUMBER IN 0.  R15: 4 WHERE THERE IS NONE
EXLABEL  ENTER
         LR    3,1
         L     4,EXCOUNT
         L     5,EXLINE
LABNEXT  LA    5,1(5)
         C     5,EXCOUNT
         BL    LABIN
         SR    5,5
LABIN    LR    6,5
         SLL   6,2
         A     6,EXTABLE
         L     6,0(6)
         LH    7,0(6)
         LTR   7,7
         BZ    LABSTEP
         CLI   2(6),C'-'
         BNE   LABSTEP
         MVC   FL(8),=CL8' '
         LA    8,FL
         LA    9,2(6)
         LA    10,8
LABCHAR  CLI   0(9),C' '
         BE    LABCOMP
         MVC   0(1,8),0(9)
         LA    8,1(8)
         LA    9,1(9)
         BCTR  7,0
         LTR   7,7
         BZ    LABCOMP
         BCT   10,LABCHAR
LABCOMP  CLC   FL(8),0(3)
         BE    LABFOUND
LABSTEP  BCT   4,LABNEXT
         EXIT  4
LABFOUND ST    5,FR0
         EXIT  0
*
*        THE WORDS AT 1 AS A LINE: ADDRESS IN 1, LENGTH IN 0
EXJOIN   ENTER
         LR    3,1
         LA    4,EXOUT
JOINNEXT CLI   0(3),X'FF'
         BE    JOINEND
         LA    5,8
JOINCHAR CLI   0(3),C' '
         BE    JOINSKIP
         MVC   0(1,4),0(3)
         LA    4,1(4)
JOINSKIP LA    3,1(3)
         BCT   5,JOINCHAR
         MVI   0(4),C' '
         LA    4,1(4)
         B     JOINNEXT
JOINEND  LA    1,EXOUT
         ST    1,FR1
         SR    4,1
         BZ    JOINNONE
         BCTR  4,0
JOINNONE ST    4,FR0
         EXIT
         LTORG
         END
