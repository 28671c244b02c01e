*
* THE CONSOLE: LINES OUT, LINES IN, ATTENTION, AND THE LINES THAT ARE STACKED.
*
CONSOLES SYSTEM
*
*        TYPES 0 BYTES AT 1, WITHOUT TRAILING BLANKS
CONWRT   ENTER
         CLI   HTFLAG,0
         BNE   WRTEND
         LR    2,0
         LA    1,0(1)
         LA    3,0(1,2)
WRTTRIM  CR    3,1
         BNH   WRTBLANK
         BCTR  3,0
         CLI   0(3),C' '
         BE    WRTTRIM
         SR    3,1
         LA    3,1(3)
         B     WRTGO
WRTBLANK LA    3,1
         LA    1,=C' '
WRTGO    ST    1,CONCCW
         MVI   CONCCW,X'09'
         ST    3,CONCCW+4
         MVI   CONCCW+4,X'20'
         CALL  CONIO
         CALL  ATTNREAD
WRTEND   EXIT
*
*        READS A LINE TO 1 (130 BYTES, BLANKS BEHIND IT); R15: ITS LENGTH.  STACKED LINES COME FIRST.
CONREAD  ENTER
         LR    2,1
         MVI   0(2),C' '
         MVC   1(129,2),0(2)
         LA    3,LINES
         BAL   9,RDSTACK
         LA    3,TYPED
         BAL   9,RDSTACK
         CALL  ATTNREAD
         LA    3,TYPED
         BAL   9,RDSTACK
         LR    1,2
         CALL  CONGET
         EXIT
RDSTACK  L     4,0(3)
         LTR   4,4
         BZR   9
         MVC   0(4,3),0(4)
         LH    5,4(4)
         LTR   5,5
         BZ    RDNULL
         BCTR  5,0
         EX    5,RDMOVE
RDNULL   LH    5,4(4)
         LR    1,4
         LA    0,8(5)
         CALL  RELP
         LR    15,5
         EXIT
RDMOVE   MVC   0(0,2),6(4)
*
*        READS A LINE FROM THE CONSOLE ITSELF
CONGET   ENTER
         LR    2,1
GETAGAIN MVI   0(2),C' '
         MVC   1(129,2),0(2)
         ST    2,CONCCW
         MVI   CONCCW,X'0A'
         MVC   CONCCW+4(4),=X'20000082'
         MVI   READING,X'FF'
         MVI   HTFLAG,0
         CALL  CONIO
         MVI   READING,0
         MVI   ATTN,0              A LINE THAT WAS TYPED IS THIS ONE
         LA    3,130
         SR    4,4
         ICM   4,3,CSW+6
         SR    3,4
         BNP   GETNULL
         LR    15,3
GETTRIM  LA    5,0(2,15)
         BCTR  5,0
         CLI   0(5),C' '
         BNE   GETEND
         BCT   15,GETTRIM
         B     GETEND
GETNULL  SR    15,15
GETEND   EXIT
*
*        EXECUTES CONCCW AND WAITS FOR ITS END
CONIO    ENTER
         L     2,CONADDR
         LA    3,FRSIZE(13)
         ST    3,STKTOP
CIOSTART XC    CONSTAT,CONSTAT
         LA    0,CONCCW
         ST    0,CAW
         SIO   0(2)
         BC    8,CIOWAIT
         BC    1,CIOEND
         BC    2,CIOBUSY
         TM    CSW+4,X'80'
         BZ    CIONOATT
         MVI   ATTN,X'FF'
CIONOATT TM    CSW+4,X'10'         BUSY WITH STATUS OF ITS OWN: NOW IT IS GONE
         BO    CIOSTART
         TM    CSW+4,X'80'
         BO    CIOSTART
         OC    CONSTAT,CSW+4
         B     CIOWAIT
CIOBUSY  TIO   0(2)
         BC    8,CIOSTART
         BC    1,CIOEND
         BC    2,CIOBUSY
         TM    CSW+4,X'80'
         BZ    CIOSTART
         MVI   ATTN,X'FF'
         B     CIOSTART
