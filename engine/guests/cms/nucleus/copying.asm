*
* TYPE AND COPYFILE.
*
COPYING  SYSTEM
*
*        TYPE FN FT [FM] [FIRST [LAST]]
TYPE     ENTER
         LR    11,1
         MVC   FL+8(18),TYPEFID
         LA    1,8(11)
         LA    2,FL+8
         CALL  GETFID
         CH    15,=H'2'
         BL    TYPENO
         LR    11,0
         LA    6,1
         L     7,=X'7FFFFFFF'
         LR    1,11
         CLI   0(1),X'FF'
         BE    TYPEOPEN
         CLI   0(1),C'('
         BE    TYPEOPEN
         BAL   9,TYPENUM
         LR    6,0
         LA    1,8(1)
         CLI   0(1),X'FF'
         BE    TYPEOPEN
         CLI   0(1),C'('
         BE    TYPEOPEN
         CLI   0(1),C'*'
         BE    TYPEOPEN
         BAL   9,TYPENUM
         LR    7,0
TYPEOPEN LA    1,FL+8
         CALL  FSOPENR
         LTR   15,15
         BZ    TYPEREAD
         C     15,=F'28'
         BE    TYPENF
         B     TYPEERR
TYPEREAD LR    10,1
         USING AFT,10
         L     0,FSTLRECL-FST+AFTFST
         AH    0,=H'8'
         CALL  GETT
         LTR   15,15
         BNZ   TYPESTOR
         LR    8,1
         SR    5,5
TYPENEXT LR    1,10
         LR    2,8
         L     0,FSTLRECL-FST+AFTFST
         CALL  FSREAD
         LTR   15,15
         BNZ   TYPEEND
         LA    5,1(5)
         CR    5,6
         BL    TYPENEXT
         CR    5,7
         BH    TYPEDONE
         C     0,=F'130'
         BNH   TYPELINE
         LA    0,130
TYPELINE LR    1,8
         CALL  CONWRT
         B     TYPENEXT
TYPEEND  CH    15,=H'12'
         BNE   TYPEERR2
TYPEDONE SR    3,3
TYPEFREE LR    1,8
         CALL  FRET
         LR    1,10
         CALL  FSCLOSE
         LR    15,3
         EXIT
TYPEERR2 MSG   'DMSTYP104S ERROR READING THE FILE FROM DISK.'
         LA    3,100
         B     TYPEFREE
TYPENUM  CALL  GETNUM
         LTR   15,15
         BZR   9
         LR    2,1
         ERR   24,'DMSTYP049E INVALID LINE NUMBER ''$T''.'
TYPENF   LA    2,FL+8
         ERR   28,'DMSTYP002E FILE ''$F'' NOT FOUND.'
TYPENO   ERR   24,'DMSTYP054E INCOMPLETE FILEID SPECIFIED.'
TYPEERR  ERR   100,'DMSTYP104S ERROR READING THE FILE FROM DISK.'
TYPESTOR ERR   104,'DMSTYP109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
TYPEFID  DC    CL8' ',CL8' ',CL2'A '
         DROP  10
         LTORG
