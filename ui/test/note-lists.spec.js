// Keeping note templates and snippets in Admin.
import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

const COLD = '01934f00-0000-7000-8000-000000008201';

test('templates: added for a specialty, edited, hidden and shown again', async ({ page }) => {
  await page.goto('/admin/note-templates?as=admin');
  await expect(page.locator('table.rows tbody tr')).toHaveCount(3);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add a template' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Sore throat', { delay: 20 });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.f-error')).toContainText('Write a text for at least one part.');
  await page.getByLabel('Findings').fill('Tonsils: […]');
  await page.getByLabel('For', { exact: true }).selectOption({ label: 'Cardiology' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Sore throat is saved.')).toBeVisible();
  const [added] = await said(page, 'op:add_note_template');
  expect(added.details).toEqual({ name: 'Sore throat', specialty_id: '01934f00-0000-7000-8000-000000000302', reason: null, history: null, findings: 'Tonsils: […]', assessment: null, plan: null });
  await page.getByRole('button', { name: 'Sore throat' }).click();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(page.getByText('Sore throat is hidden.')).toBeVisible();
  expect((await said(page, 'op:edit_note_template')).at(-1)).toMatchObject({ version: 1, active: false, details: { findings: 'Tonsils: […]' } });
  await page.getByLabel('Show hidden (2)').check();
  await page.getByRole('button', { name: 'Sore throat' }).click();
  await page.getByRole('button', { name: 'Show again' }).click();
  expect((await said(page, 'op:edit_note_template')).at(-1)).toMatchObject({ version: 2, active: true });
});

test('a name that is taken, and somebody else’s change meanwhile', async ({ page }) => {
  await page.goto('/admin/note-templates?as=admin');
  await page.getByRole('button', { name: 'Cold or cough' }).click();
  await page.getByLabel('Name').fill('Back pain');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('[data-field="name"] .f-error')).toBeVisible();
  await page.getByLabel('Name').fill('Cold');
  await page.evaluate(([id]) => /** @type {any} */ (window).fakeTemplateElsewhere(id, { plan: 'Tea.' }), [COLD]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.f-conflict')).toContainText('R. Lindqvist');
  await expect(page.getByLabel('Plan')).toHaveValue('Tea.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Cold is saved.')).toBeVisible();
  expect((await said(page, 'op:edit_note_template')).at(-1)).toMatchObject({ version: 2, details: { name: 'Cold', plan: 'Tea.' } });
});

test('a doctor keeps her own snippets and reads the clinic’s', async ({ page }) => {
  await page.goto('/admin/snippets?as=chen');
  await expect(page.getByRole('link', { name: 'Note templates' })).toHaveCount(0);
  await expect(page.locator('table.rows tbody tr')).toHaveCount(4);
  await page.getByRole('button', { name: '/chest clear' }).click();
  await expect(page.locator('.admin-panel')).toContainText('Chest clear on both sides');
  await expect(page.locator('.admin-panel')).toContainText('This one belongs to the clinic.');
  await expect(page.locator('.admin-panel input')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: '/knee' }).click();
  await page.getByLabel('Text').fill('Knee: full movement.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('knee is saved.')).toBeVisible();
  expect((await said(page, 'op:edit_snippet')).at(-1)).toMatchObject({ version: 1, name: 'knee', text: 'Knee: full movement.', active: true });
  await page.getByRole('button', { name: 'Add a snippet' }).click();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await page.getByLabel('Name').fill('gait');
  await page.getByLabel('Text').fill('Walks without a limp.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('gait is saved.')).toBeVisible();
  expect((await said(page, 'op:add_snippet')).at(-1)).toMatchObject({ name: 'gait', clinic: false });
});

test('an administrator keeps the clinic’s snippets, and what is typed outlives a crash', async ({ page }) => {
  await page.goto('/admin/snippets?as=admin');
  await expect(page.locator('table.rows tbody tr')).toHaveCount(3);
  await page.getByRole('button', { name: 'Add a snippet' }).click();
  await expect(page.getByRole('radio', { name: 'The clinic' })).toBeChecked();
  await page.getByLabel('Name').fill('/fit to fly');
  await page.getByLabel('Text').fill('Fit to fly on [date].');
  await expectAccessible(page);
  await expect.poll(async () => (await said(page, 'keep_typed')).length).toBeGreaterThan(0);
  await page.reload();
  await page.getByRole('button', { name: 'Add a snippet' }).click();
  await page.getByRole('button', { name: 'Take it over' }).click();
  await expect(page.getByLabel('Text')).toHaveValue('Fit to fly on [date].');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await said(page, 'op:add_snippet')).at(-1)).toMatchObject({ name: 'fit to fly', text: 'Fit to fly on [date].', clinic: true });
  await page.getByRole('button', { name: '/chest clear' }).click();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(page.getByText('chest clear is hidden.')).toBeVisible();
});
