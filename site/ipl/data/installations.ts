/** The ready installations, as data: the page lists them, the worker makes their media. */

export interface InstallationInfo {
  readonly id: string;
  readonly title: string;
  /** What one sees, in a sentence. */
  readonly about: string;
  /** File of the program under engine/guests/standalone, without its extension. */
  readonly program: string;
  /** Decks of text that come along. */
  readonly cards: Readonly<Record<string, string>>;
  readonly configuration: string;
}

const CARDS = `THE QUESTION, AUGUST 2020:
"WHY VIRTUAL X86 MACHINES? WHY NOT JUST BUY ANOTHER COMPUTER?"

A CARD HAS EIGHTY COLUMNS. EACH OF THESE LINES WAS ONE OF THEM, AND THE PROGRAM
THAT PRINTS THEM CAME IN BY THE SAME READER, IN FRONT OF THEM.

DROP A TEXT OF YOUR OWN ON THIS PAGE, AND PRESS IPL AGAIN: IT IS LISTED IN
PLACE OF THIS DECK.
`;

export const installations: readonly InstallationInfo[] = [
  {
    id: "lister",
    title: "Card-to-printer lister",
    about: "A deck that loads itself from the reader and lists the cards behind it on the printer.",
    program: "card-lister",
    cards: { "cards.txt": CARDS },
    configuration: `# The program, its cards, and a printer.
ARCHMODE S/370
MAINSIZE 1
IPL      00C

009  3215
00C  3505  card-lister.deck cards.txt eof
00E  1403  listing.txt
`,
  },
  {
    id: "formatter",
    title: "Disk formatter",
    about:
      "Asks at the console what it is to format: type INIT 151,3350,WORK01 there. Then save the disk on the shelf.",
    program: "disk-formatter",
    cards: {},
    configuration: `# The program, and a blank 3350.
ARCHMODE S/370
MAINSIZE 1
IPL      00C

009  3215
00C  3505  disk-formatter.deck eof
151  3350  work.cckd new=BLANK
`,
  },
];
