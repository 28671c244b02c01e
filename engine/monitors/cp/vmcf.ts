/**
 * The virtual machine communication facility: DIAGNOSE X'68' and external interruption X'4001' (GC20-1807-7, "The Virtual Machine Communication Facility"). A
 * source sends to a sink; the sink hears of it by an interruption with a header in its buffer, takes the data, replies or rejects; the source hears of the end the
 * same way.
 */
import { decodeEbcdic, encodeEbcdic } from "../../s370/index.ts";
import type { Cp } from "./cp.ts";
import type { DiagnoseFunction } from "./diagnose/diagnoses.ts";
import type { Vm } from "./vm.ts";
import { Reflected } from "./wait.ts";

export const VMCF_INTERRUPTION = 0x4001;

/** Bytes of a parameter list, and of a message header. */
const HEADER = 40;
/** Bytes of data at most: all their pages must be in storage together. The limit is ours. */
const MOST_DATA = 0x10000;
/** Messages that one virtual machine may have under way. */
const MOST_MESSAGES = 50;

// Flags of a parameter list, and of a header.
const SPECIFIC = 0x80;
const PRIORITY = 0x40;
const SPECIAL = 0x20;
const RESPONSE = 0x80;
const REJECTED = 0x40;
const PRIORITY_MESSAGE = 0x20;

// Subfunctions.
const AUTHORIZE = 0;
const UNAUTHORIZE = 1;
const SEND = 2;
const SEND_RECEIVE = 3;
const SENDX = 4;
const RECEIVE = 5;
const CANCEL = 6;
const REPLY = 7;
const QUIESCE = 8;
const RESUME = 9;
const IDENTIFY = 10;
const REJECT = 11;

// Return codes, and data-transfer codes of a response.
const DONE = 0;
const INVALID_BUFFER = 1;
const INVALID_FUNCTION = 2;
const PROTOCOL_VIOLATION = 3;
const NOT_AUTHORIZED = 4;
const USER_NOT_AVAILABLE = 5;
const PROTECTION_VIOLATION = 6;
const DATA_TOO_LARGE = 7;
const DUPLICATE = 8;
const QUIESCED = 9;
const LIMIT_EXCEEDED = 10;
const REPLY_CANCELED = 11;
const NOT_FOUND = 12;
const NOT_SYNCHRONIZED = 13;
const TOO_LATE = 14;
const INCORRECT_LENGTH = 16;
const NO_PRIORITY = 18;

