import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @typedef {import('@playwright/test').Page} Page */

const ADA = '01934f00-0000-7000-8000-000000001001';
const JAN = '01934f00-0000-7000-8000-000000001002';
const SARA = '01934f00-0000-7000-8000-000000001005';
const RESTRICTED = '01934f00-0000-7000-8000-000000001006';

/** @param {Page} page @param {string} patient @param {string} who @param {string} [tab] */
async function open(page, patient, who, tab = '') {
  await page.goto(`/patients/${patient}${tab}?as=${who}`);
  await expect(page.locator('.patient-head')).toBeVisible();
}

test('the desk sees that there is an allergy, and its text on a click, which is recorded', async ({ page }) => {
  await open(page, ADA, 'novak');
  const banner = page.locator('.patient-page cd-allergy-banner');
  await expect(banner).toContainText('Allergy recorded.');
  await expect(page.locator('body')).not.toContainText('Penicillin');
  expect(await said(page, 'op:look_at_allergies')).toEqual([]);
  await expectAccessible(page);
  await banner.getByRole('button', { name: 'Show the allergies' }).click();
  await expect(banner).toContainText('Allergy: Penicillin (severe: rash)');
  await expect(banner).toContainText('That you looked is recorded.');
  expect(await said(page, 'op:look_at_allergies')).toEqual([{ op: 'look_at_allergies', patient_id: ADA }]);
  await expectAccessible(page);
});

test('the desk has no chart', async ({ page }) => {
  await open(page, ADA, 'novak', '/problems');
  await expect(page.locator('.visit').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Chart' })).toHaveCount(0);
  expect(await said(page, 'op:open_chart')).toEqual([]);
});

test('not asked and none known are told apart, and the one becomes the other', async ({ page }) => {
  await open(page, JAN, 'novak');
  await expect(page.locator('.patient-page .allergies-none')).toHaveText('No known allergies');
  await open(page, SARA, 'novak');
  await expect(page.locator('.patient-page .allergies-unasked')).toHaveText('Allergies: not asked');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'No known allergies' }).click();
  await expect(page.locator('.patient-page .allergies-none')).toHaveText('No known allergies');
  await page.getByRole('button', { name: 'Add allergy' }).click();
  await expect(page.locator('cd-allergy-dialog input').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-allergy-dialog .f-error')).toBeVisible();
  await page.keyboard.type('Latex');
  await page.getByLabel('Severity').selectOption('severe');
  await expectAccessible(page, 'cd-allergy-dialog');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.patient-page cd-allergy-banner')).toContainText('Allergy recorded.');
  expect((await said(page, 'op:add_allergy'))[0]).toMatchObject({ patient_id: SARA, details: { substance: 'Latex', severity: 'severe', status: 'active', reaction: null } });
});

test('the banner stands in Book and in the day’s panel', async ({ page }) => {
  await page.goto('/today?as=chen');
  await page.keyboard.press('b');
  await page.getByRole('combobox', { name: 'Patient' }).fill('okafor ada');
  await page.getByRole('option', { name: /Okafor, Ada/ }).first().click();
  await expect(page.locator('cd-book cd-allergy-banner')).toContainText('Allergy: Penicillin (severe: rash)');
  await expectAccessible(page, 'cd-book');
});

test('a doctor opens the chart: tabs, summary, problems', async ({ page }) => {
  await open(page, ADA, 'chen');
  await expect(page.locator('.patient-head')).toContainText('Next visit');
  const summary = page.locator('cd-chart-summary');
  await expect(summary).toContainText('Essential (primary) hypertension');
  await expect(summary).not.toContainText('Acute bronchitis');
  await expect(page.locator('.visit').first()).toBeVisible();
  expect(await said(page, 'op:open_chart')).toEqual([{ op: 'open_chart', patient_id: ADA }]);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Problems' }).click();
  await expect(page).toHaveURL(/\/problems/);
  await expect(page.locator('cd-chart-problems')).toContainText('Acute bronchitis');
  await expectAccessible(page);
  // Another tab is no second opening.
  expect(await said(page, 'op:open_chart')).toHaveLength(1);
});

