/** A way through the room: what to do where, what to look at, and by what one sees that it has been done. */
import { OPERATOR_TERMINAL, type RoomView } from "../../../engine/installations/room.ts";

/** What can be seen in the page. */
export interface Seen {
  readonly papers: ReadonlyMap<number, string>;
  readonly view: RoomView | undefined;
  readonly isRunning: boolean;
  readonly billed: string | undefined;
}

/** What a press does: types a line at a terminal, has the machine stand still at the timeline, or shows a user's bill. */
export type Act =
  | { readonly kind: "line"; readonly terminal: number; readonly line: string }
  | { readonly kind: "timeline" }
  | { readonly kind: "bill"; readonly userid: string };

export interface Step {
  readonly act: Act;
  readonly why: string;
  readonly isDone: (seen: Seen) => boolean;
}

const OPERATOR = OPERATOR_TERMINAL;
const ALICE = 0x020;
const BOB = 0x021;

/** A line, which has been done when a console's paper shows this. */
function line(terminal: number, text: string, why: string, answer: RegExp, at = terminal): Step {
  const isDone = ({ papers }: Seen): boolean => answer.test(papers.get(at) ?? "");
  return { act: { kind: "line", terminal, line: text }, why, isDone };
}

export const WALK: readonly Step[] = [
  line(ALICE, "logon alice wonder", "Alice gets a virtual System/370 of 512 KiB.", /logon alice[\s\S]*LOGON AT/i),
  line(
    ALICE,
    "ipl cms",
    "A saved system by its name: all who load it share one nucleus in storage.",
    /TRAP & EMULATE CMS/,
  ),
  line(BOB, "logon bob builder", "Bob gets another, of 256 KiB, in EC mode.", /logon bob[\s\S]*LOGON AT/i),
  line(BOB, "ipl 191", "A kernel with address spaces of its own: CP keeps shadow tables for it.", /THREE PROCESSES/),
  line(ALICE, "cp spool punch to bob", "What Alice punches goes to Bob.", /spool punch to bob\n(.*\n)*?R;/),
  line(
    ALICE,
    "punch letter text",
    "A deck for Bob’s reader: a process of his kernel reads it, card by card.",
    /CARD: [\s\S]*END OF FILE/,
    BOB,
  ),
  line(OPERATOR, "indicate load", "How busy the processor is.", /CPU-\d/),
  line(
    OPERATOR,
    "indicate exits bob",
    "What made CP work for Bob, how often, and what it cost.",
    /exits bob\n[\s\S]*TOTAL/,
  ),
  {
    act: { kind: "timeline" },
    why: "The machine stands still. Each line between lanes is a trap, with its cause: choose one with ↑ ↓, and Enter goes there.",
    isDone: ({ isRunning, view }) => !isRunning && (view?.users.length ?? 0) > 1,
  },
  {
    act: { kind: "bill", userid: "BOB" },
    why: "The same record as INDICATE’s, by cause: LCTL and PTLB are the price of his address spaces.",
    isDone: ({ billed }) => billed === "BOB",
  },
];
