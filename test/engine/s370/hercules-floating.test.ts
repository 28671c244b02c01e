/** Every floating-point instruction, as another System/370 ran it (test/vectors). */
import { test } from "vitest";
import { cases } from "../../vectors/s370-cases-floating.ts";
import { replay } from "./hercules-replay.ts";

test("every recorded floating-point case ends as it did there, or as the manual says", { timeout: 60_000 }, () => {
  replay("s370-floating.json.gz", cases(), 10_000);
});
