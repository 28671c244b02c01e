/** DIAL: a display becomes a virtual machine's own (GC20-1820, "DIAL"). Its SPECIAL 3270 devices are lines for that; they are there while somebody has dialed them. */
import type { Cp } from "../cp.ts";
import { tellOperator } from "../operator-messages.ts";
import type { Vm } from "../vm.ts";
import { type Command, failed, type Issuer } from "./commands.ts";
import { address3, hexadecimal, loggedOn, terminalName } from "./operands.ts";

const DEVICE_END = 0x04000000;

function dial(cp: Cp, { vm: caller, terminal }: Issuer, [userid, where]: readonly string[]): void {
  if (caller !== undefined || terminal === undefined) throw failed("CFC", 1, "?CP: DIAL");
  const vm = loggedOn(cp, "DIA", userid);
  const wanted = where === undefined ? undefined : hexadecimal(where, 3);
  if (where !== undefined && wanted === undefined) throw failed("DIA", 22, "VADDR MISSING OR INVALID");
  const lines = vm.state.console.displayLines;
  if (wanted !== undefined && !lines.includes(wanted))
    throw failed("DIA", 40, `DEV ${address3(wanted)} DOES NOT EXIST`);
  const address = wanted ?? lines.find((line) => vm.state.devices[line] === undefined);
  const real = cp.io.device(terminal.address);
  if (address === undefined || real === undefined || terminal.type !== "3277")
    throw failed("DIA", 55, `LINE(S) NOT AVAILABLE ON ${vm.userid}`);
  if (vm.state.devices[address] !== undefined)
    throw failed("DIA", 56, `LINE ${address3(address)} BUSY ON ${vm.userid}`);
  cp.consoles.write(terminal, `DIALED TO ${vm.userid} ${address3(address)}`);
  tellOperator(
    cp,
    `${terminalName(terminal)} DIALED TO ${vm.userid} DIALED = ${String(dialed(cp) + 1).padStart(3, "0")}`,
  );
  terminal.dialed = { vm: vm.id, device: address };
  real.owner = vm.userid;
  real.attachedAs = address;
  const device = cp.devices.add(vm, { address, kind: "dedicated", type: real.type, data: { real: real.address } });
  cp.channels.present(vm, device, { high: 0, low: DEVICE_END });
}

/** How many terminals are connected so. */
export function dialed(cp: Cp): number {
  return Object.values(cp.state.terminals).filter((terminal) => terminal.dialed !== undefined).length;
}

/** A real device is no virtual machine's any more: a terminal is CP's again. For whoever takes virtual devices away. */
export function dropped(cp: Cp, address: number): void {
  const terminal = cp.state.terminals[address];
  if (terminal?.dialed === undefined) return;
  const { userid } = cp.vm(terminal.dialed.vm);
  terminal.dialed = undefined;
  tellOperator(cp, `${terminalName(terminal)} DROP FROM ${userid} DIALED = ${String(dialed(cp)).padStart(3, "0")}`);
  cp.consoles.begin(terminal);
}

/** RESET of a line that somebody has dialed (GC20-1820, "RESET"): that ends the connection. False for other devices. */
export function dropLine(cp: Cp, vm: Vm, address: number): boolean {
  const isDialed = Object.values(cp.state.terminals).some(
    ({ dialed: connection }) => connection?.vm === vm.id && connection.device === address,
  );
  const device = vm.state.devices[address];
  if (isDialed && device !== undefined) cp.devices.remove(vm, device);
  return isDialed;
}

export const dialing: readonly Command[] = [
  {
    name: "DIAL",
    shortest: 1,
    classes: "",
    format: "userid [vaddr]",
    purpose: "Connects a display, instead of a logon, to a virtual machine that has lines for displays.",
    run: dial,
  },
];
