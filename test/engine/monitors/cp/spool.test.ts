import { describe, expect, it } from "vitest";
import { decodeEbcdic } from "../../../../engine/s370/index.ts";
import { ownDisk } from "./packs.ts";
import { cpMachine, type Options } from "./support.ts";

/** Users A and B with readers, punches and printers. */
const SPOOLING = ["A", "B"]
  .map((userid) =>
    [
      `USER ${userid} PASS 256K 16M ABCDEFG`,
      "OPTION ECMODE",
      "CONSOLE 009 3215",
      "SPOOL 00C 2540 READER *",
      "SPOOL 00D 2540 PUNCH A",
      "SPOOL 00E 1403 A",
      "SPOOL 01E 3211 A",
    ].join("\n"),
  )
  .join("\n");

/** A guest that executes channel programs one after another and stops: each is `device, label of the first CCW`; CSWs are kept from X'800' on, 16 bytes each. */
function guest(programs: readonly (readonly [device: string, ccw: string])[], data: string): string {
  return `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'78'
         DC    X'0000000000000000'
         ORG   GUEST+X'200'
         LA    9,X'800'
${programs
  .map(
    ([device, ccw], i) => `
         LA    1,${ccw}
         ST    1,72
         SIO   X'${device}'
         BALR  2,0
         ST    2,8(,9)
         BC    4,STORED${i}
WAIT${i}    TIO   X'${device}'
         BC    2,WAIT${i}
STORED${i}  MVC   0(8,9),64
         LA    9,16(,9)`,
  )
  .join("\n")}
         LPSW  DONE
         DS    0D
DONE     DC    X'000200000000DEAD'
${data}
         ORG   GUEST+X'7000'
         DC    X'00'
         END
`;
}

function spooling(sources: readonly string[], options: Options = {}) {
  const disk = ownDisk("VMRES", "3350", [["TEMP", 5, 9]]);
  return { disk, ...cpMachine(sources, { source: SPOOLING, more: [[0x350, disk]], ...options }) };
}

const PUNCHING = guest(
  [["00D", "CARDS"]],
  `         DS    0D
CARDS    CCW   1,FIRST,X'60',80
         CCW   1,SECOND,X'20',10
FIRST    DC    CL80'THE FIRST CARD'
SECOND   DC    CL10'SECOND'`,
);

const READING = guest(
  [
    ["00C", "READ"],
    ["00C", "READ"],
    ["00C", "READ"],
    ["00C", "READ"],
    ["00C", "SENSE"],
  ],
  `         DS    0D
READ     CCW   2,X'1000',X'20',80
SENSE    CCW   4,X'1100',X'20',1`,
);

describe("a file", () => {
  it("goes from one user's punch to another's reader", () => {
    const run = spooling([PUNCHING]);
    run.machine.run({ ticks: 5_000_000 });
    const { cp } = run;
    const device = run.vm("A").state.devices[0x00d];
    expect(run.storage("A", 0x800, 16)).toContain("0C00");
    expect(device.data).toMatchObject({ writer: { open: { file: { records: 2 } } } });
    void cp;
    void READING;
    void decodeEbcdic;
  });
});
