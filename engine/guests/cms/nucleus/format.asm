*
* FORMAT CUU MODE [CYLINDERS]: ALL TRACKS IN BLOCKS, A LABEL, AN EMPTY DIRECTORY.  THE DISK IS AS LARGE AS CP LETS IT BE.
*
FORMATS  SYSTEM
FORMAT   ENTER
         LR    11,1
         LA    1,8(11)
         CALL  GETHEX
         LTR   15,15
         BNZ   FORNO
         ST    0,FL                DEVICE
         CLI   16(11),C'A'
         BL    FORNO
         CLI   16(11),C'Z'
         BH    FORNO
         MVC   FL+4(1),16(11)
         MVI   FL+5,C' '
         L     0,=F'65000'
         CLI   24(11),X'FF'
         BE    FORCYLS
         LA    1,24(11)
         CALL  GETNUM
         LTR   15,15
         BNZ   FORNO
FORCYLS  ST    0,FL+8              CYLINDERS AT MOST
         L     2,FL
         DIAG  2,4,X'24'
         BC    1,FORNOT
         ST    4,FL+12
         CLI   FL+12,X'04'
         BNE   FORNOT
         TM    FL+15,X'80'
         BO    FORRO
         LA    6,FORTYPES
FORTYPE  CLI   0(6),X'FF'
         BE    FORNOT
         CLC   FL+13(1),0(6)
         BE    FORASK
         LA    6,9(6)
         B     FORTYPE
FORASK   LA    2,FL+4
         L     3,FL
         MSG   'DMSFOR603R ALL FILES ON DISK ''$M($A)'' WILL BE ERASED.'
         MSG   'DO YOU WISH TO CONTINUE? (YES OR NO):'
         LA    1,READBUF
         CALL  CONREAD
         OC    READBUF(8),=CL8' '
         CLC   READBUF(3),=C'YES'
         BE    FORLABEL
         EXIT  8
FORLABEL MSG   'DMSFOR605R ENTER DISK LABEL:'
         LA    1,READBUF
         CALL  CONREAD
         MVC   FL+16(8),=CL8' '
         OC    READBUF(8),=CL8' '
         MVC   FL+16(6),READBUF
         IC    0,FL+4
         CALL  UNMOUNT
         MSG   'FORMATTING DISK ''$M''.'
         SR    7,7
         IC    7,1(6)              BLOCKS OF A TRACK
         SR    8,8
         IC    8,2(6)              TRACKS OF A CYLINDER
         LA    0,FORSIZE
         CALL  GETT
         LTR   15,15
         BNZ   FORNOS
         LR    10,1
         USING FOR,10
*        THE CHANNEL PROGRAM OF A TRACK
         LA    2,FORCCWS
         LA    3,FORSEEK
         ST    3,0(2)
         MVI   0(2),X'07'
         MVC   4(4,2),=X'40000006'
         LA    3,FORSEEK+2
         ST    3,8(2)
         MVI   8(2),X'31'
         MVC   12(4,2),=X'40000005'
         LA    3,8(2)
         ST    3,16(2)
         MVI   16(2),X'08'
         XC    20(4,2),20(2)
         LA    2,24(2)
         LA    4,FORCNTS
         LR    5,7
         SR    9,9
FORCCW   LA    9,1(9)
         STC   9,4(4)
         MVC   5(3,4),=X'000320'
         ST    4,0(2)
         MVI   0(2),X'1D'
         MVC   4(4,2),=X'80000008'
         LA    3,FORZERO
         ST    3,8(2)
         MVI   8(2),X'1D'
         MVC   12(4,2),=X'40000320'
         LA    2,16(2)
         LA    4,8(4)
         BCT   5,FORCCW
         SH    2,=H'8'
         MVI   4(2),X'00'
*        CYLINDER BY CYLINDER, UP TO WHERE CP REFUSES
         SR    9,9                 CYLINDERS DONE
FORCYL   C     9,FL+8
         BNL   FORDONE
         LA    3,1(9)              NO MORE BLOCKS THAN NUMBERS
         MR    2,7
         MR    2,8
         C     3,=F'65000'
         BH    FORDONE
         SR    6,6                 HEAD
FORTRACK STH   9,FORSEEK+2
         STH   6,FORSEEK+4
         LA    4,FORCNTS
         LR    5,7
FORCNT   STH   9,0(4)
         STH   6,2(4)
         LA    4,8(4)
         BCT   5,FORCNT
         L     4,FL
         LA    5,FORCCWS
         DIAG  4,5,X'20'
         BC    7,FORSTOP
         LA    6,1(6)
         CR    6,8
         BL    FORTRACK
         LA    9,1(9)
         B     FORCYL
FORSTOP  LTR   6,6
         BNZ   FORBAD
FORDONE  LTR   9,9
         BZ    FORBAD
