/**
 * Records what another loader reads from our object decks: Hercules (Debian: hercules), whose console command `loadtext`
 * puts the text of a deck into storage, without relocation. Writes s370-decks.json beside this file:
 *
 *     node test/vectors/record-decks.ts
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assemble } from "../../engine/s370/assembler/index.ts";
import { writeObjectDeck } from "../../engine/s370/index.ts";

/** Programs that lie between X'1000' and X'1400'. */
const PROGRAMS = [
  "A START X'1000'\n BALR 12,0\n USING *,12\nB L 15,=V(SUB)\n DC A(A,B,5),AL3(B),Y(B-A)\n END A",
  " START X'1000'\n DC 300X'A5'\n DS XL7\n DC C'END'\n END",
  "P START X'1000'\n DC 16F'-1'\n ORG P+8\n DC C'OVER'\n ORG\nQ CSECT\n DC D'0.1',P'-12'\nR CSECT\n DC A(P,Q,R)",
  "P START X'1008'\n EXTRN X\n ENTRY G\n DC A(X+4)\nG DC 2CL60'TEXT'\nC COM\n DS 4F\nP CSECT\n DC X'FF'\n END G",
];
const FIRST = 0x1000;
const LENGTH = 0x400;

const folder = mkdtempSync(join(tmpdir(), "decks-"));
const configuration = "ARCHMODE S/370\nCPUSERIAL 000370\nCPUMODEL 3158\nMAINSIZE 2\nNUMCPU 1\nCNSLPORT 3283\n001F 3215-C / noprompt\n";
writeFileSync(join(folder, "s370.cnf"), configuration);
const hercules = spawn("hercules", ["-f", "s370.cnf", "EXTERNALGUI"], { cwd: folder, env: { ...process.env, HERCULES_RC: devNull } });
let said = "";
hercules.stdout.on("data", (text: Buffer) => {
  said += text.toString("latin1");
});
hercules.stderr.resume();

/** Sends a command and gives what has been said some time later. */
async function command(text: string): Promise<string> {
  said = "";
  hercules.stdin.write(`${text}\n`);
  await pause(400);
  return said;
}

await pause(2000);
const version = /Version [\d.]+/.exec(said)?.[0] ?? "";
const programs: { source: string; storage: string }[] = [];
for (const [index, source] of PROGRAMS.entries()) {
  writeFileSync(join(folder, `deck${index}`), writeObjectDeck(assemble(source).module));
  await command("sysclear");
  await command(`loadtext deck${index} 0`);
  let storage = "";
  for (let address = FIRST; address < FIRST + LENGTH; address += 0x40) {
    const dump = await command(`r ${address.toString(16)}.40`);
    storage += [...dump.matchAll(/^R:[0-9A-F]{8}:K:..=((?: ?[0-9A-F]{8}){4})/gm)].map(([, words]) => words.replaceAll(" ", "")).join("");
  }
  if (storage.length !== LENGTH * 2) throw new Error(`${storage.length / 2} bytes were shown`);
  programs.push({ source, storage });
}
hercules.stdin.write("quit\n");
await pause(500);
hercules.kill();
rmSync(folder, { recursive: true, force: true });
const record = { recorder: `Hercules ${version}, loadtext`, first: FIRST, programs };
writeFileSync(fileURLToPath(new URL("s370-decks.json", import.meta.url)), `${JSON.stringify(record, null, 1)}\n`);
console.log(`${programs.length} decks recorded`);
