import { html, nothing } from 'lit';
import { View } from '../element.js';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { LABELS, TEXTS } from './visit-values.js';

/** The visit before: what was written then, beside what is written now. */
class VisitLast extends View {
  static properties = { visit: {} };

  constructor() {
    super();
    /** @type {import('../bindings/VisitLine').VisitLine | null} */
    this.visit = null;
  }

  render() {
    const { visit } = this;
    return html`<aside class="visit-last" aria-labelledby="visit-last-title">
      <h3 id="visit-last-title">${words.visits.lastTitle}</h3>
      ${visit ? html`<p class="muted number">${date(visit.visited_at)} · ${visit.practitioner}</p>
        ${TEXTS.map((name) => (visit[name] ? html`<h4>${LABELS[name]}</h4><p class="visit-text">${visit[name]}</p>` : nothing))}
        ${visit.diagnoses.length ? html`<h4>${LABELS.diagnoses}</h4><ul>${visit.diagnoses.map((/** @type {string} */ title) => html`<li>${title}</li>`)}</ul>` : nothing}`
        : html`<p class="muted">${words.visits.noLast}</p>`}
    </aside>`;
  }
}

customElements.define('cd-visit-last', VisitLast);
