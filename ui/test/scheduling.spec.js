// What the day, its lists and its forms say of time: reasons, midnight, who fits, and the way from a list into the day.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ID = (/** @type {number} */ n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** @param {Page} page @param {string} time */
const card = (page, time) => page.locator(`.ec-event[aria-label*="${time}"]`).first();

test('the panel says why two are at once or a time is outside hours, on whose word and since when', async ({ page }) => {
  await page.goto('/today');
  await page.locator('.ec-event[aria-label*="Overbooked"]').first().click();
  const panel = page.locator('cd-panel');
  await expect(panel.locator('.panel-why')).toHaveText(/Overbooked “Sent over by the hospital”\s*S\. Gupta, 20 Nov 2026, 10:47/);
  await expectAccessible(page, 'cd-panel');
  await page.keyboard.press('Control+.');
  await expect(panel.locator('.panel-why')).not.toContainText('hospital');
  await page.keyboard.press('Control+.');
  await page.locator('.ec-event[aria-label*="Outside working hours"]').first().click();
  await expect(panel.locator('.panel-why')).toContainText('Outside working hours “Comes from far away”');
  // What is said now stands there at once.
  await card(page, '14:00–14:15').click();
  await page.keyboard.press('m');
  await page.locator('cd-move').getByLabel('Time').fill('18:30');
  await page.keyboard.press('Enter');
  await page.getByLabel('Why at this time?').fill('Works until six');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-move')).toHaveCount(0);
  await expect(panel.locator('.panel-why')).toContainText('“Works until six”');
  await expect(panel.locator('.panel-why')).toContainText('M. Novak, 23 Nov 2026');
});

test('an end may be midnight, as 24:00; a start may not', async ({ page }) => {
  await page.goto('/calendar/leave');
  await page.getByRole('button', { name: 'Add a day' }).click();
  await page.getByLabel('What is it?').selectOption({ label: 'Block' });
  await page.getByLabel('For whom').selectOption({ label: 'Dr Wei Chen' });
  await page.getByLabel('Date', { exact: true }).fill('24/11/2026');
  await page.getByLabel('From what time').fill('24:00');
  await page.getByLabel('Until what time').fill('24');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('[data-field="starts"] .message')).toContainText('This is not a time');
  await expect(page.locator('[data-field="ends"] input')).toHaveValue('24:00');
  await expect(page.locator('[data-field="ends"]')).toContainText('Midnight, the end of that day');
  await page.getByLabel('From what time').fill('22');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => said(page, 'op:add_exception')).toHaveLength(1);
  expect((await said(page, 'op:add_exception'))[0].details).toMatchObject({ starts: '22:00', ends: '24:00' });
});

for (const [cycle, typed, shown] of [['24', '24:00', '24:00'], ['12', '12 am', '12:00 am']]) {
  test(`hours until midnight are shown, typed and saved on a ${cycle}-hour clock`, async ({ page }) => {
    await page.goto('/calendar/hours');
    await page.evaluate((hour_cycle) => {
      const { fake } = /** @type {any} */ (window);
      fake.world.clinic.hour_cycle = hour_cycle;
      const chen = fake.world.practitioners.find((/** @type {any} */ one) => one.short_name === 'Dr Chen');
      // Set elsewhere, at the command line.
      chen.hours = chen.hours.map((/** @type {any} */ span) => (span.ends === '16:30' ? { ...span, ends: '24:00' } : span));
      fake.news([{ kind: 'clinic', id: '' }, { kind: 'practitioner', id: chen.practitioner_id }]);
    }, cycle);
    await expect(page.locator('.row-button', { hasText: 'Dr Wei Chen' })).toBeVisible();
    await page.locator('.row-button', { hasText: 'Dr Wei Chen' }).click();
    await expect(page.getByLabel('Monday, to (2)')).toHaveValue(shown);
    await page.getByLabel('Friday, to (2)').fill(typed);
    await page.getByLabel('Friday, from (2)').fill(typed);
    await page.getByRole('button', { name: 'Save' }).click();
    if (cycle === '24') {
      await expect(page.getByText('This is not a time').first()).toBeVisible();
      await page.getByLabel('Friday, from (2)').fill('20:00');
    } else {
      // Twelve at night is the beginning of the day there: before the hours above it.
      await page.getByLabel('Friday, from (2)').fill('8 pm');
    }
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => said(page, 'op:set_working_hours')).toHaveLength(1);
    const [{ spans }] = await said(page, 'op:set_working_hours');
    expect(spans.filter((/** @type {any} */ span) => span.weekday === 5).at(-1)).toEqual({ weekday: 5, starts: '20:00', ends: '24:00' });
    expect(spans.filter((/** @type {any} */ span) => span.weekday === 1).at(-1)).toEqual({ weekday: 1, starts: '13:00', ends: '24:00' });
  });
}

