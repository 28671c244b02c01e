STUBS    SYSTEM
         MACRO
         STUB  &N
&N       ENTER
         EXIT  4
         MEND
         STUB  FORMAT
         STUB  PRINT
         STUB  PUNCH
         STUB  READCARD
         STUB  DISK
         STUB  PUNCHREC
         LTORG
         END
