/** What CP knows of communications by VMCF, as plain data. */
import type { Moving } from "../areas.ts";

/** A request as its parameter list has it (VMCPARM). */
export interface Parameters {
  readonly flags: number;
  readonly function: number;
  readonly id: number;
  readonly userid: string;
  readonly dataAddress: number;
  readonly dataLength: number;
  readonly replyAddress: number;
  readonly replyLength: number;
  /** The user doubleword. */
  readonly use: Uint8Array;
}

/** A message on its way, kept with its sink. */
export interface Message extends Parameters {
  /** Number of the source. */
  readonly from: number;
  /** The source's PSW key when it was sent: its buffers are reached under that. */
  readonly key: number;
  /** Whether the sink has had its interruption, and then received the data. */
  presented: boolean;
  received: boolean;
  /** How far RECEIVE, REPLY or the interruption of SENDX has come. */
  moving: Moving | undefined;
}

/** What an interruption will tell: a message that has come, that one's own has ended, or what a user says. */
export type News = { readonly priority: boolean } & (
  | { readonly kind: "message"; readonly from: number; readonly id: number }
  | { readonly kind: "response"; readonly header: Uint8Array; readonly sink: string; readonly id: number }
  | { readonly kind: "special"; readonly header: Uint8Array }
);

/** Of a virtual machine that is authorized. */
export interface VmcfState {
  readonly buffer: number;
  readonly length: number;
  /** The only one with whom it communicates. */
  readonly specific: string | undefined;
  readonly priority: boolean;
  /** Takes what users say to it by SMSG. */
  readonly special: boolean;
  quiesced: boolean;
  messages: Message[];
  /** Priority first, then in order. */
  news: News[];
}
