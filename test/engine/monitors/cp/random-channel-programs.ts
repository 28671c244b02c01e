/** Random channel programs for a disk, and a program that starts them one after another and keeps what comes of each: CSW, status, sense bytes. */

import type { NewRecord } from "../../../../engine/s370/devices/images/ckd-track.ts";
import { encodeEbcdic } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { program } from "../support.ts";

/** Bytes of the machine's storage. */
export const STORAGE = 0x10000;
/** Channel programs, by their addresses, with 0 behind the last. */
const TABLE = 0xa00;
/** What each leaves: 64 bytes. */
export const RESULTS = 0xc00;
/** CCWs, what they name besides data, and data. */
const CCWS = 0x2000;
const ARGUMENTS = 0x4000;
const DATA = 0x5000;

const DRIVER = `
DRIVER   START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   DRIVER+X'68'
         DC    X'0002000000000BAD'
         ORG   DRIVER+X'78'
         DC    A(0),A(TOLD)
         ORG   DRIVER+X'200'
         LA    5,${TABLE}
         LA    6,${RESULTS}
* A key for each second block of 2,048 bytes; one is protected from fetching.
         LA    1,X'18'
         L     2,=X'00006800'
         SSK   1,2
         LA    1,X'20'
         L     2,=X'00007800'
         SSK   1,2
NEXT     L     1,0(5)
         LTR   1,1
         BC    8,DONE
         ST    1,X'48'
         LA    7,1
START    XC    X'40'(8),X'40'
         SIO   X'191'
         BC    8,WAIT
         BC    4,STORED
         BC    1,NONE
         B     START
NONE     MVI   60(6),X'FF'
         B     OVER
STORED   MVI   24(6),X'01'
         OC    8(2,6),X'44'
         TM    X'44',X'0C'
         BC    4,WAIT2
         B     ENDED
WAIT2    TM    X'44',X'04'
         BC    1,ENDED
WAIT     LPSW  ENABLED
TOLD     OC    8(2,6),X'44'
         CLC   X'44'(2),=X'0080'
         BC    8,WAIT
         TM    X'44',X'08'
         BC    8,LATER
         MVC   0(8,6),X'40'
LATER    TM    X'44',X'04'
         BC    1,ENDED
         TM    X'44',X'08'
         BC    1,WAIT
         CLI   X'45',0
         BC    8,ENDED
         MVC   0(8,6),X'40'
ENDED    LTR   7,7
         BC    8,OVER
         TM    8(6),X'02'
         BC    8,OVER
         SR    7,7
         LA    6,12(,6)
         LA    1,SENSE
         ST    1,X'48'
         ST    6,SAVE6
         XC    SENSES(24),SENSES
         BAL   8,SENSING
         L     6,SAVE6
         SH    6,=H'12'
         MVC   28(24,6),SENSES
         B     OVER
SENSING  LA    6,SCRATCH
         B     START
OVER     LA    1,SCRATCH
         CR    1,6
         BC    8,0(8)
         LA    6,64(,6)
         LA    5,4(,5)
         B     NEXT
DONE     LPSW  GOOD
         DS    0D
ENABLED  DC    X'FE02000000000000'
GOOD     DC    X'000200000000DEAD'
SENSE    CCW   4,SENSES,X'20',24
SAVE6    DC    F'0'
SCRATCH  DC    64X'00'
SENSES   DC    24X'00'
         LTORG
         END
`;

const driver = program(DRIVER.replace("BC    8,0(8)", "BCR   8,8"));

const SEARCHES = [0x31, 0x29, 0x49, 0x69, 0x39, 0xb1, 0xa9, 0xb9];
const READS = [0x06, 0x0e, 0x12, 0x1e, 0x16, 0x1a, 0x5e, 0x86, 0x8e, 0x92, 0x9e, 0x96, 0x9a];
const WRITES = [0x05, 0x0d, 0x1d, 0x01, 0x11];
const OTHERS = [0x03, 0x13, 0x17, 0x04, 0x0f, 0x23, 0x1b, 0x0b, 0x1f, 0xe4, 0x44, 0x94, 0x02, 0x14, 0x32, 0x43, 0x5d];

/** What a random disk and its programs are made for. */
export interface Shape {
  readonly cylinders: number;
  readonly heads: number;
}

