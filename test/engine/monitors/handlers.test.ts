/** Handlers that take the place of the monitor's own, as a learner writes them. */
import { describe, expect, test } from "vitest";
import { type GuestAccess, type Handler, type Instruction, MinimalMonitor } from "../../../engine/monitors/index.ts";
import { System370 } from "../../../engine/s370/index.ts";
import { bothEnds, guest, stored, underMonitor } from "./support.ts";

const STOP = "         LPSW  STOPPED\n         DS    0D\nSTOPPED  DC    X'0002000000000000'\n";
const usesSsm = guest(`         SSM   MASK\n         STOSM X'E80',0\n${STOP}MASK     DC    X'A2'`);
const busy = guest("LOOP     LA    R1,1(R1)\n         B     LOOP\n");

describe("a handler given by mnemonic", () => {
  test("takes the place of the monitor's own, with the instruction decoded", () => {
    const seen: Instruction[] = [];
    const SSM: Handler = (virtual, instruction) => {
      seen.push(instruction);
      virtual.setSystemMask(virtual.load8(instruction.operand));
    };
    const ran = underMonitor([usesSsm], { handlers: { SSM } });
    ran.machine.run({ ticks: 10_000 });
    expect(stored(ran, 0xe80, 1)).toBe("A2");
    expect(stored(ran, 0x54, 0xfac)).toBe(stored(bothEnds(usesSsm).ran, 0x54, 0xfac));
    expect(seen).toMatchObject([{ mnemonic: "SSM", address: 0x202, length: 4, b2: 15 }]);
    expect(stored(ran, seen[0].operand, 1)).toBe("A2");
  });

  test("that does nothing leaves the guest's mask as it was, and the guest goes on", () => {
    const ran = underMonitor([usesSsm], { handlers: { SSM: () => {} } });
    ran.machine.run({ ticks: 10_000 });
    expect(stored(ran, 0xe80, 1)).toBe("00");
    expect(ran.monitor.guestState("a").state).toBe("disabled-wait");
  });

  test("can read and set what a guest has", () => {
    const values: unknown[] = [];
    const handler: Handler = (virtual: GuestAccess, { operand, r1 }) => {
      values.push(
        virtual.systemMask(),
        virtual.key(),
        virtual.problemState(),
        virtual.ecMode(),
        virtual.conditionCode(),
      );
      values.push(virtual.instructionAddress(), virtual.gr(1), r1, virtual.load16(operand), virtual.load32(operand));
      virtual.setGr(1, 0xffffffff);
      virtual.setKey(0);
      virtual.setConditionCode(2);
      virtual.store32(0xe80, 0x01020304);
      virtual.store16(0xfff, 0x0506);
      virtual.store8(0xe84, 0x107);
      virtual.setSystemMask(0x40);
      values.push(virtual.loadReal32(0x68), virtual.loadReal16(0x6e), virtual.loadReal8(0x6f));
    };
    const ran = underMonitor(
      [
        guest(
          `         LA    R1,7\n         CLI   VALUE,X'FF'\n         SSM   VALUE\n         BALR  R2,0\n         DC    X'0000'\nVALUE    DC    X'12345678'`,
        ),
      ],
      { handlers: { SSM: handler } },
    );
    ran.machine.run({ ticks: 10_000 });
    expect(values).toEqual([0, 0, false, false, 1, 0x20e, 7, 0, 0x1234, 0x12345678, 0x00080000, 0x0830, 0x30]);
    const { gr } = ran.monitor.guestState("a");
    expect(gr[1]).toBe(0xffffffff);
    expect(gr[2]).toBe(0x6000_0210);
    expect(stored(ran, 0xe80, 5)).toBe("0102030407");
    expect(stored(ran, 0xfff, 2)).toBe("0506");
    expect(stored(ran, 0x28, 1)).toBe("40");
  });

  test("ends where it reflects a program interruption", () => {
    let after = false;
    const SSM: Handler = (virtual) => {
      virtual.reflect(0x13);
      after = true;
    };
    const ran = underMonitor([usesSsm], { handlers: { SSM } });
    ran.machine.run({ ticks: 10_000 });
    expect(after).toBe(false);
    expect(stored(ran, 0x28, 8)).toBe("0000001380000206");
  });

  test("ends with the guest's own exception where it uses an address that the guest does not have", () => {
    const SSM: Handler = (virtual) => virtual.store8(0x10000, 1);
    const ran = underMonitor([usesSsm], { handlers: { SSM } });
    ran.machine.run({ ticks: 10_000 });
    expect(stored(ran, 0x28, 4)).toBe("00000005");
  });

  test("that fails stops its guest alone, with what it said", () => {
    const SSM: Handler = () => {
      throw new TypeError("undefined is not a function");
    };
    const { machine, monitor } = underMonitor([usesSsm, busy], { handlers: { SSM } });
    machine.run({ ticks: 50_000 });
    expect(monitor.guestState("a")).toMatchObject({
      state: "check-stop",
      why: "The handler for SSM failed: undefined is not a function",
    });
    expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
  });

  test("is charged for what it does", () => {
    const ticks = (SSM: Handler) => {
      const { machine } = underMonitor([usesSsm], { handlers: { SSM } });
      machine.run({ ticks: 10_000 });
      const trap = machine.trace.crossings.findIndex(({ cause }) => cause.label === "SSM");
      return machine.trace.crossings[trap + 1].modelled;
    };
    const loads =
      (count: number): Handler =>
      (virtual) => {
        for (let i = 0; i < count; i++) virtual.loadReal32(0);
      };
    expect(ticks(loads(100)) - ticks(loads(0))).toBe(200);
  });
});

