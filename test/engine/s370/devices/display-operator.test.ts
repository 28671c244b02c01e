import { describe, expect, it } from "vitest";
import { encodeAddress } from "../../../../engine/s370/devices/display/codes.ts";
import { parseKeystrokes } from "../../../../engine/s370/devices/display/keystrokes.ts";
import { Bench, DEVICE_END } from "./display-support.ts";

const ATTENTION = 0x80;
const [SF, SBA, IC] = [0x1d, 0x11, 0x13];
const PROTECTED = 0x60;
const SKIPPED = 0xf0;
const INPUT = 0x40;
const NUMERIC = 0x50;
const INTENSIFIED = 0xc8;
const HIDDEN = 0x4c;

function to(row: number, column: number): number[] {
  return [SBA, ...encodeAddress((row - 1) * 80 + column - 1)];
}

/** A station whose screen a program has written; the keyboard is restored. */
function written(...stream: (number | string)[]): Bench {
  const bench = new Bench();
  bench.write("eraseWrite", [0xc3, ...stream]);
  return bench;
}

/** Two fields for input, of four and three locations, with protected text around them. */
const form = [
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
  SKIPPED,
  "TOWN",
  SF,
  INPUT,
  0,
  0,
  0,
  SF,
  PROTECTED,
  ".",
];

describe("keystrokes as text", () => {
  it("are characters, and keys in brackets", () => {
    expect(parseKeystrokes("Aa[[1[PF3][ Erase  EOF ][down 5][pa 2][cursor 3,4]")).toEqual([
      { kind: "character", character: 0xc1 },
      { kind: "character", character: 0x81 },
      { kind: "character", character: 0xba },
      { kind: "character", character: 0xf1 },
      { kind: "pf", number: 3 },
      { kind: "key", key: "erase eof", times: 1 },
      { kind: "key", key: "down", times: 5 },
      { kind: "pa", number: 2 },
      { kind: "cursor", row: 3, column: 4 },
    ]);
  });

  it.each(["[pf25]", "[pf0]", "[pa4]", "[entr]", "[enter", "[down 10000]", "€", "a\nb", "\u007f", "[pen 3]", "[]"])(
    "%j is refused",
    (text) => {
      const bench = written(...form);
      expect(() => bench.display.operate(`AB${text}`)).toThrow(RangeError);
      expect(bench.shown).toBe(" NAME      TOWN     .");
    },
  );

  it("name no place off the screen", () => {
    const bench = written(...form);
    expect(() => bench.display.operate("A[cursor 25,1]")).toThrow("24 rows of 80");
    expect(() => bench.display.operate("A[pen 1,81]")).toThrow("24 rows of 80");
    expect(bench.shown).toBe(" NAME      TOWN     .");
  });
});

