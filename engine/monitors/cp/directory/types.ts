/**
 * The user directory as CP reads it: who may log on, and what each virtual machine has. Statements, operands and
 * defaults are those of VM/370 Release 6 (GC20-1801, "Directory Control Statements"); what VM/SP added later is
 * marked so.
 */

/** A place in the source. Line and column count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/**
 * How a minidisk is asked for: the first letter is the access wanted (read, write, multiple write), the second what will
 * do instead (GC20-1820, "LINK").
 */
export type LinkMode = "R" | "RR" | "W" | "WR" | "M" | "MR" | "MW";

/** What a virtual machine has of a disk. */
export type DiskAccess = "R/O" | "R/W";

/** Machine types that minidisks are on. 3375 and 3380 are later than VM/370. */
export type MinidiskType = "2305" | "2311" | "2314" | "2319" | "3330" | "3340" | "3350" | "3375" | "3380";

/** A symbol of line editing: the system's own (ON), none (OFF), or an EBCDIC code, 0 to 255. */
export type LineEditSymbol = "ON" | "OFF" | { readonly code: number };

/** What every device of a virtual machine has: virtual address, 000 to FFF, and the line of its statement. */
interface VirtualDeviceBase {
  readonly address: number;
  readonly line: number;
}

/** CONSOLE: the virtual operator's console. */
export interface ConsoleDevice extends VirtualDeviceBase {
  readonly kind: "console";
  readonly type: "1052" | "3210" | "3215";
  /** Spooling class, A to Z, 0 to 9. */
  readonly class: string;
  /** Who gets the console's traffic while its owner is disconnected. Later than VM/370. */
  readonly secondary?: string;
}

/** Passwords that others give to link to a minidisk; ALL lets everybody in. Without one there is no such link. */
export interface MinidiskPasswords {
  readonly read?: string;
  readonly write?: string;
  readonly multiple?: string;
}

/** MDISK on a volume: cylinders that a virtual machine takes for a whole disk. */
export interface Minidisk extends VirtualDeviceBase {
  readonly kind: "minidisk";
  readonly type: MinidiskType;
  /** A virtual 2311 is one half of each cylinder of a 2314. */
  readonly half?: "TOP" | "BOTTOM";
  /** Real cylinder that is the virtual cylinder 0. */
  readonly start: number;
  /** At least 1. */
  readonly cylinders: number;
  readonly volume: string;
  /** The owner's own access at logon. */
  readonly mode: LinkMode;
  /** V: virtual RESERVE and RELEASE. */
  readonly reserve: boolean;
  readonly passwords: MinidiskPasswords;
}

/** MDISK T-DISK: cylinders that are found at logon and given back at logoff. */
export interface TemporaryDisk extends VirtualDeviceBase {
  readonly kind: "temporary-disk";
  readonly type: MinidiskType;
  readonly half?: "TOP" | "BOTTOM";
  readonly cylinders: number;
}

/** Machine types of unit-record devices that CP spools. */
export type SpoolType = "1403" | "1443" | "2501" | "2540" | "3203" | "3211" | "3505" | "3525";

/** SPOOL: a reader, punch or printer that CP spools. */
export interface SpoolDevice extends VirtualDeviceBase {
  readonly kind: "spool";
  readonly type: SpoolType;
  readonly function: "reader" | "punch" | "printer";
  /** A to Z, 0 to 9; of a reader also `*`: files of any class. */
  readonly class: string;
}

/** DEDICATE: a real device for this user alone. */
export interface DedicatedDevice extends VirtualDeviceBase {
  readonly kind: "dedicated";
  /** A real device by its address, by the volume mounted on it, or (later than VM/370) by a network's resource identification. */
  readonly real: { readonly device: number } | { readonly volume: string } | { readonly resource: number };
  readonly readOnly: boolean;
  /** 3330V: interruptions of a mass storage system's volume, cylinder faults included, go to the virtual machine. */
  readonly massStorage: boolean;
}

/** LINK: another user's minidisk, at logon. */
export interface LinkedDevice extends VirtualDeviceBase {
  readonly kind: "link";
  readonly userid: string;
  /** The owner's virtual address. */
  readonly of: number;
  readonly mode: LinkMode;
}

