*
* EXEC PROCEDURES: FILES OF COMMANDS, WITH ARGUMENTS, VARIABLES AND CONTROL STATEMENTS.  WORDS HAVE 8 CHARACTERS.
*
EXECS    SYSTEM
         USING EXB,11
*
*        EXEC NAME ARGUMENTS ...
EXEC     ENTER
         LR    10,1
         C     13,=A(STACKEND-2400)
         BH    EXECDEEP
         CLI   8(10),X'FF'
         BE    EXECNO
         MVC   FL(8),8(10)
         MVC   FL+8(8),=CL8'EXEC'
         MVC   FL+16(2),=C'* '
         LA    0,EXSIZE
         CALL  GETT
         LTR   15,15
         BNZ   EXECNOS
         LR    11,1
         MVI   EXCTL,EXCTLCMS+EXCTLERR
*        ARGUMENTS
         LA    2,8(10)
         LA    3,EXARGS
         L     4,=F'-1'
EXECARG  CLI   0(2),X'FF'
         BE    EXECOPEN
         CH    4,=H'30'
         BNL   EXECOPEN
         MVC   0(8,3),0(2)
         LA    2,8(2)
         LA    3,8(3)
         LA    4,1(4)
         B     EXECARG
EXECOPEN ST    4,EXNARGS
         LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   EXECNF
         LR    9,1
         USING AFT,9
         L     6,FSTITEMS-FST+AFTFST
         ST    6,EXCOUNT
         LR    0,6
         SLL   0,2
         CALL  GETT
         LTR   15,15
         BNZ   EXECNOS
         ST    1,EXTABLE
         LR    7,1
         SR    0,0
         ICM   0,3,FSTBLKS-FST+AFTFST
         MH    0,=AL2(BLOCK)
         LR    2,6
         SLL   2,1
         AR    0,2                 THE LENGTHS, WHERE THE FILE HAS NONE
         AH    0,=H'300'
         CALL  GETT
         LTR   15,15
         BNZ   EXECNOS
         ST    1,EXTEXT
         LR    8,1
EXECREAD LR    1,9
         LA    2,2(8)
         LA    0,255
         CALL  FSREAD
         LTR   15,15
         BNZ   EXECRUN
         ST    8,0(7)
         LA    7,4(7)
         LR    3,0
EXECTRIM LTR   3,3                 TRAILING BLANKS DO NOT COUNT
         BZ    EXECTRMD
         LA    4,1(3,8)
         CLI   0(4),C' '
         BNE   EXECTRMD
         BCT   3,EXECTRIM
EXECTRMD STH   3,0(8)
         LA    8,3(3,8)
         N     8,=F'-2'
         B     EXECREAD
EXECRUN  LR    1,9
         CALL  FSCLOSE
         DROP  9
         MVC   EXPREV,EXECNOW
         ST    11,EXECNOW
EXECNEXT CLI   EXDONE,0
         BNE   EXECEND
         CALL  EXFETCH
         LTR   15,15
         BNZ   EXECEND
         CALL  EXSTMT
         CALL  EXLOOPED
         B     EXECNEXT
EXECEND  MVC   EXECNOW,EXPREV
         L     10,EXEXIT
EXECVARS L     1,EXVARS
         LTR   1,1
         BZ    EXECFREE
         MVC   EXVARS,0(1)
         CALL  FRET
         B     EXECVARS
EXECFREE L     1,EXTABLE
         CALL  FRET
         L     1,EXTEXT
         CALL  FRET
         LR    1,11
         CALL  FRET
         LR    15,10
         EXIT
EXECNF   LR    1,11
         CALL  FRET
         LA    2,FL
         MVI   FL+16,C' '
         ERR   28,'DMSEXC002E FILE ''$F'' NOT FOUND.'
EXECNO   ERR   24,'DMSEXC001E NO FILENAME SPECIFIED.'
EXECNOS  ERR   104,'DMSEXC109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
EXECDEEP ERR   104,'DMSEXC110S EXECS ARE NESTED TOO DEEPLY.'
         LTORG
*
*        THE NEXT STATEMENT TO EXRAW.  R15: 4 AT THE END
EXFETCH  ENTER
         MVI   EXRAW,C' '
         MVC   EXRAW+1(255),EXRAW
         L     2,EXREADN
         LTR   2,2
         BZ    FETCHFIL
         BCTR  2,0
         ST    2,EXREADN
         MVC   EXNEXT,EXLINE
         L     3,EXNEXT
         LA    3,1(3)
         ST    3,EXNEXT
         LA    1,EXRAW
         CALL  CONREAD
         ST    15,EXRAWL
         EXIT  0
