/** UDEVBLOKs: a virtual device as control block, and back. */
import { deviceCode } from "../../io/device-codes.ts";
import type { SpoolType, VirtualDevice } from "../types.ts";
import type { Fields } from "./bytes.ts";
import { FEATURE, MODES, MULTIPLE_LINKS, READ_LINKS, STATUS, UDEVBLOK, WRITE_LINKS } from "./layout.ts";

/** Types that no code of class and type tells apart have a model, ours: the number of the type in this list. */
const TYPES = [
  ["2305", "2311", "2314", "2319", "3330", "3340", "3350", "3375", "3380"],
  ["1052", "3210", "3215"],
  ["1403", "1443", "2501", "2540", "3203", "3211", "3505", "3525"],
  ["2701", "2702", "2703", "3270", "CTCA", "TIMER"],
] as const;
const [DISKS, CONSOLES, SPOOLED, SPECIALS] = TYPES;

const CONSOLE_CLASS = 0x80;
const SPECIAL_CLASS = 0x02;
const READER_CLASS = 0x20;
const DISK_CLASS = 0x04;

const USERID = 8;
const VOLUME = 6;
const PASSWORD = 8;
const MODE_SCALE = 4;

/** Bytes of a device's block. */
export function sizeOfDevice(device: VirtualDevice): number {
  return device.kind === "minidisk" ? UDEVBLOK.longSize : UDEVBLOK.shortSize;
}

/** Fills a block, but for its chain. */
export function storeDevice(block: Fields, device: VirtualDevice): void {
  block.setHalf(UDEVBLOK.device, device.address);
  switch (device.kind) {
    case "console":
      storeType(block, device.type, CONSOLES.indexOf(device.type));
      block.setText(UDEVBLOK.spoolClass, 1, device.class);
      return;
    case "minidisk": {
      const { passwords } = device;
      block.setByte(UDEVBLOK.status, STATUS.long | (device.reserve ? STATUS.reserve : 0));
      block.setByte(
        UDEVBLOK.mode,
        (passwords.read === undefined ? 0 : READ_LINKS) |
          (passwords.write === undefined ? 0 : WRITE_LINKS) |
          (passwords.multiple === undefined ? 0 : MULTIPLE_LINKS) |
          (MODES.indexOf(device.mode) * MODE_SCALE),
      );
      storeDisk(block, device);
      block.setHalf(UDEVBLOK.start, device.start);
      block.setText(UDEVBLOK.volume, VOLUME, device.volume);
      block.setText(UDEVBLOK.readPassword, PASSWORD, passwords.read ?? "");
      block.setText(UDEVBLOK.writePassword, PASSWORD, passwords.write ?? "");
      block.setText(UDEVBLOK.multiplePassword, PASSWORD, passwords.multiple ?? "");
      return;
    }
    case "temporary-disk":
      block.setByte(UDEVBLOK.status, STATUS.temporary);
      storeDisk(block, device);
      return;
    case "spool": {
      block.setByte(UDEVBLOK.status, STATUS.spool);
      const side = { reader: "R", punch: "P", printer: "" }[device.function];
      storeType(block, device.type === "2540" ? `2540${side}` : device.type, SPOOLED.indexOf(device.type));
      block.setText(UDEVBLOK.spoolClass, 1, device.class);
      return;
    }
    case "dedicated":
      block.setByte(UDEVBLOK.status, STATUS.dedicated);
      block.setByte(
        UDEVBLOK.feature,
        (device.readOnly ? FEATURE.readOnly : 0) |
          (device.massStorage ? FEATURE.massStorage : 0) |
          ("volume" in device.real ? FEATURE.volume : 0),
      );
      if ("device" in device.real) block.setHalf(UDEVBLOK.link, device.real.device);
      if ("volume" in device.real) block.setText(UDEVBLOK.volume, VOLUME, device.real.volume);
      return;
    case "link":
      block.setByte(UDEVBLOK.status, STATUS.link);
      block.setByte(UDEVBLOK.mode, MODES.indexOf(device.mode) * MODE_SCALE);
      block.setHalf(UDEVBLOK.link, device.of);
      block.setText(UDEVBLOK.linkUserid, USERID, device.userid);
      return;
    case "special":
      block.setByte(UDEVBLOK.deviceClass, SPECIAL_CLASS);
      block.setByte(UDEVBLOK.type, SPECIALS.indexOf(device.type));
      block.setByte(UDEVBLOK.feature, device.terminal === "TELE" ? FEATURE.teletype : 0);
      return;
  }
}