*        A DISK TO WRITE BLOCKS WITH
         LA    0,ADTSIZE
         CALL  GETT
         LTR   15,15
         BNZ   FORNOS2
         LR    6,1
         USING ADT,6
         MVC   ADTDEV,FL
         STH   7,ADTBPT
         STH   8,ADTTPC
         L     2,FL
         DIAG  2,4,X'24'
         ST    4,FL+12
         MVC   ADTTYPE,FORNAME
         LA    5,FORTYPES
FORNAMEN CLC   FL+13(1),0(5)
         BE    FORNAMED
         LA    5,9(5)
         CLI   0(5),X'FF'
         BNE   FORNAMEN
FORNAMED MVC   ADTTYPE,3(5)
         LA    4,FORZERO
         MVC   0(4,4),=C'LAB1'
         MVC   4(8,4),FL+16
         MVC   12(4,4),ADTTYPE
         STH   9,16(4)
         STH   7,18(4)
         STH   8,20(4)
         LA    2,3
         BAL   11,FORWRITE
         BAL   11,FORCLEAR
*        MAP: BLOCKS FROM 6 ON; WHAT IS BEHIND THE LAST BLOCK IS IN USE
         LR    3,9
         MR    2,7
         MR    2,8
         ST    3,FL+24             BLOCKS
         ST    3,MFDTOTAL
         A     3,=F'6400'
         SR    2,2
         D     2,=F'6400'
         STH   3,MFDMAPN
         LR    5,3
         LA    2,6
         LA    1,MFDMAP
         SR    3,3                 NUMBER OF THE MAP'S FIRST BIT
FORMAP   STH   2,0(1)
         ST    1,FL+28
         ST    2,FL+32
         ST    5,FL+36
         LA    4,FORZERO
         L     5,=F'6400'
         LR    2,3
FORBIT   C     2,FL+24
         BH    FORBITON
         LH    0,MFDMAPN
         AH    0,=H'6'
         CR    2,0
         BNL   FORBITNX
FORBITON LR    0,2
         SR    0,3
         LA    1,FORZERO
         CALL  BITSET
FORBITNX LA    2,1(2)
         BCT   5,FORBIT
         LR    3,2
         L     2,FL+32
         BAL   11,FORWRITE
         BAL   11,FORCLEAR
         L     1,FL+28
         LA    1,2(1)
         L     2,FL+32
         LA    2,1(2)
         L     5,FL+36
         BCT   5,FORMAP
         MVC   MFDID,=C'MFD1'
         LA    2,1
         ST    2,MFDSEQ
         LH    2,MFDMAPN
         LA    2,5(2)
         ST    2,MFDUSED
         LA    1,ADTMFD
         CALL  MFDADD
         L     2,MFDSUM
         SLR   2,0
         ST    2,MFDSUM
         LA    4,ADTMFD
         LA    2,4
         BAL   11,FORWRITE
         LR    1,6
         CALL  FRET
         DROP  6
         LR    1,10
         CALL  FRET
         LR    3,9
         LA    2,FL+4
         MSG   '$D CYLINDERS FORMATTED ON ''$M''.'
         L     0,FL
         LA    1,FL+4
         CALL  MOUNT
         EXIT
*        WRITES 4 AS BLOCK 2
FORWRITE ST    3,FL+40
         LR    1,6
         LR    3,4
         LA    0,1
         CALL  DISKIO
         L     3,FL+40
         LTR   15,15
         BZR   11
         LR    1,6
         CALL  FRET
FORBAD   LR    1,10
         CALL  FRET
         LA    2,FL+4
         ERR   100,'DMSFOR117S ERROR FORMATTING DISK ''$M''.'
FORCLEAR LA    0,FORZERO
         LA    1,BLOCK
         ST    2,FL+44
         ST    3,FL+48
         SR    2,2
         SR    3,3
         MVCL  0,2
         L     2,FL+44
         L     3,FL+48
         BR    11
FORNOS2  LR    1,10
         CALL  FRET
FORNOS   ERR   104,'DMSFOR109S VIRTUAL STORAGE CAPACITY EXCEEDED.'
FORNOT   L     3,FL
         ERR   36,'DMSFOR017E $A IS NO DISK THAT CAN BE FORMATTED.'
FORRO    LA    2,FL+4
         L     3,FL
         ERR   36,'DMSFOR037E DISK ''$M($A)'' IS READ/ONLY.'
FORNO    ERR   24,'DMSFOR028E DEVICE OR MODE MISSING OR INVALID.'
*        TYPE OF DIAGNOSE 24, BLOCKS OF A TRACK, TRACKS OF A CYLINDER, NAME
FORTYPES DC    X'40',AL1(7,20),C'2314',XL2'0'
         DC    X'10',AL1(14,19),C'3330',XL2'0'
         DC    X'01',AL1(8,12),C'3340',XL2'0'
         DC    X'08',AL1(19,30),C'3350',XL2'0'
         DC    X'FF'
FORNAME  DC    CL4' '
         DROP  10
         LTORG
FOR      DSECT
FORCCWS  DS    42D
FORSEEK  DS    D
FORCNTS  DS    20D
FORZERO  DS    CL800
FORSIZE  EQU   *-FOR
FORMATS  CSECT
         END
