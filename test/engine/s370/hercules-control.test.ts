/** Control instructions, program events and low-address protection, as another System/370 ran them (test/vectors). */
import { cases } from "../../vectors/s370-cases-control.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-control.json.gz", cases, 8_000);
