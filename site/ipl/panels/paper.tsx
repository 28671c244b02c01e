/** What printers and punches put out: fan-fold paper, and cards. */
import { useState } from "preact/hooks";
import { plural } from "../../lab/data/format.ts";
import { Fanfold } from "../../terminals/fanfold.tsx";
import { addressText } from "../../terminals/names.ts";
import type { DeviceView, TrayView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

interface PaperProps {
  readonly model: IplModel;
  /** A tray, where there is no machine: what was put out before. */
  readonly device: DeviceView | TrayView | undefined;
}

export function PrinterPanel({ model, device }: PaperProps) {
  const address = device?.address ?? 0x00e;
  const title = `${device?.type ?? "1403"} printer ${addressText(address)}`;
  const paper = model.papers.value.get(address);
  const hasPaper = model.trays.value.some((tray) => tray.address === address);
  return (
    <section class="panel printer" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        {hasPaper && (
          <span class="acts">
            <span class="about">{device && "state" in device ? device.state : "from before"}</span>
            <button
              type="button"
              class="quiet"
              onClick={() => model.send({ kind: "save-output", address, form: "text" })}
            >
              save the listing
            </button>
            <TearOff model={model} address={address} what="tear off" title={title} />
          </span>
        )}
      </div>
      <Fanfold
        label={`Paper of the ${title}`}
        text={paper?.text ?? ""}
        isCut={paper?.isCut}
        cut="What was printed before is in the listing that you can save."
      />
    </section>
  );
}

/** Throws away what lies in a tray, when that is said twice. */
function TearOff({
  model,
  address,
  what,
  title,
}: {
  readonly model: IplModel;
  readonly address: number;
  readonly what: string;
  readonly title: string;
}) {
  const [isAsked, setAsked] = useState(false);
  const label = isAsked ? `yes, ${what} and throw away` : what;
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`${label}: ${title}`}
      onBlur={() => setAsked(false)}
      onClick={() => {
        setAsked(!isAsked);
        if (isAsked) model.send({ kind: "tear-off", address });
      }}
    >
      {label}
    </button>
  );
}

export function PunchPanel({ model, device }: PaperProps) {
  const address = device?.address ?? 0x00d;
  const title = `${device?.type ?? "3525"} punch ${addressText(address)}`;
  const cards = (model.papers.value.get(address)?.text ?? "").trimEnd().split("\n");
  return (
    <section class="panel punch" aria-label={title}>
      <div class="cap">
        <h2>{title}</h2>
        <span class="acts">
          <span class="about">{plural(cards.length, "card")}</span>
          <button
            type="button"
            class="quiet"
            onClick={() => model.send({ kind: "save-output", address, form: "text" })}
          >
            save as text
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => model.send({ kind: "save-output", address, form: "ebcdic" })}
          >
            save in EBCDIC
          </button>
          <TearOff model={model} address={address} what="take away" title={title} />
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="cards" role="log" aria-live="off" aria-label={`Cards of the ${title}`} tabIndex={0}>
        {cards.slice(-200).join("\n")}
      </pre>
    </section>
  );
}
