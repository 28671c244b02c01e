/** Configurations as people have them for Hercules: what they say is read as it is read there. */
import { describe, expect, test } from "vitest";
import { ConfigurationError, readConfiguration } from "../../../engine/s370/configuration.ts";
import type { DeviceDefinition } from "../../../engine/s370/configured-device.ts";
import { attachDevices } from "../../../engine/s370/configured-machine.ts";
import { bytesOf } from "../../../engine/s370/devices/media.ts";
import { System370 } from "../../../engine/s370/index.ts";
import { imageOf } from "../../vectors/disk-programs.ts";

const read = (text: string, options = {}) => readConfiguration("machine.cnf", text, options);

/** Notes by line and column. */
const notesOf = (text: string, options = {}): string[] =>
  read(text, options).notes.map(({ line, column, message }) => `${line}:${column} ${message}`);

/** Addresses and types. */
const shown = (devices: readonly DeviceDefinition[]): string[] =>
  devices.map(({ address, type }) => `${address.toString(16)} ${type}`);

describe("the text", () => {
  test("may have ends of lines and of files as other systems write them, and characters of any language", () => {
    const { devices, notes } = read(
      "\ufeff# Gerät für Übungen\r\n0009\t3215-C\t/\r\n\r\n000C 3505 käse.txt\r\n\x1a00D 3525 x",
    );
    expect(shown(devices)).toEqual(["9 3215", "c 3505"]);
    expect(devices[1]).toMatchObject({ decks: ["käse.txt"] });
    expect(notes).toEqual([]);
  });

  test("has blanks in words that are quoted, to the end of the line where the mark is not closed", () => {
    const { devices } = read(
      `00E 1403 "out put/a.txt" crlf\n00F 1403 'b c.txt'\n120 3350 a.cckd sf="sha dow/a_*.cckd"\n121 3350 "d e.cckd\n`,
    );
    expect(devices).toMatchObject([
      { file: "out put/a.txt", lines: { carriageReturn: true } },
      { file: "b c.txt" },
      { image: "a.cckd", shadow: "sha dow/a_*.cckd" },
      { image: "d e.cckd" },
    ]);
  });

  test("has symbols of which the default is a statement, or none", () => {
    const text =
      "00F 1403 a.txt $" + "{CRLF}\n$" + "{MORE:=INCLUDE conf/more.cnf}\n0120 $" + "{TYPE:=3350} x.cckd ro\n";
    const include = (name: string) => (name === "conf/more.cnf" ? "0009 3215-C\n" : undefined);
    expect(shown(read(text, { include }).devices)).toEqual(["9 3215", "f 1403", "120 3350"]);
    expect(notesOf(text, { include })).toEqual([
      "1:16 the symbol CRLF has no value and stands for nothing: DEFSYM CRLF VALUE gives it one",
    ]);
    const symbols = { CRLF: "crlf", MORE: "", TYPE: "3330" };
    const { devices, notes } = read(text, { include, symbols });
    expect(notes.map(({ message }) => message)).toEqual([]);
    expect(devices).toMatchObject([{ lines: { carriageReturn: true } }, { type: "3330" }]);
  });

  test("has an address once: what comes later is left out, as is what another processor's channels have", () => {
    expect(
      notesOf("0:0150 3350 a.cckd\n150 3330 b.ckd\n1:0150 3350 c.cckd\nINCLUDE more", {
        include: () => "0150 3420 *",
      }),
    ).toEqual([
      "2:1 150 is a 3350 already (line 1), and stays that",
      "3:1 1:0150: there is one channel set, 0; what others have is left out",
      "1:1 150 is a 3350 already (machine.cnf, line 1), and stays that",
    ]);
  });
});

