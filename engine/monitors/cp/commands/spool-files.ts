/** What users and the operator do with closed files (GC20-1820 and GC20-1806, "CHANGE", "ORDER", "PURGE", "TRANSFER"). */
import type { Cp } from "../cp.ts";
import { closedMessage } from "../spool/close.ts";
import { changed, type PrintingChanges } from "../spool/printing-options.ts";
import { isHeld, isOperatorHeld, purge, putFirst, queued } from "../spool/queues.ts";
import type { SpoolFile, SpoolQueue } from "../spool/state.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { decimal, issuerVm, isWord } from "./operands.ts";
import { printingChange } from "./printing-options.ts";
import { classOf, copiesOf, distributionOf, nameOf, queueOf, useridOf } from "./spool-operands.ts";

/** The module of CHANGE, and that of ORDER, PURGE and TRANSFER. */
const CSU = "CSU";
const CSV = "CSV";
/** The spooling operator's class. */
const OPERATOR = "D";

/** Whose files a command is about; undefined: everybody's. */
interface Whose {
  readonly owner: string | undefined;
  /** The spooling operator's: system holds are his. */
  readonly isOperator: boolean;
}

/** Takes the userid, or SYSTEM, with which the spooling operator may begin. */
function takeOwner(module: string, cp: Cp, vm: Vm, words: string[]): Whose {
  const [word] = words;
  const isName = word !== undefined && queueOf(word) === undefined && !isWord(word, "ALL");
  if (!vm.state.classes.includes(OPERATOR) || !isName) return { owner: vm.userid, isOperator: false };
  words.shift();
  if (isWord(word, "SYSTEM")) return { owner: undefined, isOperator: true };
  return { owner: useridOf(module, cp, vm, word), isOperator: true };
}

function takeQueue(module: string, words: string[]): SpoolQueue {
  const queue = queueOf(words.shift());
  if (queue === undefined) throw failed(module, 26, "OPERAND MISSING OR INVALID");
  return queue;
}

/** An identification of at most four digits. */
function idOf(word: string | undefined): number | undefined {
  return word !== undefined && word.length <= 4 ? decimal(word) : undefined;
}

function files(cp: Cp, queue: SpoolQueue, { owner }: Whose): SpoolFile[] {
  return queued(cp, queue, owner);
}

/** Files by ALL, CLASS c or identification, of which there may be several. Those that are being read or printed are left alone. */
function takeFiles(module: string, all: readonly SpoolFile[], words: string[], several: boolean): SpoolFile[] {
  const chosen = new Set<SpoolFile>();
  let any = false;
  for (let [word] = words; word !== undefined; [word] = words) {
    const id = idOf(word);
    if (isWord(word, "ALL")) {
      words.shift();
      for (const file of all) chosen.add(file);
    } else if (isWord(word, "CLASS", 2)) {
      words.shift();
      const name = classOf(module, words.shift());
      for (const file of all) if (file.class === name) chosen.add(file);
    } else if (id !== undefined) {
      words.shift();
      const found = all.find((file) => file.id === id);
      if (found === undefined && !several) throw failed(module, 42, `SPOOLID ${word.padStart(4, "0")} DOES NOT EXIST`);
      if (found !== undefined) chosen.add(found);
    } else if (any) break;
    else throw failed(module, 27, "SPOOLID MISSING OR INVALID");
    any = true;
    if (!several) break;
  }
  if (!any) throw failed(module, 27, "SPOOLID MISSING OR INVALID");
  return [...chosen].filter(({ inUse }) => !inUse);
}

/** "NO FILES PURGED", "0001 FILE PURGED", "0012 FILES PURGED". */
function answer(issuer: Issuer, vm: Vm, count: number, done: string): void {
  if (!vm.state.options.informational) return;
  const number = count === 0 ? "NO" : String(count).padStart(4, "0");
  issuer.say(`${number} ${count === 1 ? "FILE" : "FILES"} ${done}`);
}

interface Changes {
  class?: string;
  copies?: number;
  hold?: boolean;
  distribution?: string;
  name?: string;
  type?: string;
  printing?: PrintingChanges;
}

function takeChanges(words: string[], queue: SpoolQueue): Changes {
  const changes: Changes = {};
  if (words.length === 0) throw failed(CSU, 26, "OPERAND MISSING OR INVALID");
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const printing = queue === "printer" ? printingChange(CSU, word, words) : undefined;
    if (printing !== undefined) changes.printing = { ...changes.printing, ...printing };
    else if (isWord(word, "CLASS", 2)) changes.class = classOf(CSU, words.shift());
    else if (isWord(word, "COPY", 2) && queue !== "reader") changes.copies = copiesOf(CSU, words.shift());
    else if (isWord(word, "HOLD", 2)) changes.hold = true;
    else if (isWord(word, "NOHOLD", 3)) changes.hold = false;
    else if (isWord(word, "DIST", 2)) changes.distribution = distributionOf(CSU, words.shift());
    else if (isWord(word, "NAME", 1)) {
      const { name, type, used } = nameOf(CSU, words);
      words.splice(0, used);
      changes.name = name;
      changes.type = type;
    } else throw failed(CSU, 3, `INVALID OPTION - ${word.toUpperCase()}`);
  }
  return changes;
}

