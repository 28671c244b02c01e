*
* PROGRAMS: OBJECT DECKS JOINED AND RELOCATED, MODULES, HOW THEY ARE STARTED.
*
LOADERS  SYSTEM
LDE      DSECT
LDENEXT  DS    A
LDENAME  DS    CL8
LDEADDR  DS    A
LDEFLAGS DS    X
LDEDEF   EQU   X'80'               IT HAS AN ADDRESS
LDETRIED EQU   X'40'               LOOKED FOR AS A FILE
LDEWEAK  EQU   X'20'
         DS    XL3
LDESIZE  EQU   *-LDE
LDR      DSECT                     AN ADDRESS CONSTANT THAT WAITS
LDRNEXT  DS    A
LDRSYM   DS    A
LDRPLACE DS    A
LDRTYPE  DS    F
LDRSIZE  EQU   *-LDR
LOADERS  CSECT
         USING LDE,9
*
*        LOAD FN ... [(NOAUTO START]
LOAD     ENTER
         LR    11,1
         CALL  LDCLEAR
         MVC   PRGEND,=A(USERAREA)
         XC    PRGENTRY,PRGENTRY
         MVC   PRGNAME,8(11)
         LR    1,11
         CALL  LOADALL
         EXIT
*        INCLUDE FN ...: BEHIND WHAT HAS BEEN LOADED
INCLUDE  ENTER
         CALL  LOADALL
         EXIT
*
LOADALL  ENTER
         LA    11,8(1)
         LR    8,11
         CLI   0(8),X'FF'
         BE    LOADNO
         CLI   0(8),C'('
         BE    LOADNO
LOADNEXT CLI   0(8),X'FF'
         BE    LOADEND
         CLI   0(8),C'('
         BE    LOADEND
         LR    1,8
         CALL  LOADFILE
         LTR   15,15
         BZ    LOADSTEP
         LR    2,8
         LR    3,15
         C     3,=F'28'
         BNE   LOADBAD
         ERR   28,'DMSLIO002E FILE ''$T TEXT'' NOT FOUND.'
LOADBAD  ERR   32,'DMSLIO104S ERROR IN FILE ''$T TEXT''.'
LOADSTEP LA    8,8(8)
         B     LOADNEXT
LOADEND  CALL  LDRESOLV
         LR    1,8
         LA    2,=CL8'NOAUTO'
         CALL  OPTION
         LTR   15,15
         BZ    LOADUNDF
*        WHAT IS MISSING MAY BE A FILE
LOADAUTO L     9,LOADTAB
LOADAUTN LTR   9,9
         BZ    LOADUNDF
         TM    LDEFLAGS,LDEDEF+LDETRIED+LDEWEAK
         BNZ   LOADAUTS
         OI    LDEFLAGS,LDETRIED
         LA    1,LDENAME
         CALL  LOADFILE
         CALL  LDRESOLV
         B     LOADAUTO
LOADAUTS L     9,LDENEXT
         B     LOADAUTN
LOADUNDF SR    7,7
         L     9,LOADTAB
LOADUNDN LTR   9,9
         BZ    LOADRC
         TM    LDEFLAGS,LDEDEF+LDEWEAK
         BNZ   LOADUNDS
         LTR   7,7
         BNZ   LOADUND2
         MSG   'DMSLIO201W THE FOLLOWING NAMES ARE UNDEFINED:'
LOADUND2 LA    7,4
         LA    2,LDENAME
         MSG   '$T'
LOADUNDS L     9,LDENEXT
         B     LOADUNDN
LOADRC   LR    1,8
         LA    2,=CL8'START'
         CALL  OPTION
         LTR   15,15
         BNZ   LOADDONE
         LA    1,STARTPL
         CALL  START
         EXIT
LOADDONE LR    15,7
         EXIT
LOADNO   ERR   24,'DMSLIO001E NO FILENAME SPECIFIED.'
STARTPL  DC    CL8'START',8X'FF'
         LTORG
*
*        LOADS THE FILE WHOSE NAME IS AT 1, TYPE TEXT.  R15: 28 WHERE THERE IS NONE, 32 WHERE IT IS NO DECK
LOADFILE ENTER
         MVC   FL(8),0(1)
         MVC   FL+8(8),=CL8'TEXT'
         MVC   FL+16(2),=C'* '
         LA    1,FL
         CALL  FSOPENR
         LTR   15,15
         BNZ   LDFEND
         LR    11,1
         L     0,=F'4096'          ESD NUMBERS: ENTRY, WHAT TO ADD
         CALL  GETT
         LTR   15,15
         BNZ   LDFEND
         LR    10,1
         MVI   FL+40,0
LDFCARD  MVI   CARDBUF,C' '
         MVC   CARDBUF+1(79),CARDBUF
         LR    1,11
         LA    2,CARDBUF
         LA    0,80
         CALL  FSREAD
         LTR   15,15
         BNZ   LDFEOF
         CLI   CARDBUF,X'02'
         BNE   LDFCARD
         MVI   FL+40,1
         SR    6,6
         ICM   6,3,CARDBUF+10      BYTES
         CLC   CARDBUF+1(3),=C'ESD'
         BE    LDFESD
         CLC   CARDBUF+1(3),=C'TXT'
         BE    LDFTXT
         CLC   CARDBUF+1(3),=C'RLD'
         BE    LDFRLD
         CLC   CARDBUF+1(3),=C'END'
         BNE   LDFCARD
         CLI   CARDBUF+5,C' '       AN ENTRY?
         BE    LDFCARD
         L     2,PRGENTRY
         LTR   2,2
         BZ    LDFENT
         CLI   FL+41,0             THE FIRST THAT IS NAMED HOLDS
         BNE   LDFCARD
LDFENT   SR    2,2
         ICM   2,7,CARDBUF+5
         BAL   14,LDFNUM
         A     2,4(3)
         ST    2,PRGENTRY
         MVI   FL+41,1
         B     LDFCARD
*        ENTRY OF THE ESD NUMBER ON THE CARD, IN 3
LDFNUM   SR    3,3
         ICM   3,3,CARDBUF+14
         CH    3,=H'511'
         BH    LDFBAD
         SLL   3,3
         AR    3,10
         BR    14
*        NAMES
LDFESD   LA    7,CARDBUF+16
         SR    4,4
         ICM   4,3,CARDBUF+14
LDFESDN  SH    6,=H'16'
         BM    LDFCARD
         CH    4,=H'511'
         BH    LDFBAD
         LR    3,4
         SLL   3,3
         AR    3,10
         LR    1,7
         CLI   8(7),X'04'          PRIVATE: NO NAME
         BE    LDFSD0
         CALL  LDFIND
         LTR   15,15
         BNZ   LDFBAD
         LR    9,1
         CLI   8(7),X'00'
         BE    LDFSD
         CLI   8(7),X'05'
         BE    LDFSD
         CLI   8(7),X'01'
         BE    LDFLD
         CLI   8(7),X'0A'
         BNE   LDFER
         TM    LDEFLAGS,LDEDEF
         BO    LDFER
         OI    LDEFLAGS,LDEWEAK
LDFER    ST    9,0(3)
         CLI   8(7),X'02'
         BNE   LDFESDS
         NI    LDEFLAGS,X'FF'-LDEWEAK
         B     LDFESDS
LDFLD    SR    5,5                 A NAME WITHIN A SECTION, WHICH MAY COME LATER
         ICM   5,3,14(7)
         SLL   5,3
         AR    5,10
         TM    LDEFLAGS,LDEDEF
         BO    LDFLDS
         SR    2,2
         ICM   2,7,9(7)
         A     2,4(5)
         ST    2,LDEADDR
         OI    LDEFLAGS,LDEDEF
LDFLDS   LA    7,16(7)             NO NUMBER OF ITS OWN
         B     LDFESDN
LDFSD    TM    LDEFLAGS,LDEDEF
         BZ    LDFSD1
         CLI   8(7),X'05'
         BE    LDFSD2
         LR    2,7
         MSG   'DMSLIO202W DUPLICATE IDENTIFIER ''$T''.'
LDFSD2   ST    9,0(3)
         L     2,=F'-1'            ITS TEXT IS NOT LOADED
         ST    2,4(3)
         B     LDFESDS
LDFSD0   SR    9,9
LDFSD1   L     2,PRGEND
         LA    2,7(2)
         N     2,=F'-8'
         SR    5,5
         ICM   5,7,13(7)
         LA    0,0(2,5)
         C     0,HIGHFREE
         BH    LDFROOM
         ST    0,PRGEND
         LR    1,2
         LR    0,5
         CALL  SETKEYS
         LTR   9,9
         BZ    LDFSD3
         ST    2,LDEADDR
         OI    LDEFLAGS,LDEDEF
LDFSD3   ICM   15,15,PRGENTRY
         BNZ   LDFSD4
         ST    2,PRGENTRY
LDFSD4   SR    5,5
         ICM   5,7,9(7)
         SR    2,5
         ST    2,4(3)
         XC    0(4,3),0(3)
LDFESDS  LA    7,16(7)
         LA    4,1(4)
         B     LDFESDN
*        TEXT
LDFTXT   BAL   14,LDFNUM
         L     2,4(3)
         C     2,=F'-1'
         BE    LDFCARD
         SR    4,4
         ICM   4,7,CARDBUF+5
         AR    2,4
         LA    2,0(2)
         LA    5,0(2,6)
         C     5,PRGEND
         BH    LDFBAD
         C     2,=A(USERAREA)
         BL    LDFBAD
         LTR   6,6
         BZ    LDFCARD
         BCTR  6,0
         EX    6,LDFMOVE
         B     LDFCARD
LDFMOVE  MVC   0(0,2),CARDBUF+16
*        ADDRESS CONSTANTS
LDFRLD   LA    7,CARDBUF+16
         SR    8,8                 FLAGS OF THE LAST ITEM
LDFRLDN  LTR   6,6
         BNP   LDFCARD
         STC   8,FL+43
         TM    FL+43,X'01'
         BO    LDFRSAME
         MVC   FL+44(4),0(7)
         LA    7,4(7)
         SH    6,=H'4'
LDFRSAME IC    8,0(7)
         STC   8,FL+43
         SR    2,2
         ICM   2,7,1(7)
         LA    7,4(7)
         SH    6,=H'4'
         SR    3,3
         ICM   3,3,FL+46           WHERE IT STANDS
         SLL   3,3
         AR    3,10
         L     4,4(3)
         C     4,=F'-1'
         BE    LDFRLDN
         AR    2,4
         LA    2,0(2)
         C     2,=A(USERAREA)
         BL    LDFBAD
         C     2,PRGEND
         BNL   LDFBAD
         SR    3,3
         ICM   3,3,FL+44           WHAT IT POINTS TO
         SLL   3,3
         AR    3,10
         LR    1,2
         L     9,0(3)
         LTR   9,9
         BZ    LDFRHERE
         TM    LDEFLAGS,LDEDEF
         BO    LDFRDEF
         LA    0,LDRSIZE
         CALL  GETP
         LTR   15,15
         BNZ   LDFROOM
         USING LDR,1
         ST    9,LDRSYM
         ST    2,LDRPLACE
         ST    8,LDRTYPE
         MVC   LDRNEXT,LOADRLD
         ST    1,LOADRLD
         DROP  1
         B     LDFRLDN
LDFRHERE L     2,4(3)
         B     LDFRADD
LDFRDEF  L     2,LDEADDR
LDFRADD  LR    0,8
         CALL  LDADD
         B     LDFRLDN
LDFEOF   SR    4,4
         CH    15,=H'12'
         BNE   LDFBAD
         CLI   FL+40,0
         BNE   LDFCLOSE
LDFBAD   LA    4,32
         B     LDFCLOSE
LDFROOM  LA    4,104
LDFCLOSE LR    1,10
         CALL  FRET
         LR    1,11
         CALL  FSCLOSE
         LR    15,4
LDFEND   EXIT
         LTORG
*
*        ADDS 2 TO THE ADDRESS CONSTANT AT 1, FLAGS 0
LDADD    ENTER
         LR    3,0
         LR    4,3
         N     4,=F'12'
         SRL   4,2                 ITS LENGTH, LESS 1
         LA    5,3
         SR    5,4
         LA    6,0(1)
         MVC   FL(4),=F'0'
         LA    7,FL(5)
         EX    4,LDADDGET
         L     8,FL
         LR    9,2
         N     3,=F'2'
         BZ    LDADDP
         LCR   9,9
LDADDP   AR    8,9
         ST    8,FL
         EX    4,LDADDPUT
         EXIT
LDADDGET MVC   0(0,7),0(6)
LDADDPUT MVC   0(0,6),0(7)
*
*        THE ENTRY OF THE NAME AT 1, MADE IF THERE IS NONE: ADDRESS IN 1
LDFIND   ENTER
         LR    3,1
         L     9,LOADTAB
LDFINDN  LTR   9,9
         BZ    LDFINDM
         CLC   LDENAME,0(3)
         BE    LDFINDG
         L     9,LDENEXT
         B     LDFINDN
LDFINDM  LA    0,LDESIZE
         CALL  GETP
         LTR   15,15
         BNZ   LDFINDE
         LR    9,1
         MVC   LDENAME,0(3)
         MVC   LDENEXT,LOADTAB
         ST    9,LOADTAB
LDFINDG  ST    9,FR1
         SR    15,15
LDFINDE  EXIT
*
*        ADDRESS CONSTANTS WHOSE NAMES HAVE COME
LDRESOLV ENTER
         LA    3,LOADRLD
LDRESN   L     4,0(3)
         LTR   4,4
         BZ    LDRESE
         USING LDR,4
         L     9,LDRSYM
         TM    LDEFLAGS,LDEDEF
         BZ    LDRESS
         L     1,LDRPLACE
         L     2,LDEADDR
         L     0,LDRTYPE
         CALL  LDADD
         MVC   0(4,3),LDRNEXT
         LR    1,4
         LA    0,LDRSIZE
         CALL  RELP
         B     LDRESN
LDRESS   LR    3,4
         B     LDRESN
         DROP  4
LDRESE   EXIT
*
*        FORGETS THE LOADER TABLE
LDCLEAR  ENTER
LDCLEARN L     1,LOADTAB
         LTR   1,1
         BZ    LDCLEARR
         MVC   LOADTAB,0(1)
         LA    0,LDESIZE
         CALL  RELP
         B     LDCLEARN
LDCLEARR L     1,LOADRLD
         LTR   1,1
         BZ    LDCLEARE
         MVC   LOADRLD,0(1)
         LA    0,LDRSIZE
         CALL  RELP
         B     LDCLEARR
LDCLEARE EXIT
         LTORG
*
*        START [ENTRY [ARGUMENTS]]
START    ENTER
         LR    11,1
         L     0,PRGENTRY
         LTR   0,0
         BZ    STARTNO
         CLI   8(11),X'FF'
         BE    STARTGO
         CLI   8(11),C'*'
         BE    STARTGO
         CLI   8(11),C'('
         BE    STARTGO
         LA    1,8(11)
         CALL  LDFIND
         LTR   15,15
         BNZ   STARTNO
         LR    9,1
         LA    2,8(11)
         TM    LDEFLAGS,LDEDEF
         BZ    STARTUND
         L     0,LDEADDR
         ST    0,PRGENTRY
STARTGO  MSG   'EXECUTION BEGINS...'
         L     0,PRGENTRY
         LR    1,11
         CALL  RUNPGM
         LR    3,15
         CALL  CLOSEALL
         LR    15,3
         EXIT
STARTNO  ERR   40,'DMSLIO021E NO PROGRAM HAS BEEN LOADED.'
STARTUND ERR   40,'DMSLIO020E ENTRY POINT ''$T'' NOT FOUND.'
*
*        GENMOD FN [MODULE [FM]]: WHAT IS LOADED AS A FILE, TO BE LOADED AS IT IS
GENMOD   ENTER
         MVC   FL(18),MODFID
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         LTR   15,15
         BZ    GENNO
         MVC   FL+8(8),MODFID+8
         L     3,PRGENTRY
         LTR   3,3
         BZ    GENNOPGM
         LA    1,FL
         LA    0,C'V'
         SR    2,2
         CALL  FSOPENW
         LTR   15,15
         BNZ   GENDISK
         LR    11,1
         MVC   FL+24(8),MODFID+8   MODULE, FIRST BYTE, ENTRY, BYTES
         L     4,=A(USERAREA)
         ST    4,FL+32
         ST    3,FL+36
         L     5,PRGEND
         SR    5,4
         ST    5,FL+40
         LA    2,FL+24
         LA    0,20
         CALL  FSWRITE
         LTR   15,15
         BNZ   GENFULL
GENNEXT  LTR   5,5
         BNP   GENCLOSE
         LH    0,=H'8000'
         CR    5,0
         BNL   GENPUT
         LR    0,5
GENPUT   LR    2,4
         AR    4,0
         SR    5,0
         LR    1,11
         CALL  FSWRITE
         LTR   15,15
         BZ    GENNEXT
GENFULL  LR    1,11
         CALL  FSFORGET
GENDISK2 ERR   100,'DMSMOD105S ERROR WRITING FILE ON DISK.'
GENCLOSE LR    1,11
         CALL  FSCLOSE
         LTR   15,15
         BNZ   GENDISK2
         EXIT  0
GENNO    ERR   24,'DMSMOD001E NO FILENAME SPECIFIED.'
GENNOPGM ERR   40,'DMSMOD021E NO PROGRAM HAS BEEN LOADED.'
GENDISK  ERR   36,'DMSMOD037E THE DISK IS READ/ONLY OR NOT ACCESSED.'
MODFID   DC    CL8' ',CL8'MODULE',CL2'A1'
*
*        LOADMOD FN [MODULE [FM]]
LOADMOD  ENTER
         MVC   FL(18),MODFID2
         LA    1,8(1)
         LA    2,FL
         CALL  GETFID
         LTR   15,15
         BZ    LDMNO
         MVC   FL+8(8),MODFID2+8
         MVC   PRGNAME,FL
         LA    1,FL
         CALL  READMOD
         LTR   15,15
         BZ    LDMEND
         LA    2,FL
         ERR   28,'DMSMOD002E FILE ''$F'' NOT FOUND OR NOT FIT.'
LDMNO    ERR   24,'DMSMOD001E NO FILENAME SPECIFIED.'
LDMEND   EXIT
MODFID2  DC    CL8' ',CL8'MODULE',CL2'* '
*        READS THE MODULE NAMED AT 1.  R15: 0, OR WHY NOT
READMOD  ENTER
         CALL  FSOPENR
         LTR   15,15
         BNZ   RDMEND
         LR    11,1
         LA    2,FL
         LA    0,20
         CALL  FSREAD
         LR    4,15
         LTR   4,4
         BNZ   RDMCLOSE
         LA    4,32
         CLC   FL(8),MODNAME
         BNE   RDMCLOSE
         L     3,FL+8
         L     5,FL+16
         LA    4,104
         LA    0,0(3,5)
         C     0,HIGHFREE
         BH    RDMCLOSE
         CALL  LDCLEAR
         ST    0,PRGEND
         MVC   PRGENTRY,FL+12
         LR    1,3
         LR    0,5
         CALL  SETKEYS
RDMNEXT  LR    1,11
         LR    2,3
         LR    0,5
         CALL  FSREAD
         LR    4,15
         LTR   4,4
         BNZ   RDMEOF
         AR    3,0
         SR    5,0
         B     RDMNEXT
RDMEOF   CH    4,=H'12'
         BNE   RDMCLOSE
         SR    4,4
RDMCLOSE LR    1,11
         CALL  FSCLOSE
         LR    15,4
RDMEND   EXIT
MODNAME  DC    CL8'MODULE'
         LTORG
         END
