/** Every instruction's encoding against another assembler's, recorded by test/vectors/record-encodings.ts. */
import { expect, test } from "vitest";
import { mnemonics } from "../../../engine/s370/assembler/mnemonics.ts";
import vectors from "../../vectors/s370-encodings.json" with { type: "json" };
import { bytesOf } from "./program.ts";

const encodings = Object.entries(vectors.encodings).filter(([statement]) => mnemonics.has(statement.split(" ")[0]));

test("encodings agree with GNU as", () => {
  expect(encodings.length).toBeGreaterThan(400);
  const ours = encodings.map(([statement]) => `${statement} = ${bytesOf(statement)}`);
  expect(ours).toEqual(encodings.map(([statement, bytes]) => `${statement} = ${bytes}`));
});

/** What GNU as does not know: GA22-7000-10, the instructions' own descriptions. */
const BY_HAND = [
  ["SSK 1,2", "0812"],
  ["ISK 1,2", "0912"],
  ["RRB 8(2)", "B2132008"],
  ["SIO 9", "9C000009"],
  ["SIOF 9", "9C010009"],
  ["TIO 0(1)", "9D001000"],
  ["HIO 9", "9E000009"],
  ["TCH 9", "9F000009"],
  ["RIO 9", "9C020009"],
  ["CLRIO 9", "9D010009"],
  ["HDV 9", "9E010009"],
  ["STIDC 0", "B2030000"],
  ["CLRCH 0", "9F010000"],
  ["IPTE 1,2", "B2210012"],
  ["ISKE 14,2", "B22900E2"],
  ["RRBE 0,15", "B22A000F"],
  ["SSKE 1,2", "B22B0012"],
  ["TPROT 8(2),64(3)", "E50120083040"],
  ["WRD 4095(13),255", "84FFDFFF"],
  ["RDD 8(2),1", "85012008"],
  ["LRDR 0,4", "2504"],
  ["MXR 0,4", "2604"],
  ["MXDR 0,6", "2706"],
  ["MXD 4,8(2,3)", "67423008"],
  ["AXR 0,4", "3604"],
  ["SXR 4,0", "3740"],
];

test.each(BY_HAND)("%s is %s", (statement, bytes) => {
  const [mnemonic] = statement.split(" ");
  if (mnemonics.has(mnemonic)) expect(bytesOf(statement)).toBe(bytes);
});

test("every mnemonic is recorded or written down by hand", () => {
  const known = new Set([...encodings, ...BY_HAND].map(([statement]) => statement.split(" ")[0]));
  expect([...mnemonics.keys()].filter((mnemonic) => !known.has(mnemonic))).toEqual([]);
});
