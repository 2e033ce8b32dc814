// The day sheet: shown as it will be on paper, then printed. What is printed is a copy beside the app, black on white, which goes with the dialog.
import { html, nothing, render } from 'lit';
import { app, toast } from '../app.js';
import { date as dateText, dateInWords, dateTime, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { ask } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import { awayAllDay, whatInWords } from './absence.js';
import { checkInput, selectInput } from './inputs.js';
import { Modal } from './modal.js';
import './day-sheet.css';

const w = words.daySheet;

/** @typedef {import('../bindings/DaySheet').DaySheet} Sheet */
/** @typedef {import('../bindings/SheetOfPerson').SheetOfPerson} SheetOfPerson */
/** @typedef {import('../bindings/SheetLine').SheetLine} SheetLine */

/** @param {string} date @param {string|null} [practitioner] */
export function openDaySheet(date, practitioner = null) {
  const dialog = /** @type {DaySheetDialog} */ (document.createElement('cd-day-sheet'));
  dialog.date = date;
  dialog.who = practitioner;
  return dialog.open();
}

class DaySheetDialog extends Modal {
  constructor() {
    super();
    this.date = '';
    /** @type {string|null} null: everybody */
    this.who = null;
    this.ownPages = true;
    /** @type {Sheet|null} */
    this.sheet = null;
    /** @type {import('../ipc.js').WireError|null} */
    this.problem = null;
    this.turn = 0;
    /** @type {HTMLElement|null} */
    this.paper = null;
  }

  connectedCallback() {
    super.connectedCallback();
    app.load('practitioners').then(() => this.requestUpdate(), () => {});
    if (!this.sheet) this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.paper?.remove();
  }

  async load() {
    this.turn += 1;
    const { turn } = this;
    try {
      const sheet = await ask({ ask: 'day_sheet', date: this.date, practitioner_id: this.who ?? undefined });
      if (turn !== this.turn) return;
      const isFirst = !this.sheet;
      this.sheet = sheet;
      if (isFirst) this.focusFirst('[data-submit]');
      this.problem = null;
    } catch (error) {
      if (turn === this.turn) this.problem = /** @type {any} */ (error);
    }
    this.requestUpdate();
  }

  size() {
    return 'wide';
  }

  heading() {
    return w.title;
  }

  subheading() {
    return html`<p class="muted">${w.lead}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('[data-submit]'));
  }

  async submit() {
    if (!this.sheet) return;
    this.paper?.remove();
    this.paper = document.createElement('div');
    this.paper.className = 'print-root';
    render(renderSheet(this.sheet, this.ownPages), this.paper);
    document.body.append(this.paper);
    try {
      // Where the web view cannot print by itself the app does it, and answers.
      await /** @type {any} */ (window.print());
    } catch {
      toast(w.printFailed, { kind: 'error' });
    }
  }

  body() {
    const people = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === this.who).map((one) => ({ value: one.practitioner_id, label: one.name }));
    return html`<div class="sheet-tools">
        ${selectInput({ name: 'sheet-who', label: w.whose, value: this.who ?? '', options: [{ value: '', label: w.everybody }, ...people], on: (who) => {
          this.who = who || null;
          this.load();
        } })}
        ${this.who ? nothing : checkInput({ name: 'sheet-pages', label: w.ownPages, checked: this.ownPages, on: (on) => {
          this.ownPages = on;
          this.requestUpdate();
        } })}
      </div>
      ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p></div>` : nothing}
      ${this.sheet && !this.problem ? html`<div class="sheet-preview" tabindex="0" role="region" aria-label=${w.title}>${renderSheet(this.sheet, this.ownPages)}</div>` : this.problem ? nothing : html`<p class="muted" role="status">${w.loading}</p>`}`;
  }

  foot() {
    return html`<button type="button" class="button" @click=${this.askToClose}>${words.modal.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${!this.sheet || Boolean(this.problem)}>${icon('print')}${w.print}</button>`;
  }
}
customElements.define('cd-day-sheet', DaySheetDialog);

/** @param {Sheet} sheet @param {boolean} ownPages */
function renderSheet(sheet, ownPages) {
  const hasAny = sheet.people.some((one) => one.lines.length);
  // Whoever neither works nor is booked has no sheet, unless nobody has.
  const people = sheet.people.filter((one) => one.lines.length || (one.spans.length && !awayAllDay(one)) || !hasAny);
  return html`<div class="paper ${ownPages ? 'own-pages' : ''}" data-paper=${app.clinic?.paper ?? 'A4'}>${people.map((one) => html`<article>
      <header><p class="paper-clinic">${app.clinic?.name}</p><h3>${dateInWords(sheet.date)}</h3><p class="paper-made">${w.printed(dateTime(sheet.made_at), app.me?.name ?? '')}</p></header>
      ${renderPerson(one)}
    </article>`)}<footer>${w.care}</footer></div>`;
}

/** When somebody works, and what stands in it; or what keeps them away all day. @param {SheetOfPerson} one */
function hoursOf(one) {
  const away = awayAllDay(one);
  if (away) return [whatInWords(away)];
  const times = (/** @type {{starts: string, ends: string}} */ { starts, ends }) => timeRange(starts, ends);
  const hours = one.spans.length ? w.hours(one.spans.map(times).join(', ')) : w.notWorking;
  return [hours, ...one.standing.map((standing) => w.standing(whatInWords(standing), times(standing)))];
}

/** @param {SheetOfPerson} one */
function renderPerson(one) {
  return html`<table>
    <caption><b>${one.name}</b> ${dotted([one.room_name, ...hoursOf(one), one.lines.length ? w.count(one.lines.length) : ''])}</caption>
    ${one.lines.length ? html`<thead><tr><th scope="col" class="p-time">${w.time}</th><th scope="col" class="p-who">${w.patient}</th><th scope="col" class="p-phones">${w.phones}</th><th scope="col" class="p-for">${w.services}</th><th scope="col" class="p-room">${w.room}</th><th scope="col" class="p-status">${w.status}</th><th scope="col">${w.note}</th></tr></thead>
      <tbody>${one.lines.map(renderLine)}</tbody>` : html`<tbody><tr><td>${w.nothing}</td></tr></tbody>`}
  </table>`;
}

/** @param {SheetLine} line */
function renderLine(line) {
  const marks = [line.is_new ? w.isNew : '', line.walk_in ? w.walkIn : ''].filter(Boolean).join(', ');
  const phones = line.phones.filter((phone) => phone.number);
  return html`<tr>
    <td class="paper-time">${time(line.starts_at)}<br /><span>${time(line.ends_at)}</span></td>
    <td><b>${line.name}</b><br />${[line.birth_date ? w.born(dateText(line.birth_date)) : '', marks].filter(Boolean).join(', ')}</td>
    <td class="paper-time">${phones.length ? phones.map((phone, n) => html`${n ? html`<br />` : nothing}${phone.number}${phone.kind === 'mobile' ? nothing : html` <span>${w.kinds[/** @type {'home'} */ (phone.kind)] ?? ''}</span>`}`) : html`<span>${w.noPhone}</span>`}</td>
    <td>${line.services}</td>
    <td>${line.room_name}</td>
    <td>${words.common.status[/** @type {'done'} */ (line.status)]}</td>
    <td>${line.note}</td>
  </tr>`;
}
