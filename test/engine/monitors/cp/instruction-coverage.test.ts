/** Every privileged instruction, executed by a virtual machine of CP's and by a bare one: both must end alike. */
import { describe, expect, it } from "vitest";
import { instructions } from "../../../../engine/s370/index.ts";
import { program } from "../support.ts";
import { type End, onBareMachine, underCp } from "./compare.ts";
import { INSTRUCTION_PROGRAMS, type InstructionCase, instructionProgram, type Mode } from "./instruction-programs.ts";
import { type Options, users } from "./support.ts";

const PRIVILEGED = instructions.filter(({ privileged }) => privileged).map(({ mnemonic }) => mnemonic);
const TICKS = 400_000;

const WAYS: readonly (readonly [name: string, options: Options])[] = [
  ["by CP", {}],
  ["with assists", { assists: { virtualMachine: true, intervalTimer: true } }],
  ["translated", { executor: "translator" }],
  [
    "bypassing shadow tables",
    {
      source: users("OPTION ECMODE REALTIMER VIRT=REAL"),
      virtualReal: 0x40000,
      assists: { virtualMachine: true, intervalTimer: true, shadowBypass: true },
      bypass: "virtual=real",
    },
  ],
];

it("has a program for each privileged instruction, and that executes it", () => {
  expect(Object.keys(INSTRUCTION_PROGRAMS).toSorted()).toEqual(PRIVILEGED.toSorted());
  for (const [mnemonic, each] of Object.entries(INSTRUCTION_PROGRAMS))
    expect(each.body, mnemonic).toMatch(new RegExp(`^[!?]${mnemonic}\\b`, "m"));
});

const MODES: readonly Mode[] = ["BC", "EC", "PER"];

/** What a program's end tells, without bytes that differ for a reason. */
function withoutDifference(end: End, source: string, { differs }: InstructionCase): unknown {
  const { console: _, ...rest } = { console: "", ...end };
  if (differs === undefined) return rest;
  const begin = program(source).symbols.get(differs.where)?.value ?? 0;
  const storage = Object.fromEntries(
    Object.entries(end.storage).map(([row, digits]) => {
      const at = 2 * (begin - Number.parseInt(row, 16));
      if (at < 0 || at >= 64) return [row, digits];
      return [row, digits.slice(0, at) + "--".repeat(differs.length) + digits.slice(at + 2 * differs.length)];
    }),
  );
  return { ...rest, storage };
}

/** Interruption codes of the log of a program that has one of 12 bytes first. */
function firstCode(end: End, mode: Mode): string {
  const row = end.storage["00000200"] ?? "";
  return mode === "BC" ? row.slice(4, 8) : row.slice(20, 24);
}

describe.each(Object.entries(INSTRUCTION_PROGRAMS))("%s", (mnemonic, each) => {
  const bares: Partial<Record<Mode, End>> = {};
  for (const mode of MODES.filter((one) => one !== "PER" || each.polls !== true))
    for (const [way, options] of WAYS)
      it(`ends in ${mode} mode as on the bare machine, ${way}`, () => {
        const source = instructionProgram(each, mode);
        bares[mode] ??= onBareMachine(source, TICKS);
        const bare = bares[mode];
        if (bare === undefined) throw new Error("it comes to no end on the bare machine");
        expect(bare.psw.slice(8)).toBe("00000D0E");
        const virtual = underCp(source, { source: users("OPTION ECMODE REALTIMER"), ...options });
        if (each.isLacking === true) {
          expect(firstCode(virtual, mode), mnemonic).toMatch(/^00[08]1$/);
          expect(virtual.psw).toBe(bare.psw);
          return;
        }
        expect(withoutDifference(virtual, source, each)).toEqual(withoutDifference(bare, source, each));
      });
});

describe("without ECMODE", () => {
  it.each(["SCKC  AREA", "STCKC AREA", "SPT   AREA", "STPT  AREA", "LRA   3,AREA"])("there is no %s", (statement) => {
    const source = instructionProgram({ body: `!${statement}` }, "BC");
    const virtual = underCp(source, { source: users("") });
    expect(firstCode(virtual, "BC")).toBe("0001");
    expect(virtual.psw.slice(8)).toBe("00000D0E");
  });

  it("control register 0 is the only one", () => {
    const body = "!LCTL  0,4,NEWCRS\n!STCTL 0,4,AREA\n         MVC   NEWCRS(20),AREA";
    const data = "NEWCRS   DC    X'000000C0',4F'7'";
    const { cr } = underCp(instructionProgram({ body, data }, "BC"), { source: users("") });
    expect(cr.slice(0, 5)).toEqual(["000000C0", "00000000", "FFFFFFFF", "00000000", "00000000"]);
  });
});
