import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADEYEMI = '01934f00-0000-7000-8000-000000000101';
const CHEN = '01934f00-0000-7000-8000-000000000103';
/** The second of Luis García's five Tuesdays. */
const SECOND = '01934f00-0000-7000-8000-000000008001';

/** Book for Sara Rossi, a time given. @param {Page} page @param {string} date @param {string} time @param {string} [who] */
async function openBook(page, date, time, who = ADEYEMI) {
  await page.goto('/patients');
  await expect(page.locator('.top .book')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.keyboard.type('ros', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toBeVisible();
  const dialog = page.locator('cd-book');
  await dialog.getByLabel('With').selectOption(who);
  await dialog.getByLabel('Date', { exact: true }).fill(date);
  await dialog.getByLabel('Time').fill(time);
}

const repeat = (/** @type {Page} */ page) => page.locator('cd-book-repeat');
const lines = (/** @type {Page} */ page) => page.locator('.sv-line');
const total = (/** @type {Page} */ page) => page.locator('.repeat-total');

test('eight Tuesdays: the visits are listed with the total in words, and Enter books them', async ({ page }) => {
  await openBook(page, '1/12/2026', '10:30');
  await page.getByRole('button', { name: 'Repeat' }).click();
  await expect(repeat(page).getByLabel('Every')).toBeFocused();
  await expect(lines(page)).toHaveCount(8);
  await expect(total(page)).toContainText('8 visits, Tuesdays 10:30, until 19 Jan 2027');
  await expect(page.locator('cd-book [data-submit]')).toContainText('Book 8 visits');
  await expectAccessible(page, 'cd-book');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [booked] = await said(page, 'op:book_series');
  expect(booked.rule).toEqual({ every: 1, unit: 'week', weekdays: [2], monthly: 'date', times: 8 });
  expect(booked.visits.map((/** @type {any} */ visit) => visit.starts_at)).toContain('2027-01-19T10:30:00');
  expect(new Set(booked.visits.map((/** @type {any} */ visit) => visit.appointment_id)).size).toBe(8);
  await expect(page.getByText('Booked Sara Rossi, 8 visits from 1 Dec 2026 until 19 Jan 2027')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText(/^Undone/).first()).toBeVisible();
  expect(await page.evaluate(() => /** @type {any} */ (window).fake.world.appointments.filter((/** @type {any} */ one) => one.status === 'taken_back').length)).toBe(8);
});

test('a taken visit offers other times: one by keys, one left out, and the total follows', async ({ page }) => {
  // Luis García has Dr Chen on Tuesdays at 14:00.
  await openBook(page, '24/11/2026', '14:15', CHEN);
  await page.getByRole('button', { name: 'Repeat' }).click();
  await repeat(page).getByLabel('Visits', { exact: true }).fill('7');
  await expect(lines(page)).toHaveCount(7);
  await expect(page.locator('.sv-line.is-open')).toHaveCount(5);
  await expect(lines(page).first()).toContainText('Dr Chen has García, Luis, 14:00–14:30.');
  await expect(total(page)).toContainText('5 times cannot be.');
  await expectAccessible(page, 'cd-book');
  // What still needs a decision is not booked: the first way out takes the focus.
  await repeat(page).getByLabel('Visits', { exact: true }).press('Enter');
  await expect(lines(page).first().getByRole('button').first()).toBeFocused();
  expect(await said(page, 'op:book_series')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(lines(page).first()).toContainText('instead of 14:15');
  await expect(lines(page).nth(1).getByRole('button').first()).toBeFocused();
  await lines(page).nth(1).getByRole('button', { name: /^Leave out/ }).click();
  await expect(lines(page).nth(1)).toContainText('left out');
  await page.getByRole('button', { name: 'Leave all 3 out' }).click();
  await expect(total(page)).toContainText('3 visits');
  await page.locator('cd-book [data-submit]').click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [booked] = await said(page, 'op:book_series');
  expect(booked.visits).toHaveLength(3);
});

test('taken meanwhile: nothing is written, the form is kept, and those lines are open again', async ({ page }) => {
  await openBook(page, '1/12/2026', '10:30');
  await page.getByRole('button', { name: 'Repeat' }).click();
  await expect(lines(page)).toHaveCount(8);
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const taken = world.appointments.find((/** @type {any} */ one) => one.starts_at.startsWith('2026-11-24T08:30'));
    Object.assign(taken, { starts_at: '2026-12-15T10:30:00', ends_at: '2026-12-15T11:00:00' });
  });
  await page.locator('cd-book [data-submit]').click();
  await expect(page.locator('.sv-line.is-open')).toHaveCount(1);
  await expect(page.locator('.sv-line.is-open').getByRole('button').first()).toBeFocused();
  await expect(page.locator('.patient-card-name')).toHaveText('Rossi, Sara');
  await page.keyboard.press('Enter');
  await page.locator('cd-book [data-submit]').click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [first, second] = await said(page, 'op:book_series');
  expect(second.visits[0].appointment_id).toBe(first.visits[0].appointment_id);
  expect(second.visits[2].starts_at).not.toBe(first.visits[2].starts_at);
});

test('bad numbers are told at their fields and nothing is lost', async ({ page }) => {
  await openBook(page, '31/12/2026', '10:30');
  await page.getByRole('button', { name: 'Repeat' }).click();
  await repeat(page).getByLabel('Every').fill('0');
  await expect(repeat(page)).toContainText('A whole number from 1 to 99.');
  await repeat(page).getByLabel('Every').fill('1');
  await repeat(page).getByLabel('Visits', { exact: true }).fill('4000');
  await expect(repeat(page)).toContainText('A whole number from 2 to 200.');
  await page.locator('cd-book [data-submit]').click();
  await expect(repeat(page).getByLabel('Visits', { exact: true })).toBeFocused();
  await repeat(page).getByLabel('Visits', { exact: true }).fill('3');
  await repeat(page).getByLabel('Unit of time').selectOption('month');
  await expect(repeat(page)).toContainText('In shorter months on their last day.');
  await expect(lines(page).nth(2)).toContainText('28 Feb 2027');
  await repeat(page).getByLabel('Unit of time').selectOption('day');
  await repeat(page).getByLabel('Until').selectOption('until');
  await repeat(page).getByLabel('Last day').fill('1/1/2020');
  await expect(repeat(page)).toContainText('at most 200 visits within ten years');
  expect(await said(page, 'op:book_series')).toEqual([]);
});

test('outside working hours: other times are offered, or a reason books them there', async ({ page }) => {
  await openBook(page, '28/11/2026', '10:30');
  await page.getByRole('button', { name: 'Repeat' }).click();
  await expect(page.locator('.sv-line.is-open')).toHaveCount(8);
  await expect(lines(page).first()).toContainText('Dr Adeyemi does not work that day.');
  await repeat(page).getByLabel('Or why outside working hours?').fill('Saturday group');
  await expect(page.locator('.sv-line.is-open')).toHaveCount(0);
  await expectAccessible(page, 'cd-book');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-book')).toHaveCount(0);
  const [booked] = await said(page, 'op:book_series');
  expect(booked).toMatchObject({ outside_hours: { reason: 'Saturday group' } });
  expect(booked.visits).toHaveLength(8);
});

/** @param {Page} page @param {string} key */
async function onSecond(page, key) {
  await page.goto('/today/2026-12-01');
  const card = page.locator(`[data-id="${SECOND}"]`).first();
  await card.click();
  await expect(page.locator('.panel-series')).toContainText('Visit 2 of 5 in a series');
  await page.keyboard.press(key);
  await expect(page.locator('cd-series-scope dialog')).toBeVisible();
}

test('cancel asks once which visits, by the keys 1 2 3', async ({ page }) => {
  await onSecond(page, 'x');
  await expect(page.locator('[data-scope="one"]')).toBeFocused();
  await expect(page.locator('cd-series-scope')).toContainText('This and the following (4 visits)');
  await expectAccessible(page, 'cd-series-scope');
  await page.keyboard.press('2');
  await expect(page.locator('cd-cancel')).toContainText('For this and the following visits of the series.');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cancelled 4 visits of Luis García')).toBeVisible();
  const [cancelled] = await said(page, 'op:cancel_series');
  expect(cancelled).toMatchObject({ appointment_id: SECOND, scope: 'following' });
});

test('Enter means only this one, and Esc nothing', async ({ page }) => {
  await onSecond(page, 'x');
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-series-scope')).toHaveCount(0);
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  await page.keyboard.press('x');
  await expect(page.locator('[data-scope="one"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-cancel dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-cancel')).toHaveCount(0);
  expect(await said(page, 'op:cancel_appointment')).toHaveLength(1);
  expect(await said(page, 'op:cancel_series')).toEqual([]);
});

test('a move of all lists what cannot be; each stays or goes elsewhere', async ({ page }) => {
  await onSecond(page, 'm');
  await page.keyboard.press('3');
  const dialog = page.locator('cd-move');
  await expect(dialog).toContainText('For all visits of the series still to come.');
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const taken = world.appointments.find((/** @type {any} */ one) => one.starts_at.startsWith('2026-11-24T11:00'));
    Object.assign(taken, { starts_at: '2026-12-15T15:00:00', ends_at: '2026-12-15T15:30:00' });
  });
  await dialog.getByLabel('Time').fill('15:00');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('One of the visits cannot be');
  await expectAccessible(page, 'cd-move');
  await dialog.getByRole('button', { name: /^Stays as it is/ }).click();
  await dialog.locator('[data-submit]').click();
  await expect(page.getByText('Moved 4 visits of García, Luis; 1 stays where it is')).toBeVisible();
  const [, moved] = await said(page, 'op:move_series');
  expect(moved).toMatchObject({ scope: 'all', starts_at: '2026-12-01T15:00:00', instead: [{ starts_at: null }] });
});

