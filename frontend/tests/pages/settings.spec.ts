import { expect, test } from '@playwright/test';
import { withAuthenticator } from '../authenticator';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { BACKUP_CODES, MFA_OFF, MFA_ON, PASSKEYS, PEOPLE, REGISTRATION, TOTP } from './identity-samples';
import { ME } from './samples';
import { ELEVATIONS, NETWORK, SECURITY } from './settings-samples';

test('the own profile is renamed, and says what one may do', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'PATCH /api/v1/users/me': (route) => {
			sent = route.request().postDataJSON();
			return { json: { ...PEOPLE.items[0], name: 'Ada King' } };
		}
	});
	await page.goto('/settings');
	await expect(page.getByRole('region', { name: 'What you may do, and why' })).toContainText('llm.use.*');
	await expectSound(page, faults);
	await page.getByLabel('Name', { exact: true }).fill('Ada King');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status')).toHaveText('Saved.');
	expect(sent).toEqual({ name: 'Ada King' });
});

test('the password is changed, with every reason against a new one', async ({ page }) => {
	const faults = await watch(page);
	let tries = 0;
	await mockApi(page, {
		'POST /api/v1/auth/password/change': () => {
			tries += 1;
			return tries === 1 ? problem(401, 'invalid_credentials', 'wrong') : { status: 204 };
		}
	});
	await page.goto('/settings?tab=security');
	await page.getByRole('button', { name: 'Change password…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Change your password' });
	for (const current of ['wrong', 'right']) {
		await dialog.getByLabel('Current password', { exact: true }).fill(current);
		await dialog.getByLabel('New password', { exact: true }).fill('correct horse battery staple');
		await page.keyboard.press('Enter');
		if (current === 'wrong') await expect(dialog.getByRole('alert')).toHaveText('The current password is wrong.');
	}
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('status').filter({ hasText: 'Your password is changed.' })).toBeVisible();
	await expectSound(page, faults);
});

test('an authenticator app is set up, and its codes are shown once', async ({ page }) => {
	const faults = await watch(page);
	let on = false;
	await mockApi(page, {
		'GET /api/v1/auth/mfa': () => ({ json: on ? MFA_ON : MFA_OFF }),
		'POST /api/v1/auth/mfa/setup': () => ({ json: TOTP }),
		'POST /api/v1/auth/mfa/enable': () => {
			on = true;
			return { json: { enabled: true, backup_codes: BACKUP_CODES } };
		}
	});
	await page.goto('/settings?tab=security');
	await expect(page.getByText('Your organization asks for a second factor, from Nov 28, 2026 on.')).toBeVisible();
	await page.getByRole('button', { name: 'Set up…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
	// Until there is a secret, nothing is sent.
	await expect(dialog.getByTestId('totp-secret')).toBeVisible();
	await dialog.getByLabel('Code').fill('12345');
	await page.keyboard.press('Enter');
	await expect(dialog.getByText('Six digits, as the app shows them.')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('Code').fill('123456');
	await page.keyboard.press('Enter');
	await expect(dialog.getByTestId('backup-codes')).toContainText('abcd-efgh-jkmn');
	await page.keyboard.press('Escape');
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: 'I have stored them' }).click();
	await expect(page.getByText('9 backup codes left')).toBeVisible();
	expect(await page.content()).not.toContain('abcd-efgh-jkmn');
});

test('backup codes are renewed and the app is turned off', async ({ page }) => {
	const faults = await watch(page);
	const sent: unknown[] = [];
	await mockApi(page, {
		'GET /api/v1/auth/mfa': () => ({ json: MFA_ON }),
		'POST /api/v1/auth/mfa/backup-codes': (route) => {
			sent.push(route.request().postDataJSON());
			return { json: { backup_codes: BACKUP_CODES } };
		},
		'POST /api/v1/auth/mfa/disable': (route) => {
			sent.push(route.request().postDataJSON());
			return sent.length === 2 ? problem(401, 'invalid_credentials', 'wrong') : { json: { enabled: false } };
		}
	});
	await page.goto('/settings?tab=security');
	await page.getByRole('button', { name: 'New codes…' }).click();
	await page.getByRole('dialog').getByLabel('Code').fill('123456');
	await page.keyboard.press('Enter');
	await expect(page.getByTestId('backup-codes').getByRole('listitem')).toHaveCount(5);
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'I have stored them' }).click();

	await page.getByRole('button', { name: 'Turn off…' }).click();
	const dialog = page.getByRole('dialog');
	await expectSound(page, faults);
	for (const password of ['wrong', 'right']) {
		await dialog.getByLabel('Password', { exact: true }).fill(password);
		await dialog.getByLabel('Code').fill('654321');
		await page.keyboard.press('Enter');
		if (password === 'wrong') await expect(dialog.getByRole('alert')).toHaveText('That was not right.');
	}
	await expect(dialog).toBeHidden();
	expect(sent).toEqual([{ code: '123456' }, { password: 'wrong', code: '654321' }, { password: 'right', code: '654321' }]);
});

