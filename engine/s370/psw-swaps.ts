/** The two ways in which a program brings in a new PSW, as the interpreter goes them. */
import { raise } from "../translator/interpreter.ts";
import type { Helper } from "../translator/operations.ts";
import { SUPERVISOR_CALL } from "./interruption-codes.ts";
import type { Processor } from "./processor.ts";

export const loadPsw: Helper<Processor> = {
  name: "loadPsw",
  effect: "changes",
  run: (processor, left, right) => {
    processor.loadPsw(left, right);
    processor.leftBySwap("LPSW");
    return 0;
  },
};

/** Ends the instruction with the SVC interruption. */
export const supervisorCall: Helper<Processor> = {
  name: "supervisorCall",
  effect: "changes",
  run: (_processor, code) => raise(SUPERVISOR_CALL | code),
};
