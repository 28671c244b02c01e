*
* WHAT COMMANDS HAVE IN COMMON: FILE NAMES, NUMBERS, WHICH FILES A NAME STANDS FOR.
*
WORDS    SYSTEM
*
*        TAKES UP TO THREE WORDS AT 1 AS NAME, TYPE AND MODE TO 2 (8, 8, 2), WHICH HAS WHAT HOLDS WITHOUT THEM.
*        R15: HOW MANY THERE WERE; R0: WHAT FOLLOWS
GETFID   ENTER
         SR    3,3
FIDNEXT  CLI   0(1),X'FF'
         BE    FIDEND
         CLI   0(1),C'('
         BE    FIDEND
         LA    3,1(3)
         CH    3,=H'3'
         BE    FIDMODE
         MVC   0(8,2),0(1)
         LA    2,8(2)
         LA    1,8(1)
         B     FIDNEXT
FIDMODE  MVC   0(2,2),0(1)
         LA    1,8(1)
FIDEND   ST    1,FR0
         LR    15,3
         EXIT
*
*        MAY A FILE BE CALLED AS THE NAME AND TYPE AT 1 SAY?  R15: 20 IF NOT
CHECKFID ENTER
         LA    2,16
         LR    3,1
         CLI   0(3),C' '
         BE    CHKBAD
         CLI   8(3),C' '
         BE    CHKBAD
CHKNEXT  CLI   0(3),C'*'
         BE    CHKBAD
         CLI   0(3),C'='
         BE    CHKBAD
         CLI   0(3),C'('
         BE    CHKBAD
         CLI   0(3),C')'
         BE    CHKBAD
         LA    3,1(3)
         BCT   2,CHKNEXT
         EXIT  0
CHKBAD   EXIT  20
*
*        THE WORD AT 1 AS A NUMBER, IN 0.  R15: 24 WHERE IT IS NONE
GETNUM   ENTER
         SR    2,2
         LA    3,8
         CLI   0(1),C' '
         BE    NUMBAD
NUMNEXT  CLI   0(1),C' '
         BE    NUMEND
         CLI   0(1),C'0'
         BL    NUMBAD
         CLI   0(1),C'9'
         BH    NUMBAD
         MH    2,=H'10'
         IC    4,0(1)
         N     4,=F'15'
         AR    2,4
         LA    1,1(1)
         BCT   3,NUMNEXT
NUMEND   ST    2,FR0
         EXIT  0
NUMBAD   EXIT  24
*        THE SAME IN HEXADECIMAL
GETHEX   ENTER
         SR    2,2
         LA    3,8
         CLI   0(1),C' '
         BE    HEXBAD
HEXNEXT  CLI   0(1),C' '
         BE    HEXEND
         SR    4,4
         IC    4,0(1)
         CH    4,=X'00F0'
         BL    HEXALPHA
         SH    4,=X'00F0'
         CH    4,=H'9'
         BH    HEXBAD
         B     HEXADD
HEXALPHA SH    4,=X'00B7'
         CH    4,=H'10'
         BL    HEXBAD
         CH    4,=H'15'
         BH    HEXBAD
HEXADD   SLL   2,4
         OR    2,4
         LA    1,1(1)
         BCT   3,HEXNEXT
HEXEND   ST    2,FR0
         EXIT  0
HEXBAD   EXIT  24
*
*        0 AS A NUMBER IN THE 10 BYTES BEFORE 1
NUMFIELD ENTER
         CVD   0,DWORD
         MVC   FL(12),=X'402020202020202020202120'
         ED    FL(12),DWORD+2
         LR    2,1
         SH    2,=H'10'
         MVC   0(10,2),FL+2
         EXIT
*
*        0 AS A NUMBER AT 1, LEFT-ADJUSTED; R1: BEHIND IT
NUMLEFT  ENTER
         LR    2,1
         LR    3,0
         CVD   3,DWORD
         MVC   FL(12),=X'402020202020202020202120'
         LA    1,FL+11
         EDMK  FL(12),DWORD+2
         LTR   3,3
         BNM   NUMPOS
         BCTR  1,0
         MVI   0(1),C'-'
NUMPOS   LA    4,FL+11
         SR    4,1
         EX    4,NUMMOVE
         LA    2,1(2,4)
         ST    2,FR1
         EXIT
NUMMOVE  MVC   0(0,2),0(1)
*
*        THE NEXT FILE FOR WHICH THE NAME AT 1 STANDS: FST IN 1, DISK IN 0.  * IS ANYTHING, ABC* WHAT BEGINS SO.  AT 2: DISK AND COUNT,
*        ZERO AT FIRST.  R15: 28 WHERE THERE IS NO MORE
FSNEXT   ENTER
         LR    3,1
         LR    4,2
         LM    10,11,0(4)
         USING ADT,10
         LTR   10,10
         BNZ   NEXTFST
         L     10,ADTLIST
NEXTDISK LTR   10,10
         BZ    NEXTNONE
         CLI   16(3),C'*'
         BE    NEXTIN
         CLC   ADTMODE,16(3)
         BE    NEXTIN
NEXTSKIP L     10,ADTNEXT
         SR    11,11
         B     NEXTDISK
NEXTIN   SR    11,11
NEXTFST  L     5,ADTFSTN
         MH    5,=AL2(FSTPER)
NEXTLOOK CR    11,5
         BNL   NEXTSKIP
         LR    6,11
         MH    6,=AL2(FSTSIZE)
         A     6,ADTFSTS
         USING FST,6
         LA    11,1(11)
         CLI   FSTNAME,0
         BE    NEXTLOOK
         LA    7,FSTNAME
         LA    8,0(3)
         BAL   9,NEXTCOMP
         LA    7,FSTTYPE
         LA    8,8(3)
         BAL   9,NEXTCOMP
         CLI   17(3),C' '
         BNH   NEXTFIT
         CLI   17(3),C'*'
         BE    NEXTFIT
         CLC   17(1,3),FSTMODE
         BNE   NEXTLOOK
NEXTFIT  STM   10,11,0(4)
         ST    10,FR0
         ST    6,FR1
         EXIT  0
NEXTNONE EXIT  28
NEXTCOMP LA    0,8
NEXTCHAR CLI   0(8),C'*'
         BER   9
         CLC   0(1,7),0(8)
         BNE   NEXTLOOK
         LA    7,1(7)
         LA    8,1(8)
         BCT   0,NEXTCHAR
         BR    9
         DROP  6,10
*
*        LOOKS FOR THE OPTION AT 2 (8) AMONG THE WORDS AT 1: THE WORD BEHIND IT IN 1.  R15: 0 WHERE IT IS THERE
OPTION   ENTER
OPTNEXT  CLI   0(1),X'FF'
         BE    OPTNONE
         CLC   0(8,1),0(2)
         LA    1,8(1)
         BNE   OPTNEXT
         ST    1,FR1
         EXIT  0
OPTNONE  EXIT  4
         LTORG
         END
