*
* DISKS: BLOCKS, ALLOCATION, AND THE DIRECTORY.
*
* THE ORDER OF WRITES.  NO BLOCK THAT THE DIRECTORY ON THE DISK NAMES IS EVER WRITTEN OVER.  DATA GO TO FREE BLOCKS, THEN CHAIN BLOCKS, THEN
* FILE STATUS BLOCKS THAT CHANGED, THEN THE MAP, ALL TO FREE BLOCKS; AT LAST THE MASTER FILE DIRECTORY, A SINGLE BLOCK, GOES TO WHICHEVER
* OF BLOCKS 4 AND 5 DOES NOT HOLD THE ONE IN FORCE.  ITS NUMBER IS HIGHER AND ITS SUM RIGHT, SO NOW IT IS IN FORCE.
*
DISKS    SYSTEM
         USING ADT,10
*
*        READS (0 IN 0) OR WRITES (1) BLOCK 2 OF DISK 1, STORAGE AT 3.  R15: 0, OR 100 AFTER AN ERROR
DISKIO   ENTER
         LR    10,1
         LR    7,0
         BCTR  2,0
         LR    5,2
         SR    4,4
         LH    6,ADTBPT
         DR    4,6
         LA    4,1(4)              RECORD
         STC   4,SEEKARG+6
         SR    4,4
         LH    6,ADTTPC
         DR    4,6
         STH   4,SEEKARG+4         HEAD
         STH   5,SEEKARG+2         CYLINDER
         MVC   SEEKARG(2),=X'0000'
         MVC   DISKCCW(24),IOCCWS
         ST    3,DISKCCW+24
         MVI   DISKCCW+24,X'06'
         LTR   7,7
         BZ    IOREAD
         MVI   DISKCCW+24,X'05'
IOREAD   MVC   DISKCCW+28(4),=X'20000320'
         L     4,ADTDEV
         LA    5,DISKCCW
         LA    15,1
         DIAG  4,5,X'18'
         BC    8,IOGOOD
         EXIT  100
IOGOOD   EXIT  0
         DS    0D
IOCCWS   DC    X'07',AL3(SEEKARG-NUCON),X'40',X'00',H'6'
         DC    X'31',AL3(SEEKARG-NUCON+2),X'40',X'00',H'5'
         DC    X'08',AL3(DISKCCW-NUCON+8),XL4'0'
*
*        ONE BIT OF A MAP: BLOCK 0, MAP AT 1.  BITTEST ANSWERS BY CONDITION CODE IN R15
BITSET   ENTER
         BAL   9,BITFIND
         EX    4,BITOR
         EXIT
BITCLEAR ENTER
         BAL   9,BITFIND2
         X     4,=F'255'
         EX    4,BITAND
         EXIT
BITTEST  ENTER
         BAL   9,BITFIND2
         EX    4,BITTM
         BZ    BITZERO
         EXIT  1
BITZERO  EXIT  0
BITFIND  DS    0H
BITFIND2 LR    2,0                 (NO LITERALS: SEVERAL CALL IT)
         LR    3,0
         SLL   2,16
         SRL   2,19
         SLL   3,29
         SRL   3,29
         LA    4,X'80'
         SRL   4,0(3)
         AR    2,1
         BR    9
BITOR    OI    0(2),0
BITAND   NI    0(2),0
BITTM    TM    0(2),0
*
*        A FREE BLOCK OF DISK 1: NUMBER IN 0.  R15: 13 WHERE THE DISK IS FULL.  ALLOCDIR IS FOR DIRECTORY BLOCKS, FOR WHICH SOME ARE KEPT.
ALLOC    ENTER
         LR    10,1
         L     2,ADTFSTN
         LH    3,ADTMAPN
         LA    2,4(2,3)
         C     2,ADTFREE
         BNL   ALLOCNO
         CALL  ALLOCDIR
         ST    0,FR0
         EXIT
ALLOCNO  EXIT  13
ALLOCDIR ENTER
         LR    10,1
         L     2,ADTNEXTB          BYTE WHERE THE SEARCH BEGINS
         L     3,ADTMAPL
ALLOCNXT C     2,ADTMAPL
         BL    ALLOCIN
         SR    2,2
ALLOCIN  L     4,ADTMAP
         SR    5,5
         IC    5,0(2,4)
         L     4,ADTLIVE
         SR    6,6
         IC    6,0(2,4)
         OR    5,6
         L     4,ADTPEND
         IC    6,0(2,4)
         OR    5,6
         C     5,=F'255'
         BNE   ALLOCBIT
         LA    2,1(2)
         BCT   3,ALLOCNXT
         EXIT  13
ALLOCBIT ST    2,ADTNEXTB
         SLL   2,3
         LA    4,X'80'
ALLOCONE LR    6,5
         NR    6,4
         BZ    ALLOCGOT
         SRL   4,1
         LA    2,1(2)
         B     ALLOCONE