test('a series goes outside working hours with a reason, asked once for the visit itself or for the others', async ({ page }) => {
  await onSecond(page, 'm');
  await page.keyboard.press('3');
  const dialog = page.locator('cd-move');
  await dialog.getByLabel('Time').fill('21:00');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Why at this time?')).toBeFocused();
  await expectAccessible(page, 'cd-move');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Say why, so that others understand it later.');
  await dialog.getByLabel('Why at this time?').fill('Evening group');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const moved = await said(page, 'op:move_series');
  expect(moved.at(-1)).toMatchObject({ scope: 'all', starts_at: '2026-12-01T21:00:00', instead: [], outside_hours: { reason: 'Evening group' } });
});

test('of a series one visit is outside: a reason takes it along, and without one it stays', async ({ page }) => {
  await onSecond(page, 'm');
  await page.keyboard.press('3');
  const dialog = page.locator('cd-move');
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    const saturday = world.appointments.find((/** @type {any} */ one) => one.id === '01934f00-0000-7000-8000-000000008003');
    Object.assign(saturday, { starts_at: '2026-12-19T14:00:00', ends_at: '2026-12-19T14:30:00' });
  });
  await dialog.getByLabel('Time').fill('15:00');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('One of the visits cannot be');
  await expect(dialog).toContainText('Dr Chen does not work that day.');
  await dialog.getByLabel('Or why outside working hours?').fill('Saturday group');
  await expect(dialog.locator('.sv-line.is-open')).toHaveCount(0);
  await expectAccessible(page, 'cd-move');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const moved = await said(page, 'op:move_series');
  expect(moved.at(-1)).toMatchObject({ instead: [], outside_hours: { reason: 'Saturday group' } });
});

