/** QUERY VIRTUAL: the parts of a virtual machine (GC20-1820, "QUERY"). */
import type { Cp } from "../cp.ts";
import { type MinidiskData, minidiskOf } from "../io/minidisk-data.ts";
import type { VirtualDevice } from "../io/state.ts";
import { spoolDevices } from "../spool/queues.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, hexadecimal, issuerVm, isWord, terminalName } from "./operands.ts";
import { consoleLines, consoleStatus, deviceLines, unitRecordLines } from "./spool-query.ts";
import { subcommand } from "./subcommands.ts";

export function storageLine({ state }: Vm): string {
  return `STORAGE = ${String(state.size / 1024).padStart(5, "0")}K`;
}
export function channelsLine({ state }: Vm): string {
  return `CHANNELS = ${state.options.blockMultiplexer ? "BMX" : "SEL"}`;
}

/** Lines about one device; none for what says nothing of itself. */
function lines(vm: Vm, device: VirtualDevice): readonly string[] {
  const spooled = spoolDevices(vm.state.devices).find(({ address }) => address === device.address);
  if (spooled !== undefined) return deviceLines(vm, spooled);
  if (device.kind === "console") {
    const terminal = vm.cp.consoles.of(vm);
    const where = terminal === undefined ? "DISCONNECTED" : `ON ${terminalName(terminal)}`;
    return [`CONS ${address3(device.address)} ${where}  ${consoleStatus(vm)}`, ...consoleLines(vm, device.address)];
  }
  if (device.kind === "minidisk") {
    // Who made the device put it there.
    const { volume, access, cylinders } = device.data as MinidiskData;
    const size = String(cylinders).padStart(4, "0");
    return [`DASD ${address3(device.address)} ${device.type} ${volume.padEnd(6)} ${access}  ${size} CYL`];
  }
  return vm.cp.channels.queryLines(vm, device);
}

/** Which operand asks for which of them, by the word that begins its line. */
const SORTS = [
  ["CONSOLE", 3, /^CONS/],
  ["DASD", 2, /^DASD/],
  ["TAPES", 2, /^TAPE/],
  ["LINES", 5, /^LINE/],
  ["GRAF", 2, /^GRAF/],
  ["CTCA", 3, /^CTCA/],
] as const;

function all(vm: Vm): string[] {
  return Object.values(vm.state.devices).flatMap((device) => lines(vm, device));
}

function virtual(issuer: Issuer, [what]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const say = (each: readonly string[], none: string): void => {
    for (const line of each.length === 0 ? [none] : each) issuer.say(line);
  };
  if (what === undefined || isWord(what, "ALL")) return say([storageLine(vm), channelsLine(vm), ...all(vm)], "");
  if (isWord(what, "STORAGE", 4)) return issuer.say(storageLine(vm));
  if (isWord(what, "CHANNELS", 4)) return issuer.say(channelsLine(vm));
  if (isWord(what, "UR", 2)) return say(unitRecordLines(vm), "UR   NONE");
  const sort = SORTS.find(([name, letters]) => isWord(what, name, letters));
  if (sort !== undefined) {
    const [name, , begins] = sort;
    const found = Object.values(vm.state.devices)
      .map((device) => lines(vm, device))
      .filter(([first]) => first !== undefined && begins.test(first));
    return say(found.flat(), `NO ${name}`);
  }
  const address = hexadecimal(what, 3);
  if (address === undefined) throw failed("CQG", 3, `INVALID OPTION - ${what.toUpperCase()}`);
  const device = vm.state.devices[address];
  if (device === undefined) throw failed("CQG", 40, `DEV ${address3(address)} DOES NOT EXIST`);
  say(lines(vm, device), `DEV  ${address3(address)} ${device.type}`);
}

/** QUERY LINKS: who else has the disk that a virtual address stands for. */
function links(cp: Cp, issuer: Issuer, [word]: readonly string[]): void {
  const vm = issuerVm(issuer);
  const address = hexadecimal(word, 3);
  if (address === undefined) throw failed("CQP", 22, "VADDR MISSING OR INVALID");
  const device = vm.state.devices[address];
  const own = device === undefined ? undefined : minidiskOf(device);
  if (device === undefined) throw failed("CQP", 40, `DEV ${address3(address)} DOES NOT EXIST`);
  if (own === undefined) throw failed("CQP", 6, `INVALID DEVICE TYPE - ${address3(address)}`);
  const found = cp.vms.flatMap((other) =>
    Object.values(other.state.devices).flatMap((each) => {
      const disk = minidiskOf(each);
      const isSame = disk?.owner === own.owner && disk.of === own.of;
      return disk !== undefined && isSame ? [`${other.userid.padEnd(8)} ${address3(each.address)} ${disk.access}`] : [];
    }),
  );
  for (let i = 0; i < found.length; i += LINKS_A_LINE) issuer.say(found.slice(i, i + LINKS_A_LINE).join(", "));
}

const LINKS_A_LINE = 4;

export const virtualQueries: readonly Command[] = [
  subcommand(
    "QUERY",
    1,
    ["LINKS", 1],
    { classes: "G", format: "vaddr", purpose: "Tells who has the minidisk behind a virtual address, and how." },
    links,
  ),
  subcommand(
    "QUERY",
    1,
    ["VIRTUAL", 1],
    {
      classes: "G",
      format: "[ALL|STORage|CHANnels|CONsole|DAsd|TApes|LINES|GRaf|CTCa|UR|vaddr]",
      purpose: "Tells what the virtual machine consists of.",
    },
    (_cp, issuer, operands) => virtual(issuer, operands),
  ),
];
