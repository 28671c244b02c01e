/** DEFINE: what a virtual machine consists of, as its own user changes it (GC20-1820, "DEFINE"). */
import type { Cp } from "../cp.ts";
import type { MinidiskType } from "../directory/index.ts";
import { dedicatedOf } from "../io/dedicated.ts";
import type { VirtualDevice } from "../io/state.ts";
import { PAGE } from "../layout.ts";
import { resetSystem } from "../logon.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { deviceName, virtualAddress, virtualDevice, without } from "./devices.ts";
import { address3, decimal, issuerVm, isWord } from "./operands.ts";
import { channelsLine, storageLine } from "./query-virtual.ts";
import { functionOf } from "./spool-operands.ts";
import { subcommand } from "./subcommands.ts";

const LEAST_STORAGE = 8192;

/** "512K", "2M": bytes, a multiple of 4,096. */
function size(word: string | undefined): number {
  const [, digits, unit] = /^(\d{1,5})([KM])$/i.exec(word ?? "") ?? [];
  if (digits === undefined) throw failed("DEH", 25, "STORAGE MISSING OR INVALID");
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
  if (bytes < LEAST_STORAGE) throw failed("DEH", 25, "STORAGE MISSING OR INVALID");
  if (bytes > maximumStorage) throw failed("DEH", 94, `STORAGE EXCEEDS ALLOWED MAXIMUM OF ${maximumStorage / 1024}K`);
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

/** "T3330": a temporary disk. */
const TEMPORARY = /^T(2305|2311|2314|2319|3330|3340|3350)$/i;
const MOST_CYLINDERS = 9999;

type SpoolType = "2540" | "1403" | "2501" | "3211" | "3505" | "3525" | "1443" | "3203";

/** Machine types that are spooled, and what they do. */
const SPOOLED: Readonly<Record<string, readonly ["reader" | "punch" | "printer", SpoolType]>> = {
  "1403": ["printer", "1403"],
  "1443": ["printer", "1443"],
  "3203": ["printer", "3203"],
  "3211": ["printer", "3211"],
  "2501": ["reader", "2501"],
  "2540R": ["reader", "2540"],
  "3505": ["reader", "3505"],
  "2540P": ["punch", "2540"],
  "3525": ["punch", "3525"],
  READER: ["reader", "2540"],
  PUNCH: ["punch", "2540"],
  PRINTER: ["printer", "1403"],
};
const CONSOLES = ["1052", "3210", "3215"];

function spooledType(what: string): (typeof SPOOLED)[string] | undefined {
  const does = isWord(what, "PUN") ? "punch" : functionOf(what);
  return SPOOLED[(does ?? what).toUpperCase()];
}

function device(cp: Cp, issuer: Issuer, operands: readonly string[]): void {
  const vm = issuerVm(issuer);
  const [what = "", as, ...rest] = without(operands, "AS", "CYL");
  const address = virtualAddress("DEF", as);
  if (vm.state.devices[address] !== undefined)
    throw failed("DEF", 92, `DEV ${address3(address)} NOT DEFINED; ALREADY DEFINED`);
  const disk = TEMPORARY.exec(what)?.[1];
  const spooled = spooledType(what);
  if (disk !== undefined) return temporaryDisk(cp, issuer, vm, { address, type: disk, count: rest[0] });
  if (spooled !== undefined) {
    const [does, type] = spooled;
    cp.spool.define(vm, { address, type, function: does, class: does === "reader" ? "*" : "A" });
  } else if (isWord(what, "CTCA")) cp.adapters.define(vm, address);
  else if (isWord(what, "TIMER")) cp.pseudoTimers.define(vm, address);
  else if (isWord(what, "CONSOLE", 3) || CONSOLES.includes(what))
    cp.consoles.virtual.define(vm, address, CONSOLES.includes(what) ? what : "3215");
  else if (isWord(what, "GRAF", 2)) {
    vm.state.console.displayLines.push(address);
    return issuer.say(`GRAF ${address3(address)} DEFINED`);
  } else return rename(cp, issuer, vm, { device: virtualDevice(vm, "DEF", what), address });
  issuer.say(`${deviceName(vm.state.devices[address])} DEFINED`);
}

function temporaryDisk(
  cp: Cp,
  issuer: Issuer,
  vm: Vm,
  { address, type, count }: { address: number; type: string; count: string | undefined },
): void {
  const cylinders = decimal(count);
  if (cylinders === undefined || cylinders < 1 || cylinders > MOST_CYLINDERS)
    throw failed("DEF", 24, "CYL MISSING OR INVALID");
  // The pattern has only such types.
  if (!cp.temporaryDisks.define(vm, address, type as MinidiskType, cylinders))
    throw failed("DEF", 91, `DASD ${address3(address)} NOT DEFINED; TEMP SPACE NOT AVAILABLE`);
  issuer.say(`DASD ${address3(address)} DEFINED ${String(cylinders).padStart(3, "0")} CYL`);
}

/** DEFINE vaddr AS vaddr: another address for a device that is not working. */
function rename(cp: Cp, issuer: Issuer, vm: Vm, { device, address }: { device: VirtualDevice; address: number }): void {
  cp.channels.reset(vm, device);
  const real = dedicatedOf(device) === undefined ? undefined : cp.devices.realOf(vm, device);
  delete vm.state.devices[device.address];
  const renamed: VirtualDevice = { ...device, address };
  vm.state.devices[address] = renamed;
  if (real !== undefined) real.attachedAs = address;
  issuer.say(`${deviceName(renamed)} DEFINED`);
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
  {
    name: "DEFINE",
    shortest: 3,
    classes: "G",
    format:
      "T2305|T2311|T2314|T2319|T3330|T3340|T3350 [AS] vaddr [CYL] nnn | Reader|RDR|PUnch|PCH|Printer|PRT|1403|1443|3203|3211|2501|2540R|2540P|3505|3525|CONsole|1052|3210|3215|CTCA|TIMER|GRaf [AS] vaddr | vaddr [AS] vaddr",
    purpose:
      "Gives the virtual machine a temporary disk, a device for spooling, a console, an adapter, a pseudo timer or a line for displays, or a device of its own another address.",
    run: device,
  },
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
