/** Attacks from the V=R area. */
import { type Attack, commands, execute, stubborn } from "../programs.ts";

export const VIRTUAL_REAL: readonly Attack[] = [
  {
    name: "V=R: storing beyond its storage",
    tries: "to reach what lies behind it in real storage",
    rich: true,
    source: stubborn(
      "         L     3,=X'0003FFFC'\nSTORE    ST    3,0(,3)\n         L     4,0(,3)\n         A     3,=F'2048'\n         B     STORE",
    ),
    sees: "",
  },
  {
    name: "V=R: channel programs beyond its storage",
    tries: "to have the channel write where its own addresses are real ones",
    rich: true,
    source: stubborn(`
${execute("191", "READ")}
         L     3,READ+16
         A     3,=F'4096'
         ST    3,READ+16
         ST    3,LIST+4
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   X'1A',X'1000',X'60',5
         CCW   6,X'3F000',X'E0',800
         CCW   0,LIST,X'24',8000
ZERO     DC    XL6'00'
LIST     DC    A(X'3F800'),A(X'40000')`),
    sees: "",
  },
  {
    name: "V=R: its channel programs not to be translated",
    tries: "SET NOTRANS ON, and real addresses",
    rich: true,
    source: stubborn(`${commands("SET NOTRANS ON")}
${execute("191", "WRITE")}${execute("291", "WRITE")}${execute("191", "READ")}
         B     BEGIN
         DS    0D
READ     CCW   7,ZERO,X'60',6
         CCW   6,X'50000',X'20',800
WRITE    CCW   7,ZERO,X'60',6
         CCW   X'31',ZERO,X'60',5
         CCW   8,WRITE+8,0,1
         CCW   5,X'100000',X'20',800
ZERO     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "V=R: keys of all real storage",
    tries: "to set keys that are CP's",
    rich: true,
    source: stubborn(
      "         LA    2,X'F8'\n         LA    3,0\nNEXT     SSK   2,3\n         ISK   4,3\n         RRB   0(3)\n         A     3,=F'2048'\n         B     NEXT",
    ),
    sees: "",
  },
  {
    name: "V=R: storage given up, defined and cleared",
    tries: "to have others get its frames, or it theirs",
    rich: true,
    source: stubborn(`
         L     2,=X'00001000'
         L     3,=X'0003F000'
         DC    X'83230010'
${commands("UNLOCK VIRT=REAL", "IPL SHARED", "DEFINE STORAGE 512K")}
         B     BEGIN`),
    sees: "SHARED CANNOT BE LOADED INTO A V=R MACHINE",
  },
  {
    name: "V=R: shared segments in its storage",
    tries: "to have shared pages among frames that stay",
    rich: true,
    source: stubborn(`
AGAIN    LA    2,NAME
         SR    3,3
         DC    X'83230064'
         LA    2,NAME
         LA    3,4
         DC    X'83230064'
         LA    2,NAME
         LA    3,8
         DC    X'83230064'
         B     AGAIN
         DS    0D
NAME     DC    CL8'SHARED'`),
    sees: "",
  },
];
