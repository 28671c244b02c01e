/**
 * Random programs that translate: they turn translation on and off, change tables and purge, go from one segment table to another, and look at addresses that may
 * have no translation. Virtual addresses below 64 KiB are real ones, in all their tables. Interruptions are logged; a page that is none is passed over.
 */
import { Random } from "../../../vectors/random.ts";
import { program } from "../support.ts";

const CODE = 0x1000;
const DATA = 0x800;
const LOG = 0x3000;
const LOG_END = 0x3f00;
/** Segment tables, of sixteen entries each, and page tables, of room for pages of 2 KiB. */
const SEGMENTS = [0x4000, 0x4040, 0x4080] as const;
const PAGES = [0x4100, 0x4140, 0x4180, 0x41c0] as const;
/** Words of the data area: control registers 0 and 1, control registers 1 to load, PSWs. */
const CONTROLS = 0xc00;
const ORIGINS = 0xc10;
const TO_LOAD = 0xc40;

const EC = 0x00080000;
const TRANSLATION = 0x04000000;

const handlers = program(`
GUEST    START 0
         USING *,0
         ORG   GUEST+X'400'
PROGRAM  ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'28'
         MVC   8(4,15),X'8C'
         MVC   12(4,15),X'90'
         BAL   14,NEXT
         CLI   X'8F',X'10'
         BE    PASS
         CLI   X'8F',X'11'
         BNE   GO
PASS     L     15,X'2C'
         SR    14,14
         IC    14,X'8D'
         AR    15,14
         ST    15,X'2C'
GO       XC    X'8C'(8),X'8C'
         L     15,SAVED
         LPSW  X'28'
CALL     ST    15,SAVED
         L     15,LOGGED
         MVC   0(8,15),X'20'
         MVC   8(4,15),X'88'
         XC    12(4,15),12(15)
         BAL   14,NEXT
         LPSW  X'20'
NEXT     LA    15,16(,15)
         ST    15,LOGGED
         C     15,=A(${LOG_END})
         BNL   END
         L     15,SAVED
         BR    14
END      LPSW  FINAL
         DS    0D
FINAL    DC    X'000A000000000E0D'
SAVED    DC    F'0'
LOGGED   DC    A(${LOG})
         LTORG
         END
`);
const at = (symbol: string): number => handlers.symbols.get(symbol)?.value ?? 0;

/** A program as 64 KiB of storage, for a machine of 256 KiB; the PSW that starts it is in location 0. */
export function randomTranslation(seed: number): Uint8Array {
  const random = new Random(seed);
  const image = new Uint8Array(0x10000);
  const view = new DataView(image.buffer);
  for (const { address, bytes } of handlers.segments) image.set(bytes, address);
  const handled = random.chance(50) ? EC | TRANSLATION : EC;
  for (const [place, address] of [
    [0x60, at("CALL")],
    [0x68, at("PROGRAM")],
  ] as const) {
    view.setUint32(place, handled);
    view.setUint32(place + 4, address);
  }
  for (let place = DATA; place < DATA + 0x400; place += 4) view.setUint32(place, random.word());
  const small = random.chance(30);
  const bits = small ? 11 : 12;
  const invalid = small ? 4 : 8;
  // Which comes first of an address that is none and a segment that is protected, nobody says: there is one or the other.
  const hasBeyond = random.chance(50);
  /** A page-table entry beyond segment 0. */
  const entry = (): number => {
    // Now and then beyond storage, or of no valid form.
    const end = hasBeyond && random.chance(10) ? 0x80000 : 0x40000;
    // What program, handlers, log and tables need is seen where it is, and nowhere else.
    const page = random.between(0x5000 >>> bits, (end >>> bits) - 1);
    const odd = random.chance(3) ? invalid >>> 1 : 0;
    return ((page << bits) >>> 8) | odd | (random.chance(25) ? invalid : 0);
  };
  for (const table of SEGMENTS)
    for (let segment = 0; segment < 16; segment++) {
      const pages = segment === 0 ? PAGES[0] : random.pick(PAGES);
      const word = random.pick([
        0xf0000000 | pages,
        0x70000000 | pages,
        (hasBeyond ? 0xf0000000 : 0xf0000004) | pages,
        1,
      ]);
      view.setUint32(table + 4 * segment, (segment === 0 ? 0xf0000000 | pages : word) >>> 0);
    }
  PAGES.forEach((table, n) => {
    for (let page = 0; page < 0x10000 >>> bits; page++)
      view.setUint16(table + 2 * page, n === 0 ? (page << bits) >>> 8 : entry());
  });
  view.setUint32(CONTROLS, (small ? 0x00400000 : 0x00800000) | 0xe0);
  view.setUint32(CONTROLS + 4, SEGMENTS[0]);
  SEGMENTS.forEach((table, n) => {
    view.setUint32(ORIGINS + 4 * n, table);
  });
  view.setUint32(0, EC);
  view.setUint32(4, CODE);
  write(random, view, bits, entry);
  return image;
}