/** The device of a block; undefined where there can be none such. */
export function deviceOf(block: Fields): VirtualDevice | undefined {
  const base = { address: block.half(UDEVBLOK.device), line: 0 };
  const status = block.byte(UDEVBLOK.status);
  const feature = block.byte(UDEVBLOK.feature);
  const mode = MODES[Math.floor((block.byte(UDEVBLOK.mode) & 0x1f) / MODE_SCALE)];
  if (base.address > 0xfff || mode === undefined) return undefined;
  if ((status & STATUS.dedicated) !== 0) {
    const isVolume = (feature & FEATURE.volume) !== 0;
    return {
      kind: "dedicated",
      ...base,
      real: isVolume ? { volume: block.text(UDEVBLOK.volume, VOLUME) } : { device: block.half(UDEVBLOK.link) },
      readOnly: (feature & FEATURE.readOnly) !== 0,
      massStorage: (feature & FEATURE.massStorage) !== 0,
    };
  }
  if ((status & STATUS.link) !== 0)
    return {
      kind: "link",
      ...base,
      userid: block.text(UDEVBLOK.linkUserid, USERID),
      of: block.half(UDEVBLOK.link),
      mode,
    };
  const model = modelOf(block);
  const deviceClass = block.byte(UDEVBLOK.deviceClass);
  if ((status & STATUS.spool) !== 0) {
    const type = SPOOLED[model];
    return type && { kind: "spool", ...base, type, function: useOf(type, deviceClass), class: classOf(block) };
  }
  if (deviceClass === CONSOLE_CLASS) {
    const type = CONSOLES[model];
    return type && { kind: "console", ...base, type, class: classOf(block) };
  }
  if (deviceClass === SPECIAL_CLASS) {
    const type = SPECIALS[block.byte(UDEVBLOK.type)];
    const terminal = (feature & FEATURE.teletype) !== 0 ? "TELE" : "IBM";
    return type && { kind: "special", ...base, type, ...(type.startsWith("270") && { terminal }) };
  }
  if (deviceClass !== DISK_CLASS) return undefined;
  const type = DISKS[model];
  if (type === undefined) return undefined;
  const half = halfOf(feature);
  const disk = { ...base, type, ...(half && { half }), cylinders: block.half(UDEVBLOK.cylinders) };
  if ((status & STATUS.temporary) !== 0) return { kind: "temporary-disk", ...disk };
  if ((status & STATUS.long) === 0) return undefined;
  const allowed = block.byte(UDEVBLOK.mode);
  const password = (bit: number, field: number): string | undefined =>
    (allowed & bit) === 0 ? undefined : block.text(field, PASSWORD);
  const read = password(READ_LINKS, UDEVBLOK.readPassword);
  const write = password(WRITE_LINKS, UDEVBLOK.writePassword);
  const multiple = password(MULTIPLE_LINKS, UDEVBLOK.multiplePassword);
  return {
    kind: "minidisk",
    ...disk,
    start: block.half(UDEVBLOK.start),
    volume: block.text(UDEVBLOK.volume, VOLUME),
    mode,
    reserve: (status & STATUS.reserve) !== 0,
    passwords: {
      ...(read !== undefined && { read }),
      ...(write !== undefined && { write }),
      ...(multiple !== undefined && { multiple }),
    },
  };
}

function halfOf(feature: number): "TOP" | "BOTTOM" | undefined {
  if ((feature & FEATURE.bottom) !== 0) return "BOTTOM";
  return (feature & FEATURE.top) !== 0 ? "TOP" : undefined;
}

function storeDisk(
  block: Fields,
  {
    type,
    half,
    cylinders,
  }: { readonly type: (typeof DISKS)[number]; readonly half?: "TOP" | "BOTTOM"; readonly cylinders: number },
): void {
  storeType(block, type, DISKS.indexOf(type));
  if (half !== undefined)
    block.setByte(UDEVBLOK.feature, block.byte(UDEVBLOK.feature) | (half === "TOP" ? FEATURE.top : FEATURE.bottom));
  block.setHalf(UDEVBLOK.cylinders, cylinders);
}

/** Class and type, and the model in the low bits of the features. */
function storeType(block: Fields, coded: string, model: number): void {
  const [deviceClass, type] = deviceCode(coded);
  block.setByte(UDEVBLOK.deviceClass, deviceClass);
  block.setByte(UDEVBLOK.type, type);
  block.setByte(UDEVBLOK.feature, block.byte(UDEVBLOK.feature) | model);
}

function modelOf(block: Fields): number {
  return block.byte(UDEVBLOK.feature) & FEATURE.model;
}

function classOf(block: Fields): string {
  return block.text(UDEVBLOK.spoolClass, 1);
}

function useOf(type: SpoolType, deviceClass: number): "reader" | "punch" | "printer" {
  if (deviceClass === READER_CLASS) return "reader";
  return type === "2540" || type === "3525" ? "punch" : "printer";
}
