import { expect } from '@playwright/test';
import { expectAccessible, said, test } from './checks.js';

/** @param {import('@playwright/test').Page} page @param {string} server the fake finds what this names */
async function testServer(page, server) {
  await page.goto('/?phase=first_run');
  await page.getByRole('button', { name: /Connect to our server/ }).click();
  await page.getByLabel('Server', { exact: true }).fill(server);
  await page.getByLabel('Database account', { exact: true }).fill('desk');
  await page.getByLabel('Password of the database account').fill('a server password');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByRole('region', { name: 'What the test found' })).toBeVisible();
}

test('five fields and Test, then it opens', async ({ page }) => {
  await testServer(page, 'clinic-db');
  await expect(page.getByText('Connected to MySQL 9.7.4 in 3 ms.')).toBeVisible();
  await page.getByRole('button', { name: 'Save and open' }).click();
  await expect(page.getByText('Who is here?')).toBeVisible();
  const [{ connection, password }] = await said(page, 'save_connection');
  expect(connection).toMatchObject({ name: 'clinic-db', kind: 'server', hosts: ['clinic-db'], port: 3306, database: 'clinic', user: 'desk', tls: 'identity' });
  expect(password).toBe('a server password');
});

for (const [server, sentence, remedy] of [
  ['name-not-found', 'No computer named nowhere was found.', /Check the spelling/], ['port-closed', 'nothing answers at port 3307', /usually 3306/],
  ['timeout', 'did not answer in time', /firewall/], ['tls-no_tls', 'does not offer an encrypted connection', /ssl_cert and ssl_key/],
  ['tls-unknown_issuer', 'an issuer this computer does not know', /ca\.pem/], ['tls-wrong_name', 'for another name', /own CA file/], ['tls-expired', 'has expired', /renew/],
  ['wrong-password', 'does not accept this database account or its password', /Type the password again/], ['no-database', 'There is no database named clinic', /create it/],
  ['missing-rights', 'Missing: CREATE, REFERENCES', /GRANT CREATE, REFERENCES/], ['too-old', 'it is 5.7.44, and 8.0.16 is needed', /MariaDB 10\.6/],
  ['ignores-check', 'does not refuse wrong data', /check_constraint_checks/], ['wrong-charset', 'its character set is latin1', /utf8mb4/],
  ['wrong-sql-mode', 'quietly cut or change', /STRICT_TRANS_TABLES/], ['clock-off', '70 minutes apart', /keep time/], ['not-a-clinic', 'not made by Clinic Desk', /empty database/],
  ['unreachable', 'finds no way to 192.168.1.20', /cable or Wi-Fi/], ['host-not-allowed', 'takes no account from this computer', /CREATE USER/], ['host-blocked', 'shuts this computer out', /FLUSH HOSTS/],
  ['too-many', 'as many connections as it may', /max_connections/], ['tls-needed', 'takes encrypted connections only', /own CA file/], ['password-expired', 'The password of the database account desk has expired', /ALTER USER 'desk'/],
  ['data-newer', 'from a later version', /Update Clinic Desk/],
]) {
  test(`what is wrong is said with its remedy: ${server}`, async ({ page }) => {
    await testServer(page, /** @type {string} */ (server));
    const step = page.locator('.step.failed');
    await expect(step).toContainText(sentence);
    await expect(step).toContainText(remedy);
    await step.getByText('Details', { exact: true }).click();
    await expect(step.locator('pre')).toContainText('connection.');
  });
}

test('a missing database is offered to be made', async ({ page }) => {
  await testServer(page, 'no-database');
  await page.getByRole('button', { name: 'Create the database' }).click();
  await expect(page.getByText('The database is empty. Open it to start a new clinic in it.')).toBeVisible();
});

test('older data: which desks run what, an administrator upgrades it with progress', async ({ page }) => {
  await testServer(page, 'data-older');
  await expect(page.getByRole('cell', { name: 'Consulting room 3, upper floor' })).toBeVisible();
  const form = page.locator('cd-upgrade');
  await form.getByLabel('Sign-in name').fill('admin');
  await form.getByLabel('Password', { exact: true }).fill('wrong');
  await form.getByRole('button', { name: 'Upgrade now' }).click();
  await expect(form.getByText('That is not right.').first()).toBeVisible();
  await expect(form.getByLabel('Sign-in name')).toHaveValue('admin');
  await form.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await form.getByRole('button', { name: 'Upgrade now' }).click();
  await expect(form.getByText(/Step \d of 2/)).toBeVisible();
  await expect(page.getByText('Who is here?')).toBeVisible();
});

test('encryption can be off only for this computer', async ({ page }) => {
  await page.goto('/?phase=first_run');
  await page.getByRole('button', { name: /Connect to our server/ }).click();
  const off = page.getByRole('radio', { name: /^Off/ });
  await page.getByLabel('Server', { exact: true }).fill('clinic-db');
  await expect(off).toBeDisabled();
  await page.getByLabel('Server', { exact: true }).fill('localhost');
  await off.check();
  await page.getByLabel('Database account', { exact: true }).fill('desk');
  await page.getByLabel('Server', { exact: true }).fill('clinic-db');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('Encryption can be off only when the server is this computer.').first()).toBeVisible();
});

