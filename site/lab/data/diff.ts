/** Two texts line by line. */

export interface DiffLine {
  /** In both, only in the first, only in the second. */
  readonly side: "both" | "first" | "second";
  readonly text: string;
}

/** The longest common sequence of lines, with what differs in between. Files here have at most a few hundred lines. */
export function diffLines(first: string, second: string): readonly DiffLine[] {
  const a = first.trimEnd().split("\n");
  const b = second.trimEnd().split("\n");
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ side: "both", text: a[i++] });
      j++;
    } else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ side: "first", text: a[i++] });
    } else {
      lines.push({ side: "second", text: b[j++] });
    }
  }
  return lines;
}
