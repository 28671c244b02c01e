/** Interruptions: old and new PSWs, codes, lengths and masks, in both modes (GA22-7000, "Interruptions"). */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/** New PSWs lead to disabled waits that tell their class by the address; code starts at X'200'. */
const lowStorage = (psw: string): string => `
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'58'
         DC    X'0002000000000E01'
         DC    X'0002000000000E02'
         DC    X'0002000000000E03'
         ORG   X'78'
         DC    X'0002000000000E05'
         ORG   X'200'
`;
const BC = "0000000000000200";
const EC = "0008000000000200";

function run(psw: string, code: string) {
  const made = machineWith(`${lowStorage(psw)}${code}\n         END\n`);
  const stopped = made.machine.run({ ticks: 100_000 });
  const old = (address: number): string => hexadecimal(made.machine.read(address, 8));
  return { ...made, stopped, old, ended: made.machine.psw.address };
}

describe("a program interruption", () => {
  test.each([
    ["operation", "         DC    X'0000'", "0001", 1],
    [
      "privileged operation",
      "         LPSW  PROBLEM\n         ORG   X'300'\nGO       SSM   0\n         DS    0D\nPROBLEM  DC    X'0001000000000300'",
      "0002",
      2,
    ],
    ["execute", "         EX    0,AGAIN\nAGAIN    EX    0,AGAIN", "0003", 2],
    ["addressing", "         L     1,=X'00FFFFF0'\n         L     2,0(1)\n         LTORG", "0005", 2],
    ["specification", "         MR    1,2", "0006", 1],
    ["data", "         CVB   1,=8X'FF'\n         LTORG", "0007", 2],
    ["fixed-point divide", "         SR    4,4\n         DR    2,4", "0009", 1],
    ["special operation", "         LCTL  0,0,=X'400000E0'\n         SSM   0\n         LTORG", "0013", 2],
  ])("%s: code and length in the old PSW of BC mode", (_name, code, expected, halfwords) => {
    const { stopped, ended, old } = run(BC, code);
    expect(stopped).toBe("disabled-wait");
    expect(ended).toBe(0xe03);
    expect(old(0x28).slice(4, 8)).toBe(expected);
    expect(Number.parseInt(old(0x28)[8], 16) >>> 2).toBe(halfwords);
  });

  test("in EC mode code and length have a word of their own, and the old PSW says nothing of them", () => {
    const { old, word } = run(EC, "         MR    1,2");
    expect(old(0x28)).toBe("0008000000000202");
    expect(word(0x8c)).toBe("00020006");
  });

  test("fixed-point overflow interrupts only where the program mask asks for it, and completes the instruction", () => {
    const code = "         L     1,=X'7FFFFFFF'\n         A     1,=F'1'\n         SVC   1\n         LTORG";
    const quiet = run(BC, code);
    expect(quiet.ended).toBe(0xe02);
    expect(quiet.machine.gr(1)).toBe(0x8000_0000);
    const loud = run("0000000008000200", code);
    expect(loud.ended).toBe(0xe03);
    expect(loud.machine.gr(1)).toBe(0x8000_0000);
    // Length 2, condition code 3, program mask 8.
    expect(loud.old(0x28)).toBe("00000008B8000208");
  });

  test("a supervisor that cannot start is interrupted again and again, but time goes on", () => {
    const { machine } = run(BC, "         MVC   X'68'(8),=X'0000000000000201'\n         DC    X'0000'\n         LTORG");
    const { now } = machine;
    expect(machine.run({ ticks: now + 1000 })).toBe("limit");
    expect(machine.now).toBe(now + 1000);
    expect(machine.stopped).toBeUndefined();
  });
});

describe("an address from which no instruction can come", () => {
  test.each([
    ["odd", "000203", "00000006", "000207"],
    ["beyond storage", "010000", "00000005", "010004"],
  ])(
    "%s: the length code is not zero, and the old address less the length is the bad one",
    (_name, address, code, after) => {
      const { old } = run(BC, `         LPSW  BAD\n         DS    0D\nBAD      DC    X'0000000000${address}'`);
      expect(old(0x28)).toBe(`${code}80${after}`);
    },
  );

  test("fetch protection holds for the very next instruction after SPKA", () => {
    const { ended, old } = run(
      BC,
      `         LA    1,X'38'
         LR    2,0
         SR    2,2
         SSK   1,2
         SPKA  X'20'
         NOP   0`,
    );
    expect(ended).toBe(0xe03);
    expect(old(0x28).slice(4, 8)).toBe("0004");
  });

  test("a page that is not there: nothing is stepped over, and its address is at X'90'", () => {
    const { old, word } = run(
      EC,
      `         LCTL  0,1,CONTROL
         LPSW  THERE
         DS    0D
THERE    DC    X'0408000000003008'
CONTROL  DC    X'008000E0',A(X'400')
         ORG   X'400'
         DC    X'F0000500'
         ORG   X'500'
         DC    X'0000',X'0010',X'0020',X'0008'`,
    );
    expect(old(0x28)).toBe("0408000000003008");
    expect(word(0x8c).slice(4)).toBe("0011");
    expect(word(0x90)).toBe("00003000");
  });
});

