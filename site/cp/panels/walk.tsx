/** The way through, line by line; each can be typed by a press. */
import { useState } from "preact/hooks";
import { addressText } from "../../terminals/names.ts";
import { WALK } from "../data/walk.ts";
import type { CpModel } from "../model.ts";

export function WalkPanel({ model }: { model: CpModel }) {
  const [next, setNext] = useState(0);
  const isOn = model.state.value !== undefined && !model.isLoading.value;
  return (
    <section class="panel walk" aria-labelledby="cp-walk">
      <h2 id="cp-walk">A way through</h2>
      <ol>
        {WALK.map(({ terminal, line, why }, index) => (
          <li key={line} aria-current={index === next ? "step" : undefined}>
            <button
              type="button"
              aria-disabled={!isOn || undefined}
              onClick={() => {
                if (!isOn) return;
                model.send({ kind: "type", address: terminal, text: line });
                setNext(index + 1);
              }}
            >
              <span class="at">{addressText(terminal)}</span> {line}
            </button>
            <span class="about">{why}</span>
          </li>
        ))}
      </ol>
      <p class="about">
        Or type what you like: Carol’s password is <code>singer</code>, the operator is logged on. <code>#cp</code>{" "}
        before a line gives it to CP while a program runs.
      </p>
    </section>
  );
}
