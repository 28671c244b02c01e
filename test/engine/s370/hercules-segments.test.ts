/** Segment protection and common segments, as another System/370 ran them (test/vectors). */
import { cases } from "../../vectors/s370-cases-segments.ts";
import { replay } from "./hercules-replay.ts";

replay("s370-segments.json.gz", cases, 1_800);
