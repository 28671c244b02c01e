/** A small server for the built site, on plain node:http. */
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
};

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** File for a request's path: itself, or the index.html of a folder. Undefined when there is none, or the path leads out of `folder`. */
function fileFor(folder, pathname) {
  let decoded;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const path = join(folder, normalize(decoded));
  if (decoded.includes("\0") || !(path + sep).startsWith(folder + sep)) return undefined;
  return [path, join(path, "index.html")].find(isFile);
}

/** Answers one request from `folder`; what is not there gets its 404.html. */
function answer(folder, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const [pathname, search] = (request.url ?? "/").split(/(?=\?)/, 2);
  const file = fileFor(folder, pathname);
  if (file?.endsWith("index.html") && !pathname.endsWith("/") && !pathname.endsWith(".html")) {
    response.writeHead(301, { Location: `${pathname.replace(/^\/+/, "/")}/${search ?? ""}` }).end();
    return;
  }
  const body = file ?? join(folder, "404.html");
  if (!isFile(body)) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
    return;
  }
  response.writeHead(file ? 200 : 404, {
    "Content-Type": types[extname(body)] ?? "application/octet-stream",
    "Content-Length": statSync(body).size,
    // Names under _astro/ carry a hash of their content.
    "Cache-Control": file && pathname.startsWith("/_astro/") ? "public, max-age=31536000, immutable" : "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
  if (request.method === "HEAD") response.end();
  else
    createReadStream(body)
      .on("error", () => response.destroy())
      .pipe(response);
}

function listen(folder, port, host) {
  const server = createServer((request, response) => answer(folder, request, response));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

/**
 * Serves a folder to this machine only, under both of its addresses (127.0.0.1 and, where there is one, ::1), so that any spelling of
 * localhost finds it. Resolves with the port and a function that ends it. Port 0 takes a free one.
 * Rejects with the system's error (EADDRINUSE, EACCES) when the port cannot be had.
 */
export async function serve(folder, wanted) {
  const servers = [await listen(folder, wanted, "127.0.0.1")];
  const { port } = servers[0].address();
  try {
    servers.push(await listen(folder, port, "::1"));
  } catch (error) {
    if (error.code === "EADDRINUSE") {
      servers[0].close();
      throw error;
    }
  }
  const close = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { port, close };
}
