/**
 * Records disk images that Hercules 3.13 (Debian: hercules) and its utilities make, and what they say of images written
 * here. Writes disks.json.gz beside this file:
 *
 *     node test/vectors/record-disks.ts [keep]
 *
 * With "keep", the folder in which all that was done stays there.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { assemble } from "../../engine/s370/assembler/index.ts";
import { BLANK_CYLINDERS, BLANK_DISKS, PACKS, splitImage, type WrittenFile, withEndOfFile, writtenFiles } from "./disk-images.ts";

/** What dasdload puts on the pack: sequential data, an empty data set, a directory, in 4 cylinders. */
const LOADED = `TEST01 2311 4
TEST.SEQ SEQ text.txt TRK 3 0 0 PS FB 80 800
TEST.EMPTY EMPTY TRK 1 0 0 PS FB 80 800
SYS1.PDS EMPTY TRK 2 0 1 PO FB 80 800
`;

/** Lines of 80 columns. */
const TEXT = Array.from({ length: 90 }, (_, line) => `LINE ${line} OF A TEXT ${"*".repeat(line % 40)}`.padEnd(80)).join("\n");

/**
 * Writes record 1 on tracks: `tracks` are number, length of the data and what they are filled with. Ends in a disabled
 * wait, whose address is X'111' where all went well.
 */
