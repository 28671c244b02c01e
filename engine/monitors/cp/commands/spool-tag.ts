/** What a spool file carries for programs that send it on (GC20-1820, "TAG"). */
import { decodeEbcdic, encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import { TAG_BYTES, TAG_PLACE, tagOf } from "../spool/pages.ts";
import type { SpoolFile, SpoolOutput } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { decimal, issuerVm, isWord } from "./operands.ts";
import { targetOf } from "./spool-operands.ts";

const CST = "CST";

function outputs(vm: Vm, word: string | undefined): SpoolOutput[] {
  const target = targetOf(CST, vm, word);
  if (target.kind === "console") return [target.console];
  if (target.does === "reader") throw failed(CST, 6, `INVALID DEVICE TYPE - ${word?.toUpperCase()}`);
  return target.devices.map(({ data }) => data);
}

function fileOf(cp: Cp, vm: Vm, word: string | undefined): SpoolFile {
  const id = word !== undefined && word.length <= 4 ? decimal(word) : undefined;
  if (id === undefined) throw failed(CST, 27, "SPOOLID MISSING OR INVALID");
  const found = Object.values(cp.state.spool.files).find((file) => file.id === id && file.owner === vm.userid);
  if (found === undefined) throw failed(CST, 42, `SPOOLID ${String(id).padStart(4, "0")} DOES NOT EXIST`);
  return found;
}

/** The line behind so many words. */
function textBehind(text: string, words: number): string {
  let rest = text;
  for (let i = 0; i < words; i++) rest = rest.trimStart().replace(/^\S+/, "");
  return rest.trim().toUpperCase().slice(0, TAG_BYTES);
}

function tag(cp: Cp, issuer: Issuer, [word, what, ...operands]: readonly string[], text: string): void {
  const vm = issuerVm(issuer);
  if (isWord(word, "QUERY", 1)) return query(cp, issuer, vm, what, operands[0]);
  if (isWord(word, "DEV", 2)) {
    for (const output of outputs(vm, what)) output.tag = textBehind(text, 2);
    return;
  }
  if (!isWord(word, "FILE", 2)) throw failed(CST, 26, "OPERAND MISSING OR INVALID");
  const file = fileOf(cp, vm, what);
  const bytes = encodeEbcdic(textBehind(text, 2).padEnd(TAG_BYTES));
  cp.dasd.store(file.blocks[0], TAG_PLACE, bytes);
  cp.dasd.flush(file.blocks[0]);
}

function query(cp: Cp, issuer: Issuer, vm: Vm, kind: string | undefined, word: string | undefined): void {
  let found: string;
  if (isWord(kind, "DEV", 2)) [found = ""] = outputs(vm, word).map((output) => output.tag);
  else if (isWord(kind, "FILE", 2))
    found = decodeEbcdic(tagOf(cp.host, cp.dasd.block(fileOf(cp, vm, word).blocks[0]))).trimEnd();
  else throw failed(CST, 26, "OPERAND MISSING OR INVALID");
  issuer.say(found === "" ? "TAG IS BLANK" : found);
}

export const tagCommands: readonly Command[] = [
  {
    name: "TAG",
    shortest: 2,
    classes: "G",
    format:
      "DEv Printer|PUnch|CONsole|vaddr [text] | FIle spoolid [text] | Query DEv Printer|PUnch|CONsole|vaddr|FIle spoolid",
    purpose: "Says what a device's files, or a closed file, carry for those who send them on.",
    run: tag,
  },
];
