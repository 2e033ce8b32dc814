// The waiting room, walk-ins, the screen on its wall, and who did not come.
const people = (/** @type {number} */ n, /** @type {string} */ one, /** @type {string} */ many) => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const waiting = {
  title: 'Waiting room',
  stages: { arrived: 'Waiting', in_room: 'In room', to_pay: 'To pay' },
  none: { arrived: 'No one is waiting.', in_room: 'No one is in a room.', to_pay: 'No one is at the desk to pay.' },
  nobody: 'No one is in the house.',
  nobodyMine: 'No one is here for you.',
  failed: 'The waiting room could not be read.',
  loading: 'Loading the waiting room…',
  whose: 'Whose patients',
  mine: 'Mine',
  everyone: 'Everyone',
  longest: (/** @type {number} */ minutes, /** @type {number} */ limit) => `Longest wait ${minutes} min, limit ${limit} min`,
  inHouse: (/** @type {number} */ n) => people(n, 'person in the house', 'people in the house'),
  mineOf: (/** @type {number} */ n, /** @type {number} */ all) => `${n} of ${people(all, 'person in the house', 'people in the house')}`,
  ticket: (/** @type {number} */ n) => `Ticket ${n}`,
  noTicket: 'No ticket',
  walkIn: 'Walk-in',
  anyone: 'Whoever is free',
  anyoneIn: (/** @type {string} */ specialty) => `Anyone in ${specialty}`,
  openPatient: 'Open the patient’s page',
  more: (/** @type {string} */ name) => `More for ${name}`,
  whoCalls: 'Who calls in?',
  arrived: (/** @type {string} */ who, /** @type {number} */ ticket) => `${who}: Arrived, ticket ${ticket}`,
  calledTo: (/** @type {string} */ who, /** @type {string} */ name) => `${who}: called in by ${name}`,

  // The dialog.
  newWalkIn: 'Walk-in',
  admit: 'Give a ticket',
  forWhom: 'For',
  service: 'Service',
  noService: 'Not said yet',
  reason: 'Reason',
  admittedAs: (/** @type {string} */ name) => `Entered as ${name}`,
  comesFor: (/** @type {string} */ time, /** @type {string} */ who) => `Booked today at ${time} with ${who}.`,
  arrive: 'Arrived for that',
  hereAs: (/** @type {number} */ ticket) => `Is in the house already, ticket ${ticket}.`,
  yourTicket: 'Ticket',
  ticketHint: 'The patient’s number today. It is on the wall screen when it is their turn.',
  finished: 'Close',
  another: 'Another walk-in',
  admitted: (/** @type {string} */ who, /** @type {number} */ ticket) => `${who} waits, ticket ${ticket}`,

  // The keys.
  mineKey: 'Mine or everyone',
  up: 'Row above',
  down: 'Row below',
  across: 'Next part',
};

export const wall = {
  title: 'Wall screen',
  start: 'Wall screen…',
  lead: 'Locks this workstation and shows, for the waiting room:',
  show: { tickets: 'Ticket numbers', initials: 'Initials' },
  called: 'Now called',
  waiting: 'Waiting',
  nobodyCalled: 'Please wait for your number.',
  nobodyCalledInitials: 'Please wait until you are called.',
  noRoom: 'Ask at the desk',
  more: (/** @type {number} */ n) => `and ${n} more`,
  asOf: (/** @type {string} */ time) => `As of ${time}`,
  leave: 'Leave',
  leaveHint: 'Leaving needs your password or PIN.',
};

export const noShows = {
  banner: (/** @type {number} */ n) => (n === 1 ? '1 patient did not come.' : `${n} patients did not come.`),
  left: (/** @type {string} */ day, /** @type {number} */ n) => (n === 1 ? `Left open on ${day}: 1 patient who was not entered as arrived.` : `Left open on ${day}: ${n} patients who were not entered as arrived.`),
  look: 'Look',
  title: 'Who did not come',
  lead: 'Their time is over and nobody entered them as arrived. Nothing changes until you say so.',
  none: 'Everybody of this day is settled.',
  mark: (/** @type {number} */ n) => (n === 0 ? 'Mark as no-show' : n === 1 ? 'Mark 1 as no-show' : `Mark ${n} as no-shows`),
  as: (/** @type {string} */ name) => `Marked as ${name}`,
  failed: 'Who did not come could not be read.',
  choose: (/** @type {string} */ name, /** @type {string} */ time, /** @type {string} */ who) => `${name}, ${time}, ${who}`,
};

/** How often somebody did not come, in a line about the patient. */
export const missed = {
  noShows: (/** @type {number} */ n, /** @type {number} */ year) => `${people(n, 'no-show', 'no-shows')}${within(n, year)}`,
  lateCancels: (/** @type {number} */ n, /** @type {number} */ year) => `${people(n, 'late cancellation', 'late cancellations')}${within(n, year)}`,
  lateHint: 'Cancelled by the patient less than 24 hours before',
};

/** @param {number} all @param {number} year */
function within(all, year) {
  if (all === year) return ' in 12 months';
  return year === 0 ? ', none in 12 months' : `, ${year} in 12 months`;
}
