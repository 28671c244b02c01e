/** Several labs, run one after the other: what each machine spent, side by side. */
import { useState } from "preact/hooks";
import type { Crossing } from "../../../engine/machine/trace.ts";
import { loadSource } from "../data/catalogue.ts";
import { count } from "../data/format.ts";
import { LabClient } from "../machine/client.ts";

export interface Compared {
  readonly id: string;
  readonly title: string;
  readonly outcome?: Spent | { readonly problem: string };
}

interface Spent {
  /** Instructions by guests and programs. */
  readonly programs: number;
  readonly monitorExecuted: number;
  readonly modelled: number;
  readonly ticks: number;
}

export function CompareView({ labs }: { labs: readonly Compared[] }) {
  const [rows, setRows] = useState(labs);
  const [running, setRunning] = useState(false);
  const [said, say] = useState("");
  const run = async () => {
    if (running) return;
    setRunning(true);
    say("Running.");
    const client = new LabClient();
    let done = rows;
    for (const [index, { id }] of labs.entries()) {
      const outcome = await runLab(client, id);
      done = done.map((row, at) => (at === index ? { ...row, outcome } : row));
      setRows(done);
    }
    client.close();
    setRunning(false);
    say("Done. The table has the figures.");
  };
  const first = rows[0]?.outcome;
  const base = first && "ticks" in first ? first.ticks : undefined;
  return (
    <section class="lab compare" aria-label="Comparison of runs">
      <div class="controls">
        <div class="buttons">
          <button
            type="button"
            class="primary"
            data-key="compare"
            aria-disabled={running || undefined}
            onClick={() => void run()}
          >
            {running ? "running …" : "▸ run all"}
          </button>
        </div>
        <span class="said" role="status">
          {said}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll" aria-label="What each run spent" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">run</th>
              <th scope="col">instructions of the programs</th>
              <th scope="col">monitor, executed</th>
              <th scope="col">monitor, modelled ticks</th>
              <th scope="col">ticks in all</th>
              <th scope="col">ratio</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, outcome }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/lab/${id}/`}>{title}</a>
                </th>
                <Figures outcome={outcome} base={base} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Figures({ outcome, base }: { outcome: Compared["outcome"]; base: number | undefined }) {
  if (outcome === undefined) return [0, 1, 2, 3, 4].map((column) => <td key={column}>–</td>);
  if ("problem" in outcome) return <td colSpan={5}>{outcome.problem}</td>;
  const { programs, monitorExecuted, modelled, ticks } = outcome;
  return (
    <>
      <td>{count(programs)}</td>
      <td>{count(monitorExecuted)}</td>
      <td>{count(modelled)}</td>
      <td>{count(ticks)}</td>
      <td>{base ? `${(ticks / base).toFixed(2)}×` : "–"}</td>
    </>
  );
}

async function runLab(client: LabClient, id: string): Promise<Spent | { problem: string }> {
  try {
    const source = await loadSource("lab", id);
    const opened = await client.call("open", { setup: source.setup, files: source.given, input: source.input });
    if (!opened.ok) return { problem: opened.message };
    if ("errors" in opened.value) return { problem: opened.value.errors[0]?.message ?? "the sources have errors" };
    // States carry only the crossings that are new, so those of the way there are gathered too.
    const crossings: Crossing[] = [...opened.value.state.trace.crossings];
    client.onProgress = ({ trace }) => void crossings.push(...trace.crossings);
    const ran = await client.call("run", { until: source.limit, pace: undefined });
    if (!ran.ok) return { problem: ran.message };
    const { view, trace } = ran.value;
    crossings.push(...trace.crossings);
    const inMonitor = sum(crossings.filter(({ from }) => from === "monitor"));
    return {
      programs: view.instructions - inMonitor.executed,
      monitorExecuted: inMonitor.executed,
      modelled: inMonitor.modelled,
      ticks: view.tick,
    };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function sum(crossings: readonly Crossing[]): { executed: number; modelled: number } {
  let executed = 0;
  let modelled = 0;
  for (const crossing of crossings) {
    executed += crossing.executed;
    modelled += crossing.modelled;
  }
  return { executed, modelled };
}
