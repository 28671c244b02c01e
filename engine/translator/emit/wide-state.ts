/** 64-bit words of state as translated code has them: one local each. */
import type { WideStateOperationsOn, WideWord, WideWordArray } from "../wide-state.ts";
import type { BuilderClass } from "./bits.ts";
import type { Node } from "./nodes.ts";

/** Gives a builder 64-bit words of state. */
export function withWideState<B extends BuilderClass>(
  base: B,
): B & (new (...parameters: ConstructorParameters<B>) => WideStateOperationsOn<Node>) {
  return class extends base implements WideStateOperationsOn<Node> {
    get64(word: WideWord): Node {
      return this.read(this.#index(word.wideIndex));
    }
    set64(word: WideWord, value: Node): void {
      this.assign(this.#index(word.wideIndex), value);
    }
    getAt64(array: WideWordArray, index: number): Node {
      return this.read(this.#index(array.wideIndex + index));
    }
    setAt64(array: WideWordArray, index: number, value: Node): void {
      this.assign(this.#index(array.wideIndex + index), value);
    }

    /** The emitter knows a word by the index of its right half among the 32-bit words. */
    #index(wideIndex: number): number {
      this.wideWords.add(2 * wideIndex);
      return 2 * wideIndex;
    }
  };
}
