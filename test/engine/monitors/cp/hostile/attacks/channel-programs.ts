/** Attacks by channel programs at virtual devices. */
import { type Attack, channelProgram, start, stubborn } from "../programs.ts";

export const CHANNEL_PROGRAMS: readonly Attack[] = [
  {
    name: "TIC to itself",
    tries: "a channel program without end",
    source: channelProgram("191", "         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "TIC to TIC",
    tries: "transfers in channel in a ring",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,*+8,0,1\n         CCW   8,*-8,0,1"),
    sees: "",
  },
  {
    name: "a ring of commands at the disk",
    keepsDevice: true,
    tries: "a channel program that goes on for ever",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of commands at the console",
    tries: "console output without end",
    source: channelProgram("009", "         CCW   9,CCWS,X'60',4\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of no-operations at the console",
    tries: "to keep CP in one channel program",
    source: channelProgram("009", "         CCW   3,CCWS,X'60',4\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of chained data",
    tries: "a record that does not end",
    source: channelProgram("00D", "         CCW   1,CCWS,X'80',1\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "a ring of cards",
    tries: "to fill the spool by one SIO",
    source: channelProgram("00D", "         CCW   1,CCWS,X'60',80\n         CCW   8,CCWS,0,1"),
    sees: "",
  },
  {
    name: "CCWs beyond storage",
    tries: "to have CP read CCWs where there are none",
    source: channelProgram("191", "         CCW   3,0,X'60',1\n         CCW   8,X'FFFFF8',0,1"),
    sees: "",
  },
  {
    name: "channel address words of all kinds",
    tries: "CCWs at every address, with every key",
    source: stubborn(
      "         LA    3,0\nCAWS     ST    3,X'48'\n         SIO   X'191'\n         SIO   X'009'\n         SIO   X'00E'\n         AL    3,=X'01010107'\n         B     CAWS",
    ),
    sees: "",
  },
  {
    name: "data beyond storage",
    tries: "to read a record over what is not its own",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,X'3FF00',X'60',800\n         CCW   6,X'FFFF00',X'60',65535\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "counts of zero and of 65,535",
    tries: "impossible counts",
    source: channelProgram(
      "191",
      "         CCW   7,CCWS,X'60',0\n         CCW   14,X'1000',X'60',65535\n         CCW   5,X'1000',X'60',65535",
    ),
    sees: "",
  },
  {
    name: "IDALs beyond storage",
    tries: "address lists that lead anywhere",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,LIST,X'24',8000\nLIST     DC    A(X'1000'),X'00FFF800',X'FFFFFFFF',X'00000800'\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "IDALs at odd places",
    tries: "address lists that are not on a boundary, or at the end of storage",
    source: channelProgram(
      "191",
      "         CCW   7,LIST+1,X'44',6\n         CCW   6,X'3FFFC',X'64',8000\n         CCW   6,X'FFFFFC',X'24',8000\nLIST     DC    8F'-1'",
    ),
    sees: "",
  },
  {
    name: "a channel program that reads over itself",
    tries: "CCWs that CP has translated already changed",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,CCWS+16,X'60',64\n         CCW   6,CCWS,X'60',800\n         CCW   8,CCWS,0,1\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "a record over its own PSWs",
    tries: "to be interrupted into what came from the disk",
    source: channelProgram(
      "191",
      "         CCW   7,SEEK,X'40',6\n         CCW   6,0,X'60',256\nSEEK     DC    XL6'00'",
    ),
    sees: "",
  },
  {
    name: "CCWs changed while they are executed",
    tries: "a race against translation",
    source: stubborn(`${start("191", "CCWS")}
         MVI   CCWS,X'FF'
         MVC   CCWS+8(8),BAD
         HIO   X'191'
         MVI   CCWS,7
         MVI   CCWS+8,6
         B     BEGIN
         DS    0D
BAD      DC    X'0500000060FFFFFF'
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
SEEK     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "START I/O of every address",
    tries: "devices that are not its own",
    source: stubborn(`
         LA    5,CCWS
         ST    5,X'48'
         SR    3,3
NEXT     SIO   0(3)
         DC    X'9C013000'
         LA    3,1(,3)
         C     3,=F'65536'
         BL    NEXT
         B     BEGIN
         DS    0D
CCWS     CCW   3,0,X'20',1`),
    sees: "",
  },
  {
    name: "HALT, TEST and CLEAR I/O of every address",
    tries: "to stop others' devices and channels",
    source: stubborn(`
         SR    3,3
NEXT     HIO   0(3)
         DC    X'9E013000'
         TIO   0(3)
         DC    X'9D013000'
         TCH   0(3)
         DC    X'9F013000'
         DC    X'B2033000'
         DC    X'9C023000'
         LA    3,1(,3)
         C     3,=F'65536'
         BL    NEXT
         B     BEGIN`),
    sees: "",
  },
  {
    name: "starts and halts in turn",
    tries: "to confuse CP about what goes on",
    source: stubborn(`${start("191", "CCWS")}
         HIO   X'191'${start("009", "TYPE")}
         HIO   X'009'${start("00E", "TYPE")}
         HIO   X'00E'
         SIO   X'191'
         DC    X'9D010191'
         DC    X'9F010100'
         B     BEGIN
         DS    0D
CCWS     CCW   7,SEEK,X'40',6
         CCW   6,X'1000',X'20',800
TYPE     CCW   9,SEEK,X'20',6
SEEK     DC    XL6'00'`),
    sees: "",
  },
  {
    name: "every command at every device",
    tries: "commands that nobody expects",
    source: stubborn(`
         LA    5,CCWS
         ST    5,X'48'
         SR    3,3
NEXT     STC   3,CCWS
         LA    6,DEVICES
EACH     LH    7,0(,6)
         SIO   0(7)
WAIT     TIO   0(7)
         LA    6,2(,6)
         CLI   0(6),X'FF'
         BNE   EACH
         LA    3,1(,3)
         B     NEXT
DEVICES  DC    X'00090191000C000D000EFFFF'
         DS    0D
CCWS     CCW   0,X'1000',X'20',6`),
    sees: "",
  },
];
