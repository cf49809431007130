import { describe, expect, test } from 'vitest';
import { demandWords, readSecurityForm, securityForm } from '../../src/lib/components/security-form';
import { SECURITY } from '../pages/settings-samples';

describe('the rules for signing in', () => {
	test('come back as they were read', () => {
		const { body, errors } = readSecurityForm(securityForm(SECURITY));
		expect(errors).toEqual({});
		expect(body?.lockout).toEqual(SECURITY.lockout);
		expect(body?.mfa).toEqual({ required: false, roles: ['owner'], methods: ['totp', 'webauthn'], grace_days: 7 });
		expect(body?.self_registration_domains).toEqual(['example.com']);
	});

	test.each([
		['min_length', '7'],
		['min_length', '129'],
		['min_score', '5'],
		['max_hours', '0'],
		['idle_minutes', '4'],
		['failures', 'five'],
		['grace_days', '']
	] as const)('refuse %s = %j beside the field', (name, typed) => {
		const form = securityForm(SECURITY);
		const { body, errors } = readSecurityForm({ ...form, numbers: { ...form.numbers, [name]: typed } });
		expect(body).toBeUndefined();
		expect(Object.keys(errors)).toEqual([name]);
	});

	test('need one kind of second factor that counts', () => {
		const { errors } = readSecurityForm({ ...securityForm(SECURITY), totp: false, webauthn: false });
		expect(errors).toEqual({ methods: 'At least one of them.' });
	});

	test('no idle time is no limit', () => {
		const form = securityForm(SECURITY);
		const { body } = readSecurityForm({ ...form, numbers: { ...form.numbers, idle_minutes: '0' } });
		expect(body?.session.idle_minutes).toBe(0);
	});

	test('a policy says what it demands besides', () => {
		expect(demandWords({ policy_id: 'pol_1', require_mfa: true, password_min_length: 16 })).toEqual([
			'a second factor of everybody',
			'passwords of 16 characters'
		]);
	});
});
