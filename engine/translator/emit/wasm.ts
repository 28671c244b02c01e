/** WebAssembly's binary format, as far as the translator writes it (WebAssembly Core Specification, "Binary Format"). */

/** Value types. */
export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof F32 | typeof F64 | typeof V128;
/** Block type without result. */
export const VOID = 0x40;

/** Opcodes that the emitter names; prefixed ones (0xfc, 0xfd) as prefix * 256 + code. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Load: 0x28,
  i64Load: 0x29,
  i32Load8S: 0x2c,
  i32Load8U: 0x2d,
  i32Load16S: 0x2e,
  i32Load16U: 0x2f,
  i32Store: 0x36,
  i64Store: 0x37,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GtU: 0x4b,
  i32LeS: 0x4c,
  i32LeU: 0x4d,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64LtS: 0x53,
  i64LtU: 0x54,
  i32Clz: 0x67,
  i32Ctz: 0x68,
  i32Popcnt: 0x69,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivS: 0x6d,
  i32DivU: 0x6e,
  i32RemS: 0x6f,
  i32RemU: 0x70,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32Shl: 0x74,
  i32ShrS: 0x75,
  i32ShrU: 0x76,
  i32Rotl: 0x77,
  i32Rotr: 0x78,
  i64Clz: 0x79,
  i64Ctz: 0x7a,
  i64Popcnt: 0x7b,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64DivS: 0x7f,
  i64DivU: 0x80,
  i64RemS: 0x81,
  i64RemU: 0x82,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64Shl: 0x86,
  i64ShrS: 0x87,
  i64ShrU: 0x88,
  i64Rotl: 0x89,
  i64Rotr: 0x8a,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  i32Extend8S: 0xc0,
  i32Extend16S: 0xc1,
  memoryCopy: 0xfc0a,
  memoryFill: 0xfc0b,
  v128Load: 0xfd00,
  v128Store: 0xfd0b,
  i8x16Shuffle: 0xfd0d,
} as const;

/** Bytes of code as they are written. */
export class Code {
  #bytes = new Uint8Array(256);
  length = 0;

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(this.length + 1);
    this.#bytes[this.length++] = value;
  }

  append(other: Code): void {
    const { bytes } = other;
    if (this.length + bytes.length > this.#bytes.length) this.#grow(this.length + bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #grow(least: number): void {
    const grown = new Uint8Array(Math.max(least, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  /** Unsigned LEB128 of a value below 2^32. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit value. */
  signed(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  signed64(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest & 0x7fn));
  }

  /** An opcode of {@link OP}. */
  op(opcode: number): void {
    if (opcode > 0xff) {
      this.byte(opcode >>> 8);
      this.unsigned(opcode & 0xff);
    } else this.byte(opcode);
  }

  /** An opcode with one unsigned operand: local.get, br, call … */
  with(opcode: number, operand: number): void {
    this.op(opcode);
    this.unsigned(operand);
  }

  constant(value: number): void {
    this.byte(OP.i32Const);
    this.signed(value);
  }

  constant64(value: bigint): void {
    this.byte(OP.i64Const);
    this.signed64(value);
  }

  /** A load or store; the alignment hint is 0, which costs nothing. */
  memory(opcode: number, offset: number): void {
    this.op(opcode);
    this.byte(0);
    this.unsigned(offset);
  }

  /** Loads the 32-bit word of that index in linear memory. */
  word(index: number): void {
    this.constant(0);
    this.memory(OP.i32Load, 4 * index);
  }

  /** Begins an if without result; the condition is on the stack. */
  if(): void {
    this.byte(OP.if);
    this.byte(VOID);
  }

  /** Returns a number where the stack says so. */
  returnIf(value: number): void {
    this.if();
    this.constant(value);
    this.op(OP.return);
    this.op(OP.end);
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.unsigned(bytes.length);
    for (const byte of bytes) this.byte(byte);
  }
}

export interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

export interface ImportedFunction {
  readonly name: string;
  readonly type: FunctionType;
}

export interface FunctionBody {
  /** Undefined: not exported. */
  readonly name?: string;
  readonly type: FunctionType;
  /** Types of the locals beyond the parameters. */
  readonly locals: readonly ValueType[];
  /** Instructions, without the final `end`. */
  readonly code: Code;
}

/** Name of the import module of everything: memory `m`, table `t`, functions. */
const ENVIRONMENT = "e";

/** A module with imported memory and table, imported functions (numbered first) and functions of its own. */
export function encodeModule(imports: readonly ImportedFunction[], functions: readonly FunctionBody[]): Uint8Array {
  const types: FunctionType[] = [];
  const typeIndex = (type: FunctionType): number => internType(types, type);
  // Interned first: call_indirect names them by their order.
  const importTypes = imports.map(({ type }) => typeIndex(type));
  const functionTypes = functions.map(({ type }) => typeIndex(type));

  const module = new Code();
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) module.byte(byte);
  section(module, 1, (code) => {
    code.unsigned(types.length);
    for (const { parameters, results } of types) {
      code.byte(0x60);
      code.unsigned(parameters.length);
      for (const parameter of parameters) code.byte(parameter);
      code.unsigned(results.length);
      for (const result of results) code.byte(result);
    }
  });
  section(module, 2, (code) => {
    code.unsigned(imports.length + 2);
    code.text(ENVIRONMENT);
    code.text("m");
    for (const byte of [2, 0, 0]) code.byte(byte);
    code.text(ENVIRONMENT);
    code.text("t");
    for (const byte of [1, 0x70, 0, 0]) code.byte(byte);
    imports.forEach(({ name }, i) => {
      code.text(ENVIRONMENT);
      code.text(name);
      code.byte(0);
      code.unsigned(importTypes[i]);
    });
  });
  section(module, 3, (code) => {
    code.unsigned(functions.length);
    for (const type of functionTypes) code.unsigned(type);
  });
  section(module, 7, (code) => {
    code.unsigned(functions.filter(({ name }) => name !== undefined).length);
    functions.forEach(({ name }, i) => {
      if (name === undefined) return;
      code.text(name);
      code.byte(0);
      code.unsigned(imports.length + i);
    });
  });
  section(module, 10, (code) => {
    code.unsigned(functions.length);
    for (const body of functions) functionCode(code, body);
  });
  return module.bytes;
}

/** Index of a type among those of {@link encodeModule}: imports' types in order, then the functions'. */
export function internType(types: FunctionType[], type: FunctionType): number {
  const same = (a: readonly ValueType[], b: readonly ValueType[]): boolean =>
    a.length === b.length && a.every((x, i) => x === b[i]);
  const found = types.findIndex((t) => same(t.parameters, type.parameters) && same(t.results, type.results));
  if (found >= 0) return found;
  types.push(type);
  return types.length - 1;
}

function section(module: Code, id: number, write: (code: Code) => void): void {
  const code = new Code();
  write(code);
  module.byte(id);
  module.unsigned(code.length);
  module.append(code);
}

function functionCode(into: Code, { locals, code }: FunctionBody): void {
  const body = new Code();
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  body.unsigned(runs.length);
  for (const { type, count } of runs) {
    body.unsigned(count);
    body.byte(type);
  }
  body.append(code);
  body.byte(OP.end);
  into.unsigned(body.length);
  into.append(body);
}
