import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { BEN, DEPARTURE, RECOVERY, STANDING } from './identity-samples';
import { ME } from './samples';

test('people are found by name and status', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/people');
	const row = page.getByRole('row', { name: /Ben Ito/ });
	await expect(row).toContainText('developer, team manager in Claims');
	await expect(page.getByRole('row', { name: /Dana Okafor/ })).toContainText('invited');
	await expectSound(page, faults);
	await page.getByLabel('Name or e-mail').fill('chen');
	await expect(page).toHaveURL('/people?q=chen');
	await expect(row).toBeHidden();
	await page.goto('/people?q=nobody');
	await expect(page.getByText('Nobody is like that.')).toBeVisible();
	await page.getByRole('link', { name: 'Show all' }).click();
	await expect(row).toBeVisible();
});

test('who follows a link while the search still waits gets there', { tag: '@once' }, async ({ page }) => {
	await mockApi(page);
	await page.goto('/people');
	const ben = page.getByRole('link', { name: 'Ben Ito' });
	await expect(ben).toBeVisible();
	// The other page takes longer to come than the search waits for more letters.
	await page.route('**/_app/immutable/**', async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		await route.continue();
	});
	// In one step, as nobody knows how long a click takes to arrive.
	await ben.evaluate((link: HTMLAnchorElement) => {
		const box = document.querySelector('input') as HTMLInputElement;
		box.value = 'ben';
		box.dispatchEvent(new Event('input', { bubbles: true }));
		link.click();
	});
	await expect(page.getByRole('heading', { name: 'Ben Ito' })).toBeVisible();
	await expect(page).toHaveURL('/people/usr_2');
});

test('somebody is invited', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/users': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: { ...BEN, id: 'usr_9', status: 'pending' } };
		}
	});
	await page.goto('/people');
	await page.getByRole('button', { name: 'Invite' }).click();
	const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
	await dialog.getByLabel('E-mail').fill('gil');
	await dialog.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(dialog.getByText('An address such as ada@example.com.')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('E-mail').fill('gil@example.com');
	await dialog.getByLabel('Name').fill('Gil');
	await dialog.getByLabel('Role').selectOption('finance');
	await dialog.getByLabel('Team').selectOption('team_2');
	await dialog.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'gil@example.com is invited.' })).toBeVisible();
	expect(sent).toEqual({ email: 'gil@example.com', name: 'Gil', roles: ['finance'], team_ids: ['team_2'] });
});

test('invitations are sent again and withdrawn', async ({ page }) => {
	const faults = await watch(page);
	const calls: string[] = [];
	await mockApi(page, {
		'POST /api/v1/invitations/usr_4/resend': () => {
			calls.push('resend');
			return { json: {} };
		},
		'DELETE /api/v1/invitations/usr_6': () => {
			calls.push('withdraw');
			return { status: 204 };
		}
	});
	await page.goto('/people?tab=invitations');
	await expect(page.getByRole('listitem').filter({ hasText: 'Finn Aro' })).toContainText('expired');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Send again to dana@example.com' }).click();
	await expect(page.getByRole('status')).toContainText('dana@example.com is sent another letter');
	await page.getByRole('button', { name: 'Withdraw finn@example.com' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(calls).toEqual(['resend', 'withdraw']);
});

test('a person shows every permission with the path that gives it', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/people/usr_2');
	const panel = page.getByRole('region', { name: 'What they may do, and why' });
	await expect(panel).toContainText('team manager, in Claims · billing lead › finance, while its condition holds');
	await expect(panel).toContainText('denied by billing lead');
	await expectSound(page, faults);
	await panel.getByLabel('Permission or role').fill('llm');
	await expect(panel.getByText('policies.view')).toBeHidden();
	await expect(panel.getByText('llm.use.*')).toBeVisible();
});

test('a role is given in a team and taken away', { tag: '@once' }, async ({ page }) => {
	const calls: string[] = [];
	await mockApi(page, {
		'POST /api/v1/users/usr_2/roles/viewer': (_, url) => {
			calls.push(`give${url.search}`);
			return { json: BEN };
		},
		'DELETE /api/v1/users/usr_2/roles/team_manager': (_, url) => {
			calls.push(`take${url.search}`);
			return { json: BEN };
		}
	});
	await page.goto('/people/usr_2');
	const roles = page.getByRole('region', { name: 'Roles' });
	await roles.getByLabel('Role').selectOption('viewer');
	await roles.getByLabel('Where').selectOption('team_2');
	await roles.getByRole('button', { name: 'Give' }).click();
	await roles.getByRole('button', { name: 'Take away team manager in Claims' }).click();
	await expect.poll(() => calls).toEqual(['give?team_id=team_2', 'take?team_id=team_1']);
});

test('suspending asks for a reason', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/users/usr_2/suspend': (route) => {
			sent = route.request().postDataJSON();
			return { json: { ...BEN, status: 'suspended' } };
		}
	});
	await page.goto('/people/usr_2');
	await page.getByRole('button', { name: 'Suspend…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Suspend Ben Ito?' });
	await dialog.getByRole('button', { name: 'Suspend' }).click();
	await expect(dialog.getByText('Say why')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('Why').fill('On leave');
	await dialog.getByRole('button', { name: 'Suspend' }).click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual({ reason: 'On leave' });
});

