/** The interpreter's vectors: unsigned integers of 128 bits, taken apart into lanes and put together again. */
import type { FloatsOn } from "./float-operations.ts";
import type { Interpreter } from "./interpreter.ts";
import { doublePrecision, singlePrecision, variableOf } from "./interpreter-floats.ts";
import type { Variable } from "./operations.ts";
import type { FloatLane, LaneSize, NarrowLane, VectorOperationsOn } from "./vector-operations.ts";

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
type InterpreterClass = new (...parameters: any[]) => Interpreter<any>;

const ALL = 2n ** 128n - 1n;

/** Lanes as unsigned (or signed) integers, the rightmost first. */
function lanesOf(size: number, a: bigint, signed = false): bigint[] {
  const lanes: bigint[] = [];
  for (let at = 0; at < 128; at += size) {
    const lane = BigInt.asUintN(size, a >> BigInt(at));
    lanes.push(signed ? BigInt.asIntN(size, lane) : lane);
  }
  return lanes;
}

/** The vector of as many lanes as there are; what does not fit into a lane is cut off. */
function ofLanes(size: number, lanes: readonly bigint[]): bigint {
  let whole = 0n;
  for (const [place, lane] of lanes.entries()) whole |= BigInt.asUintN(size, lane) << BigInt(size * place);
  return whole;
}

function map(size: number, a: bigint, change: (lane: bigint) => bigint, signed = false): bigint {
  return ofLanes(size, lanesOf(size, a, signed).map(change));
}

function zip(size: number, a: bigint, b: bigint, combine: (x: bigint, y: bigint) => bigint, signed = false): bigint {
  const right = lanesOf(size, b, signed);
  return ofLanes(
    size,
    lanesOf(size, a, signed).map((lane, i) => combine(lane, right[i])),
  );
}

function clamp(size: number, signed: boolean, value: bigint): bigint {
  const lowest = signed ? -(1n << BigInt(size - 1)) : 0n;
  const highest = (1n << BigInt(signed ? size - 1 : size)) - 1n;
  return least(greatest(value, lowest), highest);
}

function least(x: bigint, y: bigint): bigint {
  if (x < y) return x;
  return y;
}
function greatest(x: bigint, y: bigint): bigint {
  if (x < y) return y;
  return x;
}

/** The lanes of one half. */
function half(size: number, a: bigint, signed: boolean, high: boolean): bigint[] {
  const lanes = lanesOf(size, a, signed);
  return high ? lanes.slice(lanes.length / 2) : lanes.slice(0, lanes.length / 2);
}

const truth = (size: number, holds: boolean): bigint => (holds ? (1n << BigInt(size)) - 1n : 0n);

/** One precision, its bits as unsigned integers. */
interface Lanes {
  readonly of: (bits: bigint) => number;
  readonly bits: (a: number) => bigint;
  readonly floats: Pick<
    FloatsOn<number, bigint, never, number>,
    "add" | "sub" | "mul" | "div" | "sqrt" | "ceil" | "floor" | "truncate" | "nearest" | "ofSigned" | "ofUnsigned"
  >;
}
const SINGLE: Lanes = {
  of: (bits) => singlePrecision.ofBits(Number(BigInt.asIntN(32, bits))),
  bits: (a) => BigInt(singlePrecision.bits(a)),
  floats: singlePrecision,
};
const DOUBLE: Lanes = {
  of: (bits) => doublePrecision.ofBits(BigInt.asIntN(64, bits)),
  bits: (a) => doublePrecision.bits(a),
  floats: doublePrecision,
};
const precision = (size: FloatLane): Lanes => (size === 32 ? SINGLE : DOUBLE);

type Arithmetic = "add" | "sub" | "mul" | "div";
type Single = "sqrt" | "ceil" | "floor" | "truncate" | "nearest";

function floatZip(size: FloatLane, name: Arithmetic, a: bigint, b: bigint): bigint {
  const { of, bits, floats } = precision(size);
  return zip(size, a, b, (x, y) => bits(floats[name](of(x), of(y))));
}
function floatMap(size: FloatLane, name: Single, a: bigint): bigint {
  const { of, bits, floats } = precision(size);
  return map(size, a, (x) => bits(floats[name](of(x))));
}
function floatTest(size: FloatLane, a: bigint, b: bigint, holds: (x: number, y: number) => boolean): bigint {
  const { of } = precision(size);
  return zip(size, a, b, (x, y) => truth(size, holds(of(x), of(y))));
}

