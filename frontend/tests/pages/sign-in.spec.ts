import { expect, test, type Page } from '@playwright/test';
import { mockApi, problem, type Answers } from './api';
import { expectSound, watch } from './checks';
import { BACKUP_CODES, TOTP } from './identity-samples';
import { ME, SIGNED_IN } from './samples';

const CHALLENGE = { requires_mfa: true, mfa_token: 'mfa_1', methods: ['totp', 'backup_code'], expires_in: 300, passkey_options: null };

/** Nobody is signed in until `enter` says so. */
function signedOut(): { answers: Answers; enter: () => { json: unknown } } {
	let inside = false;
	return {
		answers: { 'GET /api/v1/auth/me': () => (inside ? { json: ME } : problem(401, 'invalid_api_key', 'No session.')) },
		enter: () => {
			inside = true;
			return { json: SIGNED_IN };
		}
	};
}

async function typePassword(page: Page) {
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByLabel('Password', { exact: true }).fill('correct horse');
	await page.keyboard.press('Enter');
}

test('a second factor is asked for, refused, and taken', async ({ page }) => {
	const faults = await watch(page);
	const { answers, enter } = signedOut();
	const sent: unknown[] = [];
	await mockApi(page, {
		...answers,
		'POST /api/v1/auth/login': () => ({ json: CHALLENGE }),
		'POST /api/v1/auth/mfa/verify': (route) => {
			sent.push(route.request().postDataJSON());
			return sent.length === 1 ? problem(401, 'invalid_credentials', 'wrong') : enter();
		}
	});
	await page.goto('/login?next=%2Fkeys');
	await typePassword(page);
	await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
	await expect(page.getByLabel('Code')).toBeFocused();
	await page.getByLabel('Code').fill('12');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Six digits, or one of your backup codes.')).toBeVisible();
	await expectSound(page, faults);
	await page.getByLabel('Code').fill('123 456');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('That was not right');
	await page.getByLabel('Code').fill('abcd-efgh-jkmn');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
	expect(sent).toEqual([
		{ mfa_token: 'mfa_1', code: '123456', delivery: 'cookie' },
		{ mfa_token: 'mfa_1', backup_code: 'abcd-efgh-jkmn', delivery: 'cookie' }
	]);
	expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).toBe('{}');
});

test('single sign-on may ask for a second factor of ours', async ({ page }) => {
	const faults = await watch(page);
	const { answers, enter } = signedOut();
	const asked: unknown[] = [];
	await mockApi(page, {
		...answers,
		'POST /api/v1/auth/mfa/challenge': (route) => {
			asked.push(route.request().postDataJSON());
			return asked.length === 1 ? problem(401, 'mfa_invalid', 'ended') : { json: CHALLENGE };
		},
		'POST /api/v1/auth/mfa/verify': enter
	});
	await page.goto('/login?next=%2Fkeys#mfa_token=tgm_1');
	await expect(page.getByRole('alert')).toContainText('That took too long');
	await expect(page.getByLabel('E-mail')).toBeVisible();
	expect(page.url()).not.toContain('tgm_1');
	await page.goto('about:blank');
	await page.goto('/login?next=%2Fkeys#mfa_token=tgm_2');
	await page.getByLabel('Code').fill('123456');
	await expectSound(page, faults);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
	expect(asked).toEqual([{ mfa_token: 'tgm_1' }, { mfa_token: 'tgm_2' }]);
});