*
*        COPYFILE FN FT FM [FN FT FM] [(REPLACE APPEND RECFM X LRECL N FROM N FOR N UPCASE LOWCASE]
*        NO OUTPUT NAMED: THE FILE ITSELF IS MADE ANEW
COPYFILE ENTER
         LR    11,1
         MVC   FL+0(18),TYPEFID2
         LA    1,8(11)
         LA    2,FL+0
         CALL  GETFID
         CH    15,=H'2'
         BL    COPYNO
         MVC   FL+18(18),SAMEFID
         MVI   FL+90,0
         LR    1,0
         LA    2,FL+18
         CALL  GETFID
         LTR   15,15
         BNZ   COPYOUT
         MVI   FL+90,1             REPLACE
COPYOUT  ST    0,FL+36             OPTIONS
         XC    FL+40(8),FL+40      WHERE THE SEARCH IS
         MVI   FL+91,0
         LR    1,0
         LA    2,=CL8'REPLACE'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+90,1
         L     1,FL+36
         LA    2,=CL8'APPEND'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+90,2
         L     1,FL+36
         LA    2,=CL8'UPCASE'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+90,4
         L     1,FL+36
         LA    2,=CL8'LOWCASE'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+90,8
         L     1,FL+36
         LA    2,=CL8'FROM'
         LA    0,1
         BAL   9,COPYNUM
         ST    0,FL+48
         L     1,FL+36
         LA    2,=CL8'FOR'
         L     0,=X'7FFFFFFF'
         BAL   9,COPYNUM
         ST    0,FL+52
COPYNEXT LA    1,FL
         LA    2,FL+40
         CALL  FSNEXT
         LTR   15,15
         BNZ   COPYEND
         MVI   FL+91,1
         LR    10,0
         LR    11,1
         USING FST,11
         MVC   FL+72(18),FL+18
         CLI   FL+72,C'='
         BNE   *+10
         MVC   FL+72(8),FSTNAME
         CLI   FL+80,C'='
         BNE   *+10
         MVC   FL+80(8),FSTTYPE
         CLI   FL+88,C'='
         BNE   COPYMODE
         MVC   FL+88(1),ADTMODE-ADT(10)
         CLI   FL+89,C' '
         BNE   COPYMODE
         MVC   FL+89(1),FSTMODE
COPYMODE LA    1,FL+72
         CALL  CHECKFID
         LTR   15,15
         BNZ   COPYNAME
         SR    0,0                 DOES THE OUTPUT EXIST?
         IC    0,FL+88
         CALL  FINDADT
         LTR   15,15
         BNZ   COPYNODK
         LR    0,1
         LA    1,FL+72
         CALL  FSFIND
         LTR   15,15
         BNZ   COPYOPEN
         TM    FL+90,3
         BZ    COPYDUP
COPYOPEN LR    0,10
         LR    1,11
         CALL  FSOPENX
         LTR   15,15
         BNZ   COPYERR
         ST    1,FL+56
         TM    FL+90,2
         BZ    COPYNEW
         LA    1,FL+72
         CALL  FSOPENU
         CH    15,=H'12'
         BE    COPYRO
         LTR   15,15
         BNZ   COPYNEW
         ST    1,FL+60
         CALL  FSTOEND
         B     COPYLOOP
COPYNEW  SR    0,0
         IC    0,FSTRECFM
         ST    0,FL+64
         L     0,FSTLRECL
         CLI   FSTRECFM,C'F'
         BE    *+6
         SR    0,0
         LA    2,=CL8'LRECL'
         L     1,FL+36
         BAL   9,COPYNUM
         LR    6,0                 LRECL ASKED FOR
         L     1,FL+36
         LA    2,=CL8'RECFM'
         CALL  OPTION
         LTR   15,15
         BNZ   COPYFMT
         MVC   FL+67(1),0(1)
COPYFMT  LR    2,6
         CLI   FL+67,C'F'
         BE    COPYF
         SR    2,2
         B     COPYO
COPYF    LTR   2,2
         BNZ   COPYO
         L     2,FSTLRECL          V TO F: THE LONGEST
COPYO    LA    1,FL+72
         L     0,FL+64
         CALL  FSOPENW
         CH    15,=H'12'
         BE    COPYRO
         LTR   15,15
         BNZ   COPYERR
         ST    1,FL+60
COPYLOOP L     0,FSTLRECL
         LR    6,0
         AH    0,=H'8'
         CALL  GETT
         LTR   15,15
         BNZ   COPYERR
         LR    8,1
         DROP  11
         SR    5,5
COPYREC  L     1,FL+56
         LR    2,8
         LR    0,6
         CALL  FSREAD
         LTR   15,15
         BNZ   COPYEOF
         LA    5,1(5)
         C     5,FL+48
         BL    COPYREC
         L     7,FL+48
         BCTR  7,0
         LR    3,5
         SR    3,7
         C     3,FL+52
         BH    COPYLAST
         LR    4,0
         TM    FL+90,12
         BNZ   COPYCASE
COPYPUT  L     1,FL+60
         LR    2,8
         LR    0,4
         CALL  FSWRITE
         LTR   15,15
         BZ    COPYREC
         LR    9,15
         B     COPYFAIL
COPYCASE LR    3,8
         LTR   7,4
         BZ    COPYPUT
COPYCHAR CLI   0(3),C'A'-X'40'
         BL    COPYCNXT
         TM    FL+90,4
         BO    COPYUP
         CLI   0(3),C'A'
         BL    COPYCNXT
         CLI   0(3),C'Z'
         BH    COPYCNXT
         NI    0(3),X'BF'
         B     COPYCNXT
COPYUP   CLI   0(3),X'A9'
         BH    COPYCNXT
         OI    0(3),X'40'
COPYCNXT LA    3,1(3)
         BCT   7,COPYCHAR
         B     COPYPUT
COPYEOF  LR    9,15
         CH    15,=H'12'
         BNE   COPYFAIL
COPYLAST LR    1,8
         CALL  FRET
         L     1,FL+56
         CALL  FSCLOSE
         L     1,FL+60
         CALL  FSCLOSE
         LTR   15,15
         BZ    COPYNEXT
         B     COPYFULL
COPYFAIL LR    1,8
         CALL  FRET
         L     1,FL+56
         CALL  FSCLOSE
         L     1,FL+60
         CALL  FSFORGET
         LR    15,9
COPYFULL CH    15,=H'13'
         BNE   COPYERR
         LA    2,FL+88
         ERR   13,'DMSCPY105S DISK ''$M'' IS FULL.'
COPYEND  CLI   FL+91,0
         BE    COPYNF
         EXIT  0
COPYNUM  ST    9,FL+92
         ST    0,FL+68
         CALL  OPTION
         LTR   15,15
         BNZ   COPYNUMD
         CALL  GETNUM
         LTR   15,15
         BNZ   COPYBADN
         L     9,FL+92
         BR    9
COPYNUMD L     0,FL+68
         L     9,FL+92
         BR    9
COPYBADN LR    2,1
         ERR   24,'DMSCPY029E INVALID PARAMETER ''$T''.'
COPYNF   LA    2,FL
         ERR   28,'DMSCPY002E FILE ''$F'' NOT FOUND.'
COPYDUP  LA    2,FL+72
         MSG   'DMSCPY024E FILE ''$F'' EXISTS -- SPECIFY REPLACE.'
         EXIT  28
COPYNAME LA    2,FL+72
         ERR   20,'DMSCPY062E INVALID CHARACTER IN FILEID ''$F''.'
COPYRO   L     1,FL+56
         CALL  FSCLOSE
         LA    2,FL+88
         ERR   36,'DMSCPY037E DISK ''$M'' IS READ/ONLY.'
COPYNODK LA    2,FL+88
         ERR   36,'DMSCPY069E DISK ''$M'' NOT ACCESSED.'
COPYERR  ERR   100,'DMSCPY104S ERROR READING OR WRITING.'
COPYNO   ERR   24,'DMSCPY054E INCOMPLETE FILEID SPECIFIED.'
TYPEFID2 DC    CL8' ',CL8' ',CL2'A '
SAMEFID  DC    CL8'=',CL8'=',CL2'= '
         LTORG
         END
