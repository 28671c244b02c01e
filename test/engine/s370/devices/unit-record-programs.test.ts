/** Programs that drive several unit-record devices at once, in virtual time; going back in the middle of it. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../../engine/s370/assembler/index.ts";
import { bytesOf } from "../../../../engine/s370/devices/media.ts";
import { CardPunch, CardReader, LinePrinter, System370 } from "../../../../engine/s370/index.ts";
import { deckOf } from "./unit-record-support.ts";

const CARDS = 100;
const READER = 0x00c;
const PUNCH = 0x00d;
const PRINTER = 0x00e;

/**
 * Reads cards, and prints and punches each. `ahead`: reads the next card while the one before is printed and punched.
 * It waits in the wait state; interruptions gather each device's status in a byte of BUSY, at its address.
 */
const copy = (ahead: boolean) => `
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'78'
         DC    A(0),A(TAKEN)
         ORG   X'200'
         LPSW  ENABLED           DEVICE END: THE READER HAS BECOME READY
BEGIN    BAL   14,READ
NEXT     LA    2,${READER}
         BAL   14,READY
         TM    BUSY+${READER},1
         BO    OVER
         LA    2,${PRINTER}
         BAL   14,READY
         LA    2,${PUNCH}
         BAL   14,READY
         MVC   LINE,DATA
${ahead ? "         BAL   14,READ" : ""}
         LA    1,PRINTS
         LA    2,${PRINTER}
         BAL   14,START
         LA    1,PUNCHES
         LA    2,${PUNCH}
         BAL   14,START
${
  ahead
    ? ""
    : `
         LA    2,${PUNCH}
         BAL   14,READY
         BAL   14,READ`
}
         B     NEXT
OVER     LA    2,${PRINTER}
         BAL   14,READY
         LA    2,${PUNCH}
         BAL   14,READY
         LPSW  DEAD
READ     LA    1,READS
         LA    2,${READER}
START    ST    1,72
         LA    3,BUSY(2)
         MVI   0(3),0
         SIO   0(2)
         BC    8,0(14)
         OC    0(1,3),68
         BR    14
READY    LA    3,BUSY(2)
         LA    4,WAITING
WAITING  TM    0(3),X'04'
         BC    1,0(14)
         LPSW  ENABLED
TAKEN    LH    5,58
         LA    6,BUSY(5)
         OC    0(1,6),68
         CLI   STARTED,0
         MVI   STARTED,1
         BE    BEGIN
         BR    4
STARTED  DC    X'00'
         DS    0D
ENABLED  DC    X'FE02000000000000'
DEAD     DC    X'000A000000000000'
READS    CCW   X'02',DATA,X'20',80
PRINTS   CCW   X'09',LINE,X'60',40
         CCW   X'01',LINE,X'60',3
         CCW   X'0B',0,X'20',1
PUNCHES  CCW   X'41',LINE,X'20',80
DATA     DC    CL80' '
LINE     DC    CL80' '
BUSY     DC    16X'04'
         END
`;

const names = Array.from({ length: CARDS }, (_, i) => `CARD ${i + 1}`);

function machineWith(source: string) {
  const { segments, errors } = assemble(source);
  expect(errors).toEqual([]);
  const machine = new System370({ storageSize: 0x1_0000 });
  machine.shelf.set("deck", bytesOf("deck", deckOf(...names)));
  const reader = new CardReader("3505", { endOfFile: true });
  const punch = new CardPunch("3525");
  const printer = new LinePrinter("1403");
  machine.attach(READER, reader);
  machine.attach(PUNCH, punch);
  machine.attach(PRINTER, printer);
  for (const { address, bytes } of segments) machine.write(address, bytes);
  machine.setPsw("0000000000000200");
  machine.input(READER, "load deck");
  return { machine, printer, punch };
}

const printed = names.map((name) => `${name}\n${name.slice(0, 3)}\n`).join("");

describe("reading, printing and punching", () => {
  test("one after the other takes the time of all, at once that of the slowest", () => {
    const second = 1_000_000;
    const { machine: slow, printer } = machineWith(copy(false));
    expect(slow.run({ ticks: 120 * second })).toBe("disabled-wait");
    expect(printer.text).toBe(printed);
    const { machine: fast, punch } = machineWith(copy(true));
    expect(fast.run({ ticks: 120 * second })).toBe("disabled-wait");
    expect(punch.stackers[1].count).toBe(CARDS);
    // 50 ms to read, 200 ms to punch (meanwhile two lines are printed) a card.
    expect(slow.now / second).toBeCloseTo(25, 0);
    expect(fast.now / second).toBeCloseTo(20, 0);
  });

  test("a machine is restored in the middle of it, wherever that is", () => {
    const { machine, printer, punch } = machineWith(copy(true));
    const snapshots = Array.from({ length: 40 }, (_, i) => {
      machine.run({ ticks: (i + 1) * 77_777 });
      return machine.snapshot();
    });
    machine.run({ ticks: 120_000_000 });
    const ended = [machine.now, machine.instructions, printer.text, printer.lines, punch.stackers[1].file("ebcdic")];
    for (const snapshot of snapshots.reverse()) {
      machine.restore(snapshot);
      expect(machine.run({ ticks: 120_000_000 })).toBe("disabled-wait");
      const again = [machine.now, machine.instructions, printer.text, printer.lines, punch.stackers[1].file("ebcdic")];
      expect(again).toEqual(ended);
    }
  });
});
