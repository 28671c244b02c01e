         TITLE 'CP-PAGE: MORE PAGES THAN THERE IS STORAGE, ROUND AND ROUND'
GUEST    START 0
         USING GUEST,0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         L     5,ROUNDS
ROUND    L     2,FIRST
         L     6,PAGES
TOUCH    L     3,0(,2)
         LA    3,1(,3)
         ST    3,0(,2)
         AL    2,PAGE
         BCT   6,TOUCH
         BCT   5,ROUND
         LPSW  STOP
         DS    0D
STOP     DC    X'0002000000000000'
ROUNDS   DC    F'20'
FIRST    DC    X'00010000'
PAGES    DC    F'448'
PAGE     DC    F'4096'
         END
