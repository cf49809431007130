import type { ApiKey, RateLimit } from '$lib/api/keys';
import { usd } from '$lib/format/money';
import { countShort } from '$lib/format/number';
import { dayYear } from '$lib/format/time';
import type { Tone } from '$lib/ui/badge.svelte';

const PERIODS: Record<string, string> = { daily: 'day', weekly: 'week', monthly: 'month', yearly: 'year', total: '' };

/** `$25.00 / month`, one for each budget; empty for none. */
export function budgetWords(key: ApiKey): string {
	const each = key.budgets.map(({ amount_usd, period }) =>
		PERIODS[period] ? `${usd(amount_usd)} / ${PERIODS[period]}` : usd(amount_usd)
	);
	return each.join(', ');
}

/** `60 req/min · 200K tok/min`; empty for no limit. */
export function limitWords(limit: RateLimit | null | undefined): string {
	const parts = [
		limit?.requests_per_minute && `${countShort(limit.requests_per_minute)} req/min`,
		limit?.tokens_per_minute && `${countShort(limit.tokens_per_minute)} tok/min`
	].filter(Boolean);
	return parts.join(' · ');
}

export function keyStanding(key: ApiKey, now: Date): { name: string; tone: Tone } {
	if (key.status !== 'active') return { name: key.status, tone: key.status === 'frozen' ? 'warn' : 'bad' };
	const expired = key.expires_at != null && new Date(key.expires_at) <= now;
	return expired ? { name: 'expired', tone: 'warn' } : { name: 'active', tone: 'good' };
}

/** The part of a token that says what it is, as `tg_live_…7fQ2`. */
export function tokenWords(key: ApiKey): string {
	return `${key.key_prefix.slice(0, 8)}…${key.last4}`;
}

/** What the key is for and whose it is: `management key of Ada Lovelace`. */
export function keyKind(key: ApiKey, owner: string | undefined): string {
	const kind = key.purpose === 'management' ? 'management key' : key.purpose === 'model' ? 'model key' : 'key';
	return key.kind === 'personal' ? `${kind} of ${owner ?? key.user_id}` : `service ${kind}`;
}

const ADVICE: Record<string, string> = {
	expires_soon: 'expires soon',
	rotate: 'secret over 90 days old',
	unused: 'unused for 90 days',
	mixed_purpose: 'models and management in one'
};

/** What somebody should look at. That it expired is its standing, and that it never does has a column. */
export function adviceWords(key: ApiKey): string[] {
	return key.advice.flatMap((one) => ADVICE[one] ?? []);
}

/** Until when the secret before this one is still good; empty when there is none. */
export function overlapWords(key: ApiKey): string {
	return key.previous_secret_until ? `earlier secret good until ${dayYear(new Date(key.previous_secret_until))}` : '';
}
