import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { date } from '../format.js';
import { icon } from '../icons.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { checkField, selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { again, nameOf, untilOf, warningText } from './medicine-text.js';
import { caps } from './menu.js';
import { Sender } from './sender.js';
import { formOffer, formTyping, TypedOffer } from './typed-offer.js';
import './allergy-banner.js';
import './chart.css';
import './medicines.css';
import './repeats.css';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */
/** @typedef {import('../bindings/Warning').Warning} Warning */
/** @typedef {import('./medicine-text.js').Line} Line */
/** @typedef {{key: string, item_id: string, line: Line, gone: boolean, warnings: Warning[]}} Item */

const w = words.repeats;
const p = words.prescribe;
/** What is changed in the list; everything else in the dialog. */
const FIELDS = /** @type {const} */ (['dose', 'frequency', 'days', 'quantity']);

/**
 * A request that is answered where it stands in the list: what the patient asked for as it was prescribed last, what speaks against it, and the answer. Opening it opens
 * the chart, which is recorded. `onAnswer` is called before something is sent that may take the row away, `onDone` after a dialog did.
 */
class RepeatAnswer extends View {
  static properties = { line: {}, medicines: { state: true }, asking: { state: true }, refusing: { state: true }, checked: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {RepeatLine | null} */
    this.line = null;
    this.onAnswer = (/** @type {string} */ _id) => {};
    this.onDone = (/** @type {string} */ _id) => {};
    this.onOpened = () => Promise.resolve();
    /** Everything that was prescribed; null before it is read. @type {Line[] | null} */
    this.medicines = null;
    /** Null until both are known. @type {Item[] | null} */
    this.items = null;
    this.asking = false;
    this.refusing = false;
    this.checked = false;
    this.problem = '';
    this.newId = uuid7();
    this.sender = new Sender();
    this.form = new Form(this, { practitioner: app.me?.practitioner_id ?? '', reason: '', refuse: '' });
    this.offer = new TypedOffer(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      const touched = detail.touches.some((/** @type {any} */ touch) => touch.kind === 'interaction' || touch.id === this.line?.patient_id);
      if (touched && this.items && !this.form.busy) this.check();
    });
    this.open();
    if (!app.me?.practitioner_id) app.load('practitioners').then(() => this.requestUpdate()).catch(() => {});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  willUpdate() {
    if (this.medicines && this.line?.asked && !this.items) this.begin(this.medicines, this.line.asked);
  }

  updated() {
    if (this.form.dirty) this.offer.keep(() => formTyping(this.form));
  }

