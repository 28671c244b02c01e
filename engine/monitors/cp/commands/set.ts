/** SET: what a user decides about his own virtual machine (GC20-1820, "SET"). */
import { encodeEbcdic } from "../../../s370/index.ts";
import type { Cp } from "../cp.ts";
import type { MessageSource } from "../iucv/message-service.ts";
import type { VmOptions } from "../state.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { decimal, hexadecimal, issuerVm, isWord, onOff } from "./operands.ts";
import { type Run, subcommand, unknownOperand } from "./subcommands.ts";

const LAST_FUNCTION_KEY = 24;
const LONGEST_KEY_DATA = 73;
const LAST_COLUMN = 80;

function invalid(word: string | undefined): Error {
  return word === undefined
    ? failed("CFS", 26, "OPERAND MISSING OR INVALID")
    : failed("CFS", 3, `INVALID OPTION - ${word.toUpperCase()}`);
}

export function requiredOnOff(word: string | undefined): boolean {
  const value = onOff(word);
  if (value === undefined) throw invalid(word);
  return value;
}

type Switch = {
  [Option in keyof VmOptions]: VmOptions[Option] extends boolean ? Option : never;
}[keyof VmOptions];

const set = (word: string, letters: number, format: string, purpose: string, run: Run, classes = "G"): Command =>
  subcommand("SET", 3, [word, letters], { classes, format, purpose }, run);

/** An option that is on or off and nothing else. */
function onOrOff(word: string, letters: number, option: Switch, purpose: string, classes = "G"): Command {
  return set(
    word,
    letters,
    "ON|OFF",
    purpose,
    (_cp, issuer, [value]) => {
      issuerVm(issuer).state.options[option] = requiredOnOff(value);
    },
    classes,
  );
}

/** The same, or IUCV (later than VM/370): to the program, by the message system service. */
function messages(word: string, letters: number, source: MessageSource, purpose: string): Command {
  return set(word, letters, "ON|OFF|IUCV", purpose, (_cp, issuer, [value]) => {
    const { options } = issuerVm(issuer).state;
    const byIucv = value?.toUpperCase() === "IUCV";
    options[source] = byIucv || requiredOnOff(value);
    options.messageService[source] = byIucv;
  });
}

function assist(_cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const { options } = issuerVm(issuer).state;
  if (operands.length === 0) throw invalid(undefined);
  const next = { ...options };
  for (const word of operands.map((each) => each.toUpperCase())) {
    if (word === "ON" || word === "OFF") next.assist = word === "ON";
    else if (word === "SVC" || word === "NOSVC") next.svcAssist = word === "SVC";
    else if (word === "TMR" || word === "NOTMR") next.timerAssist = word === "TMR";
    else throw invalid(word);
  }
  Object.assign(options, next);
}

const KILOBYTE = 1024;

/** Bytes that nnnnnK or nnM names, whole pages of storage; undefined for anything else. */
function markedSize(word: string): number | undefined {
  const [, digits, unit] = /^(\d{1,5})(K|M)$/.exec(word) ?? [];
  const size = Number(digits) * (unit === "K" ? KILOBYTE : KILOBYTE ** 2);
  return size > 0 ? size : undefined;
}

/** STBYPASS (SC19-6203, "Shadow Table Bypass"). Its operands and QUERY SET's line are from memory. */
function shadowBypass(cp: Cp, issuer: Issuer, [operand]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const { options, pages, size } = vm.state;
  const word = operand?.toUpperCase();
  if (word === undefined) throw invalid(word);
  if (word === "OFF") options.shadowBypass = undefined;
  else if (!options.ecMode) throw invalid("STBYPASS");
  else if (word === "VR") {
    if (!pages.virtualReal) throw failed("CFS", 6, "INVALID DEVICE TYPE - V=R");
    options.shadowBypass = "virtual=real";
  } else {
    const marked = markedSize(word);
    if (marked === undefined || marked > size) throw invalid(word);
    options.shadowBypass = marked;
  }
  // What has been kept so far need not hold.
  cp.shadow.stolen(vm);
}

