/** The macro language and conditional assembly (GC33-4010, "Part IV: The Macro Facility", "Part V"): a stage before the passes. */
export { type Expansion, expandMacros, type MacroOptions } from "./expansion.ts";
export type { MacroNote } from "./note.ts";