describe("the machine", () => {
  test("takes what only panels, ports and later machines have, in one line each", () => {
    const words =
      "PANOPT REXX NETDEV SYSGPORT CMDSEP CPUIDFMT FACILITY HAO HERCGUI SCSIMOUNT AUTOINIT TRACEOPT SRVPRIO AM24MODE";
    const text = words
      .split(" ")
      .map((word) => `${word} something or other`)
      .join("\n");
    expect(notesOf(text).map((note) => note.replace(/ has no effect: .*/, ""))).toEqual(
      words.split(" ").map((word, i) => `${i + 1}:1 ${word}`),
    );
  });

  test("has the assist whole where parts of it are switched elsewhere", () => {
    const { assists, notes } = read("ECPSVM YES\nECPSVM DISABLE DISP1 DISP2\n");
    expect(assists.controlProgram).toBe(20);
    expect(notes.map(({ message }) => message)).toEqual([
      "ECPSVM DISABLE DISP1 DISP2 has no effect: the assist is installed whole, or not at all",
    ]);
  });

  test.each([
    ["16", 16 << 20],
    ["8M", 8 << 20],
    ["64k", 64 << 10],
    ["65536B", 64 << 10],
    ["1G", 16 << 20],
    ["600", 16 << 20],
  ])("has storage by MAINSIZE %s", (size, bytes) => {
    expect(read(`MAINSIZE ${size}`).storageSize).toBe(bytes);
  });
});

describe("shadow files", () => {
  test.each([
    ["dasd/shadow/a_*.cckd", "dasd/shadow/a_1.cckd"],
    ["dasd/shadow/a_9.cckd", "dasd/shadow/a_1.cckd"],
    ["dasd/sha.dow/a_148_", "dasd/sha.dow/a_1481"],
    ["a_*_shadow", "a_1_shadow"],
  ])("sf=%s is looked for as %s", (shadow, name) => {
    const machine = new System370({ storageSize: 0x1_0000 });
    const asked: string[] = [];
    attachDevices(machine, read(`0148 3350 mvsres.148 sf=${shadow}`), (file) => {
      asked.push(file);
      return file === "mvsres.148" ? bytesOf(file, imageOf("3350-1")) : undefined;
    });
    expect(asked).toContain(name);
  });
});

describe("devices", () => {
  test("of other types, and operands that say from where one types, are understood", () => {
    const { devices, notes } = read(
      "0009 1052-C /\n000A 1052 NOPROMPT\n0010 3270 console\n0011 3270 * 192.168.0.0 255.255.255.0\n01C0.2 3270 MOD4\n" +
        "000C 1442 jobs/first.sajob\n0190 3350 a.cckd cu=3880\n000F 1403 b.txt ascii append\n",
    );
    expect(notes.map(({ message }) => message)).toEqual([
      "cu=3880 has no effect: it says how an image is written, which is at the end",
    ]);
    expect(shown(devices)).toEqual([
      "9 1052",
      "a 1052",
      "c 1442",
      "f 1403",
      "10 3270",
      "11 3270",
      "190 3350",
      "1c0 3270",
      "1c1 3270",
    ]);
    expect(devices[3]).toMatchObject({ file: "b.txt", lines: { append: true } });
  });

  test("that print into programs and ports print into no file", () => {
    const text = '00E 1403 "|lpr -P x" crlf\n00F 1403 192.168.0.1:1403 sockdev\n00D 3525 3525 sockdev\n';
    expect(read(text).devices.map((device) => "file" in device && device.file)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(notesOf(text)).toEqual([
      "1:5 |lpr -P x is not run: nothing is put into a file; name one instead",
      "2:5 sockdev has no effect: nothing listens at a port; nothing is put into a file",
      "3:5 sockdev has no effect: nothing listens at a port; nothing is put into a file",
    ]);
  });

  test("that no machine has are an error", () => {
    expect(() => read("0120 335O a.ckd")).toThrow(ConfigurationError);
    expect(() => read("DEVICE TIMED")).toThrow("machine.cnf:1:1: there is no statement DEVICE");
  });
});
