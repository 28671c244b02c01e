/**
 * Random programs in supervisor state: privileged and other instructions, PSWs of both modes, translation by random tables, keys, interruptions of every class
 * that come at places which the program itself determines. Handlers log each interruption and go on; a full log ends the program.
 */
import { Random } from "../../../vectors/random.ts";
import { program } from "../support.ts";

/** Where programs begin, and what their operands are mostly. */
const CODE = 0x1000;
const DATA = 0x800;
const LOG = 0x3000;
const SEGMENTS = 0x4000;
const PAGES = 0x4100;

/** Handlers: the old PSW, codes and CSW into the log, then back. Assembled once. */
const HANDLERS = `
GUEST    START 0
         USING *,0
         ORG   GUEST+X'400'
PROGRAM  ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'28'
         MVC   8(4,15),X'8C'
         MVC   12(4,15),X'90'
         BAL   14,NEXT
         LPSW  X'28'
CALL     ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'20'
         MVC   8(4,15),X'88'
         XC    12(4,15),12(15)
         BAL   14,NEXT
         LPSW  X'20'
EXTERNAL ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'18'
         MVC   8(4,15),X'84'
         MVC   12(4,15),=F'1'
         BAL   14,NEXT
         NI    X'19',X'FD'
         LPSW  X'18'
IO       ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'38'
         MVC   8(8,15),X'40'
         BAL   14,NEXT
         NI    X'39',X'FD'
         LPSW  X'38'
NEXT     LA    15,16(,15)
         ST    15,LOGGED
         C     15,=A(${LOG + 0x400})
         BNL   END
         L     15,SAVED
         BR    14
END      LPSW  FINAL
         DS    0D
FINAL    DC    X'0002000000000E0D'
SAVED    DC    F'0'
LOGGED   DC    A(${LOG})
         LTORG
         END
`;

const handlers = program(HANDLERS);
const at = (symbol: string): number => handlers.symbols.get(symbol)?.value ?? 0;
const ENTRIES: readonly (readonly [newPsw: number, address: number])[] = [
  [0x58, at("EXTERNAL")],
  [0x60, at("CALL")],
  [0x68, at("PROGRAM")],
  [0x78, at("IO")],
];

const EC = 0x00080000;
const WAIT = 0x00020000;

/** A program as 64 KiB of storage; the PSW that starts it is in location 0. */
export function randomProgram(seed: number, devices = true): Uint8Array {
  const random = new Random(seed);
  const image = new Uint8Array(0x10000);
  const view = new DataView(image.buffer);
  for (const { address, bytes } of handlers.segments) image.set(bytes, address);
  const handlersEc = random.chance(50);
  for (const [place, address] of ENTRIES) {
    view.setUint32(place, handlersEc ? EC : 0);
    view.setUint32(place + 4, address);
  }
  for (let place = DATA; place < DATA + 0x400; place += 4) view.setUint32(place, random.word());
  const ec = random.chance(60);
  const psws = tables(random, view, ec);
  view.setUint32(0, ec ? EC : 0);
  view.setUint32(4, CODE);
  write(random, view, ec, psws, devices);
  return image;
}

/** The log of an end: an interruption each, as 32 hexadecimal digits. */
export function logOf(storage: Readonly<Record<string, string>>): string[] {
  const entries: string[] = [];
  for (let place = LOG; place < LOG + 0x400; place += 32) {
    const row = storage[place.toString(16).toUpperCase().padStart(8, "0")] ?? "";
    if (row === "") break;
    entries.push(row.slice(0, 32), row.slice(32));
  }
  return entries;
}

/** Whether interruptions came while assigned storage was executed: its timer, and what interruptions leave there, are no program. */
export function hasRunInAssignedStorage(storage: Readonly<Record<string, string>>): boolean {
  return logOf(storage).some((entry) => !/^0*$/.test(entry) && Number.parseInt(entry.slice(10, 16), 16) < 0x100);
}

