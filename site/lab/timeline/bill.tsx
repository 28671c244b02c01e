/** The bill: how often each cause trapped, and what it cost. */
import type { ReadonlySignal } from "@preact/signals";
import type { BillRow } from "../../../engine/grading/view.ts";
import { count } from "../data/format.ts";

/** Rows shown before the rest is summed up. */
const SHOWN = 8;

/** A lab's bill, or a virtual machine's. */
interface Billed {
  readonly bill: ReadonlySignal<readonly BillRow[]>;
  readonly view: ReadonlySignal<{ readonly tick: number } | undefined>;
}

export function Bill({ model }: { model: Billed }) {
  return (
    <div class="bill">
      <div class="cap">
        <span>The bill</span>
      </div>
      <BillTable bill={model.bill.value} of={model.view.value?.tick ?? 0} />
    </div>
  );
}

interface BillTableProps {
  readonly bill: readonly BillRow[];
  /** Ticks of which the sum is a share, and what those are. */
  readonly of: number;
  readonly share?: string;
}

/** Its rows and their sum. */
export function BillTable({ bill, of, share = "of this run" }: BillTableProps) {
  const total = bill.reduce((sum, row) => sum + row.ticks, 0);
  const most = Math.max(1, ...bill.map(({ ticks }) => ticks));
  return (
    <>
      {bill.length === 0 ? (
        <p class="empty">Nothing to pay yet.</p>
      ) : (
        <>
          <table>
            <thead class="sr-only">
              <tr>
                <th scope="col">Cause</th>
                <th scope="col">Times</th>
                <th scope="col">Share</th>
                <th scope="col">Ticks in the monitor</th>
              </tr>
            </thead>
            <tbody>
              {bill.slice(0, SHOWN).map(({ cause, count: times, ticks }) => (
                <tr key={cause}>
                  <th scope="row">{cause}</th>
                  <td class="times">×{count(times)}</td>
                  <td class="bar">
                    <svg viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={Math.max(1, (100 * ticks) / most)} height="9" rx="1" />
                    </svg>
                  </td>
                  <td class="n">{count(ticks)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="sum">
            {bill.length > SHOWN && <>{bill.length - SHOWN} more causes. </>}
            {count(total)} ticks in the monitor, {of > 0 ? ((100 * total) / of).toFixed(1) : "0"} % {share}
          </p>
        </>
      )}
    </>
  );
}
