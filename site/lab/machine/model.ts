/** One open lab: its files, its machine's state as signals, and everything that the reader can ask of it. */
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { InputEvent } from "../../../engine/grading/format.ts";
import type { BillRow, LaneView, MachineView, SourceError } from "../../../engine/grading/view.ts";
import { count } from "../data/format.ts";
import { saveWork, type Work } from "../data/saved.ts";
import { type LabSource, sourceFiles } from "../data/source.ts";
import { lanesBefore } from "../panels/names.ts";
import { grownTrace, type KnownTrace, NOTHING_KNOWN } from "../timeline/known-trace.ts";
import { LabClient, type Outcome } from "./client.ts";
import type { AssembledFile, Calls, Files, LabState, Operation, Pace, StopCause } from "./protocol.ts";
import { stopSentence } from "./stops.ts";

export type Phase = "off" | "starting" | "stopped" | "running" | "broken" | "lost";

/** What the reader can press. */
export type Press = "run" | "step" | "stepOverTrap" | "toNextTrap" | "stepBack";

/** Fast enough that something happens, slow enough that it can be seen. */
const WATCHING: Pace = { ticksPerSecond: 2_500, growing: true };

/** Ticks that Run moves on where the reader has asked for no motion. */
const JUMP = 2_000;

export class LabModel {
  readonly source: LabSource;
  readonly client: LabClient;
  readonly files: Signal<Files>;
  readonly phase = signal<Phase>("off");
  readonly view = signal<MachineView | undefined>(undefined);
  /** The machine at the stop before this one: what "changed" compares with. */
  readonly before = signal<MachineView | undefined>(undefined);
  readonly trace = signal<KnownTrace>(NOTHING_KNOWN);
  readonly bill = signal<readonly BillRow[]>([]);
  readonly stop = signal<StopCause | undefined>(undefined);
  readonly errors = signal<readonly SourceError[]>([]);
  readonly assembled = signal<Readonly<Record<string, AssembledFile>>>({});
  readonly operations = signal<readonly Operation[]>([]);
  /** Said to screen readers, and shown in the status line. */
  readonly announcement = signal("");
  /** A message for the reader about the whole lab: a damaged link, a machine that was lost. */
  readonly notice = signal("");
  readonly fast = signal(false);
  /** How fast Run goes unless it is full speed; "jump" moves on without motion. */
  readonly pace = signal<Pace | "jump">(WATCHING);
  /** What undoes the last reset. */
  readonly undo = signal<(() => void) | undefined>(undefined);
  /** Whether the sources have changed since the machine was made. */
  readonly stale = signal(false);
  /** The reader's own work while a link's run is shown; nothing is saved until it is decided which of the two to keep. */
  readonly aside = signal<Work | undefined>(undefined);
  readonly work: Signal<Work>;
  readonly edited = computed(() => Object.keys(this.changedFiles()));
  /** Shown text is locked: a prediction has to be made first. */
  readonly locked = signal(false);
  #open = false;
  #typed: InputEvent[] = [];
  #seeking = false;
  #wanted: number | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(source: LabSource, work: Work = {}, client = new LabClient()) {
    this.client = client;
    this.source = source;
    this.work = signal(work);
    this.files = signal({ ...source.given, ...work.files });
    this.#typed = [...(work.typed ?? [])];
    this.client.onProgress = (state) => this.#show(state);
    this.client.onLost = () => this.#lost();
  }

  /** Under what name the work is saved. */
  get key(): string {
    return `${this.source.kind}:${this.source.id}`;
  }

  /** The timeline's lanes before there is a machine. */
  get lanes(): readonly LaneView[] {
    return lanesBefore(this.source.setup);
  }

  /** Lines that the reader has typed, with their ticks. */
  get typed(): readonly InputEvent[] {
    return this.#typed;
  }

  /** Files that differ from the lesson's. */
  changedFiles(): Files {
    const changed: Record<string, string> = {};
    for (const [name, text] of Object.entries(this.files.value)) {
      if (text !== this.source.given[name]) changed[name] = text;
    }
    return changed;
  }

  /** Has the sources assembled, for addresses and errors, and the language's table fetched. */
  async prepare(): Promise<void> {
    if (this.operations.value.length === 0) {
      const language = await this.client.call("language", undefined);
      if (language.ok) this.operations.value = language.value;
    }
    const names = sourceFiles(this.source.setup).filter(({ language }) => language === "assembler");
    await Promise.all(names.map(({ name }) => this.#assemble(name)));
  }

  /** Does what a button says. */
  async press(press: Press): Promise<void> {
    if (this.locked.value) return;
    if (press === "run") return this.phase.value === "running" ? this.pause() : this.run();
    if (this.phase.value === "running") await this.client.call("pause", undefined);
    if (!(await this.#ensureOpen())) return;
    await this.#travel(press);
  }

  /** Runs until the lab's limit (or the next multiple of it). */
  async run(until?: number): Promise<void> {
    if (!(await this.#ensureOpen())) return;
    const now = this.view.value?.tick ?? 0;
    const limit = this.source.limit;
    const target = until ?? (Math.floor(now / limit) + 1) * limit;
    const chosen = this.pace.value;
    if (chosen === "jump") return this.goTo(now + JUMP);
    const pace = this.fast.value ? undefined : chosen;
    batch(() => {
      this.before.value = this.view.value;
      this.stop.value = undefined;
      this.phase.value = "running";
      this.announcement.value = "Running.";
    });
    this.#stopped(await this.client.call("run", { until: target, pace }));
  }

  async pause(): Promise<void> {
    await this.client.call("pause", undefined);
  }

  /** Goes to a tick, forward or back. Of several wishes in quick succession the last one counts. */
  async goTo(tick: number): Promise<void> {
    this.#wanted = Math.max(0, Math.round(tick));
    if (this.#seeking) return;
    this.#seeking = true;
    try {
      if (this.phase.value === "running") await this.client.call("pause", undefined);
      if (!(await this.#ensureOpen())) return;
      this.before.value = this.view.value;
      while (this.#wanted !== undefined) {
        const wanted: number = this.#wanted;
        this.#wanted = undefined;
        this.#stopped(await this.client.call("goTo", { tick: wanted }));
      }
    } finally {
      this.#seeking = false;
    }
  }

  /** Types a line at a console. */
  async type(console: string, text: string): Promise<void> {
    if (!(await this.#ensureOpen())) return;
    const tick = this.view.value?.tick ?? 0;
    this.#typed = [...this.#typed.filter((event) => event.tick <= tick), { tick, console, text }];
    const outcome = await this.client.call("type", { console, text });
    if (outcome.ok) this.#show(outcome.value);
    this.#save();
    if (this.phase.value !== "running") await this.run();
  }

  /** Storage of a processor's program, or nothing before the machine is made. */
  async read(processor: string, address: number, length: number): Promise<Calls["read"]["answer"] | undefined> {
    if (!this.#open) return undefined;
    const outcome = await this.client.call("read", { processor, address, length });
    return outcome.ok ? outcome.value : undefined;
  }

  /** Takes an edit of a file. */
  edit(name: string, text: string): void {
    if (text === this.files.value[name]) return;
    batch(() => {
      this.files.value = { ...this.files.value, [name]: text };
      this.stale.value = this.#open;
      this.undo.value = undefined;
    });
    void this.#assemble(name);
    this.#save();
  }

  /** Puts a file back as the lesson gives it. */
  restore(name: string): void {
    const text = this.files.value[name];
    this.edit(name, this.source.given[name]);
    this.undo.value = () => this.edit(name, text);
  }

  /** Starts the machine over; with `sources` the files too. The undo brings both back. */
  async reset(sources: boolean): Promise<void> {
    const files = this.files.value;
    const tick = this.view.value?.tick ?? 0;
    const typed = this.#typed;
    if (this.phase.value === "running") await this.client.call("pause", undefined);
    batch(() => {
      if (sources) this.files.value = this.source.given;
      this.#typed = [];
      this.#forget();
    });
    if (sources) await this.prepare();
    if (!(await this.#ensureOpen())) return;
    this.announcement.value = "Reset. The machine is at its beginning.";
    this.undo.value = () => {
      this.files.value = files;
      this.#typed = [...typed];
      this.#forget();
      void this.prepare();
      void this.goTo(tick);
    };
    this.#save();
  }

  /** Remembers part of the work. */
  keep(work: Work): void {
    this.work.value = { ...this.work.value, ...work };
    this.#save();
  }

  /** Takes the files and typed lines of a run that is to be replayed. The reader's own work is put aside, not lost. */
  replay(files: Files, typed: readonly InputEvent[]): void {
    const { tick } = this.work.value;
    const own = { files: this.changedFiles(), typed: this.#typed, tick };
    batch(() => {
      if (Object.keys(own.files).length > 0 || own.typed.length > 0) this.aside.value ??= own;
      this.files.value = { ...this.source.given, ...files };
      this.#typed = [...typed];
      this.#forget();
    });
    void this.prepare();
  }

  /** Brings back the work that was put aside for a link's run. */
  ownWork(): void {
    const own = this.aside.value;
    if (!own) return;
    this.aside.value = undefined;
    this.replay({ ...own.files }, own.typed ?? []);
    this.aside.value = undefined;
    if (own.tick) void this.goTo(own.tick);
  }

  /** Keeps the link's run in place of the work that was put aside. */
  keepLinked(): void {
    this.aside.value = undefined;
    this.#save();
  }

  /** Makes the machine anew if needed; false when the sources have errors or the machine does not answer. */
  async #ensureOpen(): Promise<boolean> {
    if (this.#open && !this.stale.value) return true;
    const wasOpen = this.#open;
    batch(() => {
      if (wasOpen) this.#forget();
      this.phase.value = "starting";
      this.undo.value = undefined;
    });
    const input = [...this.source.input, ...this.#typed];
    const outcome = await this.client.call("open", { setup: this.source.setup, files: this.files.value, input });
    if (!outcome.ok) {
      batch(() => {
        this.phase.value = "lost";
        this.notice.value = outcome.message;
        this.announcement.value = outcome.message;
      });
      return false;
    }
    const opened = outcome.value;
    if ("errors" in opened) {
      batch(() => {
        this.phase.value = "broken";
        this.errors.value = opened.errors;
        this.announcement.value = `${count(opened.errors.length)} ${opened.errors.length === 1 ? "error" : "errors"} in the source; nothing was started.`;
      });
      return false;
    }
    batch(() => {
      this.#open = true;
      this.stale.value = false;
      this.errors.value = [];
      this.notice.value = "";
      this.#show(opened.state);
      this.before.value = opened.state.view;
      this.phase.value = "stopped";
    });
    return true;
  }

  async #travel(kind: "step" | "stepOverTrap" | "toNextTrap" | "stepBack"): Promise<void> {
    this.before.value = this.view.value;
    this.phase.value = "running";
    this.#stopped(await this.client.call(kind, undefined));
  }

  #stopped(outcome: Outcome<LabState>): void {
    if (!outcome.ok) {
      batch(() => {
        if (this.phase.value === "running") this.phase.value = outcome.reason === "failed" ? "stopped" : "lost";
        this.notice.value = outcome.message;
        this.announcement.value = outcome.message;
      });
      return;
    }
    batch(() => {
      this.#show(outcome.value);
      this.phase.value = "stopped";
      if (outcome.value.failure) this.errors.value = [outcome.value.failure];
      this.announcement.value = stopSentence(outcome.value);
    });
    this.#save();
  }

  #show(state: LabState): void {
    batch(() => {
      this.trace.value = grownTrace(this.trace.value, state.trace, state.furthest);
      this.view.value = state.view;
      this.bill.value = state.bill;
      if (state.stop) this.stop.value = state.stop;
    });
  }

  async #assemble(name: string): Promise<void> {
    const text = this.files.value[name];
    const file = sourceFiles(this.source.setup).find((each) => each.name === name);
    if (file?.language !== "assembler") {
      this.errors.value = this.errors.value.filter((error) => error.file !== name);
      return;
    }
    const outcome = await this.client.call("assemble", { file: name, text });
    if (!outcome.ok || this.files.value[name] !== text) return;
    batch(() => {
      this.assembled.value = { ...this.assembled.value, [name]: outcome.value };
      this.errors.value = [...this.errors.value.filter((error) => error.file !== name), ...outcome.value.errors];
    });
  }

  #forget(): void {
    this.#open = false;
    this.view.value = undefined;
    this.before.value = undefined;
    this.trace.value = NOTHING_KNOWN;
    this.bill.value = [];
    this.stop.value = undefined;
    this.phase.value = "off";
  }

  #lost(): void {
    if (!this.#open) return;
    const tick = this.view.value?.tick;
    batch(() => {
      this.#forget();
      this.phase.value = "lost";
    });
    this.keep({ tick });
  }

  #save(): void {
    clearTimeout(this.#saving);
    if (this.aside.value) return;
    this.#saving = setTimeout(() => {
      const files = this.changedFiles();
      const tick = this.view.value?.tick;
      const work: Work = {
        ...this.work.value,
        files: Object.keys(files).length > 0 ? files : undefined,
        tick: this.#open ? tick || undefined : this.work.value.tick,
        typed: this.#typed.length > 0 ? this.#typed : undefined,
      };
      this.work.value = work;
      void saveWork(this.key, work);
    }, 300);
  }
}
