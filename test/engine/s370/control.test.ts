/** Control instructions that other tables do not cover: signalling, prefix, invalidation, protection, I/O. */
import { describe, expect, test } from "vitest";
import { hexadecimal, machineWith } from "./program.ts";

/** Code at X'200'; interruptions end in disabled waits. */
function run(code: string, psw = "0008000000000200") {
  const made = machineWith(`
         USING 0,0
         ORG   0
         DC    X'${psw}'
         ORG   X'58'
         DC    X'000A000000000E01'
         DC    X'000A000000000E02'
         DC    X'000A000000000E03'
         ORG   X'200'
${code}
         END
`);
  const stopped = made.machine.run({ ticks: 10_000 });
  return { ...made, stopped, ended: made.machine.psw.address };
}

const STOP = "         LPSW  END\n         DS    0D\nEND      DC    X'000A000000000ABC'";
const code = (register: number): number => (register >>> 28) & 3;

describe("SIGNAL PROCESSOR, to the only processor", () => {
  test("sense: nothing to tell, or an external call that waits", () => {
    const { machine } = run(
      `
         SR    3,3
         SIGP  6,3,1
         BALR  7,0
         SIGP  6,3,2
         BALR  8,0
         SIGP  6,3,1
         BALR  9,0
         SIGP  6,3,2
         BALR  10,0
${STOP}`,
      "0000000000000200",
    );
    expect([7, 8, 9, 10].map((n) => code(machine.gr(n)))).toEqual([0, 0, 1, 1]);
    expect(machine.gr(6)).toBe(0x80);
  });

  test.each([
    ["external call", 2, 0x2000, "00001202"],
    ["emergency signal", 3, 0x4000, "00001201"],
  ])("%s: an external interruption with the CPU address 0", (_name, order, mask, identification) => {
    const { ended, word } = run(`
         LCTL  0,0,MASK
         SIGP  6,3,${order}
         SSM   ON
         NOPR  0
MASK     DC    A(${mask})
ON       DC    X'01'`);
    expect(ended).toBe(0xe01);
    expect(word(0x84)).toBe(identification);
  });

  test("stop: the processor is stopped when the instruction has ended", () => {
    const { machine, stopped } = run("         SIGP  6,3,5\n         NOPR  0");
    expect(stopped).toBe("halt");
    expect(machine.psw.address).toBe(0x204);
    expect(machine.psw.conditionCode).toBe(0);
  });

  test("restart: PSWs are exchanged when the instruction has ended", () => {
    const { machine } = run(`
         CLI   RESTARTED,1
         BE    DONE
         MVI   RESTARTED,1
         SIGP  6,3,6
         DC    X'0000'
DONE     DS    0H
${STOP}
RESTARTED DC   X'00'`);
    expect(hexadecimal(machine.read(8, 8))).toBe("0008000000000210");
    expect(machine.psw.address).toBe(0xabc);
  });

  test("stop and store status leaves the registers", () => {
    const { stopped, word } = run("         LA    4,X'444'\n         SIGP  6,3,9");
    expect(stopped).toBe("halt");
    expect(word(384 + 16)).toBe("00000444");
    expect(word(256 + 4)).toBe("00000208");
  });

  test("initial CPU reset: stopped, with PSW and control registers as at the beginning", () => {
    const { machine, stopped } = run("         LCTL  5,5,=F'5'\n         SIGP  6,3,11\n         LTORG");
    expect(stopped).toBe("halt");
    expect(machine.pswHex).toBe("0000000000000000");
    expect(machine.cr(5)).toBe(0);
  });

  test("an order that there is none of, and a processor that there is none of", () => {
    const { machine } = run(
      `
         SIGP  6,3,0
         BALR  7,0
         LA    3,1
         SIGP  8,3,1
         BALR  9,0
${STOP}`,
      "0000000000000200",
    );
    expect(machine.gr(6)).toBe(2);
    expect([code(machine.gr(7)), code(machine.gr(9))]).toEqual([1, 3]);
  });
});

