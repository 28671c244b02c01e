/**
 * Records how another assembler makes integers and expressions: GNU as for s390 (Debian: binutils-s390x-linux-gnu). It has
 * .byte, .short, .long and .quad for what DC calls FL1, H, F and FL8. Writes s370-constants.json beside this file:
 *
 *     node test/vectors/record-constants.ts
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "./random.ts";

const random = new Random(0xdc);
const cases = new Map<string, string>();

const signed = (bits: number): bigint => {
  const limit = 1n << BigInt(bits - 1);
  const edges = [0n, 1n, -1n, limit - 1n, -limit, -limit + 1n];
  if (random.chance(30)) return random.pick(edges);
  return BigInt.asIntN(bits, (BigInt(random.word()) << 32n) | BigInt(random.word()));
};

for (const [type, directive, bits] of [
  ["FL1", "byte", 8],
  ["H", "short", 16],
  ["F", "long", 32],
  ["FL8", "quad", 64],
  ["AL1", "byte", 8],
  ["Y", "short", 16],
  ["A", "long", 32],
] as const) {
  for (let index = 0; index < 40; index++) {
    const values = Array.from({ length: 1 + random.below(3) }, () => signed(bits)).join();
    cases.set(type.startsWith("F") || type === "H" ? `${type}'${values}'` : `${type}(${values})`, `.${directive} ${values}`);
  }
}

/** An expression whose value is small, in both languages. */
function expression(depth: number): string {
  const term = (): string => (depth > 0 && random.chance(40) ? `(${expression(depth - 1)})` : String(random.below(100)));
  let text = `${random.chance(20) ? "-" : ""}${term()}`;
  // * and / come before + and - in both; GNU's / cuts towards zero as ours does.
  for (let more = random.below(3); more > 0; more--) text += random.pick(["+", "-", "*"]) + term();
  return random.chance(30) ? `(${text})/${1 + random.below(20)}` : text;
}

for (let index = 0; index < 120; index++) {
  const text = expression(2);
  cases.set(`A(${text})`, `.long ${text}`);
}

const folder = mkdtempSync(join(tmpdir(), "constants-"));
const source = join(folder, "case.s");
const object = join(folder, "case.o");
const image = join(folder, "case.bin");
const constants: Record<string, string> = {};
for (const [operand, directive] of cases) {
  writeFileSync(source, `${directive}\n`);
  if (spawnSync("s390x-linux-gnu-as", ["-mesa", "-m31", "-o", object, source]).status !== 0) continue;
  spawnSync("s390x-linux-gnu-objcopy", ["-O", "binary", "-j", ".text", object, image]);
  const width = { byte: 1, short: 2, long: 4, quad: 8 }[/[a-z]+/.exec(directive)?.[0] ?? ""] ?? 0;
  const count = operand.startsWith("A(") && !/^A\(-?\d+(,-?\d+)*\)$/.test(operand) ? 1 : operand.split(",").length;
  constants[operand] = readFileSync(image).subarray(0, width * count).toString("hex").toUpperCase();
}
rmSync(folder, { recursive: true });
const version = spawnSync("s390x-linux-gnu-as", ["--version"]).stdout.toString().split("\n")[0];
const record = { recorder: `${version}, -mesa -m31`, constants };
writeFileSync(fileURLToPath(new URL("s370-constants.json", import.meta.url)), `${JSON.stringify(record, null, 1)}\n`);
console.log(`${Object.keys(constants).length} constants recorded`);
