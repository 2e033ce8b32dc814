import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';

/** @param {Page} page @param {string} [who] */
async function open(page, who = 'gupta') {
  await page.goto(`/patients/${ADA}/vitals?as=${who}`);
  await expect(page.locator('.vitals-sheet')).toBeVisible();
}

test('the sheet: kinds down, times across, with the BMI', async ({ page }) => {
  await open(page);
  const sheet = page.locator('.vitals-sheet');
  await expect(sheet.locator('thead th')).toHaveCount(3);
  await expect(sheet.locator('tr', { hasText: 'BMI' })).toContainText('27.8');
  await expect(sheet.locator('tr', { hasText: 'BMI' })).toContainText('27.0');
  // The temperature was taken once: not measured is no number.
  await expect(sheet.locator('tr', { hasText: 'Temperature' }).locator('td').nth(1)).toHaveText('');
  await expectAccessible(page);
});

test('numbers are entered with units; what is far from usual is asked', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Enter vitals' }).click();
  const dialog = page.locator('cd-vitals-dialog');
  await expect(dialog.getByLabel('Systolic')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Enter at least one number.');
  await dialog.getByLabel('Diastolic').fill('80');
  await dialog.getByLabel('Temperature', { exact: true }).fill('warm');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Both numbers, or neither.');
  await expect(dialog).toContainText('Write a number.');
  await expectAccessible(page, 'cd-vitals-dialog');
  await dialog.getByLabel('Systolic').fill('130');
  await dialog.getByLabel('Temperature', { exact: true }).fill('4,1');
  await dialog.getByLabel('Weight', { exact: true }).fill('76,5');
  await expect(dialog.locator('.vital-bmi')).toContainText('27.1');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Between 20 and 46 °C.');
  await dialog.getByLabel('Temperature', { exact: true }).fill('41.5');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Far from usual: Temperature 41.5 °C');
  await expectAccessible(page, 'cd-vitals-dialog');
  await dialog.getByRole('button', { name: 'It is right, save it' }).click();
  await expect(dialog).toHaveCount(0);
  const last = (await said(page, 'op:enter_vitals')).at(-1);
  expect(last.confirmed).toBe(true);
  expect(last.values.map((/** @type {any} */ one) => [one.kind, one.value_scaled, one.unit])).toEqual([['systolic', 130000, 'mmHg'], ['diastolic', 80000, 'mmHg'], ['temperature', 41500, '°C'], ['weight', 76500, 'kg']]);
  await expect(page.locator('.vitals-sheet thead th')).toHaveCount(4);
  await expect(page.locator('.vital-unusual')).toContainText('41.5 °C');
  await expectAccessible(page);
});

test('a nurse marks her own number as entered in error, and not another’s', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('button', { name: /^Entered in error: Temperature/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Entered in error: Weight 76.2 kg, 17 Sep 2026, 10:20' }).click();
  await expect(page.locator('cd-strike-vital').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Shoes on', { delay: 40 });
  await expectAccessible(page, 'cd-strike-vital');
  await page.keyboard.press('Enter');
  await expect(page.locator('.vital-struck')).toContainText('Shoes on');
  // It leaves the BMI and the summary.
  await expect(page.locator('.vitals-sheet tr', { hasText: 'BMI' })).not.toContainText('27.0');
  await page.getByRole('link', { name: 'Summary' }).click();
  await expect(page.locator('cd-chart-summary')).toContainText('78.5 kg');
  await expect(page.locator('cd-chart-summary')).toContainText('138/86 mmHg');
  await expectAccessible(page);
});

test('the trend: a picture of what was measured more than once, in words too; what is struck leaves it', async ({ page }) => {
  await open(page);
  const picture = page.getByRole('img', { name: /from .* measurements between/ });
  await expect(picture).toHaveAttribute('aria-label', 'Blood pressure from 2 Mar 2026 to 17 Sep 2026: 2 measurements between 86 and 152 mmHg. The numbers are in the table.');
  await expect(picture.locator('canvas')).toBeVisible();
  const kinds = page.getByRole('group', { name: 'Trend of' }).getByRole('button');
  await expect(kinds).toHaveText(['Blood pressure', 'Pulse', 'Weight', 'BMI']);
  await kinds.nth(2).focus();
  await page.keyboard.press('Enter');
  await expect(picture).toHaveAttribute('aria-label', /^Weight .* between 76.2 and 78.5 kg/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Entered in error: Weight 76.2 kg, 17 Sep 2026, 10:20' }).click();
  await expect(page.locator('cd-strike-vital').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Shoes on', { delay: 40 });
  await page.keyboard.press('Enter');
  // One number is no trend.
  await expect(kinds).toHaveText(['Blood pressure', 'Pulse']);
  // The colours follow the theme, which a canvas does not do by itself.
  const ink = () => page.evaluate(() => /** @type {any} */ (document.querySelector('cd-trend-chart')).plot.series[1].stroke());
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'));
  const light = await ink();
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'));
  await expect.poll(ink).not.toBe(light);
});

test('a visit shows what was measured on its day', async ({ page }) => {
  await page.goto(`/patients/${ADA}/visits/01934f00-0000-7000-8000-000000007202?as=chen`);
  await expect(page.locator('.visit-vitals')).toContainText('38.4 °C');
  await expectAccessible(page);
});

test('what was measured long ago is read too, by keys, and marked as entered in error there', async ({ page }) => {
  await page.goto(`/patients/${ADA}/vitals?as=gupta&vitals=many`);
  const sheet = page.locator('.vitals-sheet');
  const pages = page.locator('.vitals-pages [role=status]');
  const first = sheet.locator('thead th').first();
  await expect(pages).toContainText('1 to 12 of 33, the newest first');
  await expect(page.getByRole('button', { name: 'Later' })).toBeDisabled();
  await page.getByRole('button', { name: 'Earlier' }).press('Enter');
  await expect(pages).toContainText('13 to 24 of 33');
  await expect(page.getByRole('button', { name: 'Earlier' })).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(pages).toContainText('25 to 33 of 33');
  await expect(sheet.locator('thead th')).toHaveCount(9);
  // The button has nothing more to do: the focus went on to the other one.
  await expect(page.getByRole('button', { name: 'Later' })).toBeFocused();
  await expect(sheet.locator('thead th').last()).toContainText('6 Jan 2025');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Entered in error: Weight 70/ }).last().click();
  await page.locator('cd-strike-vital').getByLabel('Why is it wrong?').fill('Somebody else’s');
  await page.keyboard.press('Enter');
  await expect(sheet.locator('.vital-struck')).toContainText('Somebody else’s');
  await expect(pages).toContainText('25 to 33 of 33');
  await page.getByRole('button', { name: 'Later' }).focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('PageUp');
  await expect(first).toContainText('19 Nov 2026');
});
