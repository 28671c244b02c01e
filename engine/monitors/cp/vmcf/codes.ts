/** Numbers of VMCF (GC20-1807-7, "The Virtual Machine Communication Facility"). */

/** Flags of a parameter list (VMCPFLG1). */
export const SPECIFIC = 0x80;
export const PRIORITY = 0x40;
export const SPECIAL = 0x20;

/** Status of a header (VMCMSTAT). */
export const RESPONSE = 0x80;
export const REJECTED = 0x40;
export const PRIORITY_MESSAGE = 0x20;

// Subfunctions (VMCPFUNC).
export const AUTHORIZE = 0;
export const UNAUTHORIZE = 1;
export const SEND = 2;
export const SEND_RECEIVE = 3;
export const SENDX = 4;
export const RECEIVE = 5;
export const CANCEL = 6;
export const REPLY = 7;
export const QUIESCE = 8;
export const RESUME = 9;
export const IDENTIFY = 10;
export const REJECT = 11;

// Return codes, and data-transfer error codes of a response.
export const DONE = 0;
export const INVALID_BUFFER = 1;
export const INVALID_FUNCTION = 2;
export const PROTOCOL_VIOLATION = 3;
export const NOT_AUTHORIZED = 4;
export const USER_NOT_AVAILABLE = 5;
export const PROTECTION_VIOLATION = 6;
export const DATA_TOO_LARGE = 7;
export const DUPLICATE = 8;
export const QUIESCED = 9;
export const LIMIT_EXCEEDED = 10;
export const REPLY_CANCELED = 11;
export const NOT_FOUND = 12;
export const NOT_SYNCHRONIZED = 13;
export const TOO_LATE = 14;
export const INCORRECT_LENGTH = 16;
export const DESTRUCTIVE_OVERLAP = 17;
export const NO_PRIORITY = 18;
/** Something is wrong with the other one's buffer. That the manual means this by 19 is an assumption: its text could not be read. */
export const TRANSFER_ERROR = 19;
