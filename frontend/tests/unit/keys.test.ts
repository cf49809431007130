import { describe, expect, test } from 'vitest';
import { attemptId, firstCall, readKeyForm, type KeyForm } from '../../src/lib/components/key-form';

const FORM: KeyForm = { name: 'ci', budget: '', period: 'monthly', requests: '', tokens: '', lifetime: '' };

describe('the form of a new key', () => {
	test('sends only what was filled in', () => {
		expect(readKeyForm({ ...FORM, name: '  ci ' })).toEqual({ errors: {}, key: { name: 'ci' } });
	});

	test('keeps an amount as it was typed, so that no digit is lost', () => {
		expect(readKeyForm({ ...FORM, budget: '1,250.10', period: 'daily' }).key).toEqual({
			name: 'ci',
			budget_usd: '1250.10',
			budget_period: 'daily'
		});
	});

	test('sends limits and lifetime as numbers', () => {
		expect(readKeyForm({ ...FORM, requests: '60', lifetime: '30' }).key).toEqual({
			name: 'ci',
			rate_limit: { requests_per_minute: 60, tokens_per_minute: undefined },
			expires_in_days: 30
		});
	});

	test.each([
		['name', '  '],
		['budget', '-1'],
		['budget', '1e3'],
		['budget', '0.0000000001'],
		['requests', '0'],
		['requests', '1.5'],
		['tokens', 'many']
	] as const)('refuses %s = %j beside the field', (field, typed) => {
		const { key, errors } = readKeyForm({ ...FORM, [field]: typed });
		expect(key).toBeUndefined();
		expect(Object.keys(errors)).toEqual([field]);
	});
});

test('every try has its own name', () => {
	expect(attemptId()).toMatch(/^[0-9a-f]{32}$/);
	expect(attemptId()).not.toBe(attemptId());
});

test('the example call is one shell command with the key in it', () => {
	expect(firstCall('http://localhost:8787', 'tg_live_x')).toContain('-H "authorization: Bearer tg_live_x" \\\n');
});