/** Whether two logs part where the one of a virtual machine has an operation exception, for an instruction that virtual machines do not have. */
export function lacksInstruction(
  virtual: Readonly<Record<string, string>>,
  bare: Readonly<Record<string, string>>,
): boolean {
  const other = logOf(bare);
  const entry = logOf(virtual).find((each, i) => each !== other[i]) ?? "";
  const isEc = (Number.parseInt(entry[3], 16) & 8) !== 0;
  const code = isEc ? entry.slice(20, 24) : entry.slice(4, 8);
  const length = isEc ? Number.parseInt(entry.slice(16, 20), 16) : (Number.parseInt(entry[8], 16) >>> 2) * 2;
  const address = Number.parseInt(entry.slice(10, 16), 16) - length;
  const row = virtual[(address & ~31).toString(16).toUpperCase().padStart(8, "0")] ?? "";
  const operation = Number.parseInt(row.slice(2 * (address & 31), 2 * (address & 31) + 2), 16);
  return code === "0001" && LEFT_OUT.includes(operation);
}

/** Control registers, PSWs to load, and translation tables, in the data area. Returns where the PSWs are. */
function tables(random: Random, view: DataView, ec: boolean): number[] {
  // Control registers 0 to 2 and 8 to 11, at X'C00' on.
  const small = random.chance(30);
  view.setUint32(0xc00, (small ? 0x00400000 : 0x00800000) | random.pick([0xe0, 0x80, 0x60, 0x400000e0]));
  view.setUint32(0xc04, SEGMENTS);
  view.setUint32(0xc08, random.pick([0xffffffff, 0x80000000, 0x7fffffff]));
  view.setUint32(0xc0c, random.pick([0, 0xffff, 0x8000]));
  view.setUint32(0xc10, random.pick([0, 0x80000000, 0x40000000, 0x20000000, 0x1000ffff, 0xf000ffff]) >>> 0);
  view.setUint32(0xc14, random.pick([0, CODE, DATA]));
  view.setUint32(0xc18, random.pick([0xffffff, CODE + 0x200, DATA + 0x100]));
  view.setUint32(SEGMENTS, 0xf0000000 | PAGES);
  for (let segment = 1; segment < 16; segment++)
    view.setUint32(
      SEGMENTS + 4 * segment,
      random.pick([1, 1, 0xf0000000 | PAGES, 0x30000000 | PAGES, 0xff000000]) >>> 0,
    );
  const bits = small ? 11 : 12;
  const invalid = small ? 0x4 : 0x8;
  for (let page = 0; page < 0x10000 >>> bits; page++) {
    // What the program and its handlers need is where it seems to be.
    const isFixed = page << bits < 0x5000;
    const to = isFixed || random.chance(50) ? page : random.below(0x18000 >>> bits);
    const frame = (to << bits) >>> 8;
    view.setUint16(PAGES + 2 * page, !isFixed && random.chance(20) ? frame | invalid : frame);
  }
  const psws: number[] = [];
  for (let place = 0xc40; place < 0xd00; place += 8) {
    const mode = ec && random.chance(80) ? EC : 0;
    const translation = mode !== 0 && random.chance(40) ? 0x04000000 : 0;
    const recording = mode !== 0 && random.chance(20) ? 0x40000000 : 0;
    const malformed = mode !== 0 && random.chance(5) ? 1 << random.below(32) : 0;
    const key = random.chance(30) ? random.below(16) << 20 : 0;
    const problem = random.chance(20) ? 0x00010000 : 0;
    const high = mode | translation | recording | key | problem | malformed;
    view.setUint32(place, high >>> 0);
    const status = mode === 0 ? random.below(64) << 24 : 0;
    view.setUint32(place + 4, status >>> 0);
    psws.push(place);
  }
  // A wait for the timer, and one for a device.
  view.setUint32(0xd00, (ec ? EC : 0) | WAIT | 0x01000000);
  view.setUint32(0xd08, ec ? EC | WAIT | 0x02000000 : (WAIT | 0x80000000) >>> 0);
  // A channel program that writes a character, and its address in the CAW. The timer is far from zero.
  view.setUint32(0xd10, 0x09000000 | DATA);
  view.setUint32(0xd14, 0x20000001);
  view.setUint32(0x48, 0xd10);
  view.setUint32(0x50, 0x7fffffff);
  view.setUint32(0xd20, 0xfffffff8);
  return psws;
}

/**
 * First bytes that random program does not begin instructions with: what a virtual machine has not (direct control, SIGNAL PROCESSOR, later facilities), what is CP's own
 * (DIAGNOSE), and what is among the instructions anyway, with operands that make sense.
 */
const LEFT_OUT = [0x09, 0x83, 0x84, 0x85, 0x9c, 0x9d, 0x9e, 0x9f, 0xae, 0xb2, 0xe5, 0xe6];

