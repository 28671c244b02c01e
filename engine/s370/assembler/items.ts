/** What the first pass makes of the statements, for the second pass to turn into bytes. */
import type { Constant } from "./constants/parse.ts";
import type { Expression } from "./expressions.ts";
import type { Literal } from "./literals.ts";
import type { Mnemonic } from "./mnemonics.ts";
import type { Operand } from "./operands.ts";
import type { Statement } from "./source.ts";
import type { Location } from "./symbols.ts";
import type { Value } from "./values.ts";

export type Item =
  | {
      readonly kind: "instruction";
      readonly statement: Statement;
      readonly at: Location;
      readonly mnemonic: Mnemonic;
      readonly operands: readonly Operand[];
    }
  | {
      readonly kind: "constants";
      readonly statement: Statement;
      readonly at: Location;
      readonly size: number;
      /** Each at its offset in bits from the first; none where the statement only reserves. */
      readonly constants: readonly { readonly constant: Constant; readonly bitOffset: number }[];
      /** DS makes no bytes. */
      readonly reserves: boolean;
    }
  | { readonly kind: "literals"; readonly statement: Statement; readonly literals: readonly Literal[] }
  | {
      readonly kind: "using";
      readonly statement: Statement;
      readonly at: Location | undefined;
      readonly base: Expression;
      readonly registers: readonly Expression[];
    }
  /** A USING in error: what it would have reached is not reported as out of reach. */
  | { readonly kind: "broken-using"; readonly statement: Statement }
  | { readonly kind: "drop"; readonly statement: Statement; readonly registers: readonly Expression[] }
  /** END with its operand. */
  | {
      readonly kind: "end";
      readonly statement: Statement;
      readonly at: Location | undefined;
      readonly entry: Expression;
    }
  /** A statement with a place or value to show in the listing and nothing to assemble. */
  | { readonly kind: "note"; readonly statement: Statement; readonly value: () => Value | undefined };
