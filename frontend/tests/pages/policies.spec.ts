import { expect, test, type Page } from '@playwright/test';
import { mockApi, problem, type Answers } from './api';
import { expectSound, watch } from './checks';
import { MODELS_POLICY, POLICIES, REPLAY } from './policy-samples';
import { ME } from './samples';

const POLICY = '/api/v1/policies/pol_models';

/** Opens a page and keeps the bodies and `If-Match` of what it sends. */
async function open(page: Page, path: string, answers: Answers = {}) {
	const faults = await watch(page);
	await mockApi(page, answers);
	await page.goto(path);
	return faults;
}

test('policies are listed with what they are for and how they stand', async ({ page }) => {
	const faults = await open(page, '/policies');
	const list = page.getByRole('region', { name: 'What governs calls' });
	await expect(list.getByRole('row', { name: /Approved models/ })).toContainText('dry run v3');
	await expect(list.getByRole('row', { name: /Claims: monthly budget/ })).toContainText('the team Claims');
	await expect(list.getByRole('row', { name: /Fair share/ })).toContainText('draft');
	await expectSound(page, faults);
});

test('filters are in the address and are asked of the API', { tag: '@once' }, async ({ page }) => {
	const asked: string[] = [];
	await open(page, '/policies?type=usage', {
		'GET /api/v1/policies': (_, url) => {
			asked.push(url.search);
			return { json: url.searchParams.get('q') ? { items: [], next_cursor: null } : POLICIES };
		}
	});
	await expect(page.getByLabel('Type')).toHaveValue('usage');
	await page.getByRole('combobox', { name: 'Status' }).selectOption('active');
	await expect(page).toHaveURL('/policies?type=usage&status=active');
	await page.getByRole('searchbox').fill('nobody');
	await expect(page).toHaveURL('/policies?type=usage&status=active&q=nobody');
	await expect(page.getByText('No policy is like that.')).toBeVisible();
	expect(asked.at(-1)).toBe('?type=usage&status=active&q=nobody&limit=100');
});

test('an empty list leads to a template, and a template makes drafts', async ({ page }) => {
	let sent: unknown;
	const faults = await open(page, '/policies', {
		'GET /api/v1/policies': () => ({ json: { items: [], next_cursor: null } }),
		'POST /api/v1/policy-templates/cost-control/instantiate': (route) => {
			sent = route.request().postDataJSON();
			return { status: 201, json: { items: POLICIES.items.slice(0, 2) } };
		}
	});
	await page.getByRole('link', { name: 'Choose a template' }).click();
	await expect(page.getByRole('link', { name: 'From nothing' })).toBeVisible();
	await expectSound(page, faults);

	await page.getByRole('link', { name: 'Cost control' }).click();
	await expect(page.getByLabel('Monthly limit')).toHaveValue('5000');
	await page.getByRole('button', { name: 'Make the policies' }).click();
	await expect(page.getByText('This has no default: say it.')).toBeVisible();
	await expectSound(page, faults);

	await page.getByLabel('Cheap model').fill('gpt-4o-mini');
	await page.getByRole('button', { name: 'Make the policies' }).click();
	await expect(page).toHaveURL('/policies');
	expect(sent).toEqual({
		parameters: {
			MONTHLY_LIMIT_USD: '5000',
			DEAR_MODELS: ['gpt-4o', 'claude-opus*'],
			CHEAP_MODEL: 'gpt-4o-mini',
			SMALL_PROMPT_TOKENS: 200,
			SCOPE: 'organization',
			ENFORCEMENT_LEVEL: 'strict'
		},
		name_prefix: '',
		status: 'draft',
		message: 'From the template Cost control'
	});
});

