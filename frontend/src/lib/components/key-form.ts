import type { NewKey } from '$lib/api/keys';

export interface KeyForm {
	name: string;
	budget: string;
	period: NonNullable<NewKey['budget_period']>;
	requests: string;
	tokens: string;
	lifetime: string;
}

export interface ReadKeyForm {
	key?: NewKey;
	errors: Partial<Record<keyof KeyForm, string>>;
}

const AMOUNT = /^(\d{1,9}(\.\d{1,9})?)?$/;

/** Turns what was typed into the body of `POST /api-keys`, or says per field what is wrong. */
export function readKeyForm(form: KeyForm): ReadKeyForm {
	const name = form.name.trim();
	const budget = form.budget.trim().replaceAll(',', '');
	const requests = whole(form.requests);
	const tokens = whole(form.tokens);
	if (!name || !AMOUNT.test(budget) || requests === null || tokens === null) {
		return { errors: errorsOf(name, budget, requests, tokens) };
	}
	return {
		errors: {},
		key: {
			name,
			...(budget && { budget_usd: budget, budget_period: form.period }),
			...((requests || tokens) && { rate_limit: { requests_per_minute: requests, tokens_per_minute: tokens } }),
			...(form.lifetime && { expires_in_days: Number(form.lifetime) })
		}
	};
}

function errorsOf(name: string, budget: string, requests: Typed, tokens: Typed): ReadKeyForm['errors'] {
	return {
		...(!name && { name: 'Give it a name.' }),
		...(!AMOUNT.test(budget) && { budget: 'An amount such as 25 or 0.50.' }),
		...(requests === null && { requests: 'A whole number from 1.' }),
		...(tokens === null && { tokens: 'A whole number from 1.' })
	};
}

type Typed = number | undefined | null;

/** Undefined for nothing typed, null for something that is not a whole number from 1. */
function whole(typed: string): Typed {
	const text = typed.trim().replaceAll(',', '');
	if (!text) return undefined;
	return /^[1-9]\d{0,11}$/.test(text) ? Number(text) : null;
}

/** A fresh name for one try to create something; works without a secure context too. */
export function attemptId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The shortest command that proves a key works. */
export function firstCall(origin: string, key: string): string {
	return [
		`curl ${origin}/v1/chat/completions \\`,
		`  -H "authorization: Bearer ${key}" \\`,
		`  -H "content-type: application/json" \\`,
		`  -d '{"model":"scripted/echo","messages":[{"role":"user","content":"Hello"}]}'`
	].join('\n');
}
