* The largest of COUNT words at TABLE, into R5 and LARGEST.
* Words are signed. COUNT is at least 1.
*
MAX      START 0
         DC    X'00000000',A(BEGIN)     PSW to start with
         ORG   MAX+X'68'
         DC    X'0002000000000E03'      program new PSW: stop
         ORG   MAX+X'200'
BEGIN    BALR  R12,0
         USING *,R12
         LA    R3,TABLE                 R3: the word we are looking at
         L     R4,COUNT                 R4: how many there are
*
* Your loop goes here. It leaves the largest word in R5.
*
         ST    R5,LARGEST
         LPSW  DONE
*
         DS    0D
DONE     DC    X'0002000000000000'
LARGEST  DC    F'0'
COUNT    DC    F'5'
TABLE    DC    F'17,4,42,8,23'
         DC    27F'0'                   room for 32
         END   BEGIN
