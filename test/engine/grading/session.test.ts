import { describe, expect, test } from "vitest";
import type { MonitorSetup, Setup } from "../../../engine/grading/format.ts";
import { decodeLink, encodeLink } from "../../../engine/grading/permalink.ts";
import { createSession, type Session, type SessionOptions } from "../../../engine/grading/session.ts";
import { hello, selfish, sum } from "./programs.ts";

async function open(setup: Setup, files: Record<string, string>, options?: SessionOptions): Promise<Session> {
  const session = await createSession(setup, files, options);
  if ("errors" in session) throw new Error(JSON.stringify(session.errors));
  return session;
}

const twoGuests: MonitorSetup = {
  kind: "monitor",
  guests: [
    { id: "a", title: "the bank", program: "a.s" },
    { id: "b", title: "the test system", program: "b.s" },
  ],
};
const guests = () => open(twoGuests, { "a.s": selfish, "b.s": hello });
const bare = (source: string, options?: SessionOptions) =>
  open({ kind: "bare", program: "p.s" }, { "p.s": source }, options);

describe("a bare machine", () => {
  test("runs a program to its end and tells its facts", async () => {
    const session = await bare(sum);
    expect(session.advance(10_000)).toBe("disabled-wait");
    expect(session.fact({ kind: "register", world: "machine", register: 3 })).toBe(108);
    expect(session.fact({ kind: "storage", world: "machine", at: "TOTAL", length: 4 })).toBe("0000006C");
    expect(session.fact({ kind: "state", world: "machine" })).toBe("disabled-wait");
    expect(session.fact({ kind: "psw", world: "machine", field: "wait" })).toBe(1);
    expect(session.fact({ kind: "executed", world: "machine" })).toBe(session.instructions);
  });

  test("has patches laid in before it starts", async () => {
    const session = await bare(sum, { patch: [{ world: "machine", at: "TABLE", bytes: "00000064" }] });
    session.advance(10_000);
    expect(session.fact({ kind: "register", world: "machine", register: 3 })).toBe(204);
  });

  test("starts at the program's entry where it has no PSW at location 0", async () => {
    const session = await bare("P        START X'400'\n         LA    R1,7\n         BALR  R2,0\n         END   P\n");
    session.step();
    expect(session.view().processors[0]).toMatchObject({ here: { file: "p.s", line: 3 } });
    expect(session.fact({ kind: "register", world: "machine", register: 1 })).toBe(7);
  });

  test("says what a fact lacks instead of failing", async () => {
    const session = await bare(sum);
    expect(session.fact({ kind: "storage", world: "machine", at: "NOWHERE", length: 4 })).toEqual({
      why: "p.s has no symbol NOWHERE",
    });
    expect(session.fact({ kind: "register", world: "guest-b", register: 4 })).toEqual({ why: "there is no guest B" });
  });

  test("takes a line that is typed, and shows the console", async () => {
    const session = await bare(hello);
    session.advance(10_000);
    expect(session.view().consoles).toEqual([
      { id: "machine", title: "Console", device: "009", text: "HELLO\n", reading: false },
    ]);
    session.input("machine", "GOOD DAY");
    expect(session.inputs).toEqual([{ tick: session.tick, console: "machine", text: "GOOD DAY" }]);
  });
});

