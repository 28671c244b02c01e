/** What is kept of the room, what could not be used, and the link that replays a run. */
import { download } from "../../lab/data/download.ts";
import { plural } from "../../lab/data/format.ts";
import type { Kept } from "../machine/protocol.ts";
import type { CpModel } from "../model.ts";

/** Whether what happens is kept, in words: a moment later is soon enough to be called so. */
export const KEPT: Readonly<Record<Kept, string>> = {
  yes: "kept in this browser",
  soon: "kept in this browser",
  no: "not kept: this browser has no room for it, or forbids it",
  never: "not kept",
};

/** Rooms that are set aside. */
export function RefusedPanel({ model }: { model: CpModel }) {
  const count = model.refused.value;
  if (count === 0) return null;
  return (
    <section class="panel refused" aria-label="What is set aside">
      <span>
        {count === 1 ? "A room that could not be used is" : `${plural(count, "room")} that could not be used are`} set
        aside.
      </span>
      <button type="button" onClick={() => model.send({ kind: "saveDisks", of: "refused" })}>
        save its disks
      </button>
      <button type="button" onClick={() => model.send({ kind: "giveUpRefused" })}>
        give it up
      </button>
    </section>
  );
}

/** The link, once it has been asked for. */
export function LinkPanel({ model }: { model: CpModel }) {
  const link = model.link.value;
  return (
    <div class="link">
      <span role="status">{link?.says}</span>
      {link?.address && (
        <input
          type="text"
          readOnly
          value={link.address}
          aria-label="Link to this run"
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      {link?.isLong && (
        <button type="button" onClick={() => download("cp-run.txt", new Blob([`<${link.address}>\n`]))}>
          save it as a file
        </button>
      )}
    </div>
  );
}
