/** The candidate nearest to a mistyped word, if one is near enough to be meant; undefined otherwise. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const furthest = word.length <= 4 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = furthest + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return bestDistance < word.length ? best : undefined;
}

/** Words for which a near one is looked for; more would make a large broken program slow. */
const MOST_SUGGESTIONS = 100;

/** Looks for near candidates, once for each word and for so many words. */
export function suggester(candidates: () => Iterable<string>): (word: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (word) => {
    if (!known.has(word) && known.size < MOST_SUGGESTIONS) known.set(word, nearest(word, candidates()));
    return known.get(word);
  };
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let distance = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        distance = Math.min(distance, before[j - 2] + 1);
      row.push(distance);
    }
    [before, previous] = [previous, row];
  }
  return previous[to.length];
}
