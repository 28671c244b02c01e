/** What a virtual machine has done with its devices (GC20-1807, "The INDICATE Command"). */
export interface VmWork {
  /** Channel programs started, by instructions, DIAGNOSE and IPL, for devices that are neither spooled nor its console. */
  sios: number;
  cardsRead: number;
  linesPrinted: number;
  cardsPunched: number;
  /** Real address of the device that was started for it last; undefined: none yet. */
  device: number | undefined;
  /** What the last accounting card has had of page reads and writes, and channel programs. */
  accounted: { readonly reads: number; readonly writes: number; readonly sios: number };
}

const NOTHING = { reads: 0, writes: 0, sios: 0 };

export function noWork(): VmWork {
  return { sios: 0, cardsRead: 0, linesPrinted: 0, cardsPunched: 0, device: undefined, accounted: NOTHING };
}
