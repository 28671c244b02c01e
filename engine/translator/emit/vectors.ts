/** Vectors as WebAssembly's 128-bit SIMD, without what it leaves to the host. */
import { NAN32, NAN64 } from "../float-operations.ts";
import type { Variable } from "../operations.ts";
import type { FloatLane, LaneSize, NarrowLane, VectorOperationsOn } from "../vector-operations.ts";
import type { BuilderClass } from "./bits.ts";
import { variableOf } from "./floats.ts";
import * as nodes from "./nodes.ts";
import { Node } from "./nodes.ts";
import { I32, I64, OP, V128 } from "./wasm.ts";

/** Opcodes of the specification's "Vector Instructions". */
const CONST = 0xfd0c;
const SWIZZLE = 0xfd0e;
const SPLAT = { 8: 0xfd0f, 16: 0xfd10, 32: 0xfd11, 64: 0xfd12 } as const;
const EXTRACT = { 8: 0xfd16, 16: 0xfd19, 32: 0xfd1b, 64: 0xfd1d } as const;
const REPLACE = { 8: 0xfd17, 16: 0xfd1a, 32: 0xfd1c, 64: 0xfd1e } as const;
const LAST_REPLACE = 0xfd22;
const EQUAL = { 8: 0xfd23, 16: 0xfd2d, 32: 0xfd37, 64: 0xfdd6 } as const;
/** After the comparison for equality: signed and unsigned "less". */
const LESS_SIGNED = 2;
const LESS_UNSIGNED = 3;
const EQUAL_FLOATS = { 32: 0xfd41, 64: 0xfd47 } as const;
const LESS_FLOATS = 2;
const LESS_OR_EQUAL_FLOATS = 4;
const NOT = 0xfd4d;
const AND = 0xfd4e;
const AND_NOT = 0xfd4f;
const OR = 0xfd50;
const XOR = 0xfd51;
const BIT_SELECT = 0xfd52;
const ANY_TRUE = 0xfd53;
const DEMOTE = 0xfd5e;
const PROMOTE = 0xfd5f;
const ONES_OF_BYTES = 0xfd62;
/** Arithmetic on each size of lane has its opcodes in the same order from here on. */
const LANES = { 8: 0xfd60, 16: 0xfd80, 32: 0xfda0, 64: 0xfdc0 } as const;
const IN_LANES = {
  abs: 0,
  negate: 1,
  signs: 4,
  /** To these lanes from twice as wide ones: signed, unsigned. */
  narrow: 5,
  /** To these lanes from half as wide ones: signed low, signed high, unsigned low, unsigned high. */
  widen: 7,
  shiftLeft: 0x0b,
  shiftRightSigned: 0x0c,
  shiftRightUnsigned: 0x0d,
  add: 0x0e,
  /** Signed; then unsigned. */
  addSaturating: 0x0f,
  sub: 0x11,
  subSaturating: 0x12,
  mul: 0x15,
  min: 0x16,
  max: 0x18,
  average: 0x1b,
  /** In the order of `widen`. */
  mulExtended: 0x1c,
} as const;
const MUL_ADD_PAIRS = 0xfdba;
const FLOATS = { 32: 0xfde0, 64: 0xfdec } as const;
const IN_FLOATS = { sqrt: 3, add: 4, sub: 5, mul: 6, div: 7, lesser: 10, greater: 11 } as const;
const ROUND = {
  32: { ceil: 0xfd67, floor: 0xfd68, truncate: 0xfd69, nearest: 0xfd6a },
  64: { ceil: 0xfd74, floor: 0xfd75, truncate: 0xfd7a, nearest: 0xfd94 },
} as const;
/** Signed; then unsigned. */
const LANES_OF_FLOATS = 0xfdf8;
const FLOATS_OF_LANES = 0xfdfa;
const LANES_OF_DOUBLES = 0xfdfc;
const DOUBLES_OF_LANES = 0xfdfe;

const unary = (opcode: number, a: Node): Node => new Node(V128, opcode, { a });
const binary = (opcode: number, a: Node, b: Node): Node => new Node(V128, opcode, { a, b });

function constant(value: bigint): Node {
  return new Node(V128, CONST, { value: BigInt.asUintN(128, value) });
}

/** The NaN in all lanes: a node for each use, because a function keeps it in a local of its own. */
function nan(size: FloatLane): Node {
  return constant(size === 32 ? BigInt(NAN32) * 0x1_0000_0001_0000_0001_0000_0001n : NAN64 * 0x1_0000_0000_0000_0001n);
}

/** Lanes of floats that arithmetic made: a NaN becomes the one that the operations know. */
function known(size: FloatLane, made: Node): Node {
  const isNumber = binary(EQUAL_FLOATS[size], made, made);
  return new Node(V128, BIT_SELECT, { a: made, b: nan(size), c: isNumber });
}

/** Which of four opcodes: signed low, signed high, unsigned low, unsigned high. */
const ofHalf = (signed: boolean, high: boolean): number => (signed ? 0 : 2) + (high ? 1 : 0);

