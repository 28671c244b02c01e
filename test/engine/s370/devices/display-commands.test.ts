import { describe, expect, it } from "vitest";
import { decodeAddress, encodeAddress } from "../../../../engine/s370/devices/display/codes.ts";
import { Bench, DEVICE_END, UNIT_CHECK } from "./display-support.ts";

const ENDED = 0x0c;
const RESTORE = 0xc3;
const [SF, SBA, IC, PT, RA, EUA] = [0x1d, 0x11, 0x13, 0x05, 0x3c, 0x12];
const PROTECTED = 0x60;
const INPUT = 0x40;

/** The order that sets the buffer address to a place, row and column from 1. */
function to(row: number, column: number, columns = 80): number[] {
  return [SBA, ...encodeAddress((row - 1) * columns + column - 1)];
}

describe("buffer addresses", () => {
  it("go as two graphic characters of six bits each", () => {
    expect(encodeAddress(0)).toEqual([0x40, 0x40]);
    expect(encodeAddress(80)).toEqual([0xc1, 0x50]);
    expect(encodeAddress(1919)).toEqual([0x5d, 0x7f]);
    expect(encodeAddress(33)).toEqual([0x40, 0x61]);
    for (let address = 0; address < 4096; address++) expect(decodeAddress(...encodeAddress(address))).toBe(address);
  });

  it("are taken from bits 2-7 alone", () => expect(decodeAddress(0x01, 0x10)).toBe(decodeAddress(0xc1, 0x50)));
});

describe("Erase/Write and Write", () => {
  it("erases, and writes from location 0 on", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "OLD TEXT"]);
    expect(bench.write("eraseWrite", [RESTORE, "NEW"])).toBe(ENDED);
    expect(bench.shown).toBe("NEW");
    expect(bench.cursor).toEqual([1, 1]);
  });

  it("gives channel end when data are there, device end when the station has them", () => {
    const { display } = new Bench();
    const answer = display.begin({ code: 0x05, chained: false, chains: false });
    expect(answer).toMatchObject({ kind: "output" });
    const ending = display.accept(Uint8Array.of(0xc3));
    expect(ending).toEqual({ status: 0x08, later: { ticks: 27_821, status: DEVICE_END } });
  });

  it("has 12 rows of 40 characters as a model 1", () => {
    const bench = new Bench({ model: 1 });
    expect(bench.display.screen).toMatchObject({ rows: 12, columns: 40 });
    expect(bench.write("eraseWrite", [RESTORE, ...to(12, 40, 40), "*"])).toBe(ENDED);
    expect(bench.rows[11]).toBe(`${" ".repeat(39)}*`);
    expect(bench.write("write", [RESTORE, SBA, ...encodeAddress(480)])).toBe(ENDED | UNIT_CHECK);
  });

  it("writes from the cursor on where nothing is chained before it", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(3, 5), IC, ...to(1, 1), "A"]);
    bench.write("write", [RESTORE, "HERE"]);
    expect(bench.rows[2]).toBe("    HERE");
    expect(bench.cursor).toEqual([3, 5]);
  });

  it("goes on at the buffer address where it is chained", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(2, 1), "ONE"]);
    bench.write("write", [RESTORE, "TWO"], true);
    expect(bench.rows[1]).toBe("ONETWO");
  });

  it("goes on at location 0 behind the last one", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(24, 79), "ABCD"]);
    expect(bench.rows[23]).toBe(`${" ".repeat(78)}AB`);
    expect(bench.rows[0]).toBe("CD");
  });

  it("does nothing but what the write control character says where that comes alone", () => {
    const bench = new Bench();
    bench.display.operate("[enter]");
    expect(bench.display.screen.inputInhibited).toBe(true);
    expect(bench.write("write", [0xc2])).toBe(ENDED);
    expect(bench.display.screen.inputInhibited).toBe(false);
  });

  it("takes a character from the field whose attribute it overwrites", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, PROTECTED, "AB", SF, INPUT, "CD"]);
    bench.write("write", [RESTORE, ...to(1, 4), "X"]);
    expect(bench.rows[0]).toBe(" ABXCD");
    expect(bench.display.screen.cells[4].isProtected).toBe(true);
  });
});

