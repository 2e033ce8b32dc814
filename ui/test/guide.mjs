// The pictures of docs/guide, taken from the real window: scripts/guide.sh runs this on a screen of its own.
//   node test/guide.mjs APP FOLDER [NAME…]   only the named pictures are kept
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accounts, chart, money } from './guide-care.mjs';
import { pause, Window } from './window.mjs';

const [app, folder, ...wanted] = process.argv.slice(2);
const [WIDTH, HEIGHT] = (process.env.GUIDE_SIZE ?? '1280x800').split('x').map(Number);
const PASSWORD = 'maple river lantern';
const server = process.env.CLINIC_TEST_MARIADB_URL ? new URL(process.env.CLINIC_TEST_MARIADB_URL) : null;
mkdirSync(folder, { recursive: true });

/**
 * A morning in the middle of the week, so that the day on the pictures is a busy one whenever they are taken: GUIDE_CLOCK
 * is the library that tells the app so.
 * @returns {Record<string, string>}
 */
const morning = () => (process.env.GUIDE_CLOCK ? { LD_PRELOAD: process.env.GUIDE_CLOCK, FAKETIME: '@2026-11-25 10:47:00', FAKETIME_DONT_FAKE_MONOTONIC: '1', TZ: 'UTC' } : {});

/** @type {string[]} */
const failed = [];

/** @param {Window} window @param {string} name */
async function picture(window, name) {
  if (wanted.length && !wanted.some((one) => name.startsWith(one))) return;
  await pause(250);
  for (const theme of ['light', 'dark']) {
    await window.run((/** @type {string} */ which) => {
      document.documentElement.dataset.theme = which;
      document.documentElement.classList.toggle('ec-dark', which === 'dark');
    }, theme);
    await pause(250);
    await window.picture(join(folder, `${name}${theme === 'dark' ? '-dark' : ''}.png`));
  }
  await window.run(() => {
    document.documentElement.dataset.theme = 'light';
    document.documentElement.classList.remove('ec-dark');
  });
}

/** What goes wrong in one part is told, and does not keep the others from being taken. @param {Window} window @param {string} name @param {() => Promise<void>} does */
async function part(window, name, does) {
  try {
    await does();
  } catch (error) {
    failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
    await window.picture(join(folder, `failed-${name}.png`)).catch(() => {});
  }
}

/** @param {Window} window */
async function settled(window) {
  await window.see('.choices .choice');
  // The page settles before the first click: the driver drops the connection else.
  await pause(800);
  await window.size(WIDTH, HEIGHT);
}

/** @param {Window} window */
async function calm(window) {
  for (let tries = 0; tries < 4; tries += 1) {
    if (!(await window.run(() => Boolean(document.querySelector('dialog[open], [role=menu]'))))) return;
    await window.press('Escape');
    await pause(250);
    await window.run(() => [...document.querySelectorAll('dialog[open] button')].find((one) => /Throw away/.test(one.textContent ?? ''))?.dispatchEvent(new MouseEvent('click', { bubbles: true })));
    await pause(250);
  }
}