  async open() {
    const { line } = this;
    if (!line) return;
    const reason = this.form.values.reason.trim();
    try {
      await this.sender.send({ op: 'open_chart', patient_id: line.patient_id, reason: reason || null });
      this.medicines = await ask({ ask: 'patient_medicines', patient_id: line.patient_id });
      this.problem = '';
      this.asking = false;
      await this.onOpened();
    } catch (error) {
      this.failed(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {import('../ipc.js').WireError} error */
  failed(error) {
    if (error.code !== 'chart.reason_needed') this.problem = say(error);
    else if (!this.asking) {
      this.asking = true;
      this.focusFirst('[data-field="reason"] input');
    }
  }

  /** @param {Line[]} medicines @param {NonNullable<RepeatLine['asked']>} asked */
  begin(medicines, asked) {
    const wanted = asked.medicines.map((one) => medicines.find((line) => line.item_id === one.item_id)).filter((line) => line !== undefined);
    this.items = wanted.map((line, n) => ({ key: `m${n}`, item_id: uuid7(), line, gone: Boolean(line.struck || line.stopped || line.repeated), warnings: [] }));
    /** @type {Record<string, any>} */
    const values = { ...this.form.values };
    for (const { key, line, gone } of this.items) {
      // What was ended meanwhile is given again by decision alone.
      values[`${key}.give`] = !gone;
      values[`${key}.why`] = '';
      for (const field of FIELDS) values[`${key}.${field}`] = String(line[field] ?? '');
    }
    this.form.start(values);
    this.offer.start(`answer repeat ${this.line?.repeat_id}`, () => formTyping(this.form));
    this.check().then(() => this.focusFirst('[data-approve]:not([disabled]), [data-write], [data-refuse]'));
  }

  /** @param {string} selector */
  focusFirst(selector) {
    this.updateComplete.then(() => {
      // Whoever types elsewhere by now goes on there.
      const { activeElement } = document;
      if (activeElement && activeElement !== document.body && !activeElement.closest(`[data-repeat="${this.line?.repeat_id}"]`)) return;
      const why = /** @type {HTMLElement | null} */ (this.querySelector('[data-field$=".why"] input'));
      (why ?? /** @type {HTMLElement | null} */ (this.querySelector(selector)))?.focus();
    });
  }

  get given() {
    return this.items?.filter((item) => this.form.values[`${item.key}.give`]) ?? [];
  }

  /** Asks what speaks against it, before anybody answers. */
  async check() {
    const { given, line } = this;
    if (!this.items || !line) return;
    const items = given.map((item) => ({ ...again(item.line), item_id: item.item_id }));
    try {
      const found = items.length ? await ask({ ask: 'prescription_warnings', patient_id: line.patient_id, items }) : [];
      this.warned(found);
      this.checked = true;
    } catch (error) {
      // Approving says it, too.
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {Warning[]} found */
  warned(found) {
    this.items = (this.items ?? []).map((item) => ({ ...item, warnings: found.filter((one) => one.item_id === item.item_id) }));
    this.requestUpdate();
  }

  /** @param {Item} item @param {string} field */
  value(item, field) {
    return String(this.form.values[`${item.key}.${field}`] ?? '').trim();
  }

  /** As the prescription takes it. @param {Item} item */
  wire(item) {
    const why = this.value(item, 'why');
    const days = this.value(item, 'days');
    return {
      ...again(item.line), item_id: item.item_id, dose: this.value(item, 'dose'), frequency: this.value(item, 'frequency'), days: days ? Number(days) : null, quantity: this.value(item, 'quantity') || null,
      all_the_same: item.warnings.length && why ? { reason: why, seen: item.warnings.map((one) => one.row_id) } : null,
    };
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    event.stopPropagation();
    if (this.asking) this.openWithReason();
    else if (this.refusing) this.refuse();
    else if (this.given.length) this.approve();
  }

  openWithReason() {
    if (this.form.check({ reason: this.form.values.reason.trim() ? null : words.chart.reasonNeeded })) this.open();
  }

  async approve() {
    const { form, line, given } = this;
    if (!line) return;
    /** @type {Record<string, string|null>} */
    const found = { practitioner: form.values.practitioner ? null : p.nobody };
    /** @type {Record<string, string>} */
    const names = {};
    given.forEach((item, n) => {
      const days = this.value(item, 'days');
      for (const field of ['dose', 'frequency']) found[`${item.key}.${field}`] = form.missing(`${item.key}.${field}`);
      found[`${item.key}.days`] = days === '' || (/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3650) ? null : p.notDays;
      found[`${item.key}.why`] = item.warnings.length && !this.value(item, 'why') ? w.whyNeeded : null;
      for (const field of FIELDS) names[`items.${n}.${field}`] = `${item.key}.${field}`;
      names[`items.${n}.all_the_same.reason`] = `${item.key}.why`;
    });
    if (!form.check(found)) return;
    this.onAnswer(line.repeat_id);
    const prescription = { prescription_id: this.newId, patient_id: line.patient_id, practitioner_id: form.values.practitioner, visit_id: null, items: given.map((item) => this.wire(item)), note: null };
    const sent = await form.perform({ op: 'approve_repeat', repeat_id: line.repeat_id, version: line.version, prescription }, { names });
    if (sent) this.sent(w.approvedOne(line.patient));
    else if (form.lastError?.code === 'prescription.warned') {
      this.warned(form.lastError.details.warnings);
      this.focusFirst('[data-approve]');
    }
  }

  async refuse() {
    const { form, line } = this;
    if (!line || !form.check({ refuse: form.missing('refuse') })) return;
    this.onAnswer(line.repeat_id);
    const operation = { op: 'refuse_repeat', repeat_id: line.repeat_id, version: line.version, reason: form.values.refuse.trim() };
    if (await form.perform(operation, { names: { reason: 'refuse' } })) this.sent(w.refuseDone);
  }

  /** @param {string} told */
  sent(told) {
    this.offer.end();
    toast(told);
  }

  /** Everything else that a prescription can say. */
  more() {
    const { line, form } = this;
    if (!line) return;
    const items = this.given.map((item) => ({ ...this.wire(item), why: this.value(item, 'why') }));
    const patient = { patient_id: line.patient_id, name: line.patient };
    import('./prescribe-dialog.js').then((part) => part.openPrescribe(patient, { items, repeat: line, practitioner_id: form.values.practitioner })).then((result) => {
      if (!result) return;
      this.offer.end();
      this.onDone(line.repeat_id);
    });
  }

  /** @param {boolean} on */
  turn(on) {
    this.refusing = on;
    delete this.form.errors.refuse;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(on ? '[data-field="refuse"] input' : '[data-refuse]'))?.focus());
  }

  render() {
    const { line, items, problem } = this;
    if (!line) return nothing;
    if (this.asking) return this.renderAsking(line);
    if (problem && !items) return html`<div class="chart-shut" role="alert"><p>${problem}</p><button type="button" class="button" @click=${this.open}>${words.common.tryAgain}</button></div>`;
    if (!items) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
    return html`<form class="repeat-answer" novalidate autocomplete="off" aria-label=${w.answerOf(line.patient)} @submit=${this.submit}>
      <cd-patient-allergies .patientId=${line.patient_id}></cd-patient-allergies>
      ${formOffer(this.form, this.offer)} ${formSummary(this.form, this.labels(items))}
      ${line.asked?.text ? html`<p class="repeat-words">${icon('note', { size: 16 })}<span>${line.asked.text}</span></p>` : nothing}
      ${items.map((item) => this.renderItem(item, items.length > 1 || item.gone))}
      ${this.renderTaken(items)} ${items.length ? this.renderChecks() : nothing}
      ${this.refusing ? this.renderRefuse() : this.renderFoot()}</form>`;
  }

  /** @param {Item[]} items */
  labels(items) {
    const names = items.flatMap((item) => [...FIELDS, 'why'].map((field) => [`${item.key}.${field}`, `${item.line.medicine}, ${p[/** @type {'dose'} */ (field)]}`]));
    return { ...Object.fromEntries(names), refuse: w.refuseWhy, practitioner: p.practitioner };
  }

  /** @param {RepeatLine} line */
  renderAsking(line) {
    return html`<form class="chart-shut" novalidate autocomplete="off" aria-label=${w.answerOf(line.patient)} @submit=${this.submit}>
      <p><strong>${words.chart.restrictedTitle}.</strong> ${words.chart.restrictedLead}</p>
      ${textField({ ...this.form.bind('reason'), label: words.chart.reason, maxlength: 500 })}
      <button type="submit" class="button primary">${words.chart.open}${caps('Enter')}</button></form>`;
  }

  /** @param {Item} item @param {boolean} choice whether it may be left out */
  renderItem(item, choice) {
    const { form } = this;
    const { key, line, warnings, gone } = item;
    const name = nameOf(line);
    const given = form.values[`${key}.give`];
    const field = (/** @type {typeof FIELDS[number]} */ one) => {
      const was = String(line[one] ?? '');
      return { ...form.bind(`${key}.${one}`), label: p[one], hint: this.value(item, one) === was.trim() ? undefined : w.was(was || w.nothingSaid) };
    };
    const give = { ...form.bind(`${key}.give`), label: name, onInput: (/** @type {boolean} */ on) => {
      form.set(`${key}.give`, on);
      this.check();
    } };
    return html`<div role="group" class="repeat-item ${warnings.length ? 'warned' : ''}" aria-label=${name}>
      <div class="repeat-item-head">${choice ? checkField(give) : html`<strong>${name}</strong>`}
        <span class="small ${gone ? 'repeat-gone' : 'muted'}">${w.lastTime(date(line.prescribed_on), line.practitioner)} · ${line.is_current && line.until ? w.until(date(line.until)) : untilOf(line)}</span></div>
      ${given ? html`${warnings.map((one) => html`<p class="prescribe-warning">${icon(one.kind === 'allergy' ? 'allergy' : 'warning', { size: 16 })}<span>${warningText(one)}</span></p>`)}
        ${warnings.length ? textField({ ...form.bind(`${key}.why`), label: p.why, maxlength: 300 }) : nothing}
        <div class="prescribe-row">${textField({ ...field('dose'), maxlength: 120 })} ${textField({ ...field('frequency'), maxlength: 120 })}
          ${textField({ ...field('days'), placeholder: w.daysEmpty, inputmode: 'numeric' })} ${textField({ ...field('quantity'), maxlength: 60 })}</div>
        ${line.instructions ? html`<p class="muted small">${line.instructions}</p>` : nothing}` : nothing}</div>`;
  }

  /** @param {Item[]} items */
  renderTaken(items) {
    const asked = new Set(items.map((item) => item.line.item_id));
    const others = (this.medicines ?? []).filter((line) => line.is_current && !asked.has(line.item_id));
    return others.length ? html`<p class="small"><span class="muted">${w.takesAlso}</span> ${others.map(nameOf).join(', ')}</p>` : nothing;
  }

  renderChecks() {
    const { problem } = this;
    const warned = this.given.some((item) => item.warnings.length);
    if (problem) return html`<p class="small repeat-gone" role="alert">${w.notChecked} ${problem}</p>`;
    return html`<div class="small repeat-checks"><p role="status">${!this.checked ? w.checking : warned ? nothing : html`${icon('check', { size: 14 })}${w.nothingAgainst}`}</p><p class="muted">${p.checked} ${p.unchecked}</p></div>`;
  }

  renderFoot() {
    const { form, line, given } = this;
    if (!line) return nothing;
    const practitioners = app.lists.practitioners.filter((one) => one.active && !one.user_id);
    const onlyWords = !this.items?.length;
    return html`${app.me?.practitioner_id ? nothing : selectField({ ...form.bind('practitioner'), label: p.practitioner, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })) })}
      <div class="button-row">
        ${onlyWords ? html`<button type="button" class="button primary" data-write @click=${this.more}>${w.write}</button>`
          : html`<button type="submit" class="button primary" data-approve ?disabled=${form.busy || !given.length}>${icon('check')}${w.approveHere}${caps('Enter')}</button>`}
        <button type="button" class="button" data-refuse ?disabled=${form.busy} @click=${() => this.turn(true)}>${w.refuse}</button>
        <span class="grow"></span>
        ${onlyWords ? nothing : html`<button type="button" class="button" title=${w.moreLabel} @click=${this.more}>${w.more}</button>`}
        <a class="button" href="/patients/${line.patient_id}/medicines">${words.chart.label}</a></div>`;
  }

  renderRefuse() {
    const { form } = this;
    return html`${textField({ ...form.bind('refuse'), label: w.refuseWhy, hint: w.refuseHint, maxlength: 300 })}
      <div class="button-row"><button type="submit" class="button primary" ?disabled=${form.busy}>${w.refuseDo}${caps('Enter')}</button>
        <button type="button" class="button" @click=${() => this.turn(false)}>${w.notRefuse}</button></div>`;
  }
}

customElements.define('cd-repeat-answer', RepeatAnswer);
