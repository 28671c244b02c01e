/** Labs and lessons as a reader meets them: from their folders, through a session. */
import { readdirSync, readFileSync } from "node:fs";
import type { Lab } from "../../engine/grading/format.ts";
import { createSession, type Session } from "../../engine/grading/session.ts";

const lessons = new URL("../../lessons/", import.meta.url);

/** Text of a file under `lessons/`. */
export function lesson(path: string): string {
  return readFileSync(new URL(path, lessons), "utf8");
}

/** Folders of the written units. */
export const units: readonly string[] = readdirSync(lessons).filter((name) => /^\d\d-/.test(name));

/** Ids of all labs. */
export const labs: readonly string[] = units.flatMap((unit) =>
  readdirSync(new URL(`${unit}/labs/`, lessons)).map((lab) => `${unit}/${lab}`),
);

export interface OpenLab {
  readonly lab: Lab;
  readonly session: Session;
}

/** An edit as a lesson asks for it: text of a file, and what takes its place. */
export type Edit = readonly [file: string, before: string, after: string];

/** A lab ready to run, with the edits made. Throws where an edit's text is not in the file, or the program has errors. */
export async function openLab(id: string, edits: readonly Edit[] = []): Promise<OpenLab> {
  const folder = new URL(id.replace("/", "/labs/") + "/", lessons);
  // What a lab's file exports by default.
  const { default: lab } = (await import(new URL("lab.ts", folder).href)) as { default: Lab };
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder))
    if (name !== "lab.ts") files[name] = readFileSync(new URL(name, folder), "utf8");
  for (const [file, before, after] of edits) {
    if (!files[file]?.includes(before)) throw new Error(`${id}: ${file} does not have "${before}"`);
    files[file] = files[file].replace(before, after);
  }
  const session = await createSession(lab.setup, files);
  if ("errors" in session) throw new Error(`${id}: ${JSON.stringify(session.errors)}`);
  return { lab, session };
}

/** A lab after Run: at its end, or at the tick at which it pauses. */
export async function runLab(id: string, edits: readonly Edit[] = []): Promise<Session> {
  const { lab, session } = await openLab(id, edits);
  session.advance(lab.limit ?? 1_000_000);
  return session;
}

/** Lines on a console. */
export function lines(session: Session, console: string): readonly string[] {
  const text = session.view().consoles.find(({ id }) => id === console)?.text ?? "";
  return text.split("\n").filter((line) => line !== "");
}

/** A general register of "machine", "guest-a", …, unsigned. */
export function register(session: Session, world: string, number: number): unknown {
  return session.fact({ kind: "register", world, register: number });
}

/** Bytes of storage in hexadecimal, at an address or a symbol. */
export function stored(session: Session, world: string, at: number | string, length: number): unknown {
  return session.fact({ kind: "storage", world, at, length });
}

/** The PSW that a processor's program has, 16 hexadecimal digits. */
export function psw(session: Session, world: string): string | undefined {
  return session.view().processors.find(({ id }) => id === world)?.psw.hex;
}

/** How often a cause stands on the bill. */
export function times(session: Session, cause: string): number {
  return session.bill().find((row) => row.cause === cause)?.count ?? 0;
}
