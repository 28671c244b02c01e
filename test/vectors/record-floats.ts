/**
 * Records what an x86 processor answers to the cases of float-cases.ts: `node test/vectors/record-floats.ts` on such a machine,
 * with a C compiler (`cc`).
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FLOAT_OPERATIONS, floatCases } from "./float-cases.ts";

const TWO = (name: string, single: string, double: string): string => `
  if (!strcmp(op, "${name}")) {
    if (size == 32) { asm volatile("${single} %1, %0" : "+x"(x.f) : "x"(y.f)); }
    else { asm volatile("${double} %1, %0" : "+x"(x.d) : "x"(y.d)); }
    out = x.u;
  }`;
const COMPARE = (name: string, single: string, double: string): string => `
  if (!strcmp(op, "${name}")) {
    unsigned char below, equal, unordered;
    if (size == 32) asm volatile("${single} %4, %3; setb %0; sete %1; setp %2" : "=q"(below), "=q"(equal), "=q"(unordered) : "x"(x.f), "x"(y.f));
    else asm volatile("${double} %4, %3; setb %0; sete %1; setp %2" : "=q"(below), "=q"(equal), "=q"(unordered) : "x"(x.d), "x"(y.d));
    out = unordered ? 4 : (below ? 1 : 0) | (equal ? 2 : 0);
  }`;

const PROGRAM = `
#include <stdio.h>
#include <string.h>
#include <immintrin.h>
union number { unsigned long long u; double d; float f; };
int main(void) {
  char op[32]; int size, mode; union number x, y;
  while (scanf("%31s %d %d %llx %llx", op, &size, &mode, &x.u, &y.u) == 5) {
    unsigned long long out = 0; long long wide; int narrow;
    _mm_setcsr(0x1f80 | mode << 13);
    ${TWO("add", "addss", "addsd")}
    ${TWO("sub", "subss", "subsd")}
    ${TWO("mul", "mulss", "mulsd")}
    ${TWO("div", "divss", "divsd")}
    if (!strcmp(op, "sqrt")) {
      if (size == 32) asm volatile("sqrtss %0, %0" : "+x"(x.f)); else asm volatile("sqrtsd %0, %0" : "+x"(x.d));
      out = x.u;
    }
    if (!strcmp(op, "round")) {
      if (size == 32) asm volatile("roundss $4, %0, %0" : "+x"(x.f)); else asm volatile("roundsd $4, %0, %0" : "+x"(x.d));
      out = x.u;
    }
    ${COMPARE("compare", "ucomiss", "ucomisd")}
    ${COMPARE("compareSignaling", "comiss", "comisd")}
    if (!strcmp(op, "toInt32")) {
      if (size == 32) asm volatile("cvtss2si %1, %0" : "=r"(narrow) : "x"(x.f)); else asm volatile("cvtsd2si %1, %0" : "=r"(narrow) : "x"(x.d));
      out = (long long)narrow;
    }
    if (!strcmp(op, "toInt64")) {
      if (size == 32) asm volatile("cvtss2si %1, %0" : "=r"(wide) : "x"(x.f)); else asm volatile("cvtsd2si %1, %0" : "=r"(wide) : "x"(x.d));
      out = wide;
    }
    if (!strcmp(op, "ofInt64")) {
      wide = x.u; union number to = { 0 };
      if (size == 32) asm volatile("cvtsi2ssq %1, %0" : "+x"(to.f) : "r"(wide)); else asm volatile("cvtsi2sdq %1, %0" : "+x"(to.d) : "r"(wide));
      out = to.u;
    }
    if (!strcmp(op, "convert")) {
      union number to = { 0 };
      if (size == 32) asm volatile("cvtss2sd %1, %0" : "+x"(to.d) : "x"(x.f)); else asm volatile("cvtsd2ss %1, %0" : "+x"(to.f) : "x"(x.d));
      out = to.u;
    }
    int exceptions = _mm_getcsr() & 0x3f;
    int single = (size == 32) != !strcmp(op, "convert");
    if (single && strncmp(op, "toInt", 5) && strncmp(op, "compare", 7)) out &= 0xffffffffull;
    printf("%llx %x\\n", out, exceptions);
  }
  return 0;
}`;

const folder = mkdtempSync(join(tmpdir(), "floats-"));
try {
  const source = join(folder, "floats.c");
  const program = join(folder, "floats");
  writeFileSync(source, PROGRAM);
  execFileSync("cc", ["-O1", "-msse4.1", "-o", program, source]);
  const input = floatCases().map(
    ({ operation, size, mode, a, b }) => `${operation} ${size} ${mode} ${a.toString(16)} ${b.toString(16)}`,
  );
  const answers = execFileSync(program, { input: input.join("\n"), encoding: "utf8", maxBuffer: 2 ** 26 });
  writeFileSync(new URL("./floats-x86.txt.gz", import.meta.url), gzipSync(answers, { level: 9 }));
  console.log(`${answers.trimEnd().split("\n").length} answers for ${FLOAT_OPERATIONS.length} operations`);
} finally {
  rmSync(folder, { recursive: true });
}
