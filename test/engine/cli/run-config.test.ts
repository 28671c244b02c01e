/** `tae run --config`: a machine with devices, their media as files. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordsOf } from "../../../engine/s370/devices/images/ckd-track.ts";
import { openDisk } from "../../../engine/s370/devices/images/disk-image.ts";
import { bytesOf } from "../../../engine/s370/devices/media.ts";
import { decodeEbcdic } from "../../../engine/s370/index.ts";
import { tae, taeWith } from "./tae.ts";

/** Asks a name at the console, prints it on the printer, and punches it. */
const GREETING = `
         USING 0,0
         ORG   0
         DC    X'0000000000000200'
         ORG   X'78'
         DC    A(0),A(TAKEN)
         ORG   X'200'
         MVC   72(4),=A(ASKS)
         LA    1,9
         BAL   14,START
         MVC   72(4),=A(PRINTS)
         LA    1,X'00E'
         BAL   14,START
         MVC   72(4),=A(PUNCHES)
         LA    1,X'00D'
         BAL   14,START
         LPSW  DONE
START    SIO   0(1)
         BNZ   START
         LPSW  WAIT
TAKEN    TM    68,4
         BO    0(14)
         LPSW  WAIT
DONE     DC    0D'0',X'000A000000000000'
WAIT     DC    X'FE02000000000000'
ASKS     CCW   9,QUESTION,X'60',L'QUESTION
         CCW   10,NAME,X'20',80
PRINTS   CCW   9,NAME,X'20',80
PUNCHES  CCW   1,NAME,X'20',80
QUESTION DC    C'YOUR NAME'
NAME     DC    CL80' '
         LTORG
         END
`;

