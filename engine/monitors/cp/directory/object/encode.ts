/** A directory as records: what the directory program writes (SY20-0882, "DMKDIR"). */
import type { Directory, DirectoryUser, LineEditSymbol, VirtualDevice } from "../types.ts";
import { Fields } from "./bytes.ts";
import { sizeOfDevice, storeDevice } from "./device-blocks.ts";
import { deviceText, userTexts } from "./later.ts";
import {
  BLOCKS_END,
  CONTINUED,
  type DasdAddress,
  HAS_AFFINITY,
  HAS_IDENTIFICATION,
  NO_DEVICE,
  OPTIONS,
  RECORD,
  STATUS,
  SYMBOL_CODES,
  SYMBOL_OFF,
  SYMBOL_ON,
  TEXT,
  UDEVBLOK,
  UDIRBLOK,
  UMACBLOK,
  USERS_OF_RECORD,
  VMSAVE,
} from "./layout.ts";
import { seal } from "./record.ts";

/** Where the records go, by their number from 0; and the number of the directory. */
export interface Placement {
  readonly generation: number;
  address(index: number): DasdAddress;
}

/** A place in a record. */
interface Place {
  readonly record: number;
  readonly displacement: number;
}

/** Device blocks and texts, each with how it is filled. */
interface Part {
  readonly size: number;
  store(block: Fields): void;
}

/** The records of a directory: names and passwords first, then machines with their devices. */
export function encodeDirectory(directory: Directory, placement: Placement): Uint8Array[] {
  const { users } = directory;
  const first = Math.max(1, Math.ceil(users.length / USERS_OF_RECORD));
  const writer = new Writer(placement, first);
  for (let index = 0; index < first; index++) {
    const inRecord = Math.min(users.length - index * USERS_OF_RECORD, USERS_OF_RECORD);
    const dummy = writer.fields({ record: index, displacement: 0 });
    dummy.setHalf(UDIRBLOK.displacement, inRecord * UDIRBLOK.size);
    dummy.setWord(UDIRBLOK.address, index + 1 < first ? placement.address(index + 1) : 0);
  }
  const { device, type, volume } = directory.volume;
  const dummy = writer.fields({ record: 0, displacement: 0 });
  dummy.setText(UDIRBLOK.userid, 8, volume);
  dummy.setText(UDIRBLOK.password, 8, `${type}${device.toString(16).toUpperCase().padStart(4, "0")}`);
  users.forEach((user, i) => {
    const place = {
      record: Math.floor(i / USERS_OF_RECORD),
      displacement: ((i % USERS_OF_RECORD) + 1) * UDIRBLOK.size,
    };
    const block = writer.fields(place);
    block.setText(UDIRBLOK.userid, 8, user.userid);
    block.setText(UDIRBLOK.password, 8, user.password ?? "NOLOG");
    const machine = writer.place(UMACBLOK.size);
    writer.point(block, UDIRBLOK, machine);
    storeMachine(writer.fields(machine), user);
    let before: Place = machine;
    let chain: { readonly displacement: number; readonly address: number } = UMACBLOK;
    for (const { size, store } of partsOf(user)) {
      const next = writer.place(size);
      store(writer.fields(next));
      writer.point(writer.fields(before), chain, next);
      before = next;
      chain = UDEVBLOK;
    }
  });
  return writer.sealed(placement.generation);
}

/** How many records a directory takes. */
export function recordsOf(directory: Directory): number {
  return encodeDirectory(directory, { generation: 0, address: () => 0 }).length;
}

class Writer {
  readonly #placement: Placement;
  readonly #records: Uint8Array[];
  #next = BLOCKS_END;

  constructor(placement: Placement, records: number) {
    this.#placement = placement;
    this.#records = Array.from({ length: records }, () => new Uint8Array(RECORD));
  }