describe("typing", () => {
  it("stores characters where the cursor is and moves it on", () => {
    const bench = written();
    bench.display.operate("Hello");
    expect(bench.shown).toBe("Hello");
    expect(bench.cursor).toEqual([1, 6]);
  });

  it("goes over the next attribute, and over fields to be skipped", () => {
    const bench = written(...form);
    bench.display.operate("ABCD");
    expect(bench.cursor).toEqual([1, 17]);
    bench.display.operate("XYZ");
    expect(bench.shown).toBe(" NAME ABCD TOWN XYZ .");
    expect(bench.cursor).toEqual([1, 21]);
    bench.display.operate("!");
    expect(bench.display.screen.inputInhibited).toBe(true);
    expect(bench.shown).toBe(" NAME ABCD TOWN XYZ .");
  });

  it("is inhibited in protected fields and on attributes, until RESET", () => {
    const bench = written(...form);
    bench.display.operate("[cursor 1,6]X");
    expect(bench.display.screen.inputInhibited).toBe(true);
    bench.display.operate("[tab]Y[enter]");
    expect(bench.presented).toEqual([]);
    bench.display.operate("[reset][tab]Y");
    expect(bench.shown).toBe(" NAME Y    TOWN     .");
  });

  it("goes on at location 0 from the last one of an unformatted screen", () => {
    const bench = written();
    bench.display.operate("[left]AB");
    expect(bench.rows[23]).toBe(`${" ".repeat(79)}A`);
    expect(bench.rows[0]).toBe("B");
  });

  it("takes digits, period and minus sign only into a numeric field where the keyboard has the lock", () => {
    const stream = [0xc3, SF, NUMERIC, IC, 0, 0, 0, 0, 0, SF, PROTECTED];
    const locked = new Bench();
    locked.write("eraseWrite", stream);
    locked.display.operate("-1.5A");
    expect(locked.shown).toBe(" -1.5");
    expect(locked.display.screen.inputInhibited).toBe(true);
    const free = new Bench({ numericLock: false });
    free.write("eraseWrite", stream);
    free.display.operate("-1.5A");
    expect(free.shown).toBe(" -1.5A");
  });

  it("stores DUP and goes on to the next field, and stores a field mark", () => {
    const bench = written(...form);
    bench.display.operate("A[dup]B[field mark]");
    expect(bench.shown).toBe(" NAME A*   TOWN B;  .");
    bench.display.operate("[enter]");
    expect(bench.read("readModified")).toBe("7D40D21140C6C11C114050C21E");
  });
});

describe("cursor keys", () => {
  it("go around all edges", () => {
    const bench = written();
    bench.display.operate("[up]");
    expect(bench.cursor).toEqual([24, 1]);
    bench.display.operate("[left]");
    expect(bench.cursor).toEqual([23, 80]);
    bench.display.operate("[right][down]");
    expect(bench.cursor).toEqual([1, 1]);
    bench.display.operate("[left]");
    expect(bench.cursor).toEqual([24, 80]);
    bench.display.operate("[right][down 3][right 4]");
    expect(bench.cursor).toEqual([4, 5]);
    bench.display.operate("[cursor 24,80]");
    expect(bench.cursor).toEqual([24, 80]);
  });

  it("tab to the next field for input and around", () => {
    const bench = written(...form);
    const visited = [0, 1, 2].map(() => {
      bench.display.operate("[tab]");
      return bench.cursor[1];
    });
    expect(visited).toEqual([17, 7, 17]);
  });

  it("tab back to where the field begins, then to the one before", () => {
    const bench = written(...form);
    bench.display.operate("[cursor 1,18]");
    const visited = [0, 1, 2, 3].map(() => {
      bench.display.operate("[backtab]");
      return bench.cursor[1];
    });
    expect(visited).toEqual([17, 7, 17, 7]);
    bench.display.operate("[cursor 1,13][backtab]");
    expect(bench.cursor).toEqual([1, 7]);
  });

  it("tab, back and home to location 0 where no field takes input", () => {
    for (const stream of [[], [SF, PROTECTED, "TEXT"]])
      for (const key of ["[tab]", "[backtab]", "[home]"]) {
        const bench = written(...stream);
        bench.display.operate(`[cursor 5,5]${key}`);
        expect(bench.cursor).toEqual([1, 1]);
      }
  });

  it("home and new line", () => {
    const bench = written(...form, ...to(4, 10), SF, INPUT, "X", SF, PROTECTED);
    bench.display.operate("[cursor 12,12][home]");
    expect(bench.cursor).toEqual([1, 7]);
    bench.display.operate("[newline]");
    expect(bench.cursor).toEqual([4, 11]);
    bench.display.operate("[newline]");
    expect(bench.cursor).toEqual([1, 7]);
    const unformatted = written();
    unformatted.display.operate("ABC[newline]D");
    expect(unformatted.rows.slice(0, 2)).toEqual(["ABC", "D"]);
  });

  it("tab over a field without locations", () => {
    const bench = written(SF, INPUT, SF, INPUT, "A", SF, PROTECTED);
    bench.display.operate("[cursor 2,1][tab]");
    expect(bench.cursor).toEqual([1, 3]);
  });
});

