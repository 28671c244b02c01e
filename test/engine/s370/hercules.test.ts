/** Every instruction, translation, protection and random programs, as another System/370 ran them (test/vectors). */
import { cases } from "../../vectors/s370-cases.ts";
import { replay } from "./hercules-replay.ts";

replay("s370.json.gz", cases, 23_000);
