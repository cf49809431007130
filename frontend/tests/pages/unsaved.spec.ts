import { expect, test } from '@playwright/test';
import { mockApi, problem } from './api';
import { expectSound, watch } from './checks';
import { SECURITY } from './settings-samples';

test('who leaves a form that was typed in is asked first', async ({ page }) => {
	const faults = await watch(page);
	const asked: string[] = [];
	let leave = false;
	page.on('dialog', async (dialog) => {
		asked.push(dialog.message());
		await (leave ? dialog.accept() : dialog.dismiss());
	});
	await mockApi(page);
	await page.goto('/policies/pol_models/edit');
	await page.getByLabel('Description').fill('Half of a thought');
	await page.getByRole('link', { name: 'Policies', exact: true }).click();
	await expect.poll(() => asked.length).toBe(1);
	await expect(page.getByLabel('Description')).toHaveValue('Half of a thought');
	leave = true;
	await page.getByRole('link', { name: 'Policies', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Policies' })).toBeVisible();
	expect(asked).toEqual(Array(2).fill('Leave without saving? What you changed here is lost.'));
	await expectSound(page, faults);
});

test('who typed nothing, or saved, is not asked', { tag: '@once' }, async ({ page }) => {
	const asked: string[] = [];
	page.on('dialog', async (dialog) => {
		asked.push(dialog.message());
		await dialog.accept();
	});
	await mockApi(page, { 'PATCH /api/v1/admin/security-settings': () => ({ json: { ...SECURITY, version: 9 } }) });
	await page.goto('/policies/pol_models/edit');
	await expect(page.getByLabel('Description')).toBeVisible();
	await page.goto('/settings?tab=rules');
	await page.getByLabel('Least length').fill('14');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await page.getByRole('link', { name: 'Network' }).click();
	await expect(page.getByLabel('Addresses and networks')).toBeVisible();
	expect(asked).toEqual([]);
});

test('who saves after somebody else keeps what was typed, and can go on from what is in force', async ({ page }) => {
	const faults = await watch(page);
	const based: (string | undefined)[] = [];
	let now = SECURITY;
	await mockApi(page, {
		'GET /api/v1/admin/security-settings': () => ({ json: now }),
		'PATCH /api/v1/admin/security-settings': (route) => {
			based.push(route.request().headers()['if-match']);
			return based.length === 1 ? problem(412, 'precondition_failed', 'It has another version.') : { json: now };
		}
	});
	await page.goto('/settings?tab=rules');
	await page.getByLabel('Least length').fill('14');
	now = { ...SECURITY, version: 13, password: { ...SECURITY.password, min_length: 16 } };
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByRole('alert')).toContainText('Somebody else changed this');
	await expect(page.getByLabel('Least length')).toHaveValue('14');
	await expectSound(page, faults);
	await page.getByRole('button', { name: 'Load what is in force' }).click();
	await expect(page.getByLabel('Least length')).toHaveValue('16');
	await expect(page.getByRole('alert')).toHaveCount(0);
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	expect(based).toEqual(['"12"', '"13"']);
});