describe("an invalid PSW", () => {
  test("brought in by LPSW is a specification exception of length 0, even one that would wait", () => {
    const { ended, old, word } = run(BC, "         LPSW  BAD\n         DS    0D\nBAD      DC    X'800A000000000300'");
    expect(ended).toBe(0xe03);
    expect(old(0x28)).toBe("800A000000000300");
    expect(word(0x8c)).toBe("00000006");
  });

  test("made by SSM shows the length of SSM", () => {
    const { old, word } = run(EC, "         SSM   =X'80'\n         LTORG");
    expect(old(0x28)).toBe("8008000000000204");
    expect(word(0x8c)).toBe("00040006");
  });

  test("is seen before an interruption that waits", () => {
    const { machine } = machineWith(`${lowStorage(BC)}
         LPSW  BAD
         DS    0D
BAD      DC    X'030A800000000300'
         END
`);
    machine.input(0x009, "attention");
    machine.run({ ticks: 100 });
    expect(machine.psw.address).toBe(0xe03);
  });
});

describe("SUPERVISOR CALL", () => {
  test("in BC mode its code is in the old PSW", () => {
    expect(run(BC, "         SVC   200").old(0x20)).toBe("000000C840000202");
  });
  test("in EC mode at X'88'", () => {
    const { old, word } = run(EC, "         SVC   200");
    expect(old(0x20)).toBe("0008000000000202");
    expect(word(0x88)).toBe("000200C8");
  });
  test("through EXECUTE has EXECUTE's length, and the number that was ORed in", () => {
    const { old } = run(BC, "         LA    1,3\n         EX    1,CALL\nCALL     SVC   8");
    expect(old(0x20)).toBe("0000000B80000208");
  });
});

describe("I/O and external interruptions", () => {
  test("attention of a console: its address in BC mode's old PSW, the CSW at X'40'", () => {
    const { machine, word } = machineWith(`${lowStorage("8002000000000300")}\n         END\n`);
    machine.input(0x009, "line");
    expect(machine.psw.address).toBe(0xe05);
    expect(hexadecimal(machine.read(0x38, 8))).toBe("8002000900000300");
    expect(word(0x44)).toBe("80000000");
  });

  test("in EC mode: the address at X'BA', and channel 0 masked by control register 2", () => {
    const { machine } = machineWith(`${lowStorage("020A000000000300")}\n         END\n`);
    machine.setCr(2, 0x7fff_ffff);
    machine.input(0x009, "line");
    expect(machine.psw.address).toBe(0x300);
    machine.setCr(2, 0x8000_0000);
    machine.step();
    expect(machine.psw.address).toBe(0xe05);
    expect(hexadecimal(machine.read(0xba, 2))).toBe("0009");
    expect(hexadecimal(machine.read(0x38, 8))).toBe("020A000000000300");
  });

  test("a masked one stays pending until the mask lets it in", () => {
    const { machine } = machineWith(`${lowStorage(BC)}
         LA    1,20
WAIT     BCT   1,WAIT
         SSM   =X'80'
         SVC   1
         LTORG
         END
`);
    machine.input(0x009, "line");
    machine.run({ ticks: 1000 });
    expect(machine.psw.address).toBe(0xe05);
    expect(hexadecimal(machine.read(0x38, 8)).slice(4)).toBe(`0009${"00"}00020C`);
  });

  test("external comes before I/O: its old PSW is the program's, and I/O's is external's new one", () => {
    const { machine } = machineWith(`${lowStorage(BC)}
         MVC   80(4),=F'0'
         MVC   X'58'(8),=X'8000000000000400'
         LA    1,20
WAIT     BCT   1,WAIT
         SSM   =X'81'
         SVC   1
         LTORG
         END
`);
    machine.input(0x009, "line");
    machine.run({ ticks: 1000 });
    expect(machine.psw.address).toBe(0xe05);
    expect(hexadecimal(machine.read(0x18, 8)).slice(0, 8)).toBe("81000080");
    expect(hexadecimal(machine.read(0x38, 8))).toBe("8000000900000400");
  });
});

describe("waiting", () => {
  test("a disabled wait is the end", () => {
    const { machine } = machineWith(`${lowStorage("0002000000000300")}\n         END\n`);
    expect(machine.run({ ticks: 100 })).toBe("disabled-wait");
    expect(machine.now).toBe(0);
  });
  test("an enabled one for which nothing can come is idle; something typed ends it", () => {
    const { machine } = machineWith(`${lowStorage("8002000000000300")}\n         END\n`);
    expect(machine.run({ ticks: 100 })).toBe("idle");
    machine.input(0x009, "line");
    expect(machine.psw.address).toBe(0xe05);
  });
  test("an interruption that came before the wait began is not slept through", () => {
    const { machine } = machineWith(`${lowStorage(BC)}\n         END\n`);
    machine.input(0x009, "line");
    machine.setPsw("8002000000000300");
    expect(machine.stopped).toBeUndefined();
    machine.step();
    expect(machine.psw.address).toBe(0xe05);
  });
});
