// The confirmation list: what is booked on a day and not confirmed. One patient of tomorrow wants no reminders.
import { answer, handle, news, refusal } from './registry.js';
import { editable } from './admin.js';
import { ago, appointments, clinic, id, patients, world } from './world.js';

/** Appointment → its calls, newest last. @type {Map<string, any[]>} */
const calls = new Map();
const NO_REMINDERS = new Set([patients[9].patient_id]);

const KNOWN = ['patient', 'date', 'time', 'practitioner', 'clinic', 'phone'];
/** @type {{message_template_id: string, version: number, language: string, text: string, active: boolean}[]} */
export const templates = [{ message_template_id: id(8101), version: 1, language: 'English', text: 'Dear {patient}, see you on {date} at {time}. {clinic}, {phone}', active: true }];
editable(templates, 'message_template_id', 'message_template', 'message_template');
/** @param {string} text @param {Record<string, string>} values */
const fill = (text, values) => text.replace(/\{(\w*)\}/g, (_, /** @type {string} */ name) => ({ practitioner: 'Dr Chen', clinic: clinic.name, phone: clinic.phone, ...values })[name] ?? '');

handle('ask:message_templates', () => templates);
handle('ask:message_preview', ({ text }) => {
  const wrong = [...text.matchAll(/\{(\w*)\}?/g)].map(([, name]) => name).find((name) => !KNOWN.includes(name));
  if (wrong !== undefined) throw refusal('message.unknown_placeholder', { field: 'text', placeholder: wrong, known: KNOWN });
  return fill(text, { patient: 'Ada Okafor', date: '24/11/2026', time: '10:45' });
});

handle('ask:to_confirm', ({ date }) => {
  // The visits of the series belong to its own spec.
  const day = appointments.filter((one) => one.starts_at.startsWith(date) && !one.series_id);
  const rows = day.filter((one) => one.status === 'booked').sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
  return {
    date, confirmed: day.filter((one) => one.status === 'confirmed').length,
    rows: rows.map((one) => {
      const { id: own, version, patient_id, name, birth_date, practitioner_id, starts_at, ends_at, services } = one;
      const number = patients.find((person) => person.patient_id === patient_id)?.phone;
      const allowed = !NO_REMINDERS.has(patient_id);
      const made = calls.get(own) ?? [];
      return {
        appointment_id: own, version, patient_id, name, birth_date, practitioner_id, starts_at, ends_at, services, language: patient_id === patients[0].patient_id ? 'Igbo, English' : null, reminders_allowed: allowed,
        email: patient_id === patients[0].patient_id ? 'ada.okafor@mail.example' : null,
        text_language: allowed && templates[0] ? templates[0].language : null, text: allowed && templates[0] ? fill(templates[0].text, { patient: name, date: date.split('-').reverse().join('/'), time: starts_at.slice(11, 16) }) : null,
        phones: allowed && number ? [{ kind: 'mobile', number }] : [], last_call: made.length ? { ...made.at(-1), calls: made.length } : null,
      };
    }),
  };
});

handle('mail_reminder', () => null);
handle('export_reminders', () => ({ saved: true, rows: 4, opted_out: 1, without_phone: 0 }));

handle('op:record_call', async (operation, request) => {
  const one = appointments.find((other) => other.id === operation.appointment_id);
  if (!one) throw refusal('appointment.not_found');
  if (one.version !== operation.version) throw refusal('appointment.changed_meanwhile', { by: 'S. Gupta', at: ago(1), version: one.version });
  const { appointment_id, version, outcome } = operation;
  calls.set(appointment_id, [...(calls.get(appointment_id) ?? []), { outcome, note: operation.note ?? null, at: ago(0), by: world.me.name }]);
  if (outcome === 'confirmed') await answer('op:change_status', { appointment_id, version, to: 'confirmed' }, request);
  else news([{ kind: 'appointment', id: appointment_id }], true);
  return { appointment_id, version: one.version, status: one.status };
});
