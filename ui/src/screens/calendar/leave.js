// Leave, holidays, blocks, rooms out of use, other hours: what differs from the weekly hours and is not over yet.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { forWhom, whatInWords, whenInWords } from '../../parts/absence.js';
import { checkField, checkList, selectField, textField } from '../../parts/fields.js';
import { minuteOfDay } from '../../wall.js';
import { words } from '../../words/en.js';
import { AdminList } from '../admin/list.js';
import '../../parts/date-input.js';
import '../../parts/time-input.js';
import '../admin/admin.css';

const say = words.schedule;
const f = say.fields;
const KINDS = /** @type {const} */ (['leave', 'holiday', 'block', 'out_of_use', 'open']);
const BLOCKS = /** @type {const} */ (['lunch', 'emergencies', 'meeting', 'other']);
/** Within one date; the others run from one to another. */
const WITHIN_A_DAY = new Set(['block', 'open']);
const OF_SOMEBODY = new Set(['leave', 'block', 'open']);

class CalendarLeave extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return say.title;
  }

  get source() {
    return { question: 'exceptions', key: 'exception_id', kind: 'exception', also: ['practitioner', 'room'] };
  }

  get undoes() {
    return true;
  }

  async loadMore() {
    await Promise.all([app.load('practitioners'), app.load('rooms')]);
  }

  /** What the list calls a row: it has no name of its own. @param {any} row */
  nameOf(row) {
    return `${whatInWords(row)}, ${forWhom(row)}`;
  }

  /** @param {any} row */
  complete(row) {
    return { ...row, active: true, name: this.nameOf(row) };
  }

  /** @param {any} form */
  titleOf({ values: { kind, block, label } }) {
    return whatInWords({ kind, block, label: label.trim() });
  }

  columns() {
    return [
      { head: say.columns.what, cell: (/** @type {any} */ row) => whatInWords(row) },
      { head: say.columns.who, cell: (/** @type {any} */ row) => forWhom(row) },
      { head: say.columns.when, cell: (/** @type {any} */ row) => html`<span class="number-text">${whenInWords(row)}</span>${row.replaces ? html`<span class="muted"> ${say.instead}</span>` : nothing}` },
    ];
  }

  /** @param {any} row */
  findText(row) {
    return `${this.nameOf(row)} ${whenInWords(row)}`;
  }

  blank() {
    const mine = app.me?.practitioner_id ?? '';
    return { kind: 'leave', block: 'lunch', practitioner_id: mine, room_id: '', from: null, to: null, whole: true, starts: null, ends: null, weekly: false, weekdays: ['1', '2', '3', '4', '5'], replaces: false, label: '' };
  }

  /** @param {any} row */
  toValues(row) {
    const one = row.to === row.from && !row.weekdays?.length ? null : (row.to ?? null);
    return {
      kind: row.kind, block: row.block ?? 'lunch', practitioner_id: row.practitioner_id ?? '', room_id: row.room_id ?? '', from: row.from, to: one, whole: !row.starts && !row.ends,
      starts: row.starts ?? null, ends: row.ends ?? null, weekly: Boolean(row.weekdays?.length), weekdays: (row.weekdays?.length ? row.weekdays : [1, 2, 3, 4, 5]).map(String), replaces: row.replaces, label: row.label ?? '',
    };
  }

  /** @returns {Record<string, any>} */
  labels() {
    return { ...f };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    if (field === 'kind') return /** @type {any} */ (say.kinds)[value];
    if (field === 'block') return /** @type {any} */ (say.blocks)[value];
    if (typeof value === 'boolean') return value ? words.admin.yes : words.admin.no;
    return super.shown(field, value);
  }

  /** @param {any} form */
  fields(form) {
    const { values } = form;
    const within = WITHIN_A_DAY.has(values.kind);
    const weekly = values.kind === 'block' && values.weekly;
    return html`
      ${selectField({ ...form.bind('kind'), label: f.kind, options: KINDS.map((kind) => ({ value: kind, label: say.kinds[kind] })) })}
      ${values.kind === 'block' ? selectField({ ...form.bind('block'), label: f.block, options: BLOCKS.map((block) => ({ value: block, label: say.blocks[block] })) }) : nothing}
      ${this.renderWhom(form)}
      ${values.kind === 'block' ? checkField({ ...form.bind('weekly'), label: f.repeats }) : nothing}
      ${weekly ? checkList({ ...form.bind('weekdays'), label: f.weekdays, columns: true, options: words.common.days.map((day, i) => ({ value: String(i + 1), label: day })) }) : nothing}
      <div class="f-row">
        ${this.renderDate(form, 'from', within && !weekly ? f.date : weekly ? f.first : f.from)}
        ${within && !weekly ? nothing : this.renderDate(form, 'to', weekly ? f.last : f.to, weekly ? f.lastHint : f.toHint)}
      </div>
      ${within ? nothing : checkField({ ...form.bind('whole'), label: f.wholeDays })}
      ${within || !values.whole ? html`<div class="f-row">${this.renderTime(form, 'starts', f.starts)} ${this.renderTime(form, 'ends', f.ends)}</div>` : nothing}
      ${values.kind === 'open' ? checkField({ ...form.bind('replaces'), label: f.replaces }) : nothing}
      ${textField({ ...form.bind('label'), label: f.label, hint: f.labelHint, optional: true, maxlength: 120 })}
    `;
  }

  /** @param {any} form */
  renderWhom(form) {
    const { values } = form;
    if (OF_SOMEBODY.has(values.kind)) {
      const people = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === values.practitioner_id);
      return selectField({ ...form.bind('practitioner_id'), label: f.practitioner_id, empty: f.choose, options: people.map((one) => ({ value: one.practitioner_id, label: one.name })) });
    }
    if (values.kind !== 'out_of_use') return nothing;
    const rooms = app.lists.rooms.filter((one) => one.active || one.room_id === values.room_id);
    return selectField({ ...form.bind('room_id'), label: f.room_id, empty: f.choose, options: rooms.map((one) => ({ value: one.room_id, label: one.name })) });
  }

  /** @param {any} form @param {string} name @param {string} label @param {string} [hint] */
  renderDate(form, name, label, hint = '') {
    const { value, error, onInput } = form.bind(name);
    return html`<div data-field=${name} class="typed-field"><cd-date .label=${label} .value=${value} .error=${error ?? ''} ?required=${name === 'from'} @change=${(/** @type {CustomEvent} */ { detail }) => onInput(detail.value)}></cd-date>${hint && !error && !value ? html`<p class="f-hint">${hint}</p>` : nothing}</div>`;
  }

  /** @param {any} form @param {string} name @param {string} label */
  renderTime(form, name, label) {
    const { value, error, onInput } = form.bind(name);
    return html`<div data-field=${name}><cd-time .label=${label} .value=${value} .error=${error ?? ''} ?required=${WITHIN_A_DAY.has(form.values.kind)} ?ends=${name === 'ends'} @change=${(/** @type {CustomEvent} */ { detail }) => onInput(detail.value)}></cd-time></div>`;
  }

  /** What is typed but cannot be read must not pass as empty. @param {string} name */
  unclear(name) {
    const input = /** @type {any} */ (this.querySelector(`[data-field="${name}"] :is(cd-date, cd-time)`));
    return input?.isUnclear ? input.unclear() : null;
  }

  /** @param {any} form @param {any} row */
  check(form, row) {
    const { kind, from, to, starts, ends, weekly, weekdays, whole } = form.values;
    const within = WITHIN_A_DAY.has(kind);
    const repeats = kind === 'block' && weekly;
    const timed = within || !whole;
    const oneDay = repeats || within || !to || to === from;
    const last = repeats ? to : within ? from : (to ?? from);
    const over = last && last < app.today() && !(row && row.from === from && (row.to ?? row.from) === last) ? say.past : null;
    return form.check({
      practitioner_id: OF_SOMEBODY.has(kind) ? form.missing('practitioner_id') : null,
      room_id: kind === 'out_of_use' ? form.missing('room_id') : null,
      weekdays: repeats && weekdays.length === 0 ? f.weekdaysNeeded : null,
      from: this.unclear('from') ?? form.missing('from') ?? (last === from ? over : null),
      to: this.unclear('to') ?? (to && from && to < from && !(within && !repeats) ? say.toBeforeFrom : last !== from ? over : null),
      starts: timed ? this.timeError('starts', starts, within) : null,
      ends: timed ? (this.timeError('ends', ends, within) ?? (oneDay && starts && ends && minuteOfDay(ends) <= minuteOfDay(starts) ? say.endsFirst : null)) : null,
    });
  }

  /** @param {string} name @param {string|null} value @param {boolean} needed */
  timeError(name, value, needed) {
    const unclear = this.unclear(name);
    if (unclear) return unclear;
    if (!value) return needed ? sayError({ code: 'field.required' }) : null;
    return minuteOfDay(value) % 5 ? words.admin.hours.fiveMinutes : null;
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const { kind, block, practitioner_id, room_id, from, to, whole, starts, ends, weekly, weekdays, replaces, label } = form.values;
    const within = WITHIN_A_DAY.has(kind);
    const repeats = kind === 'block' && weekly;
    const timed = within || !whole;
    const details = {
      kind, block: kind === 'block' ? block : null, practitioner_id: OF_SOMEBODY.has(kind) ? practitioner_id : null, room_id: kind === 'out_of_use' ? room_id : null, from, to: within && !repeats ? null : to,
      starts: timed ? starts : null, ends: timed ? ends : null, weekdays: repeats ? weekdays.map(Number) : [], replaces: kind === 'open' && replaces, label: label.trim() || null,
    };
    const id = { exception_id: form.rowId, details };
    return [row ? (/** @type {number} */ version) => ({ op: 'edit_exception', ...id, version }) : () => ({ op: 'add_exception', ...id })];
  }

  /** @param {any} row */
  hiding(row) {
    return (/** @type {number} */ version) => ({ op: 'remove_exception', exception_id: row.exception_id, version });
  }

  /** What is booked in it is listed at once. @param {any} form */
  async afterSave(form) {
    const { total } = await ask({ ask: 'to_be_moved', exception_id: form.rowId, limit: 0 }).catch(() => ({ total: 0 }));
    if (!total) return;
    const { openToMove } = await import('../../parts/to-move-dialog.js');
    await openToMove(form.rowId, total);
  }
}

customElements.define('cd-calendar-leave', CalendarLeave);
