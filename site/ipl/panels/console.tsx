/** A printer-keyboard of the machine. */
import { ConsolePanel as Panel } from "../../terminals/console.tsx";
import { addressText } from "../../terminals/names.ts";
import type { DeviceView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

export function ConsolePanel({ model, device }: { model: IplModel; device: DeviceView | undefined }) {
  const address = device?.address ?? 0x009;
  return (
    <Panel
      title={`${device?.type ?? "3215"} console ${addressText(address)}`}
      text={model.papers.value.get(address)?.text ?? ""}
      reading={device?.reading ?? false}
      isOn={device !== undefined}
      takesFocus
      onLine={(text) => model.send({ kind: "operate", address, text })}
      onKey={(key) => model.send({ kind: "console-key", address, key })}
    >
      {device?.hasOutput && (
        <button type="button" class="quiet" onClick={() => model.send({ kind: "save-output", address, form: "text" })}>
          save the paper
        </button>
      )}
    </Panel>
  );
}
