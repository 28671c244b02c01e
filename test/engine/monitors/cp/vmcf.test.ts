import { describe, expect, it } from "vitest";
import { cpMachine } from "./support.ts";

/** A machine that is authorized, with a parameter list for each of `requests`, executed in turn, and a log of interruptions at X'800'. */
const machine = (requests: readonly string[], waits: number): string => `
GUEST    START 0
         USING GUEST,0
         DC    X'0008000000000400'
         ORG   GUEST+X'58'
         DC    X'00080000',A(NEWS)
         ORG   GUEST+X'400'
         LCTL  0,0,CR0
         LA    9,X'800'
         LA    8,${waits}
         LA    1,LIST0
         DC    X'83120068'
         ST    2,CODES
${requests
  .map((request, i) =>
    request === "wait"
      ? `         LPSW  WAIT${i}\nGO${i}      DS    0H`
      : `         LA    1,LIST${i + 1}\n         DC    X'83120068'\n         ST    2,CODES+${4 * (i + 1)}`,
  )
  .join("\n")}
         LPSW  STOP
NEWS     MVC   0(64,9),BUFFER
         LA    9,64(,9)
         NI    X'19',X'FD'
         LPSW  X'18'
CODES    DC    16F'-1'
         DC    X'C5D5C4E2'
CR0      DC    X'00000001'
         DS    0D
STOP     DC    X'000A000000000000'
${requests.map((request, i) => (request === "wait" ? `WAIT${i}    DC    X'010A0000',A(GO${i})` : "")).join("\n")}
         DS    0D
LIST0    DC    X'0000',H'0',F'0',CL8' ',A(BUFFER,128,0,0),CL8' '
${requests.map((request, i) => (request === "wait" ? "" : `         DS    0D\nLIST${i + 1}    ${request}`)).join("\n")}
         DS    0D
BUFFER   DC    128X'00'
DATA     DC    C'A MESSAGE FROM A'
TAKEN    DC    CL32' '
ANSWER   DC    C'ITS ANSWER'
         END
`;

const list = (code: number, id: number, userid: string, data: string, reply = "0,0"): string =>
  `DC    X'0000',H'${code}',F'${id}',CL8'${userid}',A(${data},${reply}),CL8'DOUBLEWD'`;

function run(a: readonly string[], b: readonly string[]) {
  const { machine: real, vm, storage } = cpMachine([machine(b, 1), machine(a, 1)]);
  real.run({ ticks: 3_000_000 });
  const hex = (userid: string, address: number, length: number): string => storage(userid, address, length);
  expect([vm("A").state.stopped, vm("B").state.stopped]).toEqual([true, true]);
  return { hex, vm };
}

/** Where CODES lies depends on what stands before it: it is found by the mark behind it. */
function codes(hex: (userid: string, address: number, length: number) => string, userid: string): string[] {
  const page = hex(userid, 0x400, 0x200);
  const end = page.indexOf("C5D5C4E2");
  return (
    page
      .slice(end - 128, end)
      .match(/.{8}/g)
      ?.filter((code) => code !== "FFFFFFFF") ?? []
  );
}

describe("messages between virtual machines", () => {
  it("are sent, received and answered by an ending", () => {
    // B sends; A waits for it and receives.
    const { hex } = run([list(2, 7, "A", "DATA,16"), "wait"], ["wait", list(5, 7, "B", "TAKEN,32")]);
    expect(codes(hex, "B")).toEqual(["00000000", "00000000"]);
    expect(codes(hex, "A")).toEqual(["00000000", "00000000"]);
    // A's header: SEND, message 7, from B, 16 bytes, the user doubleword.
    expect(hex("A", 0x800, 24)).toMatch(/^0000000200000007C240404040404040.{8}00000010$/);
    expect(hex("A", 0x820, 8)).toBe("C4D6E4C2D3C5E6C4");
    // B's: a response, nothing left over.
    expect(hex("B", 0x800, 24)).toMatch(/^8000000200000007C140404040404040.{8}00000000$/);
  });

  it("bring their data along by SENDX, and are answered at once", () => {
    const { hex } = run([list(4, 8, "A", "DATA,16"), "wait"], ["wait"]);
    expect(hex("A", 0x800, 4)).toBe("00000004");
    expect(hex("A", 0x828, 16)).toBe("C140D4C5E2E2C1C7C540C6D9D6D440C1");
    expect(hex("B", 0x800, 4)).toBe("80000004");
  });

  it("get a reply", () => {
    const { hex } = run(
      [list(3, 9, "A", "DATA,16", "TAKEN,32"), "wait"],
      ["wait", list(5, 9, "B", "TAKEN,32"), list(7, 9, "B", "ANSWER,10")],
    );
    expect(codes(hex, "A")).toEqual(["00000000", "00000000", "00000000"]);
    // 22 bytes of the reply's 32 are left over.
    expect(hex("B", 0x800, 32)).toMatch(/^8000000300000009C140404040404040.{16}.{8}00000016$/);
  });

  it("come from users by SMSG", () => {
    const program = machine(["wait"], 1).replace("LIST0    DC    X'0000'", "LIST0    DC    X'2000'");
    const { machine: real, storage, vm } = cpMachine([program]);
    real.run({ ticks: 1_000_000 });
    // Its user has said SET SMSG ON.
    vm("A").state.options.special = true;
    for (const line of ["logon b pass", "smsg a hello"]) {
      real.input(0x01f, line);
      real.run({ ticks: real.now + 500_000 });
    }
    expect(storage("A", 0x800, 16)).toBe("0000000400000000E2E8E2E3C5D44040");
    expect(storage("A", 0x828, 5)).toBe("8885939396");
  });

  it("are refused with the codes of the manual", () => {
    const { hex } = run(
      [
        list(2, 1, "NOBODY", "DATA,16"),
        list(2, 1, "A", "X'FFFFF0',16"),
        list(12, 1, "A", "DATA,16"),
        list(5, 1, "A", "TAKEN,32"),
        list(6, 1, "A", "0,0"),
        list(8, 0, " ", "0,0"),
        list(2, 2, "B", "DATA,16"),
        list(9, 0, " ", "0,0"),
        list(2, 3, "B", "DATA,16"),
        list(2, 3, "B", "DATA,16"),
        list(4, 4, "B", "DATA,120"),
        list(6, 3, "B", "0,0"),
      ],
      [],
    );
    expect(codes(hex, "B").map((code) => Number.parseInt(code, 16))).toEqual([0, 5, 1, 2, 12, 12, 0, 9, 0, 0, 8, 7, 0]);
  });
});
