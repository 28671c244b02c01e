/** `npm start`: installs and builds what is missing or stale, serves the site, and prints its address. */
import { serve } from "./serve.mjs";
import { dist, ensureBuilt, ensureInstalled, SetupError } from "./setup.mjs";

/** The port of PORT, 4321 unless given. */
function portOf(text) {
  if (text === undefined || text === "") return 4321;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new SetupError(`PORT is "${text}"; it must be a number from 0 to 65535.`);
  return port;
}

/** Serves dist/; a port that cannot be had is told in one line. */
async function serveAt(port) {
  try {
    return await serve(dist, port);
  } catch (error) {
    if (error.code === "EADDRINUSE")
      throw new SetupError(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`);
    if (error.code === "EACCES")
      throw new SetupError(
        `Port ${port} needs rights that this user does not have. Choose one above 1023: PORT=4321 npm start`,
      );
    throw error;
  }
}

try {
  const port = portOf(process.env.PORT);
  // A port that is taken is better known before minutes of set-up than after.
  (await serveAt(port)).close();
  await ensureInstalled();
  await ensureBuilt();
  const server = await serveAt(port);
  console.log(`Trap & Emulate is at http://localhost:${server.port}/  (Ctrl+C stops it)`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