FETCHFIL L     2,EXNEXT
         C     2,EXCOUNT
         BNL   FETCHEND
         ST    2,EXLINE
         LA    3,1(2)
         ST    3,EXNEXT
         LR    1,2
         CALL  EXGETL
         EXIT  0
FETCHEND EXIT  4
*        LINE 1 TO EXRAW
EXGETL   ENTER
         MVI   EXRAW,C' '
         MVC   EXRAW+1(255),EXRAW
         SLL   1,2
         A     1,EXTABLE
         L     2,0(1)
         LH    3,0(2)
         ST    3,EXRAWL
         LTR   3,3
         BZ    GETLEND
         BCTR  3,0
         EX    3,GETLMOVE
GETLEND  EXIT
GETLMOVE MVC   EXRAW(0),2(2)
*
*        BEHIND A STATEMENT: DOES A LOOP GO ON?
EXLOOPED ENTER
LOOPEDN  L     2,EXLOOPN
         LTR   2,2
         BZ    LOOPEDE
         BCTR  2,0
         SLL   2,4
         LA    3,EXLOOPS(2)
         L     4,EXNEXT
         C     4,0(3)
         BL    LOOPEDP             LEFT
         C     4,4(3)
         BNH   LOOPEDE             WITHIN
         L     5,4(3)
         LA    5,1(5)
         CR    4,5
         BNE   LOOPEDP             LEFT
         L     6,8(3)
         LTR   6,6
         BM    LOOPEDC
         BCTR  6,0
         ST    6,8(3)
         LTR   6,6
         BNP   LOOPEDP
LOOPEDA  MVC   EXNEXT,0(3)
         EXIT
LOOPEDC  L     1,12(3)             UNTIL A CONDITION HOLDS
         CALL  EXGETL
         CALL  EXWORDS
         LA    1,EXTOK+16
         CALL  EXCOND
         LTR   15,15
         BNZ   LOOPEDA
LOOPEDP  L     2,EXLOOPN
         BCTR  2,0
         ST    2,EXLOOPN
         B     LOOPEDN
LOOPEDE  EXIT
         LTORG
*
*        THE WORDS OF EXRAW TO EXTOK, VARIABLES REPLACED; EMPTY WORDS ARE LEFT OUT
EXWORDS  ENTER
         MVI   UPPERSW,X'FF'
         LA    1,EXRAW
         L     0,EXRAWL
         LA    2,EXTOK
         CALL  TOKENS
         MVI   UPPERSW,0
         LA    3,EXTOK
         LA    4,EXTOK
         CLI   EXTOK,C'-'          A LABEL COMES FIRST
         BNE   WORDASGN
         LA    3,8(3)
WORDASGN SR    5,5
         CLI   0(3),X'FF'
         BE    WORDEND
         CLC   8(8,3),=CL8'='
         BNE   WORDNEXT
         LA    5,1                 WHAT IS ASSIGNED TO KEEPS ITS FIRST &
WORDNEXT CLI   0(3),X'FF'
         BE    WORDEND
         CLC   0(8,3),=CL8'&&LITERAL'
         BE    WORDLIT
         LR    1,3
         LR    0,5
         CALL  EXSUB
         SR    5,5
         CLI   0(3),C' '
         BE    WORDSKIP
         MVC   0(8,4),0(3)
         LA    4,8(4)
WORDSKIP LA    3,8(3)
         B     WORDNEXT
WORDLIT  MVC   0(8,4),0(3)
         LA    4,8(4)
         LA    3,8(3)
         CLI   0(3),X'FF'
         BE    WORDEND
         MVC   0(8,4),0(3)
         LA    4,8(4)
         LA    3,8(3)
         B     WORDNEXT
WORDEND  MVC   0(8,4),=8X'FF'
         EXIT
*
*        REPLACES VARIABLES IN THE WORD AT 1, FROM THE RIGHT; THE FIRST 0 CHARACTERS STAY
EXSUB    ENTER
         LR    3,1
         LR    9,0
         CLC   0(8,3),=CL8'&&*'
         BE    SUBEND
         CLC   0(8,3),=CL8'&&$'
         BE    SUBEND
         LA    4,8                 PLACES TO LOOK AT
