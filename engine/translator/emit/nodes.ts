/**
 * Values that an emitter computes with: expressions over constants and locals, simplified as they are built. An
 * expression has no effect and may be written anywhere, or nowhere; what has an effect is written at once and leaves a
 * node that only names its local.
 */
import { F32, F64, I32, I64, OP, V128, type ValueType } from "./wasm.ts";

/** What a node is, when it is no opcode of {@link OP}. */
export const CONSTANT = -1;
/** Only a local: the result of something that had an effect. */
export const LOCAL = -2;

export class Node {
  readonly type: ValueType;
  /** {@link CONSTANT}, {@link LOCAL}, or the opcode that combines the operands. */
  readonly opcode: number;
  readonly a: Node | undefined;
  readonly b: Node | undefined;
  readonly c: Node | undefined;
  /** Of a constant; a 64-bit one is a bigint. Of some opcodes, their immediate. */
  readonly value: number | bigint;
  /** The bits of a 32-bit value that may be one. */
  readonly ones: number;
  /** The local that holds the value, once it has been computed; -1: none yet. */
  local = -1;

  constructor(
    type: ValueType,
    opcode: number,
    { a, b, c, value = 0, ones = -1 }: { a?: Node; b?: Node; c?: Node; value?: number | bigint; ones?: number },
  ) {
    this.type = type;
    this.opcode = opcode;
    this.a = a;
    this.b = b;
    this.c = c;
    this.value = value;
    this.ones = ones;
  }
}

export function constant(value: number): Node {
  return new Node(I32, CONSTANT, { value: value | 0, ones: value | 0 });
}

export function constant64(value: bigint): Node {
  return new Node(I64, CONSTANT, { value: BigInt.asIntN(64, value) });
}

export function inLocal(type: ValueType, local: number, ones = -1): Node {
  const node = new Node(type, LOCAL, { ones });
  node.local = local;
  return node;
}

/** The constant that a 32-bit node is, or undefined. */
export function known(node: Node): number | undefined {
  return node.opcode === CONSTANT && typeof node.value === "number" ? node.value : undefined;
}

function known64(node: Node): bigint | undefined {
  return node.opcode === CONSTANT && typeof node.value === "bigint" ? node.value : undefined;
}

const FOLD = new Map<number, (a: number, b: number) => number>([
  [OP.i32Add, (a, b) => (a + b) | 0],
  [OP.i32Sub, (a, b) => (a - b) | 0],
  [OP.i32Mul, (a, b) => Math.imul(a, b)],
  [OP.i32And, (a, b) => a & b],
  [OP.i32Or, (a, b) => a | b],
  [OP.i32Xor, (a, b) => a ^ b],
  [OP.i32Shl, (a, b) => a << b],
  [OP.i32ShrU, (a, b) => (a >>> b) | 0],
  [OP.i32ShrS, (a, b) => a >> b],
  [OP.i32Rotl, (a, b) => (a << (b & 31)) | (b & 31 ? a >>> (32 - (b & 31)) : 0)],
  [OP.i32Eq, (a, b) => Number(a === b)],
  [OP.i32Ne, (a, b) => Number(a !== b)],
  [OP.i32LtS, (a, b) => Number(a < b)],
  [OP.i32LtU, (a, b) => Number(a >>> 0 < b >>> 0)],
  [OP.i32GtS, (a, b) => Number(a > b)],
  [OP.i32GtU, (a, b) => Number(a >>> 0 > b >>> 0)],
  [OP.i32LeS, (a, b) => Number(a <= b)],
  [OP.i32LeU, (a, b) => Number(a >>> 0 <= b >>> 0)],
  [OP.i32GeS, (a, b) => Number(a >= b)],
  [OP.i32GeU, (a, b) => Number(a >>> 0 >= b >>> 0)],
]);

const COMMUTES = new Set<number>([OP.i32Add, OP.i32Mul, OP.i32And, OP.i32Or, OP.i32Xor, OP.i32Eq, OP.i32Ne]);

/** What a comparison becomes when its truth is turned round. */
const OPPOSITE = new Map<number, number>([
  [OP.i32Eq, OP.i32Ne],
  [OP.i32Ne, OP.i32Eq],
  [OP.i32LtS, OP.i32GeS],
  [OP.i32GeS, OP.i32LtS],
  [OP.i32LtU, OP.i32GeU],
  [OP.i32GeU, OP.i32LtU],
  [OP.i32GtS, OP.i32LeS],
  [OP.i32LeS, OP.i32GtS],
  [OP.i32GtU, OP.i32LeU],
  [OP.i32LeU, OP.i32GtU],
]);