describe("editing", () => {
  it("inserts up to a null of the field, and is inhibited where there is none", () => {
    const bench = written(SF, INPUT, IC, "AB", 0, "CD", SF, PROTECTED, "X");
    bench.display.operate("[insert]1");
    expect(bench.shown).toBe(" 1ABCD X");
    expect(bench.display.screen.inserting).toBe(true);
    bench.display.operate("2");
    expect(bench.shown).toBe(" 1ABCD X");
    expect(bench.display.screen.inputInhibited).toBe(true);
    bench.display.operate("[reset]");
    expect(bench.display.screen).toMatchObject({ inputInhibited: false, inserting: false });
    bench.display.operate("2");
    expect(bench.shown).toBe(" 12BCD X");
  });

  it("inserts over the end of a row", () => {
    const bench = written(...to(1, 78), "XYZ");
    bench.display.operate("[cursor 1,79][insert]1");
    expect(bench.rows[0]).toBe(`${" ".repeat(77)}X1Y`);
    expect(bench.rows[1]).toBe("Z");
  });

  it("ends insertion with what asks for attention", () => {
    const bench = written();
    bench.display.operate("[insert][enter]");
    expect(bench.display.screen.inserting).toBe(false);
  });

  it("deletes within the field and the row", () => {
    const bench = written(SF, INPUT, IC, "ABCD", SF, PROTECTED, "X");
    bench.display.operate("[right][delete]");
    expect(bench.shown).toBe(" ACD  X");
    const long = written(...to(1, 78), "ABCDE");
    long.display.operate("[cursor 1,79][delete]");
    expect(long.rows[0]).toBe(`${" ".repeat(77)}AC`);
    expect(long.rows[1]).toBe("DE");
  });

  it("erases to the end of the field and tags it", () => {
    const bench = written(SF, INPUT, IC, "ABCD", SF, PROTECTED, "X");
    bench.display.operate("[right][erase eof][enter]");
    expect(bench.shown).toBe(" A    X");
    expect(bench.read("readModified")).toBe("7D40C21140C1C1");
    const unformatted = written("ABC", ...to(24, 80), "Z");
    unformatted.display.operate("[right][erase eof]");
    expect(unformatted.shown).toBe("A");
  });

  it.each(["[delete]", "[erase eof]", "[dup]", "[field mark]"])("%s is inhibited in a protected field", (key) => {
    const bench = written(SF, PROTECTED, "TEXT");
    bench.display.operate(`[cursor 1,3]${key}`);
    expect(bench.display.screen.inputInhibited).toBe(true);
    expect(bench.shown).toBe(" TEXT");
  });

  it("erases all input, and its tags", () => {
    const bench = written(...form);
    bench.display.operate("ABCDXYZ[erase input]");
    expect(bench.shown).toBe(" NAME      TOWN     .");
    expect(bench.cursor).toEqual([1, 7]);
    bench.display.operate("[enter]");
    expect(bench.read("readModified")).toBe("7D40C6");
  });
});

describe("asking for attention", () => {
  it.each(["[enter]", "[pf1]", "[pf24]", "[pa1]", "[clear]", "[test req]"])(
    "%s inhibits input until the program restores the keyboard",
    (key) => {
      const bench = written(...form);
      bench.display.operate(`${key}X${key}`);
      expect(bench.presented).toEqual([ATTENTION]);
      expect(bench.display.screen.inputInhibited).toBe(true);
      bench.write("write", [0xc2]);
      expect(bench.display.screen.inputInhibited).toBe(false);
    },
  );

  it("CLEAR erases everything, attributes too", () => {
    const bench = written(...form);
    bench.display.operate("[clear]");
    expect(bench.shown).toBe("");
    expect(bench.cursor).toEqual([1, 1]);
    expect(bench.display.screen.cells.some(({ isAttribute }) => isAttribute)).toBe(false);
  });
});

