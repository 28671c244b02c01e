* Registers, storage, condition code. Step through it.
*
SHOP     START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   SHOP+X'68'
         DC    X'0002000000000E03'      program new PSW: wait for ever
         ORG   SHOP+X'200'
BEGIN    BALR  R12,0                    R12: the address of the next line
         USING *,R12
*
         L     R1,PRICE                 four bytes of storage to R1
         L     R2,PAID
         LR    R3,R2
         SR    R3,R1                    R3 = paid - price
         ST    R3,CHANGE                and back to storage
*
         CR    R1,R2                    compare: only the condition code
         LTR   R0,R0                    compare R0 with zero
         LCR   R4,R3                    R4 = -R3, two's complement
         L     R5,LARGEST
         A     R5,ONE                   too large for 31 bits and a sign
*
         LH    R6,MINUS2                two bytes, and the sign spread
         SR    R7,R7
         IC    R7,PRICE                 one byte: the first of PRICE,
         SR    R8,R8
         IC    R8,PRICE+3               and the last
         IC    R9,LETTERS               a letter is a number too
         LPSW  DONE
*
         DS    0D
DONE     DC    X'0002000000000000'      wait for ever
PRICE    DC    F'1998'
PAID     DC    F'2000'
CHANGE   DC    F'0'
LARGEST  DC    X'7FFFFFFF'
ONE      DC    F'1'
MINUS2   DC    H'-2'
LETTERS  DC    C'Hello, 370'
         END   BEGIN
