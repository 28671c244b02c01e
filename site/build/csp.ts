/** Content-Security-Policy for a static host without headers: a `meta` in every page, with a hash for each inline script in it. */

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

const inlineScript = /<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g;

/** Source expressions `'sha256-…'` of a page's inline scripts, data blocks left out. */
export function scriptHashes(html: string): string[] {
  const scripts = [...html.matchAll(inlineScript)].filter(
    ([, attributes]) => !/type="(?:application\/|speculationrules)/.test(attributes!),
  );
  return [...new Set(scripts.map(([, , body]) => `'sha256-${createHash("sha256").update(body!).digest("base64")}'`))];
}

/** The policy of a page. Styles may be inline: highlighted code and the editor set them; scripts only by hash. */
export function policy(html: string): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", "'wasm-unsafe-eval'", ...scriptHashes(html)].join(" ")}`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** Writes the policy into every page when the build is done. */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: "content-security-policy",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith(".html"));
        for (const page of pages) {
          const html = await readFile(root + page, "utf8");
          const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
          // Right after the charset: a policy governs only what comes after it.
          const placed = html.replace(/<meta charset="utf-8"\s*\/?>/i, (charset) => charset + meta);
          if (placed === html) throw new Error(`${page}: no <meta charset="utf-8"> to put the policy after`);
          await writeFile(root + page, placed);
        }
        logger.info(`policy written into ${pages.length} pages`);
      },
    },
  };
}
