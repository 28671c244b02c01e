/** Records to a directory: what CP knows of its users when it has read them. */
import { deviceAddress } from "../address.ts";
import { DEVICE_ADDRESS } from "../operands.ts";
import type {
  AutomaticIpl,
  Directory,
  DirectoryUser,
  DirectoryVolume,
  LineEditSymbol,
  VirtualDevice,
} from "../types.ts";
import { NO_OPTIONS } from "../user-statements.ts";
import { Fields } from "./bytes.ts";
import { deviceOf } from "./device-blocks.ts";
import { withText } from "./later.ts";
import {
  BLOCKS_END,
  CONTINUED,
  type DasdAddress,
  HAS_AFFINITY,
  HAS_IDENTIFICATION,
  OPTIONS,
  placeName,
  STATUS,
  SYMBOL_CODES,
  SYMBOL_ON,
  TEXT,
  UDEVBLOK,
  UDIRBLOK,
  UMACBLOK,
  VMSAVE,
} from "./layout.ts";
import { DamagedDirectory } from "./record.ts";

const PAGE = 4096;
const LEAST_STORAGE = 2 * PAGE;
const MOST_STORAGE = 1 << 24;
const LAST_PRIORITY = 99;

/** Blocks that a machine can have: as many devices as there are addresses, and texts for them. */
const MOST_BLOCKS = 0x4000;

/**
 * The directory of these records, which have been checked, by their addresses; `volume` has the first one. Throws {@link DamagedDirectory}. Lines of
 * the source are not in it: they are 0.
 */
export function decodeDirectory(
  records: ReadonlyMap<DasdAddress, Uint8Array>,
  first: DasdAddress,
  file: string,
): Directory {
  const reader = new Reader(records);
  const users: DirectoryUser[] = [];
  const seen = new Set<DasdAddress>();
  const volume = volumeOf(reader.block(first, 0, UDIRBLOK.size));
  for (let at = first; at !== 0; ) {
    if (seen.has(at)) throw new DamagedDirectory(`${placeName(at)} leads back to itself`);
    seen.add(at);
    const dummy = reader.block(at, 0, UDIRBLOK.size);
    const last = dummy.half(UDIRBLOK.displacement);
    for (let displacement = UDIRBLOK.size; displacement <= last; displacement += UDIRBLOK.size)
      users.push(userOf(reader, reader.block(at, displacement, UDIRBLOK.size)));
    at = dummy.word(UDIRBLOK.address);
  }
  return { file, volume, users };
}

class Reader {
  readonly #records: ReadonlyMap<DasdAddress, Uint8Array>;

  constructor(records: ReadonlyMap<DasdAddress, Uint8Array>) {
    this.#records = records;
  }

  block(at: DasdAddress, displacement: number, size: number): Fields {
    const record = this.#records.get(at);
    if (record === undefined)
      throw new DamagedDirectory(`a block is to be in ${placeName(at)}, which is not of this directory`);
    if (displacement + size > BLOCKS_END)
      throw new DamagedDirectory(`a block is to be at byte ${displacement} of ${placeName(at)}, too far behind`);
    return new Fields(record, displacement);
  }
}

/** What the first dummy has of the DIRECTORY statement. */
function volumeOf(dummy: Fields): DirectoryVolume {
  const [, type, device] = /^(\d{4})([0-9A-F]{4})$/.exec(dummy.text(UDIRBLOK.password, 8)) ?? [];
  const disk = (["2305", "2311", "2314", "2319", "3330", "3340", "3350", "3375", "3380"] as const).find(
    (each) => each === type,
  );
  if (disk === undefined) throw new DamagedDirectory("the first block does not say which volume the directory is on");
  return { device: Number.parseInt(device, 16), type: disk, volume: dummy.text(UDIRBLOK.userid, 8), line: 0 };
}

function userOf(reader: Reader, block: Fields): DirectoryUser {
  const userid = block.text(UDIRBLOK.userid, 8);
  const password = block.text(UDIRBLOK.password, 8);
  const machine = reader.block(block.word(UDIRBLOK.address), block.half(UDIRBLOK.displacement), UMACBLOK.size);
  const { devices, texts } = chainOf(reader, machine, userid);
  if (devices.length !== machine.half(UMACBLOK.devices))
    throw new DamagedDirectory(
      `USER ${userid} has ${devices.length} devices, and is to have ${machine.half(UMACBLOK.devices)}`,
    );
  const wrong = wrongMachine(machine);
  if (wrong !== undefined) throw new DamagedDirectory(`USER ${userid} has ${wrong}`);
  let user: DirectoryUser = {
    userid,
    password: password === "NOLOG" ? undefined : password,
    ...machineOf(machine),
    devices,
  };
  for (const text of texts) {
    const changed = withText(user, text);
    if (changed === undefined)
      throw new DamagedDirectory(`USER ${userid} has a statement that cannot be read: ${text}`);
    user = changed;
  }
  return user;
}

