/** Direct control (GA22-7000, "Read Direct" and "Write Direct"): a byte in or out, past the channels. */
import type { Helper } from "../../translator/operations.ts";
import type { Processor } from "../processor.ts";
import { state } from "../state.ts";
import { type InstructionDefinition, privilegedSi } from "./definition.ts";

const writeDirect: Helper<Processor> = {
  name: "writeDirect",
  effect: "changes",
  run: ({ words }, signals, byte) => {
    words[state.directOut.index] = (signals << 8) | byte;
    return 0;
  },
};

const readDirect: Helper<Processor> = {
  name: "readDirect",
  effect: "changes",
  run: ({ words }, signals) => {
    words[state.directOut.index] = (signals << 8) | (words[state.directOut.index] & 0xff);
    return words[state.directIn.index];
  },
};

export const directControl: readonly InstructionDefinition[] = [
  privilegedSi("WRD", 0x84, "Write Direct", (op, f) => {
    op.call(writeDirect, f.i2, op.load8(op.address(f.b1, f.d1)));
  }),
  privilegedSi("RDD", 0x85, "Read Direct", (op, f) => {
    const address = op.address(f.b1, f.d1);
    op.probeStore(address, op.i32(1));
    op.store8(address, op.call(readDirect, f.i2));
  }),
];
