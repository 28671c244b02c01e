import { expect, it } from "vitest";
import { blankPack, CountKeyDataDisk, DiskPack, diskType } from "../../../../engine/s370/index.ts";
import { mountedDisk } from "./disks.ts";
import { ownDisk } from "./packs.ts";
import { type CpMachine, cpMachine } from "./support.ts";

const DIRECTORY = `
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
MDISK 191 3350 010 005 USERS1 MR RPASS WPASS MPASS
USER SMITH SECRET 256K 1M G
CONSOLE 009 3215
LINK OPERATOR 191 291 RR
MDISK 191 3330 T-DISK 010
MDISK 192 3350 020 005 NOVOL1 MR
`.trim();

function loaded(): CpMachine {
  const blank = diskType("3340");
  if (blank === undefined) throw new Error("3340");
  const spare = new CountKeyDataDisk(blank, 0x140);
  spare.mount(new DiskPack(blankPack(blank)));
  const run = cpMachine([], {
    source: DIRECTORY,
    more: [
      [
        0x130,
        ownDisk("VMRES", "3330", [
          ["TEMP", 1, 100],
          ["TDSK", 101, 120],
        ]),
      ],
      [0x350, mountedDisk("3350", "USERS1", 0x350)],
      [0x140, spare],
    ],
  });
  run.machine.run({ ticks: 500_000 });
  return run;
}

/** Types a line at a terminal and returns what comes of it. */
function answer(run: CpMachine, terminal: number, line: string): string[] {
  const before = run.terminal(terminal).text.length;
  run.machine.input(terminal, line);
  run.machine.run({ ticks: run.machine.now + 300_000 });
  return run
    .terminal(terminal)
    .text.slice(before)
    .split("\n")
    .slice(1)
    .filter((each) => each !== "");
}

const operator = (run: CpMachine, line: string): string[] => answer(run, 0x009, line);
const smith = (run: CpMachine, line: string): string[] => answer(run, 0x01f, line);

it("makes minidisks, links and temporary disks at logon, and tells what cannot be", () => {
  const run = loaded();
  const said = smith(run, "logon smith secret");
  expect(said).toContain("SMITH 192 NOT LINKED; VOLID NOVOL1 NOT MOUNTED");
  expect(smith(run, "query virtual dasd")).toEqual([
    "DASD 191 3330 VMRES  R/W  0010 CYL",
    "DASD 291 3350 USERS1 R/O  0005 CYL",
  ]);
});

it("links by mode and password", () => {
  const run = loaded();
  smith(run, "logon smith secret");
  expect(smith(run, "link operator 191 391 w pass= wrong")).toEqual([
    "OPERATOR 191 NOT LINKED; MODE OR PASSWORD INCORRECT",
  ]);
  expect(smith(run, "link to operator 191 as 391 wr pass= wpass")[0]).toMatch(
    /^DASD 391 FORCED R\/O; R\/W BY OPERATOR/,
  );
  expect(smith(run, "link operator 191 392 mw mpass")[0]).toMatch(/^DASD 392 LINKED R\/W; R\/W BY OPERATOR/);
  expect(smith(run, "link operator 191 392 mw mpass")).toEqual(["OPERATOR 191 NOT LINKED; DASD 392 ALREADY DEFINED"]);
  expect(smith(run, "link nobody 191 393")).toEqual(["NOBODY NOT IN CP DIRECTORY"]);
  expect(smith(run, "detach 392")).toEqual(["DASD 392 DETACHED"]);
  expect(smith(run, "detach 392")).toEqual(["DEV 392 DOES NOT EXIST"]);
});

it("defines temporary disks as long as there are cylinders, and other addresses", () => {
  const run = loaded();
  smith(run, "logon smith secret");
  expect(smith(run, "define t3330 as 195 cyl 8")).toEqual(["DASD 195 DEFINED 008 CYL"]);
  expect(smith(run, "define t3330 196 8")).toEqual(["DASD 196 NOT DEFINED; TEMP SPACE NOT AVAILABLE"]);
  expect(smith(run, "detach 195")).toEqual(["DASD 195 DETACHED"]);
  expect(smith(run, "define t3330 196 8")).toEqual(["DASD 196 DEFINED 008 CYL"]);
  expect(smith(run, "define 196 as 197")).toEqual(["DASD 197 DEFINED"]);
  expect(smith(run, "define punch 01d")).toEqual(["PUN 01D DEFINED"]);
  expect(smith(run, "define t3330 197 8")).toEqual(["DEV 197 NOT DEFINED; ALREADY DEFINED"]);
  expect(smith(run, "define t3330 198")).toEqual(["CYL MISSING OR INVALID"]);
});

it("attaches a real device to one virtual machine, and takes it back", () => {
  const run = loaded();
  smith(run, "logon smith secret");
  expect(operator(run, "attach 140 to smith as 340")).toEqual(["DASD 140 ATTACH TO SMITH 340"]);
  expect(run.terminal(0x01f).text).toContain("DASD 340 ATTACHED");
  expect(operator(run, "query dasd")).toEqual([
    "DASD 130 CP OWNED  VMRES    001",
    "DASD 140 ATTACHED TO SMITH 340",
    "DASD 350 CP SYSTEM USERS1   002",
  ]);
  expect(operator(run, "attach 140 to operator as 340")).toEqual(["DASD 140 ALREADY ATTACHED TO SMITH"]);
  expect(operator(run, "attach 350 to smith as 341")).toEqual(["DASD 350 IN USE BY SYSTEM"]);
  expect(smith(run, "query virtual 340")).toEqual(["DASD 340 ON DEV 140"]);
  expect(operator(run, "vary offline 140")).toEqual(["DASD 140 IN USE"]);
  expect(operator(run, "detach 140 from smith")).toEqual(["DASD 140 DETACHED SMITH 340"]);
  expect(run.vm("SMITH").state.devices[0x340]).toBeUndefined();
  expect(operator(run, "vary offline 140")).toEqual(["140 VARIED OFFLINE"]);
  expect(operator(run, "query 140")).toEqual(["DASD 140 OFFLINE"]);
  expect(operator(run, "attach 140 to smith as 340")).toEqual(["DASD 140 OFFLINE"]);
  expect(operator(run, "vary online 140")).toEqual(["140 VARIED ONLINE"]);
  operator(run, "attach 140 smith 340");
  smith(run, "logoff");
  expect(operator(run, "query dasd free")).toEqual(["DASD 140 FREE"]);
});
