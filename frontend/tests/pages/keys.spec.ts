import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { KEYS } from './samples';

test('keys are listed with budget, limits and standing', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/keys');
	await expect(page.getByRole('row', { name: /claims-service/ })).toContainText('$400.00 / month');
	await expect(page.getByRole('row', { name: /nightly-batch/ })).toContainText('200K tok/min');
	await expect(page.getByRole('row', { name: /old-prototype/ }).getByRole('button')).toHaveCount(0);
	await expectSound(page, faults);
});

test('a new key is shown once', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const faults = await watch(page);
	let sent: unknown;
	let attempt: string | undefined;
	await mockApi(page, {
		'POST /api/v1/api-keys': (route) => {
			sent = route.request().postDataJSON();
			attempt = route.request().headers()['idempotency-key'];
			return { status: 201, json: { ...KEYS.items[2], id: 'key_9', name: 'ci', key: 'tg_live_once' } };
		}
	});
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Create key' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Name')).toBeFocused();
	await dialog.getByRole('button', { name: 'Create key' }).click();
	await expect(dialog.getByText('Give it a name.')).toBeVisible();
	await expectSound(page, faults);

	await dialog.getByLabel('Name').fill('ci');
	await dialog.getByLabel('Budget').fill('25');
	await dialog.getByLabel('Requests per minute').fill('60');
	await page.keyboard.press('Enter');
	await expect(dialog.getByTestId('secret')).toHaveText('tg_live_once');
	expect(sent).toEqual({
		name: 'ci',
		budget_usd: '25',
		budget_period: 'monthly',
		rate_limit: { requests_per_minute: 60 },
		expires_in_days: 90
	});
	expect(attempt).toMatch(/^[0-9a-f]{32}$/);
	await expectSound(page, faults);

	await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
	await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('tg_live_once');
	await page.keyboard.press('Escape');
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: 'I have stored it' }).click();
	await expect(dialog).toBeHidden();
	expect(await page.content()).not.toContain('tg_live_once');
});

test('a refused creation keeps what was typed', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { 'POST /api/v1/api-keys': () => problem(403, 'forbidden', 'You may not create keys.') });
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Create key' }).click();
	await page.getByLabel('Name').fill('ci');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('You may not create keys.');
	await expect(page.getByLabel('Name')).toHaveValue('ci');
});

test('revoking asks first', async ({ page }) => {
	const faults = await watch(page);
	const revoked: string[] = [];
	await mockApi(page, {
		'DELETE /api/v1/api-keys/key_2': () => {
			revoked.push('key_2');
			return { status: 204 };
		}
	});
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Revoke search-ranker' }).click();
	await expect(page.getByRole('dialog', { name: 'Revoke search-ranker?' })).toBeVisible();
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Keep it' }).click();
	expect(revoked).toEqual([]);
	await page.getByRole('button', { name: 'Revoke search-ranker' }).click();
	await page.getByRole('button', { name: 'Revoke key' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(revoked).toEqual(['key_2']);
});

test('a key shows whose it is, where it may be used and what to look at', async ({ page }) => {
	const faults = await watch(page);
	let asked = '';
	await mockApi(page, {
		'GET /api/v1/api-keys': (_, url) => {
			asked = url.search;
			return { json: KEYS };
		}
	});
	await page.goto('/keys');
	const row = page.getByRole('row', { name: /nightly-batch/ });
	await expect(row).toContainText('model key of Ben Ito');
	await expect(row).toContainText('unused for 90 days');
	await expect(row).toContainText('only from 203.0.113.0/24');
	await expectSound(page, faults);
	await page.getByLabel('Use', { exact: true }).selectOption('90');
	await expect(page).toHaveURL('/keys?unused=90');
	await expect.poll(() => asked).toContain('stale_days=90');
});

test('rotating shows the new secret once and keeps the old one for a while', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/api-keys/key_2/rotate': (route) => {
			sent = { ...route.request().postDataJSON(), match: route.request().headers()['if-match'] };
			return { json: { ...KEYS.items[1], key: 'tg_live_rotated' } };
		}
	});
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Rotate search-ranker' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('The earlier secret stops').selectOption('72');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Rotate' }).click();
	await expect(dialog.getByTestId('secret')).toHaveText('tg_live_rotated');
	await dialog.getByRole('button', { name: 'I have stored it' }).click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual({ overlap_hours: 72, match: '"1"' });
	expect(await page.content()).not.toContain('tg_live_rotated');
});

test('the addresses of a key are changed', { tag: '@once' }, async ({ page }) => {
	let sent: unknown;
	await mockApi(page, {
		'PATCH /api/v1/api-keys/key_3': (route) => {
			sent = route.request().postDataJSON();
			return { json: KEYS.items[2] };
		}
	});
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Change nightly-batch' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Addresses and networks')).toHaveValue('203.0.113.0/24');
	await dialog.getByLabel('Addresses and networks').fill('203.0.113.0/24\n2001:db8::/32');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual({ name: 'nightly-batch', models: [], addresses: ['203.0.113.0/24', '2001:db8::/32'] });
});

test('a management key says what it may do', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/api-keys': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: { ...KEYS.items[2], purpose: 'management', key: 'tg_mgmt_once' } };
		}
	});
	await page.goto('/keys');
	await page.getByRole('button', { name: 'Create key' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name').fill('hr-sync');
	await dialog.getByLabel('For').selectOption('management');
	await dialog.getByRole('button', { name: 'Create key' }).click();
	await expect(dialog.getByText('At least one, such as users.view.')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('Permissions').fill('users.view\nusers.create');
	await dialog.getByRole('button', { name: 'Create key' }).click();
	await expect(dialog.getByLabel('Example call')).toContainText('/api/v1/auth/me');
	expect(sent).toMatchObject({ name: 'hr-sync', purpose: 'management', permissions: ['users.view', 'users.create'] });
});
