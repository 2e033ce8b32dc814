// Who sees patients: name, kind, specialties, usual room, the person who signs in, weekly hours.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { ask } from '../../ipc.js';
import { checkList, selectField, textField } from '../../parts/fields.js';
import { same } from '../../parts/form.js';
import { hoursInWords, weekHours } from '../../parts/hours.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.practitioners;
const KINDS = /** @type {const} */ (['doctor', 'nurse', 'therapist', 'assistant', 'other']);

/** "Dr Ada Adeyemi" → "Dr Adeyemi"; a single name stays. @param {string} name */
export function shortOf(name) {
  const parts = name.trim().split(/\s+/);
  if (parts.length < 3) return name.trim();
  return `${parts[0]} ${parts[parts.length - 1]}`;
}

class Practitioners extends AdminList {
  constructor() {
    super();
    /** @type {any[]} */
    this.specialties = [];
    /** @type {any[]} */
    this.rooms = [];
    /** @type {any[]} */
    this.people = [];
  }

  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.practitioners;
  }

  get source() {
    return { question: 'practitioners', key: 'practitioner_id', kind: 'practitioner', also: ['specialty', 'room', 'user'] };
  }

  async loadMore() {
    [this.specialties, this.rooms, this.people] = await Promise.all([
      ask({ ask: 'specialties' }), ask({ ask: 'rooms' }), app.can('people.edit') ? ask({ ask: 'people' }) : [],
    ]);
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.kind, cell: (/** @type {any} */ row) => this.what(row) },
      { head: say.room, cell: (/** @type {any} */ row) => this.roomName(row.room_id), extra: true },
      { head: say.hours, cell: (/** @type {any} */ row) => (row.hours.length ? html`<span class="nowrap" title=${hoursInWords(row.hours)}>${say.hoursShort(weekHours(row.hours))}</span>` : html`<span class="warn">${say.noHours}</span>`), extra: true },
    ];
  }

  /** @param {any} row */
  what(row) {
    const names = this.specialties.filter((one) => row.specialty_ids.includes(one.specialty_id)).map((one) => one.name);
    return [/** @type {Record<string, string>} */ (say.kinds)[row.kind], ...names].join(' · ');
  }

  /** @param {string|null} id */
  roomName(id) {
    return this.rooms.find((room) => room.room_id === id)?.name ?? '';
  }

  /** @param {any} row */
  findText(row) {
    return `${row.name} ${this.what(row)}`;
  }

  blank() {
    return { name: '', short_name: '', kind: 'doctor', specialty_ids: [], room_id: '', user_id: '', hours: app.clinic?.opening_hours ?? [] };
  }

  /** @param {any} row */
  toValues(row) {
    const { name, short_name, kind, specialty_ids, room_id, user_id, hours } = row;
    return { name, short_name, kind, specialty_ids, room_id: room_id ?? '', user_id: user_id ?? '', hours };
  }

  /** @returns {Record<string, any>} */
  labels() {
    return { ...say, short_name: say.shortName, specialty_ids: say.specialties, room_id: say.room, user_id: say.person };
  }

  names() {
    return { spans: 'hours' };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    if (field === 'hours') return hoursInWords(value) || say.noHours;
    if (field === 'specialty_ids') return this.specialties.filter((one) => value.includes(one.specialty_id)).map((one) => one.name).join(', ') || words.admin.none;
    if (field === 'room_id') return this.roomName(value) || say.noRoom;
    if (field === 'user_id') return this.people.find((one) => one.user_id === value)?.name ?? say.noPerson;
    return field === 'kind' ? /** @type {any} */ (say.kinds)[value] : String(value);
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    const active = (/** @type {any[]} */ list, /** @type {string} */ key, /** @type {string[]} */ chosen) => list.filter((one) => one.active || chosen.includes(one[key]));
    const { values } = form;
    return html`
      ${textField({
        ...form.bind('name'), label: say.name, hint: say.nameHint, first: true, spellcheck: false,
        onInput: (name) => this.named(form, row, name),
      })}
      <div class="f-row">
        ${textField({ ...form.bind('short_name'), label: say.shortName, spellcheck: false })}
        ${selectField({ ...form.bind('kind'), label: say.kind, options: KINDS.map((kind) => ({ value: kind, label: say.kinds[kind] })) })}
      </div>
      ${checkList({
        ...form.bind('specialty_ids'), label: say.specialties, none: say.noSpecialties, columns: true, optional: true,
        options: active(this.specialties, 'specialty_id', values.specialty_ids).map((one) => ({ value: one.specialty_id, label: one.name })),
      })}
      <div class="f-row">
        ${selectField({ ...form.bind('room_id'), label: say.room, empty: say.noRoom, options: active(this.rooms, 'room_id', [values.room_id]).map((room) => ({ value: room.room_id, label: room.name })) })}
        ${this.people.length ? selectField({ ...form.bind('user_id'), label: say.person, empty: say.noPerson, options: active(this.people, 'user_id', [values.user_id]).map((one) => ({ value: one.user_id, label: one.name })) }) : nothing}
      </div>
      <cd-hours data-field="hours" rules .label=${say.hours} .off=${words.admin.hours.off} .value=${values.hours} @change=${(/** @type {CustomEvent} */ event) => form.set('hours', event.detail.value)}></cd-hours>
      <p><button type="button" class="f-link" @click=${() => form.set('hours', app.clinic?.opening_hours ?? [])}>${say.sameAsClinic}</button></p>
    `;
  }

  /** The short name follows the name until somebody types another. @param {any} form @param {any} row @param {string} name */
  named(form, row, name) {
    const follows = !row && (form.values.short_name === '' || form.values.short_name === shortOf(form.values.name));
    form.set('name', name);
    if (follows) form.set('short_name', shortOf(name));
  }

  /** @param {any} form */
  check(form) {
    const hours = /** @type {any} */ (this.querySelector('cd-hours'));
    const named = form.check({ name: form.missing('name'), short_name: form.missing('short_name') });
    return named && (hours?.check() ?? true);
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const { name, short_name, kind, specialty_ids, room_id, user_id, hours } = form.values;
    const id = { practitioner_id: form.rowId };
    const details = { ...id, kind, name: name.trim(), short_name: short_name.trim(), user_id: user_id || null, room_id: room_id || null, specialty_ids };
    const { hours: _, ...others } = form.values;
    const { hours: before = [], ...othersBefore } = form.original;
    /** @type {import('./list.js').Step[]} */
    const steps = [];
    if (!row) steps.push(() => ({ op: 'add_practitioner', ...details }));
    else if (!same(others, othersBefore)) steps.push((version) => ({ op: 'edit_practitioner', ...details, version, active: row.active }));
    if (!row ? hours.length > 0 : !same(hours, row.hours) || !same(hours, before)) steps.push((version) => ({ op: 'set_working_hours', ...id, version, spans: hours }));
    return steps;
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    const { practitioner_id, kind, name, short_name, user_id, room_id, specialty_ids } = row;
    return (/** @type {number} */ version) => ({ op: 'edit_practitioner', practitioner_id, kind, name, short_name, user_id, room_id, specialty_ids, version, active });
  }
}

customElements.define('cd-admin-practitioners', Practitioners);
