import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { BUDGETS, ME, REQUESTS, summary, totalsOf } from './samples';

test('shows what was spent, on what, by whom, and what just happened', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/');
	await expect(page.getByText('Spend this month').locator('..')).toContainText('$640.');
	await expect(page.getByRole('img', { name: 'Cost by model per day' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'Budgets' })).toContainText('search-ranker');
	await expect(page.getByRole('region', { name: 'Top teams' })).toContainText('Claims');
	await expect(page.getByRole('region', { name: 'Top keys' })).toContainText('nightly-batch');
	await expect(page.getByRole('region', { name: 'Recent requests' }).getByRole('link', { name: /gpt-4o,/ }).first()).toBeVisible();
	await expect(page.getByRole('status').filter({ hasText: 'live' })).toBeVisible();
	await expectSound(page, faults);
});

test('the chart is read with the arrow keys and as a table', { tag: '@once' }, async ({ page }) => {
	await mockApi(page);
	await page.goto('/?r=7d');
	const chart = page.getByRole('img', { name: 'Cost by model per day' });
	await chart.focus();
	await page.keyboard.press('End');
	await expect(page.getByText(/^Nov 21, 2026: \$7\.\d\d, gpt-4o \$/)).toBeAttached();
	await page.keyboard.press('ArrowLeft');
	await expect(page.getByText(/^Nov 20, 2026: \$/)).toBeAttached();
	await page.getByRole('button', { name: 'Table' }).click();
	await expect(page.getByRole('row', { name: /Nov 20, 2026/ })).toBeVisible();
});

test('the range is in the address and goes along', { tag: '@once' }, async ({ page }) => {
	const asked: string[] = [];
	await mockApi(page, {
		'GET /api/v1/usage/summary': (_, url) => {
			asked.push(url.searchParams.toString());
			return { json: summary(url.searchParams) };
		}
	});
	await page.goto('/');
	await page.getByRole('button', { name: '24h' }).click();
	await expect(page).toHaveURL('/?r=24h');
	await expect(page.getByRole('img', { name: 'Cost by model per hour' })).toBeVisible();
	expect(asked.some((query) => query.includes('2026-11-20T15') && query.includes('group_by=hour'))).toBe(true);
	await page.getByRole('link', { name: 'Requests', exact: true }).click();
	await expect(page).toHaveURL('/requests?r=24h');
	await page.goBack();
	await page.goBack();
	await expect(page.getByRole('button', { name: '30d' })).toHaveAttribute('aria-pressed', 'true');
});

test('a range of own dates', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/');
	await page.getByRole('button', { name: 'Choose dates' }).click();
	await page.getByLabel('First day').fill('2026-11-03');
	await page.getByLabel('Last day').fill('2026-11-09');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Show', exact: true }).click();
	await expect(page).toHaveURL('/?from=2026-11-03&to=2026-11-09');
	await expect(page.getByRole('button', { name: 'Nov 3, 2026 – Nov 9, 2026' })).toBeVisible();
});

test('new calls appear by themselves', { tag: '@once' }, async ({ page }) => {
	let items = REQUESTS.items.slice(5, 10);
	await mockApi(page, { 'GET /api/v1/requests': () => ({ json: { items, next_cursor: null } }) });
	await page.goto('/');
	const rows = page.getByRole('region', { name: 'Recent requests' }).getByRole('row');
	await expect(rows).toHaveCount(6);
	items = REQUESTS.items.slice(0, 10);
	await expect(rows).toHaveCount(11);
});

test('an empty account says how to begin', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page, {
		'GET /api/v1/usage/summary': () => ({ json: { totals: totalsOf(0), items: [] } }),
		'GET /api/v1/requests': () => ({ json: { items: [], next_cursor: null } }),
		'GET /api/v1/budgets': () => ({ json: { items: [] } })
	});
	await page.goto('/');
	await expect(page.getByText('No call in this range.').first()).toBeVisible();
	await expect(page.getByText('/v1/chat/completions')).toBeVisible();
	await expect(page.locator('dl > div', { hasText: 'Error rate' })).toContainText('0%');
	await expectSound(page, faults);
});

test('a sleeping database is announced, and the page goes on by itself', async ({ page }) => {
	const faults = await watch(page);
	let awake = false;
	await mockApi(page, {
		'GET /api/v1/usage/summary': (_, url) =>
			awake ? { json: summary(url.searchParams) } : problem(503, 'unavailable', 'The database is starting.', 1)
	});
	await page.goto('/');
	await expect(page.getByText('The database is waking up').first()).toBeVisible();
	await expect(page.getByRole('region', { name: 'Budgets' })).toContainText(BUDGETS.items[0]?.scope_name ?? '');
	await expectSound(page, faults);
	awake = true;
	await expect(page.getByText('Spend this month').locator('..')).toContainText('$640.');
});

test('one failing part leaves the others standing, and can be tried again', async ({ page }) => {
	const faults = await watch(page);
	let broken = true;
	await mockApi(page, {
		'GET /api/v1/budgets': () => (broken ? problem(500, 'internal_error', 'Something broke.') : { json: BUDGETS })
	});
	await page.goto('/');
	const budgets = page.getByRole('region', { name: 'Budgets' });
	await expect(budgets).toContainText('Something broke.');
	await expect(budgets).toContainText('req_problem');
	await expect(page.getByRole('region', { name: 'Top teams' })).toContainText('Claims');
	await expectSound(page, faults);
	broken = false;
	await budgets.getByRole('button', { name: 'Try again' }).click();
	await expect(budgets).toContainText('search-ranker');
});

test('what was shown stays when the connection is lost', { tag: '@once' }, async ({ page }) => {
	let lost = false;
	await mockApi(page, { 'GET /api/v1/requests': () => (lost ? 'abort' : { json: REQUESTS }) });
	await page.goto('/');
	await expect(page.getByRole('status').filter({ hasText: 'live' })).toBeVisible();
	lost = true;
	await expect(page.getByRole('status').filter({ hasText: 'reconnecting' })).toBeVisible();
	await expect(page.getByRole('region', { name: 'Recent requests' }).getByRole('row')).not.toHaveCount(0);
});

test('an ended session leads to signing in', { tag: '@once' }, async ({ page }) => {
	let ended = false;
	await mockApi(page, {
		'GET /api/v1/requests': () => (ended ? problem(401, 'invalid_api_key', 'Expired.') : { json: REQUESTS }),
		'GET /api/v1/auth/me': () => (ended ? problem(401, 'invalid_api_key', 'Expired.') : { json: ME })
	});
	await page.goto('/?r=7d');
	await expect(page.getByRole('status').filter({ hasText: 'live' })).toBeVisible();
	ended = true;
	await expect(page).toHaveURL('/login?next=%2F%3Fr%3D7d');
});

test('the theme is chosen and remembered', { tag: '@once' }, async ({ page }) => {
	await mockApi(page);
	await page.goto('/');
	const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
	await page.getByRole('button', { name: /Use the .* theme/ }).filter({ visible: true }).click();
	const chosen = await scheme();
	expect(['light', 'dark']).toContain(chosen);
	await page.reload();
	await expect.poll(scheme).toBe(chosen);
});
