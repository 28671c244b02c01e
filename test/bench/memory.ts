/**
 * Measures what a process holds while programs are translated and forgotten: resident memory and JavaScript's heap.
 *
 *     node_modules/.bin/node --expose-gc test/bench/memory.ts regions 20000
 *     node_modules/.bin/node --expose-gc test/bench/memory.ts invalidations 1000000
 *     node_modules/.bin/node --expose-gc test/bench/memory.ts records 1000000
 *
 * `regions`: so many small loops run one after the other, each of which becomes a region. `invalidations`: a region's
 * program is changed from outside so many times, and translated anew each time; `records`: the cold executor's are.
 * With `--max-semi-space-size=16` before the file, V8 keeps as little room for new objects as it does in a page.
 */
import { System370 } from "../../engine/s370/index.ts";

const [what, given] = process.argv.slice(2);
const times = Number(given);
const PARTS = 8;

function show(when: string): void {
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const [resident, heap, used] = [rss, heapTotal, heapUsed].map((bytes) => (bytes / 1e6).toFixed(0).padStart(5));
  console.log(`${when.padEnd(26)}${resident} MB, of which heap ${heap} MB, in use ${used} MB`);
}

/** LA 3,`count`; BCT 3, that BCT, by register 12 and a displacement. */
function loop(view: DataView, at: number, count: number, displacement: number): void {
  view.setUint32(at, 0x4130_0000 | count);
  view.setUint32(at + 4, 0x4630_c000 | displacement);
}

/** Loops from X'1000' on, and a PSW behind them that ends it. */
function regions(): System370 {
  const machine = new System370({ storageSize: 0x100_0000, hot: 1 });
  const code = new DataView(new ArrayBuffer(10 * times + 4));
  for (let i = 0; i < times; i++) {
    // BALR 12,0
    code.setUint16(10 * i, 0x05c0);
    loop(code, 10 * i + 2, 3 + (i & 3), 4);
  }
  code.setUint32(10 * times, 0x8200_0020);
  machine.write(0x1000, new Uint8Array(code.buffer));
  machine.write(0x20, Uint8Array.of(0, 0x0a, 0, 0, 0, 0, 0, 0));
  machine.setPsw("0008000000001000");
  while (machine.stopped === undefined) {
    machine.run({ ticks: machine.now + Math.ceil((7 * times) / PARTS) });
    show(`${machine.translated?.counters.translations} regions`);
  }
  return machine;
}

function invalidations(executor: "cold" | "translator"): System370 {
  const machine = new System370({ storageSize: 0x10_0000, executor, hot: 1 });
  machine.setPsw("0008000000001000");
  machine.setGr(12, 0x1000);
  const code = new DataView(new ArrayBuffer(12));
  // BC 15,0(12)
  code.setUint32(8, 0x47f0_c000);
  for (let i = 1; i <= times; i++) {
    loop(code, 0, 3 + (i & 7), 4);
    machine.write(0x1000, new Uint8Array(code.buffer));
    machine.run({ ticks: machine.now + 60 });
    if (i % Math.ceil(times / PARTS) === 0) show(`${machine.translated?.counters.invalidations} invalidations`);
  }
  return machine;
}

const measurements: Readonly<Record<string, () => System370>> = {
  regions,
  invalidations: () => invalidations("translator"),
  records: () => invalidations("cold"),
};
const measurement = measurements[what];
if (!measurement || !(times > 0))
  throw new Error(`what to measure (${Object.keys(measurements).join(", ")}), how often`);
show("before");
const machine = measurement();
globalThis.gc?.();
show("after collecting garbage");
console.log(machine.translated?.counters);
