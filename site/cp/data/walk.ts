/** A way through: what to type where, and what to look at. */

export interface Step {
  /** Real address of the terminal. */
  readonly terminal: number;
  readonly line: string;
  readonly why: string;
}

const OPERATOR = 0x01f;
const ALICE = 0x020;
const BOB = 0x021;

export const WALK: readonly Step[] = [
  { terminal: ALICE, line: "logon alice wonder", why: "Alice gets a virtual System/370 of 512 KiB." },
  {
    terminal: ALICE,
    line: "ipl cms",
    why: "A saved system by its name: whoever loads it shares one nucleus in storage.",
  },
  { terminal: BOB, line: "logon bob builder", why: "Bob gets another, of 256 KiB, in EC mode." },
  {
    terminal: BOB,
    line: "ipl 191",
    why: "It loads a kernel that has address spaces of its own: CP keeps shadow tables for it.",
  },
  { terminal: ALICE, line: "cp spool punch to bob", why: "What Alice punches goes to Bob." },
  {
    terminal: ALICE,
    line: "punch letter text",
    why: "A deck for Bob’s reader: a process of his kernel reads it, card by card.",
  },
  { terminal: OPERATOR, line: "indicate load", why: "How busy the processor is." },
  {
    terminal: OPERATOR,
    line: "indicate exits bob",
    why: "What made CP work for Bob: the same record as the bill’s.",
  },
];
