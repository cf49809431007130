import { session } from './session.svelte';

/** Scopes and those that cover them; a permission without a scope covers all. */
const WITHIN: Record<string, readonly string[]> = { own: ['own', 'team'], team: ['team'] };

/** Of these somebody may have charge in a team alone. */
const BY_TEAM = new Set(['api_keys', 'costs', 'requests', 'teams', 'usage', 'users']);

/** What somebody may do, as the API tells it of who is signed in. */
export interface Rights {
	permissions: readonly string[];
	denied_permissions: readonly string[];
	team_permissions: Readonly<Record<string, readonly string[]>>;
}

/**
 * Whether one of the granted permissions covers the needed one, as the API decides it: by scope, and
 * by `*` for a segment or, at the end, for any number of them. This only decides what is offered; the
 * API decides what happens.
 */
export function permits(granted: readonly string[], needed: string): boolean {
	return granted.some((permission) => covers(permission, needed));
}

/** Whether somebody has the permission, everywhere or (where that can be) in a team; a denial wins. */
export function holds(rights: Rights, needed: string): boolean {
	if (rights.denied_permissions.some((denied) => covers(denied, needed) || covers(needed, denied))) return false;
	if (permits(rights.permissions, needed)) return true;
	const [resource = '', action = ''] = needed.split('.');
	if (!BY_TEAM.has(resource)) return false;
	const base = `${resource}.${action}`;
	return (
		permits(rights.permissions, `${base}.team`) ||
		Object.values(rights.team_permissions).some((granted) => permits(granted, base))
	);
}

/** Whether who is signed in has the permission. */
export function may(needed: string): boolean {
	return session.me !== undefined && holds(session.me, needed);
}

function covers(granted: string, needed: string): boolean {
	const wanted = needed.split('.');
	const segments = segmentsOf(granted);
	const scopes = WITHIN[wanted[2] ?? ''];
	if (segments.length === 3 && scopes) return match(segments.slice(0, 2), wanted) && scopes.includes(segments[2] ?? '');
	return segments.length <= wanted.length && match(segments, wanted);
}

/** What is left of a pattern once an end that covers everything is taken off. */
function segmentsOf(granted: string): string[] {
	const segments = granted.split('.');
	const whole = segments.length === 3 && segments[0] !== 'llm' && segments[2] === 'org';
	if (whole || segments.at(-1) === '*') segments.pop();
	return segments;
}

function match(segments: readonly string[], wanted: readonly string[]): boolean {
	return segments.every((one, at) => one === '*' || one === wanted[at]);
}
