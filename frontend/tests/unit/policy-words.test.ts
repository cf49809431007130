import { describe, expect, test } from 'vitest';
import { answersFor, askedFor, grantWords, until } from '../../src/lib/components/approval';
import { momentOf } from '../../src/lib/components/moments';
import { documentOf } from '../../src/lib/components/policy-form';
import { lineOf, readSource, writeSource } from '../../src/lib/components/policy-source';
import { changeWords, policyWords, scopeWords, valueWords } from '../../src/lib/components/policy-words';
import { outcomes, replaySeries, replayStats } from '../../src/lib/components/replay-words';
import { wasDecided } from '../../src/lib/components/request';
import { verdictsFor } from '../../src/lib/components/review';
import { versionChoices } from '../../src/lib/components/versions';
import { actionDone, actionTone, listed, severityTone } from '../../src/lib/format/policy';
import { permits } from '../../src/lib/permissions';
import { links, readChoice, writeFilters } from '../../src/lib/url';
import { APPROVALS } from '../pages/governing-samples';
import { MODELS_POLICY, REPLAY } from '../pages/policy-samples';

const NAMES = new Map([
	['team_1', 'Claims'],
	['usr_2', 'Ben Ito']
]);

describe('a policy in words', () => {
	const words = (more: object) => policyWords({ ...documentOf(MODELS_POLICY), ...more }, NAMES);

	test('says for whom, when and what', () => {
		expect(words({})).toEqual({
			who: 'everyone',
			when: ['the call may cost $0.01 or more'],
			rules: ['only the models gpt-4o*, claude-* and scripted/*', 'at most 4,096 output tokens'],
			then: 'the call is refused or the answer is shortened',
			also: []
		});
	});

	test.each([
		[{ enforcement_level: 'warn' }, 'callers are warned and nothing is stopped'],
		[{ enforcement_level: 'monitor' }, 'it is written down and nothing is stopped'],
		[{ actions: { on_violation: 'require_approval' } }, 'the call is held for approval'],
		[{ rules: { max_output_tokens: 10 } }, 'the answer is shortened'],
		[{ rules: { require_approval_for: ['high_cost_requests'], high_cost_usd: '5' } }, 'an approval is asked for'],
		[{ rules: { require_audit: true } }, 'nothing is stopped: these are kept and not enforced'],
		[{ rules: { require_mfa: true } }, 'no call is stopped: this counts where people sign in'],
		[{ rules: { require_mfa: true, allowed_models: ['a'] } }, 'the call is refused'],
		[{ rules: { monthly_limit_usd: '5' }, actions: { thresholds: { '80': 'notify_admins', '100': 'require_approval' } } }, 'the call is held for approval'],
		[{ rules: {} }, 'the call is refused']
	])('of %j it says “%s”', (more, then) => {
		expect(words(more).then).toBe(then);
	});

	test('names what the form does not know by its own name', () => {
		expect(words({ rules: { routes: [{ model: 'a' }, { model: 'b' }] } }).rules).toEqual(['routes: to a and to b']);
		const match = [{ field: 'tag.use', operator: 'not_in', value: ['x', 'y'] }];
		expect(words({ conditions: { match } }).when).toEqual(['tag.use not in x and y']);
	});

	test('an amount with a dollar sign is no pattern', () => {
		expect(policyWords({ type: 'cost_limit', rules: { monthly_limit_usd: '1' } }, NAMES).rules).toEqual(['at most $1.00 per month']);
	});
});

test('a scope says names where there are some', () => {
	expect(scopeWords({ level: 'team', ids: ['team_1'] }, NAMES)).toBe('the team Claims');
	expect(scopeWords({ level: 'role', ids: ['admin', 'viewer'] }, NAMES)).toBe('the roles admin and viewer');
});

test('values are said without quotes and braces', () => {
	expect(valueWords(null)).toBe('–');
	expect(valueWords(false)).toBe('no');
	expect(valueWords([])).toBe('none');
	expect(valueWords({ min: '1', max: 2 })).toBe('min 1, max 2');
	expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});

