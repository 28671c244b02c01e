/** The worker: hosts one session, and runs it in slices so short that the page's wishes are heard between them. */

import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import quickjsWasm from "@jitl/quickjs-wasmfile-release-sync/wasm?url";
import { newVariant } from "quickjs-emscripten-core";
import type { Session, StopReason } from "../../../engine/grading/session-types.ts";
import { assemble, createSession, grade, instructions } from "../../../engine/index.ts";
import { assembledFile } from "./assembled.ts";
import { dump } from "./dump.ts";
import type { CallName, Calls, LabState, Making, Opened, Pace, Request, Response, StopCause } from "./protocol.ts";
import { SentTrace } from "./sent-trace.ts";

/** Milliseconds that a slice may take. */
const SLICE = 10;
/** Milliseconds between two reports of a running machine. */
const REPORT = 40;
/** The same while the page does not draw, as in a hidden tab: often enough that it knows the worker to be alive. */
const SIGN_OF_LIFE = 2_000;

/** Seconds after which a watched run grows faster, and in which it doubles. */
const STEADY = 6;
const DOUBLING = 1.5;

const variant = newVariant(releaseSync, { wasmLocation: quickjsWasm });

/** A call that moves the machine in slices; answered when it ends. */
interface Run {
  readonly id: number;
  readonly kind: "run" | "toNextTrap" | "goTo";
  /** Tick at which it ends in any case. */
  readonly until: number;
  readonly pace: Pace | undefined;
  readonly startedAt: number;
  readonly startTick: number;
  reportedAt: number;
}

/** Ticks after which a search for the next trap is given up. */
const SEARCH = 10_000_000;

/** What it means that a call has come to its last tick. */
const atEnd = { run: "limit", toNextTrap: "no-trap", goTo: "place" } as const;

let session: Session | undefined;
let run: Run | undefined;
/** Where the present machine began: its monitor may have spent ticks on dispatching. */
let firstTick = 0;
/** Whether the page is ready for another report: it is never sent more than it can draw. */
let drawn = true;
const sent = new SentTrace();
/** Ticks that fit a slice; found by measuring. */
let sliceTicks = 2_000;

const wake = new MessageChannel();
wake.port1.onmessage = () => slice();

function post(response: Response): void {
  postMessage(response);
}

function answer<K extends CallName>(id: number, kind: K, value: Calls[K]["answer"]): void {
  // One member of the union: kind and answer belong together by this function's signature.
  post({ id, kind, answer: value } as Response);
}

function open(): Session {
  if (!session) throw new Error("There is no machine yet.");
  return session;
}

/** The machine as it is, with the trace records that the page lacks. */
function state(stop: StopCause | undefined): LabState {
  const current = open();
  const view = current.view();
  const trace = sent.delta((from, hardwareFrom) => current.trace(from, hardwareFrom), view.crossings);
  return { view, bill: current.bill(), trace, furthest: current.furthest, stop, failure: current.failure };
}

async function make({ setup, files, input }: Making): Promise<Opened> {
  session?.dispose();
  session = undefined;
  const made = await createSession(setup, files, { input, variant });
  if ("errors" in made) return made;
  session = made;
  firstTick = made.tick;
  sent.clear();
  return { state: state(undefined) };
}

function begin(id: number, kind: Run["kind"], until: number, pace: Pace | undefined): void {
  finish("paused");
  const now = performance.now();
  drawn = true;
  run = { id, kind, until, pace, startedAt: now, startTick: open().tick, reportedAt: now };
  slice();
}

/** Ticks that a watched run has made after so many seconds: steady at first, then doubling. */
function ticksAfter({ ticksPerSecond, growing }: Pace, seconds: number): number {
  const steady = growing ? Math.min(seconds, STEADY) : seconds;
  const grown = seconds > steady ? (DOUBLING / Math.LN2) * (2 ** ((seconds - steady) / DOUBLING) - 1) : 0;
  return ticksPerSecond * (steady + grown);
}

