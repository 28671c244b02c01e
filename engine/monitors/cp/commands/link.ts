/**
 * LINK (GC20-1820, "LINK"): another user's minidisk, or one's own again. A password that is not in the line is asked for at the user's terminal, also where his
 * program has given the command; where nobody is there, there is no password.
 */
import type { Cp } from "../cp.ts";
import { type LinkRequest, linkMode } from "../directory/index.ts";
import { asErrorMessage, type Command, CommandError, failed, type Issuer } from "./commands.ts";
import { virtualAddress, without } from "./devices.ts";
import { address3, issuerVm } from "./operands.ts";

/** Wrong passwords after which LINK is refused for the rest of a session, unless journaling says otherwise (from memory, as message 115 is). */
const MOST_WRONG = 10;
const INCORRECT = 114;
const EXCESSIVE = 115;

function link(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const words = operands.map((word) => word.replace(/^PASS=/i, "")).filter((word) => word !== "");
  const [userid, of, as, ...rest] = without(words, "TO", "AS");
  if (userid === undefined || userid.length > 8) throw failed("LNK", 20, "USERID MISSING OR INVALID");
  const [from, to] = [virtualAddress("LNK", of), virtualAddress("LNK", as)];
  const mode = rest[0] === undefined ? undefined : linkMode(rest[0].toUpperCase());
  const password = mode === undefined ? rest[0] : rest[1];
  if (rest.length > 2) throw failed("LNK", 3, `INVALID OPTION - ${rest[2].toUpperCase()}`);
  if (password !== undefined && issuer.hidesPasswords === true && cp.configuration.hidesPasswords === true)
    throw failed("LNK", 3, "INVALID OPTION - PASS=");
  const { console } = vm.state;
  if (console.wrongPasswords >= (cp.journal.limits("link")?.disable ?? MOST_WRONG))
    throw failed("LNK", EXCESSIVE, "LINK INVALID; EXCESSIVE INCORRECT PASSWORDS");
  const owner = userid === "*" ? vm.userid : userid.toUpperCase();
  if (vm.state.devices[to] !== undefined)
    throw new CommandError(
      110,
      `DMKLNK110E ${owner} ${address3(from)} NOT LINKED; DASD ${address3(to)} ALREADY DEFINED`,
    );
  const request: LinkRequest = {
    userid: vm.userid,
    owner,
    of: from,
    as: to,
    ...(mode !== undefined && { mode }),
    ...(password !== undefined && { password }),
  };
  let typed = password;
  let decision = cp.devices.link(vm, request);
  if (decision.outcome === "password") {
    typed = cp.consoles.passwords.ask(vm, issuer.terminal === undefined ? "program" : "line", decision.prompt);
    decision = cp.devices.link(vm, { ...request, password: typed });
  }
  if (decision.outcome === "linked") return issuer.say(asErrorMessage(vm, decision.message));
  // An answer there always is by now.
  const message = decision.outcome === "refused" ? decision.message : decision.prompt;
  const code = Number(/^DMKLNK(\d+)/.exec(message)?.[1] ?? 107);
  if (code === INCORRECT) cp.journal.wrongLink(vm, owner, from, typed ?? "", ++console.wrongPasswords);
  throw new CommandError(code, message);
}

export const linkCommands: readonly Command[] = [
  {
    name: "LINK",
    shortest: 4,
    classes: "G",
    format: "[TO] userid vaddr [AS] vaddr [mode] [PASS=password]",
    purpose: "Gives the virtual machine a minidisk of another user's.",
    run: link,
  },
];
