// What is not signed yet, the oldest first.
import { html } from 'lit';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { unsigned } from '../parts/unsigned.js';
import { words } from '../words/en.js';
import './unsigned.css';

const w = words.unsigned;

class UnsignedScreen extends Screen {
  connectedCallback() {
    super.connectedCallback();
    this.listen(unsigned, 'change', () => this.requestUpdate());
    unsigned.read();
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  render() {
    const { rows } = unsigned;
    if (!rows.length) return html`<div class="empty"><p>${icon('check')} ${w.none}</p></div>`;
    return html`<section class="unsigned" aria-labelledby="unsigned-title">
      <h1 class="visually-hidden" id="unsigned-title">${w.title}</h1>
      <p class="muted">${w.lead}</p>
      <table class="unsigned-rows"><thead><tr><th scope="col">${w.when}</th><th scope="col">${w.patient}</th><th scope="col">${w.born}</th><th scope="col">${app.clinic?.patient_number_name}</th><th scope="col">${w.whose}</th></tr></thead>
        <tbody>${rows.map((row) => html`<tr><td class="number">${dateTime(row.visited_at)}</td>
          <td><a href="/patients/${row.patient_id}/visits/${row.visit_id}" aria-label=${w.open(row.patient)}>${row.patient}</a></td>
          <td class="number">${row.birth_date ? date(row.birth_date) : ''}</td><td class="number">${row.mrn}</td><td>${row.practitioner ?? html`<span class="muted">${w.own}</span>`}</td></tr>`)}</tbody></table>
    </section>`;
  }
}

customElements.define('cd-unsigned', UnsignedScreen);
