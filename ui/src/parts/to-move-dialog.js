// After leave was entered over bookings: what is booked there, at once.
import { html } from 'lit';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import './to-move.js';

const say = words.schedule;

class ToMoveDialog extends Modal {
  constructor() {
    super();
    this.exceptionId = '';
    this.total = 0;
  }

  heading() {
    return this.total ? say.dialogTitle(this.total) : say.movedEmpty;
  }

  subheading() {
    return html`<p class="muted">${say.dialogLead}</p>`;
  }

  size() {
    return 'wide';
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.modal-foot .button'));
  }

  body() {
    return html`<cd-to-move .exceptionId=${this.exceptionId} @total=${(/** @type {CustomEvent} */ { detail }) => {
      this.total = detail;
      this.requestUpdate();
    }}></cd-to-move>`;
  }

  foot() {
    return html`<p class="modal-carried">${this.total ? say.laterHint : ''}</p><button type="button" class="button ${this.total ? '' : 'primary'}" @click=${() => this.close()}>${this.total ? say.later : say.done}</button>`;
  }
}
customElements.define('cd-to-move-dialog', ToMoveDialog);

/** @param {string} exceptionId @param {number} total */
export function openToMove(exceptionId, total) {
  const dialog = /** @type {ToMoveDialog} */ (document.createElement('cd-to-move-dialog'));
  dialog.exceptionId = exceptionId;
  dialog.total = total;
  return dialog.open();
}
