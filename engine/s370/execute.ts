/** EXECUTE's target: another instruction, modified, in place of the one that runs. */
import type { Helper } from "../translator/operations.ts";
import type { Processor } from "./processor.ts";

export const executeTarget: Helper<Processor> = {
  name: "executeTarget",
  effect: "changes",
  run: (processor, address, modifier) => {
    processor.executeTarget(address, modifier);
    return 0;
  },
};
