*
* LISTFILE, STATE, ERASE, RENAME.
*
LISTINGS SYSTEM
*
*        LISTFILE [FN [FT [FM]]] [(DATE FORMAT ALLOC LABEL HEADER EXEC APPEND]
LISTFILE ENTER
         LR    11,1
         MVC   FL+8(18),ANYFILE
         LA    1,8(11)
         LA    2,FL+8
         CALL  GETFID
         LR    11,0                THE OPTIONS
         LTR   15,15
         BNZ   LISTOPTS
         MVC   FL+8(18),ANYFILE
LISTOPTS XC    FL+32(8),FL+32
         XC    FL+40(8),FL+40      40: HOW MUCH, 41: EXEC, 42: FOUND; 44: AFT
         LR    1,11
         LA    2,=CL8'FORMAT'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+40,1
         LR    1,11
         LA    2,=CL8'ALLOC'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+40,3
         LR    1,11
         LA    2,=CL8'DATE'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+40,7
         LR    1,11
         LA    2,=CL8'LABEL'
         CALL  OPTION
         LTR   15,15
         BNZ   *+8
         OI    FL+40,15
         LR    1,11
         LA    2,=CL8'EXEC'
         CALL  OPTION
         LTR   15,15
         BZ    LISTTOEX
         LA    2,=CL8'APPEND'
         CALL  OPTION
         LTR   15,15
         BNZ   LISTHEAD
LISTTOEX LA    1,CMSEXEC
         LA    0,C'F'
         LA    2,80
         CALL  FSOPENW
         LTR   15,15
         BNZ   LISTNODK
         ST    1,FL+44
         MVI   FL+41,1
         B     LISTNEXT
LISTHEAD LR    1,11
         LA    2,=CL8'HEADER'
         CALL  OPTION
         LTR   15,15
         BZ    LISTHDR
         CLI   FL+40,0
         BE    LISTNEXT
LISTHDR  BAL   9,LISTBLNK
         MVC   MSGLINE(21),=C'FILENAME FILETYPE FM '
         TM    FL+40,1
         BZ    LISTHDRT
         MVC   MSGLINE+20(31),=C' FORMAT LRECL    RECS   BLOCKS '
         TM    FL+40,4
         BZ    LISTHDRT
         MVC   MSGLINE+54(14),=C'DATE      TIME'
         TM    FL+40,8
         BZ    LISTHDRT
         MVC   MSGLINE+74(5),=C'LABEL'
LISTHDRT BAL   9,LISTTYPE
LISTNEXT LA    1,FL+8
         LA    2,FL+32
         CALL  FSNEXT
         LTR   15,15
         BNZ   LISTDONE
         MVI   FL+42,1
         LR    10,0
         USING ADT,10
         LR    8,1
         USING FST,8
         BAL   9,LISTBLNK
         MVC   MSGLINE(8),FSTNAME
         MVC   MSGLINE+9(8),FSTTYPE
         MVC   MSGLINE+18(1),ADTMODE
         MVC   MSGLINE+19(1),FSTMODE
         CLI   FL+41,0
         BNE   LISTEXEC
         TM    FL+40,1
         BZ    LISTLINE
         LA    1,MSGLINE+33
         L     0,FSTLRECL
         CALL  NUMFIELD
         TM    FL+40,2
         BZ    LISTFMT
         LA    1,MSGLINE+51        RIGHT TO LEFT, FOR EACH CLEARS 10 PLACES
         SR    0,0
         ICM   0,3,FSTBLKS
         CALL  NUMFIELD
         LA    1,MSGLINE+42
         L     0,FSTITEMS
         CALL  NUMFIELD
         LA    1,MSGLINE+33
         L     0,FSTLRECL
         CALL  NUMFIELD
LISTFMT  MVC   MSGLINE+23(1),FSTRECFM
         TM    FL+40,4
         BZ    LISTLINE
         UNPK  FL+64(13),FSTDATE(7)
         MVC   MSGLINE+54(17),=C'MM/DD/YY HH:MM:SS'
         MVC   MSGLINE+54(2),FL+66
         MVC   MSGLINE+57(2),FL+68
         MVC   MSGLINE+60(2),FL+64
         MVC   MSGLINE+63(2),FL+70
         MVC   MSGLINE+66(2),FL+72
         MVC   MSGLINE+69(2),FL+74
         TM    FL+40,8
         BZ    LISTLINE
         MVC   MSGLINE+74(6),ADTLABEL
LISTLINE BAL   9,LISTTYPE
         B     LISTNEXT
LISTEXEC MVC   MSGLINE+100(20),MSGLINE
         MVC   MSGLINE(6),=C'&&1 &&2 '
         MVC   MSGLINE+6(20),MSGLINE+100
         MVI   MSGLINE+26,C' '
         MVC   MSGLINE+27(80),MSGLINE+26
         L     1,FL+44
         LA    2,MSGLINE
         LA    0,80
         CALL  FSWRITE
         B     LISTNEXT
LISTDONE CLI   FL+41,0
         BE    LISTCHK
         L     1,FL+44
         CALL  FSCLOSE
LISTCHK  CLI   FL+42,0
         BE    LISTNONE
         EXIT  0
LISTNONE LA    2,FL+8
         ERR   28,'DMSLST002E FILE ''$F'' NOT FOUND.'
LISTNODK ERR   36,'DMSLST069E DISK ''A'' NOT ACCESSED OR READ ONLY.'
LISTBLNK MVI   MSGLINE,C' '
         MVC   MSGLINE+1(131),MSGLINE
         BR    9
LISTTYPE LA    1,MSGLINE
         LA    0,100
         CALL  CONWRT
         BR    9
ANYFILE  DC    CL8'*',CL8'*',CL2'A '
CMSEXEC  DC    CL8'CMS',CL8'EXEC',CL2'A1'
         DROP  8,10
         LTORG
*
*        STATE FN FT [FM]
STATE    ENTER
         MVC   FL(18),ANYMODE
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         CH    15,=H'2'
         BL    STATENO
         LA    1,FL
         CALL  FSLOOK
         LTR   15,15
         BZ    STATEEND
         LA    2,FL
         ERR   28,'DMSSTT002E FILE ''$F'' NOT FOUND.'
STATENO  ERR   24,'DMSSTT042E NO FILEID SPECIFIED.'
STATEEND EXIT  0
ANYMODE  DC    CL8' ',CL8' ',CL2'* '
         LTORG
*
*        ERASE FN FT [FM] [(TYPE]
ERASE    ENTER
         MVC   FL+8(18),AMODE
         LA    1,8(1)
         LA    2,FL+8
         CALL  GETFID
         LR    11,0
         CH    15,=H'2'
         BL    ERASENO
         LR    1,11
         LA    2,=CL8'TYPE'
         CALL  OPTION
         LR    7,15
         XC    FL+32(16),FL+32
ERASENXT LA    1,FL+8
         LA    2,FL+32
         CALL  FSNEXT
         LTR   15,15
         BNZ   ERASEEND
         LR    10,0
         USING ADT,10
         LR    8,1
         TM    ADTFLAGS,ADTRO
         BO    ERASERO
         MVI   FL+40,1
         MVC   FL+56(16),0(8)
         MVC   FL+72(1),ADTMODE
         MVC   FL+73(1),FSTMODE-FST(8)
         LR    1,8
         LR    0,10
         CALL  FSERASE
         LR    1,10
         CALL  COMMIT
         LTR   15,15
         BNZ   ERASEBAD
         LTR   7,7
         BNZ   ERASENXT
         LA    2,FL+56
         MSG   '$F'
         B     ERASENXT
ERASERO  MVI   FL+41,1
         MVC   FL+42(1),ADTMODE
         B     ERASENXT
ERASEEND CLI   FL+40,0
         BNE   ERASEOK
         CLI   FL+41,0
         BNE   ERASEROM
         LA    2,FL+8
         ERR   28,'DMSERS002E FILE ''$F'' NOT FOUND.'
ERASEROM LA    2,FL+42
         ERR   36,'DMSERS037E DISK ''$M'' IS READ/ONLY.'
ERASEOK  EXIT  0
ERASEBAD ERR   100,'DMSERS104S ERROR WRITING THE DIRECTORY.'
ERASENO  ERR   24,'DMSERS054E INCOMPLETE FILEID SPECIFIED.'
AMODE    DC    CL8' ',CL8' ',CL2'A '
         DROP  10
         LTORG
*
*        RENAME FN FT FM FN FT FM, = FOR WHAT STAYS
RENAME   ENTER
         MVC   FL+8(18),AMODE2
         MVC   FL+32(18),AMODE2
         LA    1,8(1)
         LA    2,FL+8
         CALL  GETFID
         CH    15,=H'3'
         BL    RENAMNO
         LR    1,0
         LA    2,FL+32
         CALL  GETFID
         CH    15,=H'3'
         BL    RENAMNO
         XC    FL+56(16),FL+56
RENAMNXT LA    1,FL+8
         LA    2,FL+56
         CALL  FSNEXT
         LTR   15,15
         BNZ   RENAMEND
         LR    10,0
         USING ADT,10
         LR    8,1
         USING FST,8
         LA    2,ADTMODE
         TM    ADTFLAGS,ADTRO
         BO    RENAMRO
         MVC   FL+72(8),FSTNAME
         CLI   FL+32,C'='
         BE    *+10
         MVC   FL+72(8),FL+32
         MVC   FL+80(8),FSTTYPE
         CLI   FL+40,C'='
         BE    *+10
         MVC   FL+80(8),FL+40
         LA    1,FL+72
         CALL  CHECKFID
         LTR   15,15
         BNZ   RENAMBAD
         CLC   FL+72(16),FSTNAME
         BE    RENAMSET
         LR    0,10
         CALL  FSFIND
         LTR   15,15
         BZ    RENAMDUP
RENAMSET MVC   FSTNAME(16),FL+72
         CLI   FL+49,C'0'
         BL    RENAMMOD
         MVC   FSTMODE,FL+49
RENAMMOD LR    1,8
         LR    0,10
         CALL  CHANGED
         MVI   FL+64,1
         LR    1,10
         CALL  COMMIT
         CLI   FL+8,C'*'           ONE NAME: ONE FILE
         BE    RENAMNXT
         CLI   FL+16,C'*'
         BE    RENAMNXT
RENAMEND CLI   FL+64,0
         BE    RENAMNF
         EXIT  0
RENAMNF  LA    2,FL+8
         ERR   28,'DMSRNM002E FILE ''$F'' NOT FOUND.'
RENAMDUP LA    2,FL+72
         MVC   FL+88(1),ADTMODE
         MVI   FL+89,C' '
         ERR   28,'DMSRNM024E FILE ''$F'' ALREADY EXISTS.'
RENAMBAD LA    2,FL+72
         MVC   FL+88(2),=C'A '
         ERR   20,'DMSRNM062E INVALID CHARACTER IN FILEID ''$F''.'
RENAMRO  ERR   36,'DMSRNM037E DISK ''$M'' IS READ/ONLY.'
RENAMNO  ERR   24,'DMSRNM054E INCOMPLETE FILEID SPECIFIED.'
AMODE2   DC    CL8' ',CL8' ',CL2'A '
         DROP  8,10
         LTORG
         END
