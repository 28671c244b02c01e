/** Every instruction, translation, protection and random programs, as another System/370 ran them (test/vectors). */
import { test } from "vitest";
import { cases } from "../../vectors/s370-cases.ts";
import { replay } from "./hercules-replay.ts";

test("every recorded case ends as it did there, or as the manual says", { timeout: 60_000 }, () => {
  replay("s370.json.gz", cases(), 10_000);
});
