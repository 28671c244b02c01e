/** Configurations: what they say, in Hercules' words and our own, and what is said about those that are wrong. */
import { describe, expect, test } from "vitest";
import { ConfigurationError, readConfiguration } from "../../../engine/s370/configuration.ts";

const read = (text: string, options = {}) => readConfiguration("machine.cnf", text, options);

/** Messages about a configuration that is refused. */
function refused(text: string, options = {}): string[] {
  try {
    read(text, options);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("a configuration", () => {
  test("without statements is a machine of 2 MiB with fast devices and none of them", () => {
    expect(read("# nothing\n\n* at all\n")).toMatchObject({ storageSize: 2 << 20, fastDevices: true, devices: [] });
  });

  test("says storage, timing, kinds of channels and the device to load from", () => {
    const made = read("mainsize 8\nDEVICES TIMED\nCHANNEL 1 SELECTOR\nCHANNEL 2 BLOCK\nIPL 150\n");
    expect(made).toMatchObject({
      storageSize: 8 << 20,
      fastDevices: false,
      loadDevice: 0x150,
    });
    expect([...made.channels]).toEqual([
      [1, "selector"],
      [2, "block-multiplexer"],
    ]);
    expect(read("MAINSIZE 512K").storageSize).toBe(512 << 10);
  });

  test("has each kind of device with its media and options", () => {
    const { devices, notes } = read(`
0009 3215-C / noprompt
000C 3505 jobs/one.txt jobs/two.txt ascii eof multifile trunc
000D 3525 out/punch.txt ascii crlf
000E 1403 "out/the printer.txt" crlf noclear fcb=1,7,0,13 lpi=8 # of the machine room
00F0 3211 - fcb=1:1,12:12,60:9 index=4
0120 3350 dasd/sysres.cckd sf=shadow/sysres_*.cckd
0121 3330 work.ckd new=work01
0180 3420 * ro
0181 3420 tapes/new.aws new
00C0 3277
0500 CTCA link
`);
    expect(notes).toEqual([]);
    expect(devices.map(({ place, ...rest }) => rest)).toEqual([
      { address: 0x009, type: "3215", kind: "console" },
      {
        address: 0x00c,
        type: "3505",
        kind: "reader",
        decks: ["jobs/one.txt", "jobs/two.txt"],
        code: "ascii",
        endOfFile: true,
        lenient: true,
      },
      {
        address: 0x00d,
        type: "3525",
        kind: "punch",
        file: "out/punch.txt",
        ascii: true,
        lines: { carriageReturn: true, append: false },
      },
      {
        address: 0x00e,
        type: "1403",
        kind: "printer",
        file: "out/the printer.txt",
        lines: { carriageReturn: true, append: true },
        linesPerPage: 66,
        linesPerInch: 8,
        carriage: new Map([
          [1, 1],
          [2, 7],
          [4, 13],
        ]),
        indexing: 0,
      },
      { address: 0x0c0, type: "3277", kind: "display", model: 2 },
      {
        address: 0x0f0,
        type: "3211",
        kind: "printer",
        file: undefined,
        lines: { carriageReturn: false, append: false },
        linesPerPage: 66,
        linesPerInch: 6,
        carriage: new Map([
          [1, 1],
          [12, 12],
          [9, 60],
        ]),
        indexing: 4,
      },
      {
        address: 0x120,
        type: "3350",
        kind: "disk",
        image: "dasd/sysres.cckd",
        readOnly: false,
        damaged: false,
        shadow: "shadow/sysres_*.cckd",
        blank: undefined,
      },
      {
        address: 0x121,
        type: "3330",
        kind: "disk",
        image: "work.ckd",
        readOnly: false,
        damaged: false,
        shadow: undefined,
        blank: "WORK01",
      },
      { address: 0x180, type: "3420", kind: "tape", tape: undefined, readOnly: true, damaged: false, blank: false },
      {
        address: 0x181,
        type: "3420",
        kind: "tape",
        tape: "tapes/new.aws",
        readOnly: false,
        damaged: false,
        blank: true,
      },
      { address: 0x500, type: "CTCA", kind: "adapter", name: "link" },
    ]);
  });

  test("names many devices at once: a range, a count, a list; their address is a symbol", () => {
    const { devices } = read(
      "0200-0202 3330 dasd/$(cuu).ckd\n0300.2 3350 $(WHERE:=disks)/$(CCUU).cckd\n0009,001F 3215",
    );
    expect(devices.map((device) => [device.address, device.kind === "disk" ? device.image : device.kind])).toEqual([
      [0x009, "console"],
      [0x01f, "console"],
      [0x200, "dasd/200.ckd"],
      [0x201, "dasd/201.ckd"],
      [0x202, "dasd/202.ckd"],
      [0x300, "disks/0300.cckd"],
      [0x301, "disks/0301.cckd"],
    ]);
  });

  test("includes others, and replaces symbols that it or its surroundings define", () => {
    const files: Record<string, string> = { "more.cnf": "DEFSYM TYPE 3330\n0130 $(TYPE) $(WHERE)/a.ckd\n" };
    const made = read("INCLUDE more.cnf\n0131 $(TYPE) b.ckd $(OPTIONS)\nIGNORE INCLUDE_ERRORS\nINCLUDE absent.cnf", {
      include: (name: string) => files[name],
      symbols: { WHERE: "dasd", OPTIONS: "ro sf=b_*.ckd" },
    });
    expect(made.devices).toMatchObject([
      { address: 0x130, type: "3330", image: "dasd/a.ckd", readOnly: false },
      { address: 0x131, type: "3330", image: "b.ckd", readOnly: true, damaged: false, shadow: "b_*.ckd" },
    ]);
    expect(made.devices[0].place).toEqual({ file: "more.cnf", line: 2, column: 1 });
  });

  test("takes what has no effect here, and says so", () => {
    const { notes, devices } = read(
      "NUMCPU 2\nCNSLPORT 3270\nHTTP PORT 8038\n0010 3287\n0120 3350 a.cckd lazywrite\n000C 3505 3505 sockdev ascii",
    );
    expect(notes.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      "1:8 NUMCPU 2: the machine has one processor",
      "2:1 CNSLPORT has no effect: nothing listens at a port",
      "3:1 HTTP has no effect: nothing listens at a port",
      "4:6 3287: there are no printers of display systems here; 0010 is left without a device",
      "5:18 lazywrite has no effect: it says how an image is written, which is at the end",
      "6:6 sockdev has no effect: nothing listens at a port; the reader is empty",
    ]);
    expect(devices.map(({ address }) => address)).toEqual([0x00c, 0x120]);
  });

  test("sets the time-of-day clock, to a date that there is", () => {
    expect(read("CLOCK 1900-01-01").clock).toBe(0);
    expect(read("clock 1900-01-02 00:00:01").clock).toBe(86_401_000_000);
    // Noon of the first day of 1972, 26,297 days later.
    expect((BigInt(read("CLOCK 1972-01-01 12:00").clock ?? 0) << 12n).toString(16).padStart(16, "0")).toBe(
      ((26_297n * 86_400n + 43_200n) * 1_000_000n * 4096n).toString(16),
    );
    for (const text of [
      "1982-02-30",
      "1899-12-31",
      "2042-12-01",
      "82-11-23",
      "1982-11-23 24:30",
      "1982-11-23 8:30",
      "now",
    ])
      expect(() => read(`CLOCK ${text}`), text).toThrow("machine.cnf:1:7: the clock is set to a date and a time");
  });

  test("says which assists for control programs are installed", () => {
    const none = { virtualMachine: false, intervalTimer: false, shadowBypass: false, controlProgram: 0 };
    expect(read("MAINSIZE 2").assists).toEqual(none);
    expect(read("VMASSIST YES").assists).toEqual({ ...none, virtualMachine: true });
    expect(read("ECPSVM YES").assists).toEqual({
      ...none,
      virtualMachine: true,
      intervalTimer: true,
      controlProgram: 20,
    });
    expect(read("VMASSIST BYPASS").assists).toEqual({ ...none, virtualMachine: true, shadowBypass: true });
    expect(read("ECPS:VM 18").assists.controlProgram).toBe(18);
    expect(read("ECPSVM LEVEL 19 NOTRAP").assists.controlProgram).toBe(19);
    expect(read("VMASSIST YES\nECPSVM NO").assists).toEqual(none);
    expect(() => read("ECPSVM LEVEL")).toThrow("ECPSVM is YES, NO, or LEVEL and a number, not LEVEL");
    expect(() => read("VMASSIST ON")).toThrow("VMASSIST is YES, BYPASS or NO, not ON");
  });

  test("of an installation as they are passed around is understood whole", () => {
    const { devices, notes, storageSize, serialNumber, model } = read(`
CPUSERIAL $(CPUSERIAL:=000611)
CPUMODEL  3033
MAINSIZE  $(MAINSIZE=16)
XPNDSIZE  0
NUMCPU    2
ARCHMODE  S370
OSTAILOR  QUIET
PANRATE   80
CNSLPORT  3270
HTTPROOT  hercules/httproot/
HTTPPORT  8038
TODDRAG   1.0
TZOFFSET  +0000
DIAG8CMD  ENABLE
LDMOD     dyn75
PGMPRDOS  LICENSED
#
000C      3505     3505 sockdev ascii trunc eof
000D      3525     pch/pch00d.txt ascii
000E      1403     prt/prt00e.txt
0009      3215-C   / noprompt
0010      3270     CONS
00C0.8    3270     TCAM
0131      2314     dasd/sort01.131
0148      3350     dasd/mvsres.148 sf=shadows/mvsres_*.148
0240      3340     dasd/work01.240
0160,0161 3330     dasd/$(cuu).dsk
0480.4    3420     *
0600      2703     lport=3000 dial=IN
0E00      CTCI     /dev/net/tun 1500 192.168.0.2 192.168.0.1
`);
    expect({ storageSize, serialNumber, model }).toEqual({ storageSize: 16 << 20, serialNumber: 0x611, model: 0x3033 });
    expect(devices.length).toBe(22);
    expect(notes.map(({ message }) => message.split(/[ :]/)[0])).toEqual(
      (
        "XPNDSIZE NUMCPU OSTAILOR PANRATE CNSLPORT HTTPROOT HTTPPORT TODDRAG TZOFFSET DIAG8CMD LDMOD " +
        "PGMPRDOS sockdev 2703 CTCI"
      ).split(" "),
    );
  });

  test("is refused with all that is wrong in it, each with its line and column", () => {
    expect(
      refused(
        "ARCHMODE z/Arch\nMAINSIZE much\nSTORE 5\n0120\n0121 3360 x\n0122 3350 a.cckd fast\n0122 3350 b\n1000 3350 c\n" +
          "0130-012F 3350\n1:140 3350\nINCLUDE none.cnf\n0150 3350 $(NONE)\nCHANNEL 1 ROUND\n0160 3350 d new=TOOLONG1\n" +
          "0161 2540P e read",
      ),
    ).toEqual([
      "machine.cnf:1:10: z/Arch: the machine is a System/370 (ARCHMODE S/370)",
      "machine.cnf:2:10: much: storage is 1 to 16 (MiB), or kibibytes in fours with K: 512K",
      "machine.cnf:3:1: there is no statement STORE; a device's begins with its address",
      "machine.cnf:4:1: 0120 is followed by a type of device: 3350",
      expect.stringMatching(/^machine.cnf:5:6: there is no device 3360; there are 1052, 1403, /),
      "machine.cnf:6:18: a 3350 has no option fast",
      "machine.cnf:8:1: 1000: addresses go upwards, from 000 to FFF",
      "machine.cnf:9:1: 0130-012F: addresses go upwards, from 000 to FFF",
      "machine.cnf:11:9: there is no file none.cnf",
      "machine.cnf:13:11: a channel is BYTE, SELECTOR or BLOCK",
      'machine.cnf:14:13: new= names the volume, with 1 to 6 letters and digits: "TOOLONG1"',
      "machine.cnf:15:6: a 2540P does not read the cards that it punches: a 3525 does",
    ]);
  });

  test("that includes itself is refused", () => {
    expect(refused("INCLUDE machine.cnf", { include: () => "INCLUDE machine.cnf" })).toEqual([
      "machine.cnf:1:9: machine.cnf: files are included in one another 8 deep",
    ]);
  });

  test("of random words is read or refused, and nothing else happens", () => {
    const words = (
      "0120 0200-0207 0300.8 00C,00D FFFF 1:100 3350 3420 3505 1403 3215-C CTCA 3277 2703 a.ckd * - ro new new=A sf=b_*.x " +
      "eof ascii ebcdic fcb=1,2 fcb=9:9 fcb=x lpp=999 lpi=7 index=4 tracks=8 model=9 $(CUU) $(X) $$(X) $\u007bY:=z} $( \" ' # " +
      "MAINSIZE 16 0 512K 3K ARCHMODE S/370 IPL DEVICES TIMED CHANNEL BLOCK 9 DEFSYM X INCLUDE IGNORE INCLUDE_ERRORS CCKD"
    ).split(" ");
    let seed = 1;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    let accepted = 0;
    for (let i = 0; i < 10_000; i++) {
      const lines = Array.from({ length: 1 + next(4) }, () =>
        Array.from({ length: 1 + next(5) }, () => words[next(words.length)]).join(" "),
      );
      try {
        const { devices, storageSize } = read(lines.join("\n"), { include: () => lines[0] });
        expect(new Set(devices.map(({ address }) => address)).size).toBe(devices.length);
        expect(storageSize % 4096).toBe(0);
        accepted++;
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        for (const { line, column } of error.messages) expect(Math.min(line, column)).toBeGreaterThan(0);
      }
    }
    expect(accepted).toBeGreaterThan(100);
  });
});
