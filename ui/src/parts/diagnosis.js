// What the test of a connection found, step by step: a tick, or a cross with why and what to do about it.
import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { icon } from '../icons.js';
import { unknownStep } from '../words/en/connectionSteps.js';
import { words } from '../words/en.js';

const say = words.connections;

/** @typedef {{code: string, ok: boolean, details?: any}} Step */
/** @typedef {{ok: boolean, steps: Step[], latency_ms: number|null, server: string|null, data: 'ready'|'empty'|'older'|'newer'|'no_database'|null, can_create: boolean, workstations: {name: string, version: string, seen_at: string}[]}} Diagnosis */

/**
 * @param {Diagnosis} diagnosis
 * @param {{file: boolean, creating: boolean, create: () => void}} ways
 */
export function diagnosisView(diagnosis, { file, creating, create }) {
  return html`
    <section class="diagnosis ${diagnosis.ok ? 'ok' : 'bad'}" tabindex="-1" aria-label=${say.testTitle}>
      <p class="diagnosis-head">${icon(diagnosis.ok ? 'check' : 'warning')}<strong>${headline(diagnosis, file)}</strong></p>
      ${diagnosis.data && diagnosis.ok ? html`<p class="diagnosis-data">${say.data[diagnosis.data]}</p>` : nothing}
      <ul class="steps">
        ${diagnosis.steps.map((step) => stepView(step))}
      </ul>
      ${diagnosis.can_create
        ? html`<button type="button" class="button primary" ?disabled=${creating} @click=${create}>${creating ? say.creating : say.create}</button>`
        : nothing}
    </section>
  `;
}

/** @param {Diagnosis} diagnosis @param {boolean} file */
function headline(diagnosis, file) {
  if (!diagnosis.ok) return say.bad;
  return file || !diagnosis.server ? say.goodFile : say.good(diagnosis.server, diagnosis.latency_ms);
}

/** @param {Step} step */
function stepView(step) {
  const entry = say.steps[step.code] ?? unknownStep;
  const found = step.details ?? {};
  if (step.ok) return html`<li class="step passed">${icon('check')}<span>${entry.passed}</span></li>`;
  return html`
    <li class="step failed">
      ${icon('close')}
      <div>
        <p><strong>${entry.failed(found)}</strong></p>
        <p>${entry.remedy(found)}</p>
        ${technical(step)}
      </div>
    </li>
  `;
}

/** The exact words for whoever looks after the server. @param {{code: string, details?: any}} problem */
export function technical(problem) {
  const lines = [problem.code, ...Object.entries(problem.details ?? {}).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)];
  const text = lines.join('\n');
  return html`
    <details class="technical">
      <summary>${say.details}</summary>
      <pre class="details-text">${text}</pre>
      <button type="button" class="button small" @click=${() => copy(text)}>${say.copy}</button>
    </details>
  `;
}

/** @param {string} text */
async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => {});
  toast(say.copied);
}
