/** What a page shows of a machine, read from outside: it costs no ticks and changes nothing. */
import type { System370 } from "../s370/index.ts";
import { type Circumstances, explain, explainEnd } from "./explanations.ts";
import { worldName } from "./facts.ts";
import { pswField, pswView } from "./psw-fields.ts";
import { guestOf, type Made, toHex } from "./session-make.ts";
import type { AssignedStorageView, ConsoleView, LaneView, MachineView, ProcessorView, WorldState } from "./view.ts";

/** Assigned storage that a learner meets (GA22-7000, "Assigned Storage Locations"). */
const assigned: readonly (readonly [address: number, length: number, name: string])[] = [
  [0x18, 8, "external old PSW"],
  [0x20, 8, "SVC old PSW"],
  [0x28, 8, "program old PSW"],
  [0x38, 8, "I/O old PSW"],
  [0x40, 8, "CSW"],
  [0x48, 4, "CAW"],
  [0x50, 4, "interval timer"],
  [0x58, 8, "external new PSW"],
  [0x60, 8, "SVC new PSW"],
  [0x68, 8, "program new PSW"],
  [0x78, 8, "I/O new PSW"],
  [0x84, 4, "external code"],
  [0x88, 4, "SVC code"],
  [0x8c, 4, "program code"],
  [0xb8, 4, "I/O address"],
];

/** State of the real processor. */
export function machineState(machine: System370): WorldState {
  switch (machine.stopped) {
    case "disabled-wait":
    case "idle":
    case "check-stop":
      return machine.stopped;
    default:
      return machine.psw.wait ? "waiting" : "running";
  }
}

/** State of a guest's virtual processor: one that waits while nothing at all is coming is idle. */
export function guestWorldState(made: Made, world: string): WorldState {
  const { state } = guest(made, world);
  return state === "waiting" && made.machine.stopped === "idle" ? "idle" : state;
}

function guest(made: Made, world: string) {
  if (made.monitor === undefined) throw new RangeError(`there is no ${world} on a bare machine`);
  return made.monitor.guestState(guestOf(world));
}

/** The whole view. */
export function machineView(made: Made): MachineView {
  const { machine, learner } = made;
  const { count: crossings, last } = machine.trace;
  const state = machineState(machine);
  const explanation =
    explainEnd(state) ?? (last === undefined ? undefined : explain(last, circumstances(made, last.from)));
  return {
    tick: machine.now,
    instructions: machine.instructions,
    crossings,
    state,
    world: machine.world,
    lanes: lanes(made),
    processors: [realProcessor(made), ...guestWorlds(made).map((world) => guestProcessor(made, world))],
    assigned: assigned.map(([address, length, name]): AssignedStorageView => {
      return { address, name, hex: toHex(machine.read(address, length)) };
    }),
    consoles: consoles(made),
    ...(explanation !== undefined && { explanation }),
    ...(learner?.failure !== undefined && { failure: learner.failure }),
  };
}

/** While the monitor has control, the virtual PSW is still as the trap found it. */
function circumstances(made: Made, from: string): Circumstances {
  const isGuest = guestWorlds(made).includes(from);
  return {
    virtualProblemState: isGuest && pswField(guest(made, from).psw, "problem") === 1,
    learners: new Set(Object.keys(made.learner?.handlers ?? {})),
  };
}

/** "guest-a", …: none on a bare machine. */
export function guestWorlds({ setup }: Made): readonly string[] {
  return setup.kind === "bare" ? [] : setup.guests.map(({ id }) => `guest-${id}`);
}

function title({ setup }: Made, world: string): string {
  const found = setup.kind === "bare" ? undefined : setup.guests.find(({ id }) => `guest-${id}` === world);
  const name = worldName(world);
  return found === undefined ? name : `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${found.title}`;
}

function lanes(made: Made): readonly LaneView[] {
  const hardware: LaneView = { world: "hardware", title: "Hardware", role: "hardware" };
  if (made.setup.kind === "bare") {
    return [
      { world: "program", title: "Program", role: "guest-a" },
      { world: "supervisor", title: "Supervisor", role: "monitor" },
      hardware,
    ];
  }
  const guests = guestWorlds(made).map((world): LaneView => {
    return { world, title: title(made, world), role: world === "guest-b" ? "guest-b" : "guest-a" };
  });
  return [...guests, { world: "monitor", title: "Monitor", role: "monitor" }, hardware];
}

const sixteen = Array.from({ length: 16 }, (_, n) => n);

function realProcessor(made: Made): ProcessorView {
  const { machine, programs } = made;
  const psw = machine.pswHex;
  // Under a monitor the real processor is in guests' storage or in TypeScript: neither has a place in a source file of its own.
  const here = programs.get("machine")?.placeOf(pswField(psw, "address"));
  return {
    id: "machine",
    title: made.setup.kind === "bare" ? "Processor" : "Real processor",
    psw: pswView(psw),
    gr: sixteen.map((n) => machine.gr(n)),
    cr: sixteen.map((n) => machine.cr(n)),
    fr: [0, 2, 4, 6].map((n) => machine.fr(n)),
    state: machineState(machine),
    ...(here !== undefined && { here }),
  };
}

function guestProcessor(made: Made, world: string): ProcessorView {
  const { psw, gr, cr, fr, why } = guest(made, world);
  const here = made.programs.get(world)?.placeOf(pswField(psw, "address"));
  return {
    id: world,
    title: title(made, world),
    psw: pswView(psw),
    gr,
    cr,
    fr,
    state: guestWorldState(made, world),
    ...(here !== undefined && { here }),
    ...(why !== undefined && { why }),
  };
}

function consoles(made: Made): readonly ConsoleView[] {
  const { monitor } = made;
  if (monitor === undefined) {
    const { text, reading } = made.console;
    return [{ id: "machine", title: "Console", device: "009", text, reading }];
  }
  return guestWorlds(made).map((world) => {
    const { text, reading } = monitor.console(guestOf(world));
    return { id: world, title: title(made, world), device: "009", text, reading };
  });
}