function anything(random: Random): number {
  for (;;) {
    const half = random.below(0x10000);
    if (!LEFT_OUT.includes(half >>> 8)) return half;
  }
}

/** The instructions. */
function write(random: Random, view: DataView, ec: boolean, psws: readonly number[], devices: boolean): void {
  let place = CODE;
  const half = (value: number): void => {
    view.setUint16(place, value & 0xffff);
    place += 2;
  };
  const s = (code: number, operand: number): void => {
    half(code);
    half(operand);
  };
  /** An operand in the data area; sometimes anything. */
  const operand = (boundary = 4): number => {
    if (random.chance(3)) return random.pick([random.between(0x100, 0xbff), random.between(0xe00, 0xffff)]);
    return DATA + random.below(0x3f0 / boundary) * boundary;
  };
  const register = (): number => 1 + random.below(9);
  const kinds: readonly (() => void)[] = [
    // Instructions that any program has.
    () => s(0x4100 | (register() << 4), random.below(0x1000)),
    () => s(0x5800 | (register() << 4), operand()),
    () => s(0x5000 | (register() << 4), operand()),
    () => half(0x1a00 | (register() << 4) | register()),
    () => half(0x1500 | (register() << 4) | register()),
    () => {
      s(0xd200 | random.below(32), operand(1));
      half(operand(1));
    },
    () => s(0x5800 | (register() << 4) | register(), operand()),
    () => half(0x0a00 | random.below(256)),
    () => s(0xaf00 | random.below(256), random.below(16) | 0x0100),
    () => half(anything(random)),
    // Privileged ones.
    () => s(0x8000, operand(1)),
    () => s(0xac00 | random.pick([0xff, 0xfc, 0xfe, 0x00]), operand(1)),
    () => s(0xad00 | random.pick([0x00, 0x04, 0x00, 0x40]), operand(1)),
    () => s(0xb700, 0xc00),
    () => s(0xb712, 0xc04),
    () => s(0xb78b, 0xc0c),
    () => s(0xb600 | random.below(16) | (random.below(16) << 4), operand()),
    () => s(0xb20a, random.below(0x1000)),
    () => {
      half(0xb20b);
      half(0);
    },
    () => {
      half(0xb20d);
      half(0);
    },
    () => half(0x0800 | (register() << 4) | register()),
    () => {
      // Reference and change bits depend on who looked at the block beside the program.
      const [to, from] = [register(), register()];
      half(0x0900 | (to << 4) | from);
      s(0x5400 | (to << 4), 0xd20);
    },
    () => s(0xb100 | (register() << 4) | register(), random.below(0x1000)),
    () => s(0xb212, operand(2)),
    () => s(0x9d00, devices ? random.pick([0x009, 0x123]) : 0x123),
    () => s(0x9f00, devices ? random.pick([0x000, 0x100]) : 0x100),
    // A PSW to go on with.
    () => {
      const psw = random.pick(psws);
      const target = place + 12;
      s(0x4100 | (10 << 4) | 11, target - CODE);
      s(0x5000 | (10 << 4), psw + 4);
      s(0x8200, psw);
    },
    // A timer's interruption.
    () => {
      const target = place + 20;
      s(0x4100 | (10 << 4) | 11, target - CODE);
      s(0x5000 | (10 << 4), 0xd04);
      // Long enough for the wait to begin first, whatever CP does in between.
      s(0x4100 | (10 << 4), 0x100 + random.below(64));
      s(0x5000 | (10 << 4), 0x50);
      s(0x8200, 0xd00);
    },
    // A device's.
    () => {
      // The interruption must not come before the wait, which must get its address.
      s(0xb20a, 0);
      s(0xac01, DATA);
      s(0x9c00, 0x009);
      const target = place + 12;
      s(0x4100 | (10 << 4) | 11, target - CODE);
      s(0x5000 | (10 << 4), 0xd0c);
      s(0x8200, 0xd08);
    },
  ];
  // Register 11 is the base.
  half(0x05b0);
  half(0x06b0);
  half(0x06b0);
  s(0x4100 | (11 << 4) | 11, 0);
  if (random.chance(90)) s(0xb702, 0xc00);
  if (ec && random.chance(50)) s(0xb78b, 0xc0c);
  const most = 20 + random.below(60);
  const chosen = devices ? kinds : kinds.slice(0, -1);
  for (let n = 0; n < most; n++) random.pick(chosen)();
  s(0x8200, at("FINAL"));
}
