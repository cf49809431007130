import type { Names } from '$lib/api/names';
import type { RequestRow } from '$lib/api/requests';
import type { GroupBy } from '$lib/api/usage';
import { countShort } from '$lib/format/number';
import type { CALL_FILTERS, CallOutcome } from '$lib/url';

export type CallFilter = (typeof CALL_FILTERS)[number];

interface Kind {
	name: CallFilter;
	label: string;
	every: string;
	group: GroupBy;
	/** Whether it tells apart the calls of one person. */
	mine: boolean;
}

export const KINDS: readonly Kind[] = [
	{ name: 'model', label: 'Model', every: 'Every model', group: 'model', mine: true },
	{ name: 'team_id', label: 'Team', every: 'Every team', group: 'team', mine: false },
	{ name: 'user_id', label: 'Person', every: 'Everybody', group: 'user', mine: false },
	{ name: 'key_id', label: 'Key', every: 'Every key', group: 'key', mine: true }
];

export const OUTCOME_NAMES: Record<CallOutcome, string> = { served: 'Served', refused: 'Refused', failed: 'Failed' };

/** What there is to choose from, and how many calls it has where that is known. */
export type Found = ReadonlyMap<string, number | undefined>;

/** What the rows themselves have, for those who may not see sums. */
export function ofRows(rows: RequestRow[], name: CallFilter): Found {
	return new Map(rows.map((row) => [row[name] ?? '', undefined]));
}

/** The choices of one filter: all, what was found, and what is asked for even where nothing was found. */
export function choices(kind: Kind, found: Found, asked: string | undefined, names: Names): { value: string; name: string }[] {
	const all = new Map(found);
	all.delete('');
	if (asked && !all.has(asked)) all.set(asked, undefined);
	const each = [...all].map(([value, calls]) => ({
		value,
		name: `${names.get(value) ?? value}${calls === undefined ? '' : ` (${countShort(calls)})`}`
	}));
	return [{ value: '', name: kind.every }, ...each];
}
