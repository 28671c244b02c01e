/**
 * The inter-user communications vehicle, later than VM/370: it came with VM/SP (SC19-6203-2, "Inter-User Communications Vehicle"). The instruction X'B2F0' is none that the
 * processor has; CP does it for programs in supervisor state. They connect paths with one another, send messages by them, and hear of what happens by external interruption
 * X'4000'.
 */
import type { Instruction } from "../../types.ts";
import { type Area, areaFault, FAULT_CODES, storeArea } from "../areas.ts";
import type { Cp } from "../cp.ts";
import { trappedInstruction } from "../privileged/decode.ts";
import { OPERATION, SPECIFICATION } from "../program-interruptions.ts";
import type { Vm } from "../vm.ts";
import { Reflected } from "../wait.ts";
import { mostPaths } from "./authorization.ts";
import { DECLARE_BUFFER, IUCV_FUNCTIONS, QUERY, RETRIEVE_BUFFER, TEST_MESSAGE } from "./functions.ts";
import { nextInterruption } from "./interruptions.ts";
import { MESSAGE_SERVICE } from "./message-service.ts";
import { testMessage } from "./messages.ts";
import { DONE, type Outcome, refused } from "./outcome.ts";
import { PARAMETER_LIST, type ParameterList, parameterListAt, storeChanges } from "./parameter-list.ts";
import { severPath } from "./paths.ts";
import { type IucvState, initialIucv } from "./state.ts";

export const IUCV_INTERRUPTION = 0x4000;

export class Iucv {
  readonly #cp: Cp;
  /** CP system services, by name. */
  readonly services: ReadonlySet<string> = new Set([MESSAGE_SERVICE]);

  constructor(cp: Cp) {
    this.#cp = cp;
  }

  /** Whether an operation exception in supervisor state is a call of IUCV. Throws `Wait`. */
  isCalled(vm: Vm, length: number): boolean {
    try {
      return trappedInstruction(vm, length).mnemonic === "IUCV";
    } catch (error) {
      // Where the instruction cannot be found again, it is what the processor has taken it for.
      if (error instanceof Reflected) return false;
      throw error;
    }
  }

  /** Does the instruction: function code in register 0, parameter list at the operand, a real address. As for every simulation, `Wait` comes first. */
  execute(vm: Vm, { operand, address }: Instruction): void {
    const { iucv } = vm.state;
    const code = vm.gr(0);
    if (code === QUERY) {
      vm.setGr(0, PARAMETER_LIST);
      vm.setGr(1, mostPaths(vm));
      vm.setConditionCode(0);
      return;
    }
    const found = IUCV_FUNCTIONS.find((each) => each.code === code);
    if (iucv === undefined && code !== DECLARE_BUFFER) return vm.reflect(OPERATION);
    if (found === undefined) return vm.reflect(SPECIFICATION);
    if (code === RETRIEVE_BUFFER) {
      this.reset(vm);
      vm.setConditionCode(0);
    } else if (code === TEST_MESSAGE && iucv !== undefined) this.#testMessage(vm, iucv, address);
    else {
      const list = parameterListAt(vm, operand);
      const before = list.bytes.slice();
      const outcome = this.#outcome(vm, iucv, list, found.run);
      if (outcome.code !== undefined) list.returnCode = outcome.code;
      storeChanges(vm, operand, before, list);
      vm.setConditionCode(outcome.conditionCode);
      this.update(vm);
    }
  }

  #outcome(
    vm: Vm,
    iucv: IucvState | undefined,
    list: ParameterList,
    run: ((cp: Cp, vm: Vm, iucv: IucvState, list: ParameterList) => Outcome) | undefined,
  ): Outcome {
    // Only DECLARE BUFFER has nothing of the table's to do with its list.
    if (run === undefined || iucv === undefined) return this.#declare(vm, list);
    return run(this.#cp, vm, iucv, list);
  }

  #declare(vm: Vm, { buffer }: ParameterList): Outcome {
    if (vm.state.iucv !== undefined) return refused("alreadyDeclared");
    const fault = areaFault(vm, bufferAt(buffer.address), vm.key(), true);
    if (fault !== undefined) return vm.reflect(FAULT_CODES[fault]);
    vm.state.iucv = initialIucv(buffer.address);
    return DONE;
  }

  /** With nothing there, the virtual machine rests as in a wait: whatever may end that has the instruction done again. */
  #testMessage(vm: Vm, iucv: IucvState, address: number): void {
    const outcome = testMessage(iucv);
    if (outcome !== undefined) return vm.setConditionCode(outcome.conditionCode);
    vm.setInstructionAddress(address);
    iucv.rests = address;
  }

  /** Whether an instruction just done has put the virtual machine to rest. */
  isResting({ state }: Vm): boolean {
    return state.iucv?.rests !== undefined;
  }

  /** Asked once before it is run: whether it rests instead. */
  takesRest(vm: Vm): boolean {
    const { iucv } = vm.state;
    if (iucv?.rests === undefined) return false;
    const rests = iucv.rests === vm.instructionAddress();
    iucv.rests = undefined;
    return rests;
  }

  /** It has been interrupted: it goes on elsewhere. */
  interrupted({ state }: Vm): void {
    if (state.iucv !== undefined) state.iucv.rests = undefined;
  }

  /** Something has come for a virtual machine. */
  arrived(vm: Vm): void {
    const { iucv } = vm.state;
    if (iucv === undefined) return;
    iucv.rests = undefined;
    this.#cp.ready(vm);
    this.update(vm);
  }

  /** Makes the interruption pending, or not, as queues and masks have it. */
  update(vm: Vm): void {
    const { iucv } = vm.state;
    if (iucv !== undefined && nextInterruption(this.#cp, iucv) !== undefined) this.#cp.external(vm, IUCV_INTERRUPTION);
    else vm.state.external = vm.state.external.filter((code) => code !== IUCV_INTERRUPTION);
  }

  /** An interruption is about to be presented: puts what it tells into the buffer. Throws `Wait`, having changed nothing. Returns whether there is more. */
  present(vm: Vm): boolean {
    const { iucv } = vm.state;
    const news = iucv && nextInterruption(this.#cp, iucv);
    if (iucv === undefined || news === undefined) return false;
    // What it has given up since, or shares with others now, is left alone.
    if (areaFault(vm, bufferAt(iucv.buffer), 0, true) === undefined) storeArea(vm, iucv.buffer, news.bytes);
    news.told();
    return nextInterruption(this.#cp, iucv) !== undefined;
  }

  /** RETRIEVE BUFFER; a reset of the virtual machine, and its logoff, do the same. */
  reset(vm: Vm): void {
    const { iucv } = vm.state;
    if (iucv === undefined) return;
    for (const path of Object.values(iucv.paths)) severPath(this.#cp, vm, iucv, path);
    vm.state.iucv = undefined;
    this.update(vm);
  }
}

function bufferAt(address: number): Area {
  return { address, length: PARAMETER_LIST };
}
