import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { ME, SIGNED_IN } from './samples';

const signedOut = { 'GET /api/v1/auth/me': () => problem(401, 'invalid_api_key', 'No session.') };

test('signing in by keyboard leads to the page that was asked for', async ({ page }) => {
	const faults = await watch(page);
	let signedIn = false;
	let sent: { body: unknown; guard: string | undefined } | undefined;
	await mockApi(page, {
		'GET /api/v1/auth/me': () => (signedIn ? { json: ME } : signedOut['GET /api/v1/auth/me']()),
		'POST /api/v1/auth/login': (route) => {
			signedIn = true;
			sent = { body: route.request().postDataJSON(), guard: route.request().headers()['x-requested-with'] };
			return { json: SIGNED_IN };
		}
	});
	await page.goto('/keys');
	await expect(page).toHaveURL('/login?next=%2Fkeys');
	await expect(page.getByLabel('E-mail')).toBeFocused();
	await expectSound(page, faults);

	await page.keyboard.type('ada@example.com');
	await page.keyboard.press('Tab');
	await page.keyboard.type('correct horse');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
	expect(sent).toEqual({
		body: { email: 'ada@example.com', password: 'correct horse', delivery: 'cookie' },
		guard: 'tollgate'
	});
	expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
});

test('a wrong password says so, empties the field and keeps the address', async ({ page }) => {
	const faults = await watch(page);
	await mockApi(page, { ...signedOut, 'POST /api/v1/auth/login': () => problem(401, 'invalid_credentials', 'Wrong.') });
	await page.goto('/login');
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByLabel('Password', { exact: true }).fill('wrong');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
	await expect(page.getByLabel('E-mail')).toHaveValue('ada@example.com');
	await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
	await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
	await expectSound(page, faults);
});

test('a locked account says how long to wait', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { ...signedOut, 'POST /api/v1/auth/login': () => problem(429, 'rate_limited', 'Slow down.', 42) });
	await page.goto('/login');
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByLabel('Password', { exact: true }).fill('wrong');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('Try again in 42 s.');
});

test('no answer at all is said as such', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, { ...signedOut, 'POST /api/v1/auth/login': () => 'abort' });
	await page.goto('/login');
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByLabel('Password', { exact: true }).fill('x');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('does not answer');
});

test('signing out closes the session', async ({ page, isMobile }) => {
	let closed = false;
	await mockApi(page, {
		'GET /api/v1/auth/me': () => (closed ? signedOut['GET /api/v1/auth/me']() : { json: ME }),
		'POST /api/v1/auth/logout': () => {
			closed = true;
			return { status: 204 };
		}
	});
	await page.goto('/keys');
	await page
		.getByRole('button', { name: 'Sign out' })
		.nth(isMobile ? 0 : -1)
		.click();
	await expect(page).toHaveURL('/login');
	expect(closed).toBe(true);
});
