import { describe, expect, test } from 'vitest';
import { attemptId, firstCall, readKeyForm, type KeyForm } from '../../src/lib/components/key-form';

const FORM: KeyForm = {
	name: 'ci',
	budget: '',
	period: 'monthly',
	requests: '',
	tokens: '',
	lifetime: '',
	owner: '',
	purpose: 'model',
	permissions: '',
	models: '',
	addresses: ''
};

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

	test('says whose it is, what for, and from where it may be used', () => {
		const places = { models: 'gpt-4o*\nclaude-*', addresses: '203.0.113.0/24, 2001:db8::1' };
		expect(readKeyForm({ ...FORM, ...places, owner: 'usr_1' }).key).toEqual({
			name: 'ci',
			user_id: 'usr_1',
			models: ['gpt-4o*', 'claude-*'],
			addresses: ['203.0.113.0/24', '2001:db8::1']
		});
		expect(readKeyForm({ ...FORM, ...places, purpose: 'management', permissions: 'users.view' }).key).toEqual({
			name: 'ci',
			purpose: 'management',
			permissions: ['users.view'],
			addresses: ['203.0.113.0/24', '2001:db8::1']
		});
	});

	test('wants to know what a management key may do', () => {
		const { key, errors } = readKeyForm({ ...FORM, purpose: 'management' });
		expect(key).toBeUndefined();
		expect(Object.keys(errors)).toEqual(['permissions']);
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
	expect(firstCall('http://localhost:8787', 'tg_mgmt_x', true)).toBe(
		'curl http://localhost:8787/api/v1/auth/me \\\n  -H "authorization: Bearer tg_mgmt_x"'
	);
});