ALLOCGOT ST    2,FR0
         L     3,ADTFREE
         BCTR  3,0
         ST    3,ADTFREE
         EXIT  0
         LTORG
*
*        COUNTS THE ONES OF 0 BYTES AT 1 (A MULTIPLE OF 4); R0: HOW MANY
BITCOUNT ENTER
         LR    2,1
         LR    3,0
         SRL   3,2
         SR    9,9
BITNEXT  L     4,0(2)
         LTR   4,4
         BZ    BITNONE
         LR    5,4
         SRL   5,1
         N     5,=X'55555555'
         SLR   4,5
         LR    5,4
         SRL   5,2
         N     5,=X'33333333'
         N     4,=X'33333333'
         ALR   4,5
         LR    5,4
         SRL   5,4
         ALR   4,5
         N     4,=X'0F0F0F0F'
         LR    5,4
         SRL   5,8
         ALR   4,5
         LR    5,4
         SRL   5,16
         ALR   4,5
         N     4,=F'63'
         AR    9,4
BITNONE  LA    2,4(2)
         BCT   3,BITNEXT
         ST    9,FR0
         EXIT
*
*        COUNTS THE FREE BLOCKS OF DISK 1 ANEW
FREECALC ENTER
         LR    10,1
         L     0,ADTMAPL
         L     1,ADTMAP
         CALL  BITCOUNT
         LR    2,0
         L     0,ADTMAPL
         L     1,ADTPEND
         CALL  BITCOUNT
         AR    2,0
         L     3,ADTMAPL
         SLL   3,3
         SR    3,2
         ST    3,ADTFREE
         EXIT
         LTORG
*
*        WRITES THE DIRECTORY OF DISK 1, IF IT HAS CHANGED.  R15: 0, 13 DISK FULL, 100 ERROR
COMMIT   ENTER
         LR    10,1
         TM    ADTFLAGS,ADTDIRTY
         BZ    COMEND
*        FILE STATUS BLOCKS
         SR    4,4
COMFST   C     4,ADTFSTN
         BNL   COMMAP
         LA    5,ADTCHNG(4)
         CLI   0(5),0
         BE    COMNEXT
         LR    6,4
         AR    6,6
         LA    6,MFDFST(6)
         LH    0,0(6)
         LTR   0,0
         BZ    COMNEW
         L     1,ADTMAP
         CALL  BITCLEAR
COMNEW   LR    1,10
         CALL  ALLOCDIR
         LTR   15,15
         BNZ   COMEND
         STH   0,0(6)
         L     1,ADTMAP
         CALL  BITSET
         LR    3,4
         MH    3,=AL2(BLOCK)
         A     3,ADTFSTS
         SR    2,2
         ICM   2,3,0(6)
         LR    1,10
         LA    0,1
         CALL  DISKIO
         LTR   15,15
         BNZ   COMEND
         MVI   0(5),0
COMNEXT  LA    4,1(4)
         B     COMFST
*        THE MAP: ROOM FOR ALL OF IT FIRST, FOR IT SHOWS ITSELF
COMMAP   LH    4,ADTMAPN
         LA    5,MFDMAP
COMMAPA  LH    0,0(5)
         LTR   0,0
         BZ    COMMAPB
         L     1,ADTMAP
         CALL  BITCLEAR
COMMAPB  LR    1,10
         CALL  ALLOCDIR
         LTR   15,15
         BNZ   COMEND
         STH   0,0(5)
         L     1,ADTMAP
         CALL  BITSET
         LA    5,2(5)
         BCT   4,COMMAPA
         LH    4,ADTMAPN
         LA    5,MFDMAP
         L     3,ADTMAP
COMMAPW  SR    2,2
         ICM   2,3,0(5)
         LR    1,10
         LA    0,1
         CALL  DISKIO
         LTR   15,15
         BNZ   COMEND
         LA    3,BLOCK(3)
         LA    5,2(5)
         BCT   4,COMMAPW
*        THE MASTER FILE DIRECTORY, TO THE OTHER BLOCK
         L     0,ADTMAPL
         L     1,ADTMAP
         CALL  BITCOUNT
         L     2,ADTMAPL
         SLL   2,3
         SR    2,0                 FREE
         L     3,MFDTOTAL
         SR    3,2
         ST    3,MFDUSED
         L     2,ADTFSTN
         STH   2,MFDFSTN
         L     2,MFDSEQ
         AL    2,=F'1'
         ST    2,MFDSEQ
         LA    1,ADTMFD
         CALL  MFDADD
         L     2,MFDSUM
         SLR   2,0
         ST    2,MFDSUM
         SR    2,2
         IC    2,ADTSLOT
         X     2,=F'1'
         LR    1,10
         LA    3,ADTMFD
         LA    0,1
         CALL  DISKIO
         LTR   15,15
         BNZ   COMEND
         STC   2,ADTSLOT
