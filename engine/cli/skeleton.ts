/** A new exercise, small enough to be changed into any other, and true: it verifies as it stands. */
import { dirname, relative, sep } from "node:path";

/** Files of a new exercise. `lessons` is the course's folder, `folder` that of the exercise: the types are imported from beside it. */
export function skeleton(lessons: string, folder: string): Readonly<Record<string, string>> {
  const path = relative(folder, `${dirname(lessons)}/engine/grading/format.ts`)
    .split(sep)
    .join("/");
  return {
    "exercise.ts": `import type { Exercise } from "${path}";

export default {
  kind: "write",
  title: "Add two words",
  task: "Add the words at ONE and TWO, and leave the sum in register 3.",
  points: 5,
  setup: { kind: "bare", program: "start.s" },
  edit: "start.s",
  solution: "solution.s",
  wrong: [{ file: "wrong-copy.s", failsAt: "sum", mistake: "loads the second word instead of adding it" }],
  trials: [
    {
      name: "two and three",
      limit: 10_000,
      checks: [
        {
          name: "sum",
          says: "R3 holds the sum",
          fact: { kind: "register", world: "machine", register: 3 },
          expect: { is: 5 },
          nudge: "Look at register 3 after each instruction.",
        },
      ],
    },
  ],
  hints: ["L copies a word from storage into a register.", "A adds a word of storage to a register."],
  afterwards: "L and A look alike in the source; only the condition code tells afterwards which one it was.",
} satisfies Exercise;
`,
    "start.s": program("*        your instructions stand here"),
    "solution.s": program("         L     R3,ONE\n         A     R3,TWO"),
    "wrong-copy.s": program("         L     R3,ONE\n         L     R3,TWO"),
  };
}

function program(body: string): string {
  return `MAIN     CSECT
         BALR  R12,0
         USING *,R12
${body}
         LPSW  DONE
ONE      DC    F'2'
TWO      DC    F'3'
         DS    0D
DONE     DC    X'0002000000000000'
         END   MAIN
`;
}
