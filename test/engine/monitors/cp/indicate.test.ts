/** INDICATE of system analysts: who waits for what, and how loaded the system is. */
import { describe, expect, it } from "vitest";
import { mountedDisk } from "./disks.ts";
import { answers, settle } from "./spooling.ts";
import { type CpMachine, cpMachine } from "./support.ts";

/** Sends the arm to and fro, and waits each time for its end. */
const SEEKER = `
GUEST    START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   GUEST+X'78'
         DC    X'00000000',A(AGAIN)
         ORG   GUEST+X'200'
AGAIN    LA    1,PROGRAM
         ST    1,72
         SIO   X'191'
         LPSW  WAIT
         DS    0D
WAIT     DC    X'FE020000',A(0)
PROGRAM  CCW   7,FAR,X'60',6
         CCW   7,NEAR,X'60',6
         CCW   7,FAR,X'60',6
         CCW   X'1A',X'800',X'20',5
FAR      DC    X'000001F30000'
NEAR     DC    X'000000000000'
         END
`;

const HUNGRY = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
LOOP     LA    1,1(,1)
         B     X'200'
         END
`;

const DIRECTORY = ["OPERATOR", "A", "B", "C"]
  .map(
    (userid) =>
      `USER ${userid} PASS 256K 1M ABCDEFG\nCONSOLE 009 3215${userid === "A" || userid === "C" ? "\nMDISK 191 3350 10 500 USERS1 MW" : ""}`,
  )
  .join("\n");

function machine(...sources: readonly string[]): CpMachine {
  const run = cpMachine(sources, {
    source: DIRECTORY,
    operatorTerminal: 0x01f,
    more: [[0x151, mountedDisk("3350", "USERS1", 0x151)]],
  });
  settle(run);
  return run;
}

/** What a command says, asked so often. */
function asked(run: CpMachine, line: string, times: number): string[] {
  return Array.from({ length: times }, () => answers(run, 0x01f, line).join("\n"));
}

describe("INDICATE", () => {
  it("I/O names who waits for a channel program, and the real device", () => {
    const told = asked(machine(SEEKER), "indicate i/o", 12);
    expect(told).toContain("A        151");
    for (const line of told) expect(line).toMatch(/^A {8}151$|^NO USERS IN LIST$/);
  });

  it("QUEUES tells who runs, with pages in storage and wanted", () => {
    const told = asked(machine(HUNGRY, HUNGRY), "indicate queues", 3);
    for (const line of told) expect(line).toMatch(/B {8}Q2 RU [0-9A-F]{3}\/[0-9A-F]{3}/);
  });

  it("LOAD tells of the processor, smoothed by quarters each half minute", () => {
    const run = machine(HUNGRY);
    const load = () => Number(/^CPU-(\d{3})%/.exec(asked(run, "indicate load", 1)[0])?.[1]);
    run.machine.run({ ticks: 1_000_000 });
    expect(load()).toBeGreaterThan(90);
    run.machine.input(0x009, "#cp");
    run.machine.run({ ticks: run.machine.now + 31_000_000 });
    const first = load();
    expect(first).toBeLessThan(40);
    run.machine.run({ ticks: run.machine.now + 31_000_000 });
    const second = load();
    // Nothing is done in the second half minute: a quarter less.
    expect(second).toBeGreaterThanOrEqual(Math.floor((first * 3) / 4));
    expect(second).toBeLessThanOrEqual(Math.ceil((first * 3) / 4) + 1);
    run.machine.run({ ticks: run.machine.now + 301_000_000 });
    expect(load()).toBeLessThan(3);
  });

  it("LOAD tells of the queues as those that leave them have found them", () => {
    const run = machine(HUNGRY, HUNGRY, SEEKER);
    const { load } = run.cp.state.schedule;
    run.machine.run({ ticks: 20_000_000 });
    const { q1 = -1, q2 = -1, ratio = 0, storage = 0 } = load.contention ?? {};
    expect(q1 + q2).toBeGreaterThan(1);
    expect(ratio).toBeGreaterThanOrEqual(1);
    expect(storage).toBeGreaterThan(0);
    expect(asked(run, "indicate load", 1)[0]).toMatch(
      /^CPU-\d{3}% APU-000% Q1-\d\d Q2-\d\d STORAGE-\d{3}% RATIO-0?\d\.\d$|^CPU/,
    );
  });
});
