import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { mayWrite } from './alert-text.js';
import { EntryDialog } from './entry-dialog.js';
import { areaField, selectField } from './fields.js';
import './date-input.js';

/** @typedef {import('../wire-types.js').Alert} Alert */
/** @typedef {Omit<Alert, 'kind'> & {until: string | null}} Entry */

const w = words.patient;
const options = (/** @type {Record<string, string>} */ list) => Object.entries(list).map(([value, label]) => ({ value, label }));

/** @param {string} patientId @param {Entry} entry */
export function openAlert(patientId, entry) {
  if (document.querySelector('cd-alert-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {AlertDialog} */ (document.createElement('cd-alert-dialog'));
  dialog.patientId = patientId;
  dialog.entry = entry;
  return dialog.open();
}

/** An alert, edited where it is shown or in the chart, or marked as entered in error. */
class AlertDialog extends EntryDialog {
  get kind() {
    return {
      list: 'alerts', idName: 'alert_id', ops: { add: '', edit: 'edit_alert', strike: 'strike_alert' }, addTitle: '', editTitle: w.editAlertTitle, added: () => '', saved: w.alertSaved,
      labels: { text: w.alertText, audience: w.alertFor, severity: w.severity, since: w.alertSince, until: w.alertUntil, counts: w.alertCounts },
    };
  }

  /** @param {Record<string, any> | null} entry */
  valuesOf(entry) {
    const { text = '', audience = 'both', severity = 'important', since = null, until = null } = entry ?? {};
    return { text, audience, severity, since, until: until ?? null, counts: until ? 'no' : 'yes' };
  }

  details() {
    const { text, audience, severity, since, until, counts } = this.form.values;
    return { text: text.trim(), audience, severity, since, until: counts === 'yes' ? null : (until ?? app.today()) };
  }

  problems() {
    return { text: this.form.missing('text'), since: this.form.missing('since') };
  }

  name() {
    return this.form.values.text ?? '';
  }

  get mayStrike() {
    return mayWrite(this.entry?.audience ?? 'both');
  }

  /** As it stands now, also where it has ended: that is decided, for text that nobody sees any more was typed for nothing. */
  async theirs() {
    const now = await ask({ ask: 'alert', alert_id: this.entry?.id });
    return { values: this.valuesOf(now), version: now.version, decide: ['counts'] };
  }

  /** @param {string} field @param {any} value */
  show(field, value) {
    if (field === 'counts' && value === 'no') return this.endedText();
    const lists = /** @type {Record<string, Record<string, string>>} */ ({ severity: w.severities, audience: w.audiences, counts: { yes: w.alertCountsNow, no: w.alertCountsNoLonger } });
    return lists[field]?.[value] ?? (field === 'since' || field === 'until' ? date(value) : String(value ?? ''));
  }

  /** Whichever of both has ended it says when. */
  endedText() {
    const { conflict, values } = this.form;
    const until = conflict?.theirs.counts === 'no' ? conflict.theirs.until : values.until;
    return until ? w.alertEndedOn(date(until)) : w.alertCountsNoLonger;
  }

  fields() {
    const { form } = this;
    const day = (/** @type {'since'|'until'} */ name, /** @type {string} */ label) => html`<cd-date .label=${label} .value=${form.values[name]} .error=${form.errors[name] ?? ''} past
      @change=${(/** @type {CustomEvent} */ event) => form.set(name, event.detail.value)}></cd-date>`;
    return html`
      ${areaField({ ...form.bind('text'), label: w.alertText, rows: 3 })}
      <div class="entry-pair">
        ${selectField({ ...form.bind('severity'), label: w.severity, options: options(w.severities) })}
        ${selectField({ ...form.bind('audience'), label: w.alertFor, options: options(w.audiences).filter(({ value }) => mayWrite(value) || value === this.entry?.audience) })}
      </div>
      <div class="entry-pair">
        ${day('since', w.alertSince)}
        ${selectField({ ...form.bind('counts'), label: w.alertCounts, options: [{ value: 'yes', label: w.alertCountsNow }, { value: 'no', label: w.alertCountsNoLonger }] })}
      </div>
      ${form.values.counts === 'no' ? html`<div class="entry-pair">${day('until', w.alertUntil)}</div>` : nothing}
    `;
  }
}

customElements.define('cd-alert-dialog', AlertDialog);
