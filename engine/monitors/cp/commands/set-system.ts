/** SET of operators: who gets how much of the system (GC20-1806, "SET"; GC20-1807, "Favored Execution"). */
import type { Cp } from "../cp.ts";
import { hasCpAssist, setCpAssist } from "../dispatch/cp-assist.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { setLogMessage } from "./log-message.ts";
import { decimal, isWord, loggedOn } from "./operands.ts";
import { requiredOnOff } from "./set.ts";
import { type Run, subcommand } from "./subcommands.ts";

const LOWEST_PRIORITY = 99;

const set = (word: string, letters: number, classes: string, format: string, purpose: string, run: Run): Command =>
  subcommand("SET", 3, [word, letters], { classes, format, purpose }, run);

function favored(cp: Cp, _issuer: Issuer, [userid, percentage]: readonly string[]): void {
  const { schedule } = loggedOn(cp, "CFO", userid).state;
  if (percentage === undefined) schedule.favored = true;
  else if (isWord(percentage, "OFF")) {
    schedule.favored = false;
    schedule.share = 0;
  } else {
    const share = decimal(percentage);
    if (share === undefined || share < 1 || share > 100) throw failed("CFO", 3, `INVALID OPTION - ${percentage}`);
    schedule.share = share;
  }
  cp.state.schedule.changed = true;
}

/** [PROC] xx: the only processor there is. Throws CommandError. */
export function requireProcessor(words: readonly string[]): void {
  const [first, ...rest] = isWord(words[0], "PROC") ? words.slice(1) : words;
  if (isWord(words[0], "PROC") && first === undefined) throw failed("CFO", 26, "OPERAND MISSING OR INVALID");
  const wrong = first === undefined || first === "00" ? rest[0] : first;
  if (wrong !== undefined) throw failed("CFO", 3, `INVALID OPTION - ${wrong.toUpperCase()}`);
}

export const systemSettings: readonly Command[] = [
  set(
    "FAVORED",
    5,
    "A",
    "userid [nn|OFF]",
    "Keeps a user in the queues, or gives him a percentage of the processor.",
    favored,
  ),
  set("PRIORITY", 5, "A", "userid nn", "Sets a user's priority, 0 (first) to 99.", (cp, _issuer, [userid, word]) => {
    const vm = loggedOn(cp, "CFO", userid);
    const priority = decimal(word);
    if (priority === undefined || priority > LOWEST_PRIORITY)
      throw failed("CFO", 3, `INVALID OPTION - ${word ?? ""}`.trimEnd());
    vm.state.schedule.priority = priority;
    cp.state.schedule.changed = true;
  }),
  set(
    "QDROP",
    5,
    "A",
    "userid ON|OFF",
    "Lets a user stay in his queue while he waits (OFF).",
    (cp, _issuer, [userid, word]) => {
      loggedOn(cp, "CFO", userid).state.schedule.keepsQueue = !requiredOnOff(word);
    },
  ),
  set(
    "RESERVE",
    3,
    "A",
    "userid nnn",
    "Has a user keep so many pages in storage; 0: nobody does.",
    (cp, _issuer, [userid, word]) => {
      const vm = loggedOn(cp, "CFO", userid);
      const pages = decimal(word);
      if (pages === undefined || pages > cp.storage.pageable / 2)
        throw failed("CFO", 3, `INVALID OPTION - ${word ?? ""}`.trimEnd());
      cp.storage.reserve(vm, pages);
    },
  ),
  set(
    "SASSIST",
    3,
    "A",
    "ON|OFF [[PROC] xx]",
    "Lets the processor's assists be used, or nobody use them; there is one processor, 00.",
    (cp, _issuer, [word, ...which]) => {
      const value = requiredOnOff(word);
      requireProcessor(which);
      cp.state.schedule.assists = value;
    },
  ),
  set(
    "CPASSIST",
    3,
    "A",
    "ON|OFF",
    "Switches the processor's CP assists, and charging as if CP had them (modelled).",
    (cp, _issuer, [word]) => {
      const value = requiredOnOff(word);
      if (!hasCpAssist(cp)) throw failed("CFO", 3, "INVALID OPTION - CPASSIST");
      setCpAssist(cp, value);
    },
  ),
  set(
    "PAGING",
    3,
    "A",
    "nn",
    "Says how much of the time, in per cent, may be lost because everybody waits for pages: with more, fewer are let in at once.",
    (cp, _issuer, [word]) => {
      const index = decimal(word);
      if (index === undefined || index > 100)
        throw failed("CFO", 3, `INVALID OPTION - ${word?.toUpperCase() ?? ""}`.trimEnd());
      cp.state.schedule.paging.index = index;
      cp.state.schedule.changed = true;
    },
  ),
  set(
    "JOURNAL",
    2,
    "A",
    "ALL|LOGON|LINK ON|OFF",
    "Has wrong passwords and links to protected minidisks journaled, or not, where the system is generated so.",
    (cp, _issuer, [what, word]) => {
      const kinds = (["logon", "link"] as const).filter(
        (kind) => isWord(what, "ALL") || isWord(what, kind.toUpperCase()),
      );
      if (kinds.length === 0 || cp.configuration.journal === undefined)
        throw failed(
          "CFO",
          3,
          `INVALID OPTION - ${cp.configuration.journal === undefined ? "JOURNAL" : (what ?? "").toUpperCase()}`.trimEnd(),
        );
      const value = requiredOnOff(word);
      for (const kind of kinds) cp.journal.set(kind, value);
    },
  ),
  set("LOGMSG", 3, "B", "[nn text|nn NULL|NULL]", "Sets the lines that each user is told at logon.", setLogMessage),
];
