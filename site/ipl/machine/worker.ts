/** The worker of "IPL your own": shelf, machine and journal. The machine runs in slices so short that the page's wishes are heard between them. */
import {
  type Configuration,
  ConfigurationError,
  consoleKey,
  deviceAddress,
  readConfiguration,
} from "../../../engine/index.ts";
import { Journal } from "../data/journal.ts";
import { Changes } from "./changes.ts";
import { installation, shelfConfiguration } from "./installations.ts";
import { Keeper } from "./keeper.ts";
import { ConfiguredMachine } from "./machine.ts";
import { Papers } from "./papers.ts";
import type { Command, ConfigurationView, MediumView, Notice, PaperPiece, Report, Speed } from "./protocol.ts";
import { mediumFile, outputFile } from "./saved-files.ts";
import { type Medium, Shelf } from "./shelf.ts";

/** Milliseconds of a slice, and between two reports of a running machine. */
const SLICE = 12;
const REPORT = 33;
const CONFIGURATION = "configuration";

const journal = new Journal();
const shelf = new Shelf();
const changes = new Changes((name) => shelf.get(name) !== undefined);
const papers = new Papers();
const keeper = new Keeper(journal, changes, papers, {
  written: tellShelf,
  unsaved: (unsaved) => tell({ kind: "unsaved", unsaved }),
  refused: () =>
    notice({
      tone: "error",
      text: "What is written cannot be kept in this browser: save the disks, tapes and listings that you want before you close the page.",
    }),
});
let origin = "lister";
let text = installation(origin)?.text ?? "";
let configuration: Configuration | undefined;
let machine: ConfiguredMachine | undefined;
/** Whether configuration or shelf have changed since the machine was made. */
let isStale = true;
let speed: Speed = "waits";
let reportedAt = 0;
let isDrawn = true;
let isReportDue = false;

const wake = new MessageChannel();
let timer: ReturnType<typeof setTimeout> | undefined;
let isWoken = false;
wake.port1.onmessage = () => {
  isWoken = false;
  run();
};

function tell(report: Report): void {
  postMessage(report);
}

function notice(notice: Notice | undefined): void {
  tell({ kind: "notice", notice });
}

// --- Running

function goOn(): void {
  clearTimeout(timer);
  if (isWoken) return;
  isWoken = true;
  wake.port2.postMessage(undefined);
}

function run(): void {
  if (!machine) return;
  let pause: ReturnType<ConfiguredMachine["slice"]>;
  try {
    pause = machine.slice(SLICE);
  } catch (error) {
    // Nothing that a program does may end the page: the machine goes off, and what was written is kept.
    powerOff();
    return failed(error);
  }
  const failure = machine.loadFailure;
  if (failure !== undefined) notice({ tone: "error", text: failure });
  keeper.soon();
  report(pause === "event");
  if (pause === 0) goOn();
  else if (pause !== "event") timer = setTimeout(run, pause);
}

/** Tells the machine's state: when the page can draw it, and not too often unless it is the last for a while. */
function report(isLast = false): void {
  const now = performance.now();
  if (!isDrawn || (!isLast && now - reportedAt < REPORT)) {
    isReportDue ||= isLast;
    return;
  }
  reportedAt = now;
  isDrawn = false;
  isReportDue = false;
  tellMachine([...(machine?.typed() ?? []), ...papers.pieces()]);
}

function tellMachine(pieces: readonly PaperPiece[]): void {
  tell({ kind: "machine", view: machine?.view(), papers: pieces, trays: papers.trays });
}

// --- Shelf

function tellShelf(): void {
  const media = shelf.media.map(
    ({ name, kind, about, source, damage, isDamagedTaken, kept }): MediumView => ({
      ...{ name, kind, about, size: source.size, kept, changes: changes.about(name) },
      damage: damage !== undefined && isDamagedTaken ? `${damage}. It is used as far as it is sound.` : damage,
      isDamagedTaken,
    }),
  );
  const blanks = changes.blanks
    .filter(({ name }) => !shelf.get(name))
    .map(
      ({ name, kind, about }): MediumView => ({
        ...{ name, kind, about, size: undefined, damage: undefined, kept: "yes" },
        changes: changes.about(name),
        isDamagedTaken: false,
      }),
    );
  tell({ kind: "shelf", media: [...media, ...blanks] });
}

