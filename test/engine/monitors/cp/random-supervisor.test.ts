import { expect, it } from "vitest";
import { STORAGE_AT } from "../../../../engine/s370/state.ts";
import { LONG } from "../../s370/long.ts";
import { type End, onBareMachine, underCp } from "./compare.ts";
import { hasRunInAssignedStorage, lacksInstruction, randomProgram } from "./random-programs.ts";
import { type Options, users } from "./support.ts";

const COUNT = LONG ? 8_000 : 400;
const ASSISTS = { virtualMachine: true, intervalTimer: true };
const OPTIONS = "OPTION ECMODE REALTIMER";
/** How virtual machines are run, in turn. */
const WAYS: readonly Options[] = [
  { source: users(OPTIONS) },
  { source: users(OPTIONS), assists: ASSISTS },
  {
    source: users(`${OPTIONS} VIRT=REAL`),
    virtualReal: 0x40000,
    assists: { ...ASSISTS, shadowBypass: true },
    bypass: "virtual=real",
  },
];
const TICKS = 200_000;
/**
 * The end on the bare machine, where there is one that depends only on the program: not on the timer's value at a moment, on how fast the console prints, on when one
 * looks, nor on reference and change bits, which whoever looks at storage beside the program sets too.
 */
function determined(image: Uint8Array): End | undefined {
  let readsTimer = false;
  const end = onBareMachine(image, TICKS);
  const other = onBareMachine(image, 2 * TICKS, (machine) => {
    machine.channels.fastDevices = true;
    const { processor } = machine;
    const load = processor.placeToLoad.bind(processor);
    processor.placeToLoad = (address, length) => {
      const place = load(address, length);
      readsTimer ||= place >= 0 && processor.isTimer(place - STORAGE_AT, length);
      return place;
    };
    machine.processor.keys.fill(6);
    machine.write(0x50, Uint8Array.of(0x7f, 0xee, 0x11, 0x22));
  });
  return !readsTimer && JSON.stringify(end) === JSON.stringify(other) ? end : undefined;
}

/** A register without the bits in which ISK puts reference and change bits: some programs insert keys outside the snippets that mask them. */
function withoutMarks(register: string): string {
  return (Number.parseInt(register, 16) & ~6).toString(16);
}

it(`ends ${COUNT} random supervisor programs as on the bare machine, without assists, with them, and bypassing shadow tables`, () => {
  let compared = 0;
  for (let seed = 1; seed <= COUNT; seed++) {
    const image = randomProgram(seed);
    const bare = determined(image);
    if (bare === undefined || hasRunInAssignedStorage(bare.storage)) continue;
    const { console: _, ...end } = underCp(image, WAYS[seed % WAYS.length]);
    if (lacksInstruction(end.storage, bare.storage)) continue;
    expect({ ...end, gr: end.gr.map(withoutMarks) }, `program ${seed}`).toEqual({
      ...bare,
      gr: bare.gr.map(withoutMarks),
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(0.7 * COUNT);
});
