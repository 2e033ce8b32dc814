import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

const ID = (/** @type {number} */ n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;

test('leave over bookings lists them at once; one is moved, then all', async ({ page }) => {
  await page.goto('/calendar/leave');
  await page.getByRole('button', { name: 'Add a day' }).click();
  await page.getByLabel('For whom').selectOption({ label: 'Dr Luca Bianchi' });
  await page.getByLabel('From', { exact: true }).fill('23/11/2026');
  await page.getByLabel('To', { exact: true }).fill('24/11/2026');
  await page.getByLabel('Label').fill('Ill');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: '8 appointments to be moved' })).toBeVisible();
  await expect(dialog.locator('tbody tr')).toHaveCount(8);
  await expectAccessible(page, 'dialog');
  await dialog.getByRole('button', { name: 'Move to next free: Cohen, Ben' }).click();
  await expect(dialog.getByText('Moved to Wed 25 Nov 2026, 08:00')).toBeVisible();
  await expect(dialog.getByRole('heading', { name: '7 appointments to be moved' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Move all 7' }).click();
  await expect(dialog.getByRole('heading', { name: 'Nothing has to be moved.' })).toBeVisible();
  await expect(dialog.getByText(/^Moved to/)).toHaveCount(8);
  await expect.poll(async () => (await said(page, 'op:move_to_next_free')).length).toBe(8);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Leave: Ill' })).toBeVisible();
});

test('each bad field says so, and what was typed is kept', async ({ page }) => {
  await page.goto('/calendar/leave?leave');
  await page.getByRole('button', { name: 'Add a day' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('2 things need a look')).toBeVisible();
  await page.getByLabel('For whom').selectOption({ label: 'Dr Wei Chen' });
  await page.getByLabel('From', { exact: true }).fill('26/11/2026');
  await page.getByLabel('To', { exact: true }).fill('25/11/2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The last day is before the first.').first()).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill('1/11/2026');
  await page.getByLabel('To', { exact: true }).fill('2/11/2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This is over already.').first()).toBeVisible();
  await page.getByLabel('From', { exact: true }).fill('24/11/2026');
  await page.getByLabel('To', { exact: true }).fill('30/11/2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('These hours overlap others of the same kind.').first()).toBeVisible();
  await page.getByLabel('What is it?').selectOption({ label: 'Block' });
  await page.getByLabel('From what time').fill('22');
  await page.getByLabel('Until what time').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Past midnight it is two/).first()).toBeVisible();
  await expect(page.getByLabel('For whom')).toHaveValue(ID(103));
});

test('the list by keys alone: edited and removed', async ({ page }) => {
  await page.goto('/calendar/leave?leave');
  await page.getByRole('button', { name: 'Leave: Training' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Label')).toHaveValue('Training');
  await expectAccessible(page);
  await page.getByLabel('Label').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Congress', { delay: 80 });
  await page.keyboard.press('Enter');
  // Its bookings are still there: they are listed again, and stay for later.
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Leave: Congress' })).toBeVisible();
  await page.getByRole('button', { name: 'Holiday: Christmas' }).press('Enter');
  await page.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Holiday: Christmas' })).toHaveCount(0);
  expect(await said(page, 'op:remove_exception')).toEqual([expect.objectContaining({ exception_id: ID(9005), version: 1 })]);
});

test('leave that was removed comes back by Undo, and goes again; what somebody else changed since stays', async ({ page }) => {
  await page.goto('/calendar/leave?leave');
  const christmas = page.getByRole('button', { name: 'Holiday: Christmas' });
  await christmas.press('Enter');
  await page.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(christmas).toHaveCount(0);
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await expect(christmas).toBeVisible();
  await expect(page.locator('.toast').last()).toContainText('Undone: Removed: Holiday: Christmas');
  await page.keyboard.press('Control+Shift+z');
  await expect(christmas).toHaveCount(0);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.handle('op:undo', () => {
      throw fake.refusal('undo.changed_meanwhile', { by: 'R. Lindqvist', at: '2026-11-23T10:00:00Z' });
    });
  });
  await page.keyboard.press('Control+z');
  await expect(page.locator('.toast-error')).toContainText('R. Lindqvist changed this since, so it cannot be undone.');
});

