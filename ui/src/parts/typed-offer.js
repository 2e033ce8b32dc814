import { html, nothing } from 'lit';
import { app } from '../app.js';
import { dateTime } from '../format.js';
import { words } from '../words/en.js';
import { Typed } from './typed-text.js';
import './typed-offer.css';

/**
 * What a form does with typing that a crash, a lock or a lost server would take: it is kept while somebody types, offered when the form is
 * opened again, and forgotten once it is saved or thrown away.
 */
export class TypedOffer {
  /** @param {{requestUpdate: () => void, updateComplete: Promise<any>, firstField?: () => HTMLElement | null}} host whose render() shows the offer */
  constructor(host) {
    this.host = host;
    this.typed = new Typed();
    this.on = false;
    /** Whether something is kept under this name. */
    this.kept = false;
    /** What stood in the form when it opened: a form that opens filled in is not typed in yet. */
    this.began = '';
    /** @type {{at: string, values: any} | null} */
    this.found = null;
  }

  /**
   * @param {string} place '': here nothing is kept
   * @param {() => any} now what stands in the form: the same again is no offer
   * @param {number} [version] which state of the record is changed
   */
  start(place, now, version = 0) {
    this.on = place !== '';
    this.found = null;
    if (!this.on) return;
    this.began = JSON.stringify(now());
    this.typed.start(place, version);
    this.typed.found().then((found) => {
      if (!found || !this.on || this.kept || JSON.stringify(found.values) === JSON.stringify(now())) return;
      this.found = found;
      this.host.requestUpdate();
    });
  }

  /** Under another name from here on; what is offered and not decided on stays offered. @param {string} place @param {() => any} now @param {number} version */
  goOn(place, now, version) {
    const { found } = this;
    this.start(place, now, version);
    this.found = found;
  }

  /** @param {() => Record<string, any>} typing */
  keep(typing) {
    // What is offered stands until somebody decides: the first letter of something else must not be its end.
    if (!this.on || this.found) return;
    const values = typing();
    if (!this.kept && JSON.stringify(values) === this.began) return;
    this.kept = true;
    this.typed.keep(values);
  }

  /** The person leaves, and comes back another time. */
  flush() {
    if (this.on) this.typed.flush();
  }

  /** Saved, and typing goes on. */
  saved() {
    if (this.on && this.kept) this.typed.forget();
    this.kept = false;
  }

  /** Saved, or thrown away. What was offered and not decided on stays. */
  end() {
    this.saved();
    this.on = false;
  }

  drop() {
    this.found = null;
    this.typed.forget();
    this.#decided();
  }

  #decided() {
    this.host.requestUpdate();
    this.host.updateComplete.then(() => this.host.firstField?.()?.focus());
  }

  /** @param {(typing: any) => void} takeUp */
  render(takeUp) {
    const { found } = this;
    if (!found) return nothing;
    return html`<div class="typed-offer banner" role="status"><span class="grow">${words.modal.typedFound(dateTime(app.wall(found.at)))}</span>
      <button type="button" class="button small" @click=${() => this.drop()}>${words.modal.dropTyped}</button>
      <button type="button" class="button small primary" @click=${() => {
        this.found = null;
        this.kept = true;
        takeUp(found.values);
        this.#decided();
      }}>${words.modal.takeTyped}</button></div>`;
  }
}

/** A password is kept nowhere, not even encrypted. */
const SECRET = new Set(['password', 'pin', 'current', 'new', 'repeat']);
const withoutSecrets = (/** @type {Record<string, any>} */ values) => Object.fromEntries(Object.entries(values).filter(([name]) => !SECRET.has(name)));

/** What is typed in a form, with what it began as: so that only what was changed is put back. @param {import('./form.js').Form} form */
export const formTyping = (form) => ({ values: withoutSecrets(form.values), original: withoutSecrets(form.original) });

/** An offer for a form that stands in a page. @param {import('./form.js').Form} form @param {TypedOffer} offer */
export const formOffer = (form, offer) => offer.render((typing) => takeUpForm(form, typing));

/** @param {import('./form.js').Form} form @param {{values: Record<string, any>, original: Record<string, any>}} typing */
export function takeUpForm(form, { values, original }) {
  for (const [name, value] of Object.entries(values)) {
    if (name in form.values && JSON.stringify(value) !== JSON.stringify(original[name])) form.set(name, value);
  }
}
