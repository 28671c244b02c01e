/** The monitor's missing case: Set System Mask, in TypeScript. */
import type { Check, Exercise, Fact } from "../../../../engine/grading/format.ts";

const GUEST = "guest-a";

/** What SSM made of the virtual PSW, as STOSM stored it afterwards. */
function mask(name: string, says: string, at: "SAVED1" | "SAVED2", is: string, nudge: string): Check {
  return { name, says, fact: { kind: "storage", world: GUEST, at, length: 1 }, expect: { is }, nudge };
}

function holds(name: string, says: string, fact: Fact, is: number | string, nudge: string): Check {
  return { name, says, fact, expect: { is }, nudge };
}

const address: Fact = { kind: "psw", world: GUEST, field: "address" };
const interruptionCode: Fact = { kind: "storage", world: GUEST, at: 0x2a, length: 2 };

const ended =
  "The guest's last PSW says where it stopped: 0 is its end, X'E1' an external interruption, X'E3' a program interruption, whose code is at its X'2A'.";

export default {
  kind: "write",
  title: "The missing SSM",
  task: `The monitor of this machine simulates every privileged instruction but one. Write the handler for \`SSM\`.

The guest stands in virtual supervisor state: the monitor has seen to that, and has reflected the exception itself where it was not so. It has also stepped the virtual PSW past the instruction. Your function is called with the guest and with the instruction, taken apart.

On the real machine, SSM fetches the byte at its operand address and makes it bits 0 to 7 of the PSW, all eight of them (GA22-7000, "Set System Mask"). Do that to the virtual one.`,
  points: 10,
  setup: {
    kind: "monitor",
    guests: [{ id: "a", title: "the supervisor under test", program: "guest.asm" }],
    handlers: "ssm.ts",
    without: ["SSM"],
  },
  edit: "ssm.ts",
  solution: "solution.ts",
  hints: [
    "Two steps: find the byte, put it into the virtual PSW. Each is one call of the guest's.",
    "SSM is an S-format instruction: its operand is in storage, and its address has been computed for you: `instruction.operand`.",
    "It is an address in the *guest's* storage. `load8` reads there; `loadReal8` reads the machine's.",
    "`guest.setSystemMask(…)` replaces all eight bits. Nothing of the old mask is kept.",
  ],
  trials: [
    {
      name: "as given",
      limit: 20_000,
      checks: [
        mask(
          "turns on",
          "SSM of X'FE' sets the virtual mask to FE",
          "SAVED1",
          "FE",
          "The operand is a byte in the guest's own storage. What does your handler read, and where? (X'AA' means that the guest never came so far as to store its mask.)",
        ),
        mask(
          "turns off",
          "SSM of X'00' afterwards turns all of it off",
          "SAVED2",
          "00",
          "The mask was FE before. SSM replaces it.",
        ),
        holds("goes on", "the guest reaches its end", address, 0, ended),
      ],
    },
    {
      name: "other masks",
      patch: [
        { world: GUEST, at: "FIRST", bytes: "20" },
        { world: GUEST, at: "SECOND", bytes: "42" },
      ],
      limit: 20_000,
      checks: [
        mask(
          "first of two",
          "SSM of X'20' sets the virtual mask to 20",
          "SAVED1",
          "20",
          "Other bytes than in the trial before, at the same places.",
        ),
        mask(
          "second of two",
          "SSM of X'42', from another page, replaces it",
          "SAVED2",
          "42",
          "Bits that were on and are not in the new mask go off.",
        ),
      ],
    },
    {
      name: "the timer is let in",
      patch: [
        { world: GUEST, at: "TIMER", bytes: "00000001" },
        { world: GUEST, at: "FIRST", bytes: "01" },
      ],
      limit: 20_000,
      checks: [
        holds("interrupted", "with bit 7 on, the guest gets its timer's external interruption", address, 0xe1, ended),
        holds(
          "timer's code",
          "the external old PSW has interruption code X'0080'",
          { kind: "storage", world: GUEST, at: 0x1a, length: 2 },
          "0080",
          "The monitor gives the guest the interruption when the virtual mask allows it; the mask is your part.",
        ),
      ],
    },
    {
      name: "the timer is kept out",
      patch: [
        { world: GUEST, at: "TIMER", bytes: "00000001" },
        { world: GUEST, at: "FIRST", bytes: "FE" },
      ],
      limit: 20_000,
      checks: [holds("not interrupted", "with bit 7 off, the timer has to wait", address, 0, ended)],
    },
    {
      name: "in problem state",
      // The START PSW: mask 80, problem state, the address of GO.
      patch: [{ world: GUEST, at: "START", bytes: "800100000000020A" }],
      limit: 20_000,
      checks: [
        holds(
          "refused",
          "a guest in virtual problem state gets program interruption 2, its mask as it was",
          { kind: "storage", world: GUEST, at: 0x28, length: 4 },
          "80010002",
          "This is the first word of its program old PSW: mask, key and states, code. The instruction is suppressed.",
        ),
      ],
    },
    {
      name: "no such storage",
      patch: [{ world: GUEST, at: "WHERE", bytes: "00018000" }],
      limit: 20_000,
      checks: [
        holds(
          "addressing",
          "an operand beyond the guest's storage gives it program interruption 5",
          interruptionCode,
          "0005",
          "The guest has 64 KiB. What its own processor would refuse, the monitor has to refuse.",
        ),
        mask(
          "first before that",
          "the SSM before it was done",
          "SAVED1",
          "FE",
          "Only the second operand lies outside.",
        ),
      ],
    },
  ],
  wrong: [
    {
      file: "wrong-zero.ts",
      failsAt: "turns on",
      mistake: "Takes SSM for an instruction that turns interruptions off.",
    },
    { file: "wrong-or.ts", failsAt: "turns off", mistake: "Turns bits on and never off." },
    { file: "wrong-real.ts", failsAt: "turns on", mistake: "Reads real storage in place of the guest's." },
    { file: "wrong-displacement.ts", failsAt: "turns on", mistake: "Forgets the base register." },
    { file: "wrong-address.ts", failsAt: "turns on", mistake: "Takes the address for the byte." },
    { file: "wrong-word.ts", failsAt: "turns on", mistake: "Loads a word, of which the last byte is kept." },
    {
      file: "wrong-reflect.ts",
      failsAt: "turns on",
      mistake: "Refuses the guest what it may do in its virtual supervisor state.",
    },
  ],
  afterwards: `The handler is one line, and there are many wrong ones.

Setting zero passes for a guest that only ever disables, as the one in unit 1 does. OR is what \`STOSM\` does. Reading real storage works in the smallest monitor, where the guest lies at its own addresses; as soon as its page 0 lies elsewhere, the byte is somebody else's, and one guest's mask depends on another's data. Forgetting the base register works for operands in the first 4 KiB reached without one. And refusing is what the *hardware* did, rightly: it saw a program in problem state. The whole of trap-and-emulate is that the monitor knows better.`,
} satisfies Exercise;
