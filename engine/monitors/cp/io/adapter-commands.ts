/** Commands of a channel-to-channel adapter (GA22-6983 "IBM System/370 Special Feature Description: Channel-to-Channel Adapter", "Commands"). */

export type AdapterCommand =
  | "control"
  | "read"
  | "write"
  | "write end of file"
  | "sense command byte"
  | "sense"
  | "no-operation"
  | "set mode";

/** What a command code means; undefined where it is none. The basic mode is that of System/360's adapter, without end of file and sense byte. */
export function adapterCommand(code: number, isExtended: boolean): AdapterCommand | undefined {
  const low = code & 0x0f;
  if ((low & 7) === 7) return "control";
  if ((low & 3) === 2 || low === 0x0c) return "read";
  if ((low & 3) === 1) return isExtended && (code & 0x80) !== 0 ? "write end of file" : "write";
  if ((code & 0x1f) === 0x14) return "sense command byte";
  if (code === 0x04) return isExtended ? "sense" : undefined;
  if ((low & 7) !== 3) return undefined;
  return (code & 0x40) === 0 ? "no-operation" : "set mode";
}
