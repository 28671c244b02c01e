/** Sources of the whole language, changed at random: no throw, no contradiction, and decks that hold what storage holds. */
import { expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { disassemble, loadObjectDecks, statementText, writeObjectDeck } from "../../../engine/s370/index.ts";
import { contradictions, generator, mutate } from "./mutations.ts";

const PROGRAM = `DECK     TITLE 'EVERY KIND OF STATEMENT'
         PRINT ON,GEN,DATA
MAIN     START X'100'
         ENTRY GO,TABLE
         EXTRN OUTSIDE
         WXTRN MAYBE
SAME     OPSYN LR
GO       BALR  12,0
         USING *,12,11
         USING AREA,5
LOOP     L     15,=V(OTHER)
         SAME  1,2
         LA    2,=L'1.5'
         MVC   FIELD,=PL3'12'
         AP    FIELD,=P'1'
         SRP   FIELD,64-1,5
         BNZ   LOOP
         BER   14
         CNOP  2,8
         SPACE 2
TABLE    DC    3FL.12'-2',XL.4'F',AL.4(L'FIELD)
N        DC    FS4E2'1.5',HS-1'7',E'1E-5',DS2'1',L'-0.1',P'1.25',Z'-3'
A        DC    A(*,MAIN,OUTSIDE-4,TABLE-GO),AL3(GO),Y(TABLE-GO),S(FIELD),V(MAYBE)
ATTR     DC    AL1(L'N,T'N,S'N,I'N,T'GO)
         CCW   X'02',TABLE,X'20',L'TABLE
         EJECT
X        DXD   D
         DC    Q(X,AREA)
         CXD
         LTORG
         DROP  11
         PUNCH '* A CARD'
AREA     DSECT
FIELD    DS    PL3
         DS    0D,CL(L'FIELD)
BUFFER   COM
         DS    20F
SECOND   CSECT
         DC    A(BUFFER,SECOND),(2+1)C'AB'
         ORG   SECOND+2
         DC    X'FF'
         ORG
MAIN     CSECT
         DS    H
VALUE    EQU   TABLE-GO,4,C'F'
         END   GO
`;

const PIECES = [
  ..."'(),*=+-/.&".split(""),
  ...[
    "L'",
    "T'",
    "S'",
    "I'",
    "X'",
    "A(",
    "V(",
    "Q(",
    "L.",
    "S-1",
    "E9",
    "0",
    "99999999",
    "\n",
    "  ",
    "é",
    "MAIN",
    "GO",
  ],
  ...[
    "DC",
    "DS",
    "EQU",
    "ORG",
    "USING",
    "END",
    "CSECT",
    "DSECT",
    "COM",
    "DXD",
    "CXD",
    "EXTRN",
    "WXTRN",
    "ENTRY",
    "LTORG",
  ],
  ...["OPSYN", "TITLE", "PRINT OFF", "SPACE", "PUNCH", "=L'1'", "=V(X)", "FL.3'1'", "-32768", "OUTSIDE", "AREA"],
];

/** A program whose only want is what other modules have, as a deck, is the storage that the assembler makes. */
function deckFault(source: string): string | undefined {
  const assembly = assemble(source);
  const { errors, segments, entry } = loadObjectDecks([writeObjectDeck(assembly.module)]);
  const own = errors.filter(({ message }) => !/^no deck here has|^this is no object card/.test(message));
  if (assembly.errors.length > 0) return undefined;
  // A halfword's address may be too large, which only loading shows.
  if (own.length > 0) return own[0].message.includes("does not fit") ? undefined : JSON.stringify(own[0]);
  if (entry !== assembly.entry) return `entry ${entry} instead of ${assembly.entry}`;
  return JSON.stringify(segments) === JSON.stringify(assembly.segments) ? undefined : "other storage";
}

test("the program that is changed has no errors, and its deck is its storage", () => {
  expect(assemble(PROGRAM).errors).toEqual([]);
  expect(deckFault(PROGRAM)).toBe(undefined);
});

test("1,500 changed programs", { timeout: 120_000 }, () => {
  const random = generator(1970);
  for (let index = 0; index < 1500; index++) {
    const source = mutate(PROGRAM, PIECES, random);
    expect(contradictions(source)).toEqual([]);
    expect([source, deckFault(source)]).toEqual([source, undefined]);
  }
});

test("a changed statement alone", { timeout: 120_000 }, () => {
  const random = generator(1971);
  const statements = PROGRAM.split("\n");
  for (let index = 0; index < 3000; index++) {
    const source = mutate(statements[random(statements.length)], PIECES, random);
    expect(contradictions(source)).toEqual([]);
    expect([source, deckFault(source)]).toEqual([source, undefined]);
  }
});

test("assembled storage is disassembled, whatever it is", () => {
  const { segments } = assemble(PROGRAM);
  for (const { bytes } of segments) {
    const source = disassemble(bytes).map((statement) => ` ${statementText(statement)}`);
    const again = assemble(source.join("\n"));
    expect(again.errors).toEqual([]);
    expect(again.segments.map((segment) => [...segment.bytes])).toEqual([[...bytes]]);
  }
});
