// The content security policy of the window: kept in tauri.conf.json, shaped here.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLACES = ['../../tauri.conf.json', '../../src-tauri/tauri.conf.json'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Where the app's configuration is, or null. */
export const configPath = () => PLACES.find((path) => existsSync(path)) ?? null;

/**
 * Style elements only by hash; style attributes freely, because the widgets write them; scripts only our own files.
 * @param {string[]} hashes of the style elements which the widgets add
 */
export const shape = (hashes) => ({
  'default-src': "'self'",
  'script-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'style-src': "'self'",
  'style-src-elem': ["'self'", ...hashes.map((hash) => `'${hash}'`)].join(' '),
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': 'ipc: http://ipc.localhost',
});

/** @param {string | Record<string, string | string[]>} csp */
const text = (csp) => (typeof csp === 'string' ? csp : Object.entries(csp).map(([name, value]) => `${name} ${[value].flat().join(' ')}`).join('; '));

/** The policy as a header: the app's own, or its shape before the app has one. */
export function policy() {
  const path = configPath();
  const csp = path ? JSON.parse(readFileSync(path, 'utf8')).app?.security?.csp : null;
  return text(csp ?? shape([]));
}
