/** Work of CP's that belongs to no instruction of a virtual machine: a command, a printer, a page that is written. It waits as all work does. */
import { Wait } from "./wait.ts";

/** What is to be done, as plain data. `kind` says who does it. */
export interface Task {
  readonly id: number;
  readonly kind: string;
  /** Number of the virtual machine for which it is done; 0 for none. Its logoff ends the task. */
  readonly vm: number;
  waitingFor: string | undefined;
  /** Whatever the doer of this kind needs. */
  readonly data: unknown;
}

/** Does the work, or throws {@link Wait}, having changed nothing that it would change again. `data` is what was given to `add`. */
export type TaskHandler = (task: Task) => void;

interface TasksState {
  tasks: Task[];
  nextTask: number;
}

/** The queue: first come, first served, but for those that wait. */
export class Tasks {
  readonly #state: () => TasksState;
  readonly #handlers = new Map<string, TaskHandler>();

  constructor(state: () => TasksState) {
    this.#state = state;
  }

  /** Says who does work of a kind. */
  handle(kind: string, handler: TaskHandler): void {
    this.#handlers.set(kind, handler);
  }

  add(kind: string, data: unknown, vm = 0): void {
    const state = this.#state();
    state.tasks.push({ id: state.nextTask++, kind, vm, waitingFor: undefined, data });
  }

  /** The same, before all that waits already. */
  first(kind: string, data: unknown, vm = 0): void {
    const state = this.#state();
    state.tasks.unshift({ id: state.nextTask++, kind, vm, waitingFor: undefined, data });
  }

  /** What a task of this kind has not finished. */
  has(kind: string, vm = 0): boolean {
    return this.#state().tasks.some((task) => task.kind === kind && task.vm === vm);
  }

  /** Drops what was to be done for a virtual machine. */
  drop(vm: number): void {
    const state = this.#state();
    state.tasks = state.tasks.filter((task) => task.vm !== vm);
  }

  wake(what: string): void {
    for (const task of this.#state().tasks) if (task.waitingFor === what) task.waitingFor = undefined;
  }

  /** Does all work that need not wait; also what comes of it. */
  run(): void {
    for (;;) {
      const task = this.#state().tasks.find(({ waitingFor }) => waitingFor === undefined);
      if (task === undefined) return;
      const handler = this.#handlers.get(task.kind);
      if (handler === undefined) throw new Error(`nobody does tasks of kind ${task.kind}`);
      try {
        handler(task);
      } catch (error) {
        if (!(error instanceof Wait)) throw error;
        task.waitingFor = error.what;
        continue;
      }
      const state = this.#state();
      state.tasks = state.tasks.filter((other) => other !== task);
    }
  }
}
