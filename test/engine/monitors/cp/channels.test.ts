/** ATTACH CHANNEL, ATTACH R/O: what is dedicated so works, is nobody else's, and comes back. */
import { describe, expect, it } from "vitest";
import { program } from "../support.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const SOURCE = `
USER A PASS 256K 1M ABCDEFG
OPTION ECMODE
CONSOLE 009 3215
USER B PASS 256K 1M G
CONSOLE 009 3215
MDISK 191 3330 001 005 DISK1 MR`.trim();

/** Seeks, and writes a record 1 on cylinder 3, head 0; then what it has come to: status bytes at X'700'. */
const WRITER = `
GUEST    START 0
         USING *,0
         ORG   GUEST+X'200'
         MVC   X'48'(4),=A(SEEK)
         SIO   X'260'
WAIT     TIO   X'260'
         BC    2,WAIT
         MVC   X'700'(2),X'44'
         LPSW  DONE
         DS    0D
DONE     DC    X'0002000000000D0E'
SEEK     CCW   X'07',PLACE,X'40',6
         CCW   X'31',PLACE+2,X'40',5
         CCW   X'08',*-8,0,1
         CCW   X'1D',COUNT,X'20',16
PLACE    DC    X'00000003000000'
COUNT    DC    X'0003000001000008',CL8'WRITTEN'
         LTORG
         END
`;

function machine(): CpMachine {
  const run = cpMachine([], {
    source: SOURCE,
    operator: "A",
    more: [
      [0x150, ownDisk("VMRES", "3330", [["TEMP", 6, 403]])],
      [0x260, mountedDisk("3330", "DISK1", 0x260)],
      [0x261, mountedDisk("3330", "DISK2", 0x261)],
    ],
  });
  run.machine.run({ ticks: 5_000_000 });
  return run;
}

/** What a line is answered with at A's terminal. */
function says(run: CpMachine, line: string, terminal = 0x009): string {
  const { text } = run.terminal(terminal);
  run.machine.input(terminal, line.startsWith("logon") ? line : `#cp ${line}`);
  run.machine.run({ ticks: run.machine.now + 3_000_000 });
  return run.terminal(terminal).text.slice(text.length).split("\n").slice(1).join("\n");
}

function written(run: CpMachine): string {
  says(run, "store 0 0");
  const frame = run.vm("A").state.pages.frame[0] << 12;
  for (const { address, bytes } of program(WRITER).segments) run.machine.write(frame + address, bytes);
  says(run, "store psw 0 0");
  says(run, "begin 200");
  return run.storage("A", 0x700, 2);
}

describe("a channel", () => {
  it("works for its virtual machine by the real addresses", () => {
    const run = machine();
    expect(says(run, "attach channel 2 *")).toContain("CHANNEL 2 ATTACHED TO A");
    // Channel end and device end: the record was written.
    expect(written(run)).toBe("0C00");
  });

  it("has nothing for others, until it is given back", () => {
    const run = machine();
    says(run, "attach channel 2 to a");
    const logon = says(run, "logon b pass", 0x020);
    expect(logon).toContain("VOLID DISK1 NOT MOUNTED");
    expect(says(run, "attach 261 to b 261")).toContain("CHANNEL DEDICATED TO A");
    expect(says(run, "vary offline 261")).toContain("IN USE");
    says(run, "detach channel 2 from a");
    expect(says(run, "attach 261 to b 261")).toContain("DASD 261 ATTACH TO B 261");
  });

  it("is free again when its virtual machine ends, whatever goes on there", () => {
    const run = machine();
    says(run, "logon b pass", 0x020);
    says(run, "detach 191", 0x020);
    says(run, "attach channel 2 to b");
    run.machine.input(0x009, "#cp force b");
    run.machine.run({ ticks: run.machine.now + 5_000_000 });
    expect(run.cp.state.io.channels).toEqual({});
    expect([0x260, 0x261].map((each) => run.cp.io.device(each)?.owner)).toEqual([undefined, undefined]);
    expect(says(run, "attach channel 2 to a")).toContain("CHANNEL 2 ATTACHED TO A");
  });

  it("is not given away while somebody has a minidisk there", () => {
    const run = machine();
    says(run, "logon b pass", 0x020);
    expect(says(run, "attach channel 2 to a")).toContain("DASD 260 IN USE BY SYSTEM");
    expect(says(run, "attach channel 1 to a")).toContain("DASD 150 IN USE BY SYSTEM");
  });

  it("stays with its virtual machine in a snapshot", () => {
    const run = machine();
    says(run, "attach channel 2 to a");
    const saved = run.machine.snapshot();
    says(run, "detach channel 2");
    run.machine.restore(saved);
    expect(run.cp.state.io.channels).toEqual({ 2: "A" });
    expect(written(run)).toBe("0C00");
  });
});

describe("a disk attached R/O", () => {
  it("can be read, and rejects what writes", () => {
    const run = machine();
    says(run, "attach 260 to a 260 r/o");
    // Command reject.
    expect(written(run)).toBe("0200");
    says(run, "detach 260 from a");
    says(run, "attach 260 to a 260");
    expect(written(run)).toBe("0C00");
  });
});
