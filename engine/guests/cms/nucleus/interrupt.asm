*
* INTERRUPTIONS: SUPERVISOR CALLS, PROGRAM CHECKS, THE CONSOLE; AND PROGRAMS, HOW THEY ARE STARTED AND END.
* THE NUCLEUS ITSELF RUNS DISABLED AND CALLS ITS PROCEDURES DIRECTLY, SO ONLY PROGRAMS AND WAITS ARE INTERRUPTED.
*
INTERRUP SYSTEM
ENDSVC   EQU   201
*
*        SVC 202: R1 POINTS TO A PARAMETER LIST.  AN ADDRESS BEHIND THE SVC IS WHERE A NONZERO RETURN CODE GOES; 1 MEANS BEHIND IT.
*        SVC 203: A HALFWORD BEHIND IT SAYS WHAT IS WANTED.
         ENTRY SVCINT
SVCINT   DS    0D
         STM   0,15,SVCSAVE
         BALR  12,0
         USING *,12
         MVI   INPGM,0
         L     2,SVCSAVE+60
         CLI   SVCOLD+3,ENDSVC
         BE    PGMENDED
         L     13,STKTOP
         MVC   0(64,13),SVCSAVE
         MVC   FL(8),SVCOLD
         C     13,=A(STACKEND)
         BH    SVCDEEP
         CLI   SVCOLD+3,202
         BE    SVC202
         CLI   SVCOLD+3,203
         BE    SVC203
         SR    3,3
         IC    3,SVCOLD+3
         MSG   'DMSITS131T UNSUPPORTED SVC $D.'
         B     SVCABORT
SVCDEEP  L     13,=A(STACK)
         MSG   'DMSITS132T SVC NESTING IS TOO DEEP.'
SVCABORT L     15,=V(ABORT)
         BR    15
SVC202   L     1,4(13)
         LA    0,1
         CALL  CALLPLST
         L     2,FL+4
         LA    2,0(2)
         CLI   0(2),0
         BNE   SVCRETN             NO ADDRESS BEHIND IT
         MVC   DWORD(4),0(2)
         LA    4,4(2)
         L     3,DWORD
         LTR   15,15
         BZ    SVCSKIP
         C     3,=F'1'
         BE    SVCSKIP
         LR    4,3
SVCSKIP  LR    2,4
SVCRETN  ST    15,60(13)
SVCBACK  ST    2,FL+12
         MVC   FL+8(4),FL
         MVC   FL+12(1),FL+4       PROGRAM MASK AND CONDITION CODE
         ST    13,STKTOP
         MVI   INPGM,X'FF'
         MVC   SVCOLD,FL+8
         LM    0,15,0(13)
         LPSW  SVCOLD
*
SVC203   L     2,FL+4
         LA    2,0(2)
         MVC   DWORD(2),0(2)
         LA    2,2(2)
         LH    3,DWORD
         LM    0,1,0(13)
         CH    3,=H'1'
         BE    SVCGET
         CH    3,=H'2'
         BE    SVCREL
         LA    15,104
         B     SVCRETN
SVCGET   SLL   0,3
         CALL  GETUSER
         ST    1,4(13)
         B     SVCRETN
SVCREL   SLL   0,3
         CALL  RELUSER
         B     SVCRETN
*        THE PROGRAM THAT RUNPGM STARTED RETURNS: RETURN CODE IN 2
PGMENDED L     13,PRGRUN
         LTR   13,13
         BZ    SVCABORT
         LR    15,2
         L     12,FL+16
         DROP  12
         USING RUNPGM,12
         MVC   PRGRUN,FL
         EXIT
         LTORG
*
*        STARTS THE PROGRAM AT 0; PARAMETER LIST AT 1.  R15: ITS RETURN CODE
RUNPGM   ENTER
         MVC   FL(4),PRGRUN
         ST    12,FL+16
         ST    0,FL+12
         ST    13,PRGRUN
         LA    2,FRSIZE(13)
         ST    2,STKTOP
         MVC   FL+8(4),USERPSW
         TM    SETFLAGS,PROTECT
         BO    RUNKEY
         NI    FL+9,X'0F'
