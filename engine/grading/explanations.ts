/** What just happened, in words: the last crossing explained, with the place in the manual that says so. */
import type { Crossing } from "../machine/trace.ts";
import { worldName } from "./facts.ts";
import type { Explanation, WorldState } from "./view.ts";

/** What the minimal monitor does about a privileged instruction, said of guest `who`. */
const simulations: Readonly<Record<string, (who: string) => string>> = {
  SSM: (who) => `sets the system mask of ${who}'s virtual PSW. The real one stays as it is, so nobody else is disabled`,
  STNSM: (who) => `stores the system mask of ${who}'s virtual PSW and turns bits of it off`,
  STOSM: (who) => `stores the system mask of ${who}'s virtual PSW and turns bits of it on`,
  LPSW: (who) => `loads ${who}'s virtual PSW. Where that waits, another guest gets the processor`,
  SSK: (who) => `sets the storage key of a block that is ${who}'s`,
  ISK: (who) => `gives ${who} the storage key of its block`,
  LCTL: (who) => `loads ${who}'s virtual control registers`,
  STCTL: (who) => `stores ${who}'s virtual control registers`,
  SIO: (who) => `copies ${who}'s channel program, makes its addresses real, and starts the real console in its place`,
  TIO: (who) => `tells ${who} how its virtual device is`,
  HIO: (who) => `stops ${who}'s virtual device`,
  STIDP: (who) => `stores an identification of the processor for ${who}`,
  DIAG: (who) => `does what ${who} asks of it by DIAGNOSE`,
};

/** The manual's name and cause of each program interruption that guests meet (GA22-7000, "Program-Interruption Conditions"). */
const programCauses: Readonly<Record<number, readonly [title: string, text: string]>> = {
  1: ["Operation exception", "The operation code is not one of this machine's."],
  2: ["Privileged-operation exception", "A privileged instruction was met in problem state."],
  3: ["Execute exception", "The target of EXECUTE is another EXECUTE."],
  4: ["Protection exception", "The storage key of the block does not match the PSW's key."],
  5: ["Addressing exception", "The address lies outside of storage."],
  6: [
    "Specification exception",
    "An address is not on its boundary, a register number is wrong, or the PSW has ones where zeros must be.",
  ],
  7: ["Data exception", "A decimal operand has an invalid digit or sign."],
  8: [
    "Fixed-point-overflow exception",
    "The result does not fit in a word, and the program mask asks for an interruption.",
  ],
  9: ["Fixed-point-divide exception", "The quotient does not fit in a word."],
  16: ["Segment-translation exception", "The segment-table entry is invalid."],
  17: ["Page-translation exception", "The page-table entry is invalid."],
  18: ["Translation-specification exception", "A table entry or control register 0 is malformed."],
  19: ["Special-operation exception", "SSM was met while control register 0 suppresses it."],
};

/** Explains why a machine as a whole goes no further; undefined where it does. */
export function explainEnd(state: WorldState): Explanation | undefined {
  const source = 'GA22-7000, "Wait and Running States"';
  if (state === "disabled-wait") {
    return {
      title: "Disabled wait.",
      text: "The PSW has the wait bit on, and no interruption is enabled that could load another one: this machine has stopped for good. Programs end this way.",
      source,
    };
  }
  if (state === "idle") {
    return {
      title: "Waiting for the outside.",
      text: "The PSW has the wait bit on. An interruption would end the wait, and none is on its way: only a line typed at a console can bring one.",
      source,
    };
  }
  return undefined;
}

/** What a crossing does not say of itself. */
export interface Circumstances {
  /** Whether the guest's virtual PSW is in problem state: then its own supervisor has to deal with what it may not do. */
  readonly virtualProblemState: boolean;
  /** Mnemonics that a learner's handlers simulate. */
  readonly learners: ReadonlySet<string>;
}

const ordinary: Circumstances = { virtualProblemState: false, learners: new Set() };

