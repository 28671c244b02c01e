/**
 * The channel-to-channel adapter: two channels, of one system or of two, each see a device (GA22-6983 "IBM System/370
 * Special Feature Description: Channel-to-Channel Adapter"). What one side writes the other reads; each learns by
 * attention that the other has something outstanding, and by SENSE COMMAND BYTE what.
 *
 * A side never calls into the other's channel: it leaves word, and the other's channel calls for it a tick later; where
 * that is another machine's, when that machine goes on.
 */
import {
  type Acceptance,
  type Answer,
  ATTENTION,
  BUSY,
  CHANNEL_END,
  type Command,
  DEVICE_END,
  type Device,
  ENDED,
  type Line,
  UNIT_CHECK,
  UNIT_EXCEPTION,
} from "../channel/device.ts";
import { type AdapterCommand, adapterCommand, meeting, type Outstanding } from "./ctca-commands.ts";

/** The sense byte. */
const COMMAND_REJECT = 0x80;
const INTERVENTION_REQUIRED = 0x40;

/** Bytes that a read or write may have, however many CCWs it has. */
const MOST_TOGETHER = 0xff_ffff;
/** Ticks for a byte through the adapter: a megabyte a second. */
const BYTE_TICKS = 1;
/** Ticks until the other side's channel comes for the word that was left for it. */
const WORD_TICKS = 1;
const NOTHING = new Uint8Array(0);

/** What a side's command is doing. */
type Doing =
  | "nothing"
  /** Outstanding: it waits for the other side. */
  | Outstanding
  /** A write that has met a read: it is to ask for its data, asks for them, has passed them on. */
  | "summoned"
  | "sending"
  | "sent"
  /** A read that has met a write: it waits for data, stores them. */
  | "awaiting"
  | "receiving"
  /** The other side has ended it; its channel is to be told. */
  | "ended";

/** Word left for a side: what has come, and what it is to do. */
type Word = "attention" | "send" | "data" | "sent" | "control ended" | "read ended" | "write ended";

/** What decides how a side goes on. Replaced, never changed. */
interface SideState {
  readonly doing: Doing;
  /** The command byte of what is outstanding. */
  readonly command: number;
  readonly isExtended: boolean;
  /** Whether its program has given a command since the last reset: in extended mode the other side asks that. */
  readonly isReady: boolean;
  readonly sense: number;
  /** The other side has written end of file, for the next read. */
  readonly endOfFile: boolean;
  /** For a read: what the other side has written. */
  readonly data: Uint8Array;
  /** For a write: bytes that the other side has read. */
  readonly taken: number;
  /** Status with which the other side ends what goes on. */
  readonly ends: number;
}

const AFTER_POWER_ON: SideState = {
  doing: "nothing",
  command: 0,
  isExtended: false,
  isReady: false,
  sense: 0,
  endOfFile: false,
  data: NOTHING,
  taken: 0,
  ends: ENDED,
};

/** A side as its channel sees it. */
export class AdapterSide implements Device {
  readonly type = "CTCA";
  readonly name = "channel-to-channel adapter";
  #partner: AdapterSide | undefined;
  #line: Line | undefined;
  #state = AFTER_POWER_ON;

  /** The other side. */
  get #other(): AdapterSide {
    if (!this.#partner) throw new Error("an adapter's side without another");
    return this.#partner;
  }

  /** Two sides of one adapter. */
  static pair(): readonly [AdapterSide, AdapterSide] {
    const [one, other] = [new AdapterSide(), new AdapterSide()];
    one.#partner = other;
    other.#partner = one;
    return [one, other];
  }

  /** Its control command waits to be sensed. */
  get isWorking(): boolean {
    return this.#state.doing === "control";
  }

  connect(line: Line): void {
    this.#line = line;
  }

