/** Object decks on the command line: `tae asm -o NAME.obj`, and `tae run` of one or several. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();
put(folder, {
  "main.s": `MAIN     START X'200'
         BALR  12,0
         USING *,12
         L     15,=V(SUB)
         BALR  14,15
         LPSW  DONE
DONE     DC    0D'0',X'0002000000000000'
         END   MAIN
`,
  "sub.s": "SUB      CSECT\n         LA    1,99\n         BR    14\n         END\n",
});

describe("object decks", () => {
  test("are made where the output's name ends in .obj", () => {
    expect(tae(folder, "asm", "main.s", "-o", "main.obj")).toEqual({ status: 0, out: "main.obj: 5 cards\n", err: "" });
    expect(readFileSync(join(folder, "main.obj")).length).toBe(400);
    expect(tae(folder, "asm", "sub.s", "-o", "sub.obj").status).toBe(0);
  });

  test("run together, in one file or in several, there or elsewhere", () => {
    const main = readFileSync(join(folder, "main.obj"));
    const sub = readFileSync(join(folder, "sub.obj"));
    put(folder, { "both.obj": Uint8Array.from([...main, ...sub]) });
    for (const list of [["main.obj", "sub.obj"], ["both.obj"], ["both.obj", "--at", "8000"]]) {
      const { status, out } = tae(folder, "run", "--json", ...list);
      expect(status).toBe(0);
      const { stopped, gr } = JSON.parse(out);
      expect([stopped, gr[1]]).toEqual(["disabled-wait", "00000063"]);
      expect(gr[12]).toBe(list.includes("--at") ? "40008002" : "40000202");
    }
  });

  test("that lack one another are errors with card and column", () => {
    expect(tae(folder, "run", "main.obj")).toEqual({
      status: 1,
      out: "",
      err: "main.obj: card 1, column 33: no deck here has SUB, which this one names as external\n",
    });
  });

  test("a source that needs another module is no program by itself", () => {
    const { status, err } = tae(folder, "run", "main.s");
    expect([status, err]).toEqual([
      1,
      "main.s:4:1: SUB is in another module: assemble both to decks (tae asm -o NAME.obj), and run the decks together\n",
    ]);
  });

  test("other files beside a deck, and several that are no decks, are bad usage", () => {
    expect(tae(folder, "run", "main.obj", "sub.s")).toMatchObject({
      status: 2,
      err: "tae: sub.s is no object deck: tae asm -o NAME.obj makes one\n",
    });
    expect(tae(folder, "run", "main.s", "sub.s").status).toBe(2);
  });
});
