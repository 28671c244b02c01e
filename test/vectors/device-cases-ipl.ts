/**
 * Initial program loading as installations of the time have it: volumes whose IPL records a utility has written around an
 * IPL text (dasdload of Hercules, in place of IBCDASDI), which reads on from its volume and tells what it found.
 */
import { assemble } from "../../engine/s370/assembler/index.ts";
import { writeObjectDeck } from "../../engine/s370/object-deck.ts";
import type { DeviceCase } from "./device-case.ts";

/** Loaded at location 0: finds the volume label by its key, on the device that it has come from, and prints its first bytes. */
const TEXT = `
LOADER   CSECT
         USING LOADER,0
         DC    X'00000000',A(BEGIN)
         ORG   LOADER+X'68'
         DC    X'000A0000000000E5'
         ORG   LOADER+X'78'
         DC    X'000A0000000000E6'
         ORG   LOADER+X'200'
BEGIN    LH    2,2
         LA    3,FIND
         BAL   14,RUN
         LA    2,X'00E'
         LA    3,PRINT
         BAL   14,RUN
         LPSW  DONE
RUN      ST    3,72
         SIO   0(2)
         BC    7,BAD
WAIT     TIO   0(2)
         BC    2,WAIT
         BC    8,0(14)
         TM    68,X'E3'
         BNZ   BAD
         CLI   69,0
         BNE   BAD
         B     WAIT
BAD      LPSW  FAILED
DONE     DC    0D'0',X'000A000000000000'
FAILED   DC    X'000A0000000000BA'
FIND     CCW   X'07',ZEROS,X'40',6
SEARCH   CCW   X'29',KEY,X'60',4
         CCW   X'08',SEARCH,0,1
         CCW   X'06',LINE,X'20',10
PRINT    CCW   X'09',LINE,X'20',10
ZEROS    DC    X'000000000000'
KEY      DC    C'VOL1'
LINE     DC    CL10' '
         END
`;

function text(): Uint8Array {
  const assembly = assemble(TEXT);
  if (assembly.errors.length > 0)
    throw new Error(assembly.errors.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return writeObjectDeck(assembly.module);
}

export const cases: readonly DeviceCase[] = ["2314", "3330", "3340", "3350", "3375", "3380", "3390"].map((disk) => ({
  name: `IPL of a ${disk} that dasdload has made, with an IPL text of several cards`,
  source: "",
  ipl: "150",
  configuration: [`150 ${disk} sysres.cckd${disk === "3390" ? " cu=3880" : ""}`, "00E 1403 print.txt"],
  files: {
    "text.rdr": text,
    "sysres.ctl": () => new TextEncoder().encode(`SYSRES ${disk} * text.rdr\nSYSVTOC VTOC TRK 1\n`),
  },
  made: { "sysres.cckd": ["dasdload", "-z", "sysres.ctl", "sysres.cckd"] },
  outputs: ["print.txt"],
}));
