/** What a channel says of a failure of the equipment (GA22-7000, "Limited Channel Logout"). */
import type { ChannelStorage } from "./channel-storage.ts";
import { CHANNEL_CONTROL_CHECK, CHANNEL_DATA_CHECK, INTERFACE_CONTROL_CHECK } from "./status.ts";

/** Assigned storage locations. */
const LIMITED_CHANNEL_LOGOUT = 0xb0;
const IO_ADDRESS = 0xba;

/** Bits 4-7: which unit has found it. */
const FOUND_BY_CHANNEL = 0x0400_0000;
/** Bits 8-12: which unit is at fault. */
const SOURCE_CHANNEL = 0x0040_0000;
const SOURCE_STORAGE = 0x0010_0000;
const SOURCE_CONTROL_UNIT = 0x0008_0000;
/** Bits 16-23: sequence code, unit status, CCW address, channel and device address are valid. */
const VALID = 0x0000_1f00;
/** Bits 24-25: how the operation was ended. */
const SELECTIVE_RESET = 0x0000_0080;
const NORMAL_TERMINATION = 0x0000_0040;
/** Bits 29-31, the sequence code: the device has taken the command and no data have moved; or data have, or the channel is idle. */
export const COMMAND_ACCEPTED = 2;
export const DATA_TRANSFERRED = 3;

/** Stores the limited channel logout that belongs to a CSW whose channel status has an equipment check. */
export function storeLogout(
  storage: ChannelStorage,
  absolute: (real: number) => number,
  address: number,
  channel: number,
  sequence: number,
): void {
  const source =
    channel & INTERFACE_CONTROL_CHECK
      ? SOURCE_CONTROL_UNIT
      : channel & CHANNEL_CONTROL_CHECK
        ? SOURCE_CHANNEL
        : SOURCE_STORAGE;
  const forced = (channel & (INTERFACE_CONTROL_CHECK | CHANNEL_CONTROL_CHECK)) !== 0;
  const how = forced ? SELECTIVE_RESET : channel & CHANNEL_DATA_CHECK ? NORMAL_TERMINATION : 0;
  const word = FOUND_BY_CHANNEL | source | VALID | how | sequence;
  storage.put(
    absolute(LIMITED_CHANNEL_LOGOUT),
    Uint8Array.of(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff),
  );
  storage.put(absolute(IO_ADDRESS), Uint8Array.of(address >>> 8, address & 0xff));
}