function errorMessages(_cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const found = (["on", "off", "code", "text"] as const).find((each) => each.toUpperCase() === word?.toUpperCase());
  if (found === undefined) throw invalid(word);
  issuerVm(issuer).state.options.errorMessages = found;
}

function timer(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const found = (["on", "off", "real"] as const).find((each) => each.toUpperCase() === word?.toUpperCase());
  if (found === undefined) throw invalid(word);
  const { time } = issuerVm(issuer).state;
  time.timer = found;
  time.timerOwed = 0;
  time.waitSince = cp.host.microseconds();
}

/** Columns for TAB: rising, 1 to 80. */
function tabColumns(words: readonly string[]): number[] {
  if (words.length === 0) throw invalid(undefined);
  return words.map((word, i) => {
    const column = decimal(word);
    if (column === undefined || column < 1 || column > LAST_COLUMN || (i > 0 && column <= Number(words[i - 1])))
      throw invalid(word);
    return column;
  });
}

/** COPY's printer, where one is named: its resource identification, four hexadecimal digits of line and device. */
function printerOf([word, ...more]: readonly string[]): string[] {
  if (more.length > 0) throw invalid(more[0]);
  if (word === undefined) return [];
  if (!/^[0-9A-F]{4}$/i.test(word)) throw invalid(word);
  return [word.toUpperCase()];
}

/** PFnn [IMMED|DELAYED [text]], PFnn TAB, PFnn RETRIEVE, PFnn COPY: on a display. */
function functionKey(vm: Vm, key: string, operands: readonly string[], text: string): void {
  const number = decimal(key.slice(2));
  if (number === undefined || number < 1 || number > LAST_FUNCTION_KEY) throw invalid(key);
  const [kind, ...words] = operands;
  const keys = vm.state.console.functionKeys;
  if (kind === undefined) {
    delete keys[number];
    return;
  }
  const data = text.slice(kind.length).trim();
  if (data.length > LONGEST_KEY_DATA) throw invalid(words[0]);
  if (isWord(kind, "IMMED", 3)) keys[number] = `IMMED ${data}`;
  else if (isWord(kind, "DELAYED", 3)) keys[number] = `DELAYED ${data}`;
  else if (isWord(kind, "TAB")) keys[number] = `TAB ${tabColumns(words).join(" ")}`;
  else if (isWord(kind, "RETRIEVE", 3) && words.length === 0) keys[number] = "RETRIEVE";
  else if (isWord(kind, "COPY")) keys[number] = ["COPY", ...printerOf(words)].join(" ");
  else keys[number] = `DELAYED ${text}`;
}

/** INPUT a xx, OUTPUT xx a: one code for another between keyboard and program. */
function translate(
  codes: Record<number, number>,
  from: string | undefined,
  to: string | undefined,
  operand: "INPUT" | "OUTPUT",
): void {
  if (from?.toUpperCase() === "OFF" && to === undefined) {
    for (const code of Object.keys(codes)) delete codes[Number(code)];
    return;
  }
  const [shown, code] = operand === "INPUT" ? [from, to] : [to, from];
  const value = hexadecimal(code, 2);
  if (shown === undefined || [...shown].length !== 1 || value === undefined) throw invalid(shown ?? code);
  const character = encodeEbcdic(shown)[0];
  if (operand === "INPUT") codes[character] = value;
  else codes[value] = character;
}

