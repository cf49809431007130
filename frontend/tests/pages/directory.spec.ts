import { expect, test } from '@playwright/test';
import { mockApi } from './api';
import { expectSound, watch } from './checks';
import { IMPORT, ROLES, TEAMS } from './identity-samples';
import { REVIEW_DETAIL, REVIEWS } from './settings-samples';

test('a list of people is tried before it is imported', async ({ page }) => {
	const faults = await watch(page);
	const asked: string[] = [];
	await mockApi(page, {
		'POST /api/v1/users/import': (_, url) => {
			asked.push(url.search);
			const dry = url.searchParams.get('dry_run') === 'true';
			return { json: { ...IMPORT, dry_run: dry } };
		}
	});
	await page.goto('/people/import');
	await expect(page.getByRole('button', { name: 'Import' })).toBeDisabled();
	await page.getByLabel('Or paste it here').fill('email,name\ngil@example.com,Gil');
	await page.getByRole('button', { name: 'Try it first' }).click();
	await expect(page.getByRole('status')).toHaveText('1 would be added, 1 is there already, 1 line fails.');
	await expect(page.getByRole('region', { name: 'What would happen' }).getByRole('listitem').first()).toContainText('not-an-address');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Import' }).click();
	await expect(page.getByRole('status')).toHaveText('1 is added, 1 is there already, 1 line fails.');
	expect(asked).toEqual(['?dry_run=true&invite=true', '?dry_run=false&invite=true']);
	await page.getByLabel('Or paste it here').fill('email,name\nhal@example.com,Hal');
	await expect(page.getByRole('button', { name: 'Import' })).toBeDisabled();
});

test('teams are a tree, and a new one finds its place', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/teams': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: TEAMS.items[0] };
		}
	});
	await page.goto('/people?tab=teams');
	const teams = page.getByRole('region', { name: 'Teams' });
	await expect(teams.getByRole('listitem')).toHaveCount(3);
	await expect(teams.getByRole('listitem').nth(1)).toContainText(/^Search\s*, 1 below the top\s*1 person$/);
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'New team' }).click();
	await page.getByLabel('Name', { exact: true }).fill('Motor');
	await page.getByLabel('Part of').selectOption('team_1');
	await page.getByRole('button', { name: 'Create team' }).click();
	await expect(page.getByRole('heading', { name: 'Claims' })).toBeVisible();
	expect(sent).toEqual({ name: 'Motor', description: '', parent_team_id: 'team_1' });
});

test('members join and leave a team', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	await mockApi(page, {
		'POST /api/v1/teams/team_1/members': (route) => {
			calls.push(route.request().postDataJSON());
			return { status: 201, json: {} };
		},
		'DELETE /api/v1/teams/team_1/members/usr_5': () => {
			calls.push('removed');
			return { status: 204 };
		}
	});
	await page.goto('/people/teams/team_1');
	await expect(page.getByRole('listitem').filter({ hasText: 'Ben Ito' })).toContainText('team manager');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Add' }).click();
	const dialog = page.getByRole('dialog', { name: 'Add a member' });
	await expect(dialog.getByRole('radio')).toHaveCount(1);
	await dialog.getByLabel(/Ada Lovelace/).check();
	await expectSound(page, faults);
	await dialog.getByRole('button', { name: 'Add' }).click();
	await expect(dialog).toBeHidden();
	await page.getByRole('button', { name: 'Remove Eva Lund' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(calls).toEqual([{ user_id: 'usr_1', role: 'member' }, 'removed']);
});

test('roles are listed, laid side by side and compared', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page);
	await page.goto('/people?tab=roles');
	const own = page.getByRole('listitem').filter({ hasText: 'billing lead' });
	await expect(own).toContainText('conditional');
	await expect(own).toContainText('held by 2');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Matrix' }).click();
	const row = page.getByRole('row', { name: /costs\.export/ });
	await expect(row.getByRole('cell')).toHaveText(['yes', '·no', 'yes', '·no', '·no', 'yes']);
	await expectSound(page, faults);

	await page.goto('/people/roles/billing_lead');
	await expect(page.getByText('It only counts while this holds')).toBeVisible();
	const diff = page.getByRole('region', { name: 'Compared with' });
	await diff.getByLabel('Another role').selectOption('viewer');
	await expect(diff.getByRole('listitem')).toHaveText([/costs export/, /users view/, /policies view/, /2 of 9/]);
	await expectSound(page, faults);
});

