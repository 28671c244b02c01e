STUBS    SYSTEM
         MACRO
         STUB  &N
&N       ENTER
         EXIT  4
         MEND
         STUB  EDIT
         STUB  LOAD
         STUB  INCLUDE
         STUB  START
         STUB  GENMOD
         STUB  LOADMOD
         STUB  READMOD
         STUB  QUERY
         STUB  RELEASE
         STUB  SET
         STUB  SYNONYM
         STUB  FORMAT
         STUB  PRINT
         STUB  PUNCH
         STUB  READCARD
         STUB  DISK
         STUB  SAVESYS
         STUB  RDBUF
         STUB  WRBUF
         STUB  FINIS
         STUB  TYPLIN
         STUB  WAITRD
         STUB  ATTNFN
         STUB  ACCESS
         STUB  PUNCHREC
         LTORG
         END
