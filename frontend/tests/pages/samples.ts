/** Sample answers of the API, the same on every run, held to its types. */

import type { Budget } from '../../src/lib/api/budgets';
import type { Schemas } from '../../src/lib/api/client';
import type { ApiKey, KeyPage } from '../../src/lib/api/keys';

export const NOW = new Date('2026-11-21T14:20:00Z');

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MODELS = ['gpt-4o', 'claude-sonnet-4-5', 'gpt-4o-mini', 'claude-haiku-4-5', 'text-embedding-3-small', 'o4-mini'];
const SHARES = [0.37, 0.28, 0.14, 0.11, 0.02, 0.08];

export const PERSON: Schemas['PersonView'] = {
	id: 'usr_1',
	email: 'ada@example.com',
	name: 'Ada Lovelace',
	roles: ['admin'],
	organization_id: 'org_1',
	status: 'active',
	mfa_enabled: false
};

export const ME: Schemas['Me'] = {
	organization_id: 'org_1',
	kind: 'user',
	id: 'usr_1',
	permissions: ['*'],
	denied_permissions: [],
	team_permissions: {},
	user: PERSON
};

export const SIGNED_IN: Schemas['Token'] = {
	access_token: null,
	refresh_token: null,
	expires_in: 900,
	refresh_expires_in: 28800,
	user: PERSON,
	requires_mfa: false
};

export const ORGANIZATIONS = { items: [{ id: 'org_1', name: 'Acme Inc.' }], next_cursor: null };

export const KEYS: KeyPage = {
	items: [
		key('key_1', 'claims-service', { budgets: [{ amount_usd: '400', period: 'monthly' }], rate_limit: { requests_per_minute: 600, tokens_per_minute: null } }),
		key('key_2', 'search-ranker', { budgets: [{ amount_usd: '25.5', period: 'daily' }] }),
		key('key_3', 'nightly-batch', { kind: 'personal', user_id: 'usr_2', advice: ['unused', 'never_expires'], expires_at: null, last_used_at: null, addresses: ['203.0.113.0/24'], rate_limit: { requests_per_minute: 60, tokens_per_minute: 200000 } }),
		key('key_4', 'old-prototype', { status: 'revoked' })
	],
	next_cursor: null
};

export const BUDGETS: { items: Budget[]; next_cursor: null } = {
	items: [
		budget('org_1', 'organization', 'Acme Inc.', 'monthly', '1200', '711.204113', '1.25'),
		budget('team_1', 'team', 'Claims', 'monthly', '500', '402.1', '0.9'),
		budget('key_2', 'api_key', 'search-ranker', 'daily', '25.50', '25.41', '0'),
		budget('team_3', 'team', 'Growth', 'monthly', '300', '61.32', '0.35')
	],
	next_cursor: null
};

const OUTCOMES = ['settled', 'settled', 'settled', 'refused', 'settled', 'settled', 'failed', 'settled'];

export const REQUESTS: Schemas['Page_RequestRow_'] = {
	items: Array.from({ length: 24 }, (_, at): Schemas['RequestRow'] => {
		const state = OUTCOMES[at % OUTCOMES.length] ?? 'settled';
		return {
			id: at === 3 ? 'req_refused' : at === 0 ? 'req_settled' : `req_${at}`,
			created_at: new Date(NOW.getTime() - at * 47_000).toISOString(),
			state,
			status: { settled: 200, refused: 402, failed: 502 }[state] ?? 200,
			key_id: `key_${(at % 3) + 1}`,
			team_id: at % 5 === 4 ? null : `team_${(at % 3) + 1}`,
			user_id: null,
			operation: 'chat.completions',
			model: MODELS[(at * 5) % 6] ?? '',
			upstream_model: MODELS[(at * 5) % 6] ?? '',
			first_byte_ms: state === 'settled' ? 210 + at * 9 : null,
			tags: {},
			provider: 'openai',
			stream: at % 2 === 0,
			input_tokens: state === 'refused' ? 0 : 420 + at * 97,
			output_tokens: state === 'settled' ? 180 + at * 31 : 0,
			cost_usd: state === 'settled' ? (0.0021 + at * 0.00173).toFixed(9) : '0',
			latency_ms: state === 'refused' ? null : 640 + at * 91,
			decision: state === 'refused' ? 'deny' : 'allow',
			refusal_code: state === 'refused' ? 'budget_exhausted' : null
		};
	}),
	next_cursor: null
};

export const DETAIL: Schemas['RequestView'] = {
	id: 'req_settled',
	created_at: '2026-11-21T14:19:58.120Z',
	ended_at: '2026-11-21T14:19:59.602Z',
	deadline_at: '2026-11-21T14:34:58.120Z',
	input_tokens_held: 1205,
	output_tokens_held: 4096,
	state: 'settled',
	status: 200,
	key_id: 'key_1',
	user_id: null,
	team_path: ['team_1'],
	operation: 'chat.completions',
	model: 'gpt-4o',
	provider: 'openai',
	upstream_model: 'gpt-4o-2024-08-06',
	stream: true,
	decision: 'allow',
	policy_version: 'pv_1',
	price_version: '2026-11-01',
	hold_usd: '0.04211',
	cost_usd: '0.0076125',
	accounts: [
		{ scope_id: 'key_1', period: 'monthly', period_key: '2026-11', limit_usd: '400' },
		{ scope_id: 'team_1', period: 'monthly', period_key: '2026-11', limit_usd: '500' },
		{ scope_id: 'org_1', period: 'monthly', period_key: '2026-11', limit_usd: '1200' }
	],
	usage: { input_tokens: 1205, output_tokens: 460, cache_read_tokens: 0 },
	usage_source: 'provider',
	arithmetic: [
		{ unit: 'input', tokens: 1205, price_usd_per_million: '2.5' },
		{ unit: 'output', tokens: 460, price_usd_per_million: '10' }
	],
	finish_reason: 'stop',
	provider_request_id: 'chatcmpl-9x81',
	first_byte_ms: 412,
	latency_ms: 1482,
	error: null,
	refusal: null,
	adjust: null,
	tags: { feature: 'triage' }
};