describe('a difference', () => {
	test('of a field that the form knows has its name', () => {
		expect(changeWords({ path: 'rules.max_output_tokens', before: 4096, after: 8192 })).toMatchObject({
			label: 'Output tokens',
			before: '4,096',
			after: '8,192',
			kind: 'changed'
		});
	});

	test('says the section of what is not a rule, and every entry of a list', () => {
		const before = Array.from({ length: 12 }, (_, at) => `m${at}`);
		const change = changeWords({ path: 'conditions.models', before, after: null });
		expect(change).toMatchObject({ label: 'If: Models', after: '', kind: 'removed' });
		expect(change.before).toContain('m11');
	});

	test('of money keeps every digit', () => {
		expect(changeWords({ path: 'conditions.estimated_cost_usd.min', before: null, after: '0.000123456' })).toMatchObject({
			after: '$0.000123456',
			kind: 'added'
		});
	});

	test('of what the form does not know is its path and its source', () => {
		expect(changeWords({ path: 'rules.routes', before: [], after: [{ model: 'a' }] })).toMatchObject({
			label: 'rules.routes',
			before: 'none',
			after: '{"model":"a"}'
		});
	});
});

describe('the source', () => {
	const source = writeSource({ name: 'a', rules: { models: ['x', 'y'], name: 'b' }, exceptions: [{ effect: 'exempt' }, { effect: 'no' }] });

	test('finds the line of a path, or of what there is of it', () => {
		const at = (path: string) => source.split('\n')[(lineOf(source, path) ?? 0) - 1]?.trim();
		expect(at('name')).toBe('"name": "a",');
		expect(at('rules.name')).toBe('"name": "b"');
		expect(at('rules.models.1')).toBe('"y"');
		expect(at('exceptions.1.effect')).toBe('"effect": "no"');
		expect(at('rules.missing')).toBe('"rules": {');
		expect(lineOf(source, 'nowhere')).toBeUndefined();
	});

	test('that is no JSON, or no object, is named', () => {
		expect(readSource('[1]').error).toBe('A policy is an object: { … }.');
		expect(readSource(`${source},`).error).toContain('This is not JSON');
		expect(readSource('{\n"a": 1,\n}').line).toBe(3);
		expect(readSource(source).document).toHaveProperty('name', 'a');
	});
});

test('permissions cover as the API says', () => {
	expect(permits(['*'], 'policies.view')).toBe(true);
	expect(permits(['policies.*'], 'policies.edit')).toBe(true);
	expect(permits(['approvals.view'], 'approvals.view.own')).toBe(true);
	expect(permits(['approvals.view.own'], 'approvals.view')).toBe(false);
	expect(permits(['policies.view'], 'policies.edit')).toBe(false);
	expect(permits(['*.view'], 'violations.view')).toBe(true);
	expect(permits([], 'policies.view')).toBe(false);
});

describe('a replay', () => {
	test('leads with what would be refused and was not', () => {
		expect(replayStats(REPLAY)[0]).toEqual({ name: 'Newly refused', value: '209', note: '0.43% of calls', tone: 'bad' });
		expect(replayStats({ ...REPLAY, newly_refused: { requests: 0, cost_usd: '0' } })[0]?.tone).toBe('good');
	});

	test('says outcomes from the most frequent, without the calls that nothing happens to', () => {
		expect(outcomes({ allow: 9, deny: 2, warn: 5, log: 0 })).toBe('5 warned, 2 refused');
	});

	test('never counts a refused call twice in a column', () => {
		const [acting, refusing] = replaySeries(REPLAY);
		REPLAY.by_day.forEach((day, at) => {
			expect((acting?.values[at] ?? 0) + (refusing?.values[at] ?? 0)).toBe(day.affected.requests);
		});
	});
});

