/** Sample policies and what comes of them, held to the API's types. */

import type { Schemas } from '../../src/lib/api/client';
import type { Policy, Replay, Version } from '../../src/lib/api/policies';
import type { Template } from '../../src/lib/api/templates';
import { NOW } from './samples';

const ADA = { type: 'user', id: 'usr_1' };
export const BEN = { type: 'user', id: 'usr_2' };

export const MODELS_POLICY: Policy = policy('pol_models', 'Approved models', {
	description: 'Models of our inventory, and nothing dearer than it has to be.',
	rules: { allowed_models: ['gpt-4o*', 'claude-*', 'scripted/*'], max_output_tokens: 4096 },
	conditions: { estimated_cost_usd: { min: '0.01' } },
	active_version: 2,
	document_version: 2,
	latest_version: 3,
	version: 7,
	tests: [{ name: 'a model of the list', request: { model: 'gpt-4o' }, expect: { action: 'allow' } }],
	exceptions: [{ conditions: { teams: ['team_2'] }, effect: 'exempt' }],
	dry_run: { version: 3, until: '2026-11-28T14:20:00.000Z' }
});

export const POLICIES: Schemas['Page_PolicyView_'] = {
	items: [
		MODELS_POLICY,
		policy('pol_budget', 'Claims: monthly budget', {
			type: 'cost_limit',
			policy_type: 'cost_limit',
			scope: { level: 'team', ids: ['team_1'] },
			rules: { monthly_limit_usd: '500', per_user_limit_usd: '50' },
			priority: 150,
			enforcement_level: 'warn',
			scheduled: { version: 2, at: '2026-12-01T00:00:00.000Z' }
		}),
		policy('pol_pii', 'Personal data stays here, whoever asks for it and from wherever', {
			type: 'content_filter',
			policy_type: 'content_filter',
			severity: 'high',
			rules: { categories: ['pii', 'financial'], scan_output: true },
			actions: { on_violation: 'redact' }
		}),
		policy('pol_rate', 'Fair share', {
			type: 'rate_limit',
			policy_type: 'rate_limit',
			status: 'draft',
			active_version: null,
			rules: { requests_per_minute: 60, per: 'user' },
			actions: { on_violation: 'queue' }
		})
	],
	next_cursor: null
};

export const VERSIONS: Schemas['Page_VersionView_'] = {
	items: [
		version(3, 'Longer answers for the research pilot', BEN, [
			{ path: 'rules.max_output_tokens', before: 4096, after: 8192 },
			{ path: 'rules.allowed_models', before: ['gpt-4o*', 'claude-*', 'scripted/*'], after: ['gpt-4o*', 'claude-*', 'o4-*', 'scripted/*'] },
			{ path: 'actions.message', before: null, after: 'Ask the platform team for other models.' }
		]),
		version(2, 'No small models', ADA, [
			{ path: 'conditions.estimated_cost_usd.min', before: null, after: '0.01' },
			{ path: 'severity', before: 'high', after: null }
		]),
		version(1, '', ADA, [{ path: 'name', before: null, after: 'Approved models' }])
	],
	next_cursor: null
};

const DAYS = Array.from({ length: 30 }, (_, back) => new Date(NOW.getTime() - (29 - back) * 86_400_000).toISOString().slice(0, 10));

