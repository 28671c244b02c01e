/**
 * Records how another assembler encodes the instructions of System/370: GNU as for s390 (Debian: binutils-s390x-linux-gnu),
 * which knows those that ESA/390 kept. Writes s370-encodings.json beside this file:
 *
 *     node test/vectors/record-encodings.ts
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Mnemonic, mnemonics } from "../../engine/s370/assembler/mnemonics.ts";
import { instructionLength } from "../../engine/s370/instructions/decoded.ts";

/** Operands by format; all explicit, so that both assemblers read them alike. (In RX, 8(4) is an index for IBM and a base for GNU.) */
const OPERANDS: Record<Mnemonic["format"], string[]> = {
  RR: ["2,4", "0,15", "14,0"],
  RRM: ["8,4", "15,14", "0,7"],
  RRI: ["0", "255", "X'0A'"],
  RR1: ["2", "15"],
  RX: ["2,0", "10,4095(2,3)", "14,8(4,6)", "6,100(,5)"],
  RXM: ["15,0", "8,4095(2,3)", "0,8(4,6)", "7,100(,5)"],
  RS: ["2,4,0", "14,12,4095(13)"],
  RSM: ["2,0,0", "14,15,4095(13)", "1,7,8(2)"],
  RS1: ["2,0", "14,4095(13)", "4,31"],
  SI: ["0,0", "4095(13),255", "8(2),64"],
  S: ["0", "4095(13)", "16"],
  SNONE: [""],
  SS: ["0(1),0", "4095(256,13),1(2)", "8(5,2),4095(15)"],
  SSL: ["0(1),0(1)", "4095(16,13),1(1,2)", "8(5,2),4095(8,15)"],
  SSE: ["0,0", "4095(13),1(2)", "8(5),4095(15)"],
  RRE: ["2,4", "0,15", "14,0"],
  SSI: ["0(1),0,0", "4095(16,13),1(2),9", "8(5,2),63,5"],
  DIAG: ["2,4,0", "14,12,4095(13)"],
};

/** Instructions of System/370 that are recorded whether the table has them yet or not. */
const FURTHER: Record<string, Mnemonic["format"]> = Object.fromEntries(
  (
    [
      ["RX", "CVB LD LE STD STE AD AE AU AW SD SE SU SW MD ME DD DE CD CE"],
      ["RR", "LDR LER LTDR LTER LCDR LCER LPDR LPER LNDR LNER ADR AER AUR AWR SDR SER SUR SWR MDR MER DDR DER CDR CER HDR HER LRER"],
      ["SSL", "MVO AP SP ZAP MP DP CP"],
      ["SSI", "SRP"],
      ["SS", "MVCIN ED EDMK"],
      ["SI", "MC"],
      ["RS", "SIGP"],
      ["S", "SCK SCKC STCKC SPT STPT SPX STPX"],
    ] as const
  ).flatMap(([format, names]) => names.split(" ").map((name) => [name, format])),
);

const forms = new Map<string, { format: Mnemonic["format"]; mask?: number }>(Object.entries(FURTHER).map(([mnemonic, format]) => [mnemonic, { format }]));
for (const [mnemonic, form] of mnemonics) forms.set(mnemonic, form);

const cases = [...forms].flatMap(([mnemonic, { format, mask }]) =>
  OPERANDS[format].map((operands) => `${mnemonic} ${mask === undefined ? operands : operands.slice(operands.indexOf(",") + 1)}`.trim()),
);

const folder = mkdtempSync(join(tmpdir(), "encodings-"));
const source = join(folder, "case.s");
const object = join(folder, "case.o");
const image = join(folder, "case.bin");

/** The bytes of a statement in hexadecimal, or undefined if the other assembler does not know it. */
function encode(statement: string): string | undefined {
  const [mnemonic, operands = ""] = statement.split(" ");
  writeFileSync(source, ` ${mnemonic.toLowerCase()} ${operands.replace(/X'(..)'/, "0x$1")}\n`);
  if (spawnSync("s390x-linux-gnu-as", ["-march=g5", "-mesa", "-m31", "-o", object, source]).status !== 0) return undefined;
  spawnSync("s390x-linux-gnu-objcopy", ["-O", "binary", "-j", ".text", object, image]);
  const section = readFileSync(image);
  // The section is filled up to its alignment; the instruction's own length is in its first two bits.
  return section.subarray(0, instructionLength(section[0])).toString("hex").toUpperCase();
}

const known: Record<string, string> = {};
const unknown: string[] = [];
for (const statement of cases) {
  const bytes = encode(statement);
  if (bytes === undefined) unknown.push(statement);
  else known[statement] = bytes;
}
rmSync(folder, { recursive: true });
const version = spawnSync("s390x-linux-gnu-as", ["--version"]).stdout.toString().split("\n")[0];
const record = { recorder: `${version}, -march=g5 -mesa -m31`, encodings: known, unknown };
writeFileSync(fileURLToPath(new URL("s370-encodings.json", import.meta.url)), `${JSON.stringify(record, null, 1)}\n`);
console.log(`${Object.keys(known).length} encodings recorded; not known there: ${unknown.join("; ") || "none"}`);
