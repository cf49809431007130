import { session } from './session.svelte';

/**
 * Whether one of the granted permissions covers the needed one, as the API decides it: a permission
 * without a scope covers every scope of its action, and a `*` at the end any number of segments.
 * This only decides what is offered; the API decides what happens.
 */
export function permits(granted: readonly string[], needed: string): boolean {
	return granted.some((permission) => covers(permission, needed));
}

/** Whether who is signed in has the permission. */
export function may(needed: string): boolean {
	return permits(session.me?.permissions ?? [], needed);
}

function covers(granted: string, needed: string): boolean {
	const wanted = needed.split('.');
	const segments = granted.split('.');
	if (segments.at(-1) === '*') segments.pop();
	return segments.length <= wanted.length && segments.every((one, at) => one === '*' || one === wanted[at]);
}
