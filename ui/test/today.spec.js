import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} label */
function card(page, label) {
  const [name, when] = label.split(', ');
  return page.locator(`.ec-event[data-id][aria-label*="${name}"][aria-label*=", ${when}${when.includes('–') ? '' : '–'}"]:not(.ec-preview)`);
}
/** A key pressed as a person does: a scanner's pace would mean nothing. @param {Page} page @param {string} key */
async function press(page, key) {
  await page.waitForTimeout(60);
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}
/** Drag by the middle of one place to another. @param {Page} page @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step += 1) await page.mouse.move(from.x + ((to.x - from.x) * step) / 8, from.y + ((to.y - from.y) * step) / 8);
  await page.waitForTimeout(50);
  await page.mouse.up();
}
/** @param {import('@playwright/test').Locator} locator */
async function middle(locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
}
/** @param {Page} page @param {string} [query] */
async function open(page, query = '') {
  await page.goto(`/today${query}`);
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}
/** One slot of half an hour is this tall. */
const HALF_HOUR = 54;

test('the day stands as it should: heads, now a third from the top, one tab stop', async ({ page }) => {
  await open(page);
  await expect(page.locator('.head-name').first()).toContainText('Dr Adeyemi');
  await expect(page.locator('.head').first()).toContainText('3 waiting');
  const { main, now } = await page.evaluate(() => ({
    main: /** @type {Element} */ (document.querySelector('.ec-main')).getBoundingClientRect().toJSON(), now: /** @type {Element} */ (document.querySelector('.now-time')).getBoundingClientRect().toJSON(),
  }));
  expect((now.y - main.y) / main.height).toBeGreaterThan(0.25);
  expect((now.y - main.y) / main.height).toBeLessThan(0.45);
  expect(await page.locator('.ec-event[tabindex="0"]').count()).toBe(1);
});

test('nothing for axe to find, in both themes', async ({ page }) => {
  await open(page);
  await expectAccessible(page);
  await card(page, 'Okafor Ada, 10:45').click();
  await expect(page.locator('.panel')).toContainText('Allergy recorded');
  await expectAccessible(page);
});

test('arrows walk; the panel follows; Enter goes to what can be done', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'ArrowDown');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Wiśniewski Tomasz.*, 11:00–/);
  await expect(page.locator('#panel-name')).toHaveText('Tomasz Wiśniewski');
  await press(page, 'ArrowRight');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /García Márquez Luis.*, 10:50–/);
  await press(page, 'Home');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Smith John.*, 09:00–/);
  await press(page, 'Enter');
  await expect(page.locator(':focus')).toHaveAttribute('data-act', /.+/);
  await press(page, 'Escape');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Smith John.*, 09:00–/);
});

test('one key, or one click on the mark, says a patient arrived; undo takes it back', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'a');
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /Arrived/);
  await expect(page.locator('.toast')).toContainText('Ada Okafor: Arrived');
  await expect(page.locator('cd-queue')).toContainText('Waiting 8');
  await press(page, 'Control+z');
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /Confirmed/);
  await card(page, 'García Márquez Luis, 10:50').locator('.card-mark').click();
  await expect(card(page, 'García Márquez Luis, 10:50')).toHaveAttribute('aria-label', /Arrived/);
});

test('an appointment is moved by drag and by its edge, patched in place', async ({ page }) => {
  await open(page);
  await page.evaluate(() => Object.assign(window, { same: document.querySelector('.ec-event[aria-label*="Nguyễn Lan"][aria-label*="11:30–"]') }));
  const from = await middle(card(page, 'Okafor Ada, 10:45'));
  const column = await middle(card(page, 'García Márquez Luis, 10:50'));
  await drag(page, from, { x: column.x, y: from.y + HALF_HOUR * 0.75 });
  await expect(page.locator('.toast')).toContainText('Moved Ada Okafor to 11:10, Dr Dubois');
  await expect(card(page, 'Okafor Ada, 11:10')).toBeVisible();
  const edge = (await middle(card(page, 'Okafor Ada, 11:10'))).box;
  await drag(page, { x: edge.x + 40, y: edge.y + edge.height - 4 }, { x: edge.x + 40, y: edge.y + edge.height + 5 });
  await expect(card(page, 'Okafor Ada, 11:10–11:30')).toBeVisible();
  expect((await said(page, 'op:move_appointment')).map((one) => [one.starts_at, one.minutes])).toEqual([['2026-11-23T11:10:00', 15], ['2026-11-23T11:10:00', 20]]);
  // The day was asked once, and the other cards are the same elements as before.
  expect((await said(page, 'ask:day')).length).toBe(1);
  expect(await page.evaluate(() => /** @type {any} */ (window).same.isConnected)).toBe(true);
});

