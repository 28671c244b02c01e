/**
 * Structured control flow for a region: walks the dominator tree as in Ramsey, "Beyond Relooper" (ICFP 2022), and says
 * where WebAssembly's blocks and loops open and end, and which branch leads to which block.
 */
import type { FlowGraph } from "./flow-graph.ts";

/** What the walk writes to: WebAssembly's control instructions, and the guest's blocks. All constructs have no result. */
export interface StructureSink {
  block(): void;
  loop(): void;
  /** Takes the condition from the stack. */
  if(): void;
  end(): void;
  br(depth: number): void;
  /** Takes the condition from the stack. */
  brIf(depth: number): void;
  /** Takes the number of the branch from the stack. */
  brTable(depths: readonly number[], otherwise: number): void;
  /** Turns the condition on the stack into its contrary. */
  not(): void;
  /** Keeps a small number in a local for {@link getLabel}, which puts it on the stack. */
  setLabel(label: number): void;
  getLabel(): void;
  /**
   * Writes the code of a guest block, the last thing being exactly one call of `ways` (`go`, `choose` or `table`), or code
   * that leaves the region.
   */
  body(block: number, ways: Ways): void;
}

/** Where control goes at the end of a block. */
export type Way =
  /** A successor in the region. */
  | number
  /** A successor, with code that is executed on the way there. */
  | { readonly to: number; before(): void }
  /** Code that leaves the region; it must not end without having left (`return`, `unreachable`). */
  | (() => void);

export interface Ways {
  /** Goes there in any case. */
  go(way: Way): void;
  /** Goes one way if the condition on the stack is true, the other if it is false. */
  choose(ifTrue: Way, ifFalse: Way): void;
  /** Goes the way whose number `index` puts on the stack (unsigned), or else the last. */
  table(index: () => void, ways: readonly Way[]): void;
  /** Does `emit` where the block's own code has opened `labels` constructs that have not ended, so that depths are right. */
  within(labels: number, emit: () => void): void;
}

/** Writes a region's blocks to `sink`. Blocks that cannot be reached are left out. */
export function structure(graph: FlowGraph, sink: StructureSink): void {
  new Walk(graph, sink).run();
}

/** How a way is written. */
type Form =
  | { readonly kind: "br"; readonly label: number }
  /** Code that does not end without having gone elsewhere; `size` in blocks. */
  | { readonly kind: "code"; readonly size: number; readonly emit: () => void };

class Walk {
  readonly #graph: FlowGraph;
  readonly #sink: StructureSink;
  readonly #children: number[][];
  /** By node: how many nodes it dominates, itself included. */
  readonly #size: Int32Array;
  readonly #written: Uint8Array;
  /** What a branch to each open construct leads to, outermost first; -1 for constructs that nothing branches to. */
  readonly #labels: number[] = [];
  /** What is still to be written, the next at the end; not recursion, so that regions may be long. */
  readonly #tasks: (() => void)[] = [];
  /** The node that control reaches by running into the end of what is being written, or -1. */
  #after = -1;
  /** Whether the code being written is the last of its construct, so that tasks may follow it. */
  #isTail = false;

  constructor(graph: FlowGraph, sink: StructureSink) {
    this.#graph = graph;
    this.#sink = sink;
    this.#children = graph.dominatorTree();
    this.#size = new Int32Array(this.#children.length).fill(1);
    this.#written = new Uint8Array(this.#children.length);
    for (const node of graph.order.toReversed())
      if (node !== graph.root) this.#size[graph.dominator(node)] += this.#size[node];
  }

