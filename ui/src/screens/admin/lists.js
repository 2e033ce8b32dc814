// Three short lists of the same shape: specialties, rooms, patient identifiers.
import { html } from 'lit';
import { app } from '../../app.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin;

class Specialties extends AdminList {
  constructor() {
    super();
    /** @type {any[]} */
    this.practitioners = [];
  }

  get words() {
    return say.specialties;
  }

  get heading() {
    return say.tabs.specialties;
  }

  get source() {
    return { question: 'specialties', key: 'specialty_id', kind: 'specialty', also: ['practitioner'] };
  }

  async loadMore() {
    this.practitioners = await ask({ ask: 'practitioners' });
  }

  columns() {
    return [
      { head: say.specialties.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.specialties.used, cell: (/** @type {any} */ row) => this.usedBy(row) },
    ];
  }

  /** @param {any} row */
  usedBy(row) {
    const names = this.practitioners.filter((one) => one.active && one.specialty_ids.includes(row.specialty_id)).map((one) => one.short_name);
    return names.length ? names.join(', ') : html`<span class="muted">${say.specialties.nobody}</span>`;
  }

  /** @param {any} form */
  fields(form) {
    return textField({ ...form.bind('name'), label: say.specialties.name, first: true });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const specialty = { specialty_id: form.rowId, name: form.values.name.trim() };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_specialty', ...specialty, version, active: row.active } : { op: 'add_specialty', ...specialty })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_specialty', specialty_id: row.specialty_id, name: row.name, version, active });
  }
}

class Rooms extends AdminList {
  constructor() {
    super();
    /** @type {any[]} */
    this.practitioners = [];
  }

  get words() {
    return say.rooms;
  }

  get heading() {
    return say.tabs.rooms;
  }

  get source() {
    return { question: 'rooms', key: 'room_id', kind: 'room', also: ['practitioner'] };
  }

  async loadMore() {
    this.practitioners = await ask({ ask: 'practitioners' });
  }

  columns() {
    return [
      { head: say.rooms.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.rooms.kind, cell: (/** @type {any} */ row) => row.kind ?? '', extra: true },
      { head: say.rooms.usedBy, cell: (/** @type {any} */ row) => this.usedBy(row) },
      { head: say.rooms.capacity, cell: (/** @type {any} */ row) => say.rooms.capacityShort(row.capacity), extra: true },
    ];
  }

  /** @param {any} row */
  usedBy(row) {
    const names = this.practitioners.filter((one) => one.active && one.room_id === row.room_id).map((one) => one.short_name);
    return names.length ? names.join(', ') : html`<span class="muted">${say.rooms.nobody}</span>`;
  }

  blank() {
    return { name: '', kind: '', capacity: '1' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, kind: row.kind ?? '', capacity: String(row.capacity) };
  }

  /** @param {any} form */
  fields(form) {
    return html`
      ${textField({ ...form.bind('name'), label: say.rooms.name, first: true })}
      ${textField({ ...form.bind('kind'), label: say.rooms.kind, hint: say.rooms.kindHint, maxlength: 40, optional: true })}
      ${textField({ ...form.bind('capacity'), label: say.rooms.capacity, hint: say.rooms.capacityHint, inputmode: 'numeric' })}
    `;
  }

  /** @param {any} form */
  check(form) {
    const capacity = Number(form.values.capacity);
    const fits = /^\d+$/.test(form.values.capacity.trim()) && capacity >= 1 && capacity <= 100;
    return form.check({ name: form.missing('name'), capacity: fits ? null : sayError({ code: 'field.out_of_range', details: { min: 1, max: 100 } }) });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const room = { room_id: form.rowId, name: form.values.name.trim(), kind: form.values.kind.trim() || null, capacity: Number(form.values.capacity) };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_room', ...room, version, active: row.active } : { op: 'add_room', ...room })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_room', room_id: row.room_id, name: row.name, kind: row.kind, capacity: row.capacity, version, active });
  }
}

class Identifiers extends AdminList {
  get words() {
    return say.identifiers;
  }

  get heading() {
    return say.tabs.identifiers;
  }

  get source() {
    return { question: 'identifier_types', key: 'identifier_type_id', kind: 'identifier_type' };
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'clinic', () => this.requestUpdate());
  }

  columns() {
    return [
      { head: say.identifiers.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.identifiers.issuer, cell: (/** @type {any} */ row) => row.issuer ?? '' },
    ];
  }

  blank() {
    return { name: '', issuer: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, issuer: row.issuer ?? '' };
  }

  /** @param {any} form */
  fields(form) {
    return html`
      ${textField({ ...form.bind('name'), label: say.identifiers.name, hint: say.identifiers.nameHint, first: true })}
      ${textField({ ...form.bind('issuer'), label: say.identifiers.issuer, hint: say.identifiers.issuerHint, optional: true })}
    `;
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const type = { identifier_type_id: form.rowId, name: form.values.name.trim(), issuer: form.values.issuer.trim() || null };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_identifier_type', ...type, version, active: row.active } : { op: 'add_identifier_type', ...type })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    const { identifier_type_id, name, issuer } = row;
    return (/** @type {number} */ version) => ({ op: 'edit_identifier_type', identifier_type_id, name, issuer, version, active });
  }
}

customElements.define('cd-admin-specialties', Specialties);
customElements.define('cd-admin-rooms', Rooms);
customElements.define('cd-admin-identifiers', Identifiers);
