import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} key */
async function press(page, key) {
  await page.waitForTimeout(60);
  await page.keyboard.press(key);
  await page.waitForTimeout(60);
}
/** @param {Page} page @param {string} [query] */
async function open(page, query = '') {
  await page.goto(`/today${query}`);
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
}
/** @param {Page} page @param {string} name @param {string} when */
const card = (page, name, when) => page.locator(`.ec-event[data-id][aria-label*="${name}"][aria-label*=", ${when}–"]:not(.ec-preview)`);
/** @param {Page} page @param {string} name @param {string} when */
const row = (page, name, when) => page.locator('.list-row', { hasText: name }).filter({ hasText: when });
/** @param {Page} page @param {string} room */
const head = (page, room) => page.locator('.head', { hasText: room });

test('by room: a column per room and one without, a drag between them changes the room and nobody else', async ({ page }) => {
  await open(page);
  await press(page, 'Control+2');
  await expect(page.getByRole('button', { name: 'By room' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.head-name > .ellipsis')).toHaveText(['Room 1', 'Room 2', 'Room 3', 'Room 4', 'Room 5', 'Treatment', 'Room 6', 'Therapy', 'Room 7 (upper floor, by the stairs)', 'No room']);
  await expect(head(page, 'Treatment')).toContainText('Up to 2 at a time');
  await expect(head(page, 'Room 1')).toContainText('Dr Adeyemi');
  await expectAccessible(page);
  const from = await card(page, 'Okafor Ada', '10:45').boundingBox();
  const to = await head(page, 'Room 5').boundingBox();
  if (!from || !to) throw new Error('not on screen');
  await page.mouse.move(from.x + 60, from.y + 12);
  await page.mouse.down();
  for (let step = 1; step <= 8; step += 1) await page.mouse.move(from.x + 60 + ((to.x + 40 - from.x - 60) * step) / 8, from.y + 12);
  await page.mouse.up();
  await expect(page.locator('.toast')).toContainText('Moved Ada Okafor to 10:45, Room 5');
  const [{ practitioner_id, room_id, starts_at }] = await said(page, 'op:move_appointment');
  expect([practitioner_id.slice(-3), room_id.slice(-3), starts_at]).toEqual(['103', '205', '2026-11-23T10:45:00']);
  // By keys: into the next room.
  await card(page, 'Okafor Ada', '10:45').focus();
  await press(page, 'Alt+ArrowRight');
  await expect(page.locator('.toast').last()).toContainText('Treatment');
  await press(page, 'Control+z');
  await expect(page.locator('.toast').last()).toContainText('Undone');
});

test('free time in a room books there', async ({ page }) => {
  await open(page);
  await press(page, 'Control+2');
  const free = await head(page, 'Room 4').boundingBox();
  const line = await page.locator('.now-time').boundingBox();
  if (!free || !line) throw new Error('not on screen');
  await page.mouse.click(free.x + 50, line.y + 340);
  await expect(page.locator('cd-book dialog[open]')).toContainText('Room 4');
  await expect(page.locator('cd-book dialog[open]')).toContainText('Dr Dubois');
});

test('the list is a table that keys walk, with the keys of the cards', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await expectAccessible(page);
  expect(await page.locator('.list-name[tabindex="0"]').count()).toBe(1);
  await row(page, 'Okafor Ada', '10:45').locator('.list-name').focus();
  await expect(page.locator('#panel-name')).toHaveText('Ada Okafor');
  await press(page, 'a');
  await expect(row(page, 'Okafor Ada', '10:45')).toContainText('Arrived');
  await press(page, 'Control+z');
  await expect(row(page, 'Okafor Ada', '10:45')).toContainText('Confirmed');
  await press(page, 'ArrowDown');
  await expect(page.locator('#panel-name')).toHaveText('Luis García Márquez');
  await press(page, 'Enter');
  await expect(page.locator(':focus')).toHaveAttribute('data-act', /.+/);
  await press(page, 'Escape');
  await expect(page.locator(':focus')).toHaveClass(/list-name/);
  // By mouse: the status does the next step, a right click has everything.
  await row(page, 'García Márquez Luis', '10:50').locator('.list-status').click();
  await expect(row(page, 'García Márquez Luis', '10:50')).toContainText('Arrived');
  await row(page, 'Okafor Ada', '10:45').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /No-show/ }).click();
  await expect(row(page, 'Okafor Ada', '10:45')).toContainText('No-show');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Group by person' }).click();
  await expect(page.locator('.list-group').first()).toHaveText('Dr Ada Adeyemi 08:00–12:30, 13:30–17:00');
});

