/** What a warm start knows beside the files: whom the operator holds, and what real devices were told (GC20-1806, "Starting VM/370"). */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { SETTINGS } from "./checkpoint-record.ts";
import type { SpoolState } from "./state.ts";

/** Of each setting: its kind, then a userid, or a device's address and classes. */
const SETTING_BYTES = 16;
const MOST = Math.floor((PAGE - SETTINGS) / SETTING_BYTES);
const HOLD = 1;
const DEVICE = 2;
const DRAINED = 0x80;
const NO_SEPARATOR = 0x40;
const HELD: readonly SpoolState["holds"][number]["queue"][] = ["all", "reader", "printer", "punch"];

/** Writes them into the header's block. Throws `Wait` until that has been read. */
export function writeSettings(cp: Cp, header: number): void {
  const { holds, real } = cp.state.spool;
  const bytes = new Uint8Array(MOST * SETTING_BYTES);
  const view = new DataView(bytes.buffer);
  const settings: ((at: number) => void)[] = [
    ...holds.map(({ userid, queue }) => (at: number): void => {
      bytes[at] = HOLD;
      bytes[at + 1] = HELD.indexOf(queue);
      bytes.set(encodeEbcdic(userid.padEnd(8)), at + 8);
    }),
    ...Object.values(real).map(({ address, classes, drained, separator }) => (at: number): void => {
      bytes[at] = DEVICE;
      bytes[at + 1] = (drained ? DRAINED : 0) | (separator ? 0 : NO_SEPARATOR);
      view.setUint16(at + 2, address);
      bytes.set(encodeEbcdic(classes.padEnd(8).slice(0, 8)), at + 8);
    }),
  ];
  settings.slice(0, MOST).forEach((write, i) => {
    write(i * SETTING_BYTES);
  });
  cp.dasd.store(header, SETTINGS, bytes);
}

/** Puts them in force again. The header's block is in storage. */
export function readSettings(cp: Cp, header: number): void {
  const { spool } = cp.state;
  const bytes = cp.host.loadBytes(cp.dasd.block(header) + SETTINGS, MOST * SETTING_BYTES);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += SETTING_BYTES) {
    const text = decodeEbcdic(bytes.subarray(at + 8, at + SETTING_BYTES)).trimEnd();
    const flags = bytes[at + 1];
    if (bytes[at] === HOLD) spool.holds.push({ userid: text, queue: HELD[flags] });
    else if (bytes[at] === DEVICE) {
      const device = spool.real[view.getUint16(at + 2)];
      if (device === undefined) continue;
      device.classes = text;
      device.drained = (flags & DRAINED) !== 0;
      device.separator = (flags & NO_SEPARATOR) === 0;
    }
  }
}
