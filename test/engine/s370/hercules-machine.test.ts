/** What tells the time and what the machine is, as another System/370 ran it (test/vectors). */
import { cases } from "../../vectors/s370-cases-machine.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-machine.json.gz", cases, 1_400);