/** What no directory program writes. */
function wrongMachine(block: Fields): string | undefined {
  const storage = block.word(UMACBLOK.storage);
  const maximum = block.word(UMACBLOK.maximumStorage);
  const isPages = storage % PAGE === 0 && maximum % PAGE === 0;
  if (!isPages || storage < LEAST_STORAGE || maximum < storage || maximum > MOST_STORAGE)
    return `${storage} bytes of storage, ${maximum} at most`;
  const priority = block.byte(UMACBLOK.priority);
  return priority > LAST_PRIORITY ? `priority ${priority}` : undefined;
}

function chainOf(reader: Reader, machine: Fields, userid: string): { devices: VirtualDevice[]; texts: string[] } {
  const devices: VirtualDevice[] = [];
  const texts: string[] = [];
  let text = "";
  let at = machine.word(UMACBLOK.address);
  let displacement = machine.half(UMACBLOK.displacement);
  for (let blocks = 0; at !== 0; blocks++) {
    if (blocks > MOST_BLOCKS) throw new DamagedDirectory(`the devices of USER ${userid} have no end`);
    const short = reader.block(at, displacement, UDEVBLOK.shortSize);
    const status = short.byte(UDEVBLOK.status);
    const block = (status & STATUS.long) === 0 ? short : reader.block(at, displacement, UDEVBLOK.longSize);
    if (status === STATUS.text) {
      const length = block.byte(TEXT.length);
      text += block
        .text(TEXT.text, TEXT.most)
        .padEnd(TEXT.most)
        .slice(0, length & ~CONTINUED);
      if ((length & CONTINUED) === 0) {
        texts.push(text);
        text = "";
      }
    } else {
      const device = deviceOf(block);
      const address = deviceAddress(block.half(UDEVBLOK.device));
      if (device === undefined)
        throw new DamagedDirectory(`device ${address} of USER ${userid}, in ${placeName(at)}, is none that there is`);
      devices.push(device);
    }
    at = block.word(UDEVBLOK.address);
    displacement = block.half(UDEVBLOK.displacement);
  }
  return { devices, texts };
}

function machineOf(block: Fields): Omit<DirectoryUser, "userid" | "password" | "devices"> {
  const bits = block.byte(UMACBLOK.options);
  const more = block.byte(UMACBLOK.moreOptions);
  const isOn = (bit: number): boolean => (bits & bit) !== 0;
  const letters = block.byte(UMACBLOK.classes);
  const symbol = (i: number): LineEditSymbol => {
    const code = block.byte(UMACBLOK.lineEnd + i);
    if ((block.byte(UMACBLOK.symbols) & SYMBOL_CODES[i]) !== 0) return { code };
    return code === SYMBOL_ON ? "ON" : "OFF";
  };
  const ipl = iplOf(block.text(UMACBLOK.ipl, 8));
  const identification =
    (block.byte(UMACBLOK.processorIdentification) << 16) | block.half(UMACBLOK.processorIdentification + 1);
  return {
    storage: block.word(UMACBLOK.storage),
    maximumStorage: block.word(UMACBLOK.maximumStorage),
    classes: [..."ABCDEFGH"].filter((_, i) => (letters & (0x80 >>> i)) !== 0).join(""),
    priority: block.byte(UMACBLOK.priority),
    lineEnd: symbol(0),
    lineDelete: symbol(1),
    characterDelete: symbol(2),
    escape: symbol(3),
    account: block.text(UMACBLOK.account, 8),
    distribution: block.text(UMACBLOK.distribution, 8),
    options: {
      ...NO_OPTIONS,
      realTimer: isOn(OPTIONS.realTimer),
      ecMode: isOn(OPTIONS.ecMode),
      isam: isOn(OPTIONS.isam),
      virtualEqualsReal: isOn(OPTIONS.virtualEqualsReal),
      accounting: isOn(OPTIONS.accounting),
      svcOff: isOn(OPTIONS.svcOff),
      blockMultiplexer: isOn(OPTIONS.blockMultiplexer),
      vmSave: (more & VMSAVE) !== 0,
      ...((more & HAS_IDENTIFICATION) !== 0 && { processorIdentification: identification }),
      ...((more & HAS_AFFINITY) !== 0 && { affinity: block.byte(UMACBLOK.affinity) }),
    },
    ...(ipl && { ipl }),
    screen: [],
    iucv: [],
    line: 0,
  };
}

function iplOf(name: string): AutomaticIpl | undefined {
  if (name === "") return undefined;
  const device = DEVICE_ADDRESS.read(name);
  return { from: device === undefined ? { system: name } : { device }, line: 0 };
}
