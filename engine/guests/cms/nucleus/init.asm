*
* THE BEGINNING: FROM IPL BY DEVICE OR BY NAME TO THE FIRST COMMAND.  THE NUCLEUS LIES WHERE IT SHALL; PAGE ZERO HOLDS NOTHING YET BUT
* THE SYSTEM DISK'S ADDRESS, IN SYSDISK.
*
CMSINIT  SYSTEM
         ENTRY CMSSTART
CMSSTART BALR  12,0
         USING *,12
         L     13,=A(STACK)
         L     2,SYSDISK
         LA    4,SYSNAME
         LA    5,NUCEND
         SR    5,4
         SR    6,6
         SR    7,7
         MVCL  4,6                 PAGE ZERO IS ALL ZERO NOW
         ST    2,SYSDISK
         MVC   EXTNEW(40),NEWPSWS
         MVC   SYSNAME,=CL8'CMS'
         MVI   SETFLAGS,IMPEX+IMPCP+ABBREV+RDYLONG+PROTECT
*        HOW MUCH STORAGE: AN ADDRESSING EXCEPTION TELLS
         MVC   PGMNEW(8),PROBED
         L     2,=A(USERAREA)
PROBE    IC    3,0(2)
         AL    2,=A(X'10000')
         CL    2,=A(X'1000000')
         BL    PROBE
PROBEND  MVC   PGMNEW(8),NEWPSWS+16
         ST    2,STORSIZE
         ST    2,HIGHFREE
         MVC   PRGEND,=A(USERAREA)
         L     1,=A(LOWFREE)
         L     0,=A(NUCLEUS-LOWFREE)
         CALL  RELP
*        THE CONSOLE
         L     2,=F'-1'
         DIAG  2,4,X'24'
         BC    3,NOCONS
         N     2,=X'00000FFF'
         B     CONSOLE
NOCONS   LA    2,X'009'
CONSOLE  ST    2,CONADDR
         LA    0,128
         CALL  GETUSER
         ST    1,USERSAVE
         CALL  CMSHELLO
         CALL  CMSLOOP
*
         DS    0D
NEWPSWS  DC    X'00040000',A(EXTINT)
         DC    X'00040000',V(SVCINT)
         DC    X'00040000',V(PGMINT)
         DC    X'00020000',X'00BAD006'
         DC    X'00040000',V(IOINT)
PROBED   DC    X'00040000',A(PROBEND)
*        EXTERNAL INTERRUPTIONS TELL NOTHING THAT IS WANTED
EXTINT   LPSW  EXTOLD
         LTORG
*
*        SAYS WHO IS THERE, ACCESSES THE DISKS AND CALLS THE PROFILE
CMSHELLO ENTER
         MSG   'TRAP && EMULATE CMS  VERSION 1.0'
         L     0,SYSDISK
         LA    1,=C'SS'
         CALL  MOUNT
         LA    0,X'191'
         LA    1,=C'A '
         CALL  MOUNT
         LA    0,X'19E'
         LR    2,0
         DIAG  2,4,X'24'
         BC    1,HELLOPRO          NO Y DISK: NOTHING IS SAID
         LA    1,=C'YS'
         CALL  MOUNT
HELLOPRO LA    1,PROFILE
         CALL  FSLOOK
         LTR   15,15
         BNZ   HELLOEND
         CALL  CPUNOW
         LA    1,EXECPROF
         CALL  EXEC
         ST    15,RETCODE
         CALL  READYMSG
HELLOEND EXIT
PROFILE  DC    CL8'PROFILE',CL8'EXEC',CL2'* '
EXECPROF DC    CL8'EXEC',CL8'PROFILE',8X'FF'
         LTORG
*
*        READS COMMANDS AND EXECUTES THEM, FOR EVER
CMSLOOP  DS    0D
         ENTRY CMSLOOP
         LR    12,15
         USING CMSLOOP,12
         L     13,=A(STACK)
