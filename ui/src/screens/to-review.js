// Results that wait to be reviewed, and tests that are overdue.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { cutLine } from '../parts/cut-line.js';
import { toReview } from '../parts/to-review.js';
import { words } from '../words/en.js';
import './unsigned.css';

const w = words.results;

class ToReviewScreen extends Screen {
  connectedCallback() {
    super.connectedCallback();
    this.listen(toReview, 'change', () => this.requestUpdate());
    toReview.read();
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  render() {
    if (!toReview.count) return html`<div class="empty"><p>${icon('check')} ${w.none}</p></div>`;
    const { results, overdue } = toReview.data;
    return html`<section class="unsigned to-review" aria-labelledby="to-review-title">
      <h1 class="visually-hidden" id="to-review-title">${w.title}</h1>
      <p class="muted">${results.length ? w.lead : w.noneResults}</p>
      ${cutLine(results, 500)}
      ${results.length ? html`<table class="unsigned-rows"><thead><tr><th scope="col">${w.when}</th><th scope="col">${w.patient}</th><th scope="col">${w.born}</th><th scope="col">${app.clinic?.patient_number_name}</th><th scope="col">${w.dated}</th><th scope="col">${w.whose}</th></tr></thead>
        <tbody>${results.map((row) => html`<tr><td class="number">${dateTime(app.wall(row.added_at))}</td>
          <td><a href="/patients/${row.patient_id}/files/${row.file_id}" aria-label=${w.open(row.patient)}>${row.patient}</a></td>
          <td class="number">${row.birth_date ? date(row.birth_date) : ''}</td><td class="number">${row.mrn}</td><td class="number">${row.dated_on ? date(row.dated_on) : ''}</td>${this.renderWhose(row)}</tr>`)}</tbody></table>` : nothing}
      ${overdue.length ? html`<h2>${w.overdue}</h2><p class="muted">${w.overdueLead}</p>${cutLine(overdue, 500)}
        <table class="unsigned-rows overdue-rows"><thead><tr><th scope="col">${w.due}</th><th scope="col">${w.patient}</th><th scope="col">${w.born}</th><th scope="col">${app.clinic?.patient_number_name}</th><th scope="col">${w.whose}</th></tr></thead>
        <tbody>${overdue.map((row) => html`<tr><td class="number warn">${date(row.due_on)}</td>
          <td><a href="/patients/${row.patient_id}/files" aria-label=${w.openTest(row.patient)}>${row.patient}</a></td>
          <td class="number">${row.birth_date ? date(row.birth_date) : ''}</td><td class="number">${row.mrn}</td>${this.renderWhose(row)}</tr>`)}</tbody></table>` : nothing}
    </section>`;
  }

  /** @param {{practitioner: string | null}} row */
  renderWhose(row) {
    return html`<td>${row.practitioner ?? html`<span class="muted">${w.own}</span>`}</td>`;
  }
}

customElements.define('cd-to-review', ToReviewScreen);
