// Form fields as templates: a label above, the native control, a hint below, the error instead of the hint. One look
// and one way to be read aloud for every form. Use with `form.bind(name)`.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';

/**
 * @typedef {object} Field
 * @property {string} id @property {string} name @property {any} value @property {string} [error]
 * @property {(value: any) => void} onInput
 * @property {string} label @property {string} [hint] @property {boolean} [optional] @property {boolean} [disabled]
 */
/** @typedef {{value: string, label: string, hint?: string, disabled?: boolean}} Option */

/** @param {Field} field */
const describedBy = (field) => (field.error ? `${field.id}-error` : field.hint ? `${field.id}-hint` : nothing);

/** @param {Field} field */
function below(field) {
  if (field.error) return html`<p class="f-error" id="${field.id}-error">${icon('warning')}${field.error}</p>`;
  return field.hint ? html`<p class="f-hint" id="${field.id}-hint">${field.hint}</p>` : nothing;
}

/** @param {Field} field */
const optionalMark = (field) => (field.optional ? html`<span class="f-optional">${words.admin.optional}</span>` : nothing);

/** @param {Field} field @param {any} control @param {string} [size] */
const frame = (field, control, size = '') => html`
  <div class="field f-field ${size}" data-field=${field.name}>
    <label for=${field.id}>${field.label}${optionalMark(field)}</label>
    ${control} ${below(field)}
  </div>
`;

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * @param {Field & {type?: string, inputmode?: string, autocomplete?: string, maxlength?: number, suffix?: string, size?: string, placeholder?: string, spellcheck?: boolean, first?: boolean}} field
 */
export function textField(field) {
  const input = html`<input
    id=${field.id}
    type=${field.type ?? 'text'}
    inputmode=${field.inputmode ?? nothing}
    autocomplete=${field.autocomplete ?? 'off'}
    autocapitalize=${field.spellcheck === false ? 'none' : nothing}
    spellcheck=${field.spellcheck === false ? 'false' : nothing}
    maxlength=${field.maxlength ?? nothing}
    placeholder=${field.placeholder ?? nothing}
    ?data-first=${field.first ?? false}
    ?disabled=${field.disabled ?? false}
    aria-required=${field.optional ? nothing : 'true'}
    aria-invalid=${field.error ? 'true' : 'false'}
    aria-describedby=${describedBy(field)}
    .value=${live(field.value ?? '')}
    @input=${(/** @type {Event} */ event) => field.onInput(typed(event))}
  />`;
  return frame(field, field.suffix ? html`<div class="f-suffixed">${input}<span class="f-suffix" aria-hidden="true">${field.suffix}</span></div>` : input, field.size);
}

/** @param {Field & {rows?: number}} field */
export function areaField(field) {
  return frame(
    field,
    html`<textarea
      id=${field.id}
      rows=${field.rows ?? 3}
      aria-invalid=${field.error ? 'true' : 'false'}
      aria-describedby=${describedBy(field)}
      .value=${live(field.value ?? '')}
      @input=${(/** @type {Event} */ event) => field.onInput(typed(event))}
    ></textarea>`,
  );
}

/** @param {MouseEvent} event */
function showOrHide(event) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const input = /** @type {HTMLInputElement} */ (button.parentElement?.querySelector('input'));
  const show = input.type === 'password';
  input.type = show ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(show));
}

/** @param {Field & {autocomplete?: string, first?: boolean, size?: string, placeholder?: string}} field */
export function passwordField(field) {
  return frame(
    field,
    html`<div class="f-password">
      <input
        id=${field.id}
        type="password"
        autocomplete=${field.autocomplete ?? 'current-password'}
        spellcheck="false"
        placeholder=${field.placeholder ?? nothing}
        ?data-first=${field.first ?? false}
        aria-required=${field.optional ? nothing : 'true'}
        aria-invalid=${field.error ? 'true' : 'false'}
        aria-describedby=${describedBy(field)}
        .value=${live(field.value ?? '')}
        @input=${(/** @type {Event} */ event) => field.onInput(typed(event))}
      />
      <button type="button" class="f-reveal" aria-pressed="false" aria-label=${words.signIn.showPassword} title=${words.signIn.showPassword} @click=${showOrHide}>${icon('eye')}</button>
    </div>`,
    field.size,
  );
}

/** Six digits, nothing else; the sixth may send it. @param {Field & {first?: boolean, onSixth?: (pin: string) => void}} field */
export function pinField(field) {
  return frame(
    field,
    html`<input
      id=${field.id}
      class="f-pin"
      type="password"
      inputmode="numeric"
      autocomplete="off"
      maxlength="6"
      ?data-first=${field.first ?? false}
      ?disabled=${field.disabled ?? false}
      aria-required="true"
      aria-invalid=${field.error ? 'true' : 'false'}
      aria-describedby=${describedBy(field)}
      .value=${live(field.value ?? '')}
      @input=${(/** @type {Event} */ event) => {
        const input = /** @type {HTMLInputElement} */ (event.target);
        const digits = input.value.replace(/\D/g, '').slice(0, 6);
        if (digits !== input.value) input.value = digits;
        field.onInput(digits);
        if (digits.length === 6) field.onSixth?.(digits);
      }}
    />`,
    'narrow',
  );
}

