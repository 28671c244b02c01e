*
* CARDS AND PAPER: PRINT, PUNCH, READCARD, DISK DUMP AND LOAD.  DEVICES 00E, 00D AND 00C ARE CP'S; A FILE IS CLOSED WHEN IT IS COMPLETE.
*
UNITS    SYSTEM
         USING AFT,11
*
*        EXECUTES THE CCWS AT 1 ON DEVICE 0.  R15: 0, 12 UNIT EXCEPTION, 100 ERROR OR INTERVENTION REQUIRED, 36 NOT THERE
UNITIO   ENTER
         LR    4,1
         LR    2,0
         STH   2,WAITADDR
         LA    5,FRSIZE(13)
         ST    5,STKTOP
UIOSTART XC    WAITSTAT,WAITSTAT
         ST    4,CAW
         SIO   0(2)
         BC    8,UIOWAIT
         BC    1,UIONONE
         BC    2,UIOBUSY
         TM    CSW+4,X'10'
         BO    UIOSTART
         OC    WAITSTAT,CSW+4
         B     UIOWAIT
UIOBUSY  TIO   0(2)
         B     UIOSTART
UIOWAIT  TM    WAITSTAT,X'06'      DEVICE END OR UNIT CHECK
         BNZ   UIODONE
         TM    WAITSTAT,X'01'      UNIT EXCEPTION ALONE
         BO    UIODONE
         LPSW  UIOSLEEP
UIODONE  SR    15,15
         TM    WAITSTAT,X'01'
         BZ    UIOCHECK
         LA    15,12
UIOCHECK TM    WAITSTAT,X'02'
         BZ    UIOPROG
         LA    15,100
         LA    0,UIOSENSE
         ST    0,CAW
         SIO   0(2)
UIOPROG  TM    WAITSTAT+1,X'3F'    A CHANNEL'S CHECK
         BZ    UIOEND
         LA    15,100
UIOEND   XC    WAITADDR,WAITADDR
         EXIT
UIONONE  EXIT  36
         DS    0D
UIOSLEEP DC    X'FF060000',A(UIOWAIT)
UIOSENSE DC    X'04',AL3(CONSENSE-NUCON),X'20',X'00',H'1'
*
*        PUNCHES 0 BYTES AT 1 AS A CARD
PUNCHREC ENTER
         LR    2,1
         LR    3,0
         MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         CH    3,=H'80'
         BNH   PUNCHLEN
         LA    3,80
PUNCHLEN LTR   3,3
         BZ    PUNCHOUT
         BCTR  3,0
         EX    3,PUNCHMVC
PUNCHOUT CALL  PUNCHIT
         EXIT
PUNCHMVC MVC   CARDBUF(0),0(2)
PUNCHIT  ENTER
         MVC   UNITCCW,PUNCHCCW
         LA    1,UNITCCW
         LA    0,X'00D'
         CALL  UNITIO
         EXIT
         DS    0D
PUNCHCCW DC    X'41',AL3(CARDBUF-NUCON),X'20',X'00',H'80'
*        READS A CARD TO CARDBUF
READIT   ENTER
         MVC   UNITCCW,READCCW
         LA    1,UNITCCW
         LA    0,X'00C'
         CALL  UNITIO
         EXIT
         DS    0D
READCCW  DC    X'02',AL3(CARDBUF-NUCON),X'20',X'00',H'80'
*        CLOSES DEVICE 0; THE SPOOL FILE GETS THE NAME (8) AND TYPE (8) AT 1
CLOSEIT  ENTER
         STC   0,FL
         MVC   MSGLINE(15),=C'CLOSE 00X NAME '
         NI    FL,X'0F'
         SR    2,2
         IC    2,FL
         LA    2,X'B7'(2)          A TO F
         STC   2,MSGLINE+8
         MVC   MSGLINE+15(8),0(1)
         MVI   MSGLINE+23,C' '
         MVC   MSGLINE+24(8),8(1)
         LA    1,MSGLINE
         LA    0,32
         CH    2,=X'00C3'          THE READER HAS NO NAME
         BNE   CLOSEGO
         LA    0,9
CLOSEGO  CALL  CPLINE
         EXIT
         LTORG
