/** Processors: PSWs by fields with their meaning, registers with what changed, assigned storage. */
import { useId, useState } from "preact/hooks";
import type { AssignedStorageView, FieldView, MachineView, ProcessorView } from "../../../engine/grading/view.ts";
import { hex } from "../data/format.ts";
import type { LabModel } from "../machine/model.ts";

export function ProcessorPanel({ model }: { model: LabModel }) {
  const view = model.view.value;
  const before = model.before.value;
  const [shown, show] = useState<string | undefined>();
  if (!view) return <p class="empty">The processor’s state is here when the machine has been started.</p>;
  // Unless the reader has chosen, registers are those of whoever runs.
  const processor = view.processors.find(({ id }) => id === (shown ?? view.world)) ?? view.processors[0];
  const old = before?.processors.find(({ id }) => id === processor.id);
  return (
    <div class="processor">
      {view.processors.map((each) => (
        <Psw key={each.id} processor={each} before={before?.processors.find(({ id }) => id === each.id)} />
      ))}
      <div class="block">
        <div class="cap">
          {view.processors.length > 1 ? (
            <label>
              Registers of{" "}
              <select value={processor.id} onChange={(event) => show(event.currentTarget.value)}>
                {view.processors.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <span>General registers</span>
          )}
          <em>
            <s class="ch">changed</s> since last stop
          </em>
        </div>
        <Registers label="General registers" values={processor.gr} before={old?.gr} />
      </div>
      <details class="block">
        <summary>Control registers</summary>
        <Registers label="Control registers" values={processor.cr} before={old?.cr} />
      </details>
      <Assigned assigned={view.assigned} before={before} />
    </div>
  );
}

function Psw({ processor, before }: { processor: ProcessorView; before: ProcessorView | undefined }) {
  const [open, setOpen] = useState<string | undefined>();
  const card = useId();
  const { hex: digits, fields } = processor.psw;
  const field = fields.find(({ id }) => id === open);
  const changed = ({ id, value }: FieldView) => {
    const old = before?.psw.fields.find((each) => each.id === id);
    return old !== undefined && old.value !== value;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes the card that hovering the fields opens
    <div
      class={`psw world-${processor.id}`}
      onMouseLeave={() => setOpen(undefined)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) {
          event.stopPropagation();
          setOpen(undefined);
        }
      }}
    >
      <div class="cap">
        <span>{processor.id === "machine" ? "PSW" : `${processor.title}: virtual PSW`}</span>
        <em>
          {digits.slice(0, 8)} {digits.slice(8)}
        </em>
      </div>
      <div class="bits">
        {fields.map((each) => (
          <button
            key={each.id}
            type="button"
            class={changed(each) ? "ch" : undefined}
            aria-describedby={open === each.id ? card : undefined}
            onMouseEnter={() => setOpen(each.id)}
            onFocus={() => setOpen(each.id)}
            onBlur={() => setOpen(undefined)}
            onClick={() => setOpen(each.id)}
          >
            <b>{each.value}</b>
            <small>{each.label}</small>
            {changed(each) && <span class="sr-only">changed</span>}
          </button>
        ))}
      </div>
      {field && (
        <div class="card" role="tooltip" id={card}>
          <p>
            <b>
              {field.label},{" "}
              {field.bits[0] === field.bits[1] ? `bit ${field.bits[0]}` : `bits ${field.bits[0]}–${field.bits[1]}`}.
            </b>{" "}
            {field.meaning}
          </p>
          <small>{field.source}</small>
        </div>
      )}
    </div>
  );
}

interface RegistersProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly before: readonly number[] | undefined;
}

/** Sixteen registers in four columns, numbered downward. */
function Registers({ label, values, before }: RegistersProps) {
  return (
    <dl class="registers" aria-label={label}>
      {values.map((value, number) => {
        const changed = before !== undefined && before[number] !== value;
        return (
          <div key={number}>
            <dt>{number}</dt>
            <dd class={changed ? "ch" : undefined}>
              {hex(value)}
              {changed && <span class="sr-only"> changed</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Assigned({ assigned, before }: { assigned: readonly AssignedStorageView[]; before: MachineView | undefined }) {
  if (assigned.length === 0) return null;
  return (
    <details class="block" open>
      <summary>Real low storage</summary>
      <table class="assigned">
        <tbody>
          {assigned.map(({ address, name, hex: digits }) => {
            const old = before?.assigned.find((each) => each.address === address);
            const changed = old !== undefined && old.hex !== digits;
            return (
              <tr key={address}>
                <th scope="row">{hex(address, 3)}</th>
                <td>{name}</td>
                <td class={changed ? "ch" : undefined}>
                  {digits.replace(/(.{8})(?=.)/g, "$1 ")}
                  {changed && <span class="sr-only"> changed</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
