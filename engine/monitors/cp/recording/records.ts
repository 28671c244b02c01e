/**
 * Error records: of machine checks (MCH), channel checks (CCH) and errors of devices (OBR). Layouts are those of VM/370 Data Areas and Control Block Logic,
 * "MCRECORD" and "CCHREC"; the header is theirs and that of the OBR record ("Long OBR record" of the SYS1.LOGREC records), whose rest is from memory.
 */
import { encodeEbcdic } from "../../../s370/index.ts";
import { dateText, timeOfDay } from "../commands/time.ts";
import type { Cp } from "../cp.ts";
import { deviceCode } from "../io/device-codes.ts";
import type { Csw, RealDevice } from "../io/state.ts";
import * as at from "../layout.ts";

/** Record types, in the first byte. */
export const MACHINE_CHECK = 0x10;
export const CHANNEL_CHECK = 0x20;
export const OUTBOARD = 0x30;

/** Header of every record. */
const SYSTEM = 0x01;
const COUNT = 0x06;
const DATE = 0x08;
const TIME = 0x0c;
const PROCESSOR = 0x10;
const PROGRAM = 0x18;
export const HEADER_BYTES = 24;

/** VM/370, release 6. */
const VM370 = 0x66;
/** The first record of one. */
const ONE = 0x11;

/** Of a machine-check record. */
const OLD_PSW = 0x28;
const FIXED_LOGOUT = 0x30;
const MACHINE_CHECK_BYTES = 0x148;
/** Real storage where the processor has logged out, and its bytes. */
const LOGOUT_AREA = 0xe8;
const LOGOUT_BYTES = 0x118;

/** Of a channel-check record. */
const CHANNEL_CCW = 0x30;
const CHANNEL_CSW = 0x38;
const CHANNEL_LOGOUT = 0x40;
const CHANNEL_DEVICE_TYPE = 0x44;
export const CHANNEL_UNIT = 0x49;
const CHANNEL_CHECK_BYTES = 0x50;

/** Of a record of a device's error. */
const FAILING_CCW = 0x20;
const FAILING_CSW = 0x28;
const DEPENDENT = 0x30;
export const SECONDARY_UNIT = 0x31;
const DEVICE_TYPE = 0x34;
export const PRIMARY_UNIT = 0x39;
const RETRIES = 0x3c;
const SENSE_COUNT = 0x3e;
const VOLUME = 0x40;
const SENSE = 0x48;
const SENSE_BYTES = 24;
const OUTBOARD_BYTES = SENSE + SENSE_BYTES;

/** Digits as packed decimal. */
function packed(digits: string): number {
  return Number.parseInt(digits, 16);
}

/** A record with its header; `program` names whose it is. */
function header(cp: Cp, bytes: number, type: number, program: string): DataView {
  const record = new DataView(new ArrayBuffer(bytes));
  record.setUint8(0, type);
  record.setUint8(SYSTEM, VM370);
  record.setUint8(COUNT, ONE);
  const [month, day, year] = dateText(cp).split("/").map(Number);
  record.setUint32(DATE, packed(`${String(year).padStart(4, "0")}${dayOfYear(year, month, day)}F`));
  record.setUint32(TIME, packed(`${timeOfDay(cp).replaceAll(":", "")}00`));
  const [left, right] = cp.host.stidp();
  record.setUint32(PROCESSOR, left);
  record.setUint32(PROCESSOR + 4, right);
  new Uint8Array(record.buffer).set(encodeEbcdic(program.padEnd(8)), PROGRAM);
  return record;
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dayOfYear(year: number, month: number, day: number): string {
  const isLeap = year % 4 === 0 && month > 2;
  const before = MONTHS.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return String(before + day + (isLeap ? 1 : 0)).padStart(3, "0");
}

function unit(record: DataView, place: number, address: number): void {
  record.setUint8(place, 0);
  record.setUint16(place + 1, address);
}

/** Type and class of a device, as VM/370's control blocks have them. */
function typeWord(type: string): number {
  const [deviceClass, code] = deviceCode(type);
  return ((deviceClass << 24) | (code << 16)) >>> 0;
}

/** A machine check that has just come; `userid` is who ran, empty for nobody. */
export function machineCheckRecord(cp: Cp, userid: string): Uint8Array {
  const { host } = cp;
  const record = header(cp, MACHINE_CHECK_BYTES, MACHINE_CHECK, userid);
  record.setUint32(OLD_PSW, host.load32(at.MACHINE_CHECK_OLD));
  record.setUint32(OLD_PSW + 4, host.load32(at.MACHINE_CHECK_OLD + 4));
  const bytes = new Uint8Array(record.buffer);
  bytes.set(host.loadBytes(LOGOUT_AREA, LOGOUT_BYTES), FIXED_LOGOUT);
  return bytes;
}

/** What is known of an operation that has failed. */
export interface FailedOperation {
  readonly device: RealDevice;
  readonly csw: Csw;
  readonly sense: Uint8Array | undefined;
  /** How often it was tried again. */
  readonly retries: number;
  /** For whom it was done; empty for CP itself. */
  readonly userid: string;
}

/** The CCW that failed: the one before the address in the CSW. */
function failingCcw(cp: Cp, csw: Csw): readonly [number, number] {
  const place = (csw.high & 0xffffff) - 8;
  if (place < 0 || place + 8 > cp.configuration.storageSize || place % 8 !== 0) return [0, 0];
  return [cp.host.load32(place), cp.host.load32(place + 4)];
}

/** A failure of the channel: data check, control check. */
export function channelCheckRecord(cp: Cp, { device, csw, userid }: FailedOperation): Uint8Array {
  const record = header(cp, CHANNEL_CHECK_BYTES, CHANNEL_CHECK, userid);
  const [left, right] = failingCcw(cp, csw);
  record.setUint32(CHANNEL_CCW, left);
  record.setUint32(CHANNEL_CCW + 4, right);
  record.setUint32(CHANNEL_CSW, csw.high);
  record.setUint32(CHANNEL_CSW + 4, csw.low);
  record.setUint32(CHANNEL_LOGOUT, device.logout ?? 0);
  record.setUint32(CHANNEL_DEVICE_TYPE, typeWord(device.type));
  unit(record, CHANNEL_UNIT, device.address);
  return new Uint8Array(record.buffer);
}

/** A unit check that no retry has helped against. */
export function outboardRecord(cp: Cp, { device, csw, sense, retries, userid }: FailedOperation): Uint8Array {
  const record = header(cp, OUTBOARD_BYTES, OUTBOARD, userid);
  const [left, right] = failingCcw(cp, csw);
  record.setUint32(FAILING_CCW, left);
  record.setUint32(FAILING_CCW + 4, right);
  record.setUint32(FAILING_CSW, csw.high);
  record.setUint32(FAILING_CSW + 4, csw.low);
  // The volume: one doubleword.
  record.setUint8(DEPENDENT, 1);
  unit(record, SECONDARY_UNIT, device.address);
  record.setUint32(DEVICE_TYPE, typeWord(device.type));
  unit(record, PRIMARY_UNIT, device.address);
  record.setUint16(RETRIES, retries);
  record.setUint16(SENSE_COUNT, sense?.length ?? 0);
  const bytes = new Uint8Array(record.buffer);
  bytes.set(encodeEbcdic((device.volume ?? "").padEnd(8)), VOLUME);
  if (sense !== undefined) bytes.set(sense.subarray(0, SENSE_BYTES), SENSE);
  return bytes;
}
