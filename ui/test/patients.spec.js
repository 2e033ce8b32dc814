import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';

/** @param {Page} page */
async function openPatients(page) {
  await page.goto('/patients');
  await expect(page.locator('.patient-name').first()).toBeVisible();
}

const box = (/** @type {Page} */ page) => page.getByRole('searchbox', { name: 'Find a patient', exact: true });
const names = (/** @type {Page} */ page) => page.locator('.patient-name');

/** A scanner: characters faster than anyone types, ending in Enter. @param {Page} page @param {string} code */
const scan = (page, code) =>
  page.evaluate((text) => {
    const target = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
    for (const key of [...text, 'Enter']) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true });
      const go = target.dispatchEvent(event);
      if (go && key.length === 1 && target instanceof HTMLInputElement) {
        target.value += key;
        target.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    }
  }, code);

test('two thousand rows, a few of them in the page, read as they come into sight', async ({ page }) => {
  await openPatients(page);
  await expect(page.locator('#lead')).toContainText('2,000 patients');
  expect(await names(page).count()).toBeLessThan(120);
  const before = (await said(page, 'ask:patients_page')).length;
  await page.evaluate(() => /** @type {any} */ (document.querySelector('vaadin-grid')).scrollToIndex(1500));
  await expect.poll(async () => (await said(page, 'ask:patients_page')).length).toBeGreaterThan(before);
  expect((await said(page, 'ask:patients_page')).every((one) => one.limit <= 100)).toBe(true);
  await expectAccessible(page);
});

test('search as you type: any order, without accents, number, phone, birth date', async ({ page }) => {
  await openPatients(page);
  for (const [text, name] of [['okafor ada', 'Okafor, Ada'], ['nguyen', 'Nguyễn, Lan'], ['MRN100483', 'García, Luis'], ['79460102', 'Okafor, Ada'], ['14/03/1980', 'Okafor, Ada'], ['o suilleabhain', 'Ó Súilleabháin, Siobhán']]) {
    await box(page).fill(text);
    await expect(names(page).first()).toHaveText(name);
  }
});

test('it asks once for a burst of letters, and a stale answer is dropped', async ({ page }) => {
  await openPatients(page);
  await page.evaluate(() => {
    const { fake } = /** @type {any} */ (window);
    const { patients } = fake.world;
    const late = new Promise((resolve) => Object.assign(window, { answerLate: resolve }));
    fake.handle('ask:patients_page', async (/** @type {any} */ { text }) => {
      if (text === 'sm') await late;
      const rows = patients.filter((/** @type {any} */ one) => one.family?.toLowerCase().startsWith(text === 'sm' ? 'smith' : 'rossi')).map((/** @type {any} */ one) => ({ ...one, last_visit: null, next_visit: null }));
      return { rows, total: rows.length, total_is_capped: false };
    });
  });
  const before = (await said(page, 'ask:patients_page')).length;
  const asked = async () => (await said(page, 'ask:patients_page')).slice(before).map((one) => one.text);
  await box(page).fill('sm');
  await expect.poll(asked).toEqual(['sm']);
  // Two inputs in one breath: no machine is too slow for that.
  await box(page).evaluate((field) => {
    for (const text of ['smx', 'ross']) {
      /** @type {HTMLInputElement} */ (field).value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await expect(names(page).first()).toHaveText('Rossi, Sara');
  await page.evaluate(async () => {
    /** @type {any} */ (window).answerLate();
    for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  });
  await expect(names(page).first()).toHaveText('Rossi, Sara');
  expect(await asked()).toEqual(['sm', 'ross']);
});

test('Enter opens; arrows walk the rows; back is back', async ({ page }) => {
  await openPatients(page);
  await box(page).fill('okafor ada');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/patients/${ADA}`));
  await page.goBack();
  await expect(names(page).first()).toBeVisible();
  await box(page).fill('okafor');
  await expect(names(page).first()).toHaveText('Okafor, Ada');
  await box(page).press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/patients\/01934f00/);
});

test('a scanner opens the patient from the search box and does nothing elsewhere', async ({ page }) => {
  await openPatients(page);
  await box(page).focus();
  await scan(page, 'MRN100483');
  await expect(page.getByRole('heading', { level: 1, name: 'García, Luis' })).toBeVisible();
  await page.locator('main').focus();
  await scan(page, 'nbmx100');
  await page.waitForTimeout(150);
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'García, Luis' })).toBeVisible();
});

test('nobody found: create by that name', async ({ page }) => {
  await openPatients(page);
  await box(page).fill('de la Cruz, María');
  await expect(page.getByText('Nobody found by “de la Cruz, María”.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create “de la Cruz, María”' }).click();
  await expect(page.getByLabel('Given names')).toHaveValue('María');
  await expect(page.getByLabel('Family name', { exact: true })).toHaveValue('de la Cruz');
});

test('register: one name is enough, age makes an estimated date, rows of addresses and numbers', async ({ page }) => {
  await openPatients(page);
  await page.locator('main').focus();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Given names')).toBeFocused();
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.getByText('One name is enough, but there must be one.')).toBeVisible();
  await page.getByLabel('Given names').fill('mcSuharto');
  await page.getByLabel('or age').fill('40');
  await expect(page.getByLabel('Estimated')).toBeChecked();
  await expect(page.getByLabel('Birth date')).toHaveValue('01/01/1986');
  await page.getByLabel('Phone', { exact: true }).fill('07700 900 001');
  await page.getByRole('button', { name: 'Add phone' }).click();
  await page.keyboard.type('020 7946 0001', { delay: 35 });
  for (const [i, line] of [[0, '1 Alder St'], [1, '2 Birch St']]) {
    await page.getByRole('button', { name: 'Add address' }).click();
    await page.locator(`#f-addresses-${i}-line1`).fill(String(line));
  }
  await page.getByLabel('Main address').nth(1).check();
  await page.getByRole('button', { name: 'Add number' }).click();
  await page.locator('#f-identifiers-0-value').fill('943 476 5919');
  await expectAccessible(page, 'cd-patient-form');
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.getByText('Health number 943 476 5919 already belongs to patient MRN100480.')).toBeVisible();
  await expect(page.locator('#f-identifiers-0-value')).toBeFocused();
  await page.locator('#f-identifiers-0-value').fill('111');
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.locator('cd-patient-form')).toHaveCount(0);
  const { details } = (await said(page, 'op:register_patient')).at(-1);
  expect(details).toMatchObject({ names: { given: 'mcSuharto', family: null }, birth_date: '1986-01-01', birth_estimated: true, phones: [{ number: '07700 900 001' }, { number: '020 7946 0001' }] });
  expect(details.addresses.map((/** @type {any} */ one) => [one.line1, one.primary])).toEqual([['1 Alder St', false], ['2 Birch St', true]]);
});

test('the address lines follow the clinic’s order', async ({ page }) => {
  await openPatients(page);
  await page.evaluate(async () => {
    const { fake, __TAURI_INTERNALS__: tauri } = /** @type {any} */ (window);
    fake.world.clinic.address_format = ['postcode', 'city', 'line1'];
    fake.tell('boot', await tauri.invoke('boot'));
  });
  await page.locator('main').focus();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Add address' }).click();
  await expect(page.locator('.grid-address label')).toHaveText(['Postcode', 'Town or city', 'Address']);
});
