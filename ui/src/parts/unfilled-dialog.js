import { html } from 'lit';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import { LABELS } from './visit-values.js';
import './notes.css';

const w = words.notes;

/**
 * A note in which something is still in brackets: the person decides whether that is meant.
 * @param {ReturnType<typeof import('./fill-ins.js').unfilled>} open @param {string} allTheSame what the button says that goes on
 * @returns {Promise<boolean | undefined>} whether to go on
 */
export function openUnfilled(open, allTheSame) {
  if (document.querySelector('cd-unfilled')) return Promise.resolve(undefined);
  const dialog = /** @type {Unfilled} */ (document.createElement('cd-unfilled'));
  dialog.parts = open;
  dialog.allTheSame = allTheSame;
  return dialog.open();
}

class Unfilled extends Modal {
  constructor() {
    super();
    /** @type {ReturnType<typeof import('./fill-ins.js').unfilled>} */
    this.parts = [];
    this.allTheSame = '';
  }

  size() {
    return 'small';
  }

  heading() {
    return w.openTitle;
  }

  /** Enter goes back: going on takes a choice. */
  submit() {
    this.close(false);
  }

  body() {
    const count = this.parts.reduce((sum, { open }) => sum + open.length, 0);
    return html`<p>${w.openLead(count)}</p>
      <ul class="unfilled">${this.parts.map(({ name, open }) => html`<li><strong>${LABELS[name]}</strong><span>${open.map((one) => one.text).join(' ')}</span></li>`)}</ul>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${() => this.close(true)}>${this.allTheSame}</button>
      <button type="submit" class="button primary" data-first>${w.goBack}</button>`;
  }
}

customElements.define('cd-unfilled', Unfilled);
