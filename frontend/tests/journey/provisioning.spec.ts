import { expect, test } from '@playwright/test';
import { email, openPerson, password, signIn, url } from './steps';

test.skip(!email || !password, 'needs TOLLGATE_URL, TOLLGATE_ADMIN_EMAIL and TOLLGATE_ADMIN_PASSWORD');

const run = Date.now();
const domain = `d${run}.example.com`;
const provider = `Directory ${run}`;
const guest = { userName: `ada@${domain}`, displayName: `Ada ${run}`, externalId: `e-${run}`, active: true };

test('a directory brings people, and its groups give them roles', async ({ page, request }) => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	await signIn(page);

	await page.goto('/settings?tab=sso');
	await page.getByRole('button', { name: 'Connect' }).click();
	const connecting = page.getByRole('dialog', { name: 'Connect an identity provider' });
	await connecting.getByLabel('Provider').selectOption('oidc');
	await connecting.getByLabel('Name').fill(provider);
	await connecting.getByLabel('Issuer').fill(`https://id.${domain}`);
	await connecting.getByLabel('Client ID').fill('tollgate');
	await connecting.getByLabel('Domains').fill(domain);
	await connecting.getByRole('button', { name: 'Connect' }).click();
	await expect(connecting).toBeHidden();
	await page.getByRole('button', { name: `Groups of ${provider}` }).click();
	const groups = page.getByRole('dialog', { name: `Groups of ${provider}` });
	await groups.getByRole('button', { name: 'Add a group' }).click();
	await groups.getByLabel('Group 1').fill(`Auditing ${run}`);
	await groups.getByLabel('Role').selectOption('auditor');
	await groups.getByLabel('Count for SCIM as well').check();
	await groups.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText(`Auditing ${run} gives auditor`)).toBeVisible();

	const panel = page.getByRole('region', { name: 'People and groups from your directory (SCIM)' });
	const base = (await panel.getByTestId('scim-base').textContent()) ?? '';
	expect(base).toBe(`${url}/scim/v2`);
	await panel.getByRole('button', { name: 'Make a key' }).click();
	await page.getByRole('dialog').getByLabel('Name').fill(provider);
	await page.getByRole('button', { name: 'Make the key' }).click();
	const key = (await page.getByTestId('secret').textContent()) ?? '';
	await page.getByRole('button', { name: 'I have stored it' }).click();
	await expect(panel.getByRole('listitem').filter({ hasText: provider })).toContainText('has not asked yet');

	// What the identity provider sends.
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/scim+json' };
	const send = async (method: string, path: string, body: object) => {
		const answer = await request.fetch(`${base}${path}`, { method, headers, data: JSON.stringify(body) });
		expect(answer.ok(), await answer.text()).toBe(true);
		return answer.json();
	};
	const person = await send('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...guest });
	await send('POST', '/Groups', {
		schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
		displayName: `Auditing ${run}`,
		members: [{ value: person.id }]
	});

	await page.reload();
	await expect(panel.getByRole('listitem').filter({ hasText: provider })).toContainText('last asked');
	await openPerson(page, guest.userName, guest.displayName);
	await expect(page.getByRole('region', { name: 'Roles' })).toContainText('auditor');
	await expect(page.getByRole('region', { name: 'Who it is' })).toContainText('SCIM');

	await send('PATCH', `/Users/${person.id}`, {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
		Operations: [{ op: 'Replace', path: 'active', value: 'False' }]
	});
	await page.reload();
	await expect(page.getByText('deactivated by the identity provider')).toBeVisible();

	await page.goto('/settings?tab=sso');
	await page.getByRole('button', { name: `Remove ${provider}` }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
	await expect(page.getByRole('button', { name: `Groups of ${provider}` })).toBeHidden();
	expect(faults).toEqual([]);
});