describe("a guest seen from outside", () => {
  test("is where its program is: running, trapped, and after the monitor's work", () => {
    const { machine, monitor } = underMonitor([
      guest("         LA    R1,5\n         CR    R1,R15\n         SSM   0\n"),
    ]);
    machine.run({ ticks: 10_000, until: () => machine.psw.address === 0x206 });
    expect(monitor.guestState("a").gr[1]).toBe(5);
    expect(monitor.guestState("a").psw).toBe("0000000000000206");
    machine.step();
    expect(monitor.guestState("a").psw).toBe("0000000010000208");
    machine.step();
    expect(machine.world).toBe("monitor");
    expect(monitor.guestState("a").psw).toBe("000000001000020C");
    expect(monitor.guestState("a").gr[1]).toBe(5);
    machine.step();
    expect(machine.world).toBe("guest-a");
    expect(monitor.guestState("a").psw).toBe("000000001000020C");
  });

  test("starts at a PSW that was laid into its location 0 before the start, or at the one asked for", () => {
    const machine = new System370({ storageSize: 0x40000 });
    const image = { storageSize: 0x4000, segments: [] };
    const monitor = new MinimalMonitor({
      guests: [
        { id: "a", ...image },
        { id: "b", ...image, psw: "0008000000000300" },
      ],
    });
    monitor.install(machine, () => monitor.writeGuestStorage("a", 0, Uint8Array.of(0, 0, 0, 0, 0, 0, 2, 0)));
    expect(monitor.guestState("a").psw).toBe("0000000000000200");
    expect(monitor.guestState("b").psw).toBe("0008000000000300");
    expect(() => monitor.writeGuestStorage("a", 0x4000, Uint8Array.of(1))).toThrow("no storage at X'4000'");
  });

  test("that does not fit is refused", () => {
    const machine = new System370({ storageSize: 0x10000 });
    const monitor = new MinimalMonitor({ guests: [{ id: "a", storageSize: 0x10000, segments: [] }] });
    expect(() => monitor.install(machine)).toThrow("the machine has 65536");
  });
});

test("an instruction without a handler stops its guest, and says which", () => {
  const { machine, monitor } = underMonitor([usesSsm, busy], { without: ["SSM"] });
  machine.run({ ticks: 50_000 });
  expect(monitor.guestState("a")).toMatchObject({ state: "check-stop", why: expect.stringContaining("issued SSM") });
  expect(monitor.guestState("b").gr[1]).toBeGreaterThan(20_000);
});
