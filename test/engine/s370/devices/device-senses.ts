/**
 * How devices say what went wrong: the bits of sense bytes 0 and 1 that each has here, by the names of its manual. What manuals
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
