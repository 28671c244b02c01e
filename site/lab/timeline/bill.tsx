/** The bill: how often each cause trapped, and what it cost. */
import { count } from "../data/format.ts";
import type { LabModel } from "../machine/model.ts";

/** Rows shown before the rest is summed up. */
const SHOWN = 8;

export function Bill({ model }: { model: LabModel }) {
  const bill = model.bill.value;
  const tick = model.view.value?.tick ?? 0;
  const total = bill.reduce((sum, row) => sum + row.ticks, 0);
  const most = Math.max(1, ...bill.map(({ ticks }) => ticks));
  return (
    <div class="bill">
      <div class="cap">
        <span>The bill</span>
      </div>
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
            {count(total)} ticks in the monitor, {tick > 0 ? ((100 * total) / tick).toFixed(1) : "0"} % of this run
          </p>
        </>
      )}
    </div>
  );
}