describe("prefixing", () => {
  /** Code at X'1000', so that it stays where it is when the first 4 KiB change places with those at X'3000'. */
  const prefixed = (body: string, more = ""): ReturnType<typeof run> =>
    run(
      `         ORG   X'1000'
         BALR  12,0
         USING *,12
${body}
PREFIX   DC    A(X'3000')
         DS    0D
WAIT     DC    X'000A000000000ABC'
         LTORG
         ORG   X'3058'
         DC    X'000A000000000F01'
         DC    X'000A000000000F02'
         DC    X'000A000000000F03'
         ORG   X'3100'
         DC    C'HIGH'
${more}`,
      "0008000000001000",
    );

  test("the first 4 KiB and those of the prefix change places, for the program and for interruptions", () => {
    const { machine, ended } = prefixed(`
         MVC   X'100'(4),=C'LOW '
         SPX   PREFIX
         L     2,X'100'
         LA    3,3
         SLL   3,12
         L     3,X'100'(3)
         SVC   9`);
    expect(machine.gr(2)).toBe(0xc8c9c7c8);
    expect(machine.gr(3)).toBe(0xd3d6e640);
    expect(ended).toBe(0xf02);
    expect(hexadecimal(machine.read(0x3020, 4))).toBe("00080000");
    expect(hexadecimal(machine.read(0x3088, 4))).toBe("00020009");
  });

  test("storage keys are those of absolute blocks", () => {
    const { machine } = prefixed(`
         SPX   PREFIX
         LA    2,X'30'
         SR    3,3
         SSK   2,3
         LPSW  WAIT`);
    expect(machine.processor.keys[0x3000 >>> 11] & 0xf0).toBe(0x30);
    expect(machine.processor.keys[0] & 0xf0).toBe(0);
  });

  test("the interval timer is the word at real location 80", () => {
    const { machine } = prefixed(`
         MVC   80(4),=X'11111111'
         SPX   PREFIX
         MVC   80(4),=X'22222222'
         L     2,80
         LPSW  WAIT`);
    expect(machine.gr(2)).toBe(0x2222_2222);
    expect(hexadecimal(machine.read(80, 3))).toBe("111111");
    expect(hexadecimal(machine.read(0x3050, 3))).toBe("222222");
  });

  test("STPX stores what SPX takes: bits 8-19", () => {
    const { machine, at } = prefixed(`
         SPX   OPERAND
         STPX  STORED
         LPSW  WAIT
         DS    0F
OPERAND  DC    X'FF003FFF'
STORED   DC    F'-1'`);
    expect(hexadecimal(machine.read(at("STORED"), 4))).toBe("00003000");
  });

  test("CSW and channel address word are real, channel programs absolute", () => {
    const { machine, text } = prefixed(
      `
         SPX   PREFIX
         MVC   X'48'(4),=A(X'3800')
         SIO   9
         LA    1,500
         BCT   1,*
         LPSW  ENABLED
         DS    0D
ENABLED  DC    X'020A000000000ABC'`,
      `         ORG   X'3078'
         DC    X'000A000000000F05'
         ORG   X'3800'
         DC    X'09',AL3(X'3808'),X'20000002'
         DC    C'HI'`,
    );
    expect(machine.psw.address).toBe(0xf05);
    expect(text()).toBe("HI\n");
    expect(hexadecimal(machine.read(0x3044, 2))).toBe("0C00");
    expect(hexadecimal(machine.read(0x44, 2))).toBe("0000");
  });
});

describe("INVALIDATE PAGE TABLE ENTRY", () => {
  test("makes the entry invalid and the buffer forget it; other pages stay", () => {
    const { machine, ended, word } = run(
      `
         LCTL  0,1,CONTROL
         SSM   DATON
         LA    4,2
         SLL   4,11
         L     2,0(4)
         L     3,X'800'
         LA    5,X'500'
         LA    6,2
         SLL   6,11
         IPTE  5,6
         L     3,X'800'
         LA    4,2
         SLL   4,11
         L     2,0(4)
DATON    DC    X'04'
         DS    0F
CONTROL  DC    X'004000E0',A(X'400')
         ORG   X'400'
         DC    X'F0000500'
         ORG   X'500'
         DC    X'0000',X'0008',X'0010',X'0018'`,
    );
    expect(ended).toBe(0xe03);
    expect(word(0x8c).slice(4)).toBe("0011");
    expect(word(0x90)).toBe("00001000");
    expect(hexadecimal(machine.read(0x504, 2))).toBe("0014");
    expect(hexadecimal(machine.read(0x502, 2))).toBe("0008");
  });
  test("wants page and segment sizes that there are", () => {
    const { word } = run("         IPTE  5,6");
    expect(word(0x8c)).toBe("00040012");
  });
});

