/** The little Markdown that tasks and afterwords use: paragraphs, lists, code, emphasis, links. */
import type { ComponentChildren } from "preact";

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|_([^_]+)_|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Text with inline Markdown. */
export function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(end, match.index));
    const [whole, code, strong, star, underscore, label, target] = match;
    const emphasis = star ?? underscore;
    if (code !== undefined) parts.push(<code>{code}</code>);
    else if (strong !== undefined) parts.push(<strong>{inline(strong)}</strong>);
    else if (emphasis !== undefined) parts.push(<em>{inline(emphasis)}</em>);
    else parts.push(<a href={target}>{label}</a>);
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts;
}

/** Blocks of Markdown, set as elements. */
export function Markdown({ text }: { text: string }) {
  const blocks = text.trim().split(/\n\s*\n/);
  return (
    <>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </>
  );
}

function Block({ block }: { block: string }) {
  const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(block.trim());
  if (fence) return <pre>{fence[1]}</pre>;
  const lines = block.split("\n");
  const bullet = /^\s*[-*]\s+/;
  const number = /^\s*\d+[.)]\s+/;
  if (bullet.test(lines[0])) return <ul>{items(lines, bullet)}</ul>;
  if (number.test(lines[0])) return <ol>{items(lines, number)}</ol>;
  return <p>{inline(lines.map((line) => line.trim()).join(" "))}</p>;
}

function items(lines: readonly string[], marker: RegExp) {
  const joined: string[] = [];
  for (const line of lines) {
    if (marker.test(line)) joined.push(line.replace(marker, ""));
    else joined[joined.length - 1] += ` ${line.trim()}`;
  }
  return joined.map((item) => <li key={item}>{inline(item)}</li>);
}
