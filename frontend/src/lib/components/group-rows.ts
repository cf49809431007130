import type { GroupMapping } from '$lib/api/sso';

/** One line of the form: what members of `group` get, a role or a team or both; empty is none. */
export interface GroupRow {
	group: string;
	role: string;
	team: string;
}

export const BLANK_ROW: GroupRow = { group: '', role: '', team: '' };

/** The lines of mappings: a group with several roles or teams has several. */
export function rowsOf(mappings: readonly GroupMapping[]): GroupRow[] {
	return mappings.flatMap(({ group, roles, team_ids: teams }) =>
		Array.from({ length: Math.max(roles.length, teams.length, 1) }, (_, at) => ({
			group,
			role: roles[at] ?? '',
			team: teams[at] ?? ''
		}))
	);
}

/** The mappings of lines, one per group whatever its case; undefined where a line says half of it. */
export function readRows(rows: readonly GroupRow[]): GroupMapping[] | undefined {
	const found = new Map<string, GroupMapping>();
	for (const row of rows) {
		const group = row.group.trim();
		const gives = Boolean(row.role || row.team);
		if (!group && !gives) continue;
		if (!group || !gives) return undefined;
		const key = group.toLowerCase();
		const known = found.get(key) ?? { group, roles: [], team_ids: [] };
		found.set(key, { ...known, roles: added(known.roles, row.role), team_ids: added(known.team_ids, row.team) });
	}
	return [...found.values()];
}

/** `developer, in Claims`: what a group gives, in words. */
export function mappingWords(mapping: GroupMapping, nameOf: (id: string) => string): string {
	const teams = mapping.team_ids.map((id) => `in ${nameOf(id)}`);
	return [...mapping.roles.map(nameOf), ...teams].join(', ') || 'nothing';
}

function added(known: readonly string[], one: string): string[] {
	return one && !known.includes(one) ? [...known, one] : [...known];
}
