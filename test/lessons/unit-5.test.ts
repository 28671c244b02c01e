/** What unit 5 says of its runs. */
import { describe, expect, test } from "vitest";
import { createSession } from "../../engine/grading/session.ts";
import { lesson, lines, psw, register, runLab, stored, times } from "./support.ts";

const id = "05-trap-and-emulate";

describe("the virtual PSW", () => {
  test("15 instructions, 8 traps, in the order of the text", async () => {
    const session = await runLab(`${id}/virtual-psw`);
    expect(session.instructions).toBe(15);
    const traps = session.trace().crossings.filter(({ from, to }) => from === "guest-a" && to === "monitor");
    expect(traps.map(({ cause }) => cause.label)).toEqual([
      "SSM",
      "STOSM",
      "SSK",
      "LPSW",
      "SVC 1",
      "LPSW",
      "SSM",
      "LPSW",
    ]);
    expect(psw(session, "guest-a")).toBe("0002000000000000");
    expect(stored(session, "guest-a", "OLDMASK", 1)).toBe("FE");
    expect(stored(session, "guest-a", 0x2a, 2)).toBe("0002");
  });

  test("a bare machine ends with the same registers and the same storage", async () => {
    const source = lesson(`${id}/labs/virtual-psw/supervisor.asm`);
    const bare = await createSession({ kind: "bare", program: "p.asm" }, { "p.asm": source });
    if ("errors" in bare) throw new Error(JSON.stringify(bare.errors));
    bare.advance(10_000);
    const guest = await runLab(`${id}/virtual-psw`);
    const [machine] = bare.view().processors;
    const virtual = guest.view().processors.find((processor) => processor.id === "guest-a");
    expect(virtual?.gr).toEqual(machine?.gr);
    expect(virtual?.psw.hex).toBe(machine?.psw.hex);
    // All but the interval timer, which counts time.
    expect(guest.read("guest-a", 0, 0x50)).toEqual(bare.read("machine", 0, 0x50));
    expect(guest.read("guest-a", 0x54, 0xfac)).toEqual(bare.read("machine", 0x54, 0xfac));
  });

  test("a program in virtual supervisor state is not refused", async () => {
    const session = await runLab(`${id}/virtual-psw`, [["supervisor.asm", "FF310000", "FF300000"]]);
    expect(register(session, "guest-a", 5)).toBe(2);
    expect(register(session, "guest-a", 6)).toBe(1);
  });
});

describe("the guest that disables everything", () => {
  test("traps once by itself, and the clock goes on", async () => {
    const session = await runLab(`${id}/disabled-loop`);
    const taken = session.trace().crossings.filter(({ from }) => from === "guest-a");
    expect(taken.filter(({ cause }) => cause.kind.startsWith("program:")).map(({ cause }) => cause.label)).toEqual([
      "SSM",
    ]);
    expect(taken.filter(({ cause }) => cause.label === "timer").length).toBeGreaterThan(5);
    expect(psw(session, "guest-a")?.slice(0, 2)).toBe("00");
    expect(lines(session, "guest-b").length).toBeGreaterThan(5);
  });

  test("nor does it help to turn the timer off", async () => {
    const session = await runLab(`${id}/disabled-loop`, [
      [
        "selfish.asm",
        "LOOP     LA    R5,1(R5)                 count\n         B     LOOP\n",
        "         LCTL  R0,R0,NOTIMER\nLOOP     LA    R5,1(R5)\n         B     LOOP\nNOTIMER  DC    F'0'\n",
      ],
    ]);
    expect(times(session, "LCTL")).toBe(1);
    expect(lines(session, "guest-b").length).toBeGreaterThan(5);
  });
});

describe("slices of time", () => {
  const count = async (edits: Parameters<typeof runLab>[1] = []) => {
    const session = await runLab(`${id}/time-slice`, edits);
    return {
      quiet: Number(register(session, "guest-a", 5)),
      trapping: Number(register(session, "guest-b", 5)),
      session,
    };
  };

  test("the trapping guest comes some sixtieth as far, for over a hundred ticks a trap", async () => {
    const { quiet, trapping, session } = await count();
    expect(quiet / trapping).toBeGreaterThan(55);
    expect(quiet / trapping).toBeLessThan(65);
    const trap = session.bill().find(({ cause }) => cause === "SSM");
    expect(trap!.ticks / trap!.count).toBeGreaterThan(100);
  });

  test("without a trap in the loop both count alike", async () => {
    const { quiet, trapping } = await count([
      [
        "trapping.asm",
        "LOOP     LA    R5,1(R5)\n         SSM   NOBODY\n",
        "         SSM   NOBODY\nLOOP     LA    R5,1(R5)\n",
      ],
    ]);
    expect(trapping / quiet).toBeGreaterThan(0.9);
    expect(trapping / quiet).toBeLessThan(1.1);
  });
});