export const settings: readonly Command[] = [
  onOrOff("ACNT", 4, "accounting", "Lets accounting information be shown at logoff and by ACNT."),
  messages(
    "MSG",
    3,
    "message",
    "Receives what other users send by MESSAGE; with IUCV (later than VM/370), its program does, by *MSG.",
  ),
  messages(
    "WNG",
    3,
    "warning",
    "Receives what operators send by WARNING; with IUCV (later than VM/370), its program does, by *MSG.",
  ),
  onOrOff("IMSG", 4, "informational", "Receives informational messages: files, transfers."),
  messages("SMSG", 2, "special", "Receives special messages by VMCF, or by IUCV and *MSG (later than VM/370)."),
  onOrOff("RUN", 3, "run", "Lets the virtual machine run on while its user is in CP."),
  onOrOff("LINEDIT", 5, "lineEdit", "Has typed lines edited."),
  onOrOff("ISAM", 4, "isam", "Has channel programs looked after that change themselves as OS ISAM's do."),
  onOrOff("PAGEX", 5, "pageExchange", "Tells the program of page waits, so that it can do something else."),
  onOrOff("AUTOPOLL", 5, "autoPoll", "Says that channel programs of communication lines poll by themselves."),
  set(
    "AFFINITY",
    3,
    "ON|OFF",
    "Keeps the virtual machine on the processor that its directory entry names, or lets it run on any.",
    (_cp, issuer, [word]) => {
      const { options, directory } = issuerVm(issuer).state;
      const value = requiredOnOff(word);
      if (directory.options.affinity === undefined) throw invalid("AFFINITY");
      options.affinity = value;
    },
  ),
  set("CPUID", 3, "xxxxxx", "Chooses the serial number that the program's STIDP stores.", (_cp, issuer, [word]) => {
    const serial = hexadecimal(word, 6);
    if (serial === undefined || word?.length !== 6) throw invalid(word);
    issuerVm(issuer).state.options.processorIdentification = serial;
  }),
  set(
    "ECMODE",
    2,
    "ON|OFF",
    "Lets the program use extended-control mode; the machine is reset.",
    (cp, issuer, [word]) => {
      const vm = issuerVm(issuer);
      const value = requiredOnOff(word);
      if (value === vm.state.options.ecMode) return;
      vm.state.options.ecMode = value;
      vm.state.options.shadowBypass = undefined;
      vm.state.stopped = true;
      cp.tasks.add("reset", undefined, vm.id);
    },
  ),
  set(
    "NOTRANS",
    4,
    "ON|OFF",
    "Is accepted from a V=R machine's user, and changes nothing: channel programs that nobody looks at could reach everybody's storage.",
    (_cp, issuer, [word]) => {
      requiredOnOff(word);
      if (!issuerVm(issuer).state.directory.options.virtualEqualsReal)
        throw failed("CFS", 6, "INVALID DEVICE TYPE - V=R");
    },
  ),
  set(
    "ASSIST",
    2,
    "[ON|OFF] [SVC|NOSVC] [TMR|NOTMR]",
    "Lets the processor's assists work for the virtual machine.",
    assist,
  ),
  set(
    "STBYPASS",
    3,
    "VR | nnnnnK | nnM | OFF",
    "Bypasses shadow tables (later than VM/370, VM/SP's): VR, a V=R machine translates by its own tables, where the processor has the assist for it; nnnnnK or nnM, what shadow tables have of addresses below that is kept, because the program's virtual addresses are its real ones there.",
    shadowBypass,
  ),
  set("EMSG", 4, "ON|OFF|CODE|TEXT", "Chooses what is shown of error messages.", errorMessages),
  set(
    "TIMER",
    5,
    "ON|OFF|REAL",
    "Chooses when the interval timer runs: while the machine does, never, in its waits too.",
    timer,
  ),
  set("INPUT", 3, "c xx | OFF", "Has a typed character reach the program as another code.", (_cp, issuer, [from, to]) =>
    translate(issuerVm(issuer).state.console.inputTranslation, from, to, "INPUT"),
  ),
  set("OUTPUT", 3, "xx c | OFF", "Has a code of the program's shown as another character.", (_cp, issuer, [from, to]) =>
    translate(issuerVm(issuer).state.console.outputTranslation, from, to, "OUTPUT"),
  ),
  {
    name: "SET",
    shortest: 3,
    classes: "G",
    format: "PFnn [IMMed|DELayed text | TAB nn … | RETrieve | COPY [resid]]",
    purpose:
      "Gives a program function key of a display something to do. COPY is for printers beside the display, of which there are none here: NOT ACCEPTED, says the screen.",
    takes: ([first]) => /^PF\d{1,2}$/i.test(first ?? ""),
    run: (_cp, issuer, [key, ...operands], text) =>
      functionKey(issuerVm(issuer), key, operands, text.slice(key.length).trim()),
  },
  unknownOperand("SET", 3, "ANY", "CFS"),
];
