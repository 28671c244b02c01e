/** Who gets which access to a minidisk (GC20-1820, "LINK"): passwords, modes, and what others have of it already. */
import { deviceAddress } from "./address.ts";
import { findMinidisk, findUser } from "./logon.ts";
import type { Directory, DiskAccess, LinkMode, Minidisk, MinidiskPasswords } from "./types.ts";

/** A virtual device, of whomever, that has the same minidisk. */
export interface LinkHolder {
  readonly userid: string;
  readonly access: DiskAccess;
}

/** What a mode gives: where nobody has the disk, where others only read it, where somebody writes on it. */
interface Grants {
  readonly free: DiskAccess;
  readonly read: DiskAccess | undefined;
  readonly written: DiskAccess | undefined;
}

/** GC20-1820, "LINK": the table of access modes and existing links. */
const GRANTS: Readonly<Record<LinkMode, Grants>> = {
  R: { free: "R/O", read: "R/O", written: undefined },
  RR: { free: "R/O", read: "R/O", written: "R/O" },
  W: { free: "R/W", read: undefined, written: undefined },
  WR: { free: "R/W", read: "R/O", written: "R/O" },
  M: { free: "R/W", read: "R/W", written: undefined },
  MR: { free: "R/W", read: "R/W", written: "R/O" },
  MW: { free: "R/W", read: "R/W", written: "R/W" },
};

/** The access that a mode gets beside others; undefined where there is no link. The owner's own access is given so at logon. */
export function grantedAccess(mode: LinkMode, holders: readonly LinkHolder[]): DiskAccess | undefined {
  const grants = GRANTS[mode];
  if (holders.some(({ access }) => access === "R/W")) return grants.written;
  return holders.length > 0 ? grants.read : grants.free;
}

/** The access that a mode asks for first. */
export function primaryAccess(mode: LinkMode): DiskAccess {
  return GRANTS[mode].free;
}

/** Which of a minidisk's passwords a mode needs. */
export function passwordFor(mode: LinkMode): keyof MinidiskPasswords {
  if (mode.startsWith("R")) return "read";
  return mode.startsWith("W") ? "write" : "multiple";
}

/** A link to be made. */
export interface LinkRequest {
  /** Who asks. */
  readonly userid: string;
  /** Whose minidisk, at which virtual address of his. */
  readonly owner: string;
  readonly of: number;
  /** Virtual address that it is to have. */
  readonly as: number;
  /** Left out: R, and of one's own minidisk what the directory says. */
  readonly mode?: LinkMode;
  readonly password?: string;
  /** By LINK in the directory: no password is asked for. */
  readonly byDirectory?: boolean;
}

/** What becomes of it. */
export type LinkDecision =
  | {
      readonly outcome: "linked";
      readonly access: DiskAccess;
      readonly minidisk: Minidisk;
      /** What the user is told. */
      readonly message: string;
    }
  /** CP asks for a password: ENTER READ PASSWORD, and so on. */
  | { readonly outcome: "password"; readonly prompt: string }
  | { readonly outcome: "refused"; readonly message: string };

const PASSWORD_NAMES = { read: "READ", write: "WRITE", multiple: "MULT" } as const;
const NO_PASSWORD = { read: "DMKLNK111E", write: "DMKLNK112E", multiple: "DMKLNK113E" } as const;

/**
 * Decides a LINK (GC20-1820, "LINK"; messages: GC20-1808, "DMKLNK"). `holders` are the virtual devices that have the
 * minidisk now.
 */
export function decideLink(directory: Directory, request: LinkRequest, holders: readonly LinkHolder[]): LinkDecision {
  const owner = findUser(directory, request.owner);
  const refused = (message: string): LinkDecision => ({ outcome: "refused", message });
  if (owner === undefined) return refused(`DMKLNK053E ${request.owner.toUpperCase()} NOT IN CP DIRECTORY`);
  const disk = `${owner.userid} ${deviceAddress(request.of)}`;
  const minidisk = findMinidisk(owner, request.of);
  if (minidisk === undefined) return refused(`DMKLNK107E ${disk} NOT LINKED; NOT IN CP DIRECTORY`);
  const own = owner.userid === request.userid.toUpperCase();
  const mode = request.mode ?? (own ? minidisk.mode : "R");
  if (!own && request.byDirectory !== true) {
    const kind = passwordFor(mode);
    const right = minidisk.passwords[kind];
    if (right === undefined)
      return refused(`${NO_PASSWORD[kind]} ${disk} NOT LINKED; NO ${PASSWORD_NAMES[kind]} PASSWORD`);
    if (right !== "ALL") {
      if (request.password === undefined)
        return { outcome: "password", prompt: `ENTER ${PASSWORD_NAMES[kind]} PASSWORD:` };
      if (request.password.toUpperCase() !== right)
        return refused(`DMKLNK114E ${disk} NOT LINKED; MODE OR PASSWORD INCORRECT`);
    }
  }
  const access = grantedAccess(mode, holders);
  const others = describeHolders(holders);
  if (access === undefined) return refused(`DMKLNK${codeOf(104, holders)}E ${disk} NOT LINKED${others}`);
  const device = `DASD ${deviceAddress(request.as)}`;
  const forced = access !== primaryAccess(mode);
  const message = forced
    ? `DMKLNK${codeOf(101, holders)}W ${device} FORCED ${access}${others}`
    : `${device} LINKED ${access}${others}`;
  return { outcome: "linked", access, minidisk, message };
}

/** Of three messages the one for readers, for writers, or for both. */
function codeOf(first: number, holders: readonly LinkHolder[]): number {
  const writers = holders.some(({ access }) => access === "R/W");
  const readers = holders.some(({ access }) => access === "R/O");
  return writers ? first + (readers ? 2 : 1) : first;
}

/** "; R/W BY SMITH; R/O BY 003 USERS". */
function describeHolders(holders: readonly LinkHolder[]): string {
  return (["R/W", "R/O"] as const)
    .map((access) => ({ access, who: holders.filter((holder) => holder.access === access) }))
    .filter(({ who }) => who.length > 0)
    .map(({ access, who }) => `; ${access} BY ${who.length === 1 ? who[0].userid : count(who.length)}`)
    .join("");
}

function count(users: number): string {
  return `${users.toString().padStart(3, "0")} USERS`;
}
