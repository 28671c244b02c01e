*
* COMMANDS: A LINE'S WORDS, WHO EXECUTES THEM.  FIRST AN EXEC PROCEDURE, THEN THE NUCLEUS, THEN A MODULE; THEN THE SAME WITH SYNONYM OR
* ABBREVIATION; THEN CP.
*
COMMANDS SYSTEM
*
*        TAKES THE 0 BYTES AT 1 APART: WORDS OF 8 TO 2, UPPER CASE, A FENCE BEHIND THEM.  PARENTHESES ARE WORDS.  AT MOST 32.
TOKENS   ENTER
         LR    3,0
         LA    4,32
         LR    6,1
TOKNEXT  LTR   3,3
         BNP   TOKEND
         CLI   0(6),C' '
         BNE   TOKWORD
         LA    6,1(6)
         BCT   3,TOKNEXT
         B     TOKEND
TOKWORD  MVC   0(8,2),BLANKS
         LA    5,8
         LR    7,2
         CLI   0(6),C'('
         BE    TOKPAREN
         CLI   0(6),C')'
         BE    TOKPAREN
TOKCHAR  CLI   0(6),C' '
         BE    TOKDONE
         CLI   0(6),C'('
         BE    TOKDONE
         CLI   0(6),C')'
         BE    TOKDONE
         LTR   5,5
         BZ    TOKSKIP
         MVC   0(1,7),0(6)
         CLI   UPPERSW,0
         BNE   TOKKEEP
         OI    0(7),X'40'
TOKKEEP  LA    7,1(7)
         BCTR  5,0
TOKSKIP  LA    6,1(6)
         BCT   3,TOKCHAR
         B     TOKDONE
TOKPAREN MVC   0(1,2),0(6)
         LA    6,1(6)
         BCTR  3,0
TOKDONE  LA    2,8(2)
         BCT   4,TOKNEXT
TOKEND   MVC   0(8,2),FENCE
         ST    2,FR2
         EXIT
BLANKS   DC    CL8' '
FENCE    DC    8X'FF'
*
*        EXECUTES THE LINE OF 0 BYTES AT 1.  R15: ITS RETURN CODE
COMMAND  ENTER
         LR    4,1
         LR    5,0
         LA    0,320
         CALL  GETT
         LTR   15,15
         BNZ   CMDNOS
         LR    3,1
         MVC   0(8,3),=CL8'EXEC'
         LR    1,4
         LR    0,5
         LA    2,8(3)
         CALL  TOKENS
         SR    2,2
         CLI   8(3),X'FF'
         BE    CMDDONE
         CLI   8(3),C'*'
         BE    CMDDONE
         MVC   FL(8),8(3)          THE NAME AS IT WAS TYPED
         MVI   FL+8,0
CMDTRY   TM    SETFLAGS,IMPEX
         BZ    CMDRES
         ICM   15,15,EXECNOW       A PROCEDURE CALLS OTHERS BY NAME
         BNZ   CMDRES
         MVC   FL+16(8),8(3)
         MVC   FL+24(8),=CL8'EXEC'
         MVC   FL+32(2),=C'* '
         LA    1,FL+16
         CALL  FSLOOK
         LTR   15,15
         BNZ   CMDRES
         LR    1,3
         CALL  EXEC
         LR    2,15
         B     CMDDONE
CMDRES   LA    1,8(3)
         SR    0,0
         CALL  CALLPLST
         LR    2,15
         C     2,=F'-3'
         BNE   CMDDONE
         CLI   FL+8,0
         BNE   CMDCP
         MVI   FL+8,1
         LA    1,8(3)
         CALL  ABBREVS
         LTR   15,15
         BZ    CMDTRY
CMDCP    ICM   15,15,EXECNOW
         BNZ   CMDDONE
         TM    SETFLAGS,IMPCP
         BZ    CMDUNK
         LR    1,4
         LR    0,5
         CALL  CPLINE
         LR    2,15
         C     2,=F'1'
         BNE   CMDDONE
CMDUNK   MSG    'UNKNOWN CP/CMS COMMAND'
         L     2,=F'-3'
CMDDONE  LR    1,3
         CALL  FRET
         LR    15,2
         EXIT
CMDNOS   ERR   104,'DMSINT109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
*
*        GIVES CP THE LINE OF 0 BYTES AT 1; R15: ITS RETURN CODE
CPLINE   ENTER
         LR    2,1
         LR    3,0
         CH    3,=H'130'
         BNH   CPFITS
         LA    3,130
CPFITS   BCTR  3,0
         EX    3,CPMOVE
         EX    3,CPUPPER
         LA    4,MSGLINE
         LA    5,1(3)
         DIAG  4,5,X'08'
         LR    15,5
         EXIT
CPMOVE   MVC   MSGLINE(0),0(2)
CPUPPER  OC    MSGLINE(0),UPPER
UPPER    DC    CL130' '
*
*        CALLS WHAT THE PARAMETER LIST AT 1 NAMES, 0 ZERO FOR A LINE'S.  R15: ITS RETURN CODE; -3 WHERE NOBODY KNOWS IT
CALLPLST ENTER
         LR    3,1
         LA    4,FUNCTION
         LR    5,0
CALLNEXT CLI   0(4),0
         BE    CALLMOD
         CLC   0(8,4),0(3)
         BE    CALLIT
CALLSTEP LA    4,12(4)
         B     CALLNEXT
CALLIT   CLI   8(4),255            FOR PROGRAMS ONLY: THE LIST HAS ADDRESSES
         BNE   CALLHERE
         LTR   5,5
         BZ    CALLSTEP
