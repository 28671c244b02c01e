/** VMCF's forty bytes: a parameter list, and the header that an interruption stores (GC20-1807-7, "VMCPARM Parameter List", "VMCMHDR"). */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import { type Area, areaFault, loadArea } from "../areas.ts";
import { ADDRESSING } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import { DONE, INVALID_BUFFER, PROTECTION_VIOLATION } from "./codes.ts";
import type { Parameters } from "./state.ts";

/** Bytes of a parameter list, and of a message header. */
export const HEADER = 40;

/** The list at a real address. Throws `Reflected`, `Wait`. */
export function parametersAt(vm: Vm, address: number): Parameters {
  const area = { address, length: HEADER };
  if (areaFault(vm, area, 0, false) !== undefined) vm.reflect(ADDRESSING);
  const list = loadArea(vm, area);
  const view = new DataView(list.buffer);
  return {
    flags: list[0],
    function: view.getUint16(2),
    id: view.getUint32(4),
    userid: decodeEbcdic(list.subarray(8, 16)).trimEnd(),
    dataAddress: view.getUint32(16) & 0xffffff,
    dataLength: view.getUint32(20),
    replyAddress: view.getUint32(24) & 0xffffff,
    replyLength: view.getUint32(28),
    use: list.slice(32, 40),
  };
}

/** How a message has ended. */
export interface End {
  readonly flags?: number;
  readonly error?: number;
  /** Bytes that have not been transferred, of the data and of the reply. */
  readonly residual?: number;
  readonly replyResidual?: number;
  readonly use?: Uint8Array;
}

/** A message header: as the parameter list, with the other one's userid. */
export function headerOf(message: Parameters, userid: string, end: End): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header[0] = end.flags ?? 0;
  header[1] = end.error ?? DONE;
  view.setUint16(2, message.function);
  view.setUint32(4, message.id);
  header.set(encodeEbcdic(userid.padEnd(8)), 8);
  view.setUint32(16, message.dataAddress);
  view.setUint32(20, end.residual ?? message.dataLength);
  view.setUint32(24, message.replyAddress);
  view.setUint32(28, end.replyResidual ?? message.replyLength);
  header.set(end.use ?? message.use, 32);
  return header;
}

export const dataOf = ({ dataAddress, dataLength }: Parameters): Area => ({ address: dataAddress, length: dataLength });
export const replyOf = ({ replyAddress, replyLength }: Parameters): Area => ({
  address: replyAddress,
  length: replyLength,
});

/** The code for what is wrong with a buffer under a key; DONE where nothing is. */
export function bufferCode(vm: Vm, area: Area, key: number, store: boolean): number {
  const fault = areaFault(vm, area, key, store);
  if (fault === undefined) return DONE;
  return fault === "addressing" ? INVALID_BUFFER : PROTECTION_VIOLATION;
}
