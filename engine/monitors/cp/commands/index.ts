/** All commands, by group. */
import { handlePrinting } from "../console/printing.ts";
import type { Cp } from "../cp.ts";
import { channelCommands } from "./channels.ts";
import { definitions, handleDefinitions } from "./define.ts";
import { deviceCommands } from "./devices.ts";
import { realDeviceCommands } from "./devices-real.ts";
import { dialing } from "./dial.ts";
import { indications } from "./indicate.ts";
import { linkCommands } from "./link.ts";
import { handleLogoffs, loggingOn, password } from "./logging-on.ts";
import { messages } from "./messages.ts";
import { monitoring } from "./monitor.ts";
import { handleShutdown, operatorCommands } from "./operator.ts";
import { queries } from "./query.ts";
import { realQueries } from "./query-real.ts";
import { virtualQueries } from "./query-virtual.ts";
import { handleRealDumps, realStorage } from "./real-storage.ts";
import { handleLoading, running } from "./running.ts";
import { savedSystems } from "./saved-systems.ts";
import { settings } from "./set.ts";
import { recordingSettings } from "./set-recording.ts";
import { systemSettings } from "./set-system.ts";
import { handleDumps, storageCommands } from "./storage.ts";
import { terminalCommands } from "./terminal.ts";
import { handleTraces, tracingCommands } from "./trace.ts";
import { virtualDumping } from "./vmdump.ts";

/** Once, when CP is made. */
export function addCommands(cp: Cp): void {
  cp.commands.handlePassword((terminal, line) => password(cp, terminal, line));
  cp.commands.add([
    ...loggingOn,
    ...running,
    ...storageCommands,
    ...virtualDumping,
    ...messages,
    ...savedSystems,
    ...settings,
    ...recordingSettings,
    ...systemSettings,
    ...queries,
    ...virtualQueries,
    ...terminalCommands,
    ...definitions,
    ...channelCommands,
    ...realDeviceCommands,
    ...linkCommands,
    ...deviceCommands,
    ...indications,
    ...operatorCommands,
    ...tracingCommands,
    ...monitoring,
    ...dialing,
    ...realQueries,
    ...realStorage,
  ]);
  handleLogoffs(cp);
  handleLoading(cp);
  handleDumps(cp);
  handleRealDumps(cp);
  handleDefinitions(cp);
  handleShutdown(cp);
  handleTraces(cp);
  handlePrinting(cp);
}
