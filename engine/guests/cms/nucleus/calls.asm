*
* WHAT PROGRAMS CALL BY SVC 202: FILES AND THE CONSOLE.  THE PARAMETER LIST OF RDBUF AND WRBUF HAS THE FILE'S NAME AT 8, ITS TYPE AT 16,
* MODE AT 24, RECORD NUMBER AT 26 (0: THE NEXT), BUFFER AT 28, BYTES AT 32, FORMAT AT 36; RDBUF ANSWERS WITH THE RECORD'S LENGTH AT 40.
*
CALLS    SYSTEM
         USING AFT,11
*
*        R15: 1 NOT FOUND, 12 END OF FILE, 3 DISK ERROR
RDBUF    ENTER
         LR    10,1
         CALL  CALLFILE
         LTR   15,15
         BZ    RDBPOS
         LA    1,8(10)
         CALL  FSOPENR
         LTR   15,15
         BNZ   RDBNONE
         LR    11,1
         OI    AFTFLAGS,AFTSVC
         B     RDBPOS2
RDBPOS   LR    11,1
RDBPOS2  LH    3,26(10)
         LTR   3,3
         BZ    RDBREAD
         LR    1,11
         LR    0,3
         CALL  TOITEM
         LTR   15,15
         BNZ   RDBEND
RDBREAD  LR    1,11
         L     2,28(10)
         L     0,32(10)
         CALL  FSREAD
         LTR   15,15
         BNZ   RDBEND
         ST    0,40(10)
RDBEND   C     15,=F'100'
         BNE   RDBRC
         LA    15,3
RDBRC    EXIT
RDBNONE  EXIT  1
*
*        R15: 13 DISK FULL, 12 READ ONLY, 36 NO SUCH DISK, 3 DISK ERROR
WRBUF    ENTER
         LR    10,1
         CALL  CALLFILE
         LTR   15,15
         BZ    WRBHAVE
         LA    1,8(10)
         CALL  FSOPENU
         LTR   15,15
         BZ    WRBOLD
         CH    15,=H'28'
         BNE   RDBEND2
         SR    0,0
         IC    0,36(10)
         L     2,32(10)
         CH    0,=X'00C6'
         BE    WRBNEW
         LA    0,C'V'
         SR    2,2
WRBNEW   LA    1,8(10)
         CALL  FSOPENW
         LTR   15,15
         BNZ   RDBEND2
         LR    11,1
         B     WRBMARK
WRBOLD   LR    11,1
         CALL  FSTOEND
WRBMARK  OI    AFTFLAGS,AFTSVC
         LR    1,11
WRBHAVE  LR    11,1
         LA    15,12
         TM    AFTFLAGS,AFTOUT
         BZ    RDBEND2
         LH    3,26(10)
         LTR   3,3
         BZ    WRBWRITE
         LA    15,16               ONLY RECORDS OF ONE LENGTH CAN BE REPLACED
         CLI   FSTRECFM-FST+AFTFST,C'F'
         BNE   RDBEND2
         LR    0,3
         CALL  TOITEM
         LTR   15,15
         BNZ   RDBEND2
WRBWRITE LR    1,11
         L     2,28(10)
         L     0,32(10)
         CALL  FSWRITE
RDBEND2  C     15,=F'100'
         BNE   WRBRC
         LA    15,3
WRBRC    EXIT
*        THE OPEN FILE THAT THE LIST AT 1 NAMES: AFT IN 1.  R15: 28 WHERE THERE IS NONE
CALLFILE ENTER
         L     11,AFTLIST
CALLFN   LTR   11,11
         BZ    CALLFNO
         TM    AFTFLAGS,AFTSVC
         BZ    CALLFS
         CLC   AFTFST(16),8(1)
         BNE   CALLFS
         CLI   24(1),C'*'
         BE    CALLFYES
         CLI   24(1),C' '
         BE    CALLFYES
         CLC   AFTMODE,24(1)
         BE    CALLFYES
CALLFS   L     11,AFTNEXT
         B     CALLFN
