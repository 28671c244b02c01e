/** DEFINE of what is no device (GC20-1820, "DEFINE"). */

import type { Cp } from "../cp.ts";
import { PAGE } from "../layout.ts";
import { resetSystem } from "../logon.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { issuerVm, isWord } from "./operands.ts";
import { channelsLine, storageLine } from "./query-virtual.ts";
import { subcommand } from "./subcommands.ts";

const LEAST_STORAGE = 8192;

/** "512K", "2M": bytes, a multiple of 4,096. */
function size(word: string | undefined): number {
  const [, digits, unit] = /^(\d{1,5})([KM])$/i.exec(word ?? "") ?? [];
  if (digits === undefined) throw failed("DEF", 25, "STORAGE MISSING OR INVALID");
  const bytes = Number(digits) * (unit.toUpperCase() === "K" ? 1024 : 1024 * 1024);
  return Math.ceil(bytes / PAGE) * PAGE;
}

/** The operand behind an AS that may be there. */
function behindAs([first, second]: readonly string[]): string | undefined {
  return isWord(first, "AS") ? second : first;
}

function storage(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const word = behindAs(operands);
  const bytes = size(word);
  const { maximumStorage } = vm.state.directory;
  if (bytes < LEAST_STORAGE) throw failed("DEF", 25, "STORAGE MISSING OR INVALID");
  if (bytes > maximumStorage) throw failed("DEF", 94, `STORAGE EXCEEDS MAXIMUM OF ${maximumStorage / 1024}K`);
  vm.state.stopped = true;
  cp.tasks.add("define storage", bytes, vm.id);
}

function channels(issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const word = behindAs(operands);
  if (!isWord(word, "SEL") && !isWord(word, "BMX"))
    throw failed("DEF", 3, `INVALID OPTION - ${word?.toUpperCase() ?? ""}`);
  vm.state.options.blockMultiplexer = isWord(word, "BMX");
  issuer.say(channelsLine(vm));
}

export const definitions: readonly Command[] = [
  subcommand(
    "DEFINE",
    3,
    ["STORAGE", 4],
    {
      classes: "G",
      format: "[AS] nnnnnK|nnM",
      purpose: "Gives the virtual machine storage of another size, all zeros, and resets it.",
    },
    storage,
  ),
  subcommand(
    "DEFINE",
    3,
    ["CHANNELS", 4],
    {
      classes: "G",
      format: "[AS] SEL|BMX",
      purpose: "Makes the virtual channels selector or block-multiplexer channels.",
    },
    (_cp, issuer, operands) => channels(issuer, operands),
  ),
];

/** Registers what DEFINE and SET ECMODE leave to be done later: the machine's own program may have asked. */
export function handleDefinitions(cp: Cp): void {
  cp.tasks.handle("define storage", ({ vm: id, data }) => {
    const vm = cp.vm(id);
    // What DEFINE put there. It waits before it does anything.
    cp.storage.redefine(vm, data as number);
    resetSystem(vm);
    cp.consoles.message(vm, storageLine(vm));
    cp.consoles.cpRead(vm);
  });
  cp.tasks.handle("reset", ({ vm: id }) => {
    const vm = cp.vm(id);
    resetSystem(vm);
    cp.consoles.message(vm, "SYSTEM RESET");
    cp.consoles.cpRead(vm);
  });
}
