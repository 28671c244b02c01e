/** The `tae` command. Exit status: 0 done; 1 a program or submission failed its checks; 2 bad usage or bad input. */
import { enableCompileCache } from "node:module";
import { UsageError } from "./arguments.ts";

// What the commands import is read and compiled once, not at every start: most of the time that a short one takes.
enableCompileCache();

const usage = `usage: tae asm FILE [-o OUT] [--listing] [--isa s370|6502] [--sysparm TEXT] [--to USERID]
       tae run FILE… [--json] [--max N] [--dump ADDR:LEN]… [--at ADDR] [--start ADDR] [--psw HEX]
                    [--load ADDR=FILE]… [--storage SIZE] [--input FILE]
                    [--sysparm TEXT] [--machine s370|6502] [--translator on|off]
       tae run [FILE…] --config FILE [--config FILE]… [--ipl ADDR] [--rc FILE] [--input FILE|-]
                    [--fast-devices on|off] [--no-save] [--json] [--max N] [--dump ADDR:LEN]… [--storage SIZE] [--translator on|off]
       tae cp directory FILE [--json | --map] [--config FILE | --volume IMAGE]
       tae cp format VOLUME FILE [--type 3350] [--cylinders N] [--allocate TEMP=3-554]… [--only-own]
                    [--form compressed|plain] [--replace]
       tae cp cms VOLUME FILE FIRST:CYLINDERS:LABEL[=system|=FOLDER]… [--type 3330] [--cylinders N]
                    [--form compressed|plain] [--replace]
       tae cp room FOLDER [--replace]
       tae cp run --config FILE [--directory FILE] [--system FILE] [--start warm|checkpoint|cold] [--costs plain|ecps]
                    [--input FILE|-] [--max N] [--timeline FILE] [--json] [--no-save] [--translator on|off]
       tae bench [--json] [NAME…]
       tae grade PATH… [--format text|json|gradescope|junit|csv] [--exercises DIR] [-j N]
       tae exercise list | show ID | new ID | verify [ID…] [--exercises DIR]`;

async function main(list: readonly string[]): Promise<number> {
  const [command, ...rest] = list;
  switch (command) {
    case "asm":
      return (await import("./asm.ts")).asm(rest);
    case "run":
      return (await import("./run.ts")).run(rest);
    case "cp":
      if (rest[0] === "format") return (await import("./cp-format.ts")).cpFormat(rest.slice(1));
      if (rest[0] === "cms") return (await import("./cp-cms.ts")).cpCms(rest.slice(1));
      if (rest[0] === "run") return (await import("./cp-run.ts")).cpRun(rest.slice(1));
      if (rest[0] === "room") return (await import("./cp-room.ts")).cpRoom(rest.slice(1));
      if (rest[0] !== "directory") throw new UsageError("tae cp has these commands: cms, directory, format, room, run");
      return (await import("./cp-directory.ts")).cpDirectory(rest.slice(1));
    case "bench":
      return (await import("./bench.ts")).bench(rest);
    case "grade":
      return (await import("./grade.ts")).grade(rest);
    case "exercise":
      return (await import("./exercise.ts")).exercise(rest);
    case "--help":
    case "-h":
    case "help":
      console.log(usage);
      return 0;
    case undefined:
      throw new UsageError(
        "which command? cp, asm, run, bench, grade or exercise; tae --help shows how each is written",
      );
    default:
      throw new UsageError(`there is no command ${command}; there are cp, asm, run, bench, grade and exercise`);
  }
}

/** The forms of a command, where one asks for help about it: "cp run --help". */
function helpAbout(list: readonly string[]): string | undefined {
  const options = list.slice(0, list.includes("--") ? list.indexOf("--") : list.length);
  if (!options.includes("--help") && !options.includes("-h")) return undefined;
  const words = list.filter((word) => !word.startsWith("-"));
  const forms = usage.split(/\n(?= {7}tae )/);
  const about = (count: number): string[] =>
    forms.filter((form) =>
      `${form.replace(/^usage: | {7}/, "")} `.startsWith(`tae ${words.slice(0, count).join(" ")} `),
    );
  const found = [2, 1].map((count) => about(Math.min(count, words.length))).find((each) => each.length > 0);
  return words.length === 0 || found === undefined
    ? usage
    : found.map((form) => form.replace(/^usage: /, "       ")).join("\n");
}

try {
  const help = helpAbout(process.argv.slice(2));
  if (help !== undefined) console.log(help);
  // Not process.exit: output to a pipe may still be on its way.
  else process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`tae: ${error.message}`);
  process.exitCode = 2;
}