test('a new policy from the form; what the API refuses stands beside its field', async ({ page }) => {
	const sent: unknown[] = [];
	const faults = await open(page, '/policies/new?template=blank', {
		'POST /api/v1/policies': (route) => {
			sent.push(route.request().postDataJSON());
			if (sent.length > 1) return { status: 201, json: MODELS_POLICY };
			const refused = problem(400, 'invalid_request', 'must be a whole number from 1, not "many"');
			return { ...refused, json: { ...(refused.json as object), field: 'rules.requests_per_minute' } };
		}
	});
	await page.getByLabel('Name', { exact: true }).fill('Fair share');
	await page.getByLabel('Type').selectOption('rate_limit');
	await page.getByLabel('For', { exact: true }).selectOption('team');
	await page.getByLabel('Name or id').fill('claims');
	await page.getByRole('button', { name: 'Add' }).click();
	await page.getByLabel('Requests per minute').fill('many');
	await page.getByLabel('Counted for').selectOption('user');
	await expect(page.getByText('at most many requests per minute')).toBeVisible();
	await expectSound(page, faults);

	await page.getByRole('button', { name: 'Save draft' }).click();
	await expect(page.getByLabel('Requests per minute')).toHaveAccessibleDescription('must be a whole number from 1, not "many"');
	await page.getByLabel('Requests per minute').fill('60');
	await page.getByRole('button', { name: 'Save draft' }).click();
	await expect(page).toHaveURL('/policies/pol_models?tab=rehearsal');
	expect(sent[1]).toMatchObject({
		name: 'Fair share',
		type: 'rate_limit',
		scope: { level: 'team', ids: ['team_1'] },
		rules: { requests_per_minute: 60, per: 'user' },
		status: 'draft'
	});
});

test('the source is the whole document, and faults are named by line', async ({ page }) => {
	let sent: Record<string, unknown> = {};
	let match: string | undefined;
	const faults = await open(page, '/policies/pol_models/edit', {
		[`PUT ${POLICY}`]: (route) => {
			sent = route.request().postDataJSON();
			match = route.request().headers()['if-match'];
			if (JSON.stringify(sent).includes('exempted'))
				return { status: 400, json: { status: 400, code: 'invalid_request', detail: 'must be exempt, multiply or approve', field: 'exceptions.0.effect' } };
			return { json: { ...MODELS_POLICY, latest_version: 4 } };
		}
	});
	await expect(page.getByText('exceptions and tests.')).toBeVisible();
	await page.getByRole('button', { name: 'Source' }).click();
	const source = page.getByLabel('The document as JSON');
	const text = await source.inputValue();
	await source.fill(text.replace('"exempt"', '"exempted"'));
	await page.getByRole('button', { name: 'Save version' }).click();
	await expect(source).toHaveAccessibleDescription(/^Line \d+: exceptions\.0\.effect must be exempt/);
	await expectSound(page, faults);

	await source.fill(`${text},`);
	await page.getByRole('button', { name: 'Save version' }).click();
	await expect(source).toHaveAccessibleDescription(/This is not JSON/);
	await page.getByRole('button', { name: 'Form' }).click();
	await expect(source).toBeVisible();

	await source.fill(text.replace('4096', '2048'));
	await page.getByRole('button', { name: 'Form' }).click();
	await expect(page.getByLabel('Output tokens')).toHaveValue('2048');
	await page.getByRole('button', { name: 'Save and activate…' }).click();
	await expect(page).toHaveURL(/tab=versions/);
	expect(match).toBe('"7"');
	expect(sent).toMatchObject({ draft: true, exceptions: MODELS_POLICY.exceptions, rules: { max_output_tokens: 2048 } });
	expect(sent).not.toHaveProperty('policy_type');
});

test('a policy says itself in words and what it did', async ({ page }) => {
	const faults = await open(page, '/policies/pol_models');
	const words = page.getByRole('region', { name: 'In words' });
	await expect(words).toContainText('only the models gpt-4o*, claude-* and scripted/*');
	await expect(words).toContainText('when the call may cost $0.01 or more');
	const effect = page.getByRole('region', { name: 'What it does' });
	await expect(effect).toContainText('1,190 shortened, 14 refused');
	await expect(effect.getByRole('img', { name: /by day/ })).toBeVisible();
	await expectSound(page, faults);
});

