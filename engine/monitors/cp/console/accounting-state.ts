/** What CP knows of accounting cards. */
import { idleWriter, type SpoolOutput } from "../spool/state.ts";

/** Spooling class of accounting cards. */
export const CARD_CLASS = "C";

export interface AccountingState {
  /** Cards of 80 columns that have not been written. */
  cards: Uint8Array[];
  /** The spool file that they are written to. */
  readonly output: SpoolOutput;
}

/** Who pays: DIAGNOSE 4C can name others. */
export interface Charged {
  readonly userid: string;
  readonly account: string;
}

export function initialAccounting(): AccountingState {
  return {
    cards: [],
    output: {
      class: CARD_CLASS,
      continuous: false,
      hold: false,
      copies: 1,
      destination: { kind: "off" },
      tag: "",
      writer: idleWriter(),
    },
  };
}
