*
* FILES: FINDING, READING, WRITING.  A FILE IS WRITTEN TO FREE BLOCKS AND TAKES ITS PLACE IN THE DIRECTORY WHEN IT IS CLOSED.
*
FILES    SYSTEM
         USING ADT,10
         USING AFT,11
*
*        FINDS THE FILE WHOSE NAME, TYPE AND MODE (8, 8, 2) ARE AT 1: ITS FST IN 1, ITS DISK IN 0.  R15: 28 WHERE THERE IS NONE.
*        MODE * IS ALL DISKS, A LETTER ITS DISK AND READ-ONLY EXTENSIONS; A BLANK IS A.
FSLOOK   ENTER
         LR    2,1
         MVC   FL(1),16(2)
         CLI   FL,C' '
         BNE   LOOKMODE
         MVI   FL,C'A'
LOOKMODE L     10,ADTLIST
LOOKDISK LTR   10,10
         BZ    LOOKNONE
         CLI   FL,C'*'
         BE    LOOKIN
         CLC   ADTMODE,FL
         BE    LOOKIN
         CLC   ADTEXT,FL
         BNE   LOOKNEXT
LOOKIN   LR    0,10
         LR    1,2
         CALL  FSFIND
         LTR   15,15
         BNZ   LOOKNEXT
         ST    10,FR0
         ST    1,FR1
         EXIT  0
LOOKNEXT L     10,ADTNEXT
         B     LOOKDISK
LOOKNONE EXIT  28
*
*        THE SAME ON DISK 0 ALONE, NAME AND TYPE AT 1
FSFIND   ENTER
         LR    10,0
         L     3,ADTFSTN
         L     4,ADTFSTS
         USING FST,4
FINDBLK  LTR   3,3
         BZ    FINDNONE
         LA    5,FSTPER
FINDFST  CLC   FSTNAME(16),0(1)
         BE    FINDIT
         LA    4,FSTSIZE(4)
         BCT   5,FINDFST
         BCT   3,FINDBLK
FINDNONE EXIT  28
FINDIT   ST    4,FR1
         EXIT  0
         DROP  4
*
*        OPENS THE FILE AT 1 FOR READING: ITS AFT IN 1.  R15: 28 WHERE THERE IS NONE, 104 NO STORAGE, 100 DISK ERROR
FSOPENR  ENTER
         CALL  FSLOOK
         LTR   15,15
         BNZ   OPENREND
         CALL  FSOPENX
         ST    1,FR1
OPENREND EXIT
*        THE SAME FOR THE FST AT 1 OF DISK 0
FSOPENX  ENTER
         LR    10,0
         LR    4,1
         LA    0,AFTSIZE
         CALL  GETT
         LTR   15,15
         BNZ   OPENNOS
         LR    11,1
         ST    10,AFTADT
         MVC   AFTMODE,ADTMODE
         MVC   AFTFST,0(4)
         MVC   AFTCUR,=F'-1'
         SR    5,5
         ICM   5,3,FSTBLKS-FST(4)
         ST    5,AFTROOM
         LR    0,5
         AR    0,0
         CALL  GETT
         LTR   15,15
         BNZ   OPENNOS
         ST    1,AFTBLKS
         LR    6,1
*        THE CHAIN
         SR    7,7
         ICM   7,3,FSTCHAIN-FST(4)
         LA    3,AFTBUF
OPENCH   LTR   7,7
         BZ    OPENDONE
         LR    1,10
         LR    2,7
         SR    0,0
         CALL  DISKIO
         LTR   15,15
         BNZ   OPENEND
         SR    7,7
         ICM   7,3,CHNEXT-CHAIN+AFTBUF
         LH    8,CHCOUNT-CHAIN+AFTBUF
         LTR   8,8
         BNP   OPENBAD
         CR    8,5
         BH    OPENBAD
         SR    5,8
         LR    9,8
         AR    9,9
         BCTR  9,0
         LA    2,CHBLOCKS-CHAIN+AFTBUF
OPENMOVE CH    9,=H'255'
         BNH   OPENLAST
         MVC   0(256,6),0(2)
         LA    6,256(6)
         LA    2,256(2)
         SH    9,=H'256'
         B     OPENMOVE
OPENLAST EX    9,OPENMVC
         LA    6,1(6,9)
         B     OPENCH
OPENMVC  MVC   0(0,6),0(2)
OPENDONE MVC   AFTNEXT,AFTLIST
         ST    11,AFTLIST
         ST    11,FR1
         EXIT  0
