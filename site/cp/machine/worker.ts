/** The worker of the page "CP": one machine, run in slices so short that the page's wishes are heard between them. */
import { decodeLink, encodeLink, type LinkedRun } from "../../../engine/grading/permalink.ts";
import { type CpSession, ROOM_UNITS, type RoomSources } from "../../../engine/installations/index.ts";
import { count } from "../../lab/data/format.ts";
import { SentTrace } from "../../lab/machine/sent-trace.ts";
import { screenView } from "../../terminals/screen.ts";
import { KeptRoom } from "../data/kept-room.ts";
import { decksOf, filesOf, plainCards, programCards } from "./decks.ts";
import { diskFiles, refusedFiles } from "./disk-files.ts";
import { Keeper } from "./keeper.ts";
import { givenRoom, type OpenedRoom, type Opening, openKept } from "./opening.ts";
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

let room: OpenedRoom | undefined;
/** The run of a link, on its way to where that ends. */
let replayed: LinkedRun | undefined;
const store = new KeptRoom();
const keeper = new Keeper(store, (kept) => tell({ kind: "kept", kept }));
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

const guests: RoomSources = { cms: (path) => source(`cms/${path}`), kernel: source("kernels/processes.asm") };

/** Puts a room in the place of the one that was. */
function begin({ room: opened, isKept, says: said, notice }: Opening, isToBeKept = true): void {
  pause();
  room = opened;
  sent.clear();
  told = new Map();
  says = said;
  tell({ kind: "fresh" });
  tell({ kind: "notice", text: notice ?? "" });
  if (!isToBeKept) tell({ kind: "kept", kept: "never" });
  keeper.follow(isToBeKept ? opened : undefined, isKept);
}

async function open(link: string): Promise<void> {
  await keeper.now();
  const isMine = await store.claim();
  const decoded = /^#v\d/.test(link) ? decodeLink(link) : undefined;
  if (decoded?.ok) return openLink(decoded.run, decoded.note);
  const opening = await openKept(store, guests);
  const notices = [
    opening.notice,
    decoded && `This link could not be opened: ${decoded.why}. The room is as it would be without it.`,
    isMine
      ? undefined
      : "This room is open in another window, and only that one keeps it. What you do here lasts until you close it.",
  ];
  begin({ ...opening, notice: notices.filter((each) => each !== undefined).join(" ") }, isMine);
  tell({ kind: "refused", count: (await store.refused()).length });
  if (opening.room.isPaused) report(true);
  else run();
}

/** A link's run goes on as fast as it can, to where the link ends; it is nobody's room, and is not kept. */
function openLink(linked: LinkedRun, note: string | undefined): void {
  const given = givenRoom(guests);
  const images = linked.images?.room;
  const notes = [
    note && `${note}.`,
    images !== undefined && images !== given.digest() && "The disks of this room were others when the link was made.",
    "This is the run of a link: it is not kept, and the room that you have left is as it was.",
  ];
  begin({ room: given, isKept: false, says: "Replaying …", notice: notes.filter((each) => each).join(" ") }, false);
  const inputs = linked.input.map(({ tick, console, text }) => ({ tick, device: Number.parseInt(console, 16), text }));
  given.session.schedule(inputs, decksOf(linked.files));
  replayed = linked;
  isRunning = true;
  timer = setTimeout(replay, 0);
}

function replay(): void {
  const current = loaded();
  if (replayed === undefined) return;
  const { stop, digest } = replayed;
  const began = performance.now();
  while (current.machine.now < stop && !current.rests && performance.now() - began < SLICE)
    current.run(Math.min(MOST_TICKS, stop - current.machine.now));
  const isThere = current.machine.now >= stop || current.rests;
  if (isThere) {
    replayed = undefined;
    isRunning = false;
    says =
      current.digest() === digest
        ? `Replayed from the link, to tick ${count(current.machine.now)}: the same state.`
        : `This run has ended in another state than the link says: at tick ${count(current.machine.now)}, where the link has tick ${count(stop)}.`;
  } else timer = setTimeout(replay, 0);
  report(isThere);
}

