/** A world's program: what keeps it from being loaded. */
import { expect, test } from "vitest";
import { Program } from "../../../engine/grading/program.ts";

test("a program that needs another module is in error, at the line that names it", () => {
  const { errors } = new Program("guest.asm", "P CSECT\n DC V(SUB)\n FROB\n");
  expect(errors).toEqual([
    { file: "guest.asm", line: 3, column: 2, message: "FROB is not an operation" },
    { file: "guest.asm", line: 2, column: 1, message: "SUB is in another module, and there is no other here" },
  ]);
});

test("what need not be found, or is in the program itself, is no error", () => {
  expect(new Program("guest.asm", "P CSECT\n WXTRN X\n DC A(X),V(P)\n").errors).toEqual([]);
});
