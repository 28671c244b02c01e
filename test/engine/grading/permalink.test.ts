import { deflateSync, strToU8 } from "fflate";
import { describe, expect, test } from "vitest";
import { decodeLink, encodeLink, fitsMail, type LinkedRun } from "../../../engine/grading/permalink.ts";

const run: LinkedRun = {
  files: { "bank.s": "BANK     CSECT\n* Überweisung 'ß' 銀行\n         END\n" },
  input: [{ tick: 1200, console: "guest-b", text: "HELLO" }],
  stop: 48_210,
  digest: "0123456789ABCDEF",
};

function link(data: unknown): string {
  return `v1.${Buffer.from(deflateSync(strToU8(JSON.stringify(data)))).toString("base64url")}`;
}

describe("a permalink", () => {
  test("gives back the run that went in", () => {
    expect(decodeLink(encodeLink(run))).toEqual({ ok: true, run });
    expect(decodeLink(`#${encodeLink(run)}`)).toEqual({ ok: true, run });
  });

  test("names the images that the machine was made of", () => {
    const imaged = { ...run, images: { room: "FEDCBA9876543210" } };
    expect(decodeLink(encodeLink(imaged))).toEqual({ ok: true, run: imaged });
  });

  test("is base64url that others can read", () => {
    expect(encodeLink(run)).toMatch(/^v1\.[\w-]+$/);
    expect(decodeLink(link({ b: 1, f: {}, i: [], t: 5, d: "0123456789ABCDEF" }))).toMatchObject({
      ok: true,
      run: { stop: 5 },
    });
  });

  test("of another version of the machine is read, and says so", () => {
    expect(decodeLink(link({ b: 0, f: {}, i: [], t: 5, d: "0123456789ABCDEF" }))).toMatchObject({
      ok: true,
      note: expect.stringContaining("another version"),
    });
  });

  test("fits mail up to 2,000 characters", () => {
    const address = "https://example.org/lab/01-why-bother/two-guests";
    expect(fitsMail(address, "x".repeat(2000 - address.length - 1))).toBe(true);
    expect(fitsMail(address, "x".repeat(2000 - address.length))).toBe(false);
  });
});

describe("a damaged link says why and never throws", () => {
  const whole = encodeLink(run);
  const damaged: Record<string, string> = {
    "nothing at all": "",
    "another fragment": "#timeline",
    "another version": "v2.abc",
    "no data": "v1.",
    "cut off": whole.slice(0, -20),
    "characters of another alphabet": `${whole}%20`,
    "a changed character": whole.slice(0, 30) + (whole[30] === "A" ? "B" : "A") + whole.slice(31),
    "JSON of something else": link([1, 2]),
    "a negative tick": link({ b: 1, f: {}, i: [], t: -5, d: "0123456789ABCDEF" }),
    "a file that is no text": link({ b: 1, f: { a: 1 }, i: [], t: 5, d: "0123456789ABCDEF" }),
    "no JSON": `v1.${Buffer.from(deflateSync(strToU8("{"))).toString("base64url")}`,
    "a bomb": `v1.${Buffer.from(deflateSync(new Uint8Array(20_000_000))).toString("base64url")}`,
  };
  for (const [what, text] of Object.entries(damaged)) {
    test(what, () => {
      const decoded = decodeLink(text);
      if (what === "a changed character" && decoded.ok) return expect(decoded.run).not.toEqual(run);
      expect(decoded).toMatchObject({ ok: false, why: expect.stringMatching(/link/) });
    });
  }
});
