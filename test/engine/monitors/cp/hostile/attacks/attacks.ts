/** All attacks by hand: each names what it tries, how, and what its own user sees of it. */
import type { Attack } from "../programs.ts";
import { ADAPTERS } from "./adapters.ts";
import { CHANNEL_PROGRAMS } from "./channel-programs.ts";
import { COMMANDS } from "./commands.ts";
import { DEDICATED_DEVICES } from "./dedicated-devices.ts";
import { DIAGNOSES } from "./diagnose.ts";
import { DISKS } from "./disks.ts";
import { DISPLAYS } from "./displays.ts";
import { INTERRUPTIONS } from "./interruptions.ts";
import { MESSAGES } from "./messages.ts";
import { OPERATORS } from "./operators.ts";
import { PSWS } from "./psws.ts";
import { SHARED_SEGMENTS } from "./shared-segments.ts";
import { SPOOL } from "./spool.ts";
import { STORAGE } from "./storage.ts";
import { TRANSLATION } from "./translation.ts";
import { VIRTUAL_REAL } from "./virtual-real.ts";

export const attacks: readonly Attack[] = [
  ...PSWS,
  ...INTERRUPTIONS,
  ...STORAGE,
  ...TRANSLATION,
  ...CHANNEL_PROGRAMS,
  ...DISKS,
  ...SPOOL,
  ...COMMANDS,
  ...DIAGNOSES,
  ...OPERATORS,
  ...VIRTUAL_REAL,
  ...DEDICATED_DEVICES,
  ...SHARED_SEGMENTS,
  ...DISPLAYS,
  ...MESSAGES,
  ...ADAPTERS,
];
