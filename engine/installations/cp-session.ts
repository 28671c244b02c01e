/** The room with CP as a page drives it: forward, back, lines typed at terminals; and what it shows, as plain data. */
import { traceView } from "../grading/trace-view.ts";
import type { BillRow, TraceView } from "../grading/view.ts";
import type { Input } from "../machine/machine.ts";
import { TimeTravel } from "../machine/time-travel.ts";
import { VPSW } from "../monitors/cp/layout.ts";
import type { Vm } from "../monitors/cp/vm.ts";
import type { Screen } from "../s370/devices/display/screen.ts";
import { type ConsoleKey, consoleKey, type System370 } from "../s370/index.ts";
import { type CpRoom, cpRoom, type RoomPacks, shelveDeck } from "./cp-room.ts";
import { ROOM_LANES, ROOM_TERMINALS, ROOM_UNITS, type RoomUser, type RoomView } from "./room.ts";
import { pastOf, resumeRoom, roomDigest, type SavedPast, type SavedRoom, savedPast, savedRoom } from "./saved-room.ts";
import { type DeckLabel, userDeck } from "./user-deck.ts";

/** Ticks after which the search for a trap is given up. */
const SEARCH = 10_000_000;
/** Ticks of work that a session which is taken up again does once more, to have them in its trace. */
const REPEATED = 200_000;
/** Ticks of a wait that are shown: the picture stands still while everybody waits. */
const SHOWN_WAIT = 2_000;

/** A printer-keyboard as it stands. */
export interface RoomConsole {
  readonly address: number;
  readonly userid: string;
  readonly text: string;
  /** A line is awaited. */
  readonly reading: boolean;
}

export interface RoomScreen {
  readonly address: number;
  readonly userid: string;
  readonly screen: Screen;
}

export class CpSession {
  readonly #room: CpRoom;
  #travel: TimeTravel<System370>;
  #furthest = 0;

