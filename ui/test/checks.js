// What every screen is held to: nothing axe finds, in both themes, and nothing the content policy refuses.
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';

/** @typedef {import('@playwright/test').Page} Page */

/** The test of every spec: whatever page it opens, the content policy must have had nothing to refuse. */
export const test = base.extend(/** @type {any} */ ({
  policy: [
    async (/** @type {{page: Page}} */ { page }, /** @type {() => Promise<void>} */ use) => {
      /** @type {string[]} */
      const refused = [];
      await page.exposeFunction('policyRefused', (/** @type {string} */ what) => refused.push(what));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => /** @type {any} */ (window).policyRefused(`${event.effectiveDirective} ${event.blockedURI}`));
      });
      await use();
      expect(refused).toEqual([]);
    },
    { auto: true },
  ],
}));

const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Axe in light and in dark, between which only colours differ. @param {Page} page @param {string} [within] */
export async function expectAccessible(page, within) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    // Colours that are still on their way from one theme to the other would be measured half-way.
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
    // All frames are the app's own, so nothing has to be put together in a page beside this one.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    if (theme === 'light') builder.withTags(STANDARD);
    else builder.withRules(['color-contrast']);
    const { violations } = await (within ? builder.include(within) : builder).analyze();
    expect(violations.map((one) => `${theme} ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual([]);
  }
}

/** What the window said to the app, by name. @param {Page} page @param {string} name @returns {Promise<any[]>} */
export const said = (page, name) =>
  page.evaluate((wanted) => /** @type {any} */ (window).fake.calls.filter((/** @type {any} */ call) => call.name === wanted).map((/** @type {any} */ call) => call.args), name);