test('keys move and lengthen: many presses are one change', async ({ page }) => {
  await open(page);
  await card(page, 'García Márquez Luis, 14:15').focus();
  await press(page, 'Alt+ArrowUp');
  await expect(page.locator('.toast').first()).toContainText('Moved Luis García Márquez to 14:00');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /García Márquez Luis.*, 14:00–/);
  await page.keyboard.down('Alt');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.up('Alt');
  await expect(card(page, 'García Márquez Luis, 14:15')).toBeVisible();
  await press(page, 'Alt+Shift+ArrowDown');
  await expect(card(page, 'García Márquez Luis, 14:15–14:35')).toBeVisible();
  expect((await said(page, 'op:move_appointment')).length).toBe(3);
  await press(page, 'Control+z');
  await expect(card(page, 'García Márquez Luis, 14:15–14:30')).toBeVisible();
});

test('a taken time puts the card back and offers free ones', async ({ page }) => {
  await open(page);
  const from = await middle(card(page, 'Okafor Ada, 10:45'));
  await drag(page, from, { x: from.x, y: from.y + HALF_HOUR / 2 });
  await expect(page.locator('dialog[open]')).toContainText('Tomasz');
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /Okafor Ada.*, 10:45–/);
});

test('outside working hours a reason is asked for', async ({ page }) => {
  await open(page);
  await card(page, 'Mbeki Thandiwe, 12:15').focus();
  await press(page, 'Alt+ArrowDown');
  await expect(page.locator('dialog[open]')).toBeVisible();
  await expect(page.locator('dialog[open] .clash')).toBeVisible();
});

test('what somebody else changed meanwhile is said, and shown', async ({ page }) => {
  await open(page);
  const id = await card(page, 'Okafor Ada, 10:45').getAttribute('data-id');
  await card(page, 'Okafor Ada, 10:45').focus();
  await page.evaluate((wanted) => {
    const { world } = /** @type {any} */ (window).fake;
    const one = world.appointments.find((/** @type {any} */ other) => other.id === wanted);
    Object.assign(one, { status: 'no_show', version: one.version + 1 });
  }, id);
  await press(page, 'a');
  await expect(page.locator('.toast')).toContainText('S. Gupta changed this appointment meanwhile');
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /No-show/);
});

test('news from another workstation changes one card, or takes it to another day', async ({ page }) => {
  await open(page);
  const id = await card(page, 'Okafor Ada, 10:45').getAttribute('data-id');
  await page.evaluate((wanted) => /** @type {any} */ (window).elsewhere(wanted, { status: 'arrived' }), id);
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /Arrived/);
  await page.evaluate((wanted) => /** @type {any} */ (window).elsewhere(wanted, { starts_at: '2026-11-24T11:00:00', ends_at: '2026-11-24T11:15:00' }), id);
  await expect(page.locator(`.ec-event[data-id="${id}"]`)).toHaveCount(0);
  expect((await said(page, 'ask:day')).length).toBe(1);
});

test('another day by button, key and typing; the date is read back in words', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(page.locator('.lead-date')).toHaveValue('Tue 24 Nov 2026');
  await expect(card(page, 'García Luis, 08:30')).toBeVisible();
  await press(page, 'Control+ArrowLeft');
  await expect(page.locator('.lead-date')).toHaveValue('Mon 23 Nov 2026');
  await press(page, 'd');
  await page.keyboard.type('1/12', { delay: 50 });
  await expect(page.locator('.lead-echo')).toHaveText('Tuesday 1 December 2026');
  // As when another program comes to the front for a moment: the field stays the active one.
  await page.locator('.lead-date').evaluate((field) => ['blur', 'focus'].forEach((type) => field.dispatchEvent(new FocusEvent(type))));
  await expect(page.locator('.lead-echo')).toHaveText('Tuesday 1 December 2026');
  await page.keyboard.press('Enter');
  await expect(page.locator('.lead-date')).toHaveValue('Tue 1 Dec 2026');
  await press(page, 'Shift+t');
  await expect(page.locator('.lead-date')).toHaveValue('Mon 23 Nov 2026');
});

test('a click on free time and a drag over it open Book with the time set', async ({ page }) => {
  await open(page);
  const column = await middle(card(page, 'García Márquez Luis, 10:50'));
  // 11:10 to 11:30 is free for Dr Dubois.
  await page.mouse.click(column.x, column.y + HALF_HOUR * 0.55);
  await expect(page.locator('cd-book dialog[open]')).toBeVisible();
  await expect(page.locator('cd-book')).toContainText('Dr Dubois');
});

test('names are covered on this screen', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').click();
  await press(page, 'Control+.');
  await expect(page.locator('.ec-event[data-id]').first()).toHaveAttribute('aria-label', /Name covered/);
  expect(await page.locator('cd-day-grid').evaluate((grid) => /Okafor|Kowalski/.test(grid.innerHTML))).toBe(false);
  await expect(page.locator('.panel')).not.toContainText('Okafor');
  await press(page, 'Control+.');
  await expect(page.locator('#panel-name')).toHaveText('Ada Okafor');
});

