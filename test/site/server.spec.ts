/** The server of `npm start`: right types, nothing outside its folder, one clear line when the port is taken. */

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { expect, test } from "@playwright/test";
import { serve } from "../../site/serve.mjs";
import { checkNode, dist, root, SetupError } from "../../site/setup.mjs";

interface Answer {
  status: number;
  type: string;
  location: string;
}

/** Asks with the path exactly as given, which a browser would tidy first. */
function ask(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: "127.0.0.1", path }, (response) => {
      response.resume();
      const { headers, statusCode } = response;
      resolve({ status: statusCode ?? 0, type: headers["content-type"] ?? "", location: headers.location ?? "" });
    })
      .on("error", reject)
      .end();
  });
}

test("files come with their types, folders with a slash, and nothing from outside", async () => {
  const server = await serve(dist, 0);
  try {
    const wasm = readdirSync(dist, { recursive: true, encoding: "utf8" }).find((file) => file.endsWith(".wasm"));
    expect((await ask(server.port, "/")).type).toBe("text/html; charset=utf-8");
    if (wasm) expect((await ask(server.port, `/${wasm}`)).type).toBe("application/wasm");
    expect(await ask(server.port, "/teach?x=1")).toMatchObject({ status: 301, location: "/teach/?x=1" });
    expect((await ask(server.port, "/no/such/page")).status).toBe(404);
    for (const path of ["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/%00", "/%"]) {
      expect((await ask(server.port, path)).status, path).toBe(404);
    }
  } finally {
    server.close();
  }
});

test("a port that is taken gives one clear line", async () => {
  const server = await serve(dist, 0);
  try {
    const { stderr, status } = spawnSync(process.execPath, ["site/start.mjs"], {
      cwd: root,
      env: { ...process.env, PORT: String(server.port) },
      encoding: "utf8",
    });
    expect(stderr).toBe(`Port ${server.port} is in use. Choose another: PORT=${server.port + 1} npm start\n`);
    expect(status).toBe(1);
  } finally {
    server.close();
  }
});

test("a PORT that is no port, and a Node that is too old, are told plainly", () => {
  const { stderr, status } = spawnSync(process.execPath, ["site/start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: "http" },
    encoding: "utf8",
  });
  expect(stderr).toBe('PORT is "http"; it must be a number from 0 to 65535.\n');
  expect(status).toBe(1);
  expect(() => checkNode("18.20.0")).toThrow(SetupError);
  expect(() => checkNode("20.0.0")).not.toThrow();
});
