/** Looking users up, and letting them in. */
import type { Directory, DirectoryUser, Minidisk, VirtualDevice } from "./types.ts";

/** A user by name, in capitals or not; undefined where there is none: DMKLOG053E. */
export function findUser(directory: Directory, userid: string): DirectoryUser | undefined {
  const name = userid.toUpperCase();
  return directory.users.find((user) => user.userid === name);
}

/** A device of a user's entry by virtual address. */
export function findDevice(user: DirectoryUser, address: number): VirtualDevice | undefined {
  return user.devices.find((device) => device.address === address);
}

/** A minidisk on a volume by virtual address: what others can link to. */
export function findMinidisk(user: DirectoryUser, address: number): Minidisk | undefined {
  const device = findDevice(user, address);
  return device?.kind === "minidisk" ? device : undefined;
}

/**
 * Whether a password lets somebody log on (GC20-1820, "LOGON"): "accepted", "incorrect", or "no-logon" where the directory
 * has NOLOG, which no password opens. Such a user still gets spool files.
 */
export function checkPassword(user: DirectoryUser, password: string): "accepted" | "incorrect" | "no-logon" {
  if (user.password === undefined) return "no-logon";
  return user.password === password.toUpperCase() ? "accepted" : "incorrect";
}

/** Whether a user has one of the privilege classes that a command asks for ("ABE"). */
export function hasClass(user: DirectoryUser, classes: string): boolean {
  return [...classes].some((each) => user.classes.includes(each));
}