test('a role is written by ticking permissions', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/roles': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: { ...ROLES.items[5], id: 'billing_lead' } };
		}
	});
	await page.goto('/people/roles/new?from=finance');
	await page.getByRole('button', { name: 'Create role' }).click();
	await expect(page.getByText('Two to 64 letters')).toBeVisible();
	await page.getByLabel('Name', { exact: true }).fill('Team reader');
	await page.getByLabel('viewer').check();
	await expect(page.getByLabel(/users\.view/)).toBeChecked();
	await expect(page.getByLabel(/users\.view/)).toBeDisabled();
	await page.getByText('users', { exact: false }).filter({ hasText: '1 of 2' }).click();
	await page.getByRole('textbox', { name: 'Permissions' }).fill('costs.*');
	await page.getByLabel('Denied').fill('costs.export');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Create role' }).click();
	await expect(page.getByRole('heading', { name: 'billing lead' })).toBeVisible();
	expect(sent).toEqual({
		name: 'Team reader',
		description: '',
		permissions: ['costs.*'],
		denied_permissions: ['costs.export'],
		inherits: ['viewer'],
		condition: null
	});
});

test('an access review is started and decided by one key each', async ({ page }) => {
	const faults = await watch(page);
	const calls: unknown[] = [];
	const decided = (at: number, decision: 'keep' | 'revoke') => ({
		json: { ...REVIEW_DETAIL.items[at], decision, outcome: decision === 'keep' ? 'kept' : 'revoked' }
	});
	await mockApi(page, {
		'POST /api/v1/access-reviews': (route) => {
			calls.push(route.request().postDataJSON());
			return { status: 201, json: REVIEWS.items[0] };
		},
		'POST /api/v1/access-reviews/arv_1/items/ari_1': (route) => {
			calls.push(route.request().postDataJSON());
			return decided(0, 'keep');
		},
		'POST /api/v1/access-reviews/arv_1/items/ari_2': (route) => {
			calls.push(route.request().postDataJSON());
			return decided(1, 'revoke');
		},
		'POST /api/v1/access-reviews/arv_1/close': (route) => {
			calls.push(route.request().postDataJSON());
			return { json: REVIEWS.items[0] };
		}
	});
	await page.goto('/people?tab=reviews');
	await expect(page.getByRole('listitem').filter({ hasText: 'Fourth quarter' })).toContainText('due Dec 15, 2026');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Start a review…' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill('First quarter');
	await page.getByRole('dialog').getByLabel('Due').fill('2027-01-31');
	await page.getByRole('button', { name: 'Start', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Fourth quarter' })).toBeVisible();
	await expectSound(page, faults);

	await expect(page.locator('#item-ari_2')).toContainText('ben@example.com · active · signed in 2 d ago · no second factor');
	await expect(page.locator('#item-ari_3')).toContainText('never used');
	await expect(page.locator('#item-ari_4')).toContainText('for somebody else to decide');
	await page.getByRole('button', { name: 'Keep the role developer of Ben Ito' }).focus();
	await page.keyboard.press('k');
	await expect(page.locator('#item-ari_1')).toContainText('kept');
	await expect(page.getByRole('button', { name: 'Keep the role team manager in Claims of Ben Ito' })).toBeFocused();
	await page.keyboard.press('r');
	await expect(page.locator('#item-ari_2')).toContainText('taken away');
	await expect(page.getByRole('button', { name: 'Keep the key claims-service of a service' })).toBeFocused();
	await expectSound(page, faults);

	await page.getByRole('button', { name: 'Close…' }).click();
	await page.getByLabel('Even where something is not decided').check();
	await page.getByRole('button', { name: 'Close the review' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(calls).toEqual([
		{ name: 'First quarter', due_at: '2027-01-31T00:00:00Z' },
		{ decision: 'keep' },
		{ decision: 'revoke' },
		{ leave_undecided: true }
	]);
});
