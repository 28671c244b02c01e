/** Runs a device case here, and says where it ends otherwise than it did in the machine that recorded it. */
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Device } from "../../../../engine/s370/channel/device.ts";
import { readConfiguration } from "../../../../engine/s370/configuration.ts";
import { attachDevices, type ConfiguredDevices } from "../../../../engine/s370/configured-machine.ts";
import { Display3277 } from "../../../../engine/s370/devices/display/display.ts";
import { openTape } from "../../../../engine/s370/devices/images/tape.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { OPERATOR, System370 } from "../../../../engine/s370/index.ts";
import {
  assembleCase,
  DEVICE_STORAGE,
  type DeviceCase,
  type DeviceOutcome,
  type DeviceRecording,
  filesOf,
  outcomeOf,
  SHOWN_STORAGE,
} from "../../../vectors/device-case.ts";
import { screenFile } from "../../../vectors/display-peer.ts";

type Recorded = DeviceRecording["cases"][string];

/** Ticks that a case may take, and those that its program has from a stage to what it waits in. */
const LONGEST = 600_000_000;
const TO_ITS_WAIT = 100_000;

/** Runs a case with the files that utilities made for it. `executed`: is told of each command that a device does not refuse. */
export function outcomeHere(
  device: DeviceCase,
  recorded: Recorded,
  executed: (code: number) => void = () => {},
): DeviceOutcome {
  const { machine, devices } = machineOf(device, recorded);
  for (const { device } of devices.devices) listen(device, executed);
  const { image, at } = assembleCase(device);
  if (device.ipl === undefined) {
    machine.write(0, image);
    const start = new DataView(image.buffer);
    machine.processor.loadPsw(start.getInt32(0), start.getInt32(4));
  } else machine.operate("load", Number.parseInt(device.ipl, 16));
  const consoleAddress = devices.devices.find(({ definition }) => definition.kind === "console")?.definition.address;
  for (const step of device.steps ?? []) {
    const stage = at("IOSTAGE");
    const stopped = machine.run({ ticks: LONGEST, until: () => machine.read(stage, 1)[0] === step.stage });
    if (stopped !== "until" && machine.read(stage, 1)[0] !== step.stage)
      throw new Error(`${device.name}: ${stopped} at ${machine.pswHex} before stage ${step.stage}`);
    machine.run({ ticks: machine.now + TO_ITS_WAIT });
    const inputs: readonly (readonly [number, string])[] =
      "type" in step
        ? [[consoleAddress ?? 0, step.type]]
        : "display" in step
          ? [[Number.parseInt(step.display, 16), step.keys]]
          : step.here.map(([place, text]) => [place === "operator" ? OPERATOR : Number.parseInt(place, 16), text]);
    for (const [address, text] of inputs) {
      machine.input(address, text);
      if (machine.refusal !== undefined) throw new Error(`${device.name}: "${text}": ${machine.refusal}`);
    }
  }
  const stopped = machine.run({ ticks: LONGEST });
  if (stopped !== "disabled-wait") throw new Error(`${device.name}: ${stopped} at ${machine.pswHex}`);
  return outcomeOf(
    device,
    machine.pswHex,
    machine.read(0, SHOWN_STORAGE),
    (name) => screenAt(machine, name) ?? writtenFile(devices, name),
    (bytes) => createHash("sha256").update(bytes).digest("hex"),
  );
}

function listen(device: Device, executed: (code: number) => void): void {
  const begin = device.begin.bind(device);
  device.begin = (command) => {
    const answer = begin(command);
    if (answer.kind !== "refused") executed(command.code);
    return answer;
  };
}

/** A machine with the case's devices, as they are before it runs. */
export function machineOf(device: DeviceCase, { made = {} }: Pick<Recorded, "made">) {
  const files = new Map(filesOf(device));
  for (const [name, packed] of Object.entries(made))
    files.set(name, new Uint8Array(gunzipSync(Buffer.from(packed, "base64"))));
  const configuration = readConfiguration(device.name, `${device.configuration.join("\n")}\n`);
  const machine = new System370({ storageSize: DEVICE_STORAGE });
  const sources = new Map([...files].map(([name, bytes]) => [name, bytesOf(name, bytes)]));
  for (const [name, source] of sources) machine.shelf.set(name, source);
  const devices = attachDevices(machine, configuration, (name) => sources.get(name));
  return { machine, devices };
}

/** What the display station at "0C0.screen" shows. */
function screenAt(machine: System370, name: string): Uint8Array | undefined {
  const address = /^(\w+)\.screen$/.exec(name)?.[1];
  const device = address === undefined ? undefined : machine.channels.device(Number.parseInt(address, 16));
  return device instanceof Display3277 ? new TextEncoder().encode(screenFile(device.screen)) : undefined;
}

/** The file as a device has written it. */
function writtenFile(devices: ConfiguredDevices, name: string): Uint8Array | undefined {
  const file = devices.written().find((each) => each.name === name);
  return file && Buffer.concat([...file.pieces()]);
}

