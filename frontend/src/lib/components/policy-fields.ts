import type { PolicyType } from '$lib/api/policies';

/**
 * How a value is typed and read: `list` and `numbers` are separated by commas, `code` is one text of
 * several lines, `lines` has a text on each line, `patterns` are lines of `name: expression`, `tags`
 * lines of `name = value, value`, `pairs` lines of `name = value`.
 */
export type FieldKind =
	| 'text'
	| 'code'
	| 'usd'
	| 'whole'
	| 'number'
	| 'list'
	| 'numbers'
	| 'lines'
	| 'patterns'
	| 'tags'
	| 'pairs'
	| 'choice';

/** A field of a policy document that has a place in the form; `words` says it, `#` is its value. */
export interface PolicyField {
	/** Where it is in the document, with dots. */
	path: string;
	label: string;
	kind: FieldKind;
	words?: string;
	hint?: string;
	placeholder?: string;
	/** The values of a choice; the first stands for nothing said. */
	options?: [value: string, name: string][];
}

type Row = [path: string, label: string, kind: FieldKind, more?: Partial<PolicyField>];

function fields(section: string, rows: Row[]): PolicyField[] {
	return rows.map(([path, label, kind, more]) => ({ path: `${section}.${path}`, label, kind, ...more }));
}

const PER: Row = [
	'per',
	'Counted for',
	'choice',
	{
		words: 'counted for each # alone',
		options: [
			['', 'everyone in the scope together'],
			['user', 'each person'],
			['key', 'each key'],
			['team', 'each team'],
			['model', 'each model']
		]
	}
];

const counted = (unit: string, window: string): Row => [
	`${unit}_per_${window}`,
	`${unit[0]?.toUpperCase()}${unit.slice(1)} per ${window}`,
	'whole',
	{ words: `at most # ${unit} per ${window}` }
];

const limit = (period: string, words: string): Row => [
	`${period}_limit_usd`,
	`${period[0]?.toUpperCase()}${period.slice(1)} limit`,
	'usd',
	{ words: `at most # ${words}` }
];

const PATTERNS = { placeholder: 'gpt-4o*, claude-*' };
const REGIONS: Row = ['allowed_regions', 'Allowed regions', 'list', { words: 'only in the regions #', placeholder: 'eu-central-1' }];
const REQUIRED_TAGS: Row = ['required_tags', 'Required tags', 'list', { words: 'every call carries the tags #', placeholder: 'project' }];

const SEARCHED: Row[] = [
	['categories', 'Categories', 'list', { words: 'looks for #', placeholder: 'pii, financial' }],
	['detectors', 'Detectors', 'list', { words: 'looks for #', placeholder: 'pii.email, secrets' }],
	['keywords', 'Words', 'lines', { words: 'looks for the words #', hint: 'One on each line.' }],
	['patterns', 'Expressions', 'patterns', { words: 'looks for #', hint: 'One on each line, as name: expression.' }]
];
const SCANNED: Row[] = [
	['scan_input', 'Look at', 'choice', { options: [['', 'prompts as usual'], ['true', 'prompts'], ['false', 'not at prompts']] }],
	['scan_output', 'Answers', 'choice', { options: [['', 'as usual'], ['true', 'look at answers'], ['false', 'do not look at answers']] }],
	['min_confidence', 'Least confidence', 'number', { hint: '0 to 1; 0.5 unless said.' }],
	['redaction.style', 'Redacted as', 'choice', { options: [['', 'a label, [EMAIL]'], ['mask', 'stars'], ['remove', 'nothing']] }]
];

/** The rules of each type that the form knows; what else a type takes is set in the source. */
export const RULES: Record<PolicyType, PolicyField[]> = {
	rate_limit: fields('rules', [
		...['minute', 'hour', 'day', 'month'].flatMap((window) => [counted('requests', window), counted('tokens', window)]),
		['concurrent_requests', 'Calls at one time', 'whole', { words: 'at most # calls at one time' }],
		['tokens_per_request', 'Tokens per call', 'whole', { words: 'at most # tokens per call' }],
		PER
	]),
	cost_limit: fields('rules', [
		limit('daily', 'per day'),
		limit('weekly', 'per week'),
		limit('monthly', 'per month'),
		limit('yearly', 'per year'),
		limit('total', 'in all'),
		['per_user_limit_usd', 'For each person', 'usd', { words: 'at most # for each person' }],
		['max_cost_per_request_usd', 'For each call', 'usd', { words: 'at most # per call' }],
		['alert_at_percentage', 'Tell at percent', 'numbers', { words: 'tells at # percent', placeholder: '50, 80' }],
		PER
	]),
	content_filter: fields('rules', [...SEARCHED, ...SCANNED]),
	security: fields('rules', [
		['detect', 'Detect', 'list', { words: 'looks for #', placeholder: 'injection, secrets, unicode' }],
		...SEARCHED.slice(2),
		...SCANNED.slice(0, 3),
		['allowed_addresses', 'Allowed networks', 'list', { words: 'only from #', placeholder: '10.0.0.0/8' }],
		['api_key_max_age_days', 'Oldest key, days', 'whole', { words: 'keys at most # days old' }],
		REQUIRED_TAGS
	]),
	compliance: fields('rules', [
		['require_approval_for', 'Approval for', 'list', { words: 'an approval for #', placeholder: 'high_cost_requests, sensitive_models' }],
		['high_cost_usd', 'High cost from', 'usd', { words: 'high cost is above #' }],
		['sensitive_models', 'Sensitive models', 'list', { words: 'sensitive are #', ...PATTERNS }],
		REGIONS,
		REQUIRED_TAGS,
		...SEARCHED,
		...SCANNED.slice(0, 3)
	]),
	usage: fields('rules', [
		['allowed_models', 'Allowed models', 'list', { words: 'only the models #', ...PATTERNS }],
		['denied_models', 'Denied models', 'list', { words: 'not the models #', ...PATTERNS }],
		['allowed_providers', 'Allowed providers', 'list', { words: 'only the providers #', placeholder: 'openai, anthropic' }],
		['denied_providers', 'Denied providers', 'list', { words: 'not the providers #', placeholder: 'openai' }],
		['max_input_tokens', 'Input tokens', 'whole', { words: 'at most # input tokens' }],
		['max_output_tokens', 'Output tokens', 'whole', { words: 'at most # output tokens' }],
		['allowed_tools', 'Allowed tools', 'list', { words: 'only the tools #', placeholder: 'search, read_*' }],
		['denied_tools', 'Denied tools', 'list', { words: 'not the tools #', placeholder: 'shell' }],
		REGIONS,
		['allowed_hours.days', 'Allowed on', 'list', { words: 'only on #', placeholder: 'mon, tue, wed' }],
		['allowed_hours.from', 'Allowed from', 'text', { words: 'only from #', placeholder: '09:00' }],
		['allowed_hours.until', 'Allowed until', 'text', { words: 'only until #', placeholder: '17:00' }],
		counted('requests', 'day'),
		counted('tokens', 'day'),
		counted('requests', 'month'),
		counted('tokens', 'month'),
		PER
	])
};

