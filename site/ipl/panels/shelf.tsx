/** The shelf: media that were dropped, what they are, and what has been written on them. */
import { useRef, useState } from "preact/hooks";
import type { ImageForm, MediumView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

export function ShelfPanel({ model }: { model: IplModel }) {
  const chooser = useRef<HTMLInputElement>(null);
  const media = model.shelf.value;
  const isKept = media.some(({ changes }) => changes) || model.trays.value.length > 0;
  return (
    <section class="panel shelf" aria-labelledby="ipl-shelf">
      <div class="cap">
        <h2 id="ipl-shelf">The shelf</h2>
        <span class="about keeping">{model.isUnsaved.value ? "keeping …" : isKept && "kept in this browser"}</span>
      </div>
      <div class="dropzone">
        <p>Drop disk images, tapes, card decks here.</p>
        <button type="button" onClick={() => chooser.current?.click()}>
          choose files …
        </button>
        <input
          ref={chooser}
          class="sr-only"
          type="file"
          multiple
          tabIndex={-1}
          aria-label="Files for the shelf"
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            if (files.length > 0) model.send({ kind: "add", files });
          }}
        />
      </div>
      {media.length > 0 && (
        <ul class="media">
          {media.map((medium) => (
            <MediumEntry key={medium.name} model={model} medium={medium} />
          ))}
        </ul>
      )}
    </section>
  );
}

const FORMS: Readonly<Record<MediumView["kind"], readonly { readonly form: ImageForm; readonly label: string }[]>> = {
  disk: [
    { form: "compressed", label: "save .cckd" },
    { form: "plain", label: "save .ckd" },
  ],
  tape: [
    { form: "plain", label: "save .aws" },
    { form: "compressed", label: "save .het" },
  ],
  deck: [{ form: "plain", label: "save" }],
};

function MediumEntry({ model, medium }: { model: IplModel; medium: MediumView }) {
  const { name, kind, about, size, damage, isDamagedTaken, changes, kept } = medium;
  const [asking, ask] = useState(false);
  const act = changes ? "forget" : "remove";
  return (
    <li>
      <div class="medium">
        <b>{name}</b>
        <span class="about">
          {about}
          {size !== undefined && ` · ${bytes(size)}`}
        </span>
        {changes && <span class="mark">{changes}</span>}
        {kept === "no" && <span class="about">not kept: drop it again next time</span>}
        {damage && <span class="problem">{damage}</span>}
      </div>
      <div class="acts">
        {damage && !isDamagedTaken && (
          <button type="button" class="quiet" onClick={() => model.send({ kind: "accept-damage", name })}>
            use it as far as it is sound
          </button>
        )}
        {changes &&
          FORMS[kind].map(({ form, label }) => (
            <button
              key={form}
              type="button"
              class="quiet"
              aria-label={`${label} of ${name}`}
              onClick={() => model.send({ kind: "save-medium", name, form })}
            >
              {label}
            </button>
          ))}
        {asking ? (
          <>
            <button
              type="button"
              class="quiet problem"
              onClick={() => {
                ask(false);
                model.send({ kind: act, name });
              }}
            >
              {changes ? "yes, give up what was written" : "yes, take it off"}
            </button>
            <button type="button" class="quiet" onClick={() => ask(false)}>
              no
            </button>
          </>
        ) : (
          <button
            type="button"
            class="quiet"
            aria-label={`${changes ? "give up what was written on" : "take off the shelf:"} ${name}`}
            onClick={() => (changes ? ask(true) : model.send({ kind: "remove", name }))}
          >
            {changes ? "give up …" : "take off"}
          </button>
        )}
      </div>
    </li>
  );
}

/** "317 MB", "6.4 KB". */
function bytes(size: number): string {
  if (size < 1000) return `${size} bytes`;
  const units = ["KB", "MB", "GB"];
  let value = size / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
