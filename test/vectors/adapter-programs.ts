/**
 * Programs for the channel-to-channel adapter as device cases, with both sides on one machine. There it is Hercules' CTCE, which
 * reaches itself through two ports; that takes a first, vain command, and a read and a write for which a case waits before it
 * begins (the branch to WARM).
 */
import type { DeviceCase } from "./device-case.ts";

/** A while: there, both sides are several processes that run when they can. */
export const WHILE = `         L     5,=F'4000000'
         BCT   5,*
`;

const COMMANDS = `
WARM     IO    X'040',READ
         BEGIN X'041',READ
         AWAIT
         IO    X'040',WRITE
${WHILE}${WHILE}         ASK   TIO,X'041'
         L     1,=A(RESULTS)
         ST    1,IONEXT
         MVC   INPUT(9),INPUT+9
         B     BEGINS
CONTROL  CCW   X'07',0,X'20',1
READ     CCW   X'02',INPUT,X'20',8
READ4    CCW   X'02',INPUT,X'20',4
WRITE    CCW   X'01',OUTPUT,X'20',8
WRITE4   CCW   X'01',OUTPUT,X'20',4
ENDFILE  CCW   X'81',OUTPUT,X'20',8
SCB      CCW   X'14',COMMAND,X'20',1
NOP      CCW   X'03',0,X'20',1
EXTENDED CCW   X'C3',0,X'20',1
BASIC    CCW   X'43',0,X'20',1
OUTPUT   DC    C'ABCDEFGH'
INPUT    DC    8X'EE'
COMMAND  DC    X'EE'
         DC    9X'EE'
         LTORG
`;

/** `data`: CCWs and constants that the case has besides. `areas`: what is compared besides INPUT. `patches`: what is else there. */
export function adapter(
  name: string,
  steps: string,
  {
    data = "",
    areas = [],
    patches = {},
    ...more
  }: Partial<Pick<DeviceCase, "differs" | "expected" | "areas">> & {
    readonly data?: string;
    readonly patches?: Readonly<Record<string, string>>;
  } = {},
): DeviceCase {
  return {
    name: `CTCA: ${name}`,
    source: `
COLD     BC    0,WARM
BEGINS   EQU   *
${steps}         DONE
${COMMANDS}${data}`,
    configuration: ["040 CTCA pair", "041 CTCA pair"],
    there: {
      configuration: ["040 CTCE 34180 127.0.0.1 34190", "041 CTCE 34190 127.0.0.1 34180"],
      patches: { COLD: "47F0", ...patches },
    },
    areas: [["INPUT", 9], ...areas],
    ...more,
  };
}
