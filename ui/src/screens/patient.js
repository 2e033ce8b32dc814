// One patient: who they are, what must be known, how to reach them, and their appointments.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { Screen } from '../element.js';
import { date, phone } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { addCommands } from '../keys.js';
import { say } from '../messages.js';
import { caps, openMenu } from '../parts/menu.js';
import { openEditPatient } from '../parts/patient-form.js';
import { addressText, typeName } from '../parts/patient-meanwhile.js';
import { openPatientHistory } from '../parts/patient-history.js';
import { patientHead, patientWarnings } from '../parts/patient-head.js';
import { rememberPatient } from '../parts/recent-patients.js';
import { Sender } from '../parts/sender.js';
import { words } from '../words/en.js';
import '../parts/chart.js';
import '../parts/own-files.js';
import '../parts/patient-billing.js';
import '../parts/patient-recalls.js';
import '../parts/patient-repeats.js';
import '../parts/patient-visits.js';
import '../parts/patient-waiting.js';
import './patient.css';
import './patients.css';

/** @typedef {import('../parts/patient-head.js').Patient} Patient */

class PatientPage extends Screen {
  static properties = { patientId: {}, tab: {}, row: {}, patient: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {string | null} */
    this.patientId = null;
    this.tab = 'summary';
    this.row = '';
    /** @type {Patient | null} */
    this.patient = null;
    /** @type {import('../ipc.js').WireError | null} */
    this.problem = null;
    /** @type {() => void} */
    this.removeCommands = () => {};
    this.sender = new Sender();
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.id === this.patientId || touch.kind === 'patient_alert' || touch.kind === 'allergy' || touch.kind === 'appointment')) this.read();
    });
    app.load('identifier_types').catch(() => {});
    app.load('price_lists').then(() => this.requestUpdate(), () => {});
    if (app.can('billing.view')) app.load('payers').then(() => this.requestUpdate(), () => {});
    app.load('practitioners').catch(() => {});
    const where = words.keySheet.patient;
    this.removeCommands = addCommands([
      { id: 'shell.book', words: words.shell.book, keys: ['b'], where, permission: 'appointment.book', run: () => this.book() },
      { id: 'patient.edit', words: words.patient.editThis, keys: ['e'], where, permission: 'patient.edit', run: () => this.edit() },
      { id: 'patient.history', words: words.patient.history, keys: ['h'], where, permission: 'history.record', run: () => this.history() },
    ]);
    if (this.hasUpdated) this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.patient = null;
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id) return;
    try {
      const patient = await ask({ ask: 'patient', id });
      if (id !== this.patientId) return;
      this.patient = patient;
      this.problem = null;
      rememberPatient(lineOf(patient));
    } catch (error) {
      if (id === this.patientId) this.problem = /** @type {import('../ipc.js').WireError} */ (error);
    }
  }

  book() {
    if (this.patientId && !this.patient?.details.died_on) import('../parts/book-dialog.js').then((part) => part.openBook({ patient_id: /** @type {string} */ (this.patientId) }));
  }

  edit() {
    if (this.patientId) openEditPatient(this.patientId).catch((error) => toast(say(error), { kind: 'error' }));
  }

  history() {
    if (this.patient) openPatientHistory(this.patient);
  }

  /** @param {Event} event */
  openMore(event) {
    const { patient } = this;
    if (!patient) return;
    const name = patient.name;
    openMenu(/** @type {Element} */ (event.currentTarget), [
      ...(app.can('record.seen') ? [{ words: words.chart.whoSaw, icon: /** @type {const} */ ('eye'), run: () => import('../parts/seen-dialog.js').then((part) => part.openSeen({ patient_id: patient.patient_id, name })) }] : []),
      ...(app.can('patient.restrict') ? [{ words: patient.restricted ? words.chart.unrestrict : words.chart.restrict, icon: /** @type {const} */ ('lock'), run: () => this.restrict(patient) }] : []),
    ], { label: words.chart.more });
  }

  /** @param {Patient} patient */
  async restrict(patient) {
    try {
      await this.sender.send({ op: 'restrict_patient', patient_id: patient.patient_id, version: patient.version, restricted: !patient.restricted });
      toast(patient.restricted ? words.chart.unrestrictedDone : words.chart.restrictedDone);
    } catch (error) {
      toast(say(/** @type {import('../ipc.js').WireError} */ (error)), { kind: 'error' });
    }
  }

  lead() {
    return html`<a class="button quiet" href="/patients">${icon('previous')}${words.patient.back}</a>`;
  }

  render() {
    const { patient, problem } = this;
    if (problem && !patient) {
      return html`<div class="patients-none" role="alert"><p>${problem.code === 'patient.not_found' ? words.patient.notFound : `${words.patient.unread} ${say(problem)}`}</p>
        <button class="button" type="button" @click=${this.read}>${words.common.tryAgain}</button></div>`;
    }
    if (!patient) return html`<div class="patient-page skeleton" aria-busy="true"><i></i><i></i></div>`;
    return html`
      <article class="patient-page">
        ${this.renderHead(patient)}
        ${patientWarnings(patient)}
        ${app.can('record.view') ? html`<cd-chart .patientId=${patient.patient_id} .name=${patient.name} .tab=${this.tab} .row=${this.row} .rest=${this.renderColumns(patient)}></cd-chart>` : this.renderColumns(patient)}
      </article>
    `;
  }

  /** @param {Patient} patient */
  renderColumns(patient) {
    return html`
        <div class="patient-columns">
          <div class="patient-main"><cd-patient-visits .patientId=${patient.patient_id} .mayBook=${!patient.details.died_on}></cd-patient-visits>
            ${app.can('record.view') ? nothing : html`<cd-patient-billing .patientId=${patient.patient_id} .name=${patient.name}></cd-patient-billing>`}</div>
          <aside class="patient-facts"><cd-patient-recalls .patientId=${patient.patient_id}></cd-patient-recalls> <cd-patient-repeats .patientId=${patient.patient_id} .name=${patient.name} .mayAsk=${!patient.details.died_on}></cd-patient-repeats> ${!app.can('record.view') && app.can('file.attach') ? html`<cd-own-files .patientId=${patient.patient_id} .name=${patient.name}></cd-own-files>` : nothing} <cd-patient-waiting .patientId=${patient.patient_id}></cd-patient-waiting> ${this.renderContact(patient.details)} ${this.renderAddresses(patient.details)} ${this.renderNumbers(patient.details)} ${this.renderRest(patient)}</aside>
        </div>
    `;
  }

  /** @param {Patient} patient */
  renderHead(patient) {
    return patientHead(patient, {
      title: (name) => html`<h1>${name}</h1>`,
      buttons: html`
        ${app.can('record.seen') || app.can('patient.restrict') ? html`<button class="icon-button" type="button" aria-haspopup="menu" aria-label=${words.chart.more} title=${words.chart.more} @click=${this.openMore}>${icon('more')}</button>` : nothing}
        ${app.can('history.record') ? html`<button class="button quiet" type="button" @click=${this.history}>${icon('history')}${words.patient.history}</button>` : nothing}
        ${app.can('patient.edit') ? html`<button class="button" type="button" @click=${this.edit}>${icon('edit')}${words.patient.edit}${caps('e')}</button>` : nothing}`,
    });
  }

  /** @param {any} details */
  renderContact(details) {
    const nothingKnown = !details.phones.length && !details.email && !details.addresses.length;
    return facts(words.patient.contact, html`
      ${nothingKnown ? html`<p class="muted">${words.patient.noContact}</p>` : nothing}
      <dl>
        ${details.phones.map((/** @type {any} */ one) => fact(words.patientForm.phoneKinds[/** @type {'home'} */ (one.kind)], html`<span class="number">${phone(one.number)}</span>`))}
        ${details.email ? fact(words.patientForm.email, details.email) : nothing}
        ${details.language ? fact(words.patient.language, details.language) : nothing}
        ${details.payer_id && app.lists.payers.length ? fact(words.payers.payer, html`${app.lists.payers.find((one) => one.payer_id === details.payer_id)?.name ?? ''}${details.member_number ? html` <span class="muted number">${details.member_number}</span>` : nothing}`) : nothing}
        ${details.price_list_id ? fact(words.patient.priceList, app.lists.price_lists.find((one) => one.price_list_id === details.price_list_id)?.name ?? '') : nothing}
      </dl>
      ${details.reminders_allowed ? nothing : html`<p class="muted">${words.patient.noReminders}</p>`}
    `);
  }

  /** @param {any} details */
  renderAddresses(details) {
    if (!details.addresses.length) return nothing;
    const kind = (/** @type {any} */ one) => html`${words.patientForm.addressKinds[/** @type {'home'} */ (one.kind)]}${one.primary && details.addresses.length > 1 ? html` <span class="tag">${words.patient.mainAddress}</span>` : nothing}`;
    return facts(words.patient.addresses, html`<dl>${details.addresses.map((/** @type {any} */ one) => fact(kind(one), addressText(one)))}</dl>`);
  }

  /** @param {any} details */
  renderNumbers(details) {
    if (!details.identifiers.length) return nothing;
    const until = (/** @type {any} */ one) => one.valid_until && html`<span class=${one.valid_until < app.today() ? 'error' : 'muted'}>${one.valid_until < app.today() ? words.patient.expired(date(one.valid_until)) : words.patient.validUntil(date(one.valid_until))}</span>`;
    return facts(words.patient.identifiers, html`<dl>${details.identifiers.map((/** @type {any} */ one) => fact(typeName(one.type_id), html`<span class="number">${one.value}</span>${one.issuer ? html` <span class="muted">${one.issuer}</span>` : nothing} ${until(one)}`))}</dl>`);
  }

  /** @param {Patient} patient */
  renderRest({ details, registered_at: at, registered_by: by }) {
    return html`
      ${details.note ? facts(words.patient.note, html`<p class="patient-note">${details.note}</p>`) : nothing}
      <p class="muted small">${words.patient.registered(date(app.wall(at)), by)}</p>
    `;
  }
}

/** @param {string} title @param {any} content */
const facts = (title, content) => html`<section><h2>${title}</h2>${content}</section>`;
/** @param {any} term @param {any} value */
const fact = (term, value) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;

/** @param {Patient} patient @returns {import('../wire-types.js').PatientLine} */
function lineOf({ patient_id, mrn, name, details }) {
  return {
    patient_id, mrn, name, family: details.names.family ?? null, given: details.names.given ?? null, preferred: details.names.preferred ?? null, birth_date: details.birth_date ?? null,
    birth_estimated: details.birth_estimated, sex: details.sex, phone: details.phones[0]?.number ?? null, died_on: details.died_on ?? null, last_visit: null, next_visit: null,
  };
}

customElements.define('cd-patient', PatientPage);