*
*        PRINT FN FT [FM] [(CC]
PRINT    ENTER
         MVC   FL(18),UNITFID
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         CH    15,=H'2'
         BL    PRTNO
         MVI   FL+24,0
         LR    1,0
         LA    2,=CL8'CC'
         CALL  OPTION
         LTR   15,15
         BZ    PRTCC
         CLC   FL+8(8),=CL8'LISTING'
         BNE   PRTOPEN
PRTCC    MVI   FL+24,1
PRTOPEN  LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   PRTNF
         LR    11,1
         L     0,FSTLRECL-FST+AFTFST
         AH    0,=H'8'
         CALL  GETT
         LTR   15,15
         BNZ   PRTERR
         LR    8,1
PRTNEXT  LR    1,11
         LR    2,8
         L     0,FSTLRECL-FST+AFTFST
         CALL  FSREAD
         LTR   15,15
         BNZ   PRTEND
         LR    5,0
         LR    6,8
         CLI   FL+24,0
         BE    PRTPLAIN
         LA    3,X'0B'             ASA: WHAT HAPPENS BEFORE THE LINE
         CLI   0(6),C'0'
         BNE   *+8
         LA    3,X'13'
         CLI   0(6),C'-'
         BNE   *+8
         LA    3,X'1B'
         CLI   0(6),C'1'
         BNE   *+8
         LA    3,X'8B'
         CLI   0(6),C'+'
         BE    PRTTEXT
         STC   3,UNITCCW
         MVC   UNITCCW+1(7),=X'00000020000001'
         LA    1,UNITCCW
         LA    0,X'00E'
         CALL  UNITIO
         LTR   15,15
         BNZ   PRTBAD
PRTTEXT  LA    6,1(6)
         BCTR  5,0
         LA    3,X'01'
         B     PRTLINE
PRTPLAIN LA    3,X'09'
PRTLINE  LTR   5,5
         BP    PRTSOME
         LA    6,=C' '
         LA    5,1
PRTSOME  CH    5,=H'132'
         BNH   PRTGO
         LA    5,132
PRTGO    ST    6,UNITCCW
         STC   3,UNITCCW
         ST    5,UNITCCW+4
         MVI   UNITCCW+4,X'20'
         LA    1,UNITCCW
         LA    0,X'00E'
         CALL  UNITIO
         LTR   15,15
         BZ    PRTNEXT
PRTBAD   LR    7,15
         BAL   9,PRTCLOSE
         LR    15,7
         CH    15,=H'36'
         BE    PRTNODEV
PRTERR   ERR   100,'DMSPRT123S ERROR PRINTING FILE.'
PRTNODEV ERR   36,'DMSPRT008E DEVICE 00E IS NOT ATTACHED.'
PRTEND   BAL   9,PRTCLOSE
         LA    1,FL
         LA    0,X'E'
         CALL  CLOSEIT
         EXIT  0
PRTCLOSE LR    1,8
         CALL  FRET
         LR    1,11
         CALL  FSCLOSE
         BR    9
PRTNF    LA    2,FL
         ERR   28,'DMSPRT002E FILE ''$F'' NOT FOUND.'
PRTNO    ERR   24,'DMSPRT054E INCOMPLETE FILEID SPECIFIED.'
UNITFID  DC    CL8' ',CL8' ',CL2'A '
         LTORG
*
*        PUNCH FN FT [FM] [(NOHEADER]
PUNCH    ENTER
         MVC   FL(18),UNITFID2
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         CH    15,=H'2'
         BL    PUNNO
         LR    7,0
         LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   PUNNF
         LR    11,1
         L     0,FSTLRECL-FST+AFTFST
         CH    0,=H'80'
         BH    PUNLONG
         LR    1,7
         LA    2,=CL8'NOHEADER'
         CALL  OPTION
         LTR   15,15
         BZ    PUNNEXT
         LA    2,=CL8'NOH'
         CALL  OPTION
         LTR   15,15
         BZ    PUNNEXT
         MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         MVC   CARDBUF(7),=C':READ  '
         MVC   CARDBUF+7(8),FL
         MVI   CARDBUF+15,C' '
         MVC   CARDBUF+16(8),FL+8
         MVC   CARDBUF+25(1),AFTMODE
         MVC   CARDBUF+26(1),FSTMODE-FST+AFTFST
         L     2,AFTADT
         MVC   CARDBUF+29(6),ADTLABEL-ADT(2)
         LA    2,TIMEBUF
         DIAG  2,0,X'0C'
         MVC   CARDBUF+38(8),DATE
         MVC   CARDBUF+47(8),TIME
         CALL  PUNCHIT
         LTR   15,15
         BNZ   PUNBAD
PUNNEXT  MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         LR    1,11
         LA    2,CARDBUF
         LA    0,80
         CALL  FSREAD
         LTR   15,15
         BNZ   PUNEND
         CALL  PUNCHIT
         LTR   15,15
         BZ    PUNNEXT
PUNBAD   LR    3,15
         LR    1,11
         CALL  FSCLOSE
         CH    3,=H'36'
         BE    PUNNODEV
         ERR   100,'DMSPUN118S ERROR PUNCHING FILE.'
PUNNODEV ERR   36,'DMSPUN008E DEVICE 00D IS NOT ATTACHED.'
PUNEND   LR    1,11
         CALL  FSCLOSE
         LA    1,FL
         LA    0,X'D'
         CALL  CLOSEIT
         EXIT  0
PUNLONG  LR    1,11
         CALL  FSCLOSE
         ERR   32,'DMSPUN044E RECORD EXCEEDS 80 CHARACTERS.'
PUNNF    LA    2,FL
         ERR   28,'DMSPUN002E FILE ''$F'' NOT FOUND.'
PUNNO    ERR   24,'DMSPUN054E INCOMPLETE FILEID SPECIFIED.'
UNITFID2 DC    CL8' ',CL8' ',CL2'A '
         LTORG
*
*        READCARD FN FT [FM], READCARD * [* [FM]]: WITH * CARDS THAT BEGIN WITH :READ SAY WHAT THE FILES ARE CALLED
READCARD ENTER
         MVC   FL(18),UNITFID3
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         LTR   15,15
         BZ    RDCNO
         CLI   FL,C'*'
         BE    RDCSTAR
         CH    15,=H'2'
         BL    RDCNO
RDCSTAR  MVC   FL+24(18),FL
         SR    11,11
         SR    8,8                 CARDS
RDCNEXT  CALL  READIT
         LTR   15,15
         BNZ   RDCEOF
         LA    8,1(8)
         CLC   CARDBUF(6),=C':READ '
         BNE   RDCPUT
         CLI   FL,C'*'
         BNE   RDCOWN
         BAL   9,RDCCLOSE
         MVC   FL+24(8),CARDBUF+7
         MVC   FL+32(8),CARDBUF+16
         LA    2,FL+24
         MSG   '$F'
         B     RDCNEXT
RDCOWN   CH    8,=H'1'
         BE    RDCNEXT
RDCPUT   LTR   11,11
         BNZ   RDCWRITE
         CLI   FL+24,C'*'
         BNE   RDCOPEN
         MVC   FL+24(16),=CL16'READCARDCMSUT1'
RDCOPEN  LA    1,FL+24
         LA    0,C'F'
         LA    2,80
         CALL  FSOPENW
         LTR   15,15
         BNZ   RDCRO
         LR    11,1
RDCWRITE LR    1,11
         LA    2,CARDBUF
         LA    0,80
         CALL  FSWRITE
         LTR   15,15
         BZ    RDCNEXT
         LR    1,11
         CALL  FSFORGET
RDCFULL  ERR   13,'DMSRDC105S ERROR WRITING FILE ON DISK.'
RDCCLOSE LTR   11,11
         BZR   9
         LR    1,11
         SR    11,11
         CALL  FSCLOSE
         LTR   15,15
         BZR   9
         B     RDCFULL
RDCEOF   LR    7,15
         LTR   8,8
         BZ    RDCEMPTY
         BAL   9,RDCCLOSE
         CH    7,=H'12'
         BNE   RDCBAD
         EXIT  0
RDCEMPTY CH    7,=H'36'
         BE    RDCNODEV
         ERR   8,'DMSRDC205W READER EMPTY OR NOT READY.'
RDCBAD   ERR   100,'DMSRDC124S ERROR READING CARD FILE.'
RDCNODEV ERR   36,'DMSRDC008E DEVICE 00C IS NOT ATTACHED.'
RDCRO    LA    2,FL+40
         ERR   36,'DMSRDC037E DISK ''$M'' IS READ/ONLY.'
RDCNO    ERR   24,'DMSRDC054E INCOMPLETE FILEID SPECIFIED.'
UNITFID3 DC    CL8' ',CL8'*',CL2'A1'
         LTORG
*
*        DISK DUMP FN FT [FM], DISK LOAD: ANY FILE AS CARDS.  X'02', DSK, WHAT IT IS (F: ITS FST, N: DATA, E: THE END), BYTES (1), DATA
*        (50), NAME AND TYPE FROM COLUMN 57
DISK     ENTER
         LR    10,1
         CLC   8(8,10),=CL8'DUMP'
         BE    DUMP
         CLC   8(8,10),=CL8'LOAD'
         BE    DLOAD
         ERR   24,'DMSDSK047E NO FUNCTION SPECIFIED.'
DUMP     MVC   FL(18),UNITFID4
         LA    1,16(10)
         LA    2,FL
         CALL  GETFID
         CH    15,=H'2'
         BL    DUMPNO
         LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   DUMPNF
         LR    11,1
         MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         MVC   CARDBUF(5),=X'02C4E2D2C6'
         MVI   CARDBUF+5,FSTSIZE
         MVC   CARDBUF+6(FSTSIZE),AFTFST
         MVC   CARDBUF+56(16),AFTFST
         CALL  PUNCHIT
         LTR   15,15
         BNZ   DUMPBAD
         SR    5,5                 ALL ITS BYTES
         ICM   5,3,FSTBLKS-FST+AFTFST
         BCTR  5,0
         MH    5,=AL2(BLOCK)
         AH    5,FSTLAST-FST+AFTFST
DUMPNEXT LTR   5,5
         BNP   DUMPEND
         LA    4,50
         CR    5,4
         BNL   DUMPPART
         LR    4,5
DUMPPART MVI   CARDBUF+4,C'N'
         STC   4,CARDBUF+5
         LR    1,11
         LA    2,CARDBUF+6
         LR    0,4
         CALL  GETBYTES
         LTR   15,15
         BNZ   DUMPBAD
         CALL  PUNCHIT
         LTR   15,15
         BNZ   DUMPBAD
         SR    5,4
         B     DUMPNEXT
DUMPEND  MVI   CARDBUF+4,C'E'
         MVI   CARDBUF+5,0
         CALL  PUNCHIT
         LTR   15,15
         BNZ   DUMPBAD
         LR    1,11
         CALL  FSCLOSE
         LA    1,FL
         LA    0,X'D'
         CALL  CLOSEIT
         EXIT  0
DUMPBAD  LR    1,11
         CALL  FSCLOSE
         ERR   100,'DMSDSK118S ERROR PUNCHING FILE.'
DUMPNF   LA    2,FL
         ERR   28,'DMSDSK002E FILE ''$F'' NOT FOUND.'
DUMPNO   ERR   24,'DMSDSK054E INCOMPLETE FILEID SPECIFIED.'
*
DLOAD    SR    11,11
         MVI   FL+20,0
DLDNEXT  CALL  READIT
         LTR   15,15
         BNZ   DLDEOF
         CLC   CARDBUF(4),=X'02C4E2D2'
         BNE   DLDNEXT
         MVI   FL+20,1
         CLI   CARDBUF+4,C'F'
         BE    DLDFILE
         LTR   11,11
         BZ    DLDNEXT
         CLI   CARDBUF+4,C'E'
         BE    DLDEND
         LR    1,11
         LA    2,CARDBUF+6
         SR    0,0
         IC    0,CARDBUF+5
         CH    0,=H'50'
         BH    DLDNEXT
         CALL  PUTBYTES
         LTR   15,15
         BZ    DLDNEXT
DLDFULL  LR    1,11
         CALL  FSFORGET
         ERR   13,'DMSDSK105S ERROR WRITING FILE ON DISK.'
DLDFILE  LTR   11,11
         BZ    DLDOPEN
         LR    1,11
         CALL  FSFORGET
DLDOPEN  MVC   FL+24(FSTSIZE),CARDBUF+6
         MVC   FL(16),FL+24
         MVI   FL+16,C'A'
         MVC   FL+17(1),FSTMODE-FST+FL+24
         LA    1,FL
         SR    0,0
         IC    0,FSTRECFM-FST+FL+24
         L     2,FSTLRECL-FST+FL+24
         CALL  FSOPENW
         LTR   15,15
         BNZ   DLDRO
         LR    11,1
         LA    2,FL
         MSG   '$F'
         B     DLDNEXT
DLDEND   MVC   FSTITEMS-FST+AFTFST(4),FSTITEMS-FST+FL+24
         LR    1,11
         SR    11,11
         CALL  FSCLOSE
         LTR   15,15
         BZ    DLDNEXT
         ERR   13,'DMSDSK105S ERROR WRITING FILE ON DISK.'
DLDEOF   LTR   11,11
         BZ    DLDDONE
         LR    1,11
         CALL  FSFORGET
         ERR   100,'DMSDSK124S THE LAST FILE IS NOT COMPLETE.'
DLDDONE  CLI   FL+20,0
         BNE   DLDOK
         ERR   8,'DMSDSK205W READER EMPTY OR NOT READY.'
DLDOK    EXIT  0
DLDRO    ERR   36,'DMSDSK037E DISK ''A'' IS READ/ONLY.'
UNITFID4 DC    CL8' ',CL8' ',CL2'A '
         LTORG
         END
