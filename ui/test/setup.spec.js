import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @param {import('@playwright/test').Page} page @param {string} title */
const step = (page, title) => page.locator('cd-setup-list').getByRole('button', { name: new RegExp(`^\\d? ?${title}`) });

test('four short forms, and the first booking is possible', async ({ page }) => {
  await page.goto('/?as=admin&bare&setup');
  await expect(page.getByText('0 of 7 done')).toBeVisible();

  await step(page, 'Your clinic').click();
  await page.getByLabel('Address').fill('2 Mill Lane\nNorthside');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('1 of 7 done')).toBeVisible();

  await step(page, 'First doctor').click();
  await page.getByLabel('Name', { exact: true }).fill('Dr Ada Adeyemi');
  await page.getByLabel('Specialty').fill('General practice');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 of 7 done')).toBeVisible();

  await step(page, 'Opening hours').click();
  await page.getByLabel('Monday, from').fill('7:30');
  await expect(page.getByLabel('Dr Adeyemi works these hours too')).toBeChecked();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('3 of 7 done')).toBeVisible();

  await step(page, 'Services').click();
  await page.getByLabel('Consultation: Price').fill('45');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('You can take bookings now.')).toBeVisible();

  expect((await said(page, 'op:add_service')).map((one) => [one.name, one.minutes, one.price_minor])).toEqual([['Consultation', 15, 4500], ['New patient', 30, 0], ['Follow-up', 10, 0], ['Check-up', 30, 0]]);
  expect((await said(page, 'op:set_working_hours')).at(-1).spans[0]).toEqual({ weekday: 1, starts: '07:30', ends: '17:30' });
});

test('people, printer and backup, then the list is gone', async ({ page }) => {
  await page.goto('/?as=admin&setup=clinic,practitioner,hours,services');
  await step(page, 'People').click();
  await page.getByLabel('Name', { exact: true }).fill('Kofi Mensah');
  await page.getByLabel('Sign-in name').fill('novak');
  await page.getByRole('button', { name: 'Suggest one' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/already has this sign-in name/).first()).toBeVisible();
  await page.getByLabel('Sign-in name').fill('mensah');
  await page.getByRole('button', { name: 'Save' }).click();
  await step(page, 'Printer').click();
  await page.getByLabel('Paper').selectOption('Letter');
  await page.getByRole('button', { name: 'Save' }).click();
  await step(page, 'Backup').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Tick this when somebody has arranged it.').first()).toBeVisible();
  await page.getByLabel('A daily copy is arranged').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.setup')).toHaveCount(0);
});

test('the printer and paper are this workstation’s, and nobody else’s change', async ({ page }) => {
  await page.goto('/?as=admin&setup=clinic,practitioner,hours,services');
  await step(page, 'Printer').click();
  await expect(page.getByRole('combobox', { name: 'Printer' })).toHaveValue('');
  await page.getByRole('combobox', { name: 'Printer' }).selectOption('Back_Office');
  await page.getByLabel('Paper').selectOption('Letter');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This workstation’s printer and paper are saved.')).toBeVisible();
  expect(await said(page, 'op:edit_clinic')).toEqual([]);
  const kept = (/** @type {string} */ ask) => page.evaluate((name) => JSON.parse(localStorage.getItem(`print.${name}`) ?? '{}'), ask);
  expect(await kept('invoice_document')).toEqual({ printer: 'Back_Office', tray: null, paper: 'letter' });
  expect(await kept('visit_document')).toEqual({ printer: 'Back_Office', tray: null, paper: 'letter' });
  // A receipt's paper is another: A5 or a roll.
  expect(await kept('receipt')).toEqual({ printer: 'Back_Office', tray: null });
  await step(page, 'Printer').click();
  await expect(page.getByRole('combobox', { name: 'Printer' })).toHaveValue('Back_Office');
  await expect(page.getByLabel('Paper')).toHaveValue('letter');
});

test('backup of a file: its key and a copy are saved from the step, by an administrator', async ({ page }) => {
  await page.goto('/?as=admin&file&setup=clinic,practitioner,hours,services');
  await step(page, 'Backup').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('home-visits.clinic')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save the recovery key' }).click();
  await expect(dialog.getByText('The key is saved. Print it, then remove the file.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save a copy now' }).click();
  await expect(dialog.getByText('The copy is saved, and it is whole.')).toBeVisible();
  expect(await said(page, 'save_recovery_key')).toEqual([{}]);
  expect(await said(page, 'save_clinic_copy')).toEqual([{}]);
  await expectAccessible(page, 'dialog');
  await dialog.getByLabel('The recovery key is in a safe place, and a copy is made every day').check();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Noted: a daily copy is arranged.')).toBeVisible();
});

test('a copy that could not be made is said, and a closed dialog says nothing', async ({ page }) => {
  await page.goto('/?as=admin&file&setup&broken');
  await step(page, 'Backup').click();
  await page.getByRole('button', { name: 'Save a copy now' }).click();
  await expect(page.getByRole('alert')).toContainText('No copy was saved');
  await page.goto('/?as=admin&file&setup&stays');
  await step(page, 'Backup').click();
  await page.getByRole('button', { name: 'Save a copy now' }).click();
  await expect(page.getByRole('button', { name: 'Saving a copy…' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save the recovery key' })).toBeDisabled();
  await page.goto('/?as=admin&file&setup&closes');
  await step(page, 'Backup').click();
  await page.getByRole('button', { name: 'Save a copy now' }).click();
  await expect(page.getByRole('button', { name: 'Save a copy now' })).toBeEnabled();
  await expect(page.getByText('The copy is saved')).toHaveCount(0);
});

test('it can be put away, and asks nobody but an administrator', async ({ page }) => {
  await page.goto('/?as=admin&setup');
  await page.getByRole('button', { name: 'Hide this list' }).click();
  await expect(page.locator('.setup')).toHaveCount(0);
  await page.goto('/?as=novak&setup');
  await expect(page.locator('cd-today')).toBeAttached();
  await expect(page.locator('.setup')).toHaveCount(0);
});

test('typing in a step is not lost by Esc', async ({ page }) => {
  await page.goto('/?as=admin&setup');
  await step(page, 'First doctor').click();
  await page.getByLabel('Name', { exact: true }).fill('Dr Ada');
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Dr Ada');
});

test('the list and its forms are accessible', async ({ page }) => {
  await page.goto('/?as=admin&setup');
  await expect(page.getByText('0 of 7 done')).toBeVisible();
  await expectAccessible(page, 'cd-setup-list');
  for (const title of ['Your clinic', 'First doctor', 'Opening hours', 'Services', 'People', 'Printer', 'Backup']) {
    await step(page, title).click();
    await expectAccessible(page, 'dialog');
    await page.getByRole('button', { name: 'Not now' }).click();
  }
});
