import { html, nothing } from 'lit';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { readable } from './vitals-values.js';
import './vitals.css';

/** Numbers of one moment or the newest of each kind, in a line. @param {import('./vitals-values.js').Vital[]} values */
export function vitalsLine(values) {
  const shown = readable(values.filter((one) => !one.struck));
  const struck = values.filter((one) => one.struck);
  return html`<ul class="vitals-line">
    ${shown.map((one) => html`<li><span class="muted">${one.name}</span> <strong class="number ${one.unusual ? 'vital-unusual' : ''}">${one.unusual ? html`${icon('warning', { size: 13 })}<span class="visually-hidden">${words.vitals.unusual}</span> ` : nothing}${one.text}</strong></li>`)}
    ${readable(struck).map((one) => html`<li class="vital-struck"><span class="muted">${one.name}</span> <s class="number">${one.text}</s></li>`)}
  </ul>`;
}
