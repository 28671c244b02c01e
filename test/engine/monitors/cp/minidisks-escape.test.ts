/** No channel program, whatever it is, reaches a track that is not its minidisk's, or storage that is not its virtual machine's. */
import { expect, it } from "vitest";
import { System370 } from "../../../../engine/s370/index.ts";
import { Random } from "../../../vectors/random.ts";
import { hex } from "../support.ts";
import { mountedDisk, putRecords, trackOf } from "./disks.ts";
import { randomImage, randomRecords } from "./random-channel-programs.ts";
import { cpMachine } from "./support.ts";

const CYLINDERS = 3;
const START = 7;
const AROUND = 6;
const WITNESS = 0x6000;

/** A program that fills its storage and its general registers, and looks again and again whether they are as they were. */
const WITNESSING = `
WITNESS  START 0
         USING *,0
         DC    X'0000000000000200'
         ORG   WITNESS+X'200'
         L     1,=A(${WITNESS})
         L     2,=A(${WITNESS + 0x8000})
FILL     ST    1,0(1)
         LA    1,4(,1)
         CR    1,2
         BC    4,FILL
AGAIN    L     1,=A(${WITNESS})
LOOK     C     1,0(1)
         BC    7,HARMED
         LA    1,4(,1)
         CR    1,2
         BC    4,LOOK
         B     AGAIN
HARMED   LPSW  BAD
         LTORG
         DS    0D
BAD      DC    X'0002000000000BAD'
         END
`;

/** Channel programs of any bytes among those that make some sense: every command, any flags, any file mask. */
function hostileImage(seed: number, heads: number): Uint8Array {
  const image = randomImage(seed, { cylinders: CYLINDERS, heads });
  const random = new Random(seed ^ 0x5eed);
  const view = new DataView(image.buffer);
  for (let n = 0; n < 40; n++) {
    const at = 0x2000 + 8 * random.below(0x90);
    const what = random.below(4);
    if (what === 0) image[at] = random.below(256);
    else if (what === 1) image[at + 4] ^= 1 << random.below(8);
    // Into its own channel programs and their arguments: they change while they are executed.
    else if (what === 2) view.setUint32(at, ((image[at] << 24) | (0x2000 + random.below(0x2800))) >>> 0);
    else image[0x4000 + random.below(0x200)] = random.below(256);
  }
  return image;
}

const CASES = Number(process.env.CASES ?? 120);

it.each([
  ["3350", "MDISK 191 3350 7 3 VMRES MW"],
  ["3330", "MDISK 191 3330 7 3 VMRES MW"],
  ["3350", "MDISK 191 3350 7 3 VMRES R"],
  ["2314", "MDISK 191 2311 TOP 7 3 VMRES MW"],
  ["2314", "MDISK 191 2311 BOTTOM 7 3 VMRES MW"],
])("keeps channel programs on a %s within %s", (type, minidisk) => {
  for (let seed = 1; seed <= CASES / 5; seed++) {
    const disk = mountedDisk(type, "VMRES", 0x351);
    const heads = disk.pack?.geometry.heads ?? 0;
    for (let cylinder = 1; cylinder < START + AROUND; cylinder++)
      for (let head = 0; head < heads; head++)
        putRecords(disk, { cylinder, head }, randomRecords(1000 * seed + 40 * cylinder + head));
    const half = / TOP /.test(minidisk) ? [0, 10] : / BOTTOM /.test(minidisk) ? [10, 20] : [0, heads];
    const isOwn = (cylinder: number, head: number): boolean =>
      !minidisk.endsWith(" R") &&
      cylinder >= START &&
      cylinder < START + CYLINDERS &&
      head >= half[0] &&
      head < half[1];
    const others = (): string[] => {
      const tracks: string[] = [];
      for (let cylinder = 0; cylinder < START + AROUND; cylinder++)
        for (let head = 0; head < heads; head++)
          if (!isOwn(cylinder, head)) tracks.push(`${cylinder} ${head} ${hex(trackOf(disk, cylinder, head))}`);
      return tracks;
    };
    const before = others();
    const source = `USER A PASS 64K 16M G\nCONSOLE 009 3215\n${minidisk}\nUSER B PASS 64K 16M G\nCONSOLE 009 3215`;
    const run = cpMachine([hostileImage(seed, half[1] - half[0]), WITNESSING], { source, more: [[0x351, disk]] });
    run.machine.channels.fastDevices = seed % 2 === 0;
    run.machine.run({ ticks: 1_500_000 });
    expect(others(), `seed ${seed}`).toEqual(before);
    expect(run.vm("B").state.stopped, `seed ${seed}`).toBe(false);
  }
});

it("is told of a witness that is harmed", () => {
  const run = cpMachine(["GUEST START 0\n DC X'0002000000000000'\n END", WITNESSING]);
  run.machine.run({ ticks: 600_000 });
  const frame = run.vm("B").state.pages.frame[WITNESS >>> 12];
  expect(run.machine).toBeInstanceOf(System370);
  run.machine.write(frame << 12, Uint8Array.of(1));
  run.machine.run({ ticks: 1_500_000 });
  expect(run.vm("B").state.stopped).toBe(true);
});