test('a sensitive change asks who it is, and is sent again after the answer', async ({ page }) => {
	const faults = await watch(page);
	const proofs: unknown[] = [];
	let proved = false;
	let resets = 0;
	await mockApi(page, {
		'POST /api/v1/users/usr_2/mfa/reset': () => {
			resets += 1;
			return proved ? { json: RECOVERY } : problem(401, 'step_up_required', 'Prove who you are.');
		},
		'GET /api/v1/users/usr_2/mfa': () => ({ json: { ...STANDING, pending: proved ? [RECOVERY] : [] } }),
		'POST /api/v1/auth/reauthenticate': (route) => {
			proofs.push(route.request().postDataJSON());
			proved = proofs.length === 2;
			return proved ? { json: {} } : problem(401, 'invalid_credentials', 'wrong');
		}
	});
	await page.goto('/people/usr_2?tab=security');
	await expect(page.getByRole('region', { name: 'Sessions' })).toContainText('Safari on iPhone');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Reset…' }).click();
	await page.getByLabel('Why').fill('Lost telephone');
	await page.getByRole('button', { name: 'Ask for the reset' }).click();
	const dialog = page.getByRole('dialog', { name: 'Is it you?' });
	await dialog.getByLabel('Password', { exact: true }).fill('wrong');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('That was not right.');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Use a code' }).click();
	await dialog.getByLabel('Code').fill('123456');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status')).toContainText('You asked for a reset: “Lost telephone”.');
	expect(proofs).toEqual([{ password: 'wrong' }, { code: '123456' }]);
	expect(resets).toBe(2);
	await expect(page.getByRole('heading', { name: 'Ben Ito' })).toBeVisible();
});

test('cancelling the question leaves the change undone and the session open', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, {
		'POST /api/v1/users/usr_2/mfa/reset': () => problem(401, 'step_up_required', 'Prove who you are.')
	});
	await page.goto('/people/usr_2?tab=security');
	await page.getByRole('button', { name: 'Reset…' }).click();
	await page.getByLabel('Why').fill('Lost telephone');
	await page.getByRole('button', { name: 'Ask for the reset' }).click();
	const dialog = page.getByRole('dialog', { name: 'Is it you?' });
	await expect(dialog).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('alert')).toHaveText('Prove who you are.');
	await expect(page).toHaveURL('/people/usr_2?tab=security');
});

test('offboarding says all that it did', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/users/usr_2/offboard': (route) => {
			sent = route.request().postDataJSON();
			return { json: DEPARTURE };
		}
	});
	await page.goto('/people/usr_2');
	await page.getByRole('button', { name: 'Offboard…' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Why').fill('Left the company');
	await dialog.getByLabel('Hand over to').selectOption('usr_1');
	await dialog.getByLabel('Personal data').selectOption('90');
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Offboard' }).click();
	await expect(dialog.getByRole('listitem')).toHaveText([
		'They can no longer sign in.',
		'2 sessions ended.',
		'Keys of theirs that were revoked: nightly-batch.',
		'Ada Lovelace now manages Claims.',
		'Name and address are removed on Feb 19, 2027.'
	]);
	await expect(dialog).toContainText('so rotate them: claims-service');
	await expectSound(page, faults);
	expect(sent).toEqual({ reason: 'Left the company', transfer_to: 'usr_1', delete_after_days: 90 });
});

test('who may only look is offered nothing to change', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, {
		'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions: ['users.view', 'teams.view', 'roles.view'] } })
	});
	await page.goto('/people');
	await expect(page.getByRole('row', { name: /Ben Ito/ })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Invite' })).toBeHidden();
	await expect(page.getByRole('link', { name: 'Invitations' })).toBeHidden();
	await page.goto('/people/usr_2');
	await expect(page.getByRole('heading', { name: 'Ben Ito' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Suspend…' })).toBeHidden();
	await expect(page.getByRole('button', { name: 'Give' })).toBeHidden();
});

test('a page that does not load says so', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { 'GET /api/v1/users/usr_2': () => 'abort', 'GET /api/v1/roles': () => problem(403, 'forbidden', 'You may not see roles.') });
	await page.goto('/people/usr_2');
	await expect(page.getByText('Tollgate does not answer.')).toBeVisible();
	await page.goto('/people?tab=roles');
	await expect(page.getByText('You may not see roles.')).toBeVisible();
});

test('on a phone the places that do not fit unfold', async ({ page, isMobile }) => {
	test.skip(!isMobile, 'everything fits beside a wide page');
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/keys');
	const places = page.getByRole('navigation', { name: 'Main' });
	await expect(places.getByRole('link', { name: 'People' })).toBeHidden();
	await places.getByRole('button', { name: 'More' }).click();
	await expect(places.getByRole('button', { name: 'More' })).toHaveAttribute('aria-expanded', 'true');
	await expect(places.getByRole('link', { name: 'API keys' })).toHaveAttribute('aria-current', 'page');
	await expectSound(page, faults);
	await places.getByRole('link', { name: 'People' }).click();
	await expect(page.getByRole('heading', { name: 'People' })).toBeVisible();
	await expect(places.getByRole('link', { name: 'Settings' })).toBeHidden();
});