OPENBAD  EXIT  100
OPENNOS  EXIT  104
OPENEND  EXIT
*
*        OPENS A NEW FILE: NAME, TYPE, MODE AT 1; RECFM (F OR V) IN 0; LENGTH OF RECORDS IN 2.  AFT IN 1.
*        R15: 20 NO NAME FOR A FILE, 36 NO SUCH DISK, 12 READ ONLY, 104 NO STORAGE
FSOPENW  ENTER
         LR    3,1
         STC   0,FL
         CALL  CHECKFID
         LTR   15,15
         BNZ   OPENEND2
         SR    0,0
         IC    0,16(3)
         CH    0,=H'64'
         BNE   OPENWM
         LA    0,C'A'
OPENWM   CALL  FINDADT
         LTR   15,15
         BNZ   OPENEND2
         LR    10,1
         TM    ADTFLAGS,ADTRO
         BZ    OPENWRW
         EXIT  12
OPENWRW  LA    0,AFTSIZE
         CALL  GETT
         LTR   15,15
         BNZ   OPENNOS2
         LR    11,1
         LA    4,400
         ST    4,AFTROOM
         LA    0,800
         CALL  GETT
         LTR   15,15
         BNZ   OPENNOS2
         ST    1,AFTBLKS
         ST    10,AFTADT
         MVC   AFTMODE,ADTMODE
         OI    AFTFLAGS,AFTOUT
         MVC   AFTFST(16),0(3)
         LA    5,AFTFST
         USING FST,5
         MVC   FSTMODE,17(3)
         CLI   FSTMODE,C' '
         BH    OPENWN
         MVI   FSTMODE,C'1'
OPENWN   MVC   FSTRECFM,FL
         ST    2,FSTLRECL
         DROP  5
         MVC   AFTCUR,=F'-1'
         MVC   AFTNEXT,AFTLIST
         ST    11,AFTLIST
         ST    11,FR1
         EXIT  0
OPENNOS2 EXIT  104
OPENEND2 EXIT
         LTORG
*
*        OPENS THE FILE AT 1 TO BE CHANGED OR LENGTHENED; OTHERWISE AS FSOPENR, AND 12 WHERE ITS DISK IS READ ONLY
FSOPENU  ENTER
         CALL  FSLOOK
         LTR   15,15
         BNZ   OPENUEND
         LR    10,0
         LA    15,12
         TM    ADTFLAGS,ADTRO
         BO    OPENUEND
         CALL  FSOPENX
         LTR   15,15
         BNZ   OPENUEND
         LR    11,1
         OI    AFTFLAGS,AFTOUT
         ST    11,FR1
         SR    15,15
OPENUEND EXIT
*        SETS AFT 1 BEHIND THE FILE'S LAST RECORD
FSTOEND  ENTER
         LR    11,1
         LA    5,AFTFST
         USING FST,5
         MVC   AFTITEM,FSTITEMS
         SR    3,3
         ICM   3,3,FSTBLKS
         BZ    TOENDNO
         BCTR  3,0
         MH    3,=AL2(BLOCK)
         AH    3,FSTLAST
TOENDNO  ST    3,AFTPOS
         DROP  5
         EXIT
*
*        READS THE NEXT RECORD OF AFT 1 TO 2, AT MOST 0 BYTES; ITS LENGTH IN 0.  R15: 12 BEHIND THE LAST, 100 DISK ERROR
FSREAD   ENTER
         LR    11,1
         LA    5,AFTFST
         USING FST,5
         L     6,AFTITEM
         C     6,FSTITEMS
         BL    READMORE
         EXIT  12
READMORE LA    6,1(6)
         ST    6,AFTITEM
         LR    6,0                 ROOM
         LR    7,2
         L     8,FSTLRECL
         CLI   FSTRECFM,C'F'
         BE    READDATA
         LA    2,FL
         LA    0,2
         CALL  GETBYTES
         LTR   15,15
         BNZ   READEND
         SR    8,8
         ICM   8,3,FL
READDATA LR    9,8
         CR    8,6
         BNH   READFITS
         LR    8,6
READFITS ST    8,FR0
         LR    1,11
         LR    2,7
         LR    0,8
         CALL  GETBYTES
         SR    9,8                 WHAT IS LEFT OUT
         A     9,AFTPOS
         ST    9,AFTPOS
