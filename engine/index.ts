/** The engine's public face for the site: what its worker, and its pages at build time, import. */
export * from "./grading/format.ts";
export { grade, type Result } from "./grading/runner.ts";
export { createSession, type Session } from "./grading/session.ts";
export * from "./grading/view.ts";
export { assemble } from "./s370/assembler/index.ts";
export { instructions } from "./s370/instructions/index.ts";
export * from "./s370/room.ts";
