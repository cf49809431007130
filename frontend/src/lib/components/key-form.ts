import type { NewKey } from '$lib/api/keys';
import { readLines } from './lines';

export interface KeyForm {
	name: string;
	budget: string;
	period: NonNullable<NewKey['budget_period']>;
	requests: string;
	tokens: string;
	lifetime: string;
	/** Whose it is: somebody's id, or empty for a key of the organization. */
	owner: string;
	purpose: 'model' | 'management';
	/** Of a management key, one per line. */
	permissions: string;
	models: string;
	addresses: string;
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
	const permissions = form.purpose === 'management' ? readLines(form.permissions) : undefined;
	if (!name || !AMOUNT.test(budget) || requests === null || tokens === null || permissions?.length === 0) {
		return { errors: errorsOf({ name, budget, requests, tokens, permissions }) };
	}
	return {
		errors: {},
		key: {
			name,
			...(permissions && { purpose: 'management', permissions }),
			...boundsOf(form),
			...(budget && { budget_usd: budget, budget_period: form.period }),
			...limitOf(requests, tokens)
		}
	};
}

/** Whose a key is, how long and where it may be used, and for which models; nothing typed is no bound. */
function boundsOf(form: KeyForm): Pick<NewKey, 'user_id' | 'models' | 'addresses' | 'expires_in_days'> {
	const models = form.purpose === 'model' ? readLines(form.models) : [];
	const addresses = readLines(form.addresses);
	return {
		...(form.owner && { user_id: form.owner }),
		...(form.lifetime && { expires_in_days: Number(form.lifetime) }),
		...(models.length > 0 && { models }),
		...(addresses.length > 0 && { addresses })
	};
}

function limitOf(requests?: number, tokens?: number): Pick<NewKey, 'rate_limit'> {
	return requests || tokens ? { rate_limit: { requests_per_minute: requests, tokens_per_minute: tokens } } : {};
}

interface Typings {
	name: string;
	budget: string;
	requests: Typed;
	tokens: Typed;
	permissions?: string[];
}

function errorsOf({ name, budget, requests, tokens, permissions }: Typings): ReadKeyForm['errors'] {
	return {
		...(!name && { name: 'Give it a name.' }),
		...(!AMOUNT.test(budget) && { budget: 'An amount such as 25 or 0.50.' }),
		...(requests === null && { requests: 'A whole number from 1.' }),
		...(tokens === null && { tokens: 'A whole number from 1.' }),
		...(permissions?.length === 0 && { permissions: 'At least one, such as users.view.' })
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
export function firstCall(origin: string, key: string, managing = false): string {
	if (managing) return `curl ${origin}/api/v1/auth/me \\\n  -H "authorization: Bearer ${key}"`;
	return [
		`curl ${origin}/v1/chat/completions \\`,
		`  -H "authorization: Bearer ${key}" \\`,
		`  -H "content-type: application/json" \\`,
		`  -d '{"model":"scripted/echo","messages":[{"role":"user","content":"Hello"}]}'`
	].join('\n');
}