describe("two guests", () => {
  test("one that disables all interruptions and loops does not stop the other", async () => {
    const session = await guests();
    session.advance(60_000);
    expect(session.fact({ kind: "state", world: "guest-b" })).toBe("disabled-wait");
    expect(session.view().consoles[1]?.text).toBe("HELLO\n");
    expect(session.fact({ kind: "psw", world: "guest-a", field: "systemMask" })).toBe(0);
    expect(session.fact({ kind: "state", world: "guest-a" })).toBe("running");
    expect(session.fact({ kind: "crossings", world: "guest-a", cause: "SSM" })).toBe(1);
    expect(session.fact({ kind: "crossings", world: "guest-a", cause: "program:2" })).toBe(1);
    expect(session.fact({ kind: "executed", world: "guest-a" })).toBeGreaterThan(30_000);
  });

  test("executed by all worlds together is all that was executed", async () => {
    const session = await guests();
    session.advance(10_001);
    const worlds = ["guest-a", "guest-b", "monitor", "idle"].map((world) =>
      Number(session.fact({ kind: "executed", world })),
    );
    expect(worlds.reduce((a, b) => a + b)).toBe(session.instructions);
  });

  test("a trap is explained, billed and placed in the source", async () => {
    const session = await guests();
    expect(session.toNextTrap()).toBe("trap");
    const view = session.view();
    expect(view.world).toBe("monitor");
    expect(view.explanation?.title).toBe("Privileged-operation exception.");
    expect(view.explanation?.text).toContain("SSM is for the supervisor");
    expect(session.step()).toBe("step");
    expect(session.view().world).toBe("guest-a");
    expect(session.view().processors[1]).toMatchObject({ id: "guest-a", here: { file: "a.s", line: 9 } });
    expect(session.bill()[0]).toMatchObject({ cause: "SSM", count: 1 });
  });

  test("a privileged instruction of a guest's own problem program is explained as such", async () => {
    const program =
      "P        CSECT\n         DC    X'0001000000000200'\n         ORG   P+X'200'\n         SSM   0\n         END\n";
    const session = await open({ ...twoGuests, guests: [{ id: "a", title: "x", program: "a.s" }] }, { "a.s": program });
    session.toNextTrap();
    expect(session.view().explanation?.text).toContain(
      "guest A's own supervisor had put this program in problem state",
    );
  });

  test("stepping over a trap comes out in a guest, stepping back before it", async () => {
    const session = await guests();
    while (session.view().processors[1]?.here?.line !== 8) session.step();
    const before = session.tick;
    expect(session.stepOverTrap()).toBe("step");
    expect(session.view().world).toBe("guest-a");
    expect(session.fact({ kind: "crossings", world: "guest-a", cause: "SSM" })).toBe(1);
    session.stepBack();
    session.stepBack();
    expect(session.tick).toBe(before);
    expect(session.fact({ kind: "crossings", world: "guest-a", cause: "SSM" })).toBe(0);
  });

  test("a guest's storage is read through the monitor's tables, the machine's is another", async () => {
    const session = await guests();
    const program = [...session.read("guest-b", 0x200, 2)];
    expect(program).toEqual([0x05, 0xc0]);
    expect([...session.read("machine", 0x200, 2)]).not.toEqual(program);
    expect([...session.read("guest-b", 0xffffff, 1)]).toEqual([0]);
  });
});

describe("determinism", () => {
  test("the same setup and inputs end in the same state", async () => {
    const input = [{ tick: 3000, console: "guest-b", text: "TIME" }];
    const run = async (slices: number[]) => {
      const session = await open(twoGuests, { "a.s": selfish, "b.s": hello }, { input });
      for (const ticks of slices) session.advance(ticks);
      session.goTo(50_000);
      return `${session.tick} ${session.digest()}`;
    };
    expect(await run([1, 10, 100, 20_000])).toBe(await run([49_999]));
  });

  test("another input ends in another state", async () => {
    const one = await guests();
    const other = await guests();
    one.advance(5000);
    other.advance(5000);
    expect(one.digest()).toBe(other.digest());
    one.input("guest-a", "X");
    expect(one.digest()).not.toBe(other.digest());
  });

  test("a permalink replays a run with what was typed, to the same state", async () => {
    const session = await guests();
    session.goTo(2_500);
    session.input("guest-b", "HELLO");
    session.goTo(2_533);
    session.input("guest-a", "GOOD DAY");
    session.goTo(40_000);
    const stop = session.tick;
    const link = encodeLink({ files: { "b.s": hello }, input: session.inputs, stop, digest: session.digest() });
    const decoded = decodeLink(link);
    if (!decoded.ok) throw new Error(decoded.why);
    const { files, input, stop: tick, digest } = decoded.run;
    const again = await open(twoGuests, { "a.s": selfish, ...files }, { input });
    again.goTo(tick);
    expect([again.tick, again.digest()]).toEqual([stop, digest]);
  });

  test("going back and forth leads to the same states", async () => {
    const session = await guests();
    const at = new Map<number, string>();
    for (let tick = 0; tick < 30_000; tick += 1501) {
      session.goTo(tick);
      at.set(session.tick, session.digest());
    }
    for (const [tick, digest] of [...at].sort(([a], [b]) => ((a * 7919) % 1000) - ((b * 7919) % 1000))) {
      session.goTo(tick);
      expect([session.tick, session.digest()]).toEqual([tick, digest]);
    }
    expect(session.furthest).toBe(Math.max(...at.keys()));
  });
});