CIOWAIT  TM    CONSTAT,X'06'       DEVICE END OR UNIT CHECK
         BNZ   CIODONE
         LPSW  CIOSLEEP
CIODONE  TM    CONSTAT,X'02'
         BZ    CIOEND
         LA    0,CIOSENSE          THE SENSE BYTES ARE OF NO USE, BUT THEY MUST BE TAKEN
         ST    0,CAW
         XC    CONSTAT,CONSTAT
         SIO   0(2)
         BC    8,CIOEND
CIOEND   EXIT
         DS    0D
CIOSLEEP DC    X'FF060000',A(CIOWAIT)
CIOSENSE DC    X'04',AL3(CONSENSE-NUCON),X'20',X'00',H'1'
*
*        ATTENTION: A LINE THAT NOBODY HAS ASKED FOR.  AN IMMEDIATE COMMAND ACTS NOW, ANY OTHER LINE WAITS.
ATTNREAD ENTER
ATTNEXT  CLI   ATTN,0
         BE    ATTNDONE
         MVI   ATTN,0
         LA    1,ATTNBUF
         MVC   FL(1),HTFLAG
         CALL  CONGET
         MVC   HTFLAG,FL
         LTR   15,15
         BZ    ATTNEXT
         LR    3,15
         MVC   FL+8(8),ATTNBUF
         OC    FL+8(8),BLANK8
         CLC   FL+8(8),=CL8'HX'
         BE    ATTNHX
         CLC   FL+8(8),=CL8'HT'
         BE    ATTNHT
         CLC   FL+8(8),=CL8'RT'
         BE    ATTNRT
         LA    1,ATTNBUF
         LR    0,3
         LA    2,TYPED
         CALL  STACKBOT
         B     ATTNEXT
ATTNHX   MVI   HXFLAG,X'FF'
         B     ATTNEXT
ATTNHT   MVI   HTFLAG,X'FF'
         B     ATTNEXT
ATTNRT   MVI   HTFLAG,0
         B     ATTNEXT
ATTNDONE CLI   HXFLAG,0
         BE    ATTNOUT
         L     15,=V(ABORT)
         BR    15
ATTNOUT  EXIT
BLANK8   DC    CL8' '
*
*        PUTS 0 BYTES AT 1 BEHIND THE LINES OF LIST 2
STACKBOT ENTER
         LR    3,1
         LR    4,0
         LA    0,8(4)
         CALL  GETP
         LTR   15,15
         BNZ   STKFULL
         BAL   9,STKFILL
STKLAST  L     5,0(2)
         LTR   5,5
         BZ    STKPUT
         LR    2,5
         B     STKLAST
STKPUT   ST    1,0(2)
STKFULL  EXIT
STKFILL  XC    0(4,1),0(1)
         STH   4,4(1)
         LTR   5,4
         BZR   9
         BCTR  5,0
         EX    5,STKMOVE
         BR    9
STKMOVE  MVC   6(0,1),0(3)
*
*        PUTS THEM BEFORE THE LINES OF LIST 2
STACKTOP ENTER
         LR    3,1
         LR    4,0
         LA    0,8(4)
         CALL  GETP
         LTR   15,15
         BNZ   STKFULL2
         BAL   9,STKFILL2
         MVC   0(4,1),0(2)
         ST    1,0(2)
STKFULL2 EXIT
STKFILL2 STH   4,4(1)
         LTR   5,4
         BZR   9
         BCTR  5,0
         EX    5,STKMOVE2
         BR    9
STKMOVE2 MVC   6(0,1),0(3)
*
*        FORGETS ALL STACKED LINES
CLRSTACK ENTER
         LA    2,LINES
         BAL   9,CLRLIST
         LA    2,TYPED
         BAL   9,CLRLIST
         EXIT
CLRLIST  L     1,0(2)
         LTR   1,1
         BZR   9
         MVC   0(4,2),0(1)
         LH    3,4(1)
         LA    0,8(3)
         CALL  RELP
         B     CLRLIST
         LTORG
         END
