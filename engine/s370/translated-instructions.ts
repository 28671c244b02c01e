/** Instructions as the translator sees them: which may be translated, what from, and what is known about them. */
import type { ColdGuest, ColdInstruction } from "../translator/cold.ts";
import { REASON } from "../translator/emit/emitter.ts";
import type { MemoryModel } from "../translator/emit/memory.ts";
import type { Guest, GuestInstruction } from "../translator/region.ts";
import { controlProgramAssist } from "./assists/e6.ts";
import type { DecodedEntry } from "./decoded-cache.ts";
import { SPECIFICATION } from "./interruption-codes.ts";
import type { S370Operations } from "./operations.ts";
import type { Processor } from "./processor.ts";
import { STORAGE_AT, state } from "./state.ts";
import { newBuilder, type S370Builder } from "./translated-builder.ts";
import {
  asNodes,
  ENDS_FLOW,
  fromRecord,
  HAS_MASK_FIRST,
  HAS_NO_REGISTERS,
  MODIFIES_VALUES,
  modified,
  node,
} from "./translated-fields.ts";
import { PAGE, PAGE_BITS } from "./translated-hosts.ts";
import { codeMode } from "./translator-words.ts";

const EXCHANGES_PSWS = new Set(["LPSW", "SVC"]);

/** What translating has taught about instructions, by their place in linear memory. */
export interface KnownProgram {
  isUnsteady(place: number, length: number): boolean;
  hasRunCold(place: number): boolean;
  jumped(place: number): number | undefined;
}

export class TranslatedInstructions implements Guest<S370Builder>, ColdGuest<S370Builder> {
  readonly lengthWord = state.instructionLength;
  readonly steady = [state.programMask];
  readonly #processor: Processor;
  readonly #words: Int32Array;
  readonly #model: MemoryModel;
  readonly #isEntryPoint: (address: number) => boolean;
  readonly #known: () => KnownProgram;
  readonly #isEager: boolean;

  /** `isEntryPoint`: whether reaching an address calls a monitor. `isEager`: take in what has never been executed. */
  constructor(
    processor: Processor,
    model: MemoryModel,
    isEntryPoint: (address: number) => boolean,
    known: () => KnownProgram,
    isEager: boolean,
  ) {
    this.#processor = processor;
    this.#words = new Int32Array(processor.storage.memory.buffer);
    this.#model = model;
    this.#isEntryPoint = isEntryPoint;
    this.#known = known;
    this.#isEager = isEager;
  }