describe("the write control character", () => {
  it("sounds the alarm", () => {
    const bench = new Bench();
    bench.write("write", [0xc5]);
    bench.write("write", [0xc1]);
    expect(bench.display.screen.alarms).toBe(1);
  });

  it("leaves a start of the printer to printers", () => {
    const bench = new Bench();
    expect(bench.write("write", [0xc9, "A"])).toBe(ENDED);
  });

  it("resets modified data tags before data are written, and leaves those that come with them", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(2, 1), SF, 0xc1, "OLD"]);
    bench.write("write", [RESTORE, ...to(1, 1), SF, 0xc1, "NEW"]);
    expect(bench.read("readModified")).toBe("60404011" + "40C1" + "D5C5E6");
  });

  it("leaves modified data tags where it does not say so", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xc1, "A"]);
    bench.write("write", [0xc2]);
    expect(bench.read("readModified")).toBe("6040401140C1C1");
  });

  it("resets the attention identification with the keyboard", () => {
    const bench = new Bench();
    bench.display.operate("[pf3]");
    expect(bench.read("readModified").slice(0, 2)).toBe("F3");
    expect(bench.read("readModified").slice(0, 2)).toBe("F3");
    bench.write("write", [0xc2]);
    expect(bench.read("readModified").slice(0, 2)).toBe("60");
  });
});

describe("orders", () => {
  it("START FIELD stores an attribute, bits 2-7", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0x3d, "X"]);
    expect(bench.read("readBuffer").slice(6, 12)).toBe("1D7DE7");
  });

  it("INSERT CURSOR puts the cursor at the buffer address, the last one counts", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "AB", IC, "CD", ...to(5, 6), IC, "E"]);
    expect(bench.cursor).toEqual([5, 6]);
    expect(bench.rows[0]).toBe("ABCD");
    expect(bench.rows[4]).toBe("     E");
  });

  it("REPEAT TO ADDRESS stores up to, not into, the stop address, attributes included", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, PROTECTED, "ABCDEF", ...to(1, 1), RA, ...encodeAddress(4), "-", "X"]);
    expect(bench.rows[0]).toBe("----XEF");
    expect(bench.display.screen.cells[0].isAttribute).toBe(false);
  });

  it("REPEAT TO ADDRESS goes around, and fills everything where it stops where it begins", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(24, 79), RA, ...encodeAddress(2), "*"]);
    expect(bench.rows[23].trim()).toBe("**");
    expect(bench.rows[0]).toBe("**");
    bench.write("write", [RESTORE, ...to(7, 7), RA, ...encodeAddress(6 * 80 + 6), "="]);
    expect(bench.rows.every((row) => row === "=".repeat(80))).toBe(true);
  });

  it("ERASE UNPROTECTED TO ADDRESS leaves protected fields, attributes and tags", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xc1, "ABC", SF, PROTECTED, "DEF", SF, INPUT, "GHI"]);
    bench.write("write", [0xc2, ...to(1, 3), EUA, ...encodeAddress(10), "!"]);
    expect(bench.rows[0]).toBe(" A   DEF  !I");
    expect(bench.read("readModified")).toBe("6040401140C1C1");
  });

  it("ERASE UNPROTECTED TO ADDRESS goes around, and everywhere where it stops where it begins", () => {
    const bench = new Bench();
    const fields = [RESTORE, SF, INPUT, "ABC", SF, PROTECTED, "DEF", ...to(24, 70), SF, INPUT, "XYZ"];
    bench.write("eraseWrite", fields);
    bench.write("write", [RESTORE, ...to(24, 72), EUA, ...encodeAddress(2)]);
    expect(bench.shown).toBe(`  BC DEF|${" ".repeat(70)}X`);
    bench.write("write", [RESTORE, ...to(1, 6), EUA, ...encodeAddress(5)]);
    expect(bench.shown).toBe("     DEF");
  });

  describe("PROGRAM TAB", () => {
    const fields = [RESTORE, SF, PROTECTED, "ABC", SF, INPUT, "DEF", SF, PROTECTED, "GHI"];

    it("goes on to the next unprotected field and changes nothing after an order", () => {
      const bench = new Bench();
      bench.write("eraseWrite", fields);
      bench.write("write", [RESTORE, ...to(1, 2), PT, "X"]);
      expect(bench.rows[0]).toBe(" ABC XEF GHI");
    });

    it("goes one on from an unprotected field's attribute", () => {
      const bench = new Bench();
      bench.write("eraseWrite", fields);
      bench.write("write", [RESTORE, ...to(1, 5), PT, "X"]);
      expect(bench.rows[0]).toBe(" ABC XEF GHI");
    });

    it("nulls the rest of the field after a character", () => {
      const bench = new Bench();
      bench.write("eraseWrite", fields);
      bench.write("write", [RESTORE, ...to(1, 2), "Z", PT, "X", PT]);
      expect(bench.rows[0]).toBe(" Z   X   GHI");
    });

    it("stops at location 0, and goes on from there with another one", () => {
      const bench = new Bench();
      bench.write("eraseWrite", [RESTORE, "ABC", SF, INPUT, "DEF", ...to(2, 1), SF, PROTECTED, "GHI"]);
      bench.write("write", [RESTORE, ...to(2, 2), PT, "X"]);
      expect(bench.rows[0]).toBe("XBC DEF");
      bench.write("write", [RESTORE, ...to(2, 2), "Y", PT, PT, "X"]);
      expect(bench.rows.slice(0, 2)).toEqual(["    XEF", " Y"]);
    });
  });
});

