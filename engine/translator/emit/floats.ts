/**
 * Floating point as WebAssembly. A NaN that comes out of arithmetic there may have any sign, so its bits are never shown:
 * wherever a number becomes bits, a NaN becomes the one that the operations know.
 */
import { type FloatOperationsOn, type FloatsOn, NAN32, NAN64 } from "../float-operations.ts";
import { doublePrecision, singlePrecision } from "../interpreter-floats.ts";
import type { Variable } from "../operations.ts";
import type { BuilderClass } from "./bits.ts";
import type { Builder } from "./builder.ts";
import * as nodes from "./nodes.ts";
import { Node } from "./nodes.ts";
import { F32, F64, I32, I64, OP, type ValueType } from "./wasm.ts";

type Floats = FloatsOn<Node, Node, Node, Node>;

/** Opcodes of one precision: comparisons and arithmetic follow the first of each in the same order. */
interface Precision {
  readonly type: typeof F32 | typeof F64;
  readonly bitsType: typeof I32 | typeof I64;
  /** eq; then ne, lt, gt, le, ge. */
  readonly compare: number;
  /** abs; then neg, ceil, floor, trunc, nearest, sqrt, add, sub, mul, div, min, max. */
  readonly arithmetic: number;
  readonly toBits: number;
  readonly ofBits: number;
  /** From signed 32 bits; then unsigned 32, signed 64, unsigned 64. */
  readonly convert: number;
  /** To signed 32 bits, saturating; then unsigned. Of 64 bits: 4 further on. */
  readonly truncate: number;
  readonly nan: Node;
}

const SINGLE: Precision = {
  type: F32,
  bitsType: I32,
  compare: 0x5b,
  arithmetic: 0x8b,
  toBits: 0xbc,
  ofBits: 0xbe,
  convert: 0xb2,
  truncate: 0xfc00,
  nan: nodes.constant(NAN32),
};
const DOUBLE: Precision = {
  type: F64,
  bitsType: I64,
  compare: 0x61,
  arithmetic: 0x99,
  toBits: 0xbd,
  ofBits: 0xbf,
  convert: 0xb7,
  truncate: 0xfc02,
  nan: nodes.constant64(NAN64),
};
const DEMOTE = 0xb6;
const PROMOTE = 0xbb;

// biome-ignore lint/suspicious/noExplicitAny: what the builder's helpers run on does not matter here
function floats(builder: Builder<any>, precision: Precision, constant: (value: number) => number): Floats {
  const { type, bitsType, compare, arithmetic, toBits, ofBits, convert, truncate, nan } = precision;
  const unary = (place: number) => (a: Node) => new Node(type, arithmetic + place, { a });
  const binary = (place: number) => (a: Node, b: Node) => new Node(type, arithmetic + place, { a, b });
  const comparison = (place: number) => (a: Node, b: Node) => new Node(I32, compare + place, { a, b, ones: 1 });
  const isUnordered = (a: Node): Node => comparison(1)(a, a);
  const from = (place: number) => (a: Node) => new Node(type, convert + place, { a });
  return {
    constant: (value) => new Node(type, nodes.CONSTANT, { value: constant(value) }),
    ofBits: (bits) => new Node(type, ofBits, { a: bits }),
    bits: (a) => nodes.select(isUnordered(a), nan, new Node(bitsType, toBits, { a })),
    abs: unary(0),
    negate: unary(1),
    ceil: unary(2),
    floor: unary(3),
    truncate: unary(4),
    nearest: unary(5),
    sqrt: unary(6),
    add: binary(7),
    sub: binary(8),
    mul: binary(9),
    div: binary(10),
    min: binary(11),
    max: binary(12),
    equal: comparison(0),
    less: comparison(2),
    lessOrEqual: comparison(4),
    isNaN: isUnordered,
    select: (condition, ifTrue, ifFalse) => nodes.select(condition, ifTrue, ifFalse),
    variable: (initial) => variableOf(builder, type, initial),
    ofSigned: from(0),
    ofUnsigned: from(1),
    ofSigned64: from(2),
    ofUnsigned64: from(3),
    toSigned: (a) => new Node(I32, truncate, { a }),
    toUnsigned: (a) => new Node(I32, truncate + 1, { a }),
    toSigned64: (a) => new Node(I64, truncate + 4, { a }),
    toUnsigned64: (a) => new Node(I64, truncate + 5, { a }),
  };
}

/** A variable of any type. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function variableOf(builder: Builder<any>, type: ValueType, initial: Node): Variable<Node> {
  const local = builder.newLocal(type);
  const set = (value: Node): void => {
    builder.push(value);
    builder.code.with(OP.localSet, local);
  };
  set(initial);
  return {
    // A copy, because the variable may change before the value is used.
    get: () => {
      builder.code.with(OP.localGet, local);
      return builder.pop(type);
    },
    set,
  };
}

/** Gives a builder floating point. */
export function withFloats<B extends BuilderClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => FloatOperationsOn<Node, Node, Node, Node>) {
  return class extends base implements FloatOperationsOn<Node, Node, Node, Node> {
    readonly single = floats(this, SINGLE, singlePrecision.constant);
    readonly double = floats(this, DOUBLE, doublePrecision.constant);
    promote(a: Node): Node {
      return new Node(F64, PROMOTE, { a });
    }
    demote(a: Node): Node {
      return new Node(F32, DEMOTE, { a });
    }

    protected override pushConstant(node: Node): void {
      if (typeof node.value !== "number" || (node.type !== F32 && node.type !== F64)) {
        super.pushConstant(node);
        return;
      }
      const bytes = new DataView(new ArrayBuffer(8));
      if (node.type === F32) {
        this.code.op(OP.f32Const);
        bytes.setInt32(0, singlePrecision.bits(node.value), true);
      } else {
        this.code.op(OP.f64Const);
        bytes.setBigInt64(0, doublePrecision.bits(node.value), true);
      }
      for (let i = 0; i < (node.type === F32 ? 4 : 8); i++) this.code.byte(bytes.getUint8(i));
    }
  };
}
