import { describe, expect, it } from "vitest";
import { answers, channelPrograms, endings, rerun, spooling } from "./spooling.ts";

/** Loads a form of four lines with channel 1, 9 and 12 in the first three, then prints, with SENSE between. */
const FORMS = channelPrograms(
  [
    ["01E", "LOAD"],
    ["01E", "PRINT"],
    ["01E", "SENSE"],
    ["01E", "PRINT"],
    ["01E", "SPACE"],
    ["01E", "MISSING"],
    ["01E", "SENSE"],
    ["01E", "WRONG"],
    ["01E", "SENSE"],
  ],
  `         DS    0D
LOAD     CCW   X'63',FORM,0,4
PRINT    CCW   X'09',FORM,0,4
SPACE    CCW   X'0B',0,X'20',1
MISSING  CCW   X'BB',0,X'20',1
WRONG    CCW   X'63',FORM,X'20',2
SENSE    CCW   X'04',KEPT,X'20',2
FORM     DC    X'0109',X'0C10'
KEPT     DC    XL2'00'`,
);

describe("a virtual 3211", () => {
  it("meets the channels of the form that its buffer has", () => {
    const run = spooling([FORMS]);
    expect(endings(run, "A", 9)).toEqual([
      "0 00004008 0C000000",
      "0 00004010 0E000000",
      "0 00004030 0C000000",
      "0 00004010 0D000000",
      "1 00000000 0C000000",
      "1 00000000 0E000000",
      "0 00004030 0C000000",
      "0 00004028 0E000000",
      "0 00004030 0C000000",
    ]);
    // Load check: two bytes are no form.
    expect(run.storage("A", 0x4034, 2)).toBe("0200");
    expect(run.vm("A").state.devices[0x01e].data).toMatchObject({ printer: { line: 1, form: [2, 512, 4096, 0] } });
  });

  it("gets its form from LOADVFCB too", () => {
    const run = spooling([FORMS]);
    answers(run, 0x009, "set emsg on");
    expect(answers(run, 0x009, "loadvfcb 01e fcb fcb8 index 3")).toEqual([]);
    expect(run.vm("A").state.devices[0x01e].data).toMatchObject({ printer: { line: 1, form: { length: 68 } } });
    expect(answers(run, 0x009, "loadvfcb 00e fcb fcb1")).toEqual(["DMKCSB006E INVALID DEVICE TYPE - 00E"]);
    expect(answers(run, 0x009, "loadvfcb 01e fcb other")).toEqual(["DMKCSB043E BUFFER OTHER NOT FOUND"]);
    expect(answers(run, 0x009, "loadvfcb 01e")).toEqual(["DMKCSB026E OPERAND MISSING OR INVALID"]);
    rerun(run);
    expect(answers(run, 0x009, "close 01e")).toEqual(["PRT FILE 0001  FOR  A        COPY 01    NOHOLD"]);
  });
});

describe("QUERY VIRTUAL", () => {
  it("says how devices spool", () => {
    const run = spooling([FORMS]);
    expect(answers(run, 0x009, "spool 00d to b hold copy 3", "query virtual 00d")).toEqual([
      "PUN  00D CL A NOCONT HOLD   COPY 03    READY",
      "     00D TO  B        DIST BIN-A",
    ]);
    expect(answers(run, 0x009, "spool 00c cont noeof class k", "query virtual 00c")).toEqual([
      "RDR  00C CL K CONT   NOHOLD   NOEOF    READY",
    ]);
  });
});
