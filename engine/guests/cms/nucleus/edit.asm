*
* EDIT: A LINE EDITOR.  THE FILE IS A RING OF LINES IN STORAGE.
*
EDITOR   SYSTEM
         USING EDB,11
*
*        EDIT FN FT [FM] [(LRECL N]
EDIT     ENTER
         LR    10,1
         MVC   FL(18),EDFIDA
         LA    1,8(10)
         LA    2,FL
         CALL  GETFID
         CH    15,=H'2'
         BL    EDITNO
         LR    10,0
         LA    0,EDSIZE
         CALL  GETT
         LTR   15,15
         BNZ   EDITNOS
         LR    11,1
         ST    11,EDITNOW
         MVC   EDFID,FL
         ST    11,EDNEXT
         ST    11,EDBEFORE
         ST    11,EDCUR
         MVI   EDRECFM,C'V'
         LR    1,10
         LA    2,=CL8'LRECL'
         CALL  OPTION
         LTR   15,15
         BNZ   EDITLOAD
         CALL  GETNUM
         LTR   15,15
         BNZ   EDITLOAD
         ST    0,EDLRECL
         MVI   EDRECFM,C'F'
EDITLOAD LA    1,EDFID
         SR    2,2
         L     0,=X'7FFFFFFF'
         MVI   FL+24,1
         CALL  EDGET
         LTR   15,15
         BZ    EDITOLD
         MSG   'NEW FILE:'
EDITOLD  ST    11,EDCUR
         MVI   EDEOF,0
         MVI   EDCHANGE,0
         MSG   'EDIT:'
EDITNEXT LA    1,EDBUF
         CALL  CONREAD
         LTR   15,15
         BZ    EDITNULL
         ST    15,EDLEN
         CALL  EDDO
         CLI   EDDONE,0
         BE    EDITNEXT
         B     EDITEND
EDITNULL MSG   'EDIT:'
         B     EDITNEXT
EDITEND  L     2,EDNEXT
EDITFREE CR    2,11
         BE    EDITFRED
         LR    1,2
         L     2,0(2)
         CALL  FRET
         B     EDITFREE
EDITFRED LR    1,11
         CALL  FRET
         XC    EDITNOW,EDITNOW
         EXIT  0
EDITNO   ERR   24,'DMSEDI054E INCOMPLETE FILEID SPECIFIED.'
EDITNOS  ERR   104,'DMSEDI109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
EDFIDA   DC    CL8' ',CL8' ',CL2'A1'
         LTORG
*
*        INSERTS THE 0 BYTES AT 1 BEHIND THE CURRENT LINE, AND MAKES THEM CURRENT.  R15: 104 WHERE THERE IS NO STORAGE
EDINSERT ENTER
         LR    3,1
         LR    4,0
EDINTRIM LTR   4,4                 TRAILING BLANKS DO NOT COUNT
         BZ    EDINGET
         LA    5,0(3,4)
         BCTR  5,0
         CLI   0(5),C' '
         BNE   EDINGET
         BCT   4,EDINTRIM
EDINGET  LA    0,13(4)
         CALL  GETT
         LTR   15,15
         BNZ   EDINEND
         L     5,EDCUR             BEHIND THIS ONE
         CLI   EDEOF,0
         BE    EDINPUT
         L     5,EDBEFORE
EDINPUT  L     6,0(5)
         ST    6,0(1)
         ST    5,4(1)
         ST    1,0(5)
         ST    1,4(6)
         ST    4,8(1)
         ST    1,EDCUR
         MVI   EDEOF,0
         MVI   EDCHANGE,1
         LTR   4,4
         BZ    EDINOK
         BCTR  4,0
         EX    4,EDINMOVE
EDINOK   SR    15,15
EDINEND  EXIT
EDINMOVE MVC   12(0,1),0(3)
*
*        REMOVES THE CURRENT LINE; THE NEXT IS CURRENT.  R15: 4 WHERE THERE IS NONE
EDREMOVE ENTER
         L     1,EDCUR
         CR    1,11
         BE    EDREMNO
         LM    2,3,0(1)
         ST    2,0(3)
         ST    3,4(2)
         ST    2,EDCUR
         CR    2,11
         BNE   EDREMF
         MVI   EDEOF,1
EDREMF   MVI   EDCHANGE,1
         CALL  FRET
         EXIT  0
EDREMNO  EXIT  4
*
*        GETS RECORDS OF THE FILE AT 1 BEHIND THE CURRENT LINE, AT MOST 0 OF THEM, THE FIRST 2 LEFT OUT.  R15: 28 WHERE THERE IS NO FILE
EDGET    ENTER
         LR    6,0
         LR    7,2
         CALL  FSOPENR
         LTR   15,15
         BNZ   EDGETEND
         LR    9,1
         USING AFT,9
         L     2,EDNEXT
         CR    2,11
         BNE   EDGETN              NOT THE FIRST: FORMAT STAYS
         CLI   EDRECFM,C'F'
         BE    EDGETN
         MVC   EDRECFM,FSTRECFM-FST+AFTFST
         CLI   EDRECFM,C'F'
         BNE   EDGETN
         MVC   EDLRECL,FSTLRECL-FST+AFTFST
EDGETN   LR    1,9
         LA    2,EDWORK
         LA    0,255
         CALL  FSREAD
         LTR   15,15
         BNZ   EDGETC
         LTR   7,7
         BZ    EDGETPUT
         BCTR  7,0
         B     EDGETN
EDGETPUT LTR   6,6
         BNP   EDGETC
         BCTR  6,0
         LA    1,EDWORK
         CALL  EDINSERT
         LTR   15,15
         BZ    EDGETN
EDGETC   LR    1,9
         CALL  FSCLOSE
         SR    15,15
EDGETEND EXIT
         DROP  9
         LTORG
*
*        MOVES 0 LINES DOWN, UP WHERE IT IS NEGATIVE
EDMOVE   ENTER
         LTR   3,0
         BM    EDUP
EDDOWNN  LTR   3,3
         BZ    EDMOVED
         CLI   EDEOF,0
         BNE   EDMOVED
         L     2,EDCUR
         L     2,0(2)
         ST    2,EDCUR
         CR    2,11
         BNE   *+8
         MVI   EDEOF,1
         BCT   3,EDDOWNN
         B     EDMOVED
EDUP     LPR   3,3
EDUPN    L     2,EDCUR
         CLI   EDEOF,0
         BNE   EDUPGO
         CR    2,11
         BE    EDMOVED
EDUPGO   L     2,4(2)
         ST    2,EDCUR
         MVI   EDEOF,0
         BCT   3,EDUPN
EDMOVED  EXIT
*        TYPES THE CURRENT LINE
EDSHOW   ENTER
         L     2,EDCUR
         CR    2,11
         BE    EDSHOWNO
         L     0,8(2)
         CH    0,=H'130'
         BNH   EDSHOWGO
         LA    0,130
EDSHOWGO LA    1,12(2)
         CALL  CONWRT
         EXIT
EDSHOWNO CLI   EDEOF,0
         BNE   EDSHOWEF
         MSG   'TOF:'
         EXIT
EDSHOWEF MSG   'EOF:'
         EXIT
*        UPPER CASE, UNLESS CASE M: 0 BYTES AT 1
EDUPPER  ENTER
         CLI   EDMIXED,0
         BNE   EDUPEND
         LTR   2,0
         BZ    EDUPEND
EDUPCHR  CLI   0(1),X'81'
         BL    EDUPSTEP
         CLI   0(1),X'A9'
         BH    EDUPSTEP
         OI    0(1),X'40'
EDUPSTEP LA    1,1(1)
         BCT   2,EDUPCHR
EDUPEND  EXIT
         LTORG
*
*        EXECUTES THE SUBCOMMAND IN EDBUF
EDDO     ENTER
         L     10,=A(EDDO2)
         USING EDDO2,10
         MVC   FL(8),=CL8' '
         LA    2,EDBUF
         L     3,EDLEN
         LA    4,FL
         LA    5,8
EDWORD   CLI   0(2),C'A'-X'40'     LETTERS
         BL    EDWORDE
         CLI   0(2),C'0'
         BNL   EDWORDE
         LTR   5,5
         BZ    EDBAD
         MVC   0(1,4),0(2)
         OI    0(4),X'40'
         LA    4,1(4)
         BCTR  5,0
         LA    2,1(2)
         BCT   3,EDWORD
EDWORDE  LA    5,FL
         LR    9,4
         SR    9,5                 LETTERS
         BZ    EDNUMB
         ST    2,EDARG
         ST    3,EDARGL
         BCTR  9,0
         LA    5,EDTABLE
EDFIND   CLI   0(5),X'FF'
         BE    EDBAD
         EX    9,EDCOMP
         BNE   EDFINDN
         SR    6,6
         IC    6,8(5)
         LA    7,1(9)
         CR    7,6
         BNL   EDFOUND
EDFINDN  LA    5,12(5)
         B     EDFIND
EDCOMP   CLC   FL(0),0(5)
EDFOUND  L     5,8(5)
         LA    5,0(5)
*        ONE BLANK DIVIDES
         L     3,EDARGL
         LTR   3,3
         BZ    EDGO
         L     2,EDARG
         CLI   0(2),C' '
         BNE   EDGO
         LA    2,1(2)
         ST    2,EDARG
         BCTR  3,0
         ST    3,EDARGL
EDGO     ST    5,FL+8
         L     1,EDARG
         L     0,EDARGL
         LA    2,EDTOK
         CALL  TOKENS
         LA    4,1                 A NUMBER, WHERE THE FIRST WORD IS ONE
         LA    1,EDTOK
         L     0,=X'7FFFFFFF'
         CLI   0(1),C'*'
         BE    EDGONUM
         CALL  GETNUM
         LTR   15,15
         BNZ   EDGOIT
EDGONUM  LR    4,0
EDGOIT   L     5,FL+8
         BR    5
EDNUMB   LA    1,EDBUF             A NUMBER: THAT LINE
         L     0,EDLEN
         LA    2,EDTOK
         CALL  TOKENS
         LA    1,EDTOK
         CALL  GETNUM
         LTR   15,15
         BNZ   EDBAD
         ST    11,EDCUR
         MVI   EDEOF,0
         CALL  EDMOVE
         B     EDVERIFY
EDBAD    LA    1,EDBUF
         MVC   EDWORK(8),=C'?EDIT:  '
         MVC   EDWORK+7(120),EDBUF
         LA    1,EDWORK
         LA    0,127
         CALL  CONWRT
EDQUITX  EXIT
EDVERIFY CLI   EDQUIET,0
         BNE   EDQUITX
         CALL  EDSHOW
         EXIT
EDTABLE  DS    0F
         DC    CL8'BOTTOM',AL1(2),AL3(EDBOT)
         DC    CL8'CHANGE',AL1(1),AL3(EDCHG)
         DC    CL8'CASE',AL1(4),AL3(EDCASE)
         DC    CL8'DELETE',AL1(3),AL3(EDDEL)
         DC    CL8'DOWN',AL1(2),AL3(EDDOWN)
         DC    CL8'FIND',AL1(1),AL3(EDFINDC)
         DC    CL8'FILE',AL1(4),AL3(EDFILE)
         DC    CL8'GETFILE',AL1(1),AL3(EDGETF)
         DC    CL8'INPUT',AL1(1),AL3(EDINP)
         DC    CL8'LOCATE',AL1(1),AL3(EDLOC)
         DC    CL8'LRECL',AL1(3),AL3(EDLREC)
         DC    CL8'NEXT',AL1(1),AL3(EDDOWN)
         DC    CL8'QUIT',AL1(4),AL3(EDQUIT)
         DC    CL8'RECFM',AL1(3),AL3(EDRECF)
         DC    CL8'REPLACE',AL1(1),AL3(EDREPL)
         DC    CL8'SAVE',AL1(2),AL3(EDSAVE)
         DC    CL8'TOP',AL1(3),AL3(EDTOP)
         DC    CL8'TYPE',AL1(1),AL3(EDTYPE)
         DC    CL8'UP',AL1(1),AL3(EDUPC)
         DC    CL8'VERIFY',AL1(1),AL3(EDVER)
         DC    X'FF'
         LTORG
EDDO2    DS    0H
EDBOT    ST    11,EDCUR
         MVI   EDEOF,1
         L     0,=F'-1'
         CALL  EDMOVE
         B     EDVERIFY
EDTOP    ST    11,EDCUR
         MVI   EDEOF,0
         B     EDVERIFY
EDDOWN   LR    0,4
         CALL  EDMOVE
         B     EDVERIFY
EDUPC    LCR   0,4
         CALL  EDMOVE
         B     EDVERIFY
EDTYPE   CALL  EDSHOW
         BCT   4,EDTYPEN
         B     EDQUITX
EDTYPEN  CLI   EDEOF,0
         BNE   EDQUITX
         LA    0,1
         CALL  EDMOVE
         B     EDTYPE
EDDEL    CALL  EDREMOVE
         LTR   15,15
         BNZ   EDVERIFY
         BCT   4,EDDEL
         CLI   EDEOF,0
         BNE   EDVERIFY
         B     EDQUITX
EDINP    L     0,EDARGL
         LTR   0,0
         BZ    EDINMODE
         L     1,EDARG
         CALL  EDUPPER
         CALL  EDINSERT
         B     EDQUITX
EDINMODE MSG   'INPUT:'
EDINNEXT LA    1,EDBUF
         CALL  CONREAD
         LTR   0,15
         BZ    EDINOUT
         LA    1,EDBUF
         CALL  EDUPPER
         CALL  EDINSERT
         LTR   15,15
         BZ    EDINNEXT
         MSG   'AVAILABLE STORAGE IS NOW FULL'
EDINOUT  MSG   'EDIT:'
         B     EDQUITX
EDREPL   L     1,EDCUR
         CR    1,11
         BE    EDVERIFY
         L     0,EDARGL
         LTR   0,0
         BZ    EDREPIN
         L     1,EDARG
         CALL  EDUPPER
         L     5,EDCUR
         CALL  EDINSERT
         L     6,EDCUR
EDREPDEL ST    5,EDCUR
         CALL  EDREMOVE
         ST    6,EDCUR
         MVI   EDEOF,0
         B     EDQUITX
EDREPIN  CALL  EDREMOVE
         L     0,=F'-1'
         CALL  EDMOVE
         B     EDINMODE
EDCASE   MVI   EDMIXED,0
         CLI   EDTOK,C'M'
         BNE   EDQUITX
         MVI   EDMIXED,1
         B     EDQUITX
EDVER    MVI   EDQUIET,0
         CLC   EDTOK(8),=CL8'OFF'
         BNE   EDQUITX
         MVI   EDQUIET,1
         B     EDQUITX
EDRECF   CLI   EDTOK,C'F'
         BE    EDRECFS
         CLI   EDTOK,C'V'
         BNE   EDBAD
EDRECFS  MVC   EDRECFM,EDTOK
         B     EDQUITX
EDLREC   ST    4,EDLRECL
         B     EDQUITX
EDQUIT   CLI   EDCHANGE,0
         BE    EDQUITOK
         MVI   EDCHANGE,0
         MSG   'FILE CHANGED: QUIT AGAIN TO LEAVE, OR FILE'
         B     EDQUITX
EDQUITOK MVI   EDDONE,1
         B     EDQUITX
         LTORG
*        LOCATE /TEXT/: FROM THE NEXT LINE ON; FIND TEXT: AT THE LINE'S BEGINNING, BLANKS MATCH ANYTHING
EDLOC    L     6,EDARG
         L     7,EDARGL
         LTR   7,7
         BZ    EDBAD
         MVC   FL+16(1),0(6)
         LA    6,1(6)
         BCTR  7,0
         BAL   9,EDDELIM
         L     1,EDARG
         LA    1,1(1)
         LR    0,5
         CALL  EDUPPER
         LR    6,1
         LTR   5,5
         BZ    EDBAD
EDLOCN   LA    0,1
         CALL  EDMOVE
         CLI   EDEOF,0
         BNE   EDNOT
         L     1,EDCUR
         LA    2,12(1)
         L     3,8(1)
         BAL   9,EDSEARCH
         LTR   15,15
         BNZ   EDLOCN
         B     EDVERIFY
EDNOT    MSG   'NOT FOUND'
         B     EDVERIFY
*        TEXT AT 6 UP TO THE DELIMITER OR THE END: LENGTH IN 5; 6 AND 7 GO BEHIND THE DELIMITER
EDDELIM  SR    5,5
EDDELIMN LTR   7,7
         BZR   9
         CLC   0(1,6),FL+16
         LA    6,1(6)
         BCTR  7,0
         BER   9
         LA    5,1(5)
         B     EDDELIMN
*        LOOKS FOR THE 5 BYTES AT 6 IN THE 3 BYTES AT 2: 2 AND 3 GO THERE.  R15: 0 WHERE IT IS
EDSEARCH LR    1,5
         BCTR  1,0
EDSEARN  CR    3,5
         BL    EDSEARNO
         EX    1,EDSEARC
         BE    EDSEARY
         LA    2,1(2)
         BCTR  3,0
         B     EDSEARN
EDSEARC  CLC   0(0,2),0(6)
EDSEARY  SR    15,15
         BR    9
EDSEARNO LA    15,4
         BR    9
EDFINDC  L     1,EDARG
         L     0,EDARGL
         CALL  EDUPPER
         LTR   7,0
         BZ    EDBAD
EDFNEXT  LA    0,1
         CALL  EDMOVE
         CLI   EDEOF,0
         BNE   EDNOT
         L     2,EDCUR
         L     3,8(2)
         LA    2,12(2)
         L     6,EDARG
         LR    5,7
EDFCHAR  CLI   0(6),C' '
         BE    EDFSTEP
         LTR   3,3
         BNP   EDFNEXT
         CLC   0(1,2),0(6)
         BNE   EDFNEXT
EDFSTEP  LA    2,1(2)
         LA    6,1(6)
         BCTR  3,0
         BCT   5,EDFCHAR
         B     EDVERIFY
*        CHANGE /OLD/NEW/ [N OR * [G OR *]]: IN N LINES FROM THE CURRENT ONE, ONCE OR (G) EVERYWHERE
EDCHG    L     6,EDARG
         L     7,EDARGL
         LTR   7,7
         BZ    EDBAD
         MVC   FL+16(1),0(6)
         LA    6,1(6)
         BCTR  7,0
         L     0,EDARGL
         L     1,EDARG
         CALL  EDUPPER
         ST    6,FL+20             OLD
         BAL   9,EDDELIM
         ST    5,FL+24
         ST    6,FL+28             NEW
         BAL   9,EDDELIM
         ST    5,FL+32
         LR    1,6
         LR    0,7
         LA    2,EDTOK
         CALL  TOKENS
         MVI   FL+17,0
         LA    4,1
         LA    1,EDTOK
         CLI   0(1),X'FF'
         BE    EDCHGO
         L     0,=X'7FFFFFFF'
         CLI   0(1),C'*'
         BE    EDCHGN
         CALL  GETNUM
         LTR   15,15
         BNZ   EDBAD
EDCHGN   LR    4,0
         CLI   EDTOK+8,X'FF'
         BE    EDCHGO
         MVI   FL+17,1
EDCHGO   MVI   FL+18,0             FOUND
         L     1,EDCUR
         CR    1,11
         BNE   EDCHLINE
         CLI   EDEOF,0
         BNE   EDNOT
         LA    0,1
         CALL  EDMOVE
EDCHLINE CLI   EDEOF,0
         BNE   EDCHEND
         L     1,EDCUR
         LA    2,12(1)
         L     3,8(1)
         LA    8,EDWORK
         MVI   FL+19,0
EDCHNEXT L     6,FL+20
         L     5,FL+24
         LR    7,2                 WHERE IT GOES ON
         LTR   5,5
         BZ    EDCHHERE            NOTHING: AT THE BEGINNING
         BAL   9,EDSEARCH
         LTR   15,15
         BNZ   EDCHREST
EDCHHERE MVI   FL+19,1
         LR    6,2                 WHAT STANDS BEFORE
         SR    6,7
         BAL   9,EDCHCOPY
         LR    0,2
         L     7,FL+28
         L     6,FL+32
         BAL   9,EDCHCOPY
         LR    2,0
         A     2,FL+24
         S     3,FL+24
         LR    7,2
         L     5,FL+24
         LTR   5,5
         BZ    EDCHTAIL
         CLI   FL+17,0
         BNE   EDCHNEXT
EDCHTAIL LR    6,3
         BAL   9,EDCHCOPY
         B     EDCHDONE
EDCHREST L     1,EDCUR             NOT THERE ANY MORE: THE REST OF THE LINE
         LA    6,12(1)
         A     6,8(1)
         SR    6,7
         BAL   9,EDCHCOPY
EDCHDONE CLI   FL+19,0
         BE    EDCHSTEP
         MVI   FL+18,1
         L     5,EDCUR
         LA    1,EDWORK
         LR    0,8
         SR    0,1
         CALL  EDINSERT
         L     6,EDCUR
         ST    5,EDCUR
         CALL  EDREMOVE
         ST    6,EDCUR
         MVI   EDEOF,0
         CLI   EDQUIET,0
         BNE   EDCHSTEP
         CALL  EDSHOW
EDCHSTEP BCT   4,EDCHMORE
         B     EDCHEND
EDCHMORE LA    0,1
         CALL  EDMOVE
         B     EDCHLINE
EDCHEND  CLI   FL+18,0
         BE    EDCHNOT
         B     EDQUITX
EDCHNOT  MSG   'NOT FOUND'
         B     EDQUITX
*        6 BYTES AT 7 TO 8, AS FAR AS A LINE REACHES
EDCHCOPY LTR   6,6
         BNPR  9
         LA    1,EDWORK+255
         CR    8,1
         BNLR  9
         MVC   0(1,8),0(7)
         LA    8,1(8)
         LA    7,1(7)
         BCT   6,EDCHCOPY
         BR    9
         LTORG
*        GETFILE FN FT [FM [FIRST [COUNT]]]
EDGETF   MVC   FL+16(18),EDFID
         MVC   FL+32(2),=C'* '
         LA    1,EDTOK
         LA    2,FL+16
         CALL  GETFID
         LTR   15,15
         BZ    EDBAD
         LR    5,0
         SR    2,2
         L     4,=X'7FFFFFFF'
         CLI   0(5),X'FF'
         BE    EDGETIT
         LR    1,5
         CALL  GETNUM
         LTR   15,15
         BNZ   EDBAD
         LR    2,0
         BCTR  2,0
         LA    1,8(5)
         CLI   0(1),X'FF'
         BE    EDGETIT
         CALL  GETNUM
         LTR   15,15
         BNZ   EDBAD
         LR    4,0
EDGETIT  LR    0,4
         LA    1,FL+16
         CALL  EDGET
         LTR   15,15
         BZ    EDVERIFY
         LA    2,FL+16
         MSG   'FILE ''$F'' NOT FOUND'
         B     EDQUITX
*        FILE, SAVE [FN FT FM]
EDFILE   MVI   FL+40,1
         B     EDWRITE
EDSAVE   MVI   FL+40,0
EDWRITE  MVC   FL+16(18),EDFID
         LA    1,EDTOK
         LA    2,FL+16
         CALL  GETFID
         CLI   FL+32,C'*'
         BNE   *+10
         MVC   FL+32(2),=C'A1'
         SR    2,2
         SR    0,0
         IC    0,EDRECFM
         CLI   EDRECFM,C'F'
         BNE   EDWROPEN
         L     2,EDLRECL
         LTR   2,2
         BNZ   EDWROPEN
         LA    2,80
EDWROPEN LA    1,FL+16
         CALL  FSOPENW
         LTR   15,15
         BNZ   EDWRRO
         LR    5,1
         L     3,EDNEXT
EDWRNEXT CR    3,11
         BE    EDWRCLOS
         LA    2,12(3)
         L     0,8(3)
         LTR   0,0
         BNZ   EDWRPUT
         LA    2,=C' '             NO RECORD IS EMPTY
         LA    0,1
EDWRPUT  LR    1,5
         CALL  FSWRITE
         LTR   15,15
         BNZ   EDWRFULL
         L     3,0(3)
         B     EDWRNEXT
EDWRCLOS LR    1,5
         CALL  FSCLOSE
         LTR   15,15
         BNZ   EDWRFUL2
         MVI   EDCHANGE,0
         MVC   EDDONE,FL+40
         CLI   EDDONE,0
         BNE   EDQUITX
         MSG   'EDIT:'
         B     EDQUITX
EDWRFULL LR    1,5
         CALL  FSFORGET
EDWRFUL2 MSG   'DISK IS FULL OR HAS AN ERROR: FILE NOT WRITTEN'
         B     EDQUITX
EDWRRO   LA    2,FL+16
         CH    15,=H'20'
         BE    EDWRNAME
         LA    2,FL+32
         MSG   'DISK ''$M'' IS READ/ONLY OR NOT ACCESSED'
         B     EDQUITX
EDWRNAME MSG   'INVALID CHARACTER IN FILEID ''$F'''
         B     EDQUITX
         DROP  10
         LTORG
         END