test('a right click on a free time asks who fits there, or books there', async ({ page }) => {
  await page.goto('/today?now=2026-11-23T07:50:00');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  // Dr Chen has nobody between 12:30 and 12:45 of her afternoon's beginning.
  const cell = page.locator('.ec-event[aria-label*="13:00–13:30"][aria-label*="Dr Chen"]');
  await cell.scrollIntoViewIfNeeded();
  const box = /** @type {{x: number, y: number, height: number, width: number}} */ (await cell.boundingBox());
  // Right under it: 13:30 to 13:45 is free.
  await page.mouse.click(box.x + box.width / 2, box.y + box.height + 8, { button: 'right' });
  const menu = page.locator('.menu');
  await expect(menu.getByRole('menuitem', { name: 'Book at 13:30' })).toBeVisible();
  await expectAccessible(page, '.menu');
  await menu.getByRole('menuitem', { name: 'Who fits here? 13:30–13:45' }).click();
  await expect(page.locator('cd-waitlist-fits h2')).toContainText('13:30–13:45');
  expect((await said(page, 'ask:waitlist_fits')).at(-1)).toMatchObject({ practitioner_id: ID(103), room_id: ID(203), starts_at: '2026-11-23T13:30:00', ends_at: '2026-11-23T13:45:00' });
});

test('the same by keys: the free times of whom is selected', async ({ page }) => {
  await page.goto('/today');
  await page.locator('.ec-event[aria-label*="14:00–14:30"]').first().focus();
  await page.keyboard.press('Shift+F');
  const menu = page.locator('.menu');
  await expect(menu).toContainText('Free times');
  const first = await menu.getByRole('menuitem').first().innerText();
  // Only hers, and nothing that is over.
  for (const text of await menu.getByRole('menuitem').allInnerTexts()) expect(text).toContain(first.split(', ')[1]);
  expect(first >= '10:45').toBe(true);
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('menuitem').first()).toContainText('Book at');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-waitlist-fits dialog')).toBeVisible();
});

test('out of a room that is out of use: the same time in a like room, and it says which', async ({ page }) => {
  await page.goto('/calendar/to-be-moved');
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    fake.world.exceptions.push({ exception_id: fake.world.id(9100), version: 1, kind: 'out_of_use', room_id: fake.world.id(204), from: '2026-11-23', to: '2026-12-14', block: null, practitioner_id: null, starts: null, ends: null, weekdays: [], replaces: false, label: 'New floor' });
    fake.news([{ kind: 'exception', id: '' }]);
  });
  const row = page.locator('tr[data-appointment]', { hasText: '14:00' });
  await row.getByRole('button', { name: /^Move to next free/ }).click();
  await expect(row).toContainText(/Moved to Mon 23 Nov 2026, 14:00, Room \d/);
});

test('from a week, a patient’s visits or the overbookings the appointment is selected and in sight in its day', async ({ page }) => {
  const panel = page.locator('#panel-name');
  const selected = page.locator('.ec-event.is-selected');
  await page.goto('/calendar/week');
  const last = page.locator('.week-card', { hasText: '16:00' }).first();
  await last.scrollIntoViewIfNeeded();
  await last.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/today\/2026-11-23\/0193/);
  await expect(panel).toBeVisible();
  await expect(selected).toHaveCount(1);
  await expect(selected).toBeInViewport();
  await expect(selected).toHaveAttribute('aria-label', /16:00/);
  // On another day, and although only others are shown.
  await page.goto('/today');
  await page.evaluate(() => localStorage.clear());
  await page.goto('/calendar/overbooked');
  await page.locator('tbody a').first().click();
  await expect(page).toHaveURL(/\/today\/2026-11-23\/0193/);
  await expect(selected).toHaveAttribute('aria-label', /Overbooked/);
  await expect(selected).toBeInViewport();
  await page.goto(`/patients/${ID(1004)}`);
  await page.locator('a[href*="/today/2026-11-24/"]').first().click();
  await expect(page).toHaveURL(/\/today\/2026-11-24\/0193/);
  await expect(selected).toHaveAttribute('aria-label', /García/);
  await expect(selected).toBeInViewport();
  // The day goes on without it.
  await page.keyboard.press('Control+ArrowRight');
  await expect(page).toHaveURL(/\/today\/2026-11-25$/);
});

