/** The interpreter's 64-bit words of state. */
import type { Interpreter } from "./interpreter.ts";
import type { WideStateOperationsOn, WideWord, WideWordArray } from "./wide-state.ts";

// TypeScript asks for exactly this type of a class that a mixin extends.
// biome-ignore lint/suspicious/noExplicitAny: see above
type InterpreterClass = new (...parameters: any[]) => Interpreter<any>;

/** Gives the interpreter 64-bit words of state. */
export function withWideState<B extends InterpreterClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => WideStateOperationsOn<bigint>) {
  return class extends base implements WideStateOperationsOn<bigint> {
    get64(word: WideWord): bigint {
      return this.bytes.getBigInt64(8 * word.wideIndex, true);
    }
    set64(word: WideWord, value: bigint): void {
      this.bytes.setBigInt64(8 * word.wideIndex, value, true);
    }
    getAt64(array: WideWordArray, index: number): bigint {
      return this.bytes.getBigInt64(8 * (array.wideIndex + index), true);
    }
    setAt64(array: WideWordArray, index: number, value: bigint): void {
      this.bytes.setBigInt64(8 * (array.wideIndex + index), value, true);
    }
  };
}
