/** Steps of random definitions that reach storage by 64-bit addresses, near and far. */
import type { I32, I64, Operations } from "../../../engine/translator/operations.ts";
import type { WideStateOperations, WideWordArray } from "../../../engine/translator/wide-state.ts";
import type { WideStorageOperations } from "../../../engine/translator/wide-storage.ts";
import type { Random } from "../../vectors/random.ts";
import type { Scope, Step } from "./random-definitions.ts";

type Op = Operations<object> & WideStorageOperations;

/** Where the bytes of a machine's address space are seen again: addresses with the same right halves, of 48 bits, and one that is not there. */
export const BASES = [0n, 0x7fff_1234_5000n, 0x7ffe_1234_5000n, -(2n ** 47n), 0x0001_0000_0000n, 2n ** 48n] as const;

export function wideAddress(op: Op, scope: Scope, random: Random, offset?: I32): I64 {
  const base = random.pick(random.chance(95) ? BASES.slice(0, -1) : BASES);
  const near = offset ?? op.and(random.pick(scope.ints), op.i32(random.pick([0x3ff, 0x7ff, 0xfc])));
  return op.add64(op.i64(base), op.extendUnsigned(op.and(near, op.i32(0x7ff))));
}

const load: Step<Op> = (op, scope, random) => {
  const address = wideAddress(op, scope, random);
  const { ints, wides } = scope;
  random.pick([
    () => ints.push(op.loadAt8(address)),
    () => ints.push(op.loadAt16(address)),
    () => ints.push(op.loadAt32(address)),
    () => wides.push(op.loadAt64(address)),
    () => op.probeLoadAt(address, op.i32(1 + random.below(40))),
    () => {
      const place = op.placeToLoadAt(address, op.i32(12));
      const found = op.variable64(op.i64(0n));
      op.if(
        op.lessSigned(place, op.i32(0)),
        () => found.set(op.loadAt64(op.add64(address, op.i64(4n)))),
        () => found.set(op.placeLoad64(place, 4)),
      );
      wides.push(found.get());
    },
  ])();
};

/** Reads and changes 64-bit registers. */
export const wideState =
  (registers: WideWordArray): Step<Operations<object> & WideStateOperations> =>
  (op, scope, random) => {
    scope.wides.push(op.getAt64(registers, random.below(registers.length)));
    if (random.chance(60)) op.setAt64(registers, random.below(registers.length), random.pick(scope.wides));
    scope.wides.push(op.add64(op.getAt64(registers, random.below(registers.length)), random.pick(scope.wides)));
  };

export const wideSteps: Step<Op>[] = [load];

export const wideStores = [
  (op: Op, scope: Scope, random: Random, offset: I32): void => {
    const address = wideAddress(op, scope, random, offset);
    const value = random.pick(scope.ints);
    const wide = random.pick(scope.wides);
    random.pick([
      () => op.storeAt8(address, value),
      () => op.storeAt16(address, value),
      () => {
        op.probeStoreAt(address, op.i32(1 + random.below(40)));
        op.storeAt8(address, value);
      },
      () => op.storeAt32(address, op.xor(op.loadAt32(address), value)),
      () => op.storeAt64(address, wide),
      () => {
        const place = op.placeToStoreAt(address, op.i32(24));
        op.if(
          op.lessSigned(place, op.i32(0)),
          () => op.storeAt64(op.add64(address, op.i64(16n)), wide),
          () => op.placeStore64(place, 16, wide),
        );
      },
    ])();
  },
];
