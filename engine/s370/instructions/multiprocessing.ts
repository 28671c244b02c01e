/** Prefix, CPU address and signalling (GA22-7000, "Multiprocessing"): of one processor, whose address is 0. */
import type { Helper, I32 } from "../../translator/operations.ts";
import type { S370Operations } from "../operations.ts";
import type { Processor } from "../processor.ts";
import { ACCEPTED, NOT_OPERATIONAL, signalProcessor } from "../signals.ts";
import { state } from "../state.ts";
import type { Decoded } from "./decoded.ts";
import { type InstructionDefinition, privilegedRs, privilegedS } from "./definition.ts";

const operand = (op: S370Operations, f: Decoded): I32 => op.address(f.b2, f.d2);

const setPrefix: Helper<Processor> = {
  name: "setPrefix",
  effect: "changes",
  run: (processor, prefix) => {
    processor.setPrefix(prefix);
    return 0;
  },
};

const signal: Helper<Processor> = {
  name: "signal",
  effect: "changes",
  run: signalProcessor,
};

export const multiprocessing: readonly InstructionDefinition[] = [
  privilegedS("SPX", 0xb210, "Set Prefix", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 4);
    op.call(setPrefix, op.load32(address));
  }),
  privilegedS("STPX", 0xb211, "Store Prefix", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 4);
    op.store32(address, op.get(state.prefix));
  }),
  privilegedS("STAP", 0xb212, "Store CPU Address", (op, f) => {
    const address = operand(op, f);
    op.needBoundary(address, 2);
    op.store16(address, op.i32(0));
  }),
  privilegedRs("SIGP", 0xae, "Signal Processor", (op, f) => {
    const order = op.and(operand(op, f), op.i32(0xff));
    const status = op.call(signal, op.and(op.gr(f.r3), op.i32(0xffff)), order);
    const accepted = op.equal(status, op.i32(ACCEPTED));
    const missing = op.equal(status, op.i32(NOT_OPERATIONAL));
    op.setCc(op.select(accepted, op.i32(0), op.select(missing, op.i32(3), op.i32(1))));
    op.if(op.isZero(op.or(accepted, missing)), () => op.setGr(f.r1, status));
  }),
];
