/**
 * The virtual machine communication facility: DIAGNOSE X'68' and external interruption X'4001' (GC20-1807-7, "The Virtual Machine Communication Facility"). A
 * source sends to a sink; the sink hears of it by an interruption with a header in its buffer, takes the data, replies or rejects; the source hears of the end the
 * same way.
 */
import type { Cp } from "../cp.ts";
import type { DiagnoseFunction } from "../diagnose/diagnoses.ts";
import type { Vm } from "../vm.ts";
import { answer } from "./answers.ts";
import {
  AUTHORIZE,
  CANCEL,
  DONE,
  IDENTIFY,
  INVALID_BUFFER,
  INVALID_FUNCTION,
  NOT_AUTHORIZED,
  PRIORITY,
  QUIESCE,
  RECEIVE,
  REJECT,
  REPLY,
  RESUME,
  SEND,
  SEND_RECEIVE,
  SENDX,
  SPECIAL,
  SPECIFIC,
  UNAUTHORIZE,
  USER_NOT_AVAILABLE,
} from "./codes.ts";
import { finish, present, respond, tellSpecial, untell, VMCF_INTERRUPTION } from "./interruptions.ts";
import { cancel, send } from "./messages.ts";
import { bufferCode, dataOf, HEADER, parametersAt } from "./parameters.ts";
import type { Parameters, VmcfState } from "./state.ts";

export { VMCF_INTERRUPTION };

export class Vmcf {
  readonly #cp: Cp;

  constructor(cp: Cp) {
    this.#cp = cp;
    cp.diagnoses.add([this.#diagnose()]);
    cp.sessions.handleSpecial(tellSpecial);
  }

  #diagnose(): DiagnoseFunction {
    return {
      code: 0x68,
      name: "Virtual machine communication facility",
      classes: "",
      purpose:
        "Rx has the real address of a parameter list, a doubleword boundary, with subfunction 0 AUTHORIZE, 1 UNAUTHORIZE, 2 SEND, 3 SEND/RECV, 4 SENDX, 5 RECEIVE, 6 CANCEL, 7 REPLY, 8 QUIESCE, 9 RESUME, A IDENTIFY or B REJECT; Ry gets the return code.",
      run: (vm, rx, ry) => {
        const address = vm.gr(rx);
        vm.requireBoundary(address, 8);
        vm.setGr(ry, this.#execute(vm, parametersAt(vm, address)));
      },
    };
  }

  /** An interruption is about to be presented: puts its header where the virtual machine wants it. Throws `Wait`. Returns whether there is more. */
  present(vm: Vm): boolean {
    return present(this.#cp, vm);
  }

  /** Logoff, or a reset of the virtual machine: as UNAUTHORIZE. */
  reset(vm: Vm): void {
    const { vmcf } = vm.state;
    if (vmcf === undefined) return;
    for (const message of vmcf.messages)
      if (message.from !== vm.id) respond(this.#cp, vm, message, { error: USER_NOT_AVAILABLE });
    for (const other of this.#cp.vms) {
      const theirs = other.state.vmcf;
      if (theirs === undefined) continue;
      theirs.messages = theirs.messages.filter(({ from }) => from !== vm.id);
      untell(other, theirs, (news) => news.kind === "message" && news.from === vm.id);
    }
    vm.state.vmcf = undefined;
    vm.state.external = vm.state.external.filter((code) => code !== VMCF_INTERRUPTION);
  }

  #execute(vm: Vm, request: Parameters): number {
    const cp = this.#cp;
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
        return send(cp, vm, vmcf, request);
      case RECEIVE:
      case REPLY:
      case REJECT:
        return answer(cp, vm, vmcf, request);
      case CANCEL:
        return cancel(cp, vm, vmcf, request);
      case QUIESCE:
      case RESUME:
        vmcf.quiesced = request.function === QUIESCE;
        return DONE;
      default:
        return INVALID_FUNCTION;
    }
  }

  /** May be done again, with another buffer or for another one alone: what others have sent that are left out is not available to them any more. */
  #authorize(vm: Vm, request: Parameters): number {
    const { flags, userid, dataAddress, dataLength } = request;
    if (dataAddress % 8 !== 0 || dataLength < HEADER) return INVALID_BUFFER;
    const code = bufferCode(vm, dataOf(request), vm.key(), true);
    if (code !== DONE) return code;
    const { messages = [], news = [], quiesced = false } = vm.state.vmcf ?? {};
    const vmcf: VmcfState = {
      ...{ buffer: dataAddress, length: dataLength, quiesced, messages, news },
      specific: (flags & SPECIFIC) !== 0 ? userid : undefined,
      priority: (flags & PRIORITY) !== 0,
      special: (flags & SPECIAL) !== 0,
    };
    vm.state.vmcf = vmcf;
    for (const message of messages) {
      const { from, id } = message;
      if (vmcf.specific === undefined || this.#cp.vm(from).userid === vmcf.specific) continue;
      finish(this.#cp, vm, vmcf, message, { error: USER_NOT_AVAILABLE });
      untell(vm, vmcf, (each) => each.kind === "message" && each.from === from && each.id === id);
    }
    return DONE;
  }
}
