/** Permalinks: a run as a link, and a link as a run. */
import { decodeLink, encodeLink } from "../../../engine/grading/permalink.ts";

export { fitsMail } from "../../../engine/grading/permalink.ts";

import { count } from "../data/format.ts";
import type { LabModel } from "../machine/model.ts";

/** The fragment that replays the machine's present state; nothing when it cannot be started. */
export async function makeLink(model: LabModel): Promise<string | undefined> {
  if (model.phase.value === "running") await model.pause();
  // Also starts a machine that has not been started, or whose sources have changed.
  await model.goTo(model.stale.value ? 0 : (model.view.value?.tick ?? 0));
  const stop = model.view.value?.tick;
  const state = await model.client.call("digest", undefined);
  if (stop === undefined || !state.ok) return undefined;
  const given = new Set(model.source.input.map((event) => `${event.tick} ${event.console} ${event.text}`));
  const input = state.value.inputs.filter((event) => !given.has(`${event.tick} ${event.console} ${event.text}`));
  return encodeLink({ files: model.changedFiles(), input, stop, digest: state.value.digest });
}

/** Replays a link; what is wrong with it is said in the page, and the lab is left as it is given. */
export async function openLink(model: LabModel, hash: string): Promise<void> {
  if (!hash.startsWith("#v")) {
    if (hash.length > 1)
      model.notice.value = "This address has something after # that is no run, so the lab is as it is given.";
    return;
  }
  const decoded = decodeLink(hash);
  if (!decoded.ok) {
    model.notice.value = `This link could not be opened: ${decoded.why}. The lab is as it is given.`;
    return;
  }
  const { files, input, stop, digest } = decoded.run;
  const unknown = Object.keys(files).find((name) => !(name in model.source.given));
  if (unknown !== undefined) {
    model.notice.value = `This link could not be opened: it changes a file, ${unknown}, that this lab does not have. The lab is as it is given.`;
    return;
  }
  model.replay(files, input);
  await model.goTo(stop);
  const reached = await model.client.call("digest", undefined);
  if (!reached.ok) return;
  const notes = decoded.note ? [`${decoded.note}.`] : [];
  if (reached.value.digest !== digest) {
    notes.push(
      `This run ended in another state than the link says: tick ${count(model.view.value?.tick ?? 0)}, digest ${reached.value.digest}, where the link has tick ${count(stop)}, ${digest}.`,
    );
  } else model.announcement.value = `Replayed from the link, to tick ${count(stop)}: the same state.`;
  model.notice.value = notes.join(" ");
}