describe("TEST PROTECTION", () => {
  const ask = (key: string, storageKey: number): number => {
    const { machine } = run(
      `
         LA    2,${storageKey}
         LA    3,X'800'
         SSK   2,3
         TPROT X'800',${key}
         BALR  7,0
${STOP}`,
      "0000000000000200",
    );
    return code(machine.gr(7));
  };
  test.each([
    ["X'00'", 0x18, 0],
    ["X'10'", 0x18, 0],
    ["X'20'", 0x10, 1],
    ["X'20'", 0x18, 2],
  ])("key %s of a block with key %i: %i", (key, storageKey, expected) => {
    expect(ask(key, storageKey)).toBe(expected);
  });
  test("where low-address protection holds, fetching alone", () => {
    const { machine } = run(
      `         LCTL  0,0,=X'100000E0'\n         TPROT X'1FF',0\n         BALR  7,0\n         TPROT X'200',0\n         BALR  8,0\n${STOP}\n         LTORG`,
      "0000000000000200",
    );
    expect([code(machine.gr(7)), code(machine.gr(8))]).toEqual([1, 0]);
  });
});

describe("low-address protection", () => {
  const store = (address: string, psw?: string): ReturnType<typeof run> =>
    run(`         LCTL  0,0,=X'100000E0'\n         MVI   ${address},1\n         SVC   1\n         LTORG`, psw);
  test("keeps a program, whatever its key, from storing at 0 to 511", () => {
    expect(store("X'1FF'").word(0x8c)).toBe("00040004");
    expect(store("X'200'").ended).toBe(0xe02);
    expect(store("0").word(0x8c)).toBe("00040004");
  });
  test("does not keep interruptions from storing there", () => {
    expect(hexadecimal(store("X'1FF'").machine.read(0x28, 4))).toBe("00080000");
  });
  test("holds in a loop that has stored there before it was switched on", () => {
    const { word, machine } = run(`
         LA    1,200
LOOP     MVI   X'180',1
         BCT   1,LOOP
         LCTL  0,0,=X'100000E0'
         LA    1,200
LOOP2    MVI   X'280',2
         MVI   X'180',2
         BCT   1,LOOP2
         LTORG`);
    expect(word(0x8c)).toBe("00040004");
    expect(machine.gr(1)).toBe(200);
    expect(machine.read(0x180, 1)[0]).toBe(1);
  });
});

test("a mode that LPSW brings in again and again is looked at each time", () => {
  // The translation format is one that there is not, so that no instruction can come from there.
  const { machine } = machineWith(`
         USING 0,0
         ORG   0
         DC    X'0008000000000200'
         ORG   X'68'
         DC    X'00080000',A(HANDLER)
         ORG   X'200'
         LA    2,400
LOOP     LPSW  THERE
HANDLER  CLI   X'8F',X'12'
         BNE   WRONG
         BCT   2,LOOP
${STOP}
HERE     DC    X'0000'
WRONG    LPSW  X'68'
         DS    0D
THERE    DC    X'04080000',A(HERE)
         END
`);
  // Where nobody looks at interruptions, translated program exchanges PSWs itself.
  machine.trace.recording = false;
  expect(machine.run({ ticks: 10_000 })).toBe("disabled-wait");
  expect(machine.gr(2)).toBe(0);
});

