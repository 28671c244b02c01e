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

test("every mnemonic is recorded, or is one that only System/370 has", () => {
  const recorded = new Set(encodings.map(([statement]) => statement.split(" ")[0]));
  const missing = [...mnemonics.keys()].filter((mnemonic) => !recorded.has(mnemonic));
  expect(missing).toEqual(["SSK", "ISK", "RRB", "SIO", "SIOF", "TIO", "HIO", "TCH"]);
});

// GA22-7000-10, the instructions' own descriptions.
test.each([
  ["SSK 1,2", "0812"],
  ["ISK 1,2", "0912"],
  ["RRB 8(2)", "B2132008"],
  ["SIO 9", "9C000009"],
  ["SIOF 9", "9C010009"],
  ["TIO 0(1)", "9D001000"],
  ["HIO 9", "9E000009"],
  ["TCH 9", "9F000009"],
])("%s is %s", (statement, bytes) => {
  expect(bytesOf(statement)).toBe(bytes);
});
