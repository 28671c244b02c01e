/** How numbers look on the page. */

/** Upper-case hexadecimal, padded with zeros. */
export function hex(value: number, digits = 8): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, "0");
}

/** An address as listings write it: six digits. */
export function address(value: number): string {
  return hex(value, 6);
}

/** A count with thousands set apart: 12,345. */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** "1 instruction", "2 instructions". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
