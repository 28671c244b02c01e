/** Statements of a configuration that are not about a device: storage, channels, timing, and what has no effect here. */
import { type AssistFeatures, NO_ASSISTS } from "./assists/features.ts";
import type { Reporter, Statement, Word } from "./configuration-text.ts";

/** How a channel works (GA22-7000, "Types of Channels"). */
export type ChannelKind = "byte-multiplexer" | "selector" | "block-multiplexer";

export interface SystemSettings {
  /** Bytes, a multiple of 4,096, at most 16 MiB. */
  readonly storageSize: number;
  /** Address of the device of initial program loading, if the configuration names it. */
  readonly loadDevice: number | undefined;
  /** Whether devices take hardly any virtual time. */
  readonly fastDevices: boolean;
  /** What programs learn of the processor: 24 bits, and four digits. */
  readonly serialNumber: number;
  readonly model: number;
  /** Assists for control programs. */
  readonly assists: AssistFeatures;
  /** What the time-of-day clock is set to when power comes on: microseconds from 1900 on. Undefined: it is not set. */
  readonly clock?: number;
  /** Kinds of channels by number, where the configuration says so. */
  readonly channels: ReadonlyMap<number, ChannelKind>;
}

/** Statements that other machines understand, and why they have no effect here. */
const WITHOUT_EFFECT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "time comes from the program's own instructions, not from a clock of the host":
      "SYSEPOCH TZOFFSET YROFFSET TODDRAG TIMERINT",
    "nothing listens at a port": "CNSLPORT HTTPPORT HTTPROOT HTTP SHRDPORT SHRD CONKPALV SYSGPORT NETDEV SCLPROOT",
    "a console's panel is the terminal or the page":
      "PANRATE PANTITLE PANOPT LOGOPT HERCLOGO LOGOFILE MSGLEVEL MSGLVL MSGCOLOR TRACEFILE TRACEOPT SYMPTOM SHOWDVOL1 QUIET PRETTY CMDSEP CMDLEVEL HERCGUI GUI MAXRATES DEVTRACE",
    "there are no threads":
      "HERCPRIO CPUPRIO DEVPRIO TODPRIO SRVPRIO DEVTMAX IODELAY CAPPING CAPPINGRATE HERCNICE NICE",
    "a System/370 does not have it":
      "LOADPARM XPNDSIZE NUMVEC MAXCPU ENGINES LPARNAME LPARNUM MODEL PLANT MANUFACTURER CPUVERID CPUIDFMT ASN_AND_LX_REUSE ALRF VMACTIVE STSI FACILITY LPP CMPSCPAD CRYPTO SRVCMODE AM24MODE AM31MODE S380",
    "nothing is loaded into the engine": "MODPATH LDMOD",
    "programs cannot call the host": "DIAG8CMD SHCMDOPT PGMPRDOS DIAG NET REXX EXEC HAO SH STARTGUI",
    "messages show every interruption that matters": "OSTAILOR",
    "characters are those of code page 037": "CODEPAGE",
    "images are written when the machine ends":
      "CCKD AUTOMOUNT AUTO_SCSI_MOUNT SCSIMOUNT MOUNTED_TAPE_REINIT AUTOINIT SF+ SF- SFC SFD SFK",
    "devices tell their type only by what they do": "LEGACYSENSEID",
    "storage begins as zeros": "DEFSTORE",
    "a configuration is read at once": "PAUSE SLEEP",
  }).flatMap(([why, names]) => names.split(" ").map((name): [string, string] => [name, why])),
);

const ARCHITECTURES = ["S/370", "S370", "370"];
const KINDS: Readonly<Record<string, ChannelKind>> = {
  BYTE: "byte-multiplexer",
  SELECTOR: "selector",
  BLOCK: "block-multiplexer",
};

/** What a statement changes in the settings. */
export function readSystemStatement(
  statement: Statement,
  settings: SystemSettings,
  reporter: Reporter,
): Partial<SystemSettings> {
  const [keyword, value] = statement;
  const name = keyword.text.toUpperCase();
  const why = WITHOUT_EFFECT.get(name);
  if (why !== undefined) {
    reporter.note(keyword, `${name} has no effect: ${why}`);
    return {};
  }
  const read = STATEMENTS[name];
  if (read === undefined) {
    reporter.error(keyword, `there is no statement ${keyword.text}; a device's begins with its address`);
    return {};
  }
  if (value === undefined) {
    reporter.error(keyword, `${name} is followed by a value`);
    return {};
  }
  return read(value, { statement, settings, reporter });
}

interface Around {
  readonly statement: Statement;
  readonly settings: SystemSettings;
  readonly reporter: Reporter;
}

type Read = (value: Word, around: Around) => Partial<SystemSettings>;

