         TITLE 'MISBEHAVING: A KERNEL THAT DOES WHAT IT SHOULD NOT'
*
*        Each deed ends in a program interruption, which is counted (register 1) with the sum of its codes (register 2). At the
*        end it loads a PSW that lets nothing in and loops for ever: only its user, or the operator, can end that.
*
KERNEL   START 0
         USING KERNEL,0
         DC    X'0008000000000400'
         ORG   KERNEL+X'68'
         DC    X'00080000',A(CAUGHT)
         ORG   KERNEL+X'400'
         SR    1,1
         SR    2,2
         L     4,=X'00FFFFF0'
         LA    6,4
         LCTL  0,0,BADCR
D1       LA    3,D2
         L     5,0(,4)                    BEYOND STORAGE
D2       LA    3,D3
         ST    5,0(,4)
D3       LA    3,D4A
         DC    X'0000'                    NO INSTRUCTION
D4A      LA    3,D5
D4       EX    0,D4                       EXECUTE OF EXECUTE
D5       LA    3,D6
         D     5,=F'1'                    AN ODD REGISTER
D6       LA    3,D7
         AP    ZONED(4),ZONED(4)          NO DECIMAL DIGITS
D7       LA    3,D8
         LPSW  0(6)                       NO BOUNDARY OF A DOUBLEWORD
D8       LA    3,D9
         SSK   1,4                        A KEY OF A BLOCK THAT IS NOT THERE
D9       LA    3,D10
         LRA   5,0                        A FORMAT OF TABLES THAT THERE IS NOT
D10      LA    3,D11
         LPSW  MALFORMED
D11      B     LAST
CAUGHT   LA    1,1(,1)
         AH    2,X'8E'
         BR    3
LAST     LPSW  FOREVER
         DS    0D
MALFORMED DC   X'8008000000000000'
FOREVER  DC    X'00080000',A(LOOP)
LOOP     B     LOOP
BADCR    DC    X'000000E0'
ZONED    DC    C'ABCD'
         LTORG
         END
