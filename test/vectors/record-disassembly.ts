/**
 * Records what another disassembler makes of the instructions of System/370: GNU objdump for s390 (Debian:
 * binutils-s390x-linux-gnu). Its statements are written our way: registers without %r, displacements with every register
 * in parentheses, branches as BC and BCR. Writes s370-disassembly.json beside this file:
 *
 *     node test/vectors/record-disassembly.ts
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Format } from "../../engine/s370/instructions/definition.ts";
import { instructions } from "../../engine/s370/instructions/index.ts";
import { instructionLength } from "../../engine/s370/instructions/decoded.ts";
import { disassembleOne } from "../../engine/s370/disassembler.ts";
import { Random } from "./random.ts";

const CASES = 24;

/** BC and BCR by the condition in objdump's extended mnemonics. */
const CONDITIONS: Readonly<Record<string, number>> = {
  ...{ o: 1, h: 2, p: 2, nle: 3, l: 4, m: 4, nhe: 5, lh: 6, ne: 7, nz: 7 },
  ...{ e: 8, z: 8, nlh: 9, he: 10, nl: 11, nm: 11, le: 12, nh: 13, np: 13, no: 14, "": 15 },
};

const lengthFirst: ReadonlySet<Format> = new Set(["SS", "SSL", "SSI"]);

/** A statement of objdump's in our form; undefined where it is not the instruction that was meant. */
function ours(text: string, mnemonic: string, format: Format): string | undefined {
  const [operation, list = ""] = text.trim().split(/\s+/);
  let name = operation.toUpperCase();
  let operands = list === "" ? [] : list.split(/,(?![^(]*\))/);
  if (format === "RXM" || format === "RRM") {
    const branch = /^(nopr?|b(r|[a-z]*?)(r?))$/.exec(operation);
    if (operation !== "bc" && operation !== "bcr" && branch !== null) {
      const condition = operation.startsWith("nop") ? 0 : CONDITIONS[operation.slice(1).replace(format === "RRM" ? /r$/ : /$^/, "")];
      if (condition === undefined) return undefined;
      operands = [String(condition), ...(operands.length === 0 ? ["0"] : operands)];
      name = mnemonic;
    }
  }
  if (name !== mnemonic) return undefined;
  const texts = operands.map((operand, index) => {
    const plain = operand.replace(/%[rfac]/g, "");
    const storage = /^(-?\d+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(plain);
    if (storage === null) return plain;
    const [, displacement, first, second] = storage;
    const position = index === operands.length - 1 || (index === operands.length - 2 && format === "SSI");
    if (lengthFirst.has(format) && (index === 0 || (index === 1 && format === "SSL")))
      return `${displacement}(${first ?? 1},${second ?? 0})`;
    if (format === "RX" || format === "RXM") {
      if (index === 0) return plain;
      // objdump leaves out what is zero: one register alone is the base.
      return second === undefined ? `${displacement}(0,${first ?? 0})` : `${displacement}(${first},${second})`;
    }
    if (format === "SI") return index === 0 ? `${displacement}(${first ?? 0})` : plain;
    if (format === "SSI") return index === 1 ? `${displacement}(${first ?? 0})` : plain;
    if (format === "SSE") return `${displacement}(${first ?? 0})`;
    if (format === "RS1" && first === undefined) return plain;
    if (["RS", "RSM", "RS1", "S", "SS", "DIAG"].includes(format) && position) return `${displacement}(${first ?? 0})`;
    return plain;
  });
  return `${name.padEnd(5)} ${texts.join(",")}`.trimEnd();
}

const random = new Random(0x5370);
const cases: { bytes: Uint8Array; mnemonic: string; format: Format }[] = [];
for (const { mnemonic, opcode, format } of instructions) {
  for (let index = 0; index < CASES; index++) {
    const bytes = Uint8Array.from({ length: 6 }, () => (random.chance(25) ? 0 : random.below(256)));
    bytes.set(opcode > 0xff ? [opcode >> 8, opcode & 0xff] : [opcode]);
    // Unused bits are zero, as statements have them.
    if (format === "RR1" || format === "RS1") bytes[1] &= 0xf0;
    if (format === "SNONE") bytes.fill(0, 2);
    if (format === "RRE") bytes[2] = 0;
    if (opcode < 0x100 && format === "S") bytes[1] = 0;
    const own = bytes.slice(0, instructionLength(bytes[0]));
    if (disassembleOne(own).operation !== "DC") cases.push({ bytes: own, mnemonic, format });
  }
}

const folder = mkdtempSync(join(tmpdir(), "disassembly-"));
const image = join(folder, "case.bin");
writeFileSync(image, Uint8Array.from(cases.flatMap(({ bytes }) => [...bytes])));
const dump = spawnSync("s390x-linux-gnu-objdump", ["-D", "-b", "binary", "-m", "s390:31-bit", "-M", "esa", image], { maxBuffer: 1 << 26 });
rmSync(folder, { recursive: true });
const listed = new Map<number, string>();
for (const line of dump.stdout.toString().split("\n")) {
  const match = /^\s*([0-9a-f]+):\t[0-9a-f ]+\t(.*)$/.exec(line);
  if (match) listed.set(Number.parseInt(match[1], 16), match[2].replace(/\s*[<#].*$/, ""));
}

const statements: Record<string, string> = {};
const unlike = new Set<string>();
let at = 0;
for (const { bytes, mnemonic, format } of cases) {
  const text = ours(listed.get(at) ?? "", mnemonic, format);
  if (text === undefined) unlike.add(mnemonic);
  else statements[Buffer.from(bytes).toString("hex").toUpperCase()] = text;
  at += bytes.length;
}
const version = spawnSync("s390x-linux-gnu-objdump", ["--version"]).stdout.toString().split("\n")[0];
const record = { recorder: `${version}, -m s390:31-bit`, statements, unlike: [...unlike] };
writeFileSync(fileURLToPath(new URL("s370-disassembly.json", import.meta.url)), `${JSON.stringify(record, null, 1)}\n`);
console.log(`${Object.keys(statements).length} statements recorded; unlike: ${[...unlike].join(" ") || "none"}`);