  fields({ record, displacement }: Place): Fields {
    return new Fields(this.#records[record], displacement);
  }

  /** Room for a block, behind the last one or in a new record. */
  place(size: number): Place {
    if (this.#next + size > BLOCKS_END) {
      this.#records.push(new Uint8Array(RECORD));
      this.#next = 0;
    }
    const displacement = this.#next;
    this.#next += size;
    return { record: this.#records.length - 1, displacement };
  }

  point(block: Fields, chain: { readonly displacement: number; readonly address: number }, to: Place): void {
    block.setHalf(chain.displacement, to.displacement);
    block.setWord(chain.address, this.#placement.address(to.record));
  }

  sealed(generation: number): Uint8Array[] {
    this.#records.forEach((record, index) => {
      seal(record, { generation, index, count: this.#records.length });
    });
    return this.#records;
  }
}

function storeMachine(block: Fields, user: DirectoryUser): void {
  const { options, ipl } = user;
  block.setHalf(UMACBLOK.devices, user.devices.length);
  block.setByte(
    UMACBLOK.classes,
    [..."ABCDEFGH"].reduce((bits, letter, i) => bits | (user.classes.includes(letter) ? 0x80 >>> i : 0), 0),
  );
  block.setByte(UMACBLOK.priority, user.priority);
  block.setByte(
    UMACBLOK.options,
    // The keys of OPTIONS are names of options that are on or off.
    (Object.keys(OPTIONS) as (keyof typeof OPTIONS)[]).reduce(
      (bits, name) => bits | (options[name] ? OPTIONS[name] : 0),
      0,
    ),
  );
  block.setByte(
    UMACBLOK.moreOptions,
    (options.vmSave ? VMSAVE : 0) |
      (options.processorIdentification === undefined ? 0 : HAS_IDENTIFICATION) |
      (options.affinity === undefined ? 0 : HAS_AFFINITY),
  );
  const symbols = [user.lineEnd, user.lineDelete, user.characterDelete, user.escape];
  symbols.forEach((symbol, i) => {
    block.setByte(UMACBLOK.lineEnd + i, codeOf(symbol));
  });
  block.setByte(
    UMACBLOK.symbols,
    symbols.reduce((bits, symbol, i) => bits | (typeof symbol === "string" ? 0 : SYMBOL_CODES[i]), 0),
  );
  block.setWord(UMACBLOK.storage, user.storage);
  block.setWord(UMACBLOK.maximumStorage, user.maximumStorage);
  block.setText(UMACBLOK.account, 8, user.account);
  block.setText(UMACBLOK.distribution, 8, user.distribution);
  const from = ipl && ("system" in ipl.from ? ipl.from.system : ipl.from.device.toString(16).toUpperCase());
  block.setText(UMACBLOK.ipl, 8, from ?? "");
  const identification = options.processorIdentification ?? 0;
  block.setByte(UMACBLOK.processorIdentification, identification >>> 16);
  block.setHalf(UMACBLOK.processorIdentification + 1, identification & 0xffff);
  block.setByte(UMACBLOK.affinity, options.affinity ?? 0);
}

function codeOf(symbol: LineEditSymbol): number {
  if (symbol === "ON") return SYMBOL_ON;
  return symbol === "OFF" ? SYMBOL_OFF : symbol.code;
}

function partsOf(user: DirectoryUser): Part[] {
  const devices = user.devices.flatMap((device): Part[] => {
    const text = deviceText(device);
    const block = { size: sizeOfDevice(device), store: (fields: Fields) => storeDevice(fields, device) };
    return text === undefined ? [block] : [block, ...textParts(text, device)];
  });
  return [...devices, ...userTexts(user).flatMap((text) => textParts(text, undefined))];
}

function textParts(text: string, device: VirtualDevice | undefined): Part[] {
  const count = Math.ceil(text.length / TEXT.most);
  return Array.from({ length: count }, (_, i) => ({
    size: TEXT.size,
    store(block) {
      const piece = text.slice(i * TEXT.most, (i + 1) * TEXT.most);
      block.setHalf(UDEVBLOK.device, device?.address ?? NO_DEVICE);
      block.setByte(UDEVBLOK.status, STATUS.text);
      block.setByte(TEXT.length, piece.length | (i + 1 < count ? CONTINUED : 0));
      block.setText(TEXT.text, TEXT.most, piece);
    },
  }));
}