describe('an approval', () => {
	const [exception, raise] = APPROVALS.items;
	if (!exception || !raise) throw new Error('no samples');

	test('says what is asked for', () => {
		expect(askedFor(exception, NAMES)).toBe('an exception from Approved models (allowed models) for o4-mini');
		expect(askedFor(raise, NAMES)).toBe('$250.00 more per month for Claims');
		expect(askedFor({ ...exception, kind: 'model_access' }, NAMES)).toBe('the use of o4-mini');
		expect(askedFor({ ...exception, kind: 'key_scope', permissions: ['llm.use.*'], key_id: 'key_1' }, NAMES)).toBe('llm.use.* for key_1');
	});

	test('says for how long', () => {
		expect(grantWords(exception, (at) => at)).toBe('for one call');
		expect(grantWords({ ...exception, grant: 'window', until: 'X' }, (at) => at)).toBe('until X');
		expect(grantWords(raise, (at) => at)).toBe('until it is taken back');
	});

	test('is decided by somebody else, once', () => {
		expect(answersFor(exception, 'usr_1', true)).toEqual(['approve', 'reject']);
		expect(answersFor(exception, 'usr_1', false)).toEqual([]);
		expect(answersFor(exception, 'usr_2', true)).toEqual(['cancel']);
		expect(answersFor({ ...exception, requested_by: { type: 'api_key', id: 'key_1' } }, 'usr_2', true)).toEqual([]);
		expect(answersFor(raise, 'usr_2', true)).toEqual([]);
	});

	test('can be taken back while it holds', () => {
		expect(answersFor({ ...exception, state: 'approved', active: true }, 'usr_1', true)).toEqual(['revoke']);
		expect(answersFor({ ...exception, state: 'approved', active: false }, 'usr_1', true)).toEqual([]);
		expect(answersFor({ ...exception, state: 'expired' }, 'usr_1', true)).toEqual([]);
	});

	test('expires in so long', () => {
		const now = new Date('2026-11-21T12:00:00Z');
		const after = (minutes: number) => until(new Date(now.getTime() + minutes * 60_000), now);
		expect([after(-5), after(9.5), after(120), after(60 * 24 * 3)]).toEqual(['now', 'in 10 min', 'in 2 h', 'in 3 d']);
	});
});

test('a violation can be made of what the API allows', () => {
	const offered = (status: Parameters<typeof verdictsFor>[0]) => verdictsFor(status).map((one) => one.verdict);
	expect(offered('open')).toEqual(['acknowledge', 'resolve', 'false_positive']);
	expect(offered('acknowledged')).toEqual(['resolve', 'false_positive', 'reopen']);
	expect(offered('resolved')).toEqual(['reopen']);
	expect(offered('false_positive')).toEqual(['reopen']);
});

test('actions and severities that are not known still say themselves', () => {
	expect([actionDone('deny'), actionDone('new_thing')]).toEqual(['refused', 'new thing']);
	expect([actionTone('deny'), actionTone('new'), severityTone('critical'), severityTone('')]).toEqual(['bad', 'neutral', 'bad', 'neutral']);
});

test('only what was simply let through needs no explanation', () => {
	expect(wasDecided({ decision: 'allow', refusal: null })).toBe(false);
	expect(wasDecided({ decision: 'redact', refusal: null })).toBe(true);
	expect(wasDecided({ decision: 'allow', refusal: { status: 402, code: 'budget_exhausted', message: '' } })).toBe(true);
});

test('versions are offered from the latest, which is the default', () => {
	expect(versionChoices({ latest_version: 3, active_version: 2, scheduled: { version: 1, at: '' } })).toEqual([
		{ value: '', name: 'Version 3, latest' },
		{ value: '2', name: 'Version 2, in force' },
		{ value: '1', name: 'Version 1, scheduled' }
	]);
	expect(versionChoices({ latest_version: 900, active_version: null, scheduled: null })).toHaveLength(50);
});

test('a moment is typed in the reader’s time zone', () => {
	expect(momentOf('2026-12-01T08:00')).toBe(new Date(2026, 11, 1, 8).toISOString());
	expect(momentOf('')).toBeUndefined();
	expect(momentOf('soon')).toBeUndefined();
});

test('filters are in the address, and what is not known is dropped', () => {
	expect(writeFilters({ type: 'usage', q: '', status: undefined })).toBe('type=usage');
	expect(links.policies({ q: 'a b' })).toBe('/policies?q=a+b');
	expect(links.policy('pol/1', 'versions')).toBe('/policies/pol%2F1?tab=versions');
	expect(readChoice(new URLSearchParams('type=nonsense'), 'type', ['usage'])).toBeUndefined();
	expect(readChoice(new URLSearchParams('type=usage'), 'type', ['usage'])).toBe('usage');
});