test('single sign-on starts where the address belongs', async ({ page }) => {
	const faults = await watch(page);
	const { answers } = signedOut();
	let started = '';
	await mockApi(page, {
		...answers,
		'POST /api/v1/auth/sso/discover': (route) => ({
			json: { connection_id: route.request().postDataJSON().email.endsWith('@acme.com') ? 'sso_1' : null, connections: [] }
		}),
		'GET /api/v1/auth/sso/sso_1/start': (_, url) => {
			started = url.search;
			return { status: 200, json: {} };
		}
	});
	await page.goto('/login?next=%2Fkeys');
	await page.getByRole('button', { name: 'Single sign-on' }).click();
	await expect(page.getByRole('status')).toContainText('Type your e-mail address first');
	await expect(page.getByLabel('E-mail')).toBeFocused();
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByRole('button', { name: 'Single sign-on' }).click();
	await expect(page.getByRole('status')).toContainText('no single sign-on for this address');
	await expectSound(page, faults);
	await page.getByLabel('E-mail').fill('ada@acme.com');
	await page.getByRole('button', { name: 'Single sign-on' }).click();
	await expect.poll(() => started).toBe('?return_to=%2Fkeys');
});

test('a refusal of the identity provider is said on the sign-in page', { tag: '@once' }, async ({ page }) => {
	await mockApi(page, signedOut().answers);
	await page.goto('/login?sso_error=forbidden');
	await expect(page.getByRole('alert')).toContainText('did not let you in');
});

test('a forgotten password is reset by a link', async ({ page }) => {
	const faults = await watch(page);
	const sent: unknown[] = [];
	await mockApi(page, {
		...signedOut().answers,
		'POST /api/v1/auth/password-reset/initiate': (route) => {
			sent.push(route.request().postDataJSON());
			return { status: 202, json: {} };
		},
		'POST /api/v1/auth/password-reset/confirm': (route) => {
			sent.push(route.request().postDataJSON());
			return sent.length === 2
				? {
						...problem(422, 'unprocessable', 'the password is too weak'),
						json: {
							status: 422,
							code: 'unprocessable',
							detail: 'the password is too weak',
							field: 'password',
							reasons: ['at least 12 characters', 'one of the most common passwords']
						}
					}
				: { status: 204 };
		}
	});
	await page.goto('/login');
	await page.getByRole('link', { name: 'Forgot your password?' }).click();
	await expectSound(page, faults);
	await page.getByLabel('E-mail').fill('ada@example.com');
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(page.getByRole('status')).toContainText('If there is an account for ada@example.com');

	await page.goto('/reset-password?token=tok_1');
	await page.getByLabel('New password', { exact: true }).fill('password');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert').getByRole('listitem')).toHaveText([
		'at least 12 characters',
		'one of the most common passwords'
	]);
	await expectSound(page, faults);
	await page.getByLabel('New password', { exact: true }).fill('correct horse battery staple');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status')).toContainText('Your password is changed.');
	await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
	expect(sent).toEqual([
		{ email: 'ada@example.com' },
		{ token: 'tok_1', new_password: 'password' },
		{ token: 'tok_1', new_password: 'correct horse battery staple' }
	]);
});

test('an invitation is accepted with a password', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	await mockApi(page, {
		...signedOut().answers,
		'POST /api/v1/auth/invitations/accept': (route) => {
			sent = route.request().postDataJSON();
			return { json: {} };
		}
	});
	await page.goto('/accept-invitation');
	await expect(page.getByRole('alert')).toContainText('This link is not complete');
	await page.goto('/accept-invitation?token=inv_1');
	await expectSound(page, faults);
	await page.getByLabel('New password', { exact: true }).fill('correct horse battery staple');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status')).toHaveText('Your account is ready.');
	expect(sent).toEqual({ token: 'inv_1', password: 'correct horse battery staple' });
});

