/** The room's terminals: the operator's, and the users'. */
import { ROOM_TERMINALS } from "../../../engine/installations/room.ts";
import { ConsolePanel } from "../../terminals/console.tsx";
import { DisplayPanel } from "../../terminals/display.tsx";
import { addressText } from "../../terminals/names.ts";
import type { CpModel } from "../model.ts";

/** "ALICE’s 3215 console 020". */
export function terminalTitle(address: number): string {
  const terminal = ROOM_TERMINALS.find((each) => each.address === address);
  const kind = terminal?.type === "3277" ? "3277 display" : "3215 console";
  return `${terminal?.userid ?? "a user"}’s ${kind} ${addressText(address)}`;
}

/** Printer-keyboards, side by side. */
export function Consoles({ model }: { model: CpModel }) {
  const state = model.state.value;
  const isOn = state !== undefined && !model.isLoading.value;
  return (
    <div class="terminals">
      {ROOM_TERMINALS.filter(({ type }) => type === "3215").map(({ address }) => (
        <ConsolePanel
          key={address}
          title={terminalTitle(address)}
          text={model.papers.value.get(address) ?? ""}
          reading={isOn && (state.consoles.find((each) => each.address === address)?.reading ?? false)}
          isOn={isOn}
          onLine={(text) => model.send({ kind: "type", address, text })}
          onKey={(key) => model.send({ kind: "key", address, key })}
        />
      ))}
    </div>
  );
}

export function Displays({ model }: { model: CpModel }) {
  return (
    <>
      {(model.state.value?.screens ?? []).map((screen) => (
        <DisplayPanel
          key={screen.address}
          title={terminalTitle(screen.address)}
          screen={screen}
          onKeys={(text) => !model.isLoading.value && model.send({ kind: "type", address: screen.address, text })}
        />
      ))}
    </>
  );
}
