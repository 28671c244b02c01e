/** What worlds are called before a machine is there to say so. */
import type { GuestSetup, Setup } from "../../../engine/grading/format.ts";
import type { LaneView } from "../../../engine/grading/view.ts";

/** "guest A: the bank". */
export function guestTitle({ id, title }: Pick<GuestSetup, "id" | "title">): string {
  return title ? `guest ${id.toUpperCase()}: ${title}` : `guest ${id.toUpperCase()}`;
}

/** "Guest A: the bank" is "guest A" beside its lane and in tables; "CP" stays as it is. */
export function shortTitle(title: string): string {
  const short = title.split(":")[0];
  if (short === short.toUpperCase()) return short;
  return short.charAt(0).toLowerCase() + short.slice(1);
}

/** The timeline's lanes of a setup. */
export function lanesBefore(setup: Setup): readonly LaneView[] {
  if (setup.kind === "bare") {
    return [
      { world: "program", title: "program", role: "guest-a" },
      { world: "supervisor", title: "supervisor", role: "monitor" },
      { world: "hardware", title: "hardware", role: "hardware" },
    ];
  }
  return [
    ...setup.guests.map(({ id }) => ({
      world: `guest-${id}`,
      title: `guest ${id.toUpperCase()}`,
      role: `guest-${id}` as const,
    })),
    { world: "monitor", title: "monitor", role: "monitor" },
    { world: "hardware", title: "hardware", role: "hardware" },
  ];
}
