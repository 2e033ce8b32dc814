import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const CHEN = '01934f00-0000-7000-8000-000000000103';
/** Booked with Dr Chen at 14:00 today. */
const AT_TWO = '.ec-event[aria-label*="14:00–14:15"]';

/** @param {Page} page @param {string} [query] */
async function openList(page, query = '') {
  await page.goto(`/calendar/waitlist${query}`);
  await expect(page.getByRole('heading', { name: 'Waitlist', level: 1 })).toBeVisible();
}

const rows = (/** @type {Page} */ page) => page.locator('table.waitlist tbody tr');
const wish = (/** @type {Page} */ page) => page.locator('cd-wish dialog');

/** Cancel the selected appointment by keys. @param {Page} page */
async function cancelAtTwo(page) {
  await page.goto('/today');
  await page.locator(AT_TWO).click();
  await page.keyboard.press('x');
  await expect(page.locator('cd-cancel dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-cancel')).toHaveCount(0);
}

test('the list: the urgent first, what would suit, who was asked', async ({ page }) => {
  await openList(page);
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText('Cohen, Ben');
  await expect(rows(page).nth(0)).toContainText('Urgent');
  await expect(rows(page).nth(0)).toContainText('Mon 23 Nov 2026 09:00, Dr Adeyemi');
  await expect(rows(page).nth(1)).toContainText('Past its last day');
  await expect(rows(page).nth(2)).toContainText('Mon, Tue · 08:00–12:00');
  await expect(rows(page).nth(2)).toContainText('12 days');
  await expectAccessible(page);
});

test('filters narrow it, and say so when nothing is left', async ({ page }) => {
  await openList(page);
  await page.getByLabel('With').selectOption(CHEN);
  await expect(rows(page)).toHaveCount(2);
  await page.getByLabel('Priority').selectOption('soon');
  await expect(page.getByText('Nobody waits for that. Widen the filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(3);
});

test('nobody waits: one sentence, one button', async ({ page }) => {
  await openList(page, '?empty-waitlist');
  await expect(page.getByText('Nobody is on the waitlist.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add to the waitlist' }).click();
  await expect(wish(page)).toBeVisible();
});

test('adding by keys alone', async ({ page }) => {
  await openList(page);
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press('a');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.keyboard.type('smi', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toHaveText('Smith, John');
  for (const name of [/^Follow-up/, 'Dr Chen', 'Urgent', 'Wed', 'Morning']) {
    await wish(page).getByRole('button', { name }).focus();
    await page.keyboard.press('Space');
  }
  await wish(page).getByLabel('Note').fill('Rings back');
  await expectAccessible(page, 'cd-wish');
  await wish(page).getByLabel('Minutes').focus();
  await page.keyboard.press('Enter');
  await expect(wish(page)).toHaveCount(0);
  const [added] = await said(page, 'op:add_to_waitlist');
  expect(added.wishes).toMatchObject({ practitioner_ids: [CHEN], minutes: 15, weekdays: [3], from: null, to: '12:00', priority: 'urgent', note: 'Rings back', earliest: '2026-11-23' });
  await expect(rows(page)).toHaveCount(4);
});

test('what is missing or cannot be is said at its field, and nothing typed is lost', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'Add to the waitlist' }).click();
  await wish(page).getByRole('button', { name: /^Long consultation/ }).click();
  await wish(page).getByLabel('Not before').fill('11:30');
  await wish(page).getByLabel('Over by').fill('12:00');
  await wish(page).getByLabel('Until').fill('20/11/2026');
  await wish(page).getByLabel('Note').fill('Only with a lift');
  await wish(page).getByRole('button', { name: 'Add', exact: false }).last().click();
  await expect(page.getByText('Pick a patient, or create one.')).toBeVisible();
  await expect(page.getByText('These hours are shorter than the visit.')).toBeVisible();
  await expect(page.getByText('This is before the first day.')).toBeVisible();
  await expect(wish(page).getByLabel('Note')).toHaveValue('Only with a lift');
  await expectAccessible(page, 'cd-wish');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Throw away what you typed?')).toBeVisible();
});