const twice = { 8: 16, 16: 32, 32: 64 } as const;
const halved = { 16: 8, 32: 16 } as const;

/** Gives a builder vectors. */
export function withVectors<B extends BuilderClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => VectorOperationsOn<Node, Node, Node>) {
  return class extends base implements VectorOperationsOn<Node, Node, Node> {
    vector(low: Node, high: Node): Node {
      const isConstant = low.opcode === nodes.CONSTANT && high.opcode === nodes.CONSTANT;
      if (isConstant && typeof low.value === "bigint" && typeof high.value === "bigint")
        return constant(BigInt.asUintN(64, low.value) | (high.value << 64n));
      return this.withLane64(this.spread64(low), 1, high);
    }
    vectorLow(a: Node): Node {
      return this.lane64(a, 0);
    }
    vectorHigh(a: Node): Node {
      return this.lane64(a, 1);
    }
    andV(a: Node, b: Node): Node {
      return binary(AND, a, b);
    }
    orV(a: Node, b: Node): Node {
      return binary(OR, a, b);
    }
    xorV(a: Node, b: Node): Node {
      return binary(XOR, a, b);
    }
    notV(a: Node): Node {
      return unary(NOT, a);
    }
    andNotV(a: Node, b: Node): Node {
      return binary(AND_NOT, a, b);
    }
    mixV(mask: Node, ifOne: Node, ifZero: Node): Node {
      return new Node(V128, BIT_SELECT, { a: ifOne, b: ifZero, c: mask });
    }
    selectV(condition: Node, ifTrue: Node, ifFalse: Node): Node {
      return nodes.select(condition, ifTrue, ifFalse);
    }
    variableV(initial: Node): Variable<Node> {
      return variableOf(this, V128, initial);
    }
    shuffle(a: Node, b: Node, lanes: readonly number[]): Node {
      const value = lanes.reduce((all, lane, i) => all | (BigInt(lane) << BigInt(8 * i)), 0n);
      return new Node(V128, OP.i8x16Shuffle, { a, b, value });
    }
    pickBytes(a: Node, indices: Node): Node {
      return binary(SWIZZLE, a, indices);
    }
    loadV(address: Node): Node {
      return this.memory.load(OP.v128Load, V128, this.memory.place(address, 16, false), 0, -1);
    }
    storeV(address: Node, value: Node): void {
      this.memory.store(OP.v128Store, this.memory.place(address, 16, true), 0, value);
    }

    spread(size: 8 | 16 | 32, value: Node): Node {
      return unary(SPLAT[size], value);
    }
    spread64(value: Node): Node {
      return unary(SPLAT[64], value);
    }
    lane(size: 8 | 16 | 32, a: Node, lane: number): Node {
      return new Node(I32, EXTRACT[size], { a, value: lane, ones: size === 32 ? -1 : 2 ** size - 1 });
    }
    lane64(a: Node, lane: number): Node {
      return new Node(I64, EXTRACT[64], { a, value: lane });
    }
    withLane(size: 8 | 16 | 32, a: Node, lane: number, value: Node): Node {
      return new Node(V128, REPLACE[size], { a, b: value, value: lane });
    }
    withLane64(a: Node, lane: number, value: Node): Node {
      return new Node(V128, REPLACE[64], { a, b: value, value: lane });
    }

    addLanes(size: LaneSize, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.add, a, b);
    }
    subLanes(size: LaneSize, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.sub, a, b);
    }
    mulLanes(size: 16 | 32 | 64, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.mul, a, b);
    }
    negateLanes(size: LaneSize, a: Node): Node {
      return unary(LANES[size] + IN_LANES.negate, a);
    }
    absLanes(size: LaneSize, a: Node): Node {
      return unary(LANES[size] + IN_LANES.abs, a);
    }
    addSaturating(size: NarrowLane, signed: boolean, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.addSaturating + (signed ? 0 : 1), a, b);
    }
    subSaturating(size: NarrowLane, signed: boolean, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.subSaturating + (signed ? 0 : 1), a, b);
    }
    minLanes(size: 8 | 16 | 32, signed: boolean, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.min + (signed ? 0 : 1), a, b);
    }
    maxLanes(size: 8 | 16 | 32, signed: boolean, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.max + (signed ? 0 : 1), a, b);
    }
    averageLanes(size: NarrowLane, a: Node, b: Node): Node {
      return binary(LANES[size] + IN_LANES.average, a, b);
    }
    mulAddPairs(a: Node, b: Node): Node {
      return binary(MUL_ADD_PAIRS, a, b);
    }
    mulExtended(size: 8 | 16 | 32, signed: boolean, high: boolean, a: Node, b: Node): Node {
      return binary(LANES[twice[size]] + IN_LANES.mulExtended + ofHalf(signed, high), a, b);
    }
    shiftLanesLeft(size: LaneSize, a: Node, count: Node): Node {
      return binary(LANES[size] + IN_LANES.shiftLeft, a, count);
    }
    shiftLanesRightUnsigned(size: LaneSize, a: Node, count: Node): Node {
      return binary(LANES[size] + IN_LANES.shiftRightUnsigned, a, count);
    }
    shiftLanesRightSigned(size: LaneSize, a: Node, count: Node): Node {
      return binary(LANES[size] + IN_LANES.shiftRightSigned, a, count);
    }
    equalLanes(size: LaneSize, a: Node, b: Node): Node {
      return binary(EQUAL[size], a, b);
    }
    lessSignedLanes(size: LaneSize, a: Node, b: Node): Node {
      return binary(EQUAL[size] + LESS_SIGNED, a, b);
    }
    lessUnsignedLanes(size: 8 | 16 | 32, a: Node, b: Node): Node {
      return binary(EQUAL[size] + LESS_UNSIGNED, a, b);
    }
    narrowLanes(size: 16 | 32, signed: boolean, a: Node, b: Node): Node {
      return binary(LANES[halved[size]] + IN_LANES.narrow + (signed ? 0 : 1), a, b);
    }
    widenLanes(size: 8 | 16 | 32, signed: boolean, high: boolean, a: Node): Node {
      return unary(LANES[twice[size]] + IN_LANES.widen + ofHalf(signed, high), a);
    }
    onesOfBytes(a: Node): Node {
      return unary(ONES_OF_BYTES, a);
    }
    laneSigns(size: LaneSize, a: Node): Node {
      return new Node(I32, LANES[size] + IN_LANES.signs, { a, ones: 2 ** (128 / size) - 1 });
    }
    anyOne(a: Node): Node {
      return new Node(I32, ANY_TRUE, { a, ones: 1 });
    }

    addFloats(size: FloatLane, a: Node, b: Node): Node {
      return known(size, binary(FLOATS[size] + IN_FLOATS.add, a, b));
    }
    subFloats(size: FloatLane, a: Node, b: Node): Node {
      return known(size, binary(FLOATS[size] + IN_FLOATS.sub, a, b));
    }
    mulFloats(size: FloatLane, a: Node, b: Node): Node {
      return known(size, binary(FLOATS[size] + IN_FLOATS.mul, a, b));
    }
    divFloats(size: FloatLane, a: Node, b: Node): Node {
      return known(size, binary(FLOATS[size] + IN_FLOATS.div, a, b));
    }
    sqrtFloats(size: FloatLane, a: Node): Node {
      return known(size, unary(FLOATS[size] + IN_FLOATS.sqrt, a));
    }
    lesserFloats(size: FloatLane, a: Node, b: Node): Node {
      return binary(FLOATS[size] + IN_FLOATS.lesser, a, b);
    }
    greaterFloats(size: FloatLane, a: Node, b: Node): Node {
      return binary(FLOATS[size] + IN_FLOATS.greater, a, b);
    }
    ceilFloats(size: FloatLane, a: Node): Node {
      return known(size, unary(ROUND[size].ceil, a));
    }
    floorFloats(size: FloatLane, a: Node): Node {
      return known(size, unary(ROUND[size].floor, a));
    }
    truncateFloats(size: FloatLane, a: Node): Node {
      return known(size, unary(ROUND[size].truncate, a));
    }
    nearestFloats(size: FloatLane, a: Node): Node {
      return known(size, unary(ROUND[size].nearest, a));
    }
    equalFloats(size: FloatLane, a: Node, b: Node): Node {
      return binary(EQUAL_FLOATS[size], a, b);
    }
    lessFloats(size: FloatLane, a: Node, b: Node): Node {
      return binary(EQUAL_FLOATS[size] + LESS_FLOATS, a, b);
    }
    lessOrEqualFloats(size: FloatLane, a: Node, b: Node): Node {
      return binary(EQUAL_FLOATS[size] + LESS_OR_EQUAL_FLOATS, a, b);
    }
    floatsOfLanes(signed: boolean, a: Node): Node {
      return unary(FLOATS_OF_LANES + (signed ? 0 : 1), a);
    }
    lanesOfFloats(signed: boolean, a: Node): Node {
      return unary(LANES_OF_FLOATS + (signed ? 0 : 1), a);
    }
    doublesOfLanes(signed: boolean, a: Node): Node {
      return unary(DOUBLES_OF_LANES + (signed ? 0 : 1), a);
    }
    lanesOfDoubles(signed: boolean, a: Node): Node {
      return unary(LANES_OF_DOUBLES + (signed ? 0 : 1), a);
    }
    promoteFloats(a: Node): Node {
      return known(64, unary(PROMOTE, a));
    }
    demoteDoubles(a: Node): Node {
      return known(32, unary(DEMOTE, a));
    }

    protected override pushOperation(node: Node): void {
      super.pushOperation(node);
      const { opcode, value } = node;
      if (opcode >= EXTRACT[8] - 1 && opcode <= LAST_REPLACE) this.code.byte(Number(value));
      else if (opcode === CONST || opcode === OP.i8x16Shuffle)
        for (let i = 0n; i < 128n; i += 8n) this.code.byte(Number((BigInt(value) >> i) & 255n));
    }
  };
}