describe("operation check", () => {
  it.each([
    ["an address beyond the buffer", [...to(1, 1), SBA, ...encodeAddress(1920)]],
    ["a stop address beyond the buffer", [RA, ...encodeAddress(4095), "A"]],
    ["the address of ERASE UNPROTECTED beyond the buffer", [EUA, ...encodeAddress(1920)]],
    ["START FIELD without its attribute", [SF]],
    ["SET BUFFER ADDRESS without its second half", [SBA, 0x40]],
    ["REPEAT TO ADDRESS without its character", [RA, 0x40, 0x50]],
    ["ERASE UNPROTECTED TO ADDRESS without an address", [EUA]],
  ])("is for %s", (_what, orders) => {
    const bench = new Bench();
    expect(bench.write("eraseWrite", [RESTORE, "AB", ...orders])).toBe(ENDED | UNIT_CHECK);
    expect(bench.sense).toBe(0x01);
    expect(bench.shown).toBe("AB");
    expect(bench.sense).toBe(0);
  });

  it("leaves the keyboard as it was", () => {
    const bench = new Bench();
    bench.display.operate("[enter]");
    bench.write("write", [RESTORE, SF]);
    expect(bench.display.screen.inputInhibited).toBe(true);
  });
});

describe("Read Buffer", () => {
  it("sends AID, cursor address and every location", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "A", SF, PROTECTED, "B", IC]);
    const read = bench.read("readBuffer");
    expect(read.slice(0, 14)).toBe("6040C3C11D60C2");
    expect(read.length).toBe(2 * (3 + 1920 + 1));
    expect(/^0*$/.test(read.slice(14))).toBe(true);
  });

  it("begins at the buffer address where it is chained", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "ABCDEF", ...to(1, 4)]);
    expect(bench.read("readBuffer", { chained: true, most: 6 })).toBe("604040C4C5C6");
    bench.write("write", [RESTORE, "!"], true);
    expect(bench.rows[0]).toBe("ABCDEF!");
  });

  it("sends all of it again where it is not chained", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "ABC", ...to(1, 3)]);
    expect(bench.read("readBuffer", { most: 6 })).toBe("604040C1C2C3");
  });
});

