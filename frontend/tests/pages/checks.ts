import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Collects what the page may not do from the moment it opens; ask for it with `expectSound`. */
export async function watch(page: Page): Promise<string[]> {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
	page.on('request', (request) => {
		if (new URL(request.url()).hostname !== '127.0.0.1') faults.push(`third party: ${request.url()}`);
	});
	await page.exposeFunction('reportViolation', (text: string) => faults.push(text));
	await page.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			const report = (window as unknown as { reportViolation: (text: string) => void }).reportViolation;
			report(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
		});
	});
	return faults;
}

/** No fault seen, nothing for axe to say, nothing to scroll to sideways. */
export async function expectSound(page: Page, faults: string[]): Promise<void> {
	// An address is loaded before its page stands there.
	await expect(page.locator('h1')).not.toHaveCount(0);
	// The pages have no frames: without looking into any, axe needs no second page for its conclusions.
	const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
	const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
	expect(found).toEqual([]);
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow).toBeLessThanOrEqual(0);
	expect(faults).toEqual([]);
}
