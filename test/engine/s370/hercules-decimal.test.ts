/** Every instruction on decimal numbers, as another System/370 ran it (test/vectors). */
import { cases } from "../../vectors/s370-cases-decimal.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-decimal.json.gz", cases, 4000);
