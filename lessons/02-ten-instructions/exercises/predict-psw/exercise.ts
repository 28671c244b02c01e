/** Say what the old PSW will hold when a program in problem state meets a privileged instruction. */
import type { Exercise } from "../../../../engine/grading/format.ts";

export default {
  kind: "predict",
  title: "What will the old PSW say?",
  task: `The program loads a PSW, compares two words, and then is stopped: its \`SSM\` is privileged. The machine stores the PSW as it is at that moment at X'28', as the program old PSW, and loads the one at X'68', which waits for ever.

Read the program, and say what will be in R7 and in four pieces of the old PSW. \`INPUT\`, \`HERE\` and the rest are where you would expect them: an \`L\` or an \`LPSW\` is four bytes long, an RR instruction two. Then run it.`,
  points: 10,
  setup: { kind: "bare", program: "predict.asm" },
  limit: 1_000,
  predictions: [
    {
      name: "condition code",
      ask: "BALR, SLL and SRL leave the condition code of the CLR in R7. Which one?",
      answer: { choices: ["0", "1", "2", "3"] },
      fact: { kind: "register", world: "machine", register: 7 },
      nudge: "CLR is the *logical* comparison. Write both operands in hexadecimal and compare them from the left.",
    },
    {
      name: "system mask",
      ask: "Byte X'28' (bits 0-7 of the old PSW): the system mask?",
      answer: "hexadecimal",
      fact: { kind: "storage", world: "machine", at: 0x28, length: 1 },
      nudge: "Which instruction set the mask last, and which one only tried to?",
    },
    {
      name: "key and state",
      ask: "Byte X'29' (bits 8-15): key, mode, machine check, wait, problem state?",
      answer: "hexadecimal",
      fact: { kind: "storage", world: "machine", at: 0x29, length: 1 },
      nudge:
        "The key is the first digit. Of the last four bits, the rightmost is the problem-state bit. It is the old PSW that is asked for, not the new one.",
    },
    {
      name: "condition and program mask",
      ask: "Byte X'2C' (bits 32-39): two bits of instruction length code, two of condition code, four of program mask?",
      answer: "hexadecimal",
      fact: { kind: "storage", world: "machine", at: 0x2c, length: 1 },
      nudge:
        "SSM is two halfwords long. The condition code is the comparison's, the mask is from the PSW that LPSW loaded.",
    },
    {
      name: "instruction address",
      ask: "Bytes X'2D' to X'2F' (bits 40-63): the instruction address?",
      answer: "hexadecimal",
      fact: { kind: "storage", world: "machine", at: 0x2d, length: 3 },
      nudge: "Count the bytes from X'200' on. A PSW points at the instruction that would come next.",
    },
  ],
  hints: [
    "From left to right a BC-mode PSW has: system mask 8 bits, key 4, mode and states 4, interruption code 16; then instruction length code 2, condition code 2, program mask 4, address 24.",
    "-5 is X'FFFFFFFB'. As an unsigned number that is a large one.",
    "A privileged instruction in problem state is suppressed: it changes nothing. But the machine has already fetched it, and the address in the PSW is that of the instruction after it.",
    "X'5A' would be 01 01 1010: length code 1, condition code 1, program mask X'A'. Check each of the three against the program.",
  ],
  wrong: [
    {
      answers: {
        "condition code": "1",
        "system mask": "C0",
        "key and state": "31",
        "condition and program mask": "A6",
        "instruction address": "00021E",
      },
      failsAt: "condition code",
      mistake: "Compares -5 and 3 as signed numbers.",
    },
    {
      answers: {
        "condition code": "2",
        "system mask": "80",
        "key and state": "31",
        "condition and program mask": "A6",
        "instruction address": "00021E",
      },
      failsAt: "system mask",
      mistake: "Takes the SSM for executed.",
    },
    {
      answers: {
        "condition code": "2",
        "system mask": "C0",
        "key and state": "02",
        "condition and program mask": "A6",
        "instruction address": "00021E",
      },
      failsAt: "key and state",
      mistake: "Gives the new PSW's byte, which waits in supervisor state, in place of the old one's.",
    },
    {
      answers: {
        "condition code": "2",
        "system mask": "C0",
        "key and state": "31",
        "condition and program mask": "16",
        "instruction address": "00021E",
      },
      failsAt: "condition and program mask",
      mistake: "Repeats the byte that LPSW loaded, without the comparison and the length.",
    },
    {
      answers: {
        "condition code": "2",
        "system mask": "C0",
        "key and state": "31",
        "condition and program mask": "A6",
        "instruction address": "00021A",
      },
      failsAt: "instruction address",
      mistake: "Gives the address of the SSM itself.",
    },
  ],
  afterwards: `The tempting answers are all good sense. -5 *is* less than 3, and \`CR\` would have said so. An x86 fault does leave the address of the faulting instruction; a System/370 leaves that of the next one, and the length code so that you can go back by it. That length code is also why the byte differs from the one that \`LPSW\` loaded. And the mask is unchanged because a privileged instruction in problem state is not half done: it is *suppressed*.

Unit 5 lives on this. A monitor that is given an old PSW finds the instruction that trapped by subtracting the length from the address.`,
} satisfies Exercise;
