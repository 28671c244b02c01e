/**
 * IPARML: the parameter list of the IUCV instruction, which is also what an interruption stores (SC19-6203-2, "IUCV Parameter List Formats", "IUCV External
 * Interrupt Formats", "Parameter List and External Interrupt Fields"). Names are the manual's.
 */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import { type Area, areaFault, FAULT_CODES, loadArea, storeArea } from "../areas.ts";
import { SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";

/** Bytes. */
export const PARAMETER_LIST = 40;

/** IPFLAGS1. What a bit means depends on the function. */
export const IPALL = 0x80;
export const IPRMDATA = 0x80;
export const IPQUSCE = 0x40;
export const IPPRTY = 0x20;
export const IPNORPY = 0x10;
export const IPFGMID = 0x04;
export const IPFGPID = 0x02;
export const IPFGMCL = 0x01;

/** IPAUDIT, its first two bytes: what has become of a message. */
export const IPADRPLE = 0x8000;
export const IPADSNPX = 0x4000;
export const IPADSNAX = 0x2000;
export const IPADANPX = 0x1000;
export const IPADANAX = 0x0800;
export const IPADRJCT = 0x0400;
export const IPADPRMD = 0x0200;
export const IPADRCPX = 0x0080;
export const IPADRCAX = 0x0040;
export const IPADRPPX = 0x0020;
export const IPADRPAX = 0x0010;
export const IPADSVRD = 0x0008;

/** Forty bytes with names for their fields. */
export class ParameterList {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array = new Uint8Array(PARAMETER_LIST)) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, PARAMETER_LIST);
  }

  get path(): number {
    return this.#view.getUint16(0);
  }
  set path(value: number) {
    this.#view.setUint16(0, value);
  }
  /** IPFLAGS1. */
  get flags(): number {
    return this.bytes[2];
  }
  set flags(value: number) {
    this.bytes[2] = value;
  }
  /** IPRCODE. */
  set returnCode(value: number) {
    this.bytes[3] = value;
  }
  /** IPTYPE. */
  set type(value: number) {
    this.bytes[3] = value;
  }

  // Of paths.

  /** IPMSGLIM. */
  get messageLimit(): number {
    return this.#view.getUint16(4);
  }
  set messageLimit(value: number) {
    this.#view.setUint16(4, value);
  }
  /** IPFCNCD. */
  get functionCode(): number {
    return this.bytes[6];
  }
  set functionCode(value: number) {
    this.bytes[6] = value;
  }
  /** IPVMID. */
  get userid(): string {
    return decodeEbcdic(this.bytes.subarray(8, 16)).trimEnd();
  }
  set userid(value: string) {
    this.bytes.set(encodeEbcdic(value.padEnd(8)), 8);
  }
  /** IPUSER: sixteen bytes that the communicators agree on. */
  get user(): Uint8Array {
    return this.bytes.slice(16, 32);
  }
  set user(value: Uint8Array) {
    this.bytes.set(value, 16);
  }
  /** IPMASK and IPCMASK. */
  get mask(): number {
    return this.bytes[0];
  }

  // Of messages.

  get message(): number {
    return this.#view.getUint32(4);
  }
  set message(value: number) {
    this.#view.setUint32(4, value);
  }
  get targetClass(): number {
    return this.#view.getUint32(8);
  }
  set targetClass(value: number) {
    this.#view.setUint32(8, value);
  }
  /** IPAUDIT: three bytes, of which the last means nothing. */
  set audit(value: number) {
    this.#view.setUint16(8, value);
    this.bytes[10] = 0;
  }
  /** IPBFADR1 and IPBFLN1F. A negative length is one of 2³¹ or more. */
  get buffer(): Area {
    return { address: this.#view.getUint32(12), length: this.#view.getUint32(16) };
  }
  set buffer({ address, length }: Area) {
    this.#view.setUint32(12, address);
    this.#view.setUint32(16, length);
  }
  /** IPBFLN1F alone. */
  set bufferLength(value: number) {
    this.#view.setUint32(16, value);
  }
  /** IPRMMSG1 and IPRMMSG2. */
  get data(): Uint8Array {
    return this.bytes.slice(12, 20);
  }
  set data(value: Uint8Array) {
    this.bytes.set(value, 12);
  }
  get sourceClass(): number {
    return this.#view.getUint32(20);
  }
  set sourceClass(value: number) {
    this.#view.setUint32(20, value);
  }
  /** IPMSGTAG. */
  get tag(): number {
    return this.#view.getUint32(24);
  }
  set tag(value: number) {
    this.#view.setUint32(24, value);
  }
  /** IPBFADR2 and IPBFLN2F. */
  get answer(): Area {
    return { address: this.#view.getUint32(28), length: this.#view.getUint32(32) };
  }
  set answer({ address, length }: Area) {
    this.#view.setUint32(28, address);
    this.#view.setUint32(32, length);
  }
  /** IPBFLN2F alone. */
  set answerLength(value: number) {
    this.#view.setUint32(32, value);
  }
}

/** The list at a real address of a virtual machine. Throws `Reflected` where it must not be there, and `Wait`. */
export function parameterListAt(vm: Vm, address: number): ParameterList {
  vm.requireBoundary(address, 8);
  const area = { address, length: PARAMETER_LIST };
  const fault = areaFault(vm, area, vm.key(), true);
  if (fault !== undefined) vm.reflect(FAULT_CODES[fault]);
  return new ParameterList(loadArea(vm, area));
}

/** Stores the words that a function has changed. All its pages are in storage. */
export function storeChanges(vm: Vm, address: number, before: Uint8Array, { bytes }: ParameterList): void {
  for (let at = 0; at < PARAMETER_LIST; at += 4)
    if (bytes.subarray(at, at + 4).some((byte, i) => byte !== before[at + i]))
      storeArea(vm, address + at, bytes.subarray(at, at + 4));
}

/** What a message is searched by; undefined: any. */
export interface Search {
  readonly path: number | undefined;
  readonly id: number | undefined;
  readonly class: number | undefined;
}

/** By the flags of a list, with the class it names. A message id needs the rest: a specification exception. */
export function searchOf(vm: Vm, list: ParameterList, messageClass: number): Search {
  const has = (flag: number): boolean => (list.flags & flag) !== 0;
  if (has(IPFGMID) && !(has(IPFGPID) && has(IPFGMCL))) vm.reflect(SPECIFICATION);
  return {
    path: has(IPFGPID) ? list.path : undefined,
    id: has(IPFGMID) ? list.message : undefined,
    class: has(IPFGMCL) ? messageClass : undefined,
  };
}