function slice(): void {
  const now = performance.now();
  const current = session;
  if (!run || !current) return;
  const { kind, until, pace, startedAt, startTick } = run;
  const due = pace === undefined ? until : Math.min(until, startTick + ticksAfter(pace, (now - startedAt) / 1000));
  let stop: StopReason = "limit";
  while (current.tick < due && stop === "limit" && performance.now() - now < SLICE) {
    const before = performance.now();
    const wanted = Math.min(sliceTicks, Math.ceil(due - current.tick));
    stop = kind === "toNextTrap" ? current.toNextTrap(wanted) : current.advance(wanted);
    if (stop === "no-trap") stop = "limit";
    const took = performance.now() - before;
    if (took > SLICE / 2) sliceTicks = Math.max(100, Math.round(sliceTicks / 2));
    else if (wanted === sliceTicks && took < SLICE / 8) sliceTicks = Math.min(1_000_000, sliceTicks * 2);
  }
  if (stop !== "limit" || current.tick >= until) {
    finish(stop === "limit" ? atEnd[kind] : stop);
    return;
  }
  if (now - run.reportedAt > (drawn ? REPORT : SIGN_OF_LIFE)) {
    run.reportedAt = now;
    drawn = false;
    post({ kind: "progress", state: state(undefined) });
  }
  if (current.tick < due) wake.port2.postMessage(undefined);
  else setTimeout(slice, REPORT / 4);
}

function finish(stop: StopCause): void {
  if (!run) return;
  const { id, kind } = run;
  run = undefined;
  answer(id, kind, state(stop));
}

/** A call that moves the machine at once ends a run first. */
function travel(go: (session: Session) => StopCause): LabState {
  finish("paused");
  return state(go(open()));
}

async function serve(request: Request): Promise<void> {
  const { id } = request;
  switch (request.kind) {
    case "language":
      return answer(
        id,
        request.kind,
        instructions.map(({ mnemonic, privileged, name }) => ({ mnemonic, privileged, name })),
      );
    case "assemble": {
      const { file, text } = request.ask;
      return answer(id, request.kind, assembledFile(file, assemble(text)));
    }
    case "open":
      finish("paused");
      return answer(id, request.kind, await make(request.ask));
    case "run":
      return begin(id, request.kind, request.ask.until, request.ask.pace);
    case "pause":
      finish("paused");
      return answer(id, request.kind, state("paused"));
    case "step":
      return answer(
        id,
        request.kind,
        travel((machine) => machine.step()),
      );
    case "stepOverTrap":
      return answer(
        id,
        request.kind,
        travel((machine) => machine.stepOverTrap()),
      );
    case "toNextTrap":
      return begin(id, request.kind, open().tick + SEARCH, undefined);
    case "stepBack":
      return answer(
        id,
        request.kind,
        travel((machine) => (machine.tick <= firstTick ? "begin" : machine.stepBack())),
      );
    case "goTo": {
      const { tick } = request.ask;
      if (tick > open().tick) return begin(id, request.kind, tick, undefined);
      return answer(
        id,
        request.kind,
        travel((machine) => (machine.goTo(tick) === "error" ? "error" : "place")),
      );
    }
    case "type": {
      const machine = open();
      machine.input(request.ask.console, request.ask.text);
      sent.forgetFuture(() => machine.trace());
      return answer(id, request.kind, state(undefined));
    }
    case "read": {
      const { processor, address, length } = request.ask;
      return answer(id, request.kind, dump(address, open().read(processor, address, length)));
    }
    case "drawn":
      drawn = true;
      return answer(id, request.kind, undefined);
    case "digest":
      return answer(id, request.kind, { digest: open().digest(), inputs: open().inputs });
    case "grade":
      return answer(id, request.kind, await grade(request.ask.exercise, request.ask.files, { variant }));
  }
}

addEventListener("message", (event: MessageEvent<Request>) => {
  serve(event.data).catch((error: unknown) => {
    post({ id: event.data.id, kind: "failed", message: error instanceof Error ? error.message : String(error) });
  });
});
