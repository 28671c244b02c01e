/** Programs as decks for users' virtual readers. */
import { assemble } from "../s370/assembler/index.ts";
import { writeObjectDeck } from "../s370/index.ts";

/** The object deck of a program in assembler language, or what is wrong with it. */
export function programDeck(
  source: string,
): { readonly cards: Uint8Array } | { readonly errors: ReturnType<typeof assemble>["errors"] } {
  const { errors, module } = assemble(source);
  return errors.length > 0 ? { errors } : { cards: writeObjectDeck(module) };
}
