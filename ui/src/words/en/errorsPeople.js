// What is said about signing in, people, passwords, connections and the clinic's lists.
import { connectionErrors } from './connectionSteps.js';

const waitWords = (/** @type {any} */ d) => {
  const seconds = d.seconds ?? d.wait_seconds;
  return seconds ? ` Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.` : '';
};

/** @type {Record<string, string | ((details: any) => string)>} */
export const errorsPeople = {
  'session.wrong_password': (d) => `That is not right.${waitWords(d)}`,
  'session.wait': (d) => `Too many tries.${waitWords(d)}`,
  'session.pin_password_needed': 'This PIN cannot be used any more today. Sign in with the password once, then set a new PIN.',
  'session.wrong_pin': (d) => (d.left === 1 ? 'That is not the PIN. One try is left, then the password is asked for.' : 'That is not the PIN.'),
  'session.ended': 'This sign-in has ended. Sign in again; what you typed is kept.',
  'session.password_change_needed': 'Choose your own password first.',
  'pin.invalid': 'A PIN has six digits, not all the same and not in a row.',
  'password.length': (d) => `A password has at least ${d.min ?? 12} characters${d.max ? `, and at most ${d.max}` : ''}.`,
  'password.common': 'This password is among the first that anybody would try. Choose another.',
  'person.login_taken': 'Somebody already has this sign-in name. Choose another.',
  'person.last_admin': 'This is the last administrator. Make somebody else an administrator first.',
  'name.taken': (d) => `${d.name ? `“${d.name}”` : 'This name'} is taken already. Choose another.`,
  'hours.ends_early': 'It ends before it starts. Hours that go past midnight are two: until 24:00, and from 00:00 the next day.',
  'hours.overlap': 'These hours overlap others of the same kind.',
  'hours.past': 'This is over already. Choose today or later.',
  'hours.time_repeated': 'The clocks go back then and show this time twice. Choose a time before or after.',
  'hours.time_skipped': 'The clocks go forward then: this time does not exist that day. Choose another.',
  'record.not_found': 'This is no longer there. Somebody may have hidden it.',
  'clinic.already_started': 'A clinic has been started here meanwhile. Sign in to it.',
  'clinic.not_started': 'There is no clinic here yet.',
  'journal.cut_off': 'The history that this workstation saw earlier is no longer whole. Tell whoever looks after the server before going on.',
  'store.not_allowed': 'The server refuses the account that Clinic Desk uses. Whoever looks after the server can change that.',
  'store.full': 'The disk is full. Nothing was saved; make room and try again.',
  'key.not_there': 'This computer’s key store does not give the key. Unlock it, start Clinic Desk again, and try once more.',
  'key.unreadable': 'This is no recovery key: it has 64 letters and digits, from 0 to 9 and from A to F.',
  'copy.failed': 'No copy was saved: it could not be written there, or was not whole. Try another disk. If that fails too, have this computer’s disk looked at.',
  'copy.not_a_file': 'Only a clinic that is in a file on this computer is copied here. A server’s data is copied on the server.',
  'copy.onto_clinic': 'A clinic is in that file, and may be open. Give the copy another name. Nothing was changed.',
  ...connectionErrors,
};