test('an edit reaches the following', async ({ page }) => {
  await onSecond(page, 'e');
  await page.keyboard.press('2');
  const dialog = page.locator('cd-edit-appointment');
  await dialog.getByLabel('Note').fill('Brings the exercise sheet');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Changed 4 visits of Luis García/)).toBeVisible();
  const [edited] = await said(page, 'op:edit_series');
  expect(edited).toMatchObject({ scope: 'following', note: 'Brings the exercise sheet' });
});

test('a card that is moved by keys asks too: one goes at once, all through Move with the target in it', async ({ page }) => {
  await page.goto('/today/2026-12-01');
  const card = page.locator(`[data-id="${SECOND}"]`).first();
  await card.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.locator('[data-scope="one"]')).toBeFocused();
  await page.keyboard.press('1');
  await expect(page.locator('cd-series-scope')).toHaveCount(0);
  await expect.poll(async () => (await said(page, 'op:move_appointment')).length).toBe(1);
  const [moved] = await said(page, 'op:move_appointment');
  await card.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.locator('[data-scope="one"]')).toBeFocused();
  await page.keyboard.press('3');
  await expect(page.locator('cd-move dialog')).toBeVisible();
  await expect(page.locator('cd-move').getByLabel('Time')).not.toHaveValue(moved.starts_at.slice(11, 16));
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-move')).toHaveCount(0);
  expect(await said(page, 'op:move_series')).toEqual([]);
});

test('a card of a series says so, and so does the patient’s page', async ({ page }) => {
  await page.goto('/today/2026-12-01');
  await expect(page.locator(`[data-id="${SECOND}"]`).first()).toHaveAttribute('aria-label', /Part of a series/);
  await page.goto('/patients/01934f00-0000-7000-8000-000000001004');
  await expect(page.locator('.visit.of-series')).toHaveCount(5);
  await expect(page.getByRole('img', { name: 'Part of a series' }).first()).toBeVisible();
});
