import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { KEYS, ME } from './samples';
import { ACCESS_RULES, SSO } from './settings-samples';

test('an identity provider is connected, tested and made the only way', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	await mockApi(page, {
		'POST /api/v1/sso-connections': (route) => {
			calls.push(route.request().postDataJSON());
			return { status: 201, json: SSO.items[0] };
		},
		'POST /api/v1/sso-connections/sso_1/test': () => ({ json: { ok: false, detail: 'the issuer does not answer', checks: [] } }),
		'PATCH /api/v1/sso-connections/sso_1': (route) => {
			calls.push(route.request().postDataJSON());
			return { json: SSO.items[0] };
		}
	});
	await page.goto('/settings?tab=sso');
	await page.getByRole('button', { name: 'Test Acme accounts' }).click();
	await expect(page.getByRole('alert')).toHaveText('the issuer does not answer');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Make it the only way' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Make it the only way' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();

	await page.getByRole('button', { name: 'Connect' }).click();
	const dialog = page.getByRole('dialog', { name: 'Connect an identity provider' });
	await dialog.getByRole('button', { name: 'Connect' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Name, client ID are needed.');
	await dialog.getByLabel('Provider').selectOption('oidc');
	await dialog.getByLabel('Name').fill('Keycloak');
	await dialog.getByLabel('Issuer').fill('https://id.example.com');
	await dialog.getByLabel('Client ID').fill('tollgate');
	await dialog.getByLabel('Client secret', { exact: true }).fill('secret');
	await dialog.getByLabel('Domains').fill('example.com, example.org');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Connect' }).click();
	await expect(dialog).toBeHidden();
	expect(calls).toEqual([
		{ enforced: true },
		{
			name: 'Keycloak',
			provider: 'oidc',
			issuer: 'https://id.example.com',
			client_id: 'tollgate',
			client_secret: 'secret',
			domains: ['example.com', 'example.org'],
			jit: { enabled: true, default_roles: ['developer'] }
		}
	]);
});

test('groups of a provider are given roles and teams', async ({ page }) => {
	const faults = await watch(page);
	let mappings = [
		{ group: 'LLM developers', roles: ['developer', 'night_admin'], team_ids: [] as string[] },
		{ group: 'platform', roles: ['viewer'], team_ids: ['team_1'] }
	];
	const sent: unknown[] = [];
	await mockApi(page, {
		'GET /api/v1/sso-connections': () => ({ json: { ...SSO, items: [{ ...SSO.items[0], group_mappings: mappings }] } }),
		'PATCH /api/v1/sso-connections/sso_1': (route) => {
			sent.push([route.request().headers()['if-match'], route.request().postDataJSON()]);
			mappings = route.request().postDataJSON().group_mappings;
			return { json: SSO.items[0] };
		}
	});
	await page.goto('/settings?tab=sso');
	const given = page.getByRole('list', { name: 'What groups of Acme accounts give' });
	await expect(given.getByRole('listitem')).toHaveText([
		'LLM developers gives developer, night admin',
		'platform gives viewer, in Claims'
	]);
	await page.getByRole('button', { name: 'Groups of Acme accounts' }).click();
	const dialog = page.getByRole('dialog', { name: 'Groups of Acme accounts' });
	const rows = dialog.getByTestId('group-row');
	await expect(rows).toHaveCount(3);
	// A role that is not among those shown stays; nobody becomes an owner by a group.
	await expect(rows.nth(1).getByLabel('Role')).toHaveValue('night_admin');
	await expect(rows.nth(1).getByLabel('Role').getByRole('option', { name: 'owner' })).toHaveCount(0);
	await dialog.getByRole('button', { name: 'Add a group' }).click();
	await rows.nth(3).getByLabel('Group 4').fill(' PLATFORM ');
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Each line needs a group, and a role or a team.');
	await expectSound(page, faults);
	await rows.nth(3).getByLabel('Role').selectOption('developer');
	await dialog.getByRole('button', { name: 'Remove line 2' }).click();
	await dialog.getByLabel('Count for SCIM as well').check();
	await dialog.getByRole('button', { name: 'Save' }).click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual([
		[
			'"2"',
			{
				group_mappings: [
					{ group: 'LLM developers', roles: ['developer'], team_ids: [] },
					{ group: 'platform', roles: ['viewer', 'developer'], team_ids: ['team_1'] }
				],
				scim_groups: true
			}
		]
	]);
	await expect(given).toContainText('platform gives viewer, developer, in Claims');
});

test('a directory gets an address and a key of its own', async ({ page, baseURL }) => {
	const faults = await watch(page);
	const scim = { ...KEYS.items[0], id: 'key_scim', name: 'Entra', permissions: ['scim.provision'], purpose: 'management', last_used_at: '2026-11-21T12:00:00.000Z' };
	let sent: unknown;
	await mockApi(page, {
		'GET /api/v1/api-keys': (_, url) => ({
			json: url.searchParams.get('cursor') ? { items: [scim], next_cursor: null } : { ...KEYS, next_cursor: 'next' }
		}),
		'POST /api/v1/api-keys': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: { ...scim, id: 'key_new', key: 'tg_mgmt_0123456789_SECRET' } };
		}
	});
	await page.goto('/settings?tab=sso');
	const panel = page.getByRole('region', { name: 'People and groups from your directory (SCIM)' });
	await expect(panel.getByTestId('scim-base')).toHaveText(`${baseURL}/scim/v2`);
	await expect(panel.getByRole('listitem')).toHaveCount(1);
	await expect(panel.getByRole('listitem')).toContainText(/Entra.*last asked \d+ h ago/);
	await panel.getByRole('button', { name: 'Make a key' }).click();
	await expectSound(page, faults);
	await page.getByRole('dialog').getByLabel('Name').fill('Okta');
	await page.getByRole('dialog').getByLabel('Expires').selectOption('90');
	await page.getByRole('button', { name: 'Make the key' }).click();
	await expect(page.getByTestId('secret')).toHaveText('tg_mgmt_0123456789_SECRET');
	await page.keyboard.press('Escape');
	await expect(page.getByTestId('secret')).toBeVisible();
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'I have stored it' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(sent).toEqual({ name: 'Okta', purpose: 'management', permissions: ['scim.provision'], expires_in_days: 90 });
	expect(await page.content()).not.toContain('SECRET');
});

