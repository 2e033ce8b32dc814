// The report of overbookings, and the file for calendar programs.
export const overbooked = {
  lead: 'Appointments that were booked over another one on purpose, with the reason that was given.',
  from: 'From',
  to: 'To',
  when: 'When',
  practitioner: 'With',
  patient: 'Patient',
  reason: 'Reason',
  by: 'By',
  empty: 'Nothing was overbooked in this time.',
};

export const calendarFile = {
  lead: 'Somebody’s appointments as a file that calendar programs open. Saving it is recorded. Save it again later and the program brings its copy up to date.',
  practitioner: 'Whose appointments',
  from: 'From',
  to: 'To',
  detail: 'What others can read in it',
  details: { busy: 'Only that the time is taken', initials: 'Initials and services', names: 'Names and services' },
  hints: {
    busy: 'Nobody learns who comes or why.',
    initials: 'Enough to recognise a patient, not to name one.',
    names: 'The file then holds patients’ names: keep it where only you can read it.',
  },
  save: 'Save calendar file',
  saved: (/** @type {number} */ n) => (n === 1 ? 'The file is saved, with one appointment.' : `The file is saved, with ${n} appointments.`),
};