const isComparison = (opcode: number): boolean => opcode >= OP.i32Eqz && opcode <= 0x66;

/** A 32-bit operation on two 32-bit values. */
export function binary(opcode: number, a: Node, b: Node): Node {
  const left = known(a);
  const right = known(b);
  const fold = FOLD.get(opcode);
  if (fold && left !== undefined && right !== undefined) return constant(fold(left, right));
  if (left !== undefined && COMMUTES.has(opcode)) return binary(opcode, b, a);
  if (fold) {
    if (right !== undefined && isChoice(a)) return mapChoice(a, (leaf) => binary(opcode, leaf, b));
    if (left !== undefined && isChoice(b)) return mapChoice(b, (leaf) => binary(opcode, a, leaf));
  }
  if (right !== undefined) {
    const simpler = withConstant(opcode, a, b, right);
    if (simpler) return simpler;
  }
  return new Node(I32, opcode, { a, b, ones: onesOf(opcode, a, b) });
}

/** Rules for a constant right operand. */
function withConstant(opcode: number, a: Node, b: Node, right: number): Node | undefined {
  switch (opcode) {
    case OP.i32Sub:
      return binary(OP.i32Add, a, constant(-right));
    case OP.i32Add:
      if (right === 0) return a;
      if (a.opcode === OP.i32Add && a.a && a.b && known(a.b) !== undefined)
        return binary(OP.i32Add, a.a, binary(OP.i32Add, a.b, b));
      return undefined;
    case OP.i32And:
      return andConstant(a, b, right);
    case OP.i32Or:
    case OP.i32Xor:
    case OP.i32Shl:
    case OP.i32ShrS:
    case OP.i32Rotl:
      return right === 0 ? a : undefined;
    case OP.i32ShrU:
      if (right === 0) return a;
      return a.ones >>> right === 0 ? constant(0) : undefined;
    case OP.i32Mul:
      if (right === 0) return constant(0);
      return right === 1 ? a : undefined;
    case OP.i32Eq:
      return right === 0 ? isZero(a) : undefined;
    case OP.i32Ne:
      return right === 0 ? truth(a) : undefined;
    case OP.i32LtU:
      return right === 0 ? constant(0) : undefined;
    case OP.i32LtS:
      return right === 0 && a.ones >= 0 ? constant(0) : undefined;
    default:
      return undefined;
  }
}

function andConstant(a: Node, b: Node, mask: number): Node | undefined {
  if ((a.ones & mask) === 0) return constant(0);
  if ((a.ones & ~mask) === 0) return a;
  if (a.opcode === OP.i32And && a.a && a.b && known(a.b) !== undefined)
    return binary(OP.i32And, a.a, binary(OP.i32And, a.b, b));
  if ((a.opcode === OP.i32Or || a.opcode === OP.i32Xor) && a.a && a.b) {
    if ((a.a.ones & mask) === 0) return binary(OP.i32And, a.b, b);
    if ((a.b.ones & mask) === 0) return binary(OP.i32And, a.a, b);
  }
  // Of a sum the low bits depend on low bits alone: masks inside that keep them are not needed.
  if (a.opcode === OP.i32Add && a.a && a.b && (mask & (mask + 1)) === 0) {
    const x = withoutMask(a.a, mask);
    const y = withoutMask(a.b, mask);
    if (x !== a.a || y !== a.b) return binary(OP.i32And, binary(OP.i32Add, x, y), b);
  }
  return undefined;
}

function withoutMask(node: Node, mask: number): Node {
  if (node.opcode !== OP.i32And || !node.a || !node.b) return node;
  const inner = known(node.b);
  return inner !== undefined && (inner & mask) === mask && node.local < 0 ? node.a : node;
}

