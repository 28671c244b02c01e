/** A loop that branches on the condition code: the largest of N signed words. */
import type { Check, Exercise, Trial } from "../../../../engine/grading/format.ts";

const TABLE_WORDS = 32;

/** A word as storage holds it. */
function word(value: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

/** Asked where a count that goes wrong makes the loop endless. */
const ends: Check = {
  name: "one word: ends",
  says: "the program reaches its last LPSW",
  fact: { kind: "psw", world: "machine", field: "address" },
  expect: { is: 0 },
  nudge:
    "The last PSW has the address 0. X'E03' there means a program interruption: its code is at X'2A', where it happened is in the last word of the old PSW at X'28'. With COUNT 1 there is nothing to compare with: how often does your BCT go back?",
};

/** A run on these words, followed in storage by `after`; the rest of the table is zero. */
function trial(name: string, words: readonly number[], nudge: string, after: readonly number[] = []): Trial {
  const table = [...words, ...after, ...Array<number>(TABLE_WORDS - words.length - after.length).fill(0)];
  const largest = word(Math.max(...words));
  const checks: Check[] = [
    {
      name: `${name}: LARGEST`,
      says: `LARGEST holds the largest word`,
      fact: { kind: "storage", world: "machine", at: "LARGEST", length: 4 },
      expect: { is: largest },
      nudge,
    },
    {
      name: `${name}: R5`,
      says: `R5 holds it too`,
      fact: { kind: "register", world: "machine", register: 5 },
      expect: { is: Number.parseInt(largest, 16) },
      nudge,
    },
  ];
  return {
    name,
    patch: [
      { world: "machine", at: "COUNT", bytes: word(words.length) },
      { world: "machine", at: "TABLE", bytes: table.map(word).join("") },
    ],
    limit: 5_000,
    checks: words.length === 1 ? [ends, ...checks] : checks,
  };
}

export default {
  kind: "write",
  title: "The largest of N",
  task: `At TABLE there are COUNT fullwords, signed. Write the loop that puts the largest of them into R5 and stores it at LARGEST.

COUNT is at least 1 and at most 32. The check runs your program on several tables: it lays its own words at COUNT and TABLE, so keep those two names, and LARGEST. After your code the program has to reach the LPSW that ends it.

You need a compare (\`C\`), a branch on the condition code (\`BC\`, or one of its names such as \`BH\`), \`L\`, \`LA\` and \`BCT\`.`,
  points: 10,
  setup: { kind: "bare", program: "largest.asm" },
  edit: "largest.asm",
  solution: "solution.asm",
  hints: [
    "Say it in C first: `best = t[0]; for (n = count; n != 0; n--, t++) if (*t > best) best = *t;`. Each part becomes one or two instructions.",
    "`C R5,0(R3)` compares R5 with the word that R3 points at. The code is about the first operand: 1 says that R5 is low.",
    "The `if` turns round: branch *past* the `L R5,0(R3)` when R5 is already at least as large, that is, not low: `BNL`. Where it goes, R3 has to be moved four bytes on, and `BCT` has to count.",
    "Five instructions make the loop: compare, branch, load, `LA R3,4(R3)`, `BCT R4,…`. The label of the `LA` is where the branch goes; the label of the compare is where `BCT` goes.",
  ],
  trials: [
    trial(
      "five words",
      [17, 4, 42, 8, 23],
      "The largest is neither the first nor the last. Step through the second comparison: which way does the branch go?",
    ),
    trial(
      "nothing beyond",
      [9, 12, 11],
      "Behind the last word of the table lies something that does not belong to it.",
      [1000, 2000],
    ),
    trial(
      "negative words",
      [-5, -9, -2, -100],
      "All words are negative. What do you begin with, and how far do you go?",
    ),
    trial(
      "both signs",
      [3, -1, 2, -2147483648, 1],
      "A negative word, seen as an unsigned number, is larger than every positive one.",
    ),
    trial("one word", [-7], "With COUNT 1 there is nothing to compare with. How often does your BCT go back?"),
    trial("equal words", [6, 6, 6], "All words are the same."),
    trial("largest last", [1, 2, 3, 4, 5, 6, 7], "The last word counts too."),
  ],
  wrong: [
    { file: "wrong-logical.asm", failsAt: "both signs: LARGEST", mistake: "CL compares unsigned numbers." },
    {
      file: "wrong-low.asm",
      failsAt: "five words: LARGEST",
      mistake: "The branch is on low where it should be on not low.",
    },
    {
      file: "wrong-count.asm",
      failsAt: "one word: ends",
      mistake: "One comparison fewer, and BCT counts down from zero.",
    },
    { file: "wrong-past-end.asm", failsAt: "nothing beyond: LARGEST", mistake: "One word too many is looked at." },
    {
      file: "wrong-zero.asm",
      failsAt: "one word: LARGEST",
      mistake: "Begins with zero, which no negative word exceeds.",
    },
    {
      file: "wrong-step.asm",
      failsAt: "five words: LARGEST",
      mistake: "Moves one byte on, as if the words were bytes.",
    },
  ],
  afterwards: `Every wrong way here is the right way somewhere else.

\`CL\` compares addresses, lengths and text, so it is under the fingers; for signed numbers it puts -1 above everything. Beginning with zero works for lengths and prices, until somebody stores a debt. Taking one off the count because the first word needs no comparison is correct arithmetic, but \`BCT\` subtracts *before* it tests: from zero it goes to -1 and on, four thousand million times. One too many is the same slip with the other sign. And the branch reads the wrong way round because a C programmer writes the condition for doing something, where a branch needs the one for *not* doing it.`,
} satisfies Exercise;
