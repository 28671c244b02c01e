/**
 * Cases about unit-record devices: consoles, card readers and punches, printers. Each command and each error by itself,
 * then as programs use them. Where the other machine has a command that the device's manual does not, the case says so.
 */
import type { DeviceCase } from "./device-case.ts";
import { punches, readers } from "./device-cases/cards.ts";
import { consoles } from "./device-cases/consoles.ts";
import { printerCommands } from "./device-cases/printer-commands.ts";
import { printers } from "./device-cases/printers.ts";

export const cases: readonly DeviceCase[] = [...consoles, ...readers, ...punches, ...printers, ...printerCommands];
