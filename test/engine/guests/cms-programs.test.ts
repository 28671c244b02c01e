/** Programs under the CMS-style system: decks from the assembler, relocation, modules, supervisor calls, their checks. */
import { describe, expect, it } from "vitest";
import { assemble } from "../../../engine/s370/assembler/index.ts";
import { answer, cms, contents, deckFile, fileText, textFile, type } from "./cms.ts";

/** A program of one section; its parameter list is at 1 when it begins, 12 is its base. */
function program(name: string, body: string): string {
  return `
${name.padEnd(8)} CSECT
         STM   14,12,12(13)
         BALR  12,0
         USING *,12
         LR    11,14
${body}
         LTORG
         END
`;
}

const DONE = `
         SR    15,15
         BR    11`;

const typing = (text: string): string => `
         LA    1,SAYS
         SVC   202
         DC    AL4(1)
${DONE}
         DS    0D
SAYS     DC    CL8'TYPLIN',A(TEXT),C'B',X'00',AL2(L'TEXT)
TEXT     DC    C'${text}'`;

const HELLO = deckFile("HELLO", program("HELLO", typing("HELLO FROM A PROGRAM")));

describe("LOAD and START", () => {
  it("load a deck, start it, give its return code", () => {
    const run = cms([HELLO, deckFile("SEVEN", program("SEVEN", "         LA    15,7\n         BR    11"))]);
    expect(answer(run, "load hello")).toEqual(["R;"]);
    expect(answer(run, "start")).toEqual(["EXECUTION BEGINS...", "HELLO FROM A PROGRAM", "R;"]);
    expect(answer(run, "load seven (start")).toEqual(["EXECUTION BEGINS...", "R(00007);"]);
    expect(answer(run, "load nothing")).toEqual(["DMSLIO002E FILE 'NOTHING TEXT' NOT FOUND.", "R(00028);"]);
  });

  it("join sections, relocate their constants, look for what is missing", () => {
    const source = `
MAIN     CSECT
         USING MAIN,15
         STM   14,12,12(13)
         LR    11,14
         LR    12,15
         DROP  15
         USING MAIN,12
         LA    2,1
         L     15,=V(TWICE)
         BALR  14,15
         L     15,=V(ENTRY2)
         BALR  14,15
         L     3,ADDRESS
         A     2,0(3)
         L     4,LENGTH
         AR    2,4
         LR    15,2
         BR    11
ADDRESS  DC    A(OTHER+4)
LENGTH   DC    A(OTHER-MAIN)
         LTORG
         DS    0D
OTHER    CSECT
         DC    F'0',F'500'
         END
`;
    const main = deckFile("MAIN", source);
    // TWICE doubles register 2; ENTRY2 in the same deck adds 40.
    const twice = deckFile(
      "TWICE",
      `
TWICE    CSECT
         AR    2,2
         BR    14
         ENTRY ENTRY2
ENTRY2   BALR  15,0
         USING *,15
         A     2,=F'40'
         BR    14
         END
`,
    );
    const run = cms([main, twice]);
    const [begins, ready] = answer(run, "load main (start");
    expect(begins).toBe("EXECUTION BEGINS...");
    // 1 doubled, and 40, and 500, and how far OTHER is from MAIN.
    const { symbols } = assemble(source);
    const distance = (symbols.get("OTHER")?.value ?? 0) - (symbols.get("MAIN")?.value ?? 0);
    expect(ready).toBe(`R(00${542 + distance});`);
    expect(answer(run, "load main (noauto")).toEqual([
      "DMSLIO201W THE FOLLOWING NAMES ARE UNDEFINED:",
      "ENTRY2",
      "TWICE",
      "R(00004);",
    ]);
    expect(answer(run, "include twice (start").at(-1)).toBe(ready);
  });

  it("give programs their arguments", () => {
    const show = program(
      "SHOW",
      `
         MVC   ARG,16(1)
         LA    1,SAYS
         SVC   202
         DC    AL4(1)
${DONE}
         DS    0D
SAYS     DC    CL8'TYPLIN',A(ARG),C'B',X'00',AL2(L'ARG)
ARG      DC    CL8' '`,
    );
    const run = cms([deckFile("SHOW", show)]);
    answer(run, "load show");
    expect(answer(run, "start * these words")).toEqual(["EXECUTION BEGINS...", "THESE", "R;"]);
  });
});

describe("modules", () => {
  it("are made of what is loaded, and are commands then", () => {
    const run = cms([HELLO]);
    type(run, 0x009, "load hello");
    expect(answer(run, "genmod greet")).toEqual(["R;"]);
    expect(answer(run, "greet")).toEqual(["HELLO FROM A PROGRAM", "R;"]);
    expect(answer(run, "loadmod greet")).toEqual(["R;"]);
    expect(answer(run, "start")).toEqual(["EXECUTION BEGINS...", "HELLO FROM A PROGRAM", "R;"]);
    expect(contents(run).faults).toEqual([]);
    type(run, 0x009, "#cp ipl 190");
    expect(answer(run, "greet")).toEqual(["HELLO FROM A PROGRAM", "R;"]);
  });
});

