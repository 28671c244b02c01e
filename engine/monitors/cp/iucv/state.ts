/** What CP knows of communications by IUCV, as plain data. */
import type { Area, Moving } from "../areas.ts";

/** One end of a path, as its communicator has it. */
export interface Path {
  /** Its name at this end: the other end has its own. */
  readonly id: number;
  /** The other end; virtual machine 0 is CP, for a system service. */
  other: PathEnd;
  /** Who is there: a userid, or a system service's name. */
  readonly with: string;
  /** Offered by CONNECT and not accepted yet; offered by the other one; in use; given up by the other one, and to be given up here. */
  status: "offered" | "pending" | "complete" | "severed";
  /** Messages that may be on the way from this end, and how many are. */
  limit: number;
  onTheWay: number;
  /** Priority messages may be sent from this end. */
  priority: boolean;
  /** This end takes messages and replies in the parameter list. */
  takesParameterData: boolean;
  /** The other end has asked for no messages at present. */
  quiesced: boolean;
}

/** An end of a path: number of its virtual machine, and the path's id there. */
export interface PathEnd {
  readonly vm: number;
  readonly path: number;
}

/** A message, from SEND until its source knows of its end. It is in one of three queues: see {@link IucvState}. */
export interface IucvMessage {
  readonly id: number;
  readonly from: PathEnd;
  readonly to: PathEnd;
  readonly oneWay: boolean;
  readonly priority: boolean;
  readonly targetClass: number;
  readonly sourceClass: number;
  readonly tag: number;
  /** The source's PSW key when it was sent: its buffers are reached under that. */
  readonly key: number;
  /** Its text: eight bytes of the parameter list; what CP itself says; or an area of the source's real storage. */
  readonly text:
    | { readonly kind: "list"; readonly bytes: Uint8Array }
    | { readonly kind: "held"; readonly bytes: Uint8Array }
    | { readonly kind: "area"; readonly address: number; readonly length: number };
  /** Where the source wants the reply. */
  readonly answer: Area;
  /** Bytes of its text that the target has. */
  received: number;
  /** The target has been told of it, by an interruption or by DESCRIBE. */
  told: boolean;
  /** The source has purged it; the target is still to find that out. */
  purged: boolean;
  /** What has gone wrong: see `parameter-list.ts`. */
  audit: number;
  /** A reply in the parameter list. */
  reply: Uint8Array | undefined;
  /** Bytes of the answer area that are left over, or of the reply that did not find room. */
  residual: number;
  /** The reply comes before others. */
  urgent: boolean;
  /** How far RECEIVE or REPLY has come whose pages have to be waited for: the invoker's buffer, and bytes moved. */
  moving: Moving | undefined;
}

/** What is to be told about a path by an interruption: its forty bytes. */
export interface ControlInterruption {
  readonly type: number;
  readonly path: number;
  readonly bytes: Uint8Array;
}

/** Of a virtual machine that has declared a buffer. */
export interface IucvState {
  /** Real address of the buffer for interruptions. */
  readonly buffer: number;
  /** SET MASK and SET CONTROL MASK. */
  mask: number;
  controlMask: number;
  /** By path id. */
  readonly paths: Record<number, Path>;
  readonly control: ControlInterruption[];
  /** Messages to it that it has not received, that it has received and not replied to, and from it that are complete. Each: priority first, then in order. */
  send: IucvMessage[];
  receive: IucvMessage[];
  reply: IucvMessage[];
  /** It rests in TEST MESSAGE, at this address. */
  rests: number | undefined;
}

/** Of the whole system. */
export interface IucvSystemState {
  nextMessage: number;
}

export function initialIucv(buffer: number): IucvState {
  return {
    ...{ buffer, mask: 0xff, controlMask: 0xff, paths: {}, control: [], send: [], receive: [], reply: [] },
    rests: undefined,
  };
}
