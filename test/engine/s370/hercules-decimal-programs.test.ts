/** Programs of decimal instructions, in loops that are translated, as another System/370 ran them (test/vectors). */
import { cases } from "../../vectors/s370-cases-decimal-programs.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-decimal-programs.json.gz", cases, 280);
