// Who a patient is and what must be known of them: over their page, and over the chart beside the day.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { dotted } from '../words/isolate.js';
import { missedLine } from './missed-line.js';
import { ageText, bornText, sexShort } from './patient-text.js';
import './allergy-banner.js';
import './patient-alerts.js';
import './patient-billing.js';
import './patient-head.css';

/** @typedef {{patient_id: string, version: number, mrn: string, name: string, details: any, alerts: import('../wire-types.js').Alert[], allergies: import('../wire-types.js').AllergyBanner, restricted: boolean, next_visit: string|null, missed: import('../wire-types.js').Missed, registered_at: string, registered_by: string}} Patient */

/**
 * @param {Patient} patient
 * @param {{title: (name: any) => any, buttons: any}} around the heading at its level, and what can be done
 */
export function patientHead(patient, { title, buttons }) {
  const { details } = patient;
  const about = { birth_date: details.birth_date ?? null, birth_estimated: details.birth_estimated, died_on: details.died_on ?? null };
  const facts = dotted([bornText(about), ageText(about), details.sex === 'unknown' ? '' : sexShort(details.sex), details.gender]);
  return html`
    <header class="patient-head">
      <div class="grow">
        ${title(html`${patient.name}${details.names.preferred ? html` <span class="patient-preferred">“${details.names.preferred}”</span>` : nothing}`)}
        <p class="patient-head-facts number"><span>${facts}</span><span>${app.clinic?.patient_number_name} <strong>${patient.mrn}</strong></span>
          ${app.can('billing.view') ? html`<cd-patient-balance .patientId=${patient.patient_id}></cd-patient-balance>` : nothing}
          ${patient.next_visit ? html`<span>${words.chart.nextVisit(dateTime(patient.next_visit))}</span>` : nothing}
          ${details.died_on ? html`<strong class="patient-died">${words.patient.died(date(details.died_on))}</strong>` : nothing}</p>
        ${missedLine(patient.missed)}
      </div>
      <div class="button-row">
        ${patient.restricted ? html`<span class="patient-restricted">${icon('lock', { size: 14 })}${words.chart.restricted}</span>` : nothing}
        ${buttons}
      </div>
    </header>
  `;
}

/** @param {Patient} patient */
export const patientWarnings = (patient) => html`
  <div class="patient-warnings">
    <cd-allergy-banner .patientId=${patient.patient_id} .banner=${patient.allergies} may-record></cd-allergy-banner>
    <cd-patient-alerts .patientId=${patient.patient_id} .alerts=${patient.alerts}></cd-patient-alerts>
  </div>
`;
