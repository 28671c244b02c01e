/** VMDUMP: what of a virtual machine is in the file, and what becomes of who asks for too much. */
import { describe, expect, it } from "vitest";
import { decodeEbcdic } from "../../../../engine/s370/index.ts";
import { type Call, diagnosing, finish, outcomes } from "./diagnosing.ts";
import { SPOOLERS, spoolDisk } from "./spooling.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const BUFFER = 0x8000;
const PROGRAM = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
         L     5,X'300'
         BC    15,X'204'
         ORG   GUEST+X'300'
         DC    X'CAFEBABE'
         END
`;

type Disk = ReturnType<typeof spoolDisk>;

function loaded(sources: readonly string[], disk: Disk): CpMachine {
  return cpMachine(sources, { source: SPOOLERS, more: [[0x150, disk]] });
}

function says(run: CpMachine, line: string): string {
  const { text } = run.terminal(0x009);
  run.machine.input(0x009, `#cp ${line}`);
  run.machine.run({ ticks: run.machine.now + 20_000_000 });
  return run.terminal(0x009).text.slice(text.length);
}

/** A's program has run, and A has given commands; CP has ended, and its disk is there. */
function dumped(...lines: readonly string[]): { run: CpMachine; disk: Disk; said: string } {
  const disk = spoolDisk();
  const run = loaded([PROGRAM], disk);
  run.machine.run({ ticks: 4_000_000 });
  const said = lines.map((line) => says(run, line)).join("");
  return { run, disk, said };
}

const dumpsOf = ({ cp }: CpMachine) => Object.values(cp.state.spool.files).filter(({ content }) => content === "dump");

describe("a file of VMDUMP", () => {
  const { run, disk, said } = dumped(
    "store 5000 01020304",
    "vmdump 100-1ff 5000.10 FORMAT cms *what was wrong",
    "shutdown",
  );

  /** Reads so many records by DIAGNOSE X'34', and looks at the last one. */
  function record(number: number): Buffer {
    const calls = Array.from({ length: number + 1 }, (): Call => ({ code: 0x34, rx: BUFFER, ry: 0x00c }));
    const reader = loaded([diagnosing(calls)], disk);
    finish(reader);
    expect(outcomes(reader, calls).map(({ cc }) => cc)).toEqual(calls.map(() => 0));
    return Buffer.from(reader.storage("A", BUFFER, 4096), "hex");
  }

  it("comes into the reader of who has asked for it", () => {
    expect(said).toContain("COMMAND COMPLETE");
    const [file, ...others] = dumpsOf(run);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ owner: "A", origin: "A", queue: "reader", name: "VMDUMP", type: "CMS", records: 6 });
  });

  it("tells what it is", () => {
    const text = decodeEbcdic(record(0));
    expect([text.slice(0, 16), text.slice(32, 132).trimEnd()]).toEqual(["CMS     A       ", "what was wrong"]);
  });

  it("has the registers, the size of storage, and which pages there are", () => {
    const information = record(1);
    expect(information.readUInt32BE(4 * 5)).toBe(0xcafebabe);
    expect(information.readUInt32BE(0xbc)).toBe(0x40000);
    expect([...information.subarray(0x1c8, 0x1cb)]).toEqual([0x84, 0, 0]);
  });

  it("has whole pages", () => {
    expect(record(4).readUInt32BE(0x300)).toBe(0xcafebabe);
    expect(record(5).readUInt32BE(0)).toBe(0x01020304);
  });
});

it("has all of storage where no range is named, and goes to whom it is for", () => {
  const { run } = dumped("vmdump to b");
  const [file] = dumpsOf(run);
  expect(file).toMatchObject({ owner: "B", records: 4 + run.vm("A").state.size / 4096 });
});

it("goes to whom dumps of CP go", () => {
  const { run } = dumped("vmdump 0 system");
  expect(dumpsOf(run)[0].owner).toBe("OPERATOR");
});

it.each([
  ["vmdump 0 1000 2000 3000", "INVALID OPTION - 3000"],
  ["vmdump g0", "INVALID HEXLOC - G0"],
  ["vmdump 2000-1000", "INVALID RANGE"],
  ["vmdump to nobody", "NOBODY NOT IN CP DIRECTORY"],
  ["vmdump 0 format", "OPERAND MISSING OR INVALID"],
])("refuses %s", (line, message) => {
  const { run, said } = dumped(line);
  expect(said).toContain(message);
  expect(dumpsOf(run)).toEqual([]);
});

it("is one at a time, and nothing is left of it when its virtual machine ends amid it", () => {
  const disk = spoolDisk();
  const run = loaded([PROGRAM], disk);
  run.machine.run({ ticks: 4_000_000 });
  const { used } = run.cp.spool.space();
  run.machine.input(0x009, "#cp vmdump");
  const written = (): number => run.cp.state.dumping.virtual[run.vm("A").id]?.written ?? 0;
  for (let n = 0; n < 100_000 && written() < 3; n++) run.machine.run({ ticks: run.machine.now + 100 });
  expect(written()).toBe(3);
  expect(run.cp.virtualDumps.isBusy(run.vm("A"))).toBe(true);
  const refused: string[] = [];
  run.cp.commands.execute({ vm: run.vm("A"), terminal: undefined, say: (text) => refused.push(text) }, "vmdump");
  expect(refused).toEqual(["DUMP FAILED; DUMP IN PROGRESS"]);
  expect(run.cp.spool.space().used).toBeGreaterThan(used);
  run.machine.input(0x009, "#cp logoff");
  run.machine.run({ ticks: run.machine.now + 20_000_000 });
  expect(run.cp.user("A")).toBeUndefined();
  expect(run.cp.state.dumping.virtual).toEqual({});
  expect(run.cp.spool.space().used).toBe(used);
});

it("leaves room on the disks for others, however often it is asked for", () => {
  const disk = spoolDisk();
  const run = loaded([PROGRAM], disk);
  run.machine.run({ ticks: 4_000_000 });
  let said = "";
  for (let n = 0; n < 60 && !said.includes("SPOOL SPACE FULL"); n++) said = says(run, "vmdump");
  expect(said).toContain("SPOOL SPACE FULL");
  const { blocks, used } = run.cp.spool.space();
  expect(blocks - used).toBeGreaterThanOrEqual(Math.floor(blocks / 8) - 1);
});