  newBuilder(): S370Builder {
    return newBuilder(this.#model, this.#processor, false);
  }

  newColdBuilder(): S370Builder {
    return newBuilder(this.#model, this.#processor, true);
  }

  /** The instruction at an address of the present page and its place, unless it must be interpreted. */
  #translatable(address: number): { readonly entry: DecodedEntry; readonly place: number } | undefined {
    const processor = this.#processor;
    if (address & 1 || this.#words[state.fetchPage.index] !== address >>> PAGE_BITS) return undefined;
    if (this.#isEntryPoint(address)) return undefined;
    const entry = processor.entryAt(address);
    if (!entry || this.#isRefused(entry)) return undefined;
    const place = STORAGE_AT + (this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
    return this.#known().isUnsteady(place, entry.decoded.length) ? undefined : { entry, place };
  }

  /**
   * Whether the processor itself says what becomes of an instruction: of the control-program assist's always, which may go on anywhere and
   * bring in a PSW; in problem state, of a privileged one; and of an SVC that an assist may do.
   */
  #isRefused({ definition }: DecodedEntry): boolean {
    const { problem, assists } = this.#processor;
    if (definition === controlProgramAssist) return true;
    const isCall = definition.mnemonic === "SVC";
    if (!problem) return isCall && assists !== undefined && assists.features.controlProgram > 0;
    return definition.privileged || (isCall && assists !== undefined);
  }

  coldInstruction(address: number): ColdInstruction<S370Builder> | undefined {
    const found = this.#translatable(address);
    if (!found) return undefined;
    const { entry, place } = found;
    const { definition, decoded } = entry;
    // What decoding knows besides the values that a record holds.
    const registers = HAS_NO_REGISTERS.has(definition.format)
      ? [0, 0]
      : [HAS_MASK_FIRST.has(definition.format) ? 0 : decoded.r1, definition.format === "RSM" ? 0 : decoded.r3];
    const key = [definition.opcode, ...registers, decoded.r2, decoded.b1, decoded.b2, this.#processor.ec ? 1 : 0];
    return {
      form: key.join(" "),
      place,
      length: decoded.length,
      fields: [decoded.d1, decoded.d2, decoded.i2].map((field) => field as unknown as number),
      ends: ENDS_FLOW.has(definition.mnemonic),
      define: (builder, fields) => definition.define(builder, fromRecord(builder, decoded, fields)),
    };
  }

  hasRun(address: number): boolean {
    if (this.#isEager) return true;
    if (this.#words[state.fetchPage.index] !== address >>> PAGE_BITS) return false;
    const place = STORAGE_AT + (this.#words[state.fetchReal.index] | (address & (PAGE - 1)));
    return this.#known().hasRunCold(place) || this.#processor.entryAt(address)?.hasRun === true;
  }

  value(wordIndex: number): number {
    return this.#words[wordIndex];
  }

  instruction(address: number): GuestInstruction<S370Builder> | undefined {
    const found = this.#translatable(address);
    if (!found) return undefined;
    const { entry, place } = found;
    const { definition, decoded } = entry;
    const next = (address + decoded.length) & 0xff_ffff;
    const bytes = [{ place, length: decoded.length }];
    if (definition.mnemonic === "EX") return this.#execute(entry, address, next, bytes);
    const fields = asNodes(decoded);
    return {
      address,
      next,
      bytes,
      identity: entry,
      mode: this.#words[codeMode.index],
      // A new PSW may bring another mode, in which nothing of this region holds.
      predicted: EXCHANGES_PSWS.has(definition.mnemonic)
        ? undefined
        : (this.#known().jumped(place) ?? (entry.taken < 0 ? undefined : entry.taken)),
      define: (builder) => definition.define(builder, fields),
    };
  }

  /** EXECUTE, of what it executed last: elsewhere the interpreter goes on. */
  #execute(
    entry: DecodedEntry,
    address: number,
    next: number,
    bytes: { place: number; length: number }[],
  ): GuestInstruction<S370Builder> | undefined {
    const place = entry.executed;
    if (place < 0) return undefined;
    const target = this.#processor.entryAtPlace(place);
    const { definition, decoded } = target;
    // A second byte that says which instruction it is, or which registers, must stay as it is.
    const open = MODIFIES_VALUES.has(definition.format) && definition.opcode <= 0xff;
    if (!(open || entry.decoded.r1 === 0)) return undefined;
    if (definition.mnemonic === "EX" || this.#isRefused(target)) return undefined;
    if (this.#known().isUnsteady(place, decoded.length)) return undefined;
    bytes.push({ place, length: decoded.length });
    const { decoded: f } = entry;
    return {
      address,
      next,
      bytes,
      predicted: undefined,
      define: (builder) => {
        const op: S370Operations = builder;
        const at = op.indexed(f.x2, f.b2, asNodes(f).d2);
        op.trapIf(op.and(at, op.i32(1)), SPECIFICATION);
        // Where it lies decides: asking for it also does what fetching it does to keys and lookaside buffer.
        const found = op.placeToLoad(at, op.i32(decoded.length));
        builder.push(node(op.notEqual(found, op.i32(place))));
        builder.leaveIf(builder.tail(REASON.interpret, { completed: false }));
        const modifier = f.r1 === 0 ? op.i32(0) : op.and(op.gr(f.r1), op.i32(0xff));
        definition.define(builder, modified(op, decoded, modifier));
      },
    };
  }
}