describe("the selector pen", () => {
  const choices = [
    SF,
    0xe4,
    "?ONE",
    ...to(2, 1),
    SF,
    INTENSIFIED,
    "?TWO",
    ...to(3, 1),
    SF,
    0xe4,
    " DONE",
    ...to(4, 1),
    SF,
    PROTECTED,
    "?NOT",
  ];

  it("selects, takes it back, and asks for attention; fields are then sent as addresses", () => {
    const bench = written(...choices);
    bench.display.operate("[pen 1,4][pen 2,3]");
    expect(bench.shown).toBe(" >ONE| >TWO|  DONE| ?NOT");
    bench.display.operate("[pen 1,2]");
    expect(bench.rows[0]).toBe(" ?ONE");
    expect(bench.presented).toEqual([]);
    bench.display.operate("[pen 3,5]");
    expect(bench.presented).toEqual([ATTENTION]);
    expect(bench.read("readModified")).toBe("7E4040" + "11C1D1" + "11C261");
  });

  it("finds nothing in fields that are not for it, on attributes, and on an unformatted screen", () => {
    const bench = written(...choices);
    bench.display.operate("[pen 4,4][pen 1,1][pen 24,80]");
    expect(bench.presented).toEqual([]);
    expect(bench.shown).toBe(" ?ONE| ?TWO|  DONE| ?NOT");
    const unformatted = written("?");
    unformatted.display.operate("[pen 1,1]");
    expect(unformatted.shown).toBe("?");
  });
});

describe("the screen", () => {
  it("hides what is not to be shown, and says what is intensified", () => {
    const bench = written(SF, INTENSIFIED, "BRIGHT", SF, HIDDEN, "SECRET", SF, INPUT, 0x15, 0x19, 0x1c, 0x1e, 0x02);
    expect(bench.shown).toBe(" BRIGHT        59*;");
    const { cells } = bench.display.screen;
    expect(cells[3]).toEqual({ character: "I", isIntensified: true, isAttribute: false, isProtected: false });
    expect(cells[0]).toEqual({ character: " ", isIntensified: true, isAttribute: true, isProtected: true });
    expect(cells[10]).toMatchObject({ character: " ", isIntensified: false });
  });

  it("shows the beginning of a field that goes around as that field", () => {
    const bench = written("AB", SF, INPUT, "C", ...to(24, 1), SF, HIDDEN, "X");
    expect(bench.shown).toBe("   C");
  });
});

describe("saving and restoring", () => {
  it("goes on as it did, and shares what has not changed", () => {
    const bench = written(...form);
    bench.display.operate("AB[insert]");
    const saved = bench.display.save();
    const again = bench.display.save();
    const go = (): string => {
      bench.display.operate("C[tab]D[enter]");
      return bench.read("readModified") + bench.shown + JSON.stringify(bench.display.screen);
    };
    const first = go();
    bench.display.restore(saved);
    expect(bench.shown).toBe(" NAME AB   TOWN     .");
    expect(go()).toBe(first);
    bench.display.restore(again);
    expect(go()).toBe(first);
    expect(structuredClone(saved)).toEqual(saved);
  });

  it("goes on in the middle of commands", () => {
    const bench = written("ABCDEF");
    const { display } = bench;
    display.begin({ code: 0x02, chained: false, chains: true });
    const saved = display.save();
    display.transferred(6);
    display.restore(saved);
    display.transferred(7);
    bench.write("write", [0xc3, "!"], true);
    expect(bench.rows[0]).toBe("ABCD!F");
    display.operate("[power off]");
    display.restore(saved);
    expect(display.screen.isOn).toBe(true);
    expect(bench.presented).not.toContain(DEVICE_END);
  });
});
