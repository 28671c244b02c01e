/**
 * Cases about what systems do before anything else works: they find the end of storage by its keys, wait for the interval
 * timer to move, and drive devices without interruptions, as VM/370's loader, checkpoint and dump programs do.
 */
import { assemble } from "../../engine/s370/assembler/index.ts";
import { writeTape } from "../../engine/s370/devices/images/tape.ts";
import { encodeEbcdic } from "../../engine/s370/ebcdic.ts";
import type { DeviceCase } from "./device-case.ts";
import { imageOf } from "./disk-programs.ts";

/**
 * Starts a channel program when the device is free, and tests it until it is free again: the last CSW says how it ended. Of
 * devices whose device end comes behind channel end that is device end alone; a disk's reads have both at once.
 */
const POLLED = `
CLEAR    TIO   0(2)
         BNZ   CLEAR
START    ST    3,72
         XC    64(8),64
         SIO   0(2)
         BC    4,STORED
         BNZ   CLEAR
TEST     TIO   0(2)
         BC    6,TEST
STORED   MVC   0(8,4),64
         LA    4,8(4)
         BR    14
`;

interface Polled {
  readonly what: string;
  readonly address: string;
  readonly ccws: string;
  readonly configuration: readonly string[];
  readonly files: NonNullable<DeviceCase["files"]>;
}

function polled({ what, address, ccws, configuration, files }: Polled): DeviceCase {
  return {
    name: `without interruptions: ${what}`,
    source: `
         SSM   DISABLED
         LA    4,ENDED
         LA    2,X'${address}'
         LA    3,FIRST
         BAL   14,CLEAR
         LA    3,FIRST
         BAL   14,CLEAR
         DONE
${POLLED}
DISABLED DC    X'00'
${ccws}
         DS    0D
ENDED    DC    16X'EE'
DATA     DC    160X'EE'
`,
    configuration,
    files,
    areas: [
      ["ENDED", 16],
      ["DATA", 160],
    ],
  };
}

const disk = (type: string, words = ""): Polled => ({
  what: `the label of a ${type}`,
  address: "150",
  ccws: `
FIRST    CCW   X'07',PLACE,X'40',6
         CCW   X'31',PLACE+1,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'06',DATA,X'20',80
PLACE    DC    X'000000010001',X'03'
`.replace("PLACE+1", "PLACE+2"),
  configuration: [`150 ${type.slice(0, 4)} pack.ckd${words}`],
  files: { "pack.ckd": () => imageOf(type) },
});

/** Loaded at X'200' by the two CCWs behind the PSW of the tape's first block. */
const UTILITY = `
         ORG   *+X'200'
BEGIN    BALR  12,0
         USING *,12
         LH    2,2
         LA    3,READ
         BAL   14,RUN
         LA    2,X'00E'
         LA    3,PRINT
         BAL   14,RUN
         LPSW  DONE
RUN      ST    3,72
         SIO   0(2)
         BC    7,BAD
TEST     TIO   0(2)
         BC    6,TEST
         BC    8,0(14)
BAD      LPSW  FAILED
DONE     DC    0D'0',X'000A000000000000'
FAILED   DC    X'000A0000000000BA'
READ     CCW   X'02',LINE,X'20',20
PRINT    CCW   X'09',LINE,X'20',20
LINE     DC    CL20' '
         END
`;

/** Where it is loaded. */
const ORIGIN = 0x200;

/** A stand-alone utility's tape: what loads it, the program, and a block for it. */
function utilityTape(): Uint8Array {
  const assembly = assemble(UTILITY);
  if (assembly.errors.length > 0) throw new Error(assembly.errors.map(({ message }) => message).join("\n"));
  const program = new Uint8Array(0x100);
  for (const { address, bytes } of assembly.segments) program.set(bytes, address - ORIGIN);
  const load = Buffer.from("0000000000000200" + "0200020060000100" + "0300000020000001", "hex");
  return Buffer.concat([...writeTape([load, program, encodeEbcdic("FROM THE THIRD BLOCK"), null])]);
}

export const cases: readonly DeviceCase[] = [
  {
    name: "storage: its end is where ISK finds no key, in BC mode and in EC mode",
    source: `
         MVC   104(8),BCNEW
         SR    2,2
LOOP     ISK   3,2
         LA    2,2048(2)
         B     LOOP
PAST     ST    2,SIZE
         MVC   OLD,40
         MVC   104(8),ECNEW
         LPSW  ECPSW
ECLOOP   SR    2,2
         LA    4,X'F6'
ECNEXT   ISK   3,2
         LA    2,2048(2)
         B     ECNEXT
ECPAST   ST    2,SIZE+4
         MVC   CODE,140
         DONE
BCNEW    DC    0D'0',A(0,PAST)
ECNEW    DC    X'00080000',A(ECPAST)
ECPSW    DC    X'00080000',A(ECLOOP)
SIZE     DC    2F'0'
OLD      DC    XL8'0'
CODE     DC    F'0'
`,
    configuration: ["00E 1403 print.txt"],
    areas: [
      ["SIZE", 8],
      ["OLD", 4],
      ["CODE", 4],
    ],
  },
  {
    name: "the interval timer: a program waits until it has moved, twice",
    source: `
         SSM   DISABLED
         MVC   80(4),FIRST
         BAL   14,MOVES
         BAL   14,MOVES
         DONE
MOVES    MVC   OLD,80
SAME     CLC   OLD,80
         BE    SAME
         L     3,OLD
         S     3,80
         BNP   0(14)
         LA    4,1(4)
         ST    4,MOVED
         BR    14
DISABLED DC    X'00'
FIRST    DC    X'7FFFFF00'
OLD      DC    F'0'
MOVED    DC    F'0'
`,
    configuration: ["00E 1403 print.txt"],
    areas: [["FIRST", 4]],
  },
  polled(disk("3350-1")),
  polled(disk("3330-1")),
  polled(disk("2314-1")),
  polled(disk("3390-1", " cu=3880")),
  {
    name: "IPL of a tape with a stand-alone utility, which reads on and prints",
    source: "",
    ipl: "181",
    configuration: ["181 3420 utility.aws", "00E 1403 print.txt"],
    files: { "utility.aws": utilityTape },
    outputs: ["print.txt"],
  },
];
