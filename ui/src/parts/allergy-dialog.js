import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { EntryDialog } from './entry-dialog.js';
import { selectField, textField } from './fields.js';
import './date-input.js';

/** @typedef {import('../wire-types.js').Allergy} Allergy */

const w = words.allergies;
const options = (/** @type {Record<string, string>} */ list, /** @type {string[]} */ names) => names.map((value) => ({ value, label: list[value] }));

/** @param {string} patientId @param {Allergy | null} [entry] */
export function openAllergy(patientId, entry = null) {
  if (document.querySelector('cd-allergy-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {AllergyDialog} */ (document.createElement('cd-allergy-dialog'));
  dialog.patientId = patientId;
  dialog.entry = entry;
  return dialog.open();
}

class AllergyDialog extends EntryDialog {
  get kind() {
    return {
      list: 'allergies', idName: 'allergy_id', ops: { add: 'add_allergy', edit: 'edit_allergy', strike: 'strike_allergy' }, addTitle: w.addTitle, editTitle: w.editTitle, added: w.added, saved: w.saved,
      labels: { substance: w.substance, reaction: w.reaction, severity: w.severity, since: w.since, until: w.until, status: w.status },
    };
  }

  /** @param {Record<string, any> | null} entry */
  valuesOf(entry) {
    const { substance = '', reaction = '', severity = 'unknown', since = null, until = null, status = 'active' } = entry ?? {};
    return { substance, reaction: reaction ?? '', severity, since: since ?? null, until: until ?? null, status };
  }

  details() {
    const { substance, reaction, severity, since, until, status } = this.form.values;
    return { substance: substance.trim(), reaction: reaction.trim() || null, severity, since, until: status === 'active' ? null : until, status };
  }

  problems() {
    return { substance: this.form.missing('substance') };
  }

  name() {
    return this.form.values.substance ?? '';
  }

  get mayStrike() {
    return app.can('alert.clinical');
  }

  /** @param {string} field @param {any} value */
  show(field, value) {
    const lists = /** @type {Record<string, Record<string, string>>} */ ({ severity: w.severities, status: w.statuses });
    return lists[field]?.[value] ?? (field === 'since' || field === 'until' ? date(value) : String(value ?? ''));
  }

  fields() {
    const { form } = this;
    return html`
      ${textField({ ...form.bind('substance'), label: w.substance, first: true, maxlength: 200 })}
      ${textField({ ...form.bind('reaction'), label: w.reaction, optional: true, maxlength: 300 })}
      <div class="entry-pair">
        ${selectField({ ...form.bind('severity'), label: w.severity, options: options(w.severities, ['severe', 'moderate', 'mild', 'unknown']) })}
        <cd-date name="since" .label=${w.since} .value=${form.values.since} .error=${form.errors.since ?? ''} past @change=${(/** @type {CustomEvent} */ event) => form.set('since', event.detail.value)}></cd-date>
      </div>
      ${this.entry ? html`<div class="entry-pair">
        ${selectField({ ...form.bind('status'), label: w.status, options: options(w.statuses, ['active', 'resolved', 'refuted']) })}
        ${form.values.status === 'active' ? nothing : html`<cd-date name="until" .label=${w.until} .value=${form.values.until} .error=${form.errors.until ?? ''} past @change=${(/** @type {CustomEvent} */ event) => form.set('until', event.detail.value)}></cd-date>`}
      </div>` : nothing}
    `;
  }
}

customElements.define('cd-allergy-dialog', AllergyDialog);
