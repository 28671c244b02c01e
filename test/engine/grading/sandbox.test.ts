import { afterEach, describe, expect, test } from "vitest";
import { createSandbox, type HostFunction, type Sandbox } from "../../../engine/grading/sandbox.ts";

const open: Sandbox[] = [];
afterEach(() => {
  for (const sandbox of open.splice(0)) sandbox.dispose();
});

async function load(source: string, steps?: number): Promise<Sandbox> {
  const made = await createSandbox("ssm.ts", source, ["gr", "setGr"], steps === undefined ? {} : { steps });
  if ("errors" in made) throw new Error(made.errors.map((error) => error.message).join("\n"));
  open.push(made);
  return made;
}

async function errorsOf(source: string) {
  const made = await createSandbox("ssm.ts", source, ["gr", "setGr"]);
  if (!("errors" in made)) throw new Error("it loaded");
  return made.errors;
}

function registers(): { values: number[]; target: Record<string, HostFunction> } {
  const values = Array.from({ length: 16 }, (_, n) => n);
  return {
    values,
    target: {
      gr: (n) => values[n ?? 0] ?? 0,
      setGr: (n, value) => {
        values[n ?? 0] = value ?? 0;
      },
    },
  };
}

describe("a learner's handler", () => {
  test("reads and sets what it is given", async () => {
    const sandbox = await load(`
      import type { Guest, Instruction } from "tae:monitor";
      export function SSM(guest: Guest, instruction: Instruction): void {
        guest.setGr(instruction.r1 as number, guest.gr(2) + 40);
      }`);
    const { values, target } = registers();
    sandbox.call("SSM", target, { r1: 5, mnemonic: "SSM" });
    expect(sandbox.exports).toEqual(["SSM"]);
    expect(values[5]).toBe(42);
  });

  test("keeps its own state between calls, and loses it when time goes back", async () => {
    const sandbox = await load(
      "const seen: number[] = []; export function SSM(guest) { seen.push(seen.length); guest.setGr(1, seen.length); }",
    );
    const { values, target } = registers();
    sandbox.call("SSM", target, {});
    const once = sandbox.snapshot();
    sandbox.call("SSM", target, {});
    sandbox.call("SSM", target, {});
    const thrice = sandbox.snapshot();
    expect(values[1]).toBe(3);
    sandbox.restore(once);
    sandbox.call("SSM", target, {});
    expect(values[1]).toBe(2);
    sandbox.restore(thrice);
    sandbox.call("SSM", target, {});
    expect(values[1]).toBe(4);
    sandbox.restore(once);
    sandbox.call("SSM", target, {});
    expect(values[1]).toBe(2);
  });

  test("a snapshot shares the pages that did not change", async () => {
    const sandbox = await load("let n = 0; export function SSM(guest) { guest.setGr(1, ++n); }");
    const { target } = registers();
    sandbox.call("SSM", target, {});
    const first = sandbox.snapshot().memory;
    sandbox.call("SSM", target, {});
    const second = sandbox.snapshot().memory;
    const changed = second.filter((page, index) => page !== first[index]).length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(20);
  });

  test("what a host function throws comes out, and the handler does not go on", async () => {
    const sandbox = await load(`export function SSM(guest) {
      try { guest.gr(1); } catch { guest.setGr(3, 99); for (;;) {} }
    }`);
    const { values, target } = registers();
    const leave = new Error("addressing");
    const broken: Record<string, HostFunction> = {
      ...target,
      gr: () => {
        throw leave;
      },
    };
    expect(() => sandbox.call("SSM", broken, {})).toThrow(leave);
    expect(values[3]).toBe(3);
    expect(sandbox.failure).toBeUndefined();
    sandbox.call("SSM", target, {});
    expect(sandbox.failure).toBeUndefined();
  });
});