test('a chosen view hides nothing that is looked for by name', async ({ page }) => {
  await page.goto('/calendar/overbooked');
  const href = /** @type {string} */ (await page.locator('tbody a').first().getAttribute('href'));
  await page.goto('/today');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Whose columns…' }).click();
  const people = page.getByRole('dialog');
  for (const name of ['Dr Wei Chen']) await people.getByLabel(name).uncheck();
  await people.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('.views-note')).toBeVisible();
  await page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, href);
  await expect(page.locator('.ec-event.is-selected')).toHaveAttribute('aria-label', /Overbooked/);
  await expect(page.locator('.views-note')).toHaveCount(0);
});

test('the list says who works when, what stands in a day and what is free; everybody stands there', async ({ page }) => {
  await page.goto('/today?leave');
  await page.evaluate(() => {
    // Nurse Gupta has nobody that day.
    const { world } = /** @type {any} */ (window).fake;
    for (const one of world.appointments) if (one.practitioner_id === world.id(106)) one.starts_at = one.starts_at.replace('2026-11-23', '2026-11-30');
    /** @type {any} */ (window).fake.news([{ kind: 'exception', id: '' }]);
  });
  await page.getByRole('button', { name: 'List', exact: true }).click();
  const list = page.locator('cd-day-list');
  await expect(list.locator('tbody').first()).toContainText('Working hours');
  await expect(list.getByRole('row', { name: /Leave: Training.*Dr Chen/ }).first()).toBeVisible();
  await expect(list.getByRole('row', { name: /13:30–15:00.*Emergencies only.*Dr Bianchi/ })).toBeVisible();
  await expect(list.getByRole('row', { name: /08:30–12:30, 13:15–16:45.*Nurse Gupta/ })).toBeVisible();
  await expectAccessible(page, 'cd-day-list');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Group by person' }).click();
  const gupta = list.locator('tbody', { hasText: 'Nurse Sunita Gupta' });
  await expect(gupta.getByRole('rowheader').first()).toContainText('08:30–12:30, 13:15–16:45');
  // Now it is 10:47: what is left of the morning, and the afternoon.
  await expect(gupta.locator('tr.is-free')).toHaveText([/10:50–12:30\s*Free, 1 h 40 min/, /13:15–16:45\s*Free, 3 h 30 min/]);
  const [width, group] = await Promise.all([list.locator('thead').evaluate((one) => one.clientWidth), gupta.locator('.list-group th').evaluate((one) => one.clientWidth)]);
  expect(group).toBe(width);
  // By keys: walked like the others, and Enter asks what to do with it.
  await gupta.locator('.list-name').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(gupta.locator('.list-name').nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: /Who fits here\? 13:15–16:45/ }).click();
  await expect(page.locator('cd-waitlist-fits dialog')).toBeVisible();
});

test('what was left open in the evening is proposed the next morning, and is gone once it is settled', async ({ page }) => {
  await page.goto('/today?now=2026-11-25T08:02:00');
  const line = page.locator('.no-shows');
  await expect(line).toContainText('Left open on Tue 24 Nov 2026: 6 patients who were not entered as arrived.');
  await expectAccessible(page, 'cd-no-shows');
  await line.getByRole('button', { name: 'Look' }).click();
  await page.getByRole('button', { name: 'Mark 6 as no-shows' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(line).toHaveCount(0);
  // An undo opens one of them again.
  await page.keyboard.press('Control+z');
  await expect(line).toContainText('1 patient who');
  // It is asked about on the day itself, not on each that is looked at.
  await page.keyboard.press('Control+ArrowRight');
  await expect(page).toHaveURL(/2026-11-26/);
  await expect(line).toHaveCount(0);
});