CALLFYES ST    11,FR1
         EXIT  0
CALLFNO  EXIT  28
*        SETS AFT 1 BEFORE RECORD 0.  R15: 12 WHERE THE FILE IS SHORTER
TOITEM   ENTER
         LR    11,1
         LR    3,0
         BCTR  3,0
         CLI   FSTRECFM-FST+AFTFST,C'F'
         BNE   TOITEMV
         C     3,FSTITEMS-FST+AFTFST
         BH    TOITEME
         ST    3,AFTITEM
         LR    5,3
         M     4,FSTLRECL-FST+AFTFST
         ST    5,AFTPOS
         EXIT  0
TOITEME  EXIT  12
TOITEMV  C     3,AFTITEM
         BNL   TOITEMN
         XC    AFTITEM,AFTITEM
         XC    AFTPOS,AFTPOS
TOITEMN  C     3,AFTITEM
         BE    TOITEMOK
         LR    1,11
         SR    0,0
         LA    2,FL
         CALL  FSREAD
         LTR   15,15
         BZ    TOITEMN
         EXIT
TOITEMOK EXIT  0
*
*        FINIS FN FT FM, * FOR ALL.  R15: 6 WHERE NONE WAS OPEN
FINIS    ENTER
         LR    10,1
         LA    9,6
         SR    8,8
FINAGAIN L     11,AFTLIST
FINNEXT  LTR   11,11
         BZ    FINEND
         TM    AFTFLAGS,AFTSVC
         BZ    FINSTEP
         CLI   8(10),C'*'
         BE    FINTYPE
         CLC   AFTFST(8),8(10)
         BNE   FINSTEP
FINTYPE  CLI   16(10),C'*'
         BE    FINCLOSE
         CLC   AFTFST+8(8),16(10)
         BNE   FINSTEP
FINCLOSE LR    1,11
         CALL  FSCLOSE
         SR    9,9
         LTR   15,15
         BZ    FINAGAIN
         LR    8,15
         B     FINAGAIN
FINSTEP  L     11,AFTNEXT
         B     FINNEXT
FINEND   LTR   15,8
         BNZ   FINRC
         LR    15,9
FINRC    EXIT
*        CLOSES WHAT A PROGRAM HAS LEFT OPEN
CLOSEALL ENTER
         LA    1,FINALL
         CALL  FINIS
         EXIT
FINALL   DC    CL8'FINIS',CL8'*',CL8'*'
*
*        TYPLIN: BUFFER AT 8, LENGTH (2) AT 14
TYPLIN   ENTER
         LH    0,14(1)
         L     1,8(1)
         LA    1,0(1)
         LTR   0,0
         BZ    TYPLEND
         C     0,=F'130'
         BNH   TYPLGO
         LA    0,130
TYPLGO   CALL  CONWRT
TYPLEND  EXIT  0
*        WAITRD: BUFFER OF 130 BYTES AT 8, U (UPPER CASE) OR T AT 12; THE LENGTH (3) COMES TO 13
WAITRD   ENTER
         LR    10,1
         LA    1,READBUF
         CALL  CONREAD
         CLI   12(10),C'U'
         BNE   WAITPUT
         OC    READBUF(130),WAITUP
WAITPUT  L     2,8(10)
         LA    2,0(2)
         MVC   0(130,2),READBUF
         STCM  15,7,13(10)
         EXIT  0
WAITUP   DC    CL130' '
*        ATTN: FIFO OR LIFO (4) AT 8, LENGTH (1) AND ADDRESS (3) AT 12: STACKS A LINE
ATTNFN   ENTER
         LR    10,1
         LA    2,LINES
         L     1,12(10)
         LA    1,0(1)
         SR    0,0
         IC    0,12(10)
         CLC   8(4,10),=CL4'LIFO'
         BE    ATTNLIFO
         CALL  STACKBOT
         EXIT  0
ATTNLIFO CALL  STACKTOP
         EXIT  0
         LTORG
         END