RUNKEY   MVC   SVCOLD,FL+8
         LR    15,0
         LA    14,RUNBACK
         L     13,USERSAVE
         SR    0,0
         MVI   INPGM,X'FF'
         LPSW  SVCOLD
RUNBACK  SVC   ENDSVC
USERPSW  DC    X'FFE40000'
         LTORG
*
*        A PROGRAM CHECK, OF A PROGRAM OR OF THE NUCLEUS: BOTH END IN A MESSAGE AND READY
         ENTRY PGMINT
PGMINT   DS    0D
         STM   0,15,PGMSAVE
         BALR  12,0
         USING *,12
         MVC   PGMPSW,PGMOLD
         MVC   ABENDREG(64),PGMSAVE
         L     13,=A(STACK)
         CLI   INPGM,0
         BE    PGMSTK
         L     13,STKTOP
PGMSTK   MVI   HTFLAG,0
         LH    2,PGMPSW+2
         N     2,=F'15'
         BCTR  2,0
         MH    2,=H'24'
         L     4,=A(PGMNAMES)
         AR    2,4
         L     3,PGMPSW+4
         LA    3,0(3)
         CLI   INPGM,0
         BE    PGMOURS
         MVI   INPGM,0
         MSG   'DMSITP141T $L EXCEPTION OCCURRED AT $P IN ROUTINE $N.'
         B     PGMABORT
PGMOURS  MSG   'DMSITP143T $L EXCEPTION OCCURRED AT $P IN SYSTEM ROUTINE.'
PGMABORT L     15,=V(ABORT)
         BR    15
PGMNAMES DC    CL24'OPERATION',CL24'PRIVILEGED OPERATION'
         DC    CL24'EXECUTE',CL24'PROTECTION',CL24'ADDRESSING'
         DC    CL24'SPECIFICATION',CL24'DATA'
         DC    CL24'FIXED-POINT OVERFLOW',CL24'FIXED-POINT DIVIDE'
         DC    CL24'DECIMAL OVERFLOW',CL24'DECIMAL DIVIDE'
         DC    CL24'EXPONENT OVERFLOW',CL24'EXPONENT UNDERFLOW'
         DC    CL24'SIGNIFICANCE',CL24'FLOATING-POINT DIVIDE'
         LTORG
*
*        AN I/O INTERRUPTION: THE STATUS IS NOTED FOR WHOEVER WAITS.  ATTENTION WHILE A PROGRAM RUNS IS SERVED AT ONCE.
         ENTRY IOINT
IOINT    DS    0D
         STM   0,15,IOSAVE
         BALR  12,0
         USING *,12
         LH    1,IOOLD+2
         C     1,CONADDR
         BNE   IOOTHER
         OC    CONSTAT,CSW+4
         TM    CSW+4,X'80'
         BZ    IORESUME
         MVI   ATTN,X'FF'
         B     IORESUME
IOOTHER  CH    1,WAITADDR
         BNE   IORESUME
         OC    WAITSTAT,CSW+4
IORESUME CLI   INPGM,0
         BNE   IOPGM
         NI    IOOLD+1,X'FD'       THE NUCLEUS WAITS NO LONGER
         MVI   IOOLD,0
         B     IORETURN
IOPGM    CLI   ATTN,0
         BE    IORETURN
         L     13,STKTOP
         MVC   0(64,13),IOSAVE
         MVC   FL(8),IOOLD
         MVI   INPGM,0
         CALL  ATTNREAD
         ST    13,STKTOP
         MVI   INPGM,X'FF'
         MVC   IOOLD,FL
         MVC   IOSAVE(64),0(13)
IORETURN LM    0,15,IOSAVE
         LPSW  IOOLD
         LTORG
         END
