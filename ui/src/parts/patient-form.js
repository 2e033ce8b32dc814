import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { personName } from '../format.js';
import { ask, command, uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { fieldOf, say } from '../messages.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { emptyDetails, forForm, forWire, formField, problems } from './patient-details.js';
import { changedFields, merge, readField, sameValue, withField } from './patient-merge.js';
import { sections } from './patient-sections.js';
import { fieldNames, splitName } from './patient-text.js';
import { Sender } from './sender.js';
import './patient-meanwhile.js';
import './look-alikes.js';
import './patient-form.css';

/** @typedef {import('./patient-merge.js').Details} Details */
/** @typedef {import('./patient-merge.js').Conflict} Conflict */

/**
 * @param {{text?: string}} [from] what was searched for
 * @returns {Promise<{patient_id: string} | undefined>}
 */
export function openRegister({ text = '' } = {}) {
  if (document.querySelector('cd-patient-form')) return Promise.resolve(undefined);
  const form = /** @type {PatientForm} */ (document.createElement('cd-patient-form'));
  form.mine = { ...emptyDetails(), names: /\p{L}/u.test(text) ? { ...emptyDetails().names, ...splitName(text) } : emptyDetails().names };
  return form.open();
}

/**
 * @param {string} patientId
 * @returns {Promise<{patient_id: string} | undefined>}
 */
export async function openEditPatient(patientId) {
  if (document.querySelector('cd-patient-form')) return undefined;
  const patient = await ask({ ask: 'patient', id: patientId });
  const form = /** @type {PatientForm} */ (document.createElement('cd-patient-form'));
  form.patientId = patientId;
  form.version = patient.version;
  form.name = patient.name;
  form.base = forForm(patient.details);
  form.mine = forForm(patient.details);
  return form.open();
}

/** Register and edit. What somebody else saves meanwhile is taken over field by field; what is typed here is never overwritten. */
export class PatientForm extends Modal {
  constructor() {
    super();
    this.patientId = uuid7();
    /** Null while registering. @type {number | null} */
    this.version = null;
    this.name = '';
    /** As it was read. @type {Details} */
    this.base = emptyDetails();
    /** As it stands in the form. @type {Details} */
    this.mine = emptyDetails();
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    /** Fields both changed, waiting for a choice. @type {Conflict[]} */
    this.conflicts = [];
    this.theirName = '';
    this.theirAt = '';
    /** Fields somebody else changed while this was open. @type {string[]} */
    this.taken = [];
    this.choosing = false;
    this.age = '';
    /** Only read where the clinic's addresses name a country. @type {{code: string, name: string}[]} */
    this.countries = [];
    this.working = false;
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    for (const list of /** @type {const} */ (['identifier_types', 'price_lists'])) app.load(list).then(() => this.requestUpdate(), () => {});
    if (app.can('billing.view')) app.load('payers').then(() => this.requestUpdate(), () => {});
    if (app.clinic?.address_format.includes('country') || this.mine.addresses.some((/** @type {any} */ address) => address.country)) this.readCountries();
    this.listen(app, 'changes', ({ detail }) => {
      if (this.version !== null && !this.working && detail.touches.some((/** @type {any} */ touch) => touch.kind === 'patient' && touch.id === this.patientId)) this.heard();
    });
  }

  async readCountries() {
    const help = await command('country_help', { country: null }).catch(() => null);
    this.countries = help?.countries ?? [];
    this.requestUpdate();
  }

  get editing() {
    return this.version !== null;
  }

  size() {
    return 'wide';
  }

  heading() {
    return this.editing ? words.patientForm.editTitle(this.name) : words.patientForm.registerTitle;
  }

  dirty() {
    return changedFields(this.base, this.mine).length > 0;
  }

  keptAs() {
    return `patient ${this.editing ? this.patientId : ''}`.trim();
  }

  typing() {
    return { base: this.base, mine: this.mine };
  }

  /** @param {{base: Details, mine: Details}} typing */
  takeUp({ base, mine }) {
    // What somebody saved since then stays beside what was typed, as if the form had been open all the time.
    const now = this.base;
    this.base = base;
    this.mine = mine;
    this.takeOver(now, /** @type {number} */ (this.version));
  }

  /** @param {string} field @returns {any} */
  value(field) {
    return readField(this.mine, field);
  }

  /** @param {string} field @param {any} value */
  set(field, value) {
    this.mine = withField(this.mine, field, value);
    for (const key of Object.keys(this.errors)) if (key === field || key.startsWith(`${field}.`)) delete this.errors[key];
    if (field.startsWith('names.')) delete this.errors['names.given'];
    this.requestUpdate();
  }

  /** Somebody saved this patient while the form is open. */
  async heard() {
    const fresh = await ask({ ask: 'patient', id: this.patientId }).catch(() => null);
    if (!fresh || fresh.version === this.version || this.shut) return;
    const [last] = await ask({ ask: 'record_history', kind: 'patient', id: this.patientId }).catch(() => []);
    this.theirName = last?.actor ?? '';
    this.theirAt = last?.at ?? '';
    this.takeOver(forForm(fresh.details), fresh.version);
  }

  /** @param {Details} theirs @param {number} version */
  takeOver(theirs, version) {
    const { merged, conflicts, taken } = merge(this.base, this.mine, theirs);
    this.base = theirs;
    this.version = version;
    this.mine = merged;
    this.taken = [...new Set([...this.taken, ...taken, ...conflicts.map((one) => one.field)])];
    // Chosen later, on saving, unless they settle it themselves: nobody is torn out of a field to choose.
    const open = new Map([...this.conflicts, ...conflicts].map((one) => [one.field, one]));
    this.conflicts = [...open.values()];
    this.requestUpdate();
  }

  async submit() {
    if (this.working) return;
    if (this.choosing) return;
    // Typing went on since they were found: some may be settled by now.
    this.conflicts = this.conflicts.map((one) => ({ ...one, mine: this.value(one.field) })).filter((one) => !sameValue(one.mine, one.theirs));
    this.errors = problems(this, this.mine);
    if (Object.keys(this.errors).length) {
      this.focusError();
      return;
    }
    if (this.conflicts.length) {
      this.choosing = true;
      this.requestUpdate();
      return;
    }
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      await this.save();
    } catch (error) {
      this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.working = false;
      this.requestUpdate();
    }
  }

  async save() {
    const details = forWire(this.mine);
    const name = personName(details.names);
    if (!this.editing) {
      const { outcome } = await this.sender.send({ op: 'register_patient', patient_id: this.patientId, details });
      toast(words.patientForm.registered(name, outcome.mrn));
    } else if (!this.dirty()) {
      toast(words.patientForm.nothingChanged);
    } else {
      await this.sender.send({ op: 'edit_patient', patient_id: this.patientId, version: this.version, details });
      toast(words.patientForm.saved(name));
    }
    this.close({ patient_id: this.patientId });
  }

  /** @param {import('../ipc.js').WireError} error */
  refused(error) {
    if (error.code === 'patient.changed_meanwhile' && error.details.theirs) {
      this.theirName = error.details.by ?? '';
      this.theirAt = error.details.at ?? '';
      this.takeOver(forForm(error.details.theirs), error.details.version);
      if (this.conflicts.length) this.choosing = true;
      // Nothing of ours collides: what they changed is in the form now, so the save goes on as meant.
      else queueMicrotask(() => this.submit());
      return;
    }
    const path = fieldOf(error);
    const field = path && formField(path, this.mine);
    if (field) this.errors = { [field]: say(error) };
    else if (error.code === 'patient.name_needed') this.errors = { 'names.given': say(error) };
    else this.refusal = say(error);
    if (error.code === 'patient.identifier_taken') {
      const row = this.mine.identifiers.findIndex((/** @type {any} */ one) => one.value.trim() === error.details.value);
      if (row >= 0) {
        this.errors = { [`identifiers.${row}.value`]: say(error) };
        this.refusal = '';
      }
    }
    if (this.shut) toast(say(error), { kind: 'error' });
    else this.focusError();
  }

  focusError() {
    this.focusFirst('.has-error :is(input, select, textarea)');
  }

  /** @param {Record<string, any>} chosen field → value */
  settle(chosen) {
    for (const [field, value] of Object.entries(chosen)) this.mine = withField(this.mine, field, value);
    this.conflicts = [];
    this.choosing = false;
    this.submit();
  }

  body() {
    if (this.choosing) {
      return html`<cd-patient-meanwhile .conflicts=${this.conflicts} .taken=${this.taken.filter((field) => !this.conflicts.some((one) => one.field === field))} .by=${this.theirName} .at=${this.theirAt}
        @settled=${(/** @type {CustomEvent} */ event) => this.settle(event.detail)}
        @back=${() => {
          this.choosing = false;
          this.requestUpdate();
        }}></cd-patient-meanwhile>`;
    }
    return html`
      <fieldset class="plain patient-form" ?disabled=${this.sender.state === 'checking'}>
        ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
        ${this.renderSummary()}
        <p class="patient-elsewhere ${this.taken.length ? 'banner' : ''}" role="status">${this.taken.length ? html`${icon('info')}<span>${words.patientForm.elsewhere(fieldNames(this.taken))}</span>` : nothing}</p>
        ${sections(this)}
      </fieldset>
    `;
  }

  renderSummary() {
    const count = Object.keys(this.errors).length;
    return count > 1 ? html`<p class="patient-summary" role="alert">${icon('warning')}${words.patientForm.problems(count)}</p>` : nothing;
  }

  renderLookAlikes() {
    const { names, birth_date: birth, phones } = this.mine;
    return html`<cd-look-alikes .names=${{ given: names.given, family: names.family }} .birth=${birth} .phone=${phones[0]?.number ?? ''} .butNot=${this.editing ? this.patientId : null} .verb=${words.patientForm.openThis}
      @choose=${(/** @type {CustomEvent} */ event) => {
        this.close();
        go(`/patients/${event.detail.patient_id}`);
      }}></cd-look-alikes>`;
  }

  foot() {
    if (this.choosing) return nothing;
    const checking = this.sender.state === 'checking';
    return html`
      <p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.patientForm.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${checking}>${checking ? words.book.checkingShort : this.editing ? words.patientForm.submitEdit : words.patientForm.submitRegister}${caps('Enter')}</button>
    `;
  }
}

customElements.define('cd-patient-form', PatientForm);
