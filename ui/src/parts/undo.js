// What was just done, taking it back and doing it again: the toast, Ctrl+Z and Ctrl+Shift+Z, and the list of this person's recent changes.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { addCommands } from '../keys.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { Changes } from './changes.js';
import { caps, openMenu } from './menu.js';
import './undo.css';

const STAY_MS = 8000;
/** What asks for a decision stays longer than what only tells. */
const STAY_TO_GO_MS = 30_000;
/** How many of the changes the list shows. */
const LISTED = 15;

/** @typedef {import('./changes.js').Change} Change */
/** @typedef {{words: string, keys?: string, run: () => void}} Go */
/** @typedef {{key: number, text: string, undo?: string, kind?: string, go?: Go, leaveAt: number}} Toast */

export class Undo extends View {
  static properties = { toasts: { state: true } };

  constructor() {
    super();
    /** @type {Toast[]} */
    this.toasts = [];
    this.changes = new Changes();
    this.held = false;
    this.count = 0;
    /** @type {() => void} */
    this.removeCommands = () => {};
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.timer = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'toast', ({ detail }) => this.show(detail));
    this.removeCommands = addCommands([
      { id: 'undo.last', words: words.today.undo, keys: ['Ctrl+Z'], where: words.keySheet.everywhere, run: () => this.undoLast() },
      { id: 'undo.redo', words: words.today.redo, keys: ['Ctrl+Shift+Z'], where: words.keySheet.everywhere, run: () => this.redoLast() },
      { id: 'undo.recent', words: words.today.recentTitle, keys: ['z'], where: words.keySheet.everywhere, run: () => this.openRecent() },
    ]);
    this.timer = setInterval(() => this.leave(), 250);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
    clearInterval(this.timer);
    this.toasts = [];
  }

  /** `undo`: what was performed, several when one step changed several appointments. @param {{text: string, undo?: string|string[], kind?: string, go?: Go}} detail */
  show({ text, undo, kind, go }) {
    const ids = undo ? [undo].flat() : [];
    if (ids.length) this.changes.record(text, ids, app.now());
    this.count += 1;
    // An error stays longer: it says what to do.
    const stay = go ? STAY_TO_GO_MS : kind === 'error' ? STAY_MS * 1.5 : STAY_MS;
    this.toasts = [...this.toasts.slice(-2), { key: this.count, text, undo: ids[0], kind, go, leaveAt: performance.now() + stay }];
  }

  leave() {
    if (this.held || this.toasts.length === 0) return;
    const left = this.toasts.filter((one) => one.leaveAt > performance.now());
    if (left.length !== this.toasts.length) this.toasts = left;
  }

  /** @param {boolean} held a toast that is pointed at or focused stays */
  hold(held) {
    this.held = held;
    if (!held) this.toasts = this.toasts.map((one) => ({ ...one, leaveAt: Math.max(one.leaveAt, performance.now() + 2000) }));
  }

  /** @param {number} key */
  dismiss(key) {
    this.held = false;
    this.toasts = this.toasts.filter((one) => one.key !== key);
  }

  /** @param {Toast} one */
  goOn(one) {
    this.dismiss(one.key);
    one.go?.run();
  }

  undoLast() {
    const last = this.changes.lastDone;
    if (last) this.turn(last);
    else toast(words.today.undoNothing);
  }

  redoLast() {
    const last = this.changes.lastUndone;
    if (last) this.turn(last);
    else toast(words.today.redoNothing);
  }

  /** @param {string} id of what was performed */
  undo(id) {
    const change = this.changes.find(id);
    if (change && !change.undone) this.turn(change);
  }

  /** @param {Change} change */
  async turn(change) {
    this.toasts = this.toasts.filter((one) => !one.undo || !change.ids.includes(one.undo));
    const { turned, failed, left } = await this.changes.turn(change);
    if (turned.length) {
      app.tell('changes', { touches: turned, own: true });
      const { undone, redone } = words.today.did;
      toast((change.undone ? undone : redone)(change.text));
    }
    if (failed) toast(left > 1 || turned.length ? words.today.undoLeft(left, say(failed)) : say(failed), { kind: 'error' });
  }

  openRecent() {
    const rows = this.changes.all.toReversed().slice(0, LISTED);
    const anchor = this.querySelector('.undo-anchor') ?? this;
    const { lastDone, lastUndone } = this.changes;
    const keys = (/** @type {Change} */ one) => (one === lastDone ? 'Ctrl+Z' : one === lastUndone ? 'Ctrl+Shift+Z' : null);
    openMenu(anchor, [
      { heading: words.today.recentTitle },
      ...(rows.length
        ? rows.map((one) => ({ words: one.undone ? words.today.redoOne(one.text) : one.text, icon: /** @type {import('../icons.js').IconName} */ (one.undone ? 'redo' : 'undo'), keys: keys(one), run: () => this.turn(one) }))
        : [{ words: words.today.recentEmpty, disabled: true }]),
    ], { label: words.today.recentTitle });
  }

  render() {
    return html`<span class="undo-anchor"></span>
      <div class="toasts" role="status" aria-live="polite" @pointerenter=${() => this.hold(true)} @pointerleave=${() => this.hold(false)} @focusin=${() => this.hold(true)} @focusout=${() => this.hold(false)}>
        ${this.toasts.map((one) => html`<div class="toast ${one.kind === 'error' ? 'toast-error' : ''}">
          ${icon(one.kind === 'error' ? 'warning' : 'check')}<span class="grow">${one.text}</span>
          ${one.undo ? html`<button type="button" class="toast-button" @click=${() => this.undo(one.undo ?? '')}>${words.today.undo}${caps('Ctrl+Z')}</button>` : nothing}
          ${one.go ? html`<button type="button" class="toast-button" @click=${() => this.goOn(one)}>${one.go.words}${one.go.keys ? caps(one.go.keys) : nothing}</button>` : nothing}
          <button type="button" class="toast-close" aria-label=${words.today.dismiss} @click=${() => this.dismiss(one.key)}>${icon('close', { size: 14 })}</button>
        </div>`)}
      </div>`;
  }
}
customElements.define('cd-undo', Undo);
