/** Every instruction on decimal numbers, as another System/370 ran it (test/vectors). */
import { test } from "vitest";
import { cases } from "../../vectors/s370-cases-decimal.ts";
import { replay } from "./hercules-replay.ts";

test("every recorded decimal case ends as it did there, or as the manual says", { timeout: 60_000 }, () => {
  replay("s370-decimal.json.gz", cases(), 4000);
});