test('a problem is added, is over, and is marked as entered in error with a reason', async ({ page }) => {
  await open(page, ADA, 'chen', '/problems');
  await page.getByRole('button', { name: 'Add problem' }).click();
  await expect(page.getByRole('combobox', { name: 'Find a code' })).toBeFocused();
  await page.keyboard.type('migr', { delay: 40 });
  await expect(page.getByRole('option').first()).toContainText('G43.909');
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-problem-dialog').getByRole('textbox', { name: /^Code/ })).toHaveValue('G43.909');
  await page.getByRole('textbox', { name: 'Problem' }).fill('Migraine');
  await expectAccessible(page, 'cd-problem-dialog');
  await page.keyboard.press('Enter');
  const row = page.locator('.chart-rows tr', { hasText: 'Migraine' });
  await expect(row).toContainText('Active');
  await row.getByRole('button', { name: 'Edit problem: Migraine' }).click();
  await page.getByLabel('Status').selectOption('resolved');
  await page.getByLabel('Until').fill('1.11.2026');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('1 Nov 2026');
  await row.getByRole('button', { name: 'Edit problem: Migraine' }).click();
  await page.getByRole('button', { name: 'Entered in error…' }).click();
  await expect(page.getByLabel('Why is it wrong?')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-problem-dialog .f-error')).toBeVisible();
  await page.keyboard.type('Her sister has it');
  await expectAccessible(page, 'cd-problem-dialog');
  await page.keyboard.press('Enter');
  await expect(row).toHaveClass(/chart-struck/);
  await expect(row).toContainText('Her sister has it');
  await expect(row.getByRole('button')).toHaveCount(0);
  expect((await said(page, 'op:strike_problem'))[0]).toMatchObject({ reason: 'Her sister has it' });
  await expectAccessible(page);
});

test('of two who edit one problem the second sees both values and chooses', async ({ page }) => {
  await open(page, ADA, 'chen', '/problems');
  await page.getByRole('button', { name: 'Edit problem: Essential (primary) hypertension' }).click();
  await page.getByRole('textbox', { name: 'Problem' }).fill('Hypertension, mild');
  await page.evaluate(([patient]) => /** @type {any} */ (window).fakeChartElsewhere(patient, 'problems', '01934f00-0000-7000-8000-000000007101', { title: 'Hypertension, treated', since: '2018-01-01' }), [ADA]);
  await page.getByRole('button', { name: 'Save' }).click();
  const choice = page.locator('cd-problem-dialog .f-conflict');
  await expect(choice).toContainText('Hypertension, treated');
  await expectAccessible(page, 'cd-problem-dialog');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('cd-problem-dialog')).toHaveCount(0);
  expect((await said(page, 'op:edit_problem')).at(-1)).toMatchObject({ version: 2, details: { title: 'Hypertension, mild', since: '2018-01-01' } });
});

test('a restricted record takes a reason, and the administrator reads it', async ({ page }) => {
  await open(page, RESTRICTED, 'chen');
  const form = page.locator('form.chart-shut');
  await expect(form).toContainText('This record is restricted');
  await expect(page.locator('.patient-restricted')).toBeVisible();
  await expect(page.locator('cd-chart-summary')).toHaveCount(0);
  await form.getByRole('button', { name: 'Open with a reason' }).click();
  await expect(form.locator('.f-error')).toHaveText('Say why you need this record.');
  await expectAccessible(page);
  await page.keyboard.type('Standing in for Dr Bianchi', { delay: 40 });
  await page.keyboard.press('Enter');
  await expect(page.locator('cd-chart-summary')).toBeVisible();
  await page.getByRole('button', { name: 'More for this record' }).click();
  await page.getByRole('menuitem', { name: 'Who saw this record' }).click();
  await expect(page.locator('cd-seen-dialog')).toContainText('Standing in for Dr Bianchi');
  await expect(page.locator('cd-seen-dialog')).toContainText('Opened the restricted record');
  await expectAccessible(page, 'cd-seen-dialog');
});

test('the administrator restricts a record and lists what was opened', async ({ page }) => {
  await open(page, SARA, 'admin');
  await page.getByRole('button', { name: 'More for this record' }).click();
  await page.getByRole('menuitem', { name: 'Restrict this record' }).click();
  await expect(page.locator('.patient-restricted')).toHaveText('Restricted');
  await page.goto('/admin/restricted?as=admin');
  await expect(page.getByText('No restricted record has been opened.')).toBeVisible();
  await expectAccessible(page);
});