test('several servers in order', async ({ page }) => {
  await page.goto('/?phase=first_run');
  await page.getByRole('button', { name: /Connect to our server/ }).click();
  await page.getByLabel('Server', { exact: true }).fill('one');
  await page.getByRole('button', { name: 'Add another server' }).click();
  await page.getByLabel('Server 2', { exact: true }).fill('two');
  await page.getByRole('button', { name: 'Move server 2 up' }).click();
  await page.getByLabel('Database account', { exact: true }).fill('desk');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await said(page, 'save_connection'))[0].connection.hosts).toEqual(['two', 'one']);
});

test('in Admin: edit, save as a file, remove after asking, open another', async ({ page }) => {
  await page.goto('/admin/connections?as=admin');
  await page.getByRole('button', { name: 'Edit: Northside server' }).click();
  await expect(page.getByLabel('Server', { exact: true })).toHaveValue('clinic-db');
  await page.getByRole('button', { name: 'Test' }).click();
  expect((await said(page, 'test_connection'))[0].password).toBe(null);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Save as a file: Northside server' }).click();
  await page.getByRole('button', { name: /Remove: Dr Adeyemi/ }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: /Remove: Dr Adeyemi/ }).click();
  await page.getByRole('button', { name: 'Remove connection' }).click();
  await expect(page.getByText('home-visits.clinic')).toHaveCount(0);
  await page.getByRole('button', { name: 'Open: Sample clinic' }).click();
  await expect(page.getByText('Have a look as…')).toBeVisible();
});

const KEY = '00112233445566778899AABBCCDDEEFF'.repeat(2);

test('a copy of a clinic is opened with its recovery key', async ({ page }) => {
  await page.goto('/?phase=first_run&copy');
  await page.getByRole('button', { name: 'Open a clinic file' }).click();
  await expect(page.getByRole('heading', { name: 'Open a clinic file' })).toBeVisible();
  await expect(page.getByLabel('Path of the file')).toHaveValue('/home/desk/northside-2026-11-23.clinic');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await expect(page.getByText('Please fill this in.').first()).toBeVisible();
  const key = page.getByLabel('Recovery key', { exact: true });
  await key.fill('no key at all');
  await save.click();
  await expect(page.getByText(/64 letters and digits, from 0 to 9/).first()).toBeVisible();
  await key.fill('f'.repeat(64));
  await save.click();
  await expect(page.getByText(/there is no key here that opens it/).first()).toBeVisible();
  await expect(key).toHaveValue('f'.repeat(64));
  await expectAccessible(page);
  // Nothing was kept of all this.
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.locator('.step.failed')).toContainText('Give the recovery key of this very clinic');
  await key.fill(KEY.replace(/(.{4})/g, '$1-'));
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('The file can be opened.')).toBeVisible();
  await page.getByRole('button', { name: 'Save and open' }).click();
  await expect(page.getByText('Who is here?')).toBeVisible();
});

test('a clinic whose key was lost here is opened again with it', async ({ page }) => {
  await page.goto('/?phase=problem&file');
  await page.getByRole('button', { name: 'Type its recovery key' }).click();
  await expect(page.getByLabel('Path of the file')).toHaveValue(/home-visits\.clinic$/);
  await page.getByLabel('Recovery key', { exact: true }).fill(KEY);
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByRole('button', { name: 'Save and open' }).click();
  await expect(page.getByText('Who is here?')).toBeVisible();
});

test('the key comes from its file, and what is none is said', async ({ page }) => {
  await page.goto('/?phase=first_run&copy');
  await page.getByRole('button', { name: 'Open a clinic file' }).click();
  await page.getByRole('button', { name: 'Open the saved key' }).click();
  await expect(page.getByLabel('Recovery key', { exact: true })).toHaveValue(KEY.toLowerCase());
  await page.goto('/?phase=first_run&copy&letter');
  await page.getByRole('button', { name: 'Open a clinic file' }).click();
  await page.getByRole('button', { name: 'Open the saved key' }).click();
  await expect(page.getByText(/64 letters and digits, from 0 to 9/).first()).toBeVisible();
});

test('in Admin an administrator saves the key and a copy of a clinic in a file, and of nothing else', async ({ page }) => {
  await page.goto('/admin/connections?as=admin&file');
  await page.getByRole('button', { name: 'Save the recovery key' }).click();
  await expect(page.getByText('The key is saved. Print it, then remove the file.')).toBeVisible();
  await expectAccessible(page);
  // This computer has the key: nothing has to be typed to change the name.
  await page.getByRole('button', { name: /Edit: Dr Adeyemi/ }).click();
  await expect(page.getByText('Leave empty: this computer has the key.')).toBeVisible();
  await page.getByRole('textbox', { name: /^Name/ }).fill('Home visits');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await said(page, 'save_connection'))[0].password).toBe(null);
  await page.goto('/admin/connections?as=admin');
  await expect(page.getByRole('button', { name: 'Edit: Northside server' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the recovery key' })).toHaveCount(0);
});

test('the server is back', async ({ page }) => {
  await page.goto('/?phase=away');
  await expect(page.getByRole('heading', { name: 'Cannot reach the clinic’s server' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again now' }).click();
  await expect(page.getByText('Who is here?')).toBeVisible();
});

test('the form and what a test found are accessible', async ({ page }) => {
  await testServer(page, 'tls-unknown_issuer');
  await expectAccessible(page);
  await testServer(page, 'data-older');
  await expectAccessible(page);
});
