/** Status in the second word of a CSW (GA22-7000, "Channel-Status Word"). */

export const ATTENTION = 0x80000000;
export const STATUS_MODIFIER = 0x40000000;
export const BUSY = 0x10000000;
export const CHANNEL_END = 0x08000000;
export const DEVICE_END = 0x04000000;
export const UNIT_CHECK = 0x02000000;
export const UNIT_EXCEPTION = 0x01000000;
export const UNIT_STATUS = 0xff000000;

export const PCI = 0x00800000;
export const INCORRECT_LENGTH = 0x00400000;
export const PROGRAM_CHECK = 0x00200000;
export const PROTECTION_CHECK = 0x00100000;
export const CHANNEL_STATUS = 0x00ff0000;
/** Channel-data, channel-control, interface-control and chaining check. */
export const CHANNEL_FAILURES = 0x000f0000;
/** Those of them with which a limited channel logout comes. */
export const EQUIPMENT_FAILURES = 0x000e0000;

/** Channel end and device end. */
export const ENDED = (CHANNEL_END | DEVICE_END) >>> 0;
/** Whatever is not a good end. */
export const ERRORS = 0x033f0000;
/** In the first word: the channel program is suspended. */
export const SUSPENDED = 0x08000000;