describe("Read Modified", () => {
  const fields = [
    RESTORE,
    SF,
    PROTECTED,
    "NAME",
    SF,
    INPUT,
    IC,
    0,
    0,
    0,
    0,
    SF,
    PROTECTED,
    "TOWN",
    SF,
    INPUT,
    0,
    0,
    0,
    SF,
    PROTECTED,
  ];

  it("sends fields that the operator has changed, without nulls", () => {
    const bench = new Bench();
    bench.write("eraseWrite", fields);
    bench.display.operate("AB[tab][right]C[enter]");
    expect(bench.read("readModified")).toBe("7D40D2" + "1140C6C1C2" + "114050C3");
  });

  it("sends AID and cursor where nothing has been changed", () => {
    const bench = new Bench();
    bench.write("eraseWrite", fields);
    bench.display.operate("[pf12]");
    expect(bench.read("readModified")).toBe("7C40C6");
  });

  it("sends protected fields too, where their tag is set", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xe1, "P", SF, PROTECTED]);
    expect(bench.read("readModified")).toBe("6040401140C1D7");
  });

  it("sends the last field around the end of the buffer", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "CD", SF, PROTECTED, ...to(24, 78), SF, 0xc1, "AB"]);
    expect(bench.read("readModified")).toBe("604040115D7EC1C2C3C4");
  });

  it("sends a tagged field without locations as its address", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xc1, SF, PROTECTED]);
    expect(bench.read("readModified")).toBe("6040401140C1");
  });

  it("sends all characters of an unformatted buffer", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "A", 0, "B", ...to(10, 10), "C"]);
    bench.display.operate("[enter]");
    expect(bench.read("readModified")).toBe("7D4040C1C2C3");
  });

  it("looks for fields from the buffer address on where it is chained", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xc1, "A", SF, 0xc1, "B", ...to(1, 3)]);
    expect(bench.read("readModified", { chained: true })).toBe("60404011" + "40C3" + "C2");
    bench.write("eraseWrite", [RESTORE, "ABCD", ...to(1, 3)]);
    expect(bench.read("readModified", { chained: true })).toBe("604040C3C4");
  });

  it("leaves the buffer address behind what has been taken", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, ...to(2, 1), SF, 0xc1, "ABC"]);
    expect(bench.read("readModified", { most: 7 })).toBe("60404011C1D1C1");
    bench.write("write", [RESTORE, "!"], true);
    expect(bench.rows[1]).toBe(" A!C");
  });

  it.each([
    ["pa1", "6C"],
    ["pa2", "6E"],
    ["pa3", "6B"],
    ["clear", "6D"],
  ])("sends the AID alone after %s", (key, aid) => {
    const bench = new Bench();
    bench.write("eraseWrite", fields);
    bench.display.operate(`A[${key}]`);
    expect(bench.read("readModified")).toBe(aid);
    expect(bench.read("readBuffer").slice(0, 2)).toBe(aid);
  });

  it.each([
    ["enter", "7D"],
    ["test req", "F0"],
    ["pf1", "F1"],
    ["pf9", "F9"],
    ["pf10", "7A"],
    ["pf11", "7B"],
    ["pf12", "7C"],
    ["pf13", "C1"],
    ["pf21", "C9"],
    ["pf22", "4A"],
    ["pf24", "4C"],
  ])("sends the fields after %s", (key, aid) => {
    const bench = new Bench();
    bench.write("eraseWrite", fields);
    bench.display.operate(`A[${key}]`);
    expect(bench.read("readModified")).toBe(`${aid}40C71140C6C1`);
  });
});

