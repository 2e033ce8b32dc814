// Serves the built interface with the stand-in (dist-fake) under the app's own content security policy, so that a test
// meets what the real window would refuse.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policy } from './policy.mjs';

const root = fileURLToPath(new URL(`../${process.env.FAKE_DIST ?? 'dist-fake'}`, import.meta.url));
/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** @param {number} port @param {{csp?: string}} [options] */
export function serve(port, { csp = policy() } = {}) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const asked = join(root, path);
    // Every path of the app is the same page; the router reads the address.
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(root, 'index.html');
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    if (csp) response.setHeader('Content-Security-Policy', csp);
    // While it is being built anew a file may be missing for a moment.
    createReadStream(file).on('error', () => response.writeHead(503).end()).pipe(response);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(Number(process.argv[2] ?? 5198));