READEND  EXIT
*
*        WRITES 0 BYTES AT 2 AS THE NEXT RECORD OF AFT 1.  R15: 13 DISK FULL, 100 DISK ERROR, 104 NO STORAGE
FSWRITE  ENTER
         LR    11,1
         LA    5,AFTFST
         LR    6,0
         LR    7,2
         CLI   FSTRECFM,C'F'
         BNE   WRITEV
         L     8,FSTLRECL
         LTR   8,8
         BNZ   WRITEF
         LR    8,6                 THE FIRST RECORD DECIDES
         ST    8,FSTLRECL
WRITEF   CR    6,8
         BNH   WRITEF2
         LR    6,8
WRITEF2  LR    0,6
         CALL  PUTBYTES
         LTR   15,15
         BNZ   WRITEEND
         SR    8,6
         BZ    WRITEDN
WRITEPAD LR    1,11
         LA    2,=C' '
         LA    0,1
         CALL  PUTBYTES
         LTR   15,15
         BNZ   WRITEEND
         BCT   8,WRITEPAD
         B     WRITEDN
WRITEV   C     6,FSTLRECL
         BNH   WRITEV2
         ST    6,FSTLRECL
WRITEV2  STH   6,FL
         LA    2,FL
         LA    0,2
         CALL  PUTBYTES
         LTR   15,15
         BNZ   WRITEEND
         LR    1,11
         LR    2,7
         LR    0,6
         CALL  PUTBYTES
         LTR   15,15
         BNZ   WRITEEND
WRITEDN  L     6,AFTITEM
         LA    6,1(6)
         ST    6,AFTITEM
         C     6,FSTITEMS
         BNH   WRITEOLD
         ST    6,FSTITEMS
WRITEOLD SR    15,15
WRITEEND EXIT
         DROP  5
         LTORG
*
*        READS 0 BYTES OF AFT 1 TO 2
GETBYTES ENTER
         LR    11,1
         LR    6,2
         LR    7,0
GETBNEXT LTR   7,7
         BNP   GETBOK
         SR    4,4
         L     5,AFTPOS
         D     4,=A(BLOCK)         4: OFFSET, 5: WHICH BLOCK
         LR    1,11
         LR    0,5
         CALL  TOBLOCK
         LTR   15,15
         BNZ   GETBEND
         LA    9,BLOCK
         SR    9,4
         CR    9,7
         BNH   GETBPART
         LR    9,7
GETBPART LA    8,AFTBUF(4)
         L     2,AFTPOS
         AR    2,9
         ST    2,AFTPOS
         SR    7,9
         LR    2,6
         LR    3,9
         AR    6,9
         MVCL  2,8
         B     GETBNEXT
GETBOK   SR    15,15
GETBEND  EXIT
*
*        WRITES 0 BYTES AT 2 TO AFT 1
PUTBYTES ENTER
         LR    11,1
         LR    6,2
         LR    7,0
PUTBNEXT LTR   7,7
         BNP   PUTBOK
         SR    4,4
         L     5,AFTPOS
         D     4,=A(BLOCK)
         LR    1,11
         LR    0,5
         CALL  TOBLOCK
         LTR   15,15
         BNZ   PUTBEND
         OI    AFTFLAGS,AFTHELD
         LA    9,BLOCK
         SR    9,4
         CR    9,7
         BNH   PUTBPART
         LR    9,7
PUTBPART LA    8,AFTBUF(4)
         LA    2,0(4,9)
         SR    3,3                 THE FILE ENDS HERE, IF THIS IS ITS LAST BLOCK
         ICM   3,3,FSTBLKS-FST+AFTFST
         BCTR  3,0
         CR    3,5
         BNE   PUTBNLST
         CH    2,FSTLAST-FST+AFTFST
         BNH   PUTBNLST
         STH   2,FSTLAST-FST+AFTFST
PUTBNLST L     2,AFTPOS
         AR    2,9
         ST    2,AFTPOS
         SR    7,9
         LR    2,6
         LR    3,9
         AR    6,9
         MVCL  8,2
         B     PUTBNEXT
PUTBOK   SR    15,15
PUTBEND  EXIT
*
*        BRINGS BLOCK 0 (0: THE FIRST) OF AFT 1 INTO ITS BUFFER; A NEW ONE BEHIND THE LAST IF IT IS WRITTEN
TOBLOCK  ENTER
         LR    11,1
         L     10,AFTADT
         LR    5,0
         C     5,AFTCUR
         BE    TOHAVE
         CALL  FLUSH
         LTR   15,15
         BNZ   TOEND
         MVC   AFTCUR,=F'-1'
         SR    4,4
         ICM   4,3,FSTBLKS-FST+AFTFST
         CR    5,4
         BNL   TONEW
         L     3,AFTBLKS
         AR    3,5
         AR    3,5
         SR    2,2
         ICM   2,3,0(3)
         LA    3,AFTBUF
         LR    1,10
         SR    0,0
         CALL  DISKIO
         LTR   15,15
         BNZ   TOEND
         B     TOSET
