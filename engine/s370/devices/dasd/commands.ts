/**
 * Commands of the storage controls (GA26-1592, "Channel Commands"; GA26-1638, "Channel Commands"; GA26-3599). Searches and
 * reads have a second code with {@link MULTITRACK} on, which goes on with the next head at the index point.
 */

export const MULTITRACK = 0x80;

// Control.
export const NO_OPERATION = 0x03;
export const RECALIBRATE = 0x13;
export const RESTORE = 0x17;
export const SEEK = 0x07;
export const SEEK_CYLINDER = 0x0b;
export const SEEK_HEAD = 0x1b;
export const SPACE_COUNT = 0x0f;
export const SET_FILE_MASK = 0x1f;
export const SET_SECTOR = 0x23;
export const DIAGNOSTIC_LOAD = 0x53;
export const DIAGNOSTIC_WRITE = 0x73;

// Search.
export const SEARCH_HOME_ADDRESS_EQUAL = 0x39;
export const SEARCH_ID_EQUAL = 0x31;
export const SEARCH_ID_HIGH = 0x51;
export const SEARCH_ID_EQUAL_OR_HIGH = 0x71;
export const SEARCH_KEY_EQUAL = 0x29;
export const SEARCH_KEY_HIGH = 0x49;
export const SEARCH_KEY_EQUAL_OR_HIGH = 0x69;
export const SEARCH_KEY_AND_DATA_EQUAL = 0x2d;
export const SEARCH_KEY_AND_DATA_HIGH = 0x4d;
export const SEARCH_KEY_AND_DATA_EQUAL_OR_HIGH = 0x6d;
/** Searches of key and data that go on in a further segment of an overflow record. */
export const CONTINUE_SCAN_EQUAL = 0x25;
export const CONTINUE_SCAN_HIGH = 0x45;
export const CONTINUE_SCAN_EQUAL_OR_HIGH = 0x65;
export const CONTINUE_SCAN_SET_STATUS_MODIFIER = 0x35;
/** The segments before have satisfied it already, or it cannot be satisfied any more. */
export const CONTINUE_SCAN_MET = 0x75;
export const CONTINUE_SCAN_FAILED = 0x55;
/** What the first three have in common. */
export const CONTINUES = 0x05;
/** In the code of a search: equal, and high, satisfy it. */
export const SATISFIED_EQUAL = 0x20;
export const SATISFIED_HIGH = 0x40;

// Read.
export const READ_IPL = 0x02;
export const READ_DATA = 0x06;
export const READ_KEY_AND_DATA = 0x0e;
export const READ_COUNT = 0x12;
export const READ_RECORD_ZERO = 0x16;
export const READ_HOME_ADDRESS = 0x1a;
export const READ_COUNT_KEY_AND_DATA = 0x1e;
export const READ_MULTIPLE_COUNT_KEY_AND_DATA = 0x5e;
export const READ_SECTOR = 0x22;

// Sense.
export const SENSE = 0x04;
export const SENSE_ID = 0xe4;
export const READ_AND_RESET_BUFFERED_LOG = 0xa4;
export const READ_DIAGNOSTIC_STATUS = 0x44;
export const DEVICE_RESERVE = 0xb4;
export const DEVICE_RELEASE = 0x94;

// Write.
export const WRITE_HOME_ADDRESS = 0x19;
export const WRITE_RECORD_ZERO = 0x15;
export const WRITE_COUNT_KEY_AND_DATA = 0x1d;
export const WRITE_SPECIAL_COUNT_KEY_AND_DATA = 0x01;
export const WRITE_DATA = 0x05;
export const WRITE_KEY_AND_DATA = 0x0d;
export const ERASE = 0x11;

/** The file mask (GA26-1592, "Set File Mask"): which writes, then which seeks, it permits. */
export const MASK_WRITES = 0xc0;
export const MASK_NO_HOME_ADDRESS = 0x00;
export const MASK_NO_WRITES = 0x40;
export const MASK_NO_FORMAT_WRITES = 0x80;
export const MASK_ALL_WRITES = 0xc0;
export const MASK_SEEKS = 0x18;
export const MASK_ALL_SEEKS = 0x00;
export const MASK_CYLINDER_AND_HEAD = 0x08;
export const MASK_NO_SEEKS = 0x18;
/** Bits that must be zero: bit 2 with all controls, those of features that a 2314 and a 2841 do not have. */
export const MASK_RESERVED = 0x20;
export const MASK_RESERVED_360 = 0x27;