/** A machine's storage with random channel programs, so many. */
export function randomImage(seed: number, { cylinders, heads }: Shape, programs = 12): Uint8Array {
  const random = new Random(seed);
  const image = new Uint8Array(STORAGE);
  for (const { address, bytes } of driver.segments) image.set(bytes, address);
  for (let at = DATA; at < STORAGE; at++) image[at] = random.below(256);
  const view = new DataView(image.buffer);
  let argument = ARGUMENTS;
  const put = (bytes: readonly number[]): number => {
    image.set(bytes, argument);
    const at = argument;
    argument += bytes.length + random.below(4);
    return at;
  };
  const cylinder = (): number => (random.below(12) === 0 ? cylinders + random.below(300) : random.below(cylinders));
  const head = (): number => (random.below(12) === 0 ? heads + random.below(20) : random.below(Math.min(heads, 3)));
  const identifier = (record: number): number[] => [0, random.below(cylinders), 0, random.below(3), record];
  let at = CCWS;
  for (let n = 0; n < programs; n++) {
    const begin = at;
    const key = random.below(4) === 0 ? 0x10 * random.below(3) : 0;
    view.setUint32(TABLE + 4 * n, ((key << 24) | begin) >>> 0);
    const ccw = (command: number, address: number, flags: number, count: number): void => {
      view.setUint32(at, ((command << 24) | address) >>> 0);
      view.setUint32(at + 4, ((flags << 24) | count) >>> 0);
      at += 8;
    };
    const length = 1 + random.below(9);
    let masked = false;
    for (let each = 0; each < length; each++) {
      const last = each === length - 1;
      const flags = (last ? 0 : 0x40) | (random.below(3) === 0 ? 0 : 0x20);
      const area = (): number => {
        if (random.below(25) === 0) return STORAGE - random.below(64);
        return DATA + random.below(STORAGE - DATA - 0x2000);
      };
      /** A data area, chained or by a list now and then. */
      const data = (command: number, count: number): void => {
        const skip = random.below(10) === 0 ? 0x10 : 0;
        if (random.below(5) === 0 && count > 4) {
          const part = 1 + random.below(count - 1);
          ccw(command, area(), 0x80, part);
          if (random.below(3) === 0) {
            ccw(0x08, at + 16, 0, 0);
            ccw(0x55, 0, 0, 0);
          }
          ccw(random.below(256) & 0xf7, area(), flags | skip, count - part);
          return;
        }
        if (random.below(5) === 0) {
          argument = (argument + 3) & ~3;
          const words = [area()];
          for (let more = 0; more < 4; more++)
            words.push(random.below(15) === 0 ? random.below(0x20000) : (0x5000 + 0x800 * random.below(20)) >>> 0);
          const list = argument;
          words.forEach((word, i) => {
            view.setUint32(list + 4 * i, word);
          });
          argument += 4 * words.length;
          return ccw(command, list, flags | skip | 0x04, count);
        }
        ccw(command, area(), flags | skip, count);
      };
      switch (random.below(12)) {
        case 0:
        case 1:
        case 2: {
          const seek = put([0, random.below(30) === 0 ? 1 : 0, 0, cylinder(), 0, head()]);
          ccw(random.below(3) === 0 ? 0x0b : 0x07, seek, flags, random.below(20) === 0 ? random.below(6) + 1 : 6);
          break;
        }
        case 3:
        case 4:
        case 5: {
          const record = random.below(5);
          ccw(random.below(6) === 0 ? 0xb1 : 0x31, put(identifier(record)), flags | 0x40, 5);
          ccw(0x08, at - 8, 0, 0);
          if (!last) break;
          data(0x06, 1 + random.below(200));
          break;
        }
        case 6: {
          const command = random.pick(SEARCHES);
          const bytes =
            command === 0x39 || command === 0xb9
              ? identifier(1).slice(0, 4)
              : [...encodeEbcdic("KEY"), 0xf0 + random.below(4)];
          ccw(
            command,
            put(command === 0x31 || command === 0xb1 ? identifier(random.below(4)) : bytes),
            flags,
            command === 0x31 || command === 0xb1 ? 5 : 4,
          );
          break;
        }
        case 7:
        case 8:
          data(random.pick(READS), 1 + random.below(random.below(4) === 0 ? 9000 : 60));
          break;
        case 9: {
          const command = random.pick(WRITES);
          if (command === 0x05 || command === 0x0d) data(command, 1 + random.below(60));
          else
            ccw(
              command,
              put([
                ...identifier(1 + random.below(6)),
                random.below(2) * 4,
                0,
                random.below(30),
                ...Array.from({ length: 40 }, () => random.below(256)),
              ]),
              flags,
              8 + random.below(30),
            );
          break;
        }
        case 10: {
          const command = random.pick(OTHERS);
          if (command === 0x1f) {
            masked = true;
            ccw(command, put([random.pick([0x00, 0x40, 0x80, 0x08, 0x10, 0x18, 0x98, 0x20])]), flags, 1);
          } else if (command === 0x0f) {
            masked = true;
            ccw(command, put([random.below(3), 0, random.below(20)]), flags, 3);
          } else if (command === 0x02 && (masked || each > 1)) ccw(0x03, 0, flags, 1);
          else if (command === 0x1b || command === 0x0b) ccw(command, put([0, 0, 0, cylinder(), 0, head()]), flags, 6);
          else if (command === 0x23) ccw(command, put([random.below(150)]), flags, 1);
          else data(command, 1 + random.below(30));
          break;
        }
        default:
          if (random.below(6) === 0)
            ccw(random.below(256), random.below(0x20000), random.below(256) & 0xf5, random.below(70));
          else ccw(0x03, random.below(0x10000), flags, 1);
      }
    }
    // What lies behind is no CCW, or one that ends.
    ccw(0x03, 0, 0x20, 1);
    ccw(0, 0, 0, 0);
    ccw(0, 0, 0, 0);
  }
  return image;
}

/** Records of the first three tracks of each cylinder. */
export function randomRecords(seed: number): NewRecord[] {
  const random = new Random(seed);
  return Array.from({ length: random.below(5) }, (_, i) => ({
    record: i + 1,
    ...(random.below(2) === 0 && { key: encodeEbcdic(`KEY${i}`) }),
    data: Uint8Array.from({ length: random.below(6) === 0 ? 0 : random.below(120) }, () => random.below(256)),
  }));
}
