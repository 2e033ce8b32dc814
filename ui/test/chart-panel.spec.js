// The chart beside the day: opened from the selected appointment, and closed again without having left Today.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const RESTRICTED = '01934f00-0000-7000-8000-000000001006';

/** The first card of a patient who is still to come or here. @param {Page} page @param {string} patient */
async function cardOf(page, patient) {
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  const id = await page.evaluate((wanted) => /** @type {any} */ (window).fake.world.appointments.find((/** @type {any} */ one) => one.patient_id === wanted && document.querySelector(`.ec-event[data-id="${one.id}"]`))?.id, patient);
  return page.locator(`.ec-event[data-id="${id}"]`);
}

/** @param {Page} page @param {string} [patient] @param {string} [as] */
async function open(page, patient = ADA, as = 'chen') {
  await page.goto(`/today?as=${as}`);
  const card = await cardOf(page, patient);
  await card.click();
  await expect(page.locator('.panel [data-act="chart"]')).toBeVisible();
  await page.keyboard.press('h');
  await expect(page.locator('.chart-panel')).toBeVisible();
  return { card, panel: page.locator('.chart-panel') };
}

test('H opens the chart beside the day, its tabs turn in place, and Esc leads back to the card', async ({ page }) => {
  const { card, panel } = await open(page);
  await expect(panel).toBeFocused();
  await expect(panel.getByRole('heading', { name: 'Okafor, Ada' })).toBeVisible();
  await expect(panel).toContainText('MRN100480');
  await expect(panel).toContainText('Allergy: Penicillin (severe: rash)');
  await expect(panel.locator('cd-chart-summary')).toContainText('Essential (primary) hypertension');
  expect(await said(page, 'op:open_chart')).toEqual([{ op: 'open_chart', patient_id: ADA }]);
  await expectAccessible(page);
  for (const [tab, part] of [['Visits', 'cd-visit-list'], ['Problems', 'cd-chart-problems'], ['Medicines', 'cd-medicines'], ['Vitals', 'cd-vitals-sheet'], ['Files', 'cd-files']]) {
    await panel.getByRole('link', { name: tab, exact: true }).click();
    await expect(panel.locator(part)).toBeVisible();
    await expect(page).toHaveURL(/\/today/);
  }
  await expectAccessible(page);
  expect(await said(page, 'op:open_chart')).toHaveLength(1);
  await expect(card).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(card).toBeFocused();
  await expect(page.locator('.panel')).toBeVisible();
  await page.keyboard.press('h');
  await expect(panel).toBeVisible();
  await page.keyboard.press('h');
  await expect(panel).toHaveCount(0);
  await expect(card).toBeFocused();
});

test('with the mouse: from the panel, to the page at the same place, and closed by its button', async ({ page }) => {
  await page.goto('/today?as=chen');
  await (await cardOf(page, ADA)).click();
  await page.locator('.panel').getByRole('button', { name: 'Chart' }).click();
  const panel = page.locator('.chart-panel');
  await panel.getByRole('button', { name: 'Close the chart' }).click();
  await expect(panel).toHaveCount(0);
  await page.locator('.panel').getByRole('button', { name: 'Chart' }).click();
  await panel.getByRole('link', { name: 'Vitals', exact: true }).click();
  await expect(panel.locator('cd-vitals-sheet')).toBeVisible();
  await panel.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page).toHaveURL(new RegExp(`/patients/${ADA}/vitals`));
  await expect(page.locator('.patient-page cd-vitals-sheet')).toBeVisible();
});