test('names are covered in the list too', async ({ page }) => {
  await open(page);
  await press(page, 'Control+4');
  await expect(page.locator('.list-row').first()).toBeVisible();
  await press(page, 'Control+.');
  await expect(page.locator('.list-row').first()).toContainText('Name covered');
  expect(await page.locator('cd-day-list').evaluate((list) => /Okafor|Kowalski/.test(list.innerHTML))).toBe(false);
});

test('a specialty and chosen people: what is left out is said, and comes back', async ({ page }) => {
  await open(page);
  const menu = page.getByRole('button', { name: 'View', exact: true });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Specialty: any' }).click();
  await page.getByRole('menuitemradio', { name: 'Nursing' }).click();
  await expect(page.locator('.head-name > .ellipsis')).toHaveText(['Nurse Gupta']);
  await expect(page.locator('.views-note')).toContainText('Only Nursing: 1 of 6 people');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show everybody' }).click();
  await expect(page.locator('.head-name')).toHaveCount(6);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Whose columns' }).click();
  for (const name of ['Dr Ada Adeyemi', 'Dr Wei Chen', 'Nurse Sunita Gupta']) await page.getByLabel(name).uncheck();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.locator('.head-name > .ellipsis')).toHaveText(['Dr Bianchi', 'Dr Dubois', 'Dr Eriksen']);
  // Kept for this person over a reload.
  await page.reload();
  await expect(page.locator('.head-name > .ellipsis')).toHaveText(['Dr Bianchi', 'Dr Dubois', 'Dr Eriksen']);
});

test('the hours grow in four steps, by keys and menu, and stay where one was', async ({ page }) => {
  await open(page);
  const height = async () => (await card(page, 'Okafor Ada', '10:45').boundingBox())?.height ?? 0;
  const first = await height();
  for (let step = 0; step < 5; step += 1) await press(page, 'Control+Alt+=');
  await expect.poll(height).toBeGreaterThan(first * 2.5);
  await expect(page.locator('.now-time')).toBeInViewport();
  for (let step = 0; step < 5; step += 1) await press(page, 'Control+Alt+-');
  await expect.poll(height).toBe(first);
  expect(first).toBeGreaterThanOrEqual(24);
});

test('a view is saved under a key, and another key says that nothing is there', async ({ page }) => {
  await open(page);
  await press(page, 'Control+6');
  await expect(page.locator('.toast')).toContainText('No view is saved on Ctrl+6');
  await press(page, 'Control+2');
  await press(page, 'Control+Alt+=');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('Rooms, tall', { delay: 40 });
  await page.getByLabel('Opened by').selectOption('5');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save view' }).click();
  await press(page, 'Control+1');
  await expect(page.getByRole('button', { name: 'By person' })).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'Control+6');
  await expect(page.getByRole('button', { name: 'By room' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Rooms, tall' })).toHaveAttribute('aria-checked', 'true');
});

test('a practitioner’s third view is their own day', async ({ page }) => {
  await open(page, '?as=chen');
  await press(page, 'Control+3');
  await expect(page.locator('.head-name > .ellipsis')).toHaveText(/^\s*Dr Chen/);
});

for (const [kind, key, rows] of /** @type {const} */ ([['room', 'Control+2', '.ec-event[data-id]'], ['list', 'Control+4', '.list-row']])) {
  test(`four hundred appointments by ${kind}: all are there, and one change costs little`, async ({ page }) => {
    await open(page, '?full&columns=10');
    const ms = await page.evaluate(async ([pressed, wanted]) => {
      const before = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: pressed.at(-1), ctrlKey: true, bubbles: true, composed: true }));
      while (document.querySelectorAll(wanted).length < 400) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - before;
    }, /** @type {[string, string]} */ ([key, rows]));
    console.log(`400 by ${kind} painted in ${ms.toFixed(0)} ms`);
    await expect(page.locator(rows)).toHaveCount(400);
    // News about one changes one: the others are the same elements as before, and the day is not asked again.
    const [id, other] = await page.locator(rows).evaluateAll((all) => [200, 100].map((n) => /** @type {HTMLElement} */ (all[n]).dataset.id ?? ''));
    await page.evaluate(([wanted, stays]) => {
      Object.assign(window, { same: document.querySelector(`[data-id="${stays}"]`) });
      /** @type {any} */ (window).elsewhere(wanted, { status: 'no_show' });
    }, [id, other]);
    await expect(page.locator(`[data-id="${id}"]:is(.is-no-show, :has(.is-no-show))`)).toHaveCount(1);
    expect(await page.evaluate(() => /** @type {any} */ (window).same.isConnected)).toBe(true);
    expect((await said(page, 'ask:day')).length).toBe(1);
  });
}

