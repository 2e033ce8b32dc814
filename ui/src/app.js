// What every screen shares: who is signed in, the clinic, its short lists, the clinic's clock, and news from elsewhere.
//
// Events on `app`: "boot" (phase or person changed), "clinic", "lists" (detail: name), "changes" (detail: {touches, own}),
// "connection" (detail: "online" | "away"), "chart" (a chart was opened; detail: whose), "toast", "tick" (every 15 s).
import { ask, command, failures, on } from './ipc.js';
import { use as useFormat } from './format.js';
import { instantOf, wallAt } from './wall.js';

/** @typedef {import('./wire-types.js').Boot} Boot */
/** @typedef {import('./wire-types.js').Me} Me */
/** @typedef {import('./wire-types.js').ClinicInfo} ClinicInfo */
/** @typedef {{practitioners: import('./wire-types.js').Practitioner[], rooms: import('./wire-types.js').Room[], services: import('./wire-types.js').Service[], specialties: import('./wire-types.js').Specialty[], identifier_types: import('./wire-types.js').IdentifierType[], price_lists: import('./bindings/PriceListLine').PriceListLine[], payment_methods: import('./bindings/PaymentMethodLine').PaymentMethodLine[], payers: import('./bindings/PayerLine').PayerLine[], exceptions: import('./wire-types.js').Exception[]}} Lists */

/** Which list a touched row belongs to; the rules for billing are the clinic's. @type {Record<string, keyof Lists>} */
const LIST_OF = { practitioner: 'practitioners', room: 'rooms', service: 'services', specialty: 'specialties', identifier_type: 'identifier_types', price_list: 'price_lists', payer: 'payers', payment_method: 'payment_methods', clinic: 'payment_methods', exception: 'exceptions' };
const SESSION_ERRORS = /^(session\.(locked|none|password_change_needed)|store\.away)$/;

class App extends EventTarget {
  constructor() {
    super();
    /** @type {Boot|null} */
    this.boot = null;
    /** @type {ClinicInfo|null} whole only while somebody is signed in */
    this.clinic = null;
    /** @type {Lists} empty until loaded: `await app.load('services')` */
    this.lists = { practitioners: [], rooms: [], services: [], specialties: [], identifier_types: [], price_lists: [], payment_methods: [], payers: [], exceptions: [] };
    /** @type {'online'|'away'} */
    this.connection = 'online';
    /** @type {Map<keyof Lists, Promise<any[]>>} */
    this.loading = new Map();
    this.skew = 0;
  }

  /** @returns {Me|null} */
  get me() {
    return this.boot?.person ?? null;
  }

  /** @param {string} permission e.g. "appointment.book" */
  can(permission) {
    return this.me?.permissions.includes(permission) ?? false;
  }

  /** @param {string} role */
  is(role) {
    return this.me?.roles.includes(role) ?? false;
  }

  /** The clinic's wall time now, "2026-11-23T10:45:12". */
  now() {
    return wallAt(Date.now() + this.skew, this.clinic?.zone ?? 'UTC');
  }

  /** The clinic's date today. */
  today() {
    return this.now().slice(0, 10);
  }

  /** An instant from the wire on the clinic's clock. @param {string} instant */
  wall(instant) {
    return wallAt(Date.parse(instant), this.clinic?.zone ?? 'UTC');
  }

  /** Whole minutes since an instant. @param {string} instant */
  minutesSince(instant) {
    return Math.max(0, Math.floor((Date.now() + this.skew - Date.parse(instant)) / 60_000));
  }

  async start() {
    on('changes', (news) => this.changed(news));
    on('boot', (boot) => this.accept(boot));
    on('connection', ({ state }) => this.connected(state));
    failures.addEventListener('failure', (event) => {
      const { code } = /** @type {CustomEvent} */ (event).detail;
      if (SESSION_ERRORS.test(code) && this.boot?.phase === 'open') this.reload();
    });
    setInterval(() => this.tell('tick'), 15_000);
    reportActivity();
    await this.reload();
  }

  async reload() {
    this.accept(await command('boot'));
  }

  /**
   * Take over what the app says it is now. Every command that answers with a Boot hands it here.
   * @param {Boot} boot
   * @returns {Boot}
   */
  accept(boot) {
    const stranger = boot.person?.user_id !== this.me?.user_id || boot.connection?.id !== this.boot?.connection?.id;
    this.boot = boot;
    if (boot.clinic && 'zone' in boot.clinic) this.useClinic(boot.clinic);
    if (stranger) this.forgetLists();
    this.connection = 'online';
    this.tell('boot');
    return boot;
  }

  /** @param {ClinicInfo} clinic */
  useClinic(clinic) {
    this.clinic = clinic;
    this.skew = instantOf(clinic.now, clinic.zone) - Date.now();
    useFormat(clinic);
    this.tell('clinic');
  }

  /**
   * One of the clinic's short lists, asked once and kept fresh by the news.
   * @template {keyof Lists} N
   * @param {N} name
   * @returns {Promise<Lists[N]>}
   */
  load(name) {
    let loading = this.loading.get(name);
    if (!loading) {
      loading = ask({ ask: name }).then((rows) => {
        this.lists = { ...this.lists, [name]: rows };
        this.tell('lists', name);
        return rows;
      });
      loading.catch(() => this.loading.delete(name));
      this.loading.set(name, loading);
    }
    return /** @type {Promise<any>} */ (loading);
  }

  forgetLists() {
    this.loading.clear();
    this.lists = { practitioners: [], rooms: [], services: [], specialties: [], identifier_types: [], price_lists: [], payment_methods: [], payers: [], exceptions: [] };
  }

  /** @param {{touches: {kind: string, id: string}[], own: boolean}} news */
  changed(news) {
    const kinds = new Set(news.touches.map((touch) => touch.kind));
    for (const kind of kinds) {
      const list = LIST_OF[kind];
      if (list && this.loading.has(list)) {
        this.loading.delete(list);
        this.load(list).catch(() => {});
      }
    }
    if (kinds.has('clinic')) ask({ ask: 'clinic' }).then((clinic) => this.useClinic(clinic), () => {});
    this.tell('changes', news);
  }

  /** @param {'online'|'away'} state */
  connected(state) {
    this.connection = state;
    this.tell('connection', state);
  }

  /** @param {string} type @param {any} [detail] */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export const app = new App();

/**
 * A short message that goes by itself. With `undo`, the id of the operation just performed (or of several), it offers to undo it; with
 * `go`, what may be done next, which stays longer.
 * @param {string} text
 * @param {{undo?: string|string[], kind?: 'ok'|'error', go?: {words: string, keys?: string, run: () => void}}} [options]
 */
export function toast(text, options = {}) {
  app.tell('toast', { text, ...options });
}

/** The idle lock counts from the last input; saying so every 15 s is enough. */
function reportActivity() {
  let last = 0;
  const report = () => {
    if (app.boot?.phase !== 'open' || Date.now() - last < 15_000) return;
    last = Date.now();
    command('activity').catch(() => {});
  };
  for (const type of ['pointerdown', 'keydown', 'wheel']) addEventListener(type, report, { capture: true, passive: true });
}
