/**
 * The flow graph of a region: order, dominators, loops. Where a loop can be entered at several blocks (irreducible
 * flow), a *dispatcher* is put in: a node of our own that all edges to those blocks pass through, so that it dominates
 * the loop and every graph can be written as nested blocks and loops.
 */

/** An edge: the guest block it leads to, and the node it leads to first (a dispatcher, else the block itself). */
interface Edge {
  readonly block: number;
  to: number;
}

/** Guest blocks are numbered from 0; dispatchers have the numbers from `blocks` on. */
export class FlowGraph {
  /** How many guest blocks. */
  readonly blocks: number;
  /** Node that is executed first: a guest block or a dispatcher. */
  readonly root: number;
  /** Blocks at which the region can be entered. If there are several, the label says at which: 0 at the first, 1 … */
  readonly entries: readonly number[];
  /** Whether every loop has one way in, so that dispatchers are not needed (but for several entries). */
  readonly reducible: boolean;
  /** Reachable nodes, each before all that it reaches by forward edges: reverse post-order. */
  order: readonly number[] = [];
  readonly #edges: Edge[][];
  readonly #ranks = new Map<number, number>();
  /** By node: position in {@link order}, or -1 for what cannot be reached. */
  #position: Int32Array = new Int32Array(0);
  /** By node: immediate dominator; the root's is itself. */
  #dominator: Int32Array = new Int32Array(0);
  /** By node: how many forward edges lead there. */
  #forward: Int32Array = new Int32Array(0);
  #headers = new Set<number>();

  /**
   * @param blocks how many there are
   * @param successors blocks of the region that follow a block, each as often as the block's code can ask for it
   * @param entries blocks at which the region can be entered, each once
   */
  constructor(blocks: number, successors: (block: number) => readonly number[], entries: readonly number[] = [0]) {
    this.blocks = blocks;
    this.entries = entries;
    this.#edges = Array.from({ length: blocks }, (_, block) => successors(block).map((to) => ({ block: to, to })));
    if (entries.length === 1) {
      this.root = entries[0];
      this.#analyse();
      this.reducible = this.#isReducible();
      if (!this.reducible) this.root = this.#dispatchIrreducible();
    } else {
      this.root = this.#addDispatcher(entries);
      this.#analyse();
      this.reducible = this.#isReducible();
      if (!this.reducible) this.#dispatchIrreducible();
    }
    if (!this.reducible) this.#analyse();
  }

