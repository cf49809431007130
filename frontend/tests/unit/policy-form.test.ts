import { describe, expect, test } from 'vitest';
import { readEvaluation, NO_CALL } from '../../src/lib/components/evaluate-form';
import { RULES } from '../../src/lib/components/policy-fields';
import { BLANK, documentOf, fieldFor, fieldsOf, fillForm, onlyInSource, readForm, type Plain } from '../../src/lib/components/policy-form';
import { exampleOf, fillTemplate, readTemplate } from '../../src/lib/components/template-form';
import { subjectsOf, subjectTyped } from '../../src/lib/components/scope';
import { MODELS_POLICY, POLICIES, TEMPLATE } from '../pages/policy-samples';

const FULL: Plain = {
	name: 'Everything',
	description: 'What the form knows',
	type: 'content_filter',
	enforcement_level: 'warn',
	priority: 300,
	severity: 'high',
	scope: { level: 'team', ids: ['team_1'] },
	conditions: {
		models: ['gpt-4o*', '4'],
		cedar: 'context.stream\n  && true',
		tags: { env: ['prod', 'test'] },
		estimated_cost_usd: { min: '0.5' },
		time: { days: ['mon', 'tue'], from: '09:00', until: '17:00', time_zone: 'Europe/Berlin' },
		stream: true
	},
	rules: {
		keywords: ['a, b', 'c'],
		patterns: [{ name: 'ticket', pattern: 'T-\\d+: .*' }, { pattern: 'note: .+' }, { pattern: '[a-z]{3}' }],
		scan_output: true,
		min_confidence: 0.7,
		redaction: { style: 'mask' }
	},
	actions: { on_violation: 'redact', thresholds: { '50': 'notify_users', '90': 'deny' }, message: 'No = no' },
	exceptions: [{ conditions: { users: ['usr_1'] }, effect: 'exempt' }],
	tests: []
};

describe('a policy in the form', () => {
	test('comes out as it went in, with what the form has no place for', () => {
		expect(readForm(fillForm(FULL))).toEqual(FULL);
	});

	test.each(POLICIES.items.map((policy) => [policy.name, policy] as const))('so does the sample %s', (_, policy) => {
		expect(readForm(fillForm(documentOf(policy)))).toEqual(documentOf(policy));
	});

	test('a default that was said stays said, and can be changed', () => {
		const said = { ...FULL, rules: { categories: ['pii'], redaction: { style: 'label' } } };
		const form = fillForm(said);
		expect(readForm(form)).toEqual(said);
		form.values['rules.redaction.style'] = 'mask';
		expect(readForm(form).rules).toEqual({ categories: ['pii'], redaction: { style: 'mask' } });
	});

	test('says what it has no place for', () => {
		expect(onlyInSource(FULL)).toEqual(['conditions.stream', 'exceptions']);
		expect(onlyInSource(BLANK)).toEqual([]);
	});

	test('reads numbers, amounts, lists and pairs as they are typed', () => {
		const form = fillForm({ ...BLANK, name: ' Fair ', type: 'cost_limit' });
		form.values['rules.monthly_limit_usd'] = ' 1,250.10 ';
		form.values['rules.alert_at_percentage'] = '50, 80,';
		form.values['rules.per'] = 'user';
		form.values['actions.thresholds'] = '80 = notify_admins\n100 = deny';
		expect(readForm(form)).toMatchObject({
			name: 'Fair',
			rules: { monthly_limit_usd: '1250.10', alert_at_percentage: [50, 80], per: 'user' },
			actions: { thresholds: { '80': 'notify_admins', '100': 'deny' } }
		});
	});

	test('leaves a wrong number to the API, which says why', () => {
		const form = fillForm({ ...BLANK, type: 'rate_limit' });
		form.values['rules.requests_per_minute'] = 'many';
		expect(readForm(form).rules).toEqual({ requests_per_minute: 'many' });
	});

	test('drops what is emptied, and the section around it', () => {
		const form = fillForm(FULL);
		for (const name of ['days', 'from', 'until']) form.values[`conditions.time.${name}`] = '';
		form.values['conditions.estimated_cost_usd.min'] = '';
		const { conditions } = readForm(form) as { conditions: Plain };
		expect(conditions.time).toEqual({ time_zone: 'Europe/Berlin' });
		expect(conditions).not.toHaveProperty('estimated_cost_usd');
	});

	test('forgets the rules of another type', () => {
		const form = fillForm(FULL);
		form.type = 'rate_limit';
		form.values['rules.requests_per_minute'] = '60';
		expect(readForm(form).rules).toEqual({ requests_per_minute: 60 });
	});

	test('forgets the ids of a scope that has none', () => {
		expect(readForm({ ...fillForm(FULL), level: 'organization' }).scope).toEqual({ level: 'organization', ids: [] });
	});

	test('never changes the document that it was filled from', () => {
		const before = structuredClone(FULL);
		const form = fillForm(FULL);
		form.values['rules.redaction.style'] = 'remove';
		readForm(form);
		expect(FULL).toEqual(before);
	});
});