test('activating shows the change and its impact first', async ({ page }) => {
	let sent: unknown;
	let match: string | undefined;
	const faults = await open(page, '/policies/pol_models?tab=versions', {
		[`POST ${POLICY}/activate`]: (route) => {
			sent = route.request().postDataJSON();
			match = route.request().headers()['if-match'];
			return { json: { ...MODELS_POLICY, active_version: 3 } };
		}
	});
	const versions = page.getByRole('region', { name: 'Versions' });
	await expect(versions).toContainText('before: − 4,096');
	await expect(versions).toContainText('after: + 8,192');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Activate version 3' }).click();
	const dialog = page.getByRole('dialog', { name: 'Activate version 3 of Approved models?' });
	await expect(dialog).toContainText('Newly refused');
	await expect(dialog).toContainText('209');
	await dialog.getByLabel('When').selectOption('later');
	await dialog.getByRole('button', { name: 'Schedule' }).click();
	await expect(dialog.getByText('Say when.')).toBeVisible();
	await expectSound(page, faults);
	await dialog.getByLabel('From (your time)').fill('2026-12-01T09:00');
	await dialog.getByLabel('Why').fill('Pilot starts');
	await dialog.getByRole('button', { name: 'Schedule' }).click();
	await expect(dialog).toBeHidden();
	expect(sent).toEqual({ version: 3, message: 'Pilot starts', at: '2026-12-01T08:00:00.000Z' });
	expect(match).toBe('"7"');
});

