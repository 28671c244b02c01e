/** What CP understands, from the tables by which it does: for the reference. */
import { CHARGES, COMPARED_EXITS, type ComparedExit, costs, ecpsCosts } from "../monitors/costs.ts";
import type { Command } from "../monitors/cp/commands/commands.ts";
import { Cp } from "../monitors/cp/cp.ts";
import type { DiagnoseFunction } from "../monitors/cp/diagnose/diagnoses.ts";
import { readDirectory } from "../monitors/cp/directory/index.ts";
import { IUCV_FUNCTIONS, type IucvFunction } from "../monitors/cp/iucv/functions.ts";
import { MESSAGE_SOURCES, MESSAGES, type MessageForm } from "../monitors/cp/messages.ts";
import { ROOM_DIRECTORY } from "./room.ts";

export interface CpReference {
  /** By name; of one name in the order in which CP looks for them. */
  readonly commands: readonly Pick<Command, "name" | "shortest" | "classes" | "format" | "purpose">[];
  /** By code. */
  readonly diagnoses: readonly Pick<DiagnoseFunction, "code" | "name" | "classes" | "purpose">[];
  /** By code. Later than VM/370. */
  readonly iucv: readonly Pick<IucvFunction, "code" | "name" | "purpose">[];
  /** By number. */
  readonly messages: readonly MessageForm[];
  readonly messageSources: Readonly<Record<string, string>>;
  /** What CP's work is charged, in ticks; with the CP assists of ECPS:VM, as modelled. */
  readonly charges: readonly { readonly what: string; readonly ticks: number; readonly withAssists: number }[];
  readonly exits: readonly ComparedExit[];
}

/** The tables of a CP. What has no purpose of its own, and only says what was wrong, is left out. */
export function cpReference(): CpReference {
  const cp = new Cp({ storageSize: 0, directory: readDirectory("USER DIRECT", ROOM_DIRECTORY).directory, devices: [] });
  return {
    commands: cp.commands.all
      .filter(({ purpose }) => purpose !== undefined)
      .map(({ name, shortest, classes, format, purpose }) => ({ name, shortest, classes, format, purpose }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    diagnoses: cp.diagnoses.all.map(({ code, name, classes, purpose }) => ({ code, name, classes, purpose })),
    iucv: IUCV_FUNCTIONS.map(({ code, name, purpose }) => ({ code, name, purpose })),
    messages: MESSAGES,
    messageSources: MESSAGE_SOURCES,
    charges: CHARGES.map(({ name, what }) => ({ what, ticks: costs[name], withAssists: ecpsCosts[name] })),
    exits: COMPARED_EXITS,
  };
}