/** @param {Window} window @param {string} path */
async function goTo(window, path) {
  await calm(window);
  await window.run((/** @type {string} */ to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await pause(900);
}

/** @param {Window} window */
async function connections(window) {
  await part(window, 'connect', async () => {
    await window.click('.choice', 'Connect to our server');
    await picture(window, 'connect');
    if (!server) return;
    await window.fill('Server', server.hostname);
    await window.fill('Port', server.port);
    await window.fill('Database account', decodeURIComponent(server.username));
    await window.fill('Password of the database account', 'not the password');
    await window.click('label', 'Off');
    await window.click('button', 'Test');
    await window.see('.step.failed');
    await picture(window, 'connect-failed');
    await window.fill('Password of the database account', decodeURIComponent(server.password));
    await window.click('button', 'Test');
    await window.gone('.step.failed');
    await pause(1500);
    await picture(window, 'connect-tested');
  });
  await part(window, 'back', () => window.click('button', 'Back'));
}

/** @param {Window} window */
async function today(window) {
  await window.see('.ec-event[data-id]');
  await pause(1200);
  await picture(window, 'today');
  const choose = async (/** @type {string} */ status) => {
    await window.run((/** @type {string} */ css) => document.querySelector('cd-day-grid .card')?.closest('.ec-main') && document.querySelector(css)?.scrollIntoView({ block: 'center' }), `.card:has(.is-${status})`);
    await window.run((/** @type {string} */ css) => /** @type {HTMLElement} */ (document.querySelector(`${css} .card-text`) ?? document.querySelector(css)).click(), `.card:has(.is-${status})`);
    await window.see('.panel-services');
    await pause(300);
  };
  await part(window, 'selected', async () => {
    await choose('arrived');
    await picture(window, 'today-selected');
  });
  await part(window, 'menu', async () => {
    await window.run(() => document.querySelector('.card.is-selected')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 560, clientY: 330 })));
    await window.see('[role=menu]');
    await picture(window, 'card-menu');
  });
  await calm(window);
  for (const [name, key, css] of [['move', 'm', 'cd-move'], ['cancel', 'x', 'cd-cancel'], ['edit', 'e', 'dialog[open] textarea']]) {
    await part(window, name, async () => {
      await choose('booked');
      await window.press(key);
      await window.see(css);
      await picture(window, name);
    });
    await calm(window);
  }
  await part(window, 'days', async () => {
    const day = new Date(await window.run(() => Date.now()));
    const dates = Array.from({ length: 400 }, (_, n) => new Date(day.getTime() + n * 86_400_000));
    const text = (/** @type {Date} */ one) => one.toISOString().slice(0, 10);
    await goTo(window, `/today/${text(/** @type {Date} */ (dates.slice(300).find((one) => one.getUTCDay() === 2)))}`);
    await picture(window, 'today-empty');
  });
  await goTo(window, '/today');
  await part(window, 'zoom', async () => {
    for (let step = 0; step < 5; step += 1) await window.press('Control+=');
    await pause(800);
    await picture(window, 'today-200');
    await window.press('b');
    await window.see('cd-book');
    await picture(window, 'book-200');
    await calm(window);
  });
  await part(window, 'zoom back', () => window.press('Control+0'));
}