/** Gives the interpreter vectors. */
export function withVectors<B extends InterpreterClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => VectorOperationsOn<number, bigint, bigint>) {
  return class extends base implements VectorOperationsOn<number, bigint, bigint> {
    vector(low: bigint, high: bigint): bigint {
      return ofLanes(64, [low, high]);
    }
    vectorLow(a: bigint): bigint {
      return BigInt.asIntN(64, a);
    }
    vectorHigh(a: bigint): bigint {
      return BigInt.asIntN(64, a >> 64n);
    }
    andV(a: bigint, b: bigint): bigint {
      return a & b;
    }
    orV(a: bigint, b: bigint): bigint {
      return a | b;
    }
    xorV(a: bigint, b: bigint): bigint {
      return a ^ b;
    }
    notV(a: bigint): bigint {
      return a ^ ALL;
    }
    andNotV(a: bigint, b: bigint): bigint {
      return a & (b ^ ALL);
    }
    mixV(mask: bigint, ifOne: bigint, ifZero: bigint): bigint {
      return (ifOne & mask) | (ifZero & (mask ^ ALL));
    }
    selectV(condition: number, ifTrue: bigint, ifFalse: bigint): bigint {
      return condition !== 0 ? ifTrue : ifFalse;
    }
    variableV(initial: bigint): Variable<bigint> {
      return variableOf(initial);
    }
    shuffle(a: bigint, b: bigint, lanes: readonly number[]): bigint {
      const bytes = [...lanesOf(8, a), ...lanesOf(8, b)];
      return ofLanes(
        8,
        lanes.map((lane) => bytes[lane]),
      );
    }
    pickBytes(a: bigint, indices: bigint): bigint {
      const bytes = lanesOf(8, a);
      return map(8, indices, (index) => bytes[Number(index)] ?? 0n);
    }
    loadV(address: number): bigint {
      const place = this.port.placeToLoad(address, 16);
      const byte = (i: number): number => (place < 0 ? this.load8(address + i) : this.bytes.getUint8(place + i));
      return ofLanes(
        8,
        Array.from({ length: 16 }, (_, i) => BigInt(byte(i))),
      );
    }
    storeV(address: number, value: bigint): void {
      const place = this.port.placeToStore(address, 16);
      if (place < 0) this.probeStore(address, 16);
      for (const [i, lane] of lanesOf(8, value).entries())
        if (place < 0) this.store8(address + i, Number(lane));
        else this.bytes.setUint8(place + i, Number(lane));
      if (place >= 0) this.port.stored(place, 16);
    }

    spread(size: 8 | 16 | 32, value: number): bigint {
      return map(size, 0n, () => BigInt(value));
    }
    spread64(value: bigint): bigint {
      return map(64, 0n, () => value);
    }
    lane(size: 8 | 16 | 32, a: bigint, lane: number): number {
      return Number(lanesOf(size, a)[lane]) | 0;
    }
    lane64(a: bigint, lane: number): bigint {
      return lanesOf(64, a, true)[lane];
    }
    withLane(size: 8 | 16 | 32, a: bigint, lane: number, value: number): bigint {
      return ofLanes(size, lanesOf(size, a).with(lane, BigInt(value)));
    }
    withLane64(a: bigint, lane: number, value: bigint): bigint {
      return ofLanes(64, lanesOf(64, a).with(lane, value));
    }

    addLanes(size: LaneSize, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => x + y);
    }
    subLanes(size: LaneSize, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => x - y);
    }
    mulLanes(size: 16 | 32 | 64, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => x * y);
    }
    negateLanes(size: LaneSize, a: bigint): bigint {
      return map(size, a, (x) => -x);
    }
    absLanes(size: LaneSize, a: bigint): bigint {
      return map(size, a, (x) => (x < 0n ? -x : x), true);
    }
    addSaturating(size: NarrowLane, signed: boolean, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => clamp(size, signed, x + y), signed);
    }
    subSaturating(size: NarrowLane, signed: boolean, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => clamp(size, signed, x - y), signed);
    }
    minLanes(size: 8 | 16 | 32, signed: boolean, a: bigint, b: bigint): bigint {
      return zip(size, a, b, least, signed);
    }
    maxLanes(size: 8 | 16 | 32, signed: boolean, a: bigint, b: bigint): bigint {
      return zip(size, a, b, greatest, signed);
    }
    averageLanes(size: NarrowLane, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => (x + y + 1n) >> 1n);
    }
    mulAddPairs(a: bigint, b: bigint): bigint {
      const [left, right] = [lanesOf(16, a, true), lanesOf(16, b, true)];
      const product = (i: number): bigint => left[i] * right[i];
      return ofLanes(
        32,
        [0, 2, 4, 6].map((i) => product(i) + product(i + 1)),
      );
    }
    mulExtended(size: 8 | 16 | 32, signed: boolean, high: boolean, a: bigint, b: bigint): bigint {
      const right = half(size, b, signed, high);
      return ofLanes(
        2 * size,
        half(size, a, signed, high).map((lane, i) => lane * right[i]),
      );
    }
    shiftLanesLeft(size: LaneSize, a: bigint, count: number): bigint {
      return map(size, a, (x) => x << BigInt(count));
    }
    shiftLanesRightUnsigned(size: LaneSize, a: bigint, count: number): bigint {
      return map(size, a, (x) => x >> BigInt(count));
    }
    shiftLanesRightSigned(size: LaneSize, a: bigint, count: number): bigint {
      return map(size, a, (x) => x >> BigInt(count), true);
    }
    equalLanes(size: LaneSize, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => truth(size, x === y));
    }
    lessSignedLanes(size: LaneSize, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => truth(size, x < y), true);
    }
    lessUnsignedLanes(size: 8 | 16 | 32, a: bigint, b: bigint): bigint {
      return zip(size, a, b, (x, y) => truth(size, x < y));
    }
    narrowLanes(size: 16 | 32, signed: boolean, a: bigint, b: bigint): bigint {
      const lanes = [...lanesOf(size, a, true), ...lanesOf(size, b, true)];
      return ofLanes(
        size / 2,
        lanes.map((lane) => clamp(size / 2, signed, lane)),
      );
    }
    widenLanes(size: 8 | 16 | 32, signed: boolean, high: boolean, a: bigint): bigint {
      return ofLanes(2 * size, half(size, a, signed, high));
    }
    onesOfBytes(a: bigint): bigint {
      return map(8, a, (x) => BigInt(x.toString(2).replaceAll("0", "").length));
    }
    laneSigns(size: LaneSize, a: bigint): number {
      return lanesOf(size, a, true).reduce((signs, lane, i) => (lane < 0n ? signs | (1 << i) : signs), 0);
    }
    anyOne(a: bigint): number {
      return a === 0n ? 0 : 1;
    }

    addFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatZip(size, "add", a, b);
    }
    subFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatZip(size, "sub", a, b);
    }
    mulFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatZip(size, "mul", a, b);
    }
    divFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatZip(size, "div", a, b);
    }
    sqrtFloats(size: FloatLane, a: bigint): bigint {
      return floatMap(size, "sqrt", a);
    }
    lesserFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return this.mixV(this.lessFloats(size, b, a), b, a);
    }
    greaterFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return this.mixV(this.lessFloats(size, a, b), b, a);
    }
    ceilFloats(size: FloatLane, a: bigint): bigint {
      return floatMap(size, "ceil", a);
    }
    floorFloats(size: FloatLane, a: bigint): bigint {
      return floatMap(size, "floor", a);
    }
    truncateFloats(size: FloatLane, a: bigint): bigint {
      return floatMap(size, "truncate", a);
    }
    nearestFloats(size: FloatLane, a: bigint): bigint {
      return floatMap(size, "nearest", a);
    }
    equalFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatTest(size, a, b, (x, y) => x === y);
    }
    lessFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatTest(size, a, b, (x, y) => x < y);
    }
    lessOrEqualFloats(size: FloatLane, a: bigint, b: bigint): bigint {
      return floatTest(size, a, b, (x, y) => x <= y);
    }
    floatsOfLanes(signed: boolean, a: bigint): bigint {
      return map(32, a, (x) => SINGLE.bits(Math.fround(Number(x))), signed);
    }
    lanesOfFloats(signed: boolean, a: bigint): bigint {
      const convert = signed ? singlePrecision.toSigned : singlePrecision.toUnsigned;
      return map(32, a, (x) => BigInt(convert(SINGLE.of(x))));
    }
    doublesOfLanes(signed: boolean, a: bigint): bigint {
      return ofLanes(
        64,
        half(32, a, signed, false).map((lane) => DOUBLE.bits(Number(lane))),
      );
    }
    lanesOfDoubles(signed: boolean, a: bigint): bigint {
      const convert = signed ? doublePrecision.toSigned : doublePrecision.toUnsigned;
      return ofLanes(
        32,
        lanesOf(64, a).map((lane) => BigInt(convert(DOUBLE.of(lane)))),
      );
    }
    promoteFloats(a: bigint): bigint {
      return ofLanes(
        64,
        half(32, a, false, false).map((lane) => DOUBLE.bits(SINGLE.of(lane))),
      );
    }
    demoteDoubles(a: bigint): bigint {
      return ofLanes(
        32,
        lanesOf(64, a).map((lane) => SINGLE.bits(Math.fround(DOUBLE.of(lane)))),
      );
    }
  };
}
