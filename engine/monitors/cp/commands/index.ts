/** All commands, by group. */
import type { Cp } from "../cp.ts";
import { handleLogoffs, loggingOn } from "./logging-on.ts";
import { messages } from "./messages.ts";
import { handleLoading, running } from "./running.ts";
import { savedSystems } from "./saved-systems.ts";
import { handleDumps, storageCommands } from "./storage.ts";

/** Once, when CP is made. */
export function addCommands(cp: Cp): void {
  cp.commands.add([...loggingOn, ...running, ...storageCommands, ...messages, ...savedSystems]);
  handleLogoffs(cp);
  handleLoading(cp);
  handleDumps(cp);
}