/** A request as the parameter list has it. */
interface Parameters {
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
interface Message extends Parameters {
  /** Number of the source. */
  readonly from: number;
  /** Whether the sink has had its interruption, and then received the data. */
  presented: boolean;
  received: boolean;
}

/** What an interruption will tell: a message that has come, or that one's own has ended. */
type News =
  | { readonly kind: "message"; readonly from: number; readonly id: number }
  | { readonly kind: "response"; readonly header: Uint8Array };

/** Of a virtual machine that is authorized. */
export interface VmcfState {
  buffer: number;
  length: number;
  specific: string | undefined;
  priority: boolean;
  /** Takes what users say to it by SMSG. */
  special: boolean;
  quiesced: boolean;
  messages: Message[];
  news: News[];
}

export class Vmcf {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.diagnoses.add([this.#diagnose()]);
    cp.sessions.handleSpecial((from, to, text) => this.#special(from, to, text));
  }

  /** SMSG: a line from a user, as if SYSTEM had sent it; the user doubleword has the userid. Whether the virtual machine takes such. */
  #special(from: Vm, to: Vm, text: string): boolean {
    const { vmcf } = to.state;
    if (vmcf === undefined || !vmcf.special || vmcf.quiesced) return false;
    const data = encodeEbcdic(text).subarray(0, vmcf.length - HEADER);
    const message = {
      ...{ flags: 0, function: SENDX, id: 0, userid: to.userid, from: from.id, presented: false, received: false },
      ...{ dataAddress: 0, dataLength: data.length, replyAddress: 0, replyLength: 0 },
      use: encodeEbcdic(from.userid.padEnd(8)),
    };
    const header = Uint8Array.of(...headerOf(message, "SYSTEM", {}), ...data);
    this.#tell(to, vmcf, { kind: "response", header }, false);
    return true;
  }

  #diagnose(): DiagnoseFunction {
    return {
      code: 0x68,
      name: "Virtual machine communication facility",
      classes: "",
      purpose: "Rx has the real address of a parameter list, a doubleword boundary; Ry gets the return code.",
      run: (vm, rx, ry) => {
        const address = vm.gr(rx);
        vm.requireBoundary(address, 8);
        vm.setGr(ry, this.#execute(vm, parametersAt(vm, address)));
      },
    };
  }

  /** An interruption is about to be presented: puts its header where the virtual machine wants it. Throws `Wait`, having changed nothing. Returns whether there is more. */
  present(vm: Vm): boolean {
    const { vmcf } = vm.state;
    const news = vmcf?.news[0];
    if (vmcf === undefined || news === undefined) return false;
    if (news.kind === "response") store(vm, vmcf.buffer, news.header);
    else {
      const message = vmcf.messages.find(({ from, id }) => from === news.from && id === news.id);
      if (message !== undefined) this.#presentMessage(vm, vmcf, message);
    }
    vmcf.news.shift();
    return vmcf.news.length > 0;
  }

  /** Logoff, or a reset of the virtual machine: as UNAUTHORIZE. */
  reset(vm: Vm): void {
    const { vmcf } = vm.state;
    if (vmcf === undefined) return;
    for (const message of vmcf.messages) this.#respond(vm, message, { error: USER_NOT_AVAILABLE });
    for (const { state } of this.#cp.vms) {
      if (state.vmcf === undefined) continue;
      state.vmcf.messages = state.vmcf.messages.filter(({ from }) => from !== vm.id);
      state.vmcf.news = state.vmcf.news.filter((news) => news.kind === "response" || news.from !== vm.id);
    }
    vm.state.vmcf = undefined;
    vm.state.external = vm.state.external.filter((code) => code !== VMCF_INTERRUPTION);
  }

  #execute(vm: Vm, request: Parameters): number {
    const { vmcf } = vm.state;
    if (request.function === AUTHORIZE) return this.#authorize(vm, request);
    if (vmcf === undefined) return request.function > REJECT ? INVALID_FUNCTION : NOT_AUTHORIZED;
    switch (request.function) {
      case UNAUTHORIZE:
        this.reset(vm);
        return DONE;
      case SEND:
      case SEND_RECEIVE:
      case SENDX:
      case IDENTIFY:
        return this.#send(vm, request);
      case RECEIVE:
      case REPLY:
      case REJECT:
        return this.#answer(vm, vmcf, request);
      case CANCEL:
        return this.#cancel(vm, request);
      case QUIESCE:
      case RESUME:
        vmcf.quiesced = request.function === QUIESCE;
        return DONE;
      default:
        return INVALID_FUNCTION;
    }
  }

  #authorize(vm: Vm, { flags, userid, dataAddress, dataLength }: Parameters): number {
    if (dataAddress % 8 !== 0 || dataLength < HEADER || !isStorage(vm, dataAddress, dataLength)) return INVALID_BUFFER;
    if (!isAllowed(vm, dataAddress, dataLength, true)) return PROTECTION_VIOLATION;
    const { messages = [], news = [], quiesced = false } = vm.state.vmcf ?? {};
    vm.state.vmcf = {
      ...{ buffer: dataAddress, length: dataLength, quiesced, messages, news },
      specific: (flags & SPECIFIC) !== 0 ? userid : undefined,
      priority: (flags & PRIORITY) !== 0,
      special: (flags & SPECIAL) !== 0,
    };
    return DONE;
  }

