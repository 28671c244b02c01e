/** SAVESYS (GC20-1807, "Generating Saved Systems"). */
import { PAGE } from "../layout.ts";
import { type Command, CommandError } from "./commands.ts";

export const savedSystems: readonly Command[] = [
  {
    name: "SAVESYS",
    shortest: 7,
    classes: "E",
    format: "systemname",
    purpose: "Saves the virtual machine's storage, keys and registers under a name of the system name table.",
    run(cp, { vm }, [operand, ...more]) {
      if (vm === undefined || operand === undefined || more.length > 0)
        throw new CommandError(26, "DMKCFH026E OPERAND MISSING OR INVALID");
      const name = operand.toUpperCase();
      const system = cp.systems.find(name);
      if (system === undefined) throw new CommandError(44, `DMKCFH044E ${name} SYSTEM DOES NOT EXIST`);
      if (cp.volumes.find(system.volume) === undefined)
        throw new CommandError(171, `DMKCFH171E SYSTEM VOLID ${system.volume} NOT MOUNTED`);
      const beyond = cp.systems.pages(system).find((page) => vm.absolute(page * PAGE) === undefined);
      if (beyond !== undefined)
        throw new CommandError(170, `DMKCFH170E PAGE ${beyond} OF ${name} EXCEEDS VIRTUAL STORAGE`);
      cp.systems.save(vm, system);
    },
  },
];
