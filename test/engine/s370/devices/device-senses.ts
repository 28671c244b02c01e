/**
 * How devices say how commands have ended: unit status; and what went wrong: the bits of sense bytes 0 and 1 that each has here, by the names of its manual. What manuals
 * have besides does not happen here:
 *
 * - bus-out check: no byte changes on its way from a channel;
 * - equipment check, but where a tape runs to its end, a form has no such channel, or writing is inhibited: nothing breaks;
 * - overrun: storage always has a byte in time; chained CCWs that come too late are the channel's chaining check;
 * - invalid track format: a track that no control would have written is damage of the image, and a data check.
 */

/** Byte and bit of each. */
export type Senses = Readonly<Record<string, readonly [byte: number, bit: number]>>;

const REJECT: Senses = { "command reject": [0, 0] };
const INTERVENTION: Senses = { "intervention required": [0, 1] };

const KEYBOARD: Senses = { ...REJECT, ...INTERVENTION };

const READER: Senses = { ...REJECT, ...INTERVENTION, "data check": [0, 4] };
const RETRY: Senses = { "retry after intervention": [1, 3] };

const PRINTER: Senses = { ...READER, "channel 9": [0, 7] };

/** GA26-3599 and GA26-5988. */
const DISK_SIX: Senses = {
  ...READER,
  "track condition check": [0, 6],
  "seek check": [0, 7],
  "track overrun": [1, 1],
  "end of cylinder": [1, 2],
  "invalid sequence": [1, 3],
  "no record found": [1, 4],
  "file protected": [1, 5],
  "missing address marker": [1, 6],
  "overflow incomplete": [1, 7],
};

/** GA26-1592. */
const DISK_24: Senses = {
  ...READER,
  "equipment check": [0, 3],
  "track condition check": [0, 6],
  "permanent error": [1, 0],
  "track overrun": [1, 1],
  "end of cylinder": [1, 2],
  "no record found": [1, 4],
  "file protected": [1, 5],
  "write inhibited": [1, 6],
  "operation incomplete": [1, 7],
};

/** GA22-6866 and GA32-0020. */
const TAPE: Senses = {
  ...READER,
  "equipment check": [0, 3],
  "word count zero": [0, 6],
  "unit ready": [1, 1],
  "unit not ready": [1, 2],
  "load point": [1, 4],
  "write status": [1, 5],
  "file protected": [1, 6],
  "not capable": [1, 7],
};
const SEVEN_TRACKS: Senses = { "data converter check": [0, 7], "seven tracks": [1, 3] };

export const SENSES: Readonly<Record<string, Senses>> = {
  "1052": KEYBOARD,
  "3215": KEYBOARD,
  "1442": READER,
  "2501": READER,
  "3505": { ...READER, ...RETRY },
  "2540R": { ...READER, "unusual command sequence": [0, 6] },
  "2540P": { ...REJECT, ...INTERVENTION },
  "3525": { ...READER, ...RETRY },
  "1403": PRINTER,
  "3211": { ...PRINTER, "equipment check": [0, 3], "load check": [0, 6], "line position check": [1, 3] },
  "2311": DISK_SIX,
  "2314": DISK_SIX,
  "2305": DISK_24,
  "3330": DISK_24,
  "3340": DISK_24,
  "3350": DISK_24,
  "2401": { ...TAPE, ...SEVEN_TRACKS },
  "2415": { ...TAPE, ...SEVEN_TRACKS },
  "2420": TAPE,
  "3410": { ...TAPE, ...SEVEN_TRACKS },
  "3411": { ...TAPE, ...SEVEN_TRACKS },
  "3420": { ...TAPE, ...SEVEN_TRACKS },
  "3277": { ...REJECT, ...INTERVENTION, "operation check": [0, 7] },
  CTCA: { ...REJECT, ...INTERVENTION },
};

/** Bits of unit status, from bit 0 on (GA22-7000, "Unit-Status Conditions"). */
export const UNIT_STATUS = [
  "attention",
  "status modifier",
  "control unit end",
  "busy",
  "channel end",
  "device end",
  "unit check",
  "unit exception",
] as const;

type UnitStatus = (typeof UNIT_STATUS)[number];

const ENDINGS: readonly UnitStatus[] = ["channel end", "device end", "unit check"];
const WITH_EXCEPTION: readonly UnitStatus[] = [...ENDINGS, "unit exception"];
const DISK: readonly UnitStatus[] = ["status modifier", ...WITH_EXCEPTION];
const TAPE_UNIT: readonly UnitStatus[] = ["control unit end", ...WITH_EXCEPTION];

/** What each device presents of it. Those that are working are busy too: what cases about channels show. */
export const STATUSES: Readonly<Record<string, readonly UnitStatus[]>> = {
  "1052": ["attention", ...WITH_EXCEPTION],
  "3215": ["attention", ...WITH_EXCEPTION],
  "1442": WITH_EXCEPTION,
  "2501": WITH_EXCEPTION,
  "3505": WITH_EXCEPTION,
  "2540R": WITH_EXCEPTION,
  "2540P": ENDINGS,
  "3525": WITH_EXCEPTION,
  "1403": WITH_EXCEPTION,
  "3211": WITH_EXCEPTION,
  "2311": DISK,
  "2314": DISK,
  "2305": DISK,
  "3330": DISK,
  "3340": DISK,
  "3350": DISK,
  "2401": TAPE_UNIT,
  "2415": TAPE_UNIT,
  "2420": TAPE_UNIT,
  "3410": TAPE_UNIT,
  "3411": TAPE_UNIT,
  "3420": TAPE_UNIT,
  "3277": ["attention", ...ENDINGS],
  CTCA: ["attention", "busy", ...WITH_EXCEPTION],
};