function write(random: Random, view: DataView, bits: number, entry: () => number): void {
  let place = CODE;
  const half = (value: number): void => {
    view.setUint16(place, value & 0xffff);
    place += 2;
  };
  const s = (code: number, operand: number): void => {
    half(code);
    half(operand);
  };
  const data = (): number => DATA + 4 * random.below(0xf0);
  /** Has register 1 point beyond segment 0, by a word that stands beside the program. */
  const far = (): void => {
    const address = 0x10000 + random.below(0x40000 - 8);
    s(0x5810, constant(address & ~3));
  };
  const register = (): number => 2 + random.below(7);
  const constants: number[] = [];
  const constant = (value: number): number => {
    const known = constants.indexOf(value);
    if (known < 0) constants.push(value);
    return 0xd00 + 4 * (known < 0 ? constants.length - 1 : known);
  };
  const psw = (translates: boolean): void => {
    const at = TO_LOAD + 8 * random.below(8);
    view.setUint32(at, translates ? EC | TRANSLATION : EC);
    s(0x41a0, 0xb000 | (place + 12 - CODE));
    s(0x50a0, at + 4);
    s(0x8200, at);
  };
  const kinds: readonly (() => void)[] = [
    () => s(0xad04, data()),
    () => s(0xad04, data()),
    () => s(0xacfb, data()),
    () => s(0xad00 | random.pick([0, 0x04, 0x40]), data()),
    () => s(0xac00 | random.pick([0xff, 0xfb, 0xbf]), data()),
    () => psw(true),
    () => psw(random.chance(50)),
    () => s(0xb711, ORIGINS + 4 * random.below(SEGMENTS.length)),
    () => s(0xb701, CONTROLS),
    () => s(0xb20d, 0),
    () => half(0x0a00 | random.below(256)),
    () => s(0x41a0, random.below(0x1000)),
    () => s(0x5000 | (register() << 4), data()),
    ...Array.from({ length: 3 }, () => () => {
      far();
      s(0x5801 | (register() << 4), 0);
    }),
    () => {
      far();
      s(0xd203, 0x1000);
      half(data());
    },
    ...Array.from({ length: 2 }, () => () => {
      far();
      s(0xb101 | (register() << 4), 0);
    }),
    () => {
      far();
      s(0xe501, 0x1000);
      half(random.pick([0, 0x10, 0x50]));
    },
    () => {
      // An entry is changed, and what was known of it forgotten.
      const table = random.pick(PAGES.slice(1));
      s(0x5820, constant(entry()));
      s(0x4020, 0x9000 | ((table + 2 * random.below(0x10000 >>> bits)) & 0xfff));
      s(0xb20d, 0);
    },
    () => {
      s(0x5810, constant((0xf0000000 | random.pick(PAGES.slice(1))) >>> 0));
      s(0x5820, constant(0x10000 + (random.below(0x10000 >>> bits) << bits)));
      s(0xb221, 0x0012);
    },
  ];
  // Registers 11 and 9: the program's base, and the tables'.
  half(0x05b0);
  half(0x06b0);
  half(0x06b0);
  s(0x5890, constant(0x4000));
  s(0xb701, CONTROLS);
  const most = 40 + random.below(50);
  for (let n = 0; n < most; n++) random.pick(kinds)();
  s(0x8200, at("FINAL"));
  constants.forEach((value, n) => {
    view.setUint32(0xd00 + 4 * n, value);
  });
}
