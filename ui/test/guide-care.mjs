// Pictures of the chart, the visit and the money, for docs/guide: as the doctor, and at the desk.
import { pause } from './window.mjs';

/** @typedef {import('./window.mjs').Window} Window */
/** @typedef {{picture: (window: Window, name: string) => Promise<void>, part: (window: Window, name: string, does: () => Promise<void>) => Promise<void>, goTo: (window: Window, path: string) => Promise<void>, calm: (window: Window) => Promise<void>}} Tools */

/** @param {Window} window @param {string} who */
async function signIn(window, who) {
  await window.click('.me');
  await window.click('[role=menuitem]', 'Sign out');
  await window.see('.sample-tile');
  await pause(500);
  await window.click('.sample-tile', who);
  await window.see('cd-shell main > *');
  await pause(900);
}

/** The first card of today in this stage. @param {Window} window @param {string} status */
async function choose(window, status) {
  await window.run((/** @type {string} */ css) => document.querySelector(css)?.scrollIntoView({ block: 'center' }), `.card:has(.is-${status})`);
  await window.run((/** @type {string} */ css) => /** @type {HTMLElement} */ (document.querySelector(`${css} .card-text`) ?? document.querySelector(css)).click(), `.card:has(.is-${status})`);
  await window.see('.panel-services');
  await pause(400);
}

/** @param {Window} window @param {Tools} tools */
export async function chart(window, { picture, part, goTo, calm }) {
  await part(window, 'doctor', async () => {
    await signIn(window, 'Doctor');
    await picture(window, 'today-doctor');
  });
  await part(window, 'consult', async () => {
    await goTo(window, '/consult');
    await window.click('.consult-list .queue-row');
    await window.see('.consult-patient cd-chart .visit-form, .consult-patient cd-chart-summary');
    await pause(900);
    await picture(window, 'my-patients');
  });
  await part(window, 'chart beside', async () => {
    await goTo(window, '/today');
    await choose(window, 'in-room');
    await window.press('h');
    await window.see('cd-chart-panel cd-chart');
    await pause(900);
    await picture(window, 'chart-beside');
    await window.press('Escape');
  });
  await calm(window);
  await part(window, 'chart', async () => {
    await goTo(window, '/today');
    await choose(window, 'in-room');
    await window.press('v');
    await window.see('cd-chart');
    await pause(900);
    await picture(window, 'visit');
    const id = await window.run(() => location.pathname.split('/')[2]);
    for (const tab of ['summary', 'visits', 'problems', 'medicines', 'vaccinations', 'vitals']) {
      await goTo(window, `/patients/${id}/${tab}`);
      await pause(500);
      await picture(window, `chart-${tab}`);
    }
    for (const [name, button, item] of [['allergy', 'Add allergy', ''], ['chart-seen', '', 'Who saw this record']]) {
      await part(window, name, async () => {
        if (button) await window.click('button', button);
        else {
          await window.click('.patient-head [aria-haspopup=menu]');
          await window.click('[role=menuitem]', item);
        }
        await window.see('dialog[open]');
        await pause(300);
        await picture(window, name);
      });
      await calm(window);
    }
  });
}

/** @param {Window} window @param {Tools} tools */
export async function money(window, { picture, part, goTo, calm }) {
  await part(window, 'desk', () => signIn(window, 'Receptionist'));
  for (const tab of ['to-bill', 'unpaid', 'payments', 'till']) {
    await part(window, `billing ${tab}`, async () => {
      await goTo(window, `/billing/${tab}`);
      await pause(700);
      await picture(window, `billing-${tab}`);
    });
  }
  await part(window, 'checkout', async () => {
    await goTo(window, '/today');
    await choose(window, 'to-pay');
    await window.press('p');
    await window.see('cd-checkout dialog');
    await pause(500);
    await picture(window, 'checkout');
  });
  await calm(window);
  await part(window, 'invoice', async () => {
    await goTo(window, '/billing/to-bill');
    await window.click('cd-billing-to-bill .billing-do button');
    await window.see('dialog[open]');
    await pause(600);
    await picture(window, 'invoice');
  });
  await calm(window);
}

/** @param {Window} window @param {Tools} tools */
export async function accounts(window, { picture, part, goTo, calm }) {
  await part(window, 'accountant', () => signIn(window, 'Accountant'));
  for (const tab of ['reports', 'work', 'period']) {
    await part(window, `billing ${tab}`, async () => {
      await goTo(window, `/billing/${tab}`);
      await pause(900);
      await picture(window, `billing-${tab}`);
    });
  }
  await part(window, 'paper', async () => {
    await goTo(window, '/billing/unpaid');
    await window.click('cd-billing-unpaid tbody button');
    await window.see('dialog[open]');
    await pause(600);
    await window.press('Control+p');
    await window.see('.document-page');
    await pause(900);
    await picture(window, 'paper');
  });
  await calm(window);
}
