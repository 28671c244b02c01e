/** Decks that load themselves: a loader of four cards, read by initial program loading, then a program's object deck. */
import { type Assembly, assemble } from "./assembler/index.ts";
import { CARD_LENGTH } from "./object-deck-cards.ts";
import { writeObjectDeck } from "./object-deck-writer.ts";

/** What the loader and the card that it reads take: no program can be loaded there. */
const LOADER = { from: 0xc00, to: 0xdf0 };
const LOADER_CARDS = 3;

/**
 * The loader. Initial program loading reads 24 bytes of the first card to location 0; the CCWs among them read the
 * others. It then reads object cards to END, and goes to the program with the device's address in register 2: the
 * program's cards lie behind its deck. In BC mode, disabled, key 0, registers 0 and 1 free.
 *
 * Disabled waits: X'BAD001' the reader is in trouble (no END card, a card that cannot be read); X'BAD002' it is not
 * operational.
 */
const SOURCE = `
         USING 0,0
         ORG   0
         DC    X'00000000',A(BEGIN)
         CCW   2,LOADER,X'60',80
         CCW   8,LOADER,0,1
         ORG   X'C00'
LOADER   CCW   2,LOADER+80,X'60',80
         CCW   2,LOADER+160,X'20',80
READS    CCW   2,CARD,X'20',80
TROUBLE  DC    X'000A000000BAD001'
ABSENT   DC    X'000A000000BAD002'
MOVE     MVC   0(0,3),CARD+16
BEGIN    LH    2,2
NEXT     LA    1,READS
         ST    1,72
START    SIO   0(2)
         BC    8,GOES
         BC    4,ONE
         BC    2,START
         LPSW  ABSENT
ONE      TM    69,X'3F'
         BC    5,BAD
         TM    68,X'03'
         BC    8,START
BAD      LPSW  TROUBLE
GOES     TIO   0(2)
         BC    10,GOES
         TM    68,X'03'
         BC    7,BAD
         TM    68,X'04'
         BC    8,GOES
         CLC   CARD+1(3),TEXT
         BC    8,TEXTCARD
         CLC   CARD+1(3),END
         BC    7,NEXT
         L     1,CARD+4
         BCR   15,1
TEXTCARD L     3,CARD+4
         LA    3,0(3)
         LH    1,CARD+10
         BCTR  1,0
         EX    1,MOVE
         BC    15,NEXT
TEXT     DC    C'TXT'
END      DC    C'END'
         DC    0D'0'
LAST     EQU   *
CARD     EQU   X'DA0'
         END
`;

/**
 * A program as a deck from which it can be loaded; data cards for it may be put behind. Throws RangeError where the
 * program is not for where it was assembled, or lies where the loader does.
 */
export function iplDeck(program: Pick<Assembly, "segments" | "module" | "entry" | "externals">): Uint8Array {
  const [missing] = program.externals;
  if (missing) throw new RangeError(`${missing.name} is in another module, which the loader does not know`);
  const over = program.segments.find(
    ({ address, bytes }) => address < LOADER.to && address + bytes.length > LOADER.from,
  );
  if (over) throw new RangeError(`the program has bytes between C00 and DF0, where its loader and cards are`);
  const section = program.module.entry?.section ?? 1;
  const deck = writeObjectDeck({ ...program.module, entry: { address: program.entry, section } });
  const loader = loaderCards();
  const all = new Uint8Array(loader.length + deck.length);
  all.set(loader);
  all.set(deck, loader.length);
  return all;
}

function loaderCards(): Uint8Array {
  const { segments, errors } = assemble(SOURCE);
  const cards = new Uint8Array((1 + LOADER_CARDS) * CARD_LENGTH);
  const last = segments[segments.length - 1];
  if (errors.length > 0 || last.address + last.bytes.length > LOADER.from + LOADER_CARDS * CARD_LENGTH)
    throw new Error("the loader does not fit its cards");
  for (const { address, bytes } of segments)
    cards.set(bytes, address < LOADER.from ? address : CARD_LENGTH + address - LOADER.from);
  return cards;
}
