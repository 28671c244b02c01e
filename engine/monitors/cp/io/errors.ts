/** What the operator is told of errors that CP's own channel programs meet. */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import type { Csw, RealDevice } from "./state.ts";

/** Says an error to the operator, with CSW and sense bytes. */
export function reportError(cp: Cp, device: RealDevice, csw: Csw, sense: Uint8Array | undefined): void {
  device.errors = (device.errors ?? 0) + 1;
  const operator = cp.user(cp.configuration.operator ?? "OPERATOR");
  if (operator === undefined) return;
  const hex = (word: number): string => (word >>> 0).toString(16).toUpperCase().padStart(8, "0");
  const bytes =
    sense === undefined ? "" : Array.from(sense, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
  const name = deviceAddress(device.address);
  cp.consoles.message(
    operator,
    `DASD ${name} ERROR CSW ${hex(csw.high)} ${hex(csw.low)}${bytes === "" ? "" : ` SENSE ${bytes}`}`,
  );
}
