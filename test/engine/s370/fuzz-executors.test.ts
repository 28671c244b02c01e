/**
 * Whatever is in storage, registers and PSW, in a deck or in a source, nothing throws and nothing stands still; and all
 * executors do the same with it. Seeds are fixed; a failure names its own. All of them with `npm run test:long`.
 */
import { expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { System370 } from "../../../engine/s370/index.ts";
import { loadObjectDecks, writeObjectDeck } from "../../../engine/s370/object-deck.ts";
import { Random } from "../../vectors/random.ts";
import { contradictions, generator, mutate } from "../assembler/mutations.ts";
import { expectSame } from "./executors.ts";
import { FUZZ_SIZE, loadImage } from "./fuzz-images.ts";
import { LONG } from "./long.ts";

const IMAGES = LONG ? 100_000 : 600;
const DECKS = LONG ? 50_000 : 400;
const SOURCES = LONG ? 20_000 : 100;
const TICKS = 300;

function machineWithConsole(options: Omit<ConstructorParameters<typeof System370>[0], "storageSize">): System370 {
  const machine = new System370({ storageSize: FUZZ_SIZE, ...options });
  machine.addConsole(0x009);
  return machine;
}

test(`${IMAGES} random images run alike on all executors, without a throw`, () => {
  const interpreting = machineWithConsole({ executor: "interpreter" });
  const others = [
    machineWithConsole({ executor: "translator", hot: 0 }),
    machineWithConsole({ executor: "translator", hot: 2 }),
    machineWithConsole({ executor: "cold" }),
  ];
  const fresh = interpreting.snapshot();
  const reasons = new Set<string>();
  for (let i = 0; i < IMAGES; i++) {
    const seed = 7_000_000 + i;
    const other = others[i % others.length];
    const machines = [interpreting, other];
    const random = new Random(seed + 1);
    try {
      for (const machine of machines) machine.restore(fresh);
      loadImage(machines, seed);
      const ticks = interpreting.now + random.between(1, TICKS);
      const end = ticks + (i % 50 === 0 ? 20 * TICKS : TICKS);
      for (const to of [ticks, end])
        for (const machine of machines)
          if (machine.run({ ticks: to }) === "limit" && machine.now < to) throw new Error("time stands still");
    } catch (thrown) {
      throw new Error(`seed ${seed} at ${interpreting.pswHex}, ${other.pswHex}`, { cause: thrown });
    }
    reasons.add(interpreting.stopped ?? "limit");
    expectSame(interpreting, other, `seed ${seed}, executor ${i % others.length}`);
  }
  for (const reason of ["disabled-wait", "idle", "limit"]) expect([...reasons]).toContain(reason);
});

const SOURCE = `
PROG     CSECT
         ENTRY DATA
         EXTRN OTHER
         BALR  12,0
         USING *,12
LOOP     L     1,DATA
         A     1,=F'5'
         ST    1,DATA
         MVC   TEXT(5),=C'HELLO'
         ZAP   SUM,=P'12'
         BCT   2,LOOP
         B     LOOP
DATA     DC    F'1',A(LOOP),V(OTHER),P'5',D'1.5',CL3'A'
TEXT     DS    CL8
SUM      DS    PL5
         LTORG
NEXT     CSECT
OTHER2   DC    A(PROG,NEXT)
         END   PROG
`;

test(`${DECKS} damaged decks are read, loaded and run without a throw`, () => {
  const deck = writeObjectDeck(assemble(SOURCE).module);
  const machine = machineWithConsole({ executor: "translator", hot: 1 });
  const fresh = machine.snapshot();
  let loaded = 0;
  for (let seed = 1; seed <= DECKS; seed++) {
    const random = new Random(seed);
    const bytes = random.chance(5) ? new Uint8Array(random.below(400)).map(() => random.word()) : deck.slice();
    for (let count = random.below(12); count > 0 && bytes.length > 0; count--)
      bytes[random.below(bytes.length)] = random.pick([random.below(256), 0, 0x40, 0xff, 0x02]);
    const cut = random.chance(20) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    try {
      const { segments } = loadObjectDecks([cut, deck], 0x200);
      machine.restore(fresh);
      for (const { address, bytes: text } of segments)
        if (address + text.length <= FUZZ_SIZE) machine.write(address, text);
      machine.processor.loadPsw(0x0008_0000, 0x200);
      machine.run({ ticks: 100 });
      loaded += segments.length > 0 ? 1 : 0;
    } catch (thrown) {
      throw new Error(`seed ${seed}`, { cause: thrown });
    }
  }
  expect(loaded).toBeGreaterThan(DECKS / 4);
});

test(`${SOURCES} damaged sources are assembled without a throw`, () => {
  const pieces = [
    " ",
    "'",
    "(",
    ")",
    ",",
    "=",
    "&",
    "*",
    "+",
    "-",
    "\n",
    "DC",
    "EQU",
    "ORG",
    "MACRO",
    "X'FF'",
    "L'",
    "99",
  ];
  for (let seed = 1; seed <= SOURCES; seed++)
    expect(contradictions(mutate(SOURCE, pieces, generator(seed))), `seed ${seed}`).toEqual([]);
});
