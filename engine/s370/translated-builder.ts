/** System/370's vocabulary as translated code has it: PSWs are exchanged without leaving for the machine. */
import { Builder } from "../translator/emit/builder.ts";
import { REASON } from "../translator/emit/emitter.ts";
import type { MemoryModel } from "../translator/emit/memory.ts";
import { inLocal, type Node } from "../translator/emit/nodes.ts";
import { OP, I32 as WASM_I32 } from "../translator/emit/wasm.ts";
import type { I32 } from "../translator/operations.ts";
import { EXTERNAL, IO, SVC } from "./interruptions.ts";
import { type Executor, type S370Operations, withS370 } from "./operations.ts";
import type { Processor } from "./processor.ts";
import { MODE_PROBLEM, MODE_WAIT, state } from "./state.ts";
import {
  accessMode,
  alarmsBc,
  alarmsEc,
  CODE_EC,
  CODE_PROBLEM,
  CODE_TRANSLATING,
  codeMode,
  modeNumbers,
  swapPlace,
  words,
} from "./translator-words.ts";

/** Real locations that hold old and new PSWs, but for restart's: from, and up to. */
export const SWAP_AREA = { from: EXTERNAL.old, to: IO.new + 8 } as const;

/** Where an SVC's code goes in EC mode (GA22-7000, "Assigned Storage Locations"). */
const SVC_IDENTIFICATION = 0x88;

/** EC-mode system-mask bits: PER, and those that must be zero. */
const EC_PER = 0x40;
const EC_ZEROS = 0xb8;

/** EC-mode PSW bits that must be zero: 16-17 and 24-31 of the left word, 32-39 of the right. */
const RESERVED_LEFT = 0xc0ff;
const RESERVED_RIGHT = 0xff00_0000 | 0;

export type S370Builder = Builder<Processor> & S370Operations;

// The mixin's methods take opaque values, which are nodes here; of the builder's own, these are needed.
const WithVocabulary = withS370(Builder as unknown as Executor) as unknown as new (
  ...parameters: ConstructorParameters<typeof Builder>
) => S370Operations & Pick<Builder<Processor>, "push" | "leaveIf" | "tail" | "code" | "newLocal">;

const node = (value: I32): Node => value as unknown as Node;
const opaque = (value: Node): I32 => value as unknown as I32;

class TranslatedBuilder extends WithVocabulary {
  readonly #ec: boolean;

  constructor(model: MemoryModel, { translating, ec }: { translating: boolean; ec: boolean }, isCold: boolean) {
    super({ words, parameters: isCold ? 1 : 0, counts: !isCold }, model, translating);
    this.#ec = ec;
  }

  override loadPsw(left: I32, right: I32): void {
    this.#needSwapPlace();
    this.#bringIn(left, right);
  }

  override supervisorCall(code: I32): void {
    const place = this.#needSwapPlace();
    const part = (word: typeof state.key, shift: number): I32 => this.shiftLeft(this.get(word), this.i32(shift));
    const upper = this.or(this.or(part(state.systemMask, 24), part(state.key, 20)), part(state.modeBits, 16));
    const cc = this.get(state.conditionCode);
    const mask = this.get(state.programMask);
    const address = this.get(state.instructionAddress);
    const length = this.get(state.instructionLength);
    if (this.#ec) {
      this.placeStore32(
        place,
        SVC.old,
        this.or(upper, this.or(this.shiftLeft(cc, this.i32(12)), this.shiftLeft(mask, this.i32(8)))),
      );
      this.placeStore32(place, SVC.old + 4, address);
      this.placeStore32(place, SVC_IDENTIFICATION, this.or(this.shiftLeft(length, this.i32(16)), code));
    } else {
      const conditions = this.or(this.shiftLeft(cc, this.i32(28)), this.shiftLeft(mask, this.i32(24)));
      this.placeStore32(place, SVC.old, this.or(upper, code));
      this.placeStore32(
        place,
        SVC.old + 4,
        this.or(this.or(this.shiftLeft(length, this.i32(29)), conditions), address),
      );
    }
    this.#bringIn(this.placeLoad32(place, SVC.new), this.placeLoad32(place, SVC.new + 4));
  }

  /** The place of real location 0; where PSWs may not be exchanged here, the interpreter executes the instruction. */
  #needSwapPlace(): I32 {
    const place = this.get(swapPlace);
    this.push(node(this.isZero(place)));
    this.leaveIf(this.tail(REASON.interpret, { completed: false }));
    return place;
  }

  #bringIn(left: I32, right: I32): void {
    const bits = (value: I32, shift: number, mask: number): I32 =>
      this.and(this.shiftRightUnsigned(value, this.i32(shift)), this.i32(mask));
    const ec = bits(left, 19, 1);
    const systemMask = this.shiftRightUnsigned(left, this.i32(24));
    const key = bits(left, 20, 15);
    const modeBits = bits(left, 16, 15);
    const reserved = this.or(this.and(left, this.i32(RESERVED_LEFT)), this.and(right, this.i32(RESERVED_RIGHT)));
    const translating = this.and(ec, bits(systemMask, 2, 1));
    const mode = this.#modeNumber(this.or(this.shiftLeft(key, this.i32(1)), translating));
    this.set(state.systemMask, systemMask);
    this.set(state.key, key);
    this.set(state.modeBits, modeBits);
    this.set(state.conditionCode, this.select(ec, bits(left, 12, 3), bits(right, 28, 3)));
    this.set(state.programMask, this.select(ec, bits(left, 8, 15), bits(right, 24, 15)));
    this.set(state.reservedBits, this.select(ec, reserved, this.i32(0)));
    this.set(state.fetchPage, this.i32(-1));
    this.set(accessMode, mode);
    const problem = this.and(modeBits, this.i32(MODE_PROBLEM));
    const ways = this.select(translating, this.i32(CODE_TRANSLATING | CODE_EC), this.shiftLeft(ec, this.i32(2)));
    this.set(codeMode, this.or(this.and(problem, this.i32(CODE_PROBLEM)), ways));
    const target = this.and(right, this.i32(0xff_ffff));
    // Waiting, invalid, recorded, open to what is pending, or in a mode without number: the machine looks at it.
    const alarm = this.and(systemMask, this.select(ec, this.get(alarmsEc), this.get(alarmsBc)));
    const strange = this.or(this.and(systemMask, this.i32(EC_PER | EC_ZEROS)), reserved);
    const special = this.or(
      this.or(this.or(this.and(modeBits, this.i32(MODE_WAIT)), alarm), this.select(ec, strange, this.i32(0))),
      this.lessSigned(mode, this.i32(0)),
    );
    this.push(node(special));
    this.leaveIf(this.tail(REASON.machine, { completed: true, target: node(target) }));
    this.jump(target);
  }

  #modeNumber(index: I32): I32 {
    this.push(node(this.shiftLeft(index, this.i32(2))));
    this.code.memory(OP.i32Load, 4 * modeNumbers.index);
    const local = this.newLocal(WASM_I32);
    this.code.with(OP.localSet, local);
    return opaque(inLocal(WASM_I32, local));
  }
}

/** A builder for the mode that the program is in; `isCold`: for the cold executor, else for regions. */
export function newBuilder(
  model: MemoryModel,
  mode: { translating: boolean; ec: boolean },
  isCold: boolean,
): S370Builder {
  // It is a builder whose operations have the definitions' types.
  return new TranslatedBuilder(model, mode, isCold) as unknown as S370Builder;
}
