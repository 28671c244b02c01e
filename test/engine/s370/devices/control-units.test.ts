/** Drives that share a control: what one does after channel end keeps the others waiting (GA22-7000, "Control-Unit End"). */
import { expect, test } from "vitest";
import { CountKeyDataDisk } from "../../../../engine/s370/devices/dasd/disk.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { tape2401 } from "../../../../engine/s370/devices/tape/tape-2401.ts";
import { tape3420 } from "../../../../engine/s370/devices/tape/tape-3420.ts";
import { tapeFile } from "../../../vectors/tape-files.ts";
import { bench, ccw } from "../channel/scripted.ts";
import { packOf } from "./dasd-support.ts";
import { TWO_FILES } from "./tape-support.ts";

const NOP = 0x03;
const REWIND = 0x07;
const FORWARD_SPACE_BLOCK = 0x37;
const FORWARD_SPACE_FILE = 0x3f;
const BACKSPACE_BLOCK = 0x27;
const CHAINED = 0x60;

const ONE = 0x180;
const OTHER = 0x181;
const ELSEWHERE = 0x188;

/** Three tapes in virtual time, the last one on another control. */
function tapes({ make = tape3420, fast = false } = {}) {
  const made = bench();
  const { machine, channels } = made;
  machine.shelf.set("two.aws", bytesOf("two.aws", tapeFile(TWO_FILES)));
  for (const address of [ONE, OTHER, ELSEWHERE]) {
    machine.attach(address, make());
    channels.operate(address, "mount two.aws");
  }
  channels.reset();
  channels.fastDevices = fast;
  /** Condition code of an instruction, and the unit status that it has stored. */
  const ask = (how: "startIo" | "testIo" | "haltIo" | "haltDevice", address: number): string => {
    machine.write(0x40, new Uint8Array(8));
    const code = channels[how](address);
    return `cc ${code} ${made.hex(0x44, 1)}`;
  };
  return {
    ...made,
    ask,
    /** START I/O of a chain of commands. */
    start(address: number, ...codes: number[]): string {
      made.program(codes.map((code, at) => ccw(code, 0, at + 1 < codes.length ? CHAINED : 0x20, 1)));
      return ask("startIo", address);
    },
    pass(ticks: number): void {
      machine.run({ ticks: machine.now + ticks });
    },
  };
}

test.each([
  ["3420", tape3420],
  ["2401", tape2401],
])("a %s that spaces keeps its control busy; who has asked is told when it is free", (_name, make) => {
  const { start, ask, settle, take } = tapes({ make });
  expect(start(ONE, FORWARD_SPACE_FILE)).toBe("cc 1 08");
  const busy = "cc 1 50";
  expect([start(OTHER, NOP), ask("testIo", OTHER), ask("haltIo", OTHER), ask("haltDevice", OTHER)]).toEqual([
    busy,
    busy,
    busy,
    busy,
  ]);
  // The device that is at work is busy itself.
  expect(ask("testIo", ONE)).toBe("cc 1 10");
  expect(take()).toBe("none");
  settle();
  expect([take(), take(), take()]).toEqual(["180: 00000000 04000000", "181: 00000000 20000000", "none"]);
  expect(start(OTHER, NOP)).toBe("cc 1 0c");
});

test("nobody is told who has not asked", () => {
  const { start, settle, take } = tapes();
  start(ONE, FORWARD_SPACE_FILE);
  settle();
  expect([take(), take()]).toEqual(["180: 00000000 04000000", "none"]);
});

test("drives of another control, and drives while one rewinds, are free", () => {
  const { start, settle, take } = tapes();
  start(ONE, FORWARD_SPACE_FILE);
  expect(start(ELSEWHERE, NOP)).toBe("cc 1 0c");
  settle();
  take();
  expect(start(ONE, REWIND)).toBe("cc 1 08");
  expect(start(OTHER, NOP)).toBe("cc 1 0c");
  expect(start(OTHER, FORWARD_SPACE_FILE)).toBe("cc 1 08");
  settle();
  expect([take(), take(), take()]).toEqual(["180: 00000000 04000000", "181: 00000000 04000000", "none"]);
});

