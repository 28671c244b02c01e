/** Attacks by VMCF, IUCV and special messages. */
import { type Attack, commands, LOOP, stubborn } from "../programs.ts";

/** Parameter list of VMCF: function, message, user, addresses and lengths. */
function vmcf(code: number, user: string, operands: string, flags = "0000"): string {
  return `DC    X'${flags}',H'${code}',F'7',CL8'${user}',A(${operands}),CL8'HOSTILE'`;
}

const AUTHORIZE = vmcf(0, " ", "X'2000',128,0,0");

/** Does VMCF functions with lists in turn, without end. */
function messages(lists: readonly string[]): string {
  return stubborn(`
AGAIN    DS    0H
${lists.map((_, i) => `         LA    2,LIST${i}\n         DC    X'83240068'`).join("\n")}
         B     AGAIN
${lists.map((list, i) => `         DS    0D\nLIST${i}    ${list}`).join("\n")}`);
}

/** The same for IUCV: function codes with lists. */
function paths(calls: readonly (readonly [code: number, list: string])[], end = "         B     AGAIN"): string {
  return stubborn(
    `
         LCTL  0,0,MASK
AGAIN    DS    0H
${calls.map(([code], i) => `         LA    0,${code}\n         LA    1,LIST${i}\n         DC    X'B2F01000'`).join("\n")}
${end}
MASK     DC    X'000000FF'
${calls.map(([, list], i) => `         DS    0D\nLIST${i}    ${list}`).join("\n")}`,
    { first: "01080000", mode: "00080000" },
  );
}

const DECLARE = "DC    F'0',F'0',F'0',F'0',A(X'3000'),F'0',F'0',F'0',F'0',F'0'";
const TO_B = "DC    H'0',X'80',X'00',H'255',H'0',CL8'B',CL16'HOSTILE',F'0',F'0'";
const SEND = "DC    H'0',X'00',X'00',F'0',F'0',F'0',A(X'200'),F'4000',F'0',F'0',A(X'2000'),F'4000'";

export const MESSAGES: readonly Attack[] = [
  {
    name: "VMCF: messages to those who want none",
    tries: "to reach users who have not authorized anybody",
    source: messages([
      AUTHORIZE,
      vmcf(2, "W", "X'200',4000,0,0"),
      vmcf(4, "W", "X'200',16000000,X'2000',4000"),
      vmcf(2, "NOSUCH", "X'200',1,0,0"),
      vmcf(11, "W", "0,0,0,0"),
    ]),
    sees: "",
  },
  {
    name: "VMCF: messages without end to one who does not listen",
    tries: "to fill storage with what nobody takes",
    source: messages([
      AUTHORIZE,
      vmcf(2, "B", "X'200',4000,0,0"),
      vmcf(3, "B", "X'200',4000,X'2000',4000"),
      vmcf(4, "B", "X'FFF000',4096,X'FFF000',4096"),
    ]),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
  {
    name: "VMCF: every function with wild operands",
    tries: "lengths and places that nobody has",
    source: messages(
      Array.from({ length: 14 }, (_, i) => [
        vmcf(i, "A", "X'3FFF0',16000000,X'FFFFFF',X'FFFFFFFF'"),
        vmcf(i, "B", "0,0,0,4096", "FFFF"),
      ]).flat(),
    ),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
  {
    name: "VMCF: two that send to one another and withdraw",
    tries: "races between sending, cancelling, rejecting and going",
    source: messages([
      AUTHORIZE,
      vmcf(2, "B", "X'200',80,0,0"),
      vmcf(6, "B", "0,0,0,0"),
      vmcf(5, "B", "X'2000',80,0,0"),
      vmcf(1, " ", "0,0,0,0"),
    ]),
    others: [
      messages([
        AUTHORIZE,
        vmcf(2, "A", "X'200',80,0,0"),
        vmcf(10, "A", "0,0,0,0"),
        vmcf(5, "A", "X'2000',80,0,0"),
        vmcf(8, " ", "0,0,0,0"),
      ]),
    ],
    sees: "",
  },
  {
    name: "IUCV: paths to everybody without end",
    tries: "to fill tables of paths",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [11, TO_B.replace("'B'", "'W'")],
      [11, TO_B.replace("'B'", "'A'")],
      [11, TO_B.replace("'B'", "'*MSG'")],
      [11, TO_B.replace("'B'", "'NOSUCH'")],
    ]),
    sees: "",
  },
  {
    name: "IUCV: messages without end to one who accepts and does not listen",
    tries: "to fill storage with what nobody takes",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [4, SEND],
      [4, SEND.replace("X'200'", "X'FFF000'")],
      [9, SEND],
      [7, SEND],
    ]),
    others: [
      paths([
        [12, DECLARE],
        [10, "DC    H'0',X'00',X'00',H'255',H'0',6F'0',F'0',F'0'"],
      ]),
    ],
    sees: "",
  },
  {
    name: "IUCV: every function with wild lists",
    tries: "lists that are not there, flags that nobody has",
    rich: true,
    source: paths(
      Array.from({ length: 20 }, (_, i): (readonly [number, string])[] => [
        [i, DECLARE],
        [i, "DC    10F'-1'"],
        [i, "DC    X'0001FF00',F'1',F'2',F'3',A(X'3FFFC'),X'7FFFFFFF',F'4',F'5',A(X'FFFFFF'),F'-1'"],
      ]).flat(),
      "         LA    0,4\n         L     1,=X'0003FFF0'\n         DC    X'B2F01000'\n         LA    0,12\n         DC    X'B2F01001'\n         B     AGAIN",
    ),
    sees: "",
  },
  {
    name: "IUCV: declared, retrieved, severed without end",
    tries: "races between paths that come and go",
    rich: true,
    source: paths([
      [12, DECLARE],
      [11, TO_B],
      [4, SEND],
      [15, "DC    H'0',X'80',X'00',9F'0'"],
      [2, DECLARE],
    ]),
    others: [
      paths([
        [12, DECLARE],
        [10, "DC    H'0',X'00',X'00',H'1',H'0',8F'0'"],
        [13, "DC    H'0',X'80',X'00',9F'0'"],
        [2, DECLARE],
      ]),
    ],
    sees: "",
  },
  {
    name: "special messages without end",
    tries: "SMSG to whoever has, and who has not, asked for it",
    source: stubborn(`${commands("SMSG W HELLO", "SMSG A TO MYSELF", "SMSG B HELLO", "SMSG NOSUCH HELLO")}\n${LOOP}`),
    others: [messages([AUTHORIZE])],
    sees: "",
  },
];
