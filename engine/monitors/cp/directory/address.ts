/** How a device address is written. */

/** "01F". */
export function deviceAddress(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
