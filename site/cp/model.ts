/** What the page "CP" knows: as the worker tells it. */
import { batch, signal } from "@preact/signals";
import { fitsMail } from "../../engine/grading/permalink.ts";
import { ROOM_LANES, type RoomUser } from "../../engine/installations/room.ts";
import type { DeckLabel } from "../../engine/installations/user-deck.ts";
import { download } from "../lab/data/download.ts";
import { count } from "../lab/data/format.ts";
import { grownTrace, type KnownTrace, NOTHING_KNOWN } from "../lab/timeline/known-trace.ts";
import type { TimelineModel } from "../lab/timeline/model.ts";
import type { Command, DeckFault, Kept, Report, RoomState } from "./machine/protocol.ts";

/** Characters of a console's paper that are shown: its end. */
const SHOWN = 60_000;

export class CpModel implements TimelineModel {
  readonly state = signal<RoomState | undefined>(undefined);
  readonly view = signal<RoomState["view"] | undefined>(undefined);
  readonly trace = signal<KnownTrace>(NOTHING_KNOWN);
  readonly papers = signal<ReadonlyMap<number, string>>(new Map());
  readonly locked = signal(false);
  readonly isLoading = signal(false);
  /** What has gone wrong. */
  readonly notice = signal("");
  readonly kept = signal<Kept>("soon");
  /** How many rooms could not be used, and are set aside. */
  readonly refused = signal(0);
  /** What became of asking for a link. */
  readonly link = signal<{ readonly address?: string; readonly isLong?: boolean; readonly says: string } | undefined>(
    undefined,
  );
  /** What became of the last deck: its errors, or whose it is and what it is called. */
  readonly deck = signal<{ readonly errors: readonly DeckFault[]; readonly loaded?: DeckLabel } | undefined>(undefined);
  /** Whose bill is shown. */
  readonly billed = signal<string | undefined>(undefined);
  readonly lanes = ROOM_LANES;
  #worker: Worker | undefined;
  #label: DeckLabel | undefined;

  /** Starts the worker. Returns what ends it. */
  start(): () => void {
    if (typeof Worker === "undefined" || typeof WebAssembly === "undefined") {
      this.notice.value = `This browser has no ${typeof Worker === "undefined" ? "workers" : "WebAssembly"}, and the machine needs it.`;
      return () => {};
    }
    const worker = new Worker(new URL("./machine/worker.ts", import.meta.url), { type: "module", name: "cp" });
    worker.addEventListener("message", ({ data }: MessageEvent<Report>) => this.#hear(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.notice.value = `The machine has failed: ${event.message || "its program could not be loaded"}. Reload the page.`;
    });
    this.#worker = worker;
    const open = () => {
      // Another fragment of the page's own is no run.
      if (location.hash !== "" && !location.hash.startsWith("#v")) return;
      this.isLoading.value = true;
      this.send({ kind: "open", link: location.hash });
    };
    const keep = () => document.visibilityState === "hidden" && this.send({ kind: "keep" });
    document.addEventListener("visibilitychange", keep);
    addEventListener("hashchange", open);
    this.isLoading.value = true;
    this.send({ kind: "open", link: location.hash });
    return () => {
      document.removeEventListener("visibilitychange", keep);
      removeEventListener("hashchange", open);
      worker.terminate();
    };
  }

  send(command: Command): void {
    this.#worker?.postMessage(command);
  }

  /** CP is loaded anew; nobody but the operator is logged on. */
  load(disks: "kept" | "given"): void {
    this.isLoading.value = true;
    this.send({ kind: "load", disks });
  }

  /** Puts a deck into the real reader; a program is assembled first. */
  loadReader(label: DeckLabel, text: string, isProgram: boolean): void {
    this.#label = label;
    this.send({ kind: "deck", label, text, isProgram });
  }

  async goTo(tick: number): Promise<void> {
    this.send({ kind: "goTo", tick });
  }

  async press(kind: "step" | "stepBack" | "toNextTrap" | "run"): Promise<void> {
    if (kind === "run" && this.state.value?.isRunning) this.send({ kind: "pause" });
    else this.send({ kind });
  }

  /** The user whose bill is shown: the one chosen, or the first that has a machine of his own running. */
  get user(): RoomUser | undefined {
    const users = this.view.value?.users ?? [];
    return users.find(({ userid }) => userid === this.billed.value) ?? users.find(({ virtual }) => virtual > 0);
  }

  #hear(report: Report): void {
    switch (report.kind) {
      case "state":
        return this.#stands(report.state);
      case "fresh":
        this.papers.value = new Map();
        this.trace.value = NOTHING_KNOWN;
        this.link.value = undefined;
        this.deck.value = undefined;
        return;
      case "notice":
        this.notice.value = report.text;
        return;
      case "kept":
        this.kept.value = report.kept;
        return;
      case "refused":
        this.refused.value = report.count;
        return;
      case "link":
        return void this.#linked(report.fragment, report.why);
      case "deck":
        this.deck.value = { errors: report.errors, ...(report.errors.length === 0 && { loaded: this.#label }) };
        return;
      case "file":
        return download(report.name, report.content);
      case "failed":
        this.isLoading.value = false;
        this.notice.value = `The machine has failed: ${report.message}. Load CP again.`;
    }
  }

  async #linked(fragment: string | undefined, why = ""): Promise<void> {
    if (fragment === undefined) {
      this.link.value = { says: why };
      return;
    }
    const place = `${location.origin}${location.pathname}`;
    const address = `${place}#${fragment}`;
    const isCopied = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    const isLong = !fitsMail(place, fragment);
    const tooLong = isLong ? ` With ${count(address.length)} characters it is too long for mail.` : "";
    this.link.value = {
      address,
      isLong,
      says: `${isCopied ? "The link is copied." : "The link to this run:"}${tooLong}`,
    };
  }

  #stands(state: RoomState): void {
    batch(() => {
      this.isLoading.value = false;
      this.trace.value = grownTrace(this.trace.value, state.trace, state.furthest);
      this.view.value = state.view;
      this.state.value = state;
      if (state.typed.length > 0) {
        const papers = new Map(this.papers.value);
        for (const { address, from, text } of state.typed)
          papers.set(address, ((from === 0 ? "" : (papers.get(address) ?? "")) + text).slice(-SHOWN));
        this.papers.value = papers;
      }
    });
    requestAnimationFrame(() => this.send({ kind: "drawn" }));
  }
}
