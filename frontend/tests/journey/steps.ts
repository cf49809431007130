import { expect, type Locator, type Page } from '@playwright/test';

export const url = process.env.TOLLGATE_URL ?? '';
export const email = process.env.TOLLGATE_ADMIN_EMAIL ?? '';
export const password = process.env.TOLLGATE_ADMIN_PASSWORD ?? '';
/** The same place by its name: a passkey belongs to a name, never to an address. */
export const named = url.replace('127.0.0.1', 'localhost');

/** On the sign-in page; what a second factor asks is not answered. */
export async function typePassword(page: Page, who = email, secret = password): Promise<void> {
	await page.getByLabel('E-mail').fill(who);
	await page.getByLabel('Password', { exact: true }).fill(secret);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

/** As the administrator, until the first page stands there. */
export async function signIn(page: Page): Promise<void> {
	await page.goto('/login');
	await typePassword(page);
	await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
}

export async function signOut(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Sign out' }).filter({ visible: true }).click();
	await expect(page.getByLabel('E-mail')).toBeVisible();
}

/**
 * Clicks until it has led there. A row of a list that refreshes by itself may move between the press
 * and the release of the button, and is then not clicked.
 */
export async function follow(target: Locator, arrival: Locator): Promise<void> {
	await expect(async () => {
		if (!(await arrival.isVisible())) await target.click({ timeout: 5_000 });
		await expect(arrival).toBeVisible({ timeout: 5_000 });
	}).toPass();
}

export async function openPerson(page: Page, query: string, name: string): Promise<void> {
	await page.getByRole('link', { name: 'People' }).click();
	await page.getByLabel('Name or e-mail').fill(query);
	await follow(page.getByRole('link', { name }), page.getByRole('heading', { name }));
}