  /** Whether the region needs a local for the label that dispatchers look at. */
  get dispatches(): boolean {
    return this.#edges.length > this.blocks;
  }
  isDispatcher(node: number): boolean {
    return node >= this.blocks;
  }
  /** Node that control goes to first on the way from `from` to guest block `block`; a dispatcher, or the block. */
  first(from: number, block: number): number {
    const edge = this.#edges[from].find((candidate) => candidate.block === block);
    if (edge === undefined) throw new Error(`Block ${block} is not among the successors given for block ${from}.`);
    return edge.to;
  }
  /** Label by which dispatchers know a guest block: 0 and up. Blocks that no dispatcher leads to have none. */
  label(block: number): number {
    const rank = this.#ranks.get(block);
    if (rank === undefined) throw new Error(`No dispatcher leads to block ${block}.`);
    return rank;
  }
  /** Where a dispatcher goes: pairs of label and node. */
  ways(dispatcher: number): readonly { readonly label: number; readonly to: number }[] {
    return this.#edges[dispatcher].map(({ block, to }) => ({ label: this.label(block), to }));
  }
  isReachable(node: number): boolean {
    return this.#position[node] >= 0;
  }
  /** Immediate dominator; the root's is itself. */
  dominator(node: number): number {
    return this.#dominator[node];
  }
  /** Whether the edge leads back to a loop's header. */
  isBackEdge(from: number, to: number): boolean {
    return this.#position[to] <= this.#position[from];
  }
  isLoopHeader(node: number): boolean {
    return this.#headers.has(node);
  }
  /** Whether several forward edges meet there. */
  isMerge(node: number): boolean {
    return this.#forward[node] > 1;
  }
  /** The nodes immediately dominated by each node, in {@link order}. */
  dominatorTree(): number[][] {
    const children: number[][] = this.#edges.map(() => []);
    for (const node of this.order) if (node !== this.root) children[this.#dominator[node]].push(node);
    return children;
  }

  /**
   * Guest blocks at which a region looks whether to go on: its entries, and in each loop every block that closes it.
   * Every cycle passes through one.
   */
  checkPoints(): ReadonlySet<number> {
    const found = new Set(this.entries);
    for (const node of this.order) {
      if (this.isDispatcher(node)) for (const { block } of this.#edges[node]) found.add(block);
      else if (this.#headers.has(node)) found.add(node);
    }
    return found;
  }

  /**
   * For every check point, the greatest sum of weights that one pass from it can do before the next check point or before
   * leaving; its own weight is part of it.
   */
  maxPath(weight: (block: number) => number): Map<number, number> {
    const stops = this.checkPoints();
    const greatest = new Float64Array(this.blocks);
    const found = new Map<number, number>();
    for (const node of this.order.toReversed()) {
      if (this.isDispatcher(node)) continue;
      let rest = 0;
      for (const { block } of this.#edges[node]) if (!stops.has(block)) rest = Math.max(rest, greatest[block]);
      greatest[node] = weight(node) + rest;
      if (stops.has(node)) found.set(node, greatest[node]);
    }
    return found;
  }

  #addDispatcher(targets: readonly number[]): number {
    for (const block of targets) if (!this.#ranks.has(block)) this.#ranks.set(block, this.#ranks.size);
    return this.#edges.push(targets.map((block) => ({ block, to: block }))) - 1;
  }

  #analyse(): void {
    this.#findOrder();
    this.#findDominators();
    this.#forward = new Int32Array(this.#edges.length);
    this.#headers.clear();
    for (const node of this.order)
      for (const { to } of this.#edges[node])
        if (this.isBackEdge(node, to)) this.#headers.add(to);
        else this.#forward[to]++;
  }

  #findOrder(): void {
    const seen = new Uint8Array(this.#edges.length);
    const finished: number[] = [];
    const path = [{ node: this.root, next: 0 }];
    seen[this.root] = 1;
    while (path.length > 0) {
      const top = path[path.length - 1];
      const edges = this.#edges[top.node];
      if (top.next === edges.length) {
        finished.push(top.node);
        path.pop();
      } else {
        const { to } = edges[top.next++];
        if (seen[to] === 0) {
          seen[to] = 1;
          path.push({ node: to, next: 0 });
        }
      }
    }
    this.order = finished.reverse();
    this.#position = new Int32Array(this.#edges.length).fill(-1);
    for (const [position, node] of this.order.entries()) this.#position[node] = position;
  }

  /** Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm". */
  #findDominators(): void {
    const position = this.#position;
    const dominator = new Int32Array(this.#edges.length).fill(-1);
    const predecessors: number[][] = this.#edges.map(() => []);
    for (const node of this.order) for (const { to } of this.#edges[node]) predecessors[to].push(node);
    dominator[this.root] = this.root;
    const meet = (a: number, b: number): number => {
      while (a !== b)
        if (position[a] > position[b]) a = dominator[a];
        else b = dominator[b];
      return a;
    };
    for (let changed = true; changed; ) {
      changed = false;
      for (const node of this.order) {
        if (node === this.root) continue;
        let nearest = -1;
        for (const before of predecessors[node])
          if (dominator[before] >= 0) nearest = nearest < 0 ? before : meet(nearest, before);
        if (dominator[node] !== nearest) {
          dominator[node] = nearest;
          changed = true;
        }
      }
    }
    this.#dominator = dominator;
  }

  #isReducible(): boolean {
    return this.order.every((node) =>
      this.#edges[node].every(({ to }) => !this.isBackEdge(node, to) || this.#dominates(to, node)),
    );
  }
  #dominates(above: number, node: number): boolean {
    while (this.#position[node] > this.#position[above]) node = this.#dominator[node];
    return node === above;
  }

  /** Gives each loop with several ways in a dispatcher, outer loops first. Returns the root. */
  #dispatchIrreducible(): number {
    // The way into the region is an edge like any other.
    const wayIn: Edge = { block: this.root, to: this.root };
    const work: number[][] = [this.order.filter((node) => !this.isDispatcher(node))];
    for (let nodes = work.pop(); nodes !== undefined; nodes = work.pop())
      for (const loop of this.#loops(new Set(nodes))) {
        const ways = this.#waysInto(new Set(loop), wayIn);
        if (ways.length === 1) {
          work.push(loop.filter((node) => node !== ways[0]));
          continue;
        }
        const dispatcher = this.#addDispatcher(ways);
        const closing = new Set(ways);
        if (closing.has(wayIn.to)) wayIn.to = dispatcher;
        for (const [node, edges] of this.#edges.entries())
          if (node !== dispatcher) for (const edge of edges) if (closing.has(edge.to)) edge.to = dispatcher;
        work.push(loop);
      }
    return wayIn.to;
  }

  /** Blocks of a loop that edges from outside it lead to. */
  #waysInto(loop: ReadonlySet<number>, wayIn: Edge): number[] {
    const found = new Set<number>();
    if (loop.has(wayIn.to)) found.add(wayIn.to);
    for (const [node, edges] of this.#edges.entries())
      if (!loop.has(node) && (this.isDispatcher(node) || this.isReachable(node)))
        for (const { to } of edges) if (loop.has(to)) found.add(to);
    return [...found];
  }

  /** Strongly connected parts with a cycle among `nodes` (Tarjan's algorithm, with a stack of its own). */
  #loops(nodes: ReadonlySet<number>): number[][] {
    const index = new Map<number, number>();
    const low = new Map<number, number>();
    const open: number[] = [];
    const isOpen = new Set<number>();
    const found: number[][] = [];
    const begin = (node: number): { node: number; next: number } => {
      low.set(node, index.size);
      index.set(node, index.size);
      open.push(node);
      isOpen.add(node);
      return { node, next: 0 };
    };
    const lower = (node: number, value: number): void => {
      low.set(node, Math.min(low.get(node) ?? value, value));
    };
    for (const start of nodes) {
      if (index.has(start)) continue;
      const path = [begin(start)];
      while (path.length > 0) {
        const top = path[path.length - 1];
        const { node } = top;
        if (top.next < this.#edges[node].length) {
          const { to } = this.#edges[node][top.next++];
          if (!nodes.has(to)) continue;
          if (!index.has(to)) path.push(begin(to));
          else if (isOpen.has(to)) lower(node, index.get(to) ?? 0);
          continue;
        }
        path.pop();
        if (path.length > 0) lower(path[path.length - 1].node, low.get(node) ?? 0);
        if (low.get(node) !== index.get(node)) continue;
        const part = open.splice(open.indexOf(node));
        for (const member of part) isOpen.delete(member);
        if (part.length > 1 || this.#edges[node].some(({ to }) => to === node)) found.push(part);
      }
    }
    return found;
  }
}
