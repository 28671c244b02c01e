/** QUERY of the real machine's storage (GC20-1806, "QUERY"). */
import type { Cp } from "../cp.ts";
import type { Command, Issuer } from "./commands.ts";
import { subcommand } from "./subcommands.ts";

function paging(cp: Cp, issuer: Issuer): void {
  const { rate, counts } = cp.state.storage;
  const pages = String(Math.round(rate.last)).padStart(3, "0");
  issuer.say(`PAGING RATE ${pages}/SEC, READS ${counts.reads}, WRITES ${counts.writes}`);
  issuer.say(
    `FRESH ${counts.fresh}, FLUSHED ${counts.flushed}, STOLEN ${counts.stolen}, RECLAIMED ${counts.reclaimed}`,
  );
}

export const realQueries: readonly Command[] = [
  subcommand(
    "QUERY",
    1,
    ["STORAGE", 4],
    { classes: "BE", format: "", purpose: "Tells the size of real storage." },
    (cp, issuer) => issuer.say(`STORAGE = ${String(cp.configuration.storageSize / 1024).padStart(5, "0")}K`),
  ),
  subcommand(
    "QUERY",
    1,
    ["PAGING", 3],
    { classes: "AE", format: "", purpose: "Tells how much is paged." },
    (cp, issuer) => paging(cp, issuer),
  ),
];
