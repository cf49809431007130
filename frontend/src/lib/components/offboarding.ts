import type { Names } from '$lib/api/names';
import type { Departure } from '$lib/api/people';
import { plural } from '$lib/format/number';
import { dayYear } from '$lib/format/time';

/** What an offboarding did, one sentence a thing. */
export function doneWords(departure: Departure, names: Names): string[] {
	const name = (id: string) => names.get(id) ?? id;
	return [
		'They can no longer sign in.',
		`${plural(departure.sessions_ended, 'session')} ended.`,
		departure.keys_revoked.length
			? `Keys of theirs that were revoked: ${departure.keys_revoked.map((key) => key.name).join(', ')}.`
			: 'They had no keys of their own.',
		...departure.handed_over.map((one) => `${name(one.to_user_id)} now manages ${name(one.team_id)}.`),
		...(departure.user.anonymize_at
			? [`Name and address are removed on ${dayYear(new Date(departure.user.anonymize_at))}.`]
			: [])
	];
}
