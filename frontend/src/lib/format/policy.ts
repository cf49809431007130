import type { Approval } from '$lib/api/approvals';
import type { Enforcement, PolicyStatus, PolicyType } from '$lib/api/policies';
import type { ReviewStatus } from '$lib/api/violations';
import type { Tone } from '$lib/ui/badge.svelte';

export const TYPE_NAMES: Record<PolicyType, string> = {
	rate_limit: 'Rate limit',
	cost_limit: 'Cost limit',
	content_filter: 'Content filter',
	security: 'Security',
	compliance: 'Compliance',
	usage: 'Usage'
};

export const STATUS_TONES: Record<PolicyStatus, Tone> = {
	active: 'good',
	scheduled: 'accent',
	draft: 'neutral',
	disabled: 'warn',
	deleted: 'bad'
};

export const ENFORCEMENT_NAMES: Record<Enforcement, string> = {
	strict: 'Strict: acts',
	warn: 'Warn: tells the caller',
	monitor: 'Monitor: writes it down'
};

export const ENFORCEMENT_TONES: Record<Enforcement, Tone> = { strict: 'accent', warn: 'warn', monitor: 'neutral' };

export const REVIEW_NAMES: Record<ReviewStatus, string> = {
	open: 'open',
	acknowledged: 'acknowledged',
	resolved: 'resolved',
	false_positive: 'false positive'
};

export const REVIEW_TONES: Record<ReviewStatus, Tone> = {
	open: 'bad',
	acknowledged: 'warn',
	resolved: 'good',
	false_positive: 'neutral'
};

export const APPROVAL_TONES: Record<Approval['state'], Tone> = {
	pending: 'warn',
	approved: 'good',
	rejected: 'bad',
	expired: 'neutral',
	cancelled: 'neutral',
	revoked: 'bad'
};

const DONE: Record<string, string> = {
	allow: 'allowed',
	log: 'written down',
	warn: 'warned',
	clamp: 'shortened',
	redact: 'redacted',
	reroute: 'sent to another model',
	throttle: 'slowed down',
	queue: 'made to wait',
	require_approval: 'held for approval',
	deny: 'refused'
};

const TONES: Record<string, Tone> = {
	warn: 'warn',
	clamp: 'warn',
	redact: 'accent',
	reroute: 'accent',
	throttle: 'warn',
	queue: 'warn',
	require_approval: 'warn',
	deny: 'bad'
};

const SEVERITIES: Record<string, Tone> = { low: 'neutral', medium: 'accent', high: 'warn', critical: 'bad' };

/** What was done about a call, as a past participle; an action that is not known says itself. */
export function actionDone(action: string): string {
	return DONE[action] ?? plainWords(action);
}

export function actionTone(action: string): Tone {
	return TONES[action] ?? 'neutral';
}

export function severityTone(severity: string): Tone {
	return SEVERITIES[severity] ?? 'neutral';
}

/** `allowed_models` as `allowed models`. */
export function plainWords(name: string): string {
	return name.replaceAll('_', ' ');
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], most = 4): string {
	const shown = items.length > most ? items.slice(0, most - 1) : items.slice(0, -1);
	const last = items.length > most ? `${items.length - most + 1} more` : (items.at(-1) ?? '');
	return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
}