test('who may see money and records has a tab for it, and the balance in the head', async ({ page }) => {
  // The record of this one takes a reason, the account does not.
  await page.goto('/today?as=chen');
  await page.evaluate(async (path) => {
    const { fake, __TAURI_INTERNALS__: tauri } = /** @type {any} */ (window);
    fake.world.me.permissions = [...fake.world.me.permissions, 'billing.view'];
    fake.tell('boot', await tauri.invoke('boot'));
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/patients/${RESTRICTED}?as=chen`);
  await expect(page.locator('.chart-shut')).toBeVisible();
  await expect(page.locator('.patient-head')).toContainText('owes €75.00');
  await expect(page.locator('cd-patient-billing')).toHaveCount(0);
  await page.locator('.chart-tabs').getByRole('link', { name: 'Billing' }).click();
  await expect(page.locator('cd-patient-billing')).toContainText('INV-2026-00002');
  await expectAccessible(page);
  // The desk has no chart: the account stands on the page.
  await open(page, RESTRICTED, 'novak');
  await expect(page.locator('.patient-head')).toContainText('owes €75.00');
  await expect(page.locator('cd-patient-billing')).toContainText('INV-2026-00002');
  await open(page, RESTRICTED, 'chen');
  await expect(page.locator('.chart-tabs')).toBeVisible();
  await expect(page.locator('.chart-tabs').getByRole('link', { name: 'Billing' })).toHaveCount(0);
  expect(await said(page, 'ask:patient_account')).toEqual([]);
});

test('the summary says what is taken now', async ({ page }) => {
  await open(page, ADA, 'chen');
  const card = page.getByRole('region', { name: 'Takes now' });
  await expect(card.locator('li')).toHaveCount(2);
  await expect(card).toContainText('Metformin 500 mg tablet');
  await expect(card).not.toContainText('Simvastatin');
  await expectAccessible(page);
});

test('allergies stand where medicines are prescribed, vaccinations entered and visits paid', async ({ page }) => {
  await open(page, ADA, 'chen', '/medicines');
  await page.getByRole('button', { name: 'Prescribe', exact: true }).click();
  await expect(page.locator('cd-prescribe-dialog cd-allergy-banner')).toContainText('Allergy: Penicillin (severe: rash)');
  await expectAccessible(page, 'cd-prescribe-dialog');
  await open(page, ADA, 'gupta', '/vaccinations');
  await page.getByRole('button', { name: 'Enter vaccination' }).click();
  await expect(page.locator('cd-vaccination-dialog cd-allergy-banner')).toContainText('Penicillin');
  await expectAccessible(page, 'cd-vaccination-dialog');
  // The desk sees that there is one, and looks on a click.
  await page.goto('/today?as=novak');
  await page.locator('.ec-event', { hasText: 'al-Zahrani' }).first().click();
  await expect(page.locator('cd-panel .panel-balance')).toContainText('owes €45.00');
  await page.keyboard.press('p');
  await expect(page.locator('cd-checkout cd-allergy-banner')).toContainText('Allergies: not asked');
  await expectAccessible(page, 'cd-checkout');
});

test('the chart holds every alert, what ended and what was entered in error too', async ({ page }) => {
  await open(page, ADA, 'chen', '/problems');
  const alerts = page.getByRole('region', { name: 'Alerts' }).last();
  await expect(alerts.locator('tbody tr')).toHaveCount(1);
  await expect(alerts.locator('tbody tr')).toContainText(['Parking badge is lent out']);
  await expect(alerts.locator('tbody tr')).toContainText(['Ended']);
  await alerts.getByRole('button', { name: 'Edit alert: Parking badge is lent out' }).click();
  const dialog = page.locator('cd-alert-dialog dialog');
  await expect(dialog.getByLabel('Does it still count?')).toHaveValue('no');
  await dialog.getByLabel('Does it still count?').selectOption('yes');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(alerts).toContainText('Active');
  await alerts.getByRole('button', { name: 'Edit alert: Parking badge is lent out' }).click();
  await dialog.getByRole('button', { name: 'Entered in error…' }).click();
  await dialog.getByLabel('Why is it wrong?').fill('Never lent');
  await page.keyboard.press('Enter');
  await expect(alerts).toContainText('Never lent');
  await expect(alerts.locator('tbody tr')).toHaveClass(/chart-struck/);
  await expectAccessible(page);
});

test('an allergy that is no longer has its last day', async ({ page }) => {
  await open(page, ADA, 'chen', '/problems');
  await page.getByRole('button', { name: 'Edit allergy: Penicillin' }).click();
  const dialog = page.locator('cd-allergy-dialog dialog');
  await expect(dialog.getByLabel('Until')).toHaveCount(0);
  await dialog.getByLabel('Status').selectOption('resolved');
  await dialog.getByLabel('Until').fill('1/3/2025');
  await dialog.getByLabel('Until').press('Tab');
  await expectAccessible(page, 'cd-allergy-dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect((await said(page, 'op:edit_allergy')).at(-1)).toMatchObject({ details: { status: 'resolved', until: '2025-03-01' } });
  await expect(page.locator('.chart-section', { hasText: 'Penicillin' }).last()).toContainText('1 Mar 2025');
});