*        A NEW BLOCK
TONEW    C     4,=F'65000'
         BNL   TOFULL
         C     4,AFTROOM
         BL    TOROOM
         L     6,AFTROOM           TWICE THE ROOM
         AR    6,6
         LR    0,6
         AR    0,0
         CALL  GETT
         LTR   15,15
         BNZ   TONOS
         LR    8,1
         LR    2,8
         L     3,AFTROOM
         AR    3,3
         LR    9,3
         L     8,AFTBLKS
         MVCL  2,8
         LR    8,1
         L     1,AFTBLKS
         CALL  FRET
         ST    8,AFTBLKS
         ST    6,AFTROOM
TOROOM   LR    1,10
         CALL  ALLOC
         LTR   15,15
         BNZ   TOEND
         L     3,AFTBLKS
         AR    3,4
         AR    3,4
         STH   0,0(3)
         L     1,ADTPEND
         CALL  BITSET
         LA    4,1(4)
         STCM  4,3,FSTBLKS-FST+AFTFST
         XC    FSTLAST-FST+AFTFST(2),FSTLAST-FST+AFTFST
         LA    2,AFTBUF
         LA    3,BLOCK
         SR    8,8
         SR    9,9
         MVCL  2,8
TOSET    ST    5,AFTCUR
TOHAVE   SR    15,15
TOEND    EXIT
TOFULL   EXIT  13
TONOS    EXIT  104
         LTORG
*
*        WRITES THE BUFFER OF AFT 1, IF IT IS TO BE: IN PLACE ONLY WHERE NO DIRECTORY NAMES THE BLOCK
FLUSH    ENTER
         LR    11,1
         L     10,AFTADT
         TM    AFTFLAGS,AFTHELD
         BZ    FLUSHOK
         L     5,AFTCUR
         AR    5,5
         A     5,AFTBLKS
         LH    0,0(5)
         L     1,ADTPEND
         CALL  BITTEST
         LTR   15,15
         BNZ   FLUSHIT
         LR    1,10
         CALL  ALLOC
         LTR   15,15
         BNZ   FLUSHEND
         STH   0,0(5)
         L     1,ADTPEND
         CALL  BITSET
FLUSHIT  SR    2,2
         ICM   2,3,0(5)
         LA    3,AFTBUF
         LR    1,10
         LA    0,1
         CALL  DISKIO
         LTR   15,15
         BNZ   FLUSHEND
         NI    AFTFLAGS,X'FF'-AFTHELD
FLUSHOK  SR    15,15
FLUSHEND EXIT
*
*        CLOSES AFT 1.  A FILE THAT WAS WRITTEN GOES INTO THE DIRECTORY, IN PLACE OF ONE OF THE SAME NAME; WITHOUT RECORDS IT DOES NOT.
*        R15: 0, 13 DISK FULL, 100 DISK ERROR, 10 TOO MANY FILES; THEN THE OLD FILE, IF ANY, STAYS
FSCLOSE  ENTER
         LR    11,1
         L     10,AFTADT
         SR    9,9
         TM    AFTFLAGS,AFTOUT
         BZ    CLOSEEND
         CALL  FLUSH
         LR    9,15
         LTR   9,9
         BNZ   CLOSEEND
         L     2,FSTITEMS-FST+AFTFST
         LTR   2,2
         BZ    CLOSEEND
*        CHAIN BLOCKS, LAST ONE FIRST, SO THAT EACH KNOWS THE NEXT
         LA    0,BLOCK
         CALL  GETT
         LTR   9,15
         BNZ   CLOSEEND
         LR    7,1
         USING CHAIN,7
         SR    5,5
         ICM   5,3,FSTBLKS-FST+AFTFST
         BCTR  5,0
         SR    4,4
         D     4,=A(CHPER)
         LA    4,1(4)              4: BLOCKS THAT THE LAST ONE NAMES
         MH    5,=AL2(CHPER)       5: THE FIRST OF THEM
         SR    6,6                 6: THE NEXT CHAIN BLOCK