describe("an error is said at its place in the learner's file", () => {
  test("thrown in a handler", async () => {
    const sandbox = await load(`export function SSM(guest: Guest): void {
  const mask: number = guest.gr(1) as number; missing(mask);
}`);
    sandbox.call("SSM", registers().target, {});
    expect(sandbox.failure).toEqual({
      file: "ssm.ts",
      line: 2,
      column: 47,
      message: "ReferenceError: 'missing' is not defined",
    });
  });

  test("an argument that is not a whole number", async () => {
    const sandbox = await load("export function SSM(guest) {\n  guest.setGr(1, guest.nope);\n}");
    sandbox.call("SSM", registers().target, {});
    expect(sandbox.failure).toMatchObject({ line: 2, message: "TypeError: setGr: argument 2 is not a whole number" });
  });

  test("a syntax error", async () => {
    expect(await errorsOf("export function SSM( {\n  x y\n}")).toMatchObject([{ file: "ssm.ts", line: 2, column: 5 }]);
  });

  test("a value taken from the types' module, and a module that is not there", async () => {
    const [types] = await errorsOf('import { Guest } from "tae:monitor";\nexport const SSM = () => Guest.gr(1);');
    expect(types).toMatchObject({ line: 1, column: 23 });
    expect(types?.message).toContain("import type");
    const [files] = await errorsOf('\nimport * as fs from "node:fs";\nexport const SSM = () => fs.readFileSync("x");');
    expect(files).toMatchObject({ line: 2, column: 21 });
    expect(files?.message).toContain('no module "node:fs"');
  });

  test("an error while the file is loaded, and await outside a function", async () => {
    expect(await errorsOf("\n  null.x;")).toMatchObject([{ line: 2 }]);
    expect((await errorsOf("await 1;"))[0]?.message).toContain("await");
  });

  test("an endless loop", async () => {
    const sandbox = await load("let n = 0;\nexport function SSM() {\n  for (;;) {\n    n++;\n  }\n}");
    sandbox.call("SSM", registers().target, {});
    expect(sandbox.failure?.message).toBe(
      "stopped after 2,000,000 steps in the function that begins here: it does not come to an end",
    );
    expect(sandbox.failure?.line).toBe(2);
  });

  test("many calls that are each within the limit", async () => {
    const sandbox = await load("export function SSM() { for (let n = 0; n < 900_000; n++) {} }");
    for (let n = 0; n < 500 && sandbox.failure === undefined; n++) sandbox.call("SSM", registers().target, {});
    expect(sandbox.failure?.message).toBe("stopped: all calls together took 200,000,000 steps");
  }, 60_000);

  test("an asynchronous handler", async () => {
    const sandbox = await load("export async function SSM() { await 1; }");
    sandbox.call("SSM", registers().target, {});
    expect(sandbox.failure?.message).toContain("asynchronous");
  });
});

describe("hostile code changes nothing outside", () => {
  const attacks: Record<string, string> = {
    "the host's process": "constructor.constructor('return process')().exit(1)",
    "the host's process, by way of a host function": "guest.gr.constructor('return process')().exit(1)",
    "the host's require": "require('fs').writeFileSync('x', 'y')",
    "a huge allocation": "const a = []; for (;;) a.push(new Uint8Array(1_000_000));",
    "a huge string": "let s = 'x'; for (;;) s += s;",
    "deep recursion": "function f() { f(); } f();",
    "deep recursion through builtins": "const o = { toJSON() { return JSON.stringify(o); } }; JSON.stringify(o);",
    "deep recursion through getters": "const o = { get x() { return [1].map(() => o.x); } }; o.x;",
    "deep recursion through a proxy":
      "let p = {}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); p.x; throw new Error('reached')",
    "an error whose message is a trap": "throw { get message() { for (;;) {} }, get stack() { for (;;) {} } };",
    "a thrown number": "throw 3;",
    "a class for a handler's argument": "guest.setGr(0, { valueOf: () => 1 });",
  };
  for (const [what, code] of Object.entries(attacks)) {
    test(what, async () => {
      const before = Object.keys(globalThis).length;
      const sandbox = await load(`export function SSM(guest) { ${code} }`);
      const { values, target } = registers();
      sandbox.call("SSM", target, {});
      expect(sandbox.failure).toBeDefined();
      expect(values).toEqual(Array.from({ length: 16 }, (_, n) => n));
      expect(Object.keys(globalThis).length).toBe(before);
    });
  }

  test("prototypes and globals changed inside stay inside", async () => {
    const sandbox = await load(`export function SSM(guest) {
      Object.prototype.polluted = 1;
      Array.prototype.push = () => 0;
      Object.defineProperty(Object.prototype, "r1", { set() { throw new Error("set"); } });
      Number.prototype.valueOf = () => 7;
      globalThis.Object = undefined; globalThis.Error = undefined; globalThis.Math = undefined;
      try { guest.gr = () => 5; } catch {}
      guest.setGr(1, 11);
    }`);
    const { values, target } = registers();
    sandbox.call("SSM", target, { r1: 1 });
    expect(sandbox.failure).toBeUndefined();
    expect(values[1]).toBe(11);
    expect("polluted" in {}).toBe(false);
    expect([].push).toBe(Array.prototype.push);
  });

  test("neither clock nor chance nor the collector can be seen", async () => {
    const sandbox = await load(`export function SSM(guest) {
      const names = ["Date", "performance", "WeakRef", "FinalizationRegistry", "setTimeout", "process", "fetch", "console"];
      guest.setGr(1, names.filter((name) => name in globalThis).length + (Math.random === undefined ? 0 : 100));
    }`);
    const { values, target } = registers();
    sandbox.call("SSM", target, {});
    expect(values[1]).toBe(0);
  });

  test("host functions kept for later cannot be called while the file is loaded", async () => {
    const [error] = await errorsOf("globalThis.x = 1; throw new Error('top ' + typeof x);");
    expect(error?.message).toBe("Error: top number");
  });
});
