// What is left to do before a clinic runs: a list on Today, until it is done or put away. Each step is one short form.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { ask, perform } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import './setup.css';

const say = words.setup;

/** @typedef {keyof typeof say.steps} StepName */
/** @typedef {{steps: {step: StepName, done: boolean}[], dismissed: boolean}} Setup */

/** After these the first booking can be made. @type {StepName[]} */
const NEEDED = ['clinic', 'practitioner', 'hours', 'services'];
/** A change of these may have finished a step, here or at another desk. */
const TOUCHES = new Set(['clinic', 'practitioner', 'service', 'user', 'workstation']);

class SetupList extends View {
  static properties = { setup: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {Setup|null} */
    this.setup = null;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      if (event.detail.touches.some((/** @type {{kind: string}} */ touch) => TOUCHES.has(touch.kind))) this.load();
    });
    this.load();
  }

  async load() {
    if (!app.can('clinic.edit') || app.clinic?.sample) return;
    try {
      this.setup = await ask({ ask: 'setup' });
    } catch {
      // The list is a help; a day without it is still a day.
      this.setup = null;
    }
  }

  async hide() {
    try {
      await perform({ op: 'finish_setup_step', step: 'dismissed' });
      this.setup = null;
      toast(say.dismissed);
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {StepName} step */
  async open(step) {
    const { openSetupStep } = await import('./setup-forms.js');
    const done = await openSetupStep(step);
    if (!done) return;
    await this.load();
    await this.updateComplete;
    const next = this.setup?.steps.find((one) => !one.done)?.step;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-step="${next}"]`))?.focus();
  }

  render() {
    const { setup } = this;
    if (!setup || setup.dismissed || setup.steps.every((step) => step.done)) return nothing;
    const done = setup.steps.filter((step) => step.done).length;
    const ready = setup.steps.filter((step) => NEEDED.includes(step.step)).every((step) => step.done);
    return html`
      <section class="setup" aria-labelledby="setup-title">
        <header class="setup-head">
          <div class="grow">
            <h2 id="setup-title">${say.title}</h2>
            <p class="muted">${ready ? say.leadReady : say.lead}</p>
          </div>
          <p class="setup-progress"><progress class="progress" max=${setup.steps.length} value=${done} aria-label=${say.title}></progress><span class="muted small number">${say.progress(done, setup.steps.length)}</span></p>
          <button type="button" class="button small quiet" @click=${this.hide}>${say.dismiss}</button>
        </header>
        ${this.problem ? html`<p class="error" role="alert">${sayError(this.problem)}</p>` : nothing}
        <ol class="setup-steps">
          ${setup.steps.map((step, i) => this.renderStep(step, i))}
        </ol>
      </section>
    `;
  }

  /** @param {{step: StepName, done: boolean}} step @param {number} i */
  renderStep({ step, done }, i) {
    const about = say.steps[step];
    return html`
      <li>
        <button type="button" class="setup-step ${done ? 'done' : ''}" data-step=${step} @click=${() => this.open(step)}>
          <span class="setup-mark">${done ? icon('check', { size: 14 }) : html`<span aria-hidden="true">${i + 1}</span>`}</span>
          <span class="setup-title">${about.title}${done ? html`<span class="visually-hidden">: ${say.done}</span>` : nothing}</span>
          <span class="setup-text">${about.text}</span>
        </button>
      </li>
    `;
  }
}

customElements.define('cd-setup-list', SetupList);