SUBNEXT  CR    4,9
         BNH   SUBEND
         LA    5,0(3,4)
         BCTR  5,0
         CLI   0(5),C'&&'
         BE    SUBHERE
SUBSTEP  BCT   4,SUBNEXT
         B     SUBEND
SUBHERE  MVC   FL(8),=CL8' '       THE NAME
         LR    6,3
         LA    6,7(6)
         SR    6,5
         EX    6,SUBNAME
         LA    1,FL
         CALL  EXVALUE
         LTR   15,15
         BNZ   SUBSTEP             NO VARIABLE: A CONTROL WORD, PERHAPS
         MVC   FL+8(8),0(1)
         EX    6,SUBPUT
         B     SUBSTEP
SUBNAME  MVC   FL(0),0(5)
SUBPUT   MVC   0(0,5),FL+8
SUBEND   EXIT
*
*        VALUE OF THE VARIABLE WHOSE NAME IS AT 1: ADDRESS OF ITS 8 CHARACTERS IN 1.  R15: 4 FOR A WORD OF EXEC'S OWN
EXVALUE  ENTER
         LR    3,1
         L     4,EXVARS
VALNEXT  LTR   4,4
         BZ    VALOWN
         CLC   4(8,4),0(3)
         BE    VALVAR
         L     4,0(4)
         B     VALNEXT
VALVAR   LA    4,12(4)
VALGIVE  ST    4,FR1
         EXIT  0
VALOWN   MVC   EXOUT+300(8),=CL8' '
         LA    4,EXOUT+300
         MVC   FL(8),1(3)
         MVI   FL+7,C' '
         LA    1,FL
         CALL  GETNUM
         LTR   15,15
         BZ    VALARG
         CLC   0(8,3),=CL8'&&N'
         BE    VALN
         CLC   0(8,3),=CL8'&&INDEX'
         BE    VALN
         L     0,EXRC
         CLC   0(8,3),=CL8'&&RETCODE'
         BE    VALNUM
         CLC   0(8,3),=CL8'&&LINENUM'
         BE    VALLINE
         CLC   0(8,3),=CL8'&&EXEC'
         BE    VALNAME
         CLC   0(8,3),=CL8'&&READFLG'
         BE    VALREAD
         LA    5,EXWORD
VALWORD  CLI   0(5),X'FF'
         BE    VALGIVE             UNKNOWN: EMPTY
         CLC   0(8,3),0(5)
         BE    VALNONE
         LA    5,8(5)
         B     VALWORD
VALNONE  EXIT  4
VALARG   CH    0,=H'30'
         BH    VALGIVE
         C     0,EXNARGS
         BH    VALGIVE
         LR    4,0
         SLL   4,3
         LA    4,EXARGS(4)
         B     VALGIVE
VALNAME  LA    4,EXARGS
         B     VALGIVE
VALREAD  MVC   0(8,4),=CL8'CONSOLE'
         ICM   0,15,LINES
         BZ    VALGIVE
         MVC   0(8,4),=CL8'STACK'
         B     VALGIVE
VALLINE  L     0,EXLINE
         AH    0,=H'1'
         B     VALNUM
VALN     L     0,EXNARGS
VALNUM   LR    1,4
         CALL  NUMLEFT
         B     VALGIVE
EXWORD   DC    CL8'&&ARGS',CL8'&&BEGPUNC',CL8'&&BEGSTAC'
         DC    CL8'&&BEGTYPE',CL8'&&CONTINU',CL8'&&CONTROL'
         DC    CL8'&&EMSG',CL8'&&END',CL8'&&ERROR',CL8'&&EXIT'
         DC    CL8'&&GOTO',CL8'&&IF',CL8'&&LOOP',CL8'&&PUNCH'
         DC    CL8'&&READ',CL8'&&SKIP',CL8'&&SPACE',CL8'&&STACK'
         DC    CL8'&&TYPE',CL8'&&CONCAT',CL8'&&DATATYP'
         DC    CL8'&&LENGTH',CL8'&&LITERAL',CL8'&&SUBSTR',CL8'&&'
         DC    X'FF'
         LTORG
