/** The engine's public face for the site: what its worker imports. */
export * from "./grading/index.ts";
export type { Crossing, HardwareRun, World } from "./machine/trace.ts";
export { TimeTravel } from "./machine/time-travel.ts";
export * as s370 from "./s370/index.ts";
