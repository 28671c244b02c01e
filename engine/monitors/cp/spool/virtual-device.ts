/** Virtual unit-record devices: what is known of one from logon on. */
import type { SpoolDevice as DirectoryDevice } from "../directory/types.ts";
import { idleWriter, type PrinterState, SPOOLED, type SpoolDevice } from "./state.ts";

const NO_OPERATION = 0x03;

/** A virtual reader, punch or printer as SPOOL of the directory, or DEFINE, makes it. */
export function spoolDevice({
  address,
  type,
  function: does,
  class: spoolClass,
}: Pick<DirectoryDevice, "address" | "type" | "function" | "class">): SpoolDevice {
  return {
    address,
    kind: SPOOLED,
    type: type === "2540" ? (does === "reader" ? "2540R" : "2540P") : type,
    busy: false,
    pending: undefined,
    sense: new Uint8Array(1),
    data: {
      function: does,
      class: spoolClass,
      continuous: false,
      hold: false,
      eof: true,
      copies: 1,
      destination: { kind: "off" },
      tag: "",
      writer: idleWriter(),
      reading: undefined,
      program: undefined,
      command: NO_OPERATION,
      printer: does === "printer" ? blankPrinter() : undefined,
      held: false,
      told: 0,
    },
  };
}

function blankPrinter(): PrinterState {
  return {
    line: 1,
    form: undefined,
    formsControl: new Uint8Array(),
    characterSet: new Uint8Array(),
    buffer: new Uint8Array(),
  };
}