/** SPECIAL: a device with no real one behind it. */
export interface SpecialDevice extends VirtualDeviceBase {
  readonly kind: "special";
  readonly type: "2701" | "2702" | "2703" | "3270" | "CTCA" | "TIMER";
  /** Terminal control of a communication line: IBM terminals or teletypewriters. */
  readonly terminal?: "IBM" | "TELE";
}

export type VirtualDevice =
  | ConsoleDevice
  | Minidisk
  | TemporaryDisk
  | SpoolDevice
  | DedicatedDevice
  | LinkedDevice
  | SpecialDevice;

/** OPTION: what the virtual machine can, and what is done for it. */
export interface UserOptions {
  /** REALTIMER: the interval timer runs while the virtual machine waits. */
  readonly realTimer: boolean;
  /** ECMODE: extended-control mode, all control registers, channels 6 to 15. */
  readonly ecMode: boolean;
  /** ISAM: channel programs that OS ISAM changes while they run. */
  readonly isam: boolean;
  /** VIRT=REAL: may be the one machine whose storage addresses are real ones. */
  readonly virtualEqualsReal: boolean;
  /** ACCT: may have other users charged. */
  readonly accounting: boolean;
  /** SVCOFF: CP, not the assist, handles SVC. */
  readonly svcOff: boolean;
  /** BMX: channels are block multiplexers, channel 0 excepted. */
  readonly blockMultiplexer: boolean;
  /** VMSAVE: storage is saved when CP ends abnormally. */
  readonly vmSave: boolean;
  /** STFIRST. Later than VM/370. */
  readonly shadowTablesFirst: boolean;
  /** MIH: missing interruptions are looked after. Later than VM/370. */
  readonly missingInterruptions: boolean;
  /** CPUID: processor identification, 0 to FFFFFF. */
  readonly processorIdentification?: number;
  /** AFFINITY: processor that the machine runs on, 0 to 63. */
  readonly affinity?: number;
  /** MAXCONN: IUCV paths at most. Later than VM/370. */
  readonly mostConnections?: number;
}

/** IPL: what is loaded at logon: a saved system's name, or a virtual device. */
export interface AutomaticIpl {
  readonly from: { readonly system: string } | { readonly device: number };
  /** PARM: later than VM/370. */
  readonly parameter?: string;
  readonly line: number;
}

/** SCREEN (later than VM/370): colour and highlighting of an area of a display. */
export interface ScreenArea {
  readonly area: string;
  readonly color?: string;
  readonly highlight?: string;
}

/** IUCV (later than VM/370): with whom paths may be connected. */
export interface IucvAuthorization {
  /** A userid; ANY: with everybody; ALLOW: everybody with this one. */
  readonly with: string;
  readonly priority: boolean;
  /** Messages on the way on a path, 1 to 255. */
  readonly messageLimit?: number;
  readonly line: number;
}

/** A virtual machine. */
export interface DirectoryUser {
  /** 1 to 8 characters. */
  readonly userid: string;
  /** 1 to 8 characters; undefined for NOLOG: nobody logs on so. */
  readonly password: string | undefined;
  /** Bytes, a multiple of 4,096. */
  readonly storage: number;
  /** Bytes that DEFINE STORAGE may ask for; a multiple of 4,096, at most 16 MiB. */
  readonly maximumStorage: number;
  /** Privilege classes A to H, each once, in order. */
  readonly classes: string;
  /** 0 (first) to 99. */
  readonly priority: number;
  readonly lineEnd: LineEditSymbol;
  readonly lineDelete: LineEditSymbol;
  readonly characterDelete: LineEditSymbol;
  readonly escape: LineEditSymbol;
  readonly account: string;
  readonly distribution: string;
  readonly options: UserOptions;
  readonly ipl?: AutomaticIpl;
  /** ACIGROUP. Later than VM/370. */
  readonly accessGroup?: string;
  readonly screen: readonly ScreenArea[];
  readonly iucv: readonly IucvAuthorization[];
  /** In the order of the source; no two have the same address. */
  readonly devices: readonly VirtualDevice[];
  readonly line: number;
}

/** DIRECTORY: where CP keeps the directory. */
export interface DirectoryVolume {
  readonly device: number;
  readonly type: MinidiskType;
  readonly volume: string;
  readonly line: number;
}

/** A whole directory. */
export interface Directory {
  /** Names the source in messages. */
  readonly file: string;
  readonly volume: DirectoryVolume;
  /** In the order of the source; no two have the same userid. */
  readonly users: readonly DirectoryUser[];
}
