*
* THE FRAME OF A DEVICE CASE.  THE CASE'S OWN STATEMENTS FOLLOW, FROM X'1000' ON (BASES 12 AND 11: 8 KB OF THEM), AND BUFFERS WHERE
* IT SETS THEM BY ORG (X'8000' AND UP, BY A(...)).  REGISTERS 2 TO 10 AND 13 ARE THE CASE'S.  EACH OF THESE TAKES A SLOT OF RESULTS:
*
*    IO     DEVICE,CCWS   STARTS, WAITS FOR DEVICE END BY INTERRUPTIONS, AND MERGES THEIR STATUS: CHANNEL END'S CSW
*    BEGIN  DEVICE,CCWS   ONLY START I/O
*    AWAIT                THE NEXT INTERRUPTION, OF ANY DEVICE, AS IT IS
*    ASK    OP,DEVICE     TIO, HIO, HDV, CLRIO, TCH, STIDC, RIO: CONDITION CODE, AND THE CSW IF STORED
*
* AFTER UNIT CHECK THE SLOT HAS SENSE BYTES TOO.  AN INTERRUPTION OF ANOTHER DEVICE DURING IO HAS A SLOT OF ITS OWN.
*    STAGE  N             TELLS THE CASE'S STEPS THAT IT IS THERE (NO SLOT)
*    DONE                 ENDS
*
* A SLOT: CONDITION CODE, KIND, DEVICE (2 BYTES), 4 FREE, CSW (8), SENSE (24), CSW BYTES 4-7 OF THE SENSE, 4 FREE.
*
         MACRO
&NAME    IO    &DEVICE,&CCWS
&NAME    LA    1,&DEVICE
         LA    0,&CCWS
         BAL   14,IOSUB
         MEND
         MACRO
&NAME    BEGIN &DEVICE,&CCWS
&NAME    LA    1,&DEVICE
         LA    0,&CCWS
         BAL   14,IOBEGIN
         MEND
         MACRO
&NAME    AWAIT
&NAME    BAL   14,IOAWAIT
         MEND
         MACRO
&NAME    ASK   &OPERATE,&DEVICE
&NAME    LA    1,&DEVICE
         XC    64(8),64
         &OPERATE 0(1)
         BALR  0,0
         BAL   14,IOASKED
         MEND
         MACRO
&NAME    STAGE &NUMBER
&NAME    MVI   IOSTAGE,&NUMBER
         MEND
         MACRO
&NAME    DONE
&NAME    LPSW  IOREADY
         MEND
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'58'
         DC    X'000A0000000000E1'
         DC    X'000A0000000000E2'
         DC    X'000A0000000000E3'
         DC    X'000A0000000000E4'
         DC    A(0),A(IOTAKEN)
         ORG   X'200'
IOFIRST  L     12,IOBASES
         L     11,IOBASES+4
         BR    12
IOBASES  DC    A(X'1000',X'2000')
IONEXT   DC    A(RESULTS)
IOSTAGE  DC    X'00'
IOREADY  DC    0D'0',X'000A000000000000'
IOENABLE DC    X'FE02000000000000'
IOSENSES CCW   X'04',IOWORK+16,X'20',24
IOSAVE   DC    16F'0'
IOWORK   DC    12F'0'
IOUNIT   DC    H'0'
IOENDED  DC    X'00'
*
IOBEGIN  STM   0,15,IOSAVE
         LA    4,3
         B     IOSTART
IOSUB    STM   0,15,IOSAVE
         LA    4,1
IOSTART  BAL   15,IOCLEAR
         STH   1,IOWORK+2
         ST    0,72
         XC    64(8),64
         SIO   0(1)
         BALR  2,0
         BC    8,IOGOES
IOSTORED SLL   2,2
         SRL   2,30
         STC   2,IOWORK
         MVC   IOWORK+8(8),64
         CLI   IOWORK+1,1
         BNE   IOCHECK
         TM    68,X'08'
         BZ    IOCHECK
         TM    68,X'04'
         BO    IOCHECK
*        AN IMMEDIATE COMMAND: DEVICE END IS STILL TO COME
         OC    IOUNIT(2),68
         MVI   IOENDED,1
         LPSW  IOENABLE
IOGOES   CH    4,IOTHREE
         BE    IOSTORED
         LPSW  IOENABLE
IOTHREE  DC    H'3'
*
IOAWAIT  STM   0,15,IOSAVE
         LA    4,2
         BAL   15,IOCLEAR
         LPSW  IOENABLE
*
IOASKED  STM   0,15,IOSAVE
         LR    2,0
         LA    4,4
         BAL   15,IOCLEAR
         STH   1,IOWORK+2
         B     IOSTORED
*
IOCLEAR  XC    IOWORK(48),IOWORK
         XC    IOUNIT(3),IOUNIT
         STC   4,IOWORK+1
         BR    15
*        AN INTERRUPTION
IOTAKEN  CLI   IOWORK+1,2
         BE    IORAW
         CLC   IOWORK+2(2),58
         BNE   IOOTHER
         OC    IOUNIT(2),68
         TM    68,X'08'
         BZ    IONOEND
         MVC   IOWORK+8(8),64
         MVI   IOENDED,1
         TM    68,X'04'
         BO    IOALL
         LPSW  IOENABLE
IONOEND  TM    68,X'04'
         BO    IOALL
         CLI   68,0
         BNE   IOALL
         TM    69,X'80'
         BZ    IOALL
         LPSW  IOENABLE
IOALL    CLI   IOENDED,1
         BE    IOSTATUS
         MVC   IOWORK+8(8),64
IOSTATUS MVC   IOWORK+12(2),IOUNIT
         B     IOCHECK
*        ANOTHER DEVICE'S
IOOTHER  L     3,IONEXT
         XC    0(48,3),0(3)
         MVI   1(3),5
         MVC   2(2,3),58
         MVC   8(8,3),64
         LA    3,48(3)
         ST    3,IONEXT
         LPSW  IOENABLE
*
IORAW    MVC   IOWORK+2(2),58
         MVC   IOWORK+8(8),64
         LH    1,58
*        SENSE BYTES
IOCHECK  TM    IOWORK+12,X'02'
         BZ    IODONE
IOCLEAN  TIO   0(1)
         BC    6,IOCLEAN
         LA    0,IOSENSES
         ST    0,72
         XC    64(8),64
         SIO   0(1)
         BC    7,IOSENSED
IOLOOP   TIO   0(1)
         BC    2,IOLOOP
         BC    8,IODONE
         OC    IOWORK+40(4),68
         TM    68,X'04'
         BZ    IOLOOP
         B     IODONE
IOSENSED MVI   IOWORK+40,X'FF'
IODONE   L     3,IONEXT
         MVC   0(48,3),IOWORK
         LA    3,48(3)
         ST    3,IONEXT
         LM    0,15,IOSAVE
         BR    14
         LTORG
RESULTS  EQU   X'4000'
         ORG   X'1000'
         USING *,12
         USING *+4096,11