  run(): void {
    const { root, entries } = this.#graph;
    if (this.#graph.isDispatcher(root) && entries.length === 1) this.#sink.setLabel(this.#graph.label(entries[0]));
    this.#writeNow(root);
  }

  /** Writes a node and all it dominates, before anything else. */
  #writeNow(node: number): void {
    const base = this.#tasks.length;
    this.#tree(node, this.#after);
    while (this.#tasks.length > base) this.#tasks.pop()?.();
  }

  /** Lets a node and all it dominates be written next. `after`: what runs into the end of it reaches. */
  #tree(node: number, after: number): void {
    this.#tasks.push(() => {
      if (this.#written[node] !== 0)
        throw new Error(`Block ${node} is asked for more often than its predecessor's list of successors says.`);
      this.#written[node] = 1;
      if (this.#graph.isLoopHeader(node)) {
        this.#sink.loop();
        this.#labels.push(node);
        this.#tasks.push(() => this.#end());
      }
      let next = after;
      // What comes last is outermost, so that what comes before it can branch there.
      for (const merge of this.#children[node].filter((child) => this.#graph.isMerge(child)).reverse()) {
        this.#sink.block();
        this.#labels.push(merge);
        this.#tree(merge, next);
        this.#tasks.push(() => this.#end());
        next = merge;
      }
      this.#tasks.push(() => this.#body(node, next));
    });
  }

  #end(): void {
    this.#sink.end();
    this.#labels.pop();
  }

  #body(node: number, after: number): void {
    this.#after = after;
    this.#isTail = true;
    const ways: Ways = {
      go: (way) => this.#go(this.#form(node, way)),
      choose: (ifTrue, ifFalse) => this.#choose(this.#form(node, ifTrue), this.#form(node, ifFalse)),
      table: (index, all) =>
        this.#table(
          index,
          all.map((way) => this.#form(node, way)),
        ),
      within: (labels, emit) => this.#within(labels, emit),
    };
    if (this.#graph.isDispatcher(node)) this.#dispatch(node);
    else this.#sink.body(node, ways);
  }

  #dispatch(node: number): void {
    const forms: Form[] = [];
    for (const { label, to } of this.#graph.ways(node)) forms[label] = this.#formOf(node, to);
    // Labels of other dispatchers do not come here: any way will do for them.
    const last = forms[forms.length - 1];
    for (let label = 0; label < forms.length; label++) forms[label] ??= last;
    this.#table(() => this.#sink.getLabel(), forms);
  }

  #form(from: number, way: Way): Form {
    if (typeof way === "function") return { kind: "code", size: 0, emit: way };
    if (typeof way === "object") {
      const form = this.#form(from, way.to);
      const emit = (): void => {
        way.before();
        this.#go(form);
      };
      return { kind: "code", size: form.kind === "code" ? form.size : 0, emit };
    }
    const first = this.#graph.first(from, way);
    const form = this.#formOf(from, first);
    if (!this.#graph.isDispatcher(first)) return form;
    const emit = (): void => {
      this.#sink.setLabel(this.#graph.label(way));
      this.#go(form);
    };
    return { kind: "code", size: 0, emit };
  }

  #formOf(from: number, to: number): Form {
    if (this.#graph.isBackEdge(from, to) || this.#graph.isMerge(to)) return { kind: "br", label: to };
    return { kind: "code", size: this.#size[to], emit: () => this.#inline(to) };
  }

  #inline(node: number): void {
    if (this.#isTail) this.#tree(node, this.#after);
    else this.#writeNow(node);
  }

  #depth(label: number): number {
    const place = this.#labels.lastIndexOf(label);
    if (place < 0) throw new Error(`A branch to block ${label} is asked for where no construct leads there.`);
    return this.#labels.length - 1 - place;
  }

  #go(form: Form): void {
    if (form.kind === "code") form.emit();
    else if (form.label !== this.#after) this.#sink.br(this.#depth(form.label));
  }

  #choose(ifTrue: Form, ifFalse: Form): void {
    // The longer code comes last, outside the `if`: a chain of tests then nests no deeper with each.
    const swap =
      ifTrue.kind === "br"
        ? ifFalse.kind === "br" && ifTrue.label === this.#after
        : ifFalse.kind === "br" || ifTrue.size > ifFalse.size;
    const [first, rest] = swap ? [ifFalse, ifTrue] : [ifTrue, ifFalse];
    if (swap) this.#sink.not();
    if (first.kind === "br") this.#sink.brIf(this.#depth(first.label));
    else {
      this.#sink.if();
      this.#within(1, first.emit);
      this.#sink.end();
    }
    this.#go(rest);
  }

  #table(index: () => void, forms: readonly Form[]): void {
    const codes = [...new Set(forms.map((form) => (form.kind === "code" ? form : undefined)))].filter(
      (form) => form !== undefined,
    );
    for (const _ of codes) this.#sink.block();
    const depths = forms.map((form) =>
      form.kind === "code" ? codes.indexOf(form) : codes.length + this.#depth(form.label),
    );
    index();
    this.#sink.brTable(depths.slice(0, -1), depths[depths.length - 1]);
    for (const [position, { emit }] of codes.entries()) {
      this.#sink.end();
      if (position < codes.length - 1) this.#within(codes.length - 1 - position, emit);
      else emit();
    }
  }

  /** Writes code inside `labels` constructs more, after which other code follows at once. */
  #within(labels: number, emit: () => void): void {
    const [outerAfter, outerTail, height] = [this.#after, this.#isTail, this.#labels.length];
    for (let i = 0; i < labels; i++) this.#labels.push(-1);
    this.#after = -1;
    this.#isTail = false;
    emit();
    this.#labels.length = height;
    this.#after = outerAfter;
    this.#isTail = outerTail;
  }
}
