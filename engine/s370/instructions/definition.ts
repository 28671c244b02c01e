/** How an instruction of System/370 is written down: once, for assembler, disassembler, executors and reference pages. */
import type { S370Operations } from "../operations.ts";
import type { Decoded } from "./decoded.ts";

/**
 * Formats (GA22-7000, "Instruction Formats"), split further where the assembler's operands differ.
 * Each comment gives operands in assembler order.
 */
export type Format =
  | "RR" // R1,R2
  | "RRM" // M1,R2
  | "RRI" // I
  | "RR1" // R1
  | "RX" // R1,D2(X2,B2)
  | "RXM" // M1,D2(X2,B2)
  | "RS" // R1,R3,D2(B2)
  | "RSM" // R1,M3,D2(B2)
  | "RS1" // R1,D2(B2)
  | "SI" // D1(B1),I2
  | "S" // D2(B2)
  | "SNONE" // none
  | "SS" // D1(L,B1),D2(B2)
  | "SSL" // D1(L1,B1),D2(L2,B2)
  | "SSE" // D1(B1),D2(B2)
  | "RRE" // R1,R2, in the fourth byte
  | "SSI" // D1(L1,B1),D2(B2),I3
  | "DIAG"; // R1,R3,D2(B2), as RS: DIAGNOSE has no mnemonic of IBM's

/** What an instruction does. It runs once for each execution, or once for each translation. */
export type Semantics = (op: S370Operations, f: Decoded) => void;

export interface InstructionDefinition {
  readonly mnemonic: string;
  /** One byte (X'1A'), or two for formats S, RRE and SSE (X'B202'). */
  readonly opcode: number;
  readonly format: Format;
  /** Only in supervisor state; in problem state it is a privileged-operation exception. */
  readonly privileged: boolean;
  /** "Add Register". */
  readonly name: string;
  readonly define: Semantics;
}

type Maker = (mnemonic: string, opcode: number, name: string, define: Semantics) => InstructionDefinition;

const maker =
  (format: Format, privileged: boolean): Maker =>
  (mnemonic, opcode, name, define) => ({ mnemonic, opcode, format, privileged, name, define });

export const rr = maker("RR", false);
export const rrm = maker("RRM", false);
export const rri = maker("RRI", false);
export const rr1 = maker("RR1", false);
export const rx = maker("RX", false);
export const rxm = maker("RXM", false);
export const rs = maker("RS", false);
export const rsm = maker("RSM", false);
export const rs1 = maker("RS1", false);
export const si = maker("SI", false);
export const s = maker("S", false);
export const ss = maker("SS", false);
export const ssl = maker("SSL", false);
export const ssi = maker("SSI", false);
export const privilegedRr = maker("RR", true);
export const privilegedRx = maker("RX", true);
export const privilegedRs = maker("RS", true);
export const privilegedSi = maker("SI", true);
export const privilegedS = maker("S", true);
export const privilegedRre = maker("RRE", true);
export const privilegedSse = maker("SSE", true);
export const privilegedNone = maker("SNONE", true);
export const diagnose = maker("DIAG", true);