/** @param {Field & {options: Option[], size?: string, empty?: string}} field */
export function selectField(field) {
  const known = field.options.some((option) => option.value === String(field.value ?? ''));
  return frame(
    field,
    html`<div class="f-select">
      <select
        id=${field.id}
        ?disabled=${field.disabled ?? false}
        aria-invalid=${field.error ? 'true' : 'false'}
        aria-describedby=${describedBy(field)}
        .value=${live(String(field.value ?? ''))}
        @change=${(/** @type {Event} */ event) => field.onInput(typed(event))}
      >
        ${field.empty !== undefined || !known ? html`<option value="" ?selected=${!known}>${field.empty ?? ''}</option>` : nothing}
        ${field.options.map((option) => html`<option value=${option.value} ?selected=${option.value === String(field.value ?? '')}>${option.label}</option>`)}
      </select>
      ${icon('down')}
    </div>`,
    field.size,
  );
}

/** @param {Field & {first?: boolean}} field */
export function checkField(field) {
  return html`
    <div class="field f-field" data-field=${field.name}>
      <label class="f-check">
        <input
          id=${field.id}
          type="checkbox"
          ?disabled=${field.disabled ?? false}
          aria-invalid=${field.error ? 'true' : 'false'}
          aria-describedby=${describedBy(field)}
          .checked=${live(Boolean(field.value))}
          @change=${(/** @type {Event} */ event) => field.onInput(/** @type {HTMLInputElement} */ (event.target).checked)}
        />
        <span>${field.label}</span>
      </label>
      ${below(field)}
    </div>
  `;
}

/** Several of a few: the value is the list of what is ticked. @param {Field & {options: Option[], none?: string, columns?: boolean}} field */
export function checkList(field) {
  const chosen = new Set(/** @type {string[]} */ (field.value ?? []));
  const toggle = (/** @type {string} */ value) => {
    if (chosen.has(value)) chosen.delete(value);
    else chosen.add(value);
    field.onInput(field.options.filter((option) => chosen.has(option.value)).map((option) => option.value));
  };
  return html`
    <fieldset class="field f-field f-group ${field.columns ? 'columns' : ''}" data-field=${field.name} aria-describedby=${describedBy(field)}>
      <legend>${field.label}${optionalMark(field)}</legend>
      ${field.options.length === 0 && field.none ? html`<p class="f-hint">${field.none}</p>` : nothing}
      ${field.options.map(
        (option, i) => html`
          <label class="f-check">
            <input type="checkbox" .checked=${live(chosen.has(option.value))} ?disabled=${option.disabled ?? false} aria-invalid=${field.error && i === 0 ? 'true' : 'false'} @change=${() => toggle(option.value)} />
            <span>${option.label}${option.hint ? html`<span class="f-option-hint">${option.hint}</span>` : nothing}</span>
          </label>
        `,
      )}
      ${below(field)}
    </fieldset>
  `;
}

/** One of a few, each with a sentence. @param {Field & {options: Option[], inline?: boolean}} field */
export function radioField(field) {
  return html`
    <fieldset class="field f-field f-group ${field.inline ? 'inline' : ''}" data-field=${field.name} aria-describedby=${describedBy(field)}>
      <legend>${field.label}</legend>
      ${field.options.map(
        (option) => html`
          <label class="f-check ${option.disabled ? 'disabled' : ''}">
            <input
              type="radio"
              name=${field.id}
              value=${option.value}
              ?disabled=${option.disabled ?? false}
              aria-invalid=${field.error && option.value === field.value ? 'true' : 'false'}
              .checked=${live(field.value === option.value)}
              @change=${() => field.onInput(option.value)}
            />
            <span>${option.label}${option.hint ? html`<span class="f-option-hint">${option.hint}</span>` : nothing}</span>
          </label>
        `,
      )}
      ${below(field)}
    </fieldset>
  `;
}

/** Long lists (countries, zones): type to find. @param {Field & {options: Option[], size?: string}} field */
export function comboField(field) {
  return html`
    <div class="f-field f-combo ${field.size ?? ''}" data-field=${field.name}>
      <vaadin-combo-box
        id=${field.id}
        label=${field.label}
        autoselect
        .items=${field.options}
        item-label-path="label"
        item-value-path="value"
        .value=${live(field.value ?? '')}
        .invalid=${Boolean(field.error)}
        error-message=${field.error ?? ''}
        helper-text=${field.error ? '' : (field.hint ?? '')}
        @value-changed=${(/** @type {CustomEvent} */ event) => {
          if (event.detail.value && event.detail.value !== field.value) field.onInput(event.detail.value);
        }}
      ></vaadin-combo-box>
    </div>
  `;
}