async function add(files: readonly File[], replacing: boolean): Promise<void> {
  const wrong: string[] = [];
  const blocked: File[] = [];
  const taken: Medium[] = [];
  for (const file of files) {
    const dropped = await shelf.look(file).catch((error: unknown) => unreadable(file, error));
    if (dropped.kind === "refused") wrong.push(`${dropped.why}.`);
    else if (dropped.kind === "configuration") configure(dropped.text, "own");
    else if (changes.has(dropped.medium.name) && !replacing) blocked.push(file);
    else {
      if (changes.has(dropped.medium.name)) await forget(dropped.medium.name);
      put(dropped.medium);
      taken.push(dropped.medium);
    }
  }
  // Images in several files are looked at when all are there.
  for (const { name } of taken) {
    const damage = shelf.get(name)?.damage;
    if (damage !== undefined) wrong.push(`${name} is damaged (${damage}).`);
  }
  const told = taken.length > 0 ? used(taken) : undefined;
  tellShelf();
  const [first] = blocked;
  if (first)
    return notice({
      tone: "error",
      text: `${first.name} is on the shelf, and programs have written on it. To replace it gives up what they wrote; save it first if you want it.`,
      offer: { label: "replace it", command: { kind: "add", files: blocked, replacing: true } },
    });
  const broken = taken.find(({ name }) => shelf.get(name)?.damage !== undefined);
  notice(wrong.length > 0 ? { tone: "error", text: wrong.join(" "), offer: broken && offerOf(broken) } : told);
}

/** A file that could not even be looked at. */
function unreadable({ name }: File, error: unknown): { readonly kind: "refused"; readonly why: string } {
  const said = error instanceof Error ? error.message : String(error);
  return { kind: "refused", why: `${name} cannot be read (a folder?): ${said.replace(`${name}, `, "")}` };
}

/** Has the configuration use new media, unless it is the reader's own: then it says how. */
function used(media: readonly Medium[]): Notice | undefined {
  isStale = true;
  const names = media.map(({ name }) => name).join(" ");
  if (origin === "own") {
    configure(text, origin);
    if (media.every(({ name }) => text.includes(name))) return undefined;
    return {
      tone: "told",
      text: `On the shelf: ${names}. Your configuration does not name all of it.`,
      offer: { label: "make one of what is on the shelf", command: { kind: "install", id: "shelf" } },
    };
  }
  const listing = origin === "lister" && media.every(({ kind, isProgram }) => kind === "deck" && !isProgram);
  if (listing) configure(text.replace(/^(00C +3505 +card-lister\.deck) .*$/m, `$1 ${names} eof`), origin);
  else configure(shelfConfiguration(shelf.media), "shelf");
  if (!machine) return undefined;
  return {
    tone: "told",
    text: `On the shelf: ${names}. Mount it at one of the devices, or press IPL to begin anew with it in its place.`,
  };
}

function put(medium: Medium): void {
  shelf.put(medium);
  machine?.stock(medium);
  void keepMedium(medium);
}

async function keepMedium(medium: Medium): Promise<void> {
  const { name, file, isDamagedTaken } = medium;
  try {
    if (!(await journal.works())) throw new Error("no database");
    await journal.keepMedium(name, { file, isDamagedTaken });
    setKept(name, "yes");
  } catch {
    setKept(name, "no");
  }
  tellShelf();
}

function setKept(name: string, kept: Medium["kept"]): void {
  const medium = shelf.get(name);
  if (medium) medium.kept = kept;
}

/** What is on the shelf has changed: a configuration that is made of it too. */
function shelfChanged(): void {
  configure(origin === "shelf" ? shelfConfiguration(shelf.media) : text, origin);
}

