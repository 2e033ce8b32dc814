import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ID = (/** @type {number} */ n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [ADEYEMI, BIANCHI] = [101, 102].map(ID);
const [ROOM_1, ROOM_5] = [201, 205].map(ID);

/** Book, with a patient picked and the search as wide as it goes. @param {Page} page @param {string} path */
async function lookWider(page, path) {
  await page.goto(path);
  await expect(page.locator('.top .book')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('combobox', { name: 'Patient' })).toBeFocused();
  await page.keyboard.type('smi', { delay: 45 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.patient-card-name')).toBeVisible();
  await page.locator('.finder-wide').click();
}

/** Both share the one room, and the second sits in it the whole morning. @param {Page} page */
const shareARoom = (page) =>
  page.evaluate(([first, second, room]) => {
    const { world } = /** @type {any} */ (window).fake;
    for (const who of world.practitioners) who.room_id = [first, second].includes(who.practitioner_id) ? room : who.room_id;
    const like = world.appointments.find((/** @type {any} */ one) => one.practitioner_id === second);
    world.appointments.push({ ...like, id: crypto.randomUUID(), practitioner_id: second, room_id: room, room_name: 'Room 1', starts_at: '2026-11-24T08:00:00', ends_at: '2026-11-24T12:00:00', status: 'booked' });
  }, [ADEYEMI, BIANCHI, ROOM_1]);

test('anybody is looked for in their usual room, and what is offered can be booked with Enter', async ({ page }) => {
  await lookWider(page, '/patients?rooms');
  await shareARoom(page);
  const dialog = page.locator('cd-book');
  await dialog.getByLabel('With', { exact: true }).first().selectOption(ADEYEMI);
  const finder = page.locator('cd-free-finder');
  await finder.getByLabel('With').selectOption({ label: 'Any of several' });
  await finder.getByRole('button', { name: 'Dr Adeyemi' }).click();
  await finder.getByRole('button', { name: 'Dr Bianchi' }).click();
  await dialog.getByLabel('Date', { exact: true }).fill('24/11/2026');
  await finder.locator('.chip', { hasText: 'Tue' }).click();
  // Whoever is free before: the one room is not.
  await expect(finder.locator('.slot').first()).toContainText('12:00Tue 24 Nov 2026');
  expect((await said(page, 'ask:free_slots')).at(-1)).toMatchObject({ usual_rooms: true, room_id: null, room_kind: null });
  await finder.locator('.slot').first().focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await said(page, 'op:book_appointment')).at(-1)).toMatchObject({ room_id: ROOM_1, starts_at: '2026-11-24T12:00:00' });
});

test('a room that was chosen is looked for with everybody, and stays; no room stays none', async ({ page }) => {
  await lookWider(page, '/patients?rooms');
  const dialog = page.locator('cd-book');
  const finder = page.locator('cd-free-finder');
  await dialog.getByLabel('Room', { exact: true }).first().selectOption(ROOM_5);
  await finder.getByLabel('With').selectOption({ label: 'Anybody' });
  await expect.poll(async () => (await said(page, 'ask:free_slots')).at(-1)).toMatchObject({ practitioner_ids: [], usual_rooms: false, room_id: ROOM_5 });
  await dialog.getByLabel('Room', { exact: true }).first().selectOption('');
  await expect.poll(async () => (await said(page, 'ask:free_slots')).at(-1)).toMatchObject({ practitioner_ids: [], usual_rooms: false, room_id: null });
  await finder.locator('.slot').first().focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  // Whoever it is with: the usual room does not slip in.
  expect((await said(page, 'op:book_appointment')).at(-1).room_id).toBeNull();
});

test('Move looks for a free time too: next Tuesday morning, with anybody', async ({ page }) => {
  await page.goto('/today');
  await page.locator('.ec-event[aria-label*="14:00–14:15"]').first().click();
  await page.keyboard.press('m');
  const dialog = page.locator('cd-move');
  const finder = dialog.locator('cd-free-finder');
  await expect(finder.locator('.slot')).toHaveCount(5);
  // With the same person at first, and for what is done there.
  const first = (await said(page, 'ask:free_slots')).at(-1);
  expect(first).toMatchObject({ practitioner_ids: [ID(103)], usual_rooms: true, part: 'any' });
  expect(first.service_ids).toHaveLength(1);
  await dialog.getByLabel('Date', { exact: true }).fill('1/12/2026');
  await finder.locator('.finder-wide').click();
  await finder.getByLabel('With').selectOption({ label: 'Anybody' });
  await finder.getByLabel('Time of day').selectOption({ label: 'Mornings' });
  await finder.locator('.chip', { hasText: 'Tue' }).click();
  await expect(finder.locator('.slot').first()).toContainText('08:00Tue 1 Dec 2026Dr Adeyemi');
  await expectAccessible(page, 'cd-move');
  await finder.locator('.slot').first().focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect((await said(page, 'op:move_appointment')).at(-1)).toMatchObject({ practitioner_id: ADEYEMI, starts_at: '2026-12-01T08:00:00', room_id: ROOM_1 });
});

test('what has to be moved by hand is looked for in the same way', async ({ page }) => {
  await page.goto('/calendar/to-be-moved?leave');
  await page.getByRole('button', { name: 'Move… Smith, John' }).click();
  const finder = page.locator('cd-move cd-free-finder');
  await finder.locator('.finder-wide').click();
  await finder.getByLabel('With').selectOption({ label: 'Anybody' });
  await expect(finder.locator('.slot').first()).toBeVisible();
  await finder.locator('.slot').first().click();
  await expect(page.getByRole('row', { name: /Smith, John/ })).toHaveCount(0);
});

test('Book from the waitlist looks for what was wished for', async ({ page }) => {
  const asked = async () => (await said(page, 'ask:free_slots')).at(-1);
  await page.goto('/calendar/waitlist');
  await page.getByRole('button', { name: 'Book Patel, Asha' }).click();
  const finder = page.locator('cd-book cd-free-finder');
  await expect(finder.locator('.slot').first()).toContainText('11:45');
  expect(await asked()).toMatchObject({ practitioner_ids: [ID(103)], weekdays: [1, 2], starts: '08:00', ends: '12:00', until: null });
  await expect(finder.getByLabel('Time of day')).toHaveValue('hours');
  await expect(finder.getByLabel('Time of day')).toContainText('08:00–12:00');
  await expectAccessible(page, 'cd-book');
  await page.keyboard.press('Escape');
  // Several people and a last day, which can be given up.
  await page.goto('/calendar/waitlist');
  await page.getByRole('button', { name: /^Book Wolfe/ }).click();
  await expect(finder.getByRole('button', { name: 'Dr Adeyemi' })).toHaveAttribute('aria-pressed', 'true');
  await expect(finder.getByRole('button', { name: 'Dr Bianchi' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(asked).toMatchObject({ practitioner_ids: [ADEYEMI, BIANCHI], until: '2026-11-20' });
  await expect(finder).toContainText('Nothing is free with these wishes');
  await finder.getByRole('button', { name: 'Until 20 Nov 2026' }).click();
  await expect.poll(asked).toMatchObject({ until: null });
  await expect(finder.locator('.slot').first()).toBeVisible();
});
