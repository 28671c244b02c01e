/** Program-interruption codes (GA22-7000, "Program-Interruption Conditions"). */
export const OPERATION = 0x01;
export const PRIVILEGED_OPERATION = 0x02;
export const PROTECTION = 0x04;
export const ADDRESSING = 0x05;
export const SPECIFICATION = 0x06;
export const DATA = 0x07;
export const SEGMENT_TRANSLATION = 0x10;
export const PAGE_TRANSLATION = 0x11;
export const TRANSLATION_SPECIFICATION = 0x12;
export const SPECIAL_OPERATION = 0x13;
export const MONITOR_EVENT = 0x40;
/** With another code: program-event recording. */
export const PER_EVENT = 0x80;
