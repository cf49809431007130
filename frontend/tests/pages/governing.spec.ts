import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { APPROVALS, VIOLATIONS } from './governing-samples';
import { ME } from './samples';

test('violations are found by filters and reviewed with a reason', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	let asked = '';
	await mockApi(page, {
		'GET /api/v1/violations': (_, url) => {
			asked = url.search;
			return { json: VIOLATIONS };
		},
		'POST /api/v1/violations/vio_1/resolve': (route) => {
			sent = { ...route.request().postDataJSON(), match: route.request().headers()['if-match'] };
			return { json: { ...VIOLATIONS.items[0], status: 'false_positive', version: 1 } };
		}
	});
	await page.goto('/violations');
	const row = page.getByRole('row', { name: /Card numbers/ });
	await expect(row).toContainText('open');
	await page.getByRole('combobox', { name: 'Review' }).selectOption('open');
	await page.getByRole('combobox', { name: 'Dry runs' }).selectOption('false');
	await expect(page).toHaveURL('/violations?status=open&shadow=false');
	await expect.poll(() => asked).toContain('status=open&shadow=false');
	await expectSound(page, faults);

	await page.getByRole('button', { name: /Review Card numbers/ }).click();
	const dialog = page.getByRole('dialog', { name: 'Card numbers: categories' });
	await expect(dialog).toContainText('financial.card × 2');
	await dialog.getByRole('button', { name: 'False positive' }).first().click();
	await dialog.getByRole('button', { name: 'False positive' }).last().click();
	await expect(dialog.getByText('Say why')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('Why').fill('A test card');
	await dialog.getByRole('button', { name: 'False positive' }).last().click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual({ reason: 'A test card', false_positive: true, match: '"0"' });
	await expect(row).toContainText('false positive');
});

test('a closed violation can be reopened, and a refused review is said', async ({ page }) => {
	await mockApi(page, { 'POST /api/v1/violations/vio_4/reopen': () => problem(409, 'conflict', 'It is open already.') });
	await page.goto('/violations');
	await page.getByRole('button', { name: /Review/ }).nth(3).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).last().click();
	await expect(page.getByRole('alert')).toHaveText('It is open already.');
});

test('what waits is approved or rejected with a comment', async ({ page }) => {
	const faults = await watch(page);
	const sent: unknown[] = [];
	let asked = '';
	await mockApi(page, {
		'GET /api/v1/approvals': (_, url) => {
			asked = url.search;
			return { json: APPROVALS };
		},
		'POST /api/v1/approvals/apr_1/approve': (route) => {
			sent.push(route.request().postDataJSON());
			return { json: { ...APPROVALS.items[0], state: 'approved' } };
		},
		'POST /api/v1/approvals/apr_2/reject': (route) => {
			sent.push(route.request().postDataJSON());
			return { json: { ...APPROVALS.items[1], state: 'rejected' } };
		}
	});
	await page.goto('/approvals');
	await expect(page.getByText('an exception from Approved models (allowed models) for o4-mini')).toBeVisible();
	await expect(page.getByText('expires in 20 h').first()).toBeVisible();
	await expect(page.getByText('1 of 2 have approved')).toBeVisible();
	expect(asked).toContain('state=pending&mine=true');
	await expectSound(page, faults);

	await page.getByRole('button', { name: /^Approve: an exception/ }).click();
	await expectSound(page, faults);
	await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await page.getByRole('button', { name: /^Reject: \$250.00 more per month for Claims/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
	await expect(page.getByText('Say why')).toBeVisible();
	await page.getByLabel('Why').fill('Use what is left first.');
	await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(sent).toEqual([{ comment: '' }, { comment: 'Use what is left first.' }]);
});

test('who asked can withdraw and not decide', async ({ page }) => {
	const faults = await watch(page);
	const own = { ...APPROVALS.items[0], requested_by: { type: 'user', id: 'usr_1' }, user_id: 'usr_1' };
	let asked = '';
	await mockApi(page, {
		'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions: ['approvals.view.own', 'approvals.create.own'] } }),
		'GET /api/v1/approvals': (_, url) => {
			asked = url.search;
			return { json: { items: url.searchParams.get('user_id') ? [own] : [], next_cursor: null } };
		}
	});
	await page.goto('/approvals');
	await expect(page.getByText('Nothing waits for you.')).toBeVisible();
	await expectSound(page, faults);
	await expect(page.getByRole('link', { name: 'All' })).toHaveCount(0);
	await page.getByRole('link', { name: 'For me' }).click();
	await expect(page.getByRole('button', { name: /^Withdraw/ })).toBeVisible();
	await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
	expect(asked).toContain('user_id=usr_1');
});

test('a refused request says which policies stopped it, and an exception can be asked for', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		'POST /api/v1/approvals': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: APPROVALS.items[0] };
		}
	});
	await page.goto('/requests/req_denied');
	const why = page.getByRole('region', { name: 'Why' });
	await expect(why).toContainText('Refused by the policy “Approved models”');
	await expect(why).toContainText('Version 3 is in force since.');
	await expect(why).toContainText('pii.email × 2');
	await expect(why.getByRole('link', { name: 'Approved models' })).toHaveAttribute('href', '/policies/pol_models');
	await expectSound(page, faults);
	await why.getByRole('button', { name: 'Ask for an exception…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Ask for an exception' });
	await dialog.getByLabel('Why').fill('The migration');
	await dialog.getByLabel('For', { exact: true }).selectOption('1');
	await dialog.getByRole('button', { name: 'Ask' }).click();
	await expect(why.getByText('Asked.')).toBeVisible();
	expect(sent).toEqual({
		kind: 'policy_exception',
		policy_id: 'pol_models',
		rules: ['allowed_models'],
		request_id: 'req_denied',
		reason: 'The migration',
		grant: 'window',
		until: '2026-11-22T14:20:00.000Z'
	});
	await expectSound(page, faults);
});

test('an empty list of violations says so', async ({ page }) => {
	await mockApi(page, { 'GET /api/v1/violations': () => ({ json: { items: [], next_cursor: null } }) });
	await page.goto('/violations');
	await expect(page.getByText('No policy had anything to say against a call.')).toBeVisible();
});
