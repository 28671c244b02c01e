/** A tape drive at work without a channel: commands given one after the other. */
import type { Answer, Device } from "../../../../engine/s370/channel/device.ts";
import { type ByteSource, bytesOf } from "../../../../engine/s370/devices/media.ts";
import type { TapeDrive } from "../../../../engine/s370/devices/tape/tape-drive.ts";
import { block, MARK, tapeFile } from "../../../vectors/tape-files.ts";

/** Three blocks, a tape mark, one block, two tape marks. */
export const TWO_FILES = [block(1, 16), block(2, 32), block(3, 8), MARK, block(4, 12), MARK, MARK];

/** How a command ended: all its status, its data, its times. */
export interface Ended {
  /** Status at initial selection, for what is refused or immediate. */
  readonly initial: number | undefined;
  /** What came at the end: of an immediate command, what came later. */
  readonly status: number;
  readonly data: Uint8Array | undefined;
  /** Ticks before its data, or until device end. */
  readonly ticks: number;
  readonly perByte: number;
}

/** A drive with a shelf, and what it has said without being asked. */
export class TapeBench {
  readonly drive: TapeDrive;
  readonly presented: number[] = [];
  readonly shelf: Map<string, ByteSource>;

  constructor(drive: TapeDrive, media: Readonly<Record<string, Uint8Array>> = { "two.aws": tapeFile(TWO_FILES) }) {
    this.drive = drive;
    this.shelf = new Map(Object.entries(media).map(([name, bytes]) => [name, bytesOf(name, bytes)]));
    const device: Device = drive;
    device.connect?.({
      now: 0,
      shelf: this.shelf,
      present: (status) => this.presented.push(status),
      proceed: () => {},
      after: () => {},
    });
  }

  /** Gives a command, with data where it asks for them. */
  give(code: number, data: Uint8Array = new Uint8Array(0), chained = false): Ended {
    const answer = this.drive.begin({ code, chained, chains: false });
    return this.#ended(answer, data);
  }

  /** Several commands in a chain, none with data. */
  chain(...codes: readonly number[]): readonly Ended[] {
    return codes.map((code, i) => this.give(code, new Uint8Array(0), i > 0));
  }

  /** Sense bytes. */
  sense(): Uint8Array {
    const { data } = this.give(0x04);
    if (!data) throw new Error("no sense bytes");
    return data;
  }

  #ended(answer: Answer, data: Uint8Array): Ended {
    const times = { ticks: 0, perByte: 0, data: undefined };
    switch (answer.kind) {
      case "refused":
        return { ...times, initial: answer.status, status: answer.status };
      case "immediate": {
        const { status, later } = answer;
        return { ...times, initial: status, status: later?.status ?? status, ticks: later?.ticks ?? 0 };
      }
      case "input": {
        const { status, before = 0, perByte = 0 } = answer;
        return { initial: undefined, status, data: answer.data, ticks: before, perByte };
      }
      case "output": {
        const acceptance = this.drive.accept(data.subarray(0, answer.most));
        if (!("status" in acceptance)) throw new Error("a tape asks for its data once");
        const { before = 0, perByte = 0 } = answer;
        return { initial: undefined, status: acceptance.status, data: undefined, ticks: before, perByte };
      }
      case "waiting":
        throw new Error("a tape does not wait");
    }
  }
}
