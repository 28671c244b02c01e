/** What the page knows: as the worker tells it. */
import { signal } from "@preact/signals";
import { download } from "../lab/data/download.ts";
import { installations } from "./data/installations.ts";
import type {
  Command,
  ConfigurationView,
  MachineView,
  MediumView,
  Notice,
  PaperPiece,
  Report,
  TrayView,
} from "./machine/protocol.ts";

/** Characters of a paper that are shown: its end. All of it is saved. */
const SHOWN = 300_000;
/** Milliseconds between a change in the configuration's text and its reading. */
const SETTLE = 300;

/** The end of what a console, printer or punch has put out. */
export interface Paper {
  readonly text: string;
  /** Whether there is more before it. */
  readonly isCut: boolean;
}

const [first] = installations;
const BEFORE: ConfigurationView = {
  text: first.configuration,
  origin: first.id,
  errors: [],
  notes: [],
  loadDevice: 0x00c,
  fastDevices: true,
  loadable: [{ address: 0x00c, label: "00C · 3505" }],
};

export class IplModel {
  readonly shelf = signal<readonly MediumView[]>([]);
  readonly configuration = signal(BEFORE);
  readonly machine = signal<MachineView | undefined>(undefined);
  readonly papers = signal<ReadonlyMap<number, Paper>>(new Map());
  /** Printers' and punches' trays in which something lies. */
  readonly trays = signal<readonly TrayView[]>([]);
  readonly notice = signal<Notice | undefined>(undefined);
  /** What the browser lacks, so that there is no machine here. */
  readonly lacks = signal<string | undefined>(undefined);
  /** Text in the editor, which may be ahead of the configuration that has been read. */
  readonly text = signal(BEFORE.text);
  /** From which device is loaded. */
  readonly loadDevice = signal<number | undefined>(BEFORE.loadDevice);
  readonly isReady = signal(false);
  /** Whether something that was written waits to be kept. */
  readonly isUnsaved = signal(false);
  #worker: Worker | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;

  /** Starts the worker. Returns what ends it. */
  start(): () => void {
    if (typeof Worker === "undefined" || typeof WebAssembly === "undefined") {
      this.lacks.value = typeof Worker === "undefined" ? "workers" : "WebAssembly";
      return () => {};
    }
    const worker = new Worker(new URL("./machine/worker.ts", import.meta.url), { type: "module", name: "ipl" });
    worker.addEventListener("message", ({ data }: MessageEvent<Report>) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      const text = `The machine has failed: ${event.message || "its program could not be loaded"}. What was written is kept: reload the page.`;
      this.notice.value = { tone: "error", text };
    });
    this.#worker = worker;
    const keep = () => document.visibilityState === "hidden" && this.send({ kind: "keep" });
    const leave = (event: BeforeUnloadEvent) => this.isUnsaved.value && event.preventDefault();
    document.addEventListener("visibilitychange", keep);
    addEventListener("beforeunload", leave);
    this.send({ kind: "open" });
    return () => {
      document.removeEventListener("visibilitychange", keep);
      removeEventListener("beforeunload", leave);
      worker.terminate();
    };
  }

  send(command: Command): void {
    this.#worker?.postMessage(command);
  }

  /** The configuration's text has been edited. */
  edit(text: string): void {
    this.text.value = text;
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => this.#read(), SETTLE);
  }

  ipl(): void {
    if (this.text.value !== this.configuration.value.text) this.#read();
    this.send({ kind: "ipl", address: this.loadDevice.value });
  }

  #read(): void {
    clearTimeout(this.#reading);
    this.send({ kind: "configuration", text: this.text.value });
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case "shelf":
        this.shelf.value = report.media;
        break;
      case "configuration":
        this.#configured(report.view);
        break;
      case "fresh":
        this.papers.value = new Map();
        break;
      case "machine":
        this.machine.value = report.view;
        this.trays.value = report.trays;
        if (report.papers.length > 0) this.papers.value = grown(this.papers.value, report.papers);
        requestAnimationFrame(() => this.send({ kind: "drawn" }));
        break;
      case "notice":
        this.notice.value = report.notice;
        break;
      case "unsaved":
        this.isUnsaved.value = report.unsaved;
        break;
      case "file":
        download(report.name, report.content);
        break;
    }
  }

  #configured(view: ConfigurationView): void {
    const before = this.configuration.value;
    this.configuration.value = view;
    // Who types is ahead of what has been read.
    if (view.origin !== "own" || !this.isReady.value || this.text.value === before.text) this.text.value = view.text;
    const isThere = view.loadable.some(({ address }) => address === this.loadDevice.value);
    if (!isThere || view.loadDevice !== before.loadDevice || view.origin !== before.origin)
      this.loadDevice.value = view.loadDevice;
    this.isReady.value = true;
  }
}

function grown(papers: ReadonlyMap<number, Paper>, pieces: readonly PaperPiece[]): ReadonlyMap<number, Paper> {
  const next = new Map(papers);
  for (const { address, from, text } of pieces) {
    const before = from === 0 ? undefined : papers.get(address);
    const whole = (before?.text ?? "") + text;
    const isCut = whole.length > SHOWN || (before?.isCut ?? false);
    const end = whole.length > SHOWN ? whole.slice(whole.indexOf("\n", whole.length - SHOWN) + 1) : whole;
    next.set(address, { text: end, isCut });
  }
  return next;
}
