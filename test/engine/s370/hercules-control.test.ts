/** Control instructions, program events and low-address protection, as another System/370 ran them (test/vectors). */
import { test } from "vitest";
import { cases } from "../../vectors/s370-cases-control.ts";
import { replay } from "./hercules-replay.ts";

test("every recorded control case ends as it did there, or as the manual says", { timeout: 60_000 }, () => {
  replay("s370-control.json.gz", cases(), 8_000);
});
