/** All commands, by group. */
import type { Cp } from "../cp.ts";
import { handleLogoffs, loggingOn } from "./logging-on.ts";
import { handleLoading, running } from "./running.ts";

/** Once, when CP is made. */
export function addCommands(cp: Cp): void {
  cp.commands.add([...loggingOn, ...running]);
  handleLogoffs(cp);
  handleLoading(cp);
}
