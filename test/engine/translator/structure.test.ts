/** Structured control flow: the same walk through the guest's blocks as the graph itself, whatever the graph. */
import { describe, expect, test } from "vitest";
import { FlowGraph } from "../../../engine/translator/flow-graph.ts";
import { type StructureSink, structure, type Way, type Ways } from "../../../engine/translator/structure.ts";
import { Random } from "../../vectors/random.ts";

const LEAVES = -1;
/** By block, what can follow it; {@link LEAVES} is the way out of the region. */
type Graph = readonly (readonly number[])[];

const inside = (graph: Graph) => (block: number) => graph[block].filter((next) => next !== LEAVES);

function randomGraph(random: Random, blocks: number): Graph {
  // Mostly neighbours, so that the graphs look like programs; else anything.
  const near = random.chance(50);
  return Array.from({ length: blocks }, (_, block) => {
    const ways = random.pick([0, 1, 1, 2, 2, 2, 2, 3, 5]);
    return Array.from({ length: ways }, () => {
      if (random.chance(11)) return LEAVES;
      const to = near ? block + 1 + random.below(5) - random.pick([0, 0, 0, 4]) : random.below(blocks);
      return to < 0 || to >= blocks ? LEAVES : to;
    });
  });
}

/** The choices of one run: for every block entered, which of its ways is taken. The run ends after so many. */
const choices = (seed: number, count: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.word());
};

const OVER = "over";
const walkOf = (graph: Graph, entry: number, chosen: readonly number[]): (number | string)[] => {
  const walk: (number | string)[] = [];
  let block = entry;
  for (const choice of chosen) {
    walk.push(block);
    const ways = graph[block];
    if (ways.length === 0) return walk;
    block = ways[choice % ways.length];
    if (block === LEAVES) return walk;
  }
  return [...walk, OVER];
};

/** Ends a run that has used up its choices. */
class Over extends Error {}

/** Writes a real WebAssembly module: `run(label)` calls `visit(block)`, which says the way, and `edge(block, way)`. */
class ModuleWriter implements StructureSink {
  readonly code: number[] = [];
  readonly #graph: Graph;
  /** Decides where code on edges and constructs of the block's own are; without it there are none. */
  readonly #random: Random | undefined;