/** Explains a crossing; undefined where there is nothing to say. */
export function explain(crossing: Crossing, circumstances = ordinary): Explanation | undefined {
  const [kind, detail = ""] = crossing.cause.kind.split(":");
  const who = worldName(crossing.from);
  const toMonitor = crossing.to === "monitor";
  switch (kind) {
    case "program":
      return program(crossing, Number.parseInt(detail, 16), who, toMonitor ? circumstances : undefined);
    case "svc":
      return {
        title: `Supervisor call ${detail}.`,
        text: `${capital(who)} executed SVC ${detail}. ${old("20")} ${
          toMonitor
            ? `It is meant for ${who}'s own supervisor, so the monitor reflects it: it swaps the PSWs in ${who}'s storage.`
            : "The program that asked goes on when the supervisor loads the old PSW."
        }`,
        source: 'GA22-7000, "Supervisor-Call Interruption"',
      };
    case "external":
      return {
        title: crossing.cause.label === "timer" ? "The interval timer went negative." : "External interruption.",
        text: `${capital(who)} was interrupted between two instructions. ${old("18")} ${
          toMonitor
            ? "The monitor sees whose slice is over, and whose own timer has run out."
            : "It knows nothing of it and goes on later."
        }`,
        source: 'GA22-7000, "External Interruption", "Interval Timer"',
      };
    case "io":
      return {
        title: `Input or output ended at device ${detail.toUpperCase()}.`,
        text: `The channel has stored its status in the CSW at X'40' and interrupted ${who}. ${old("38")} ${
          toMonitor ? "The monitor keeps the status for the guest whose device this is." : ""
        }`.trim(),
        source: 'GA22-7000, "Input/Output Interruption"',
      };
    case "machine-check":
      return { title: "Machine check.", text: `${old("30")}`, source: 'GA22-7000, "Machine-Check Interruption"' };
    case "dispatch":
      return crossing.to.startsWith("guest-") ? dispatch(crossing) : idle(crossing);
    case "lpsw":
      return {
        title: `${capital(worldName(crossing.to))} has control.`,
        text: `LPSW loaded a PSW for ${worldName(crossing.to)}: masks, state and instruction address changed in one instruction.`,
        source: 'GA22-7000, "Load PSW"',
      };
    default:
      return undefined;
  }
}

/** `circumstances` are given where a monitor got control. */
function program(crossing: Crossing, code: number, who: string, circumstances: Circumstances | undefined): Explanation {
  const [title, cause] = programCauses[code] ?? [`Program interruption ${code.toString(16).toUpperCase()}`, ""];
  const source = 'GA22-7000, "Program-Interruption Conditions"';
  const reflected = `The monitor reflects it to ${who}, whose own supervisor has to deal with it.`;
  if (code !== 2) {
    const parts = [cause, old("28"), circumstances === undefined ? "" : reflected];
    return { title: `${title}.`, text: parts.filter((part) => part !== "").join(" "), source };
  }
  const mnemonic = crossing.cause.label;
  if (circumstances === undefined) {
    const text = `${mnemonic} is for the supervisor, and the program runs in problem state. ${old("28")}`;
    return { title: `${title}.`, text, source };
  }
  if (circumstances.virtualProblemState) {
    const text = `${mnemonic} is for the supervisor, and ${who}'s own supervisor had put this program in problem state. ${old("28")} ${reflected}`;
    return { title: `${title}.`, text, source };
  }
  const believes = `${mnemonic} is for the supervisor. ${capital(who)} believes it is one; the machine, in problem state, does not.`;
  const simulate = simulations[mnemonic];
  const then = circumstances.learners.has(mnemonic)
    ? ` The monitor calls your handler for ${mnemonic}.`
    : simulate === undefined
      ? ""
      : ` The monitor ${simulate(who)}.`;
  return { title: `${title}.`, text: `${believes} ${old("28")}${then}`, source };
}

function dispatch(crossing: Crossing): Explanation {
  const who = worldName(crossing.to);
  const charged = crossing.modelled.toLocaleString("en");
  return {
    title: `${capital(who)} is dispatched.`,
    text: `The monitor loaded ${who}'s registers and a real PSW: problem state, addresses translated, every interruption enabled, whatever ${who}'s virtual PSW says. Its own work took ${charged} ticks, modelled.`,
    source: 'GA22-7000, "Load PSW"',
  };
}

function idle(crossing: Crossing): Explanation {
  return {
    title: "The processor waits.",
    text: `No guest can go on. The monitor loaded a PSW with the wait bit on, enabled for what the guests wait for. Its own work took ${crossing.modelled.toLocaleString("en")} ticks, modelled.`,
    source: 'GA22-7000, "Wait and Running States"',
  };
}

/** What the processor did with the PSWs at an old PSW's place (GA22-7000, "Interruption Action"). */
function old(place: string): string {
  const next = (Number.parseInt(place, 16) + 0x40).toString(16).toUpperCase();
  return `The processor stored its PSW at X'${place}' and took a new one from X'${next}'.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
