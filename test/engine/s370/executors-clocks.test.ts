/** Translated program that is interrupted anywhere, and looks at the timer: the same, wherever it is stopped, as interpreted. */
import { describe, test } from "vitest";
import { compare, indented, program } from "./executor-programs.ts";

describe("clocks", () => {
  const loop = `
LOOP     A     R6,=F'3'
         MVC   X'800'(4),80
         X     R6,X'800'
         ST    R6,X'804'
         BCT   R8,LOOP`;

  test("location 80 is current wherever it is read, and set wherever it is stored into", () => {
    const reads = [
      "L R1,80",
      "MVC X'800'(8),76",
      "CLC 80(4),X'800'",
      "TM 83,1",
      "XC X'800'(4),80",
      "LH R1,82",
      "ICM R1,5,80",
      "LM R1,R3,76",
      "CVB R1,80",
      "AL R6,80",
      "IC R1,82",
      "TRT 78(4),X'900'",
      "CS R1,R2,80",
      "LD 0,80",
      "MVCL R2,R4",
    ];
    const writes = [
      "ST R6,80",
      "MVI 82,X'40'",
      "XI 83,7",
      "STH R6,80",
      "STM R6,R9,76",
      "MVC 78(6),X'804'",
      "OI 80,X'80'",
      "NI 80,X'7F'",
      "XC 80(4),80",
      "AP 82(2),=PL1'1'",
    ];
    for (const read of reads)
      compare(
        program(
          `
         LCTL  0,0,CONTROL
         LA    R8,60
LOOP     LA    R2,X'800'
         LA    R3,8
         LA    R4,76
         LA    R5,8
${indented(read)}
         AR    R6,R1
         BALR  R7,0
         ST    R7,X'808'
         BCT   R8,LOOP`,
          { psw: "01080000" },
        ),
        1500,
      );
    for (const write of writes)
      compare(
        program(
          `
         LCTL  0,0,CONTROL
         LA    R8,90
LOOP     A     R6,80
${indented(write)}
         AL    R6,80
         ST    R6,X'804'
         BCT   R8,LOOP`,
          { psw: "01080000" },
        ),
        1500,
      );
  });

  test.each(["interval timer", "CPU timer", "clock comparator"])(
    "the %s interrupts at every count of a loop",
    (which) => {
      for (let count = 0; count < 40; count++) {
        const set = {
          "interval timer": `         MVC   80(4),=F'${count}'`,
          "CPU timer": `         SPT   SHORT`,
          "clock comparator": `         STCK  CLOCK
         L     R1,CLOCK+4
         AL    R1,=A(${100 + count}*4096)
         ST    R1,CLOCK+4
         SCKC  CLOCK`,
        }[which];
        const only = { "interval timer": "80", "CPU timer": "400", "clock comparator": "800" }[which];
        compare(
          program(
            `         LCTL  0,0,=A(X'${only}')
         SPT   TIMER
         LA    R8,150
${set}
${loop}`,
            { psw: "01080000", more: `         DS    0D\nSHORT    DC    A(0,${100 + count}*4096)` },
          ),
          900,
          count,
        );
      }
    },
  );
});
