import type { Names } from '$lib/api/names';
import type { FieldChange, PolicyDocument, PolicyType } from '$lib/api/policies';
import { usd, usdExact } from '$lib/format/money';
import { count } from '$lib/format/number';
import { actionDone, listed, plainWords } from '$lib/format/policy';
import { CONDITIONS, labelOf, RULES, ACTIONS, type PolicyField } from './policy-fields';
import { isPlain, valueAt, type Plain } from './policy-form';

const LEVELS: Record<string, [one: string, many: string]> = {
	team: ['the team', 'the teams'],
	role: ['the role', 'the roles'],
	user: ['the person', 'the people'],
	key: ['the key', 'the keys']
};

/** Whom a policy is for: `everyone`, `the team Claims`. */
export function scopeWords(scope: PolicyDocument['scope'], names: Names): string {
	const [one, many] = LEVELS[scope.level] ?? ['', ''];
	if (!one) return 'everyone';
	return `${scope.ids.length === 1 ? one : many} ${listed(scope.ids.map((id) => names.get(id) ?? id))}`;
}

/** What a value of a document says, without quotes and braces where it can be. */
export function valueWords(value: unknown): string {
	if (value === undefined || value === null) return '–';
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'number') return count(value);
	if (Array.isArray(value)) return value.length === 0 ? 'none' : listed(value.map(entryWords), 8);
	return isPlain(value) ? pairsWords(value) : String(value);
}

function entryWords(value: unknown): string {
	if (typeof value === 'number') return String(value);
	if (!isPlain(value)) return valueWords(value);
	if (value.field) return `${value.field} ${plainWords(String(value.operator))} ${valueWords(value.value)}`;
	if (value.model) return `to ${value.model}`;
	const named = value.name ?? value.pattern;
	return typeof named === 'string' ? named : JSON.stringify(value);
}

function pairsWords(value: Plain): string {
	return Object.entries(value)
		.map(([name, one]) => `${name} ${valueWords(one)}`)
		.join(', ');
}

/** What each field that is set says, in the order of the form; what the form does not know says itself. */
function said(document: Plain, section: string, fields: PolicyField[]): string[] {
	const known = fields.flatMap((field) => {
		const value = valueAt(document, field.path);
		if (value === undefined || value === '' || !field.words) return [];
		const words = fieldWords(field, value);
		return field.path.endsWith('.per') && value === 'scope' ? [] : [field.words.replace('#', () => words)];
	});
	const names = new Set(fields.map((field) => field.path.split('.')[1]));
	const rest = Object.entries(isPlain(document[section]) ? document[section] : {})
		.filter(([name]) => !names.has(name))
		.map(([name, value]) => `${name === 'match' ? '' : `${plainWords(name)}: `}${valueWords(value)}`);
	return [...known, ...rest];
}

function fieldWords(field: PolicyField, value: unknown): string {
	if (field.kind === 'usd') return usd(String(value));
	if (field.kind === 'choice') return String(value);
	if (field.kind !== 'pairs' || !isPlain(value)) return valueWords(value);
	return listed(Object.entries(value).map(([percent, action]) => `${plainWords(String(action))} at ${percent}%`), 8);
}

export interface PolicyWords {
	who: string;
	when: string[];
	rules: string[];
	then: string;
	also: string[];
}

/** A policy's document in words: for whom, when, what it asks for, and what comes of breaking it. */
export function policyWords(document: Plain, names: Names): PolicyWords {
	const type = String(document.type);
	const scope = isPlain(document.scope) ? document.scope : {};
	const ids = Array.isArray(scope.ids) ? scope.ids.map(String) : [];
	return {
		who: scopeWords({ level: String(scope.level ?? 'organization'), ids }, names),
		when: said(document, 'conditions', CONDITIONS),
		rules: said(document, 'rules', type in RULES ? RULES[type as PolicyType] : []),
		then: consequence(document),
		also: said(document, 'actions', ACTIONS)
	};
}

function consequence(document: Plain): string {
	if (document.enforcement_level === 'warn') return 'callers are warned and nothing is stopped';
	if (document.enforcement_level === 'monitor') return 'it is written down and nothing is stopped';
	const action = valueAt(document, 'actions.on_violation') ?? valueAt(document, 'actions.thresholds.100');
	if (action === 'reroute') return 'the call goes to another model';
	if (action === 'clamp') return 'the answer is shortened';
	if (action === 'redact') return 'what was found is redacted';
	if (action === 'log') return 'it is written down';
	return action ? `the call is ${actionDone(String(action))}` : usual(document);
}

/** Settings that say how a rule is meant, and demands that are kept and not enforced. */
const NO_DEMANDS = new Set([
	...['per', 'per_user_period', 'alert_at_percentage', 'high_cost_usd', 'sensitive_models'],
	...['scan_input', 'scan_output', 'min_confidence', 'redaction'],
	...['require_audit', 'log_all_requests', 'retention_period_days', 'export_format']
]);

/** Demands that no call can break. */
const AT_SIGN_IN = new Set(['require_mfa', 'session_timeout_minutes', 'password_min_length', 'password_require_special']);

/** What is done where no action is named, by the rules that there are. */
function usual(document: Plain): string {
	const named = Object.keys(isPlain(document.rules) ? document.rules : {});
	const ofCalls = named.filter((name) => !AT_SIGN_IN.has(name));
	if (named.length > 0 && ofCalls.length === 0) return 'no call is stopped: this counts where people sign in';
	const rules = new Set(ofCalls.filter((name) => !NO_DEMANDS.has(name)));
	if (named.length > 0 && rules.size === 0) return 'nothing is stopped: these are kept and not enforced';
	const milder = [
		['max_output_tokens', 'the answer is shortened'],
		['require_approval_for', 'an approval is asked for'],
		['routes', 'the call goes to another model']
	].filter(([rule = '']) => rules.delete(rule));
	const words = milder.map(([, then = '']) => then);
	return (rules.size > 0 || words.length === 0 ? ['the call is refused', ...words] : words).join(' or ');
}

export interface ChangeWords {
	path: string;
	label: string;
	before: string;
	after: string;
	/** Whether it was there before, is there after, or both. */
	kind: 'added' | 'removed' | 'changed';
}

/** A difference between two versions, as it is read. */
export function changeWords(change: FieldChange): ChangeWords {
	const before = change.before ?? undefined;
	const after = change.after ?? undefined;
	return {
		path: change.path,
		label: labelOf(change.path),
		before: before === undefined ? '' : exact(before, change.path),
		after: after === undefined ? '' : exact(after, change.path),
		kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
	};
}

/** Everything a value says: a difference may be in its last entry. */
function exact(value: unknown, path: string): string {
	if (path.endsWith('_usd') || path.includes('_usd.')) return usdExact(String(value));
	if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(exactEntry).join(', ');
	return isPlain(value) ? JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ') : valueWords(value);
}

function exactEntry(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
