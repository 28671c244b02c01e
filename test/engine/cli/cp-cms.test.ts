/** `tae cp cms`: packs with disks of the CMS-style system; and a session with them from the command line. */
import { expect, test } from "vitest";
import { put, tae, workFolder } from "./tae.ts";

const folder = workFolder();

const CONFIGURATION = `MAINSIZE 4
0009 3215
001F 3215
0330 3330 cms.cckd
0350 3350 vmres.cckd
`;

const USERS = `DIRECTORY 350 3350 VMRES
USER OPERATOR OPER 256K 1M ABCDEFG
CONSOLE 009 3215
USER ANNA PASS 512K 1M G
CONSOLE 009 3215
MDISK 190 3330 001 010 CMSVOL RR ALL
MDISK 191 3330 020 005 CMSVOL MR
`;

const SEVEN = `
SEVEN    CSECT
         LA    15,7
         BR    14
         END
`;

test("makes a pack; a user loads the system from it and finds the files", () => {
  put(folder, {
    "files/profile.exec": "&CONTROL OFF\n&TYPE HELLO\n",
    "files/seven.asm": SEVEN,
    "m.cnf": CONFIGURATION,
    "users.direct": USERS,
    "in.txt":
      "/01F logon anna pass\n/01F ipl 190\n/01F listfile\n/01F load seven (start\n/01F copyfile seven text a eight = =\n/01F logoff\n",
    "again.txt": "/01F logon anna pass\n/01F ipl 190\n/01F listfile eight *\n/01F logoff\n",
  });
  expect(tae(folder, "cp", "cms", "cmsvol", "cms.cckd", "1:10:CMSSYS=system", "20:5:ANNA=files")).toEqual({
    status: 0,
    err: "",
    out: `cms.cckd: 3330-1 CMSVOL, 404 cylinders
MDISK cuu 3330 1 10 CMSVOL: CMSSYS, the system
MDISK cuu 3330 20 5 CMSVOL: ANNA, 3 files
`,
  });
  tae(folder, "cp", "format", "VMRES", "vmres.cckd");
  const session = (input: string): string =>
    tae(folder, "cp", "run", "--config", "m.cnf", "--directory", "users.direct", "--input", input).out.replaceAll(
      /^01F: /gm,
      "",
    );
  const said = session("in.txt");
  expect(said).toMatch(
    /HELLO\nR; T=.*\n.*listfile\nPROFILE {2}EXEC {5}A1\nSEVEN {4}TEXT {5}A1\nSEVEN {4}ASSEMBLE A1\n/,
  );
  expect(said).toContain("EXECUTION BEGINS...\nR(00007); T=");
  expect(session("again.txt")).toContain("EIGHT    TEXT     A1\n");
});

test("says what would be right", () => {
  put(folder, { "wrong/much too long.data": "x", "broken/bad.asm": " WHAT\n" });
  const refused = (...list: string[]) => tae(folder, "cp", "cms", ...list).err;
  expect(refused("V")).toBe("tae: tae cp cms takes a volume serial number, the file for the pack's image, and disks\n");
  expect(refused("V", "v.cckd", "1-5")).toBe(
    'tae: a disk is written FIRST:CYLINDERS:LABEL, then =system or =FOLDER where it is not empty: "1-5" is not\n',
  );
  expect(refused("V", "v.cckd", "400:10:X")).toBe(
    "tae: X: the pack has cylinders 1 to 403 for disks, not 400 to 409\n",
  );
  expect(refused("V", "v.cckd", "1:300:X")).toBe("tae: X: a disk has 1 to 244 cylinders of a 3330, not 300\n");
  expect(refused("V", "v.cckd", "1:2:X=wrong")).toMatch(
    /a file is called NAME\.TYPE, each of 1 to 8 letters or digits\n$/,
  );
  expect(refused("V", "v.cckd", "1:2:X=broken")).toMatch(/bad\.asm:1:2: /);
});