  /**
   * Makes the machine with these packs, and loads CP. `from`: it is as it was when it was saved, with packs of the same images; `past`: it can go back as far as that.
   * Throws SavedRoomError where that cannot be.
   */
  constructor(packs: RoomPacks, from?: SavedRoom, past?: SavedPast) {
    this.#room = cpRoom(packs);
    if (from !== undefined) resumeRoom(this.#room, from);
    this.#travel = new TimeTravel(this.#room.machine);
    if (from !== undefined && past !== undefined) this.#travel = this.#withPast(from, past) ?? this.#travel;
    this.#note();
  }

  /** With snapshots of its past, if these lead to its present: the last stretch is gone again, and so is in the trace. */
  #withPast(from: SavedRoom, past: SavedPast): TimeTravel<System370> | undefined {
    const { machine } = this.#room;
    const present = machine.snapshot();
    try {
      const travel = new TimeTravel(machine, { earlier: pastOf(this.#room, from, past) });
      travel.repeat(REPEATED);
      if (this.digest() === from.digest) return travel;
    } catch {
      // A past that is damaged is none.
    }
    machine.restore(present);
    return undefined;
  }

  get machine(): System370 {
    return this.#room.machine;
  }

  /** Ticks that are known: those ahead after going back too. */
  get furthest(): number {
    return Math.max(this.#furthest, this.#shownTick());
  }

  /** Whether nothing is coming but what somebody types. */
  get rests(): boolean {
    return this.machine.stopped !== undefined;
  }

  /** Whether CP has ended, by SHUTDOWN or because it could not go on. */
  get hasEnded(): boolean {
    return this.rests && this.machine.stopped !== "idle";
  }

  run(ticks: number): void {
    this.#travel.run({ ticks: this.machine.now + ticks });
    this.#note();
  }

  step(): void {
    if (this.machine.stopped === undefined) this.#travel.step();
    this.#note();
  }

  stepBack(): void {
    this.#travel.stepBack();
  }

  /** To the next crossing into CP, unless nothing comes for ten seconds of the machine's time. Returns whether there was one. */
  toNextTrap(): boolean {
    const { trace } = this.machine;
    const before = trace.count;
    const found = () => trace.count > before && trace.last?.to === "monitor";
    this.#travel.run({ ticks: this.machine.now + SEARCH, until: found });
    this.#note();
    return found();
  }

  goTo(tick: number): void {
    this.#travel.goTo(tick);
    this.#note();
  }

  /** A line at a printer-keyboard, keystrokes at a display. It begins another future. */
  type(address: number, text: string): void {
    this.#travel.input(address, text);
    this.#furthest = 0;
    this.#note();
  }

  press(address: number, key: ConsoleKey): void {
    this.type(address, consoleKey(key));
  }

  /** Puts a deck of cards for a user into the reader, which is another future too. Throws RangeError as {@link userDeck} does. */
  loadReader(label: DeckLabel, cards: Uint8Array): void {
    const deck = userDeck(label, cards);
    const name = `${label.userid}-${label.name}-${this.#room.decks.size + 1}`.toLowerCase();
    shelveDeck(this.#room, name, deck);
    this.type(ROOM_UNITS.reader.address, `load ${name} ebcdic`);
  }

  /** The decks that have been put into the reader, by their names. */
  get decks(): ReadonlyMap<string, Uint8Array> {
    return this.#room.decks;
  }

  /**
   * Has lines typed that somebody else has typed, each at its tick, and decks put into the reader. Before the machine has run. What is for none of its
   * devices that take input is left out.
   */
  schedule(inputs: readonly Input[], decks: ReadonlyMap<string, Uint8Array> = new Map()): void {
    const taking = [ROOM_UNITS.reader, ...ROOM_TERMINALS];
    for (const [name, deck] of decks) shelveDeck(this.#room, name, deck);
    this.machine.scheduleInputs(inputs.filter(({ device }) => taking.some(({ address }) => address === device)));
  }

  /** What has been typed up to now, and at which ticks. */
  get inputs(): readonly Input[] {
    return this.machine.inputs.filter(({ tick }) => tick <= this.machine.now);
  }

  /** A hash of the state: see {@link roomDigest}. */
  digest(): string {
    return roomDigest(this.#room);
  }

  /** Everything but the images of the packs, as plain data. */
  save(): SavedRoom {
    return savedRoom(this.#room);
  }

  /** What it can go back to later, of so many bytes at most. */
  savePast(bytes: number): SavedPast {
    return savedPast(this.#room, this.#travel.past(bytes));
  }

  /** The packs, with what has been written on them. */
  get packs(): RoomPacks {
    return this.#room.packs;
  }

  trace(from = 0, hardwareFrom = 0): TraceView {
    return traceView(this.machine.trace, from, hardwareFrom);
  }

  consoles(): RoomConsole[] {
    return ROOM_TERMINALS.flatMap(({ address, userid }) => {
      const console = this.#room.consoles.get(address);
      return console === undefined ? [] : [{ address, userid, text: console.text, reading: console.reading }];
    });
  }

  /** All that the printer has printed. */
  get paper(): string {
    return this.#room.printer.text;
  }

  /** Cards that the punch has cut. */
  get punched(): number {
    return this.#room.punch.stackers.reduce((sum, { count }) => sum + count, 0);
  }

  screens(): RoomScreen[] {
    return ROOM_TERMINALS.flatMap(({ address, userid }) => {
      const display = this.#room.displays.get(address);
      return display === undefined ? [] : [{ address, userid, screen: display.screen }];
    });
  }

  view(): RoomView {
    const { machine } = this;
    const { cp } = this.#room.control;
    const { systemTime, idleTime } = cp.state;
    return {
      tick: this.#shownTick(),
      time: machine.now,
      instructions: machine.instructions,
      crossings: machine.trace.count,
      world: machine.world,
      lanes: ROOM_LANES,
      system: systemTime,
      idle: idleTime,
      users: cp.vms.map((vm) => this.#user(vm)),
    };
  }

  #user(vm: Vm): RoomUser {
    const { userid, state } = vm;
    // Through the machine: what CP itself reads takes ticks.
    const psw = [...this.machine.read(vm.block + VPSW, 8)];
    return {
      userid,
      state: stateOf(vm),
      list: state.schedule.list,
      psw: psw.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(""),
      isShadowed: state.shadow !== undefined,
      resident: vm.cp.storage.residentPages(vm),
      virtual: state.time.virtual,
      overhead: state.time.overhead,
      bill: billOf(vm),
    };
  }

  #shownTick(): number {
    const { now, trace, world } = this.machine;
    return world === "idle" && trace.last !== undefined ? Math.min(now, trace.last.tick + SHOWN_WAIT) : now;
  }

  #note(): void {
    this.#furthest = Math.max(this.#furthest, this.#shownTick());
  }
}

/** What CP has been entered for, and the ticks charged for that: the most costly first. */
function billOf({ state }: Vm): BillRow[] {
  return Object.entries(state.exits)
    .map(([cause, { count, modelled }]) => ({ cause, count, ticks: modelled }))
    .sort((a, b) => b.ticks - a.ticks || (a.cause < b.cause ? -1 : 1));
}

function stateOf(vm: Vm): string {
  const { state } = vm;
  if (vm.cp.state.running === vm.id) return "runs";
  if (state.stopped) return "is in CP";
  if (state.waitingFor?.startsWith("page")) return "waits for a page";
  if (state.waitingFor !== undefined) return "waits for CP";
  return state.waiting ? "waits" : "wants the processor";
}