test('weekly hours in odd weeks and from a date', async ({ page }) => {
  await page.goto('/calendar/hours');
  await page.locator('.row-button', { hasText: 'Dr Wei Chen' }).click();
  await page.getByRole('button', { name: 'Weeks and dates of hours 1 on Monday' }).click();
  await page.getByLabel('In', { exact: true }).selectOption({ label: 'Odd weeks' });
  await page.getByLabel('Valid from').fill('1/12/2026');
  await page.getByLabel('Valid to').fill('1/11/2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The last date is before the first.')).toBeVisible();
  await page.getByLabel('Valid to').fill('');
  await page.getByRole('button', { name: 'Add hours on Monday' }).click();
  await page.getByLabel('Monday, from (3)').fill('11');
  await page.getByLabel('Monday, to (3)').fill('12');
  await page.getByRole('button', { name: 'Weeks and dates of hours 3 on Monday' }).click();
  await page.locator('#hours-weeks-1-2').selectOption({ label: 'Even weeks' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => said(page, 'op:set_working_hours')).toHaveLength(1);
  const [{ spans }] = await said(page, 'op:set_working_hours');
  expect(spans.filter((/** @type {any} */ span) => span.weekday === 1)).toEqual([
    { weekday: 1, starts: '08:30', ends: '12:00', weeks: 'odd', valid_from: '2026-12-01' }, { weekday: 1, starts: '11:00', ends: '12:00', weeks: 'even' }, { weekday: 1, starts: '13:00', ends: '16:30' },
  ]);
});

test('to be moved: counted above the day, moved by hand, and why one could not be', async ({ page }) => {
  await page.goto('/today?leave');
  const banner = page.getByRole('link', { name: /appointments are to be moved/ });
  await expect(banner).toBeVisible();
  await expectAccessible(page);
  await banner.click();
  await expect(page.getByRole('heading', { name: 'To be moved' })).toBeVisible();
  await expectAccessible(page);
  await page.evaluate(() => {
    const { world } = /** @type {any} */ (window).fake;
    world.appointments.find((/** @type {any} */ one) => one.starts_at === '2026-11-23T13:45:00' && one.practitioner_id.endsWith('103')).note = 'never';
  });
  await page.getByRole('button', { name: 'Move to next free: Smith, John' }).press('Enter');
  await expect(page.getByText(/no free time in the coming year/)).toBeVisible();
  await page.getByRole('button', { name: 'Move… Smith, John' }).press('Enter');
  await page.getByRole('dialog').getByLabel('Date').fill('30/11/2026');
  await page.getByRole('dialog').getByRole('button', { name: /^Move/ }).click();
  await expect(page.getByRole('row', { name: /Smith, John/ })).toHaveCount(0);
});

test('a refused time says who is away until when, and a room out of use is marked where it is chosen', async ({ page }) => {
  await page.goto('/today?leave');
  await expect(page.locator('.standing-label', { hasText: 'Leave: Training' })).toBeVisible();
  await expect(page.locator('.standing-label', { hasText: 'Emergencies only' })).toBeVisible();
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Patient' }).fill('Rossi');
  await expect(dialog.getByRole('option', { name: /Rossi, Sara/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('With').selectOption({ label: 'Dr Wei Chen' });
  await dialog.getByLabel('Date').fill('24/11/2026');
  await dialog.getByLabel('Time').fill('9:30');
  await dialog.getByRole('button', { name: /^Book/ }).click();
  await expect(dialog.getByText('Dr Chen is on leave until 27 Nov 2026 (Training)')).toBeVisible();
  await expect(dialog.getByLabel('Why at this time?')).toBeFocused();
  await expectAccessible(page, 'dialog');
  await dialog.getByLabel('Date').fill('23/11/2026');
  await dialog.getByLabel('Time').fill('15:30');
  await expect(dialog.getByLabel('Room')).toContainText('Room 4 (out of use then)');
});
