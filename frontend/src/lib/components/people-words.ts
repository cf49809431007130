import type { Names } from '$lib/api/names';
import type { PermissionSource, Person, PersonStatus } from '$lib/api/people';
import { plainWords } from '$lib/format/policy';
import { moment } from '$lib/format/time';
import type { Tone } from '$lib/ui/badge.svelte';

export const STATUSES = ['active', 'pending', 'suspended', 'deleted'] as const satisfies PersonStatus[];

const TONES: Record<string, Tone> = { active: 'good', pending: 'accent', suspended: 'warn', frozen: 'warn', deleted: 'bad' };

const STATUS_NAMES: Record<string, string> = { pending: 'invited', deleted: 'left' };

export function statusTone(status: string): Tone {
	return TONES[status] ?? 'neutral';
}

/** `invited` of somebody who has not accepted yet, `left` of somebody who is gone. */
export function statusName(status: string): string {
	return STATUS_NAMES[status] ?? status;
}

/** `team manager in Claims, developer`: roles everywhere, then roles in a team. */
export function roleWords(person: Person, names: Names): string {
	const inTeams = Object.entries(person.team_roles ?? {}).flatMap(([team, roles]) =>
		roles.map((role) => `${plainWords(role)} in ${names.get(team) ?? team}`)
	);
	return [...person.roles.map(plainWords), ...inTeams].join(', ') || '–';
}

/** `developer › standard user, in Claims`: the chain of roles that gives a permission. */
export function sourceWords(source: PermissionSource, names: Names): string {
	const more = [
		source.team_id && `in ${names.get(source.team_id) ?? source.team_id}`,
		source.until && `until ${moment(new Date(source.until))}`,
		source.conditional && 'while its condition holds'
	].filter(Boolean);
	return [source.via.map(plainWords).join(' › ') || 'given directly', ...more].join(', ');
}

export interface PermissionRow {
	permission: string;
	/** Every way in which it is given. */
	paths: string[];
	/** Every way in which it is taken away: one is enough. */
	denials: string[];
}

export interface PermissionGroup {
	resource: string;
	rows: PermissionRow[];
}

/** The sources by resource and permission, both in alphabetical order; `q` keeps what contains it. */
export function groupSources(sources: readonly PermissionSource[], names: Names, q = ''): PermissionGroup[] {
	const groups = new Map<string, Map<string, PermissionRow>>();
	for (const source of sources) {
		const path = sourceWords(source, names);
		if (q && !`${source.permission} ${path}`.toLowerCase().includes(q.toLowerCase())) continue;
		const resource = source.permission.split('.', 1)[0] ?? '';
		const rows = groups.get(resource) ?? new Map<string, PermissionRow>();
		const row = rows.get(source.permission) ?? { permission: source.permission, paths: [], denials: [] };
		const kept = source.denied ? row.denials : row.paths;
		if (!kept.includes(path)) kept.push(path);
		groups.set(resource, rows.set(source.permission, row));
	}
	return sorted(groups).map(([resource, rows]) => ({
		resource: resource === '*' ? 'everything' : resource,
		rows: sorted(rows).map(([, row]) => row)
	}));
}

function sorted<T>(map: Map<string, T>): [string, T][] {
	return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