test('letters act only outside fields, can be switched off, and a scan does nothing', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').focus();
  // As fast as a scanner types, however busy this computer is.
  await page.evaluate(() => {
    const from = performance.now();
    for (const [place, key] of ['A', 'C', 'P', 'Enter'].entries()) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
      Object.defineProperty(event, 'timeStamp', { value: from + place * 5 });
      document.activeElement?.dispatchEvent(event);
    }
  });
  await page.waitForTimeout(150);
  expect((await said(page, 'op:change_status')).length).toBe(0);
  await page.evaluate(() => localStorage.setItem(`keys.letters.${/** @type {any} */ (window).fake.world.me.user_id}`, 'off'));
  await press(page, 'a');
  await page.waitForTimeout(100);
  expect((await said(page, 'op:change_status')).length).toBe(0);
});

test('two letters after one another count on a computer that is too busy to look between them', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const press = (/** @type {string} */ key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    press('g');
    for (const from = performance.now(); performance.now() - from < 80; );
    press('p');
  });
  await expect(page.locator('cd-patients')).toBeVisible();
});

test('the doctor calls in; from in room the patient can wait for somebody else', async ({ page }) => {
  await open(page, '?as=chen');
  await card(page, 'Wiśniewski Tomasz, 11:00').click();
  await page.getByRole('button', { name: /^Call in/ }).click();
  await expect(card(page, 'Wiśniewski Tomasz, 11:00')).toHaveAttribute('aria-label', /In room/);
  await page.getByRole('button', { name: /^Waits for/ }).click();
  await page.getByRole('menuitemradio', { name: 'Nurse Gupta' }).click();
  await expect(page.locator('.panel')).toContainText('Waits for Nurse Gupta');
  await expect(page.locator('.head[data-column$="106"]')).toContainText('1 waiting');
});

test('the context menu does what the keys do', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  await page.getByRole('menuitem', { name: /No-show/ }).click();
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /No-show/);
});

test('at 200 % the panel is a sheet that the keyboard can close', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await open(page);
  await card(page, 'Okafor Ada, 10:45').click();
  await expect(page.locator('.panel')).toBeVisible();
  await expectAccessible(page);
  await page.locator('.side-close').click();
  await expect(page.locator('.panel')).toBeHidden();
});

test('what somebody changed since cannot be undone, and is said with their name', async ({ page }) => {
  await open(page);
  const id = await card(page, 'Okafor Ada, 10:45').getAttribute('data-id');
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'a');
  await expect(page.locator('.toast')).toContainText('Arrived');
  await page.evaluate((wanted) => /** @type {any} */ (window).elsewhere(wanted, { status: 'in_room' }), id);
  await press(page, 'Control+z');
  await expect(page.locator('.toast-error')).toContainText('S. Gupta changed this since');
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /In room/);
});

test('recent changes are listed, and any of them can be undone', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'a');
  await card(page, 'García Márquez Luis, 10:50').focus();
  await press(page, 'a');
  await expect(card(page, 'García Márquez Luis, 10:50')).toHaveAttribute('aria-label', /Arrived/);
  await press(page, 'z');
  await page.getByRole('menuitem', { name: /Ada Okafor: Arrived/ }).click();
  await expect(card(page, 'Okafor Ada, 10:45')).toHaveAttribute('aria-label', /Confirmed/);
  await expect(card(page, 'García Márquez Luis, 10:50')).toHaveAttribute('aria-label', /Arrived/);
});

test('what was undone is done again, in the order of the keys; a new change ends that', async ({ page }) => {
  await open(page);
  const ada = () => card(page, 'Okafor Ada, 10:45');
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'a');
  await expect(ada()).toHaveAttribute('aria-label', /Arrived/);
  await press(page, 'r');
  await expect(ada()).toHaveAttribute('aria-label', /In room/);
  await press(page, 'Control+z');
  await press(page, 'Control+z');
  await expect(ada()).toHaveAttribute('aria-label', /Confirmed/);
  await press(page, 'Control+Shift+z');
  await expect(page.locator('.toast').last()).toContainText('Done again: Ada Okafor: Arrived');
  await expect(ada()).toHaveAttribute('aria-label', /Arrived/);
  await press(page, 'z');
  await expect(page.getByRole('menuitem', { name: 'Do again: Ada Okafor: In room' })).toBeVisible();
  await page.keyboard.press('Escape');
  await card(page, 'García Márquez Luis, 10:50').focus();
  await press(page, 'a');
  await press(page, 'Control+Shift+z');
  await expect(page.locator('.toast').last()).toContainText('nothing to do again');
});

