import type { ReviewItem } from '$lib/api/access-reviews';
import { plainWords } from '$lib/format/policy';
import { ago } from '$lib/format/time';
import type { Tone } from '$lib/ui/badge.svelte';
import { statusName } from './people-words';

/** `the role team manager in Claims`, `a place in Search`, `the key ci`. */
export function itemWords(item: ReviewItem): string {
	switch (item.kind) {
		case 'role':
		case 'team_role':
			return `the role ${plainWords(item.name)}`;
		case 'membership':
			return `a place in ${item.name}`;
		case 'api_key':
			return `the key ${item.name}`;
	}
}

/** What helps to decide: whether it is in use, and how its holder signs in. */
export function itemFacts(item: ReviewItem, now: Date): string {
	const since = (at: string | null, done: string) => (at ? `${done} ${ago(new Date(at), now)}` : `never ${done}`);
	const { person } = item;
	const facts = [
		person?.email,
		person && statusName(person.status),
		person && since(person.last_sign_in_at, 'signed in'),
		person && person.mfa_methods.length === 0 && 'no second factor',
		item.kind === 'api_key' && since(item.last_used_at, 'used')
	];
	return facts.filter(Boolean).join(' · ');
}

const TONES: Record<NonNullable<ReviewItem['outcome']>, Tone> = { kept: 'good', revoked: 'bad', gone: 'neutral' };
const NAMES: Record<NonNullable<ReviewItem['outcome']>, string> = { kept: 'kept', revoked: 'taken away', gone: 'was gone already' };

export function outcomeBadge(item: ReviewItem): { name: string; tone: Tone } | undefined {
	return item.outcome ? { name: NAMES[item.outcome], tone: TONES[item.outcome] } : undefined;
}