function change(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const words = [...operands];
  const whose = takeOwner(CSU, cp, vm, words);
  const queue = takeQueue(CSU, words);
  const chosen = takeFiles(CSU, files(cp, queue, whose), words, false);
  const changes = takeChanges(words, queue);
  for (const file of chosen) {
    const { hold, printing, ...rest } = changes;
    const wasHeld = isHeld(file);
    Object.assign(file, rest);
    const options = printing === undefined ? file.printing : changed(file.printing, printing);
    if (options === undefined) delete file.printing;
    else file.printing = options;
    if (hold !== undefined && whose.isOperator) file.systemHold = hold;
    else if (hold !== undefined) file.userHold = hold;
    cp.spool.checkpoint.changed(file);
    if ((wasHeld && !isHeld(file)) || changes.class !== undefined) released(cp, file);
  }
  answer(issuer, vm, chosen.length, "CHANGED");
}

/** A file may be read or printed now that could not be. */
function released(cp: Cp, file: SpoolFile): void {
  if (file.queue !== "reader") return cp.spool.real.wake();
  const owner = cp.user(file.owner);
  if (owner !== undefined) cp.spool.deviceEnds(owner, file);
}

function order(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const words = [...operands];
  const whose = takeOwner(CSV, cp, vm, words);
  const queue = takeQueue(CSV, words);
  const all = files(cp, queue, whose);
  const chosen = takeFiles(CSV, all, words, true);
  if (words.length > 0) throw failed(CSV, 3, `INVALID OPTION - ${words[0].toUpperCase()}`);
  putFirst(cp, all, chosen);
  answer(issuer, vm, chosen.length, "ORDERED");
}

function purgeFiles(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const words = [...operands];
  const whose = takeOwner(CSV, cp, vm, words);
  const everywhere = isWord(words[0], "ALL");
  if (everywhere) words.shift();
  const queues: readonly SpoolQueue[] = everywhere ? ["reader", "printer", "punch"] : [takeQueue(CSV, words)];
  const all = queues.flatMap((queue) => files(cp, queue, whose));
  const chosen = everywhere ? all.filter(({ inUse }) => !inUse) : takeFiles(CSV, all, words, true);
  if (words.length > 0) throw failed(CSV, 3, `INVALID OPTION - ${words[0].toUpperCase()}`);
  for (const file of chosen) purge(cp, file);
  answer(issuer, vm, chosen.length, "PURGED");
}

function transfer(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const words = [...operands];
  const isOperator = vm.state.classes.includes(OPERATOR);
  let owner = vm.userid;
  const [first] = words;
  const isName = first !== undefined && queueOf(first) === undefined && idOf(first) === undefined;
  if (isOperator && isName && !isWord(first, "ALL") && !isWord(first, "CLASS", 2))
    owner = useridOf(CSV, cp, vm, words.shift());
  // READER may be left out.
  if (queueOf(words[0]) === "reader") words.shift();
  const direction = words.length - 2;
  // The last but one: a class may be T, or F.
  if (direction < 0 || !(isWord(words[direction], "TO", 1) || isWord(words[direction], "FROM", 1)))
    throw failed(CSV, 26, "OPERAND MISSING OR INVALID");
  const other = useridOf(CSV, cp, vm, words[direction + 1]);
  const isTo = isWord(words[direction], "TO", 1);
  const all = isTo ? queued(cp, "reader", owner) : queued(cp, "reader", other).filter(({ origin }) => origin === owner);
  const chosen = takeFiles(CSV, all, words.slice(0, direction), false);
  for (const file of chosen) give(cp, file, isTo ? other : owner);
  answer(issuer, vm, chosen.length, "TRANSFERRED");
}

function give(cp: Cp, file: SpoolFile, userid: string): void {
  file.owner = userid;
  file.order = cp.state.spool.nextOrder++;
  file.systemHold ||= isOperatorHeld(cp, userid, "reader");
  cp.spool.checkpoint.changed(file);
  const vm = cp.user(userid);
  if (vm === undefined) return;
  if (vm.state.options.informational) cp.consoles.message(vm, closedMessage(file, "FROM"));
  cp.spool.deviceEnds(vm, file);
}

export const spoolFileCommands: readonly Command[] = [
  {
    name: "CHANGE",
    shortest: 2,
    classes: "DG",
    format:
      "[userid|SYSTEM] Reader|Printer|PUnch CLass c|spoolid|ALL [CLass c] [COpy [*]nn] [HOld|NOHold] [DIst code] [Name fn [ft]|dsname] [FLash name [nn]] [MOdify name] [CHars name] [FCB name]",
    purpose: "Changes what is said of closed spool files; of printer files also what a 3800 is told.",
    run: change,
  },
  {
    name: "ORDER",
    shortest: 3,
    classes: "DG",
    format: "[userid|SYSTEM] Reader|Printer|PUnch {CLass c|spoolid}…",
    purpose: "Puts closed spool files before others.",
    run: order,
  },
  {
    name: "PURGE",
    shortest: 3,
    classes: "DG",
    format: "[userid|SYSTEM] Reader|Printer|PUnch|ALL [{CLass c|spoolid}…|ALL]",
    purpose: "Erases closed spool files.",
    run: purgeFiles,
  },
  {
    name: "TRANSFER",
    shortest: 4,
    classes: "DG",
    format: "[userid] [Reader] spoolid|CLass c|ALL To|From userid",
    purpose: "Gives files in a virtual reader to another user, or takes back those that one has sent.",
    run: transfer,
  },
];