test('services, room and note are edited, and the price follows', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').focus();
  await press(page, 'e');
  await expect(page.locator('dialog[open] textarea')).toBeFocused();
  await page.keyboard.type('Comes with her daughter');
  await page.getByRole('button', { name: /^ECG/ }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.panel')).toContainText('Comes with her daughter');
  await expect(page.locator('.panel')).toContainText('ECG');
});

test('narrow cards give the name a line of its own; heads keep the room; the side says who comes next', async ({ page }) => {
  await open(page);
  const longName = card(page, 'Fernández de Córdoba y Álvarez de las Asturias Pedro, 13:30');
  const [name, clock] = [await longName.locator('.card-name').boundingBox(), await longName.locator('.card-time').boundingBox()];
  expect(clock?.y).toBeGreaterThan(name?.y ?? 0);
  const room = page.locator('.head-more', { hasText: 'Treatment' });
  expect(await room.evaluate((line) => line.scrollWidth - line.clientWidth)).toBe(0);
  await expect(page.locator('.head').first()).toContainText('3 waiting');
  const next = page.getByRole('region', { name: 'Next to arrive' });
  await expect(next.getByRole('button').first()).toContainText(/Okafor, Ada.*2 min late/s);
  await next.getByRole('button').first().click();
  await expect(page.locator('.panel')).toContainText('Ada');
  await expect(next).toHaveCount(0);
});

test('what takes long shows where it will stand, and only then', async ({ page }) => {
  await open(page);
  await page.evaluate(() => Object.assign(/** @type {any} */ (window).fake.pace, { slow: 3000 }));
  await page.getByRole('button', { name: 'Next day' }).click();
  // Held still and looked at by its own clock: this computer's is not asked.
  const opacities = await page.locator('.today-skeleton').evaluate((el) => {
    const [appears] = el.getAnimations();
    appears.pause();
    return [0, 100, 1000].map((ms) => {
      appears.currentTime = ms;
      return Number(getComputedStyle(el).opacity);
    });
  });
  expect(opacities).toEqual([0, 0, 1]);
  await expect(card(page, 'García Luis, 08:30')).toBeVisible();
  await expect(page.locator('.today-skeleton')).toHaveCount(0);
});

test('after a lock everything stands where it stood', async ({ page }) => {
  await open(page);
  await card(page, 'Okafor Ada, 10:45').click();
  await page.locator('.ec-main').evaluate((main) => main.scrollTo(0, 111));
  await page.waitForTimeout(100);
  await press(page, 'Control+l');
  await expect(page.locator('cd-sign-in')).toBeVisible();
  expect(await page.locator('body').innerText()).not.toContain('Okafor');
  await page.evaluate(async () => {
    const { fake } = /** @type {any} */ (window);
    fake.world.phase = 'open';
    const people = fake.world.people;
    fake.tell('boot', { phase: 'open', connection: { id: 'main', name: 'Clinic server', kind: 'server', address: 'clinic-db' }, clinic: { ...fake.world.clinic }, person: fake.world.me, quick_people: [], workstation: { id: 'w1', name: 'Front desk 1' }, notices: [], people });
  });
  await expect(page.locator('#panel-name')).toHaveText('Ada Okafor');
  await page.waitForTimeout(200);
  expect(await page.locator('.ec-main').evaluate((main) => main.scrollTop)).toBe(111);
});

test('ten columns keep their width and scroll under fixed heads and times', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await open(page, '?columns=10&tens');
  const widths = await page.locator('.head').evaluateAll((heads) => heads.map((head) => /** @type {Element} */ (head.closest('.ec-col-head')).getBoundingClientRect().width));
  expect(widths.length).toBe(10);
  expect(Math.min(...widths)).toBeGreaterThanOrEqual(132);
  await page.locator('.ec-main').evaluate((main) => main.scrollTo(600, 300));
  const { left, gutter } = await page.evaluate(() => ({
    left: /** @type {Element} */ (document.querySelector('.ec-main')).getBoundingClientRect().left, gutter: /** @type {Element} */ (document.querySelector('.ec-body .ec-sidebar')).getBoundingClientRect().left,
  }));
  expect(gutter).toBe(left);
  // The smallest card can still be hit.
  const heights = await page.locator('.ec-event[data-id]').evaluateAll((cards) => cards.map((one) => one.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
});

test('the window freezes Object.prototype; nothing here minds', async ({ page }) => {
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.addInitScript(() => Object.freeze(Object.prototype));
  await open(page);
  await card(page, 'Okafor Ada, 10:45').click();
  await press(page, 'b');
  await expect(page.locator('cd-book dialog[open]')).toBeVisible();
  await press(page, 'Escape');
  for (const path of ['/patients', '/admin/people?as=admin', '/?phase=sign_in', '/?phase=first_run']) {
    await page.goto(path);
    await page.waitForTimeout(400);
  }
  expect(errors).toEqual([]);
});
