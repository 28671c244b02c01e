/** Fan-fold paper as it comes out of a printer: form by form, and followed to its end while nobody has scrolled away. */
import { useLayoutEffect, useRef } from "preact/hooks";

/** Forms that are drawn at once; those before them are not thrown away, only not shown. */
const FORMS = 40;

interface FanfoldProps {
  /** "Paper of the 1403 printer 00E". */
  readonly label: string;
  readonly text: string;
  /** Whether the text begins in the middle of what was printed. */
  readonly isCut?: boolean;
  /** Where the rest is to be had. */
  readonly cut: string;
}

export function Fanfold({ label, text, isCut = false, cut }: FanfoldProps) {
  const tray = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const forms = formsOf(text);
  const shown = forms.slice(-FORMS);
  useLayoutEffect(() => {
    const element = tray.current;
    if (element && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [text]);
  return (
    <div
      class="fanfold"
      ref={tray}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        isFollowing.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < 40;
      }}
    >
      {(isCut || shown.length < forms.length) && <p class="cut">{cut}</p>}
      {shown.map((form, i) => (
        <pre key={forms.length - shown.length + i} class="form">
          {form}
        </pre>
      ))}
    </div>
  );
}

/** The text between form feeds. Lines printed over one another are as the last of them left them. */
function formsOf(text: string): string[] {
  const forms = text.split("\f").map((form) => form.replaceAll(/^.*\r(?!\n)/gm, over));
  // Paper that has been advanced and not been printed on yet is shown too: it is there.
  return forms[0] === "" && forms.length > 1 ? forms.slice(1) : forms;
}

/** Lines over one another in one: what is blank in the later one shows the earlier. */
function over(lines: string): string {
  const parts = lines.split("\r").filter((part) => part !== "");
  const width = Math.max(0, ...parts.map(({ length }) => length));
  let merged = "";
  for (let at = 0; at < width; at++) merged += parts.findLast((part) => (part[at] ?? " ") !== " ")?.[at] ?? " ";
  return `${merged.trimEnd()}\r`;
}
