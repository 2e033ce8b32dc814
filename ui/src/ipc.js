// The only file that talks to the app behind the window. Everything the interface can say to it goes through
// `perform` (change something), `ask` (know something) and `command` (sign in, connections, window things).
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

/** @typedef {{code: string, details: any}} WireError what every rejected promise of this file carries */

/** Told about every error, so that a lost session or server is noticed whichever screen met it. */
export const failures = new EventTarget();

/**
 * @param {unknown} reason
 * @returns {WireError}
 */
export function wireError(reason) {
  if (reason && typeof reason === 'object' && typeof (/** @type {any} */ (reason).code) === 'string') {
    const { code, details } = /** @type {any} */ (reason);
    return { code, details: details ?? {} };
  }
  return { code: 'internal', details: { reference: reason instanceof Error ? reason.message : String(reason) } };
}

/**
 * @param {string} name
 * @param {Record<string, any>} [args]
 * @returns {Promise<any>}
 */
export async function command(name, args = {}) {
  try {
    return await invoke(name, args);
  } catch (reason) {
    const error = wireError(reason);
    failures.dispatchEvent(new CustomEvent('failure', { detail: error }));
    throw error;
  }
}

/**
 * Bytes as they are, with what they are in the headers.
 * @param {string} name @param {Uint8Array} bytes @param {Record<string, string>} headers
 * @returns {Promise<any>}
 */
export async function sendBytes(name, bytes, headers) {
  try {
    return await invoke(name, bytes, { headers });
  } catch (reason) {
    const error = wireError(reason);
    failures.dispatchEvent(new CustomEvent('failure', { detail: error }));
    throw error;
  }
}

/**
 * Perform an operation. The id makes a repeat harmless: send the same id again after an unknown outcome.
 * @param {{op: string} & Record<string, any>} operation
 * @param {string} [id]
 * @returns {Promise<{id: string, outcome: any, replayed?: boolean}>}
 */
export function perform(operation, id = uuid7()) {
  return command('perform', { request: { id, operation } });
}

/**
 * @param {{ask: string} & Record<string, any>} question
 * @returns {Promise<any>}
 */
export function ask(question) {
  return command('ask', { question });
}

/**
 * Something long: whoever waits may stop it, and it then answers null. `howFar` answers how many of its parts are done, of how many; null
 * when that is not known.
 * @param {string} name @param {Record<string, any>} args
 * @returns {{answer: Promise<any>, stop: () => void, howFar: () => Promise<[number, number] | null>}}
 */
export function stoppable(name, args) {
  const stop = uuid7();
  return {
    answer: command(name, { ...args, stop }),
    stop: () => void command('stop_asking', { stop }).catch(() => {}),
    howFar: () => command('how_far', { stop }).catch(() => null),
  };
}

/**
 * @param {string} event "changes" | "boot" | "connection" | "sample_progress" | "upgrade_progress"
 * @param {(payload: any) => void} handler
 * @returns {() => void} stops listening
 */
export function on(event, handler) {
  /** @type {(() => void) | null} */
  let stop = null;
  let stopped = false;
  listen(event, ({ payload }) => handler(payload)).then((unlisten) => {
    if (stopped) unlisten();
    else stop = unlisten;
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

let lastMillis = 0;

/** A UUID version 7: the time first, so that ids sort by when they were made, and never twice the same millisecond. */
export function uuid7() {
  lastMillis = Math.max(Date.now(), lastMillis + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(lastMillis / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
