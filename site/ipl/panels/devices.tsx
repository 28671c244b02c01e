/** All devices: what is in them, how they stand, and what the operator can put in. */
import { useState } from "preact/hooks";
import { addressText } from "../../terminals/names.ts";
import type { DeviceView, MediumView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

/** Which media go into a kind of device. */
const TAKES: Partial<Record<DeviceView["kind"], MediumView["kind"]>> = { reader: "deck", disk: "disk", tape: "tape" };

export function DevicesPanel({ model }: { model: IplModel }) {
  const devices = model.machine.value?.devices;
  if (!devices) return null;
  return (
    <section class="panel devices roll" aria-labelledby="ipl-devices">
      <h2 id="ipl-devices">Devices</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">unit</th>
            <th scope="col">type</th>
            <th scope="col">medium and state</th>
            <th scope="col">
              <span class="sr-only">what you can do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <DeviceRow key={device.address} model={model} device={device} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DeviceRow({ model, device }: { model: IplModel; device: DeviceView }) {
  const { address, type, kind, medium, state } = device;
  const [isOpen, setOpen] = useState(false);
  const takes = TAKES[kind];
  const unit = addressText(address);
  return (
    <>
      <tr>
        <td class="mono">{unit}</td>
        <td class="mono">{type}</td>
        <td>
          {medium && <b>{medium}</b>} <span class="about">{state}</span>
        </td>
        <td>
          {takes && (
            <button
              type="button"
              class="quiet"
              aria-expanded={isOpen}
              aria-label={`change what is in ${unit}`}
              onClick={() => setOpen(!isOpen)}
            >
              change …
            </button>
          )}
        </td>
      </tr>
      {isOpen && takes && (
        <tr>
          <td colSpan={4}>
            <Mount model={model} device={device} takes={takes} onDone={() => setOpen(false)} />
          </td>
        </tr>
      )}
    </>
  );
}

interface MountProps {
  readonly model: IplModel;
  readonly device: DeviceView;
  readonly takes: MediumView["kind"];
  readonly onDone: () => void;
}

function Mount({ model, device, takes, onDone }: MountProps) {
  const media = model.shelf.value.filter(({ kind, size }) => kind === takes && size !== undefined);
  const [name, setName] = useState(media[0]?.name ?? "");
  const unit = addressText(device.address);
  const operate = (text: string) => {
    model.send({ kind: "operate", address: device.address, text });
    onDone();
  };
  const mount = () => {
    if (takes === "deck") return operate(`load ${name}`);
    if (device.medium && takes === "tape") model.send({ kind: "operate", address: device.address, text: "unmount" });
    operate(takes === "tape" ? `mount ${name} ring` : `mount ${name}`);
  };
  return (
    <div class="mount">
      {media.length > 0 ? (
        <>
          <select
            aria-label={`Medium for ${unit}`}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          >
            {media.map((medium) => (
              <option key={medium.name} value={medium.name}>
                {medium.name}
              </option>
            ))}
          </select>
          <button type="button" onClick={mount}>
            {takes === "deck" ? "put it in" : "mount"}
          </button>
        </>
      ) : (
        <span class="about">Nothing on the shelf fits this device: drop it there first.</span>
      )}
      {takes === "tape" && !device.medium && (
        <button type="button" onClick={() => operate(`mount scratch new${unit}.aws`)}>
          mount a new tape
        </button>
      )}
      {device.medium && (
        <button type="button" onClick={() => operate(takes === "deck" ? "empty" : "unmount")}>
          {takes === "deck" ? "take the cards out" : "unmount"}
        </button>
      )}
      {takes === "deck" && (
        <button
          type="button"
          title="End of file: the program is told when the last card has been read"
          onClick={() => operate("end-of-file")}
        >
          end of file
        </button>
      )}
    </div>
  );
}
