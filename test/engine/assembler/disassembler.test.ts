/** The disassembler: what it says is what the assembler turns into the same bytes, and what another disassembler says. */
import { describe, expect, test } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { disassemble, disassembleOne, statementText } from "../../../engine/s370/disassembler.ts";
import { instructions } from "../../../engine/s370/instructions/index.ts";
import { Random } from "../../vectors/random.ts";
import vectors from "../../vectors/s370-disassembly.json" with { type: "json" };

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();
const textOf = (bytes: string, extended = true): string =>
  disassemble(bytesOf(bytes), { extended }).map(statementText).join("; ");

describe("statements", () => {
  test.each([
    ["1812", "LR    1,2"],
    ["5810C008", "L     1,8(0,12)"],
    ["5812300C", "L     1,12(2,3)"],
    ["D2042008F00F", "MVC   8(5,2),15(15)"],
    ["F321200CF010", "UNPK  12(3,2),16(2,15)"],
    ["F0134000003F", "SRP   0(2,4),63(0),3"],
    ["95C11000", "CLI   0(1),193"],
    ["89100002", "SLL   1,2"],
    ["89102002", "SLL   1,2(2)"],
    ["980CD014", "LM    0,12,20(13)"],
    ["0A08", "SVC   8"],
    ["B20D0000", "PTLB"],
    ["8200C010", "LPSW  16(12)"],
  ])("%s is %s", (bytes, text) => {
    expect(textOf(bytes)).toBe(text);
  });

  test.each([
    ["47F0C010", "B     16(0,12)", "BC    15,16(0,12)"],
    ["4780C010", "BE    16(0,12)", "BC    8,16(0,12)"],
    ["4700C010", "NOP   16(0,12)", "BC    0,16(0,12)"],
    ["07FE", "BR    14", "BCR   15,14"],
    ["071E", "BOR   14", "BCR   1,14"],
    ["0700", "NOPR  0", "BCR   0,0"],
    ["4730C010", "BC    3,16(0,12)", "BC    3,16(0,12)"],
  ])("%s is %s, or %s without extended mnemonics", (bytes, extended, plain) => {
    expect([textOf(bytes), textOf(bytes, false)]).toEqual([extended, plain]);
  });

  test("what is no instruction is data", () => {
    expect(textOf("0000 1812 FF")).toBe("DC    X'0000'; LR    1,2; DC    X'FF'");
    expect(textOf("5810")).toBe("DC    X'5810'");
    expect(textOf("D2040000")).toBe("DC    X'D204'; DC    X'0000'");
  });

  test("bits that no statement gives make data, which the machine still takes for the instruction", () => {
    const [statement] = disassemble(bytesOf("B20D1234"));
    expect(statementText(statement)).toBe("DC    X'B20D1234'");
    expect(statement.instruction?.mnemonic).toBe("PTLB");
  });

  test("addresses go on from the first", () => {
    expect(disassemble(bytesOf("1812 5810C008 07FE"), { address: 0x200 }).map(({ address }) => address)).toEqual([
      0x200, 0x202, 0x206,
    ]);
  });
});

describe("round trips", () => {
  /** Bytes that assembly makes of a disassembly. */
  const again = (bytes: Uint8Array, extended: boolean): string => {
    const source = disassemble(bytes, { extended }).map((statement) => `         ${statementText(statement)}`);
    const { errors, segments } = assemble(source.join("\n"));
    return errors.length > 0 ? JSON.stringify(errors[0]) : segments.map((segment) => hex(segment.bytes)).join();
  };

  test.each(instructions.map(({ mnemonic, opcode, format }) => ({ mnemonic, opcode, format })))(
    "$mnemonic, 200 random operands",
    ({ opcode }) => {
      const random = new Random(opcode);
      const cases = Array.from({ length: 200 }, () => {
        const bytes = Uint8Array.from({ length: 6 }, () => (random.chance(20) ? 0 : random.below(256)));
        bytes.set(opcode > 0xff ? [opcode >> 8, opcode & 0xff] : [opcode]);
        return disassembleOne(bytes).bytes;
      });
      const program = Uint8Array.from(cases.flatMap((bytes) => [...bytes]));
      expect(again(program, true)).toBe(hex(program));
      expect(again(program, false)).toBe(hex(program));
    },
  );

  test("every instruction has operands with which it is no data", () => {
    const hidden = instructions.filter(({ opcode }) => {
      const code = opcode > 0xff ? [opcode >> 8, opcode & 0xff] : [opcode];
      return disassembleOne(Uint8Array.from([...code, 0, 0, 0, 0, 0].slice(0, 6))).operation === "DC";
    });
    expect(hidden.map(({ mnemonic }) => mnemonic)).toEqual([]);
  });

  test("random storage", () => {
    const random = new Random(370);
    for (let index = 0; index < 100; index++) {
      const bytes = Uint8Array.from({ length: 1 + random.below(200) }, () => random.below(256));
      expect(again(bytes, index % 2 === 0)).toBe(hex(bytes));
    }
  });
});

test("agrees with GNU objdump", () => {
  const cases = Object.entries(vectors.statements);
  expect(cases.length).toBeGreaterThan(2000);
  const ours = cases.map(([bytes]) => `${bytes} ${textOf(bytes, false)}`);
  expect(ours).toEqual(cases.map(([bytes, text]) => `${bytes} ${text}`));
});