  #send(vm: Vm, request: Parameters): number {
    const { dataAddress, dataLength, replyAddress, replyLength } = request;
    const isData = request.function !== IDENTIFY;
    if (isData && !isStorage(vm, dataAddress, dataLength)) return INVALID_BUFFER;
    if (request.function === SEND_RECEIVE && !isStorage(vm, replyAddress, replyLength)) return INVALID_BUFFER;
    const sink = this.#cp.user(request.userid);
    const theirs = sink?.state.vmcf;
    if (sink === undefined || theirs === undefined) return USER_NOT_AVAILABLE;
    if (theirs.specific !== undefined && theirs.specific !== vm.userid) return USER_NOT_AVAILABLE;
    if (request.function === SENDX && dataLength > theirs.length - HEADER) return DATA_TOO_LARGE;
    if (theirs.messages.some(({ from, id }) => from === vm.id && id === request.id)) return DUPLICATE;
    if (theirs.quiesced) return QUIESCED;
    const isPriority = (request.flags & PRIORITY) !== 0;
    if (isPriority && !theirs.priority) return NO_PRIORITY;
    const active = this.#cp.vms.reduce(
      (sum, { state }) => sum + (state.vmcf?.messages.filter(({ from }) => from === vm.id).length ?? 0),
      0,
    );
    if (active >= MOST_MESSAGES) return LIMIT_EXCEEDED;
    theirs.messages.push({ ...request, from: vm.id, presented: false, received: false });
    this.#tell(sink, theirs, { kind: "message", from: vm.id, id: request.id }, isPriority);
    return DONE;
  }

  /** RECEIVE, REPLY and REJECT: what the sink does with a message. */
  #answer(vm: Vm, vmcf: VmcfState, request: Parameters): number {
    const source = this.#cp.user(request.userid);
    const message = vmcf.messages.find(({ from, id }) => from === source?.id && id === request.id);
    if (source === undefined || message === undefined) return NOT_FOUND;
    if (!message.presented) return NOT_SYNCHRONIZED;
    if (request.function === REJECT) {
      this.#finish(vm, vmcf, message, { flags: REJECTED, use: request.use });
      return DONE;
    }
    const isReply = request.function === REPLY;
    if (isReply ? message.function !== SEND_RECEIVE : message.received) return PROTOCOL_VIOLATION;
    if (!isStorage(vm, request.dataAddress, request.dataLength)) return INVALID_BUFFER;
    if (!isAllowed(vm, request.dataAddress, request.dataLength, !isReply)) return PROTECTION_VIOLATION;
    const theirs = isReply ? message.replyLength : message.dataLength;
    const count = Math.min(theirs, request.dataLength);
    const isShort = isReply ? request.dataLength > theirs : request.dataLength < theirs;
    if (isReply) {
      const data = load(vm, request.dataAddress, count);
      store(source, message.replyAddress, data);
      const error = isShort ? INCORRECT_LENGTH : DONE;
      this.#finish(vm, vmcf, message, { error, replyResidual: theirs - count, use: request.use });
    } else {
      const data = load(source, message.dataAddress, count);
      store(vm, request.dataAddress, data);
      message.received = true;
      if (message.function === SEND) {
        const error = isShort ? INCORRECT_LENGTH : DONE;
        this.#finish(vm, vmcf, message, { error, residual: theirs - count, use: request.use });
      }
    }
    return isShort ? INCORRECT_LENGTH : DONE;
  }

  #cancel(vm: Vm, request: Parameters): number {
    const sink = this.#cp.user(request.userid);
    const theirs = sink?.state.vmcf;
    if (sink === undefined || theirs === undefined) return USER_NOT_AVAILABLE;
    const message = theirs.messages.find(({ from, id }) => from === vm.id && id === request.id);
    if (message === undefined) return NOT_FOUND;
    if (message.function === SENDX && message.presented) return TOO_LATE;
    theirs.messages = theirs.messages.filter((other) => other !== message);
    theirs.news = theirs.news.filter(
      (news) => news.kind === "response" || news.from !== vm.id || news.id !== request.id,
    );
    if (theirs.news.length === 0)
      sink.state.external = sink.state.external.filter((code) => code !== VMCF_INTERRUPTION);
    return message.received ? REPLY_CANCELED : DONE;
  }

  /** The sink's interruption for a message: its header, and what SENDX brings with it. */
  #presentMessage(vm: Vm, vmcf: VmcfState, message: Message): void {
    const source = this.#cp.state.vms[message.from] === undefined ? undefined : this.#cp.vm(message.from);
    if (source === undefined) return;
    const isWhole = message.function === SENDX && message.dataLength <= vmcf.length - HEADER;
    const data = isWhole ? load(source, message.dataAddress, message.dataLength) : new Uint8Array();
    const flags = (message.flags & PRIORITY) !== 0 ? PRIORITY_MESSAGE : 0;
    const header = headerOf(message, source.userid, { flags });
    store(vm, vmcf.buffer, Uint8Array.of(...header, ...data));
    message.presented = true;
    if (message.function === IDENTIFY) vmcf.messages = vmcf.messages.filter((other) => other !== message);
    else if (message.function === SENDX) this.#finish(vm, vmcf, message, { error: isWhole ? DONE : DATA_TOO_LARGE });
  }

  #finish(vm: Vm, vmcf: VmcfState, message: Message, end: End): void {
    vmcf.messages = vmcf.messages.filter((other) => other !== message);
    this.#respond(vm, message, end);
  }

  /** Tells the source how its message has ended. */
  #respond(sink: Vm, message: Message, end: End): void {
    if (message.function === IDENTIFY || this.#cp.state.vms[message.from] === undefined) return;
    const source = this.#cp.vm(message.from);
    const { vmcf } = source.state;
    if (vmcf === undefined) return;
    const isPriority = (message.flags & PRIORITY) !== 0;
    const flags = RESPONSE | (end.flags ?? 0) | (isPriority ? PRIORITY_MESSAGE : 0);
    const header = headerOf(message, sink.userid, { residual: 0, replyResidual: 0, ...end, flags });
    this.#tell(source, vmcf, { kind: "response", header }, isPriority);
  }

  #tell(vm: Vm, vmcf: VmcfState, news: News, isFirst: boolean): void {
    if (isFirst) vmcf.news.unshift(news);
    else vmcf.news.push(news);
    this.#cp.external(vm, VMCF_INTERRUPTION);
  }
}

