/** Who may connect with whom: IUCV and OPTION MAXCONN of the directory (VM/SP, "IUCV Control Statement"). */
import type { IucvAuthorization } from "../directory/index.ts";
import type { Vm } from "../vm.ts";

/** Paths of a virtual machine without MAXCONN. */
const USUAL_PATHS = 4;
/** Messages on the way from an end of a path, where nobody says anything else. */
const USUAL_MESSAGES = 10;

export function mostPaths(vm: Vm): number {
  return vm.state.directory.options.mostConnections ?? USUAL_PATHS;
}

export interface Authorization {
  /** Priority messages too. */
  readonly priority: boolean;
}

/** Whether one virtual machine may connect with another: its own statements say so, or the other one's ALLOW. With itself, everybody may. */
export function authorization(vm: Vm, target: Vm): Authorization | undefined {
  const statements = [
    ...statementsAbout(vm, target.userid).filter((each) => each.with !== "ALLOW"),
    ...target.state.directory.iucv.filter((each) => each.with === "ALLOW"),
  ];
  if (statements.length === 0 && vm.id !== target.id) return undefined;
  return { priority: statements.some(({ priority }) => priority) };
}

/** The statements of a virtual machine that are about another, the most special first. */
function statementsAbout(vm: Vm, userid: string): IucvAuthorization[] {
  return [userid, "ANY", "ALLOW"].flatMap((name) => vm.state.directory.iucv.filter((each) => each.with === name));
}

/** Messages that may be on the way from a virtual machine to another: what is asked for, 0 for nothing special, but no more than its directory entry has. */
export function messageLimit(vm: Vm, userid: string, asked: number): number {
  const most = statementsAbout(vm, userid).find((each) => each.messageLimit !== undefined)?.messageLimit;
  return asked === 0 ? (most ?? USUAL_MESSAGES) : Math.min(asked, most ?? asked);
}
