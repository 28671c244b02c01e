/** The interpreter's own of {@link BitOperationsOn}. */
import type { BitOperationsOn } from "./narrow-operations.ts";

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Base = new (...parameters: any[]) => object;

/** Gives the interpreter rotates, counts of bits and signed 32-bit division. */
export function withBits<B extends Base>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => BitOperationsOn<number, bigint>) {
  return class extends base implements BitOperationsOn<number, bigint> {
    divSigned(a: number, b: number): number {
      return (a / b) | 0;
    }
    remSigned(a: number, b: number): number {
      return (a % b) | 0;
    }
    rotateLeft(a: number, count: number): number {
      return (a << count) | (count === 0 ? 0 : a >>> (32 - count));
    }
    rotateRight(a: number, count: number): number {
      return this.rotateLeft(a, -count & 31);
    }
    rotateLeft64(a: bigint, count: number): bigint {
      const bits = BigInt.asUintN(64, a);
      return BigInt.asIntN(64, (bits << BigInt(count)) | (bits >> BigInt(64 - count)));
    }
    rotateRight64(a: bigint, count: number): bigint {
      return this.rotateLeft64(a, -count & 63);
    }
    trailingZeros(a: number): number {
      return a === 0 ? 32 : 31 - Math.clz32(a & -a);
    }
    trailingZeros64(a: bigint): number {
      const low = Number(BigInt.asIntN(32, a));
      return low === 0 ? 32 + this.trailingZeros(Number(a >> 32n)) : this.trailingZeros(low);
    }
    onesCount(a: number): number {
      const pairs = a - ((a >>> 1) & 0x5555_5555);
      const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
      return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
    }
    onesCount64(a: bigint): number {
      return this.onesCount(Number(BigInt.asIntN(32, a))) + this.onesCount(Number(a >> 32n));
    }
  };
}
