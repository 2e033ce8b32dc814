// The weekly hours of everybody who can be booked.
import { html } from 'lit';
import { app } from '../../app.js';
import { same } from '../../parts/form.js';
import { hoursInWords, weekHours } from '../../parts/hours.js';
import { week } from '../../wall.js';
import { words } from '../../words/en.js';
import { AdminList } from '../admin/list.js';
import '../admin/admin.css';

const say = words.schedule;
const who = words.admin.practitioners;

class CalendarHours extends AdminList {
  get words() {
    return { lead: say.hoursLead, empty: say.hoursEmpty, add: '', newTitle: '' };
  }

  get heading() {
    return say.hoursTitle;
  }

  get source() {
    return { question: 'practitioners', key: 'practitioner_id', kind: 'practitioner' };
  }

  get undoes() {
    return true;
  }

  get mayAdd() {
    return false;
  }

  get mayHide() {
    return false;
  }

  columns() {
    return [
      { head: who.name, cell: (/** @type {any} */ row) => row.name },
      { head: who.hours, cell: (/** @type {any} */ row) => (row.hours.length ? hoursInWords(row.hours) : html`<span class="warn">${who.noHours}</span>`), extra: true },
      { head: '', cell: (/** @type {any} */ row) => (row.hours.length ? who.hoursShort(weekHours(row.hours)) : ''), number: true },
    ];
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, hours: row.hours };
  }

  labels() {
    return { hours: who.hours };
  }

  names() {
    return { spans: 'hours' };
  }

  /** @param {string} _field @param {any} value */
  shown(_field, value) {
    return Array.isArray(value) ? hoursInWords(value) || who.noHours : String(value);
  }

  /** @param {any} form */
  fields(form) {
    const now = week(app.today());
    return html`
      <p class="f-hint">${say.thisWeek(now, now % 2 === 1)}</p>
      <cd-hours data-field="hours" rules .label=${who.hours} .off=${words.admin.hours.off} .value=${form.values.hours} @change=${(/** @type {CustomEvent} */ event) => form.set('hours', event.detail.value)}></cd-hours>
      <p><button type="button" class="f-link" @click=${() => form.set('hours', app.clinic?.opening_hours ?? [])}>${who.sameAsClinic}</button></p>
    `;
  }

  /** @param {any} form */
  check(form) {
    return form.check({}) && /** @type {any} */ (this.querySelector('cd-hours')).check();
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    if (same(form.values.hours, row.hours)) return [];
    return [(/** @type {number} */ version) => ({ op: 'set_working_hours', practitioner_id: form.rowId, version, spans: form.values.hours })];
  }
}

customElements.define('cd-calendar-hours', CalendarHours);
