import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date } from '../format.js';
import { ask, uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { radioField, selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import { nameOf } from './vaccination-text.js';
import './allergy-banner.js';
import './date-input.js';
import './vaccinations.css';

/** @typedef {import('../bindings/VaccineInUse').VaccineInUse} InUse */
/** @typedef {'here'|'elsewhere'|'refused'} Outcome */

const w = words.vaccinations;
const OUTCOMES = /** @type {const} */ (['here', 'elsewhere', 'refused']);
const LABELS = { vaccine: w.what, dose_number: w.dose, given_on: w.day.here, batch: w.batch, expires_on: w.expires, expired_reason: w.overWhy, site: w.where, given_by: w.by, given_elsewhere: w.elsewhere, refused_reason: w.refusedWhy };

/** Enter a vaccination. @param {{patient_id: string, name: string}} patient */
export function openVaccination(patient) {
  if (document.querySelector('cd-vaccination-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {VaccinationDialog} */ (document.createElement('cd-vaccination-dialog'));
  dialog.patient = patient;
  return dialog.open();
}

/** Given here it takes a batch that can be traced; a batch that was over takes a reason; the same vaccine twice on a day is asked. */
class VaccinationDialog extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
    this.newId = uuid7();
    /** @type {InUse[]} */
    this.lately = [];
    /** @type {{user_id: string, name: string}[]} */
    this.colleagues = app.me ? [{ user_id: app.me.user_id, name: app.me.name }] : [];
    /** The same vaccine stands there for that day. @type {{on: string, by: string | null} | null} */
    this.asked = null;
    this.form = new Form(this, {
      outcome: 'here', lately: '', vaccine: '', dose_number: '', given_on: app.today(), batch: '', expires_on: null, expired_reason: '', site: '', given_by: app.me?.user_id ?? '', given_elsewhere: '', refused_reason: '',
    });
  }

  connectedCallback() {
    super.connectedCallback();
    ask({ ask: 'vaccines_in_use' }).then((rows) => {
      this.lately = rows;
      this.requestUpdate();
    }).catch(() => {});
    ask({ ask: 'colleagues' }).then((rows) => {
      this.colleagues = rows;
      this.requestUpdate();
    }).catch(() => {});
  }

  heading() {
    return w.enterTitle;
  }

  subheading() {
    return html`<p class="muted">${this.patient.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `vaccination ${this.patient.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.asked ? '[data-submit]' : '[data-first]'));
  }

  /** @returns {Outcome} */
  get outcome() {
    return this.form.values.outcome;
  }

  /** The last day of a batch that was over when it was given. */
  get over() {
    const { expires_on: last, given_on: on } = this.form.values;
    return this.outcome !== 'refused' && last && on && last < on ? last : null;
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.asked = null;
    this.form.set(name, value);
  }

  /** @param {string} name */
  bind(name) {
    return { ...this.form.bind(name), onInput: (/** @type {any} */ value) => this.set(name, value) };
  }

  /** @param {string} place which line of what was given lately */
  take(place) {
    const one = this.lately[Number(place)];
    this.set('lately', place);
    if (!place || !one) return;
    for (const [name, value] of Object.entries({ vaccine: one.vaccine, batch: one.batch, expires_on: one.expires_on })) this.form.set(name, value);
  }

  problems() {
    const { form, outcome } = this;
    const { dose_number: dose, given_on: on } = form.values;
    const here = outcome === 'here';
    return {
      vaccine: form.missing('vaccine'),
      dose_number: outcome === 'refused' || dose.trim() === '' || (/^\d{1,2}$/.test(dose.trim()) && Number(dose) >= 1 && Number(dose) <= 20) ? null : w.notADose,
      given_on: on && on > app.today() ? w.notYet : form.missing('given_on'),
      batch: here ? form.missing('batch') : null,
      expires_on: here ? form.missing('expires_on') : null,
      expired_reason: this.over && !form.values.expired_reason.trim() ? w.overNeeded : null,
      given_by: here ? form.missing('given_by') : null,
      given_elsewhere: outcome === 'elsewhere' ? form.missing('given_elsewhere') : null,
      refused_reason: outcome === 'refused' ? form.missing('refused_reason') : null,
    };
  }

  operation() {
    const { form: { values }, outcome } = this;
    const text = (/** @type {string} */ name) => values[name].trim() || null;
    const [given, here] = [outcome !== 'refused', outcome === 'here'];
    return {
      op: 'enter_vaccination', vaccination_id: this.newId, patient_id: this.patient.patient_id, vaccine: values.vaccine.trim(), dose_number: given && text('dose_number') ? Number(values.dose_number) : null, given_on: values.given_on,
      refused: !given, refused_reason: given ? null : text('refused_reason'), batch: given ? text('batch') : null, expires_on: given ? values.expires_on : null, expired_reason: this.over ? text('expired_reason') : null,
      site: here ? values.site || null : null, given_by: here ? values.given_by : null, given_elsewhere: outcome === 'elsewhere' ? text('given_elsewhere') : null, confirmed: this.asked !== null,
    };
  }

  async submit() {
    const { form } = this;
    const unclear = [.../** @type {NodeListOf<import('./date-input.js').DateInput>} */ (this.querySelectorAll('cd-date'))].find((one) => one.isUnclear);
    if (unclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    if (!form.check(this.problems())) return;
    const operation = this.operation();
    if (!(await form.perform(operation))) {
      this.refused();
      return;
    }
    toast(w.saved(nameOf(operation)));
    this.close(true);
  }

  refused() {
    const { lastError } = this.form;
    if (lastError?.code === 'vaccination.again') {
      this.asked = { on: lastError.details.on, by: lastError.details.by };
      this.form.problem = null;
      this.requestUpdate();
      this.updateComplete.then(() => this.firstField()?.focus());
      return;
    }
    const { field, min, max } = lastError?.details ?? {};
    if (lastError?.code === 'field.out_of_range' && field === 'given_on' && min !== undefined !== (max !== undefined)) this.form.errors.given_on = min ? w.beforeBirth(date(min)) : w.afterDeath(date(max));
    this.requestUpdate();
  }

  /** Back to what was typed. */
  change() {
    this.asked = null;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  body() {
    const { form, outcome } = this;
    return html`<div class="vaccination-form"><cd-patient-allergies .patientId=${this.patient.patient_id}></cd-patient-allergies> ${formSummary(form, LABELS)}
      ${this.asked ? html`<p class="banner" role="alert">${icon('warning')}<span>${w.again(form.values.vaccine.trim(), date(this.asked.on), this.asked.by ?? '')}</span></p>` : nothing}
      ${radioField({ ...this.bind('outcome'), label: w.outcome, inline: true, options: OUTCOMES.map((value) => ({ value, label: w.outcomes[value] })) })}
      ${outcome === 'here' && this.lately.length ? this.renderLately() : nothing}
      <div class="vaccination-row">${textField({ ...this.bind('vaccine'), label: w.what, first: true, maxlength: 120 })}
        ${outcome === 'refused' ? nothing : textField({ ...this.bind('dose_number'), label: w.dose, hint: w.doseHint, optional: true, inputmode: 'numeric', maxlength: 2 })}</div>
      ${outcome === 'refused' ? nothing : this.renderBatch()}
      <div class="vaccination-row even">${this.renderDay('given_on', w.day[outcome])}
        ${outcome === 'here' ? selectField({ ...this.bind('site'), label: w.where, empty: w.noSite, options: Object.entries(w.sites).map(([value, label]) => ({ value, label })) }) : nothing}</div>
      ${this.renderWho()}</div>`;
  }

  renderLately() {
    const options = this.lately.map((one, place) => ({ value: String(place), label: w.latelyOne(one.vaccine, one.batch, date(one.expires_on)) }));
    return selectField({ ...this.bind('lately'), label: w.lately, hint: w.latelyHint, empty: w.latelyNone, options, onInput: (/** @type {string} */ place) => this.take(place) });
  }

  renderBatch() {
    const optional = this.outcome === 'elsewhere';
    const { over } = this;
    return html`<div class="vaccination-row even">${textField({ ...this.bind('batch'), label: w.batch, hint: w.batchHint, optional, maxlength: 60 })} ${this.renderDay('expires_on', w.expires)}</div>
      ${over ? html`<p class="banner" role="alert">${icon('warning')}<span>${w.over(date(over))}</span></p>${textField({ ...this.bind('expired_reason'), label: w.overWhy, maxlength: 300 })}` : nothing}`;
  }

  /** @param {string} name @param {string} label */
  renderDay(name, label) {
    const { form } = this;
    return html`<cd-date data-field=${name} .label=${label} .value=${form.values[name]} .error=${form.errors[name] ?? ''} @change=${(/** @type {CustomEvent} */ event) => this.set(name, event.detail.value)}></cd-date>`;
  }

  renderWho() {
    if (this.outcome === 'refused') return textField({ ...this.bind('refused_reason'), label: w.refusedWhy, maxlength: 300 });
    if (this.outcome === 'elsewhere') return textField({ ...this.bind('given_elsewhere'), label: w.elsewhere, hint: w.elsewhereHint, maxlength: 200 });
    return selectField({ ...this.bind('given_by'), label: w.by, options: this.colleagues.map((one) => ({ value: one.user_id, label: one.name })) });
  }

  foot() {
    const { busy } = this.form;
    if (this.asked) {
      return html`<span class="grow"></span><button type="button" class="button" @click=${this.change}>${w.change}</button>
        <button type="submit" class="button primary" data-submit ?disabled=${busy}>${w.againSave}</button>`;
    }
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${busy}>${words.common.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-vaccination-dialog', VaccinationDialog);
