/** Errors that CP's own channel programs meet: what the operator is told, and what is recorded. */
import type { Cp } from "../cp.ts";
import { deviceAddress } from "../directory/index.ts";
import { tellOperator } from "../operator-messages.ts";
import type { Csw, IoRequest, RealDevice } from "./state.ts";
import { EQUIPMENT_FAILURES } from "./status.ts";

/** Records an error, and says it to the operator, with CSW and sense bytes. */
export function reportError(
  cp: Cp,
  device: RealDevice,
  { vm, retries = 0 }: IoRequest,
  csw: Csw,
  sense: Uint8Array | undefined,
): void {
  device.errors = (device.errors ?? 0) + 1;
  const userid = cp.state.vms[vm]?.userid ?? "";
  cp.recording.failed({ device, csw, sense, retries, userid }, (csw.low & EQUIPMENT_FAILURES) !== 0);
  const hex = (word: number): string => (word >>> 0).toString(16).toUpperCase().padStart(8, "0");
  const bytes =
    sense === undefined ? "" : Array.from(sense, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
  const name = deviceAddress(device.address);
  tellOperator(cp, `DASD ${name} ERROR CSW ${hex(csw.high)} ${hex(csw.low)}${bytes === "" ? "" : ` SENSE ${bytes}`}`);
}