test('who comes from the editor is asked once; going back is a rollback', { tag: '@once' }, async ({ page }) => {
	let sent: unknown;
	await open(page, '/policies/pol_models?tab=versions&activate=3', {
		[`POST ${POLICY}/rollback`]: (route) => {
			sent = route.request().postDataJSON();
			return { json: MODELS_POLICY };
		}
	});
	await expect(page.getByRole('dialog', { name: /Activate version 3/ })).toBeVisible();
	await expect(page).toHaveURL('/policies/pol_models?tab=versions');
	await page.getByRole('button', { name: 'Cancel' }).click();
	await page.getByRole('button', { name: 'Go back to version 1' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(sent).toEqual({ version: 1, message: '' });
});

test('a dry run starts and stops, and a replay tells counts, money, people and examples', async ({ page }) => {
	const sent: string[] = [];
	let running = true;
	const faults = await open(page, '/policies/pol_models?tab=rehearsal', {
		[`GET ${POLICY}`]: () => ({ json: running ? MODELS_POLICY : { ...MODELS_POLICY, dry_run: null } }),
		[`DELETE ${POLICY}/dry-run`]: () => {
			running = false;
			return { json: { ...MODELS_POLICY, dry_run: null } };
		},
		[`POST ${POLICY}/dry-run`]: (route) => {
			running = true;
			sent.push(route.request().postData() ?? '');
			return { json: MODELS_POLICY };
		},
		[`POST ${POLICY}/replay`]: (route) => {
			sent.push(route.request().postData() ?? '');
			return { json: REPLAY };
		}
	});
	await page.getByRole('button', { name: 'Stop the dry run' }).click();
	await page.getByRole('button', { name: 'Start the dry run' }).click();
	await expect(page.getByText('Version 3 looks at every call until Nov 28, 2026')).toBeVisible();
	await page.getByRole('button', { name: 'Replay', exact: true }).click();
	const replay = page.getByRole('region', { name: 'Replay' });
	await expect(replay).toContainText('$12.11');
	await expect(replay).toContainText('1,204 shortened, 214 refused');
	await expect(replay.getByRole('link', { name: /o4-mini/ })).toHaveAttribute('href', '/requests/req_settled');
	await expect(replay).toContainText('Prompts and answers are not kept');
	expect(sent).toEqual(['{"version":3,"until":"2026-11-28T14:20:00.000Z"}', '{"days":30,"version":3}']);
	await expectSound(page, faults);
});

test('a replay without calls and one that fails say so', { tag: '@once' }, async ({ page }) => {
	let answer = 0;
	await open(page, '/policies/pol_models?tab=rehearsal', {
		[`POST ${POLICY}/replay`]: () =>
			answer++ === 0 ? problem(503, 'unavailable', 'The database is starting.', 15) : { json: { ...REPLAY, evaluated: 0 } }
	});
	await page.getByRole('button', { name: 'Replay', exact: true }).click();
	await expect(page.getByText('The database is waking up')).toBeVisible();
	await page.getByRole('button', { name: 'Replay', exact: true }).click();
	await expect(page.getByText('No call in its scope in these days')).toBeVisible();
});

test('tests run, and a call that nobody makes is decided', async ({ page }) => {
	let sent: unknown;
	const faults = await open(page, '/policies/pol_models?tab=tests', {
		[`POST ${POLICY}/evaluate`]: (route) => {
			sent = route.request().postDataJSON();
			return { json: { passed: false, decision: 'deny', violations: [], warnings: [], reasons: [], notices: ['Nothing was sent.'], max_output_tokens: null, reroute_to: null, policy_version: null } };
		}
	});
	await page.getByRole('button', { name: 'Run the tests' }).click();
	await expect(page.getByText('expected clamp by max_output_tokens, got allow')).toBeVisible();
	await page.getByLabel('Model').fill('o4-mini');
	await page.getByLabel('May cost').fill('1,200.5');
	await page.getByLabel('Tags').fill('project = claims');
	await page.getByLabel('Prompt').fill('Hello');
	await page.getByRole('button', { name: 'What would be done?' }).click();
	await expect(page.getByText('The call would be refused')).toBeVisible();
	expect(sent).toEqual({
		version: 3,
		request: { model: 'o4-mini', estimated_cost_usd: '1200.5', tags: { project: 'claims' } },
		subject: {},
		content: 'Hello'
	});
	await expectSound(page, faults);
});

test('the history names who did what and why', async ({ page }) => {
	const faults = await open(page, '/policies/pol_models?tab=history');
	const history = page.getByRole('region', { name: 'History' });
	await expect(history).toContainText('activated, version 2 by Ada Lovelace');
	await expect(history).toContainText('“No small models”');
	await expectSound(page, faults);
});

test('deactivating asks first and says why', { tag: '@once' }, async ({ page }) => {
	let sent: unknown;
	await open(page, '/policies/pol_models', {
		[`POST ${POLICY}/deactivate`]: (route) => {
			sent = route.request().postDataJSON();
			return { json: { ...MODELS_POLICY, active_version: null, status: 'disabled' } };
		}
	});
	await page.getByRole('button', { name: 'Deactivate' }).click();
	await page.getByLabel('Why').fill('It blocks payroll');
	await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	expect(sent).toEqual({ message: 'It blocks payroll' });
});

test('who may only look is offered nothing else, and who may not look sees no such place', { tag: '@once' }, async ({ page }) => {
	await open(page, '/policies/pol_models', {
		'GET /api/v1/auth/me': () => ({ json: { ...ME, permissions: ['policies.view', 'requests.view.own'] } })
	});
	await expect(page.getByRole('region', { name: 'In words' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Deactivate' })).toHaveCount(0);
	const menu = page.getByRole('navigation', { name: 'Main' });
	await expect(menu.getByRole('link', { name: 'Policies' })).toBeVisible();
	await expect(menu.getByRole('link', { name: 'Violations' })).toHaveCount(0);
	await expect(menu.getByRole('link', { name: 'Approvals' })).toHaveCount(0);
});

test('a policy that is not there is an error with a way on', async ({ page }) => {
	const faults = await open(page, '/policies/pol_nowhere');
	await expect(page.getByText('No such sample.')).toBeVisible();
	await expectSound(page, faults);
});