test("a device end that comes meanwhile waits for the control", () => {
  const { start, settle, pass, take } = tapes();
  start(OTHER, FORWARD_SPACE_BLOCK);
  settle();
  take();
  expect(start(OTHER, REWIND)).toBe("cc 1 08");
  expect(start(ONE, FORWARD_SPACE_FILE)).toBe("cc 1 08");
  // A block is rewound at once, a file takes 20 milliseconds and more.
  pass(10_000);
  expect(take()).toBe("none");
  settle();
  expect([take(), take(), take()]).toEqual(["180: 00000000 04000000", "181: 00000000 04000000", "none"]);
});

test("a chain keeps the control to its end, and is not broken by who asks", () => {
  const { start, ask, pass, settle, take } = tapes();
  expect(start(ONE, FORWARD_SPACE_BLOCK, FORWARD_SPACE_BLOCK, NOP, FORWARD_SPACE_FILE, NOP)).toBe("cc 0 00");
  for (let i = 0; i < 20; i++) {
    pass(1_000);
    expect(ask("testIo", OTHER)).toBe("cc 1 50");
  }
  settle();
  expect([take(), take(), take()]).toEqual(["180: 00001028 0c000001", "181: 00000000 20000000", "none"]);
});

test("control unit end comes with the device end of what ended badly, and not a second time", () => {
  const { start, settle, take } = tapes();
  start(ONE, BACKSPACE_BLOCK);
  expect(start(OTHER, NOP)).toBe("cc 1 50");
  settle();
  // Unit check: it was at its load point.
  expect([take(), take()]).toEqual(["180: 00000000 26000000", "none"]);
});

test("a reset ends it for all", () => {
  const { start, settle, take, channels } = tapes();
  start(ONE, FORWARD_SPACE_FILE);
  expect(start(OTHER, NOP)).toBe("cc 1 50");
  channels.reset();
  expect(start(OTHER, NOP)).toBe("cc 1 0c");
  settle();
  expect(take()).toBe("none");
});

test("a machine that is saved meanwhile goes on alike", () => {
  const made = tapes();
  const { machine, start, settle, take } = made;
  start(OTHER, FORWARD_SPACE_BLOCK);
  settle();
  take();
  start(OTHER, REWIND);
  start(ONE, FORWARD_SPACE_FILE);
  start(OTHER, NOP);
  made.pass(10_000);
  const snapshot = machine.snapshot();
  const ended = () => {
    settle();
    return [machine.now, take(), take(), take()];
  };
  const first = ended();
  expect(first.slice(1)).toEqual(["180: 00000000 04000000", "181: 00000000 24000000", "none"]);
  machine.restore(snapshot);
  expect(start(OTHER, NOP)).toBe("cc 1 50");
  machine.restore(snapshot);
  expect(ended()).toEqual(first);
});

test("with fast devices the control is busy for as short a time", () => {
  const { start, pass, take } = tapes({ fast: true });
  start(ONE, FORWARD_SPACE_FILE);
  expect(start(OTHER, NOP)).toBe("cc 1 50");
  pass(20);
  expect([take(), take()]).toEqual(["180: 00000000 04000000", "181: 00000000 20000000"]);
});

test("disks: while the arms of one move, and while a sector is awaited, its control serves the others", () => {
  const made = bench();
  const { machine, channels } = made;
  for (const address of [0x150, 0x151]) {
    const pack = packOf("3350");
    const drive = new CountKeyDataDisk(pack.geometry.disk, address);
    drive.mount(pack);
    machine.attach(address, drive);
  }
  channels.reset();
  channels.fastDevices = false;
  machine.write(0x2000, Uint8Array.of(0, 0, 1, 0, 0, 0));
  made.program([ccw(0x07, 0x2000, 0x40, 6), ccw(0x23, 0x2001, 0x20, 1)]);
  expect(channels.startIo(0x150)).toBe(0);
  // The channel is busy while the seek address is transferred, and then the control is free.
  made.program([ccw(0x03, 0, 0x20, 1)]);
  expect(channels.startIo(0x151)).toBe(2);
  machine.run({ ticks: machine.now + 5_000 });
  expect(channels.startIo(0x151)).toBe(1);
  expect(made.hex(0x44, 1)).toBe("0c");
  made.settle();
  expect([made.take(), made.take()]).toEqual(["150: 00001010 08000000", "150: 00000000 04000000"]);
});
