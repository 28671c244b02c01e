/** Commands of the channel-to-channel adapter (GA22-6983 "IBM System/370 Special Feature Description: Channel-to-Channel Adapter", "Commands"). */

export type AdapterCommand =
  | "control"
  | "read"
  | "write"
  | "write-end-of-file"
  | "sense-command-byte"
  | "sense"
  | "no-operation"
  | "set-basic-mode"
  | "set-extended-mode";

/** A command that waits for the other side: until that has come to it, it is outstanding. */
export type Outstanding = "control" | "read" | "write";

/**
 * What a command code means; undefined where it is none. Bits that are not named do not count. In basic mode, that of
 * System/360's adapter, there is no end of file and no sense byte.
 */
export function adapterCommand(code: number, isExtended: boolean): AdapterCommand | undefined {
  // xxxxx111
  if ((code & 0x07) === 0x07) return "control";
  // xxxxxx10, xxxx1100 (backward)
  if ((code & 0x03) === 0x02 || (code & 0x0f) === 0x0c) return "read";
  // 1xxxxx01, 0xxxxx01
  if ((code & 0x03) === 0x01) return isExtended && code & 0x80 ? "write-end-of-file" : "write";
  // xxx10100, 00000100
  if ((code & 0x1f) === 0x14) return "sense-command-byte";
  if (code === 0x04) return isExtended ? "sense" : undefined;
  // x0xxx011, 01xxx011, 11xxx011
  if ((code & 0x07) !== 0x03) return undefined;
  if ((code & 0x40) === 0) return "no-operation";
  return code & 0x80 ? "set-extended-mode" : "set-basic-mode";
}

/**
 * How a command meets what the other side has outstanding (GA22-6983, "Command Compatibility"): `meets`, and both
 * end together; `goes`, and does not touch it; `busy`, and is refused with busy and attention.
 */
export function meeting(command: AdapterCommand, other: Outstanding): "meets" | "goes" | "busy" {
  switch (command) {
    case "sense":
      return "goes";
    case "sense-command-byte":
      return other === "control" ? "meets" : "goes";
    case "read":
      return other === "write" ? "meets" : "busy";
    case "write":
    case "write-end-of-file":
      return other === "read" ? "meets" : "busy";
    default:
      return "busy";
  }
}
