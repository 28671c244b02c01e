/** Decks in real readers: the cards behind an ID card become a file in a user's virtual reader (GC20-1806, "Spooled Card Input"). */
import { decodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import { deviceAddress, findUser } from "../directory/index.ts";
import type { Csw, RealDevice } from "../io/state.ts";
import { closeOutput } from "./close.ts";
import { spoolId } from "./queues.ts";
import { idleWriter, type RealInput, type RealSpoolDevice } from "./state.ts";
import { writeRecord } from "./writer.ts";

const READ_AND_FEED = 0x02;
/** What a card that has been read is in a file: punched. */
const PUNCH = 0x01;
const SUPPRESS_LENGTH = 0x20;
const CARD = 80;
/** Behind the CCW in the buffer. */
const DATA = 8;

const UNIT_CHECK = 0x02000000;
const UNIT_EXCEPTION = 0x01000000;
const INTERVENTION_REQUIRED = 0x40;

/** What an ID card says. */
export interface IdCard {
  readonly userid: string;
  readonly class: string;
  readonly name: string;
  readonly type: string;
}

/** Reads an ID card: ID or USERID, a userid, CLASS, NAME. Undefined where it is none. */
export function idCard(text: string): IdCard | undefined {
  const [id, userid, ...words] = text.trim().split(/\s+/);
  if ((id !== "ID" && id !== "USERID") || userid === undefined || userid.length > 8) return undefined;
  let spoolClass = "A";
  if (words[0] === "CLASS") {
    if (!/^[A-Z0-9]$/.test(words[1] ?? "")) return undefined;
    spoolClass = words[1];
    words.splice(0, 2);
  }
  if (words.length === 0) return { userid, class: spoolClass, name: "", type: "" };
  const [keyword, name, type] = words;
  if (keyword !== "NAME" || name === undefined || words.length > 3) return undefined;
  if (type !== undefined)
    return name.length <= 8 && type.length <= 8 ? { userid, class: spoolClass, name, type } : undefined;
  if (name.length > 24) return undefined;
  return name.length <= 8
    ? { userid, class: spoolClass, name, type: "" }
    : { userid, class: spoolClass, name: name.slice(0, 12), type: name.slice(12) };
}

export class RealInputs {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.io.handle("spool input", (_request, device, csw, sense) => this.#ended(device, csw, sense));
  }

  /** Puts the card that has been read where it belongs, and reads the next one. Throws `Wait` before it changes anything. */
  work(device: RealSpoolDevice): void {
    if (device.drained && device.input === undefined) return;
    if (device.buffer === 0) device.buffer = this.#cp.storage.take();
    device.input ??= newInput();
    const { input } = device;
    if (input.running) return;
    if (input.card !== undefined) this.#card(device, input, input.card);
    input.card = undefined;
    if (input.ended) return this.#close(device, input);
    input.running = true;
    const { host, io } = this.#cp;
    host.store32(device.buffer, ((READ_AND_FEED << 24) | (device.buffer + DATA)) >>> 0);
    host.store32(device.buffer + 4, ((SUPPRESS_LENGTH << 24) | CARD) >>> 0);
    io.start(device.address, { kind: "spool input", program: device.buffer, key: 0, vm: 0, data: undefined });
  }

  #ended({ address }: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
    const device = this.#cp.spool.real.device(address);
    const input = device?.input;
    if (device === undefined || input === undefined) return;
    input.running = false;
    if ((csw.low & UNIT_EXCEPTION) !== 0) input.ended = true;
    else if (csw.low === 0 || ((csw.low & UNIT_CHECK) !== 0 && ((sense?.at(0) ?? 0) & INTERVENTION_REQUIRED) !== 0)) {
      // An empty hopper: the deck goes on when more cards are put in.
      device.stopped = true;
      if (input.cards === 0) device.input = undefined;
      return;
    } else input.card = this.#cp.host.loadBytes(device.buffer + DATA, CARD);
    this.#cp.spool.real.poke(device);
  }

  #card(device: RealSpoolDevice, input: RealInput, card: Uint8Array): void {
    if (input.cards === 0) this.#id(device, input, decodeEbcdic(card));
    else if (input.userid !== "") {
      const { userid, output } = input;
      const made = {
        origin: userid,
        device: "RDR",
        queue: "reader",
        class: output.class,
        recordSize: CARD,
        distribution: findUser(this.#cp.users.current, userid)?.distribution ?? userid,
      } as const;
      const { open } = output.writer;
      if (writeRecord(this.#cp, output.writer, made, PUNCH, card) === "full") {
        this.#cp.spool.tellOperator(`DMKPGT400I SYSTEM TEMP SPACE FULL; USER ${userid}`);
        input.userid = "";
      } else if (open === undefined && output.writer.open !== undefined)
        this.#cp.spool.tellOperator(
          `RDR ${deviceAddress(device.address)} INPUT FOR ${userid.padEnd(8)} FILE = ${spoolId(output.writer.open.file)}`,
        );
    }
    input.cards++;
  }

  #id(device: RealSpoolDevice, input: RealInput, text: string): void {
    const id = idCard(text);
    if (id === undefined || findUser(this.#cp.users.current, id.userid) === undefined) {
      this.#cp.spool.tellOperator(`DMKRSP431A READER ${deviceAddress(device.address)} ID CARD MISSING OR INVALID`);
      return;
    }
    input.userid = id.userid;
    input.name = id.name;
    input.type = id.type;
    input.output.class = id.class;
    input.output.destination = { kind: "to", userid: id.userid };
  }

  #close(device: RealSpoolDevice, { output, name, type }: RealInput): void {
    closeOutput(this.#cp, output, { force: true, name, type });
    device.input = undefined;
    // Behind this deck there may be another.
    this.#cp.spool.real.poke(device);
  }
}

function newInput(): RealInput {
  return {
    output: {
      class: "A",
      continuous: false,
      hold: false,
      copies: 1,
      destination: { kind: "off" },
      tag: "",
      writer: idleWriter(),
    },
    userid: "",
    name: "",
    type: "",
    cards: 0,
    card: undefined,
    running: false,
    ended: false,
  };
}
