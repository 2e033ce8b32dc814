import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADEYEMI = '01934f00-0000-7000-8000-000000000101';
const GUPTA = '01934f00-0000-7000-8000-000000000106';
const ADA = '01934f00-0000-7000-8000-000000001001';

/** @param {Page} page */
async function openBook(page, path = '/patients') {
  await page.goto(path);
  await expect(page.locator('.top .book')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
}

/** @param {Page} page @param {string} text */
async function pick(page, text) {
  await page.keyboard.type(text, { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toBeVisible();
}

/** @param {Page} page @param {string} date @param {string} time @param {string} [who] */
async function at(page, date, time, who = ADEYEMI) {
  const dialog = page.locator('cd-book');
  await dialog.getByLabel('With').selectOption(who);
  await dialog.getByLabel('Date', { exact: true }).fill(date);
  await dialog.getByLabel('Time').fill(time);
}

const bookButton = (/** @type {Page} */ page) => page.locator('cd-book [data-submit]');

test('four interactions: B, three letters, Enter, Enter on the first free time', async ({ page }) => {
  await openBook(page);
  await pick(page, 'oka');
  await expect(page.locator('.patient-card-name')).toHaveText('Okafor, Ada');
  await expect(page.locator('.patient-card')).toContainText(/Allerg/);
  await expect(page.locator('cd-book .offered .slot').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [booked] = await said(page, 'op:book_appointment');
  expect(booked).toMatchObject({ patient_id: ADA });
  expect(booked.starts_at).toMatch(/^2026-11-23T/);
  expect(booked.service_ids.length).toBeGreaterThan(0);
});

test('looking wider: anybody, afternoons, some days, a kind of room; the first offer books with Enter', async ({ page }) => {
  await openBook(page);
  await pick(page, 'oka');
  await expect(page.locator('cd-book .offered .slot').first()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator('.finder-wide')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('.finder-wide')).toHaveAttribute('aria-expanded', 'true');
  const finder = page.locator('cd-free-finder');
  await finder.getByLabel('With').selectOption({ label: 'Anybody' });
  await finder.getByLabel('Time of day').selectOption({ label: 'Afternoons' });
  await finder.getByLabel('Room').selectOption({ label: 'Any: Treatment' });
  await finder.getByRole('button', { name: 'Thu' }).click();
  await expect(finder.locator('.slot').first()).toContainText('Thu 26 Nov');
  await expectAccessible(page);
  const asked = (await said(page, 'ask:free_slots')).at(-1);
  expect(asked).toMatchObject({ practitioner_ids: [], part: 'afternoon', weekdays: [4], room_kind: 'Treatment', room_id: null });
  await finder.locator('.slot').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [booked] = await said(page, 'op:book_appointment');
  expect(booked.starts_at).toMatch(/^2026-11-26T1[2-9]/);
  expect(booked.room_id).not.toBeNull();
});

test('when nothing fits the wishes, that is said; they can be taken back', async ({ page }) => {
  await openBook(page);
  await page.evaluate(() => /** @type {any} */ (window).fake.handle('ask:free_slots', (/** @type {any} */ { weekdays }) => (weekdays.length ? [] : [{ practitioner_id: '01934f00-0000-7000-8000-000000000101', room_id: null, starts_at: '2026-11-24T09:00:00', minutes: 20 }])));
  await pick(page, 'oka');
  await page.locator('.finder-wide').click();
  await page.locator('cd-free-finder').getByRole('button', { name: 'Sun' }).click();
  await expect(page.locator('cd-free-finder')).toContainText('Nothing is free with these wishes');
  await page.locator('cd-free-finder').getByRole('button', { name: 'Sun' }).click();
  await expect(page.locator('cd-free-finder .slot').first()).toBeVisible();
});

test('from a slot: three letters, Enter, Enter', async ({ page }) => {
  await page.goto('/patients');
  await expect(page.locator('.patient-name').first()).toBeVisible();
  await openBook(page);
  await at(page, '25/11/2026', '9:15');
  await page.getByRole('combobox', { name: 'Patient' }).focus();
  await pick(page, 'smi');
  await expect(bookButton(page)).toBeFocused();
  await expect(page.locator('cd-book .modal-titles')).toContainText('Wed 25 Nov 2026, 09:15 · Dr Ada Adeyemi');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  await expect(page.getByText(/Booked John Smith, 25 Nov 2026 09:15, Dr Adeyemi/)).toBeVisible();
});

test('an answer that comes late is dropped, and Enter waits for the right one', async ({ page }) => {
  await openBook(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    const people = fake.world.patients;
    fake.handle('ask:find_patients', async (/** @type {any} */ { text }) => {
      await new Promise((resolve) => setTimeout(resolve, text === 'smi' ? 700 : 150));
      const found = people.filter((/** @type {any} */ one) => one.family.toLowerCase().startsWith(text === 'smi' ? 'smith' : 'rossi'));
      return found.slice(0, 3).map((/** @type {any} */ one) => ({ ...one, last_visit: null, next_visit: null }));
    });
  });
  const box = page.getByRole('combobox', { name: 'Patient' });
  await box.fill('smi');
  await page.waitForTimeout(250);
  await box.fill('ros');
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toHaveText('Rossi, Sara');
  await page.waitForTimeout(700);
  await expect(page.locator('.patient-card-name')).toHaveText('Rossi, Sara');
});

test('a new patient and the booking in one dialog, look-alikes shown', async ({ page }) => {
  await openBook(page);
  await page.keyboard.type('ada okafor', { delay: 40 });
  await page.getByRole('option', { name: /Create “ada okafor”/ }).click();
  await expect(page.getByLabel('Given names')).toHaveValue('ada');
  await expect(page.getByLabel('Family name')).toHaveValue('okafor');
  await expect(page.locator('.look-alikes')).toContainText('Okafor, Ada');
  await page.getByLabel('Birth date').fill('5.6.99');
  await expect(page.getByText('Saturday 5 June 1999 · 27 y')).toBeVisible();
  await page.getByLabel('Phone').fill('07700 900 555');
  await expectAccessible(page, 'cd-book');
  await at(page, '25/11/2026', '10:15');
  await bookButton(page).click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [registered] = await said(page, 'op:register_patient');
  // Kept as typed: nobody's name is recased.
  expect(registered.details).toMatchObject({ names: { given: 'ada', family: 'okafor' }, birth_date: '1999-06-05', phones: [{ kind: 'mobile', number: '07700 900 555' }] });
  const [booked] = await said(page, 'op:book_appointment');
  expect(booked.patient_id).toBe(registered.patient_id);
});

test('a look-alike is taken instead', async ({ page }) => {
  await openBook(page);
  await page.keyboard.type('Ada Okafor', { delay: 40 });
  await page.getByRole('option', { name: /Create/ }).click();
  await page.getByRole('button', { name: 'Use this one: Okafor, Ada' }).click();
  await expect(page.locator('.patient-card-name')).toHaveText('Okafor, Ada');
  await bookButton(page).focus();
  expect(await said(page, 'op:register_patient')).toEqual([]);
});

test('services add up, and each says who may give it', async ({ page }) => {
  await openBook(page);
  await at(page, '25/11/2026', '9:00');
  const chip = (/** @type {string} */ name) => page.locator('cd-book .chip.service', { hasText: name });
  await expect(chip('Follow-up')).toHaveAttribute('aria-pressed', 'true');
  await chip('Blood test').click();
  await expect(page.locator('.services-total')).toHaveText('2 services · 25 min · €70.00');
  await expect(page.getByLabel('Minutes')).toHaveValue('25');
  await page.getByText('Not given by Dr Adeyemi').click();
  await expect(page.locator('.services-others')).toContainText('Dressing change');
  await expect(page.locator('.services-others')).toContainText('Only with Nurse Gupta');
  await page.locator('cd-book').getByLabel('With').selectOption(GUPTA);
  await chip('Dressing change').click();
  await page.locator('cd-book').getByLabel('With').selectOption(ADEYEMI);
  await page.getByRole('combobox', { name: 'Patient' }).focus();
  await pick(page, 'smi');
  await bookButton(page).click();
  await expect(page.getByText(/Dr Adeyemi does not give Dressing change/)).toBeVisible();
  expect(await said(page, 'op:book_appointment')).toEqual([]);
});

test('a taken time: who has it, nearest free ones, nothing typed is lost', async ({ page }) => {
  await openBook(page);
  await pick(page, 'smi');
  await at(page, '23/11/2026', '11:45');
  await page.getByLabel('Note').fill('Brings X-rays');
  await bookButton(page).click();
  const clash = page.locator('.clash');
  await expect(clash).toContainText('11:45 is taken');
  await expect(clash).toContainText('Olena');
  await expect(page.getByLabel('Note')).toHaveValue('Brings X-rays');
  await expectAccessible(page, 'cd-book');
  const free = clash.locator('.slot').first();
  const time = (await free.locator('strong').textContent()) ?? '';
  await free.click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  const tries = await said(page, 'op:book_appointment');
  expect(tries).toHaveLength(2);
  expect(tries[1]).toMatchObject({ note: 'Brings X-rays', appointment_id: tries[0].appointment_id });
  expect(tries[1].starts_at).toContain(`T${time}`);
});

test('two at once needs the right and a reason', async ({ page }) => {
  await openBook(page);
  await pick(page, 'smi');
  await at(page, '23/11/2026', '11:45');
  await bookButton(page).click();
  await page.getByRole('button', { name: 'Overbook' }).click();
  await page.getByRole('button', { name: 'Book both' }).click();
  await expect(page.getByText('Say why, so that others understand it later.')).toBeVisible();
  await page.getByRole('button', { name: 'Emergency' }).click();
  await page.getByRole('button', { name: 'Book both' }).click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  expect((await said(page, 'op:book_appointment')).at(-1).overbook).toEqual({ reason: 'Emergency' });
});

test('without the right, overbooking is not offered', async ({ page }) => {
  await openBook(page);
  await page.evaluate(async () => {
    const { fake, __TAURI_INTERNALS__: tauri } = /** @type {any} */ (window);
    const { me } = fake.world;
    me.permissions = me.permissions.filter((/** @type {string} */ one) => one !== 'appointment.overbook');
    fake.tell('boot', await tauri.invoke('boot'));
  });
  await pick(page, 'smi');
  await at(page, '23/11/2026', '11:45');
  await bookButton(page).click();
  await expect(page.locator('.clash .slot').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Overbook' })).toHaveCount(0);
});

test('outside hours asks why', async ({ page }) => {
  await openBook(page);
  await pick(page, 'smi');
  await at(page, '25/11/2026', '18:30');
  await bookButton(page).click();
  await expect(page.locator('.clash')).toContainText('Dr Adeyemi does not work at 18:30');
  await expect(page.locator('.clash')).toContainText('Works 08:00–12:30, 13:30–17:00 that day.');
  await expect(page.getByLabel('Why at this time?')).toBeFocused();
  await page.getByLabel('Why at this time?').fill('Comes from far away');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  expect((await said(page, 'op:book_appointment')).at(-1).outside_hours).toEqual({ reason: 'Comes from far away' });
});

test('a double click books once and opens nothing after', async ({ page }) => {
  await openBook(page);
  await pick(page, 'smi');
  await at(page, '25/11/2026', '9:00');
  await bookButton(page).dblclick();
  await expect(page.locator('cd-book')).toHaveCount(0);
  expect(await said(page, 'op:book_appointment')).toHaveLength(1);
});

test('a lost answer: the same operation again until it is known, and it says so', async ({ page }) => {
  await openBook(page);
  await pick(page, 'smi');
  await at(page, '25/11/2026', '9:00');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    let tries = 0;
    /** @type {any} */ (window).ids = [];
    fake.handle('op:book_appointment', (/** @type {any} */ operation, /** @type {any} */ request) => {
      /** @type {any} */ (window).ids.push(request.id);
      tries += 1;
      if (tries === 1) throw fake.refusal('store.unknown_outcome');
      if (tries < 4) throw fake.refusal('store.away');
      return { appointment_id: operation.appointment_id, version: 1 };
    });
  });
  await bookButton(page).click();
  await expect(page.getByText(/Checking whether it was saved/)).toBeVisible();
  await expect(bookButton(page)).toBeDisabled();
  await expect(page.locator('cd-book')).toHaveCount(0, { timeout: 10_000 });
  const ids = await page.evaluate(() => /** @type {any} */ (window).ids);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(1);
});

test('what is missing is said at its field, and the foot says whose name it carries', async ({ page }) => {
  await openBook(page);
  await expect(page.locator('cd-book')).toContainText('Booked as M. Novak');
  await bookButton(page).click();
  await expect(page.getByText('Pick a patient, or create one.')).toBeVisible();
  await expect(page.getByText('Give a date.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.locator('cd-book').getByLabel('Date', { exact: true }).fill('31/02/2026');
  await page.keyboard.press('Tab');
  await expect(page.getByText(/Not a date\. Write it like/)).toBeVisible();
  await expectAccessible(page, 'cd-book');
});

test('Esc asks before it throws a new patient away, and the focus comes back', async ({ page }) => {
  await page.goto('/patients');
  await page.getByRole('button', { name: /^Book/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.keyboard.type('Zed Quill', { delay: 40 });
  await page.getByRole('option', { name: /Create/ }).click();
  await expect(page.getByLabel('Given names')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Throw away what you typed?')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Given names')).toHaveValue('Zed');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Throw away' }).click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Book/ })).toBeFocused();
});

test('the first focus of the form is never on what closes it: Enter typed ahead keeps it open', async ({ page }) => {
  await page.goto('/patients');
  await page.evaluate(() => {
    const held = /** @type {string[]} */ ([]);
    Object.assign(window, { held });
    addEventListener('focusin', ({ target }) => held.push(/** @type {HTMLElement} */ (target).localName), true);
  });
  await page.locator('.top .book').click();
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  const held = await page.evaluate(() => /** @type {any} */ (window).held);
  expect(held.slice(held.indexOf('dialog'))).toEqual(['dialog', 'input']);
});

test('a reason for two at once is kept for that very time, and stands there when it is asked for again', async ({ page }) => {
  const why = page.locator('cd-book .clash input');
  const ask = async () => {
    await at(page, '23/11/2026', '11:45');
    await bookButton(page).click();
    await page.getByRole('button', { name: 'Overbook' }).click();
  };
  await openBook(page);
  await pick(page, 'smi');
  await ask();
  await why.fill('Comes with her twin');
  await expect.poll(async () => JSON.stringify(await said(page, 'keep_typed'))).toContain('twin');
  await openBook(page);
  await page.locator('.typed-offer').getByRole('button', { name: 'Take it over' }).click();
  await expect(page.locator('.patient-card-name')).toBeVisible();
  await ask();
  await expect(why).toHaveValue('Comes with her twin');
});

test('the rule of a series is kept while it is typed', async ({ page }) => {
  const repeat = page.locator('cd-book-repeat');
  await openBook(page);
  await pick(page, 'smi');
  await page.locator('.repeat-open').click();
  await repeat.locator('input').first().fill('3');
  await expect.poll(async () => JSON.parse((await said(page, 'keep_typed')).at(-1)?.text ?? '{}').values?.rule?.every).toBe('3');
  await openBook(page);
  await page.locator('.typed-offer').getByRole('button', { name: 'Take it over' }).click();
  await expect(repeat.locator('input').first()).toHaveValue('3');
});

/** The next booking or move is refused like that. @param {Page} page @param {string} op @param {string} code */
const refuse = (page, op, code) =>
  page.evaluate(([name, wanted]) => {
    const { fake } = /** @type {any} */ (window);
    fake.handle(`op:${name}`, () => {
      throw fake.refusal(wanted, {});
    });
  }, [op, code]);

test('a time that cannot be is said at its field, in Book and in Move', async ({ page }) => {
  await openBook(page);
  await pick(page, 'ros');
  await at(page, '28/3/2027', '01:30');
  const dialog = page.locator('cd-book');
  const says = (/** @type {string} */ field) => dialog.locator('.field', { hasText: field }).locator('.message');
  for (const [code, field, text] of [
    ['appointment.time_skipped', 'Time', 'The clocks go forward then'],
    ['appointment.length', 'Minutes', 'ends before midnight'],
    ['appointment.not_five_minutes', 'Minutes', 'steps of five minutes'],
  ]) {
    await refuse(page, 'book_appointment', code);
    await bookButton(page).click();
    await expect(says(field)).toContainText(text);
    await expect(dialog.locator('.clash')).toHaveCount(0);
    await expect(dialog.getByLabel(field, { exact: true })).toBeFocused();
    await dialog.getByLabel('Time').fill('02:30');
    await expect(says(field)).toHaveCount(0);
  }
  await page.keyboard.press('Escape');
  await page.goto('/today');
  await page.locator('.ec-event[aria-label*="14:00–14:15"]').first().click();
  await page.keyboard.press('m');
  const move = page.locator('cd-move');
  await move.getByLabel('Date', { exact: true }).fill('28/3/2027');
  await move.getByLabel('Time').fill('01:30');
  await refuse(page, 'move_appointment', 'appointment.time_skipped');
  await page.keyboard.press('Enter');
  await expect(move.locator('.field', { hasText: 'Time' }).locator('.message')).toContainText('The clocks go forward then');
  await expect(move.locator('.clash')).toHaveCount(0);
  await expect(move.getByLabel('Time')).toBeFocused();
});

test('a time that comes twice that day says which of the two is taken', async ({ page }) => {
  await openBook(page);
  await pick(page, 'ros');
  await at(page, '31/10/2027', '01:30');
  const dialog = page.locator('cd-book');
  await expect(dialog).toContainText('The clocks go back that day: 01:30 comes twice. The first is taken, before they go back.');
  await expectAccessible(page, 'cd-book');
  await dialog.getByLabel('Time').fill('02:30');
  await expect(dialog).not.toContainText('comes twice');
  await dialog.getByLabel('Time').fill('00:30');
  await expect(dialog).not.toContainText('comes twice');
});
