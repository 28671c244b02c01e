import { expect, it } from "vitest";
import { cpMachine } from "./support.ts";

const LOOP = `
GUEST    START 0
         DC    X'0000000000000200'
         ORG   GUEST+X'200'
LOOP     LA    1,1(,1)
         BC    15,X'200'
         END
`;

it("stops the virtual machine that ran at a machine check, and no other", () => {
  const run = cpMachine([LOOP, LOOP]);
  run.machine.run({ ticks: 1_000_000 });
  const running = run.cp.vm(run.cp.state.running);
  run.machine.operate("machine-check");
  run.machine.run({ ticks: 2_000_000 });
  expect(running.state.stopped).toBe(true);
  const other = run.vm(running.userid === "A" ? "B" : "A");
  expect(other.state.stopped).toBe(false);
  expect(run.machine.world).toBe(other.userid);
});

it("goes on after a machine check in the wait", () => {
  const run = cpMachine([]);
  run.machine.run({ ticks: 1_000_000 });
  run.machine.operate("machine-check");
  run.machine.run({ ticks: 1_500_000 });
  run.machine.input(0x01f, "logon a pass");
  run.machine.run({ ticks: 2_500_000 });
  expect(run.terminal(0x01f).text).toContain("LOGON AT");
});
