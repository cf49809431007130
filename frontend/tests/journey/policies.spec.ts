import { expect, test } from '@playwright/test';
import { email, follow, password, signIn } from './steps';

test.skip(!email || !password, 'needs TOLLGATE_URL, TOLLGATE_ADMIN_EMAIL and TOLLGATE_ADMIN_PASSWORD');

test('from a draft to a refused call, its explanation and its review', async ({ page, request }) => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));

	await signIn(page);

	const name = `governed-${Date.now()}`;
	await page.getByRole('link', { name: 'API keys' }).click();
	await page.getByRole('button', { name: 'Create key' }).first().click();
	const creating = page.getByRole('dialog');
	await creating.getByLabel('Name').fill(name);
	await creating.getByLabel('Budget').fill('1');
	await creating.getByRole('button', { name: 'Create key' }).click();
	const key = (await creating.getByTestId('secret').textContent()) ?? '';
	await creating.getByRole('button', { name: 'I have stored it' }).click();

	await page.getByRole('link', { name: 'Policies' }).click();
	await page.getByRole('link', { name: 'New policy' }).click();
	await page.getByRole('link', { name: 'From nothing' }).click();
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('For', { exact: true }).selectOption('key');
	await page.getByLabel('Name or id').fill(name);
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
	await page.getByLabel('Output tokens').fill('many');
	await page.getByRole('button', { name: 'Save and activate…' }).click();
	await expect(page.getByLabel('Output tokens')).toHaveAttribute('aria-invalid', 'true');
	await page.getByLabel('Output tokens').fill('');
	await page.getByLabel('Denied models').fill('scripted/*');
	await page.getByRole('button', { name: 'Save and activate…' }).click();

	const confirm = page.getByRole('dialog', { name: `Activate version 1 of ${name}?` });
	await expect(confirm.getByText('calls looked at').or(confirm.getByText('There were no calls')).first()).toBeVisible();
	await confirm.getByLabel('Why').fill('The journey');
	await confirm.getByRole('button', { name: 'Activate' }).click();
	await expect(confirm).toBeHidden();
	await expect(page.getByText('in force')).toBeVisible();

	const answer = await request.post('/v1/chat/completions', {
		headers: { authorization: `Bearer ${key}` },
		data: { model: 'scripted/echo', messages: [{ role: 'user', content: 'Let me in' }] }
	});
	expect(answer.status()).toBe(403);
	const requestId = answer.headers()['x-request-id'] ?? '';

	await page.goto(`/requests/${requestId}`);
	const why = page.getByRole('region', { name: 'Why' });
	await expect(why.getByRole('link', { name })).toBeVisible();
	await expect(why).toContainText('denied models');

	await page.getByRole('link', { name: 'Violations' }).click();
	const row = page.getByRole('row', { name: new RegExp(name) });
	await expect(row).toContainText('open');
	await follow(row.getByRole('button'), page.getByRole('dialog'));
	await page.getByRole('button', { name: 'Resolve', exact: true }).click();
	await page.getByLabel('Why').fill('It was the journey');
	await page.getByRole('button', { name: 'Resolve', exact: true }).last().click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect(row).toContainText('resolved');

	await page.getByRole('link', { name: 'Policies' }).click();
	await follow(page.getByRole('link', { name, exact: true }), page.getByRole('heading', { name }));
	await page.getByRole('link', { name: 'Dry run & replay' }).click();
	await page.getByRole('button', { name: 'Replay', exact: true }).click();
	await expect(page.getByText('Looked at').or(page.getByText('No call in its scope'))).toBeVisible();
	await page.getByRole('link', { name: 'Tests' }).click();
	await page.getByLabel('Model').fill('scripted/echo');
	await page.getByRole('button', { name: 'What would be done?' }).click();
	await expect(page.getByText('The call would be refused')).toBeVisible();
	await page.getByRole('link', { name: 'Edit' }).click();
	await page.getByLabel('Denied models').fill('someone-elses-model');
	await page.getByLabel('What changed, and why').fill('Let it in');
	await page.getByRole('button', { name: 'Save version' }).click();
	await expect(page.getByText('“Let it in”')).toBeVisible();
	await expect(page.getByRole('region', { name: 'Versions' })).toContainText('+ someone-elses-model');
	await page.getByRole('button', { name: 'Deactivate' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await page.getByRole('button', { name: 'Delete' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(page).toHaveURL('/policies');
	expect(faults).toEqual([]);
});
