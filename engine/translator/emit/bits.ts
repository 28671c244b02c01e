/** The emitter's own of `BitOperationsOn`. */
import type { BitOperationsOn } from "../narrow-operations.ts";
import type { Builder } from "./builder.ts";
import type { Node } from "./nodes.ts";
import * as nodes from "./nodes.ts";
import { I32, I64, OP } from "./wasm.ts";

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type BuilderClass = new (...parameters: any[]) => Builder<any>;

/** Gives a builder rotates, counts of bits and signed 32-bit division. */
export function withBits<B extends BuilderClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => BitOperationsOn<Node, Node>) {
  return class extends base implements BitOperationsOn<Node, Node> {
    // Division can end the function: it happens where it is asked for, after what excludes that.
    divSigned(a: Node, b: Node): Node {
      return this.settled(nodes.binary(OP.i32DivS, a, b));
    }
    remSigned(a: Node, b: Node): Node {
      return this.settled(nodes.binary(OP.i32RemS, a, b));
    }
    rotateLeft(a: Node, count: Node): Node {
      return nodes.binary(OP.i32Rotl, a, count);
    }
    rotateRight(a: Node, count: Node): Node {
      const by = nodes.known(count);
      return by === undefined ? nodes.binary(OP.i32Rotr, a, count) : this.rotateLeft(a, nodes.constant(-by & 31));
    }
    rotateLeft64(a: Node, count: Node): Node {
      return nodes.binary64(OP.i64Rotl, a, nodes.extend(count, false));
    }
    rotateRight64(a: Node, count: Node): Node {
      return nodes.binary64(OP.i64Rotr, a, nodes.extend(count, false));
    }
    trailingZeros(a: Node): Node {
      return nodes.unary(I32, OP.i32Ctz, a, 63);
    }
    trailingZeros64(a: Node): Node {
      return nodes.wrap(nodes.unary(I64, OP.i64Ctz, a));
    }
    onesCount(a: Node): Node {
      return nodes.unary(I32, OP.i32Popcnt, a, 63);
    }
    onesCount64(a: Node): Node {
      return nodes.wrap(nodes.unary(I64, OP.i64Popcnt, a));
    }
  };
}
