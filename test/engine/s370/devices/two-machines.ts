/** Two System/370s with a channel-to-channel adapter between them, that send blocks to and fro. */
import { MachineSet } from "../../../../engine/machine/machine-set.ts";
import { AdapterSide } from "../../../../engine/s370/devices/ctca.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import type { ExecutorName } from "../../../../engine/s370/system.ts";
import { assembleCase } from "../../../vectors/device-case.ts";

export const ROUNDS = 12;

const COMMON = `
SCB      CCW   X'14',COMMAND,X'20',1
READ     CCW   X'02',BLOCK,X'20',256
SEND     CCW   X'07',0,X'60',1
         CCW   X'01',BLOCK,X'20',256
COMMAND  DC    X'00'
ONE      DC    F'1'
BLOCK    DC    256AL1(*-BLOCK)
`;

/** Sends a block, and waits for the answer. */
const ASKER = `
         LA    10,${ROUNDS}
NEXT     IO    X'500',SEND
         AWAIT
         IO    X'500',SCB
         AWAIT
         IO    X'500',READ
         L     5,BLOCK+4
         A     5,ONE
         ST    5,BLOCK+4
         BCT   10,NEXT
         DONE
${COMMON}`;

/** Waits for blocks, turns some bits over and sends them back; computes for a while in between. */
const ANSWERER = `
         LA    10,${ROUNDS}
NEXT     AWAIT
         IO    X'600',SCB
         AWAIT
         IO    X'600',READ
         L     5,BLOCK+4
         X     5,BLOCK+12
         ST    5,BLOCK+8
         LA    6,777
         BCT   6,*
         IO    X'600',SEND
         BCT   10,NEXT
         DONE
${COMMON}`;

export interface Pair {
  readonly set: MachineSet;
  readonly asker: System370;
  readonly answerer: System370;
  /** The block in the asker's storage at the end, in hexadecimal. */
  readonly block: () => string;
  /** Everything that can be seen of both, as text. */
  readonly state: () => string;
}

export function pairOfMachines({
  quantum,
  executor = "translator",
  fast = false,
}: {
  quantum?: number;
  executor?: ExecutorName;
  fast?: boolean;
} = {}): Pair {
  const machines = [ASKER, ANSWERER].map((source) => {
    const machine = new System370({ storageSize: 0x1_0000, executor });
    const { image } = assembleCase({ name: "two machines", source, configuration: [] });
    machine.write(0, image);
    machine.setPsw(Buffer.from(image.subarray(0, 8)).toString("hex"));
    machine.channels.fastDevices = fast;
    return machine;
  });
  const [asker, answerer] = machines;
  const [one, other] = AdapterSide.pair();
  asker.attach(0x500, one);
  answerer.attach(0x600, other);
  const { at } = assembleCase({ name: "two machines", source: ASKER, configuration: [] });
  const set = new MachineSet(machines, quantum === undefined ? {} : { quantum });
  return {
    set,
    asker,
    answerer,
    block: () =>
      Buffer.from(asker.read(at("BLOCK"), 16))
        .toString("hex")
        .toUpperCase(),
    state: () => [set.now, set.instructions, set.waited, ...machines.map(stateOf)].join("\n"),
  };
}

function stateOf(machine: System370): string {
  const { now, instructions, waited, pswHex, stopped } = machine;
  let sum = 0;
  for (const byte of machine.read(0, 0x6000)) sum = (Math.imul(sum, 31) + byte) | 0;
  const registers = Array.from({ length: 16 }, (_, register) => machine.gr(register));
  return [now, instructions, waited, pswHex, stopped, sum, ...registers].join(" ");
}
