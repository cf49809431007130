import { expect, test, type Page } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { ME, REQUESTS } from './samples';

const as = (...permissions: string[]) => ({ 'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions } }) });

/** The questions for requests, as they come. */
async function askedRequests(page: Page): Promise<URLSearchParams[]> {
	const asked: URLSearchParams[] = [];
	await mockApi(page, {
		'GET /api/v1/requests': (_, url) => {
			asked.push(url.searchParams);
			return { json: REQUESTS };
		}
	});
	return asked;
}

test('a number leads to its calls, which can be narrowed, opened and come back to', async ({ page }) => {
	const faults = await watch(page);
	const asked = await askedRequests(page);
	await page.goto('/?r=7d');
	await page.getByRole('region', { name: 'Top models' }).getByRole('link', { name: 'gpt-4o', exact: true }).click();
	await expect(page).toHaveURL('/requests?r=7d&model=gpt-4o');
	await expect(page.getByLabel('Model')).toHaveValue('gpt-4o');
	await expect.poll(() => asked.some((query) => query.get('model') === 'gpt-4o')).toBe(true);
	await expectSound(page, faults);

	await page.getByLabel('Team').selectOption('team_1');
	await expect(page).toHaveURL('/requests?r=7d&model=gpt-4o&team_id=team_1');
	await expect.poll(() => asked.some((query) => query.get('team_id') === 'team_1' && query.has('model'))).toBe(true);
	await page.getByRole('button', { name: '24h' }).click();
	await expect(page).toHaveURL('/requests?r=24h&model=gpt-4o&team_id=team_1');

	await page.getByRole('link', { name: /gpt-4o, settled/ }).first().click();
	await expect(page.getByRole('region', { name: 'Outcome' })).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: 'Requests' }).click();
	await expect(page).toHaveURL('/requests?r=24h&model=gpt-4o&team_id=team_1');
});

test('refusals lead to the calls that were refused', { tag: '@once' }, async ({ page }) => {
	const asked = await askedRequests(page);
	await page.goto('/?r=7d');
	await page.getByRole('link', { name: /Refusals/ }).click();
	await expect(page).toHaveURL('/requests?r=7d&outcome=refused');
	await expect(page.getByLabel('Outcome')).toHaveValue('refused');
	await expect.poll(() => asked.some((query) => query.get('outcome') === 'refused')).toBe(true);
});

test('filters that nothing fits say so and can be dropped', async ({ page }) => {
	await mockApi(page, {
		'GET /api/v1/requests': (_, url) => ({ json: url.searchParams.has('model') ? { items: [], next_cursor: null } : REQUESTS })
	});
	await page.goto('/requests?model=nobodys');
	await expect(page.getByText('No call in this range is like that.')).toBeVisible();
	await page.getByRole('link', { name: 'Show all' }).click();
	await expect(page.getByRole('link', { name: /gpt-4o, settled/ }).first()).toBeVisible();
});

test('the times of rows are those of the days that they are counted in', async ({ page }) => {
	const [row] = REQUESTS.items;
	await mockApi(page, {
		'GET /api/v1/requests': () => ({ json: { items: [{ ...row, created_at: '2026-11-20T23:30:00Z' }], next_cursor: null } })
	});
	await page.goto('/requests');
	await expect(page.getByRole('link', { name: /^Request of Nov 20, 23:30/ })).toBeVisible();
	await expect(page.getByRole('cell', { name: /Nov 20, 23:30/ })).toHaveAttribute('title', 'Nov 21, 2026, 00:30:00 GMT+1');
});