CLOSECH  STH   6,CHNEXT
         STH   4,CHCOUNT
         LA    2,CHBLOCKS
         L     8,AFTBLKS
         AR    8,5
         AR    8,5
         LR    9,4
         AR    9,9
         LA    3,2*CHPER
         MVCL  2,8
         LR    1,10
         CALL  ALLOC
         LTR   9,15
         BNZ   CLOSENO
         LR    6,0
         L     1,ADTPEND
         CALL  BITSET
         LR    1,10
         LR    2,6
         LR    3,7
         LA    0,1
         CALL  DISKIO
         LTR   9,15
         BNZ   CLOSENO
         LA    4,CHPER
         SR    5,4
         BNM   CLOSECH
         STCM  6,3,FSTCHAIN-FST+AFTFST
         LR    1,7
         CALL  FRET
*        NOW THE DIRECTORY IN STORAGE
         LA    1,AFTFST
         CALL  STAMP
         LR    0,10
         LA    1,AFTFST
         CALL  FSFIND
         LTR   15,15
         BNZ   CLOSENEW
         LR    8,1
         LR    0,10
         CALL  FREECHN             THE OLD FILE'S BLOCKS
         B     CLOSEPUT
CLOSENEW LR    1,10
         CALL  NEWFST
         LTR   9,15
         BNZ   CLOSEEND
         LR    8,1
         L     2,MFDFILES
         LA    2,1(2)
         ST    2,MFDFILES
CLOSEPUT MVC   0(FSTSIZE,8),AFTFST
         LR    1,8
         LR    0,10
         CALL  CHANGED
         LR    0,10
         LR    1,8
         CALL  KEEPCHN
         LR    1,10
         CALL  COMMIT
         LR    9,15
         B     CLOSEEND
CLOSENO  LR    1,7
         CALL  FRET
         DROP  7
CLOSEEND LR    1,11
         CALL  FSFORGET
         LR    15,9
         EXIT
         LTORG
*
*        FORGETS AFT 1: WHAT WAS WRITTEN AND NOT CLOSED IS GONE
FSFORGET ENTER
         LR    11,1
         L     10,AFTADT
         LA    2,AFTLIST
FORGETN  L     3,0(2)
         LTR   3,3
         BZ    FORGOT
         CR    3,11
         BE    FORGETIT
         LR    2,3
         B     FORGETN
FORGETIT MVC   0(4,2),AFTNEXT
FORGOT   TM    AFTFLAGS,AFTOUT
         BZ    FORGETFR
         SR    4,4
         ICM   4,3,FSTBLKS-FST+AFTFST
         BZ    FORGETNB
         L     5,AFTBLKS
FORGETB  LH    0,0(5)
         L     1,ADTPEND
         CALL  BITCLEAR
         LA    5,2(5)
         BCT   4,FORGETB
FORGETNB LR    1,10
         CALL  FREECALC
FORGETFR L     1,AFTBLKS
         CALL  FRET
         LR    1,11
         CALL  FRET
         EXIT  0
*
*        FORGETS ALL OPEN FILES; WHAT HAS CHANGED IN DIRECTORIES IS WRITTEN
FSDROP   ENTER
FSDROPN  L     1,AFTLIST
         LTR   1,1
         BZ    FSDROPC
         CALL  FSFORGET
         B     FSDROPN
FSDROPC  L     10,ADTLIST
FSDROPA  LTR   10,10
         BZ    FSDROPE
         LR    1,10
         CALL  COMMIT
         L     3,ADTPEND           CHAIN BLOCKS THAT NO FILE HAS
         LTR   3,3
         BZ    FSDROPX
         LR    2,3
         L     3,ADTMAPL
         SR    8,8
         SR    9,9
         MVCL  2,8
         LR    1,10
         CALL  FREECALC
FSDROPX  L     10,ADTNEXT
         B     FSDROPA
FSDROPE  EXIT
*        FORGETS THE OPEN FILES OF DISK 1
FSDROPD  ENTER
         LR    10,1
FSDRDA   L     11,AFTLIST
FSDRDN   LTR   11,11
         BZ    FSDRDC
         C     10,AFTADT
         BE    FSDRDO
         L     11,AFTNEXT
         B     FSDRDN
FSDRDO   LR    1,11
         CALL  FSFORGET
         B     FSDRDA
FSDRDC   LR    1,10
         CALL  COMMIT
         EXIT
*
*        ERASES THE FILE OF FST 1 ON DISK 0; COMMIT WRITES THE DIRECTORY
FSERASE  ENTER
         LR    10,0
         LR    4,1
         CALL  FREECHN
         XC    0(FSTSIZE,4),0(4)
         L     2,MFDFILES
         BCTR  2,0
         ST    2,MFDFILES
         CALL  CHANGED
         EXIT  0
