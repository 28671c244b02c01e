/** Storage in hexadecimal and EBCDIC, of the machine or of a guest. */
import { useEffect, useId, useState } from "preact/hooks";
import { address } from "../data/format.ts";
import { sourceFiles } from "../data/source.ts";
import type { LabModel } from "../machine/model.ts";
import type { Dump } from "../machine/protocol.ts";

const ROW = 16;
const ROWS = 16;
const PAGE = ROW * ROWS;

export function StoragePanel({ model }: { model: LabModel }) {
  const view = model.view.value;
  const id = useId();
  const [processor, setProcessor] = useState<string | undefined>();
  const [start, setStart] = useState(0);
  const [wish, setWish] = useState("0");
  const [problem, setProblem] = useState("");
  const [dump, setDump] = useState<Dump | undefined>();
  const shown = processor ?? view?.processors.find(({ id }) => id === view.world)?.id ?? "machine";
  useEffect(() => {
    let current = true;
    void model.read(shown, start, PAGE).then((read) => current && setDump(read));
    return () => {
      current = false;
    };
  }, [shown, start, view]);

  const symbols = symbolsOf(model, shown);
  const go = (event: Event) => {
    event.preventDefault();
    const found = symbols.get(wish.trim().toUpperCase()) ?? hexadecimal(wish);
    if (found === undefined) {
      setProblem(`"${wish}" is neither a hexadecimal address nor a symbol of this program.`);
      return;
    }
    setProblem("");
    setStart(Math.max(0, found - (found % ROW)));
  };
  const move = (by: number) => setStart(Math.min(0xffff00, Math.max(0, start + by)));

  return (
    <div class="storage">
      <form class="tools" onSubmit={go}>
        <label>
          Of{" "}
          <select value={shown} onChange={(event) => setProcessor(event.currentTarget.value)}>
            {(view?.processors ?? []).map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          from{" "}
          <input
            type="text"
            size={8}
            value={wish}
            list={`${id}-symbols`}
            spellcheck={false}
            autocomplete="off"
            aria-label="Address in hexadecimal, or symbol"
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            onInput={(event) => setWish(event.currentTarget.value)}
          />
        </label>
        <datalist id={`${id}-symbols`}>
          {[...symbols.keys()].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit">show</button>
        <button type="button" aria-label="256 bytes back" title="256 bytes back" onClick={() => move(-PAGE)}>
          ◂
        </button>
        <button type="button" aria-label="256 bytes on" title="256 bytes on" onClick={() => move(PAGE)}>
          ▸
        </button>
      </form>
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {dump ? <DumpTable dump={dump} /> : <p class="empty">Storage is here when the machine has been started.</p>}
    </div>
  );
}

function DumpTable({ dump }: { dump: Dump }) {
  const rows = Array.from({ length: Math.ceil(dump.text.length / ROW) }, (_, row) => row * ROW);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll alike in all browsers, and a section would be a landmark for each lab
    <div role="group" class="dump" aria-label="Storage dump" tabIndex={0}>
      <table>
        <thead class="sr-only">
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Hexadecimal</th>
            <th scope="col">EBCDIC</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{address(dump.address + row)}</th>
              <td>{dump.hex.slice(row * 2, (row + ROW) * 2).replace(/(.{8})(?=.)/g, "$1 ")}</td>
              <td class="text">{dump.text.slice(row, row + ROW)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Symbols of the program that a processor runs, with their addresses. */
function symbolsOf(model: LabModel, processor: string): ReadonlyMap<string, number> {
  const symbols = new Map<string, number>();
  for (const { name, world } of sourceFiles(model.source.setup)) {
    if (world !== processor) continue;
    for (const [symbol, value] of model.assembled.value[name]?.symbols ?? []) {
      if (!/^R\d+$/.test(symbol)) symbols.set(symbol.toUpperCase(), value);
    }
  }
  return symbols;
}

function hexadecimal(text: string): number | undefined {
  const digits = text
    .trim()
    .replace(/^X'(.*)'$/i, "$1")
    .replace(/^0x/i, "");
  return /^[0-9A-F]{1,6}$/i.test(digits) ? Number.parseInt(digits, 16) : undefined;
}
