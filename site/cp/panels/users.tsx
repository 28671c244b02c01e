/** Who is logged on, in the words of CP's own record, and the bill of one of them. */
import { count } from "../../lab/data/format.ts";
import { BillTable } from "../../lab/timeline/bill.tsx";
import type { CpModel } from "../model.ts";

export function UsersPanel({ model }: { model: CpModel }) {
  const view = model.view.value;
  return (
    <section class="panel users roll" aria-labelledby="cp-users">
      <h2 id="cp-users">Virtual machines</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="scroll" aria-label="Table of virtual machines" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">user</th>
              <th scope="col">state</th>
              <th scope="col">list</th>
              <th scope="col">virtual PSW</th>
              <th scope="col">pages</th>
              <th scope="col">own ticks</th>
              <th scope="col">CP’s for it</th>
            </tr>
          </thead>
          <tbody>
            {(view?.users ?? []).map(({ userid, state, list, psw, isShadowed, resident, virtual, overhead }) => (
              <tr key={userid}>
                <th scope="row">{userid}</th>
                <td>{state}</td>
                <td class="mono">{list.trim()}</td>
                <td class="mono">
                  {psw}
                  {isShadowed && <span class="about"> shadow tables</span>}
                </td>
                <td class="n">{count(resident)}</td>
                <td class="n">{count(virtual)}</td>
                <td class="n">{count(overhead)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="about">
        {view
          ? `CP has spent ${count(view.system)} ticks for nobody in particular; in ${count(view.idle)} everybody waited. A tick is a microsecond.`
          : "Nobody is logged on yet."}
      </p>
    </section>
  );
}

export function UserBill({ model }: { model: CpModel }) {
  const { user } = model;
  const users = (model.view.value?.users ?? []).filter(({ bill }) => bill.length > 0);
  return (
    <div class="bill">
      <div class="cap">
        <span>The bill</span>
        {users.length > 0 && user && (
          <select
            aria-label="Whose bill"
            value={user.userid}
            onChange={(event) => (model.billed.value = event.currentTarget.value)}
          >
            {users.map(({ userid }) => (
              <option key={userid}>{userid}</option>
            ))}
          </select>
        )}
      </div>
      <BillTable bill={user?.bill ?? []} of={user ? user.virtual + user.overhead : 0} share="of what it used" />
    </div>
  );
}
