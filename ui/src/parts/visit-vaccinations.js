// What was given or refused on the day of a visit, on its page.
import { html, nothing } from 'lit';
import { words } from '../words/en.js';
import { byOf, nameOf, siteOf } from './vaccination-text.js';
import './vaccinations.css';

const w = words.vaccinations;

/** @param {import('./vaccination-text.js').Line[]} lines */
export function visitVaccinations(lines) {
  if (!lines.length) return nothing;
  return html`<div class="visit-vaccinations"><h3>${w.title}</h3><ul class="visit-list">${lines.map((line) => {
    const how = line.refused_reason ? w.refusedOf(line.refused_reason) : [line.batch, siteOf(line.site), byOf(line)].filter(Boolean).join(' · ');
    return html`<li>${line.struck ? html`<s>${nameOf(line)}</s>` : html`<strong>${nameOf(line)}</strong>`} <span class="muted">${how}</span>${line.struck ? html` <span class="chart-why">${words.entries.struckTitle}: ${line.struck}</span>` : nothing}</li>`;
  })}</ul></div>`;
}