test('opening the link of a letter alone confirms no address', async ({ page }) => {
	const faults = await watch(page);
	const sent: unknown[] = [];
	await mockApi(page, {
		'GET /api/v1/auth/verify-email/tok_1': () => ({
			json: { email: 'ada@example.com', needs_password: true, expires_at: '2026-11-22T00:00:00.000Z' }
		}),
		'GET /api/v1/auth/verify-email/tok_2': () => problem(404, 'not_found', 'This link is used up or too old.'),
		'POST /api/v1/auth/verify-email/tok_1': (route) => {
			sent.push(route.request().postDataJSON());
			return { status: 204 };
		}
	});
	await page.goto('/verify-email?token=tok_2');
	await expect(page.getByRole('alert')).toHaveText('This link is used up or too old.');
	await page.goto('/verify-email?token=tok_1');
	await expect(page.getByRole('button', { name: 'Confirm my address' })).toBeVisible();
	await expect(page.getByText('ada@example.com')).toBeVisible();
	expect(sent).toEqual([]);
	await expectSound(page, faults);
	await page.getByLabel('Password', { exact: true }).fill('correct horse');
	await page.getByRole('button', { name: 'Confirm my address' }).click();
	await expect(page.getByRole('status')).toHaveText('Your e-mail address is confirmed.');
	expect(sent).toEqual([{ password: 'correct horse' }]);
});

test('who has to enrol a second factor does so before anything else', async ({ page }) => {
	const faults = await watch(page);
	let enrolled = false;
	const wall = problem(403, 'mfa_enrolment_required', 'Set up a second factor first.');
	await mockApi(page, {
		'GET /api/v1/api-keys': () => (enrolled ? { json: { items: [], next_cursor: null } } : wall),
		'POST /api/v1/auth/mfa/setup': () => ({ json: TOTP }),
		'POST /api/v1/auth/mfa/enable': (route) => {
			enrolled = route.request().postDataJSON().code === '123456';
			return { json: { enabled: true, backup_codes: BACKUP_CODES } };
		}
	});
	await page.goto('/keys');
	await expect(page.getByRole('heading', { name: 'Add a second factor' })).toBeVisible();
	await expect(page.getByRole('img', { name: 'QR code of the secret' })).toBeVisible();
	await expect(page.getByTestId('totp-secret')).toHaveText('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP');
	await expectSound(page, faults);
	await page.getByLabel('Code').fill('123456');
	await page.keyboard.press('Enter');
	await expect(page.getByTestId('backup-codes').getByRole('listitem')).toHaveCount(BACKUP_CODES.length);
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'I have stored them' }).click();
	await expect(page).toHaveURL('/keys');
	await expect(page.getByRole('heading', { name: 'API keys' })).toBeVisible();
});

test('who has to change their password does so before anything else', async ({ page }) => {
	const faults = await watch(page);
	let sent: unknown;
	const wall = problem(403, 'password_change_required', 'Change your password first.');
	await mockApi(page, {
		'GET /api/v1/api-keys': () => (sent ? { json: { items: [], next_cursor: null } } : wall),
		'POST /api/v1/auth/password/change': (route) => {
			sent = route.request().postDataJSON();
			return { status: 204 };
		}
	});
	await page.goto('/keys');
	await expect(page.getByRole('heading', { name: 'Change your password' })).toBeVisible();
	await expectSound(page, faults);
	await page.getByLabel('Current password', { exact: true }).fill('temporary');
	await page.getByLabel('New password', { exact: true }).fill('correct horse battery staple');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/keys');
	expect(sent).toEqual({ current_password: 'temporary', new_password: 'correct horse battery staple' });
});

test('what signing in brought up is said, and can be put away', async ({ page }) => {
	const faults = await watch(page);
	const { answers, enter } = signedOut();
	await mockApi(page, {
		...answers,
		'POST /api/v1/auth/login': () => {
			enter();
			return { json: { ...SIGNED_IN, mfa_required_by: '2026-11-28T00:00:00.000Z' } };
		}
	});
	await page.goto('/login?next=%2Fkeys');
	await typePassword(page);
	const advice = page.getByRole('status').filter({ hasText: 'From Nov 28, 2026 on, signing in takes a second factor.' });
	await expect(advice.getByRole('link', { name: 'Do it now' })).toHaveAttribute('href', '/settings?tab=security');
	await expectSound(page, faults);
	await advice.getByRole('button', { name: 'Hide this' }).click();
	await expect(advice).toBeHidden();
});
