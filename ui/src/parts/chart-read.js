import { html, nothing } from 'lit';
import { words } from '../words/en.js';
import './chart.css';

/**
 * A part of the chart: what was read, or why it was not, or that it is on its way.
 * @template T
 * @param {import('./of-patient.js').OfPatient} part
 * @param {T | null} read
 * @param {(read: T) => any} draw
 */
export const chartRead = (part, read, draw) => html`
  ${part.problem ? html`<div class="chart-shut" role="alert"><p>${part.problem}</p><button type="button" class="button" @click=${() => part.read()}>${words.common.tryAgain}</button></div>` : nothing}
  ${read !== null ? draw(read) : part.problem ? nothing : html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`}
`;