export const CONDITIONS: PolicyField[] = fields('conditions', [
	['models', 'Models', 'list', { words: 'the model is #', ...PATTERNS }],
	['providers', 'Providers', 'list', { words: 'the provider is #', placeholder: 'openai' }],
	['teams', 'Teams', 'list', { words: 'the caller is in #', placeholder: 'team_…' }],
	['roles', 'Roles', 'list', { words: 'the caller’s role is #', placeholder: 'developer' }],
	['tags', 'Tags', 'tags', { words: 'the tags are #', hint: 'One on each line, as name = value, value.' }],
	['tools', 'Tools', 'list', { words: 'the call offers #', placeholder: 'shell' }],
	['estimated_cost_usd.min', 'Costs at least', 'usd', { words: 'the call may cost # or more' }],
	['estimated_cost_usd.max', 'Costs at most', 'usd', { words: 'the call may cost at most #' }],
	['locations', 'Countries', 'list', { words: 'the caller is in #', placeholder: 'DE, FR' }],
	['time.days', 'Days', 'list', { words: 'on #', placeholder: 'mon, tue' }],
	['time.from', 'From', 'text', { words: 'from #', placeholder: '09:00' }],
	['time.until', 'Until', 'text', { words: 'until #', placeholder: '17:00' }],
	['content.keywords', 'Prompt has words', 'lines', { words: 'the prompt has one of #', hint: 'One on each line.' }],
	['cedar', 'Cedar expression', 'code', { words: 'Cedar: #' }]
]);

export const ACTIONS: PolicyField[] = fields('actions', [
	[
		'on_violation',
		'What is done',
		'choice',
		{
			options: [
				['', 'what is usual for the rule'],
				['deny', 'Refuse the call'],
				['require_approval', 'Ask for an approval'],
				['redact', 'Redact what was found'],
				['clamp', 'Shorten the answer'],
				['reroute', 'Send to another model'],
				['throttle', 'Slow down'],
				['queue', 'Wait for room'],
				['warn', 'Warn the caller'],
				['log', 'Write it down'],
				['allow', 'Allow, whatever milder policies say']
			]
		}
	],
	['reroute_to', 'Send to', 'text', { words: 'sent to #', placeholder: 'gpt-4o-mini' }],
	['approvers', 'Who may approve', 'list', { words: 'approved by #', placeholder: 'owner, admin' }],
	['notify', 'Who is told', 'list', { words: 'tells #', placeholder: 'users, admins' }],
	['thresholds', 'On the way to the limit', 'pairs', { words: 'on the way to the limit: #', hint: 'One on each line, as 80 = notify_admins.' }],
	['message', 'What callers are told', 'text', { words: 'says “#”' }]
]);

const KNOWN = new Map([...Object.values(RULES).flat(), ...CONDITIONS, ...ACTIONS].map((field) => [field.path, field]));

const HEADS: Record<string, string> = {
	name: 'Name',
	description: 'Description',
	enforcement_level: 'Enforcement',
	priority: 'Priority',
	severity: 'Severity',
	'scope.level': 'Scope',
	'scope.ids': 'For whom',
	inheritance: 'Inheritance',
	overridable: 'Can be overridden',
	exceptions: 'Exceptions',
	effective_from: 'Effective from',
	effective_until: 'Effective until',
	tests: 'Tests'
};

/** The name that a person reads for a path of a document; a path that is not known says itself. */
export function labelOf(path: string): string {
	const section = path.startsWith('conditions.') ? 'If: ' : path.startsWith('actions.') ? 'Then: ' : '';
	const known = KNOWN.get(path)?.label;
	return HEADS[path] ?? (known ? section + known : path);
}
