import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { APPROVALS, EXPLANATION, VIOLATIONS } from './governing-samples';
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
	await expect(page).toHaveURL('/violations?status=open');
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

test('a closed violation can be reopened, and a refused review is said', { tag: '@once' }, async ({ page }) => {
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

test('models and a higher budget are asked for', async ({ page }) => {
	const faults = await watch(page);
	const sent: unknown[] = [];
	let answer: { status: number; json: unknown } = { status: 201, json: APPROVALS.items[0] };
	await mockApi(page, {
		'POST /api/v1/approvals': (route) => {
			sent.push(route.request().postDataJSON());
			return answer;
		}
	});
	await page.goto('/approvals');
	await page.getByRole('button', { name: 'Ask for an approval…' }).click();
	const dialog = page.getByRole('dialog', { name: 'Ask for an approval' });
	await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(dialog.getByText('At least one, such as gpt-4o.')).toBeVisible();
	await expect(dialog.getByText('Say why: somebody has to decide on it.')).toBeVisible();
	expect(sent).toEqual([]);
	await expectSound(page, faults);
	await dialog.getByLabel('Models').fill('o3\nclaude-*');
	await dialog.getByLabel('To be used by').selectOption({ label: 'search-ranker' });
	await dialog.getByLabel('For', { exact: true }).selectOption('30');
	await dialog.getByLabel('Why').fill('Comparing answers');
	await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(dialog).toBeHidden();
	await expect(page).toHaveURL('/approvals?view=own');

	await page.getByRole('button', { name: 'Ask for an approval…' }).click();
	await dialog.getByRole('button', { name: 'A higher budget' }).click();
	await dialog.getByLabel('Budget', { exact: true }).selectOption({ label: 'Claims, $500.00 per month' });
	await dialog.getByLabel('By how much more').fill('0');
	await dialog.getByLabel('Why').fill('Quarter end');
	await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(dialog.getByText('An amount such as 25 or 0.50.')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('By how much more').fill('250');
	answer = problem(400, 'invalid_request', 'there is no monthly budget to raise') as typeof answer;
	await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(dialog.getByRole('alert')).toHaveText('there is no monthly budget to raise');
	answer = { status: 201, json: APPROVALS.items[1] };
	await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(dialog).toBeHidden();
	const access = { kind: 'model_access', models: ['o3', 'claude-*'], key_id: 'key_2', reason: 'Comparing answers' };
	const raise = { kind: 'budget_raise', target_type: 'team', target_id: 'team_1', period: 'monthly' };
	expect(sent).toEqual([
		{ ...access, until: '2026-12-21T14:20:00.000Z' },
		{ ...raise, amount_usd: '250', reason: 'Quarter end' },
		{ ...raise, amount_usd: '250', reason: 'Quarter end' }
	]);
});

test('who may not ask for others is offered their own budgets alone', { tag: '@once' }, async ({ page }) => {
	const permissions = ['approvals.view.own', 'approvals.create.own'];
	await mockApi(page, { 'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions } }) });
	await page.goto('/approvals');
	await page.getByRole('button', { name: 'Ask for an approval…' }).click();
	await page.getByRole('button', { name: 'A higher budget' }).click();
	await expect(page.getByLabel('Budget', { exact: true }).getByRole('option')).toHaveText([
		'Choose a budget',
		'search-ranker, $25.50 per day'
	]);
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

test('a policy about every call has no rule to show', { tag: '@once' }, async ({ page }) => {
	const [first] = EXPLANATION.policies;
	const policies = [{ ...first, rule: 'conditions', message: 'this policy is about every call', asks_for: {} }];
	await mockApi(page, {
		'GET /api/v1/requests/req_denied/explanation': () => ({ json: { ...EXPLANATION, policies } })
	});
	await page.goto('/requests/req_denied');
	const why = page.getByRole('region', { name: 'Why' });
	await expect(why).toContainText('this policy is about every call');
	await expect(why).not.toContainText('The rule:');
});

test('an empty list of violations says so', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { 'GET /api/v1/violations': () => ({ json: { items: [], next_cursor: null } }) });
	await page.goto('/violations');
	await expect(page.getByText('No policy had anything to say against a call.')).toBeVisible();
});