describe("supervisor calls", () => {
  it("read and write files", () => {
    const copy = program(
      "COPIES",
      `
NEXT     LA    1,READS
         SVC   202
         DC    AL4(ENDED)
         MVC   WRITES+32(4),READS+40
         LA    1,WRITES
         SVC   202
         DC    AL4(BAD)
         B     NEXT
ENDED    CH    15,=H'12'
         BNE   BAD
         LA    1,CLOSES
         SVC   202
         DC    AL4(BAD)
${DONE}
BAD      LA    15,99
         BR    11
         DS    0D
READS    DC    CL8'RDBUF',CL8'SOME',CL8'DATA',CL2'A1',H'0'
         DC    A(BUFFER),F'80',C'V',X'0',H'1',F'0'
WRITES   DC    CL8'WRBUF',CL8'THE',CL8'COPY',CL2'A1',H'0'
         DC    A(BUFFER),F'80',C'V',X'0',H'1',F'0'
CLOSES   DC    CL8'FINIS',CL8'*',CL8'*',CL2'* '
BUFFER   DS    CL80`,
    );
    const run = cms([deckFile("COPIES", copy), textFile("SOME", "DATA", "ONE\nTWO TWO\nTHREE")]);
    expect(answer(run, "load copies (start").at(-1)).toBe("R;");
    expect(fileText(run, "THE", "COPY")).toEqual(["ONE", "TWO TWO", "THREE"]);
    expect(contents(run).faults).toEqual([]);
  });

  it("replace a record of a file where it stands", () => {
    const update = program(
      "UPDATE",
      `
         LA    1,WRITES
         SVC   202
         DC    AL4(BAD)
${DONE}
BAD      BR    11
         DS    0D
WRITES   DC    CL8'WRBUF',CL8'SOME',CL8'CARDS',CL2'A1',H'2'
         DC    A(BUFFER),F'80',C'F',X'0',H'1',F'0'
BUFFER   DC    CL80'CHANGED'`,
    );
    const run = cms([deckFile("UPDATE", update), textFile("SOME", "CARDS", "ONE\nTWO\nTHREE", "F")]);
    expect(answer(run, "load update (start").at(-1)).toBe("R;");
    expect(fileText(run, "SOME", "CARDS")).toEqual(["ONE", "CHANGED", "THREE"]);
    expect(contents(run).faults).toEqual([]);
  });

  it("go to the error address where the return code is not zero, get and return storage, read lines", () => {
    const calls = program(
      "CALLS",
      `
         LA    1,STATES
         SVC   202
         DC    AL4(MISSED)
         B     BAD
MISSED   CH    15,=H'28'
         BNE   BAD
         LA    0,100
         SVC   203
         DC    H'1'
         LTR   15,15
         BNZ   BAD
         MVC   0(8,1),=CL8'WRITABLE'
         SVC   203
         DC    H'2'
         LA    1,READS
         SVC   202
         DC    AL4(BAD)
         L     2,LENGTH
         N     2,=X'00FFFFFF'
         LR    15,2
         CLC   LINE(5),=C'HELLO'
         BCR   8,11
BAD      LA    15,99
         BR    11
         DS    0D
STATES   DC    CL8'STATE',CL8'NO',CL8'FILE',CL8'A',8X'FF'
READS    DC    CL8'WAITRD',A(LINE)
LENGTH   DC    C'U',AL3(0)
LINE     DS    CL130`,
    );
    const run = cms([deckFile("CALLS", calls)]);
    answer(run, "load calls");
    type(run, 0x009, "start");
    expect(answer(run, "hello there")).toEqual(["R(00011);"]);
  });
});

describe("program checks", () => {
  it("end the program with a message, and nothing else", () => {
    const run = cms([
      deckFile("DIVIDES", program("DIVIDES", "         SR    3,3\n         LA    2,1\n         DR    2,3")),
      deckFile("STORES", program("STORES", "         ST    1,X'300'")),
      deckFile("INVALID", program("INVALID", "         DC    X'0000'")),
      HELLO,
    ]);
    expect(answer(run, "load divides (start")).toEqual([
      "EXECUTION BEGINS...",
      expect.stringMatching(
        /^DMSITP141T FIXED-POINT DIVIDE EXCEPTION OCCURRED AT 0200[0-9A-F]{2} IN ROUTINE DIVIDES\.$/,
      ),
      "CMS",
    ]);
    expect(answer(run, "load stores (start")[1]).toMatch(/^DMSITP141T PROTECTION EXCEPTION OCCURRED AT /);
    expect(answer(run, "load invalid (start")[1]).toMatch(/^DMSITP141T OPERATION EXCEPTION OCCURRED AT /);
    expect(answer(run, "load hello (start")).toEqual(["EXECUTION BEGINS...", "HELLO FROM A PROGRAM", "R;"]);
  });

  it("leave files that were being written as they were", () => {
    const half = program(
      "HALF",
      `
         LA    1,WRITES
         SVC   202
         DC    AL4(1)
         DC    X'0000'
         DS    0D
WRITES   DC    CL8'WRBUF',CL8'SOME',CL8'DATA',CL2'A1',H'0'
         DC    A(BUFFER),F'4',C'V',X'0',H'1',F'0'
BUFFER   DC    C'LOST'`,
    );
    const run = cms([deckFile("HALF", half), textFile("SOME", "DATA", "KEPT")]);
    expect(answer(run, "load half (start").at(-1)).toBe("CMS");
    expect(fileText(run, "SOME", "DATA")).toEqual(["KEPT"]);
    answer(run, "copyfile some data a other = =");
    expect(contents(run).faults).toEqual([]);
  });
});
