/** Object decks on the command line. */
import { isObjectDeck, loadObjectDecks } from "../s370/index.ts";
import { type Arguments, hexadecimalOption, UsageError } from "./arguments.ts";
import { readBytes } from "./files.ts";

type Program = ReturnType<typeof loadObjectDecks>;

/** Loads decks that make up one program, at `--at` or where the first was assembled. Prints errors; undefined where there are any. */
export function loadDecks(files: readonly string[], options: Arguments): Program | undefined {
  const decks = files.map(readBytes);
  for (const [index, deck] of decks.entries())
    if (!isObjectDeck(deck)) throw new UsageError(`${files[index]} is no object deck: tae asm -o NAME.obj makes one`);
  const at = options.value("--at");
  const origin = at === undefined ? undefined : hexadecimalOption("--at", at);
  if (origin !== undefined && origin % 8 !== 0) throw new UsageError("--at of object decks is a multiple of 8");
  const program = loadObjectDecks(decks, origin);
  for (const { deck, card, column, message } of program.errors)
    console.error(`${files[deck - 1]}: card ${card}, column ${column}: ${message}`);
  return program.errors.length === 0 ? program : undefined;
}