describe("Erase All Unprotected", () => {
  it("erases input, resets its tags, restores the keyboard and puts the cursor there", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, SF, 0xe1, "P", SF, INPUT, "AB", SF, PROTECTED]);
    bench.display.operate("[tab]X[enter]");
    expect(bench.write("eraseAllUnprotected")).toBe(ENDED);
    expect(bench.rows[0]).toBe(" P");
    expect(bench.cursor).toEqual([1, 4]);
    expect(bench.display.screen.inputInhibited).toBe(false);
    expect(bench.read("readModified")).toBe("6040C31140C1D7");
  });

  it("erases an unformatted buffer, and leaves one that is all protected", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "AB", IC]);
    bench.write("eraseAllUnprotected");
    expect(bench.shown).toBe("");
    expect(bench.cursor).toEqual([1, 1]);
    bench.write("eraseWrite", [RESTORE, SF, PROTECTED, "AB", IC]);
    bench.write("eraseAllUnprotected");
    expect(bench.shown).toBe(" AB");
    expect(bench.cursor).toEqual([1, 1]);
  });
});

describe("Select, No-Operation, Sense and the rest", () => {
  it("SELECT has the station's buffer fetched, so that a read need not wait for it", () => {
    const { display } = new Bench();
    expect(display.begin({ code: 0x0b, chained: false, chains: true })).toEqual({
      kind: "immediate",
      status: 0x08,
      later: { ticks: 27_821, status: DEVICE_END },
    });
    expect(display.begin({ code: 0x06, chained: true, chains: false })).toMatchObject({ kind: "input", before: 0 });
    expect(display.begin({ code: 0x06, chained: false, chains: false })).toMatchObject({ before: 27_821 });
  });

  it("NO-OPERATION ends at once and keeps the sense byte", () => {
    const bench = new Bench();
    bench.write("write", [RESTORE, SF]);
    expect(bench.write("noOperation")).toBe(ENDED);
    expect(bench.sense).toBe(0x01);
  });

  it("another command resets the sense byte", () => {
    const bench = new Bench();
    bench.write("write", [RESTORE, SF]);
    bench.write("write", [RESTORE]);
    expect(bench.sense).toBe(0);
  });

  it.each([0x09, 0x0d, 0x11, 0xe4, 0x1b, 0x4b, 0x07, 0xf7, 0x0c])("rejects command %i", (code) => {
    const { display } = new Bench();
    expect(display.begin({ code, chained: false, chains: false })).toEqual({ kind: "refused", status: UNIT_CHECK });
    expect(display.begin({ code: 0x04, chained: false, chains: false })).toMatchObject({ data: Uint8Array.of(0x80) });
  });

  it("asks for intervention while the station is off, and says when it is on", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "A"]);
    bench.display.operate("[power off]");
    expect(bench.display.screen.isOn).toBe(false);
    expect(bench.shown).toBe("");
    for (const name of ["write", "eraseWrite", "readBuffer", "select", "noOperation"] as const)
      expect(bench.write(name)).toBe(UNIT_CHECK);
    expect(bench.sense).toBe(0x40);
    bench.display.operate("A[enter]");
    expect(bench.presented).toEqual([]);
    bench.display.operate("[power on]");
    expect(bench.presented).toEqual([DEVICE_END]);
    expect(bench.read("readBuffer").slice(0, 8)).toBe("60404000");
  });

  it("takes a stream of more than one channel program's most", () => {
    const { display } = new Bench();
    display.begin({ code: 0x05, chained: false, chains: false });
    const stream = new Uint8Array(0xffff).fill(0xc1);
    expect(display.accept(stream)).toEqual({ more: 0xffff });
    expect(display.accept(Uint8Array.of(0xc2))).toMatchObject({ status: 0x08 });
    expect(display.screen.cells[(0xffff % 1920) - 1].character).toBe("B");
  });

  it("is as after power-on, with its screen, after a system reset", () => {
    const bench = new Bench();
    bench.write("eraseWrite", [RESTORE, "A", SF]);
    bench.display.reset();
    expect(bench.sense).toBe(0);
    expect(bench.shown).toBe("A");
  });
});
