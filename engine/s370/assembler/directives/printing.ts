/** TITLE, EJECT, SPACE, PRINT; PUNCH, REPRO, ICTL, ISEQ (GC33-4010, "Listing Control", "Program Control"). The listing reads the first four itself. */
import { isEncodable } from "../../ebcdic.ts";
import { evaluateNumber } from "../expressions.ts";
import { Fault } from "../fault.ts";
import { Scanner } from "../scanner.ts";
import { type Directive, expressions } from "./directive.ts";

/** Characters of a title. */
const LONGEST_TITLE = 100;
const CARD_COLUMNS = 80;
const PRINT_WORDS = ["ON", "OFF", "GEN", "NOGEN", "DATA", "NODATA"];

export const title: Directive = (layout, statement) => {
  const { text } = statement.operands;
  const scanner = new Scanner(text);
  // The label names the deck and is no symbol: several titles may have one.
  layout.keepLabel();
  const name = statement.label?.name.toUpperCase() ?? "";
  if (layout.deckName === "" && name !== "" && name.length <= 8) layout.deckName = name;
  if (scanner.peek() !== "'") scanner.fail("a title stands between apostrophes: TITLE 'ADDS NUMBERS'");
  if (scanner.quoted().length > LONGEST_TITLE) scanner.fail(`a title has at most ${LONGEST_TITLE} characters`, 0);
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where the title has ended`);
};

export const eject: Directive = (layout) => layout.noLabel();

export const space: Directive = (layout, statement) => {
  layout.noLabel();
  for (const lines of expressions(statement, 0, 1, "SPACE or SPACE lines"))
    evaluateNumber(lines, layout.scope(), "a number of lines", 0, 1000);
};

export const print: Directive = (layout, statement) => {
  layout.noLabel();
  let at = 0;
  for (const word of statement.operands.text.split(",")) {
    if (!PRINT_WORDS.includes(word.toUpperCase()))
      throw new Fault(at, `PRINT is followed by ${PRINT_WORDS.join(", ")}, separated by commas`);
    at += word.length + 1;
  }
};

export const punch: Directive = (layout, statement) => {
  layout.noLabel();
  const scanner = new Scanner(statement.operands.text);
  if (scanner.peek() !== "'") scanner.fail("a card stands between apostrophes: PUNCH 'TEXT'");
  const text = scanner.quoted().replaceAll("&&", "&");
  if (!scanner.atEnd) scanner.fail(`${scanner.found()}, where the card has ended`);
  const bad = Array.from(text).find((character) => !isEncodable(character));
  if (bad !== undefined) scanner.fail(`“${bad}” is not in EBCDIC code page 037`, 0);
  if (text.length > CARD_COLUMNS) scanner.fail(`a card has ${CARD_COLUMNS} columns`, 0);
  layout.punched.push(text);
};

/** The line that follows is a card, which the reader of the source has set apart. */
export const repro: Directive = (layout, statement) => {
  layout.noLabel();
  expressions(statement, 0, 0, "REPRO without operands");
};

/** Columns in which statements begin, end, and go on: only the usual ones. */
export const ictl: Directive = (layout, statement) => {
  layout.noLabel();
  if (!/^1(,71(,16)?)?$/.test(statement.operands.text))
    throw new Fault(0, "statements begin in column 1, end in column 71 and go on in column 16: ICTL 1,71,16");
};

/** ISEQ checks numbers on cards, which a text has not. */
export const iseq: Directive = (layout) => layout.noLabel();
