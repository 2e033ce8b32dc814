// What a form shows besides its fields: the sentence on top when something is wrong, and the choice when somebody
// else saved the same record meanwhile.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import * as format from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('./form.js').Clash} Clash */

const say = words.admin.form;

/**
 * @param {Form} form
 * @param {Record<string, string>} [labels] what each field is called, for the list of what needs a look
 */
export function formSummary(form, labels = {}) {
  const text = form.summary;
  if (!text) return nothing;
  const wrong = Object.keys(form.errors).filter((name) => labels[name]);
  const details = form.problemError && form.problem && form.problemError.code === 'internal' ? form.problemError : null;
  return html`
    <div class="f-summary" role="alert" tabindex="-1">
      ${icon('warning')}
      <div>
        <p><strong>${text}</strong> ${form.dirty && form.problem ? say.kept : nothing}</p>
        ${wrong.length
          ? html`<ul>
              ${wrong.map((name) => html`<li><button type="button" class="f-link" @click=${() => focusField(form, name)}>${labels[name]}</button>: ${form.errors[name]}</li>`)}
            </ul>`
          : nothing}
        ${details ? html`<details><summary>${words.common.details}</summary><code>${details.code} ${JSON.stringify(details.details)}</code></details>` : nothing}
      </div>
    </div>
  `;
}

/** @param {Form} form @param {string} name */
function focusField(form, name) {
  const field = form.host.querySelector(`[data-field="${name}"]`);
  const input = /** @type {HTMLElement|null} */ (field?.querySelector('[aria-invalid="true"], input, select, textarea, button'));
  input?.focus();
}

/**
 * Both values side by side, for every field that both changed. The form's own button then saves.
 * @param {Form} form
 * @param {Record<string, string>} labels
 * @param {(field: string, value: any) => any} [show] how a value reads
 */
export function conflictChoice(form, labels, show = (_, value) => String(value ?? '')) {
  const { conflict } = form;
  if (!conflict) return nothing;
  const at = conflict.at ? format.time(app.wall(conflict.at).slice(11, 16)) : '';
  return html`
    <section class="f-conflict" tabindex="-1" role="alert" aria-label=${say.changedBy(conflict.by ?? say.somebody, at)}>
      <p>${icon('patients')}<strong>${say.changedBy(conflict.by ?? say.somebody, at)}</strong></p>
      <p>${conflict.clashes.length ? say.choose : say.nothingBoth}</p>
      ${conflict.clashes.map((clash) => clashRow(form, clash, labels[clash.field] ?? clash.field, show))}
    </section>
  `;
}

/**
 * @param {Form} form
 * @param {Clash} clash
 * @param {string} label
 * @param {(field: string, value: any) => any} show
 */
function clashRow(form, clash, label, show) {
  const option = (/** @type {'mine'|'theirs'} */ take, /** @type {string} */ whose, /** @type {any} */ value) => html`
    <label class="f-clash-option">
      <input type="radio" name="${form.uid}-clash-${clash.field}" .checked=${clash.take === take} @change=${() => form.take(clash, take)} />
      <span class="f-clash-whose">${whose}</span>
      <span class="f-clash-value">${value === null || value === undefined || value === '' ? html`<em>${say.empty}</em>` : show(clash.field, value)}</span>
    </label>
  `;
  return html`
    <fieldset class="f-clash">
      <legend>${label}</legend>
      ${option('mine', say.yours, clash.mine)} ${option('theirs', say.theirs, clash.theirs)}
    </fieldset>
  `;
}
