import { html } from 'lit';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import './record-history.js';

/** What was changed on one patient, by whom and when. @param {{patient_id: string, name: string}} patient */
export function openPatientHistory(patient) {
  if (document.querySelector('cd-patient-history')) return Promise.resolve();
  const dialog = /** @type {PatientHistory} */ (document.createElement('cd-patient-history'));
  dialog.patient = patient;
  return dialog.open();
}

export class PatientHistory extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
  }

  size() {
    return 'wide';
  }

  heading() {
    return words.patient.history;
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
    return html`<cd-record-history .kind=${'patient'} .rowId=${this.patient.patient_id}></cd-record-history>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="submit" class="button">${words.modal.close}</button>`;
  }
}

customElements.define('cd-patient-history', PatientHistory);