CALLHERE L     15,8(4)
         LA    15,0(15)
         LR    1,3
         BALR  14,15
         EXIT
CALLMOD  MVC   FL(8),0(3)
         MVC   FL+8(8),=CL8'MODULE'
         MVC   FL+16(2),=C'* '
         LA    1,FL
         CALL  FSLOOK
         LTR   15,15
         BNZ   CALLUNK
         LA    1,FL
         CALL  READMOD
         LTR   15,15
         BNZ   CALLEND
         MVC   PRGNAME,0(3)
         LR    1,3
         L     0,PRGENTRY
         CALL  RUNPGM
         LR    3,15
         CALL  CLOSEALL
         LR    15,3
CALLEND  EXIT
CALLUNK  L     15,=F'-3'
         EXIT
*
*        PUTS THE FULL NAME IN PLACE OF THE SYNONYM OR ABBREVIATION AT 1.  R15: 28 WHERE IT IS NEITHER
ABBREVS  ENTER
         LR    3,1
         LA    5,8                 LETTERS
         LA    6,8(3)
ABBLEN   BCTR  6,0
         CLI   0(6),C' '
         BNE   ABBGO
         BCT   5,ABBLEN
         B     ABBNONE
ABBGO    BCTR  5,0
         L     4,SYNLIST
ABBSYN   LTR   4,4
         BZ    ABBSYS
         CLC   4(8,4),0(3)
         BE    ABBSYNF
         L     7,12(4)
         LTR   7,7
         BZ    ABBSYNN
         LA    8,1(5)
         CR    8,7
         BL    ABBSYNN
         EX    5,ABBSYNC
         BE    ABBSYNF
ABBSYNN  L     4,0(4)
         B     ABBSYN
ABBSYNF  MVC   0(8,3),16(4)
         EXIT  0
ABBSYNC  CLC   4(0,4),0(3)
ABBSYS   TM    SETFLAGS,ABBREV
         BZ    ABBNONE
         LA    4,FUNCTION
ABBNEXT  CLI   0(4),0
         BE    ABBNONE
         SR    7,7
         IC    7,8(4)
         LTR   7,7
         BZ    ABBSTEP
         LA    8,1(5)
         CR    8,7
         BL    ABBSTEP
         EX    5,ABBCOMP
         BE    ABBFOUND
ABBSTEP  LA    4,12(4)
         B     ABBNEXT
ABBFOUND MVC   0(8,3),0(4)
         EXIT  0
ABBCOMP  CLC   0(0,4),0(3)
ABBNONE  EXIT  28
         LTORG
*
*        WHAT THE NUCLEUS DOES ITSELF: NAME, LETTERS THAT SUFFICE (0: ALL; 255: FOR PROGRAMS), ENTRY
         MACRO
         DOES  &NAME,&LETTERS,&ENTRY
         DC    CL8'&NAME',AL1(&LETTERS),VL3(&ENTRY)
         MEND
FUNCTION DS    0F
         DOES  ACCESS,2,ACCESS
         DOES  COPYFILE,4,COPYFILE
         DOES  CP,0,CP
         DOES  EDIT,1,EDIT
         DOES  ERASE,5,ERASE
         DOES  EXEC,2,EXEC
         DOES  LISTFILE,1,LISTFILE
         DOES  LOAD,4,LOAD
         DOES  INCLUDE,2,INCLUDE
         DOES  START,3,START
         DOES  GENMOD,1,GENMOD
         DOES  LOADMOD,5,LOADMOD
         DOES  QUERY,1,QUERY
         DOES  RENAME,1,RENAME
         DOES  RELEASE,3,RELEASE
         DOES  SEGMENT,0,SEGMENT
         DOES  SET,0,SET
         DOES  STATE,0,STATE
         DOES  SYNONYM,2,SYNONYM
         DOES  TYPE,1,TYPE
         DOES  FORMAT,0,FORMAT
         DOES  PRINT,2,PRINT
         DOES  PUNCH,2,PUNCH
         DOES  READCARD,4,READCARD
         DOES  DISK,0,DISK
         DOES  SAVESYS,0,SAVESYS
         DOES  RDBUF,255,RDBUF
         DOES  WRBUF,255,WRBUF
         DOES  FINIS,255,FINIS
         DOES  TYPLIN,255,TYPLIN
         DOES  WAITRD,255,WAITRD
         DOES  ATTN,255,ATTNFN
         DC    F'0'
*
*        CP: THE REST OF THE LINE GOES TO CP
CP       ENTER
         LA    1,8(1)
         CALL  CPPLIST
         EXIT
*        GIVES CP THE WORDS AT 1
CPPLIST  ENTER
         LR    3,1
         LA    4,MSGLINE
         MVI   MSGLINE,C' '
         MVC   MSGLINE+1(131),MSGLINE
CPWORD   CLI   0(3),X'FF'
         BE    CPSEND
         MVC   0(8,4),0(3)
CPFIND   CLI   0(4),C' '
         BE    CPFOUND
         LA    4,1(4)
         B     CPFIND
CPFOUND  LA    4,1(4)
         LA    3,8(3)
         B     CPWORD
CPSEND   LA    5,MSGLINE
         LR    6,4
         SR    6,5
         BZ    CPNONE
         BCTR  6,0
         DIAG  5,6,X'08'
         LR    15,6
         C     15,=F'1'
         BE    CPUNK
         EXIT
CPNONE   EXIT  0
CPUNK    MSG   'UNKNOWN CP COMMAND'
         L     15,=F'-1'
         EXIT
         LTORG
         END
