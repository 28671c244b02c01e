/** Sequences that grow at the end and are cut anywhere, and share what they have in common: the written part of a tape. */

/** Ways out of a branch: as many items, or branches, as one array has at the most. */
const WAYS = 32;
const WAY_BITS = 5;

/** Items in order. Never changed: {@link withItem} returns another one. */
export interface Sequence<T> {
  readonly length: number;
  /** Levels of branches above the items' own arrays. */
  readonly depth: number;
  readonly root: Branch<T>;
}

/** Items, or branches of the next level. */
type Branch<T> = readonly (T | Branch<T>)[];

const EMPTY: Sequence<never> = { length: 0, depth: 0, root: [] };

/** A sequence without items. */
export function emptySequence<T>(): Sequence<T> {
  return EMPTY;
}

/** An item, 0 to length - 1. */
export function itemOf<T>({ depth, root }: Sequence<T>, index: number): T {
  let branch = root;
  for (let level = depth; level > 0; level--) {
    // Above the lowest level there are only branches.
    branch = branch[(index >> (WAY_BITS * level)) & (WAYS - 1)] as Branch<T>;
  }
  // At the lowest level there are only items.
  return branch[index & (WAYS - 1)] as T;
}

/** The first `index` items (at most all), and then this one. Takes a few hundred bytes, however many there are. */
export function withItem<T>(sequence: Sequence<T>, index: number, item: T): Sequence<T> {
  if (index === 0) return { length: 1, depth: 0, root: [item] };
  let { depth, root } = sequence;
  while (index >= WAYS ** (depth + 1)) {
    root = [root];
    depth++;
  }
  return { length: index + 1, depth, root: replaced(root, depth, index, item) };
}

/** A branch up to an index, with the item there. */
function replaced<T>(branch: Branch<T> | undefined, level: number, index: number, item: T): Branch<T> {
  const way = (index >> (WAY_BITS * level)) & (WAYS - 1);
  const copy = branch === undefined ? [] : branch.slice(0, way);
  // As in itemOf: what lies above the lowest level is a branch.
  copy.push(level === 0 ? item : replaced(branch?.[way] as Branch<T> | undefined, level - 1, index, item));
  return copy;
}
