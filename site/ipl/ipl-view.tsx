/** "IPL your own": the operator's panel, what the machine puts out, and what is put in. */
import { useEffect, useState } from "preact/hooks";
import { IplModel } from "./model.ts";
import { ConfigurationPanel } from "./panels/configuration.tsx";
import { ConsolePanel } from "./panels/console.tsx";
import { DevicesPanel } from "./panels/devices.tsx";
import { DisplayPanel } from "./panels/display.tsx";
import { OperatorPanel } from "./panels/operator.tsx";
import { PrinterPanel, PunchPanel } from "./panels/paper.tsx";
import { ShelfPanel } from "./panels/shelf.tsx";

export function IplMachine() {
  const [model] = useState(() => new IplModel());
  const [isOver, setOver] = useState(false);
  useEffect(() => model.start(), [model]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) model.send({ kind: "add", files });
  };
  if (model.lacks.value)
    return (
      <p class="lab notice">
        This browser has no {model.lacks.value}, and the machine needs it. Any current Firefox, Chrome, Edge or Safari
        has; <code>npx tae run --config FILE</code> runs the same machine without one.
      </p>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: takes what is dropped; a button chooses files too
    <div
      class={`lab desk ipl${isOver ? " over" : ""}`}
      data-ready={model.isReady.value ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={drop}
    >
      <div class="across">
        <OperatorPanel model={model} />
        <Told model={model} />
      </div>
      <div class="outputs">
        <Outputs model={model} />
      </div>
      <div class="room">
        <ShelfPanel model={model} />
        <ConfigurationPanel model={model} />
        <DevicesPanel model={model} />
      </div>
    </div>
  );
}

function Told({ model }: { model: IplModel }) {
  const notice = model.notice.value;
  return (
    <div role="alert">
      {notice && (
        <p class={`notice${notice.tone === "told" ? " quiet-notice" : ""}`}>
          <span>{notice.text}</span>
          {notice.offer && (
            <button type="button" onClick={() => notice.offer && model.send(notice.offer.command)}>
              {notice.offer.label}
            </button>
          )}
          <button type="button" class="quiet" onClick={() => (model.notice.value = undefined)}>
            dismiss
          </button>
        </p>
      )}
    </div>
  );
}

/** Consoles, displays, printers and punches of the machine; before there is one, what the first will be. */
function Outputs({ model }: { model: IplModel }) {
  const devices = model.machine.value?.devices;
  const trays = model.trays.value;
  if (!devices) {
    const printers = trays.filter(({ kind }) => kind === "printer");
    return (
      <>
        <ConsolePanel model={model} device={undefined} />
        {printers.map((tray) => (
          <PrinterPanel key={tray.address} model={model} device={tray} />
        ))}
        {printers.length === 0 && <PrinterPanel model={model} device={undefined} />}
        {trays
          .filter(({ kind }) => kind === "punch")
          .map((tray) => (
            <PunchPanel key={tray.address} model={model} device={tray} />
          ))}
      </>
    );
  }
  const screens = model.machine.value?.screens ?? [];
  return (
    <>
      {devices
        .filter(({ kind }) => kind === "console")
        .map((device) => (
          <ConsolePanel key={device.address} model={model} device={device} />
        ))}
      {screens.map((screen) => (
        <DisplayPanel key={screen.address} model={model} screen={screen} />
      ))}
      {devices
        .filter(({ kind }) => kind === "printer")
        .map((device) => (
          <PrinterPanel key={device.address} model={model} device={device} />
        ))}
      {devices
        .filter((device) => device.kind === "punch" && trays.some(({ address }) => address === device.address))
        .map((device) => (
          <PunchPanel key={device.address} model={model} device={device} />
        ))}
    </>
  );
}