  begin({ code }: Command): Answer {
    if (this.#state.doing !== "nothing") return { kind: "refused", status: BUSY };
    const command = adapterCommand(code, this.#state.isExtended);
    this.#set({ isReady: true, ...(command !== "sense" && { sense: 0 }) });
    if (command === undefined) return this.#refuse(COMMAND_REJECT);
    if (command === "sense") return this.#answerSense();
    if (this.#state.isExtended && !this.#other.#state.isReady) return this.#refuse(INTERVENTION_REQUIRED);
    const outstanding = this.#other.#outstanding;
    if (outstanding === undefined) return this.#go(command, code);
    switch (meeting(command, outstanding)) {
      case "busy":
        return { kind: "refused", status: BUSY | ATTENTION };
      case "goes":
        return this.#go(command, code);
      case "meets":
        return this.#meet(command);
    }
  }

  accept(data: Uint8Array): Acceptance {
    if (this.#state.doing !== "sending") {
      // The other side was halted or reset before data came.
      const status = this.#state.ends;
      this.#rest();
      return { status, taken: 0 };
    }
    this.#set({ doing: "sent" });
    this.#other.#tell("data", { data: data.slice() });
    return { kind: "waiting" };
  }

  transferred(count: number): void {
    if (this.#state.doing !== "receiving") return;
    this.#rest();
    if (this.#other.#state.doing === "sent") this.#other.#tell("sent", { taken: count });
  }

  due(what: string): void {
    // What #tell() was given.
    const word = what as Word;
    const { doing, data, taken, ends } = this.#state;
    const line = this.#line;
    switch (word) {
      case "attention":
        // It may have been met or halted meanwhile.
        if (this.#other.#outstanding !== undefined) line?.present(ATTENTION);
        return;
      case "send":
        if (doing !== "summoned") return;
        this.#set({ doing: "sending" });
        line?.proceed({ kind: "output", most: MOST_TOGETHER, perByte: BYTE_TICKS });
        return;
      case "data":
        if (doing !== "awaiting") return;
        this.#set({ doing: "receiving" });
        line?.proceed({ kind: "input", data, status: ENDED });
        return;
      case "sent":
        if (doing !== "sent") return;
        this.#rest();
        line?.proceed({ status: ends, taken });
        return;
    }
    if (doing !== "ended") return;
    this.#rest();
    if (word === "control ended") line?.present(ends);
    else if (word === "read ended") line?.proceed({ kind: "input", data: NOTHING, status: ends });
    else line?.proceed({ kind: "immediate", status: ends });
  }

  halt(): void {
    this.#leave(false);
    this.#rest();
  }

  reset(): void {
    this.#leave(true);
    this.#state = AFTER_POWER_ON;
  }

  save(): unknown {
    return this.#state;
  }

  restore(saved: unknown): void {
    // What save() returned.
    this.#state = saved as SideState;
  }

  // --- Commands

  /** A command that the other side does not meet. */
  #go(command: AdapterCommand, code: number): Answer {
    switch (command) {
      case "control":
        this.#wait("control", code);
        return { kind: "immediate", status: CHANNEL_END };
      case "read":
        if (this.#state.endOfFile) {
          this.#set({ endOfFile: false });
          return { kind: "input", data: NOTHING, status: ENDED | UNIT_EXCEPTION };
        }
        this.#wait("read", code);
        return { kind: "waiting" };
      case "write":
        this.#wait("write", code);
        return { kind: "waiting" };
      case "write-end-of-file":
        this.#other.#set({ endOfFile: true });
        break;
      case "sense-command-byte":
        return this.#answerCommandByte();
      case "set-extended-mode":
        this.#set({ isExtended: true });
        break;
      case "set-basic-mode":
        this.#set({ isExtended: false });
        break;
    }
    return { kind: "immediate", status: ENDED };
  }

  /** A command for which the other side waits. */
  #meet(command: AdapterCommand): Answer {
    const other = this.#other;
    switch (command) {
      case "read":
        this.#set({ doing: "awaiting" });
        other.#tell("send", { doing: "summoned" });
        return { kind: "waiting" };
      case "write":
        this.#set({ doing: "sending" });
        other.#set({ doing: "awaiting" });
        return { kind: "output", most: MOST_TOGETHER, perByte: BYTE_TICKS };
      case "write-end-of-file":
        other.#endFor("read", ENDED | UNIT_EXCEPTION);
        return { kind: "immediate", status: ENDED };
      default: {
        const answer = this.#answerCommandByte();
        other.#endFor("control", DEVICE_END);
        return answer;
      }
    }
  }

  #wait(doing: Outstanding, command: number): void {
    this.#set({ doing, command, ends: ENDED });
    this.#other.#tell("attention", {});
  }

  #answerCommandByte(): Answer {
    const { command } = this.#other.#state;
    return { kind: "input", data: Uint8Array.of(this.#other.#outstanding === undefined ? 0 : command), status: ENDED };
  }

  #answerSense(): Answer {
    const { sense } = this.#state;
    this.#set({ sense: 0 });
    return { kind: "input", data: Uint8Array.of(sense), status: ENDED };
  }

  #refuse(sense: number): Answer {
    this.#set({ sense });
    return { kind: "refused", status: UNIT_CHECK };
  }

  // --- Between the sides

  get #outstanding(): Outstanding | undefined {
    const { doing } = this.#state;
    return doing === "control" || doing === "read" || doing === "write" ? doing : undefined;
  }

  /** What the other side is to know when this one is halted or reset. */
  #leave(isReset: boolean): void {
    const other = this.#other;
    const { doing } = other.#state;
    const isCheck = isReset && other.#state.isExtended;
    const ends = ENDED | (isCheck ? UNIT_CHECK : 0);
    const sense = isCheck ? { sense: INTERVENTION_REQUIRED } : {};
    switch (this.#state.doing) {
      case "summoned":
      case "sending":
        if (doing === "awaiting") other.#endFor("read", ends, sense);
        break;
      case "awaiting":
      case "receiving":
        if (doing === "summoned") other.#endFor("write", ends, sense);
        else if (doing === "sending") other.#set({ doing: "ended", ends, ...sense });
        else if (doing === "sent") other.#tell("sent", { taken: 0, ends, ...sense });
        break;
    }
    const outstanding = other.#outstanding;
    if (isCheck && outstanding !== undefined)
      other.#endFor(outstanding, outstanding === "control" ? DEVICE_END | UNIT_CHECK : ends, sense);
  }

  /** Ends what this side waits in. */
  #endFor(waits: Outstanding, ends: number, sense: Partial<SideState> = {}): void {
    this.#tell(`${waits} ended`, { doing: "ended", ends, ...sense });
  }

  /** Leaves word for this side's channel, with what it is then to find. */
  #tell(word: Word, state: Partial<SideState>): void {
    this.#set(state);
    this.#line?.after(WORD_TICKS, word);
  }

  #rest(): void {
    this.#set({ doing: "nothing", command: 0, data: NOTHING, ends: ENDED });
  }

  #set(state: Partial<SideState>): void {
    this.#state = { ...this.#state, ...state };
  }
}