test('an overview leaves out what somebody may not see', async ({ page }) => {
	const faults = await watch(page);
	const refused: string[] = [];
	await mockApi(page, {
		...as('requests.view', 'api_keys.view'),
		'GET /api/v1/usage/summary': (_, url) => (refused.push(url.pathname), problem(403, 'forbidden', 'No.')),
		'GET /api/v1/budgets': (_, url) => (refused.push(url.pathname), problem(403, 'forbidden', 'No.'))
	});
	await page.goto('/');
	await expect(page.getByRole('region', { name: 'Recent requests' }).getByRole('row')).not.toHaveCount(0);
	await expect(page.getByText('Spend today')).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Budgets' })).toHaveCount(0);
	await page.getByRole('link', { name: 'Requests', exact: true }).click();
	await expect(page.getByLabel('Model').getByRole('option', { name: 'gpt-4o', exact: true })).toBeAttached();
	await page.getByRole('link', { name: 'API keys' }).click();
	await expect(page.getByRole('region', { name: 'Keys' }).getByRole('row')).not.toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Create key' })).toHaveCount(0);
	expect(refused).toEqual([]);
	await expectSound(page, faults);
});

for (const [path, permission] of [
	['/policies/pol_models/edit', 'policies.edit'],
	['/policies/new?template=blank', 'policies.create'],
	['/people/import', 'users.create'],
	['/people/roles/new', 'roles.create'],
	['/violations', 'violations.view']
] as const) {
	test(`${path} without ${permission} is no form to fill in for nothing`, async ({ page }) => {
		const faults = await watch(page);
		await mockApi(page, as('policies.view', 'roles.view', 'users.view.own'));
		await page.goto(path);
		await expect(page.getByText(`This page needs the permission ${permission}.`)).toBeVisible();
		await expect(page.getByRole('textbox')).toHaveCount(0);
		await expectSound(page, faults);
	});
}

test('what does not exist is not tried again', async ({ page }) => {
	await mockApi(page);
	for (const path of ['/requests/req_nowhere', '/policies/pol_nowhere', '/people/usr_nowhere']) {
		await page.goto(path);
		await expect(page.getByText('Not found')).toHaveCount(1);
		await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
	}
});

test('what waits is counted beside its place', async ({ page }) => {
	const faults = await watch(page);
	const asked: string[] = [];
	await mockApi(page, {
		'GET /api/v1/violations': (_, url) => {
			asked.push(url.search);
			return { json: { items: [{}, {}, {}], next_cursor: 'c1' } };
		},
		'GET /api/v1/approvals': () => ({ json: { items: [{}, {}], next_cursor: null } })
	});
	await page.goto('/settings');
	await expect(page.getByRole('link', { name: 'Violations 3+ critical and open' })).toBeVisible();
	// On a phone what is folded away says so on what unfolds it.
	const more = page.getByRole('button', { name: 'More 2 waiting' });
	const approvals = page.getByRole('link', { name: 'Approvals 2 to decide' });
	await expect(more.or(approvals)).toBeVisible();
	if (await more.isVisible()) await more.click();
	await expect(approvals).toBeVisible();
	expect(asked[0]).toContain('status=open&severity=critical&shadow=false');
	await expectSound(page, faults);
});

test('what is under the pointer stays there until the click is done', async ({ page }) => {
	let items = REQUESTS.items.slice(3, 10);
	let answered = 0;
	await mockApi(page, {
		'GET /api/v1/requests': () => {
			answered += 1;
			return { json: { items, next_cursor: null } };
		},
	});
	await page.goto('/requests');
	const rows = page.getByRole('region', { name: 'Newest first' }).getByRole('row');
	await expect(rows).toHaveCount(8);
	const target = rows.nth(1).getByRole('link');
	const href = (await target.getAttribute('href')) ?? '';
	// A press takes the focus away from the field that was typed in; that ends nothing.
	await page.getByLabel('Model').focus();
	await target.hover();
	await page.mouse.down();
	// The press is held as long as the next answer takes: a list that takes it in at once has moved by then.
	items = REQUESTS.items.slice(0, 10);
	const before = answered;
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await expect.poll(() => answered).toBeGreaterThan(before);
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
	await page.mouse.up();
	await expect(page).toHaveURL(href);
});
