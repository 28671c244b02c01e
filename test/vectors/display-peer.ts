/**
 * A display station for another System/370: s3270 (Debian: s3270), a 3270 emulator that is driven by text, at the
 * console port. Its operator does what the text of keystrokes says, as the operator of a display station here does.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { type Keystroke, parseKeystrokes } from "../../engine/s370/devices/display/keystrokes.ts";
import { type Screen, screenText } from "../../engine/s370/devices/display/screen.ts";
import { decodeEbcdic } from "../../engine/s370/ebcdic.ts";

/** Its words for keys that have no number. */
const ACTIONS: Readonly<Record<string, string>> = {
  enter: "Enter()",
  clear: "Clear()",
  up: "Up()",
  down: "Down()",
  left: "Left()",
  right: "Right()",
  tab: "Tab()",
  backtab: "BackTab()",
  newline: "Newline()",
  home: "Home()",
  insert: "Insert()",
  delete: "Delete()",
  "erase eof": "EraseEOF()",
  "erase input": "EraseInput()",
  reset: "Reset()",
  dup: "Dup()",
  "field mark": "FieldMark()",
};

function actionsOf(stroke: Keystroke): string[] {
  switch (stroke.kind) {
    case "character":
      return [`Key(${decodeEbcdic(Uint8Array.of(stroke.character)).replace(/^[ (),]$/, '"$&"')})`];
    case "key": {
      const action = ACTIONS[stroke.key];
      if (action === undefined) throw new Error(`the other station has no key "${stroke.key}"`);
      return new Array<string>(stroke.times).fill(action);
    }
    case "pf":
    case "pa":
      return [`${stroke.kind.toUpperCase()}(${stroke.number})`];
    case "cursor":
      return [`MoveCursor(${stroke.row - 1},${stroke.column - 1})`];
    case "pen":
      return [`MoveCursor(${stroke.row - 1},${stroke.column - 1})`, "CursorSelect()"];
  }
}

/** The last line of an answer but one: keyboard, format, protection, connection, mode, model, rows, columns, row, column. */
const STATUS = /^([ULE]) [UF] [UP] \S+ \S \d \d+ \d+ (\d+) (\d+) /;

const IN_3270_MODE = /^[ULE] [UF] [UP] C\S+ I /;

export class DisplayPeer {
  readonly #process: ChildProcessWithoutNullStreams;
  #said = "";
  #wake = (): void => {};

  private constructor() {
    this.#process = spawn("s3270", ["-model", "3278-2", "-utf8", "-xrm", "s3270.unlockDelay: false"]);
    this.#process.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
      this.#wake();
    });
    this.#process.stderr.resume();
    this.#process.stdin.on("error", () => {});
  }

  /** A station that is connected to the port, so that its device is ready. */
  static async connect(port: number): Promise<DisplayPeer> {
    const peer = new DisplayPeer();
    await peer.#act("Set(aidWait,false)");
    // A 3277 stores what is typed, and leaves nulls before it alone.
    await peer.#act("Set(blankFill,false)");
    // The other system may not listen yet.
    for (let i = 0; i < 50; i++) {
      const { status } = await peer.#act(`Connect(127.0.0.1:${port})`);
      if (IN_3270_MODE.test(status)) return peer;
      await pause(100);
    }
    peer.close();
    throw new Error(`no display station is connected to port ${port}`);
  }

  /** Does what the keystrokes say. A key that is refused, since the keyboard is locked, does nothing. */
  async press(keystrokes: string): Promise<void> {
    for (const stroke of parseKeystrokes(keystrokes)) for (const action of actionsOf(stroke)) await this.#act(action);
  }

  /** What it shows, in the form of {@link screenFile}. */
  async screen(): Promise<string> {
    const { data, status } = await this.#act("Ascii()");
    const [, keyboard, row, column] = STATUS.exec(status) ?? [];
    return shown(data, Number(row) + 1, Number(column) + 1, keyboard !== "U");
  }

  close(): void {
    this.#process.kill();
  }

  async #act(action: string): Promise<{ data: string[]; status: string }> {
    this.#said = "";
    this.#process.stdin.write(`${action}\n`);
    const end = Date.now() + 20_000;
    while (!/(^|\n)(ok|error)\n/.test(this.#said)) {
      if (Date.now() > end) throw new Error(`s3270 does not answer ${action}: ${this.#said}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50);
      });
    }
    const lines = this.#said.split("\n");
    const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
    return { data, status: lines.find((line) => STATUS.test(line)) ?? "" };
  }
}

/** A screen as a text file: its rows without blanks at their ends, the cursor, and whether the keyboard is locked. */
export function screenFile(screen: Screen): string {
  const { cursor, columns, inputInhibited } = screen;
  return shown(screenText(screen), Math.floor(cursor / columns) + 1, (cursor % columns) + 1, inputInhibited);
}

function shown(rows: readonly string[], row: number, column: number, isLocked: boolean): string {
  const text = rows.map((each) => `${each.trimEnd()}\n`).join("");
  return `${text}cursor ${row},${column}\nkeyboard ${isLocked ? "locked" : "free"}\n`;
}