test('who may not make keys sees the address of the directory only', { tag: '@once' }, async ({ page }) => {
	const permissions = ['sso.view', 'api_keys.view'];
	await mockApi(page, { 'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions } }) });
	await page.goto('/settings?tab=sso');
	await expect(page.getByText('No key may do this yet')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Make a key' })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Groups of Acme accounts' })).toHaveCount(0);
});

test('what is forbidden whatever roles allow is written, rested and removed', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	await mockApi(page, {
		'POST /api/v1/access-rules': (route) => {
			calls.push(route.request().postDataJSON());
			const locked = calls.length === 1;
			return locked
				? problem(409, 'would_lock_out', 'This would forbid you to change it again.')
				: { status: 201, json: ACCESS_RULES.items[0] };
		},
		'PATCH /api/v1/access-rules/acr_1': (route) => {
			calls.push([route.request().headers()['if-match'], route.request().postDataJSON()]);
			return { json: ACCESS_RULES.items[0] };
		},
		'DELETE /api/v1/access-rules/acr_1': (route) => {
			calls.push(route.request().headers()['if-match']);
			return { status: 204 };
		}
	});
	await page.goto('/settings?tab=access');
	const rule = page.getByRole('listitem').filter({ hasText: 'Policies change in working hours' });
	await expect(rule).toContainText('while context.time < 700 || context.time >= 1900');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Add a rule' }).click();
	const dialog = page.getByRole('dialog', { name: 'Forbid something' });
	await dialog.getByRole('button', { name: 'Forbid' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Name, permissions and condition are needed.');
	await dialog.getByLabel('Name').fill('Second factor for roles');
	await dialog.getByLabel('Permissions').fill('roles.*\nusers.assign_roles');
	await dialog.getByLabel('While').fill('!principal.mfa');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Forbid' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('This would forbid you to change it again.');
	await dialog.getByRole('button', { name: 'Forbid' }).click();
	await expect(dialog).toBeHidden();

	await rule.getByRole('button', { name: 'Change Policies' }).click();
	const change = page.getByRole('dialog', { name: 'Change Policies change in working hours' });
	await expect(change.getByLabel('Permissions')).toHaveValue('policies.create\npolicies.edit');
	await change.getByLabel('Permissions').fill('policies.*');
	await change.getByRole('button', { name: 'Save' }).click();
	await expect(change).toBeHidden();
	await rule.getByRole('button', { name: 'Rest Policies' }).click();
	await rule.getByRole('button', { name: 'Remove Policies' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	const written = { name: 'Second factor for roles', description: '', actions: ['roles.*', 'users.assign_roles'], condition: '!principal.mfa', enabled: true };
	expect(calls).toEqual([
		written,
		written,
		[
			'"4"',
			{
				name: 'Policies change in working hours',
				description: 'Agreed with the works council',
				actions: ['policies.*'],
				condition: 'context.time < 700 || context.time >= 1900'
			}
		],
		['"4"', { enabled: false }],
		'"4"'
	]);
});