*        WHAT IT NO LONGER NAMES IS FREE
         L     4,ADTMAP
         L     5,ADTMAPL
         L     6,ADTLIVE
         LR    7,5
         MVCL  6,4
         NI    ADTFLAGS,X'FF'-ADTDIRTY
         LR    1,10
         CALL  FREECALC
         SR    15,15
COMEND   EXIT
*        THE SUM OF A BLOCK'S WORDS IN 0
MFDADD   ENTER
         SR    0,0
         LA    2,BLOCK/4
MFDADDN  AL    0,0(1)
         LA    1,4(1)
         BCT   2,MFDADDN
         ST    0,FR0
         EXIT
         LTORG
*
*        ACCESSES DEVICE 0; AT 1: MODE LETTER, AND LETTER OF THE MODE WHOSE EXTENSION IT IS OR BLANK.
*        R15: 0, 24 NO SUCH MODE, 100 NOT THERE, NOT FORMATTED OR WITH ERRORS (A MESSAGE SAYS WHICH), 28 IN USE
MOUNT    ENTER
         LR    8,0
         LR    9,1
         L     10,ADTLIST          A DISK IS WRITTEN BY ONE MODE ONLY
MOUNTED  LTR   10,10
         BZ    MOUNTNEW
         C     8,ADTDEV
         BNE   MOUNTEDN
         CLC   ADTMODE,0(9)
         BE    MOUNTEDN
         TM    ADTFLAGS,ADTRO
         BO    MOUNTEDN
         LR    3,8
         LA    2,ADTMODE
         ERR   28,'DMSACC059E $A ALREADY ACCESSED AS R/W $M DISK.'
MOUNTEDN L     10,ADTNEXT
         B     MOUNTED
MOUNTNEW LR    4,8
         DIAG  4,6,X'24'
         BC    1,MOUNTNOT
         STM   6,7,FL
         CLI   FL,X'04'            A DISK
         BNE   MOUNTNOT
         LA    0,ADTSIZE
         CALL  GETP
         LTR   15,15
         BNZ   MOUNTNOS
         LR    10,1
         ST    8,ADTDEV
         MVC   ADTMODE(2),0(9)
         MVC   ADTBPT(4),=H'5,1'   ENOUGH FOR BLOCK 3
         TM    FL+3,X'80'
         BZ    MOUNTRW
         OI    ADTFLAGS,ADTRO
         B     MOUNTLAB
MOUNTRW  OI    ADTFLAGS,ADTWRITE
         CLI   ADTEXT,C' '
         BE    MOUNTLAB
         OI    ADTFLAGS,ADTRO
MOUNTLAB LA    0,BLOCK
         CALL  GETT
         LTR   15,15
         BNZ   MOUNTNOS
         LR    4,1                 4: A BLOCK
         LA    5,3
         BAL   11,MOUNTRD
         CLC   0(4,4),=C'LAB1'
         BNE   MOUNTBAD
         MVC   ADTLABEL,4(4)
         MVC   ADTTYPE,12(4)
         MVC   ADTCYLS,16(4)
         MVC   ADTBPT(4),18(4)
         LH    2,ADTBPT
         LTR   2,2
         BNP   MOUNTBAD
         LH    2,ADTTPC
         LTR   2,2
         BNP   MOUNTBAD
*        WHICH DIRECTORY HOLDS
         SR    7,7
         LA    5,4
MOUNTDIR BAL   11,MOUNTRD
         CLC   0(4,4),=C'MFD1'
         BNE   MOUNTDN
         LR    1,4
         CALL  MFDADD
         LTR   0,0
         BNZ   MOUNTDN
         CL    7,MFDSEQ-ADTMFD(4)
         BNL   MOUNTDN
         L     7,MFDSEQ-ADTMFD(4)
         STC   5,ADTSLOT
MOUNTDN  LA    5,1(5)
         CH    5,=H'6'
         BL    MOUNTDIR
         SR    5,5
         IC    5,ADTSLOT
         LTR   5,5
         BZ    MOUNTBAD
         BAL   11,MOUNTRD
         LR    2,4
         LA    3,BLOCK
         LA    6,ADTMFD
         LR    7,3
         MVCL  6,2
         LR    1,4
         CALL  FRET
*        FILE STATUS BLOCKS
         LH    7,MFDFSTN
         ST    7,ADTFSTN
         LR    0,7
         MH    0,=AL2(BLOCK)
         CALL  GETP
         LTR   15,15
         BNZ   MOUNTNOS
         ST    1,ADTFSTS
         LR    4,1
         LA    6,MFDFST
