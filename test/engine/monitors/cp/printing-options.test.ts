/** What 3800 printers are told of files: kept by a restart, and of no matter to other printers. */
import { expect, it } from "vitest";
import { fileOf, recordBytes } from "../../../../engine/monitors/cp/spool/checkpoint-record.ts";
import { room } from "./command-room.ts";

it("is kept in a file's checkpoint record, and printers of other kinds print the file all the same", () => {
  const at = room();
  at.type(
    "smith",
    "spool console class k flash logo 5 chars gt12 fcb 12 start",
    "msg * hello",
    "spool console stop close",
  );
  const [file] = Object.values(at.cp.state.spool.files);
  expect(file.printing).toEqual({ flash: { name: "LOGO", count: 5 }, chars: "GT12", fcb: "12" });
  expect(fileOf(recordBytes(file), file.checkpoint)?.file.printing).toEqual(file.printing);
  at.type("smith", "change printer 1 flash null chars null fcb null");
  expect(fileOf(recordBytes(file), file.checkpoint)?.file.printing).toBeUndefined();
  at.type("smith", "change printer 1 modify copy");
  at.type("operator", "start 00e class k");
  at.wait(20_000_000);
  expect(at.printer.text).toContain("hello");
});
