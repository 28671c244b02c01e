/** The module that an error message is of: with SET EMSG ON, who knows VM/370 sees where it comes from. */
import { beforeAll, expect, it } from "vitest";
import { type Room, room } from "./command-room.ts";

let at: Room;
beforeAll(() => {
  at = room();
  at.vm("OPERATOR").state.classes = "ABCDEFGH";
  at.type("operator", "set emsg on");
});

it.each([
  ["nosuch", "CFC001E"],
  ["begin x", "CFC004E"],
  ["sleep 1 year", "CFC003E"],
  ["adstop x", "CFD004E"],
  ["locate", "CFD020E"],
  ["ipl", "CFG026E"],
  ["savesys", "CFH026E"],
  ["set msg", "CFS026E"],
  ["set priority nobody 1", "CFO045E"],
  ["terminal mode x", "CFT002E"],
  ["external 100", "CPB002E"],
  ["ready", "CPB022E"],
  ["halt", "CPS021E"],
  ["vary offline", "CPS021E"],
  ["lock", "CPV020E"],
  ["enable", "CPV021E"],
  ["display z", "CDB004E"],
  ["dcp z", "CDB004E"],
  ["dump z", "CDM004E"],
  ["store 0 z", "CDS005E"],
  ["stcp z", "CDS004E"],
  ["query system", "CQP021E"],
  ["query links", "CQP022E"],
  ["query virtual z", "CQG003E"],
  ["query files nobody", "CQR053E"],
  ["query reader 99", "CQH042E"],
  ["query nobody", "CQG045E"],
  ["define storage 1", "DEH025E"],
  ["detach 777", "VDD040E"],
  ["attach 777", "VDA040E"],
  ["couple 777 to smith 777", "DIB040E"],
  ["spool", "CSP026E"],
  ["close", "CSQ026E"],
  ["hold nobody", "CSQ053E"],
  ["change", "CSU026E"],
  ["order", "CSV026E"],
  ["transfer", "CSV026E"],
  ["loadbuf", "CSB021E"],
  ["loadvfcb", "CSB026E"],
  ["drain", "CSO021E"],
  ["tag", "CST026E"],
  ["trace", "TRA026E"],
  ["per", "PEC026E"],
  ["msg", "MSG020E"],
  ["autolog", "ALG020E"],
  ["force", "USO020E"],
  ["indicate nothing", "THI003E"],
  ["monitor nothing", "MCC002E"],
])("%s: %s", (line, code) => {
  const [said = ""] = at.answer("operator", line);
  expect(said.slice(0, 10)).toBe(`DMK${code}`);
});
