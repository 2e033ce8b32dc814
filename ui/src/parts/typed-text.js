// What is typed and not saved yet, kept on this workstation every few seconds: encrypted, per person, and offered again after a crash, a lock
// or a lost server.
import { command } from '../ipc.js';

/** A crash loses at most what was typed in this time. */
const EVERY_MS = 2000;

/** Those of which something waits to be kept. @type {Set<Typed>} */
const unkept = new Set();

/** Whoever sits here leaves: what they typed is kept while it is theirs. */
export async function keepAllTyped() {
  const all = [...unkept];
  for (const one of all) one.flush();
  await Promise.all(all.map((one) => one.running));
}

export class Typed {
  constructor() {
    this.key = '';
    this.version = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Record<string, any> | null} */
    this.waiting = null;
    this.last = '';
    /** One after the other, so that an older text never arrives last. @type {Promise<any>} */
    this.running = Promise.resolve();
  }

  /** @param {string} key what is typed in @param {number} version which state of it was changed */
  start(key, version) {
    this.key = key;
    this.version = version;
  }

  /** @param {Record<string, any>} values */
  keep(values) {
    const text = JSON.stringify(values);
    if (text === this.last) return;
    this.last = text;
    this.waiting = values;
    unkept.add(this);
    this.timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** Now, and not in a moment. */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { key, waiting } = this;
    if (!waiting) return;
    this.waiting = null;
    unkept.delete(this);
    const text = JSON.stringify({ version: this.version, values: waiting });
    this.#then(() => command('keep_typed', { key, text }));
  }

  /** It is saved: there is nothing left to offer. */
  forget() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = null;
    unkept.delete(this);
    this.last = '';
    const { key } = this;
    this.#then(() => command('forget_typed', { key }));
  }

  /** What was typed before and never saved. @returns {Promise<{at: string, version: number, values: any} | null>} */
  async found() {
    const found = await command('typed', { key: this.key }).catch(() => null);
    if (!found) return null;
    try {
      return { at: found.at, ...JSON.parse(found.text) };
    } catch {
      return null;
    }
  }

  /** That keeping fails must not stop anybody from typing. @param {() => Promise<any>} work */
  #then(work) {
    this.running = this.running.then(work).catch(() => {});
  }
}
