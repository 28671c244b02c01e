/** A learner's handlers of trapped instructions: from a file in the sandbox to what the monitor calls. */
import { type GuestAccess, type Handler, HandlerEnded, type Instruction } from "../monitors/index.ts";
import { instructions } from "../s370/index.ts";
import {
  createSandbox,
  type HostFunction,
  type Sandbox,
  type SandboxOptions,
  type SandboxSnapshot,
} from "./sandbox.ts";
import type { SourceError } from "./view.ts";

/** Everything of `GuestAccess`; the type check holds the two together. */
const calls: Readonly<Record<keyof GuestAccess, true>> = {
  gr: true,
  setGr: true,
  systemMask: true,
  setSystemMask: true,
  key: true,
  setKey: true,
  problemState: true,
  ecMode: true,
  conditionCode: true,
  setConditionCode: true,
  instructionAddress: true,
  load8: true,
  load16: true,
  load32: true,
  store8: true,
  store16: true,
  store32: true,
  loadReal8: true,
  loadReal16: true,
  loadReal32: true,
  reflect: true,
};

/** A file of handlers, ready for a monitor. */
export interface LearnerHandlers {
  readonly handlers: Readonly<Record<string, Handler>>;
  /** The sandbox's memory, for the machine's snapshots. */
  readonly state: { save(): unknown; restore(data: unknown): void };
  /** What stopped a handler. */
  readonly failure: SourceError | undefined;
  dispose(): void;
}

/** Loads a file of handlers. Errors are in the learner's lines and columns. */
export async function loadHandlers(
  file: string,
  source: string,
  variant: SandboxOptions["variant"],
): Promise<LearnerHandlers | { readonly errors: readonly SourceError[] }> {
  const sandbox = await createSandbox(file, source, Object.keys(calls), {
    ends: (cause) => cause instanceof HandlerEnded,
    ...(variant !== undefined && { variant }),
  });
  if ("errors" in sandbox) return sandbox;
  const problem = exportsProblem(sandbox.exports);
  if (problem !== undefined) {
    sandbox.dispose();
    return { errors: [{ file, line: 1, column: 1, message: problem }] };
  }
  const named = sandbox.exports
    .filter((name) => privileged.has(name))
    .map((name) => [name, handler(sandbox, name)] as const);
  return {
    handlers: Object.fromEntries(named),
    state: {
      save: () => sandbox.snapshot(),
      // It is what `save` returned.
      restore: (data) => sandbox.restore(data as SandboxSnapshot),
    },
    get failure() {
      return sandbox.failure;
    },
    dispose: () => sandbox.dispose(),
  };
}

const privileged: ReadonlySet<string> = new Set(
  instructions.filter((instruction) => instruction.privileged).map((instruction) => instruction.mnemonic),
);

function exportsProblem(names: readonly string[]): string | undefined {
  if (names.some((name) => privileged.has(name))) return undefined;
  const near = names.find((name) => privileged.has(name.toUpperCase()));
  if (near !== undefined) return `${near}: a handler has its instruction's name in capitals, ${near.toUpperCase()}`;
  return "no handler is exported: write export function SSM(guest, instruction) { … }, named after the privileged instruction";
}

function handler(sandbox: Sandbox, name: string): Handler {
  return (guest: GuestAccess, instruction: Instruction) => {
    sandbox.call(name, target(guest), { ...instruction });
    const { failure } = sandbox;
    // The monitor stops this guest; the session stops the run.
    if (failure !== undefined) throw new Error(`${failure.file}, line ${failure.line}: ${failure.message}`);
  };
}

function target(guest: GuestAccess): Readonly<Record<string, HostFunction>> {
  // The table above has no other keys, and every call takes numbers; what is missing counts as 0.
  const names = Object.keys(calls) as (keyof GuestAccess)[];
  return Object.fromEntries(names.map((name) => [name, (a = 0, b = 0) => guest[name](a, b)]));
}
