/**
 * The macro language and conditional assembly: a stage before the passes, from source lines to the statements that are
 * assembled (GC33-4010, "The Macro Facility", "The Conditional Assembly Language").
 *
 * From Assembler H come created variable symbols (&(A&I)), SET symbols without declaration, several values in one SETx,
 * several conditions in one AIF, AGO with a number, duplication factors in SETC, D', and macros that define macros.
 * Attributes of ordinary symbols are those of statements before the call, generated ones included, and of open code after it.
 *
 * What has no end is ended: a macro or open code after 4,096 branches (ACTR says otherwise), a call in open code after
 * 50,000 statements, all of them after 200,000, calls within calls at a depth of 100. Values have at most 255 characters.
 */
export { type Expansion, expandMacros, type MacroOptions } from "./expansion.ts";
export type { MacroNote } from "./note.ts";
