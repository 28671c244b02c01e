/** Which files a setup is made from. */
import type { Setup } from "./format.ts";

/** Names of the source files that a setup uses, each once. */
export function filesOf(setup: Setup): readonly string[] {
  const names =
    setup.kind === "bare"
      ? [setup.program, ...(setup.images ?? []).map((image) => image.file)]
      : [...setup.guests.map((guest) => guest.program), ...(setup.handlers === undefined ? [] : [setup.handlers])];
  return [...new Set(names)];
}
