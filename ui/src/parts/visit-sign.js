import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './visit.css';

/** @typedef {import('../bindings/Visit').Visit} Visit */

const w = words.visits;

/** Whose visit is signed stands in large letters: the one mistake that cannot be taken back. @param {Visit} visit @returns {Promise<boolean | undefined>} */
export function openSign(visit) {
  if (document.querySelector('cd-sign-visit')) return Promise.resolve(undefined);
  const dialog = /** @type {SignVisit} */ (document.createElement('cd-sign-visit'));
  dialog.visit = visit;
  return dialog.open();
}

class SignVisit extends Modal {
  constructor() {
    super();
    /** @type {Visit | null} */
    this.visit = null;
    this.refusal = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  size() {
    return 'small';
  }

  heading() {
    return w.signTitle;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-submit]'));
  }

  async submit() {
    const { visit } = this;
    if (!visit || this.sender.busy) return;
    try {
      await this.sender.send({ op: 'sign_visit', visit_id: visit.visit_id, version: visit.version });
      toast(w.signedDone(visit.patient));
      this.close(true);
    } catch (error) {
      this.refusal = say(/** @type {import('../ipc.js').WireError} */ (error));
      this.requestUpdate();
    }
  }

  body() {
    const { visit } = this;
    if (!visit) return nothing;
    const born = visit.birth_date ? date(visit.birth_date) : words.patient.bornUnknown;
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      <dl class="visit-whose">
        <div><dt>${w.signPatient}</dt><dd class="visit-whose-name">${visit.patient}</dd></div>
        <div><dt>${w.signBorn}</dt><dd class="visit-whose-born number">${born}</dd></div>
        <div><dt>${w.signVisit}</dt><dd class="number">${dateTime(visit.visited_at)} · ${visit.practitioner}</dd></div>
      </dl>
      ${visit.practitioner_id === app.me?.practitioner_id ? nothing : html`<p><strong>${w.signFor(visit.practitioner, app.me?.name ?? '')}</strong></p>`}
      <p class="muted">${w.signLead}</p>
    `;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.sender.busy}>${w.sign}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-sign-visit', SignVisit);