test('every path of the form is one field of its type', () => {
	for (const type of Object.keys(RULES) as (keyof typeof RULES)[]) {
		const paths = fieldsOf(type).map((field) => field.path);
		expect(new Set(paths).size).toBe(paths.length);
	}
});

test('an offending path finds the field that holds it', () => {
	const paths = ['name', 'scope.ids', 'rules.allowed_models', 'rules.allowed_hours.from', 'rules.allowed_hours.until'];
	expect(fieldFor('rules.allowed_models.3', paths)).toBe('rules.allowed_models');
	expect(fieldFor('scope.ids.0', paths)).toBe('scope.ids');
	expect(fieldFor('rules.allowed_hours', paths)).toBe('rules.allowed_hours.until');
	expect(fieldFor('exceptions.0.effect', paths)).toBeUndefined();
	expect(fieldFor('names', paths)).toBeUndefined();
});

test('what a view adds is no part of the document', () => {
	const document = documentOf({ ...MODELS_POLICY, effective_from: null, effective_until: '2027-01-01T00:00:00Z' });
	expect(document).not.toHaveProperty('policy_type');
	expect(document).not.toHaveProperty('not_enforced');
	expect(document).not.toHaveProperty('effective_from');
	expect(document).toHaveProperty('effective_until');
});

describe('a template', () => {
	const { parameters } = TEMPLATE;

	test('starts from its defaults and shows its examples', () => {
		expect(fillTemplate(parameters).values).toMatchObject({ MONTHLY_LIMIT_USD: '5000', DEAR_MODELS: 'gpt-4o, claude-opus*', CHEAP_MODEL: '' });
		expect(parameters.map(exampleOf)).toContain('gpt-4o-mini');
	});

	test('wants what has no default', () => {
		expect(readTemplate(parameters, fillTemplate(parameters)).errors).toEqual({ CHEAP_MODEL: 'This has no default: say it.' });
	});

	test('takes each parameter as its type', () => {
		const form = { ...fillTemplate(parameters), level: 'team', ids: ['team_1'] };
		form.values = { ...form.values, MONTHLY_LIMIT_USD: '1,000.50', CHEAP_MODEL: 'x', DEAR_MODELS: 'a,\nb ,', SMALL_PROMPT_TOKENS: '' };
		expect(readTemplate(parameters, form)).toEqual({
			errors: {},
			parameters: {
				MONTHLY_LIMIT_USD: '1000.50',
				DEAR_MODELS: ['a', 'b'],
				CHEAP_MODEL: 'x',
				SCOPE: { level: 'team', ids: ['team_1'] },
				ENFORCEMENT_LEVEL: 'strict'
			}
		});
	});
});

test('a call that nobody makes says only what was typed', () => {
	expect(readEvaluation(NO_CALL, 2)).toEqual({ version: 2, request: {}, subject: {} });
	expect(readEvaluation({ ...NO_CALL, user: 'usr_1', inputTokens: '1,200', tags: 'a = b', output: 'x' }, 1)).toEqual({
		version: 1,
		request: { input_tokens: 1200, tags: { a: 'b' } },
		subject: { user: 'usr_1' },
		output: 'x'
	});
});

test('a scope is named by name or by id', () => {
	const names = new Map([
		['team_2', 'Search'],
		['team_1', 'Claims'],
		['key_1', 'claims-service']
	]);
	const teams = subjectsOf('team', names);
	expect(teams.map((team) => team.name)).toEqual(['Claims', 'Search']);
	expect(subjectTyped(' claims ', teams)).toBe('team_1');
	expect(subjectTyped('team_9', teams)).toBe('team_9');
	expect(subjectsOf('role', names).map((role) => role.id)).toContain('developer');
	expect(subjectsOf('organization', names)).toEqual([]);
});