test('changing a wish, and taking somebody off', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'Patel, Asha', exact: true }).press('Enter');
  await expect(wish(page)).toContainText('Patel, Asha');
  await wish(page).getByRole('button', { name: 'Soon' }).click();
  await wish(page).locator('[data-submit]').click();
  await expect(wish(page)).toHaveCount(0);
  expect((await said(page, 'op:edit_waitlist'))[0]).toMatchObject({ version: 1, wishes: { priority: 'soon', from: '08:00' } });
  await page.getByRole('button', { name: 'More for Patel, Asha' }).click();
  await page.getByRole('menuitem', { name: 'Take off the waitlist' }).click();
  await expect(page.locator('cd-withdraw')).toContainText('Patel, Asha will no longer be offered a free time.');
  await expectAccessible(page, 'cd-withdraw');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(2);
});

test('somebody taken off waits again by Undo; who was added goes by Ctrl+Z', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'More for Patel, Asha' }).click();
  await page.getByRole('menuitem', { name: 'Take off the waitlist' }).click();
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(2);
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Patel, Asha', exact: true }).press('Enter');
  await wish(page).getByRole('button', { name: 'Soon' }).click();
  await wish(page).locator('[data-submit]').click();
  await expect(rows(page).filter({ hasText: 'Patel' })).toContainText('Soon');
  await page.locator('main').focus();
  await page.keyboard.press('Control+z');
  await expect(rows(page).filter({ hasText: 'Patel' })).not.toContainText('Soon');
  expect((await said(page, 'op:undo')).length).toBe(2);
});

test('a cancelled time says who would fit; asked, and booked with one click', async ({ page }) => {
  await cancelAtTwo(page);
  const offer = page.locator('.toast', { hasText: '1 on the waitlist would fit 14:00 with Dr Chen' });
  await expect(offer).toBeVisible();
  await offer.getByRole('button', { name: 'Show' }).click();
  const fits = page.locator('cd-waitlist-fits');
  await expect(fits).toContainText('14:00–14:15 with Dr Chen is free');
  await expect(fits.locator('.fit')).toHaveCount(1);
  await expect(fits.locator('.fit')).toContainText('+44 7700 900158');
  await expectAccessible(page, 'cd-waitlist-fits');
  await fits.getByRole('button', { name: 'No answer: Cohen, Ben' }).click();
  await expect(fits.locator('.fit-answer')).toHaveText('No answer');
  expect((await said(page, 'op:record_waitlist_ask'))[0]).toMatchObject({ practitioner_id: CHEN, starts_at: '2026-11-23T14:00:00', answer: 'no_answer' });
  await fits.getByRole('button', { name: 'Book Cohen, Ben' }).click();
  await expect(fits).toHaveCount(0);
  const [booked] = await said(page, 'op:book_from_waitlist');
  expect(booked.booking).toMatchObject({ practitioner_id: CHEN, starts_at: '2026-11-23T14:00:00', minutes: 15 });
  await expect(page.locator('.ec-event', { hasText: 'Cohen' }).nth(0)).toBeVisible();
});

test('the same by keys: Shift+W, Enter', async ({ page }) => {
  await cancelAtTwo(page);
  await expect(page.getByText(/on the waitlist would fit/)).toBeVisible();
  await page.keyboard.press('Shift+W');
  await expect(page.getByRole('button', { name: 'Book Cohen, Ben' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-waitlist-fits')).toHaveCount(0);
  expect(await said(page, 'op:book_from_waitlist')).toHaveLength(1);
});

test('a time that somebody took meanwhile is refused in words, and they go on waiting', async ({ page }) => {
  await cancelAtTwo(page);
  await page.keyboard.press('Shift+W');
  const fits = page.locator('cd-waitlist-fits');
  await expect(fits.locator('.fit')).toHaveCount(1);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:book_from_waitlist', () => {
      throw fake.refusal('appointment.slot_taken', { by: [], free: [] });
    });
  });
  await fits.getByRole('button', { name: 'Book Cohen, Ben' }).click();
  await expect(fits.getByRole('alert')).toContainText('Somebody else has this time.');
  await expect(fits.locator('.fit')).toHaveCount(1);
});

