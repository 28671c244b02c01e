import { expect, test } from "vitest";
import { TimeTravel } from "../../../../engine/machine/time-travel.ts";
import { Display3277 } from "../../../../engine/s370/devices/display/display.ts";
import { screenText } from "../../../../engine/s370/devices/display/screen.ts";
import { System370 } from "../../../../engine/s370/index.ts";
import { assembleCase } from "../../../vectors/device-case.ts";
import { Random } from "../../../vectors/random.ts";

/** Shows a form; whatever the operator sends is shown in the row below, ten times. */
const ECHO = `
         LA    10,10
         LA    9,1
         IO    X'0C0',FORM
AGAIN    AWAIT
         IO    X'0C0',READMOD
         MVC   SHOWN(40),INPUT+6
         IO    X'0C0',SHOW
         XC    INPUT,INPUT
         BCT   10,AGAIN
         DONE
FORM     CCW   X'05',FORMDATA,X'20',FORMEND-FORMDATA
READMOD  CCW   X'06',INPUT,X'20',60
SHOW     CCW   X'0B',0,X'60',1
         CCW   X'01',SHOWDATA,X'60',SHOWEND-SHOWDATA
         CCW   X'0F',0,X'20',1
FORMDATA DC    X'C31140401D6013',C'SAY'
         DC    X'1140C91D40131140F21D60'
FORMEND  EQU   *
SHOWDATA DC    X'C311C1501D60'
SHOWN    DC    CL40' '
SHOWEND  EQU   *
INPUT    DC    XL60'00'
`;

function echo(): { machine: System370; display: Display3277; state: () => string } {
  const machine = new System370({ storageSize: 0x1_0000 });
  const display = new Display3277();
  machine.attach(0x0c0, display);
  const { image } = assembleCase({ name: "echo", source: ECHO, configuration: [] });
  machine.write(0, image);
  machine.setPsw(Buffer.from(image.subarray(0, 8)).toString("hex"));
  const state = (): string =>
    JSON.stringify([
      machine.now,
      machine.instructions,
      machine.pswHex,
      display.screen,
      [...machine.read(0x4000, 0x1000)],
    ]);
  return { machine, display, state };
}

test("a program and its operator at a display, driven back and forth in time, are as they were", () => {
  const { machine, display, state } = echo();
  const travel = new TimeTravel(machine);
  const seen = new Map<number, string>();
  for (const words of ["HELLO", "[erase eof]WORLD", "A[left]B[insert]C"]) {
    for (let i = 0; i < 7; i++) {
      travel.run({ ticks: machine.now + 25_013 });
      seen.set(machine.now, state());
    }
    travel.input(0x0c0, `${words}[enter]`);
    seen.set(machine.now, state());
  }
  travel.run({ ticks: machine.now + 300_000 });
  const end = state();
  expect(screenText(display.screen)[1].trim()).toBe("BC");
  expect(display.screen.inputInhibited).toBe(false);
  const random = new Random(70);
  const ticks = [...seen.keys()];
  for (let i = 0; i < 30; i++) {
    const tick = random.pick(ticks);
    travel.goTo(tick);
    expect(state()).toBe(seen.get(tick));
  }
  travel.goTo(Number.MAX_SAFE_INTEGER);
  expect(state()).toBe(end);
});

test("streams and keystrokes by chance never fail, and leave a screen", () => {
  const random = new Random(3272);
  const keys = [
    "[tab]",
    "[insert]",
    "[delete]",
    "[erase eof]",
    "[dup]",
    "[newline]",
    "[backtab]",
    "[erase input]",
    "[reset]",
    "[clear]",
  ];
  const display = new Display3277({ model: random.chance(50) ? 1 : 2 });
  for (let i = 0; i < 10_000; i++) {
    if (random.chance(50)) display.operate(`[reset]${random.pick(keys)}${random.pick(["A", "1", "[enter]", "[pf7]"])}`);
    else {
      const answer = display.begin({ code: random.below(256), chained: random.chance(50), chains: false });
      if (answer.kind === "output") {
        const orders = [0x05, 0x11, 0x12, 0x13, 0x1d, 0x3c, 0x40];
        const stream = Array.from({ length: random.below(40) }, () =>
          random.chance(40) ? random.pick(orders) : random.below(256),
        );
        display.accept(Uint8Array.from(stream));
      } else if (answer.kind === "input") display.transferred(random.below(answer.data.length + 1));
    }
    if (i % 100 === 0) {
      const { cells, cursor } = display.screen;
      expect(cells.every(({ character }) => character.length === 1)).toBe(true);
      expect(cursor).toBeLessThan(cells.length);
    }
  }
});