*        THE FST AT 1 OF DISK 0 HAS CHANGED
CHANGED  ENTER
         LR    10,0
         S     1,ADTFSTS
         LR    3,1
         SR    2,2
         D     2,=A(BLOCK)
         LA    3,ADTCHNG(3)
         MVI   0(3),1
         OI    ADTFLAGS,ADTDIRTY
         EXIT
*        TAKES TIME AND DATE INTO THE FST AT 1
STAMP    ENTER
         LR    4,1
         LA    2,TIMEBUF
         DIAG  2,0,X'0C'
         MVC   FL(2),DATE+6        YYMMDDHHMMSS
         MVC   FL+2(2),DATE
         MVC   FL+4(2),DATE+3
         MVC   FL+6(2),TIME
         MVC   FL+8(2),TIME+3
         MVC   FL+10(2),TIME+6
         MVI   FL+12,C'0'
         PACK  FL+16(7),FL(13)
         MVC   FSTDATE-FST(6,4),FL+16
         EXIT
         LTORG
*
*        A FREE FST OF DISK 1: ADDRESS IN 1.  R15: 10 WHERE THERE IS NO ROOM
NEWFST   ENTER
         LR    10,1
         L     3,ADTFSTN
         L     4,ADTFSTS
NEWBLK   LTR   3,3
         BZ    NEWGROW
         LA    5,FSTPER
NEWENTRY CLI   0(4),0
         BE    NEWGOT
         LA    4,FSTSIZE(4)
         BCT   5,NEWENTRY
         BCT   3,NEWBLK
NEWGROW  L     3,ADTFSTN
         C     3,=A(MFDMOST)
         BNL   NEWFULL
         LA    0,1(3)
         MH    0,=AL2(BLOCK)
         CALL  GETP
         LTR   15,15
         BNZ   NEWFULL
         LR    6,1
         LR    8,6
         LR    9,3
         MH    9,=AL2(BLOCK)
         L     4,ADTFSTS
         LR    5,9
         LR    7,9
         MVCL  8,4
         LR    4,8                 THE NEW BLOCK
         LR    0,7
         L     1,ADTFSTS
         LTR   7,7
         BZ    NEWNOOLD
         CALL  RELP
NEWNOOLD ST    6,ADTFSTS
         LA    3,1(3)
         ST    3,ADTFSTN
NEWGOT   ST    4,FR1
         EXIT  0
NEWFULL  EXIT  10
*
*        THE BLOCKS OF FST 1 ON DISK 0 ARE FREE AFTER THE NEXT COMMIT
FREECHN  ENTER
         LA    3,FREEBIT
         B     CHNWALK
FREEBIT  L     1,ADTMAP
         CALL  BITCLEAR
         BR    9
*        THEY ARE THE FILE'S, AND NO LONGER PENDING
         ENTRY KEEPCHN
         DS    0D
KEEPCHN  STM   0,14,FRSIZE(13)
         LA    13,FRSIZE(13)
         L     12,KEEPBASE-KEEPCHN(15)
         B     KEEPGO
KEEPBASE DC    A(FREECHN)
KEEPBIT  L     1,ADTMAP
         CALL  BITSET
         L     1,ADTPEND
         CALL  BITCLEAR
         BR    9
KEEPGO   LA    3,KEEPBIT
CHNWALK  LR    10,0
         LR    4,1
         ST    3,FL
         LA    0,BLOCK
         CALL  GETT
         LTR   15,15
         BNZ   CHNEND
         LR    7,1
         USING CHAIN,7
         SR    5,5
         ICM   5,3,FSTCHAIN-FST(4)
CHNNEXTB LTR   5,5
         BZ    CHNDONE
         LR    1,10
         LR    2,5
         LR    3,7
         SR    0,0
         CALL  DISKIO
         LTR   15,15
         BNZ   CHNDONE
         LR    0,5
         L     3,FL
         BALR  9,3
         LH    6,CHCOUNT
         LA    8,CHBLOCKS
CHNBLK   LH    0,0(8)
         BALR  9,3
         LA    8,2(8)
         BCT   6,CHNBLK
         SR    5,5
         ICM   5,3,CHNEXT
         B     CHNNEXTB
CHNDONE  LR    1,7
         CALL  FRET
         DROP  7
CHNEND   EXIT
         LTORG
         END