async function remove(name: string): Promise<void> {
  if (isMounted(name)) throw new RangeError(`${name} is in a device of the machine: turn the power off first`);
  if (changes.has(name)) await forget(name);
  shelf.remove(name);
  await journal.removeMedium(name);
  shelfChanged();
  tellShelf();
}

async function forget(name: string): Promise<void> {
  if (isMounted(name)) throw new RangeError(`${name} is in a device of the machine: turn the power off first`);
  await keeper.forget(name);
  isStale = true;
  tellShelf();
}

function isMounted(name: string): boolean {
  return machine?.view().devices.some(({ medium, kind }) => medium === name && kind !== "reader") ?? false;
}

// --- Configuration

function configure(given: string, from: string): void {
  text = given;
  origin = from;
  isStale = true;
  let errors: ConfigurationView["errors"] = [];
  configuration = undefined;
  try {
    configuration = readConfiguration(CONFIGURATION, text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    errors = error.messages;
  }
  tellConfiguration(errors);
  void journal.keepPage({ origin, text }).catch(() => undefined);
}

function tellConfiguration(errors: ConfigurationView["errors"]): void {
  const loadable = (configuration?.devices ?? []).flatMap(({ address, type, kind }) =>
    kind === "reader" || kind === "disk" || kind === "tape"
      ? [{ address, label: `${deviceAddress(address)} · ${type}` }]
      : [],
  );
  tell({
    kind: "configuration",
    view: {
      ...{ text, origin, errors, loadable },
      notes: [...(configuration?.notes ?? []), ...(isStale ? [] : (machine?.notes ?? []))],
      loadDevice: configuration?.loadDevice ?? loadable[0]?.address,
      fastDevices: configuration?.fastDevices ?? true,
    },
  });
}

function install(id: string): void {
  if (id === "shelf") return configure(shelfConfiguration(shelf.media), "shelf");
  const chosen = installation(id);
  if (!chosen) throw new RangeError(`there is no installation ${id}`);
  for (const { name, bytes } of chosen.media()) if (!shelf.get(name)) put(shelf.made(name, bytes));
  configure(chosen.text, id);
  tellShelf();
}

// --- The machine

function ipl(address: number | undefined): void {
  notice(undefined);
  if (!configuration) throw new RangeError("the configuration has errors: each says where");
  const from = address ?? configuration.loadDevice;
  if (from === undefined) throw new RangeError("there is nothing to load from: a reader, a tape or a disk");
  if (!configuration.devices.some((device) => device.address === from))
    throw new RangeError(`the configuration has no device ${deviceAddress(from)}`);
  if (!machine || isStale) {
    // Media of the ready installation may have been taken off the shelf.
    for (const { name, bytes } of installation(origin)?.media() ?? [])
      if (!shelf.get(name)) put(shelf.made(name, bytes));
    keeper.now();
    machine = undefined;
    papers.powerOff();
    papers.forgetTold();
    tell({ kind: "fresh" });
    try {
      machine = new ConfiguredMachine({ ...configuration, loadDevice: from }, shelf, changes, speed);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      tellConfiguration(error.messages);
      const [{ message }] = error.messages;
      tellMachine(papers.pieces());
      return damaged(message);
    }
    papers.meet(machine.devices);
    isStale = false;
    tellConfiguration([]);
  }
  machine.load(from);
  goOn();
}

/** Media that are not sound: says so, and offers what can be done about it. */
function damaged(message: string): void {
  const medium = shelf.media.find(
    ({ name, isDamagedTaken, damage }) => damage !== undefined && !isDamagedTaken && message.includes(name),
  );
  notice({
    tone: "error",
    text: `${message}.`,
    offer: medium && offerOf(medium),
  });
}

function offerOf({ name }: Medium): NonNullable<Notice["offer"]> {
  return { label: "use it read-only, as far as it is sound", command: { kind: "accept-damage", name } };
}

async function acceptDamage(name: string): Promise<void> {
  const medium = shelf.acceptDamage(name);
  if (!medium) return;
  void keepMedium(medium);
  if (origin === "shelf") shelfChanged();
  else {
    // The statement that mounts it says so.
    const lines = text.split("\n").map((line) => {
      const words = line.trim().split(/\s+/);
      return /^[0-9a-f]/i.test(words[0]) && words.includes(name) && !words.includes("damaged")
        ? `${line.trimEnd()} damaged`
        : line;
    });
    configure(lines.join("\n"), "own");
  }
  tellShelf();
  notice({ tone: "told", text: `${name} is used as far as it is sound, and nothing is written on it. Press IPL.` });
}

function powerOff(): void {
  keeper.now();
  machine = undefined;
  changes.powerOff();
  papers.powerOff();
  clearTimeout(timer);
  tellMachine(papers.pieces());
  tellShelf();
}

function powered(): ConfiguredMachine {
  if (!machine) throw new RangeError("the machine is off: press IPL first");
  return machine;
}

async function tearOff(address: number): Promise<void> {
  await keeper.tearOff(address);
  tellMachine([{ address, from: 0, text: "" }]);
}

function operate(address: number, order: string): void {
  const on = powered();
  // A pack that is mounted again has what was written on it a moment ago.
  keeper.now();
  const refusal = on.operate(address, order);
  notice(refusal === undefined ? undefined : { tone: "error", text: `${deviceAddress(address)}: ${refusal}.` });
  goOn();
}

// --- Commands

async function open(): Promise<void> {
  const isMine = await journal.claim();
  for (const [name, medium] of await journal.media()) {
    try {
      shelf.kept(name, medium);
    } catch (error) {
      failed(error);
    }
  }
  for await (const change of journal.changes()) changes.load(change);
  for await (const entry of journal.papers()) papers.load(entry);
  const page = await journal.page();
  if (!page) configure(text, origin);
  else configure(page.text, page.origin);
  tellShelf();
  report(true);
  if (!isMine)
    notice({
      tone: "told",
      text: "This page is open in another window, and only that one keeps what is written. What you do here lasts until you close it.",
    });
}

async function obey(command: Command): Promise<void> {
  switch (command.kind) {
    case "open":
      return open();
    case "add":
      return add(command.files, command.replacing ?? false);
    case "remove":
      return remove(command.name);
    case "forget":
      return forget(command.name);
    case "accept-damage":
      return acceptDamage(command.name);
    case "install":
      notice(undefined);
      return install(command.id);
    case "configuration":
      return configure(command.text, "own");
    case "ipl":
      return ipl(command.address);
    case "power-off":
      return powerOff();
    case "key":
      powered().press(command.key);
      return goOn();
    case "operate":
      return operate(command.address, command.text);
    case "console-key":
      return operate(command.address, consoleKey(command.key));
    case "speed":
      speed = command.speed;
      if (machine) machine.speed = speed;
      return goOn();
    case "fast-devices":
      if (machine) machine.fastDevices = command.fast;
      return;
    case "save-medium":
      keeper.now();
      return tell({ kind: "file", ...(await mediumFile(command.name, command.form, shelf, changes)) });
    case "save-output":
      return tell({
        kind: "file",
        ...outputFile(command.address, command.form, machine?.device(command.address), papers),
      });
    case "tear-off":
      return tearOff(command.address);
    case "drawn":
      isDrawn = true;
      if (isReportDue || machine?.hasMorePaper || papers.hasMore) report(true);
      return;
    case "keep":
      return keeper.now();
  }
}

function failed(error: unknown): void {
  const said = error instanceof Error ? error.message : String(error);
  notice({ tone: "error", text: `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? "" : "."}` });
}

let obeying: Promise<void> = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<Command>) => {
  // Opening comes first; a save may take long, and the machine's keys are not to wait for it.
  if (data.kind === "open") obeying = obey(data).catch(failed);
  else void obeying.then(() => obey(data)).catch(failed);
});
