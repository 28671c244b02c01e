/**
 * The functions of the IUCV instruction, by the code in general register 0. The codes are those of the trace table (SC19-6203-2, "IUCV Trace Table Entry Formats"), which the
 * IUCV macro puts into register 0.
 */
import type { Cp } from "../cp.ts";
import type { Vm } from "../vm.ts";
import { describe, receive, reject, reply } from "./answers.ts";
import { purge, send, testCompletion } from "./messages.ts";
import { DONE, type Outcome } from "./outcome.ts";
import type { ParameterList } from "./parameter-list.ts";
import { accept, connect, quiesce, sever } from "./paths.ts";
import type { IucvState } from "./state.ts";

/** One function, as the reference has it. */
export interface IucvFunction {
  readonly code: number;
  readonly name: string;
  /** What it does with which fields, in a sentence. */
  readonly purpose: string;
  /** What it does with its parameter list, where it is no more than that. Throws `Reflected` and, having changed nothing, `Wait`. */
  readonly run?: (cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList) => Outcome;
}

export const QUERY = 0;
export const TEST_MESSAGE = 1;
export const RETRIEVE_BUFFER = 2;
export const DECLARE_BUFFER = 12;

/** By code. */
export const IUCV_FUNCTIONS: readonly IucvFunction[] = [
  {
    code: QUERY,
    name: "QUERY",
    purpose: "Puts the bytes of an interruption buffer into register 0, the paths that there may be into register 1.",
  },
  {
    code: TEST_MESSAGE,
    name: "TEST MESSAGE",
    purpose:
      "Says whether messages (condition code 1), completed ones (2) or both (3) are there; rests until there are.",
  },
  {
    code: RETRIEVE_BUFFER,
    name: "RETRIEVE BUFFER",
    purpose: "Severs all paths and ends communications.",
  },
  {
    code: 3,
    name: "DESCRIBE",
    purpose: "Tells of the next message that the program has not been told of: path, id, class, lengths.",
    run: describe,
  },
  {
    code: 4,
    name: "SEND",
    purpose:
      "Sends a message by a path: IPBFADR1 and IPBFLN1F, or IPRMMSG; IPBFADR2 and IPBFLN2F are for the reply. Gives its id.",
    run: send,
  },
  {
    code: 5,
    name: "RECEIVE",
    purpose:
      "Moves a message to IPBFADR1, at most IPBFLN1F bytes: the first, or the one named by path, class and id. What is left comes next time.",
    run: receive,
  },
  {
    code: 6,
    name: "REPLY",
    purpose:
      "Answers a message that has been received, named by path, class and id: IPBFADR2 and IPBFLN2F, or IPRMMSG.",
    run: reply,
  },
  {
    code: 7,
    name: "TEST COMPLETION",
    purpose: "Tells how a message of one’s own has ended, in place of its interruption.",
    run: testCompletion,
  },
  { code: 8, name: "REJECT", purpose: "Refuses a message.", run: reject },
  { code: 9, name: "PURGE", purpose: "Takes a message of one’s own back.", run: purge },
  {
    code: 10,
    name: "ACCEPT",
    purpose: "Takes the path that somebody has offered, with a limit for messages of one’s own (IPMSGLIM).",
    run: accept,
  },
  {
    code: 11,
    name: "CONNECT",
    purpose: "Offers a path to the user or system service in IPVMID; the directory says who may. Gives its id.",
    run: connect,
  },
  {
    code: DECLARE_BUFFER,
    name: "DECLARE BUFFER",
    purpose: "Begins communications: interruptions are described in the forty bytes at IPBFADR1.",
  },
  {
    code: 13,
    name: "QUIESCE",
    purpose: "Asks for no messages by a path, or by all, at present.",
    run: (cp, _vm, iucv, list) => quiesce(cp, iucv, list, true),
  },
  {
    code: 14,
    name: "RESUME",
    purpose: "Lets messages come again.",
    run: (cp, _vm, iucv, list) => quiesce(cp, iucv, list, false),
  },
  {
    code: 15,
    name: "SEVER",
    purpose: "Gives up a path, or all: what has come by it is rejected, what has been sent is purged.",
    run: sever,
  },
  {
    code: 16,
    name: "SET MASK",
    purpose: "Lets interruptions in by IPMASK: messages, priority messages, replies, priority replies, about paths.",
    run: (_cp, _vm, iucv, { mask }) => {
      iucv.mask = mask;
      return DONE;
    },
  },
  {
    code: 17,
    name: "SET CONTROL MASK",
    purpose: "Lets interruptions about paths in by IPCMASK: pending, complete, severed, quiesced, resumed.",
    run: (_cp, _vm, iucv, { mask }) => {
      iucv.controlMask = mask;
      return DONE;
    },
  },
];
