/** How VM/370's control blocks name device types (SY20-0884, "DEVTYPES"): class and type, a byte each. */

const DISK = 0x04;
const TAPE = 0x08;
const OUTPUT = 0x10;
const INPUT = 0x20;
const DISPLAY = 0x40;
const TERMINAL = 0x80;
const SPECIAL = 0x02;

const CODES: Readonly<Record<string, readonly [deviceClass: number, type: number]>> = {
  "2305": [DISK, 0x02],
  "2311": [DISK, 0x80],
  "2314": [DISK, 0x40],
  "2319": [DISK, 0x40],
  "3330": [DISK, 0x10],
  "3340": [DISK, 0x01],
  "3350": [DISK, 0x08],
  "3375": [DISK, 0x04],
  "3380": [DISK, 0x20],
  "2401": [TAPE, 0x80],
  "2415": [TAPE, 0x40],
  "2420": [TAPE, 0x20],
  "3420": [TAPE, 0x10],
  "3410": [TAPE, 0x08],
  "1403": [OUTPUT, 0x41],
  "3211": [OUTPUT, 0x42],
  "1443": [OUTPUT, 0x44],
  "3203": [OUTPUT, 0x49],
  "2540P": [OUTPUT, 0x82],
  "3525": [OUTPUT, 0x84],
  "2501": [INPUT, 0x81],
  "2540R": [INPUT, 0x82],
  "3505": [INPUT, 0x84],
  "3277": [DISPLAY, 0x04],
  "1052": [TERMINAL, 0x00],
  "3210": [TERMINAL, 0x00],
  "3215": [TERMINAL, 0x00],
  CTCA: [SPECIAL, 0x80],
  TIMER: [SPECIAL, 0x01],
};

/** Class and type; zeros for what has no code. */
export function deviceCode(type: string): readonly [deviceClass: number, type: number] {
  return CODES[type] ?? [0, 0];
}

/** Whether it is a disk. */
export function isDiskType(type: string): boolean {
  return deviceCode(type)[0] === DISK;
}

/** Whether it is a tape. */
export function isTapeType(type: string): boolean {
  return deviceCode(type)[0] === TAPE;
}
