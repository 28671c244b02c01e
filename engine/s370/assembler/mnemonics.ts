/** Operation codes by mnemonic: the instruction table and the extended mnemonics of branches. */
import type { Format } from "../instructions/definition.ts";
import { instructions } from "../instructions/index.ts";

/** How one mnemonic is assembled. */
export interface Mnemonic {
  readonly mnemonic: string;
  readonly format: Format;
  /** One byte, or two where format S has them. */
  readonly opcode: number;
  /** The M1 that an extended mnemonic stands for; it is not written as an operand. */
  readonly mask?: number;
}

/** Masks of BC by the letters after B (GA22-7000, "Branch on Condition"; GC33-4010, "Extended Mnemonic Codes"). */
const MASKS: Readonly<Record<string, number>> = {
  "": 15,
  H: 2,
  L: 4,
  E: 8,
  NH: 13,
  NL: 11,
  NE: 7,
  O: 1,
  P: 2,
  M: 4,
  NP: 13,
  NM: 11,
  NZ: 7,
  Z: 8,
  NO: 14,
};

function table(): ReadonlyMap<string, Mnemonic> {
  const byName = new Map<string, Mnemonic>();
  for (const { mnemonic, format, opcode } of instructions) byName.set(mnemonic, { mnemonic, format, opcode });
  const extended = (mnemonic: string, mask: number, format: "RXM" | "RRM"): void => {
    byName.set(mnemonic, { mnemonic, format, opcode: format === "RXM" ? 0x47 : 0x07, mask });
  };
  for (const [letters, mask] of Object.entries(MASKS)) {
    extended(`B${letters}`, mask, "RXM");
    extended(`B${letters}R`, mask, "RRM");
  }
  extended("NOP", 0, "RXM");
  extended("NOPR", 0, "RRM");
  return byName;
}

/** Every machine mnemonic that the assembler knows, in upper case. */
export const mnemonics: ReadonlyMap<string, Mnemonic> = table();
