/** What unit 1 says of its runs. */
import { describe, expect, test } from "vitest";
import { lesson, lines, openLab, psw, register, runLab, stored, times } from "./support.ts";

const text = lesson("01-why-bother/index.mdx");
const programs = ["bare", "monitor", "emulated"].map((kind) => `01-why-bother/same-program-${kind}`);

describe("two systems, one processor", () => {
  test("both consoles fill", async () => {
    const session = await runLab("01-why-bother/two-guests");
    expect(lines(session, "guest-a").slice(0, 2)).toEqual(["POSTED 64. TOTAL 000127904", "POSTED 64. TOTAL 000255808"]);
    expect(lines(session, "guest-b").slice(0, 2)).toEqual(["CLOCK 000005 MS", "CLOCK 000010 MS"]);
    expect(lines(session, "guest-b").length).toBeGreaterThan(7);
  });

  test("the timer takes the processor from the bank while it posts with interruptions off", async () => {
    const { session } = await openLab("01-why-bother/two-guests");
    session.advance(50_000);
    const taken = session
      .trace()
      .crossings.filter(
        ({ from, cause, guestAddress }) =>
          from === "guest-a" && cause.label === "timer" && guestAddress >= 0x20e && guestAddress <= 0x232,
      );
    expect(taken.length).toBeGreaterThan(1);
    session.goTo(taken[0]!.tick);
    expect(psw(session, "guest-a")?.slice(0, 2)).toBe("00");
    expect(stored(session, "machine", 0x18, 1)).toBe("07");
  });

  test.each(["bank.asm", "clock.asm"])("%s runs as it is on a bare machine", async (file) => {
    const { createSession } = await import("../../engine/grading/session.ts");
    const session = await createSession(
      { kind: "bare", program: file },
      { [file]: lesson(`01-why-bother/labs/two-guests/${file}`) },
    );
    if ("errors" in session) throw new Error(JSON.stringify(session.errors));
    session.advance(50_000);
    expect(lines(session, "machine").length).toBeGreaterThan(7);
  });

  test("a bank that posts for ever prints nothing, and the clock goes on", async () => {
    const session = await runLab("01-why-bother/two-guests", [
      ["bank.asm", "         BCT   R4,POST\n", "         BCT   R4,POST\n         B     ROUND\n"],
    ]);
    expect(lines(session, "guest-a")).toEqual([]);
    expect(lines(session, "guest-b").length).toBeGreaterThan(7);
  });
});

describe("one program, three times", () => {
  test.each(programs)("%s finds 95", async (id) => {
    const session = await runLab(id);
    const world = id.endsWith("monitor") ? "guest-a" : "machine";
    expect(session.state).toBe("disabled-wait");
    expect(register(session, world, 5)).toBe(95);
    // The emulated machine's storage begins at X'2000'.
    const primes = id.endsWith("emulated") ? 0x2254 : "PRIMES";
    expect(stored(session, world, primes, 4)).toBe("0000005F");
  });

  test("the three programs are one", () => {
    const sources = programs.map((id) => lesson(`${id.replace("/", "/labs/")}/primes.asm`));
    expect(new Set(sources).size).toBe(1);
  });

  test("the numbers of the text are the machine's", async () => {
    const [bare, monitor, emulated] = await Promise.all(programs.map((id) => runLab(id)));
    expect(bare!.instructions).toBe(24_899);
    expect(monitor!.fact({ kind: "executed", world: "guest-a" })).toBe(bare!.instructions);
    expect(times(monitor!, "SSM") + times(monitor!, "LPSW")).toBe(2);
    expect(times(monitor!, "timer")).toBeGreaterThan(0);
    expect(Math.round(emulated!.instructions / bare!.instructions)).toBe(29);
    for (const { instructions } of [bare!, emulated!]) expect(text).toContain(instructions.toLocaleString("en"));
  });

  test("only the emulator does not know XR", async () => {
    const edit = ["primes.asm", "SR    R5,R5", "XR    R5,R5"] as const;
    expect(register(await runLab(programs[1]!, [edit]), "guest-a", 5)).toBe(95);
    expect(psw(await runLab(programs[2]!, [edit]), "machine")).toBe("00020000000000EE");
  });
});
