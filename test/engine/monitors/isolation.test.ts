/** What one guest does is its own affair. */
import { describe, expect, test } from "vitest";
import { guest, SPINNING, stored, underMonitor } from "./support.ts";

/** Prints CLOCK each time its interval timer goes negative. */
const clock = `
TEST     START 0
         DC    X'0000000000000200'
         ORG   TEST+X'48'
         DC    A(CCW)
         DC    F'0'
         DC    F'40'
         DC    F'0'
         DC    X'00000000',A(EXT)
         ORG   TEST+X'78'
         DC    X'00000000',A(IO)
         ORG   TEST+X'200'
         BALR  R15,0
         USING *,R15
AGAIN    LPSW  WAITING
EXT      MVC   X'50'(4),INTERVAL
         SIO   X'009'
         LPSW  WAITING
IO       LPSW  WAITING
INTERVAL DC    F'100'
         DS    0D
WAITING  DC    X'FF02000000000000'
CCW      DC    X'09',AL3(TEXT),X'2000',H'5'
TEXT     DC    C'CLOCK'
         END   TEST
`;

const counter = guest("LOOP     LA    R1,1(R1)\n         B     LOOP\n");

describe("a guest that disables all interruptions and loops", () => {
  test("has its own masks off, and the other guest's clock goes on", () => {
    const { machine, monitor } = underMonitor([SPINNING, clock]);
    machine.run({ ticks: 100_000 });
    expect(monitor.guestState("a").psw.slice(0, 2)).toBe("00");
    expect(monitor.guestState("a").state).toBe("running");
    const lines = monitor.console("b").text.split("\n").length - 1;
    expect(lines).toBeGreaterThan(20);
    machine.run({ ticks: 200_000 });
    expect(monitor.console("b").text.split("\n").length - 1).toBeGreaterThan(lines + 20);
  });

  test("never stops the real machine, which is never disabled but in the monitor", () => {
    const { machine } = underMonitor([SPINNING, SPINNING]);
    expect(machine.run({ ticks: 50_000 })).toBe("limit");
    const switches = machine.trace.crossings.filter(({ cause }) => cause.kind === "external:80");
    expect(switches.length).toBeGreaterThan(20);
  });
});

describe("time slices", () => {
  test("two guests that compute get the same", () => {
    const { machine, monitor } = underMonitor([counter, counter]);
    machine.run({ ticks: 200_000 });
    const [a, b] = ["a", "b"].map((id) => monitor.guestState(id).gr[1]);
    expect(a + b).toBeGreaterThan(70_000);
    expect(Math.abs(a - b)).toBeLessThan(1100);
  });

  test("are as long as asked for", () => {
    const { machine } = underMonitor([counter, counter], { timeSlice: 500 });
    machine.run({ ticks: 50_000 });
    const slices = machine.trace.crossings.filter(({ from, executed }) => from === "guest-a" && executed > 100);
    for (const { executed } of slices.slice(1)) expect(executed).toBeLessThan(510);
    expect(slices.length).toBeGreaterThan(25);
  });

  test("four guests take turns in order", () => {
    const { machine } = underMonitor([counter, counter, counter, counter], { timeSlice: 1000 });
    machine.run({ ticks: 12_000 });
    const turns = machine.trace.crossings.filter(({ from }) => from === "monitor").map(({ to }) => to);
    expect(turns.slice(0, 8)).toEqual(["a", "b", "c", "d", "a", "b", "c", "d"].map((id) => `guest-${id}`));
  });
});