CMSNEXT  LA    1,LINETEXT
         CALL  CONREAD
         STH   15,LINELEN
         LTR   15,15
         BZ    CMSNULL
         CALL  CPUNOW              WHERE THE READY MESSAGE COUNTS FROM
         LA    1,LINETEXT
         LH    0,LINELEN
         CALL  COMMAND
         MVI   HTFLAG,0
         ST    15,RETCODE
         L     15,=V(READYMSG)
         BALR  14,15
         B     CMSNEXT
CMSNULL  MSG   'CMS'
         B     CMSNEXT
         LTORG
*
*        AFTER AN ABNORMAL END: NOTHING OF WHAT WENT ON IS LEFT
         ENTRY ABORT
ABORT    DS    0D
         LR    12,15
         USING ABORT,12
         L     13,=A(STACK)
         SSM   ABORTOFF
         MVI   HTFLAG,0
         MVI   HXFLAG,0
         MVI   INPGM,0
         XC    PRGRUN,PRGRUN
         XC    EXECNOW,EXECNOW
         XC    EDITNOW,EDITNOW
         CALL  FSDROP
         CALL  CLRSTACK
         CALL  FREETEMP
         MSG   'CMS'
         CALL  CMSLOOP
ABORTOFF DC    X'00'
         LTORG
*
*        THE READY MESSAGE, WITH THE RETURN CODE IN RETCODE
READYMSG ENTER
         L     2,RETCODE
         MVC   MSGLINE(2),=C'R;'
         LA    3,MSGLINE+2
         LTR   2,2
         BZ    RDYTIME
         CVD   2,DWORD
         MVC   MSGLINE(9),=C'R(00000);'
         UNPK  MSGLINE+2(5),DWORD
         OI    MSGLINE+6,X'F0'
         LTR   2,2
         BNM   RDYPLUS
         MVI   MSGLINE+2,C'-'
RDYPLUS  LA    3,MSGLINE+9
RDYTIME  TM    SETFLAGS,RDYLONG
         BZ    RDYOUT
         CALL  CPUUSED
         MVC   0(3,3),=C' T='
         LA    3,3(3)
         LM    4,5,DWORD           MICROSECONDS, VIRTUAL
         BAL   9,RDYSECS
         MVI   0(3),C'/'
         LA    3,1(3)
         L     4,FR0SAVE           TOTAL
         BAL   9,RDYSECS
         MVI   0(3),C' '
         MVC   1(8,3),TIME
         LA    3,9(3)
RDYOUT   LA    1,MSGLINE
         LR    0,3
         SR    0,1
         CALL  CONWRT
         XC    RETCODE,RETCODE
         EXIT
*        MICROSECONDS IN 4 AS SECONDS AND HUNDREDTHS TO 3
RDYSECS  SRDA  4,32
         D     4,=F'10000'
         CVD   5,FL
         MVC   FL+16(11),RDYMASK
         LA    1,FL+16+7
         EDMK  FL+16(11),FL+3
         LA    4,FL+16+11
         SR    4,1
         BCTR  4,0
         EX    4,RDYMOVE
         LA    3,1(3,4)
         BR    9
RDYMOVE  MVC   0(0,3),0(1)
RDYMASK  DC    X'40202020202021204B2020'
FR0SAVE  EQU   TIMEBUF+28
         LTORG
*
*        THE TIME AND THE PROCESSOR'S TIME
CPUNOW   ENTER
         LA    1,TIMEBUF
         DIAG  1,0,X'0C'
         MVC   CPUTIME,TIMEBUF+16
         MVC   CPUTOTAL,TIMEBUF+24
         EXIT
*        PROCESSOR TIME SINCE CPUNOW: VIRTUAL IN DWORD, TOTAL BEHIND THE TIME, BOTH AS FULLWORDS
CPUUSED  ENTER
         LA    1,TIMEBUF
         DIAG  1,0,X'0C'
         L     2,TIMEBUF+20
         SL    2,CPUTIME+4
         ST    2,DWORD
         L     2,TIMEBUF+28
         SL    2,CPUTOTAL+4
         ST    2,TIMEBUF+28
         EXIT
         LTORG
         END   CMSSTART