/** @param {Window} window */
async function booking(window) {
  await goTo(window, '/today');
  await part(window, 'book', async () => {
    await window.press('b');
    await window.see('cd-book');
    await pause(500);
    await picture(window, 'book');
    await window.type('oka');
    await window.see('cd-book .choice');
    await pause(500);
    await picture(window, 'book-search');
    await window.press('Enter');
    await window.see('.patient-card-name');
    await window.see('.offered .slot');
    await picture(window, 'book-known');
  });
  await part(window, 'clash', async () => {
    const taken = await window.run(() => {
      const label = [...document.querySelectorAll('.card:has(.is-booked, .is-confirmed)')].map((one) => one.getAttribute('aria-label') ?? '').find((one) => /Dr Adeyemi/.test(one));
      return /(\d\d:\d\d)–/.exec(label ?? '')?.[1];
    });
    await window.run(() => {
      const select = /** @type {HTMLSelectElement} */ (document.querySelector('cd-book select'));
      select.value = [...select.options].find((one) => /Adeyemi/.test(one.text))?.value ?? '';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    const date = await window.run(() => new Intl.DateTimeFormat('en-GB').format(Date.now()));
    await window.fill('Date', date, 'cd-book');
    await window.fill('Time', taken, 'cd-book');
    await window.click('cd-book [data-submit]');
    await window.see('.clash .slot');
    await picture(window, 'book-taken');
  });
  await calm(window);
  await part(window, 'create', async () => {
    await window.press('b');
    await window.see('cd-book');
    await pause(400);
    await window.type('Ada Okafor');
    await window.click('cd-book .choice', 'Create');
    await window.see('.look-alikes');
    await pause(400);
    await picture(window, 'book-create');
  });
  await calm(window);
}

/** @param {Window} window */
async function finding(window) {
  await part(window, 'palette', async () => {
    await window.press('Control+k');
    await window.see('cd-palette');
    await pause(400);
    await picture(window, 'find');
    await window.type('mül');
    await pause(900);
    await picture(window, 'find-patient');
  });
  await calm(window);
  await part(window, 'keys', async () => {
    await window.run(() => /** @type {HTMLElement} */ (document.querySelector('main')).focus());
    await window.press('?');
    await window.see('cd-help-keys');
    await picture(window, 'keys');
  });
  await calm(window);
  await part(window, 'patients', async () => {
    await goTo(window, '/patients');
    await window.see('.patient-name');
    await pause(700);
    await picture(window, 'patients');
    await window.run(() => {
      const box = /** @type {HTMLInputElement} */ (document.querySelector('cd-patients .patients-search input'));
      box.focus();
    });
    await window.type('Quillfeather');
    await window.see('cd-patients', 'Nobody found');
    await picture(window, 'patients-nobody');
  });
  await part(window, 'register', async () => {
    await goTo(window, '/today');
    await window.run(() => /** @type {HTMLElement} */ (document.querySelector('main')).focus());
    await window.press('n');
    await window.see('cd-patient-form');
    await pause(400);
    await picture(window, 'register');
    await window.click('cd-patient-form [data-submit], cd-patient-form .primary');
    await pause(500);
    await picture(window, 'register-missing');
  });
  await calm(window);
  await part(window, 'patient', async () => {
    await goTo(window, '/patients');
    await window.run(() => {
      const box = /** @type {HTMLInputElement} */ (document.querySelector('cd-patients .patients-search input'));
      box.focus();
      box.select();
    });
    await window.type('okafor');
    await pause(1200);
    await window.press('Enter');
    await window.see('.patient-head');
    await pause(800);
    await picture(window, 'patient');
    await window.run(() => /** @type {HTMLElement} */ (document.querySelector('main')).focus());
    await window.press('e');
    await window.see('cd-patient-form');
    await pause(300);
    await picture(window, 'patient-edit');
  });
  await calm(window);
  await part(window, 'patient history', async () => {
    await window.click('button', 'Record history');
    await window.see('cd-patient-history');
    await pause(700);
    await picture(window, 'patient-history');
  });
  await calm(window);
}

/** @param {Window} window */
async function persons(window) {
  await goTo(window, '/today');
  await part(window, 'me', async () => {
    await window.click('.me');
    await window.see('[role=menu]');
    await picture(window, 'me');
  });
  await calm(window);
  for (const [name, words] of [['pin', 'PIN'], ['password', 'password']]) {
    await part(window, name, async () => {
      await window.click('.me');
      await window.click('[role=menu] button, [role=menuitem]', words);
      await window.see('dialog[open]');
      await picture(window, name);
    });
    await calm(window);
  }
  await part(window, 'switch', async () => {
    await window.press('Control+Shift+L');
    await window.see('dialog[open]');
    await picture(window, 'switch');
  });
  await calm(window);
  await part(window, 'lock', async () => {
    await window.click('.status button', 'Lock');
    await window.see('h1', 'Locked');
    await picture(window, 'locked');
  });
}

const ADMIN = ['glance', 'papers', 'people', 'practitioners', 'specialties', 'clinic', 'services', 'rooms', 'identifiers', 'connections', 'workstations', 'permissions', 'history', 'security'];

/** @param {Window} window */
async function administration(window) {
  await part(window, 'papers', async () => {
    await goTo(window, '/admin/papers');
    await window.click('.paper-rows button');
    await window.see('cd-paper-editor .document-page');
    await pause(900);
    await picture(window, 'paper-template');
  });
  await calm(window);
  for (const tab of ADMIN) {
    await part(window, tab, async () => {
      await goTo(window, `/admin/${tab}`);
      await window.see('cd-admin h1');
      await pause(600);
      await window.run(() => /** @type {HTMLElement|undefined} */ (document.querySelectorAll('cd-admin .row-button')[1])?.click());
      await pause(700);
      await picture(window, `admin-${tab}`);
    });
  }
}

const CALENDAR = ['week', 'month', 'to-be-moved', 'calls', 'recalls', 'waitlist', 'hours', 'leave', 'overbooked', 'file'];

/** The calendar, the waiting room, and the other ways to look at the day. @param {Window} window */
async function ahead(window) {
  for (const [name, keys] of [['today-rooms', 'Control+2'], ['today-list', 'Control+4'], ['today-back', 'Control+1']]) {
    await part(window, name, async () => {
      await goTo(window, '/today');
      await window.press(keys);
      await pause(900);
      if (name !== 'today-back') await picture(window, name);
    });
  }
  await part(window, 'waiting', async () => {
    await goTo(window, '/waiting');
    await pause(600);
    await picture(window, 'waiting-room');
    await window.press('w');
    await window.see('dialog[open]');
    await picture(window, 'walk-in');
  });
  await calm(window);
  for (const tab of CALENDAR) {
    await part(window, `calendar ${tab}`, async () => {
      await goTo(window, `/calendar/${tab}`);
      await window.see('cd-calendar h1');
      await pause(900);
      await picture(window, `calendar-${tab}`);
    });
  }
}

async function sample() {
  const window = await Window.open({ app, env: morning() });
  try {
    await settled(window);
    await window.click('.choice', 'sample');
    await window.see('.sample-tile');
    await pause(800);
    await picture(window, 'sample-sign-in');
    await window.click('.sample-tile');
    await today(window);
    await booking(window);
    await finding(window);
    await ahead(window);
    await chart(window, { picture, part, goTo, calm });
    await money(window, { picture, part, goTo, calm });
    await accounts(window, { picture, part, goTo, calm });
    await persons(window);
    await part(window, 'admin', async () => {
      await window.click('button, a', 'Sign in as somebody else');
      await window.see('.sample-tile');
      await pause(500);
      await window.click('.sample-tile', 'Administrator');
      await window.see('cd-shell');
      await pause(800);
    });
    await administration(window);
  } finally {
    await window.end();
  }
}

/** A clinic of one's own, from the first form to the first one-time password. */
async function own() {
  const window = await Window.open({ app });
  try {
    await settled(window);
    await picture(window, 'first-window');
    await connections(window);
    await part(window, 'start', async () => {
      await window.click('.choice', 'Start on this computer');
      await window.see('form');
      await window.fill('Name of the clinic', 'Alder Street Practice');
      await window.fill('Your name', 'Maja Novák');
      await pause(400);
      await picture(window, 'start');
      await window.fill('Password', PASSWORD);
      await window.fill('Password again', PASSWORD);
      await window.click('button.primary', 'Start');
      await window.see('cd-shell');
      await window.see('.setup');
      await pause(900);
      await picture(window, 'setup');
    });
    for (const [name, title] of [['setup-clinic', 'Your clinic'], ['setup-doctor', 'First doctor'], ['setup-hours', 'Opening hours'], ['setup-services', 'Services'], ['setup-people', 'People'], ['setup-printer', 'Printer'], ['setup-backup', 'Backup']]) {
      await part(window, name, async () => {
        await window.click('cd-setup-list button', title);
        await window.see('dialog[open]');
        await pause(300);
        await picture(window, name);
        await calm(window);
      });
    }
    await part(window, 'one-time password', async () => {
      await window.click('cd-setup-list button', 'People');
      await window.fill('Name', 'Kofi Mensah', 'dialog');
      await window.fill('Sign-in name', 'mensah', 'dialog');
      await window.fill('One-time password', PASSWORD, 'dialog');
      await window.click('dialog button', 'Save');
      await window.gone('dialog[open]');
      await window.click('.me');
      await window.click('[role=menuitem]', 'Sign out');
      await window.see('h1');
      await pause(600);
      await picture(window, 'sign-in');
      await window.fill('Sign-in name', 'mensah');
      await window.fill('Password', PASSWORD);
      await window.click('button.primary', 'Sign in');
      await window.see('h1', 'Choose your own password');
      await picture(window, 'own-password');
    });
  } finally {
    await window.end();
  }
}

await sample();
await own();
for (const line of failed) console.log(line);
process.exitCode = failed.length ? 1 : 0;
