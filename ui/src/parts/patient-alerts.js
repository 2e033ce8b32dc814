import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { date } from '../format.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { alertMark, mayWrite } from './alert-text.js';
import { selectInput, textInput } from './inputs.js';
import { Sender } from './sender.js';
import { TypedOffer } from './typed-offer.js';

/** @typedef {import('../wire-types.js').Alert} Alert */

const options = (/** @type {Record<string, string>} */ list) => Object.entries(list).map(([value, label]) => ({ value, label }));
const fresh = () => ({ alert_id: uuid7(), kind: 'alert', audience: 'both', severity: 'important', text: '' });

/** Alerts of a patient, with a line to add one. */
export class PatientAlerts extends View {
  static properties = { patientId: {}, alerts: {}, adding: { state: true }, draft: { state: true }, error: { state: true }, working: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {Alert[]} */
    this.alerts = [];
    this.adding = false;
    this.draft = fresh();
    this.error = '';
    this.working = false;
    this.sender = new Sender(() => this.requestUpdate());
    this.offer = new TypedOffer(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  updated() {
    if (this.adding && this.draft.text.trim()) this.offer.keep(() => this.typing());
  }

  typing() {
    const { text, audience, severity } = this.draft;
    return { text, audience, severity };
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('input'));
  }

  get mayWrite() {
    return app.can('alert.desk') || app.can('alert.clinical');
  }

  open() {
    this.adding = true;
    this.offer.start(`alert ${this.patientId}`, () => this.typing());
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /** Left with Cancel, what was typed waits in the form; it goes once it is saved. */
  shut() {
    this.adding = false;
    this.error = '';
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('.alerts-add'))?.focus());
  }

  /** @param {Event} event */
  async add(event) {
    event.preventDefault();
    if (this.working) return;
    if (!this.draft.text.trim()) {
      this.error = words.patient.alertTextNeeded;
      return;
    }
    await this.perform({ op: 'add_alert', patient_id: this.patientId, ...this.draft, text: this.draft.text.trim() }, words.patient.alertAdded);
    if (this.error) return;
    this.draft = fresh();
    this.offer.end();
    this.shut();
  }

  /** @param {Alert} alert */
  end(alert) {
    return this.perform({ op: 'end_alert', alert_id: alert.id, version: alert.version }, words.patient.alertEnded);
  }

  /** @param {Alert} alert */
  edit(alert) {
    import('./alert-dialog.js').then((part) => part.openAlert(this.patientId, { ...alert, until: null }));
  }

  /** @param {{op: string} & Record<string, any>} operation @param {string} done */
  async perform(operation, done) {
    this.working = true;
    this.error = '';
    try {
      await this.sender.send(operation);
      toast(done);
    } catch (error) {
      this.error = say(/** @type {import('../ipc.js').WireError} */ (error));
      if (operation.op === 'end_alert') toast(this.error, { kind: 'error' });
    } finally {
      this.working = false;
    }
  }

  render() {
    return html`
      <section class="alerts" aria-label=${words.patient.alerts}>
        ${this.alerts.map((alert) => this.renderAlert(alert))}
        ${this.mayWrite && !this.adding ? html`<button type="button" class="button quiet small alerts-add" @click=${this.open}>${icon('plus')}${words.patient.addAlert}</button>` : nothing}
      </section>
      ${this.adding ? this.renderForm() : nothing}
    `;
  }

  /** @param {Alert} alert */
  renderAlert(alert) {
    const may = mayWrite(alert.audience);
    return html`<div class="alert banner is-${alert.severity}">
      ${alertMark(alert)}
      <span>${alert.text}</span>
      <span class="alert-since number">${words.patient.since(date(alert.since))}</span>
      ${may ? html`<button type="button" class="icon-button" aria-label=${words.patient.editAlert(alert.text)} title=${words.patient.editAlert(alert.text)} @click=${() => this.edit(alert)}>${icon('edit')}</button>
        <button type="button" class="button quiet small" ?disabled=${this.working} aria-label=${words.patient.endAlert(alert.text)} @click=${() => this.end(alert)}>${words.patient.end}</button>` : nothing}
    </div>`;
  }

  renderForm() {
    const { draft } = this;
    const change = (/** @type {any} */ part) => {
      this.draft = { ...draft, ...part };
      this.error = '';
    };
    return html`
      <form class="alert-form box" novalidate @submit=${this.add} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.shut()}>
        ${this.offer.render((typing) => change(typing))}
        ${textInput({ name: 'alert-text', label: words.patient.alertText, value: draft.text, error: this.error, className: 'grow', on: (text) => change({ text }) })}
        ${selectInput({ name: 'alert-audience', label: words.patient.alertFor, value: draft.audience, options: options(words.patient.audiences).filter(({ value }) => mayWrite(value)), on: (audience) => change({ audience }) })}
        ${selectInput({ name: 'alert-severity', label: words.patient.severity, value: draft.severity, options: options(words.patient.severities), on: (severity) => change({ severity }) })}
        <div class="button-row">
          <button type="button" class="button" @click=${this.shut}>${words.modal.cancel}</button>
          <button type="submit" class="button primary" ?disabled=${this.working}>${words.patient.alertSave}</button>
        </div>
      </form>
    `;
  }
}

customElements.define('cd-patient-alerts', PatientAlerts);
