*
* FREE STORAGE.  CHUNKS HANG TOGETHER BY ADDRESS: NEXT (4), BYTES (4).  WHAT IS MISSING COMES IN PAGES FROM THE TOP OF STORAGE.
* PROGRAMS HAVE A LIST OF THEIR OWN, IN PAGES WITH THEIR KEY.
*
FREE     SYSTEM
*
*        GETS 0 BYTES FOR THE NUCLEUS: ADDRESS IN 1.  R15: 1 WHERE THERE IS NONE.  THE STORAGE IS CLEARED.
GETP     ENTER
         LA    2,FREELIST
         SR    3,3
         B     GETANY
*        THE SAME FOR A PROGRAM
         ENTRY GETUSER
         DS    0D
GETUSER  STM   0,14,FRSIZE(13)
         LA    13,FRSIZE(13)
         L     12,GETBASE-GETUSER(15)
         B     GETUSER2
GETBASE  DC    A(GETP)
GETUSER2 LA    2,FREEUSER
         LA    3,X'E0'
GETANY   LTR   4,0
         BP    GETSIZE
         LA    4,8
GETSIZE  LA    4,7(4)
         N     4,=F'-8'
GETFIND  LR    5,2                 5: WHERE THE CHUNK HANGS
GETLOOK  L     6,0(5)
         LTR   6,6
         BZ    GETMORE
         C     4,4(6)
         BNH   GETFOUND
         LR    5,6
         B     GETLOOK
GETFOUND BE    GETWHOLE
         L     7,4(6)              TAKE ITS END
         SR    7,4
         ST    7,4(6)
         LA    1,0(6,7)
         B     GETCLEAR
GETWHOLE MVC   0(4,5),0(6)
         LR    1,6
GETCLEAR ST    1,FR1
         LR    8,1
         LR    9,4
         SR    10,10
         SR    11,11
         MVCL  8,10
         EXIT  0
*        PAGES FROM THE TOP
GETMORE  LA    6,4095(4)
         N     6,=F'-4096'
         L     7,HIGHFREE
         SR    7,6
         BNP   GETNONE
         C     7,PRGEND
         BL    GETNONE
         ST    7,HIGHFREE
         LR    1,7
         LR    0,6
         LTR   3,3
         BZ    GETGIVE
         CALL  SETKEYS
         CALL  RELUSER
         B     GETFIND
GETGIVE  CALL  RELP
         B     GETFIND
GETNONE  EXIT  1
*
*        GIVES THE PAGES FROM 1, 0 BYTES OF THEM, THE KEY OF PROGRAMS
SETKEYS  ENTER
         LR    2,1
         N     2,=F'-2048'
         LR    3,1
         AR    3,0
         LA    4,X'E0'
KEYNEXT  CR    2,3
         BNL   KEYEND
         SSK   4,2
         AH    2,=H'2048'         (NO LA: STORAGE MAY END AT 16 MILLION)
         B     KEYNEXT
KEYEND   EXIT
         LTORG
*
*        GIVES 0 BYTES AT 1 BACK TO THE NUCLEUS
RELP     ENTER
         LA    2,FREELIST
         B     RELANY
         ENTRY RELUSER
         DS    0D
RELUSER  STM   0,14,FRSIZE(13)
         LA    13,FRSIZE(13)
         L     12,RELBASE-RELUSER(15)
         B     RELUSER2
RELBASE  DC    A(RELP)
RELUSER2 LA    2,FREEUSER
RELANY   LTR   4,0
         BP    RELSIZE
         LA    4,8
RELSIZE  LA    4,7(4)
         N     4,=F'-8'
         LA    1,0(1)
RELLOOK  L     5,0(2)              2: THE CHUNK BEFORE IT
         LTR   5,5
         BZ    RELPUT
         CR    5,1
         BH    RELPUT
         LR    2,5
         B     RELLOOK
RELPUT   ST    5,0(1)
         ST    4,4(1)
         ST    1,0(2)
         LTR   5,5                 JOIN IT WITH THE NEXT
         BZ    RELBEFOR
         LA    6,0(1,4)
         CR    6,5
         BNE   RELBEFOR
         MVC   0(4,1),0(5)
         A     4,4(5)
         ST    4,4(1)
RELBEFOR LA    6,FREELIST          AND WITH THE ONE BEFORE
         CR    2,6
         BE    RELEND
         LA    6,FREEUSER
         CR    2,6
         BE    RELEND
         LR    6,2
         A     6,4(2)
         CR    6,1
         BNE   RELEND
         MVC   0(4,2),0(1)
         A     4,4(2)
         ST    4,4(2)
RELEND   EXIT  0
         LTORG
*
*        STORAGE OF A COMMAND: 0 BYTES, ADDRESS IN 1.  IT GOES BACK BY FRET, OR WHEN THE COMMAND ENDS ABNORMALLY.  R15: 1 WHERE NONE.
GETT     ENTER
         LR    2,0
         LA    0,16(2)
         CALL  GETP
         LTR   15,15
         BNZ   GETTEND
         L     3,TEMPLIST          NEXT (4), BEFORE (4), BYTES (4)
         ST    3,0(1)
         LA    2,16(2)
         ST    2,8(1)
         LTR   3,3
         BZ    GETTHEAD
         ST    1,4(3)
GETTHEAD ST    1,TEMPLIST
         LA    1,16(1)
         ST    1,FR1
         SR    15,15
GETTEND  EXIT
*
FRET     ENTER
         LTR   1,1
         BZ    FRETEND
         LA    2,0(1)
         SH    2,=H'16'
         LM    3,4,0(2)
         LTR   3,3
         BZ    FRETLAST
         ST    4,4(3)
FRETLAST LTR   4,4
         BZ    FRETHEAD
         ST    3,0(4)
         B     FRETGIVE
FRETHEAD ST    3,TEMPLIST
FRETGIVE LR    1,2
         L     0,8(2)
         CALL  RELP
FRETEND  EXIT
*
FREETEMP ENTER
FREENEXT L     1,TEMPLIST
         LTR   1,1
         BZ    FREEEND
         LA    1,16(1)
         CALL  FRET
         B     FREENEXT
FREEEND  EXIT
         LTORG
         END
