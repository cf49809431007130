import { expect, test, type Browser, type Page } from '@playwright/test';
import { withAuthenticator } from '../authenticator';
import { email, named, openPerson, password, signIn, signOut, typePassword, url } from './steps';
import { totp } from './totp';

test.skip(!email || !password, 'needs TOLLGATE_URL, TOLLGATE_ADMIN_EMAIL and TOLLGATE_ADMIN_PASSWORD');

const run = Date.now();
const guest = { email: `journey-${run}@example.com`, name: `Journey ${run}`, password: `tangerine kayak ${run} Folio` };

test('from an invitation to a second factor, a passkey and leaving', async ({ page, browser }) => {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(error.message));

	await signIn(page);
	await page.getByRole('link', { name: 'People' }).click();
	await page.getByRole('button', { name: 'Invite' }).click();
	const inviting = page.getByRole('dialog', { name: 'Invite somebody' });
	await inviting.getByLabel('E-mail').fill(guest.email);
	await inviting.getByLabel('Name').fill(guest.name);
	await inviting.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(page.getByRole('status').filter({ hasText: `${guest.email} is invited.` })).toBeVisible();

	// The local run keeps its letters on a page of its own.
	const letters = await browser.newPage();
	const letter = letters.getByRole('listitem').filter({ hasText: guest.email });
	await expect(async () => {
		await letters.goto(`${url}/outbox`);
		await expect(letter).toBeVisible({ timeout: 1_000 });
	}).toPass();
	await letter.getByRole('link').click();
	const link = await letters.getByRole('link', { name: /accept-invitation/ }).getAttribute('href');
	await letters.close();

	const joined = await open(browser, faults);
	await joined.goto(link ?? '');
	await joined.getByLabel('New password', { exact: true }).fill('password');
	await joined.keyboard.press('Enter');
	await expect(joined.getByRole('alert')).toBeVisible();
	await joined.getByLabel('New password', { exact: true }).fill(guest.password);
	await joined.keyboard.press('Enter');
	await expect(joined.getByRole('status')).toHaveText('Your account is ready.');

	// From here on at the name of the place, so that the browser's authenticator can be used.
	await joined.goto(`${named}/login`);
	await withAuthenticator(joined);
	await typePassword(joined, guest.email, guest.password);
	await expect(joined.getByRole('heading', { name: 'Overview' })).toBeVisible();
	await joined.goto(`${named}/settings?tab=security`);
	await joined.getByRole('button', { name: 'Set up…' }).click();
	const secret = (await joined.getByTestId('totp-secret').textContent()) ?? '';
	await joined.getByLabel('Code').fill(totp(secret));
	await joined.getByRole('button', { name: 'Turn on' }).click();
	const listed = joined.getByTestId('backup-codes').getByRole('listitem');
	await expect(listed).toHaveCount(10);
	const codes = await listed.allTextContents();
	await joined.getByRole('button', { name: 'I have stored them' }).click();
	await expect(joined.getByText('10 backup codes left')).toBeVisible();
	await signOut(joined);

	await typePassword(joined, guest.email, guest.password);
	await joined.getByLabel('Code').fill('000000');
	await joined.keyboard.press('Enter');
	await expect(joined.getByRole('alert')).toContainText('That was not right');
	await joined.getByLabel('Code').fill(codes[0] ?? '');
	await joined.keyboard.press('Enter');
	await expect(joined.getByRole('heading', { name: 'Overview' })).toBeVisible();

	await joined.goto(`${named}/settings?tab=security`);
	await expect(joined.getByText('9 backup codes left')).toBeVisible();
	const passkeys = joined.getByRole('region', { name: 'Passkeys' });
	await passkeys.getByRole('button', { name: 'Add' }).click();
	await joined.getByRole('dialog').getByLabel('Name').fill('Test device');
	await joined.getByRole('button', { name: 'Create passkey' }).click();
	await expect(passkeys.getByText('Test device')).toBeVisible();

	// The sign-in page offers passkeys by itself, and this device answers at once.
	await joined.getByRole('button', { name: 'Sign out' }).filter({ visible: true }).click();
	await expect(joined.getByRole('heading', { name: 'Overview' })).toBeVisible();
	// A browser that offers none by itself has the button.
	await joined.addInitScript(() => {
		PublicKeyCredential.isConditionalMediationAvailable = async () => false;
	});
	await joined.goto(`${named}/settings?tab=security`);
	await signOut(joined);
	await joined.getByRole('button', { name: 'Passkey' }).click();
	await expect(joined.getByRole('heading', { name: 'Overview' })).toBeVisible();
	await joined.goto(`${named}/settings?tab=sessions`);
	await expect(joined.getByRole('listitem').filter({ hasText: 'this one' })).toContainText('by passkey');

	await openPerson(page, guest.email, guest.name);
	await expect(page.getByRole('region', { name: 'What they may do, and why' })).toContainText('developer');
	await page.getByRole('button', { name: 'Offboard…' }).click();
	await page.getByRole('dialog').getByLabel('Why').fill('The end of the journey');
	await page.getByRole('dialog').getByRole('button', { name: 'Offboard' }).click();
	await expect(page.getByRole('dialog')).toContainText('They can no longer sign in.');
	await page.getByRole('button', { name: 'Close' }).click();
	await joined.reload();
	await expect(joined.getByLabel('E-mail')).toBeVisible();
	expect(faults).toEqual([]);
});

async function open(browser: Browser, faults: string[]): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	page.on('pageerror', (error) => faults.push(error.message));
	return page;
}
