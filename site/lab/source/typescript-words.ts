/** Just enough of TypeScript for a listing that nobody edits yet: comments, strings, keywords. */

const WORDS =
  /(\/\/.*$|\/\*.*?\*\/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|\b(import|export|from|type|function|const|let|return|if|else|for|while|switch|case|break|default|void|number|boolean|string)\b/g;

/** A line's pieces with their classes. */
export function typescriptPieces(
  line: string,
): readonly { readonly text: string; readonly kind: string | undefined }[] {
  if (/^\s*(\/\*\*?|\*)/.test(line)) return [{ text: line, kind: "c" }];
  const pieces: { text: string; kind: string | undefined }[] = [];
  let end = 0;
  for (const match of line.matchAll(WORDS)) {
    if (match.index > end) pieces.push({ text: line.slice(end, match.index), kind: undefined });
    pieces.push({ text: match[0], kind: match[1] !== undefined ? "c" : match[2] !== undefined ? "str" : "op" });
    end = match.index + match[0].length;
  }
  if (end < line.length) pieces.push({ text: line.slice(end), kind: undefined });
  return pieces;
}