/** What differs, in words; nothing where all is the same, or as the case says that it must be. */
export function differences(device: DeviceCase, here: DeviceOutcome, there: DeviceOutcome): string[] {
  const expected = device.expected ?? {};
  const found: string[] = [];
  const compare = (what: string, own: string | undefined, other: string | undefined, isSame: boolean): void => {
    const wanted = expected[what];
    if (wanted !== undefined ? own !== wanted : !isSame)
      found.push(`${what}\n     here ${own ?? "nothing"}\n    there ${other ?? "nothing"}`);
  };
  compare("psw", here.psw, there.psw, here.psw === there.psw);
  for (let i = 0; i < Math.max(here.slots.length, there.slots.length); i++) {
    const [own, other] = [here.slots[i], there.slots[i]];
    compare(
      `slot ${i + 1}`,
      own,
      other,
      own !== undefined && other !== undefined && isSameSlot(own, other, device.senseBits),
    );
  }
  for (const name of Object.keys(there.areas))
    compare(name, here.areas[name], there.areas[name], here.areas[name] === there.areas[name]);
  for (const name of Object.keys(there.outputs)) {
    const [own, other] = [here.outputs[name], there.outputs[name]];
    compare(name, JSON.stringify(own), JSON.stringify(other), own !== undefined && isSameFile(name, own, other));
  }
  return found;
}

const SLOT_TEXT = /^(\w+) (\w+) cc (\d) csw (\w\w) (\w{6}) (\w\w) (\w\w) (\w{4})(?: sense (\w+) left (\w+))?$/;

const CHANNEL_AND_DEVICE_END = 0x0c;

/** Program check and protection check, after which the manual leaves the count open (GA22-7000, "Count Field"). */
const PROGRAM_CHECKS = 0x30;

/**
 * Whether two results are the same in what is compared, but for one difference in all devices: Hercules starts every operation, and
 * presents its ending later, where a channel learns at initial selection that a command is refused or that it is
 * immediate, or finds before it that its CCW is wrong, and START I/O stores the CSW's status (GA22-7000, "START I/O").
 */
function isSameSlot(here: string, there: string, senseBits?: string): boolean {
  if (here === there) return true;
  const own = SLOT_TEXT.exec(here);
  const other = SLOT_TEXT.exec(there);
  if (!own || !other || compared(own[9], senseBits) !== compared(other[9], senseBits)) return false;
  const isChecked = (Number.parseInt(own[7], 16) & PROGRAM_CHECKS) !== 0;
  const last = isChecked ? 8 : 9;
  if (own.slice(1, last).join() === other.slice(1, last).join() && own[10] === other[10]) return true;
  const atOnce = own[1] === "io" && other[1] === "io" && own[3] === "1" && other[3] === "0";
  const unit = (text: string): number => Number.parseInt(text, 16) & ~CHANNEL_AND_DEVICE_END;
  return atOnce && own[2] === other[2] && unit(own[6]) === unit(other[6]) && own[7] === (isChecked ? other[7] : "00");
}

/** The bits of sense bytes that a case compares. */
function compared(sense = "", bits = ""): string {
  const digits = [...sense].map((digit, i) => Number.parseInt(digit, 16) & Number.parseInt(bits[i] ?? "F", 16));
  return digits.map((digit) => digit.toString(16)).join("");
}

/** Whether two files say the same. Printed ones do when the same stands on the same lines of the same pages; tapes, when they have the same blocks. */
function isSameFile(name: string, here: string, there: string): boolean {
  if (here === there) return true;
  if (/\.(aws|het)$/.test(name))
    return JSON.stringify(tapeBlocks(name, here)) === JSON.stringify(tapeBlocks(name, there));
  const isPrinted = /[\f\r]/.test(there) || /[\f\r]/.test(here);
  return isPrinted && JSON.stringify(printedPages(here)) === JSON.stringify(printedPages(there));
}

/** Blocks in hexadecimal, and "mark" for tape marks. Throws where it is no tape image. */
function tapeBlocks(name: string, file: string): string[] {
  const image = openTape(bytesOf(name, Buffer.from(file, "latin1")));
  const blocks: string[] = [];
  for (let i = 0; image.has(i); i++)
    blocks.push(image.isMark(i) ? "mark" : Buffer.from(image.block(i)).toString("hex"));
  return blocks;
}

/** Pages of lines, without trailing blanks; lines that were printed over one another stand behind one another. */
function printedPages(text: string): string[][] {
  const pages = text.split("\f").map((page) =>
    page
      .replaceAll("\r\n", "\n")
      .split("\n")
      .map((line) =>
        line
          .split("\r")
          .map((part) => part.trimEnd())
          .filter((part) => part !== "")
          .join("\r"),
      ),
  );
  for (const page of pages) while (page.at(-1) === "") page.pop();
  while (pages.at(-1)?.length === 0) pages.pop();
  while (pages[0]?.length === 0) pages.shift();
  return pages;
}