*
*        GIVES THE VARIABLE NAMED AT 1 THE VALUE AT 2
EXSET    ENTER
         LR    3,1
         MVC   FL(8),1(3)          AN ARGUMENT?
         MVI   FL+7,C' '
         LA    1,FL
         CALL  GETNUM
         LTR   15,15
         BNZ   SETVAR
         CH    0,=H'30'
         BH    SETVAR
         LR    4,0
         SLL   4,3
         LA    4,EXARGS(4)
         MVC   0(8,4),0(2)
         C     0,EXNARGS
         BNH   SETEND
         ST    0,EXNARGS
         B     SETEND
SETVAR   L     4,EXVARS
SETNEXT  LTR   4,4
         BZ    SETNEW
         CLC   4(8,4),0(3)
         BE    SETHERE
         L     4,0(4)
         B     SETNEXT
SETNEW   LA    0,20
         CALL  GETT
         LTR   15,15
         BNZ   SETEND
         LR    4,1
         MVC   4(8,4),0(3)
         MVC   0(4,4),EXVARS
         ST    4,EXVARS
SETHERE  MVC   12(8,4),0(2)
SETEND   EXIT
*
*        THE WORD AT 1 AS A NUMBER WITH SIGN, IN 0.  R15: 24 WHERE IT IS NONE
EXNUM    ENTER
         SR    3,3
         CLI   0(1),C'-'
         BNE   EXNUMP
         LA    3,1
         MVC   FL(7),1(1)
         MVI   FL+7,C' '
         LA    1,FL
EXNUMP   CALL  GETNUM
         LTR   3,3
         BZ    EXNUME
         LCR   0,0
EXNUME   ST    0,FR0
         EXIT
*
*        THE CONDITION OF THE THREE WORDS AT 1.  R15: 0 IF IT HOLDS, 1 IF NOT, 24 IF IT IS NONE
EXCOND   ENTER
         LR    3,1
         LA    4,8(3)
         LA    5,CONDOPS
CONDNEXT CLI   0(5),X'FF'
         BE    CONDBAD
         CLC   0(8,4),0(5)
         BE    CONDOP
         LA    5,9(5)
         B     CONDNEXT
CONDBAD  EXIT  24
CONDOP   SR    7,7
         IC    7,8(5)              CONDITION CODES FOR WHICH IT HOLDS
         CLI   16(3),X'FF'
         BE    CONDBAD
         CLC   0(8,3),=CL8'&&*'
         BE    CONDARGS
         CLC   0(8,3),=CL8'&&$'
         BE    CONDARGS
         BAL   9,CONDCOMP
         BNZ   CONDNO
         EXIT  0
CONDNO   EXIT  1
*        ANY OF THE ARGUMENTS, OR ALL
CONDARGS L     6,EXNARGS
         LA    8,EXARGS+8
         MVC   FL+24(8),16(3)
         MVC   FL+16(8),8(3)
         MVC   FL+32(1),1(3)
         LA    3,FL+8
CONDARGN LTR   6,6
         BNP   CONDARGE
         MVC   FL+8(8),0(8)
         BAL   9,CONDCOMP
         BNZ   CONDARGF
         CLI   FL+32,C'$'
         BE    CONDYES
         B     CONDARGM
CONDARGF CLI   FL+32,C'*'
         BE    CONDNO
CONDARGM LA   8,8(8)
         BCT   6,CONDARGN
CONDARGE CLI   FL+32,C'$'
         BE    CONDNO
CONDYES  EXIT  0
*        COMPARES THE FIRST AND THIRD WORD AT 3; CONDITION CODE 0: AS 7 SAYS
CONDCOMP LR    1,3
         CALL  EXNUM
         LTR   15,15
         BNZ   CONDTEXT
         LR    2,0
         LA    1,16(3)
         CALL  EXNUM
         LTR   15,15
         BNZ   CONDTEXT
         CR    2,0
         B     CONDCC
CONDTEXT CLC   0(8,3),16(3)
CONDCC   EX    7,CONDBC
         LTR   13,13               IT DOES NOT
         BR    9
CONDBC   BC    0,CONDIS
CONDIS   CR    9,9
         BR    9
CONDOPS  DC    CL8'EQ',X'80',CL8'=',X'80',CL8'NE',X'70'
         DC    CL8'^=',X'70',CL8'LT',X'40',CL8'<',X'40'
         DC    CL8'LE',X'C0',CL8'<=',X'C0',CL8'GT',X'20',CL8'>',X'20'
         DC    CL8'GE',X'A0',CL8'>=',X'A0',X'FF'
         LTORG
         END