let folder: string;
const inFolder = (name: string): string => join(folder, name);
const put = (name: string, text: string | Uint8Array): string => {
  writeFileSync(inFolder(name), text);
  return inFolder(name);
};
const text = (name: string): string => readFileSync(inFolder(name), "latin1");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tae-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("tae run --config", () => {
  const UNIT_RECORD = "009 3215\n00D 3525 punch.txt ascii\n00E 1403 print.txt crlf noclear\n";

  test("runs a program with the devices of a configuration, and writes what they put out", () => {
    const source = put("greeting.asm", GREETING);
    const config = put("machine.cnf", UNIT_RECORD);
    put("names.txt", "ADA\n");
    put("print.txt", "WHAT WAS THERE\n");
    const { status, out, err } = tae(folder, "run", source, "--config", config, "--input", inFolder("names.txt"));
    expect(err).toBe("");
    expect(status).toBe(0);
    expect(out).toMatch(/^YOUR NAME\nADA\nstopped: disabled-wait after 31 instructions\n/);
    expect(out).toMatch(/\nwritten punch.txt, print.txt\n$/);
    expect(text("print.txt")).toBe("WHAT WAS THERE\nADA\r\n");
    expect(text("punch.txt")).toBe("ADA\n");
  });

  test("has a 3525 punch into cards that have something on them already", () => {
    const source = put("greeting.asm", GREETING);
    put("names.txt", "ADA\n");
    put("cards.txt", "          COUNTESS\n          ADMIRAL\n");
    const config = put("machine.cnf", "009 3215\n00D 3525 punch.txt ascii cards=cards.txt eof\n00E 1403\n");
    tae(folder, "run", source, "--config", config, "--input", inFolder("names.txt"));
    expect(text("punch.txt")).toBe("ADA       COUNTESS\n");
    const without = put("without.cnf", "009 3215\n00D 3525 punch.txt ascii cards=none.txt\n00E 1403\n");
    expect(tae(folder, "run", source, "--config", without, "--max", "1000").err).toMatch(
      /^\S+without.cnf:2:1: there is no file none.txt; 00D is not ready\n/,
    );
  });

  test("has its clock set, or not", () => {
    const source = put(
      "clock.asm",
      " DC X'0008000000000200'\n ORG *-8+X'200'\n STCK X'300'\n BALR 2,0\n LPSW X'210'\n" +
        " ORG *-10+X'10'\n DC X'000A000000000000'\n END\n",
    );
    const clock = (statement: string): readonly [cc: number, time: string] => {
      const config = put("machine.cnf", `009 3215\n${statement}\n`);
      const { gr, storage } = JSON.parse(
        tae(folder, "run", source, "--config", config, "--json", "--dump", "300:4").out,
      );
      return [(Number.parseInt(gr[2].slice(0, 2), 16) >> 4) & 3, storage["300"]];
    };
    expect(clock("")).toEqual([1, "00000000"]);
    expect(clock("CLOCK 1972-01-01 12:00")).toEqual([0, "812776FD"]);
  });

  test("says in JSON what it says without devices", () => {
    const source = put("greeting.asm", GREETING);
    const config = put("machine.cnf", UNIT_RECORD);
    put("names.txt", "GRACE\n");
    const { out } = tae(folder, "run", source, "--config", config, "--input", inFolder("names.txt"), "--json");
    expect(JSON.parse(out)).toMatchObject({
      machine: "s370",
      stopped: "disabled-wait",
      console: "YOUR NAME\nGRACE\n",
      traps: { "io:009": 1, "io:00D": 2, "io:00E": 2 },
    });
  });

  test("takes the operator's lines from standard input with --input -", () => {
    const source = put("greeting.asm", GREETING);
    const config = put("machine.cnf", UNIT_RECORD);
    const { out } = taeWith("EDSGER\n", folder, "run", source, "--config", config, "--input", "-");
    expect(out).toMatch(/^YOUR NAME\nEDSGER\nstopped: disabled-wait/);
  });

  test("does what the operator orders at devices, and says what cannot be done", () => {
    const source = put("greeting.asm", GREETING);
    const config = put("machine.cnf", UNIT_RECORD);
    put("lines.txt", "/00E fold\n/0FF ready\n//ADA\n");
    const { out, err } = tae(folder, "run", source, "--config", config, "--input", inFolder("lines.txt"));
    expect(err).toMatch(/^the 1403 printer has no order "fold".*\n0FF is no device here, and no key: /);
    expect(out).toMatch(/^YOUR NAME\n\/ADA\n/);
  });

  test("loads from a card reader, with the address from the command line or the configuration", () => {
    // A PSW that waits, disabled; then two CCWs that are not used.
    const card = Buffer.alloc(80);
    card.write("000A000000000ABC", "hex");
    card.write("0300000020000001", 8, "hex");
    put("wait.deck", card);
    const config = put("machine.cnf", "00C 3505 wait.deck ebcdic\n");
    const fromOption = tae(folder, "run", "--config", config, "--ipl", "00C");
    expect(fromOption.out).toMatch(/stopped: disabled-wait after 0 instructions\npsw {5}000A000000000ABC/);
    const further = put("loads.cnf", "IPL 00C\nINCLUDE machine.cnf\n");
    expect(tae(folder, "run", "--config", further).out).toBe(fromOption.out);
  });

  test("loads a program that tae asm has made into a deck, with the cards behind it", () => {
    const lister = fileURLToPath(new URL("../../../engine/guests/standalone/card-lister.asm", import.meta.url));
    expect(tae(folder, "asm", lister, "-o", "lister.ipl").out).toMatch(/^lister.ipl: \d+ cards\n$/);
    put("cards.txt", "FIRST\nSECOND\n");
    put("machine.cnf", "IPL 00C\n00C 3505 lister.ipl cards.txt eof\n00E 1403 print.txt\n");
    expect(tae(folder, "run", "--config", "machine.cnf").out).toContain("psw     000A000000000000");
    expect(text("print.txt")).toMatch(/\n000001 {2}FIRST\n000002 {2}SECOND\n\n000002 CARDS\n$/);
  });

  test("ends with status 1 where initial program loading fails", () => {
    const config = put("machine.cnf", "00C 3505\n");
    const { status, err } = tae(folder, "run", "--config", config, "--ipl", "00C");
    expect(status).toBe(1);
    expect(err).toBe("tae: initial program loading has failed: the device has nothing to load, or an error\n");
  });

  test("finds files from the current folder and from the configuration's", () => {
    mkdirSync(inFolder("conf"));
    put("conf/wait.deck", Buffer.alloc(80, "000A000000000ABC03000000200000010300000020000001", "hex"));
    const config = put("conf/machine.cnf", "IPL 00C\n00C 3505 wait.deck ebcdic\n");
    expect(tae(folder, "run", "--config", config).out).toContain("000A000000000ABC");
  });

  test("refuses a configuration with all that is wrong, by line and column", () => {
    const config = put("machine.cnf", "MAINSIZE 99999X\n00C 3505 no.deck\n00D 3506\n120 3350 no.ckd\n");
    const { status, err } = tae(folder, "run", "--config", config, "--ipl", "00C");
    expect(status).toBe(2);
    expect(err).toContain(`${config}:1:10: 99999X: storage is`);
    expect(err).toContain(`${config}:3:5: there is no device 3506`);
    put("machine.cnf", "00C 3505 no.deck\n120 3350 no.ckd\n");
    const media = tae(folder, "run", "--config", config, "--ipl", "00C");
    expect(media.status).toBe(2);
    expect(media.err).toBe(`tae: ${config}:1:1: there is no file no.deck\n`);
  });

  test("runs without media that are not there, but for that of the device to load from", () => {
    const config = put("machine.cnf", "IPL 00C\n00C 3505 wait.deck ebcdic\n120 3350 no.ckd\n181 3420 .\n");
    put("wait.deck", Buffer.alloc(80, "000A000000000ABC03000000200000010300000020000001", "hex"));
    const { status, out, err } = tae(folder, "run", "--config", config);
    expect(status).toBe(0);
    expect(out).toContain("000A000000000ABC");
    expect(err).toBe(
      `${config}:3:1: there is no file no.ckd; "new=VOLUME" behind it mounts a blank pack; 120 is not ready\n` +
        `${config}:4:1: there is no file .; "new" behind it mounts a blank tape; 181 is not ready\n`,
    );
  });

  test.each([
    [["run", "x.asm", "--ipl", "00C"], "--ipl is about devices: --config says which there are"],
    [["run", "--config", "m.cnf"], "from which device? --ipl ADDRESS says it, or IPL ADDRESS in the configuration"],
    [["run", "--config", "m.cnf", "--ipl", "00F"], "m.cnf has no device 00F to load from"],
    [["run", "--config", "none.cnf"], "none.cnf: there is no such file"],
    [["run", "--config", "m.cnf", "--at", "100"], "--at is about a program, and none is given"],
    [["run", "--config", "m.cnf", "--fast-devices", "maybe"], "--fast-devices is one of on, off"],
  ])("refuses %j", (list, message) => {
    put("m.cnf", "009 3215\n");
    const { status, err } = tae(folder, ...list);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});

describe("a disk formatted by the stand-alone formatter", () => {
  const hasUtilities = spawnSync("dasdls").error === undefined;

  test("is a pack that other systems' utilities read", () => {
    const formatter = fileURLToPath(new URL("../../../engine/guests/standalone/disk-formatter.asm", import.meta.url));
    tae(folder, "asm", formatter, "-o", "format.ipl");
    put("what.txt", "INIT 2A0,3330,TAE001\n");
    put("machine.cnf", "IPL 00C\n009 3215\n00C 3505 format.ipl what.txt eof\n2A0 3330 work.cckd new=BLANK\n");
    const { out } = tae(folder, "run", "--config", "machine.cnf");
    expect(out).toMatch(/^INIT 2A0,3330,TAE001 07676 TRACKS, THE VTOC IS ON CYLINDER 0, TRACK 1\n/);
    const work = readFileSync(inFolder("work.cckd"));
    const pack = openDisk([bytesOf("work.cckd", work)]);
    const [, , , label] = recordsOf(pack.track(0));
    expect(decodeEbcdic(pack.track(0).subarray(label.at + 12, label.at + 22))).toBe("VOL1TAE001");
    expect(recordsOf(pack.track(1)).length).toBe(1 + 39);
    expect(recordsOf(pack.track(7675)).length).toBe(1);
    if (!hasUtilities) return;
    const listed = spawnSync("dasdls", [inFolder("work.cckd")], { encoding: "latin1" });
    expect(listed.stdout).toContain("work.cckd: VOLSER=TAE001");
  });

  test("keeps what changes in a shadow file, and goes on from there", () => {
    const formatter = fileURLToPath(new URL("../../../engine/guests/standalone/disk-formatter.asm", import.meta.url));
    tae(folder, "asm", formatter, "-o", "format.ipl");
    put("what.txt", "INIT 151,2314,FIRST\n");
    put("machine.cnf", "IPL 00C\n00C 3505 format.ipl what.txt eof\n151 2314 base.ckd new=BASE\n");
    tae(folder, "run", "--config", "machine.cnf");
    const base = readFileSync(inFolder("base.ckd"));
    put("machine.cnf", "IPL 00C\n00C 3505 format.ipl what.txt eof\n151 2314 base.ckd sf=base_*.shd\n");
    for (const volume of ["SECOND", "THIRD"]) {
      put("what.txt", `INIT 151,2314,${volume}\n`);
      expect(tae(folder, "run", "--config", "machine.cnf").out).toMatch(/\nwritten base_1.shd\n$/);
      const shadow = bytesOf("base_1.shd", readFileSync(inFolder("base_1.shd")));
      const track = openDisk([bytesOf("base.ckd", base), shadow]).track(0);
      const [, , , label] = recordsOf(track);
      expect(decodeEbcdic(track.subarray(label.at + 16, label.at + 22)).trim()).toBe(volume);
    }
    expect(readFileSync(inFolder("base.ckd")).equals(base)).toBe(true);
  });
});

describe("packs that the operator changes", () => {
  test("keep what was written on them, and are written when the machine ends", () => {
    const formatter = fileURLToPath(new URL("../../../engine/guests/standalone/disk-formatter.asm", import.meta.url));
    tae(folder, "asm", formatter, "-o", "format.ipl");
    put("machine.cnf", "IPL 00C\n009 3215\n00C 3505 format.ipl eof\n151 2314 one.ckd new=ONE\n");
    const other = tae(folder, "run", "--config", "machine.cnf", "--input", put("a.txt", "INIT 151,2314,ONE\n"));
    expect(other.out).toMatch(/\nwritten one.ckd\n$/);
    writeFileSync(inFolder("two.ckd"), readFileSync(inFolder("one.ckd")));
    const again = "/00C load format.ipl\n/load 00C\n";
    put("lines.txt", `INIT 151,2314,FIRST\n/151 mount two.ckd\n${again}INIT 151,2314,SECOND\n/151 unmount\n`);
    const { out } = tae(folder, "run", "--config", "machine.cnf", "--input", inFolder("lines.txt"));
    expect(out).toMatch(/\nwritten one.ckd, two.ckd\n$/);
    const labels = ["one.ckd", "two.ckd"].map((name) => {
      const track = openDisk([bytesOf(name, readFileSync(inFolder(name)))]).track(0);
      return decodeEbcdic(track.subarray(recordsOf(track)[3].at + 16, recordsOf(track)[3].at + 22)).trim();
    });
    expect(labels).toEqual(["FIRST", "SECOND"]);
  });
});

describe("what a run changes on tapes", () => {
  /** Writes a block and a tape mark. */
  const WRITES = GREETING.replace(/ {9}MVC {3}72\(4\),=A\(ASKS\)[\s\S]*? {9}LPSW {2}DONE\n/, () =>
    [
      "         MVC   72(4),=A(TAPE)",
      "         LA    1,X'180'",
      "         BAL   14,START",
      "         LPSW  DONE",
      "TAPE     CCW   1,NAME,X'60',80",
      "         CCW   X'1F',0,X'20',1",
      "",
    ].join("\n"),
  ).replace("CL80' '", "CL80'A BLOCK'");

  const runs = (...more: string[]) =>
    tae(folder, "run", put("writes.asm", WRITES), "--config", put("machine.cnf", "180 3420 out.aws new\n"), ...more);

  test("is in the image afterwards", () => {
    expect(runs().out).toMatch(/\nwritten out.aws\n$/);
    expect(readFileSync(inFolder("out.aws")).subarray(0, 6).toString("hex")).toBe("50000000a000");
    expect(readFileSync(inFolder("out.aws")).length).toBe(6 + 80 + 6);
  });

  test("is not, with --no-save", () => {
    expect(runs("--no-save").out).not.toContain("written");
    expect(existsSync(inFolder("out.aws"))).toBe(false);
  });

  test("leaves the old image whole where the new one cannot be written", () => {
    runs();
    // A name that is as long as names can be: there is none for the new file beside it.
    const name = `${"a".repeat(246)}.aws`;
    const before = readFileSync(inFolder("out.aws"));
    put(name, before);
    put("machine.cnf", `180 3420 ${name}\n00E 1403 print.txt\n`);
    const { status, out, err } = tae(folder, "run", "writes.asm", "--config", "machine.cnf");
    expect(status).toBe(2);
    expect(err).toContain(`${name} is not saved, and is as it was`);
    expect(out).toMatch(/\nwritten print.txt\n$/);
    expect(readFileSync(inFolder(name))).toEqual(before);
    expect(readdirSync(folder).filter((each) => each.endsWith(".new"))).toEqual([]);
  });
});
