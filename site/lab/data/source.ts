/** What an open lab is made from, whether it stands in a lesson's text or in an exercise. */
import type { Exercise, InputEvent, Lab, PanelName, Setup } from "../../../engine/grading/format.ts";
import type { Files } from "../machine/protocol.ts";

export interface LabSource {
  /** `<unit folder>/<lab or exercise folder>`. */
  readonly id: string;
  readonly kind: "lab" | "exercise";
  readonly title: string;
  /** One sentence: what to try. */
  readonly intent: string;
  readonly setup: Setup;
  /** The files as the lesson gives them. */
  readonly given: Files;
  /** Which of them the reader may edit. */
  readonly editable: readonly string[];
  readonly input: readonly InputEvent[];
  /** Ticks after which Run pauses by itself. */
  readonly limit: number;
  readonly panels: readonly PanelName[];
  readonly exercise: Exercise | undefined;
}

const LIMIT = 1_000_000;
const ALL_PANELS: readonly PanelName[] = ["psw", "registers", "storage", "console", "timeline"];

/** A source file's place in the setup: who runs it. */
export interface SourceFile {
  readonly name: string;
  /** "guest A: the bank", "program", "monitor (TypeScript)". */
  readonly title: string;
  /** The processor whose program it is. */
  readonly world: string;
  readonly role: "guest-a" | "guest-b" | "monitor" | "hardware";
  readonly language: "assembler" | "typescript";
}

/** The files that a setup names, in the order in which they are shown. */
export function sourceFiles(setup: Setup): readonly SourceFile[] {
  if (setup.kind === "bare") {
    const program = {
      name: setup.program,
      title: "program",
      world: "machine",
      role: "guest-a",
      language: "assembler",
    } as const;
    const images = (setup.images ?? []).map(
      ({ file }) => ({ name: file, title: file, world: "machine", role: "guest-b", language: "assembler" }) as const,
    );
    return [program, ...images];
  }
  const guests = setup.guests.map(({ id, title, program }) => ({
    name: program,
    title: title ? `guest ${id.toUpperCase()}: ${title}` : `guest ${id.toUpperCase()}`,
    world: `guest-${id}`,
    role: `guest-${id}` as const,
    language: "assembler" as const,
  }));
  if (!setup.handlers) return guests;
  const handlers = {
    name: setup.handlers,
    title: "monitor (TypeScript)",
    world: "machine",
    role: "monitor",
    language: "typescript",
  } as const;
  return [...guests, handlers];
}

/** A lesson's lab with its files. */
export function labSource(id: string, lab: Lab, given: Files): LabSource {
  return {
    id,
    kind: "lab",
    title: lab.title,
    intent: lab.intent,
    setup: lab.setup,
    given,
    editable: sourceFiles(lab.setup).map(({ name }) => name),
    input: lab.input ?? [],
    limit: lab.limit ?? LIMIT,
    panels: lab.panels ?? ALL_PANELS,
    exercise: undefined,
  };
}

/** An exercise with its starting files. */
export function exerciseSource(id: string, exercise: Exercise, given: Files): LabSource {
  const predict = exercise.kind === "predict";
  return {
    id,
    kind: "exercise",
    title: exercise.title,
    intent: "",
    setup: exercise.setup,
    given,
    editable: predict ? [] : [exercise.edit],
    input: (predict ? undefined : exercise.trials[0]?.input) ?? [],
    limit: predict ? exercise.limit : (exercise.trials[0]?.limit ?? LIMIT),
    panels: exercise.setup.kind === "bare" ? ALL_PANELS.filter((panel) => panel !== "console") : ALL_PANELS,
    exercise,
  };
}

/** The path of a file that a setup in `folder` names: "../shared/clock.s370" goes up from there. */
export function filePath(folder: string, name: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${name}`.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
