/** A guest that translates, by how CP translates for it: shadow tables, the assists for them, and none. */
import { type Benchmark, type CpFigure, measured, text } from "./cp-machine.ts";

const WAYS: readonly Pick<Benchmark, "name" | "what" | "assisted" | "virtualReal" | "bypass">[] = [
  { name: "shadow", what: "20,000 rounds in two address spaces, by shadow tables" },
  { name: "kept", what: "the same, STBYPASS 64K: segment 0 is one-to-one", bypass: 0x10000 },
  { name: "assisted", what: "the same, with the virtual-machine assist", assisted: true },
  {
    name: "bypassed",
    what: "the same, STBYPASS VR: with the shadow-table-bypass assist too",
    assisted: true,
    virtualReal: true,
    bypass: "virtual=real",
  },
];

/** Measures all of them, so often. */
export function shadowFigures(rounds: number): CpFigure[] {
  const source = text("cp-shadow.asm");
  return WAYS.map((way) => measured({ ...way, source, guests: 1, storage: 4 << 20, bare: true }, rounds));
}