test('where the window is narrow the menu has the switch, and nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await open(page);
  const book = await page.getByRole('button', { name: /^Book/ }).first().boundingBox();
  expect((book?.x ?? 0) + (book?.width ?? 0)).toBeLessThan(1024);
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'List' }).first().click();
  await expect(page.getByRole('table')).toBeVisible();
});

test('a full day draws first what is in sight, and then the rest', async ({ page }) => {
  // What stands when the day is first painted: how many cards, and whether any that the window shows is missing from it later.
  await page.addInitScript(() => {
    const cards = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('cd-day-grid .ec-event[data-id]')]);
    const look = () => {
      const first = cards();
      if (first.length) Object.assign(window, { first: first.map((card) => card.dataset.id) });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await open(page, '?full&columns=10');
  await expect(page.locator('.ec-event[data-id]')).toHaveCount(400);
  const { first, seen } = await page.evaluate(() => {
    const main = /** @type {HTMLElement} */ (document.querySelector('cd-day-grid .ec-main')).getBoundingClientRect();
    const isSeen = (/** @type {Element} */ card) => {
      const { top, bottom, left, right } = card.getBoundingClientRect();
      return bottom > main.top && top < main.bottom && right > main.left && left < main.right;
    };
    return { first: /** @type {any} */ (window).first, seen: [...document.querySelectorAll('cd-day-grid .ec-event[data-id]')].filter(isSeen).map((card) => /** @type {HTMLElement} */ (card).dataset.id) };
  });
  expect(first.length).toBeLessThan(400);
  expect(seen.length).toBeGreaterThan(50);
  expect(seen.filter((/** @type {any} */ id) => !first.includes(id))).toEqual([]);
});

test('another full day, and another way of looking at it, draw first what is in sight', async ({ page }) => {
  await open(page, '?full&columns=10');
  await expect(page.locator('.ec-event[data-id]')).toHaveCount(400);
  for (const change of ['2026-11-25', 'Control+2', 'Control+1']) {
    const { first, hidden } = await page.evaluate(async (key) => {
      const grid = /** @type {any} */ (document.querySelector('cd-day-grid'));
      const cards = () => /** @type {HTMLElement[]} */ ([...grid.querySelectorAll('.ec-event[data-id]')]);
      const before = grid.shown;
      const name = key.split('+')[1];
      if (name) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, ctrlKey: true, bubbles: true, composed: true }));
      } else {
        history.pushState({}, '', `/today/${key}`);
        dispatchEvent(new PopStateEvent('popstate'));
      }
      while (grid.shown === before || !cards().every((card) => grid.state.get(card.dataset.id))) await new Promise(requestAnimationFrame);
      const drawn = cards().map((card) => card.dataset.id);
      const main = grid.main.getBoundingClientRect();
      const isSeen = (/** @type {Element} */ card) => {
        const { top, bottom, left, right } = card.getBoundingClientRect();
        return bottom > main.top && top < main.bottom && right > main.left && left < main.right;
      };
      while (cards().length < 400) await new Promise(requestAnimationFrame);
      return { first: drawn.length, hidden: cards().filter((card) => isSeen(card) && !drawn.includes(card.dataset.id)).length };
    }, change);
    expect({ change, partly: first > 50 && first < 400, hidden }).toEqual({ change, partly: true, hidden: 0 });
    await expect(page.locator('.ec-event[data-id]:not([aria-label])')).toHaveCount(0);
  }
});
