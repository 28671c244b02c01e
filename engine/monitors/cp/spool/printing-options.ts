/**
 * What a 3800 is to be told of a file (GC20-1807-7, "Using the 3800 Printer as a Real Spooling Device"; GC20-1820, "SPOOL"): other printers print the file as if nothing
 * had been said.
 */

/** Names have one to four characters. */
export interface PrintingOptions {
  /** A forms overlay, and how many of the first pages get it, 0 to 99. */
  readonly flash?: { readonly name: string; readonly count: number };
  /** A copy modification. */
  readonly modify?: string;
  /** A character arrangement table. */
  readonly chars?: string;
  /** A forms control buffer: its name, or 6, 8 or 12 lines an inch. */
  readonly fcb?: string;
}

/** With others in place of some; null takes one away. */
export type PrintingChanges = { readonly [Option in keyof PrintingOptions]?: PrintingOptions[Option] | null };

/** What is said then; undefined for nothing. */
export function changed(options: PrintingOptions | undefined, changes: PrintingChanges): PrintingOptions | undefined {
  const kept = Object.entries({ ...options, ...changes }).filter(([, value]) => value !== null && value !== undefined);
  // Entries of both have the options' own types, but for those that were taken out.
  return kept.length === 0 ? undefined : (Object.fromEntries(kept) as PrintingOptions);
}