function onesOf(opcode: number, a: Node, b: Node): number {
  if (isComparison(opcode)) return 1;
  const right = known(b);
  switch (opcode) {
    case OP.i32And:
      return a.ones & b.ones;
    case OP.i32Or:
    case OP.i32Xor:
      return a.ones | b.ones;
    case OP.i32Shl:
      return right === undefined ? -1 : a.ones << right;
    case OP.i32ShrU:
      return right === undefined ? -1 : (a.ones >>> right) | 0;
    case OP.i32Add: {
      const most = (a.ones >>> 0) + (b.ones >>> 0);
      return most > 0xffff_ffff ? -1 : (2 ** (32 - Math.clz32(most)) - 1) | 0;
    }
    default:
      return -1;
  }
}

/** 1 where the value is zero. */
export function isZero(a: Node): Node {
  const value = known(a);
  if (value !== undefined) return constant(Number(value === 0));
  if (isChoice(a)) return mapChoice(a, isZero);
  const opposite = OPPOSITE.get(a.opcode);
  if (opposite !== undefined && a.a && a.b && a.local < 0) return new Node(I32, opposite, { a: a.a, b: a.b, ones: 1 });
  if (a.opcode === OP.i32Eqz && a.a?.ones === 1) return a.a;
  return new Node(I32, OP.i32Eqz, { a, ones: 1 });
}

/** 1 where the value is not zero. */
function truth(a: Node): Node {
  if (a.ones === 1) return a;
  if (isChoice(a)) return mapChoice(a, truth);
  return new Node(I32, OP.i32Ne, { a, b: constant(0), ones: 1 });
}

/** Whether a node chooses among constants only, as a condition code does. */
function isChoice(node: Node): boolean {
  if (node.opcode !== OP.select || node.type !== I32 || !node.a || !node.b) return false;
  const leaf = (arm: Node): boolean => known(arm) !== undefined || isChoice(arm);
  return leaf(node.a) && leaf(node.b);
}

/** The same choice among what `change` makes of the constants. */
function mapChoice(node: Node, change: (leaf: Node) => Node): Node {
  if (node.opcode !== OP.select || !node.a || !node.b || !node.c) return change(node);
  return select(node.c, mapChoice(node.a, change), mapChoice(node.b, change));
}

/** `condition` is any 32-bit value. */
export function select(condition: Node, ifTrue: Node, ifFalse: Node): Node {
  const decided = known(condition);
  if (decided !== undefined) return decided !== 0 ? ifTrue : ifFalse;
  if (ifTrue === ifFalse) return ifTrue;
  if (ifTrue.type !== I32) return new Node(ifTrue.type, OP.select, { a: ifTrue, b: ifFalse, c: condition });
  const a = known(ifTrue);
  const b = known(ifFalse);
  if (a !== undefined && a === b) return ifTrue;
  if (a === 1 && b === 0) return truth(condition);
  if (a === 0 && b === 1) return isZero(condition);
  const ordered = orderedChoice(condition, a, ifFalse);
  if (ordered) return ordered;
  if (a === 0 && ifFalse.ones === 1) return binary(OP.i32And, isZero(condition), ifFalse);
  if (a === 1 && ifFalse.ones === 1) return binary(OP.i32Or, truth(condition), ifFalse);
  return new Node(I32, OP.select, { a: ifTrue, b: ifFalse, c: condition, ones: ifTrue.ones | ifFalse.ones });
}

/** "Equal: no, else less" is "less"; "equal: yes, else less" is "less or equal"; and so on for one pair of operands. */
function orderedChoice(condition: Node, whenEqual: number | undefined, otherwise: Node): Node | undefined {
  if (whenEqual !== 0 && whenEqual !== 1) return undefined;
  const zero = condition.opcode === OP.i32Eqz;
  if ((!zero && condition.opcode !== OP.i32Eq) || condition.local >= 0 || !condition.a) return undefined;
  if (!isComparison(otherwise.opcode) || otherwise.local >= 0 || !otherwise.a || !otherwise.b) return undefined;
  const sameRight = zero ? known(otherwise.b) === 0 : same(otherwise.b, condition.b);
  if (!same(otherwise.a, condition.a) || !sameRight) return undefined;
  const strict: Record<number, number> = {
    [OP.i32GeS]: OP.i32GtS,
    [OP.i32LeS]: OP.i32LtS,
    [OP.i32GeU]: OP.i32GtU,
    [OP.i32LeU]: OP.i32LtU,
  };
  const loose: Record<number, number> = {
    [OP.i32GtS]: OP.i32GeS,
    [OP.i32LtS]: OP.i32LeS,
    [OP.i32GtU]: OP.i32GeU,
    [OP.i32LtU]: OP.i32LeU,
  };
  const opcode = (whenEqual === 1 ? loose : strict)[otherwise.opcode] ?? otherwise.opcode;
  const fits = [...Object.values(strict), ...Object.values(loose)].includes(opcode);
  return fits ? new Node(I32, opcode, { a: otherwise.a, b: otherwise.b, ones: 1 }) : undefined;
}

