import { expect, it } from "vitest";
import { GenerationError, readGeneration } from "../../../../engine/monitors/cp/generation.ts";

it("reads what a system is generated with", () => {
  const text = `* OURS
owned vmres vmpage
CHECKPOINT VMRES 1 1
WARM VMRES 2 1
ERROR VMRES 3 2
OPERATOR OP1 01F
SYSDUMP OPERATNS
TIMEZONE EST -18000
PASSWORDS HIDDEN
SYSTEM CMS SIZE 512K ON VMRES 100 1 PAGES 0-3,16 SHARED 1
SYSTEM OTHER SIZE 1M ON VMRES 110 1 PAGES 0-31 UNPROTECTED
NAMENCP NCP1 ON VMRES 112 1 PAGES 70
NAME3800 LIB1 ON VMPAGE 1 0 PAGES 30
`;
  expect(readGeneration("VM SYSTEM", text)).toEqual({
    owned: ["VMRES", "VMPAGE"],
    areas: {
      checkpoint: { volume: "VMRES", first: 1, count: 1 },
      "warm start": { volume: "VMRES", first: 2, count: 1 },
      "error recording": { volume: "VMRES", first: 3, count: 2 },
    },
    operator: "OP1",
    operatorTerminal: 0x01f,
    dumpUser: "OPERATNS",
    timeZone: { name: "EST", seconds: -18000 },
    hidesPasswords: true,
    systems: [
      {
        name: "CMS",
        size: 524288,
        volume: "VMRES",
        cylinder: 100,
        page: 1,
        pages: [
          [0, 3],
          [16, 16],
        ],
        shared: [1],
      },
      {
        name: "OTHER",
        size: 1048576,
        volume: "VMRES",
        cylinder: 110,
        page: 1,
        pages: [[0, 31]],
        shared: [],
        protect: false,
      },
    ],
    images: [
      { kind: "370X", name: "NCP1", volume: "VMRES", cylinder: 112, page: 1, pages: 70 },
      { kind: "3800", name: "LIB1", volume: "VMPAGE", cylinder: 1, page: 0, pages: 30 },
    ],
  });
});

/** What is wrong with a text. */
function messages(text: string): string {
  try {
    readGeneration("F", text);
  } catch (error) {
    if (error instanceof GenerationError) return error.message;
  }
  return "";
}

it("says all that is wrong, and where", () => {
  const text =
    "OWNED\nOWNER VMRES\n\nCHECKPOINT VMRES X 1\nOPERATOR OP 9999\nTIMEZONE EST\nSYSTEM CMS SIZE 1G ON VMRES 1 1 PAGES 0\nNAMENCP NCP1 VMRES 1 1 PAGES 3\nNAME3800";
  expect(() => readGeneration("F", text)).toThrow(GenerationError);
  expect(messages(text)).toMatch(
    /^F:1: OWNED is followed by volumes\nF:2: there is no statement OWNER; there are OWNED, .*\n/,
  );
  expect(messages(text)).toContain(
    [
      "F:4: the first cylinder is a decimal number",
      "F:5: 9999 is no device address",
      "F:6: TIMEZONE is followed by a name and seconds from GMT",
      "F:7: SIZE is followed by a number with K or M",
      "F:8: NCP1 is followed by ON, a place, PAGES, and how many",
      "F:9: a name of 1 to 8 characters comes first",
    ].join("\n"),
  );
});
