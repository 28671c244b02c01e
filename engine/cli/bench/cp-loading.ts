/** How long a user waits for the CMS-style system: from IPL to its ready prompt. */
import { buildCms } from "../../guests/cms/build.ts";
import { CmsDisk } from "../../guests/cms/disk.ts";
import { geometryOf } from "../../guests/cms/geometry.ts";
import { costs } from "../../monitors/costs.ts";
import { ControlProgram } from "../../monitors/cp/control-program.ts";
import { readDirectory } from "../../monitors/cp/directory/index.ts";
import { blankPack, Console3215, CountKeyDataDisk, DiskPack, diskType, System370 } from "../../s370/index.ts";
import { type CpFigure, pagePack, type Took, text, timed } from "./cp-machine.ts";
import { median } from "./measure.ts";

/** Loads it so often. */
export function loading(name: string, rounds: number): CpFigure {
  const took = Array.from({ length: rounds }, () => loadCms());
  const { seconds, ticks } = median(took, (each) => each.seconds);
  return { name, what: "IPL of the CMS-style system, to its ready prompt", seconds, ticks };
}

function loadCms(): Took {
  const type = diskType("3330");
  if (type === undefined) throw new Error("there is no 3330");
  const pack = new DiskPack(blankPack(type, { volume: "CMSVOL" }));
  const cms = buildCms((path) => text(`../../guests/cms/${path}`));
  new CmsDisk(geometryOf("3330", 10), "CMSSYS").install(cms).close().writeTo(pack, 1);
  new CmsDisk(geometryOf("3330", 5), "OWN191").close().writeTo(pack, 20);
  const drive = new CountKeyDataDisk(type);
  drive.mount(pack);
  const terminal = new Console3215();
  const machine = new System370({ storageSize: 4 << 20 });
  machine.channels.fastDevices = true;
  machine.attach(0x009, terminal);
  machine.attach(0x01f, new Console3215());
  machine.attach(0x330, drive);
  machine.attach(0x350, pagePack());
  const directory = [
    "DIRECTORY 350 3350 VMRES",
    "USER OPERATOR OPER 256K 1M ABCDEFG",
    "CONSOLE 009 3215",
    "USER A PASS 512K 16M G",
    "OPTION ECMODE",
    "CONSOLE 009 3215",
    "MDISK 190 3330 1 10 CMSVOL RR",
    "MDISK 191 3330 20 5 CMSVOL MR",
  ].join("\n");
  const control = new ControlProgram({
    storageSize: 4 << 20,
    directory: readDirectory("BENCH DIRECT", directory).directory,
    devices: [0x009, 0x01f]
      .map((address) => ({ address, type: "3215" }))
      .concat([
        { address: 0x330, type: "3330" },
        { address: 0x350, type: "3350" },
      ]),
    operatorTerminal: 0x01f,
  });
  machine.install(control, costs);
  const until = (words: RegExp): void => {
    for (let slice = 0; slice < 2_000 && !words.test(terminal.text); slice++)
      machine.run({ ticks: machine.now + 10_000 });
    if (!words.test(terminal.text)) throw new Error(`the terminal never showed ${words}: ${terminal.text}`);
  };
  until(/ONLINE/);
  machine.input(0x009, "logon a pass");
  until(/LOGON AT/);
  const began = machine.now;
  machine.input(0x009, "ipl 190");
  const seconds = timed(() => {
    // It reads a first line before it says that it is ready.
    until(/VERSION/);
    machine.input(0x009, "set rdymsg smsg");
    until(/R;/);
  });
  return { seconds, ticks: machine.now - began };
}
