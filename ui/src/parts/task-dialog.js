import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { ask, uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { route } from '../router.js';
import { words } from '../words/en.js';
import { areaInput, checkInput } from './inputs.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { colleagues, taskFor, whomField, whomInWords } from './task-whom.js';
import './date-input.js';
import './patient-card.js';
import './patient-picker.js';

const w = words.tasks;

/** Whoever the page is about: theirs, or whoever is chosen beside the list of my patients. @returns {Promise<any>} */
async function inFront() {
  const { screen, id } = route();
  if (!id) return null;
  if (screen === 'patient') return ask({ ask: 'patient', id });
  if (screen !== 'consult') return null;
  const [one] = await ask({ ask: 'appointments', ids: [id] });
  return one ? ask({ ask: 'patient', id: one.patient_id }) : null;
}

/** Ask somebody for something, from anywhere; on a patient's page it is about them unless that is taken out. */
export function openTask() {
  if (document.querySelector('cd-task')) return Promise.resolve(undefined);
  return /** @type {TaskDialog} */ (document.createElement('cd-task')).open();
}

class TaskDialog extends Modal {
  constructor() {
    super();
    this.taskId = uuid7();
    this.text = '';
    this.whom = '';
    /** @type {import('../wire-types.js').PatientLine | null} */
    this.patient = null;
    /** @type {string | null} */
    this.due = null;
    this.urgent = false;
    /** What was typed another time stands in it. */
    this.taken = false;
    /** @type {Record<string, string>} */
    this.errors = {};
    this.problem = '';
    /** @type {import('./task-whom.js').Colleague[]} */
    this.people = [];
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.start();
  }

  async start() {
    const about = inFront().catch(() => null);
    this.people = await colleagues();
    const found = await about;
    // What somebody chose or took up meanwhile stands.
    if (found && !this.patient && !this.taken) {
      const { details, ...line } = found;
      this.patient = { ...line, ...details.names, birth_date: details.birth_date ?? null, birth_estimated: details.birth_estimated, sex: details.sex, phone: details.phones[0]?.number ?? null, died_on: details.died_on ?? null, last_visit: null, next_visit: null };
    }
    this.requestUpdate();
  }

  heading() {
    return w.addTitle;
  }

  dirty() {
    return Boolean(this.text.trim());
  }

  keptAs() {
    return 'task';
  }

  typing() {
    return { text: this.text, whom: this.whom, patient: this.patient, due: this.due, urgent: this.urgent };
  }

  /** @param {any} typing */
  takeUp(typing) {
    this.taken = true;
    Object.assign(this, typing);
    this.requestUpdate();
  }

  /** @param {Record<string, any>} change */
  put(change) {
    Object.assign(this, change);
    for (const name of Object.keys(change)) delete this.errors[name];
    this.requestUpdate();
  }

  async submit() {
    if (this.sender.busy) return;
    const date = /** @type {import('./date-input.js').DateInput | null} */ (this.querySelector('cd-date'));
    this.errors = {
      ...(this.text.trim() ? {} : { text: say({ code: 'field.required' }) }), ...(this.whom ? {} : { whom: say({ code: 'field.required' }) }), ...(date?.isUnclear ? { due: date.unclear() } : {}),
    };
    this.problem = '';
    if (Object.keys(this.errors).length) {
      this.focusFirst('.has-error :is(input, select, textarea)');
      return;
    }
    try {
      await this.sender.send({ op: 'add_task', task_id: this.taskId, text: this.text.trim(), to: taskFor(this.whom), patient_id: this.patient?.patient_id ?? null, due_on: this.due, urgent: this.urgent });
      toast(w.sent(whomInWords(this.whom, this.people)));
      this.close(true);
    } catch (error) {
      const wrong = /** @type {import('../ipc.js').WireError} */ (error);
      const field = { text: 'text', due_on: 'due', to: 'whom' }[/** @type {'text'} */ (wrong.details?.field)];
      if (field) this.errors = { [field]: say(wrong) };
      else this.problem = say(wrong);
      this.focusFirst('.has-error :is(input, select, textarea), .clash');
    }
  }

  body() {
    const { errors } = this;
    return html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
      ${this.problem ? html`<section class="clash" role="alert" tabindex="-1"><p class="clash-title">${icon('warning')}${this.problem}</p></section>` : nothing}
      ${areaInput({ name: 'task-text', label: w.text, value: this.text, error: errors.text, on: (text) => this.put({ text }) })}
      <div class="grid-2">
        ${whomField({ id: 'task-whom', label: w.to, value: this.whom, error: errors.whom, people: this.people, on: (whom) => this.put({ whom }) })}
        <cd-date class=${errors.due ? 'has-error' : ''} .label=${w.due} .value=${this.due} .error=${errors.due ?? ''} @change=${(/** @type {CustomEvent} */ event) => this.put({ due: event.detail.value })}></cd-date>
      </div>
      ${checkInput({ name: 'task-urgent', label: w.urgent, checked: this.urgent, on: (urgent) => this.put({ urgent }) })}
      ${this.patient
        ? html`<cd-patient-card .patient=${this.patient} @change=${() => this.put({ patient: null })}></cd-patient-card>`
        : html`<cd-patient-picker .label=${w.patient} .creates=${false} @pick=${(/** @type {CustomEvent} */ event) => this.put({ patient: event.detail })}></cd-patient-picker>`}
    </fieldset>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('textarea'));
  }

  foot() {
    return html`<p class="modal-carried">${w.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.sender.busy}>${w.send}</button>`;
  }
}

customElements.define('cd-task', TaskDialog);