test('it is among the keys and the commands', async ({ page }) => {
  await page.goto('/today?as=chen');
  const card = await cardOf(page, ADA);
  await card.click();
  await page.keyboard.press('?');
  await expect(page.locator('cd-help-keys dt, cd-help-keys tr, cd-help-keys li, cd-help-keys div').filter({ hasText: /^\s*Chart\s*H\s*$/ }).or(page.locator('cd-help-keys').getByText('Chart', { exact: true })).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('chart', { delay: 40 });
  await expect(page.getByRole('option', { name: /^Chart/ })).toBeVisible();
  await page.getByRole('option', { name: /^Chart/ }).click();
  await expect(page.locator('.chart-panel')).toBeVisible();
});

test('another patient closes it and opens no other record; so does covering the names', async ({ page }) => {
  const { panel } = await open(page);
  await page.locator('.ec-event[data-id]:not([aria-label*="Okafor"])').first().click();
  await expect(panel).toHaveCount(0);
  expect(await said(page, 'op:open_chart')).toHaveLength(1);
  await page.keyboard.press('h');
  await expect(panel).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(panel).toHaveCount(0);
  await expect(page.locator('.today')).not.toHaveClass(/with-chart/);
  // Opened while they are covered it stays, until they are covered the next time.
  await page.keyboard.press('h');
  await expect(panel).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(page.locator('.card .cover')).toHaveCount(0);
  await expect(panel).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(panel).toHaveCount(0);
});

test('a restricted record asks for the reason there too', async ({ page }) => {
  const { panel } = await open(page, RESTRICTED);
  const form = panel.locator('form.chart-shut');
  await expect(form).toContainText('This record is restricted');
  await expect(panel.locator('.patient-restricted')).toBeVisible();
  await expect(panel.locator('cd-chart-summary')).toHaveCount(0);
  await expectAccessible(page);
  await form.getByLabel('Reason').fill('Standing in for Dr Bianchi');
  await page.keyboard.press('Enter');
  await expect(panel.locator('cd-chart-summary')).toBeVisible();
  expect((await said(page, 'op:open_chart')).at(-1)).toMatchObject({ patient_id: RESTRICTED, reason: 'Standing in for Dr Bianchi' });
});

test('the desk has no chart beside the day', async ({ page }) => {
  await page.goto('/today?as=novak');
  await (await cardOf(page, ADA)).click();
  await expect(page.locator('.panel-actions')).toBeVisible();
  await expect(page.locator('[data-act="chart"]')).toHaveCount(0);
  await page.keyboard.press('h');
  await page.waitForTimeout(300);
  await expect(page.locator('.chart-panel')).toHaveCount(0);
  expect(await said(page, 'op:open_chart')).toEqual([]);
  expect(await page.evaluate(async () => (await /** @type {any} */ (window).fake.commands()).map((/** @type {any} */ one) => one.id))).not.toContain('appointment.chart');
});

test('a visit is written in it: out of a field Esc leads first, and no key means two things', async ({ page }) => {
  const { panel } = await open(page);
  await panel.getByRole('link', { name: 'Visits', exact: true }).click();
  await panel.getByRole('link', { name: 'New visit' }).click();
  const reason = panel.getByRole('textbox', { name: 'Reason' });
  await reason.fill('Cough for three days');
  const clashes = await page.evaluate(async () => {
    const keys = (await /** @type {any} */ (window).fake.commands()).flatMap((/** @type {any} */ one) => one.keys ?? []).map((/** @type {string} */ key) => key.toLowerCase());
    return keys.filter((/** @type {string} */ key, /** @type {number} */ at) => keys.indexOf(key) !== at);
  });
  expect(clashes).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  // What was typed waits where it was typed.
  await page.keyboard.press('h');
  await panel.getByRole('link', { name: 'Visits', exact: true }).click();
  await panel.getByRole('link', { name: 'New visit' }).click();
  await panel.locator('.typed-offer').getByRole('button', { name: 'Take it over' }).click();
  await expect(reason).toHaveValue('Cough for three days');
});

test('the next step stands in it, and a dialog over it keeps Esc to itself', async ({ page }) => {
  await page.goto('/today?as=chen');
  await page.locator('.ec-event[data-id][aria-label*="In room"]').first().click();
  await page.keyboard.press('h');
  const panel = page.locator('.chart-panel');
  await expect(panel.locator('[data-act="finish"]')).toBeVisible();
  await panel.getByRole('button', { name: 'Add allergy' }).click();
  await expect(page.locator('cd-allergy-dialog dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('cd-allergy-dialog')).toHaveCount(0);
  await expect(panel).toBeVisible();
  await panel.locator('[data-act="wait"]').click();
  await expect(page.getByRole('menu', { name: 'Who is next?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeVisible();
  await panel.locator('[data-act="finish"]').click();
  await expect(panel.locator('[data-act="finish"]')).toHaveCount(0);
  await expect(panel).toBeVisible();
});

for (const [width, height, beside] of /** @type {[number, number, boolean][]} */ ([[1680, 1000, true], [1024, 700, true], [640, 400, false]])) {
  test(`it can be read at ${width}×${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const { panel } = await open(page);
    await panel.getByRole('link', { name: 'Letters', exact: true }).click();
    await expect(panel.locator('.letter-rows')).toBeVisible();
    const cut = await panel.locator('.chart-panel-body').evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(cut).toBe(0);
    const box = /** @type {{x: number, width: number}} */ (await panel.boundingBox());
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    if (beside) await expect(page.locator('.today-day')).toBeVisible();
    else await expect(page.locator('.today-day')).toBeHidden();
    if (width >= 1600) await expect(page.locator('.today-side')).toBeVisible();
    else await expect(page.locator('.today-side')).toBeHidden();
    await expectAccessible(page);
  });
}
