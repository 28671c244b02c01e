*
* LISTS A DECK OF CARDS ON THE PRINTER, WITH THEIR NUMBERS, 55 TO A PAGE.
*
* LOADED FROM A CARD READER (ITS DECK IN FRONT OF THE CARDS), IT READS ON TO THE END OF THE DECK: UNIT EXCEPTION, OR A READER THAT
* ASKS FOR MORE.  THE PRINTER IS 00E.  WHILE A LINE IS PRINTED THE NEXT CARD IS READ.
*
* DISABLED WAITS:  000000 DONE    BAD00C THE READER, BAD00E THE PRINTER HAS A CHECK    BAD0FF A DEVICE IS NOT OPERATIONAL
*
LISTER   START X'1000'
BEGIN    BALR  12,0
         USING *,12
         LR    11,2                THE READER
         LA    10,X'00E'           THE PRINTER
         SR    9,9                 CARDS
         SR    8,8                 PAGES
         SR    7,7                 LINES LEFT ON THE PAGE
         MVC   120(8),IONEW
         BAL   14,STARTS           THE FIRST CARD
         BAL   14,READY
         B     CHECK
*        A CARD IS IN
NEXT     LA    9,1(9)
         CVD   9,PACKED
         UNPK  NUMBER,PACKED
         OI    NUMBER+L'NUMBER-1,X'F0'
         MVC   LINE+L'NUMBER+2(80),CARD
         LTR   7,7
         BP    PRINTS
         BAL   14,PAGE
PRINTS   BCTR  7,0
         LA    0,WRITES
         LR    1,10
         BAL   14,START
         LTR   3,3
         BNZ   BADPRINT
         BAL   14,STARTS
         LR    6,3
         LR    1,10
         BAL   14,FINISH
         N     3,CHECKS
         BNZ   BADPRINT
         LR    3,6
         BAL   14,READY
*        WHAT BECAME OF THE READING: UNIT EXCEPTION OR CHECK?
CHECK    N     3,CHECKS
         BZ    NEXT
         CH    3,EXCEPT
         BE    ENDED
         LA    0,SENSES            INTERVENTION REQUIRED IS THE END TOO
         LR    1,11
         BAL   14,DOES
         TM    SENSE,X'40'
         BO    ENDED
         LPSW  BADR
*        ALL CARDS ARE PRINTED
ENDED    CVD   9,PACKED
         UNPK  COUNT,PACKED
         OI    COUNT+L'COUNT-1,X'F0'
         LTR   7,7
         BP    TOTAL
         BAL   14,PAGE
TOTAL    LA    0,LASTLINE
         LR    1,10
         BAL   14,DOES
         N     3,CHECKS
         BNZ   BADPRINT
         LPSW  DONE
BADPRINT LPSW  BADP
*        A NEW PAGE, AND ITS HEADING
PAGE     ST    14,PAGEBACK
         LA    8,1(8)
         LA    7,55
         CVD   8,PACKED
         UNPK  PAGENO,PACKED
         OI    PAGENO+L'PAGENO-1,X'F0'
         LA    0,NEWPAGE
         LR    1,10
         BAL   14,DOES
         N     3,CHECKS
         BNZ   BADPRINT
         L     14,PAGEBACK
         BR    14
*        THE CCWS AT 0 ON DEVICE 1, TO THEIR END; STATUS IN 3
DOES     LR    5,14
         BAL   14,START
         LR    14,5
         LTR   3,3
         BCR   7,14
         B     FINISH
*        STARTS READING A CARD; STATUS, IF THERE IS ANY, IN 3
STARTS   LA    0,READS
         LR    1,11
*        STARTS THE CCWS AT 0 ON DEVICE 1; STATUS IN 3, ZERO IF THE DEVICE WORKS NOW
START    ST    0,72
         SR    3,3
AGAIN    SIO   0(1)
         BCR   8,14
         BC    2,AGAIN
         BC    1,NOTTHERE
         IC    3,68
         TM    68,X'10'            BUSY, OR WITH STATUS OF ITS OWN
         BCR   8,14
         SR    3,3
         B     AGAIN
NOTTHERE LPSW  ABSENT
*        WAITS FOR THE READER, UNLESS ITS STATUS IS IN 3 ALREADY
READY    LTR   3,3
         BCR   7,14
         LR    1,11
*        WAITS UNTIL DEVICE 1 HAS ENDED; ITS STATUS IN 3
FINISH   LA    4,PRINTERS
         CR    1,11
         BNE   LOOKS
         LA    4,READERS
LOOKS    TM    0(4),X'06'          DEVICE END OR UNIT CHECK
         BNZ   HAS
         LPSW  WAITING
HAS      SR    3,3
         IC    3,0(4)
         MVI   0(4),0
         BR    14
*        AN INTERRUPTION: BY THE READER OR THE PRINTER
TAKEN    CH    11,58
         LA    3,READERS
         BE    NOTES
         LA    3,PRINTERS
NOTES    OC    0(1,3),68
         TM    69,X'3F'            A CHANNEL'S CHECK
         BZ    LOOKS
         OI    0(3),X'02'
         B     LOOKS
*
DONE     DC    0D'0',X'000A000000000000'
BADR     DC    X'000A000000BAD00C'
BADP     DC    X'000A000000BAD00E'
ABSENT   DC    X'000A000000BAD0FF'
WAITING  DC    X'FE02000000000000'
IONEW    DC    A(0,TAKEN)
READS    CCW   X'02',CARD,X'20',80
SENSES   CCW   X'04',SENSE,X'20',1
WRITES   CCW   X'09',LINE,X'20',L'NUMBER+82
NEWPAGE  CCW   X'8B',0,X'60',1
         CCW   X'11',HEADING,X'20',L'HEADING+L'PAGENO
LASTLINE CCW   X'0B',0,X'60',1
         CCW   X'09',COUNT,X'20',L'COUNT+L'CARDS
PACKED   DC    D'0'
PAGEBACK DC    F'0'
CHECKS   DC    F'3'
EXCEPT   DC    H'1'
SENSE    DC    X'00'
READERS  DC    X'00'               STATUS SINCE THE LAST START
PRINTERS DC    X'00'
CARD     DC    CL80' '
LINE     DS    0CL90
NUMBER   DC    CL6' '
         DC    CL84' '
HEADING  DC    C'CARD LISTING                                                                 PAGE '
PAGENO   DC    CL4' '
COUNT    DC    CL6' '
CARDS    DC    C' CARDS'
         END   BEGIN
