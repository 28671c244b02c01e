/** Directories for the tests: a realistic one of fifteen users, and short ones of a statement or two. */
import { readFileSync } from "node:fs";
import {
  type Directory,
  DirectoryError,
  type DirectoryMessage,
  type DirectoryUser,
  directoryMessage,
  readDirectory,
  type VirtualDevice,
} from "../../../../engine/monitors/cp/directory/index.ts";

/** Fifteen users on four volumes. */
export const FIFTEEN_USERS = readFileSync(new URL("user.direct", import.meta.url), "utf8");

/** The directory that statements make, after a DIRECTORY statement in line 1. */
export function directoryOf(...statements: readonly string[]): Directory {
  return readDirectory("user.direct", source(statements)).directory;
}

/** The one user of an entry that begins in line 2; a console is added, as an entry has a device. */
export function userOf(...statements: readonly string[]): DirectoryUser {
  return directoryOf(...statements, "CONSOLE FFE 3215").users[0];
}

/** The device that a statement makes for USER X. */
export function deviceOf(statement: string): VirtualDevice {
  return directoryOf("USER X Y", "OPTION ECMODE", statement).users[0].devices[0];
}

/** All that is said about statements after a DIRECTORY statement in line 1, as lines without the file's name. */
export function saidOf(...statements: readonly string[]): string[] {
  return saidOfSource(source(statements));
}

/** All that is said about a whole source. */
export function saidOfSource(text: string): string[] {
  return messagesOf(text).map((message) => directoryMessage(message).replace("user.direct:", ""));
}

function source(statements: readonly string[]): string {
  return ["DIRECTORY 6A1 3350 VMSRES", ...statements].join("\n");
}

function messagesOf(text: string): readonly DirectoryMessage[] {
  try {
    return readDirectory("user.direct", text).messages;
  } catch (error) {
    if (error instanceof DirectoryError) return error.messages;
    throw error;
  }
}
