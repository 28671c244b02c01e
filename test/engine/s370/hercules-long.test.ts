/** MVCL and CLCL of several units of operation, as another System/370 ran them (test/vectors). */
import { cases } from "../../vectors/s370-cases-long.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-long.json.gz", cases, 750, true);