MOUNTFST LTR   7,7
         BZ    MOUNTMAP
         SR    5,5
         ICM   5,3,0(6)
         BAL   11,MOUNTRD
         LA    4,BLOCK(4)
         LA    6,2(6)
         BCT   7,MOUNTFST
*        THE MAP, IF FILES WILL BE WRITTEN
MOUNTMAP TM    ADTFLAGS,ADTRO
         BO    MOUNTIN
         LH    7,MFDMAPN
         STH   7,ADTMAPN
         MH    7,=AL2(BLOCK)
         ST    7,ADTMAPL
         LR    0,7
         CALL  GETP
         LTR   15,15
         BNZ   MOUNTNOS
         ST    1,ADTMAP
         CALL  GETP
         LTR   15,15
         BNZ   MOUNTNOS
         ST    1,ADTLIVE
         CALL  GETP
         LTR   15,15
         BNZ   MOUNTNOS
         ST    1,ADTPEND
         L     4,ADTMAP
         LA    6,MFDMAP
         LH    7,MFDMAPN
MOUNTMRD SR    5,5
         ICM   5,3,0(6)
         BAL   11,MOUNTRD
         LA    4,BLOCK(4)
         LA    6,2(6)
         BCT   7,MOUNTMRD
         L     4,ADTMAP
         L     5,ADTMAPL
         L     6,ADTLIVE
         LR    7,5
         MVCL  6,4
         LR    1,10
         CALL  FREECALC
*        INTO THE LIST, BY LETTERS, IN PLACE OF THE DISK THAT HAD THE MODE
MOUNTIN  IC    0,ADTMODE
         CALL  UNMOUNT
         LA    3,ADTLIST
MOUNTPUT L     2,0(3)
         LTR   2,2
         BZ    MOUNTLNK
         CLC   ADTMODE-ADT(1,2),ADTMODE
         BH    MOUNTLNK
         LR    3,2
         B     MOUNTPUT
MOUNTLNK ST    2,ADTNEXT
         ST    10,0(3)
         TM    ADTFLAGS,ADTRO
         BZ    MOUNTOK
         LA    2,ADTMODE
         LR    3,8
         CLI   ADTMODE,C'S'
         BE    MOUNTOK
         MSG   '$M ($A) R/O'
MOUNTOK  EXIT  0
*        BLOCK 5 TO 4
MOUNTRD  LR    1,10
         LR    2,5
         LR    3,4
         SR    0,0
         CALL  DISKIO
         LTR   15,15
         BZR   11
MOUNTBAD LR    3,8
         LR    2,9
         MSG   'DMSACC112S DISK ''$M($A)'' DEVICE ERROR.'
MOUNTDRP LR    1,10
         CALL  ADTDROP
         EXIT  100
MOUNTNOS MSG   'DMSACC109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
         LTR   10,10
         BNZ   MOUNTDRP
         EXIT  104
MOUNTNOT LR    3,8
         LR    2,9
         ERR   100,'DMSACC113S $M($A) NOT ATTACHED.'
         LTORG
*
*        FREES THE STORAGE OF DISK 1
ADTDROP  ENTER
         LTR   10,1
         BZ    DROPEND
         L     2,ADTFSTN
         MH    2,=AL2(BLOCK)
         L     1,ADTFSTS
         BAL   9,DROPONE
         L     2,ADTMAPL
         L     1,ADTMAP
         BAL   9,DROPONE
         L     1,ADTLIVE
         BAL   9,DROPONE
         L     1,ADTPEND
         BAL   9,DROPONE
         LR    1,10
         LA    2,ADTSIZE
         BAL   9,DROPONE
DROPEND  EXIT
DROPONE  LTR   1,1
         BZR   9
         LR    0,2
         CALL  RELP
         BR    9
*
*        RELEASES THE DISK WHOSE MODE LETTER IS IN 0, IF THERE IS ONE.  R15: 36 WHERE NONE
UNMOUNT  ENTER
         STC   0,FL
         LA    3,ADTLIST
UNMNEXT  L     10,0(3)
         LTR   10,10
         BZ    UNMNONE
         CLC   ADTMODE,FL
         BE    UNMTHIS
         LR    3,10
         B     UNMNEXT
UNMTHIS  LR    1,10
         CALL  FSDROPD
         MVC   0(4,3),ADTNEXT
         LR    1,10
         CALL  ADTDROP
         EXIT  0
UNMNONE  EXIT  36
*
*        THE DISK WHOSE MODE LETTER IS IN 0: ADDRESS IN 1.  R15: 36 WHERE NONE
FINDADT  ENTER
         STC   0,FL
         L     10,ADTLIST
FINDADTN LTR   10,10
         BZ    UNMNONE2
         CLC   ADTMODE,FL
         BE    FINDADTF
         L     10,ADTNEXT
         B     FINDADTN
FINDADTF ST    10,FR1
         EXIT  0
UNMNONE2 EXIT  36
         LTORG
         END