describe("MONITOR CALL", () => {
  test.each(["EC", "BC"])("of a class that is monitored: class and code in storage, in %s mode", (mode) => {
    const { word, ended, machine } = run(
      "         LCTL  8,8,=X'00000400'\n         MC    X'123',5\n         LTORG",
      mode === "EC" ? "0008000000000200" : "0000000000000200",
    );
    expect(ended).toBe(0xe03);
    expect(word(148)).toBe("00050000");
    expect(word(156)).toBe("00000123");
    expect(mode === "EC" ? word(0x8c) : hexadecimal(machine.read(0x28, 8)).slice(4, 9)).toBe(
      mode === "EC" ? "00040040" : "00408",
    );
  });
  test("of a class that is not, does nothing", () => {
    expect(
      run("         LCTL  8,8,=X'0000FBFF'\n         MC    X'123',5\n         SVC   1\n         LTORG").ended,
    ).toBe(0xe02);
  });
  test("of a class above 15 is a specification exception", () => {
    expect(run("         MC    0,16").word(0x8c)).toBe("00040006");
  });
});

test("storage keys, extended: of 4 KiB, whose two keys are made one", () => {
  const { machine } = run(`
         LA    2,X'3C'
         LA    4,X'800'
         SLL   4,1
         SSKE  2,4
         LA    4,2048(4)
         ISK   6,4
         LA    7,X'36'
         SSK   7,4
         ISKE  8,4
         RRBE  0,4
         BALR  9,0
         ISKE  10,4
${STOP}`);
  expect(machine.gr(6) & 0xff).toBe(0x3c);
  // Reference bits of both, change bit of the second.
  expect(machine.gr(8) & 0xff).toBe(0x3e);
  expect(machine.gr(10) & 0xff).toBe(0x3a);
});

describe("I/O instructions", () => {
  const codeOf = (instruction: string, before = ""): number => {
    const { machine } = run(`${before}         ${instruction}\n         BALR  7,0\n${STOP}`, "0000000000000200");
    return code(machine.gr(7));
  };
  test.each([
    ["SIO   10", 3],
    ["SIOF  10", 3],
    ["RIO   10", 3],
    ["TIO   10", 3],
    ["CLRIO 10", 3],
    ["HIO   10", 3],
    ["HDV   10", 3],
    ["TCH   256", 3],
    ["STIDC 256", 3],
    ["RIO   9", 0],
    ["TIO   9", 0],
    ["CLRIO 9", 0],
    ["HDV   9", 1],
    ["TCH   9", 0],
    ["STIDC 0", 0],
  ])("%s has condition code %i", (instruction, expected) => {
    expect(codeOf(instruction)).toBe(expected);
  });
  test("STORE CHANNEL ID says what channel 0 is: a byte multiplexer", () => {
    expect(run(`         STIDC 0\n${STOP}`).word(168)).toBe("10000000");
  });
  test("CLEAR I/O ends a read that waits for a line, where block multiplexing is on", () => {
    const read = `
         LCTL  0,0,=X'800000E0'
         MVC   X'48'(4),=A(CCW)
         SIO   9
         B     GO
         DS    0D
CCW      DC    X'0A',AL3(X'900'),X'20000050'
         LTORG
GO       DS    0H
`;
    expect(codeOf("CLRIO 9", read)).toBe(1);
    expect(codeOf("CLRIO 9", read.replace("X'800000E0'", "X'000000E0'"))).toBe(2);
  });
});

test("MOVE INVERSE moves right to left, ending at the first byte", () => {
  const { machine, at } = run(
    `         MVCIN TO(5),FROM+4\n${STOP}\nFROM     DC    C'ABCDE'\nTO       DC    C'.....!'`,
  );
  expect(hexadecimal(machine.read(at("TO"), 6))).toBe("C5C4C3C2C15A");
});

test("STIDP tells serial number and model as the machine was given them", () => {
  const { machine } = machineWith(
    "         USING 0,0\n         ORG   X'200'\n         STIDP X'400'\n         DC    H'0'\n         END\n",
  );
  machine.setPsw("0000000000000200");
  machine.identify({ serialNumber: 0xab_cdef, model: 0x3033 });
  machine.step();
  expect(hexadecimal(machine.read(0x400, 8))).toBe("00ABCDEF30330000");
});
