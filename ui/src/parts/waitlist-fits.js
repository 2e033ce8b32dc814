import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, dateWithDay, phone, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { servicesText, shortName } from './waitlist-text.js';
import './waitlist.css';

/** @typedef {import('../bindings/WaitlistFit').WaitlistFit} WaitlistFit */
/** @typedef {import('./waitlist-offer.js').Gap} Gap */

const w = words.waitlist;
const SHOWN = 10;

/** Who fits a time that became free. Answers with true when somebody was booked. @param {Gap} gap @returns {Promise<true|undefined>} */
export function openFits(gap) {
  const dialog = /** @type {WaitlistFits} */ (document.createElement('cd-waitlist-fits'));
  dialog.gap = gap;
  return dialog.open();
}

class WaitlistFits extends Modal {
  static properties = { fits: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Gap|null} */
    this.gap = null;
    /** @type {WaitlistFit[]|null} */
    this.fits = null;
    this.problem = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (!this.shut && detail.touches.some((/** @type {any} */ touch) => touch.kind === 'waitlist' || touch.kind === 'appointment')) this.load();
    });
    this.load().then(() => this.focusFirst('.fit .button'));
  }

  async load() {
    try {
      const [fits] = await Promise.all([ask({ ask: 'waitlist_fits', ...this.gap, limit: SHOWN }), app.load('practitioners'), app.load('services')]);
      this.fits = fits;
    } catch (error) {
      this.problem = say(/** @type {any} */ (error));
    }
  }

  heading() {
    const { gap } = this;
    if (!gap) return '';
    const span = timeRange(gap.starts_at, gap.ends_at);
    return w.fitsTitle(dateOf(gap.starts_at) === app.today() ? span : w.spanOn(dateWithDay(dateOf(gap.starts_at)), span), shortName(gap.practitioner_id));
  }

  subheading() {
    return html`<p class="muted">${w.fitsLead}</p>`;
  }

  /** @param {WaitlistFit} fit */
  async book(fit) {
    const { gap } = this;
    if (this.sender.busy || !gap) return;
    this.problem = '';
    const booking = {
      appointment_id: uuid7(), patient_id: fit.patient_id, practitioner_id: gap.practitioner_id, room_id: gap.room_id ?? null, service_ids: fit.wishes.service_ids,
      starts_at: fit.starts_at, minutes: fit.wishes.minutes, note: null,
    };
    try {
      const { id } = await this.sender.send({ op: 'book_from_waitlist', waitlist_id: fit.waitlist_id, version: fit.version, booking });
      toast(words.book.booked(fit.name, `${date(fit.starts_at)} ${time(fit.starts_at)}`, shortName(gap.practitioner_id)), { undo: id });
      this.close(true);
    } catch (error) {
      await this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {WaitlistFit} fit @param {'no_answer'|'declined'} answer */
  async record(fit, answer) {
    const { gap } = this;
    if (this.sender.busy || !gap) return;
    this.problem = '';
    try {
      await this.sender.send({ op: 'record_waitlist_ask', waitlist_id: fit.waitlist_id, practitioner_id: gap.practitioner_id, starts_at: fit.starts_at, answer });
      toast(w.recorded(fit.name, w.answers[answer]));
      await this.load();
      this.focusFirst(`[data-fit="${fit.waitlist_id}"] .button`);
    } catch (error) {
      await this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** Said on top; the list is read again, because it may have changed. @param {import('../ipc.js').WireError} error */
  async refused(error) {
    const problem = say(error);
    await this.load();
    this.problem = problem;
    if (this.shut) toast(problem, { kind: 'error' });
  }

  body() {
    const { fits } = this;
    return html`
      ${this.problem ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.problem}</p></section>` : nothing}
      ${fits ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${w.fitsLoading}><i></i><i></i></div>`}
      ${fits?.length === 0 ? html`<p class="muted">${w.fitsNone}</p>` : nothing}
      <ol class="fits">${(fits ?? []).map((fit, i) => this.renderFit(fit, i === 0))}</ol>
    `;
  }

  /** @param {WaitlistFit} fit @param {boolean} best */
  renderFit(fit, best) {
    const busy = this.sender.busy;
    const { wishes } = fit;
    const reasons = dotted([
      w.waits(fit.waiting_days), fit.named ? w.named(shortName(this.gap?.practitioner_id ?? '')) : '', fit.picky ? w.picky : '', w.fills(wishes.minutes, fit.gap_minutes),
      fit.starts_at === this.gap?.starts_at ? '' : w.wouldStart(time(fit.starts_at)),
    ]);
    return html`
      <li class="fit ${fit.answer === 'declined' ? 'said-no' : ''}" data-fit=${fit.waitlist_id}>
        <div class="fit-who">
          <p class="fit-name"><strong>${fit.name}</strong> <span class="muted number">${fit.birth_date ? date(fit.birth_date) : ''}</span> ${priorityMark(wishes.priority)}</p>
          <p>${servicesText(wishes)}</p>
          <p class="muted small number">${reasons}</p>
          ${wishes.note ? html`<p class="small fit-note">${wishes.note}</p>` : nothing}
          <p class="fit-phones number">${fit.phones.length ? fit.phones.map((one) => html`<span>${icon('phone', { size: 14 })}${phone(one.number)}</span>`) : html`<span class="muted">${w.noPhone}</span>`}</p>
          ${fit.answer ? html`<p class="small fit-answer">${icon('history', { size: 14 })}${w.answers[/** @type {'declined'} */ (fit.answer)]}</p>` : nothing}
        </div>
        <div class="fit-do">
          <button type="button" class="button ${best ? 'primary' : ''}" aria-label=${w.bookFor(fit.name)} ?disabled=${busy} @click=${() => this.book(fit)}>${w.book}</button>
          <button type="button" class="button" aria-label=${w.answerFor(w.noAnswer, fit.name)} ?disabled=${busy} @click=${() => this.record(fit, 'no_answer')}>${w.noAnswer}</button>
          <button type="button" class="button" aria-label=${w.answerFor(w.declined, fit.name)} ?disabled=${busy} @click=${() => this.record(fit, 'declined')}>${w.declined}</button>
        </div>
      </li>
    `;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`
      <p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.book.asPerson(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.close}</button>
    `;
  }
}

/** @param {string} priority */
export const priorityMark = (priority) => (priority === 'normal' ? nothing : html`<span class="priority-${priority}">${w.priority[/** @type {'soon'} */ (priority)]}</span>`);

customElements.define('cd-waitlist-fits', WaitlistFits);
