         TITLE 'DECIMAL: INTEREST, IN PACKED DECIMAL'
DECIMAL  START 0
         DC    A(0,BEGIN)               RESTART NEW PSW
         ORG   DECIMAL+X'68'
         DC    X'000A0000',A(X'BAD')    PROGRAM NEW PSW: NONE IS MEANT
         ORG   DECIMAL+X'200'
BEGIN    BALR  12,0
         USING *,12
         L     2,COUNT
         SR    10,10                    CHECK SUM
AGAIN    L     6,INNER
         ZAP   TOTAL,ZERO
LOOP     CVD   6,AMOUNT
         ZAP   PRODUCT,AMOUNT
         MP    PRODUCT,RATE
         AP    TOTAL,PRODUCT
         MVC   LINE,PATTERN
         ED    LINE,TOTAL
         AL    10,LINE+16
         BCT   6,LOOP
         BCT   2,AGAIN
         ST    10,SUM
         LPSW  DONE
         DS    0D
DONE     DC    X'000A0000',A(0)
AMOUNT   DS    D
COUNT    DC    F'1'
INNER    DC    F'1000'
RATE     DC    P'-10475'
ZERO     DC    P'0'
PRODUCT  DS    PL10
PATTERN  DC    X'4020206B2020206B2020206B2020214B20206040'
         DS    0F
RESULT   DS    0XL32
SUM      DC    F'0'
TOTAL    DC    PL7'0',X'00'
LINE     DC    CL20' '
         END   BEGIN