  constructor(graph: Graph, random?: Random) {
    this.#graph = graph;
    this.#random = random;
  }
  number(value: number): void {
    // Signed LEB128 of a small positive number.
    for (; value >= 0x40; value >>>= 7) this.code.push((value & 0x7f) | 0x80);
    this.code.push(value);
  }
  unsigned(value: number): void {
    this.code.push(...leb(value));
  }
  block(): void {
    this.code.push(0x02, 0x40);
  }
  loop(): void {
    this.code.push(0x03, 0x40);
  }
  if(): void {
    this.code.push(0x04, 0x40);
  }
  end(): void {
    this.code.push(0x0b);
  }
  br(depth: number): void {
    this.code.push(0x0c);
    this.unsigned(depth);
  }
  brIf(depth: number): void {
    this.code.push(0x0d);
    this.unsigned(depth);
  }
  brTable(depths: readonly number[], otherwise: number): void {
    this.code.push(0x0e);
    this.unsigned(depths.length);
    for (const depth of [...depths, otherwise]) this.unsigned(depth);
  }
  not(): void {
    this.code.push(0x45);
  }
  setLabel(label: number): void {
    this.code.push(0x41);
    this.number(label);
    this.code.push(0x21, 0);
  }
  getLabel(): void {
    this.code.push(0x20, 0);
  }
  body(block: number, ways: Ways): void {
    this.code.push(0x41);
    this.number(block);
    this.code.push(0x10, 0);
    const leave = (): void => void this.code.push(0x0f);
    const way = (next: number, number: number): Way => {
      if (next === LEAVES) return leave;
      if (this.#random === undefined || !this.#random.chance(25)) return next;
      const before = (): void => {
        for (const operand of [block, number]) {
          this.code.push(0x41);
          this.number(operand);
        }
        this.code.push(0x10, 1);
      };
      return { to: next, before };
    };
    const all = this.#graph[block].map(way);
    if (all.length === 0) {
      this.code.push(0x1a, 0x0f);
    } else if (all.length === 1) {
      this.code.push(0x1a);
      ways.go(all[0]);
    } else if (all.length === 2) {
      // Way 0 is taken if the condition is false.
      if (this.#random?.chance(33)) {
        this.code.push(0x21, 1);
        this.block();
        ways.within(1, () => {
          this.code.push(0x20, 1);
          ways.choose(all[1], all[0]);
        });
        this.code.push(0x0b);
      } else ways.choose(all[1], all[0]);
    } else {
      this.code.push(0x21, 1);
      ways.table(() => this.code.push(0x20, 1), all);
    }
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  bytes.push(value);
  return bytes;
}

function moduleOf(code: readonly number[]): WebAssembly.Module {
  const section = (id: number, content: number[]): number[] => [id, ...leb(content.length)].concat(content);
  const text = (characters: string): number[] => [characters.length, ...new TextEncoder().encode(characters)];
  const body = [1, 1, 0x7f].concat(code, 0x0b);
  const types = [3, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 2, 0x7f, 0x7f, 0, 0x60, 1, 0x7f, 0];
  return new WebAssembly.Module(
    new Uint8Array(
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0].concat(
        section(1, types),
        section(2, [2, ...text("m"), ...text("visit"), 0, 0, ...text("m"), ...text("edge"), 0, 1]),
        section(3, [1, 2]),
        section(7, [1, ...text("run"), 0, 2]),
        section(10, [1, ...leb(body.length)].concat(body)),
      ),
    ),
  );
}

/** Runs the structured form of a graph and gives the walk it takes for each list of choices. */
function structured(graph: Graph, entries: readonly number[], random?: Random) {
  const flow = new FlowGraph(graph.length, inside(graph), entries);
  const writer = new ModuleWriter(graph, random);
  structure(flow, writer);
  const module = moduleOf(writer.code);
  let walk: (number | string)[] = [];
  let left: readonly number[] = [];
  const visit = (block: number): number => {
    if (walk.length === left.length) throw new Over();
    const ways = graph[block].length;
    const choice = left[walk.length] % Math.max(ways, 1);
    walk.push(block);
    return choice;
  };
  const edge = (block: number, way: number): void => {
    // The code on an edge is executed on that edge only.
    expect([walk.at(-1), left[walk.length - 1] % graph[block].length]).toEqual([block, way]);
  };
  const { run } = new WebAssembly.Instance(module, { m: { visit, edge } }).exports;
  if (typeof run !== "function") throw new Error("The module exports no function.");
  const walkFrom = (entry: number, chosen: readonly number[]): (number | string)[] => {
    walk = [];
    left = chosen;
    try {
      run(entries.length > 1 ? entries.indexOf(entry) : 99);
    } catch (error) {
      if (!(error instanceof Over)) throw error;
      walk.push(OVER);
    }
    return walk;
  };
  return { flow, walkFrom, code: writer.code };
}

/** Whether taking away edges into dominating blocks leaves no cycle, by the definition. */
function isReducible(graph: Graph, entry: number): boolean {
  const reach = (without: number): Set<number> => {
    const seen = new Set<number>();
    const work = [entry];
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      if (seen.has(block) || block === without) continue;
      seen.add(block);
      work.push(...inside(graph)(block));
    }
    return seen;
  };
  const reachable = reach(-1);
  const dominates = new Map([...reachable].map((block) => [block, reach(block)]));
  const forward = (block: number): number[] =>
    inside(graph)(block).filter((to) => to !== block && dominates.get(to)?.has(block));
  const state = new Map<number, "open" | "done">();
  const isAcyclic = (block: number): boolean => {
    if (state.get(block) === "done") return true;
    if (state.get(block) === "open") return false;
    state.set(block, "open");
    const acyclic = forward(block).every(isAcyclic);
    state.set(block, "done");
    return acyclic;
  };
  return isAcyclic(entry);
}

