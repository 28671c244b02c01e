/**
 * Learners' TypeScript, run in QuickJS compiled to WebAssembly. It reaches the functions it is given and nothing else:
 * no page, no files, no clock, no chance. Numbers and booleans cross the wall, nothing that could be held or changed.
 */
import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import {
  DefaultIntrinsics,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { copyMemory, type MemoryCopy, restoreMemory } from "./sandbox-memory.ts";
import { type StrippedSource, stripTypes } from "./sandbox-source.ts";
import type { SourceError } from "./view.ts";

/** A function that the sandbox may call with whole numbers; numbers and booleans go back. May throw: that ends the learner's function. */
export type HostFunction = (...numbers: number[]) => unknown;

/** What a call from outside hands in beside the functions: plain values that become a frozen object. */
export type PlainRecord = Readonly<Record<string, number | boolean | string>>;

export interface SandboxOptions {
  /** Whether what a host function throws ends the learner's function; anything else becomes an exception inside. All of it unless given. */
  readonly ends?: (cause: unknown) => boolean;
  /** QuickJS as the host loads it; the package's own way unless given. */
  readonly variant?: QuickJSSyncVariant;
  /** Steps of one call, counted by QuickJS in lots of 10,000; 2,000,000 unless given. */
  readonly steps?: number;
}

/** The sandbox at some time. Plain data; holds only memory pages that differ from the copy before. */
export interface SandboxSnapshot {
  readonly memory: MemoryCopy;
  readonly failure: SourceError | undefined;
  /** Steps of all calls so far. */
  readonly spent: number;
}

/** Steps between two polls of QuickJS's interrupt handler (quickjs.c, JS_INTERRUPT_COUNTER_INIT). */
const stepsPerPoll = 10_000;
/** Steps of all calls together: a few seconds, so that many slow traps end as well as one that never returns. */
const allSteps = 200_000_000;
/** WebAssembly pages of 64 KiB: what the QuickJS module asks for at its start, and never more. */
const memoryPages = 256;
/** Bytes of storage the learner's program may have; the rest of the memory is QuickJS's own. */
const memoryLimit = 8 * 1024 * 1024;
/** Bytes of QuickJS's stack: reached well before a browser worker's own stack ends. */
const stackLimit = 96 * 1024;
/** Name under which the learner's file is known inside; stack traces are searched for it. */
const innerName = "tae-learner";

/** Taken away: what differs from run to run or looks at the garbage collector. */
const withoutChance = `
delete Math.random;
for (const name of ["WeakRef", "FinalizationRegistry", "SharedArrayBuffer"]) delete globalThis[name];
`;

/** One learner's file, loaded and ready to be called. */
export interface Sandbox {
  /** Functions that the file exports. */
  readonly exports: readonly string[];
  /** What stopped the learner's code last; the sandbox refuses further calls until it is restored to a time before. */
  readonly failure: SourceError | undefined;
  /**
   * Calls an exported function with an object of host functions and a record.
   * What a host function throws comes out of here; an error of the learner's is kept in `failure`.
   */
  call(name: string, target: Readonly<Record<string, HostFunction>>, record: PlainRecord): void;
  snapshot(): SandboxSnapshot;
  restore(snapshot: SandboxSnapshot): void;
  dispose(): void;
}

/**
 * Loads a learner's file into a sandbox of its own.
 * @param calls names of the functions that `call`'s target has
 * @returns the sandbox, or the errors that kept the file from loading
 */
export async function createSandbox(
  file: string,
  source: string,
  calls: readonly string[],
  options: SandboxOptions = {},
): Promise<Sandbox | { readonly errors: readonly SourceError[] }> {
  const stripped = stripTypes(file, source);
  if ("error" in stripped) return { errors: [stripped.error] };
  const memory = new WebAssembly.Memory({ initial: memoryPages, maximum: memoryPages });
  const variant = newVariant(options.variant ?? releaseSync, { wasmMemory: memory });
  const quickjs = await newQuickJSWASMModuleFromVariant(variant);
  const runtime = quickjs.newRuntime({ memoryLimitBytes: memoryLimit, maxStackSizeBytes: stackLimit });
  const sandbox = new QuickJSSandbox(file, source, stripped, runtime, memory, options);
  const error = sandbox.load(calls);
  if (error === undefined) return sandbox;
  sandbox.dispose();
  return { errors: [error] };
}

class QuickJSSandbox implements Sandbox {
  exports: readonly string[] = [];
  failure: SourceError | undefined;

  readonly #file: string;
  readonly #source: string;
  readonly #stripped: StrippedSource;
  readonly #context: QuickJSContext;
  readonly #memory: WebAssembly.Memory;
  readonly #steps: number;
  readonly #ends: (cause: unknown) => boolean;
  readonly #functions = new Map<string, QuickJSHandle>();
  /** Everything that must stay alive from one call to the next; never freed before the end, so that restored memory finds it. */
  readonly #kept: QuickJSHandle[] = [];
  #guest: QuickJSHandle | undefined;
  #target: Readonly<Record<string, HostFunction>> | undefined;
  #thrown: { readonly cause: unknown } | undefined;
  #polls = 0;
  #spent = 0;
  #missing: string | undefined;
  #copy: MemoryCopy = [];
  #isCopyCurrent = false;

  constructor(
    file: string,
    source: string,
    stripped: StrippedSource,
    runtime: QuickJSRuntime,
    memory: WebAssembly.Memory,
    options: SandboxOptions,
  ) {
    this.#file = file;
    this.#source = source;
    this.#stripped = stripped;
    this.#memory = memory;
    this.#steps = options.steps ?? 2_000_000;
    this.#ends = options.ends ?? (() => true);
    runtime.setInterruptHandler(() => {
      this.#polls++;
      this.#spent += stepsPerPoll;
      return this.#thrown !== undefined || this.#polls * stepsPerPoll >= this.#steps || this.#spent >= allSteps;
    });
    runtime.setModuleLoader((name) => {
      this.#missing = name;
      return { error: new Error(`no module "${name}"`) };
    });
    this.#context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: false } });
  }

  /** Prepares the globals, then runs the learner's file. Returns what was wrong with it. */
  load(calls: readonly string[]): SourceError | undefined {
    const context = this.#context;
    context.unwrapResult(context.evalCode(withoutChance, "tae-prelude")).dispose();
    const guest = this.#keep(context.newObject());
    for (const name of calls) {
      const value = this.#keep(context.newFunction(name, (...values) => this.#hostCall(name, values)));
      context.defineProp(guest, name, { value, configurable: false, enumerable: true });
    }
    this.#guest = guest;
    const result = context.evalCode(this.#stripped.code, innerName, { type: "module", strict: true });
    if (result.error) return result.error.consume((error) => this.#describe(error));
    const namespace = this.#keep(result.value);
    if (context.getPromiseState(namespace).type === "pending") {
      return this.#at(1, 1, "await cannot stand outside a function here: the file runs to its end at once");
    }
    const names: string[] = [];
    const keys = context.unwrapResult(context.getOwnPropertyNames(namespace, { strings: true }));
    for (const key of keys) {
      const name = context.getString(key);
      key.dispose();
      const value = context.getProp(namespace, name);
      if (context.typeof(value) !== "function") value.dispose();
      else {
        names.push(name);
        this.#functions.set(name, this.#keep(value));
      }
    }
    this.exports = names;
    return undefined;
  }

  call(name: string, target: Readonly<Record<string, HostFunction>>, record: PlainRecord): void {
    const called = this.#functions.get(name);
    if (called === undefined || this.#guest === undefined || this.failure !== undefined) return;
    const context = this.#context;
    this.#isCopyCurrent = false;
    this.#polls = 0;
    this.#thrown = undefined;
    this.#target = target;
    let thrown: { readonly cause: unknown } | undefined;
    try {
      const instruction = this.#record(record);
      const result = context.callFunction(called, context.undefined, this.#guest, instruction);
      instruction.dispose();
      thrown = this.#thrown;
      // The host's reason goes first: the error that the learner's code saw in its place is only how it was unwound.
      this.#thrown = undefined;
      if (result.error) {
        const error = result.error;
        if (thrown === undefined) this.failure = this.#describe(error);
        error.dispose();
      } else {
        if (context.typeof(result.value) === "object" && context.getPromiseState(result.value).type === "pending") {
          this.failure = this.#at(1, 1, `${name} is asynchronous: a handler runs to its end before the guest goes on`);
        }
        result.value.dispose();
      }
    } catch (cause) {
      // QuickJS itself gave up (its own stack or memory): nothing inside can be trusted until it is restored.
      this.failure = this.#at(1, 1, `${name} asked for more stack or storage than there is (${String(cause)})`);
    } finally {
      this.#target = undefined;
    }
    if (thrown !== undefined) throw thrown.cause;
  }

  snapshot(): SandboxSnapshot {
    if (!this.#isCopyCurrent) this.#copy = copyMemory(this.#memory, this.#copy);
    this.#isCopyCurrent = true;
    return { memory: this.#copy, failure: this.failure, spent: this.#spent };
  }

  restore(snapshot: SandboxSnapshot): void {
    if (!this.#isCopyCurrent || this.#copy !== snapshot.memory) restoreMemory(this.#memory, snapshot.memory);
    this.#copy = snapshot.memory;
    this.#isCopyCurrent = true;
    this.failure = snapshot.failure;
    this.#spent = snapshot.spent;
  }

  dispose(): void {
    for (const handle of this.#kept) handle.dispose();
    this.#kept.length = 0;
    // The instance's memory goes with it: QuickJS need not free object by object what a learner may have left tangled.
  }

  #keep(handle: QuickJSHandle): QuickJSHandle {
    this.#kept.push(handle);
    return handle;
  }

  #record(record: PlainRecord): QuickJSHandle {
    const context = this.#context;
    const object = context.newObject();
    for (const [key, plain] of Object.entries(record)) {
      const value = this.#plain(plain);
      context.defineProp(object, key, { value, configurable: false, enumerable: true });
      value.dispose();
    }
    return object;
  }

  #plain(value: unknown): QuickJSHandle {
    if (typeof value === "number") return this.#context.newNumber(value);
    if (typeof value === "string") return this.#context.newString(value);
    if (typeof value === "boolean") return value ? this.#context.true : this.#context.false;
    return this.#context.undefined;
  }

  #hostCall(name: string, values: readonly QuickJSHandle[]): QuickJSHandle | { error: QuickJSHandle } {
    const context = this.#context;
    const target = this.#target;
    if (target === undefined || this.#thrown !== undefined) {
      return { error: context.newError(`${name} cannot be called here: no instruction is being simulated`) };
    }
    const numbers: number[] = [];
    for (const [index, value] of values.entries()) {
      const number = context.typeof(value) === "number" ? context.getNumber(value) : Number.NaN;
      if (!Number.isSafeInteger(number)) {
        const message = `${name}: argument ${index + 1} is not a whole number`;
        return { error: context.newError({ name: "TypeError", message }) };
      }
      numbers.push(number);
    }
    try {
      return this.#plain(target[name]?.(...numbers));
    } catch (cause) {
      if (!this.#ends(cause))
        return { error: context.newError(cause instanceof Error ? cause.message : String(cause)) };
      this.#thrown = { cause };
      return { error: context.newError("the handler ends here") };
    }
  }

  /** What was thrown inside, as an error in the learner's file. Reading it may run the learner's code, within the same limits. */
  #describe(error: QuickJSHandle): SourceError {
    if (this.#missing !== undefined) return this.#missingModule(this.#missing);
    const name = this.#text(error, "name");
    const message = this.#text(error, "message") ?? this.#valueText(error);
    const frame = new RegExp(`${innerName}:(\\d+)(?::(\\d+))?`).exec(this.#text(error, "stack") ?? "");
    const line = frame === null ? 1 : Number(frame[1]);
    const column = frame?.[2] === undefined ? 1 : this.#stripped.columnOf(line, Number(frame[2]));
    return this.#at(line, column, this.#explain(name, message));
  }

  #explain(name: string | undefined, message: string): string {
    if (name === "InternalError" && message === "interrupted") {
      if (this.#spent >= allSteps) return `stopped: all calls together took ${allSteps.toLocaleString("en")} steps`;
      const steps = this.#steps.toLocaleString("en");
      return `stopped after ${steps} steps in the function that begins here: it does not come to an end`;
    }
    if (message === "stack overflow") return "calls itself too deeply: the stack is full";
    if (message === "out of memory") {
      return `out of memory: a handler's file may use ${memoryLimit / 1024 / 1024} MB`;
    }
    return name === undefined ? message : `${name}: ${message}`;
  }

  #missingModule(name: string): SourceError {
    this.#missing = undefined;
    const before = this.#source.split(new RegExp(`["']${name.replace(/[^\w]/g, "\\$&")}["']`))[0] ?? "";
    const lines = before.split("\n");
    const message =
      name === "tae:monitor"
        ? '"tae:monitor" has only types: write "import type { … }"; what a handler can call is in its first argument'
        : `there is no module "${name}" here: a handler's file stands alone, with types from "tae:monitor"`;
    return this.#at(lines.length, (lines.at(-1) ?? "").length + 1, message);
  }

  #text(object: QuickJSHandle, key: string): string | undefined {
    if (this.#context.typeof(object) !== "object") return undefined;
    try {
      const value = this.#context.getProp(object, key);
      const text = this.#context.typeof(value) === "string" ? this.#context.getString(value) : undefined;
      value.dispose();
      return text?.slice(0, 20_000);
    } catch {
      return undefined;
    }
  }

  #valueText(value: QuickJSHandle): string {
    const type = this.#context.typeof(value);
    if (type === "string") return `threw "${this.#context.getString(value).slice(0, 200)}"`;
    if (type === "number") return `threw ${this.#context.getNumber(value)}`;
    return `threw something of type ${type}, not an Error`;
  }

  #at(line: number, column: number, message: string): SourceError {
    const lines = this.#source.split("\n");
    const inside = Math.min(Math.max(Math.trunc(line), 1), lines.length);
    return { file: this.#file, line: inside, column: Math.max(Math.trunc(column), 1), message: message.slice(0, 500) };
  }
}
