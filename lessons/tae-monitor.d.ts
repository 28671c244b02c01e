/** What a learner's handler imports: types only, so nothing is left of it when the handler runs. */
declare module "tae:monitor" {
  export type { GuestAccess as Guest, Instruction } from "../engine/monitors/index.ts";
}
