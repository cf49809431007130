import { expect, test, type Page } from '@playwright/test';
import { withAuthenticator } from '../authenticator';
import { email, named, password, typePassword, url } from './steps';
import { totp } from './totp';

/** The store's address and access key: a proof grows old there, since no journey waits for ten minutes. */
const store = process.env.TOLLGATE_STORE_URL ?? '';
const storeKey = process.env.TOLLGATE_STORE_KEY ?? '';

test.skip(!email || !store, 'needs TOLLGATE_URL, TOLLGATE_ADMIN_EMAIL, TOLLGATE_ADMIN_PASSWORD and TOLLGATE_STORE_URL');

const run = Date.now();
const keeper = { email: `keeper-${run}@example.com`, name: `Keeper ${run}`, password: `tangerine kayak ${run} Folio` };
const TOO_OLD_MS = 11 * 60_000;

test('a change that matters asks again who it is, and takes a password, a code or a passkey', async ({ page }) => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));
	await makeKeeper(page);
	await withAuthenticator(page);

	await page.goto(`${named}/login`);
	await typePassword(page, keeper.email, keeper.password);
	await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
	await page.goto(`${named}/settings?tab=security`);
	await page.getByRole('button', { name: 'Set up…' }).click();
	const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
	await page.getByLabel('Code').fill(totp(secret));
	await page.getByRole('button', { name: 'Turn on' }).click();
	await page.getByRole('button', { name: 'I have stored them' }).click();

	const passkeys = page.getByRole('region', { name: 'Passkeys' });
	const dialog = page.getByRole('dialog', { name: 'Is it you?' });

	// By password. Who cancels is told why nothing happened.
	await growOld(page);
	const before = await cookieOf(page);
	await passkeys.getByRole('button', { name: 'Add' }).click();
	await page.getByRole('dialog', { name: /passkey/i }).getByLabel('Name').fill('Test device');
	await page.getByRole('button', { name: 'Create passkey' }).click();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('alert')).toContainText('prove who you are again');
	await page.getByRole('button', { name: 'Create passkey' }).click();
	await dialog.getByLabel('Password', { exact: true }).fill('not my password');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('alert')).toHaveText('That was not right.');
	await dialog.getByLabel('Password', { exact: true }).fill(keeper.password);
	await page.keyboard.press('Enter');
	await expect(dialog).toBeHidden();
	await expect(passkeys.getByText('Test device')).toBeVisible();
	// What was stolen before is worth nothing after (OWASP ASVS 5.0, 7.2.4).
	expect(await cookieOf(page)).not.toBe(before);
	expect(await statusWith(before)).toBe(401);

	// By passkey.
	await growOld(page);
	await page.goto(`${named}/settings?tab=network`);
	await page.getByLabel('Allowed origins (CORS)').fill(`https://app-${run}.example.com`);
	await page.getByRole('button', { name: 'Save' }).click();
	await dialog.getByRole('button', { name: 'Use a passkey' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

	// By a code, which counts once: the one of the enrolment is spent.
	await growOld(page);
	await page.getByLabel('Allowed origins (CORS)').fill('');
	await page.getByRole('button', { name: 'Save' }).click();
	await dialog.getByRole('button', { name: 'Use a code' }).click();
	await dialog.getByLabel('Code').fill(totp(secret, Date.now() + 30_000));
	await page.keyboard.press('Enter');
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('Allowed origins (CORS)')).toHaveValue('');
	expect(faults).toEqual([]);
});

/** An administrator of their own, whose second factors are nobody else's concern. */
async function makeKeeper(page: Page) {
	const signedIn = await page.request.post(`${url}/api/v1/auth/login`, { data: { email, password } });
	const { access_token: token } = await signedIn.json();
	const made = await page.request.post(`${url}/api/v1/users`, {
		headers: { authorization: `Bearer ${token}` },
		data: { ...keeper, roles: ['admin'] }
	});
	expect(made.status()).toBe(201);
	await page.context().clearCookies();
}

/** Lets the session's last proof lie eleven minutes back. */
async function growOld(page: Page) {
	const [me, sessions] = await Promise.all([ask(page, '/api/v1/auth/me'), ask(page, '/api/v1/auth/sessions')]);
	const session = sessions.items.find((one: { current: boolean }) => one.current);
	const answer = await fetch(store, {
		method: 'POST',
		headers: {
			'x-amz-target': 'DynamoDB_20120810.UpdateItem',
			'content-type': 'application/x-amz-json-1.0',
			authorization: `AWS4-HMAC-SHA256 Credential=${storeKey}/20000101/us-east-1/dynamodb/aws4_request`
		},
		body: JSON.stringify({
			TableName: 'tollgate-directory',
			Key: { pk: { S: me.organization_id }, sk: { S: `SESSION#${session.id}` } },
			UpdateExpression: 'SET authenticated_ms = :then',
			ConditionExpression: 'attribute_exists(authenticated_ms)',
			ExpressionAttributeValues: { ':then': { N: String(Date.now() - TOO_OLD_MS) } }
		})
	});
	expect(answer.status).toBe(200);
}

async function ask(page: Page, path: string) {
	return (await page.request.get(`${named}${path}`)).json();
}

async function cookieOf(page: Page): Promise<string> {
	const cookies = await page.context().cookies();
	return cookies.find((one) => one.name === 'tollgate_session')?.value ?? '';
}

async function statusWith(token: string): Promise<number> {
	const answer = await fetch(`${url}/api/v1/auth/me`, { headers: { cookie: `tollgate_session=${token}` } });
	return answer.status;
}