describe("storage", () => {
  test("each guest has its own from address 0; what is beyond is an addressing exception", () => {
    const writes = (value: number) =>
      guest(
        `
         LA    R1,${value}
         STH   R1,X'E80'
         L     R2,FAR
         ST    R1,0(R2)
FAR      DC    X'00010000'`,
        "         ORG   TEST+X'68'\nPGMNEW   DC    X'00020000',A(X'111')",
      );
    const ran = underMonitor([writes(1), writes(2)]);
    expect(ran.machine.run({ ticks: 100_000 })).toBe("disabled-wait");
    expect(stored(ran, 0xe80, 2, "a")).toBe("0001");
    expect(stored(ran, 0xe80, 2, "b")).toBe("0002");
    expect(stored(ran, 0x28, 4, "a")).toBe("00000005");
    expect(ran.monitor.guestState("a").psw).toBe("0002000000000111");
  });

  test("a guest's timer, old PSWs and CSW are its own", () => {
    const sets = (value: string) =>
      guest(`         MVC   X'50'(4),VALUE\n         SVC   7\nVALUE    DC    X'${value}'`);
    const ran = underMonitor([sets("00100000"), sets("00200000")]);
    ran.machine.run({ ticks: 100_000 });
    expect(stored(ran, 0x50, 2, "a")).toBe("000F");
    expect(stored(ran, 0x50, 2, "b")).toBe("001F");
    expect(stored(ran, 0x20, 4, "b")).toBe("00000007");
  });
});

describe("a guest that ends", () => {
  const stops = guest("         LPSW  STOPPED\n         DS    0D\nSTOPPED  DC    X'0002000000000ABC'");

  test("in a disabled wait leaves the processor to the others", () => {
    const { machine, monitor } = underMonitor([stops, counter]);
    machine.run({ ticks: 50_000 });
    expect(monitor.guestState("a")).toMatchObject({ state: "disabled-wait", psw: "0002000000000ABC" });
    expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
  });

  test("as the last one stops the machine", () => {
    const { machine, monitor } = underMonitor([stops, stops]);
    expect(machine.run({ ticks: 50_000 })).toBe("disabled-wait");
    expect(machine.world).toBe("idle");
    expect(monitor.guestState("b").state).toBe("disabled-wait");
  });

  test("in a loop of program interruptions is stopped, with the reason", () => {
    const loops = guest(
      "         LPSW  BAD\n         DS    0D\nBAD      DC    X'0008000100000000'",
      "         ORG   TEST+X'68'\nPGMNEW   DC    X'0008000100000000'",
    );
    const { machine, monitor } = underMonitor([loops, counter]);
    machine.run({ ticks: 50_000 });
    expect(monitor.guestState("a")).toMatchObject({ state: "check-stop", why: expect.stringContaining("X'68'") });
    expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
  });

  test("whose program new PSW points at what is no instruction goes on for ever, alone", () => {
    const loops = guest("         DC    X'0000'", "         ORG   TEST+X'68'\nPGMNEW   DC    X'00000000',A(X'E00')");
    const { machine, monitor } = underMonitor([loops, counter]);
    machine.run({ ticks: 100_000 });
    expect(monitor.guestState("a").state).toBe("running");
    expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
  });

  test("by turning translation on is refused, with the reason", () => {
    const translates = guest("         LPSW  DAT\n         DS    0D\nDAT      DC    X'0408000000000300'");
    const { machine, monitor } = underMonitor([translates, counter]);
    machine.run({ ticks: 50_000 });
    expect(monitor.guestState("a")).toMatchObject({ state: "check-stop", why: expect.stringContaining("translation") });
    expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
  });
});

test("control registers and condition code are each guest's own", () => {
  const compares = (value: number) =>
    guest(`
         LCTL  R8,R8,VALUE
LOOP     C     R0,VALUE
         BC    ${value > 0 ? 10 : 7},WRONG
         B     LOOP
WRONG    DC    X'0000'
VALUE    DC    F'${value}'`);
  const { machine, monitor } = underMonitor([compares(1), compares(0)], { timeSlice: 300 });
  machine.run({ ticks: 50_000 });
  expect(monitor.guestState("a")).toMatchObject({ state: "running" });
  expect(monitor.guestState("b")).toMatchObject({ state: "running" });
  expect(monitor.guestState("a").cr[8]).toBe(1);
  expect(monitor.guestState("b").cr[8]).toBe(0);
});
