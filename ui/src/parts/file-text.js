// How a file is said in a line.
import { app } from '../app.js';
import { date } from '../format.js';
import { words } from '../words/en.js';

const w = words.files;

/** Bytes in one piece: as the app has them. */
export const PIECE_BYTES = 256 * 1024;
/** The largest file that this clinic takes, in bytes. */
export const mostBytes = () => (app.clinic?.largest_file_mb ?? 20) * 1024 * 1024;

/** @param {string} kind */
export const kindOf = (kind) => w.kinds[/** @type {keyof typeof w.kinds} */ (kind)] ?? kind;

/** @param {number} bytes */
export function sizeOf(bytes) {
  const rounded = (/** @type {number} */ n) => (n >= 10 ? String(Math.round(n)) : String(Math.round(n * 10) / 10));
  if (bytes < 1024) return w.bytes(String(bytes));
  return bytes < 1024 * 1024 ? w.kilobytes(rounded(bytes / 1024)) : w.megabytes(rounded(bytes / 1024 / 1024));
}

/** What is shown of a file besides its title. @param {{kind: string, dated_on: string | null}} file */
export const factsOf = (file) => [kindOf(file.kind), file.dated_on ? date(file.dated_on) : ''].filter(Boolean).join(' · ');

/** A title from a file's name: without its ending, with spaces where there are none. @param {string} name */
export const titleFrom = (name) => name.replace(/\.[^.]{1,5}$/, '').replace(/[_-]+/g, ' ').trim().slice(0, 200);