/** Greatest weight from a check point to the next, by trying all ways. */
function greatest(graph: Graph, stops: ReadonlySet<number>, weight: (block: number) => number, from: number): number {
  const rest = inside(graph)(from).map((to) => (stops.has(to) ? 0 : greatest(graph, stops, weight, to)));
  return weight(from) + Math.max(0, ...rest);
}

function check(seed: number, random: Random, graph: Graph, entries: readonly number[]): FlowGraph {
  const say = `seed ${seed}, entries ${entries.join()}, graph ${JSON.stringify(graph)}`;
  const { flow, walkFrom } = structured(graph, entries, random);
  for (const entry of entries)
    for (let run = 0; run < 6; run++) {
      const chosen = choices(random.word(), 60);
      expect(walkFrom(entry, chosen), say).toEqual(walkOf(graph, entry, chosen));
    }
  if (entries.length === 1) expect(flow.reducible, say).toBe(isReducible(graph, entries[0]));
  const weight = (block: number): number => (block * 7) % 5;
  const stops = flow.checkPoints();
  for (const [from, sum] of flow.maxPath(weight)) expect(sum, say).toBe(greatest(graph, stops, weight, from));
  return flow;
}

describe("structured control flow", () => {
  test("walks random graphs as they are", () => {
    let irreducible = 0;
    for (let seed = 1; seed <= 3000; seed++) {
      const random = new Random(seed);
      if (!check(seed, random, randomGraph(random, 1 + random.below(seed % 10 === 0 ? 60 : 14)), [0]).reducible)
        irreducible++;
    }
    expect(irreducible).toBeGreaterThan(400);
  });

  test("walks random graphs of many entries", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = new Random(seed);
      const blocks = 2 + random.below(12);
      const graph = randomGraph(random, blocks);
      const all = Array.from(graph.keys());
      const entries = Array.from({ length: 2 + random.below(blocks - 1) }, () => random.pick(all));
      check(seed, random, graph, [...new Set(entries)]);
    }
  });

  test("walks every graph of three blocks with two ways each", () => {
    const ends = [LEAVES, 0, 1, 2];
    const pairs = ends.flatMap((a) => ends.map((b) => [a, b]));
    const random = new Random(7);
    for (const first of pairs)
      for (const second of pairs) for (const third of pairs.slice(0, 8)) check(7, random, [first, second, third], [0]);
  });

  test("writes a loop of two blocks as one loop without further branches than its own", () => {
    // while (…) { if (…) …; }
    const { code } = structured([[1], [LEAVES, 2], [3, 4], [4], [1]], [0]);
    const loops = code.filter((byte, place) => byte === 0x03 && code[place + 1] === 0x40);
    expect(loops).toHaveLength(1);
  });

  test("needs no deep stack or nesting for long chains", () => {
    const long = 20_000;
    const chain: Graph = Array.from({ length: long }, (_, block) =>
      block % 3 === 0 ? [block + 1] : [LEAVES, block + 1],
    );
    const graph = [...chain, []];
    const { walkFrom } = structured(graph, [0]);
    expect(walkFrom(0, choices(2, 50))).toEqual(walkOf(graph, 0, choices(2, 50)));
  });

  test("says which blocks to check at", () => {
    const flow = new FlowGraph(5, inside([[1], [2, 3], [1], [4, 3], []]));
    expect([...flow.checkPoints()].sort()).toEqual([0, 1, 3]);
    expect(flow.maxPath((block) => 10 ** block)).toEqual(
      new Map([
        [3, 11_000],
        [1, 110],
        [0, 1],
      ]),
    );
  });

  test("says which way was asked for wrongly", () => {
    const graph = new FlowGraph(2, () => [1]);
    const wrong = new ModuleWriter([[1], [0, 0]]);
    expect(() => structure(graph, wrong)).toThrow("Block 0 is not among the successors given for block 1.");
  });
});
