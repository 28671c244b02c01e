/** What a virtual machine has done with its devices (GC20-1807, "The INDICATE Command"). */
export interface VmWork {
  /** Channel programs started, by instructions, DIAGNOSE and IPL, for devices that are neither spooled nor its console. */
  sios: number;
  cardsRead: number;
  linesPrinted: number;
  cardsPunched: number;
}

export function noWork(): VmWork {
  return { sios: 0, cardsRead: 0, linesPrinted: 0, cardsPunched: 0 };
}