const STATEMENTS: Readonly<Record<string, Read | undefined>> = {
  ARCHMODE: architecture,
  ARCHLVL: architecture,
  MAINSIZE: storage,
  STORAGE: storage,
  NUMCPU: (value, { reporter }) => {
    if (value.text !== "1") reporter.note(value, `NUMCPU ${value.text}: the machine has one processor`);
    return {};
  },
  CPUSERIAL: (value, { reporter }) => {
    if (!/^[0-9a-f]{1,6}$/i.test(value.text))
      reporter.error(value, `${value.text} is no serial number: 6 hexadecimal digits`);
    return { serialNumber: Number.parseInt(value.text, 16) };
  },
  CPUMODEL: (value, { reporter }) => {
    if (!/^[0-9a-f]{1,4}$/i.test(value.text)) reporter.error(value, `${value.text} is no model: 4 digits`);
    return { model: Number.parseInt(value.text, 16) };
  },
  VMASSIST: (value, { settings, reporter }) => {
    const text = value.text.toUpperCase();
    if (!["YES", "NO", "BYPASS"].includes(text))
      reporter.error(value, `VMASSIST is YES, BYPASS or NO, not ${value.text}`);
    return { assists: { ...settings.assists, virtualMachine: text !== "NO", shadowBypass: text === "BYPASS" } };
  },
  ECPSVM: extendedSupport,
  "ECPS:VM": extendedSupport,
  IPL: (value, { reporter }) => {
    if (!/^[0-9a-f]{1,4}$/i.test(value.text) || Number.parseInt(value.text, 16) > 0xfff)
      reporter.error(value, `${value.text} is no device address`);
    return { loadDevice: Number.parseInt(value.text, 16) };
  },
  DEVICES: (value, { reporter }) => {
    const text = value.text.toUpperCase();
    if (text !== "FAST" && text !== "TIMED")
      reporter.error(value, `devices are FAST (hardly any time) or TIMED (by their manuals), not ${value.text}`);
    return { fastDevices: text !== "TIMED" };
  },
  CLOCK: setClock,
  CHANNEL: (value, { statement, settings, reporter }) => {
    const [, , kindWord] = statement;
    const kind = KINDS[kindWord?.text.toUpperCase() ?? ""];
    const number = /^[0-9a-f]$/i.test(value.text) ? Number.parseInt(value.text, 16) : undefined;
    if (number === undefined) reporter.error(value, `channels are 0 to F, not ${value.text}`);
    else if (kind === undefined) reporter.error(kindWord ?? value, "a channel is BYTE, SELECTOR or BLOCK");
    else return { channels: new Map([...settings.channels, [number, kind]]) };
    return {};
  },
};

function architecture(value: Word, { reporter }: Around): Partial<SystemSettings> {
  if (!ARCHITECTURES.includes(value.text.toUpperCase()))
    reporter.error(value, `${value.text}: the machine is a System/370 (ARCHMODE S/370)`);
  return {};
}

/** Milliseconds from 1900 to 1970, and the first that a clock of 52 bits of microseconds does not have any more. */
const EPOCH = Date.UTC(1900, 0, 1);
const OVERFLOWS = EPOCH + 2 ** 52 / 1000;

/** 1982-11-23, and the time of day: 1982-11-23 08:30 or 08:30:15. */
function setClock(value: Word, { statement, reporter }: Around): Partial<SystemSettings> {
  const [, , time] = statement;
  const text = `${value.text}T${time?.text ?? "00:00"}`;
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  const [year, month, day, hour, minute, second = 0] = match?.slice(1).map((digits) => Number(digits ?? 0)) ?? [];
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!(at >= EPOCH && at < OVERFLOWS) || new Date(at).toISOString().slice(0, 16) !== text.slice(0, 16)) {
    reporter.error(value, "the clock is set to a date and a time from 1900 to 2042: CLOCK 1982-11-23 08:30");
    return {};
  }
  return { clock: (at - EPOCH) * 1000 };
}

/** Level that VM/370 release 6 expects, and Hercules has. */
const USUAL_LEVEL = 20;

/** What else may follow: orders about parts of the assist, which have no effect. */
const PARTS_OF_SUPPORT = ["DISABLE", "ENABLE", "STATS", "DEBUG", "NODEBUG"];

/** YES, NO, a level, or LEVEL and that. */
function extendedSupport(value: Word, { statement, settings, reporter }: Around): Partial<SystemSettings> {
  const text = value.text.toUpperCase();
  if (text === "NO") return { assists: NO_ASSISTS };
  if (PARTS_OF_SUPPORT.includes(text)) {
    const name = statement.map((word) => word.text.toUpperCase()).join(" ");
    reporter.note(value, `${name} has no effect: the assist is installed whole, or not at all`);
    return {};
  }
  const level = text === "LEVEL" ? (statement[2]?.text ?? "") : text === "YES" ? String(USUAL_LEVEL) : text;
  if (!/^[1-9]\d{0,4}$/.test(level)) {
    reporter.error(value, `${keywordText(statement)} is YES, NO, or LEVEL and a number, not ${value.text}`);
    return { assists: settings.assists };
  }
  return {
    assists: { ...settings.assists, virtualMachine: true, intervalTimer: true, controlProgram: Number(level) },
  };
}

const keywordText = ([keyword]: Statement): string => keyword.text.toUpperCase();

/** Bytes that a number stands for, by the letter behind it. */
const UNITS: Readonly<Record<string, number>> = { B: 1, K: 1 << 10, "": 1 << 20, M: 1 << 20, G: 1 << 30 };

/** MiB, or bytes with K, M or another letter. */
function storage(value: Word, { reporter }: Around): Partial<SystemSettings> {
  const match = /^(\d{1,9})([BKMG]?)$/i.exec(value.text);
  const size = match === null ? 0 : Number(match[1]) * UNITS[match[2].toUpperCase()];
  if (size < 4096 || size % 4096 !== 0) {
    reporter.error(value, `${value.text}: storage is 1 to 16 (MiB), or kibibytes in fours with K: 512K`);
    return {};
  }
  if (size > 16 << 20) {
    reporter.note(value, `${value.text}: a System/370 addresses 16 MiB, and has that`);
    return { storageSize: 16 << 20 };
  }
  return { storageSize: size };
}