describe("a learner's handlers in the monitor", () => {
  const setup: MonitorSetup = { ...twoGuests, handlers: "ssm.ts", without: ["SSM"] };
  const withHandlers = (source: string) => open(setup, { "a.s": selfish, "b.s": hello, "ssm.ts": source });

  test("simulate the instruction", async () => {
    const session = await withHandlers(`import type { Guest, Instruction } from "tae:monitor";
export function SSM(guest: Guest, instruction: Instruction): void {
  guest.setSystemMask(guest.load8(instruction.operand));
}`);
    session.toNextTrap();
    expect(session.view().explanation?.text).toContain("The monitor calls your handler for SSM.");
    session.advance(60_000);
    expect(session.failure).toBeUndefined();
    expect(session.fact({ kind: "psw", world: "guest-a", field: "systemMask" })).toBe(0);
    expect(session.fact({ kind: "state", world: "guest-b" })).toBe("disabled-wait");
  });

  test("with state of their own: stepping back takes it back too", async () => {
    const busy = selfish.replace("         SSM   OFF\nLOOP    ", "LOOP     SSM   OFF\n        ");
    const session = await open(
      { ...setup, guests: [{ id: "a", title: "busy", program: "a.s" }] },
      { "a.s": busy, "ssm.ts": "let n = 0; export function SSM(guest) { guest.setGr(7, ++n); }" },
    );
    session.advance(20_000);
    const count = session.fact({ kind: "register", world: "guest-a", register: 7 });
    expect(count).toBeGreaterThan(50);
    const digest = session.digest();
    const end = session.tick;
    session.goTo(1000);
    expect(session.fact({ kind: "register", world: "guest-a", register: 7 })).toBeLessThan(20);
    session.goTo(end);
    expect(session.fact({ kind: "register", world: "guest-a", register: 7 })).toBe(count);
    expect(session.digest()).toBe(digest);
  });

  test("that fail stop the run at their place, until time goes back", async () => {
    const session = await withHandlers("export function SSM(guest) {\n  guest.load8(guest.nothing);\n}");
    expect(session.advance(60_000)).toBe("error");
    expect(session.failure).toMatchObject({ file: "ssm.ts", line: 2 });
    expect(session.view().failure).toEqual(session.failure);
    expect(session.advance(10)).toBe("error");
    session.goTo(10);
    expect(session.failure).toBeUndefined();
    expect(session.advance(60_000)).toBe("error");
  });

  test("that use storage which is not there are told so, and a guest's bad address goes to the guest", async () => {
    const real = await withHandlers("export function SSM(guest) {\n  guest.loadReal8(-1);\n}");
    expect(real.advance(60_000)).toBe("error");
    expect(real.failure).toMatchObject({ line: 2, message: expect.stringContaining("outside storage") });
    const guest = await withHandlers("export function SSM(guest) {\n  guest.load8(0xFF0000);\n}");
    guest.toNextTrap();
    guest.step();
    expect(guest.failure).toBeUndefined();
    expect(guest.fact({ kind: "storage", world: "guest-a", at: 0x2a, length: 2 })).toBe("0005");
  });

  test("that are none are refused", async () => {
    const files = { "a.s": selfish, "b.s": hello };
    const made = async (source: string) => {
      const session = await createSession(setup, { ...files, "ssm.ts": source });
      return "errors" in session ? session.errors[0]?.message : undefined;
    };
    expect(await made("export const x = 1;")).toContain("no handler is exported");
    expect(await made("export function ssm() {}")).toContain("in capitals, SSM");
  });
});

describe("what cannot be made is said, not thrown", () => {
  test("every error of every program", async () => {
    const session = await createSession(twoGuests, { "a.s": "A CSECT\n  XYZ 1\n  L R1\n END", "b.s": " NONSENSE\n" });
    if (!("errors" in session)) throw new Error("it was made");
    expect(new Set(session.errors.map(({ file }) => file))).toEqual(new Set(["a.s", "b.s"]));
    expect(session.errors.length).toBeGreaterThanOrEqual(3);
  });

  test("a file that is not there", async () => {
    const session = await createSession(twoGuests, { "a.s": sum });
    expect(session).toEqual({ errors: [{ file: "b.s", line: 1, column: 1, message: "there is no such file" }] });
  });

  test("a program beyond its storage", async () => {
    const session = await createSession(
      { kind: "bare", program: "p.s", storageSize: 4096 },
      { "p.s": "P START X'1000'\n DC F'1'\n END\n" },
    );
    expect(session).toMatchObject({ errors: [{ file: "p.s", message: expect.stringContaining("beyond storage") }] });
  });
});
