// The state of one form: what was typed, what was wrong with it, and whether somebody else saved the same record
// meanwhile. A form never forgets what was typed: not on an error, not on a lost server, not on somebody else's save.
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { Sender } from './sender.js';

/** @typedef {{code: string, details?: any}} FormError */
/** @typedef {{field: string, mine: any, theirs: any, take: 'mine'|'theirs'}} Clash */
/** @typedef {{by: string|null, at: string|null, version: number, clashes: Clash[], theirs: Record<string, any>}} Conflict */
/** @typedef {{values: Record<string, any>, version: number, decide?: string[]}} Theirs `decide`: what is never taken over without asking */
/** @typedef {import('lit').LitElement} Host */

let made = 0;

/** Equal as a person sees it: an empty field is an empty field. @param {any} a @param {any} b */
export function same(a, b) {
  const plain = (/** @type {any} */ value) => (value === undefined || value === '' ? null : value);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

export class Form {
  /**
   * @param {Host} host whose render() draws the form
   * @param {Record<string, any>} values
   */
  constructor(host, values) {
    this.host = host;
    made += 1;
    this.uid = `form${made}`;
    this.busy = false;
    /** Sends an operation once, also when the answer was lost on the way. */
    this.sender = new Sender(() => host.requestUpdate());
    this.start(values);
  }

  /** Begin again with these values, as loaded. @param {Record<string, any>} values */
  start(values) {
    /** @type {Record<string, any>} */
    this.values = structuredClone(values);
    /** @type {Record<string, any>} */
    this.original = structuredClone(values);
    /** @type {Record<string, string>} */
    this.errors = {};
    /** @type {string|null} what is wrong that no field is to blame for */
    this.problem = null;
    /** @type {FormError|null} */
    this.problemError = null;
    /** What went wrong last, at a field or not. @type {FormError|null} */
    this.lastError = null;
    /** @type {Conflict|null} */
    this.conflict = null;
    this.host.requestUpdate();
  }

  get dirty() {
    return Object.keys(this.values).some((name) => !same(this.values[name], this.original[name]));
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.values = { ...this.values, [name]: value };
    delete this.errors[name];
    this.host.requestUpdate();
  }

  /** What a field template needs to know about one value. @param {string} name */
  bind(name) {
    return {
      id: `${this.uid}-${name}`,
      name,
      value: this.values[name],
      error: this.errors[name],
      onInput: (/** @type {any} */ value) => this.set(name, value),
    };
  }

  /**
   * Look before sending. True when nothing is wrong; else the errors show and the first wrong field has the focus.
   * @param {Record<string, string|null|undefined|false>} found field → sentence, or nothing
   */
  check(found) {
    this.errors = {};
    this.problem = null;
    for (const [name, sentence] of Object.entries(found)) if (sentence) this.errors[name] = sentence;
    this.host.requestUpdate();
    if (Object.keys(this.errors).length === 0) return true;
    this.focusFirst();
    return false;
  }

  /** For `check`: the sentence when this value is empty. @param {string} name */
  missing(name) {
    const value = this.values[name];
    const empty = value === null || value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
    return empty ? say({ code: 'field.required' }) : null;
  }

  /**
   * Send it. The answer, or undefined when it did not work and the form now says why.
   * @template T
   * @param {() => Promise<T>} work
   * @param {{names?: Record<string, string>, theirs?: (error: FormError) => Promise<Theirs|null>}} [ways]
   *   `names`: a field's path on the wire → its name here. `theirs`: the record as it is now, to put beside this one.
   * @returns {Promise<T|undefined>}
   */
  async send(work, { names = {}, theirs } = {}) {
    if (this.busy) return undefined;
    this.busy = true;
    this.errors = {};
    this.problem = null;
    this.problemError = null;
    this.lastError = null;
    this.host.requestUpdate();
    try {
      const answer = await work();
      this.conflict = null;
      this.original = structuredClone(this.values);
      return answer;
    } catch (error) {
      await this.failed(/** @type {FormError} */ (error), names, theirs);
      return undefined;
    } finally {
      this.busy = false;
      this.host.requestUpdate();
    }
  }

  /**
   * Send an operation: `send` with the journal's promise that nothing is done twice.
   * @param {{op: string} & Record<string, any>} operation
   * @param {{names?: Record<string, string>, theirs?: (error: FormError) => Promise<Theirs|null>}} [ways]
   */
  perform(operation, ways) {
    return this.send(() => this.sender.send(operation), ways);
  }

  /**
   * @param {FormError} error
   * @param {Record<string, string>} names
   * @param {((error: FormError) => Promise<Theirs|null>)|undefined} theirs
   */
  async failed(error, names, theirs) {
    this.lastError = error;
    if (error.code.endsWith('.changed_meanwhile') && theirs) {
      const now = await theirs(error).catch(() => null);
      if (now) {
        this.compare(error, now);
        return;
      }
    }
    const field = this.fieldOf(error, names);
    if (field) this.errors[field] = say(error);
    else {
      this.problem = say(error);
      this.problemError = error;
    }
    this.focusFirst();
  }

  /** @param {FormError} error @param {Record<string, string>} names @returns {string|null} */
  fieldOf(error, names) {
    if (names[error.code]) return names[error.code];
    const path = error.details?.field;
    if (typeof path !== 'string') return null;
    const parts = path.split('.').map((part) => part.replace(/\[.*$/, ''));
    const candidates = [names[path], path, ...parts.reverse()];
    return candidates.find((name) => name !== undefined && name in this.values) ?? null;
  }

  /**
   * Somebody saved meanwhile: what only one of the two changed is put together; where both changed the same, ask.
   * @param {FormError} error
   * @param {Theirs} now
   */
  compare(error, now) {
    /** @type {Clash[]} */
    const clashes = [];
    /** @type {Record<string, any>} */
    const merged = { ...this.values };
    for (const name of Object.keys(this.values)) {
      if (!(name in now.values) || same(this.values[name], now.values[name])) continue;
      const mustAsk = now.decide?.includes(name) && !same(now.values[name], this.original[name]);
      if (same(this.values[name], this.original[name]) && !mustAsk) merged[name] = structuredClone(now.values[name]);
      else if (!same(now.values[name], this.original[name])) {
        clashes.push({ field: name, mine: this.values[name], theirs: now.values[name], take: 'mine' });
      }
    }
    this.values = merged;
    this.conflict = { by: error.details?.by ?? null, at: error.details?.at ?? null, version: now.version, clashes, theirs: now.values };
    this.host.requestUpdate();
    this.host.updateComplete.then(() => {
      /** @type {HTMLElement|null} */ (this.host.querySelector('.f-conflict'))?.focus();
    });
  }

  /** @param {Clash} clash @param {'mine'|'theirs'} take */
  take(clash, take) {
    clash.take = take;
    this.values = { ...this.values, [clash.field]: structuredClone(take === 'mine' ? clash.mine : clash.theirs) };
    this.host.requestUpdate();
  }

  /** The version to send: what was seen, or what is there since somebody else saved. @param {number} seen */
  version(seen) {
    return this.conflict?.version ?? seen;
  }

  /** Focus what is wrong first on the page; else the sentence on top. */
  focusFirst() {
    this.host.requestUpdate();
    this.host.updateComplete.then(() => {
      const wrong = /** @type {HTMLElement|null} */ (this.host.querySelector('[aria-invalid="true"]'));
      const first = wrong ?? /** @type {HTMLElement|null} */ (this.host.querySelector('.f-summary'));
      first?.focus();
      first?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** One sentence for the top of the form, or null. */
  get summary() {
    const count = Object.keys(this.errors).length;
    if (this.problem) return this.problem;
    if (count === 0) return null;
    return count === 1 ? words.admin.form.lookOne : words.admin.form.lookMany(count);
  }
}
