/** The page's end of the worker: calls by name, answers as promises of data, and a worker that is replaced when it no longer answers. */
import type { CallName, Calls, LabState, Request, Response } from "./protocol.ts";

/** An answer, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: "failed" | "no-answer"; readonly message: string };

/** Milliseconds without any sign of life after which a worker counts as lost. Runs report while they run, so only a hung one is silent. */
const PATIENCE: Partial<Record<CallName, number>> = { grade: 30_000, goTo: 20_000 };
const PATIENCE_OTHERWISE = 10_000;
const LATE = 1_000;

interface Waiting {
  settle(outcome: Outcome<never>): void;
  answer(value: unknown): void;
  patience: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** One worker for one open lab; made at the first call. */
export class LabClient {
  /** Called with the state of a running machine. */
  onProgress: (state: LabState) => void = () => {};
  /** Called when the worker had to be ended: the machine in it is gone. */
  onLost: () => void = () => {};
  #worker: Worker | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** Asks the worker; never rejects. */
  call<K extends CallName>(kind: K, ask: Calls[K]["ask"]): Promise<Outcome<Calls[K]["answer"]>> {
    const worker = this.#ensure();
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const waiting: Waiting = {
        settle: resolve,
        // The worker answers a call with its own kind's answer: the protocol's promise, which structured cloning cannot carry as a type.
        answer: (value) => resolve({ ok: true, value: value as Calls[K]["answer"] }),
        patience: PATIENCE[kind] ?? PATIENCE_OTHERWISE,
        timer: undefined,
      };
      this.#waiting.set(id, waiting);
      this.#watch(waiting);
      // One member of the union: kind and ask belong together by this method's signature.
      worker.postMessage({ id, kind, ask } as Request);
    });
  }

  /** Makes the worker now, so that it is there when it is first asked. */
  warm(): void {
    this.#ensure();
  }

  /** Ends the worker. A later call makes a new one. */
  close(): void {
    this.#end("failed", "The machine was closed.");
  }

  #ensure(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "machine" });
    worker.addEventListener("message", (event: MessageEvent<Response>) => this.#hear(event.data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#end("failed", event.message || "The machine's program could not be loaded.");
    });
    this.#worker = worker;
    return worker;
  }

  #hear(response: Response): void {
    for (const waiting of this.#waiting.values()) this.#watch(waiting);
    if (response.kind === "progress") {
      this.onProgress(response.state);
      requestAnimationFrame(() => void (this.#worker && this.call("drawn", undefined)));
      return;
    }
    const waiting = this.#waiting.get(response.id);
    if (!waiting) return;
    this.#waiting.delete(response.id);
    clearTimeout(waiting.timer);
    if (response.kind === "failed") waiting.settle({ ok: false, reason: "failed", message: response.message });
    else waiting.answer(response.answer);
  }

  #watch(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    const due = performance.now() + waiting.patience;
    waiting.timer = setTimeout(() => {
      // A timer that is much too late means that the whole page slept; the worker gets its time again.
      if (performance.now() - due > LATE) this.#watch(waiting);
      else this.#end("no-answer", "The machine did not answer, so it was stopped and made anew.");
    }, waiting.patience);
  }

  #end(reason: "failed" | "no-answer", message: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const each of waiting) {
      clearTimeout(each.timer);
      each.settle({ ok: false, reason, message });
    }
    this.onLost();
  }
}