test('a passkey is made by the browser, renamed and removed', { tag: '@once' }, async ({ page, baseURL }) => {
	await withAuthenticator(page);
	const calls: Record<string, unknown>[] = [];
	const note = (what: string, body?: object) => calls.push({ what, ...body });
	await mockApi(page, {
		'POST /api/v1/auth/passkeys/registration-options': () => ({ json: REGISTRATION }),
		'POST /api/v1/auth/passkeys': (route) => {
			note('add', route.request().postDataJSON());
			return { status: 201, json: PASSKEYS.items[0] };
		},
		'PATCH /api/v1/auth/passkeys/pky_1': (route) => {
			note('rename', route.request().postDataJSON());
			return { json: PASSKEYS.items[0] };
		},
		'DELETE /api/v1/auth/passkeys/pky_1': () => {
			note('remove');
			return { status: 204 };
		}
	});
	// Passkeys belong to a name: there are none on a bare address.
	await page.goto('/settings?tab=security');
	const passkeys = page.getByRole('region', { name: 'Passkeys' });
	await expect(passkeys.getByText('Laptop')).toBeVisible();
	await expect(passkeys.getByRole('button', { name: 'Add' })).toBeHidden();

	await page.goto(`${baseURL?.replace('127.0.0.1', 'localhost')}/settings?tab=security`);
	await passkeys.getByRole('button', { name: 'Add' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill('Telephone');
	await page.getByRole('button', { name: 'Create passkey' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await passkeys.getByRole('button', { name: 'Rename Laptop' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill('Old laptop');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toBeHidden();
	await passkeys.getByRole('button', { name: 'Remove Laptop' }).click();
	await page.getByRole('button', { name: 'Remove passkey' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();

	expect(calls.map((call) => call.what)).toEqual(['add', 'rename', 'remove']);
	expect(calls[0]).toMatchObject({ name: 'Telephone' });
	expect(calls[0]?.passkey).toMatchObject({ type: 'public-key', response: { clientDataJSON: expect.any(String) } });
	expect(calls[1]).toEqual({ what: 'rename', name: 'Old laptop' });
});

test('other sessions are ended, one and all', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	await mockApi(page, {
		'DELETE /api/v1/auth/sessions/ses_2': () => {
			calls.push('one');
			return { status: 204 };
		},
		'POST /api/v1/auth/logout-all': (route) => {
			calls.push(route.request().postDataJSON());
			return { json: { ended: 1 } };
		}
	});
	await page.goto('/settings?tab=sessions');
	const here = page.getByRole('listitem').filter({ hasText: 'Firefox on Linux' });
	await expect(here).toContainText('this one');
	await expect(here).toContainText('by password, authenticator app');
	await expect(here.getByRole('button')).toHaveCount(0);
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'End Safari on iPhone' }).click();
	await page.getByRole('button', { name: 'End all others' }).click();
	await page.getByRole('button', { name: 'End them' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(calls).toEqual(['one', { except_current: true }]);
});

test('the rules for signing in are changed against the version that was read', async ({ page }) => {
	const faults = await watch(page);
	let sent: Record<string, Record<string, unknown>> = {};
	let match: string | undefined;
	await mockApi(page, {
		'PATCH /api/v1/admin/security-settings': (route) => {
			sent = route.request().postDataJSON();
			match = route.request().headers()['if-match'];
			return { json: { ...SECURITY, version: 13 } };
		}
	});
	await page.goto('/settings?tab=rules');
	await expect(page.getByRole('status')).toContainText(
		'A security policy asks for more: a second factor of everybody and sessions that end after 20 minutes without use.'
	);
	await page.getByLabel('Idle, in minutes').fill('2');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('At least 5, or 0 for no limit.')).toBeVisible();
	await expectSound(page, faults);
	await page.getByLabel('Idle, in minutes').fill('15');
	await page.getByLabel('Everybody needs one').check();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
	expect(match).toBe('"12"');
	expect(sent.session).toMatchObject({ idle_minutes: 15, max_hours: 8 });
	expect(sent.mfa).toEqual({ required: true, roles: ['owner'], methods: ['totp', 'webauthn'], grace_days: 7 });
});

test('a network rule that would shut one out is refused', async ({ page }) => {
	const faults = await watch(page);
	let sent: Record<string, unknown> = {};
	await mockApi(page, {
		'PATCH /api/v1/admin/network-security': (route) => {
			sent = route.request().postDataJSON();
			const shut = !(sent.allowed_ip_ranges as string[]).includes('203.0.113.7');
			return shut ? problem(409, 'would_lock_out', 'Your own address would be outside.') : { json: { ...NETWORK, ...sent, version: 13 } };
		}
	});
	await page.goto('/settings?tab=network');
	await expect(page.getByText('You are at 203.0.113.7.')).toBeVisible();
	await expectSound(page, faults);
	await page.getByLabel('Only these addresses may use Tollgate').check();
	await page.getByLabel('Addresses and networks').fill('198.51.100.0/24');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toHaveText('Your own address would be outside.');
	await page.getByRole('button', { name: 'Add my address' }).click();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('status')).toContainText('Saved.');
	expect(sent).toEqual({
		ip_whitelist_enabled: true,
		allowed_ip_ranges: ['198.51.100.0/24', '203.0.113.7'],
		allow_vpn_access: false,
		applies_to: ['control_plane', 'model_calls'],
		cors_allowed_origins: []
	});
});

test('who may not see the rules is not offered them', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { 'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions: ['users.view.own'] } }) });
	await page.goto('/settings?tab=network');
	await expect(page.getByRole('region', { name: 'Who you are' })).toBeVisible();
	const tabs = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
	await expect(tabs).toHaveText(['Profile', 'Security', 'Sessions']);
});

test('a role for a while is asked for, and that of somebody else decided', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	await mockApi(page, {
		'POST /api/v1/elevations': (route) => {
			calls.push(route.request().postDataJSON());
			return { status: 201, json: ELEVATIONS.items[0] };
		},
		'POST /api/v1/elevations/elv_1/reject': (route) => {
			calls.push(route.request().postDataJSON());
			return { json: ELEVATIONS.items[0] };
		}
	});
	await page.goto('/settings?tab=elevations');
	const own = page.getByRole('listitem').filter({ hasText: 'You: finance for an hour' });
	await expect(own.getByRole('button')).toHaveText(['End']);
	const other = page.getByRole('listitem').filter({ hasText: 'Ben Ito: security officer for 1 h 30 min' });
	await expect(other.getByRole('button')).toHaveText(['Approve', 'Reject']);
	await expectSound(page, faults);
	await other.getByRole('button', { name: 'Reject' }).click();
	await page.getByLabel('Why not').fill('Ask your manager');
	await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();

	await page.getByRole('button', { name: 'Ask for a role…' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByLabel('Role').getByRole('option')).toHaveText(['Choose a role', 'finance']);
	await dialog.getByLabel('Role').selectOption('finance');
	await dialog.getByLabel('For', { exact: true }).selectOption('120');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Ask' }).click();
	await expect(dialog.getByText('Say what you need it for.')).toBeVisible();
	await dialog.getByLabel('What for').fill('Closing the month');
	await dialog.getByRole('button', { name: 'Ask' }).click();
	await expect(dialog).toBeHidden();
	expect(calls).toEqual([
		{ comment: 'Ask your manager' },
		{ role: 'finance', minutes: 120, reason: 'Closing the month' }
	]);
});
