/** Small programs that several tests run. */

/** Adds the words of TABLE into register 3 and the word at TOTAL, then stops. */
export const sum = `SUM      CSECT
         DC    X'00000000',A(START)
         ORG   SUM+X'200'
START    BALR  R12,0
         USING *,R12
         SR    R3,R3
         LA    R4,TABLE
         LH    R5,COUNT
NEXT     A     R3,0(R4)
         LA    R4,4(R4)
         BCT   R5,NEXT
         ST    R3,TOTAL
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000000'
TABLE    DC    F'4,8,15,16,23,42'
COUNT    DC    H'6'
TOTAL    DC    F'0'
         END   START
`;

/** A supervisor that turns all interruptions off and counts for ever in register 3. */
export const selfish = `QUIET    CSECT
         DC    X'FF00000000000200'  everything enabled
         ORG   QUIET+X'50'
         DC    X'7FFFFFFF'        a timer far from its end
         ORG   QUIET+X'200'
START    BALR  R12,0
         USING *,R12
         SSM   OFF
LOOP     LA    R3,1(R3)
         B     LOOP
OFF      DC    X'00'
         END   START
`;

/** Writes LINE at the console, waits for the end of it by TIO, and stops. */
export const hello = `HELLO    CSECT
         DC    X'0000000000000200'
         ORG   HELLO+X'48'
         DC    A(CCW)
         ORG   HELLO+X'200'
START    BALR  R12,0
         USING *,R12
         SIO   X'009'
WAIT     TIO   X'009'
         BC    2,WAIT
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000000'
         DS    0D
CCW      DC    X'09',AL3(LINE),X'20',X'00',AL2(5)
LINE     DC    C'HELLO'
         END   START
`;
