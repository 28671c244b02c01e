/** A display of the machine. */
import { DisplayPanel as Panel } from "../../terminals/display.tsx";
import { addressText } from "../../terminals/names.ts";
import type { ScreenView } from "../machine/protocol.ts";
import type { IplModel } from "../model.ts";

export function DisplayPanel({ model, screen }: { model: IplModel; screen: ScreenView }) {
  const { address } = screen;
  return (
    <Panel
      title={`3277 display ${addressText(address)}`}
      screen={screen}
      onKeys={(text) => model.send({ kind: "operate", address, text })}
    />
  );
}
