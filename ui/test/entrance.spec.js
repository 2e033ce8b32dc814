import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

const PASSWORD = 'correct horse battery';

test.describe('signing in', () => {
  test('people with a PIN are one click and six figures away', async ({ page }) => {
    await page.goto('/?phase=sign_in');
    await page.getByRole('button', { name: /Dr Wei Chen/ }).click();
    await page.getByLabel('PIN of Dr Wei Chen').pressSequentially('246810');
    await expect(page.locator('cd-shell')).toBeVisible();
    expect(await said(page, 'switch_person')).toEqual([{ userId: '01934f00-0000-7000-8000-000000000003', pin: '246810' }]);
  });

  test('a wrong PIN says so and empties the field; the third asks for the password', async ({ page }) => {
    await page.goto('/?phase=sign_in');
    await page.getByRole('button', { name: /S\. Gupta/ }).click();
    const pin = page.getByLabel('PIN of S. Gupta');
    await pin.pressSequentially('111111');
    await expect(page.getByText('That is not the PIN.').first()).toBeVisible();
    await expect(pin).toHaveValue('');
    await expect(pin).toBeFocused();
    await pin.pressSequentially('222222');
    await expect(pin).toHaveValue('');
    await pin.pressSequentially('333333');
    await expect(page.getByText(/cannot be used any more today/)).toBeVisible();
    await expect(page.getByLabel('Sign-in name')).toBeFocused();
  });

  test('the full form: what is missing, what is wrong, and waiting after too many tries', async ({ page }) => {
    await page.goto('/?phase=sign_in&nobody');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByLabel('Sign-in name')).toBeFocused();
    await expect(page.getByText('2 things need a look')).toBeVisible();
    await page.getByLabel('Sign-in name').fill('novak');
    const password = page.getByRole('textbox', { name: 'Password', exact: true });
    for (let i = 0; i < 4; i += 1) {
      await password.fill(`wrong ${i}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }
    await expect(page.getByText(/Wait \d seconds?/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled({ timeout: 5000 });
    await password.fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.locator('cd-shell')).toBeVisible();
  });

  test('a one-time password leads to choosing one’s own', async ({ page }) => {
    await page.goto('/?phase=sign_in&nobody');
    await page.getByLabel('Sign-in name').fill('silva');
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
    await page.getByLabel('Password you were given').fill(PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('short');
    await page.getByRole('button', { name: 'Save password' }).click();
    await expect(page.getByLabel('New password', { exact: true })).toBeFocused();
    await page.getByLabel('New password', { exact: true }).fill('passwordpassword');
    await page.getByLabel('New password again').fill('passwordpassword');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/among the first/).first()).toBeVisible();
    await page.getByLabel('New password', { exact: true }).fill('maple river lantern');
    await page.getByLabel('New password again').fill('maple river lantern');
    await page.keyboard.press('Enter');
    await expect(page.locator('cd-shell')).toBeVisible();
  });

  test('the sample: one click per role, under its band', async ({ page }) => {
    await page.goto('/?phase=sign_in&sample');
    await expect(page.getByText('Sample clinic: invented people').first()).toBeVisible();
    await page.getByRole('button', { name: /^Nurse S\. Gupta/ }).click();
    await expect(page.locator('cd-shell')).toBeVisible();
  });
});

test('another connection is chosen from the sign-in screen', async ({ page }) => {
  await page.goto('/?phase=sign_in');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: /Open: Dr Adeyemi/ }).click();
  await expect(page.getByText('On this computer')).toBeVisible();
});

test.describe('locked', () => {
  test('shows no patient, and the PIN brings the same screen back', async ({ page }) => {
    await page.goto('/patients?phase=open');
    await page.evaluate(() => /** @type {any} */ (document.querySelector('cd-shell')).setAttribute('data-mark', 'mine'));
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await expect(page.getByText('Okafor')).toHaveCount(0);
    await expect(page.locator('cd-shell')).toHaveCount(0);
    await page.getByLabel('PIN of M. Novak').pressSequentially('246810');
    await expect(page.locator('cd-shell')).toHaveAttribute('data-mark', 'mine');
  });

  test('the password unlocks, too', async ({ page }) => {
    await page.goto('/?phase=locked');
    await page.getByRole('button', { name: 'Use my password instead' }).click();
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await expect(page.locator('cd-shell')).toBeVisible();
  });
});

test.describe('first run', () => {
  test('the sample is made with its progress shown', async ({ page }) => {
    await page.goto('/?phase=first_run');
    await page.getByRole('button', { name: /Look around with a sample/ }).click();
    await expect(page.getByText(/of 2,000/)).toBeVisible();
    await expect(page.getByText('Have a look as…')).toBeVisible();
  });

  test('start on this computer: one form, the country proposes', async ({ page }) => {
    await page.goto('/?phase=first_run');
    await page.getByRole('button', { name: /Start on this computer/ }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.getByLabel('Name of the clinic')).toBeFocused();
    await page.getByLabel('Name of the clinic').fill('Alder Street Practice');
    await page.getByRole('combobox', { name: 'Country' }).fill('United States');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/2:05 pm · \$45\.00/)).toBeVisible();
    await page.getByLabel('Your name').fill('Maja Novák');
    await expect(page.getByLabel('Sign-in name')).toHaveValue('novak');
    await page.getByLabel('Password', { exact: true }).fill('maple river lantern');
    await page.getByLabel('Password again').fill('maple river lantern');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.locator('cd-shell')).toBeVisible();
    const [sent] = await said(page, 'start_clinic');
    expect(sent.clinic).toMatchObject({ name: 'Alder Street Practice', country: 'US', zone: 'America/New_York', currency: 'USD', date_order: 'mdy', hour_cycle: '12' });
    expect(sent).toMatchObject({ login: 'novak', name: 'Maja Novák' });
  });
});

for (const [name, path] of [
  ['first run', '/?phase=first_run'], ['start', '/?phase=new_clinic'], ['sign in', '/?phase=sign_in'], ['sign in with the form', '/?phase=sign_in&nobody'],
  ['sample', '/?phase=sign_in&sample'], ['locked', '/?phase=locked'], ['change password', '/?phase=change_password'], ['away', '/?phase=away&stuck'],
  ['older', '/?phase=older'], ['newer', '/?phase=newer'], ['problem', '/?phase=problem'],
]) {
  test(`${name}: accessible in both themes`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
}

test('a PIN is set with one’s password', async ({ page }) => {
  await page.goto('/today?as=novak');
  await expect(page.locator('.ec-event[data-id]').first()).toBeVisible();
  await page.locator('.me').click();
  await page.getByRole('menuitem', { name: /PIN/ }).click();
  const dialog = page.locator('cd-set-pin');
  await dialog.getByLabel('New PIN', { exact: true }).fill('280714');
  await dialog.getByLabel('New PIN again').fill('280714');
  await dialog.getByRole('button', { name: 'Save PIN' }).click();
  // Without one nothing is sent.
  await expect(dialog.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true');
  expect(await said(page, 'set_pin')).toHaveLength(0);
  await dialog.getByLabel('Your password').fill('not the password');
  await dialog.getByRole('button', { name: 'Save PIN' }).click();
  await expect(dialog.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Your password')).toHaveValue('');
  await expect(dialog.getByLabel('New PIN', { exact: true })).toHaveValue('280714');
  await dialog.getByLabel('Your password').fill('correct horse battery');
  await dialog.getByRole('button', { name: 'Save PIN' }).click();
  await expect(page.getByText('Your PIN is set for today on this computer.')).toBeVisible();
  expect((await said(page, 'set_pin')).at(-1)).toEqual({ password: 'correct horse battery', pin: '280714' });
});