function writer(tracks: readonly (readonly [number: number, length: number, fill: number])[]): Uint8Array {
  const list = tracks.map(([number, length, fill]) => {
    const [cylinder, head] = [Math.floor(number / 10), number % 10];
    return `         DC    H'0,${cylinder},${head}',AL1(0,${fill}),H'${length}'`;
  });
  const assembly = assemble(`
WRITER   START 0
         DC    A(0,BEGIN)
         USING WRITER,0
         ORG   WRITER+X'400'
BEGIN    LA    10,LIST
         LA    6,${tracks.length}
NEXT     MVC   ADDRESS(6),0(10)
         MVC   COUNT(4),2(10)
         MVC   COUNT+6(2),8(10)
         LA    2,DATA
         LH    3,8(10)
         SR    5,5
         ICM   5,8,7(10)
         MVCL  2,4
         LH    3,8(10)
         LA    3,8(3)
         STH   3,WRITE+6
         LA    7,CCWS
         ST    7,72
         SIO   X'123'
         BNZ   BAD
BUSY     TIO   X'123'
         BC    2,BUSY
         BC    11,BAD
         CLC   68(2),ENDED
         BNE   BAD
         LA    10,10(10)
         BCT   6,NEXT
         LPSW  GOOD
BAD      LPSW  WRONG
         DS    0D
GOOD     DC    X'000A000000000111'
WRONG    DC    X'000A000000000BAD'
CCWS     DC    X'07',AL3(ADDRESS),X'4000',H'6'
         DC    X'1F',AL3(MASK),X'4000',H'1'
SEARCH   DC    X'31',AL3(ADDRESS+2),X'4000',H'5'
         DC    X'08',AL3(SEARCH),X'0000',H'0'
WRITE    DC    X'1D',AL3(COUNT),X'0000',H'0'
ENDED    DC    X'0C00'
MASK     DC    X'C0'
ADDRESS  DC    XL7'00'
         DS    0H
COUNT    DC    H'0,0',AL1(1,0),H'0'
LIST     DS    0H
${list.join("\n")}
DATA     DS    XL3700
         END
`);
  if (assembly.errors.length > 0) throw new Error(assembly.errors.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  const last = assembly.segments.at(-1);
  const image = new Uint8Array((last?.address ?? 0) + (last?.bytes.length ?? 0));
  for (const { address, bytes } of assembly.segments) image.set(bytes, address);
  return image;
}

/** Runs a program in Hercules, in a folder, with a disk at 123; commands before and after it. */
function run(folder: string, disk: string, before: readonly string[], program: Uint8Array): void {
  writeFileSync(join(folder, "program.in"), program);
  const lines = ["ARCHMODE S/370", "MAINSIZE 2", "NUMCPU 1", "PANRATE 1000", `0123 ${disk}`, ""];
  writeFileSync(join(folder, "case.cnf"), lines.join("\n"));
  const commands = ["pause 1", "stop", "pause 1", ...before, "sysclear", "loadcore program.in 0", "restart", "pause 2", "quit", ""];
  writeFileSync(join(folder, "case.rc"), commands.join("\n"));
  const env = { ...process.env, HERCULES_RC: join(folder, "case.rc") };
  const said = execFileSync("hercules", ["-f", "case.cnf", "-d"], { cwd: folder, env, encoding: "latin1", stdio: ["ignore", "pipe", "ignore"] });
  if (!/PSW=000A0000 00000111/.test(said)) throw new Error(`Hercules: ${said}`);
}

const folder = mkdtempSync(join(tmpdir(), "record-disks-"));
const utility = (command: string, ...operands: string[]) =>
  execFileSync(command, operands, { cwd: folder, encoding: "latin1", stdio: ["ignore", "pipe", "pipe"] });
const file = (name: string) => readFileSync(join(folder, name));
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The plain image that dasdcopy makes of an image and the shadow files over it. */
function copied(image: string, shadows: readonly string[]): string {
  const [first] = shadows;
  rmSync(join(folder, "copy.ckd"), { force: true });
  const shadow = first === undefined ? [] : [`sf=${first.replace("_1.", "_*.")}`];
  utility("dasdcopy", "-q", "-o", "CKD", image, ...shadow, "copy.ckd");
  return digest(file("copy.ckd"));
}

try {
  writeFileSync(join(folder, "loaded.ctl"), LOADED);
  writeFileSync(join(folder, "text.txt"), TEXT);
  utility("dasdload", "loaded.ctl", "loaded.ckd", "0");
  utility("dasdload", "-z", "loaded.ctl", "loaded-zlib.cckd", "0");
  utility("dasdload", "-bz2", "loaded.ctl", "loaded-bzip2.cckd", "0");
  utility("dasdcopy", "-q", "-z", "loaded.ckd", "copied-zlib.cckd");
  utility("dasdcopy", "-q", "-bz2", "loaded.ckd", "copied-bzip2.cckd");
  utility("dasdcopy", "-q", "-0", "loaded.ckd", "copied-none.cckd");
  utility("cp", "copied-zlib.cckd", "swapped.cckd");
  utility("cckdswap", "swapped.cckd");
  utility("dasdinit", "-linux", "-z", "linux.cckd", "3390", "LINUX1", "1");
  writeFileSync(join(folder, "empty.cckd"), withEndOfFile(file("copied-none.cckd")));
  // Tracks that grow and shrink leave free space, which cckdcomp takes away.
  utility("cp", "copied-bzip2.cckd", "written.cckd");
  const many = Array.from({ length: 25 }, (_, at) => [(at * 7) % 40, (at * 331) % 3600, at] as const);
  run(folder, "2311 written.cckd", [], writer(many));
  utility("cp", "written.cckd", "compressed.cckd");
  utility("cckdcomp", "compressed.cckd");
  // A shadow file, and one over that.
  const shadowed = "2311 copied-zlib.cckd sf=shadow_*.cckd";
  const before = digest(file("copied-zlib.cckd"));
  run(folder, shadowed, ["sf+ 123"], writer([[3, 600, 1], [11, 1500, 2], [39, 3000, 3]]));
  const first = copied("copied-zlib.cckd", ["shadow_1.cckd"]);
  run(folder, shadowed, ["sf+ 123"], writer([[3, 10, 4], [12, 1500, 5]]));
  if (before !== digest(file("copied-zlib.cckd")) || !existsSync(join(folder, "shadow_2.cckd"))) throw new Error("no shadow file");

  const names = [...new Set(PACKS.flat())];
  const files = Object.fromEntries(names.map((name) => [name, file(name).toString("base64")]));
  const packs: Record<string, string> = {};
  for (const pack of PACKS) {
    const [image = "", ...shadows] = pack;
    const words = pack.join(" ");
    packs[words] = shadows.length === 1 ? first : shadows.length === 0 ? copied(image, []) : copied(image, shadows);
  }

  for (const { name, bytes } of splitImage(file("loaded.ckd"))) writeFileSync(join(folder, name), bytes);
  if (copied("split_1.ckd", []) !== packs["loaded.ckd"]) throw new Error("two files are another pack than one");

  const blanks: Record<string, string> = {};
  const cylinders: Record<string, number> = {};
  for (const disk of BLANK_DISKS) {
    for (const [words, operands] of [
      ["labelled", [disk, "VOL123"]],
      ["raw", ["-r", disk]],
    ] as const) {
      const [last, ...options] = [...operands].reverse();
      rmSync(join(folder, "blank"), { force: true });
      const order = words === "raw" ? [...options, "blank", String(last)] : ["blank", ...operands];
      utility("dasdinit", ...order, String(BLANK_CYLINDERS));
      blanks[`${disk} ${words}`] = digest(file("blank"));
    }
    rmSync(join(folder, "blank"), { force: true });
    utility("dasdinit", "-z", "blank", disk, "VOL123");
    cylinders[disk] = file("blank").readUInt32LE(552);
  }

  const written: Record<string, WrittenFile> = {};
  for (const { name, bytes, over } of writtenFiles({ files })) {
    writeFileSync(join(folder, name), bytes);
    const shadows = over === undefined ? [] : [name];
    if (name.endsWith(".cckd")) utility("cckdcdsk", "-3", "-ro", name);
    const listed = utility("dasdls", over ?? name, ...shadows.map((each) => `sf=${each.replace("_1.", "_*.")}`));
    written[name] = { file: digest(bytes), copied: copied(over ?? name, shadows), listed };
  }
  const recording = { recorder: "Hercules 3.13", files, packs, blanks, cylinders, written };
  const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
  writeFileSync(fileURLToPath(new URL("disks.json.gz", import.meta.url)), bytes);
  console.log(`${names.length} files, ${Object.keys(blanks).length} blank packs, ${Object.keys(written).length} files written here: ${bytes.length} bytes`);
} finally {
  if (process.argv[2] === "keep") console.log(folder);
  else rmSync(folder, { recursive: true, force: true });
}