export const REFUSED: Schemas['RequestView'] = {
	...DETAIL,
	id: 'req_refused',
	state: 'refused',
	status: null,
	decision: 'deny',
	cost_usd: '0',
	hold_usd: '0.9',
	usage: {},
	usage_source: 'none',
	arithmetic: [],
	finish_reason: null,
	provider_request_id: null,
	first_byte_ms: null,
	latency_ms: null,
	refusal: { status: 402, code: 'budget_exhausted', message: 'The daily budget of key search-ranker has $0.09 left; this call may cost $0.90.' }
};

/** Numbers with a weekly rhythm, as `GET /usage/summary` would give them. */
export function summary(query: URLSearchParams): Schemas['UsageSummaryView'] {
	const start = query.get('start') ?? '';
	const end = query.get('end') ?? '';
	const group_by = (query.get('group_by') ?? 'day') as Schemas['GroupBy'];
	const model = query.get('model');
	const buckets = bucketsOf(Date.parse(start), Date.parse(end), group_by, model ? (SHARES[MODELS.indexOf(model)] ?? 0) : 1);
	const totals = totalsOf(buckets.reduce((sum, one) => sum + one.requests, 0));
	const items = group_by in NAMES ? named(NAMES[group_by] ?? [], totals.requests) : buckets;
	return { start, end, time_zone: 'UTC', group_by, total_cost_usd: totals.cost_usd, totals, items, ...totals };
}

const NAMES: Record<string, string[]> = {
	model: MODELS,
	team: ['team_1', 'team_2', 'team_3', ''],
	key: ['key_1', 'key_2', 'key_3']
};

function named(names: string[], requests: number): Schemas['GroupView'][] {
	const groups = names.map((group, at) => ({ group, ...totalsOf(Math.round(requests * (SHARES[at] ?? 0))) }));
	return groups.sort((a, b) => b.requests - a.requests);
}

function bucketsOf(from: number, to: number, group_by: string, share: number): Schemas['GroupView'][] {
	const step = group_by === 'hour' ? HOUR_MS : DAY_MS;
	const starts = Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);
	return starts.map((at) => bucket(at, step, share));
}

function bucket(at: number, step: number, share: number): Schemas['GroupView'] {
	const date = new Date(at);
	const weekend = step === DAY_MS && [0, 6].includes(date.getUTCDay());
	const wave = 1 + 0.18 * Math.sin(at / (step * 2.7)) + 0.1 * Math.cos(at / (step * 1.3));
	const partial = at + step > NOW.getTime() ? (NOW.getTime() - at) / step : 1;
	const requests = Math.round((step / DAY_MS) * 5200 * wave * (weekend ? 0.35 : 1) * partial * share);
	const name = step === DAY_MS ? date.toISOString().slice(0, 10) : date.toISOString();
	return { group: name, ...totalsOf(requests) };
}

/** Totals that go with a number of calls, each call costing the same. */
export function totalsOf(requests: number): Schemas['TotalsView'] {
	return {
		requests,
		refused: Math.round(requests * 0.011),
		errors: Math.round(requests * 0.0037),
		input_tokens: requests * 812,
		output_tokens: requests * 211,
		total_tokens: requests * 1023,
		cache_read_tokens: 0,
		cache_write_tokens: 0,
		reasoning_tokens: 0,
		audio_tokens: 0,
		cost_usd: (requests * 0.0077).toFixed(9),
		avg_latency_ms: requests ? 1340 : null,
		avg_first_byte_ms: requests ? 380 : null
	};
}

function key(id: string, name: string, more: Partial<ApiKey>): ApiKey {
	return {
		id,
		organization_id: 'org_1',
		name,
		status: 'active',
		key_prefix: 'tg_live_0123456789',
		last4: '7fQ2',
		description: '',
		user_id: null,
		team_id: null,
		permissions: ['llm.use.*'],
		models: [],
		tags: {},
		budgets: [],
		rate_limit: null,
		created_at: '2026-11-02T09:00:00Z',
		created_by: 'usr_1',
		kind: 'service',
		purpose: 'model',
		addresses: [],
		rotated_at: null,
		previous_secret_until: null,
		last_used_at: '2026-11-21T14:01:00Z',
		advice: [],
		expires_at: '2027-02-01T09:00:00Z',
		version: 1,
		...more
	};
}

type Limit = [period: Budget['period'], limit: string, spent: string, held: string];

function budget(scope_id: string, scope_type: string, scope_name: string, ...[period, limit, spent, held]: Limit): Budget {
	const used = Number(spent) + Number(held);
	return {
		scope_id,
		scope_type,
		scope_name,
		period,
		period_key: '2026-11',
		limit_usd: limit,
		spent_usd: spent,
		held_usd: held,
		available_usd: (Number(limit) - used).toFixed(6),
		utilization_percent: Math.round((used / Number(limit)) * 1e4) / 100
	};
}