/** How a message has ended. */
interface End {
  readonly flags?: number;
  readonly error?: number;
  /** Bytes that have not been transferred, of the data and of the reply. */
  readonly residual?: number;
  readonly replyResidual?: number;
  readonly use?: Uint8Array;
}

/** A message header: as the parameter list, with the other one's userid. */
function headerOf(message: Message, userid: string, end: End): Uint8Array {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header[0] = end.flags ?? 0;
  header[1] = end.error ?? DONE;
  view.setUint16(2, message.function);
  view.setUint32(4, message.id);
  header.set(encodeEbcdic(userid.padEnd(8)), 8);
  view.setUint32(16, message.dataAddress);
  view.setUint32(20, end.residual ?? message.dataLength);
  view.setUint32(24, message.replyAddress);
  view.setUint32(28, end.replyResidual ?? message.replyLength);
  header.set(end.use ?? message.use, 32);
  return header;
}

function parametersAt(vm: Vm, address: number): Parameters {
  const list = load(vm, address, HEADER);
  const view = new DataView(list.buffer);
  return {
    flags: list[0],
    function: view.getUint16(2),
    id: view.getUint32(4),
    userid: decodeEbcdic(list.subarray(8, 16)).trimEnd(),
    dataAddress: view.getUint32(16) & 0xffffff,
    dataLength: view.getUint32(20),
    replyAddress: view.getUint32(24) & 0xffffff,
    replyLength: view.getUint32(28),
    use: list.slice(32, 40),
  };
}

// Storage by real addresses of the virtual machine.

function isStorage(vm: Vm, address: number, length: number): boolean {
  return length <= MOST_DATA && address + length <= vm.state.size;
}

/** Whether its PSW's key lets it at a stretch. */
function isAllowed(vm: Vm, address: number, length: number, store: boolean): boolean {
  const key = vm.key();
  if (key === 0) return true;
  for (let block = address & ~0x7ff; block < address + length; block += 0x800) {
    const theirs = vm.cp.storage.key(vm, block);
    if (theirs >>> 4 !== key && (store || (theirs & 8) !== 0)) return false;
  }
  return true;
}

function pieces(vm: Vm, address: number, length: number): { absolute: number; from: number; count: number }[] {
  const all: { absolute: number; from: number; count: number }[] = [];
  for (let from = 0; from < length; ) {
    const count = Math.min(length - from, 0x1000 - ((address + from) & 0xfff));
    all.push({ absolute: vm.absoluteOrException(address + from), from, count });
    from += count;
  }
  return all;
}

function load(vm: Vm, address: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const { absolute, from, count } of pieces(vm, address, length))
    bytes.set(vm.host.loadBytes(absolute, count), from);
  return bytes;
}

/** All of it, or nothing: `Wait` comes first. What is not there any more is left out. */
function store(vm: Vm, address: number, bytes: Uint8Array): void {
  try {
    for (const { absolute, from, count } of pieces(vm, address, bytes.length)) {
      vm.host.storeBytes(absolute, bytes.subarray(from, from + count));
    }
  } catch (error) {
    if (!(error instanceof Reflected)) throw error;
  }
}
