/** Terminals and consoles as they begin. */

import { decodeEbcdic } from "../../../s370/index.ts";
import type { DirectoryUser, LineEditSymbol } from "../directory/index.ts";
import { DEFAULT_SYMBOLS } from "./line-edit.ts";
import type { Terminal, VmConsole } from "./state.ts";

/** Characters to a line of output unless TERMINAL LINESIZE says otherwise. */
const LINE_SIZE = 130;

export function newTerminal(address: number, type: string): Terminal {
  return {
    address,
    type,
    vm: 0,
    logon: undefined,
    enabled: true,
    output: [],
    doing: "nothing",
    attention: false,
    poked: false,
    notReady: false,
    typed: [],
    display: undefined,
    dialed: undefined,
  };
}

function symbol(of: LineEditSymbol, system: string): string {
  if (of === "ON") return system;
  return of === "OFF" ? "" : decodeEbcdic(Uint8Array.of(of.code));
}

/** The console of a virtual machine whose user has just logged on: in CP. `now` in microseconds. */
export function newConsole(user: DirectoryUser, now: number): VmConsole {
  return {
    inCp: true,
    reading: false,
    lines: [],
    attention: false,
    operations: 0,
    asked: undefined,
    wrongPasswords: 0,
    sleepsUntil: undefined,
    settings: {
      characterDelete: symbol(user.characterDelete, DEFAULT_SYMBOLS.characterDelete),
      lineDelete: symbol(user.lineDelete, DEFAULT_SYMBOLS.lineDelete),
      lineEnd: symbol(user.lineEnd, DEFAULT_SYMBOLS.lineEnd),
      escape: symbol(user.escape, DEFAULT_SYMBOLS.escape),
      lineSize: LINE_SIZE,
      attention: true,
      mask: false,
      apl: false,
      text: false,
      mode: "VM",
      breakIn: "IMMED",
    },
    functionKeys: {},
    displayLines: user.devices.flatMap((device) =>
      device.kind === "special" && device.type === "3270" ? [device.address] : [],
    ),
    programAccess2: false,
    loggedOnAt: now,
    locked: [],
    trace: {},
    per: undefined,
    traced: [],
    adstop: undefined,
    assistOff: false,
    echo: 0,
    commands: undefined,
    charged: undefined,
    accountedVirtual: 0,
    accountedTotal: 0,
    inputTranslation: {},
    outputTranslation: {},
  };
}
