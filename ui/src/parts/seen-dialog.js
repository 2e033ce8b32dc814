import { html } from 'lit';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import './seen-list.js';

/** Who saw this patient's record. @param {{patient_id: string, name: string}} patient */
export function openSeen(patient) {
  if (document.querySelector('cd-seen-dialog')) return Promise.resolve();
  const dialog = /** @type {SeenDialog} */ (document.createElement('cd-seen-dialog'));
  dialog.patient = patient;
  return dialog.open();
}

class SeenDialog extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
  }

  size() {
    return 'wide';
  }

  isRead() {
    return true;
  }

  heading() {
    return words.chart.whoSaw;
  }

  subheading() {
    return html`<p class="muted">${this.patient.name}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.modal-foot button'));
  }

  submit() {
    this.close();
  }

  body() {
    return html`<cd-seen-list .patientId=${this.patient.patient_id}></cd-seen-list>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="submit" class="button">${words.modal.close}</button>`;
  }
}

customElements.define('cd-seen-dialog', SeenDialog);
