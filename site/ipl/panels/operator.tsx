/** The operator's panel: IPL, keys, lamps, and what the machine does. */
import type { OperatorKey } from "../../../engine/index.ts";
import { count } from "../../lab/data/format.ts";
import type { Lamp, Speed } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

const KEYS: readonly { readonly key: OperatorKey; readonly label: string; readonly title: string }[] = [
  { key: "stop", label: "stop", title: "Stop: the processor ends the present instruction and stands" },
  { key: "start", label: "start", title: "Start: the processor goes on from where it stands" },
  { key: "restart", label: "restart", title: "Restart: an interruption; the new PSW is at location 0" },
  { key: "external", label: "external", title: "Interrupt: an external interruption, code 0040" },
];

/** As on the panel, with what each says. */
const LAMPS: readonly { readonly lamp: Lamp; readonly label: string; readonly title: string }[] = [
  { lamp: "system", label: "SYS", title: "System: instructions are executed" },
  { lamp: "wait", label: "WAIT", title: "Wait: the PSW waits for an interruption" },
  { lamp: "manual", label: "MAN", title: "Manual: the processor is stopped" },
  { lamp: "load", label: "LOAD", title: "Load: initial program loading is under way" },
  { lamp: "check", label: "CHECK", title: "Check: the processor is in the check-stop state" },
];

const SPEEDS: readonly { readonly speed: Speed; readonly label: string }[] = [
  { speed: "waits", label: "full speed, waits in real time" },
  { speed: "unbound", label: "full speed, no waiting" },
  { speed: "paced", label: "a million instructions a second" },
];

export function OperatorPanel({ model }: { model: IplModel }) {
  const machine = model.machine.value;
  const { loadable, fastDevices } = model.configuration.value;
  return (
    <section class="panel operator" aria-label="Operator's panel">
      <div class="keys">
        <label class="load-unit">
          <span>load unit</span>
          <select
            value={model.loadDevice.value}
            onChange={(event) => (model.loadDevice.value = Number(event.currentTarget.value))}
          >
            {loadable.map(({ address, label }) => (
              <option key={address} value={address}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="primary ipl-key"
          title="Initial program loading: reads a program from the load unit and starts it"
          onClick={() => model.ipl()}
        >
          IPL
        </button>
        <fieldset class="buttons" aria-label="Operator's keys">
          {KEYS.map(({ key, label, title }) => (
            <button
              key={key}
              type="button"
              title={title}
              aria-disabled={!machine || undefined}
              onClick={() => machine && model.send({ kind: "key", key })}
            >
              {label}
            </button>
          ))}
          <button
            type="button"
            title="Power off: what was written stays"
            aria-disabled={!machine || undefined}
            onClick={() => machine && model.send({ kind: "power-off" })}
          >
            power off
          </button>
        </fieldset>
      </div>
      <div class="state">
        <ul class="lamps" aria-label="Lamps">
          {LAMPS.map(({ lamp, label, title }) => {
            const isLit = machine?.lamps.includes(lamp) ?? false;
            return (
              <li key={lamp} class={isLit ? `lit lamp-${lamp}` : ""} title={title}>
                <span aria-hidden="true" />
                {label}
                <span class="sr-only">{isLit ? " is lit" : " is dark"}</span>
              </li>
            );
          })}
        </ul>
        <p class="says" role="status">
          {machine ? machine.says : "Off."}
        </p>
      </div>
      <div class="measures">
        <dl class="meters">
          <div>
            <dt>PSW{machine && <em> {machine.mode} mode</em>}</dt>
            <dd>{machine ? `${machine.psw.slice(0, 8)} ${machine.psw.slice(8)}` : "00000000 00000000"}</dd>
          </div>
          <div>
            <dt>instructions</dt>
            <dd>{count(machine?.instructions ?? 0)}</dd>
          </div>
          <div>
            <dt>MIPS</dt>
            <dd>{(machine?.mips ?? 0).toFixed(machine && machine.mips >= 10 ? 0 : 1)}</dd>
          </div>
          <div>
            <dt>machine's time</dt>
            <dd>{time(machine?.ticks ?? 0)}</dd>
          </div>
        </dl>
        <div class="settings">
          <label>
            speed{" "}
            <select onChange={(event) => model.send({ kind: "speed", speed: speedOf(event.currentTarget.value) })}>
              {SPEEDS.map(({ speed, label }) => (
                <option key={speed} value={speed}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="speed">
            <input
              type="checkbox"
              key={String(fastDevices)}
              defaultChecked={fastDevices}
              onChange={(event) => model.send({ kind: "fast-devices", fast: event.currentTarget.checked })}
            />
            fast devices
          </label>
        </div>
      </div>
    </section>
  );
}

function speedOf(value: string): Speed {
  return SPEEDS.find(({ speed }) => speed === value)?.speed ?? "waits";
}

/** Microseconds as minutes and seconds: "1:02.5". */
function time(ticks: number): string {
  const seconds = ticks / 1e6;
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}:${(seconds % 60).toFixed(1).padStart(4, "0")} min` : `${seconds.toFixed(3)} s`;
}