export const REPLAY: Replay = {
	policy_id: 'pol_models',
	version: 3,
	start: '2026-10-22T14:20:00.000Z',
	end: '2026-11-21T14:20:00.000Z',
	until: '2026-11-21T14:20:00.000Z',
	truncated: false,
	took_ms: 812,
	evaluated: 48_210,
	would: { deny: 214, clamp: 1_204, allow: 46_792 },
	wanted: { deny: 214, clamp: 1_204, allow: 46_792 },
	by_rule: { max_output_tokens: 1_204, allowed_models: 214 },
	affected: share(1_418, '38.204'),
	refused: share(214, '12.41'),
	newly_refused: share(209, '12.11'),
	refused_then: 5,
	users: { count: 7, top: [named('usr_2', 120, '7.2'), named('usr_3', 61, '3.1')] },
	teams: { count: 2, top: [named('team_2', 160, '9.1')] },
	keys: { count: 3, top: [named('key_2', 180, '10.4'), named('key_3', 34, '2.01')] },
	models: { count: 2, top: [named('o4-mini', 140, '9.4'), named('text-embedding-3-small', 74, '0.004')] },
	by_day: DAYS.map((day, at) => ({
		day,
		requests: 1_600,
		affected: share(30 + ((at * 13) % 41), '1.2'),
		refused: share((at * 7) % 15, '0.4')
	})),
	examples: [
		{
			request_id: 'req_settled',
			created_at: '2026-11-21T13:02:11.000Z',
			key_id: 'key_2',
			user_id: 'usr_2',
			model: 'o4-mini',
			cost_usd: '0.0831',
			before: 'allow',
			action: 'deny',
			reasons: [
				{ rule: 'allowed_models', action: 'deny', wanted: 'deny', message: 'The model o4-mini is not one of those allowed.', findings: {} }
			]
		},
		{
			request_id: 'req_refused',
			created_at: '2026-11-20T08:00:11.000Z',
			key_id: 'key_3',
			user_id: null,
			model: 'gpt-4o',
			cost_usd: '0.31',
			before: 'allow',
			action: 'clamp',
			reasons: [{ rule: 'max_output_tokens', action: 'clamp', wanted: 'clamp', message: 'Answers are limited to 4,096 tokens.', findings: {} }]
		}
	],
	limitations: [
		'Prompts and answers are not kept, so what looks at content was not replayed.',
		'Limits are counted from the start of the span.'
	],
	scope: { users: 12, teams: 3, keys: 9, user_ids: ['usr_1'], team_ids: ['team_1'], key_ids: ['key_1'] }
};

export const EFFECT: Schemas['EffectivenessView'] = {
	policy_id: 'pol_models',
	start: '2026-10-22T14:20:00.000Z',
	end: '2026-11-21T14:20:00.000Z',
	times_triggered: 1_204,
	shadow_triggered: 61,
	granted: 4,
	by_action: { clamp: 1_190, deny: 14 },
	users_affected: 9,
	keys_affected: 5,
	trend: DAYS.map((day, at) => ({ day, triggered: 20 + ((at * 17) % 37), shadow: at > 22 ? (at * 5) % 11 : 0 })),
	latency_avg_us: 212,
	latency_p95_us: 640,
	reviewed: 10,
	false_positives: 1,
	false_positive_rate: 0.1,
	score: 90
};

export const TESTS_OUTCOME: Schemas['TestsView'] = {
	number: 3,
	passed: false,
	results: [
		{ name: 'a model of the list', passed: true, expected: { action: 'allow' }, action: 'allow', rules: [], message: '' },
		{
			name: 'a long answer is clamped',
			passed: false,
			expected: { action: 'clamp', rule: 'max_output_tokens' },
			action: 'allow',
			rules: [],
			message: 'expected clamp by max_output_tokens, got allow'
		}
	]
};

export const EVALUATION: Schemas['EvaluationView'] = {
	passed: false,
	decision: 'deny',
	violations: [],
	warnings: [],
	reasons: [
		{
			policy_id: 'pol_models',
			policy_name: 'Approved models',
			number: 3,
			type: 'usage',
			rule: 'allowed_models',
			action: 'deny',
			wanted: 'deny',
			severity: 'medium',
			enforcement_level: 'strict',
			dry_run: false,
			message: 'The model o4-mini is not one of those allowed.',
			findings: {}
		}
	],
	notices: [],
	max_output_tokens: null,
	reroute_to: null,
	policy_version: null
};