function same(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && known(a) !== undefined && known(a) === known(b);
}

const FOLD64 = new Map<number, (a: bigint, b: bigint) => bigint>([
  [OP.i64Add, (a, b) => a + b],
  [OP.i64Sub, (a, b) => a - b],
  [OP.i64Mul, (a, b) => a * b],
  [OP.i64And, (a, b) => a & b],
  [OP.i64Or, (a, b) => a | b],
  [OP.i64Xor, (a, b) => a ^ b],
  [OP.i64Shl, (a, b) => a << (b & 63n)],
  [OP.i64ShrU, (a, b) => BigInt.asUintN(64, a) >> (b & 63n)],
  [OP.i64ShrS, (a, b) => a >> (b & 63n)],
]);

/** A 64-bit operation on two 64-bit values. */
export function binary64(opcode: number, a: Node, b: Node): Node {
  const left = known64(a);
  const right = known64(b);
  const fold = FOLD64.get(opcode);
  if (fold && left !== undefined && right !== undefined) return constant64(fold(left, right));
  if (right === 0n && opcode !== OP.i64Mul && opcode !== OP.i64And && fold) return a;
  return new Node(I64, opcode, { a, b });
}

/** A comparison of 64-bit values: 0 or 1. */
export function compare64(opcode: number, a: Node, b: Node): Node {
  const left = known64(a);
  const right = known64(b);
  if (left !== undefined && right !== undefined) {
    const unsigned = [BigInt.asUintN(64, left), BigInt.asUintN(64, right)];
    if (opcode === OP.i64Eq) return constant(Number(left === right));
    if (opcode === OP.i64LtS) return constant(Number(left < right));
    if (opcode === OP.i64LtU) return constant(Number(unsigned[0] < unsigned[1]));
  }
  if (opcode === OP.i64Eq && right === 0n) return new Node(I32, OP.i64Eqz, { a, ones: 1 });
  return new Node(I32, opcode, { a, b, ones: 1 });
}

/** Any operation on one value; `ones` of a 32-bit result. */
export function unary(type: ValueType, opcode: number, a: Node, ones = -1): Node {
  return new Node(type, opcode, { a, ones });
}

export function extend(a: Node, signed: boolean): Node {
  const value = known(a);
  if (value !== undefined) return constant64(BigInt(signed ? value : value >>> 0));
  return new Node(I64, signed ? OP.i64ExtendI32S : OP.i64ExtendI32U, { a });
}

/** The right half of a 64-bit value. */
export function wrap(a: Node): Node {
  const value = known64(a);
  if (value !== undefined) return constant(Number(BigInt.asIntN(32, value)));
  if ((a.opcode === OP.i64ExtendI32S || a.opcode === OP.i64ExtendI32U) && a.a) return a.a;
  // Where a right half was put into the right half, it is there.
  if (a.opcode === OP.i64Or && a.b?.opcode === OP.i64ExtendI32U && a.b.a && isLeftHalf(a.a)) return a.b.a;
  const left = a.opcode === OP.i64ShrU && a.b !== undefined && known64(a.b) === 32n ? a.a : undefined;
  return (left && leftHalf(left)) ?? new Node(I32, OP.i32WrapI64, { a });
}

/** What was put into the left half of a value, where that is known. */
function leftHalf(a: Node): Node | undefined {
  if (a.opcode !== OP.i64Or || a.b?.opcode !== OP.i64ExtendI32U || !isLeftHalf(a.a)) return undefined;
  const extended = a.a?.a;
  return extended?.opcode === OP.i64ExtendI32U || extended?.opcode === OP.i64ExtendI32S ? extended.a : undefined;
}

/** Whether the right half of the value is zero because it was shifted in. */
function isLeftHalf(node: Node | undefined): boolean {
  return node?.opcode === OP.i64Shl && node.b !== undefined && known64(node.b) === 32n;
}

export { F32, F64, I32, I64, V128 };
