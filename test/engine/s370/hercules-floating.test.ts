/** Every floating-point instruction, as another System/370 ran it (test/vectors). */
import { cases } from "../../vectors/s370-cases-floating.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-floating.json.gz", cases, 10_000);
