/** The islands by name. */
import { Island } from "./island.tsx";

/** A lab in a lesson's text. */
export function LabIsland({ id }: { id: string }) {
  return <Island kind="lab" id={id} />;
}

/** An exercise, with the lab to work in. */
export function ExerciseIsland({ id }: { id: string }) {
  return <Island kind="exercise" id={id} />;
}

/** Several labs' bills beside each other. */
export function CompareIsland({ ids }: { ids: readonly string[] }) {
  return <Island kind="compare" ids={ids} />;
}

/** A lab (or exercise), full-window. */
export function WorkbenchIsland({ id }: { id: string }) {
  return <Island kind="workbench" id={id} />;
}

/** The home page's machine. */
export function HomeMachine({ id = "01-why-bother/two-guests" }: { id?: string }) {
  return <Island kind="home" id={id} />;
}
