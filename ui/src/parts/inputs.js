import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';

/**
 * Plain labelled fields. `name` becomes part of the element's id, so it is unique in its form.
 * @typedef {{name: string, label: string, value: any, error?: string, hint?: string, on: (value: any) => void, first?: boolean, required?: boolean,
 *   type?: string, mode?: string, list?: string, className?: string, disabled?: boolean, hideLabel?: boolean}} FieldOptions
 */

/** @param {FieldOptions} options @param {any} control */
function wrap({ name, label, error, hint, className = '', hideLabel }, control) {
  return html`
    <div class="field ${className} ${error ? 'has-error' : ''}">
      <label for="f-${name}" class=${hideLabel ? 'visually-hidden' : nothing}>${label}</label>
      ${control}
      ${error ? html`<p class="message" id="f-${name}-says">${error}</p>` : hint ? html`<p class="hint" id="f-${name}-says">${hint}</p>` : nothing}
    </div>
  `;
}

/** @param {FieldOptions} options */
const described = ({ name, error, hint }) => (error || hint ? `f-${name}-says` : nothing);

/** @param {FieldOptions} options */
export function textInput(options) {
  const { name, value, error, on, first, required, type = 'text', mode, disabled } = options;
  return wrap(
    options,
    html`<input id="f-${name}" name=${name} type=${type} inputmode=${mode ?? nothing} autocomplete="off" spellcheck="false" .value=${value ?? ''} ?data-first=${first} ?disabled=${disabled}
      aria-required=${required ? 'true' : nothing} aria-invalid=${error ? 'true' : nothing} aria-describedby=${described(options)}
      @input=${(/** @type {any} */ event) => on(event.target.value)} />`,
  );
}

/** @param {FieldOptions} options */
export function areaInput(options) {
  const { name, value, error, on } = options;
  return wrap(
    options,
    html`<textarea id="f-${name}" name=${name} rows="2" .value=${value ?? ''} aria-invalid=${error ? 'true' : nothing} aria-describedby=${described(options)}
      @input=${(/** @type {any} */ event) => on(event.target.value)}></textarea>`,
  );
}

/** @param {FieldOptions & {options: {value: string, label: string, disabled?: boolean}[]}} options */
export function selectInput(options) {
  const { name, value, error, on, first, disabled } = options;
  return wrap(
    options,
    html`<select id="f-${name}" name=${name} ?data-first=${first} ?disabled=${disabled} aria-invalid=${error ? 'true' : nothing} aria-describedby=${described(options)}
      @change=${(/** @type {any} */ event) => on(event.target.value)}
      ${ref((element) => {
        // Set after the options exist: a value set before them is forgotten.
        if (element) queueMicrotask(() => (/** @type {HTMLSelectElement} */ (element).value = value ?? ''));
      })}>
      ${options.options.map((option) => html`<option value=${option.value} ?selected=${option.value === (value ?? '')} ?disabled=${option.disabled}>${option.label}</option>`)}
    </select>`,
  );
}

/** @param {{name: string, label: string, checked: boolean, on: (checked: boolean) => void, hint?: string}} options */
export function checkInput({ name, label, checked, on, hint }) {
  return html`
    <div class="check">
      <input id="f-${name}" name=${name} type="checkbox" .checked=${checked} aria-describedby=${hint ? `f-${name}-says` : nothing} @change=${(/** @type {any} */ event) => on(event.target.checked)} />
      <label for="f-${name}">${label}</label>
      ${hint ? html`<p class="hint" id="f-${name}-says">${hint}</p>` : nothing}
    </div>
  `;
}