/** What replays the run up to now. */
function makeLink(): void {
  pause();
  report(true);
  if (room === undefined) return;
  if (!room.isGiven)
    return tell({
      kind: "link",
      why: "This run began with disks that had been written on, and a link cannot hold them. Save the disks and send those; or load CP again and begin afresh, for a run that fits a link.",
    });
  const { session } = room;
  const input = session.inputs.map(({ tick, device, text }) => ({ tick, console: device.toString(16), text }));
  const stop = session.machine.now;
  const run = { files: filesOf(session.decks), input, stop, digest: session.digest(), images: { room: room.digest() } };
  tell({ kind: "link", fragment: encodeLink(run) });
}

function load(disks: "kept" | "given"): void {
  if (room === undefined) return;
  const next = disks === "given" ? givenRoom(guests) : room.reloaded();
  begin({ room: next, isKept: false, says: "CP is loaded." });
  run();
}

function loaded(): CpSession {
  if (room === undefined) throw new Error("there is no machine yet");
  return room.session;
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
  if (current.hasEnded) says = "CP has ended. Load it again to go on.";
  report(rests);
  keeper.soon();
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
      typed: [...consoles, { address: ROOM_UNITS.printer.address, text: current.paper }].flatMap(({ address, text }) =>
        news(address, text),
      ),
      punched: current.punched,
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

/** Whether the reader has the machine stand still: so it is found again. */
function stands(isPaused: boolean): void {
  if (room) room.isPaused = isPaused;
}

/** Has the machine stand somewhere else. */
function travel(go: (current: CpSession) => string): void {
  pause();
  stands(true);
  replayed = undefined;
  says = go(loaded());
  keeper.soon();
  report(true);
}

/** Something comes from outside: the future is another one, and the machine goes on. */
function input(act: (current: CpSession) => void): void {
  const current = loaded();
  if (replayed !== undefined) return;
  act(current);
  stands(false);
  sent.forgetFuture(() => current.trace());
  says = "";
  run();
}

/** Assembles what is a program, and puts the cards into the reader. */
function deck({ label, text, isProgram }: Extract<Command, { kind: "deck" }>): void {
  const made = isProgram ? programCards(text) : plainCards(text);
  if ("errors" in made) return tell({ kind: "deck", errors: made.errors });
  input((current) => current.loadReader(label, made.cards));
  tell({ kind: "deck", errors: [] });
}

async function saveDisks(of: "room" | "refused"): Promise<void> {
  const refused = of === "refused" ? (await store.refused()).at(-1) : undefined;
  const files = refused ? refusedFiles(refused) : diskFiles(loaded().packs);
  for (const file of files) tell({ kind: "file", ...file });
}

async function giveUpRefused(): Promise<void> {
  await store.giveUpRefused();
  tell({ kind: "refused", count: 0 });
}

function obey(command: Command): void | Promise<void> {
  switch (command.kind) {
    case "open":
      return open(command.link);
    case "load":
      return load(command.disks);
    case "link":
      return makeLink();
    case "keep":
      return keeper.now({ isLeft: true });
    case "saveDisks":
      return saveDisks(command.of);
    case "giveUpRefused":
      return giveUpRefused();
    case "type":
      return input((current) => current.type(command.address, command.text));
    case "key":
      return input((current) => current.press(command.address, command.key));
    case "deck":
      return deck(command);
    case "run":
      says = "";
      replayed = undefined;
      stands(false);
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

function failed(error: unknown): void {
  pause();
  tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}

let opening: Promise<void> | undefined;
addEventListener("message", ({ data }: MessageEvent<Command>) => {
  const obeyed = async () => obey(data);
  // Opening comes first; what is pressed meanwhile waits for it.
  if (data.kind === "open") opening = obeyed().catch(failed);
  else void (opening ?? Promise.resolve()).then(obeyed).catch(failed);
});
