/** Printer-keyboards by their manuals (GA24-3550, GA22-6877): commands, status, sense, keys. */
import { describe, expect, test } from "vitest";
import { UNIT_CHECK } from "../../../../engine/s370/channel/device.ts";
import { Console1052, Console3215, consoleKey } from "../../../../engine/s370/devices/console.ts";
import { ATTENTION, Bench, CHECKED, ENDED, EXCEPTION, REFUSED, text } from "./unit-record-support.ts";

const WRITE = 0x01;
const WRITE_CARRIER_RETURN = 0x09;
const NO_OPERATION = 0x03;
const SENSE = 0x04;
const READ_INQUIRY = 0x0a;
const ALARM = 0x0b;

const DEVICE_END = 0x04;

const made = () => new Bench(new Console3215());
const waits = ({ device }: Bench<Console3215>) =>
  device.begin({ code: READ_INQUIRY, chained: false, chains: false }).kind;

describe("writing", () => {
  test("with carrier return, and without", () => {
    const bench = made();
    expect(bench.run(WRITE, "HELLO, ").status).toBe(ENDED);
    bench.run(WRITE_CARRIER_RETURN, "WORLD");
    bench.run(WRITE_CARRIER_RETURN, "");
    expect(bench.device.text).toBe("HELLO, WORLD\n\n");
  });

  test("the new-line code begins another line", () => {
    const bench = made();
    bench.run(WRITE, Uint8Array.of(0xc1, 0x15, 0xc2));
    expect(bench.device.text).toBe("A\nB");
  });

  test("a 1052 has the same commands", () => {
    const bench = new Bench(new Console1052());
    bench.run(WRITE_CARRIER_RETURN, "HELLO");
    expect([bench.device.type, bench.device.text]).toEqual(["1052", "HELLO\n"]);
  });

  test("more bytes than one request can ask for are one line", () => {
    const { device } = made();
    const answer = device.begin({ code: WRITE_CARRIER_RETURN, chained: false, chains: false });
    expect(answer).toMatchObject({ kind: "output", most: 0xffff, perByte: 8 });
    expect(device.accept(new Uint8Array(0xffff).fill(0xc1))).toEqual({ more: 0xffff });
    expect(device.accept(new Uint8Array(1).fill(0xc1))).toEqual({ status: ENDED });
    expect(device.text).toBe(`${"A".repeat(0x1_0000)}\n`);
  });

  test("the alarm is counted; no-operation is done at once", () => {
    const bench = made();
    expect(bench.run(ALARM).status).toBe(ENDED);
    expect(bench.run(NO_OPERATION).status).toBe(ENDED);
    expect(bench.device.alarms).toBe(1);
  });
});

describe("reading", () => {
  test("a typed line is attention, and is read afterwards", () => {
    const bench = made();
    bench.device.operate("logon");
    expect(bench.presented).toEqual([ATTENTION]);
    const { status, data } = bench.run(READ_INQUIRY);
    expect([status, text(data)]).toEqual([ENDED, "logon"]);
    expect(bench.device.text).toBe("logon\n");
  });

  test("a read waits for a line, which is no attention then", () => {
    const bench = made();
    expect([waits(bench), bench.device.reading]).toEqual(["waiting", true]);
    bench.device.operate("yes");
    expect([bench.presented, bench.proceeded, bench.device.reading]).toEqual([[], [ENDED], false]);
  });

  test("lines that are typed ahead make themselves known one by one", () => {
    const bench = made();
    for (const line of ["one", "two", "three"]) bench.device.operate(line);
    expect(bench.presented).toEqual([ATTENTION]);
    for (const [i, line] of ["one", "two", "three"].entries()) {
      expect(text(bench.run(READ_INQUIRY).data)).toBe(line);
      expect(bench.presented).toHaveLength(Math.min(i + 2, 3));
    }
  });

  test("the END key alone is a line of nothing", () => {
    const bench = made();
    waits(bench);
    bench.device.operate("");
    expect(bench.proceeded).toEqual([ENDED]);
  });

  test("halting it ends the wait; a line is attention again", () => {
    const bench = made();
    waits(bench);
    bench.device.halt();
    bench.device.operate("late");
    expect([bench.presented, bench.proceeded]).toEqual([[ATTENTION], []]);
  });
});

describe("keys", () => {
  test("request is attention, without a line", () => {
    const bench = made();
    bench.device.operate(consoleKey("request"));
    expect([bench.presented, waits(bench)]).toEqual([[ATTENTION], "waiting"]);
  });

  test("cancel ends a read with unit exception; with the keyboard locked it does nothing", () => {
    const bench = made();
    bench.device.operate(consoleKey("cancel"));
    expect(bench.proceeded).toEqual([]);
    waits(bench);
    bench.device.operate(consoleKey("cancel"));
    expect([bench.proceeded, bench.device.reading]).toEqual([[EXCEPTION], false]);
  });

  test("not ready refuses commands, and ends a read; ready is device end", () => {
    const bench = made();
    waits(bench);
    bench.device.operate(consoleKey("not-ready"));
    expect(bench.proceeded).toEqual([CHECKED]);
    expect([...bench.run(SENSE).data]).toEqual([0x40]);
    for (const code of [WRITE, READ_INQUIRY, NO_OPERATION, 0x77])
      expect(bench.run(code)).toMatchObject({ status: REFUSED, sense: "40" });
    bench.device.operate(consoleKey("ready"));
    bench.device.operate(consoleKey("ready"));
    expect(bench.presented).toEqual([DEVICE_END]);
    expect(bench.run(WRITE, "X").status).toBe(ENDED);
  });

  test("there are no others", () => {
    expect(() => made().device.operate("\u001bescape")).toThrow(
      'the 3215 console\'s keyboard has no order "escape"; it takes request, cancel, not-ready, ready',
    );
  });
});

describe("commands that it does not have", () => {
  test.each([0x02, 0x05, 0x06, 0x0c, 0x11, 0x77, 0xe4])("%i: command reject, until it is sensed", (code) => {
    const bench = made();
    expect(bench.run(code)).toMatchObject({ status: UNIT_CHECK, refused: true, sense: "80" });
    expect([...bench.run(SENSE).data]).toEqual([0]);
  });
});

describe("going back", () => {
  test("takes back what was written, typed and asked for", () => {
    const bench = made();
    bench.run(WRITE, "A");
    bench.device.operate("B");
    const saved = bench.device.save();
    bench.run(READ_INQUIRY);
    waits(bench);
    bench.device.restore(saved);
    expect([bench.device.text, bench.device.reading]).toEqual(["AB\n", false]);
    expect(text(bench.run(READ_INQUIRY).data)).toBe("B");
  });

  test("a reset ends a read and forgets sense; what was typed stays", () => {
    const bench = made();
    bench.run(0x77);
    bench.device.operate("B");
    bench.device.reset();
    expect(text(bench.run(READ_INQUIRY).data)).toBe("B");
    waits(bench);
    bench.device.reset();
    expect(bench.device.reading).toBe(false);
  });
});