test('from Book, when nothing suits: what was typed goes along', async ({ page }) => {
  await page.goto('/patients');
  await page.getByRole('button', { name: /^Book/ }).click();
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.keyboard.type('smi', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toBeVisible();
  await page.locator('cd-book').getByLabel('Note').fill('Mornings are hard');
  await page.getByRole('button', { name: 'Nothing suits? Put on the waitlist' }).click();
  await expect(wish(page).locator('.patient-card-name')).toHaveText('Smith, John');
  await expect(wish(page).getByLabel('Note')).toHaveValue('Mornings are hard');
  await wish(page).locator('[data-submit]').click();
  await expect(page.locator('cd-wish, cd-book')).toHaveCount(0);
  expect(await said(page, 'op:add_to_waitlist')).toHaveLength(1);
});

test('booked from the list, the waiting ends; the patient’s page counts it', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'Book Cohen, Ben' }).click();
  await expect(page.locator('cd-book .patient-card-name')).toBeVisible();
  await page.locator('cd-book .offered .slot').first().click();
  await expect(page.locator('cd-book')).toHaveCount(0);
  expect(await said(page, 'op:book_from_waitlist')).toHaveLength(1);
  await expect(rows(page)).toHaveCount(2);
  await page.goto('/patients/01934f00-0000-7000-8000-000000001009');
  await expect(page.locator('cd-patient-waiting')).toContainText('On the waitlist 1');
  await expect(page.locator('cd-patient-waiting')).toContainText('waiting 12 days');
  await expectAccessible(page);
});

test('a cancelled series offers each of its times, one after the other', async ({ page }) => {
  await page.goto('/today/2026-12-01');
  await page.locator('[data-id="01934f00-0000-7000-8000-000000008001"]').first().click();
  await page.keyboard.press('x');
  await expect(page.locator('[data-scope="one"]')).toBeFocused();
  await page.keyboard.press('2');
  await expect(page.locator('cd-cancel dialog')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('.toast', { hasText: 'would fit 1 Dec 2026, 14:00 with Dr Chen' })).toBeVisible();
  await page.keyboard.press('Shift+W');
  const fits = page.locator('cd-waitlist-fits');
  await expect(fits).toContainText('Tue 1 Dec 2026, 14:00–14:30 with Dr Chen is free');
  await expect(fits.locator('.fit')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('.toast', { hasText: 'would fit 8 Dec 2026, 14:00 with Dr Chen' })).toBeVisible();
  await page.keyboard.press('Shift+W');
  await expect(page.getByRole('button', { name: 'Book Cohen, Ben' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(fits).toHaveCount(0);
  expect((await said(page, 'op:book_from_waitlist'))[0].booking.starts_at).toBe('2026-12-08T14:00:00');
  // Nobody is left who would fit the others.
  await expect.poll(async () => (await said(page, 'ask:waitlist_fits')).at(-1)?.starts_at).toBe('2026-12-22T14:00:00');
  await expect(page.locator('.toast', { hasText: 'would fit 15 Dec' })).toHaveCount(0);
});

test('a visit that is made shorter offers the rest, one that is made longer nothing', async ({ page }) => {
  await page.goto('/today');
  const rest = { starts_at: '2026-11-23T14:10:00', ends_at: '2026-11-23T14:15:00' };
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    const somebody = { ...fake.world.appointments[0], waitlist_id: 'w', wishes: { service_ids: [], minutes: 5 }, phones: [] };
    fake.handle('ask:waitlist_fits', () => [somebody]);
  });
  await page.locator(AT_TWO).focus();
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect(page.locator('.toast', { hasText: '1 on the waitlist would fit 14:10 with Dr Chen' })).toBeVisible();
  expect((await said(page, 'ask:waitlist_fits')).at(-1)).toMatchObject(rest);
  await page.locator('.ec-event[aria-label*="14:00–14:10"]').focus();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect.poll(async () => (await said(page, 'op:move_appointment')).length).toBe(2);
  await page.waitForTimeout(200);
  expect((await said(page, 'ask:waitlist_fits')).length).toBe(1);
});
