/** How devices are called. */

/** "01F". */
export function addressText(address: number): string {
  return address.toString(16).toUpperCase().padStart(3, "0");
}
