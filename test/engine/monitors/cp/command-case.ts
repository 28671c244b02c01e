/** A line that is typed, for the test of all commands: what is answered, and what it has done. */
import type { Place, Room } from "./command-room.ts";

export interface CommandCase {
  /** Who types it; SMITH, unless said. */
  readonly by?: Place;
  /** Assembled into SMITH's first page before anything is typed. */
  readonly guest?: string;
  /** Lines before it: "operator: lock smith 0 3"; SMITH's, where nobody is named. */
  readonly before?: readonly string[];
  /** With keywords in capital letters, spelled out: they are tried abbreviated, too. */
  readonly line: string;
  /** The lines of its answer. */
  readonly answer: readonly (string | RegExp)[];
  /** Looks at what it has done: what it returns shall be `is`. */
  readonly effect?: (room: Room) => unknown;
  readonly is?: unknown;
}

/** Lines with the same answer, and no effect that is looked at. */
export function same(
  answer: CommandCase["answer"],
  lines: readonly string[],
  more: Omit<CommandCase, "line" | "answer"> = {},
): CommandCase[] {
  return lines.map((line) => ({ ...more, line, answer }));
}

/** SMITH's virtual machine, or another user's. */
export const options = ({ vm }: Room, userid = "SMITH") => vm(userid).state.options;
/** What a later line is answered with. */
export const says =
  (line: string, by: Place = "smith") =>
  (room: Room): string[] =>
    room.answer(by, line);
/** What has been written at a terminal since the last so many lines. */
export const written =
  (by: Place, lines = 1) =>
  ({ terminal }: Room): string[] =>
    terminal(PLACE[by])
      .text.split("\n")
      .slice(-1 - lines, -1);

const PLACE: Readonly<Record<Place, number>> = { operator: 0x009, smith: 0x01f, nobody: 0x020, display: 0x0c0 };
