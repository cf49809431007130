import { expect, test } from '@playwright/test';
import { mockApi } from './api';
import { expectSound, watch } from './checks';
import { REQUESTS } from './samples';

test('a request tells its decision, its holds, its arithmetic and its timing', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/');
	await page.getByRole('link', { name: /gpt-4o, settled/ }).first().click();
	await expect(page).toHaveURL('/requests/req_settled');
	await expect(page.getByRole('region', { name: 'Outcome' })).toContainText('gpt-4o-2024-08-06');
	const price = page.getByRole('region', { name: 'Price' });
	await expect(price.getByRole('row', { name: 'input 1,205 $2.50 $0.0030125' })).toBeVisible();
	await expect(price).toContainText('$0.0076125');
	await expect(price).toContainText('$0.04211');
	await expect(page.getByRole('region', { name: 'Timing' })).toContainText('412 ms');
	await expect(page.getByRole('region', { name: /held against/ })).toContainText('Claims');
	await expectSound(page, faults);
});

test('a refused request says why and was not charged', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/requests/req_refused');
	await expect(page.getByRole('alert')).toContainText('$0.09 left');
	await expect(page.getByRole('region', { name: 'Timing' })).toContainText('No provider was called.');
	await expectSound(page, faults);
});

test('an unknown request is an error with a way on, not a blank page', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/requests/req_nowhere');
	await expect(page.getByText('No such sample.').first()).toBeVisible();
	await expectSound(page, faults);
});

test('older requests follow on demand, each once', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page, {
		'GET /api/v1/requests': (_, url) =>
			url.searchParams.get('cursor') === 'c1'
				? { json: { items: REQUESTS.items.slice(9), next_cursor: null } }
				: { json: { items: REQUESTS.items.slice(0, 10), next_cursor: 'c1' } }
	});
	await page.goto('/requests');
	const rows = page.getByRole('region', { name: 'Newest first' }).getByRole('row');
	await expect(rows).toHaveCount(11);
	await page.getByRole('button', { name: 'Show older' }).click();
	await expect(rows).toHaveCount(25);
	await expect(page.getByRole('button', { name: 'Show older' })).toHaveCount(0);
	await expectSound(page, faults);
});

test('an address that does not exist says so', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/nowhere');
	await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
	await expectSound(page, faults);
});
