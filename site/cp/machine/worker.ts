/** The worker of the page "CP": one machine, run in slices so short that the page's wishes are heard between them. */
import { CpSession, roomPacks } from "../../../engine/installations/index.ts";
import { SentTrace } from "../../lab/machine/sent-trace.ts";
import { screenView } from "../../terminals/screen.ts";
import type { Command, Report, Typed } from "./protocol.ts";

const FOLDER = "../../../engine/guests/";
const sources = import.meta.glob<string>(
  ["../../../engine/guests/cms/**/*.{asm,copy}", "../../../engine/guests/kernels/processes.asm"],
  { query: "?raw", import: "default", eager: true },
);

/** Milliseconds of a slice, and between two reports of a running machine. */
const SLICE = 12;
const REPORT = 50;
/** Ticks between looks at the clock on the wall. */
const FEWEST_TICKS = 1_000;
const MOST_TICKS = 100_000;
/** Milliseconds that a page that slept is caught up with. */
const LEEWAY = 200;
/** Ticks of the machine's time to a millisecond on the wall. */
const TICKS = 1_000;

let session: CpSession | undefined;
let isRunning = false;
let says = "";
let isDrawn = true;
let isReportDue = false;
let reportedAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let sliceTicks = 10_000;
/** Where wall clock and machine's time were last said to be the same. */
let since = { wall: 0, ticks: 0 };
const sent = new SentTrace();
/** What the page has of each console. */
let told = new Map<number, string>();

function source(path: string): string {
  const text = sources[FOLDER + path];
  if (text === undefined) throw new RangeError(`there is no source ${path}`);
  return text;
}

function tell(report: Report): void {
  postMessage(report);
}

function load(): void {
  clearTimeout(timer);
  isRunning = false;
  session = new CpSession(roomPacks({ cms: (path) => source(`cms/${path}`), kernel: source("kernels/processes.asm") }));
  sent.clear();
  told = new Map();
  says = "CP is loaded.";
  run();
}

function loaded(): CpSession {
  if (session === undefined) throw new Error("there is no machine yet");
  return session;
}

function run(): void {
  if (!isRunning) since = { wall: performance.now(), ticks: loaded().machine.now };
  isRunning = true;
  clearTimeout(timer);
  timer = setTimeout(slice, 0);
}

function pause(): void {
  isRunning = false;
  clearTimeout(timer);
}

/** Runs as far as the clock on the wall allows: what takes a second of the machine's time takes one here too, or longer where there is much to do. */
function slice(): void {
  const current = loaded();
  const { machine } = current;
  const began = performance.now();
  let due = since.ticks + (began - since.wall) * TICKS;
  if (due - machine.now > LEEWAY * TICKS) {
    since = { wall: began - LEEWAY, ticks: machine.now };
    due = machine.now + LEEWAY * TICKS;
  }
  for (let now = began; machine.now < due && !current.rests && now - began < SLICE; ) {
    current.run(Math.min(sliceTicks, Math.ceil(due - machine.now)));
    const after = performance.now();
    if (after - now > SLICE / 2) sliceTicks = Math.max(FEWEST_TICKS, sliceTicks >> 1);
    else if (after - now < SLICE / 8) sliceTicks = Math.min(MOST_TICKS, sliceTicks * 2);
    now = after;
  }
  const rests = current.rests;
  report(rests);
  if (rests) isRunning = false;
  else timer = setTimeout(slice, machine.now < due ? 0 : SLICE);
}

function report(isLast: boolean): void {
  const now = performance.now();
  if (!isDrawn || (!isLast && now - reportedAt < REPORT)) {
    isReportDue ||= isLast;
    return;
  }
  reportedAt = now;
  isDrawn = false;
  isReportDue = false;
  const current = loaded();
  const view = current.view();
  const consoles = current.consoles();
  tell({
    kind: "state",
    state: {
      view,
      trace: sent.delta((from, hardwareFrom) => current.trace(from, hardwareFrom), view.crossings),
      furthest: current.furthest,
      isRunning,
      consoles: consoles.map(({ address, userid, reading }) => ({ address, userid, reading })),
      screens: current.screens().map(({ address, userid, screen }) => ({ ...screenView(address, screen), userid })),
      typed: consoles.flatMap(({ address, text }) => news(address, text)),
      says,
    },
  });
}

/** What the page lacks of a console's text; after going back it is told all of it. */
function news(address: number, text: string): Typed[] {
  const before = told.get(address);
  if (before === text) return [];
  told.set(address, text);
  const from = before !== undefined && text.startsWith(before) ? before.length : 0;
  return [{ address, from, text: text.slice(from) }];
}

/** Has the machine stand somewhere else. */
function travel(go: (current: CpSession) => string): void {
  pause();
  says = go(loaded());
  report(true);
}

/** Something comes from outside: the future is another one, and the machine goes on. */
function input(act: (current: CpSession) => void): void {
  const current = loaded();
  act(current);
  sent.forgetFuture(() => current.trace());
  says = "";
  run();
}

function obey(command: Command): void {
  switch (command.kind) {
    case "load":
      return load();
    case "type":
      return input((current) => current.type(command.address, command.text));
    case "key":
      return input((current) => current.press(command.address, command.key));
    case "run":
      says = "";
      return run();
    case "pause":
      return travel(() => "");
    case "step":
      return travel((current) => {
        current.step();
        return "";
      });
    case "stepBack":
      return travel((current) => {
        current.stepBack();
        return "";
      });
    case "toNextTrap":
      return travel((current) => (current.toNextTrap() ? "" : "Nothing comes: everybody waits for a line."));
    case "goTo":
      return travel((current) => {
        current.goTo(command.tick);
        return "";
      });
    case "drawn":
      isDrawn = true;
      if (isReportDue) report(true);
      return;
  }
}

addEventListener("message", ({ data }: MessageEvent<Command>) => {
  try {
    obey(data);
  } catch (error) {
    pause();
    tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