export const HISTORY: Schemas['Page_StepView_'] = {
	items: [
		step('policy.dry_run_started', BEN, '2026-11-21T14:00:00.000Z', 3, ''),
		step('policy.saved', BEN, '2026-11-21T13:58:00.000Z', 3, 'Longer answers for the research pilot'),
		step('policy.activated', ADA, '2026-11-14T09:00:00.000Z', 2, 'No small models'),
		step('policy.created', ADA, '2026-11-02T09:00:00.000Z', 1, '')
	],
	next_cursor: null
};

export const TEMPLATE: Template = {
	id: 'cost-control',
	name: 'Cost control',
	description: 'A monthly limit with warnings on the way, a share for each person, and a lid on each call.',
	parameters: [
		parameter('MONTHLY_LIMIT_USD', 'usd', 'Everybody together, per month', 5000),
		parameter('DEAR_MODELS', 'list', 'Models whose small questions are moved', ['gpt-4o', 'claude-opus*']),
		{ ...parameter('CHEAP_MODEL', 'text', 'The model for small questions', null), required: true, example: 'gpt-4o-mini' },
		parameter('SMALL_PROMPT_TOKENS', 'integer', 'A question of at most so many tokens is small', 200),
		parameter('SCOPE', 'scope', 'Whom the policies are for', 'organization'),
		parameter('ENFORCEMENT_LEVEL', 'text', 'strict acts, warn only warns, monitor only writes down', 'strict')
	],
	controls: [{ reference: 'SOC 2 CC6.1', title: 'Logical access', how: 'Only models of the list can be called.' }],
	not_covered: ['Calls that do not go through the gateway.'],
	documents: [{ name: 'Cost control: budget' }, { name: 'Cost control: routes' }]
};

export const TEMPLATES = {
	items: [
		{ ...TEMPLATE, policies: ['Cost control: budget', 'Cost control: routes'] },
		{
			id: 'gdpr',
			name: 'GDPR',
			description: 'Keeps personal data out of prompts where it is not needed, and keeps processing in regions that you chose.',
			policies: ['GDPR: personal data'],
			parameters: []
		}
	],
	next_cursor: null
};

function policy(id: string, name: string, more: Partial<Policy>): Policy {
	return {
		id,
		organization_id: 'org_1',
		name,
		description: '',
		type: 'usage',
		policy_type: 'usage',
		enforcement_level: 'strict',
		priority: 100,
		severity: 'medium',
		scope: { level: 'organization', ids: [] },
		conditions: {},
		rules: {},
		actions: {},
		exceptions: [],
		inheritance: 'additive',
		overridable: false,
		tests: [],
		not_enforced: [],
		status: 'active',
		document_version: 1,
		active_version: 1,
		latest_version: 1,
		scheduled: null,
		dry_run: null,
		owners: { name: 'user:usr_1' },
		managers: ['user:usr_1'],
		created_at: '2026-11-02T09:00:00.000Z',
		created_by: 'usr_1',
		updated_at: '2026-11-21T13:58:00.000Z',
		version: 1,
		...more
	};
}

function version(number: number, message: string, author: Version['author'], differences: Version['differences']): Version {
	return {
		policy_id: 'pol_models',
		number,
		content_hash: `${number}`.repeat(32),
		author,
		message,
		created_at: `2026-11-${String(number * 7).padStart(2, '0')}T09:00:00.000Z`,
		differences,
		document: MODELS_POLICY
	};
}

function share(requests: number, cost_usd: string): Schemas['ShareView'] {
	return { requests, cost_usd };
}

function named(id: string, requests: number, cost_usd: string): Schemas['NamedShareView'] {
	return { id, requests, cost_usd };
}

function step(action: string, actor: Version['author'], at: string, number: number, message: string): Schemas['StepView'] {
	return { event_id: `evt_${action}_${number}`, action, actor, at, message, version: number, in_force_from: null, in_force_until: null };
}

function parameter(name: string, type: string, description: string, preset: unknown): Template['parameters'][number] {
	return { name, type, description, required: false, default: preset, example: null };
}
